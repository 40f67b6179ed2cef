"""Council votes on a draft nobody has tabled yet: what is known of it without sponsors, and the way of its members.

A fit of its own leaves out who tabled it, a rival text and what it prolongs, so its two random effects a draft stand
for all of that too. Memories of the last two years come in, and each member is drawn towards its usual votes.
"""

from __future__ import annotations

import msgspec
import numpy as np
from scipy.special import expit

from comity.convene.ballots import council, vetoes
from comity.convene.ballots.council import Floats, Record, Text

_NOT_KNOWN = (
    "new", "tabled_west", "tabled_east", "x_new", "x_east", "rus_new", "chn_new", "rus_east", "chn_east", "west_east",
    "sponsor", "unnamed", "others", "rival", "x_others", "x_rival", "x_unnamed",
)  # fmt: skip
_KEPT = tuple(i for i, name in enumerate(council.NAMES) if name not in _NOT_KNOWN)
_LATELY = ("lately", "in_a_year", "in_two_months", "x_lately", "x_in_a_year", "rus_in_a_year")
NAMES = (*(council.NAMES[i] for i in _KEPT), *_LATELY)
# Of 0.2, 0.35, 0.5 and 0.65, and of a half, three quarters and all: see docs/explanation/vote-prediction.
USUAL_WEIGHT = 0.2
FAILURE_SHARE = 1.0
# Bound of what a member's log-odds are moved by.
_MOST = 15.0


def features(record: Record, text: Text, members: tuple[str, ...], position: Floats) -> Floats:
    """One row a member, columns as in NAMES: (members, features). position (members,) as known before the day."""
    plain = council.features(record, text, members, position)[:, _KEPT]
    past = dict(zip(vetoes.NAMES, vetoes.features(record, text), strict=True))
    lately, year = past["failed_lately"] + 3, past["failures_in_a_year"]
    m = len(members)
    russia = np.array([float(member == "RUS") for member in members])
    added = (
        np.full(m, lately), np.full(m, year), np.full(m, past["failures_in_two_months"]), lately * position,
        year * position, year * russia,
    )  # fmt: skip
    return np.column_stack([plain, *added])


class Usual(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Each member's shares of yes, and of any vote but no, on the topic before the day: (members,) each."""

    yes: Floats
    not_no: Floats


def usual(record: Record, text: Text, members: tuple[str, ...]) -> Usual:
    """How members voted on the topic, recent votes weighing more; with few of them, how they vote in general."""
    past = council.history(record, text, members)
    return Usual(yes=1 - past.pair, not_no=1 - np.minimum(past.no, past.pair))


def towards_usual(support: Floats, gap: Floats, usual: Usual) -> tuple[Floats, Floats]:
    """Support and gap moved so that each chance lies USUAL_WEIGHT of the way to the member's usual share.

    support, gap  (..., members): log-odds of yes, and what is added to them for not voting no
    """
    by_yes = _move(support, usual.yes)
    by_no = _move(support + gap, usual.not_no)
    return support + by_yes, np.maximum(gap + by_no - by_yes, 0.0)


def _move(log_odds: Floats, share: Floats) -> Floats:
    """What to add to the log-odds of each member, (members,)."""
    draws = log_odds.reshape(-1, len(share))
    wanted = (1 - USUAL_WEIGHT) * expit(draws).mean(axis=0) + USUAL_WEIGHT * share
    low, high = np.full(len(share), -_MOST), np.full(len(share), _MOST)
    for _ in range(30):
        middle = (low + high) / 2
        short = expit(draws + middle).mean(axis=0) < wanted
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    result: Floats = (low + high) / 2
    return result
