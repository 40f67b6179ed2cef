from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from tests.unit.cli.conftest import Comity

REPORT = ("--text", "Shelling of a displacement camp", "--grade", "B2", "--seen-on", "2026-05-02")


def test_a_forecast_shows_interval_and_naive_figure(comity: Comity) -> None:
    said = comity("warn", "show", "Sudan", "--as-of", "2026-05")
    assert said.code == 0
    assert "90 %" in said.out
    assert "Naive" in said.out
    assert "comity assess board SDN" in said.out


def test_a_forecast_as_json_holds_every_horizon(comity: Comity) -> None:
    found = comity("warn", "show", "SDN", "--as-of", "2026-05", "--json").json
    assert found["state"] == "SDN"
    assert len(found["deaths"]["months"]) == 12


def test_a_state_without_data_says_why_there_is_no_figure(comity: Comity) -> None:
    said = comity("warn", "show", "State of Palestine")
    assert said.code == 0
    assert "no figure, since" in said.out


def test_the_world_is_cut_at_top_and_says_so(comity: Comity) -> None:
    said = comity("warn", "map", "--top", "3", "--as-of", "2026-05")
    assert said.code == 0
    assert "more states with --top 0" in said.out


def test_a_report_is_recorded_and_listed_with_its_grade_in_words(comity: Comity) -> None:
    said = comity("warn", "report", "Sudan", *REPORT, "--indicators", "RF11-01", "--marking", "TLP:AMBER")
    assert said.code == 0
    assert "signal/1" in said.out
    assert "Next: comity assess judge SDN RF11-01" in said.out
    listed = comity("warn", "reports", "SDN").out
    assert "usually reliable" in listed
    assert "TLP:AMBER" in listed


def test_a_report_is_marked_carefully_unless_somebody_decides_otherwise(comity: Comity) -> None:
    assert comity("warn", "report", "SDN", *REPORT, "--json").json["marking"] == "TLP:AMBER+STRICT"


def test_no_report_is_said_to_be_none(comity: Comity) -> None:
    assert "No report on France" in comity("warn", "reports", "FRA").out


def test_the_map_and_the_forecast_are_drawn_into_files(comity: Comity, tmp_path: Path) -> None:
    for name in ("map", "show"):
        file = tmp_path / f"{name}.svg"
        words = ("SDN",) if name == "show" else ("--top", "1")
        assert comity("warn", name, *words, "--as-of", "2026-05", "--svg", str(file)).code == 0
        root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
        assert root.tag.endswith("svg")
        assert root.findtext("{*}title")
