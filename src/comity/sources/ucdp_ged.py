"""UCDP Georeferenced Event Dataset: every deadly event of organised violence since 1989, with place and day.

The whole dataset is one zip without a key. Parts of it (days, states) come from the API in pages and need a token:
https://ucdp.uu.se/apidocs/ (header x-ucdp-access-token since 2026, 5,000 requests a day).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import msgspec

from comity.kernel.errors import BadContent, Misused
from comity.records.event import Event
from comity.sources import ucdp
from comity.sources.contract import Ask, File, SchemaChanged, Source, Wish

SOURCE = Source(
    name="ucdp_ged",
    title="UCDP Georeferenced Event Dataset",
    provider="Uppsala Conflict Data Program, Uppsala University",
    home="https://ucdp.uu.se/downloads/",
    gives=("Event",),
    licence="CC BY 4.0",
    terms="Cite the dataset and its article and say what was changed; rows may be passed on.",
    cite=(
        "Sundberg, Ralph and Erik Melander (2013). Introducing the UCDP Georeferenced Event Dataset. "
        "Journal of Peace Research 50(4), 523-532."
    ),
    shareable=True,
    cadence=365,
    key="UCDP_ACCESS_TOKEN",
)

# The release known when this was written, taken where nobody says what day it is.
_RELEASE = "25.1"
_VERSION = re.compile(r"\d{2}\.[1-9]")
_NAME = re.compile(r"(?:^ged|GEDEvent_v)(\d{2})_?([1-9])(?:-csv)?\.", re.IGNORECASE)
_PAGE_SIZE = 1000


def asks(wish: Wish) -> tuple[Ask, ...]:
    """The zip of the whole dataset, or the first page of the part wished for; raises Misused."""
    version = wish.version or _newest(wish)
    if not _VERSION.fullmatch(version):
        raise Misused(f"{SOURCE.name} has no version {version!r}", hint="write the release, such as 25.1")
    if not (wish.since or wish.until or wish.states):
        name = f"ged{version.replace('.', '')}-csv.zip"
        return (
            Ask(
                url=f"https://ucdp.uu.se/downloads/ged/{name}",
                file=name,
                media="zip",
                members=("*.csv",),
                largest=1024 * 1024 * 1024,
            ),
        )
    return (_page_ask(version, (*_filters(wish), ("pagesize", str(_PAGE_SIZE))), 0),)


def follow(ask: Ask, answer: bytes) -> Ask | None:
    """The next page, as the answer names it by number; None after the last, and for the zip."""
    if ask.media != "json":
        return None
    found = ucdp.page(File(name=ask.file, body=answer, media="json"))
    if not found.NextPageUrl:
        return None
    # Only the number is taken over: an address from outside is not followed.
    said = parse_qs(urlsplit(found.NextPageUrl).query).get("page", [""])[0]
    here = int(dict(ask.params).get("page", "0"))
    if not (said.isascii() and said.isdigit()) or not here < int(said) <= found.TotalPages:
        raise SchemaChanged(
            f"{ask.file} names page {said[:20]!r} of {found.TotalPages} as the next after {here}",
            hint="report the provider's new form",
        )
    version = ask.url.rsplit("/", 1)[1]
    return _page_ask(version, tuple(pair for pair in ask.params if pair[0] != "page"), int(said))


def check(files: tuple[File, ...]) -> None:
    """Nothing, if the pages hold together as many events as each of them says there are; raises BadContent."""
    pages = [ucdp.page(file) for file in files if file.media == "json"]
    totals = sorted({page.TotalCount for page in pages})
    held = sum(len(page.Result) for page in pages)
    if totals and totals != [held]:
        raise BadContent(
            f"the pages hold {held} events, and say that there are {' or '.join(str(total) for total in totals)}",
            hint="fetch again; the provider may have changed the data in between",
        )


def version_of(name: str) -> str:
    """The version that the name of a given file tells: 25.1 for ged251-csv.zip and GEDEvent_v25_1.csv; else empty."""
    found = _NAME.search(name)
    return f"{found[1]}.{found[2]}" if found else ""


def read(file: File) -> Iterator[Event]:
    """Events of the file, in its order; raises SchemaChanged, BadContent."""
    return ucdp.events(file, SOURCE.name)


def _newest(wish: Wish) -> str:
    if wish.on is None:
        return _RELEASE
    # A release covers the years to the one before it, and comes out in early summer.
    year = wish.on.year if wish.on.month >= 7 else wish.on.year - 1
    return f"{year % 100:02d}.1"


def _filters(wish: Wish) -> tuple[tuple[str, str], ...]:
    numbers: list[int] = []
    for state in wish.states:
        found = ucdp.numbers_of(state)
        if not found:
            raise Misused(f"UCDP has no number for {state}", hint="leave it out: it codes no events there")
        numbers.extend(found)
    pairs = (
        ("Country", ",".join(str(number) for number in numbers)),
        ("StartDate", wish.since.isoformat() if wish.since else ""),
        ("EndDate", wish.until.isoformat() if wish.until else ""),
    )
    return tuple(pair for pair in pairs if pair[1])


def _page_ask(version: str, params: tuple[tuple[str, str], ...], number: int) -> Ask:
    first = Ask(
        url=f"https://ucdpapi.pcr.uu.se/api/gedevents/{version}",
        file=f"page-{number:05d}.json",
        media="json",
        params=params,
        key_as="x-ucdp-access-token",
        largest=64 * 1024 * 1024,
    )
    # The first page is the one that comes when none is named, whether the provider counts from 0 or from 1.
    return msgspec.structs.replace(first, params=(*params, ("page", str(number)))) if number else first
