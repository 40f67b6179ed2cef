"""OpenSanctions: sanctions lists and wanted notices of many publishers, joined by it into one entry a target.

Read are the simple table of targets and FollowTheMoney entities, one JSON object a line; of the latter only targets are
listed (marked so, or under a topic of sanctions or search), the rest (addresses, relatives, payments) are in `aside`.
The day on which a publisher listed somebody is in neither file; when OpenSanctions first saw it is not that day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from comity.kernel.errors import Ambiguous, Misused, NotOnShelf
from comity.records.event import Listed, Row
from comity.sources.contract import Aside, Ask, File, Source, Wish
from comity.sources.forms import delimited, objects, sifted
from comity.sources.forms.entry import Entry, Once
from comity.sources.forms.places import TERRITORIES, place
from comity.sources.forms.release import whole

SOURCE = Source(
    name="opensanctions",
    title="OpenSanctions: consolidated sanctions",
    provider="OpenSanctions Datenbanken GmbH",
    home="https://www.opensanctions.org/datasets/sanctions/",
    gives=("Listed",),
    licence="CC BY-NC 4.0",
    terms="Not for business use without OpenSanctions' own licence; name OpenSanctions.",
    cite="OpenSanctions. Consolidated Sanctions. https://www.opensanctions.org/datasets/sanctions/",
    shareable=True,
    cadence=1,
)

_BASE = "https://data.opensanctions.org/datasets/{version}/sanctions/"
_Kind = Literal["person", "organisation", "vessel", "aircraft", "other"]
# FollowTheMoney schemata: those that are things a list can name, and their kind.
_KINDS: dict[str, _Kind] = {
    "Person": "person", "Organization": "organisation", "Company": "organisation", "PublicBody": "organisation",
    "LegalEntity": "organisation", "Vessel": "vessel", "Airplane": "aircraft", "CryptoWallet": "other",
    "Asset": "other", "Security": "other",
}  # fmt: skip
# FollowTheMoney topics of those whom a list itself names.
_TOPICS = frozenset({"sanction", "sanction.counter", "debarment", "wanted", "export.control", "asset.frozen"})
_TABLE = delimited.Form(
    needs=("id", "schema", "name", "aliases", "birth_date", "countries", "sanctions", "dataset"),
)
_ENTITY = ("id", "schema", "properties")
_COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction", "flag", "mainCountry")
# OpenSanctions' country list: codes beside ISO 3166-1 alpha-2; the empty ones are no state.
_ODD = {
    "eu": "", "zz": "", "un": "", "xk": "XKX", "uk": "GBR", "gb-sct": "GBR", "gb-wls": "GBR", "gb-nir": "GBR",
    "suhh": "SUN", "su": "SUN", "yucs": "YUG", "yu": "YUG", "csxx": "SCG", "cshh": "CSK", "ddde": "DDR", "dd": "DDR",
    "ge-ab": "", "ge-os": "", "x-so": "", "so-som": "", "cy-trnc": "", "az-nk": "", "md-pmr": "", "ua-cri": "",
    "ua-dpr": "", "ua-lpr": "", "cn-xz": "CHN", "iq-kr": "IRQ",
}  # fmt: skip
# ISO 3166-1 alpha-2 of the territories in forms.places.
_SMALL = """
aw ai ax an as aq tf bq bl bm bv cc cw cx ky fk fo gg gi gp gl gf gu hk hm im io je mo mf mp ms mq yt nf pn pr re gs sh
sj pm sx tc tk um vg vi wf
"""
_NO_STATE = frozenset(_SMALL.split())


def asks(wish: Wish) -> tuple[Ask, ...]:
    """The simple table of the wished day (20260503), or of the newest."""
    version = wish.version or "latest"
    if not re.fullmatch(r"latest|[0-9]{8}", version):
        raise Misused(f"OpenSanctions versions are days such as 20260503, not {version!r}")
    url = _BASE.format(version=version) + "targets.simple.csv"
    return (Ask(url=url, file="targets.simple.csv", media="csv", largest=512 * 1024 * 1024),)


def covers(wish: Wish) -> Wish:
    """Everything: the provider gives its files whole."""
    return whole(wish)


def read(file: File) -> Iterator[Row]:
    """Listed persons, organisations, vessels and aircraft, in the file's order."""
    return sifted.rows(_parsed(file))


def aside(file: File) -> Iterator[Aside]:
    """Entities that are nobody on a list, and country codes that are no state."""
    return sifted.asides(_parsed(file))


def _parsed(file: File) -> Iterator[Row | Aside]:
    once = Once()
    if file.media in ("json", "jsonl"):
        for entry in objects.json_lines(file, _ENTITY):
            once.add(entry.must("id"), entry)
            yield from _entity(entry)
        return
    for entry in delimited.entries(file, _TABLE):
        once.add(entry.must("id"), entry)
        codes, others = _states(_parts(entry.text("countries")))
        yield from _told(entry, others)
        yield Listed(
            source=SOURCE.name,
            id=entry.must("id"),
            name=entry.must("name"),
            kind=_KINDS.get(entry.must("schema"), "other"),
            programmes=(entry.must("dataset"),),
            aliases=_parts(entry.text("aliases")),
            states=codes,
            born=_parts(entry.text("birth_date")),
            remarks=entry.text("sanctions"),
        )


def _entity(entry: Entry) -> Iterator[Row | Aside]:
    schema, held = entry.must("schema"), entry.fields["properties"]
    if not isinstance(held, dict):
        raise entry.fault("properties", "is no object")
    names = _values(entry, held, "name")
    topics = set(_values(entry, held, "topics"))
    listed = entry.fields.get("target") is True or bool(topics & _TOPICS)
    if schema not in _KINDS or not names or not listed:
        why = "an entity that is no target" if names or schema not in _KINDS else "an entity without a name"
        yield Aside(where=entry.where, words=f"{schema} {entry.text('id')}", why=why)
        return
    codes, others = _states(tuple(code for key in _COUNTRIES for code in _values(entry, held, key)))
    yield from _told(entry, others)
    name = entry.text("caption") or names[0]
    aliases = (*names, *_values(entry, held, "alias"), *_values(entry, held, "weakAlias"))
    yield Listed(
        source=SOURCE.name,
        id=entry.must("id"),
        name=name,
        kind=_KINDS[schema],
        programmes=_programmes(entry),
        aliases=tuple(dict.fromkeys(one for one in aliases if one != name)),
        states=codes,
        born=_values(entry, held, "birthDate"),
        remarks="; ".join(_values(entry, held, "notes")),
    )


def _values(entry: Entry, held: dict[str, Any], key: str) -> tuple[str, ...]:
    found = held.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise entry.fault("properties", f"has {key} that is no list of texts")
    return tuple(found)


def _programmes(entry: Entry) -> tuple[str, ...]:
    found = entry.fields.get("datasets", [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise entry.fault("datasets", "is no list of texts")
    return tuple(found)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in (one.strip() for one in text.split(";")) if part)


def _states(codes: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
    """Alpha-3 codes, and the codes that are no state of ours."""
    found: dict[str, None] = {}
    others = []
    for code in codes:
        state = ""
        if code not in _NO_STATE and code.upper() not in TERRITORIES:
            try:
                state = place(code, _ODD)
            except (NotOnShelf, Ambiguous):
                state = ""
        if state:
            found[state] = None
        else:
            others.append(code)
    return tuple(found), others


def _told(entry: Entry, codes: list[str]) -> Iterator[Aside]:
    for code in codes:
        yield Aside(where=entry.where, words=code, why="a country code that is no state; read without it")
