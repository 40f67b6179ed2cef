"""Every Security Council decision with complete member votes, decided by our rule and compared with history."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

import msgspec
import numpy as np

from comity.convene.rules import Outcome, Rule, Vote, decide, rule_for
from comity.convene.rules.seating import columns_of
from comity.kernel.progress import Progress
from comity.reference.skill import Metric, Skill
from comity.store.raw import RawData

NAME = "council-rules"
WORDS = "Security Council decisions since 1946, decided by the Charter rule and compared with what happened"

_DECISIONS = """select decision_id, date::date, outcome from data where member_votes = 'complete'
    order by date, decision_id"""
_VOTES = "select decision_id, iso3, vote, basis from data order by decision_id, iso3"
_COUNTS = "select count(*) from data"
_CODES = {"yes": Vote.YES, "no": Vote.NO, "abstain": Vote.ABSTAIN, "not_participating": Vote.NOT_PARTICIPATING}
_BEFORE = date(1966, 1, 1)
# Both sides of a 90 % interval (standard normal quantile of 0.95).
_Z = 1.6448536269514722

_ESS = "calls an emergency special session of the Assembly: procedural, no veto (A/RES/377 A (V) para. 1)"
_INVITES = "invites representatives of the People's Republic of China to meetings: procedural"
# Decisions that were not taken under the substantive rule: by which rule they were taken, and why.
_OTHERWISE: dict[str, tuple[str, str, str]] = {
    "S/RES/34(1947)": ("unsc", "procedural", "takes the Greek question off the list of matters of which the Council is "
        "seized: procedural, so that the Assembly is free under Art. 12 (S/PV.202; Repertory of Practice, Art. 27)"),
    "S/RES/87(1950)": ("unsc", "procedural", f"{_INVITES}; the claim of a veto was not accepted, and the Council "
        "decided at its next meeting that the vote had been procedural (S/PV.506-507)"),
    "S/RES/88(1950)": ("unsc", "procedural", f"{_INVITES} (provisional rule 39; S/PV.520)"),
    "S/RES/110(1955)": ("unsc", "procedural", "is about a conference to review the Charter: any seven members suffice "
        "(UN Charter Art. 109(3); S/PV.707)"),
    "S/RES/119(1956)": ("unga_ess", "call_by_council", f"{_ESS}; Suez, S/PV.751"),
    "S/RES/120(1956)": ("unga_ess", "call_by_council", f"{_ESS}; Hungary, S/PV.754"),
    "S/RES/132(1959)": ("unsc", "procedural", "appoints a subcommittee on Laos: a subsidiary organ under "
        "Art. 29 and so procedural, as the President ruled and the Soviet Union disputed (S/PV.848)"),
    "S/RES/157(1960)": ("unga_ess", "call_by_council", f"{_ESS}; Congo, S/PV.906"),
    "S/RES/462(1980)": ("unga_ess", "call_by_council", f"{_ESS}; Afghanistan, S/PV.2190"),
    "S/RES/2623(2022)": ("unga_ess", "call_by_council", f"{_ESS}; Ukraine, S/PV.8980"),
}  # fmt: skip


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One decision of the record: members in order of their codes, their votes, and what became of it.

    recorded  whether every vote was taken down, none inferred from totals or from adoption without a vote
    """

    symbol: str
    on: date
    members: tuple[str, ...]
    votes: tuple[Vote, ...]
    outcome: Outcome
    recorded: bool


def decisions(raw: RawData) -> list[Decision]:
    """All decisions with complete member votes, by date; raises OutsideFailed if the data are not there."""
    cast: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for symbol, member, vote, basis in raw.rows("votes/unsc_votes.parquet", _VOTES):
        cast[symbol].append((member, vote, basis))
    return [
        Decision(
            symbol=symbol,
            on=on,
            members=tuple(member for member, _, _ in cast[symbol]),
            votes=tuple(_CODES[vote] for _, vote, _ in cast[symbol]),
            outcome=Outcome[outcome.upper()],
            recorded=all(basis.startswith("recorded") for _, _, basis in cast[symbol]),
        )
        for symbol, on, outcome in raw.rows("votes/unsc_resolutions.parquet", _DECISIONS)
    ]


def decided(record: Sequence[Decision], rules: Sequence[Rule]) -> list[Outcome]:
    """What the rules make of the votes, one a decision; those with the same members and rule are decided at once."""
    together: dict[tuple[str, tuple[str, ...], int], list[int]] = defaultdict(list)
    for index, (decision, rule) in enumerate(zip(record, rules, strict=True)):
        together[rule.name, decision.members, rule.seats or 0].append(index)
    outcomes = [Outcome.NOT_ADOPTED] * len(record)
    for (_, members, _), group in together.items():
        votes = np.array([record[index].votes for index in group], dtype=np.int8)
        for index, code in zip(group, decide(rules[group[0]], votes, members), strict=True):
            outcomes[index] = Outcome(int(code))
    return outcomes


