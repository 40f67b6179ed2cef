"""OFAC: the United States' list of Specially Designated Nationals and its consolidated list of others.

The tables have no header and write -0- for nothing. Names, addresses and alternate names come in three tables a list;
each gives rows of its own: 36 is an entry, 36/address/25 a row of its states, 36/alias/12 one of its aliases, and the
last two have no name. `merged` puts them together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from comity.kernel.errors import Ambiguous, NotOnShelf
from comity.records.event import Listed, Row
from comity.sources.contract import Aside, Ask, File, SchemaChanged, Source, Wish
from comity.sources.forms import delimited, sifted
from comity.sources.forms.entry import Entry, Once
from comity.sources.forms.places import place
from comity.sources.forms.release import whole

SOURCE = Source(
    name="ofac",
    title="OFAC sanctions lists: SDN and consolidated",
    provider="Office of Foreign Assets Control, U.S. Department of the Treasury",
    home="https://sanctionslist.ofac.treas.gov/",
    gives=("Listed",),
    licence="public domain (17 U.S.C. 105)",
    terms="Free to use; lists change without notice, so check an entry at its source before acting on it.",
    cite="U.S. Department of the Treasury, Office of Foreign Assets Control. Sanctions List Service.",
    shareable=True,
    cadence=7,
)

_BASE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"
_FILES = ("SDN.CSV", "ADD.CSV", "ALT.CSV", "CONS_PRIM.CSV", "CONS_ADD.CSV", "CONS_ALT.CSV")

# OFAC, "SDN data file specifications": columns of the three tables.
_NAMES = (
    "ent_num", "name", "type", "program", "title", "call_sign", "vessel_type", "tonnage", "grt", "vessel_flag",
    "vessel_owner", "remarks",
)  # fmt: skip
_ADDRESSES = ("ent_num", "add_num", "address", "city", "country", "add_remarks")
_ALIASES = ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks")
_TABLES = {len(columns): columns for columns in (_NAMES, _ADDRESSES, _ALIASES)}

_Kind = Literal["person", "organisation", "vessel", "aircraft", "other"]
_KINDS: dict[str, _Kind] = {"": "organisation", "individual": "person", "vessel": "vessel", "aircraft": "aircraft"}
_ALIAS_TYPES = {"aka": "also known as", "fka": "formerly known as", "nka": "now known as"}
# OFAC's country list: its spellings, and regions and territories that it lists as countries.
_ODD = {
    "West Bank": "PSE", "Gaza": "PSE", "Region: Gaza": "PSE", "Palestinian": "PSE", "Burma": "MMR",
    "Congo, Democratic Republic of the": "COD", "Congo, Republic of the": "COG", "Bahamas, The": "BHS",
    "Gambia, The": "GMB", "Holy See": "VAT", "Region: Crimea": "", "Region: Donetsk": "", "Region: Kafia Kingi": "",
    "Region: Northern Mali": "", "Macau": "", "Virgin Islands, British": "", "Gibraltar": "", "undetermined": "",
    "Netherlands Antilles": "", "Turks and Caicos Islands": "", "Saint Martin": "", "Marshall Islands": "MHL",
}  # fmt: skip
_BORN = re.compile(r"(?:^|; )(?:alt\. )?DOB ([^;]+?)(?=;|\.?$)")


def asks(wish: Wish) -> tuple[Ask, ...]:
    """All six tables as they are now; a wish changes nothing."""
    del wish
    # The service sends a caller on to its store of files.
    hosts = ("sanctionslistservice.ofac.treas.gov", "wc2h-sls-prod-public.s3.us-gov-west-1.amazonaws.com")
    return tuple(
        Ask(url=_BASE + name, file=name, media="csv", hosts=hosts, largest=64 * 1024 * 1024) for name in _FILES
    )


def covers(wish: Wish) -> Wish:
    """Everything: the provider gives its files whole."""
    return whole(wish)


def read(file: File) -> Iterator[Row]:
    """Entries of a table of names, of addresses or of alternate names, told apart by their number of columns."""
    return sifted.rows(_parsed(file))


def aside(file: File) -> Iterator[Aside]:
    """Addresses that name no state: undetermined, disputed regions, territories, and countries we do not know."""
    return sifted.asides(_parsed(file))


def merged(rows: Iterable[Listed]) -> Iterator[Listed]:
    """One row for each entry that a table of names lists, with the states and aliases of the other tables' rows."""
    named: dict[str, Listed] = {}
    states: dict[str, dict[str, None]] = {}
    aliases: dict[str, dict[str, None]] = {}
    for row in rows:
        if row.name:
            named[row.id] = row
        entry = row.id.partition("/")[0]
        states.setdefault(entry, {}).update(dict.fromkeys(row.states))
        aliases.setdefault(entry, {}).update(dict.fromkeys(row.aliases))
    for key, row in named.items():
        yield msgspec.structs.replace(row, states=tuple(states[key]), aliases=tuple(aliases[key]))


