"""What the canvass is measured against, on the same members heard: usual vote, nearest bloc, a Gaussian update."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from comity.convene.canvass import rows as mixtures
from comity.convene.canvass.rows import Floats
from comity.desk.skills.canvass_scores import Past, Step

# Noise added to each vote's variance and the cut between abstaining and either side, in units of one vote.
NOISE, CUT = 0.05, 0.5
_LEAST = 0.02


class Peers:
    """Simple rules, ready for one session; each gives chances (rest, 3) for the members of a step not heard."""

    def __init__(self, known: Past, session: int) -> None:
        before = (known.session < session) & (known.session >= session - mixtures.WINDOW_SESSIONS)
        votes = known.votes[before]
        age = (session - 1 - known.session[before]).astype(np.float64)
        self._usual = mixtures.habits(votes[age < 3], np.zeros(int((age < 3).sum())))
        voted = votes >= 0
        same = np.zeros((votes.shape[1], votes.shape[1]))
        for choice in range(3):
            cast = (votes == choice).astype(np.float64)
            same += cast.T @ cast
        both = voted.astype(np.float64).T @ voted
        self._agree = same / np.maximum(both, 1) - (both < 20)
        mean = np.where(voted, votes, 0).sum(axis=0) / np.maximum(voted.sum(axis=0), 1)
        off = np.where(voted, votes - mean, 0.0)
        self._mean = mean - 1
        self._covariance = (off.T @ off) / np.maximum(both, 1)

    def usual(self, step: Step) -> Floats:
        """The state's usual vote in the last three sessions; nothing heard enters."""
        result: Floats = self._usual[step.call.columns[step.rest]]
        return result

    def bloc(self, step: Step) -> Floats:
        """The vote of the heard state with which it agreed most often in ten sessions."""
        columns, heard = step.call.columns, list(step.heard)
        if not heard:
            return self.usual(step)
        near = self._agree[np.ix_(columns[step.rest], columns[heard])].argmax(axis=1)
        told: NDArray[np.int64] = step.call.choice[heard][near]
        result: Floats = np.where(np.arange(3) == told[:, None], 0.9, 0.05)
        return result

    def gaussian(self, step: Step) -> Floats:
        """Votes as -1, 0, 1 and jointly normal over ten sessions: the conditional normal, cut into three."""
        columns, heard = step.call.columns, list(step.heard)
        own, told = columns[step.rest], columns[heard]
        across = self._covariance[np.ix_(own, told)]
        within = self._covariance[np.ix_(told, told)] + NOISE * np.eye(len(told))
        gain = np.linalg.solve(within, across.T).T if heard else across
        mean = self._mean[own] + gain @ (step.call.choice[heard] - 1 - self._mean[told])
        variance = np.diag(self._covariance)[own] - (gain * across).sum(axis=1)
        sd = np.sqrt(np.maximum(variance, 0.0) + NOISE)
        no, yes = ndtr((-CUT - mean) / sd), ndtr((mean - CUT) / sd)
        chance = np.stack([no, 1 - no - yes, yes], axis=-1)
        result: Floats = (1 - _LEAST) * chance + _LEAST / 3
        return result
