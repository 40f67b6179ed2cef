"""Provenance: a fact is unchecked until somebody says otherwise."""

import msgspec
import pytest

from comity.kernel.provenance import Checked, Citation, Confidence


def test_a_citation_claims_no_check_and_medium_confidence():
    citation = Citation(text="UN Charter Art. 27(3)")
    assert citation.checked is Checked.NOT_CHECKED_HERE
    assert citation.confidence is Confidence.MEDIUM


@pytest.mark.parametrize("mark", Checked)
def test_every_mark_can_be_said_in_words(mark):
    assert mark.words


def test_a_citation_survives_json():
    citation = Citation(text="S/RES/1973 (2011)", checked=Checked.RECOMPUTED, url="https://undocs.org/S/RES/1973(2011)")
    assert msgspec.json.decode(msgspec.json.encode(citation), type=Citation) == citation
