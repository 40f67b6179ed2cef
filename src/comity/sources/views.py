"""VIEWS: monthly forecasts of deaths in state-based conflict, by state, one to 36 months ahead.

The service answers what is wrong with status 200: rows without data, a list of runs that could not be read, an empty
page for an unknown state (VIEWS risk registers C-232, C-233, C-267). Each is an error here. A run is named after the
last month of data it saw, and nowhere says when it came out: `known_at` is the day of fetching, never the run's month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from comity.kernel import states
from comity.kernel.errors import BadContent, Misused
from comity.records.event import Reading, Row
from comity.sources.contract import Ask, File, SchemaChanged, Source, Wish
from comity.sources.forms import objects
from comity.sources.forms.entry import Entry, Once, last_of_month

SOURCE = Source(
    name="views",
    title="VIEWS forecasts of fatalities",
    provider="Violence & Impacts Early-Warning System, Uppsala University and PRIO",
    home="https://viewsforecasting.org/",
    gives=("Reading",),
    licence="CC BY-NC 4.0 for the published data sets; the service itself states none",
    terms="Not for commercial use; cite VIEWS and the run.",
    cite=(
        "Hegre, Håvard et al. (2022). Forecasting fatalities. Uppsala University and PRIO; "
        "Hegre, Håvard et al. (2021). ViEWS2020. Journal of Peace Research 58(3), 599-611."
    ),
    shareable=False,
    cadence=31,
    ahead=True,
)

_BASE = "https://api.viewsforecasting.org/"
_RUN = re.compile(r"fatalities[0-9]{3}_[0-9]{4}_(0[1-9]|1[0-2])_t[0-9]{2}")
PAGE = 1000
# VIEWS codebooks: names since fatalities002, and the one of fatalities001; at least one of the means must be there.
MEANS = ("main_mean", "sc_cm_sb_main")
VALUES = {"main_mean": "deaths", "main_mean_ln": "log_deaths", "main_dich": "chance", "sc_cm_sb_main": "log_deaths"}
_NEEDS = ("isoab", "name", "year", "month", "month_id")
# VIEWS: months are counted from January 1980.
_FIRST_YEAR = 1980


def asks(wish: Wish) -> tuple[Ask, ...]:
    """The list of runs, which is asked first and names the run; raises NotOnShelf for an unknown state.

    The wished run and states are kept in the name of the file and in parameters that the list does not heed.
    """
    if wish.version and not _RUN.fullmatch(wish.version):
        raise Misused(f"VIEWS runs are named like fatalities003_2026_08_t01, not {wish.version!r}")
    params = tuple(("iso", states.state(code).iso3) for code in wish.states)
    return (
        Ask(url=_BASE, file=f"runs-{wish.version or 'newest'}.json", media="json", params=params, largest=1024 * 1024),
    )


def follow(ask: Ask, answer: bytes) -> Ask | None:
    """From the list of runs to the first page of the run, then page by page."""
    file = File(name=ask.file, body=answer, media="json")
    if ask.file.startswith("runs-"):
        run = _chosen(file, ask.file.removeprefix("runs-").removesuffix(".json"))
        return _page(run, ask.params, 1)
    held = _answer(file)
    kept = tuple((key, value) for key, value in ask.params if key == "iso")
    number = int(dict(ask.params)["page"])
    run = ask.file.partition(".")[0]
    return _page(run, kept, number + 1) if number < held["page_count"] else None


def check(files: tuple[File, ...]) -> None:
    """Raises BadContent unless every page of the run came and their rows add up."""
    pages = [_answer(file) for file in files if not file.name.startswith("runs-")]
    if not pages:
        raise BadContent("VIEWS gave a list of runs and no forecast", hint="fetch again later")
    rows = sum(len(page["data"]) for page in pages)
    if len(pages) != pages[0]["page_count"] or rows != pages[0]["row_count"]:
        raise BadContent(
            f"VIEWS: {len(pages)} of {pages[0]['page_count']} pages and {rows} of {pages[0]['row_count']} rows came",
            hint="fetch the run again",
        )


def covers(wish: Wish) -> Wish:
    """The wished states in all months: a run gives every month ahead."""
    return msgspec.structs.replace(wish, since=None, until=None)


def read(file: File) -> Iterator[Row]:
    """Readings of one page, one for each state, month and value; the list of runs is checked and holds none."""
    held = objects.decoded(file)
    if isinstance(held, dict) and "runs" in held:
        _chosen(file, "newest")
        return
    data = _answer(file)["data"]
    once = Once()
    for entry in objects.entries(file, data, _NEEDS):
        there = [name for name in VALUES if name in entry.fields]
        if not set(there) & set(MEANS):
            found = ", ".join(sorted(entry.fields))
            raise SchemaChanged(
                f"{entry.where} has none of {', '.join(MEANS)}; its keys are {found}",
                hint="VIEWS serves rows without data; the last good vintage stays in use",
            )
        state, month = entry.state("isoab"), _month(entry)
        once.add((state, month), entry)
        for name in there:
            yield Reading(
                source=SOURCE.name,
                state=state,
                variable=name,
                began=month,
                ended=last_of_month(month.year, month.month),
                value=_value(entry, name),
                unit=VALUES[name],
            )


def _value(entry: Entry, name: str) -> float:
    number = entry.real(name)
    if number is None or number < 0:
        raise entry.fault(name, "is no forecast: it must be a number from 0 on")
    if VALUES[name] == "chance" and number > 1:
        raise entry.fault(name, "is no chance from 0 to 1")
    return number


def _month(entry: Entry) -> date:
    year, month = entry.year("year"), entry.whole("month") or 0
    on = entry.on("month", year, month, 1)
    if entry.whole("month_id") != (year - _FIRST_YEAR) * 12 + month:
        raise entry.fault("month_id", f"is not the month {year}-{month:02d}")
    return on


def _chosen(file: File, wished: str) -> str:
    """The wished run, or the newest; a list that cannot be read or lacks it is an error, never a default."""
    runs = objects.fields(file, objects.decoded(file), ("runs",))["runs"]
    known = [run for run in runs if isinstance(run, str) and _RUN.fullmatch(run)] if isinstance(runs, list) else []
    if not known:
        raise SchemaChanged(f"{file.name} lists no run of forecasts", hint="the last good vintage stays in use")
    if wished == "newest":
        return max(known)
    if wished not in known:
        raise BadContent(f"{file.name} lists no run {wished}", hint=f"the newest is {max(known)}")
    return wished


def _page(run: str, kept: tuple[tuple[str, str], ...], number: int) -> Ask:
    params = (*kept, ("pagesize", str(PAGE)), ("page", str(number)))
    return Ask(url=f"{_BASE}{run}/cm/sb", file=f"{run}.{number:03d}.json", media="json", params=params)


def _answer(file: File) -> dict[str, Any]:
    held = objects.fields(file, objects.decoded(file), ("data", "page_count", "page_cur", "row_count"))
    if not all(isinstance(held[key], int) for key in ("page_count", "page_cur", "row_count")):
        raise SchemaChanged(f"{file.name} does not count its pages and rows", hint="the last good vintage stays in use")
    if not isinstance(held["data"], list) or not held["data"]:
        raise BadContent(
            f"{file.name} has no rows: VIEWS answers so for a state or month it does not know",
            hint="ask for other states; the last good vintage stays in use",
        )
    return held
