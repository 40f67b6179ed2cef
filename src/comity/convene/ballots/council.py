"""Votes in the Security Council: what the record before the vote says of a draft and of each member.

`features` turns a draft and the record into one row a member; `council_fit` fits, `council_draws` draws.
"""

from __future__ import annotations

from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.states import Group, all_states

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Votes = NDArray[np.int8]

# Days in which an earlier decision loses half its weight; chosen on 2008-2017.
HALF_LIFE_DAYS = 5 * 365.25
# Half votes added from the wider rate, so that few earlier votes do not speak with certainty.
TOPIC_WEIGHT, MEMBER_WEIGHT, PAIR_WEIGHT = 2.0, 4.0, 2.0
WEST = ("USA", "GBR", "FRA")
PERMANENT = ("USA", "GBR", "FRA", "RUS", "CHN")
# Charter of the United Nations, Article 23(1), for the seats; since 1971 and 1991 under these codes.
_EAST = ("RUS", "CHN")
NAMES = (
    "constant", "contested", "failed", "refer", "investigate", "sanction", "force", "mission", "condemn", "new",
    "tabled_west", "tabled_east", "thematic", "israel", "later",
    "x", "x_contested", "x_failed", "x_israel", "x_new", "x_east", "x_later", "x_sanction", "x_refer", "x_condemn",
    "x_force", "is_usa", "is_gbr", "is_fra", "is_rus", "is_chn", "rus_failed", "chn_failed", "rus_new", "chn_new",
    "rus_east", "chn_east", "usa_israel", "west_east", "sponsor", "habit", "habit_topic", "no_topic", "same_group",
    "unnamed", "others", "rival", "x_others", "x_rival", "x_unnamed",
)  # fmt: skip


