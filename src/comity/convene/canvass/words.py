"""Soundings as people write them: "KEN yes, firm; IND leaning abstain, source B2"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import msgspec

from comity.convene.canvass.sounding import Firmness, Says, Sounding, Voice
from comity.kernel.errors import Misused
from comity.kernel.grading import Grade, grade

_SAYS = {
    "yes": Says.YES, "for": Says.YES, "favour": Says.YES, "no": Says.NO, "against": Says.NO, "abstain": Says.ABSTAIN,
    "abstains": Says.ABSTAIN, "abstention": Says.ABSTAIN, "open": Says.OPEN, "undecided": Says.OPEN,
}  # fmt: skip
_FIRMNESS = {
    "firm": Firmness.FIRM, "firmly": Firmness.FIRM, "stated": Firmness.STATED, "leaning": Firmness.LEANING,
    "leans": Firmness.LEANING,
}  # fmt: skip
_VOICE = {voice.value: voice for voice in Voice}
# Words that carry no meaning of their own in such a line.
_FILLER = frozenset(["source", "grade", "graded", "says", "said", "will", "vote", "votes", "in", "is", "from"])
_GRADE = re.compile(r"[A-F][1-6]")
_EXAMPLE = 'write, for example: "KEN yes, firm; IND leaning abstain, source B2"'


class Defaults(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for every sounding of a line that does not say it itself."""

    said_on: date
    grade: Grade
    firmness: Firmness = Firmness.STATED
    voice: Voice = Voice.CAPITAL


def read(text: str, defaults: Defaults, code: Callable[[str], str]) -> tuple[Sounding, ...]:
    """The soundings of a line, parts divided by semicolons, each a state and how it would vote in any order.

    code    gives the ISO 3166 alpha-3 code of a state's name, and raises for what is no state
    raises  Misused for a part without a state or a vote, or with two votes, grades or degrees of firmness
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if not parts:
        raise Misused("nothing was heard", hint=_EXAMPLE)
    return tuple(_one(part, defaults, code) for part in parts)


def _one(part: str, defaults: Defaults, code: Callable[[str], str]) -> Sounding:
    found: dict[str, Says | Firmness | Voice | Grade] = {}
    name = []
    for word in re.split(r"[\s,:]+", part):
        low = word.lower()
        meaning: Says | Firmness | Voice | Grade | None = _SAYS.get(low) or _FIRMNESS.get(low) or _VOICE.get(low)
        if meaning is None and _GRADE.fullmatch(word.upper()):
            meaning = grade(word)
        if meaning is None:
            if low and low not in _FILLER:
                name.append(word)
            continue
        kind = type(meaning).__name__.lower()
        if found.setdefault(kind, meaning) != meaning:
            raise Misused(f"{part!r} says two things of one kind: {found[kind]} and {meaning}", hint=_EXAMPLE)
    if not name or "says" not in found:
        missing = "a state" if not name else "a vote (yes, abstain, no or open)"
        raise Misused(f"{part!r} lacks {missing}", hint=_EXAMPLE)
    settings = {**msgspec.structs.asdict(defaults), **found}
    return msgspec.convert({"state": code(" ".join(name)), **settings}, Sounding, from_attributes=True)
