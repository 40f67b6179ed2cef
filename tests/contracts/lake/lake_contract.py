"""What the lake promises on every engine: the same rows, in the same order, of the same types, as counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from comity.kernel.errors import Refused
from comity.kernel.time import Month
from comity.store import lake
from comity.store.lake import Cells, Lake, Vintage
from comity.store.lake.cells import Span
from comity.store.lake.expressions import latest
from tests.contracts.lake.made import FIRST, KINDS, SECOND, by_hand, event, reading, stored, stream

SPANS = (
    Span(state="ETH", first=Month(2020, 1), last=Month(2022, 12)),
    Span(state="SDN", first=Month(2020, 1), last=Month(2022, 12)),
    Span(state="TCD", first=Month(2020, 6), last=Month(2020, 12)),
    Span(state="TCD", first=Month(2021, 3), last=Month(2022, 12)),
)
BORDERS = (("SDN", "ETH"), ("ETH", "SDN"), ("SDN", "TCD"), ("TCD", "SDN"))
CELLS = Cells(measures=("events", "deaths", "civilians", "peak", "untold"))
SMALL = Cells(kinds=("one_sided",), measures=("events", "deaths"), windows=(3,), lags=(1,))
LATE = date(2024, 12, 31)


class LakeContract:
    """Subclasses say which engine. It is opened once for the class, since Spark takes a quarter of a minute."""

    address: str

    @pytest.fixture(scope="class")
    @classmethod
    def opened(cls):
        with lake.open(cls.address, memory="600MB", threads=1) as found:
            yield found

    def table(self, opened: Lake, file: Path, vintages=(FIRST,)) -> Lake:
        opened.attach("events", [file], vintages)
        return opened

    @pytest.mark.parametrize("booked", ["last", "first", "within"])
    def test_every_cell_is_as_counted_by_hand(self, opened: Lake, tmp_path: Path, booked: str):
        events = stream(1, 900)
        cells = Cells(measures=CELLS.measures, booked=booked)
        got = self.table(opened, stored(tmp_path / "e.parquet", events)).country_months(LATE, SPANS, cells, BORDERS)

        assert got.to_pylist() == by_hand(events, SPANS, cells, BORDERS)

    def test_counts_are_whole_numbers_and_months_are_days(self, opened: Lake, tmp_path: Path):
        got = self.table(opened, stored(tmp_path / "e.parquet", stream(2, 50))).country_months(LATE, SPANS, CELLS)

        assert {str(field.type) for field in got.schema if field.name not in ("state", "month")} == {"int64"}
        assert got.schema.field("state").type == pa.string()
        assert got.schema.field("month").type == pa.date32()

    def test_no_event_at_all_gives_zeros_and_null_lags(self, opened: Lake, tmp_path: Path):
        got = self.table(opened, stored(tmp_path / "e.parquet", [])).country_months(LATE, SPANS, SMALL)

        assert got.to_pylist() == by_hand([], SPANS, SMALL)
        assert got["one_sided_events_lag1"][0].as_py() is None

    def test_no_month_asked_gives_no_row_but_all_columns(self, opened: Lake, tmp_path: Path):
        got = self.table(opened, stored(tmp_path / "e.parquet", stream(3, 20))).country_months(LATE, (), SMALL)

        assert got.num_rows == 0
        assert got.column_names == list(by_hand([], SPANS, SMALL)[0])

    def test_the_first_and_last_day_of_a_month_count_in_it(self, opened: Lake, tmp_path: Path):
        days = [date(2021, 1, 31), date(2021, 2, 1), date(2021, 2, 28), date(2021, 3, 1)]
        file = stored(tmp_path / "e.parquet", [event(n, "SDN", day) for n, day in enumerate(days)])
        got = self.table(opened, file).country_months(LATE, SPANS[1:2], SMALL)

        counts = {row["month"].month: row["one_sided_events"] for row in got.to_pylist() if row["month"].year == 2021}
        assert [counts[month] for month in (1, 2, 3, 4)] == [1, 2, 1, 0]

    @pytest.mark.parametrize("zone", [False, True])
    def test_known_at_counts_to_the_last_second_of_the_utc_day(self, opened: Lake, tmp_path: Path, zone: bool):
        at = (datetime(2022, 12, 31, 23, 59, 59, 999000, tzinfo=UTC), datetime(2023, 1, 1, tzinfo=UTC))
        made = [event(n, "SDN", date(2022, 5, 1), known_at=moment) for n, moment in enumerate(at)]
        whole = Vintage(source="ucdp", name=FIRST.name, known_at=datetime(2022, 12, 1, tzinfo=UTC), unique=True)
        found = self.table(opened, stored(tmp_path / "e.parquet", made, zone=zone), (whole,))

        assert [row["id"] for row in found.rows(found.as_of(date(2022, 12, 31))).to_pylist()] == ["e0"]

    def revised(self, opened: Lake, place: Path, vintages=(FIRST, SECOND)) -> Lake:
        """Two releases: the second corrects e0, drops e1, adds e2 and moves e3 past the origin."""
        later = {"known_at": SECOND.known_at, "vintage": SECOND.name}
        old = [event(0, "SDN", date(2021, 5, 1), deaths=5), event(1, "SDN", date(2021, 5, 2)),
               event(3, "SDN", date(2021, 5, 3))]  # fmt: skip
        new = [event(0, "SDN", date(2021, 5, 1), deaths=9, **later), event(2, "SDN", date(2021, 6, 2), **later),
               event(3, "SDN", date(2029, 5, 3), **later)]  # fmt: skip
        opened.attach("events", [stored(place / "a.parquet", old), stored(place / "b.parquet", new)], vintages)
        return opened

    @pytest.mark.parametrize("vintages", [(FIRST, SECOND), ()])
    def test_an_origin_sees_the_newest_vintage_known_and_what_it_dropped_is_gone(
        self, opened: Lake, tmp_path: Path, vintages
    ):
        found = self.revised(opened, tmp_path, vintages)

        def seen(day: date) -> list[tuple[str, int]]:
            return sorted((row["id"], row["deaths"]) for row in found.rows(found.as_of(day)).to_pylist())

        assert seen(date(2023, 5, 31)) == []
        assert seen(date(2023, 6, 1)) == [("e0", 5), ("e1", 1), ("e3", 1)]
        assert seen(date(2024, 5, 31)) == [("e0", 5), ("e1", 1), ("e3", 1)]
        assert seen(LATE) == [("e0", 9), ("e2", 1)]

    def test_a_partial_vintage_replaces_only_what_it_covers(self, opened: Lake, tmp_path: Path):
        part = Vintage(source="ucdp", name=SECOND.name, known_at=SECOND.known_at, since=date(2021, 6, 1))
        found = self.revised(opened, tmp_path, (FIRST, part))

        rows = found.rows(found.as_of(LATE)).to_pylist()
        assert sorted((row["id"], row["deaths"]) for row in rows) == [("e0", 9), ("e1", 1), ("e2", 1)]

    def test_a_vintage_of_some_states_leaves_the_others_alone(self, opened: Lake, tmp_path: Path):
        later = {"known_at": SECOND.known_at, "vintage": SECOND.name}
        made = [event(0, "SDN", date(2021, 5, 1)), event(1, "TCD", date(2021, 5, 1)),
                event(2, "SDN", date(2021, 5, 1), **later)]  # fmt: skip
        part = Vintage(source="ucdp", name=SECOND.name, known_at=SECOND.known_at, states=("SDN",))
        found = self.table(opened, stored(tmp_path / "e.parquet", made), (FIRST, part))

        assert sorted(row["id"] for row in found.rows(found.as_of(LATE)).to_pylist()) == ["e1", "e2"]

    def test_an_event_stored_twice_counts_once_as_last_known(self, opened: Lake, tmp_path: Path):
        again = datetime(2023, 7, 1, tzinfo=UTC)
        made = [
            event(0, "SDN", date(2021, 5, 1), deaths=5),
            event(0, "SDN", date(2021, 5, 1), deaths=7, known_at=again),
        ]
        plain = Vintage(source="ucdp", name=FIRST.name, known_at=FIRST.known_at)
        found = self.table(opened, stored(tmp_path / "e.parquet", made), (plain,))

        assert [row["deaths"] for row in found.rows(found.as_of(date(2023, 6, 30))).to_pylist()] == [5]
        assert [row["deaths"] for row in found.rows(found.as_of(LATE)).to_pylist()] == [7]

    def test_the_latest_reading_is_of_the_newest_vintage_and_skips_gaps(self, opened: Lake, tmp_path: Path):
        corrected = {"known_at": datetime(2023, 3, 1, tzinfo=UTC), "vintage": "v2022"}
        made = [reading("libdem", 2021, 0.3), reading("libdem", 2021, 0.2, **corrected), reading("libdem", 2022, None)]
        opened.attach("readings", [stored(tmp_path / "r.parquet", made, values=True)])

        def newest(day: date) -> list[float]:
            return [row["value"] for row in opened.rows(latest(opened.as_of(day, "readings"))).to_pylist()]

        assert newest(date(2022, 2, 28)) == []
        assert newest(date(2022, 12, 31)) == [0.3]
        assert newest(LATE) == [0.2]

    def test_a_forecast_is_seen_from_the_day_it_was_known(self, opened: Lake, tmp_path: Path):
        known = {"known_at": datetime(2023, 3, 1, tzinfo=UTC), "vintage": "run"}
        made = [reading("deaths", 2024, 7.0, source="views", **known), reading("libdem", 2024, 0.3, **known)]
        run = Vintage(source="views", name="run", known_at=known["known_at"], unique=True, ahead=True)
        other = Vintage(source="vdem", name="run", known_at=known["known_at"], unique=True)
        opened.attach("readings", [stored(tmp_path / "r.parquet", made, values=True)], (run, other))

        def seen(day: date) -> list[float]:
            return sorted(row["value"] for row in opened.rows(opened.as_of(day, "readings")).to_pylist())

        assert seen(date(2023, 2, 28)) == []
        assert seen(date(2023, 3, 1)) == [7.0]
        assert seen(LATE) == [0.3, 7.0]

    def test_a_month_that_is_not_over_is_refused(self, opened: Lake, tmp_path: Path):
        found = self.table(opened, stored(tmp_path / "e.parquet", []))

        with pytest.raises(Refused, match="2022-12 was not over on 2022-12-30"):
            found.country_months(date(2022, 12, 30), SPANS, SMALL)

    def test_kinds_nobody_asked_for_do_not_show(self, opened: Lake, tmp_path: Path):
        file = stored(tmp_path / "e.parquet", [event(0, "SDN", date(2021, 5, 1), kind="protest")])
        got = self.table(opened, file).country_months(LATE, SPANS, Cells())

        assert sum(sum(got[f"{kind}_events"].to_pylist()) for kind in KINDS) == 0