def _parsed(file: File) -> Iterator[Row | Aside]:
    # OFAC's files may end with the end-of-file sign of old systems.
    held = File(name=file.name, body=file.body.rstrip(b"\x1a\r\n \x00"), media=file.media)
    columns = _columns(held)
    reading = {_NAMES: _name, _ADDRESSES: _address, _ALIASES: _alias}[columns]
    form = delimited.Form(needs=columns, names=columns, blank=frozenset({"", "-0-"}))
    once = Once()
    for entry in delimited.entries(held, form):
        if not re.fullmatch(r"[0-9]{1,9}", entry.must("ent_num")):
            raise entry.fault("ent_num", "is no entry number")
        once.add((entry.text("ent_num"), entry.text(columns[1]) if columns is not _NAMES else ""), entry)
        yield from reading(entry)


def _columns(file: File) -> tuple[str, ...]:
    first = next(delimited.lines(file, delimited.Form(needs=())), ("", []))[1]
    delimited.check_header(file, first, delimited.Form(needs=()))
    if len(first) not in _TABLES or not first[0].strip().isdecimal():
        raise SchemaChanged(
            f"{file.name} begins with {len(first)} columns: {', '.join(first)[:80]!r}; OFAC's tables have 12, 6 or 5 "
            "and begin with a number",
            hint="the last good vintage stays in use",
        )
    return _TABLES[len(first)]


def _name(entry: Entry) -> Iterator[Row | Aside]:
    remarks = entry.text("remarks")
    yield Listed(
        source=SOURCE.name,
        id=entry.must("ent_num"),
        name=entry.must("name"),
        kind=_kind(entry),
        programmes=_programmes(entry.text("program")),
        born=tuple(found.strip() for found in _BORN.findall(remarks)),
        remarks=remarks,
    )


def _address(entry: Entry) -> Iterator[Row | Aside]:
    country = entry.text("country")
    state = ""
    if country:
        try:
            state = place(country, _ODD)
        except (NotOnShelf, Ambiguous):
            yield Aside(where=entry.where, words=country, why="a country we do not know; read without a state")
        else:
            if not state:
                yield Aside(where=entry.where, words=country, why="no state of ours; read without a state")
    parts = (entry.text("address"), entry.text("city"), country)
    yield Listed(
        source=SOURCE.name,
        id=f"{entry.must('ent_num')}/address/{entry.must('add_num')}",
        name="",
        kind="other",
        states=(state,) if state else (),
        remarks="address: " + ", ".join(part for part in parts if part),
    )


def _alias(entry: Entry) -> Iterator[Row | Aside]:
    yield Listed(
        source=SOURCE.name,
        id=f"{entry.must('ent_num')}/alias/{entry.must('alt_num')}",
        name="",
        kind="other",
        aliases=(entry.must("alt_name"),),
        remarks=entry.one_of("alt_type", _ALIAS_TYPES),
    )


def _kind(entry: Entry) -> _Kind:
    word = entry.text("type")
    if word not in _KINDS:
        raise entry.fault("type", "is none of individual, vessel, aircraft")
    return _KINDS[word]


def _programmes(text: str) -> tuple[str, ...]:
    """Programmes of an entry; OFAC parts several by closing and opening brackets, older files by semicolons."""
    return tuple(part for part in (one.strip(" []") for one in re.split(r"\] ?\[|;", text)) if part)
