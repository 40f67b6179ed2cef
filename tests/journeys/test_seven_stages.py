"""One situation walks through all seven stages on one record, and the record proves itself."""

from __future__ import annotations

from pathlib import Path

import pytest

import comity
from scripts.one_situation import walk


@pytest.fixture(scope="module")
def desk_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("desk") / "exercise.db"
    assert walk(file) == 11
    return file


def test_every_stage_leaves_its_entry_on_one_record(desk_file: Path) -> None:
    with comity.open(desk_file) as desk:
        kinds = {entry.kind.split(".")[0] for entry in desk.record.entries()}
    assert kinds == {"desk", "warn", "assess", "plan", "convene", "commit", "account", "learn"}


def test_the_record_of_the_walk_proves_itself(desk_file: Path) -> None:
    with comity.open(desk_file) as desk:
        assert desk.record.verify(desk.record.checkpoint()).entries == 11


def test_a_later_brief_shows_what_was_judged_and_promised(desk_file: Path) -> None:
    with comity.open(desk_file) as desk:
        brief = desk.brief("Sudan")
    assert [promise.pledge.by for promise in brief.promises] == ["KEN"]
    assert [row.factor for row in brief.picture.factors if row.judgements] == ["RF07"]


def test_a_brief_as_of_the_past_shows_none_of_it(desk_file: Path) -> None:
    with comity.open(desk_file) as desk:
        brief = desk.brief("Sudan", as_of="2023-03")
    assert brief.promises == ()
    assert not any(row.judgements for row in brief.picture.factors)
