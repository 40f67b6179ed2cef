"""UNHCR Refugee Data Finder: people displaced at the end of each year, by where they are from and where they are.

The variable names say the side: coo.refugees are refugees by country of origin, coa.refugees by country of asylum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from comity.kernel import states
from comity.kernel.errors import BadContent
from comity.records.event import Reading, Row
from comity.sources.contract import Aside, Ask, File, Source, Wish
from comity.sources.forms import objects, sifted
from comity.sources.forms.entry import Entry, Once
from comity.sources.forms.release import years

SOURCE = Source(
    name="unhcr",
    title="UNHCR Refugee Population Statistics",
    provider="United Nations High Commissioner for Refugees",
    home="https://www.unhcr.org/refugee-statistics/",
    gives=("Reading",),
    licence="CC BY 4.0",
    terms="Name UNHCR; small figures are rounded by it to protect people, so sums may differ.",
    cite="UNHCR. Refugee Data Finder. Geneva: United Nations High Commissioner for Refugees.",
    shareable=True,
    cadence=180,
)

_URL = "https://api.unhcr.org/population/v1/population/"
PAGE = 1000
# UNHCR API: counts of people at the end of the year; the first five by origin, the next by asylum.
BY_ORIGIN = ("refugees", "asylum_seekers", "returned_refugees", "idps", "returned_idps")
BY_ASYLUM = ("refugees", "asylum_seekers", "stateless", "ooc", "oip")
_ENVELOPE = ("page", "maxPages", "items")
# UNHCR's methodology: people without a country, and those whose country is not known or whose land is none of ours.
_NOBODY = {"": "not told", "-": "not told", "UNK": "unknown", "UKN": "unknown", "STA": "stateless", "VAR": "various",
           "XXA": "stateless", "TIB": "Tibetan", "XXX": "unknown"}  # fmt: skip


def asks(wish: Wish) -> tuple[Ask, ...]:
    """The first page by origin and the first by asylum; raises NotOnShelf for an unknown state."""
    found = []
    named = ",".join(states.state(code).iso3 for code in wish.states)
    last = wish.until or wish.on
    for side in ("coo", "coa"):
        params = [("limit", str(PAGE)), ("page", "1"), ("cf_type", "ISO")]
        params.append((side, named) if named else (f"{side}_all", "true"))
        # UNHCR statistics begin in 1951.
        params.append(("yearFrom", str(wish.since.year if wish.since else 1951)))
        if last:
            params.append(("yearTo", str(last.year)))
        found.append(Ask(url=_URL, file=f"{side}-001.json", media="json", params=tuple(params)))
    return tuple(found)


def follow(ask: Ask, answer: bytes) -> Ask | None:
    """The next page of the same side, or None after the last."""
    held = _answer(File(name=ask.file, body=answer, media="json"))
    number = int(dict(ask.params)["page"])
    if number >= held["maxPages"]:
        return None
    return Ask(
        url=ask.url,
        file=re.sub(r"-[0-9]+\.json$", f"-{number + 1:03d}.json", ask.file),
        media="json",
        params=tuple((key, str(number + 1) if key == "page" else value) for key, value in ask.params),
    )


def check(files: tuple[File, ...]) -> None:
    """Raises BadContent if a page of either side is missing."""
    for side in ("coo", "coa"):
        held = [_answer(file) for file in files if file.name.startswith(f"{side}-")]
        if held and {page["page"] for page in held} != set(range(1, held[0]["maxPages"] + 1)):
            raise BadContent(f"{side}: {len(held)} of {held[0]['maxPages']} pages came", hint="fetch it again")


def covers(wish: Wish) -> Wish:
    """The wish in whole years."""
    return years(wish)


def read(file: File) -> Iterator[Row]:
    """Readings of one page: for each state, year and kind of displacement."""
    return sifted.rows(_parsed(file))


def aside(file: File) -> Iterator[Aside]:
    """Rows of stateless people, of unknown origin, and of territories."""
    return sifted.asides(_parsed(file))


def _parsed(file: File) -> Iterator[Row | Aside]:
    items = _answer(file)["items"]
    once = Once()
    for entry in objects.entries(file, items, ("year", "coo_iso", "coa_iso", "refugees"), frozenset({"", "-"})):
        side = _side(entry)
        year, code = entry.year("year"), entry.text(f"{side}_iso")
        name = entry.text(f"{side}_name") or code or "not told"
        once.add((side, code or name, year), entry)
        if code in _NOBODY:
            yield Aside(where=entry.where, words=f"{name} {year}", why=f"people of no state: {_NOBODY[code]}")
            continue
        state = entry.state(f"{side}_iso")
        if not state:
            yield Aside(where=entry.where, words=f"{name} {year}", why="a territory that is no state of ours")
            continue
        for kind in BY_ORIGIN if side == "coo" else BY_ASYLUM:
            if kind in entry.fields:
                count = entry.count(kind)
                yield Reading(
                    source=SOURCE.name,
                    state=state,
                    variable=f"{side}.{kind}",
                    began=date(year, 1, 1),
                    ended=date(year, 12, 31),
                    value=None if count is None else float(count),
                    unit="persons",
                )


def _side(entry: Entry) -> str:
    """The side the row is about, the other one being a dash; a row that names both is a pair of states and refused."""
    origin, asylum = entry.text("coo_iso"), entry.text("coa_iso")
    if origin and asylum:
        raise entry.fault("coa_iso", f"makes a pair with {origin}, where one side was asked for")
    if not origin and not asylum:
        # Rows of people of unknown origin carry a name and no code.
        return "coo" if entry.text("coo_name") else "coa"
    return "coo" if origin else "coa"


def _answer(file: File) -> dict[str, Any]:
    held = objects.fields(file, objects.decoded(file), _ENVELOPE)
    for key in ("page", "maxPages"):
        if isinstance(held[key], str) and held[key].isdecimal() and len(held[key]) < 9:
            held[key] = int(held[key])
        if not isinstance(held[key], int):
            raise BadContent(f"{file.name}: {key} is {held[key]!r}, no number", hint="fetch the page again")
    if not isinstance(held["items"], list) or not held["items"]:
        raise BadContent(f"{file.name} has no items", hint="UNHCR has nothing for these states and years")
    return held
