"""A negotiated text as a Word document: the least valid WordprocessingML package (ECMA-376, part 1 and 2).

Words wanted in are underlined, words wanted out struck through, names grey. Numbers are typed, not automatic, so that
they stay what they are when somebody edits. Loses provenance and conflicts; proposals are marks, not tracked changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from comity.convene.text.brackets import Marked, Run
from comity.convene.text.document import Text
from comity.exchange.markdown import imprint
from comity.exchange.xml_text import sound

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# The earliest instant a zip archive can hold; a fixed one, so that the same text gives the same bytes.
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_COLOURS = {"in": "0B5D3B", "out": "8C1D18", "note": "5B6575"}


def write(text: Text, shown: Sequence[Marked], label: str = "") -> bytes:
    """The document as bytes of a .docx file."""
    ElementTree.register_namespace("w", _W)
    body = ElementTree.Element(_name("body"))
    if label:
        _paragraph(body, [Run(text=label)], size=18, bold=True)
    _paragraph(body, [Run(text=text.opened.title)], size=32, bold=True)
    number = 0
    for paragraph in shown:
        counted = paragraph.role == "operative" and paragraph.look != "in"
        number += counted
        runs = [Run(text=f"{number}."), *paragraph.runs] if counted else list(paragraph.runs)
        _paragraph(body, runs, bold=paragraph.role == "heading", italic=paragraph.role == "preamble")
        for note in paragraph.notes:
            _paragraph(body, [Run(text=note, look="note")], size=18)
    _paragraph(body, [Run(text=imprint(text), look="note")], size=16)
    ElementTree.SubElement(body, _name("sectPr"))
    document = ElementTree.Element(_name("document"))
    document.append(body)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", _types()),
            ("_rels/.rels", _relations()),
            ("word/document.xml", _HEAD + ElementTree.tostring(document, encoding="unicode")),
        ):
            archive.writestr(ZipInfo(name, _EARLIEST), content, compress_type=ZIP_DEFLATED)
    return packed.getvalue()


def _types() -> str:
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
    )


def _relations() -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>'
    )


def _paragraph(
    body: ElementTree.Element, runs: Sequence[Run], *, size: int = 24, bold: bool = False, italic: bool = False
) -> None:
    made = ElementTree.SubElement(body, _name("p"))
    spacing = ElementTree.SubElement(ElementTree.SubElement(made, _name("pPr")), _name("spacing"))
    spacing.set(_name("after"), "160")
    for at, run in enumerate(runs):
        piece = ElementTree.SubElement(made, _name("r"))
        look = ElementTree.SubElement(piece, _name("rPr"))
        # The schema fixes the order of these: bold, italic, strike, colour, size, underline.
        if bold:
            ElementTree.SubElement(look, _name("b"))
        if italic and run.look != "note":
            ElementTree.SubElement(look, _name("i"))
        if run.look == "out":
            ElementTree.SubElement(look, _name("strike"))
        if run.look in _COLOURS:
            ElementTree.SubElement(look, _name("color")).set(_name("val"), _COLOURS[run.look])
        ElementTree.SubElement(look, _name("sz")).set(_name("val"), str(size))
        if run.look == "in":
            ElementTree.SubElement(look, _name("u")).set(_name("val"), "single")
        words = ElementTree.SubElement(piece, _name("t"))
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        words.text = sound(("" if run.tight or not at else " ") + run.text)


def _name(tag: str) -> str:
    return f"{{{_W}}}{tag}"
