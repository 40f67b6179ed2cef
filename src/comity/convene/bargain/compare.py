"""The models side by side on one table, the compromise first: where each ends, how sure, who gains and who blocks."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np

from comity.convene.bargain.challenge import Challenged, challenge
from comity.convene.bargain.nash import nash
from comity.convene.bargain.noise import Draws, Noise, drawn, exchanged
from comity.convene.bargain.points import compromise, median, worth
from comity.convene.bargain.spatial import spatial
from comity.convene.bargain.table import Floats, Table
from comity.convene.bargain.zone import open_zone, unblocked
from comity.kernel.errors import Misused, Refused

# What a run costs decides how often it is repeated: 90 % intervals of the slow models rest on fewer draws, and say so.
_FEW = 24
_TIE_ORDERS = 10
_LEVELS = (5, 95)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be compared.

    draws   noisy repetitions behind each interval, 2 or more
    rounds  rounds of the exchange
    """

    noise: Noise = Noise()
    draws: int = 100
    seed: int = 0
    rounds: int = 10

    def __post_init__(self) -> None:
        """Refuse too few draws for an interval, and no round."""
        if self.rounds < 1:
            raise Misused(f"an exchange has at least one round; got {self.rounds}", hint="the usual number is 10")
        if self.draws < 2:
            raise Misused(f"an interval needs 2 repetitions or more; got {self.draws}", hint="100 is usual")


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """Why an actor blocks a point: a red line on an issue, or its alternative, which is worth more."""

    actor: str
    why: str


