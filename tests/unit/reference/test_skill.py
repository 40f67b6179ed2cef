"""The skill table: each engine beside its baselines, with its limits, and recomputed from raw data."""

from __future__ import annotations

import json
import math
import re

import msgspec
import pytest

from comity.cli.app import run
from comity.desk import measuring
from comity.desk.brief.compose import _ENGINES
from comity.kernel.errors import BadContent, NotOnShelf, OutsideFailed
from comity.reference import skill
from comity.store.raw import raw_data

# Skill rows of engines whose figures a brief shows; without one an engine does not ship.
REQUIRED = {
    "ballots-unga-hidden", "ballots-unga-novel", "ballots-unga-temporal", "ballots-unsc-temporal",
    "case-likeness", "council-rules", "deaths-all", "deaths-civilian", "warn-onset",
    "positions-fit",
}  # fmt: skip


def test_every_protocol_ships_its_row_and_every_row_its_protocol():
    assert set(skill.names()) == set(measuring.protocols())
    assert set(skill.names()) >= REQUIRED


@pytest.mark.parametrize("name", skill.names())
def test_a_row_has_baselines_limits_and_figures_with_intervals(name: str):
    row = skill.get(name)

    assert row.name == name
    assert row.command == f"comity skill run {name}"
    assert row.n > 0
    assert row.seconds >= 0
    assert row.protocol.strip()
    assert row.limits
    assert row.baselines
    assert re.match(r"\d{4}", row.vintage)
    for metric, figure in row.metrics.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", metric)
        assert all(math.isfinite(value) for value in (figure.value, figure.low, figure.high)), metric
        assert figure.low <= figure.value <= figure.high, metric


@pytest.mark.parametrize("name", skill.names())
def test_baselines_are_measured_by_metrics_of_the_row(name: str):
    row = skill.get(name)
    for label, figures in row.baselines.items():
        assert figures, label
        assert set(figures) <= set(row.metrics), label
        assert all(math.isfinite(value) for value in figures.values()), label


@pytest.mark.parametrize("engine", _ENGINES, ids=lambda engine: engine[0])
def test_the_line_that_a_brief_shows_of_an_engine_has_its_naive_rule(engine: tuple[str, str]):
    name, metric = engine
    row = skill.get(name)

    assert metric in row.metrics
    assert any(metric in figures for figures in row.baselines.values())


def test_a_row_is_read_back_as_it_was_written():
    for row in measuring.table():
        assert msgspec.json.decode(measuring.row_bytes(row), type=skill.Skill) == row


def test_an_unknown_row_is_refused_with_a_hint():
    with pytest.raises(NotOnShelf) as caught:
        skill.get("council-rule")

    assert "council-rules" in caught.value.hint


def test_a_damaged_row_is_refused_with_its_remedy(tmp_path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "onset.json").write_text("{")
    monkeypatch.setattr(skill, "files", lambda _name: tmp_path)
    with pytest.raises(BadContent) as caught:
        skill.get("onset")

    assert "onset.json" in caught.value.message
    assert "comity skill run onset" in caught.value.hint


@pytest.mark.data
def test_the_row_on_the_councils_rules_is_what_the_record_gives_now(capsys: pytest.CaptureFixture[str]):
    try:
        raw_data()
    except OutsideFailed as error:
        pytest.skip(error.message)
    code = run(["skill", "run", "council-rules", "--json"])
    made = json.loads(capsys.readouterr().out)
    ships = skill.get("council-rules")

    assert code == 0
    assert made["n"] == ships.n
    assert made["metrics"]["agreement"]["value"] == ships.metrics["agreement"].value
    assert tuple(made["details"]) == ships.details
