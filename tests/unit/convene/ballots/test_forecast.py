"""Forecasts of votes: joint draws, the as-of rule, and what is said of what is not known, on a small made record."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene import rules
from comity.convene.ballots import assembly, council, model
from comity.convene.ballots.forecast import draws, forecast
from comity.kernel.errors import BadContent, Refused
from tests.unit.convene.ballots.made import FILES, MEMBERS, a_draft, made_factors, made_positions


@pytest.fixture(scope="module")
def made():
    return model.parse(FILES, made_positions())


@pytest.mark.parametrize("body", ["unsc", "unga", "hrc"])
def test_draws_are_votes_of_all_members_and_repeat_with_the_seed(made, body):
    first = draws(made, a_draft(body), MEMBERS, n=1000, seed=3)
    assert first.dtype == np.int8
    assert first.shape == (1000, 15)
    assert set(np.unique(first)) <= {int(rules.Vote.NO), int(rules.Vote.ABSTAIN), int(rules.Vote.YES), 3}
    assert np.array_equal(first, draws(made, a_draft(body), MEMBERS, n=1000, seed=3))
    assert not np.array_equal(first, draws(made, a_draft(body), MEMBERS, n=1000, seed=4))


@pytest.mark.parametrize("body", ["unsc", "unga"])
def test_votes_are_drawn_together_not_one_by_one(made, body):
    votes = draws(made, a_draft(body, target="TUV"), MEMBERS, n=8000, seed=1) == 2
    alone = votes.mean(axis=0) * (1 - votes.mean(axis=0))
    assert votes.sum(axis=1).var() > 1.3 * alone.sum()


@pytest.mark.parametrize("body", ["unsc", "unga"])
def test_later_votes_never_change_an_earlier_prediction(made, body):
    on = date(2013, 1, 1)
    cut = dict(FILES)
    for file in ("ballots-council.txt", "ballots-assembly.txt"):
        head, header, *rows = cut[file].decode().splitlines()
        cut[file] = "\n".join([head, header, *(r for r in rows if date.fromisoformat(r.split("|")[1]) < on)]).encode()
    early = model.parse(cut, made_positions())
    draft = a_draft(body, target="SYR", on=on)
    assert np.array_equal(draws(made, draft, MEMBERS, n=400, seed=1), draws(early, draft, MEMBERS, n=400, seed=1))


def test_a_topic_with_vetoes_is_predicted_worse_than_one_without(made):
    base = msgspec.json.decode(FILES["ballots.json"], type=model.Sheet)
    values = list(base.council[0].values)
    values[council.NAMES.index("failed")] = -0.5
    sheet = msgspec.structs.replace(base, council=(msgspec.structs.replace(base.council[0], values=tuple(values)),))
    tuned = msgspec.structs.replace(made, sheet=sheet)
    vetoed = forecast(tuned, a_draft(target="SYR", sponsors=("USA",)), MEMBERS, seed=1).odds[..., 2].mean()
    quiet = forecast(tuned, a_draft(target="SOM", sponsors=("USA",)), MEMBERS, seed=1).odds[..., 2].mean()
    assert vetoed < quiet


def test_a_day_before_the_first_vintage_is_refused(made):
    with pytest.raises(Refused, match="2011"):
        draws(made, a_draft(on=date(2011, 5, 1)), MEMBERS, seed=1)
    with pytest.raises(Refused, match="too few"):
        draws(made, a_draft("unga", on=date(2006, 8, 1)), MEMBERS, seed=1)
    with pytest.raises(Refused, match="no members"):
        draws(made, a_draft(), (), seed=1)


def test_a_state_never_voted_on_falls_back_to_the_class_and_says_so(made):
    found = forecast(made, a_draft("unga", target="TUV"), MEMBERS, seed=1)
    assert any("no earlier text on this state" in note for note in found.notes)


def test_a_member_without_position_is_named(made):
    found = forecast(made, a_draft(), (*MEMBERS[:14], "TUV"), seed=1)
    assert any("TUV" in note for note in found.notes)


def test_a_state_votes_no_on_its_own_case(made):
    found = forecast(made, a_draft(target="RUS"), MEMBERS, seed=1)
    assert found.odds[:, MEMBERS.index("RUS"), 0].mean() > 0.8


def test_draws_keep_the_pooled_chances_and_a_wider_spread_widens_the_tally():
    made = model.parse(FILES, made_positions(), made_factors())
    found = forecast(made, a_draft("unga", target="SYR"), MEMBERS, n=40000, seed=1)
    assert np.allclose(found.odds.mean(axis=0), found.chance, atol=0.05)
    pool = msgspec.structs.replace(made.sheet.assembly[0], spreads=(6.0,) * assembly.BINS)
    wide = msgspec.structs.replace(made, sheet=msgspec.structs.replace(made.sheet, assembly=(pool,)))
    wider = forecast(wide, a_draft("unga", target="SYR"), MEMBERS, n=40000, seed=1)
    assert (wider.votes == 2).sum(axis=1).std() > (found.votes == 2).sum(axis=1).std()


@given(order=st.permutations(range(15)))
@settings(max_examples=5, deadline=None)
def test_chances_do_not_depend_on_the_order_of_members(order):
    made = model.parse(FILES, made_positions())
    plain = forecast(made, a_draft(sponsors=("USA",)), MEMBERS, n=20000, seed=1).odds.mean(axis=0)
    moved = forecast(made, a_draft(sponsors=("USA",)), tuple(MEMBERS[i] for i in order), n=20000, seed=1).odds.mean(
        axis=0
    )
    assert np.allclose(plain[list(order)], moved, atol=0.06)


@pytest.mark.parametrize("file", sorted(FILES))
def test_a_damaged_or_missing_file_is_named_as_bad_content(file):
    with pytest.raises(BadContent):
        model.parse({**FILES, file: FILES[file][:200]}, made_positions())
    with pytest.raises(BadContent):
        model.parse({f: c for f, c in FILES.items() if f != file}, made_positions())
