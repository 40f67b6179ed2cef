"""How UCDP writes events, the same in the yearly dataset and in the monthly candidates.

Four forms are read: the CSV of the download centre, the CSV of the download dialog (47 names over 48 fields, days as
MM/DD/YYYY, best_est for best), the CSV on HDX (a row of HXL tags under the header), and pages of the API (JSON).
Documentation: UCDP GED codebook. Traps: number_of_sources is -1 where unknown; events in Gaza and the West Bank stand
under Israel (Gleditsch-Ward 666), those in Soviet republics before 1991 under Russia (365).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from comity.kernel import states
from comity.kernel.errors import Ambiguous, BadContent, NotOnShelf
from comity.records.event import Event, Violence
from comity.sources import gleditsch_ward
from comity.sources.cells import check_header, day, degrees, lines_of, whole
from comity.sources.contract import File, SchemaChanged

# UCDP GED codebook, type_of_violence.
_KINDS: dict[str, Violence] = {"1": "state_based", "2": "non_state", "3": "one_sided"}
_NEEDED = (
    "id", "type_of_violence", "side_a", "side_b", "number_of_sources", "where_prec", "latitude", "longitude",
    "country", "country_id", "event_clarity", "date_prec", "date_start", "date_end", "deaths_civilians",
)  # fmt: skip
_ESTIMATES = ("best", "high", "low")
_AMERICAN = "%m/%d/%Y %H:%M:%S"


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of the API, as it comes."""

    TotalCount: int
    TotalPages: int
    Result: list[dict[str, Any]]
    NextPageUrl: str | None = None


def page(file: File) -> Page:
    """The answer of the API; raises SchemaChanged for JSON of another form."""
    try:
        return msgspec.json.decode(file.body, type=Page)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise SchemaChanged(
            f"{file.name} is no page of UCDP events: {error}", hint="if the provider changed its form, report it"
        ) from error


def events(file: File, source: str) -> Iterator[Event]:
    """Events of one CSV file or one page of the API, in its order; raises SchemaChanged or BadContent."""
    rows = _page_rows(file) if file.media == "json" else _table_rows(file)
    for where, row in rows:
        yield _event(row, source, where)


def _page_rows(file: File) -> Iterator[tuple[str, Mapping[str, str]]]:
    for place, found in enumerate(page(file).Result, start=1):
        where = f"{file.name} event {place}"
        header = list(found)
        check_header(file, header, (*_NEEDED, *_ESTIMATES))
        for name in (*_NEEDED, *_ESTIMATES):
            if isinstance(found[name], list | dict):
                raise SchemaChanged(f"{where}: {name} is no single value", hint="report the provider's new form")
        yield where, {name: "" if value is None else str(value) for name, value in found.items()}


def _table_rows(file: File) -> Iterator[tuple[str, Mapping[str, str]]]:
    lines = lines_of(file)
    header = [name.strip() for name in next(lines, (0, [""]))[1]]
    # The download dialog writes best_est, high_est and low_est.
    header = [name.removesuffix("_est") if name.removesuffix("_est") in _ESTIMATES else name for name in header]
    check_header(file, header, (*_NEEDED, *_ESTIMATES))
    for place, (line, cells) in enumerate(lines):
        where = f"{file.name} line {line}"
        if place == 0 and _tags(cells):
            continue
        # The dialog ends its rows, not its header, with one comma more.
        if len(cells) == len(header) + 1 and not cells[-1]:
            cells = cells[:-1]  # noqa: PLW2901 - the row without its last comma is the row
        if len(cells) != len(header):
            raise BadContent(
                f"{where} has {len(cells)} fields under {len(header)} names", hint="the file may be cut; fetch it again"
            )
        yield where, dict(zip(header, cells, strict=True))


def _tags(cells: list[str]) -> bool:
    """Whether this is a row of HXL tags: empty cells or tags, and at least one tag."""
    return any(cells) and all(not cell or cell.startswith("#") for cell in cells)


def _event(row: Mapping[str, str], source: str, where: str) -> Event:
    began, ended = _day(row["date_start"], f"{where}: date_start"), _day(row["date_end"], f"{where}: date_end")
    if ended < began:
        raise BadContent(f"{where} ends on {ended}, before it begins on {began}", hint="correct or remove the row")
    kind = _KINDS.get(row["type_of_violence"].strip())
    if kind is None:
        raise SchemaChanged(f"{where}: type_of_violence is {row['type_of_violence'][:20]!r}", hint="known: 1, 2, 3")
    id_number = whole(row["id"], f"{where}: id")
    if id_number is None:
        raise BadContent(f"{where} has no id", hint="fetch the file again")
    reports = whole(row["number_of_sources"], f"{where}: number_of_sources")
    return Event(
        source=source,
        id=str(id_number),
        state=_state(row, where),
        began=began,
        ended=ended,
        kind=kind,
        deaths=_count(row, "best", where),
        low=_count(row, "low", where),
        high=_count(row, "high", where),
        civilians=_count(row, "deaths_civilians", where),
        lat=degrees(row["latitude"], 90.0, f"{where}: latitude"),
        lon=degrees(row["longitude"], 180.0, f"{where}: longitude"),
        precision=_precision(row),
        side_a=row["side_a"].strip(),
        side_b=row["side_b"].strip(),
        reports=None if reports is None or reports < 0 else reports,
    )


def _day(text: str, where: str) -> date:
    return day(text, where, _AMERICAN if text.strip()[2:3] == "/" else "")


def _count(row: Mapping[str, str], name: str, where: str) -> int | None:
    found = whole(row[name], f"{where}: {name}")
    if found is not None and found < 0:
        raise BadContent(f"{where}: {name} is {found}", hint="fetch the file again")
    return found


def _precision(row: Mapping[str, str]) -> str:
    words = [f"{name} {row[name].strip()}" for name in ("where_prec", "date_prec", "event_clarity") if row[name]]
    status = row.get("code_status", "").strip()
    # Candidates are marked with what is still to be checked; finished events say Clear.
    return ", ".join([*words, status] if status and status != "Clear" else words)


def _state(row: Mapping[str, str], where: str) -> str:
    code = whole(row["country_id"], f"{where}: country_id")
    if code is not None:
        known = gleditsch_ward.state_of(code)
        if known:
            return known
    try:
        return states.find(row["country"]).iso3
    except (NotOnShelf, Ambiguous) as error:
        raise BadContent(
            f"{where}: no state is known as {row['country'][:40]!r} with number {row['country_id'][:10]!r}",
            hint="report it, so that the number is added to the table",
        ) from error
