"""How strong the verbs of a text are, and what is odd in their use. Drafting practice, not law.

The scale orders verbs as drafters of United Nations resolutions commonly use them. No organ has adopted such a scale;
neighbouring steps are disputed (some hold "urges" to be stronger than "calls upon", some the reverse), and what binds
depends on terms, debates and powers invoked, not on a verb alone (ICJ, Namibia opinion, 21 June 1971, para. 114).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

import msgspec

from comity.convene.text.brackets import live
from comity.convene.text.document import Text, places, runs
from comity.convene.text.merging import merged
from comity.convene.text.rebase import home
from comity.convene.text.words import CLOSERS, split
from comity.records.text import Role


class Strength(IntEnum):
    """Steps from taking note to deciding."""

    NOTE = 1
    WELCOME = 2
    ENCOURAGE = 3
    CALL = 4
    REQUEST = 5
    DEMAND = 6
    DECIDE = 7


SCALE: dict[Strength, tuple[str, ...]] = {
    Strength.NOTE: ("notes", "takes note", "recalls", "acknowledges", "recognizes", "recognises", "is aware"),
    Strength.WELCOME: (
        "welcomes", "commends", "appreciates", "expresses its appreciation", "takes note with appreciation", "supports",
        "reaffirms", "reiterates", "affirms", "emphasizes", "emphasises", "stresses", "underlines", "underscores",
        "expresses concern", "expresses its concern", "expresses its intention",
    ),
    Strength.ENCOURAGE: ("encourages", "invites", "recommends", "appeals", "hopes", "expresses its hope", "suggests"),
    Strength.CALL: ("calls upon", "calls on", "calls for", "urges", "exhorts", "deplores", "regrets"),
    Strength.REQUEST: ("requests", "instructs", "insists", "condemns", "asks"),
    Strength.DEMAND: ("demands", "directs", "requires"),
    Strength.DECIDE: (
        "decides", "determines", "authorizes", "authorises", "establishes", "imposes", "adopts", "approves", "endorses",
        "refers", "extends", "terminates", "suspends", "appoints", "mandates", "declares", "proclaims",
    ),
}  # fmt: skip
# Participles and adjectives with which preambular paragraphs begin, in the same order of use.
PREAMBULAR = (
    "acknowledging", "acting", "affirming", "alarmed", "appalled", "appreciating", "aware", "bearing", "believing",
    "commending", "concerned", "condemning", "conscious", "considering", "convinced", "deploring", "desiring",
    "determined", "determining", "disturbed", "emphasising", "emphasizing", "encouraged", "expressing", "gravely",
    "guided", "having", "mindful", "noting", "observing", "reaffirming", "realizing", "recalling", "recognising",
    "recognizing", "reiterating", "shocked", "stressing", "taking", "underlining", "underscoring", "welcoming",
)  # fmt: skip
_STEP = {verb: step for step, verbs in SCALE.items() for verb in verbs}
_LONGEST = max(len(verb.split()) for verb in _STEP)
# Words that stand before a verb without making it another: "Also strongly urges".
_BEFORE = {
    "also", "further", "again", "once", "more", "strongly", "deeply", "firmly", "solemnly", "urgently", "hereby", "and",
    "in", "this", "regard", "unequivocally", "particular", "gravely", "warmly", "the", "council", "assembly", "states",
}  # fmt: skip


class Verb(msgspec.Struct, frozen=True, kw_only=True):
    """An operative verb in a paragraph: the word it is at, and its step on the scale."""

    text: str
    at: int
    strength: Strength


class Flag(msgspec.Struct, frozen=True, kw_only=True):
    """Something odd in a paragraph, as a sentence; a drafter judges whether it is meant."""

    on: str
    words: str


def verbs(text: str) -> tuple[Verb, ...]:
    """Operative verbs of a paragraph: the one it begins with, and those joined to it by "and" or a comma or semicolon.

    A verb inside a subordinate clause ("a report that notes ...") is none of them.
    """
    words = [word.text.lower() for word in split(text)]
    return tuple(_found(words))


def leading(text: str) -> Verb | None:
    """The verb a paragraph begins with, or None if it begins with none that is on the scale."""
    words = [word.text.lower() for word in split(text)]
    at = _begins(words, 0)
    return _verb(words, at)


def flags(text: Text) -> tuple[Flag, ...]:
    """Paragraphs with verbs of different strength, without a known verb, or with one of the wrong kind."""
    found: list[Flag] = []
    for paragraph in text.standing:
        found += [Flag(on=paragraph.id, words=words) for words in _flags(paragraph.role, paragraph.text)]
    return tuple(found)


def shifts(text: Text) -> tuple[Flag, ...]:
    """Open proposals that would make a paragraph begin with a weaker or stronger verb."""
    found: list[Flag] = []
    index = places(runs(text))
    for tabled in live(text, index):
        on = home(text, tabled, index)
        if tabled.proposed.change.op not in ("insert", "delete", "replace") or on not in text.paragraphs:
            continue
        before, after = (leading(of.paragraphs[on].text) for of in (text, merged(text, tabled)))
        if before is not None and after is not None and before.strength != after.strength:
            way = "strengthens" if after.strength > before.strength else "weakens"
            found.append(Flag(on=tabled.id, words=f"{way} {on}: {_told(before)} becomes {_told(after)}"))
    return tuple(found)


def _told(verb: Verb) -> str:
    return f"{verb.text} ({verb.strength.name.lower()}, {verb.strength:d} of 7)"


def _flags(role: Role, text: str) -> Iterator[str]:
    if role == "heading":
        return
    words = [word.text.lower() for word in split(text)]
    first = words[_begins(words, 0)] if _begins(words, 0) < len(words) else ""
    if role == "preamble":
        verb = leading(text)
        if verb is not None:
            yield f"a preambular paragraph begins with the operative verb “{verb.text}”"
        return
    if first in PREAMBULAR or (words and words[0] in PREAMBULAR):
        yield f"an operative paragraph begins with “{words[0]}”, as preambular ones do"
        return
    known = verbs(text)
    if not known or known[0].at > _begins(words, 0):
        yield f"“{first}” is no operative verb on the scale"
    steps = {verb.strength for verb in known}
    if len(steps) > 1:
        told = ", ".join(_told(verb) for verb in known)
        yield f"verbs of different strength govern one paragraph: {told}"


def _found(words: list[str]) -> Iterator[Verb]:
    begins = [_begins(words, 0)]
    begins += [
        _begins(words, at + 1) for at, word in enumerate(words) if word in ("and", ",", ";") and at + 1 < len(words)
    ]
    for at in dict.fromkeys(begins):
        verb = _verb(words, at)
        if verb is not None:
            yield verb


def _begins(words: list[str], at: int) -> int:
    while at < len(words) and (words[at] in _BEFORE or words[at] in CLOSERS) and _verb(words, at) is None:
        at += 1
    return at


def _verb(words: list[str], at: int) -> Verb | None:
    for size in range(_LONGEST, 0, -1):
        phrase = " ".join(words[at : at + size])
        if phrase in _STEP:
            return Verb(text=phrase, at=at, strength=_STEP[phrase])
    return None