def run(raw: RawData, progress: Progress) -> Skill:
    """The skill row: agreement in all, by outcome and before 1966, each disagreement named and explained."""
    began = time.perf_counter()
    progress("reading the votes of the Council", 0.0)
    record = decisions(raw)
    total = int(raw.rows("votes/unsc_resolutions.parquet", _COUNTS)[0][0])
    progress("deciding", 0.7)
    ours = decided(record, [rule_for("unsc", "substantive", on=decision.on) for decision in record])
    named = decided(record, [_rule_used(decision) for decision in record])
    metrics = _metrics(record, ours, named)
    progress("done", 1.0)
    return Skill(
        name=NAME,
        protocol="outcome (adopted, vetoed, not adopted) of every Council decision with complete member votes, from "
        "those votes by UN Charter Art. 27(3), seven of eleven before 1966 and nine of fifteen since; nothing is "
        "fitted, and no decision is left out for being procedural",
        n=len(record),
        vintage=max(decision.on for decision in record).isoformat(),
        seconds=round(time.perf_counter() - began, 3),
        metrics=metrics,
        baselines=_baselines(record),
        command=f"comity skill run {NAME}",
        limits=(
            f"{total - len(record)} of {total} decisions are left out: the record has no votes of all members",
            "votes of drafts adopted without a vote are taken as yes, and those of some vetoed drafts follow from "
            "totals; agreement_recorded leaves these out",
            "separate votes on paragraphs and most procedural votes are not in the data",
            "whether a matter is procedural is itself decided by the Council and cannot be read off the votes",
        ),
        details=tuple(_told(*row) for row in zip(record, ours, named, strict=True) if row[0].outcome != row[1]),
    )


def _rule_used(decision: Decision) -> Rule:
    body, rule, _ = _OTHERWISE.get(decision.symbol, ("unsc", "substantive", ""))
    return rule_for(body, rule, on=decision.on)


def _metrics(record: Sequence[Decision], ours: Sequence[Outcome], named: Sequence[Outcome]) -> dict[str, Metric]:
    right = np.array([decision.outcome == outcome for decision, outcome in zip(record, ours, strict=True)])
    explained = np.array([decision.outcome == outcome for decision, outcome in zip(record, named, strict=True)])
    history = np.array([decision.outcome for decision in record])
    parts = {
        "": np.ones(len(record), dtype=bool),
        "_adopted": history == Outcome.ADOPTED,
        "_vetoed": history == Outcome.VETOED,
        "_not_adopted": history == Outcome.NOT_ADOPTED,
        "_pre1966": np.array([decision.on < _BEFORE for decision in record]),
        "_recorded": np.array([decision.recorded for decision in record]),
    }
    metrics: dict[str, Metric] = {}
    for suffix, part in parts.items():
        metrics[f"agreement{suffix}"] = wilson(int(right[part].sum()), int(part.sum()))
        metrics[f"n{suffix}"] = _plain(int(part.sum()))
    metrics["agreement_by_rule_used"] = wilson(int(explained.sum()), len(record))
    metrics["disagreements"] = _plain(int((~right).sum()))
    metrics["unexplained"] = _plain(int((~explained).sum()))
    return metrics


def _baselines(record: Sequence[Decision]) -> dict[str, dict[str, float]]:
    def agreement(outcomes: Sequence[Outcome]) -> dict[str, float]:
        hits = sum(decision.outcome == outcome for decision, outcome in zip(record, outcomes, strict=True))
        return {"agreement": round(hits / len(record), 6)}

    no_veto = decided(record, [rule_for("unsc", "procedural", on=decision.on) for decision in record])
    today = rule_for("unsc", "substantive")
    always_nine = [msgspec.structs.replace(today, seats=len(decision.members)) for decision in record]
    return {
        "always adopted": agreement([Outcome.ADOPTED] * len(record)),
        "votes needed, veto ignored": agreement(no_veto),
        "nine votes and the veto in all years": agreement(decided(record, always_nine)),
    }


def _told(decision: Decision, ours: Outcome, named: Outcome) -> str:
    counts = Counter(decision.votes)
    holders = columns_of(rule_for("unsc", "substantive", on=decision.on).veto_holders, decision.members)
    cast = dict(zip(decision.members, decision.votes, strict=True))
    against = [member for member in holders if cast[member] == Vote.NO]
    body, rule, why = _OTHERWISE.get(decision.symbol, ("unsc", "substantive", "not explained"))
    settled = "agrees" if named == decision.outcome else "disagrees too"
    return (
        f"{decision.symbol} of {decision.on}, {counts[Vote.YES]}-{counts[Vote.NO]}-{counts[Vote.ABSTAIN]}: "
        f"{_word(decision.outcome)} though the substantive rule says {_word(ours)} "
        f"({', '.join(against) or 'no permanent member'} against). It {why}. By {body}.{rule} the record {settled}."
    )


def _word(outcome: Outcome) -> str:
    return outcome.name.lower().replace("_", " ")


def _plain(count: int) -> Metric:
    return Metric(value=count, low=count, high=count)


def wilson(hits: int, n: int) -> Metric:
    """Share of hits with its 90 % score interval (Wilson 1927); all zero where there is nothing to count."""
    if n == 0:
        return Metric(value=0.0, low=0.0, high=0.0)
    share, spread = hits / n, _Z**2 / n
    centre = (share + spread / 2) / (1 + spread)
    half = _Z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    # Rounding may not push the interval past its own value.
    return Metric(
        value=round(share, 6), low=min(round(low, 6), round(share, 6)), high=max(round(high, 6), round(share, 6))
    )
