"""Forecasts by trees that ship as text, one edition a month known: read here, made by the fit `deaths`."""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import BadContent, Misused
from comity.kernel.time import Month, month
from comity.records.forecast import Driver
from comity.warn import grid
from comity.warn.draws import Draws, Floats
from comity.warn.features import PARTS

# Horizons that are fitted and written; those between are mixed from the two beside them.
FITTED = (1, 3, 6, 12)
HEADER = "known,state,horizon,shared," + ",".join(PARTS) + ",counts"
# Slices of the distribution of deaths where there are any: even up to 90 %, then finer.
_CUTS = np.concatenate([np.linspace(0, 0.9, 19), [0.92, 0.94, 0.96, 0.98, 0.99, 0.995, 1.0]])
_SLICES = np.diff(_CUTS)
_MIDDLES = _CUTS[:-1] + _SLICES / 2
_HINT = "remake it with: comity fit deaths"
SHARED = "what all states share"


class Edition(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The forecasts of one target made with one month known.

    parts   (states, fitted horizons, 1 + parts) log-odds of any death: what all states share, then the named parts
    places  (states, fitted horizons, slices) grid points of the deaths where there are any
    """

    target: str
    known: Month
    states: tuple[str, ...]
    parts: Floats
    places: NDArray[np.int64]

    def draws(self, horizon: int, states: tuple[str, ...]) -> tuple[Draws, NDArray[np.bool_]]:
        """Distributions for these states in this order, and which of them the edition holds; the others are empty.

        raises  Misused for a horizon outside 1-12
        """
        near, far, share = _beside(horizon)
        masses = (1 - share) * self._masses(near) + share * self._masses(far)
        made = np.zeros((len(states), len(grid.POINTS)))
        made[:, 0] = 1.0
        held = np.array([state in self.states for state in states], dtype=np.bool_)
        rows = [self.states.index(state) for state in states if state in self.states]
        odds = ((1 - share) * self.parts[:, near] + share * self.parts[:, far]).sum(axis=1)
        made[held] = grid.with_chance(masses, 1 / (1 + np.exp(-odds)))[rows]
        return grid.as_draws(made), held

    def drivers(self, horizon: int, state: str) -> tuple[Driver, ...]:
        """Parts of the log-odds of any death, most telling first after what all states share; they sum to it."""
        near, far, share = _beside(horizon)
        row = self.states.index(state)
        parts = (1 - share) * self.parts[row, near] + share * self.parts[row, far]
        named = [Driver(name=name, words=words, part=float(part), unit="log-odds")
                 for (name, words), part in zip(PARTS.items(), parts[1:], strict=True)]  # fmt: skip
        named.sort(key=lambda driver: (-abs(driver.part), driver.name))
        return (Driver(name="shared", words=SHARED, part=float(parts[0]), unit="log-odds"), *named)

    def _masses(self, at: int) -> Floats:
        made = np.zeros((len(self.states), len(grid.POINTS)))
        np.add.at(made, (np.arange(len(self.states))[:, None], self.places[:, at]), _SLICES)
        return made


def _beside(horizon: int) -> tuple[int, int, float]:
    if not FITTED[0] <= horizon <= FITTED[-1]:
        raise Misused(f"a horizon lies between {FITTED[0]} and {FITTED[-1]} months; got {horizon}")
    far = next(place for place, fitted in enumerate(FITTED) if fitted >= max(horizon, FITTED[1]))
    return far - 1, far, (horizon - FITTED[far - 1]) / (FITTED[far] - FITTED[far - 1])


def lines(known: Month, states: Iterable[str], horizon: int, masses: Floats, parts: Floats) -> list[str]:
    """The rows of one fitted horizon, in the order of the states; parts end with what all states share."""
    some = np.maximum(masses[:, 1:].sum(axis=1), 1e-12)
    reached = np.cumsum(masses[:, 1:], axis=1) / some[:, None]
    rows = []
    for row, state in enumerate(states):
        places = np.minimum(np.searchsorted(reached[row], _MIDDLES) + 1, len(grid.POINTS) - 1)
        log_odds = ",".join(_short(part) for part in (parts[row, -1], *parts[row, :-1]))
        rows.append(f"{known},{state},{horizon},{log_odds},{''.join(f'{place:02x}' for place in places)}")
    return rows


def _short(part: float) -> str:
    text = f"{part:.3f}"
    return "0" if float(text) == 0 else text


def read(target: str, content: bytes) -> tuple[Edition, ...]:
    """All editions in one file, oldest first.

    raises  BadContent naming the line, for a wrong header, a row out of order, or a state without all its horizons
    """
    first, *rows = content.decode("utf-8").splitlines() or [""]
    if first != HEADER:
        raise BadContent(f"deaths {target} starts with {first[:60]!r} and not with {HEADER[:60]!r}", hint=_HINT)
    found: dict[str, dict[str, dict[int, tuple[list[float], list[int]]]]] = {}
    for number, line in enumerate(rows, start=2):
        fields = line.split(",")
        try:
            known, state, horizon, *parts, counts = fields
            values = [float(part) for part in parts]
            places = [int(counts[at : at + 2], 16) for at in range(0, len(counts), 2)]
            within = len(values) == len(PARTS) + 1 and len(places) == len(_SLICES) and int(horizon) in FITTED
            within = within and 1 <= min(places) <= max(places) < len(grid.POINTS) and all(map(math.isfinite, values))
        except ValueError:
            within = False
        if not within:
            raise BadContent(f"deaths {target}, line {number} is no forecast: {line[:60]!r}", hint=_HINT)
        found.setdefault(known, {}).setdefault(state, {})[int(horizon)] = (values, places)
    return tuple(_edition(target, known, of) for known, of in sorted(found.items()))


def _edition(target: str, known: str, of: dict[str, dict[int, tuple[list[float], list[int]]]]) -> Edition:
    for state, horizons in of.items():
        if len(horizons) != len(FITTED):
            lacking = [horizon for horizon in FITTED if horizon not in horizons]
            raise BadContent(f"deaths {target}, edition {known}: {state} lacks the horizons {lacking}", hint=_HINT)
    states = tuple(sorted(of))
    return Edition(
        target=target,
        known=month(known),
        states=states,
        parts=np.array([[of[state][horizon][0] for horizon in FITTED] for state in states]),
        places=np.array([[of[state][horizon][1] for horizon in FITTED] for state in states], dtype=np.int64),
    )
