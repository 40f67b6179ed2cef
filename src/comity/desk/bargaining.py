"""A bargain over several issues, from a file: models side by side, the zone, who gains and who blocks."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from comity.convene.bargain.compare import Absent, Asked, Block, Ending, compare
from comity.convene.bargain.exchange import Deal, equal_gain
from comity.convene.bargain.ladder import Ladder, ladder
from comity.convene.bargain.points import compromise
from comity.convene.bargain.read import Form, read
from comity.convene.bargain.steps import read_steps
from comity.convene.bargain.table import Floats, Table
from comity.convene.bargain.zone import Zone, zone
from comity.kernel.errors import OutsideFailed, Refused
from comity.kernel.estimate import Baseline, Estimate

METHOD = "bargaining"
# What the interval is about: the tie order is part of it, since it moves an exchange as much as a small error does.
COVERS = "noise in positions, saliences and power as assumed"
UNTESTED = (
    "no figure here was tested against how a negotiation ended: the data at hand hold positions, not outcomes",
    "noise is assumed (5 points, 0.1 of salience, 10 % of power unless given), not measured",
)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a model ends on one issue, 0-100 and in the unit of the file."""

    issue: str
    at: Estimate
    in_unit: float


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What one model gives.

    places   one for each issue
    gains    what it is worth to each actor beyond the compromise, 0-1, most first
    blocks   who blocks it and why
    move     points to move on each issue so that nobody blocks, only where something moves; None if nothing would do
    """

    model: str
    places: tuple[Place, ...]
    gains: tuple[tuple[str, float], ...]
    blocks: tuple[Block, ...]
    move: dict[str, float] | None
    note: str


class Bargained(msgspec.Struct, frozen=True, kw_only=True):
    """A bargain with its answers.

    results  models side by side, the compromise first, which is the baseline of all
    absent   models that this table does not allow, with the reason
    zone     why there is no zone of possible agreement; empty text if there is one
    bounds   what red lines leave on each issue that has one
    least    gain of the actor that gains least at the egalitarian point; None where red lines clash
    binding  actors that fix it: more for one is less for another
    deals    largest trades of the first round of the exchange
    """

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    results: tuple[Result, ...]
    absent: tuple[Absent, ...]
    zone: str
    bounds: dict[str, tuple[float, float]]
    least: float | None
    binding: tuple[str, ...]
    deals: tuple[Deal, ...]
    notes: tuple[str, ...]


def bargain_file(path: Path, *, form: Form | None = None, asked: Asked | None = None) -> Bargained:
    """The bargain in a file; raises OutsideFailed for a file that cannot be read, and as `bargain` does."""
    return bargain(_text(path), form=form, asked=asked)


def ladder_file(path: Path, *, trust: float) -> Ladder:
    """The ladder of the steps in a file; raises OutsideFailed for a file that cannot be read, and as `ladder` does."""
    return ladder(read_steps(_text(path)), trust=trust)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OutsideFailed(f"cannot read {path}: {error}", hint="give a CSV file in UTF-8") from error


def bargain(text: str, *, form: Form | None = None, asked: Asked | None = None) -> Bargained:
    """The bargain in a text in one of the forms that are read; raises Refused and Misused as the reader does."""
    told, want = read(text, form=form), asked or Asked()
    found, room = compare(told, want), zone(told)
    base = compromise(told)
    return Bargained(
        actors=told.actors,
        issues=told.issues,
        results=tuple(_result(told, ending, base) for ending in found.endings),
        absent=found.absent,
        zone=room.why,
        bounds=_bounds(told, room),
        least=None if np.isnan(room.least) else room.least,
        binding=room.binding,
        deals=_deals(told, want),
        notes=UNTESTED,
    )


def _bounds(told: Table, room: Zone) -> dict[str, tuple[float, float]]:
    return {
        issue: (float(low), float(high))
        for issue, low, high in zip(told.issues, room.low, room.high, strict=True)
        if low > 0 or high < 100
    }


def _deals(told: Table, want: Asked) -> tuple[Deal, ...]:
    try:
        return equal_gain(told, rounds=1, seed=want.seed).deals[:10] if len(told.issues) > 1 else ()
    except Refused:
        return ()


def _result(told: Table, ending: Ending, base: Floats) -> Result:
    order = np.argsort(-ending.gain, kind="stable")
    moved = None
    if ending.move is not None:
        steps = zip(told.issues, ending.move, strict=True)
        moved = {issue: round(float(step), 2) for issue, step in steps if abs(step) >= 0.005}
    return Result(
        model=ending.model,
        places=tuple(_place(told, ending, base, at) for at in range(len(told.issues))),
        gains=tuple((told.actors[at], round(float(ending.gain[at]), 4)) for at in order),
        blocks=ending.blocks,
        move=moved,
        note=ending.note,
    )


def _place(told: Table, ending: Ending, base: Floats, at: int) -> Place:
    low, high = told.scale[at]
    value = float(ending.point[at])
    return Place(
        issue=told.issues[at],
        at=Estimate(
            value=value, low=float(ending.low[at]), high=float(ending.high[at]), covers=COVERS, method=METHOD,
            n=ending.n, unit="points", baseline=Baseline(value=float(base[at]), method="compromise: weighted mean"),
        ),
        in_unit=low + value * (high - low) / 100,
    )  # fmt: skip
