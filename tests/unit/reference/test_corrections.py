"""What the founding texts got wrong."""

from __future__ import annotations

from comity.reference import corrections


def test_every_correction_names_place_claim_and_what_is_right() -> None:
    for correction in corrections.all_corrections():
        assert correction.place
        assert correction.claim
        assert correction.correct != correction.claim


def test_the_veto_rule_is_corrected() -> None:
    assert "Art. 27(3)" in corrections.get("correction_05").correct
