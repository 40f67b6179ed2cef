"""Graph model of a conflict: which situations nobody would leave, under four ways of looking ahead.

Source: Fang, Hipel and Kilgour 1993, Interactive Decision Making: The Graph Model for Conflict Resolution. Situations
are states, each actor can move between some of them, and ranks them.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused

Truth = NDArray[np.bool_]


class Stability(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Whether each state is stable for each actor; arrays of shape (actors, states). A state stable for all may last.

    nash  it has no improvement
    gmr   general metarational: every improvement can be answered by the others so that it is no better off
    smr   symmetric metarational: the same, and it cannot escape the answer
    seq   sequential: the same as gmr, and the others' answer is an improvement for those who make it
    """

    actors: tuple[str, ...]
    nash: Truth
    gmr: Truth
    smr: Truth
    seq: Truth

    def lasting(self, concept: str) -> tuple[int, ...]:
        """States that are stable for all under one of nash, gmr, smr, seq."""
        if concept not in {"nash", "gmr", "smr", "seq"}:
            raise Misused(f"no way of looking ahead is called {concept!r}", hint="use nash, gmr, smr or seq")
        return tuple(int(at) for at in np.flatnonzero(getattr(self, concept).all(axis=0)))


def stability(actors: Sequence[str], moves: Truth, ranks: NDArray[np.float64]) -> Stability:
    """Stability of all states.

    moves   (actors, states, states): whether the actor alone can go from one state to another
    ranks   (actors, states): how much it likes each; higher is better, equal is indifferent
    raises  Misused for shapes that do not fit, or fewer than two actors
    """
    count, states = len(actors), ranks.shape[-1]
    if count < 2 or moves.shape != (count, states, states) or ranks.shape != (count, states):
        raise Misused(
            f"moves are actors by states by states, ranks actors by states; got {moves.shape} and {ranks.shape}",
            hint="two actors or more, each named once",
        )
    better = ranks[:, None, :] > ranks[:, :, None]
    gains = moves & better & ~np.eye(states, dtype=bool)
    found: dict[str, list[Truth]] = {name: [] for name in ("nash", "gmr", "smr", "seq")}
    for one in range(count):
        no_better = ~better[one]
        others = [at for at in range(count) if at != one]
        escapes = _joined(moves[one], better[one].T).T
        found["nash"].append(~gains[one].any(axis=1))
        answers = _answers(moves[others])
        found["gmr"].append(_deterred(gains[one], answers, no_better))
        found["smr"].append(_deterred(gains[one], answers, no_better & ~escapes))
        found["seq"].append(_deterred(gains[one], _answers(gains[others]), no_better))
    return Stability(actors=tuple(actors), **{name: np.array(rows) for name, rows in found.items()})


def _deterred(gains: Truth, answers: Truth, punishing: Truth) -> Truth:
    """(states,) whether every improvement can be answered by a state that punishes; punishing is (from, answer)."""
    answered = _joined(answers, punishing.T)
    made: Truth = np.all(~gains | answered.T, axis=1)
    return made


def _answers(moves: Truth) -> Truth:
    """(states, states) what several actors can bring about in turn, nobody moving twice running; one move or more."""
    last = moves.copy()
    while True:
        grown = last.copy()
        for one in range(len(moves)):
            others = np.arange(len(moves)) != one
            grown[one] = last[one] | _joined(np.any(last[others], axis=0), moves[one])
        if (grown == last).all():
            made: Truth = np.any(last, axis=0)
            return made
        last = grown


def _joined(first: Truth, second: Truth) -> Truth:
    """Whether some state links each pair: the product of two relations."""
    made: Truth = first.astype(np.float32) @ second.astype(np.float32) > 0.5
    return made
