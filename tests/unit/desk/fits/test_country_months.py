from datetime import date

import pytest

from comity.desk.fits import country_months
from comity.kernel.errors import BadContent, OutsideFailed
from comity.kernel.progress import silent
from comity.reference import fitted
from comity.store.raw import raw_data
from comity.warn import series


def months(first: int, count: int) -> list[date]:
    return [date((first + step) // 12, (first + step) % 12 + 1, 1) for step in range(count)]


def test_what_is_written_reads_back() -> None:
    rows = [("AAA", day, 5 if day.month == 3 else 0, None, None) for day in months(24000, 14)]
    rows += [("BBB", day, None, 2, 1) for day in months(24002, 12)]
    read = series.read(*country_months.tables(rows))
    assert read.states == ("AAA", "BBB")
    assert read.counts["all"][0].tolist() == [row[2] for row in rows[:14]]
    assert read.covered("BBB", "all") is None
    assert read.counts["civilian"][1, 2:].tolist() == [2] * 12
    assert read.counts["state_based"][1, 2:].tolist() == [1] * 12


def test_a_stray_of_a_few_months_is_left_out() -> None:
    rows = [("AAA", day, 1, None, None) for day in months(24000, 14)] + [
        ("STR", day, 9, None, None) for day in months(24000, 3)
    ]
    assert series.read(*country_months.tables(rows)).states == ("AAA",)


def test_a_hole_in_the_cover_is_refused() -> None:
    days = months(24000, 14)
    with pytest.raises(BadContent):
        country_months.tables([("AAA", day, 1, None, None) for day in days[:5] + days[6:]])


def test_the_shipped_file_has_the_figures_of_record() -> None:
    read = series.read(
        fitted.read("country_months", country_months.CELLS), fitted.read("country_months", country_months.COVERED)
    )
    # Deaths of all kinds in Rwanda in April 1994, GED 25.1.
    assert read.counts["all"][read.states.index("RWA"), 63] == 630_417
    assert str(read.end("all")) == fitted.about("country_months").vintage
    assert read.covered("KOR", "all") is None
    assert read.covered("PSE", "all") is None
    assert str((read.covered("SDN", "civilian") or (None, None))[1]) == "2023-12"


@pytest.mark.data
def test_the_fit_repeats_bit_for_bit() -> None:
    try:
        raw = raw_data()
    except OutsideFailed as error:
        pytest.skip(error.message)
    made = country_months.run(raw, silent)
    assert made.files == {name: fitted.read("country_months", name) for name in made.files}
    assert made.about == fitted.about("country_months")
