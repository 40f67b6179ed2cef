"""States through history: codes, names, regional groups, UN membership, successions. The table is in gazetteer."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache

import msgspec

from comity.kernel import gazetteer
from comity.kernel.errors import Ambiguous, BadContent, NotOnShelf


class Group(StrEnum):
    """UN regional groups for elections; NONE for states that stand in none."""

    AFG = "AFG"
    APG = "APG"
    EEG = "EEG"
    GRULAC = "GRULAC"
    WEOG = "WEOG"
    NONE = "-"

    @property
    def words(self) -> str:
        """The name of the group as the United Nations writes it."""
        return {
            "AFG": "African States",
            "APG": "Asia-Pacific States",
            "EEG": "Eastern European States",
            "GRULAC": "Latin American and Caribbean States",
            "WEOG": "Western European and other States",
            "-": "no regional group",
        }[self.value]


class Standing(StrEnum):
    """What an entry is today: a UN member, a non-member observer state, another entity, or a state that ended."""

    MEMBER = "member"
    OBSERVER = "observer"
    OTHER = "other"
    FORMER = "former"


class Spell(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time: first day, and the day it was over (None while it lasts). A missing start reaches back."""

    start: date | None
    end: date | None

    def holds(self, on: date) -> bool:
        """Whether the day lies in it; the end day does not."""
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)


class State(msgspec.Struct, frozen=True, kw_only=True):
    """One state.

    iso3     ISO 3166-1 alpha-3 (ISO 3166-3 or a provider's code for former states)
    iso2     ISO 3166 alpha-2, empty where there is none
    numeric  ISO 3166 numeric with leading zeros, empty where there is none
    name     as the United Nations spells it; its alphabetical order rules the Council's presidency
    short    at most 20 letters, for tables
    group    regional group as of 2025 (groups exist since A/RES/1991 (XVIII) of 1963)
    life     spells in which the state existed; empty for territories
    member   spells of UN membership
    """

    iso3: str
    iso2: str
    numeric: str
    name: str
    short: str
    group: Group
    life: tuple[Spell, ...]
    member: tuple[Spell, ...]
    aliases: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """What the entry is today."""
        if self.member and self.member[-1].end is None:
            return Standing.MEMBER
        if self.life and self.life[-1].end is not None:
            return Standing.FORMER
        # A/RES/58/314 (Holy See) and A/RES/67/19 (Palestine) are the two standing invitations to non-member states.
        return Standing.OBSERVER if self.iso3 in ("PSE", "VAT") else Standing.OTHER

    @property
    def un_from(self) -> date | None:
        """First day of UN membership, or None."""
        return self.member[0].start if self.member else None

    @property
    def un_to(self) -> date | None:
        """Day the membership was over, or None while it lasts or where there never was one."""
        return self.member[-1].end if self.member else None

    def existed(self, on: date) -> bool:
        """Whether the state existed on that day."""
        return any(spell.holds(on) for spell in self.life)

    def un_member(self, on: date) -> bool:
        """Whether it was a UN member on that day."""
        return any(spell.holds(on) for spell in self.member)


class Succession(msgspec.Struct, frozen=True, kw_only=True):
    """One state followed another.

    how   continues (same legal person), divided, parted (the rest goes on), united, seat (only the UN seat passed)
    """

    before: str
    after: str
    on: date
    how: str
    source: str


def state(code: str) -> State:
    """The state with that alpha-3 code (any case; withdrawn codes of renamed states resolve too).

    raises  NotOnShelf with what was probably meant
    """
    wanted = code.strip().upper()
    table = _table()
    wanted = _codes().get(wanted, wanted)
    if wanted not in table:
        raise _unknown(code)
    return table[wanted]


def find(text: str) -> State:
    """The state a person means: alpha-3 or alpha-2 code, name or former name; case, accents and points do not count.

    raises  Ambiguous for words such as "Congo" or "Korea"; NotOnShelf with what was probably meant
    """
    wanted = _plain(text)
    if wanted in _unclear():
        choices = " or ".join(f"{code} ({_table()[code].name})" for code in _unclear()[wanted])
        raise Ambiguous(f"{text.strip()!r} fits several states", hint=f"write {choices}")
    code = _names().get(wanted)
    if code is None:
        raise _unknown(text)
    return _table()[code]


def all_states(on: date | None = None) -> tuple[State, ...]:
    """All states that existed on that day, in order of their codes; without a day, every entry of the table."""
    return tuple(entry for entry in _table().values() if on is None or entry.existed(on))


