"""The fitted files as they would be had history stopped on a day: every later row removed, every late figure spoilt."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import msgspec
import pytest

from comity.convene.ballots.model import Sheet
from comity.desk import engines, warning
from comity.kernel.time import month
from comity.reference import fitted
from comity.warn.series import known_to

_read = fitted.read


def _cells(content: bytes, day: date) -> bytes:
    head, *rows = content.decode().splitlines()
    kept = [row for row in rows if month(row.split(",")[1]) <= known_to(day)]
    return ("\n".join([head, *kept]) + "\n").encode()


def _covered(content: bytes, day: date) -> bytes:
    head, *rows = content.decode().splitlines()
    last_known = known_to(day)
    kept = []
    for row in rows:
        state, target, first, last = row.split(",")
        if month(first) <= last_known:
            kept.append(",".join((state, target, first, str(min(month(last), last_known)))))
    return ("\n".join([head, *kept]) + "\n").encode()


def _over(content: bytes, day: date) -> set[int]:
    """Sessions whose last roll call lies on or before the day."""
    return {int(s) for s, d, *_ in (row.split(",") for row in content.decode().splitlines()[1:]) if d <= str(day)}


def _sessions(content: bytes, day: date) -> bytes:
    head, *rows = content.decode().splitlines()
    return ("\n".join([head, *(row for row in rows if row.split(",")[1] <= str(day))]) + "\n").encode()


def _positions(content: bytes, day: date) -> bytes:
    over = _over(_read("positions", "positions-sessions.csv"), day)
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    text = io.StringIO()
    table = csv.DictWriter(text, rows[0], lineterminator="\n")
    table.writeheader()
    # The smoothed figures know the whole record, so as of a day they may not be read: 9 is no position anybody has.
    table.writerows({**row, "mean": "9.0", "sd": "9.0"} for row in rows if int(row["session"]) in over)
    return text.getvalue().encode()


def _factor_rows(content: bytes, day: date) -> bytes:
    over = _over(_read("positions", "positions-sessions.csv"), day)
    head, *rows = content.decode().splitlines()
    return ("\n".join([head, *(row for row in rows if int(row.split(",")[0]) in over)]) + "\n").encode()


def _factor_sheets(content: bytes, day: date) -> bytes:
    sheets = msgspec.json.decode(content)
    return msgspec.json.encode([sheet for sheet in sheets if sheet["known_on"] <= str(day)])


def _past_votes(content: bytes, day: date) -> bytes:
    first, head, *rows = content.decode().splitlines()
    return ("\n".join([first, head, *(row for row in rows if row.split("|")[1] < str(day))]) + "\n").encode()


def _vintages(content: bytes, day: date) -> bytes:
    sheet = msgspec.json.decode(content, type=Sheet)
    session = max(_over(_read("positions", "positions-sessions.csv"), day - timedelta(days=1)), default=0)
    council = tuple(vintage for vintage in sheet.council if vintage.year < day.year)
    pools = tuple(pool for pool in sheet.assembly if pool.session <= session)
    # Before the first vintage the brief says when the first one begins; it stays in the file, unused.
    return msgspec.json.encode(msgspec.structs.replace(sheet, council=council or sheet.council[:1], assembly=pools))


def _editions(day: date) -> set[str]:
    known: set[str] = set()
    for file in ("onset_years.csv", "onset_1_years.csv", "onset_months_years.csv", "onset_1_months_years.csv"):
        _, *rows = _read("onset", file).decode().splitlines()
        # Before the first edition the brief says when it was known; it stays in the file, unused.
        known |= {row.split(",")[0] for row in rows if row.split(",")[3] <= str(day)} or {rows[0].split(",")[0]}
    return known


def _by_year(content: bytes, day: date) -> bytes:
    head, *rows = content.decode().splitlines()
    editions = _editions(day)
    return ("\n".join([head, *(row for row in rows if row.split(",")[0] in editions)]) + "\n").encode()


def _by_known_month(content: bytes, day: date) -> bytes:
    head, *rows = content.decode().splitlines()
    return ("\n".join([head, *(row for row in rows if month(row.split(",")[0]) <= known_to(day))]) + "\n").encode()


CUTS: dict[str, Callable[[bytes, date], bytes]] = {
    "country_months.csv": _cells,
    "country_months_covered.csv": _covered,
    "deaths-all.csv": _by_known_month,
    "deaths-civilian.csv": _by_known_month,
    "deaths-state_based.csv": _by_known_month,
    "positions.csv": _positions,
    "positions-sessions.csv": _sessions,
    "ballots-council.txt": _past_votes,
    "ballots-assembly.txt": _past_votes,
    "ballots.json": _vintages,
    "factors.csv": _factor_rows,
    "factors.json": _factor_sheets,
    "onset.csv": _by_year,
    "onset_1.csv": _by_year,
    "onset_months.csv": _by_year,
    "onset_1_months.csv": _by_year,
    "onset_carried.csv": _by_year,
    "onset_bands.csv": _by_year,
    "onset_years.csv": _by_year,
    "onset_1_years.csv": _by_year,
    "onset_months_years.csv": _by_year,
    "onset_1_months_years.csv": _by_year,
}
# Shapes of land on a map: no fact of any day enters a brief from them.
TIMELESS = {"outlines.json"}


def forget() -> None:
    """Drop everything read or predicted so far in this process."""
    for remembered in (
        engines.deaths_series,
        engines.deaths_by_trees,
        engines.positions,
        engines.onset_table,
        engines.onset_months,
        engines.onset_within_one_year,
        engines.onset_carried,
        engines.vote_model,
        engines.predicted,
        warning._outlook,
        fitted.read,
        fitted.about,
    ):
        if hasattr(remembered, "cache_clear"):
            remembered.cache_clear()


@contextmanager
def history_ends(day: date) -> Iterator[None]:
    """Inside, the package ships nothing that was not known on the day."""

    def cut(name: str, file: str) -> bytes:
        return CUTS[file](_read(name, file), day) if file in CUTS else _read(name, file)

    with pytest.MonkeyPatch.context() as patch:
        forget()
        patch.setattr(fitted, "read", cut)
        try:
            yield
        finally:
            patch.undo()
            forget()
