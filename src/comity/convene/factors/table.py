"""The shipped factors: reading them, and what was known of states and of a new text on a day. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
import numpy as np

from comity.convene.factors.fit import CUTS, Floats, Ints, Loadings, States, first_states, walked
from comity.kernel.errors import BadContent, Refused

HEADER = "session,iso3"
_HINT = "remake the files with: comity fit factors"


class Session(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is common to all states after a session: correlation of factors (lower triangle by rows), prior of a text.

    prior_mean        2 x (K + 1) numbers by rows
    prior_covariance  for both cuts the lower triangle by rows
    """

    session: int
    known_on: date
    correlation: tuple[float, ...]
    prior_mean: tuple[float, ...]
    prior_covariance: tuple[float, ...]


class Model(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Factors by session, one row a state that has voted; filtered: no row knows a later session.

    state, session  (rows,) index in `states` and number of the session
    mean, sd        (rows, K)
    """

    states: tuple[str, ...]
    state: Ints
    session: Ints
    mean: Floats
    sd: Floats
    sessions: tuple[Session, ...]

    @property
    def factors(self) -> int:
        """K."""
        return int(self.mean.shape[1])

    @property
    def known_from(self) -> date:
        """First day on which factors are known."""
        return self.sessions[0].known_on if self.sessions else date.max


def parse(rows: bytes, sessions: bytes) -> Model:
    """The model from factors.csv and factors.json.

    raises  BadContent for another header, damaged figures, or files that do not fit each other
    """
    try:
        common = tuple(msgspec.json.decode(sessions, type=list[Session]))
        head, *lines = rows.decode().splitlines()
        if not head.startswith(HEADER):
            raise ValueError(f"header {head!r} does not begin with {HEADER!r}")
        cells = [line.split(",") for line in lines]
        figures = np.array([cell[2:] for cell in cells], dtype=np.float64)
        session = np.array([cell[0] for cell in cells], dtype=np.int64)
        k = figures.shape[1] // 2
        if {one.session for one in common} < set(session.tolist()) or any(
            len(c.prior_mean) != CUTS * (k + 1) for c in common
        ):
            raise ValueError("factors.csv and factors.json do not fit each other")
    except (ValueError, IndexError, msgspec.DecodeError) as error:
        raise BadContent(f"a file of factors is missing or damaged: {error}", hint=_HINT) from error
    states, state = np.unique([cell[1] for cell in cells], return_inverse=True)
    return Model(
        states=tuple(str(s) for s in states), state=state.astype(np.int64), session=session, mean=figures[:, :k],
        sd=figures[:, k:], sessions=common,
    )  # fmt: skip


def _latest(model: Model, on: date) -> Session:
    past = [one for one in model.sessions if one.known_on <= on]
    if not past:
        first = model.known_from
        raise Refused(
            f"no factors are known on {on}: the first are known on {first}", hint=f"ask for a day from {first}"
        )
    return past[-1]


def _square(lower: Sequence[float], size: int) -> Floats:
    table = np.zeros((size, size))
    table[np.tril_indices(size)] = lower
    return table + np.tril(table, -1).T


def known(model: Model, on: date, members: Sequence[str]) -> States:
    """Factors of members at the end of a day: mean (members, K), covariance (members, K, K), seen.

    Only sessions whose last roll call lies on or before the day count. A state that never voted by then has mean 0
    and variance 1; one that has not voted in the latest sessions has walked on.
    raises  Refused for a day before the first session on file
    """
    latest = _latest(model, on)
    k = model.factors
    start = first_states(len(members), k)
    mean, covariance, seen = start.mean.copy(), start.covariance.copy(), start.seen.copy()
    correlation = _square(latest.correlation, k)
    usable = np.flatnonzero(model.session <= latest.session)
    last = dict(zip(model.state[usable].tolist(), usable.tolist(), strict=True))
    place = {code: i for i, code in enumerate(model.states)}
    for i, member in enumerate(members):
        row = last.get(place.get(member, -1), -1)
        if row < 0:
            continue
        mean[i], seen[i] = model.mean[row], True
        covariance[i] = correlation * np.outer(model.sd[row], model.sd[row])
        one = States(mean=mean[i : i + 1], covariance=covariance[i : i + 1], seen=seen[i : i + 1])
        covariance[i] = walked(one, sessions=latest.session - int(model.session[row])).covariance[0]
    return States(mean=mean, covariance=covariance, seen=seen)


def item_prior(model: Model, on: date) -> Loadings:
    """Where the loadings of a text of which nothing is known lie, as learnt by a day: one item, (1, 2, K + 1)."""
    latest = _latest(model, on)
    size = model.factors + 1
    half = size * (size + 1) // 2
    lower = latest.prior_covariance
    covariance = np.stack([_square(lower[c * half : (c + 1) * half], size) for c in range(CUTS)])
    return Loadings(mean=np.array(latest.prior_mean).reshape(1, CUTS, size), covariance=covariance[None])
