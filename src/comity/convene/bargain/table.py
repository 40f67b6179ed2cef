"""The table of a bargain: who stands where on each issue, how much it matters to them, and what they cannot accept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused, Refused

Floats = NDArray[np.float64]

BOTTOM, TOP = 0.0, 100.0


class Stance(msgspec.Struct, frozen=True, kw_only=True):
    """One actor on one issue.

    position   0-100
    salience   how much the issue matters to the actor, 0-1
    power      capability the actor can bring to bear, 0 or more, in any unit
    low, high  red lines: the actor accepts nothing outside them
    """

    actor: str
    issue: str
    position: float
    salience: float
    power: float
    low: float = BOTTOM
    high: float = TOP


class Table(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Stances as arrays of shape (actors, issues).

    position   0-100, NaN where an actor has no stance on an issue
    salience   0-1, 0 where there is no stance
    power      0 or more
    low, high  red lines, 0 and 100 where there are none
    fallback   (actors,) worth of the best alternative to an agreement, 0-1 on the scale of `worth`
    scale      for each issue what 0 and 100 stand for in the unit of the file
    """

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    position: Floats
    salience: Floats
    power: Floats
    low: Floats
    high: Floats
    fallback: Floats
    scale: tuple[tuple[float, float], ...]

    @property
    def weight(self) -> Floats:
        """Power times salience, 0 where there is no stance: what an actor counts for on an issue."""
        return np.where(np.isnan(self.position), 0.0, self.power * self.salience)


def table(
    stances: Iterable[Stance],
    *,
    fallback: Mapping[str, float] | None = None,
    scale: Mapping[str, tuple[float, float]] | None = None,
) -> Table:
    """The stances as arrays, actors and issues in order of first mention.

    fallback  worth of the best alternative by actor, 0-1
    scale     for issues that are not measured in 0-100, what 0 and 100 stand for
    raises    Refused for a repeated row, a value out of range, red lines that contradict one another or the actor's own
              position, an issue on which nobody has weight; Misused for unknown actors and an empty table
    """
    rows = tuple(stances)
    if not rows:
        raise Misused("there is nothing to bargain over: no stance is given", hint="give actor, issue and position")
    actors = tuple(dict.fromkeys(row.actor for row in rows))
    issues = tuple(dict.fromkeys(row.issue for row in rows))
    shape = (len(actors), len(issues))
    found = {name: np.zeros(shape) for name in ("salience", "power", "low")}
    found["position"] = np.full(shape, np.nan)
    found["high"] = np.full(shape, TOP)
    for row in rows:
        at = actors.index(row.actor), issues.index(row.issue)
        if not np.isnan(found["position"][at]):
            raise Refused(f"{row.actor} stands twice on {row.issue}", hint="keep one row for an actor and an issue")
        _checked(row)
        for name, cells in found.items():
            cells[at] = getattr(row, name)
    made = Table(
        actors=actors,
        issues=issues,
        fallback=_fallbacks(actors, fallback or {}),
        scale=tuple((scale or {}).get(issue, (BOTTOM, TOP)) for issue in issues),
        **found,
    )
    _weighed(made)
    return made


def replaced(told: Table, *, position: Floats | None = None, order: Sequence[int] | None = None) -> Table:
    """The same table with other positions, or with its actors in another order."""
    made = told if position is None else msgspec.structs.replace(told, position=position)
    if order is None:
        return made
    rows = list(order)
    arrays = ("position", "salience", "power", "low", "high", "fallback")
    return msgspec.structs.replace(
        made, actors=tuple(made.actors[at] for at in rows), **{name: getattr(made, name)[rows] for name in arrays}
    )


def _checked(row: Stance) -> None:
    where = f"{row.actor} on {row.issue}"
    for name, low, high in (("position", BOTTOM, TOP), ("salience", 0.0, 1.0), ("power", 0.0, np.inf)):
        value = getattr(row, name)
        if not (low <= value <= high) or value == np.inf:
            bounds = f"{low:g} to {high:g}" if high < np.inf else "0 or more"
            raise Refused(f"{where}: {name} is {bounds}; got {value:g}", hint="correct the row")
    if not BOTTOM <= row.low <= row.high <= TOP:
        raise Refused(
            f"{where}: the red lines contradict one another: at least {row.low:g} and at most {row.high:g}",
            hint="the lower line stands at or below the upper one, both within 0-100",
        )
    if not row.low <= row.position <= row.high:
        raise Refused(
            f"{where}: its own position {row.position:g} lies outside its red lines {row.low:g}-{row.high:g}",
            hint="correct the position or the red lines",
        )


def _fallbacks(actors: tuple[str, ...], given: Mapping[str, float]) -> Floats:
    strangers = sorted(set(given) - set(actors))
    if strangers:
        raise Misused(f"{', '.join(strangers)}: no such actor at this table", hint=f"known: {', '.join(actors[:8])}")
    for name, value in given.items():
        if not 0 <= value <= 1:
            raise Refused(
                f"{name}: the worth of its best alternative is 0 to 1; got {value:g}", hint="1 is all it asks"
            )
    return np.array([given.get(name, 0.0) for name in actors])


def _weighed(made: Table) -> None:
    if not made.power.any():
        raise Refused("nobody at the table has power", hint="give at least one actor a power above 0")
    empty = [issue for issue, total in zip(made.issues, made.weight.sum(axis=0), strict=True) if not total > 0]
    if empty:
        raise Refused(
            f"nobody has both power and salience on {', '.join(empty)}", hint="leave the issue out, or weigh it"
        )
