"""A negotiated text as Akoma Ntoso 3.0 (OASIS LegalDocML, 2018), in the document type UN bodies use: statement.

eIds are made from the paragraph ids of the negotiation, so they never change when paragraphs are added or moved; they
are not the numbers shown. Brackets become ins and del with the proposers they refer to. Loses support and provenance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from comity.convene.text.brackets import Marked, Run, voices
from comity.convene.text.document import Text
from comity.exchange.xml_text import sound

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def write(text: Text, shown: Sequence[Marked], label: str = "") -> bytes:
    """The document as UTF-8 XML with declaration."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(_name("akomaNtoso"))
    statement = _sub(root, "statement", name="resolution", contains="singleVersion")
    _meta(text, statement, _parties(text, shown))
    preface = _sub(statement, "preface")
    if label:
        _sub(_sub(preface, "p"), "inline", name="marking").text = label
    _sub(_sub(preface, "p"), "docTitle").text = sound(text.opened.title)
    recitals = [paragraph for paragraph in shown if paragraph.role == "preamble"]
    if recitals:
        holder = _sub(_sub(statement, "preamble"), "recitals", eId="recitals")
        for paragraph in recitals:
            recital = _sub(holder, "recital", eId=f"recital_{paragraph.id}")
            _words(text, _sub(recital, "p"), paragraph)
    body = _sub(statement, "mainBody")
    number = 0
    for paragraph in shown:
        if paragraph.role == "heading":
            _words(text, _sub(body, "p", eId=f"heading_{paragraph.id}"), paragraph)
        elif paragraph.role == "operative":
            made = _sub(body, "paragraph", eId=f"para_{paragraph.id}")
            if paragraph.look != "in":
                number += 1
                _sub(made, "num").text = f"{number}."
            _words(text, _sub(_sub(made, "content", eId=f"para_{paragraph.id}__content"), "p"), paragraph)
    if not len(body):
        _sub(body, "p")
    if all(run.look == "plain" for paragraph in shown for run in paragraph.runs):
        # Blanks between elements mean nothing only where no words stand beside elements.
        ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _meta(text: Text, statement: ElementTree.Element, parties: Sequence[str]) -> None:
    opened = text.opened
    work = f"/akn/un/statement/{opened.at:%Y-%m-%d}/{_word(opened.symbol or opened.title)}"
    expression = f"{work}/eng@v{text.version}"
    meta = _sub(statement, "meta")
    identification = _sub(meta, "identification", source="#comity")
    for tag, uri, extra in (
        ("FRBRWork", work, ("FRBRcountry", "value", "un")),
        ("FRBRExpression", expression, ("FRBRlanguage", "language", "eng")),
        ("FRBRManifestation", f"{expression}.xml", ("FRBRformat", "value", "application/xml")),
    ):
        part = _sub(identification, tag)
        _sub(part, "FRBRthis", value=f"{uri}/!main" if tag != "FRBRManifestation" else uri)
        _sub(part, "FRBRuri", value=uri)
        moment = text.at if tag != "FRBRWork" else opened.at
        _sub(part, "FRBRdate", date=f"{moment:%Y-%m-%d}", name="tabled" if tag == "FRBRWork" else "version")
        _sub(part, "FRBRauthor", href=f"#{_word(opened.by)}")
        name, key, value = extra
        _sub(part, name, **{key: value})
    references = _sub(meta, "references", source="#comity")
    _sub(references, "TLCOrganization", eId="comity", href="/akn/ontology/organization/comity", showAs="Comity")
    # Two names may give one id; an id stands once in a document.
    named = {_word(party): party for party in reversed((opened.by, *parties))}
    for id, party in named.items():
        if id != "comity":
            address = f"/akn/ontology/organization/{id}"
            _sub(references, "TLCOrganization", eId=id, href=address, showAs=sound(party))


def _words(text: Text, into: ElementTree.Element, paragraph: Marked) -> None:
    last: ElementTree.Element | None = None
    for at, run in enumerate(paragraph.runs):
        blank = "" if run.tight or not at else " "
        if run.look == "plain":
            _tail(into, last, blank + sound(run.text))
            continue
        _tail(into, last, blank)
        if run.look == "note":
            last = _sub(into, "inline", name="bracket")
        else:
            last = _sub(into, "ins" if run.look == "in" else "del", **_refers(text, run))
        last.text = sound(run.text)
    if not paragraph.runs:
        into.text = ""


def _tail(into: ElementTree.Element, last: ElementTree.Element | None, words: str) -> None:
    if last is None:
        into.text = (into.text or "") + words
    else:
        last.tail = (last.tail or "") + words


def _refers(text: Text, run: Run) -> dict[str, str]:
    parties = voices(text, run.about)[0]
    # refersTo holds one reference; where several ask for the same, the first who did stands for them.
    return {"refersTo": f"#{_word(parties[0])}"} if parties else {}


def _parties(text: Text, shown: Sequence[Marked]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for paragraph in shown:
        for run in paragraph.runs:
            found |= dict.fromkeys(voices(text, run.about)[0])
    return tuple(found)


def _sub(parent: ElementTree.Element, tag: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, _name(tag), attributes)


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _word(text: str) -> str:
    """A name that can stand in an id and in an address."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").lower() or "text"
