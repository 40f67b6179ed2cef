"""Noisy repetitions of a table: what is said of positions, saliences and power is never exact."""

from __future__ import annotations

import msgspec
import numpy as np

from comity.convene.bargain.exchange import courses
from comity.convene.bargain.table import BOTTOM, TOP, Floats, Table
from comity.kernel.errors import Misused

# Repetitions that are computed side by side: more do not fit the processor's cache.
_TOGETHER = 25


class Noise(msgspec.Struct, frozen=True, kw_only=True):
    """Standard deviations of what is entered. They are a judgement; no data set at hand says how far coders are off.

    position  points
    salience  on the scale 0-1
    power     share of itself (the logarithm is normal)
    """

    position: float = 5.0
    salience: float = 0.1
    power: float = 0.1

    def __post_init__(self) -> None:
        """Refuse what is no standard deviation."""
        for name in self.__struct_fields__:
            if not 0 <= getattr(self, name) < np.inf:
                raise Misused(f"noise in {name} is 0 or more; got {getattr(self, name)}", hint="0 means none")


class Draws(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Drawn tables, each array of shape (draws, actors, issues)."""

    position: Floats
    salience: Floats
    power: Floats

    def one(self, told: Table, at: int) -> Table:
        """The drawn table of that number."""
        return msgspec.structs.replace(
            told, position=self.position[at], salience=self.salience[at], power=self.power[at]
        )


def drawn(told: Table, noise: Noise, *, draws: int, seed: int) -> Draws:
    """Tables with noise, kept within bounds and within each actor's red lines; the order of rows changes nothing.

    raises  Misused for less than one draw
    """
    if draws < 1:
        raise Misused(f"repetitions are counted from 1; got {draws}", hint="100 or more give a steady interval")
    order = np.ix_(np.argsort(np.argsort(told.actors)), np.argsort(np.argsort(told.issues)))
    rng = np.random.default_rng(seed)
    waves = rng.standard_normal((3, draws, *told.position.shape))[:, :, order[0], order[1]]
    cares = told.salience > 0
    return Draws(
        position=np.clip(
            told.position + noise.position * waves[0], np.maximum(told.low, BOTTOM), np.minimum(told.high, TOP)
        ),
        # Who cares for an issue still cares for it a little, so that no issue is left without weight.
        salience=np.where(cares, np.clip(told.salience + noise.salience * waves[1], 0.01, 1.0), 0.0),
        power=told.power * np.exp(noise.power * waves[2]),
    )


def exchanged(many: Draws, *, rounds: int = 10, seed: int = 0) -> Floats:
    """Outcomes of Equal Gain exchange after the last round, for each drawn table. Shape (draws, issues)."""
    parts = []
    for at in range(0, len(many.position), _TOGETHER):
        some = slice(at, at + _TOGETHER)
        outcome, _, _ = courses(
            many.position[some], many.salience[some], many.power[some], rounds=rounds, seed=seed + at
        )
        parts.append(outcome[-1])
    return np.concatenate(parts)
