"""Positions from any table of roll calls: the quick fit or exact sampling, one or more dimensions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.positions.augmented import Augmented
from comity.convene.positions.blocks import blocks
from comity.convene.positions.chain import Chain
from comity.convene.positions.identify import LINE, PLANE, sign, turned
from comity.convene.positions.quick import STEP_VARIANCE, Quick, Settings, quick
from comity.convene.positions.roll_calls import RollCalls, roll_calls
from comity.convene.positions.standing import AUGMENTED_COVERS, QUICK_COVERS, SAMPLED_COVERS, Standing
from comity.kernel.errors import Misused, NotOnShelf, did_you_mean
from comity.kernel.progress import Progress, silent

Floats = NDArray[np.float64]
Table = RollCalls | Iterable[tuple[str, str, str, int]]
# Two-sided 90 % of a normal distribution, and its share in each tail.
_Z90 = 1.6449
_TAILS = (0.05, 0.95)
# Fewest draws whose 5th and 95th hundredth can be read.
FEWEST_DRAWS = 100


class Sampling(msgspec.Struct, frozen=True, kw_only=True):
    """Draws kept, seed, sweeps before the first kept draw, and the variance of a step."""

    draws: int
    seed: int
    warm_up: int = 200
    step: float = STEP_VARIANCE


def fit(
    votes: Table,
    *,
    positive: str,
    method: Literal["quick", "sampled", "augmented"] = "quick",
    draws: int = 600,
    seed: int | None = None,
    dimensions: int = 1,
) -> Standing:
    """Where the members stand in each period.

    votes     checked roll calls, or rows of member, roll call, choice ("no", "abstain", "yes") and period
    positive  member that settles the sign: it is positive on average, in each dimension
    method    "quick": variational, seconds for a million votes, intervals too narrow; "sampled": Markov chain Monte
              Carlo, minutes, calibrated intervals, one dimension, needs `seed`; "augmented": the same by the scheme
              of the published positions of states
    raises    Refused for a bad table (see roll_calls), NotOnShelf for an unknown `positive`, Misused for the rest
    """
    checked = votes if isinstance(votes, RollCalls) else roll_calls(votes)
    if positive not in checked.members:
        raise NotOnShelf(f"{positive!r} has no vote in the table", hint=did_you_mean(positive, checked.members))
    if not 1 <= dimensions < len(checked.members):
        raise Misused(
            f"{dimensions} dimensions cannot be told apart by {len(checked.members)} members",
            hint="give 1 or more, fewer than members",
        )
    if method == "quick":
        return quickly(checked, positive, Settings(dimensions=dimensions))
    if method not in ("sampled", "augmented"):
        raise Misused(f"there is no method {method!r}", hint="give quick, sampled or augmented")
    if seed is None:
        raise Misused("sampling needs a seed", hint="give seed=1, or any whole number, to be able to repeat it")
    if dimensions != 1 or draws < FEWEST_DRAWS:
        raise Misused(
            f"sampling gives one dimension from {FEWEST_DRAWS} draws or more; got {dimensions} and {draws}",
            hint="use the quick method for more dimensions",
        )
    run = sampled if method == "sampled" else augmented
    return run(checked, positive, Sampling(draws=draws, seed=seed))


def quickly(votes: RollCalls, positive: str, settings: Settings) -> Standing:
    """The quick fit with its own settings."""
    found, n = quick(votes, settings), _counts(votes)
    found = turned(found, n > 0, votes.members.index(positive))
    spread = np.sqrt(np.maximum(np.diagonal(found.covariance, axis1=2, axis2=3), 0))
    bands = (found.mean, found.mean - _Z90 * spread, found.mean + _Z90 * spread)
    return _standing(votes, positive, bands, found, QUICK_COVERS)


def sampled(votes: RollCalls, positive: str, sampling: Sampling, progress: Progress = silent) -> Standing:
    """Posterior means and 90 % intervals from a Markov chain that starts at the quick fit."""
    start = quick(votes, Settings(step=sampling.step))
    items = np.concatenate([start.slope.T, start.cuts])
    chain = Chain(blocks(votes), (start.mean[:, :, 0], items), sampling.step, sampling.seed)

    def state() -> tuple[Floats, Floats]:
        return chain.place[chain.seen], chain.items

    kept, items = _run(chain.sweep, state, sampling, progress)
    return _drawn(votes, positive, (start, kept, items), SAMPLED_COVERS)


def augmented(votes: RollCalls, positive: str, sampling: Sampling, progress: Progress = silent) -> Standing:
    """The same from the scheme of the published sampler; see `comity.convene.positions.augmented` for what differs.

    Tie roll calls on the same text first (`same_texts`, `tied`). The step of `sampling` only serves the start.
    """
    start = quick(votes, Settings(step=sampling.step))
    signs = sign(start.mean, votes.members.index(positive), _counts(votes) > 0)
    items = np.concatenate([start.slope.T * signs, start.cuts])
    chain = Augmented(votes, (start.mean[:, :, 0] * signs, items), sampling.seed)

    def state() -> tuple[Floats, Floats]:
        return chain.place, np.stack([chain.slope, chain.low, chain.high])

    kept, items = _run(chain.sweep, state, sampling, progress)
    return _drawn(votes, positive, (start, kept, items), AUGMENTED_COVERS)


def _run(
    sweep: Callable[[], None], state: Callable[[], tuple[Floats, Floats]], sampling: Sampling, progress: Progress
) -> tuple[NDArray[np.float32], Floats]:
    """Kept positions (draws, cells) and mean items (3, groups)."""
    total = sampling.warm_up + sampling.draws
    places, items = state()
    kept, item_sum = np.zeros((sampling.draws, len(places)), dtype=np.float32), np.zeros_like(items)
    for number in range(total):
        sweep()
        if number >= sampling.warm_up:
            places, items = state()
            kept[number - sampling.warm_up] = places
            item_sum += items / sampling.draws
        if number % 10 == 9:
            progress("sampling positions", (number + 1) / total)
    return kept, item_sum


def _drawn(votes: RollCalls, positive: str, found: tuple[Quick, NDArray[np.float32], Floats], covers: str) -> Standing:
    """Means and 90 % intervals of kept draws; cells are in order of member and period."""
    start, kept, items = found
    seen = _counts(votes) > 0
    mean = np.zeros((*seen.shape, 1))
    mean[seen, 0] = kept.mean(axis=0, dtype=np.float64)
    side = float(sign(mean, votes.members.index(positive), seen)[0])
    low, high = mean.copy(), mean.copy()
    low[seen, 0], high[seen, 0] = np.quantile(side * kept, _TAILS, axis=0)
    whole = Quick(
        mean=side * mean, covariance=start.covariance, slope=side * items[:1].T, cuts=items[1:], iterations=len(kept)
    )
    # A mean may leave the interval of its draws only by rounding.
    bands = (whole.mean, np.minimum(low, whole.mean), np.maximum(high, whole.mean))
    return _standing(votes, positive, bands, whole, covers)


def _counts(votes: RollCalls) -> NDArray[np.int64]:
    shape = (len(votes.members), len(votes.periods))
    cell = votes.member * shape[1] + votes.period[votes.item]
    return np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)


def _standing(
    votes: RollCalls, positive: str, bands: tuple[Floats, Floats, Floats], found: Quick, covers: str
) -> Standing:
    n = _counts(votes)
    value, low, high = (np.where((n > 0)[:, :, None], band, np.nan) for band in bands)
    words = LINE if value.shape[2] == 1 else PLANE
    return Standing(
        members=votes.members, periods=votes.periods, roll_calls=votes.roll_calls, value=value, low=low, high=high,
        n=n, slope=found.slope[votes.group], cuts=found.cuts[:, votes.group], covers=covers,
        identification=words.format(positive=positive), left_out=votes.left_out, passes=found.iterations,
    )  # fmt: skip
