"""Whether the changes of strength we rank first are those made when failed Council drafts came back."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date

import msgspec
import numpy as np

from comity.convene import ballots, drafting, rules
from comity.convene.ballots.model import Model
from comity.desk import engines, sitting
from comity.kernel.progress import Progress
from comity.records.draft import Draft
from comity.reference.skill import Metric, Skill
from comity.store.raw import RawData

NAME = "amend-pairs"
WORDS = "failed Council drafts: is the strength of the text adopted next among our three likeliest changes"

_WITHIN_DAYS = 365
_TOP = 3
_DRAWS = 400
_RESAMPLES = 2000


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A failed draft and the next text adopted on its topic within a year, each by strength.

    ours   strengths by the chance we give the failed text with each, on the day before its vote
    usual  strengths by how often texts adopted before that day had them
    """

    failed: str
    was: str
    became: str
    ours: tuple[str, ...]
    usual: tuple[str, ...]


def run(raw: RawData, progress: Progress) -> Skill:
    """The row, from the record of the Council that ships; raw data are not read."""
    del raw
    began = time.perf_counter()
    model = engines.vote_model()
    found = pairs(model, progress)
    changed = [pair for pair in found if pair.was != pair.became]
    progress("done", 1.0)
    ours = _share([pair.became in others(pair.ours, pair.was) for pair in changed])
    usual = _share([pair.became in others(pair.usual, pair.was) for pair in changed])
    return Skill(
        name=NAME,
        protocol="failed Council drafts with a known strength, from the first fitted year on, each with the next text "
        f"adopted on its topic within {_WITHIN_DAYS} days. The failed draft is predicted at every strength from what "
        "was known the day before; hit_changed asks, where the strength changed, whether the one adopted is among the "
        f"{_TOP} likeliest of the other {len(drafting.STRENGTHS) - 1}; hit_all asks the same of all strengths",
        n=len(found),
        vintage=date.fromordinal(int(max(model.council.day))).isoformat(),
        seconds=round(time.perf_counter() - began, 2),
        metrics={
            "hit_changed": ours,
            "hit_all": _share([pair.became in pair.ours[:_TOP] for pair in found]),
        },
        baselines={
            "commonest strengths of texts adopted before": {
                "hit_changed": usual.value,
                "hit_all": _share([pair.became in pair.usual[:_TOP] for pair in found]).value,
            },
            "drawn blindly": {
                "hit_changed": round(_TOP / (len(drafting.STRENGTHS) - 1), 4),
                "hit_all": round(_TOP / len(drafting.STRENGTHS), 4),
            },
        },
        command=f"comity skill run {NAME}",
        limits=(
            f"{len(changed)} of {len(found)} pairs changed strength: the interval is wide",
            *_beaten(ours, usual),
            "the next text on a topic may be another text and not the failed one come back",
            "only the strength is compared; single measures of failed drafts are not on record here",
        ),
        details=tuple(f"{pair.failed}: {pair.was} -> {pair.became}; ours {', '.join(pair.ours)}" for pair in found),
    )


def others(ranked: tuple[str, ...], was: str) -> tuple[str, ...]:
    """The first strengths of a ranking, the draft's own left out."""
    return tuple(word for word in ranked if word != was)[:_TOP]


def _beaten(ours: Metric, usual: Metric) -> tuple[str, ...]:
    """The limit to state where the naive rule does better."""
    if usual.value <= ours.value:
        return ()
    return ("a baseline that knows no draft does better: what comes back is mostly the commonest kind of text",)


def pairs(model: Model, progress: Progress) -> tuple[Pair, ...]:
    """Every pair on record, oldest first."""
    record = model.council
    failed = np.flatnonzero(np.asarray(record.failed, dtype=bool))
    days = np.asarray(record.day)
    first = min(vintage.year for vintage in model.sheet.council)
    found = []
    for done, at in enumerate(failed):
        progress(record.ids[at], done / len(failed))
        day = int(days[at])
        on = date.fromordinal(day)
        came = [
            int(later)
            for later in np.flatnonzero((days > day) & (days <= day + _WITHIN_DAYS))
            if not record.failed[later] and record.topics[later] == record.topics[at] and record.strengths[later]
        ]
        if on.year <= first or not record.strengths[at] or not came:
            continue
        before = (days < day) & ~np.asarray(record.failed, dtype=bool)
        counted = Counter(record.strengths[one] for one in np.flatnonzero(before) if record.strengths[one])
        next_text = min(came, key=lambda later: (int(days[later]), later))
        found.append(
            Pair(
                failed=record.ids[at],
                was=record.strengths[at],
                became=record.strengths[next_text],
                ours=_ranked(model, record.targets[at] or None, on),
                usual=tuple(word for word, _ in counted.most_common()),
            )
        )
    return tuple(found)


def _ranked(model: Model, target: str | None, on: date) -> tuple[str, ...]:
    members = tuple(seat.iso3 for seat in sitting.known("unsc", on, on=on)[0])
    how = ballots.verdict(rules.rule_for("unsc", "substantive", on=on), members)
    chances = {}
    for word in drafting.STRENGTHS:
        text = Draft(
            title="", body="unsc", rule="substantive", target=target, measures=(), strength=word, on=on
        )  # fmt: skip
        votes = ballots.forecast(model, text, members, n=_DRAWS, seed=engines.SEED).votes
        chances[word] = float((how.decide(votes) == rules.Outcome.ADOPTED).mean())
    return tuple(sorted(chances, key=lambda word: (-chances[word], drafting.STRENGTHS.index(word))))


def _share(hits: list[bool]) -> Metric:
    """The share with its 90 % interval, by resampling pairs."""
    values = np.array(hits, dtype=np.float64)
    drawn = np.random.default_rng(0).choice(values, (_RESAMPLES, len(values))).mean(axis=1)
    low, high = (round(float(bound), 4) for bound in np.percentile(drawn, (5, 95)))
    mean = round(float(values.mean()), 4)
    return Metric(value=mean, low=min(low, mean), high=max(high, mean))
