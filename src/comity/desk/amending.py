"""Amendments to a draft before a body: the least loss of substance that carries it, and who moves with each change."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene import ballots, drafting, rules
from comity.convene.amend import scenes, search
from comity.convene.amend.changes import Change, between, changes
from comity.convene.amend.clauses import DEFAULT_WEIGHTS, Clause, Level, Menu, default_menu
from comity.convene.amend.scenes import Floor
from comity.convene.amend.search import Form, Found
from comity.convene.ballots.forecast import COUNCIL, Forecast
from comity.desk import engines
from comity.desk.canvassing import Setting
from comity.desk.convening import Convene
from comity.kernel.errors import BadContent, Misused, Refused
from comity.kernel.estimate import Estimate
from comity.records.ballot import Ballot
from comity.records.draft import Draft
from comity.reference import measures

Floats = NDArray[np.float64]

# Single votes that the search looks at: all draws in a council, some hundred in an assembly. What is told of the draft
# and of the form found is from all draws.
_LOOKED = 60_000
_COLUMNS = ("clause", "level", "loss", "weight", "strength")


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is wanted of the text.

    target   chance of adoption to reach
    weights  by clause, what it counts for; the house's by strength where none is given
    fixed    clauses that may not change
    table    file of clauses, levels and effects on members, in place of the default menu
    most     alternatives to list
    """

    target: float
    weights: Mapping[str, float] = {}
    fixed: frozenset[str] = frozenset()
    table: str | None = None
    most: int = 10