class Ending(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Where one model ends.

    point      (issues,) on the table as it was entered
    low, high  (issues,) 90 % interval over noisy repetitions, holding the point
    n          repetitions behind it
    worth      (actors,) what the point is worth to each, 0-1; gain is that less the worth of the compromise
    blocks     who blocks it and why
    move       (issues,) the nearest point that nobody blocks, less this one; None where there is none
    note       what a reader has to know of this run
    """

    model: str
    point: Floats
    low: Floats
    high: Floats
    n: int
    worth: Floats
    gain: Floats
    blocks: tuple[Block, ...]
    move: Floats | None
    note: str = ""


class Absent(msgspec.Struct, frozen=True, kw_only=True):
    """A model that gives nothing for this table, and why."""

    model: str
    why: str


class Compared(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Endings in a fixed order, the compromise first, and the models without one."""

    endings: tuple[Ending, ...]
    absent: tuple[Absent, ...]


def compare(told: Table, asked: Asked | None = None) -> Compared:
    """All models on one table; models that the table does not allow are listed with the reason."""
    want = asked or Asked()
    many = drawn(told, want.noise, draws=want.draws, seed=want.seed)
    base = worth(told, compromise(told))
    endings: list[Ending] = []
    absent: list[Absent] = []
    for name, run in _MODELS.items():
        try:
            point, sample, note = run(told, many, want)
        except Refused as refusal:
            absent.append(Absent(model=name, why=refusal.message))
            continue
        low, high = np.percentile(sample, _LEVELS, axis=0)
        endings.append(
            Ending(
                model=name, point=point, low=np.minimum(low, point), high=np.maximum(high, point), n=len(sample),
                worth=worth(told, point), gain=worth(told, point) - base, blocks=blocks(told, point),
                move=_move(told, point), note=note,
            )
        )  # fmt: skip
    return Compared(endings=tuple(endings), absent=tuple(absent))


def blocks(told: Table, point: Floats) -> tuple[Block, ...]:
    """Who blocks a point and why, in order of the table."""
    found = []
    values = worth(told, point)
    for at, actor in enumerate(told.actors):
        crossed = [
            f"{issue} {place:.1f} is {f'below {low:g}' if place < low else f'above {high:g}'}, its red line"
            for issue, place, low, high in zip(told.issues, point, told.low[at], told.high[at], strict=True)
            if place < low - 1e-6 or place > high + 1e-6
        ]
        if crossed:
            found.append(Block(actor=actor, why="; ".join(crossed)))
        elif values[at] < told.fallback[at] - 1e-6:
            why = f"it is worth {values[at]:.2f}, less than its alternative {told.fallback[at]:.2f}"
            found.append(Block(actor=actor, why=why))
    return tuple(found)


def _move(told: Table, point: Floats) -> Floats | None:
    if not blocks(told, point):
        return np.zeros(len(point))
    near = unblocked(told, point)
    return None if near is None else near - point


_Run = Callable[[Table, Draws, Asked], tuple[Floats, Floats, str]]


def _plain(of: Callable[[Table], Floats], most: int) -> _Run:
    """A model without chance: run on the table, then on so many drawn tables; those that refuse one are left out."""

    def run(told: Table, many: Draws, asked: Asked) -> tuple[Floats, Floats, str]:
        point = of(told)
        sample, refused = [], 0
        for at in range(min(asked.draws, most)):
            try:
                sample.append(of(many.one(told, at)))
            except Refused:
                refused += 1
        note = f"no point in {refused} of {refused + len(sample)} noisy repetitions" if refused else ""
        return point, np.array(sample or [point]), note

    return run


def _exchange(told: Table, many: Draws, asked: Asked) -> tuple[Floats, Floats, str]:
    if len(told.issues) < 2:
        raise Refused("an exchange needs two issues: with one there is nothing to give in return")
    same = drawn(told, Noise(position=0.0, salience=0.0, power=0.0), draws=_TIE_ORDERS, seed=0)
    orders = exchanged(same, rounds=asked.rounds, seed=asked.seed)
    spread = float((orders.max(axis=0) - orders.min(axis=0)).max())
    note = f"mean of {_TIE_ORDERS} orders among equal trades"
    if spread >= 0.5:
        note += f"; the order alone moves an issue by up to {spread:.1f} points"
    return orders.mean(axis=0), exchanged(many, rounds=asked.rounds, seed=asked.seed), note


def _challenge(told: Table, many: Draws, asked: Asked) -> tuple[Floats, Floats, str]:
    courses: list[Challenged | None] = []
    for issue in told.issues:
        try:
            courses.append(challenge(told, issue))
        except Refused:
            courses.append(None)
    settled = compromise(told)
    point = np.array([place if run is None else run.outcome for run, place in zip(courses, settled, strict=True)])
    restless = [
        f"{run.issue} cycles between {run.low:.1f} and {run.high:.1f}" if run.end == "cycles"
        else f"{run.issue} did not settle in {len(run.mean) - 1} rounds"
        for run in courses if run is not None and run.end != "settled"
    ]  # fmt: skip
    sample = _plain(_challenged, _FEW)(told, many, asked)[1]
    return point, sample, "; ".join(restless) or "settled on every issue"


def _challenged(told: Table) -> Floats:
    made = compromise(told)
    for at, issue in enumerate(told.issues):
        try:
            made[at] = challenge(told, issue).outcome
        except Refused:
            continue
    return made


def _spatial(told: Table, many: Draws, asked: Asked) -> tuple[Floats, Floats, str]:
    run = spatial(told)
    sample = _plain(_bargained, _FEW)(told, many, asked)[1]
    note = f"{'settled' if run.settled else 'not settled'} after {run.turns} turns"
    return compromise(msgspec.structs.replace(told, position=run.position[-1])), sample, note


def _bargained(told: Table) -> Floats:
    return compromise(msgspec.structs.replace(told, position=spatial(told).position[-1]))


def _fairest(told: Table) -> Floats:
    found = open_zone(told).fairest
    return compromise(told) if found is None else found


_MODELS: dict[str, _Run] = {
    "compromise": _plain(compromise, 10_000),
    "median": _plain(median, 10_000),
    "nash": _plain(lambda told: nash(told).point, 100),
    "egalitarian": _plain(_fairest, 100),
    "equal gain": _exchange,
    "challenge": _challenge,
    "spatial": _spatial,
}
