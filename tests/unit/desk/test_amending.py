from __future__ import annotations

from datetime import date

import pytest

from comity.desk.amending import Wish, amend
from comity.kernel.errors import Refused
from tests.unit.desk import composed

# The referral of Syria to the International Criminal Court was vetoed on 22 May 2014 (S/2014/348).
BEFORE = date(2014, 5, 21)


def test_a_past_draft_is_amended_with_what_was_known_the_day_before():
    convene = composed.desk().convene
    draft = convene.draft("SYR", measures_named=("icc_referral", "asset_freeze"), as_of=BEFORE)
    found = amend(convene, draft, Wish(target=0.05))
    ballot = convene.predict(draft).ballot
    assert found.adopted.value == pytest.approx(ballot.adopted.value, abs=1e-3)
    # Draws before the interval's edges are taken are the same; only the noise within outer draws is left in here.
    assert found.adopted.low == pytest.approx(ballot.adopted.low, abs=0.05)
    years = [int(note.split()[-1]) for note in found.notes if note.startswith("Council parameters fitted")]
    assert years
    assert max(years) < BEFORE.year


def test_no_form_out_of_reach_is_promised():
    convene = composed.desk().convene
    draft = convene.draft("SYR", measures_named=("icc_referral",), as_of=BEFORE)
    with pytest.raises(Refused, match="the best is"):
        amend(convene, draft, Wish(target=0.99))


def test_a_mild_word_on_a_strong_measure_keeps_the_drafts_strength():
    convene = composed.desk().convene
    draft = convene.draft("SYR", measures_named=("icc_referral",), strength="investigate", as_of=BEFORE)
    found = amend(convene, draft, Wish(target=0.05))
    assert found.menu.clauses[0].levels[0].strength == "investigate"
    assert found.adopted.value == pytest.approx(convene.predict(draft).ballot.adopted.value, abs=1e-3)
