"""Made votes with known positions, and the Assembly's roll calls for the library's fit."""

from __future__ import annotations

import numpy as np
import pytest

from comity.convene.positions import fit
from comity.desk.fits import positions
from comity.desk.skills.positions_made import made
from comity.kernel.errors import Misused, OutsideFailed
from comity.store.raw import raw_data


def test_made_positions_are_standardised_and_repeat():
    place, votes, top = made(3)
    again, _, _ = made(3)
    assert np.array_equal(place, again)
    assert place.mean() == pytest.approx(0, abs=1e-12)
    assert place.std() == pytest.approx(1)
    assert votes.members[int(place.mean(axis=1).argmax())] == top


def test_an_unknown_issue_is_refused_before_any_file_is_read():
    with pytest.raises(Misused, match="no issue 'war'"):
        positions.assembly(None, issue="war")


@pytest.mark.data
def test_an_issue_has_fewer_roll_calls_and_keeps_the_united_states_apart_from_cuba():
    try:
        raw = raw_data()
    except OutsideFailed as error:
        pytest.skip(f"no raw data here: {error.message}")
    votes = positions.assembly(raw, since=60, until=62, issue="hr")
    whole = positions.assembly(raw, since=60, until=62)
    assert 0 < len(votes.roll_calls) < len(whole.roll_calls)
    found = fit(votes, positive="USA")
    assert found.of("USA", 61).value > 0 > found.of("CUB", 61).value
