from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from comity.convene.bargain.compare import Asked
from comity.desk.bargaining import bargain, bargain_file
from comity.kernel.errors import OutsideFailed

TEXT = """actor,issue,position,salience,power,high
A,monitors,90,0.9,2,
A,sanctions,80,0.4,2,
B,monitors,20,0.5,3,30
B,sanctions,10,0.9,3,
C,monitors,60,0.5,1,
C,sanctions,40,0.6,1,
"""


def test_every_figure_has_its_baseline_the_compromise() -> None:
    found = bargain(TEXT, asked=Asked(draws=4))
    first = found.results[0]
    assert first.model == "compromise"
    for result in found.results:
        for place, base in zip(result.places, first.places, strict=True):
            assert place.at.baseline is not None
            assert place.at.baseline.value == base.at.value
            assert place.at.n >= 1


def test_the_answer_can_be_written_as_json() -> None:
    found = bargain(TEXT, asked=Asked(draws=4))
    assert msgspec.json.decode(msgspec.json.encode(found))["bounds"] == {"monitors": [0.0, 30.0]}


def test_gains_are_ranked_and_those_of_the_compromise_are_nought() -> None:
    found = bargain(TEXT, asked=Asked(draws=4))
    assert {gain for _, gain in found.results[0].gains} == {0.0}
    values = [gain for _, gain in found.results[1].gains]
    assert values == sorted(values, reverse=True)


def test_limits_are_told_with_the_figures() -> None:
    assert any("not outcomes" in note for note in bargain(TEXT, asked=Asked(draws=2)).notes)


def test_a_file_that_cannot_be_read_fails_outside(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailed, match="cannot read"):
        bargain_file(tmp_path / "nothing.csv")
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(OutsideFailed, match="cannot read"):
        bargain_file(tmp_path / "bad.csv")