def un_members(on: date) -> tuple[State, ...]:
    """All UN members on that day, in order of their codes.

    The United Nations counted Yugoslavia until 1 November 2000, though A/RES/47/1 barred it from the Assembly from
    22 September 1992. Indonesia is left out from 20 January 1965 to 28 September 1966, as in the UN's own counts.
    """
    return tuple(entry for entry in _table().values() if entry.un_member(on))


def seat_of(code: str, on: date) -> str:
    """The code under which one seat runs through the vote record on that day: SUN under RUS, and China under
    TWN before 25 October 1971 (A/RES/2758 (XXVI)), under CHN from then on. Other codes stay as they are.
    """
    if code == "SUN":
        return "RUS"
    if code in ("CHN", "TWN"):
        passed = next(step.on for step in successions() if step.how == "seat")
        return "TWN" if on < passed else "CHN"
    return code


def successors(code: str) -> tuple[Succession, ...]:
    """What followed the state, in time; raises NotOnShelf for an unknown code."""
    wanted = state(code).iso3
    return tuple(step for step in successions() if step.before == wanted)


def predecessors(code: str) -> tuple[Succession, ...]:
    """What the state followed, in time; raises NotOnShelf for an unknown code."""
    wanted = state(code).iso3
    return tuple(step for step in successions() if step.after == wanted)


@cache
def successions() -> tuple[Succession, ...]:
    """All successions on record, in time."""
    steps = []
    for line in gazetteer.SUCCESSIONS.strip().splitlines():
        codes, day, how, source = line.split("|")
        before, after = codes.split(">")
        for one in after.split():
            steps.append(Succession(before=before, after=one, on=date.fromisoformat(day), how=how, source=source))
    return tuple(sorted(steps, key=lambda step: (step.on, step.before, step.after)))


def _unknown(text: str) -> NotOnShelf:
    plain = _plain(text)
    named = _names()
    close = [named[word] for word in get_close_matches(plain, [w for w in named if len(w) > 3], n=5, cutoff=0.7)]
    found = list(dict.fromkeys(close))[:3]
    if found:
        hint = "did you mean " + " or ".join(f"{code} ({_table()[code].name})" for code in found) + "?"
    else:
        hint = "use an ISO 3166 alpha-3 code such as SDN, or the English name of a state"
    return NotOnShelf(f"no state is known as {text.strip()!r}", hint=hint)


def _plain(text: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    # Apostrophes and points vanish (Côte d'Ivoire, U.S.A.), other signs part words. Letters of other scripts stay, so
    # that a Cyrillic letter in a code is no known name, and not another state's two-letter code.
    words = re.sub(r"[\W_]+", " ", re.sub(r"['’.]", "", bare.casefold()).replace("&", " and ")).strip()
    return words.removeprefix("the ")


@cache
def _table() -> dict[str, State]:
    aliases = _listed(gazetteer.ALIASES, ";")
    table = {}
    for line in sorted(gazetteer.STATES.strip().splitlines()):
        cells = line.split("|")
        if len(cells) != 8:
            raise BadContent(f"the gazetteer line {line!r} has {len(cells)} cells", hint="write eight, parted by |")
        code, iso2, numeric, name, short, group, life, member = cells
        table[code] = State(
            iso3=code, iso2=iso2, numeric=numeric, name=name, short=short or name, group=Group(group),
            life=_spells(life), member=_spells(member), aliases=aliases.get(code, ()),
        )  # fmt: skip
    return table


def _spells(text: str) -> tuple[Spell, ...]:
    if text == "-":
        return ()
    spells = []
    for part in text.split("+"):
        start, _, end = part.partition("/")
        spells.append(Spell(start=_day(start), end=_day(end)))
    return tuple(spells)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _listed(text: str, sign: str | None) -> dict[str, tuple[str, ...]]:
    lines = (line.partition(":") for line in text.strip().splitlines())
    return {head.strip(): tuple(item.strip() for item in rest.split(sign)) for head, _, rest in lines}


@cache
def _codes() -> dict[str, str]:
    return {code: codes[0] for code, codes in _listed(gazetteer.CODES, None).items()}


@cache
def _unclear() -> dict[str, tuple[str, ...]]:
    return {_plain(word): codes for word, codes in _listed(gazetteer.AMBIGUOUS, None).items()}


@cache
def _names() -> dict[str, str]:
    names = {_plain(code): target for code, target in _codes().items()}
    # Former states first, so that a living state keeps a code that ISO has given twice.
    for entry in sorted(_table().values(), key=lambda one: one.standing is not Standing.FORMER):
        for word in (entry.iso3, entry.iso2, entry.name, entry.short, *entry.aliases):
            if word:
                names[_plain(word)] = entry.iso3
    return {word: code for word, code in names.items() if word not in _unclear()}
