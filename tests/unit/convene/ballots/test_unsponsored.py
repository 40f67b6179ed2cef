"""Council votes on a draft nobody has tabled yet."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest
from scipy.special import expit

from comity.convene.ballots import council, model, unsponsored, vetoes
from comity.convene.ballots.forecast import draws, forecast
from tests.unit.convene.ballots.made import FILES, MEMBERS, PLACES, a_draft, made_positions


@pytest.fixture(scope="module")
def made():
    return model.parse(FILES, made_positions())


def _text(target="SYR", on=date(2016, 1, 1), **more):
    return council.Text(target=target, topic=target, strength="condemn", day=on.toordinal(), **more)


def _asked(made, values):
    """The model with these coefficients in its fit without sponsors."""
    last = made.sheet.council[-1]
    changed = list(last.unsponsored.values)
    for name, value in values.items():
        changed[unsponsored.NAMES.index(name)] = value
    fit = msgspec.structs.replace(last.unsponsored, values=tuple(changed))
    vintage = msgspec.structs.replace(last, unsponsored=fit)
    return msgspec.structs.replace(made, sheet=msgspec.structs.replace(made.sheet, council=(vintage,)))


def test_what_is_known_does_not_depend_on_sponsors_rivals_or_what_the_text_prolongs(made):
    place = np.array([PLACES[m] for m in MEMBERS])
    plain = _text(prolongs=0, sponsors=(), asked=True)
    tabled = _text(prolongs=1, sponsors=("RUS", "CHN"), rival=True)
    first, second = (unsponsored.features(made.council, text, MEMBERS, place) for text in (plain, tabled))
    assert first.shape == (15, len(unsponsored.NAMES))
    assert np.array_equal(first, second)


def test_columns_named_by_position_grow_with_it(made):
    text = _text(prolongs=0, sponsors=(), asked=True)
    once, twice = (unsponsored.features(made.council, text, MEMBERS, np.full(15, k)) for k in (1.0, 2.0))
    grows = np.array([name == "x" or name.startswith("x_") for name in unsponsored.NAMES])
    assert np.allclose(twice[:, grows], 2 * once[:, grows])
    assert np.array_equal(twice[:, ~grows], once[:, ~grows])


def test_the_fit_without_sponsors_serves_only_where_none_is_named(made):
    changed = _asked(made, {"constant": -1.0})
    asked, tabled = a_draft(), a_draft(sponsors=("USA",))
    assert forecast(changed, asked, MEMBERS, seed=1).chance[:, 2].mean() < 0.6
    before, after = (draws(m, tabled, MEMBERS, n=400, seed=1) for m in (made, changed))
    assert np.array_equal(before, after)


@pytest.mark.parametrize(("sponsors", "said"), [((), True), (("USA",), False)])
def test_the_ballot_says_where_no_sponsor_is_named(made, sponsors, said):
    found = forecast(made, a_draft(sponsors=sponsors), MEMBERS, n=400, seed=1)
    assert any("no sponsor named: averaged over" in note for note in found.notes) == said


def test_members_are_drawn_a_fifth_of_the_way_to_their_usual_votes():
    rng = np.random.default_rng(3)
    support, gap = rng.normal(1, 1, (20, 50, 15)), np.full((20, 1, 15), 0.7)
    yes = rng.uniform(0.1, 0.9, 15)
    usual = unsponsored.Usual(yes=yes, not_no=yes + 0.05)
    moved, wider = unsponsored.towards_usual(support, gap, usual)
    was, now = (expit(x).mean(axis=(0, 1)) for x in (support, moved))
    assert np.allclose(now, 0.8 * was + 0.2 * yes, atol=1e-4)
    was, now = (expit(x).mean(axis=(0, 1)) for x in (support + gap, moved + wider))
    assert (wider >= 0).all()
    assert np.allclose(now, np.maximum(0.8 * was + 0.2 * usual.not_no, expit(moved).mean(axis=(0, 1))), atol=1e-4)


def test_a_member_that_vetoed_the_topic_before_is_drawn_down(made):
    draft = a_draft(target="SYR", on=date(2016, 1, 1))
    found = forecast(made, draft, MEMBERS, n=4000, seed=1)
    part = found.shares[:, found.parts.index("its usual votes on the topic")]
    assert part[MEMBERS.index("RUS")] == part.min() < 0
    named = forecast(made, msgspec.structs.replace(draft, sponsors=("USA",)), MEMBERS, n=400, seed=1)
    assert not named.shares[:, named.parts.index("its usual votes on the topic")].any()


def test_without_sponsors_failures_come_about_as_often_as_on_the_topic(made):
    fit = vetoes.Fit(names=vetoes.UNSPONSORED, mean=(0.0,), spread=(1.0,), values=(0.0, 1.0))
    vintages = tuple(msgspec.structs.replace(v, vetoes=(fit, fit)) for v in made.sheet.council)
    tuned = msgspec.structs.replace(made, sheet=msgspec.structs.replace(made.sheet, council=vintages))
    draft = a_draft(target="SYR", on=date(2016, 1, 1))
    votes = draws(tuned, draft, MEMBERS, n=20000, seed=1)
    failed = ((votes == 2).sum(axis=1) < 9) | (votes[:, :5] == 0).any(axis=1)
    topic = council.history(made.council, _text(prolongs=0, sponsors=()), ()).failed
    assert failed.mean() == pytest.approx(topic, abs=0.03)
