"""What in a text gives a person away: addresses, numbers, handles and exact places that a machine can see.

It finds forms, not names: a text without a finding is not thereby safe, and the how-to says so.
"""

from __future__ import annotations

import re
import unicodedata

import msgspec

from comity.kernel.errors import Refused


class Telltale(msgspec.Struct, frozen=True, kw_only=True):
    """One passage that may identify somebody. The passage itself is not repeated, so that no log keeps it."""

    what: str
    at: int


_FORMS = (
    ("an e-mail address", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")),
    ("an e-mail address", re.compile(r"\w\s*[(\[{]\s*at\s*[)\]}]\s*\w|\w\s+at\s+\w+\s+dot\s+\w", re.IGNORECASE)),
    ("a handle", re.compile(r"(?<![\w/@])@\w{3,}")),
    ("a web address", re.compile(r"(?:https?://|www\.)\S+|\b(?:t\.me|wa\.me|facebook\.com|x\.com)/\S+", re.IGNORECASE)),
    # Nine digits or more with the signs people put between them; dates and counts are shorter.
    ("a telephone or identity number", re.compile(r"(?<!\w)\+?(?:\d[\s().-]{0,2}){8,}\d(?!\w)")),
    ("exact coordinates", re.compile(r"-?\d{1,3}\.\d{3,}\s*°?\s*[NS]?\s*[,;/ ]\s*-?\d{1,3}\.\d{3,}")),
    ("exact coordinates", re.compile(r"\d{1,3}\s*°\s*\d{1,2}\s*['′]")),
    (
        "a passport, plate or telephone serial",
        re.compile(r"\b(?:passport|imei|plate|id card)\s*(?:no\.?|number)?\s*[:#]?\s*\w*\d", re.IGNORECASE),
    ),
)


def telltales(text: str) -> tuple[Telltale, ...]:
    """Passages that may identify somebody, in the order of the text."""
    plain, places = _plain(text)
    plain = _without_dates(plain)
    found = {(places[match.start()], what) for what, form in _FORMS for match in form.finditer(plain)}
    return tuple(Telltale(what=what, at=at) for at, what in sorted(found))


def refuse_telltales(text: str, where: str) -> str:
    """The text itself; raises Refused naming what was found and where in the text, never the passage."""
    found = telltales(text)
    if found:
        told = "; ".join(f"{item.what} at character {item.at + 1}" for item in found)
        raise Refused(
            f"{where} holds {told}",
            hint="say what happened without it; who told is kept apart from reports, and exact places go into --place",
        )
    return text


def _plain(text: str) -> tuple[str, list[int]]:
    """The text in common signs, and where each stood: wide letters made plain, invisible signs left out."""
    signs: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(text):
        if unicodedata.category(sign) == "Cf":
            continue
        for part in unicodedata.normalize("NFKC", sign):
            signs.append(part)
            places.append(at)
    return "".join(signs), places


def _without_dates(text: str) -> str:
    """The text with dates and clock times blanked out, which otherwise look like long numbers."""
    return re.sub(
        r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b|\b\d{1,2}:\d{2}\b", lambda m: " " * len(m[0]), text
    )