class Amended(msgspec.Struct, frozen=True, kw_only=True):
    """A draft, what its forms keep and reach, and who moves.

    adopted       chance as drafted; after, chance of the form found, both from all draws
    found         the least loss that reaches the target, with proof or gap
    whole         what the changes of that form do to members together
    frontier      forms of which none keeps more and carries likelier too; `exact` if it is the whole list
    alternatives  forms that reach the target, least loss first
    changes       every change alone, on the text as drafted
    """

    draft: Draft
    menu: Menu
    adopted: Estimate
    after: Estimate
    found: Found
    whole: Change
    frontier: tuple[Form, ...]
    exact: bool
    alternatives: tuple[Form, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


def amend(convene: Convene, draft: Draft, wish: Wish) -> Amended:
    """The least change of a draft that reaches a chance of adoption, the frontier, alternatives, and who moves.

    raises  Refused naming the best chance to be had where the target is out of reach, and where no form would be
            predicted otherwise than the draft; BadContent for a table that cannot be read
    """
    setting = convene.setting(draft)
    ballot = convene.predict(draft).ballot
    menu, levels = _menu(draft, setting.members, wish)
    made = _forecasts(draft, menu, setting.members)
    all_of_them = _floor(setting, menu, levels, made)
    if not all_of_them.moves:
        raise Refused(
            f"every form of the text would be predicted alike: votes in {draft.body} are not predicted from what a "
            "text does",
            hint="say what each form does to members: comity convene amend --table FILE",
        )
    looked = _floor(setting, menu, levels, made, every=max(1, made[0].votes.size // _LOOKED))
    found = search.least(looked, wish.target)
    known, exact = search.frontier(looked)
    return Amended(
        draft=draft,
        menu=menu,
        adopted=_told(all_of_them, ballot, made[0], menu.as_drafted),
        after=_told(all_of_them, ballot, made[0], found.form.choice),
        found=found,
        whole=between(all_of_them, setting.members, menu.as_drafted, found.form.choice),
        frontier=known,
        exact=exact,
        alternatives=search.alternatives(looked, wish.target, most=wish.most),
        changes=changes(all_of_them, setting.members),
        notes=_notes(setting, wish, ballot),
    )


def _floor(
    setting: Setting, menu: Menu, levels: tuple[Floats, ...], made: tuple[Forecast, ...], *, every: int = 1
) -> Floor:
    target = setting.draft.target
    given = rules.Given(populations=dict(setting.populations), concerned=(target,) if target else ())

    def adopts(votes: NDArray[np.int8]) -> NDArray[np.bool_]:
        return rules.adopted(setting.rule, votes, setting.members, given=given, missing="absent")

    drawn = []
    for one in made:
        chances = np.repeat(one.rows, len(one.votes) // len(one.rows), axis=0)
        drawn.append(scenes.distances(one.votes[::every], chances[::every], seed=engines.SEED))
    return Floor(menu, tuple(drawn), levels, adopts)


def _menu(draft: Draft, members: tuple[str, ...], wish: Wish) -> tuple[Menu, tuple[Floats, ...]]:
    """The clauses, and what each level adds to members beside what its strength does."""
    if wish.table is not None:
        if wish.weights:
            raise Misused("the table gives the weights", hint="leave --weights out, or the table")
        return _read(Path(wish.table), members, wish.fixed)
    named = [measures.get(name) for name in draft.measures]
    top = drafting.STRENGTHS.index(draft.strength)
    # A draft may be said to do less than its measures usually do; no clause then does more than the whole.
    does = [min(drafting.STRENGTHS.index(drafting.strength([(m.id, m.category)])), top) for m in named]
    clauses = [(m.id, m.name, drafting.STRENGTHS[place]) for m, place in zip(named, does, strict=True)]
    if top > max(does, default=-1):
        clauses.append(("text", drafting.STRENGTH_WORDS[draft.strength], draft.strength))
    menu = default_menu(clauses, weights=wish.weights, fixed=wish.fixed)
    return menu, scenes.no_effect(menu, len(members))


def _forecasts(draft: Draft, menu: Menu, members: tuple[str, ...]) -> tuple[Forecast, ...]:
    """Votes by what the text still does at its strongest: one for each strength in the Council, elsewhere one."""
    words = {level.strength for clause in menu.clauses for level in clause.levels if level.strength}
    seen = drafting.STRENGTHS if draft.body == COUNCIL and len(words) > 1 else (draft.strength,)
    # The same seed for all, so that forms differ by what they say and not by luck.
    return tuple(
        ballots.forecast(
            engines.vote_model(), msgspec.structs.replace(draft, strength=word), members,
            n=engines.DRAWS, seed=engines.SEED,
        )
        for word in seen
    )  # fmt: skip


def _told(floor: Floor, ballot: Ballot, drawn: Forecast, choice: tuple[int, ...]) -> Estimate:
    """Chance of adoption of a form from all draws, with the interval over outer draws."""
    shares = floor.adopted(choice).reshape(drawn.outer, -1).mean(axis=1)
    mean = float(shares.mean())
    low, high = (float(at) for at in np.quantile(shares, (0.05, 0.95)))
    return msgspec.structs.replace(
        ballot.adopted,
        value=round(mean, 4),
        low=round(min(low, mean), 4),
        high=round(max(high, mean), 4),
        method="amendments",
    )


def _notes(setting: Setting, wish: Wish, ballot: Ballot) -> tuple[str, ...]:
    notes = []
    if wish.table is None:
        shown = ", ".join(f"{word} {weight:g}" for word, weight in DEFAULT_WEIGHTS.items())
        notes.append(f"substance: a clause counts by what it does ({shown}) unless --weights says otherwise")
        notes.append("a softened clause loses 60 % (an inquiry in its place) or 80 % (a warning); all are judgements")
    if setting.draft.body == COUNCIL:
        notes.append("the model sees the strongest thing a text does: dropping one of two equal clauses moves nobody")
    if setting.coverage.missing:
        notes.append(f"{setting.coverage.words}; they count as absent here")
    return (*notes, *ballot.notes)


def _read(path: Path, members: tuple[str, ...], fixed: frozenset[str]) -> tuple[Menu, tuple[Floats, ...]]:
    """Menu and effects from a table: clause, level, loss, weight, strength, then one column a member, in log-odds."""
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadContent(f"{path.name} cannot be read: {error}", hint="give a CSV file in UTF-8") from error
    heads = tuple(rows[0]) if rows else ()
    strangers = [head for head in heads if head not in (*_COLUMNS, *members)]
    if not rows or heads[:3] != _COLUMNS[:3] or strangers:
        raise BadContent(
            f"{path.name} has columns {', '.join(map(str, heads)) or 'none'}",
            hint=f"write {', '.join(_COLUMNS)} and then codes of members, such as {', '.join(members[:3])}",
        )
    clauses: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        clauses.setdefault(row["clause"], []).append(row)
    unknown = sorted(fixed - set(clauses))
    if unknown:
        raise Misused(f"the text has no clause {', '.join(unknown)}", hint=f"it has {', '.join(clauses)}")
    menu = Menu(
        clauses=tuple(
            Clause(
                id=name,
                weight=_number(rows[0], "weight", path, otherwise=1.0),
                fixed=name in fixed,
                levels=tuple(
                    Level(words=row["level"], loss=_number(row, "loss", path), strength=row.get("strength") or None)
                    for row in rows
                ),
            )
            for name, rows in clauses.items()
        )
    )
    effects = [np.array([[_number(row, member, path) for member in members] for row in rows])
               for rows in clauses.values()]  # fmt: skip
    return menu, tuple(effects)


def _number(row: dict[str, str], column: str, path: Path, *, otherwise: float = 0.0) -> float:
    text = (row.get(column) or "").strip()
    try:
        found = float(text) if text else otherwise
    except ValueError:
        found = float("nan")
    if not np.isfinite(found):
        raise BadContent(f"{path.name}: {column} of {row['clause']!r} is {text!r}", hint="write a number, or nothing")
    return found
