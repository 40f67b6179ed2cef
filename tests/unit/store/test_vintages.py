"""What was known on a day: each vintage speaks for its span from the day it was known, and never before."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO

import msgspec
import pytest

from comity.kernel.errors import BadContent, OutsideFailed
from comity.records.event import CastVote, Event, LeaderSpell, Listed, Reading, Row
from comity.store.row_tables import KINDS, Stamp, columns
from comity.store.vintages import Sheet, Stopped, Vintages


def event(number: int, day: int, deaths: int = 1, state: str = "SDN") -> Event:
    on = date(2024, 1, day)
    return Event(source="x", id=str(number), state=state, began=on, ended=on, kind="riot", deaths=deaths)


def keep(
    vintages: Vintages, known: datetime, rows: Iterable[Row], *, span: tuple[int, int] | None = None, **told: object
) -> Sheet:
    with vintages.draft("x") as draft:
        draft.spool.add(rows)
        sheet = Sheet(
            source="x", name=draft.name, dataset="", version="", how="fetched", known_at=known, came_at=known,
            stated=False, licence="CC BY 4.0", shareable=True, files=(),
            since=date(2024, 1, span[0]) if span else None, until=date(2024, 1, span[1]) if span else None,
        )  # fmt: skip
        return draft.keep(msgspec.structs.replace(sheet, **told))


def at(month: int, day: int = 1, hour: int = 12) -> datetime:
    return datetime(2024, month, day, hour, tzinfo=UTC)


def deaths(vintages: Vintages, as_of: date) -> dict[str, int | None]:
    found = (known.row for known in vintages.rows("x", "Event", as_of))
    return {row.id: row.deaths for row in found if isinstance(row, Event)}


@pytest.fixture
def vintages(tmp_path: Path) -> Vintages:
    return Vintages(tmp_path / "sources")


def test_nothing_is_known_before_its_day(vintages: Vintages) -> None:
    keep(vintages, at(2, 10, hour=23), [event(1, 1)])
    assert deaths(vintages, date(2024, 2, 9)) == {}
    assert deaths(vintages, date(2024, 2, 10)) == {"1": 1}


def test_an_origin_sees_the_value_as_it_was_known_then(vintages: Vintages) -> None:
    keep(vintages, at(2), [event(1, 1, deaths=3)])
    keep(vintages, at(3), [event(1, 1, deaths=9)])
    assert deaths(vintages, date(2024, 2, 15)) == {"1": 3}
    assert deaths(vintages, date(2024, 3, 15)) == {"1": 9}


def test_each_row_tells_both_of_its_times(vintages: Vintages) -> None:
    sheet = keep(vintages, at(2), [event(1, 7)])
    (known,) = vintages.rows("x", "Event", date(2024, 3, 1))
    assert (known.event_time, known.known_at, known.vintage) == (date(2024, 1, 7), at(2), sheet.name)


def test_a_row_that_a_newer_whole_lacks_was_withdrawn(vintages: Vintages) -> None:
    keep(vintages, at(2), [event(1, 1), event(2, 2)])
    keep(vintages, at(3), [event(2, 2)])
    assert deaths(vintages, date(2024, 2, 15)) == {"1": 1, "2": 1}
    assert deaths(vintages, date(2024, 3, 15)) == {"2": 1}


def test_a_newer_span_speaks_for_its_days_alone(vintages: Vintages) -> None:
    keep(vintages, at(2), [event(1, 1), event(2, 15), event(3, 16)])
    keep(vintages, at(3), [event(3, 16, deaths=8)], span=(10, 20))
    assert deaths(vintages, date(2024, 3, 15)) == {"1": 1, "3": 8}


def test_a_newer_vintage_of_some_states_speaks_for_them_alone(vintages: Vintages) -> None:
    keep(vintages, at(2), [event(1, 1), event(2, 2, state="TCD")])
    keep(vintages, at(3), [], states=("SDN",))
    assert deaths(vintages, date(2024, 3, 15)) == {"2": 1}


def test_the_same_event_in_two_spans_is_there_once(vintages: Vintages) -> None:
    keep(vintages, at(2), [event(1, 9)], span=(1, 9))
    keep(vintages, at(3), [event(1, 10, deaths=5)], span=(10, 20))
    assert deaths(vintages, date(2024, 3, 15)) == {"1": 5}


def test_a_release_imported_late_stands_where_it_belongs(vintages: Vintages) -> None:
    keep(vintages, at(3), [event(1, 1, deaths=9)])
    keep(vintages, at(2), [event(1, 1, deaths=3)], stated=True)
    assert deaths(vintages, date(2024, 2, 15)) == {"1": 3}
    assert deaths(vintages, date(2024, 3, 15)) == {"1": 9}


def test_the_later_of_two_rows_of_one_key_counts_and_is_told(vintages: Vintages) -> None:
    sheet = keep(vintages, at(2), [event(1, 1, deaths=3), event(1, 1, deaths=4)])
    assert (sheet.rows["Event"].rows, sheet.rows["Event"].repeats) == (1, 1)
    assert deaths(vintages, date(2024, 2, 15)) == {"1": 4}


def test_every_kind_of_row_comes_back_as_it_went_in(vintages: Vintages) -> None:
    on = date(2024, 1, 2)
    rows: tuple[Row, ...] = (
        event(1, 1),
        Reading(source="x", state="SDN", variable="v", began=on, ended=on, value=None, unit="%"),
        CastVote(source="x", body="unga", decision="A/1", record="1", session="79", on=on, state="SDN", vote="abstain"),
        Listed(source="x", id="1", name="Ünal 'X'; \"Y\"", kind="person", aliases=("a", "b"), listed_on=None),
        LeaderSpell(source="x", id="1", state="SDN", name="A", entered=on),
    )
    keep(vintages, at(2), rows)
    found = [known.row for kind in KINDS for known in vintages.rows("x", kind, date(2024, 3, 1))]
    assert found == list(rows)


def test_columns_are_those_of_the_record() -> None:
    assert columns("Listed")["aliases"] == "VARCHAR[]"
    assert columns("Event") == columns("Event") | {
        "deaths": "BIGINT",
        "lat": "DOUBLE",
        "began": "DATE",
        "kind": "VARCHAR",
    }


def test_a_vintage_speaks_for_the_kinds_of_row_it_has(vintages: Vintages) -> None:
    on = date(2024, 1, 2)
    keep(vintages, at(2), [event(1, 1)])
    keep(vintages, at(3), [Reading(source="x", state="SDN", variable="v", began=on, ended=on, value=1.0)])
    assert deaths(vintages, date(2024, 3, 15)) == {"1": 1}


def test_the_lake_gets_the_same_vintages(vintages: Vintages) -> None:
    keep(vintages, at(2), [event(1, 1)], span=(1, 9))
    keep(vintages, at(3), [], span=(1, 9))
    files, told = vintages.lake("x", "Event")
    assert len(files) == 1
    assert files[0].is_file()
    assert [one.known_at for one in told] == [at(2), at(3)]


def test_a_forecast_is_known_before_its_month(vintages: Vintages) -> None:
    ahead = Reading(source="x", state="SDN", variable="v", began=date(2024, 6, 1), ended=date(2024, 6, 30), value=1.0)
    past = msgspec.structs.replace(ahead, variable="w", began=date(2024, 1, 1), ended=date(2024, 1, 31))
    keep(vintages, at(2), [ahead, past], ahead=True)
    found = {known.row.variable: known.event_time for known in vintages.rows("x", "Reading", date(2024, 2, 15))}
    assert found == {"v": date(2024, 2, 1), "w": date(2024, 1, 31)}
    assert list(vintages.rows("x", "Reading", date(2024, 1, 31))) == []


def test_a_value_that_is_no_forecast_waits_for_the_end_of_its_period(vintages: Vintages) -> None:
    early = Reading(source="x", state="SDN", variable="v", began=date(2024, 6, 1), ended=date(2024, 6, 30), value=1.0)
    keep(vintages, at(2), [early])
    (known,) = vintages.rows("x", "Reading", date(2024, 2, 15))
    assert known.event_time == date(2024, 6, 30)


def test_what_a_vintage_takes_back_is_counted(vintages: Vintages) -> None:
    assert vintages.withdrawn(keep(vintages, at(2), [event(1, 1), event(2, 15), event(3, 16, state="TCD")])) == 0
    assert vintages.withdrawn(keep(vintages, at(3), [event(4, 16)], span=(10, 20), states=("SDN",))) == 1
    assert vintages.withdrawn(keep(vintages, at(4), [event(5, 9)])) == 3
    assert vintages.withdrawn(keep(vintages, at(5), [], span=(9, 9))) == 1
    assert vintages.withdrawn(keep(vintages, at(6), [event(6, 1)], adds=True)) == 0


def test_a_vintage_that_only_adds_takes_nothing_back(vintages: Vintages) -> None:
    keep(vintages, at(2), [event(1, 1), event(2, 15)], span=(1, 20), adds=True)
    keep(vintages, at(3), [event(3, 15), event(2, 15, deaths=8)], span=(10, 20), adds=True)
    keep(vintages, at(4), [event(4, 1)], adds=True)
    assert deaths(vintages, date(2024, 3, 15)) == {"1": 1, "2": 8, "3": 1}
    assert deaths(vintages, date(2024, 4, 15)) == {"1": 1, "2": 8, "3": 1, "4": 1}


def test_a_draft_that_is_not_kept_leaves_nothing(vintages: Vintages) -> None:
    with vintages.draft("x") as draft:
        draft.spool.add([event(1, 1)])
    assert vintages.sheets("x") == ()
    assert {path.name for path in (vintages.folder / "x").iterdir()} == {"lock"}


def test_what_a_dead_process_left_is_cleared_away(vintages: Vintages) -> None:
    left = vintages.folder / "x" / ".20240101T000000.000000Z.0123"
    left.mkdir(parents=True)
    keep(vintages, at(2), [event(1, 1)])
    assert not left.exists()


def test_what_is_set_aside_holds_bytes_and_reason_but_no_rows(vintages: Vintages) -> None:
    with vintages.draft("x") as draft:
        (draft.raw / "a.csv").write_bytes(b"what?")
        draft.spool.add([event(1, 1)])
        draft.set_aside(Stopped(at=at(2), words="lacks id", hint="", version="1", files=()))
    assert vintages.sheets("x") == ()
    assert [one.words for one in vintages.stopped("x")] == ["lacks id"]
    (home,) = (vintages.folder / "x" / "quarantine").iterdir()
    assert {path.name for path in home.iterdir()} == {"raw", "reason.json"}


def test_a_damaged_sheet_is_named(vintages: Vintages) -> None:
    sheet = keep(vintages, at(2), [event(1, 1)])
    (vintages.folder / "x" / sheet.name / "vintage.json").write_text("{")
    with pytest.raises(OutsideFailed, match=sheet.name):
        vintages.sheets("x")


def test_vintages_of_two_drafts_have_two_names(vintages: Vintages) -> None:
    names = {keep(vintages, at(2) + timedelta(days=number), [event(1, 1)]).name for number in range(3)}
    assert len(names) == 3


def test_text_that_no_table_holds_is_refused(vintages: Vintages) -> None:
    with vintages.draft("x") as draft:
        draft.spool.add([msgspec.structs.replace(event(1, 1), began="never")])
        with pytest.raises(BadContent, match="do not fit a table"):
            draft.spool.tables(Stamp(vintage="v", known_at=at(2)))


def test_the_lake_sees_the_same_rows_on_every_day(vintages: Vintages) -> None:
    from comity.store import lake

    keep(vintages, at(2), [event(1, 1), event(2, 15), event(3, 16)])
    keep(vintages, at(3), [event(3, 16, deaths=8)], span=(10, 20))
    keep(vintages, at(4), [], states=("SDN",))
    files, told = vintages.lake("x", "Event")
    with lake.open("duckdb:") as opened:
        opened.attach("events", files, told)
        for origin in (date(2024, 1, 31), date(2024, 2, 15), date(2024, 3, 15), date(2024, 4, 15)):
            seen = opened.rows(opened.as_of(origin)).to_pylist()
            assert {row["id"]: row["deaths"] for row in seen} == deaths(vintages, origin)


def test_a_table_that_cannot_be_written_is_no_fault_of_the_rows(vintages: Vintages) -> None:
    with vintages.draft("x") as draft:
        draft.spool.add([event(1, 1)])
        (draft.folder / "Event.parquet").mkdir()
        with pytest.raises(OutsideFailed, match="cannot be written"):
            draft.spool.tables(Stamp(vintage="v", known_at=at(2)))


def test_a_disk_that_is_full_at_the_last_byte_leaves_nothing(
    vintages: Vintages, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is held back is written when the stream is closed, and this device is always full.
    monkeypatch.setattr("comity.store.row_tables.Spool._lines", lambda *_: Full("/dev/full"))
    with vintages.draft("x") as draft:
        draft.spool.add([event(1, 1)])
        with pytest.raises(OutsideFailed, match="no room left"):
            draft.spool.tables(Stamp(vintage="v", known_at=at(2)))
    assert {path.name for path in (vintages.folder / "x").iterdir()} == {"lock"}


class Full(type(Path())):  # type: ignore[misc]
    """A path that can be opened though it exists."""

    def open(self, *_: object) -> IO[bytes]:
        return io.open(self, "wb")  # noqa: UP020
