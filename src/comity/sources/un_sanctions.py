"""United Nations Security Council consolidated list: persons and entities under UN sanctions.

The file is XML. It is read without a network, without resolving entities, and with the parser's own limits on; a file
that declares a document type is refused, since the list has none.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from comity.kernel.errors import Ambiguous, BadContent, NotOnShelf
from comity.records.event import Listed, Row
from comity.sources.contract import Aside, Ask, File, SchemaChanged, Source, Wish
from comity.sources.forms import sifted
from comity.sources.forms.entry import Entry, Once
from comity.sources.forms.places import place
from comity.sources.forms.release import whole

SOURCE = Source(
    name="un_sanctions",
    title="United Nations Security Council Consolidated List",
    provider="United Nations Security Council",
    home="https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
    gives=("Listed",),
    licence="Copyright, United Nations; non-commercial use, with attribution",
    terms="Name the United Nations; lists change without notice, so check an entry at its source.",
    cite="United Nations Security Council. Consolidated List.",
    shareable=True,
    cadence=7,
)

_URL = "https://scsanctions.un.org/resources/xml/en/consolidated.xml"
_KINDS = {"INDIVIDUAL": "person", "ENTITY": "organisation"}
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
# Countries as the list spells them where we do not.
_ODD = {
    "Occupied Palestinian Territories": "PSE", "Hong Kong, China": "", "China (Hong Kong)": "",
    "West Bank": "PSE", "Gaza Strip": "PSE", "State of Libya": "LBY",
}  # fmt: skip


def asks(wish: Wish) -> tuple[Ask, ...]:
    """The list as it is now; a wish changes nothing."""
    del wish
    hosts = ("scsanctions.un.org", "unsolprodfiles.blob.core.windows.net")
    return (Ask(url=_URL, file="consolidated.xml", media="xml", hosts=hosts, largest=64 * 1024 * 1024),)


def covers(wish: Wish) -> Wish:
    """Everything: the provider gives its files whole."""
    return whole(wish)


def read(file: File) -> Iterator[Row]:
    """Persons, then entities, in the list's order."""
    return sifted.rows(_parsed(file))


def aside(file: File) -> Iterator[Aside]:
    """Countries of nationality or address that we could not place; their entries are read without them."""
    return sifted.asides(_parsed(file))


def _parsed(file: File) -> Iterator[Row | Aside]:
    once = Once()
    number = 0
    for element in _elements(file):
        number += 1
        entry = Entry(f"{file.name} record {number}", {child.tag: child.text for child in element})
        once.add(entry.must("REFERENCE_NUMBER"), entry)
        countries, unknown = _states(element)
        for name in unknown:
            yield Aside(where=entry.where, words=name, why="a country we could not place; read without it")
        words = (entry.text(name) for name in _NAMES)
        yield Listed(
            source=SOURCE.name,
            id=entry.must("REFERENCE_NUMBER"),
            name=" ".join(word for word in words if word) or entry.must("FIRST_NAME"),
            kind="person" if element.tag == "INDIVIDUAL" else "organisation",
            programmes=(entry.must("UN_LIST_TYPE"),),
            aliases=_texts(element, f"{element.tag}_ALIAS/ALIAS_NAME"),
            states=countries,
            born=_born(element),
            listed_on=_listed(entry),
            remarks=entry.text("COMMENTS1"),
        )
    if not number:
        raise SchemaChanged(f"{file.name} lists nobody", hint="the last good vintage stays in use")


def _elements(file: File) -> Iterator[Any]:
    """Each person and entity, freed when the next is asked for; raises for another root, a document type, or a cut."""
    from lxml import etree

    if b"<!DOCTYPE" in file.body or b"<!ENTITY" in file.body:
        raise SchemaChanged(f"{file.name} declares a document type, which the list has not", hint="do not trust it")
    try:
        steps = etree.iterparse(
            io.BytesIO(file.body), events=("start", "end"), resolve_entities=False, no_network=True, huge_tree=False,
            load_dtd=False, recover=False,
        )  # fmt: skip
        root = None
        for event, element in steps:
            if root is None:
                root = element
                if element.tag != "CONSOLIDATED_LIST":
                    raise SchemaChanged(
                        f"{file.name} has the root {str(element.tag)[:60]}, where CONSOLIDATED_LIST was",
                        hint="the last good vintage stays in use",
                    )
            elif event == "end" and element.tag in _KINDS:
                yield element
                element.clear()
    except etree.XMLSyntaxError as error:
        raise BadContent(f"{file.name} is no whole XML: {error}", hint="fetch it again") from None


def _texts(element: Any, path: str) -> tuple[str, ...]:
    found = (child.text.strip() for child in element.iterfind(path) if child.text)
    return tuple(dict.fromkeys(text for text in found if text))


def _states(element: Any) -> tuple[tuple[str, ...], list[str]]:
    """Codes of nationality and address, and the names that are no state we know."""
    names = _texts(element, "NATIONALITY/VALUE") + _texts(element, f"{element.tag}_ADDRESS/COUNTRY")
    codes: dict[str, None] = {}
    unknown = []
    for name in names:
        try:
            code = place(name, _ODD)
        except (NotOnShelf, Ambiguous):
            code = ""
        if code:
            codes[code] = None
        else:
            unknown.append(name)
    return tuple(codes), unknown


def _born(element: Any) -> tuple[str, ...]:
    """Dates of birth in the list's own words: a day, a year, or a span of years."""
    found = []
    for birth in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        said = {child.tag: (child.text or "").strip() for child in birth}
        span = "-".join(said[tag] for tag in ("FROM_YEAR", "TO_YEAR") if said.get(tag))
        text = said.get("DATE") or said.get("YEAR") or span
        if text:
            found.append(text)
    return tuple(dict.fromkeys(found))


def _listed(entry: Entry) -> date | None:
    return entry.day("LISTED_ON") if entry.text("LISTED_ON") else None
