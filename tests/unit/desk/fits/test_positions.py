"""The fit `positions`: what ships is whole and agrees with the published estimates; raw data become clean votes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from comity.convene.positions import known, parse, position
from comity.desk.fits import positions
from comity.kernel.errors import OutsideFailed
from comity.reference import fitted
from comity.store.raw import raw_data


@pytest.fixture(scope="module")
def shipped():
    return parse(fitted.read("positions", "positions.csv"), fitted.read("positions", "positions-sessions.csv"))


@pytest.fixture(scope="module")
def raw():
    try:
        return raw_data()
    except OutsideFailed as error:
        pytest.skip(f"no raw data here: {error.message}")


def test_shipped_positions_have_the_united_states_above_cuba_in_every_recent_session(shipped):
    for session in range(50, 78):
        assert position(shipped, "USA", session).ideal.value > position(shipped, "CUB", session).ideal.value


def test_shipped_positions_are_on_one_scale(shipped):
    assert shipped.smoothed[:, 0].mean() == pytest.approx(0, abs=0.01)
    assert shipped.smoothed[:, 0].std() == pytest.approx(1, abs=0.01)
    assert (shipped.smoothed[:, 1] > 0).all()
    assert (shipped.filtered[:, 1] > 0).all()


def test_every_session_has_votes_and_the_nineteenth_a_single_one(shipped):
    # The nineteenth session (1964) avoided votes in the dispute on Article 19, but for one at its end.
    assert set(np.unique(shipped.session).tolist()) == set(range(1, 78))
    assert set(shipped.votes[shipped.session == 19].tolist()) == {1}


def test_nothing_is_known_before_the_first_session_ended(shipped):
    assert known(shipped, date(1945, 12, 31)) == {}
    assert len(known(shipped, date(2023, 12, 31))) >= 193


@pytest.mark.data
def test_only_divided_roll_calls_enter_and_absences_do_not(raw):
    votes = positions.record(raw, until=3).votes
    assert set(np.unique(votes.choice)) == {0, 1, 2}
    counts = np.array([np.bincount(votes.item[votes.choice == k], minlength=len(votes.session)) for k in range(3)])
    assert (counts.max(axis=0) < counts.sum(axis=0)).all()
    assert (np.diff(votes.session) >= 0).all()


@pytest.mark.data
def test_shipped_positions_agree_with_the_published_ones_in_each_session(raw, shipped):
    rows = raw.rows(
        "votes/unga_idealpoints_published.parquet",
        "select iso3, session, ideal_point from data where estimate_set = 'All_Jun2024' and session between 60 and 77 "
        "and ideal_point is not null order by session, iso3",
    )
    theirs = {(state, session): value for state, session, value in rows}
    place = {
        (shipped.states[state], int(session)): float(mean)
        for state, session, mean in zip(shipped.state, shipped.session, shipped.smoothed[:, 0], strict=True)
    }
    for session in range(60, 78):
        pairs = [(place[key], value) for key, value in theirs.items() if key[1] == session and key in place]
        assert np.corrcoef(np.array(pairs).T)[0, 1] > 0.97
