"""The row on likeness of cases: remade from what ships, and plain about not predicting."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from comity.desk.skills import case_likeness
from comity.kernel.progress import silent
from comity.reference import skill
from comity.reference.skill import Skill
from comity.store.raw import RawData


@pytest.fixture(scope="module")
def row(tmp_path_factory: pytest.TempPathFactory) -> Skill:
    # The directory is empty: the protocol reads only what ships.
    return case_likeness.run(RawData(tmp_path_factory.mktemp("empty")), silent)


def test_the_row_that_ships_is_remade_but_for_its_seconds(row: Skill) -> None:
    kept = skill.get(case_likeness.NAME)
    assert msgspec.structs.replace(row, seconds=0.0) == msgspec.structs.replace(kept, seconds=0.0)


def test_a_row_that_does_not_beat_naive_rules_says_so_first(row: Skill) -> None:
    best = max(figure["accuracy"] for figure in row.baselines.values())
    if row.metrics["accuracy"].value <= best:
        assert row.limits[0].startswith("it does not beat naive rules")
        assert row.limits[0].endswith("predicts no outcome")


def test_each_case_is_compared_with_another_one(row: Skill) -> None:
    assert len(row.details) == row.n
    for line in row.details:
        case, rest = line.split(" ", maxsplit=1)
        assert f"nearest {case} " not in rest


def test_intervals_hold_their_values(row: Skill) -> None:
    for metric in row.metrics.values():
        assert metric.low < metric.value < metric.high


def test_the_explanation_shows_the_figures_of_the_row(row: Skill) -> None:
    page = (Path(__file__).parents[4] / "docs" / "explanation" / "case-likeness.md").read_text()
    for figure in (*row.metrics.values(),):
        assert f"{figure.value:.2f}" in page
    for rule, figures in row.baselines.items():
        assert f"| {rule.removeprefix('the ')} | {figures['accuracy']:.2f} |" in page.replace("| the ", "| ")
