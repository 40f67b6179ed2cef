"""The remedy names the place and what to write there."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from comity.reference.bodies import Body
from comity.reference.calendar import Rule
from comity.reference.cases import Case
from comity.reference.measures import Measure
from comity.reference.remedy import remedy


def problem_of(schema: type[msgspec.Struct], raw: Any) -> str:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(raw, schema, strict=True)
    return str(caught.value)


@pytest.mark.parametrize(
    ("schema", "raw", "words"),
    [
        (Body, [], "write the file as object"),
        (Body, {"id": 3}, "write id as str"),
        (Body, {}, "add the field id"),
        (Body, {"id": "x", "nme": "x"}, "did you mean name?"),
        (Body, {"type": "club"}, "write type as one of: court"),
        (Body, {"decision_rules": [{"id": "a"}]}, "add the field matter to decision_rules[0]"),
        (Body, {"decision_rules": [{"threshold": {"kind": "count", "vale": 9}}]}, "did you mean value?"),
        (Body, {"lead_time_days": {"typical": [1, "two"]}}, "write lead_time_days.typical[1] as int"),
        (Body, {"membership": {"distribution": {"AFG": "three"}}}, "write membership.distribution[...] as int"),
        (Measure, {"civilian_harm": {"level": "huge"}}, "civilian_harm.level as one of: high, low"),
        (Case, {"events": [{"kind": "battle"}]}, "write events[0].kind as one of: agreement"),
        (Case, {"events": [{"checked": "seen"}]}, "one of: not_checked_here, record_or_press_seen"),
        (Rule, {"when": [{"kind": "lunar"}]}, "write when[0].kind as one of: "),
        (Rule, {"when": [{"kind": "monthly", "dya": 1}]}, "remove the field dya"),
    ],
)
def test_each_kind_of_fault_has_its_remedy(schema: type[msgspec.Struct], raw: Any, words: str) -> None:
    assert words in remedy(problem_of(schema, raw), schema)


def test_a_fault_it_does_not_know_still_gets_a_sentence() -> None:
    assert remedy("something new", Body) == "correct the file: it does not fit Body"
