"""A text as clauses with levels, and what a choice of levels keeps of its substance. Weights are the user's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod

import msgspec

from comity.convene.drafting import STRENGTHS
from comity.kernel.errors import Misused, did_you_mean

# One level for each clause, by its place: (0, 2) keeps the first clause and takes the third form of the second.
Choice = tuple[int, ...]


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """One form of a clause.

    loss      share of the clause's substance that is lost, 0 as drafted and 1 left out
    strength  what the clause does in this form, a word of `drafting.STRENGTHS`; None where it does nothing
    """

    words: str
    loss: float
    strength: str | None = None

    def __post_init__(self) -> None:
        """Refuse a loss outside 0-1 and an unknown strength."""
        if not 0 <= self.loss <= 1:
            raise Misused(f"a level loses a share from 0 to 1; {self.words!r} has {self.loss}")
        if self.strength is not None and self.strength not in STRENGTHS:
            raise Misused(
                f"{self.strength!r} is no strength of a text", hint=did_you_mean(self.strength, list(STRENGTHS))
            )


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """A clause: its levels, first as drafted, and what it counts for in the substance of the text.

    fixed  a red line of the sponsors: only the first level is allowed
    """

    id: str
    levels: tuple[Level, ...]
    weight: float
    fixed: bool = False

    def __post_init__(self) -> None:
        """Refuse a clause without a form as drafted, or that counts for nothing."""
        if not self.levels or self.levels[0].loss != 0:
            raise Misused(f"the first level of {self.id} is as drafted and loses nothing")
        if not self.weight > 0:
            raise Misused(f"the weight of {self.id} lies above 0; got {self.weight}")

    @property
    def open(self) -> int:
        """How many levels may be chosen."""
        return 1 if self.fixed else len(self.levels)


class Menu(msgspec.Struct, frozen=True, kw_only=True):
    """All clauses of a text, each with its levels."""

    clauses: tuple[Clause, ...]

    def __post_init__(self) -> None:
        """Refuse a text without clauses or with two of one name."""
        names = [clause.id for clause in self.clauses]
        if not names or len(set(names)) != len(names):
            raise Misused("a text has at least one clause, and no two of one name")

    @property
    def as_drafted(self) -> Choice:
        """Every clause as drafted."""
        return (0,) * len(self.clauses)

    @property
    def size(self) -> int:
        """How many texts can be made."""
        return prod(clause.open for clause in self.clauses)

    def lost(self, clause: int, level: int) -> float:
        """Share of the whole text's substance lost by a level of a clause, 0-1."""
        whole = sum(item.weight for item in self.clauses)
        return self.clauses[clause].weight * self.clauses[clause].levels[level].loss / whole

    def substance(self, choice: Choice) -> float:
        """Share of the substance that is kept, 0-1: what is lost adds up over clauses."""
        return 1.0 - sum(self.lost(clause, level) for clause, level in enumerate(choice))

    def empty(self, choice: Choice) -> bool:
        """Whether nothing at all is left, which is no text that anybody could vote on."""
        return all(clause.levels[level].loss == 1 for clause, level in zip(self.clauses, choice, strict=True))

    def strength(self, choice: Choice) -> int:
        """Place in `drafting.STRENGTHS` of the strongest thing the text still does; 0 where it does nothing more."""
        return max(_place(clause.levels[level]) for clause, level in zip(self.clauses, choice, strict=True))

    def as_strong_as(self, place: int) -> tuple[Choice, ...]:
        """Forms that lose least among those of exactly that strength: one for each clause that may be the strongest."""
        capped = [self._least(clause, lambda does: does <= place) for clause in self.clauses]
        if None in capped:
            return ()
        found = []
        for at, clause in enumerate(self.clauses):
            level = self._least(clause, lambda does: does == place)
            if level is not None:
                found.append(
                    tuple(level if at == other else one for other, one in enumerate(capped) if one is not None)
                )
        return tuple(dict.fromkeys(found))

    def _least(self, clause: Clause, fits: Callable[[int], bool]) -> int | None:
        """The level of a clause that loses least among those whose strength fits; None where none does."""
        levels = [at for at, level in enumerate(clause.levels[: clause.open]) if fits(_place(level))]
        return min(levels, key=lambda at: clause.levels[at].loss, default=None)


def _place(level: Level) -> int:
    """Place of a level's strength in STRENGTHS; a level that does nothing is as mild as the mildest."""
    return STRENGTHS.index(level.strength) if level.strength else 0


# House judgement, shown wherever it is used: a clause counts for what it does, a referral to a court more than a call.
DEFAULT_WEIGHTS = {"condemn": 1.0, "investigate": 2.0, "mission": 3.0, "sanction": 3.0, "refer": 4.0, "force": 5.0}
# House judgement: asking for an inquiry in place of an act keeps some of it, a warning less.
_SOFTER = (
    ("investigate", 0.6, "asks for a report or an inquiry in its place"),
    ("condemn", 0.8, "condemns and warns of it, and decides nothing"),
)


def default_menu(
    clauses: Sequence[tuple[str, str, str]], *, weights: Mapping[str, float], fixed: frozenset[str] = frozenset()
) -> Menu:
    """A menu for a text of which only its measures are known: each kept, softened in one of two ways, or left out.

    clauses  (id, words, strength) of each
    weights  by id, the user's; `DEFAULT_WEIGHTS` of the strength where none is given
    raises   Misused for a weight or a red line of a clause that the text does not have
    """
    known = [name for name, _, _ in clauses]
    for name in (*weights, *fixed):
        if name not in known:
            raise Misused(f"the text has no clause {name!r}", hint=did_you_mean(name, known))
    made = []
    for name, words, strength in clauses:
        softer = [
            Level(words=said, loss=loss, strength=word)
            for word, loss, said in _SOFTER
            if STRENGTHS.index(word) < STRENGTHS.index(strength)
        ]
        out = Level(words="left out", loss=1.0)
        kept = Level(words=f"as drafted: {words}", loss=0.0, strength=strength)
        weight = weights.get(name, DEFAULT_WEIGHTS[strength])
        made.append(Clause(id=name, levels=(kept, *softer, out), weight=weight, fixed=name in fixed))
    return Menu(clauses=tuple(made))
