"""Latent factors of states in the Assembly, by session: what the joint draws of votes and the canvass rest on."""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.factors import fit
from comity.convene.factors.table import Session
from comity.desk.fits import Fitted, positions, sealed
from comity.kernel.progress import Progress
from comity.reference.fitted import About, MadeFrom
from comity.store.raw import RawData

NAME = "factors"
WORDS = "latent factors of each state after each session of the General Assembly"
# The first sessions are fitted together and only start the filter; figures begin with the last of them.
FIRST_SESSION, BURN_IN = 28, 10
FIRST_KNOWN = FIRST_SESSION + BURN_IN - 1
SEED = 1945


def tables(record: positions.Record, sessions: range) -> list[NDArray[np.int8]]:
    """Votes of each session as a table (roll calls, states): 0 no, 1 abstain, 2 yes, -1 none."""
    whole = np.full((len(record.votes.session), record.votes.states), -1, dtype=np.int8)
    whole[record.votes.item, record.votes.state] = record.votes.choice
    return [whole[record.votes.session + 1 == session] for session in sessions]


def filtered(record: positions.Record) -> fit.Filtered:
    """Factors after each session from FIRST_SESSION + BURN_IN - 1 on, from no later vote."""
    sessions = range(FIRST_SESSION, record.votes.sessions + 1)
    return fit.filtered(tables(record, sessions), burn_in=BURN_IN, seed=SEED)


def run(raw: RawData, progress: Progress) -> Fitted:
    """The artefact `factors`: one row a state and session, and one sheet a session."""
    progress("reading roll calls", 0.0)
    record = positions.record(raw)
    progress("fitting factors", 0.2)
    found = filtered(record)
    known_on = positions.ends(raw, record.votes.sessions)
    k = found.states[0].mean.shape[1]
    lines = [",".join(["session", "iso3", *(f"m{i}" for i in range(k)), *(f"s{i}" for i in range(k))])]
    sheets = []
    for n, (states, prior) in enumerate(zip(found.states, found.priors, strict=True)):
        session = FIRST_KNOWN + n
        voted = _voted(record, session)
        sd = np.sqrt(np.einsum("skk->sk", states.covariance))
        for i in np.flatnonzero(voted):
            figures = ",".join([*(f"{m:.3f}" for m in states.mean[i]), *(f"{s:.3f}" for s in sd[i])])
            lines.append(f"{session},{record.states[i]},{figures}")
        correlation = states.covariance / (sd[:, :, None] * sd[:, None, :])
        sheets.append(
            Session(
                session=session,
                known_on=known_on[session],
                correlation=_lower(correlation[voted].mean(axis=0)),
                prior_mean=tuple(float(f"{v:.4g}") for v in prior.mean.ravel()),
                prior_covariance=sum((_lower(cut) for cut in prior.covariance[0]), ()),
            )
        )
    files = {
        "factors.csv": ("\n".join(lines) + "\n").encode(),
        "factors.json": msgspec.json.encode(sheets) + b"\n",
    }
    return sealed(_about(raw, max(known_on.values()).isoformat()), files)


def _voted(record: positions.Record, session: int) -> NDArray[np.bool_]:
    own = record.votes.session[record.votes.item] + 1 == session
    return np.bincount(record.votes.state[own], minlength=record.votes.states) > 0


def _lower(square: fit.Floats) -> tuple[float, ...]:
    return tuple(float(f"{v:.4g}") for v in square[np.tril_indices(len(square))])


def _about(raw: RawData, vintage: str) -> About:
    made_from = tuple(
        MadeFrom(file=file, sha256=raw.sha256(file), provider=positions.UN_PROVIDER, licence=positions.UN_LICENCE)
        for file in (positions.FILE, positions.CALLS)
    )
    return About(
        name=NAME,
        words=WORDS,
        command=f"comity fit {NAME}",
        method="docs/explanation/vote-prediction.md; variational Bayes with Polya-Gamma variables (own code)",
        vintage=vintage,
        made_from=made_from,
        licence=positions.UN_LICENCE,
        files={},
        limits=(
            "factors have no names and no fixed direction; only what they predict has a meaning",
            "the correlation of a state's factors is taken as the session's mean over states",
        ),
    )