class Record(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Earlier Council decisions put to a recorded vote, oldest first.

    ids, targets, topics, strengths  symbol; state concerned or empty; target or agenda item; word of STRENGTHS or empty
    prolongs    (decisions,) 1 prolongs or ends, 0 new, -1 not known
    sponsors    codes of those who tabled it, empty where not known
    day         ordinal day of the vote
    failed      (decisions,) vetoed or short of votes
    vetoed      (decisions,) a permanent member's no stopped it
    states      codes of the columns of votes
    votes       (decisions, states) 0 no, 1 abstain, 2 yes, -1 not a member or not recorded
    """

    ids: tuple[str, ...]
    targets: tuple[str, ...]
    topics: tuple[str, ...]
    strengths: tuple[str, ...]
    prolongs: NDArray[np.int8]
    sponsors: tuple[tuple[str, ...], ...]
    day: Ints
    failed: NDArray[np.bool_]
    vetoed: NDArray[np.bool_]
    states: tuple[str, ...]
    votes: Votes


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as the model sees it; `day` is ordinal, `prolongs` as in Record.

    rival   another draft on the topic is put to the vote the same day
    asked   nobody has tabled it yet: no sponsor means not known, rather than prepared in consultations
    """

    target: str
    topic: str
    strength: str
    prolongs: int
    sponsors: tuple[str, ...]
    day: int
    rival: bool = False
    asked: bool = False


class History(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Rates before a day, recent votes weighing more.

    contested, failed  share of decisions on the topic with a vote other than yes, and not adopted
    habit              (members,) share of votes other than yes on everything
    pair, no           (members,) the same on this topic, and share of no on this topic
    """

    contested: float
    failed: float
    habit: Floats
    pair: Floats
    no: Floats


@cache
def _groups() -> dict[str, Group]:
    return {state.iso3: state.group for state in all_states()}


def same_group(members: tuple[str, ...], target: str) -> Floats:
    """1 for members of the target's regional group, else 0."""
    groups = _groups()
    group = groups.get(target)
    if group is None or group == Group.NONE:
        return np.zeros(len(members))
    return np.array([float(groups.get(member) == group) for member in members])


def history(record: Record, text: Text, members: tuple[str, ...]) -> History:
    """What the record before the day of the draft says; nothing of that day or later enters."""
    end = int(np.searchsorted(record.day, text.day))
    weight = 0.5 ** ((text.day - record.day[:end]) / HALF_LIFE_DAYS)
    on_topic = np.array([topic == text.topic for topic in record.topics[:end]], dtype=bool) & (text.topic != "")
    weight_topic = weight * on_topic
    everyone = (record.votes[:end] == 0) | (record.votes[:end] == 1)
    divided = everyone.any(axis=1)
    total, own = max(weight.sum(), 1e-9), weight_topic.sum()

    def rate(happened: NDArray[np.bool_]) -> float:
        prior = (weight @ happened) / total
        return float((weight_topic @ happened + TOPIC_WEIGHT * prior) / (own + TOPIC_WEIGHT))

    columns = np.array([record.states.index(m) if m in record.states else -1 for m in members], dtype=np.int64)
    votes = np.where(columns >= 0, record.votes[:end, columns], -1)
    other, voted = (votes == 0) | (votes == 1), votes >= 0
    general = float(weight @ everyone.sum(axis=1)) / max(float(weight @ (record.votes[:end] >= 0).sum(axis=1)), 1e-9)
    habit = (weight @ other + MEMBER_WEIGHT * general) / (weight @ voted + MEMBER_WEIGHT)
    seen = weight_topic @ voted
    pair = (weight_topic @ other + PAIR_WEIGHT * habit) / (seen + PAIR_WEIGHT)
    no = (weight_topic @ (votes == 0) + PAIR_WEIGHT * habit * 0.25) / (seen + PAIR_WEIGHT)
    return History(contested=rate(divided), failed=rate(record.failed[:end]), habit=habit, pair=pair, no=no)


def _logit(rate: Floats | float) -> Floats:
    clipped = np.clip(np.asarray(rate, dtype=np.float64), 0.005, 0.995)
    result: Floats = np.log(clipped / (1 - clipped))
    return result


def features(record: Record, text: Text, members: tuple[str, ...], position: Floats) -> Floats:
    """One row a member, columns as in NAMES: (members, features). position (members,) as known before the day."""
    past = history(record, text, members)
    m = len(members)
    contested, failed = float(_logit(past.contested)) + 2.0, float(_logit(past.failed)) + 3.0
    new = {1: 0.0, 0: 1.0}.get(text.prolongs, 0.5)
    west = float(any(s in WEST for s in text.sponsors))
    east = float(not west and any(s in _EAST for s in text.sponsors))
    israel = float(text.target == "ISR")
    # Years since 2010 over ten, bounded: the trend of the last fitted years is not carried far beyond them.
    later = float(np.clip((text.day - 733773) / 3652.5, -1.6, 1.4))
    strong = {word: float(text.strength == word) for word in ("refer", "investigate", "sanction", "force")}
    mild = {word: float(text.strength == word) for word in ("mission", "condemn")}
    draft = np.array(
        [1.0, contested, failed, *strong.values(), *mild.values(), new, west, east, float(text.target == ""), israel,
         later]
    )  # fmt: skip
    slopes = np.array(
        [1.0, contested, failed, israel, new, east, later, strong["sanction"], strong["refer"], mild["condemn"],
         strong["force"]]
    )  # fmt: skip
    own = {code: np.array([float(member == code) for member in members]) for code in PERMANENT}
    western = own["USA"] + own["GBR"] + own["FRA"]
    sponsor = np.array([float(member in text.sponsors) for member in members])
    member = [
        *own.values(), own["RUS"] * failed, own["CHN"] * failed, own["RUS"] * new, own["CHN"] * new, own["RUS"] * east,
        own["CHN"] * east, own["USA"] * israel, western * east, sponsor, _logit(past.habit) + 3, _logit(past.pair) + 3,
        _logit(past.no) + 4, same_group(members, text.target),
    ]  # fmt: skip
    # No sponsor on record means a text prepared in consultations, which is seldom contested.
    unnamed = float(not text.sponsors)
    tabled = np.array([unnamed, float(not (unnamed or west or east)), float(text.rival)])
    by_position = position[:, None] * tabled[[1, 2, 0]]
    return np.hstack(
        [np.tile(draft, (m, 1)), position[:, None] * slopes, np.stack(member, axis=1), np.tile(tabled, (m, 1)),
         by_position]
    )  # fmt: skip
