"""The JSON of a brief keeps its form: who reads it by program finds each field where it was.

After a change that is meant, write the file anew: python -m tests.golden.test_brief_schema
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from comity.desk.brief.model import Brief
from comity.reference.skill import Skill

GOLDEN = Path(__file__).with_name("brief-schema.json")


def schema() -> dict[str, Any]:
    """JSON Schema of a brief and of a skill row, without prose."""
    (_, _), parts = msgspec.json.schema_components([Brief, Skill], ref_template="#/{name}")
    return {name: _bare(part) for name, part in sorted(parts.items())}


def _bare(part: Any) -> Any:
    if isinstance(part, dict):
        # A field may be called "title"; as a word of the schema its value is text.
        prose = {key for key in ("title", "description") if isinstance(part.get(key), str)}
        return {key: _bare(value) for key, value in part.items() if key not in prose}
    if isinstance(part, list):
        return [_bare(item) for item in part]
    return part


def text() -> str:
    return json.dumps(schema(), indent=1, sort_keys=True) + "\n"


def test_the_json_of_a_brief_has_the_form_on_file():
    assert json.loads(text()) == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_the_file_holds_every_part_of_a_brief():
    parts = json.loads(GOLDEN.read_text(encoding="utf-8"))

    assert {"Brief", "Statement", "Estimate", "Ballot", "Plan", "Skill"} <= set(parts)


if __name__ == "__main__":
    GOLDEN.write_text(text(), encoding="utf-8")
