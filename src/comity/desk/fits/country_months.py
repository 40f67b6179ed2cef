"""Deaths a month by state: own sums over published country-month counts, as sparse CSV with what is covered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from comity.desk.fits import Fitted, sealed
from comity.kernel.errors import BadContent
from comity.kernel.progress import Progress
from comity.kernel.time import month_of
from comity.reference.fitted import About, MadeFrom
from comity.store.raw import RawData
from comity.warn.series import CELLS_HEADER, COVERED_HEADER, LEAST_SERIES_MONTHS, TARGETS

NAME = "country_months"
WORDS = "deaths in organised violence by state and month, all kinds from 1989, one-sided and state-based to mid-2021"

FILE = "events/country_month.parquet"
CELLS = "country_months.csv"
COVERED = "country_months_covered.csv"

_QUERY = """
select iso3, month, total_within_month, os_best, sb_best from data
where in_gw_system and (total_within_month is not null or os_best is not null)
order by iso3, month
"""

Row = tuple[str, date, int | None, int | None, int | None]

LIMITS = (
    "Only events that start and end in the same calendar month: long events, such as those of the war in Tigray "
    "2020-2022, are mostly left out.",
    "From 2025-01 on the counts are UCDP candidate events, which are revised later; only today's vintage exists here.",
    "One-sided and state-based deaths end in 2021-06 (Sudan in 2023-12); 2020-01 to 2021-06 are candidate events of "
    "that time.",
    "Deaths in Gaza and the West Bank are counted under Israel.",
    "No series of all deaths for Gabon, Kosovo, North Korea, South Korea and Timor-Leste; none for microstates.",
)


def run(raw: RawData, progress: Progress) -> Fitted:
    """The artefact: one file of months with deaths, one of what is covered."""
    progress("reading the country-month counts", 0.0)
    rows = _rows(raw)
    cells, covered = tables(rows)
    progress("writing", 0.9)
    about = About(
        name=NAME,
        words=WORDS,
        command=f"comity fit {NAME}",
        method="docs/explanation/deaths-forecast.md: sums by state and month; no estimate is made here",
        vintage=max(f"{row[1]:%Y-%m}" for row in rows),
        made_from=(
            MadeFrom(
                file=FILE,
                sha256=raw.sha256(FILE),
                provider="Uppsala Conflict Data Program: GED 25.1, 24.1 (Sudan), 20.1 and candidate events "
                "(Sundberg and Melander 2013; Davies et al. 2025; Hegre et al. 2020), read through PaCE "
                "(Pace-map-risk) and the VIEWS prediction competition",
                licence="UCDP: CC BY 4.0; the counts by kind to 2021-06 through VIEWS: CC BY-NC 4.0",
            ),
        ),
        licence="CC BY-NC 4.0 (counts by kind), else CC BY 4.0; cite UCDP",
        files={},
        limits=LIMITS,
    )
    progress("done", 1.0)
    return sealed(about, {CELLS: cells, COVERED: covered})


def build(raw: RawData) -> tuple[bytes, bytes]:
    """The two files made afresh from the raw data: months with deaths, and what is covered."""
    return tables(_rows(raw))


def tables(rows: Iterable[Row]) -> tuple[bytes, bytes]:
    """The two files from rows (state, first day of the month, deaths by target in order), None where not covered.

    raises  BadContent where a state's months have a hole, since the file writes a state's cover as one span
    """
    cells = [CELLS_HEADER]
    spans: dict[tuple[str, str], list[date]] = {}
    for state, day, *counts in rows:
        if any(counts):
            cells.append(f"{state},{day:%Y-%m},{','.join(str(count or '') for count in counts)}")
        for target, count in zip(TARGETS, counts, strict=True):
            if count is not None:
                spans.setdefault((state, target), []).append(day)
    covered = [COVERED_HEADER]
    short = set()
    for (state, target), days in sorted(spans.items()):
        first, last = month_of(days[0]), month_of(days[-1])
        if last.index - first.index + 1 != len(days):
            raise BadContent(f"{target} of {state} has a hole between {first} and {last}", hint="look at the raw file")
        if len(days) < LEAST_SERIES_MONTHS:
            short.add(state)
        else:
            covered.append(f"{state},{target},{first},{last}")
    kept = [line for line in cells if line.split(",", 1)[0] not in short]
    return _text(kept), _text(covered)


def _rows(raw: RawData) -> list[Row]:
    return [(row[0], row[1], row[2], row[3], row[4]) for row in raw.rows(FILE, _QUERY)]


def _text(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
