"""Made votes from known positions: how often the 90 % intervals of a fit hold the truth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.convene.positions.fitting import Sampling, augmented, quickly, sampled
from comity.convene.positions.quick import STEP_VARIANCE, Settings
from comity.convene.positions.roll_calls import CHOICES, RollCalls, checked
from comity.desk.skills import vote_scores as scores
from comity.kernel.progress import Progress
from comity.reference.skill import Metric

Floats = NDArray[np.float64]

TABLES, MEMBERS, PERIODS, CALLS = 12, 40, 4, 30
DRAWS, WARM_UP = 300, 150


def coverage(progress: Progress) -> dict[str, Metric]:
    """Share of known positions inside the intervals of both ways of sampling and of the quick fit, over made tables.

    Plain `coverage_simulated` is the joint posterior, `_augmented` the published scheme.
    """
    shares: dict[str, list[float]] = {f"coverage_simulated{end}": [] for end in ("", "_augmented", "_quick")}
    for seed in range(TABLES):
        place, votes, top = made(seed)
        sampling = Sampling(draws=DRAWS, seed=seed, warm_up=WARM_UP)
        for name, found in (
            ("coverage_simulated", sampled(votes, top, sampling)),
            ("coverage_simulated_augmented", augmented(votes, top, sampling)),
            ("coverage_simulated_quick", quickly(votes, top, Settings())),
        ):
            inside = (place >= found.low[:, :, 0]) & (place <= found.high[:, :, 0])
            shares[name].append(float(inside.mean()))
        progress("covering made positions", (seed + 1) / TABLES)
    rng = np.random.default_rng(scores.SEED)
    return {
        name: scores.metric(
            float(np.mean(found)), [float(np.mean(rng.choice(found, len(found)))) for _ in range(scores.RESAMPLES)]
        )
        for name, found in shares.items()
    }


def made(seed: int) -> tuple[Floats, RollCalls, str]:
    """Positions (members, periods), standardised; votes drawn from the model; the member with the highest mean."""
    rng = np.random.default_rng(seed)
    steps = np.sqrt(STEP_VARIANCE) * rng.standard_normal((MEMBERS, PERIODS))
    steps[:, 0] = rng.standard_normal(MEMBERS)
    place = np.cumsum(steps, axis=1)
    place = (place - place.mean()) / place.std()
    items = CALLS * PERIODS
    slope, low = rng.standard_normal(items), rng.normal(-0.7, 0.7, items)
    high = low + rng.exponential(0.6, items)
    item, member = np.divmod(np.arange(items * MEMBERS), MEMBERS)
    period = item // CALLS
    support = slope[item] * place[member, period] + rng.standard_normal(len(item))
    choice = np.array(CHOICES)[(support > low[item]) * 1 + (support > high[item])]
    names = np.array([f"M{i:02d}" for i in range(MEMBERS)])
    calls = np.array([f"R{i:03d}" for i in range(items)])
    return place, checked(names[member], calls[item], choice, period), str(names[place.mean(axis=1).argmax()])
