"""ACLED: events of political violence and protest, weekly, through the user's own account.

ACLED rewrites and deletes events after publication. A vintage therefore holds the whole span that was asked for, and
an event that a later vintage of the same span lacks was withdrawn; two vintages of one event share its id.
Both forms are read: API pages (JSON or CSV) and files of the export tool or of HDX (with a row of HXL tags), with the
columns of before and after 2022.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import msgspec

from comity.kernel import states
from comity.kernel.errors import BadContent, Misused
from comity.records.event import Event, Row, Violence
from comity.sources.contract import Aside, Ask, File, SchemaChanged, Source, Wish
from comity.sources.forms import delimited, objects, sifted
from comity.sources.forms.entry import Entry, Once

SOURCE = Source(
    name="acled",
    title="ACLED event data",
    provider="ACLED (Armed Conflict Location & Event Data)",
    home="https://acleddata.com/",
    gives=("Event",),
    licence="ACLED Terms and Conditions, attribution required",
    terms="Your own account only; events may not be passed on, nor anything they could be rebuilt from; name ACLED.",
    cite=(
        "Raleigh, Clionadh, Roudabeh Kishi and Andrew Linke (2023). Political instability patterns are obscured by "
        "conflict dataset scope conditions, sources, and coding choices. Humanities and Social Sciences "
        "Communications 10, 74."
    ),
    shareable=False,
    cadence=7,
    key="ACLED_TOKEN",
)

# ACLED API guide: at most 5,000 rows an answer.
PAGE = 5000
# ACLED codebook: the first day of its events (African states).
_FIRST = date(1997, 1, 1)
_URL = "https://acleddata.com/api/acled/read"
_NEEDS = ("event_id_cnty", "event_date", "event_type", "inter1", "inter2", "country", "fatalities")
_TAKES = (
    "time_precision", "geo_precision", "actor1", "actor2", "latitude", "longitude", "source", "sub_event_type",
)  # fmt: skip

# ACLED codebook, event types; the lower seven are those of versions before 2019.
_KINDS = {
    "Battles": "battle",
    "Violence against civilians": "one_sided",
    "Explosions/Remote violence": "remote",
    "Protests": "protest",
    "Riots": "riot",
    "Strategic developments": "strategic",
    "Battle-No change of territory": "battle",
    "Battle-Government regains territory": "battle",
    "Battle-Non-state actor overtakes territory": "battle",
    "Remote violence": "remote",
    "Strategic development": "strategic",
    "Headquarters or base established": "strategic",
    "Non-violent transfer of territory": "strategic",
}
# ACLED codebook, inter codes 1 and 8; words instead of numbers since 2024. External forces are mostly foreign armies.
_STATE_FORCES = {"1", "8", "state forces", "external/other forces", "external forces", "other forces"}
# ACLED's country list: names that differ from ours, and territories that it lists as countries.
_ODD = {
    "eSwatini": "SWZ", "Saint-Martin": "", "Saint-Barthelemy": "", "Caribbean Netherlands": "",
    "Bailiwick of Guernsey": "", "Bailiwick of Jersey": "", "United States Virgin Islands": "",
    "Akrotiri and Dhekelia": "", "South Georgia and South Sandwich Islands": "", "Macau": "",
    "Saint Helena": "", "Micronesia": "FSM", "Saint Vincent and Grenadines": "VCT",
}  # fmt: skip
_NAMES = "January February March April May June July August September October November December"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(" "), start=1)}


def asks(wish: Wish) -> tuple[Ask, ...]:
    """The first page of the wished days, for each wished state apart; raises NotOnShelf for an unknown one."""
    params = [("_format", "json"), ("limit", str(PAGE)), ("page", "1")]
    if wish.since or wish.until:
        until = wish.until or wish.on
        if until is None:
            raise Misused("ACLED takes a span of days by both ends", hint="give the last day wanted as well")
        params.append(("event_date", f"{wish.since or _FIRST}|{until}"))
        params.append(("event_date_where", "BETWEEN"))
    found = [states.state(code) for code in wish.states]
    # ACLED answers a name it spells otherwise with nothing, so that states go by number; Kosovo has none.
    asked = [(one.iso3, ("iso", str(int(one.numeric))) if one.numeric else ("country", one.name)) for one in found]
    if not asked:
        return (_page("all", tuple(params), 1),)
    return tuple(_page(word, (*params, param), 1) for word, param in asked)


def follow(ask: Ask, answer: bytes) -> Ask | None:
    """The next page, as long as the last was full."""
    held = _envelope(File(name=ask.file, body=answer, media=ask.media))
    if len(held["data"]) < PAGE:
        return None
    number = int(dict(ask.params)["page"]) + 1
    params = tuple((key, str(number) if key == "page" else value) for key, value in ask.params)
    return _page(ask.file.split("-")[1], params, number)


def check(files: tuple[File, ...]) -> None:
    """Raises BadContent where all pages together have no event: an account that may not see the span gets just that."""
    held = [_envelope(file) for file in files if file.media == "json"]
    if held and not any(page["data"] for page in held):
        limit = _embargo(held[0])
        said = f"; the account sees nothing after {limit}" if limit else ""
        raise BadContent(
            f"ACLED answered without a single event{said}",
            hint="ask for older days, or for another access level; see data_query_restrictions in the answer",
        )


def covers(wish: Wish) -> Wish:
    """The span asked for, with both ends where there is one."""
    if not (wish.since or wish.until):
        return wish
    return msgspec.structs.replace(wish, since=wish.since or _FIRST, until=wish.until or wish.on)


def read(file: File) -> Iterator[Row]:
    """Events of one page or file, in their order."""
    return sifted.rows(_parsed(file))


def aside(file: File) -> Iterator[Aside]:
    """A note where the account is kept from the newest days; every record itself gives an event."""
    return sifted.asides(_parsed(file))


def _parsed(file: File) -> Iterator[Row | Aside]:
    once = Once()
    if file.media == "json":
        held = _envelope(file)
        if limit := _embargo(held):
            yield Aside(where=file.name, words=f"events after {limit}", why="the account may not see the newest days")
        records = objects.entries(file, held["data"], _NEEDS)
    else:
        records = delimited.entries(file, delimited.Form(needs=_NEEDS, takes=_TAKES))
    for number, entry in enumerate(records):
        # HDX puts a row of HXL tags under the header.
        if number == 0 and entry.text("event_id_cnty").startswith("#"):
            continue
        once.add(entry.must("event_id_cnty"), entry)
        yield _event(entry)


def _event(entry: Entry) -> Event:
    day_field = entry.text("event_date")
    spelled = re.fullmatch(r"([0-9]{1,2}) ([A-Z][a-z]+) ([0-9]{4})", day_field)
    if spelled and spelled[2] in _MONTHS:
        day = entry.on("event_date", int(spelled[3]), _MONTHS[spelled[2]], int(spelled[1]))
    else:
        day = entry.day("event_date")
    sources = [name for name in entry.text("source").split(";") if name.strip()]
    exact = [f"{word} {entry.whole(field)}" for word, field in _PRECISION if entry.text(field)]
    return Event(
        source=SOURCE.name,
        id=entry.must("event_id_cnty"),
        state=entry.state("country", _ODD),
        began=day,
        ended=day,
        kind=_kind(entry),
        deaths=entry.count("fatalities"),
        lat=entry.degrees("latitude", 90),
        lon=entry.degrees("longitude", 180),
        precision=", ".join(exact),
        side_a=entry.text("actor1"),
        side_b=entry.text("actor2"),
        reports=len(sources) or None,
    )


_PRECISION = (("time", "time_precision"), ("place", "geo_precision"))


def _kind(entry: Entry) -> Violence:
    said = entry.text("event_type")
    # Until 2018 one type held both; the sub-type or the first actor tells which.
    if said == "Riots/Protests":
        word = "riot" if entry.text("inter1").partition(".")[0] == "5" else "protest"
    else:
        word = entry.one_of("event_type", _KINDS)
    if word == "battle":
        sides = {entry.text(field).casefold().removesuffix(".0") for field in ("inter1", "inter2")}
        word = "state_based" if sides & _STATE_FORCES else "non_state"
    kinds: dict[str, Violence] = {name: name for name in get_args(Violence)}
    return kinds[word]


def _page(word: str, params: tuple[tuple[str, str], ...], number: int) -> Ask:
    return Ask(url=_URL, file=f"acled-{word}-{number:04d}.json", media="json", params=params, key_as="Authorization")


def _envelope(file: File) -> dict[str, Any]:
    """The answer around the events; raises BadContent where it reports a failure or its count is another."""
    held = objects.decoded(file)
    if isinstance(held, dict) and (held.get("success") is False or held.get("error")):
        said = held.get("message") or held.get("error") or held.get("messages")
        raise BadContent(f"{file.name}: ACLED refused: {str(said)[:200]}", hint="check the token in ACLED_TOKEN")
    held = objects.fields(file, held, ("success", "count", "data"))
    if not isinstance(held["data"], list):
        raise SchemaChanged(f"{file.name} has no list under data", hint="the last good vintage stays in use")
    if held["count"] != len(held["data"]):
        raise BadContent(
            f"{file.name} says {held['count']} events and holds {len(held['data'])}", hint="fetch the page again"
        )
    return held


def _embargo(held: dict[str, Any]) -> str:
    limits = held.get("data_query_restrictions")
    recency = limits.get("date_recency") if isinstance(limits, dict) else None
    return str(recency.get("date", "")) if isinstance(recency, dict) else ""
