"""Positions: reading the fitted files, the as-of rule, and recovery of known positions from made votes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from comity.convene.positions import known, parse, position
from comity.convene.positions import variational as fit
from comity.kernel.errors import BadContent, Misused, NotOnShelf

ROWS = b"""session,iso3,mean,sd,filtered_mean,filtered_sd,n_votes
1,USA,1.0,0.1,0.9,0.2,30
1,VEN,-0.5,0.1,-0.4,0.2,30
2,USA,1.2,0.1,1.1,0.2,40
"""
SESSIONS = b"""session,known_on,rollcalls,votes step=0.3
1,1946-12-31,30,60
2,1947-11-30,40,40
"""


def test_a_session_counts_only_after_its_last_roll_call():
    table = parse(ROWS, SESSIONS)
    assert known(table, date(1946, 12, 30)) == {}
    assert known(table, date(1947, 11, 29))["USA"].mean == pytest.approx(0.9)
    assert known(table, date(1947, 11, 30))["USA"].mean == pytest.approx(1.1)


def test_a_state_silent_since_is_less_well_known():
    later = known(parse(ROWS, SESSIONS), date(1948, 1, 1))["VEN"]
    assert later.session == 1
    assert later.sd == pytest.approx(np.hypot(0.2, 0.3))


def test_position_carries_interval_and_the_session_before_as_baseline():
    found = position(parse(ROWS, SESSIONS), "USA", 2)
    assert found.ideal.low < found.ideal.value < found.ideal.high
    assert found.ideal.baseline is not None
    assert found.ideal.baseline.value == pytest.approx(1.0)


def test_as_of_position_is_the_filtered_one_and_refuses_the_future():
    table = parse(ROWS, SESSIONS)
    assert position(table, "USA", 1, on=date(1947, 1, 1)).ideal.value == pytest.approx(0.9)
    with pytest.raises(Misused, match="session 2 ended"):
        position(table, "USA", 2, on=date(1947, 1, 1))


def test_unknown_state_and_silent_session_are_named():
    table = parse(ROWS, SESSIONS)
    with pytest.raises(NotOnShelf, match="USB"):
        position(table, "USB", 1)
    with pytest.raises(Misused, match="VEN has no vote in session 2"):
        position(table, "VEN", 2)


@pytest.mark.parametrize("rows", [b"", b"a,b\n", ROWS.replace(b"0.9", b"none"), ROWS.replace(b",30", b"")])
def test_a_damaged_file_is_refused(rows):
    with pytest.raises(BadContent):
        parse(rows, SESSIONS)


def _made_votes(sessions: int = 3, states: int = 40, items: int = 60):
    rng = np.random.default_rng(3)
    x = rng.normal(size=states)
    votes = []
    for _ in range(items * sessions):
        slope, cut = rng.normal(0, 2), rng.normal(-1, 0.7)
        support = slope * x + rng.normal(size=states)
        votes.append(np.where(support > cut + 0.4, 2, np.where(support > cut - 0.4, 1, 0)))
    table = np.array(votes)
    item, state = np.divmod(np.arange(table.size), states)
    return x, fit.Votes(
        item=item, state=state, choice=table.ravel().astype(np.int8), session=np.repeat(np.arange(sessions), items),
        states=states, sessions=sessions,
    )  # fmt: skip


def test_fit_recovers_made_positions_with_the_sign_asked_for():
    x, votes = _made_votes()
    top = int(x.argmax())
    back = fit.filtered(votes, top)
    whole = fit.smoothed(votes, back)
    assert np.corrcoef(whole.mean[:, 1], x)[0, 1] > 0.97
    assert np.corrcoef(back.mean[:, -1], x)[0, 1] > 0.97


def test_filtered_positions_do_not_change_when_later_sessions_are_cut_off():
    x, votes = _made_votes()
    early = votes.session[votes.item] < 2
    cut = fit.Votes(
        item=votes.item[early], state=votes.state[early], choice=votes.choice[early],
        session=votes.session[votes.session < 2], states=votes.states, sessions=2,
    )  # fmt: skip
    top = int(x.argmax())
    assert np.array_equal(fit.filtered(votes, top).mean[:, :2], fit.filtered(cut, top).mean)


def test_rescaling_leaves_predictions_alone():
    x, votes = _made_votes()
    back = fit.filtered(votes, int(x.argmax()))
    moved = fit.rescaled(back, 0.3, 2.0)
    before = back.mean[:, 0] * back.items.slope[0] - back.items.low[0]
    after = moved.mean[:, 0] * moved.items.slope[0] - moved.items.low[0]
    assert np.allclose(before, after)
