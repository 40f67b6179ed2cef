from __future__ import annotations

from datetime import date

import msgspec
import pytest

from comity.kernel.errors import Misused
from comity.kernel.estimate import Baseline, Estimate
from comity.ledger.kinds import normal, value
from comity.ledger.upcast import UPCASTS
from comity.records.alert import Level, Lines, Statement

ON = date(2026, 6, 30)


def chance(value: float = 0.3, **changes: object) -> Estimate:
    fields = {"low": value / 2, "high": min(1.0, value * 1.5), "covers": "test", "method": "alerts", "n": 9}
    given = {"value": value, "unit": "chance", "baseline": Baseline(value=0.02, method="all states")}
    return Estimate(**(fields | given | changes))


def statement(**changes: object) -> Statement:
    fields = {
        "state": "TGO", "measure": "deaths", "says": "25 deaths or more", "words": "unlikely", "estimate": chance(),
        "multiple": 0.3 / 0.02, "rank": 2, "of": 120, "data_to": "2026-04", "said_on": ON,
    }  # fmt: skip
    return Statement(**(fields | changes))


def test_a_whole_statement_knows_the_age_of_its_data():
    assert statement().age_months == 2


@pytest.mark.parametrize("part", ["words", "estimate", "multiple", "rank", "of", "data_to", "said_on", "says"])
def test_a_statement_cannot_be_made_with_a_part_missing(part: str):
    fields = {name: getattr(statement(), name) for name in Statement.__struct_fields__ if name != part}
    with pytest.raises(TypeError, match=part):
        Statement(**fields)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"words": "likely"}, "is not the word for"),
        ({"multiple": 14.0}, "is not the multiple"),
        ({"estimate": chance(baseline=None)}, "no base rate"),
        ({"estimate": chance(baseline=Baseline(value=0.0, method="none"))}, "no base rate"),
        ({"estimate": chance(low=0.3, high=0.3)}, "no interval"),
        ({"estimate": chance(unit="deaths a month")}, "states a chance"),
        ({"rank": 0}, "rank 0 of 120"),
        ({"rank": 121}, "rank 121 of 120"),
        ({"says": " "}, "does not say of what"),
        ({"data_to": "2026-07"}, "does not say of what"),
    ],
)
def test_a_statement_whose_parts_do_not_fit_is_refused(changes: dict[str, object], words: str):
    with pytest.raises(Misused, match=words):
        statement(**changes)


def test_a_statement_read_from_the_ledger_is_checked_again():
    written = msgspec.to_builtins(statement())
    assert msgspec.convert(written, Statement) == statement()
    with pytest.raises(Misused, match="is not the word"):
        msgspec.convert(written | {"words": "almost certain"}, Statement)


@pytest.mark.parametrize(("raise_at", "clear_at", "months"), [(0.1, 0.2, 3), (0.1, 0.0, 3), (0.1, 0.05, 0)])
def test_lines_that_would_flap_are_refused(raise_at: float, clear_at: float, months: int):
    with pytest.raises(Misused, match="cannot open"):
        Lines(level=Level.WATCH, raise_at=raise_at, clear_at=clear_at, months=months)


def test_levels_are_in_order_and_each_says_what_it_asks_for():
    assert [level.place for level in Level] == [1, 2, 3]
    assert all(level.words for level in Level)


def test_an_alert_written_in_the_first_form_is_still_read():
    body = {
        "state": "TGO", "raised_on": "2026-06-30", "measure": "deaths", "figure": msgspec.to_builtins(chance()),
        "threshold": 0.1, "reasons": ["it rose"],
    }  # fmt: skip
    assert value("warn.alerted/1", normal("warn.alerted/1", body)).figure == chance()
    assert UPCASTS.newest("warn.alerted/1") == "warn.alerted/1"
