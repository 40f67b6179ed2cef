"""Ballots: joint draws, the as-of rule, the sheet, and how titles are read, on a small made record."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene import rules
from comity.convene.ballots import assembly, council, council_fit, describe, model, novel, texts, themes, vetoes
from comity.convene.ballots.forecast import draws, forecast
from comity.convene.ballots.sheet import Verdict, ballot
from comity.convene.factors import table as factors
from comity.convene.positions import parse as parse_positions
from comity.kernel.errors import BadContent, Refused
from comity.records.draft import Draft

MEMBERS = ("USA", "GBR", "FRA", "RUS", "CHN", "DZA", "GUY", "KOR", "SLE", "SVN", "DNK", "GRC", "PAK", "PAN", "SOM")
PLACES = dict(zip(MEMBERS, np.linspace(3, -2, 15), strict=True))


def _positions():
    rows = ["session,iso3,mean,sd,filtered_mean,filtered_sd,n_votes"]
    sessions = ["session,known_on,rollcalls,votes step=0.2"]
    for session in range(60, 72):
        rows += [f"{session},{m},{x},0.1,{x},0.1,50" for m, x in sorted(PLACES.items())]
        sessions.append(f"{session},{1946 + session}-06-30,50,750")
    return parse_positions("\n".join(rows).encode(), "\n".join(sessions).encode())


def _council_file():
    lines = ["made record", model.COUNCIL_HEADER]
    for i in range(60):
        day = date(2010, 1, 1) + timedelta(days=40 * i)
        target, fails = ("SYR", True) if i % 6 == 0 else ("SOM", False)
        no = "RUS" if fails else ""
        yes = " ".join(m for m in MEMBERS if m not in no.split())
        outcome = "vetoed" if fails else "adopted"
        lines.append(f"S/{i}|{day}|{target}|{target}|condemn|0|USA|{outcome}|{yes}||{no}")
    return "\n".join(lines).encode()


LOADINGS = "1.0 0.5 2.0 -1.0 0.2 -1.0"


def _assembly_file():
    lines = [" ".join(MEMBERS), model.ASSEMBLY_HEADER]
    for i in range(60):
        day, session = date(2006 + i // 5, 2, 1), 60 + i // 5
        target = ("MMR", "IRN", "SYR")[i % 3]
        words = " ".join(texts.plain(f"Situation of human rights in {target}"))
        lines.append(
            f"A/{i}|{day}|{session}|{target}|1.0|-1.5|-0.5|{LOADINGS}|{words}|{('yyynnayyayyyaya', 'y' * 15)[i % 2]}"
        )
    return "\n".join(lines).encode()


def _sheet_file():
    size = len(council.NAMES) + 2 + len(council_fit.GAPS)
    values = np.zeros(size)
    values[0], values[council.NAMES.index("x")] = 2.0, 0.5
    lower = (np.eye(size) * 0.01)[np.tril_indices(size)]
    vintages = tuple(
        model.Vintage(
            year=year, drafts=50, votes=750, values=tuple(values.tolist()), covariance=tuple(lower.tolist()),
            scale=(1.0,) * len(council.NAMES),
        )
        for year in (2011, 2014)
    )  # fmt: skip
    pool = model.Pool(
        session=62, votes=900, weights=((0.25,) * 4 + (0.0,) * 2,) * assembly.BINS, spreads=(1.5,) * assembly.BINS
    )
    return msgspec.json.encode(model.Sheet(features=council.NAMES, council=vintages, assembly=(pool,)))


FILES = {
    "ballots-council.txt": _council_file(),
    "ballots-assembly.txt": _assembly_file(),
    "ballots.json": _sheet_file(),
}


@pytest.fixture(scope="module")
def made():
    return model.parse(FILES, _positions())


def _draft(body="unsc", target="SOM", on=date(2016, 1, 1), **more):
    return Draft(
        title="On the situation", body=body, rule="substantive", target=target, measures=(), strength="condemn", on=on,
        **more,
    )  # fmt: skip


CHARTER = Verdict(
    decide=lambda v: (((v == 2).sum(axis=1) >= 9) & ~(v[:, :5] == 0).any(axis=1)).astype(np.int8),
    pivotal=lambda v: np.zeros(v.shape, dtype=bool),
    veto_holders=MEMBERS[:5],
)


@pytest.mark.parametrize("body", ["unsc", "unga", "hrc"])
def test_draws_are_votes_of_all_members_and_repeat_with_the_seed(made, body):
    first = draws(made, _draft(body), MEMBERS, n=1000, seed=3)
    assert first.dtype == np.int8
    assert first.shape == (1000, 15)
    assert set(np.unique(first)) <= {int(rules.Vote.NO), int(rules.Vote.ABSTAIN), int(rules.Vote.YES), 3}
    assert np.array_equal(first, draws(made, _draft(body), MEMBERS, n=1000, seed=3))
    assert not np.array_equal(first, draws(made, _draft(body), MEMBERS, n=1000, seed=4))


@pytest.mark.parametrize("body", ["unsc", "unga"])
def test_votes_are_drawn_together_not_one_by_one(made, body):
    votes = draws(made, _draft(body, target="TUV"), MEMBERS, n=8000, seed=1) == 2
    alone = votes.mean(axis=0) * (1 - votes.mean(axis=0))
    assert votes.sum(axis=1).var() > 1.3 * alone.sum()


@pytest.mark.parametrize("body", ["unsc", "unga"])
def test_later_votes_never_change_an_earlier_prediction(made, body):
    on = date(2013, 1, 1)
    cut = dict(FILES)
    for file in ("ballots-council.txt", "ballots-assembly.txt"):
        head, header, *rows = cut[file].decode().splitlines()
        cut[file] = "\n".join([head, header, *(r for r in rows if date.fromisoformat(r.split("|")[1]) < on)]).encode()
    early = model.parse(cut, _positions())
    draft = _draft(body, target="SYR", on=on)
    assert np.array_equal(draws(made, draft, MEMBERS, n=400, seed=1), draws(early, draft, MEMBERS, n=400, seed=1))


def test_a_topic_with_vetoes_is_predicted_worse_than_one_without(made):
    base = msgspec.json.decode(FILES["ballots.json"], type=model.Sheet)
    values = list(base.council[0].values)
    values[council.NAMES.index("failed")] = -0.5
    sheet = msgspec.structs.replace(base, council=(msgspec.structs.replace(base.council[0], values=tuple(values)),))
    tuned = msgspec.structs.replace(made, sheet=sheet)
    vetoed = forecast(tuned, _draft(target="SYR"), MEMBERS, seed=1).odds[..., 2].mean()
    quiet = forecast(tuned, _draft(target="SOM"), MEMBERS, seed=1).odds[..., 2].mean()
    assert vetoed < quiet


def test_a_day_before_the_first_vintage_is_refused(made):
    with pytest.raises(Refused, match="2011"):
        draws(made, _draft(on=date(2011, 5, 1)), MEMBERS, seed=1)
    with pytest.raises(Refused, match="too few"):
        draws(made, _draft("unga", on=date(2006, 8, 1)), MEMBERS, seed=1)
    with pytest.raises(Refused, match="no members"):
        draws(made, _draft(), (), seed=1)


def test_a_state_never_voted_on_falls_back_to_the_class_and_says_so(made):
    found = forecast(made, _draft("unga", target="TUV"), MEMBERS, seed=1)
    assert any("no earlier text on this state" in note for note in found.notes)


def test_a_member_without_position_is_named(made):
    found = forecast(made, _draft(), (*MEMBERS[:14], "TUV"), seed=1)
    assert any("TUV" in note for note in found.notes)


def test_a_state_votes_no_on_its_own_case(made):
    found = forecast(made, _draft(target="RUS"), MEMBERS, seed=1)
    assert found.odds[:, MEMBERS.index("RUS"), 0].mean() > 0.8


@pytest.mark.parametrize("body", ["unsc", "unga"])
def test_ballot_chances_sum_to_one_and_lie_in_their_intervals(made, body):
    sheet = ballot(made, _draft(body, target="SYR"), MEMBERS, CHARTER, n=1000, seed=1)
    for odds in sheet.members:
        assert odds.yes.value + odds.abstain + odds.no == pytest.approx(1, abs=2e-4)
        assert odds.yes.low <= odds.yes.value <= odds.yes.high
        assert odds.yes.baseline is not None
    assert sheet.adopted.low <= sheet.adopted.value <= sheet.adopted.high
    assert [odds.veto_holder for odds in sheet.members] == [True] * 5 + [False] * 10


def test_reasons_name_past_votes_with_symbol_and_date_before_the_draft(made):
    sheet = ballot(made, _draft(target="SYR", on=date(2014, 1, 1)), MEMBERS, CHARTER, n=400, seed=1)
    russia = sheet.members[MEMBERS.index("RUS")].because
    assert any("voted against S/" in line for line in russia)
    years = [int(line.rsplit("-", 2)[0][-4:]) for line in russia if line.endswith(")")]
    assert years
    assert max(years) < 2014


def _factors():
    """Two made factors of the members after each session, the first their position."""
    lines = ["session,iso3,m0,m1,s0,s1"]
    sheets = []
    for session in range(60, 72):
        lines += [f"{session},{m},{x:.3f},0.1,0.2,0.2" for m, x in sorted(PLACES.items())]
        sheets.append(
            factors.Session(
                session=session, known_on=date(1946 + session, 6, 30), correlation=(1.0, 0.1, 1.0),
                prior_mean=(0.0, 0.0, 2.0, 0.0, 0.0, 0.0), prior_covariance=(1.0, 0.0, 1.0, 0.0, 0.0, 1.0) * 2,
            )
        )  # fmt: skip
    return factors.parse("\n".join(lines).encode(), msgspec.json.encode(sheets))


NEW_TEXTS = novel.Fit(yes=(0.5, *[0.2] * 13), no=(-0.5, *[0.1] * 13))
VETOES = vetoes.Fit(names=("failed", "sponsors"), mean=(-3.0, 1.0), spread=(1.0, 1.0), values=(-2.0, 1.0, 0.5))


def test_a_new_text_is_predicted_by_what_was_learnt_on_new_texts_and_says_so():
    base = model.parse(FILES, _positions(), _factors())
    pool = msgspec.structs.replace(base.sheet.assembly[0], novel=NEW_TEXTS)
    made = msgspec.structs.replace(base, sheet=msgspec.structs.replace(base.sheet, assembly=(pool,)))
    like, new = (
        forecast(made, msgspec.structs.replace(_draft("unga", target=None), title=title), MEMBERS, n=400, seed=1)
        for title in ("Situation of human rights in MMR", "Law of the sea")
    )
    assert not like.log_odds
    assert new.log_odds
    assert any("unlike any before" in note for note in new.notes)


def test_draws_are_weighed_half_way_to_the_vetoes_wanted():
    veto = np.random.default_rng(3).beta(0.3, 2, size=(20, 100))
    own = veto.mean()
    weights = vetoes.tilted(veto, goal=-3.0)
    found = (weights * veto).sum(axis=1).mean()
    assert np.allclose(weights.sum(axis=1), 1)
    assert np.log(found / (1 - found)) == pytest.approx((np.log(own / (1 - own)) - 3.0) / 2, abs=0.01)


def test_chances_of_adoption_and_veto_agree_with_votes_drawn():
    rng = np.random.default_rng(4)
    support, gap, permanent = rng.normal(0.8, 1, (50, 15)), np.full((1, 15), 0.7), np.arange(15) < 5
    adopted, vetoed = (chance.mean() for chance in vetoes.ways(support, gap, permanent))
    drawn = support + rng.logistic(size=(4000, 50, 15))
    enough, no = (drawn > 0).sum(axis=2) >= 9, ((drawn < -gap) & permanent).any(axis=2)
    assert adopted == pytest.approx((enough & ~no).mean(), abs=0.005)
    assert vetoed == pytest.approx((enough & no).mean(), abs=0.005)


def test_a_topic_with_failures_and_many_sponsors_is_likelier_vetoed(made):
    rng = np.random.default_rng(1)
    x = rng.normal(size=(400, len(vetoes.NAMES)))
    happened = rng.random(400) < 1 / (1 + np.exp(3 - 2 * x[:, 0] - x[:, vetoes.NAMES.index("sponsors")]))
    fit = vetoes.fitted(x, happened, ("failed", "sponsors"))
    assert fit.values[1] > fit.values[2] > 0
    texts_of = [
        council.Text(target=t, topic=t, strength="", prolongs=0, sponsors=("USA",), day=735000) for t in ("SYR", "SOM")
    ]
    syria, somalia = (vetoes.features(made.council, text) for text in texts_of)
    assert syria[0] > somalia[0]
    early = msgspec.structs.replace(made.council, failed=made.council.failed & (made.council.day < 735000))
    assert np.array_equal(vetoes.features(early, texts_of[0]), syria)


def test_a_council_ballot_shows_the_topics_own_record_beside_its_chance(made):
    sheet = ballot(made, _draft(target="SYR", on=date(2016, 1, 1)), MEMBERS, CHARTER, n=400, seed=1)
    assert "earlier drafts on SYR" in sheet.adopted.baseline.method
    assert any("of earlier drafts on SYR" in note for note in sheet.notes)


def test_weights_for_new_texts_are_recovered():
    rng = np.random.default_rng(6)
    odds = rng.dirichlet((1, 1, 3), size=(4000, 6))
    found = novel.columns(odds, 0.3, new=True)
    true = novel.Fit(yes=(0.0, 0.0, 0.0, 1.0, *[0.0] * 10), no=(0.0, *[0.0] * 13))
    choice = (rng.random(4000) < novel.chances(found, true)[:, 2]).astype(np.int64) * 2
    fit = novel.fitted(found, choice, np.full(4000, 50.0))
    assert np.allclose(novel.chances(found, fit)[:, 2], novel.chances(found, true)[:, 2], atol=0.08)
    yes = novel.chances(found, fit)[:, 2]
    assert np.allclose(novel.shares(found, fit).sum(axis=1), np.log(yes / (1 - yes)))


def test_hiding_texts_gives_what_a_record_without_them_gives():
    own = np.eye(6) * 0.5 + 0.5
    inverse = np.linalg.inv(own + np.eye(6))
    across = np.linspace(0.1, 0.8, 6)
    hidden = np.array([False, True, False, False, True, False])
    weights = themes._without(inverse, across, hidden)
    seen = ~hidden
    assert np.allclose(weights[seen], np.linalg.solve(own[np.ix_(seen, seen)] + np.eye(4), across[seen]))
    assert not weights[hidden].any()


def _sums_as_written(line):
    head, terms = line.split(" = ")
    return float(head.rsplit(" ", 1)[1]), sum(float(term.rsplit(" ", 1)[1]) for term in terms.split("; "))


@given(
    body=st.sampled_from(["unsc", "unga", "hrc"]),
    target=st.sampled_from(["SYR", "MMR", "SOM", "TUV", "RUS"]),
    latent=st.booleans(),
    weights=st.lists(st.floats(0.01, 1), min_size=6, max_size=6),
    new=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_what_drives_each_vote_adds_up_to_its_chance(body, target, latent, weights, new):
    base = model.parse(FILES, _positions(), _factors() if latent else None)
    pool = msgspec.structs.replace(
        base.sheet.assembly[0], weights=(tuple(weights),) * assembly.BINS, novel=NEW_TEXTS if new else None
    )
    vintages = tuple(msgspec.structs.replace(v, vetoes=(VETOES, VETOES) if new else None) for v in base.sheet.council)
    sheet = msgspec.structs.replace(base.sheet, assembly=(pool,), council=vintages)
    made = msgspec.structs.replace(base, sheet=sheet)
    draft = _draft(body, target=None if new else target)
    found = forecast(made, draft, MEMBERS, n=400, seed=1)
    yes = found.chance[:, 2]
    assert np.allclose(found.chance.sum(axis=1), 1)
    assert np.allclose(found.shares.sum(axis=1), np.log(yes / (1 - yes)) if found.log_odds else yes, atol=1e-9)
    for odds, chance in zip(ballot(made, draft, MEMBERS, CHARTER, n=400, seed=1).members, found.chance, strict=True):
        head, terms = _sums_as_written(odds.because[0])
        assert head == pytest.approx(terms, abs=1e-6)
        whole = np.log(chance[2] / (1 - chance[2])) if found.log_odds else chance[2]
        assert head == pytest.approx(whole, abs=0.011)


def test_draws_keep_the_pooled_chances_and_a_wider_spread_widens_the_tally():
    made = model.parse(FILES, _positions(), _factors())
    found = forecast(made, _draft("unga", target="SYR"), MEMBERS, n=40000, seed=1)
    assert np.allclose(found.odds.mean(axis=0), found.chance, atol=0.05)
    pool = msgspec.structs.replace(made.sheet.assembly[0], spreads=(6.0,) * assembly.BINS)
    wide = msgspec.structs.replace(made, sheet=msgspec.structs.replace(made.sheet, assembly=(pool,)))
    wider = forecast(wide, _draft("unga", target="SYR"), MEMBERS, n=40000, seed=1)
    assert (wider.votes == 2).sum(axis=1).std() > (found.votes == 2).sum(axis=1).std()


def test_breakers_are_those_who_say_no_in_failed_draws(made):
    everyone_no = Verdict(
        decide=lambda v: np.zeros(len(v), np.int8), pivotal=lambda v: np.ones(v.shape, bool), veto_holders=("RUS",)
    )
    sheet = ballot(made, _draft(), MEMBERS, everyone_no, n=400, seed=1)
    assert sheet.adopted.value == 0
    assert sheet.breakers == tuple(sorted(sheet.breakers, key=lambda b: (-b[1], b[0])))


def test_whoever_abstains_beside_a_veto_has_not_broken_the_text(made):
    vetoed_by_russia = Verdict(
        decide=lambda v: np.zeros(len(v), np.int8), pivotal=lambda v: np.zeros(v.shape, bool), veto_holders=("RUS",)
    )
    sheet = ballot(made, _draft(), MEMBERS, vetoed_by_russia, n=400, seed=1)
    assert {state for state, _ in sheet.breakers} <= {"RUS"}


@given(order=st.permutations(range(15)))
@settings(max_examples=5, deadline=None)
def test_chances_do_not_depend_on_the_order_of_members(order):
    made = model.parse(FILES, _positions())
    plain = forecast(made, _draft(), MEMBERS, n=20000, seed=1).odds.mean(axis=0)
    moved = forecast(made, _draft(), tuple(MEMBERS[i] for i in order), n=20000, seed=1).odds.mean(axis=0)
    assert np.allclose(plain[list(order)], moved, atol=0.06)


@pytest.mark.parametrize("file", sorted(FILES))
def test_a_damaged_or_missing_file_is_named_as_bad_content(file):
    with pytest.raises(BadContent):
        model.parse({**FILES, file: FILES[file][:200]}, _positions())
    with pytest.raises(BadContent):
        model.parse({f: c for f, c in FILES.items() if f != file}, _positions())


@pytest.mark.parametrize(
    ("title", "target", "strength", "prolongs"),
    [
        ("on referring the situation in Syria to the International Criminal Court", "SYR", "refer", 0),
        ("on extension of the mandate of the UN Mission in South Sudan", "SSD", "mission", 1),
        ("on arms embargo against South Sudan", "SSD", "sanction", 0),
        ("Situation of human rights in the Democratic People's Republic of Korea", "PRK", "condemn", 0),
        ("Reports of the Secretary-General on the Sudan and South Sudan", "SDN", "", 0),
        ("Children and armed conflict", "", "", 0),
        ("The situation in the Middle East, including the Palestinian question", "ISR", "condemn", 0),
    ],
)  # fmt: skip
def test_titles_say_whom_how_strong_and_whether_new(title, target, strength, prolongs):
    assert describe.target_of(title) == target
    assert describe.strength_of(title) == strength
    assert describe.prolongs(title) == bool(prolongs)


def test_same_words_are_alike_and_other_words_are_not():
    bags = texts.counts([texts.plain(t) for t in ("Situation in Myanmar", "situation in Myanmar :", "Law of the sea")])
    like = texts.likeness(bags[:1], bags)
    assert like[0, 1] == pytest.approx(1)
    assert like[0, 2] == pytest.approx(0)


def test_council_fit_recovers_who_says_yes_and_how_drafts_differ():
    rng = np.random.default_rng(5)
    drafts, members = 400, 15
    position = np.tile(rng.normal(size=members), drafts)
    draft = np.repeat(np.arange(drafts), members)
    eta = 1.5 + 0.8 * position + rng.normal(0, 1.5, drafts)[draft] + rng.logistic(size=drafts * members)
    choice = np.where(eta > 0, 2, np.where(eta > -1, 1, 0))
    data = council_fit.Data(
        x=np.stack([np.ones(len(draft)), position], axis=1), position=position, draft=draft,
        gap=np.zeros(len(draft), dtype=np.int64), choice=choice,
    )  # fmt: skip
    found = council_fit.fitted(data)
    assert found.values[0] == pytest.approx(1.5, abs=0.35)
    assert found.values[1] / found.scale[1] == pytest.approx(0.8, abs=0.2)
    assert np.exp(found.values[2]) == pytest.approx(1.5, abs=0.35)
    assert np.exp(found.values[4]) == pytest.approx(1.0, abs=0.2)


def test_the_gradient_of_the_council_fit_is_right():
    rng = np.random.default_rng(2)
    data = council_fit.Data(
        x=rng.normal(size=(60, 3)), position=rng.normal(size=60), draft=np.repeat(np.arange(10), 6),
        gap=rng.integers(0, 6, 60), choice=rng.integers(0, 3, 60),
    )  # fmt: skip
    problem = council_fit._Likelihood(data, np.ones(3))
    theta = rng.normal(0, 0.3, 11)
    _, slope = problem(theta)
    step = 1e-6
    numeric = [(problem(theta + step * e)[0] - problem(theta - step * e)[0]) / (2 * step) for e in np.eye(11)]
    assert np.allclose(slope, numeric, atol=1e-4)
