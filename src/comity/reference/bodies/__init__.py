"""Bodies that can decide, recommend or trigger action, with their decision rules as written in law or practice."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from comity.kernel.errors import BadContent, NotOnShelf, did_you_mean
from comity.kernel.provenance import Checked, Confidence
from comity.reference.shelf import Shelf, filled

Kind = Literal[
    "count", "majority", "fraction", "consensus", "unanimity", "consensus_minus", "qmv", "weighted", "judicial",
    "office", "unilateral",
]  # fmt: skip
Base = Literal["members", "present_and_voting", "members_present", "eligible_members", "votes_cast", "unsc_members"]

KIND_WORDS: dict[Kind, str] = {
    "count": "a fixed number of affirmative votes",
    "majority": "more than half of the base",
    "fraction": "at least a fraction of the base, rounded up",
    "consensus": "adopted when no member objects; silence and abstention do not block",
    "unanimity": "every vote cast must be affirmative",
    "consensus_minus": "consensus without the states concerned",
    "qmv": "a double majority of member states and of population",
    "weighted": "a majority of weighted votes",
    "judicial": "judges decide; no vote of states",
    "office": "one office-holder decides",
    "unilateral": "one state or private actor decides for itself",
}
BASE_WORDS: dict[Base, str] = {
    "members": "all members, present or not",
    "present_and_voting": "affirmative and negative votes only",
    "members_present": "members in the room, abstainers included",
    "eligible_members": "members less those barred from voting",
    "votes_cast": "affirmative and negative votes as weighted",
    "unsc_members": "members of the Security Council",
}
ABSTENTION_WORDS = {
    "neutral": "left out of the count",
    "counts_as_no": "counts like a no, since the base is all members",
    "does_not_block": "no effect on adoption",
    "blocks": "prevents adoption",
}


class Threshold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What must be reached. `value` goes with count and consensus_minus, num/den with fraction, the rest with qmv."""

    kind: Kind
    value: int | None = None
    num: int | None = None
    den: int | None = None
    base: Base | None = None
    fallback: Threshold | None = None
    states_pct: int | None = None
    population_pct: int | None = None
    proposal_required: bool = False
    otherwise_states_pct: int | None = None
    also: str | None = None
    note: str | None = None


class Abstention(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an abstention does; `blocks` exists in no body on the shelf today but is a lawful form."""

    effect: Literal["neutral", "counts_as_no", "does_not_block", "blocks"]
    veto: bool = False
    note: str | None = None


class Quorum(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who must be present. `base` members unless stated; a `note` alone means the rule is not about member counts."""

    kind: Literal["majority", "fraction", "count"]
    base: Base = "members"
    num: int | None = None
    den: int | None = None
    value: int | None = None
    for_: str | None = msgspec.field(name="for", default=None)
    note: str | None = None


class DecisionRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One decision rule of a body.

    base          whose votes are counted, see Threshold
    veto_holders  codes of members whose no blocks, or "all_members"
    of            number of members in the days of a historical rule
    valid_to      last day of a historical rule, YYYY-MM-DD
    """

    id: str
    matter: str
    threshold: Threshold
    base: Base
    source: str
    veto_holders: tuple[str, ...] | Literal["all_members"] = ()
    abstention: Abstention | None = None
    quorum: Quorum | Literal["none"] | None = None
    barred: str | None = None
    note: str | None = None
    of: int | None = None
    valid_from: str | None = None
    valid_to: str | None = None


class Membership(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who sits. `seats` names the file in reference/seats that lists members by date, where we have one."""

    rule: str
    source: str
    distribution: dict[str, int] = {}
    seats: str | None = None
    as_of: str | None = None
    states_parties: int | None = None
    states_parties_as_of: str | None = None
    note: str | None = None


class LegalEffect(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a decision binds."""

    value: Literal["binding", "recommendatory", "non_binding", "mixed", "political", "national", "none"]
    note: str | None = None


class Convening(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who can call a meeting, and with how many days' notice."""

    who: str
    notice_days: int
    note: str | None = None


class LeadTime(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days from a shock to a decision; `typical` is a range, `basis` says whether judged or anchored to examples."""

    typical: tuple[int, int]
    basis: str
    fastest_example: str | None = None
    slow_example: str | None = None


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One body or office.

    seats        number of members, None for self-selected groups
    measures     ids in reference/measures that it may take
    since        day from which it can act as described; None where it is as old as the United Nations
    checked_note what the comparison consisted of, where that matters
    """

    id: str
    name: str
    type: Literal[
        "universal", "regional", "subregional", "court", "individual_office", "national", "informal",
        "non_governmental",
    ]  # fmt: skip
    parent: str
    seats: int | None
    membership: Membership
    decision_rules: tuple[DecisionRule, ...]
    legal_effect: LegalEffect
    measures: tuple[str, ...]
    legal_basis: tuple[str, ...]
    convening: Convening
    lead_time_days: LeadTime
    sources: tuple[str, ...]
    confidence: Confidence
    checked: Checked = Checked.NOT_CHECKED_HERE
    checked_note: str | None = None
    since: date | None = None

    def stands(self, on: date) -> bool:
        """Whether the body could act on a day."""
        return self.since is None or self.since <= on

    def rule(self, rule_id: str) -> DecisionRule:
        """The decision rule with that id; raises NotOnShelf."""
        for rule in self.decision_rules:
            if rule.id == rule_id:
                return rule
        known = [rule.id for rule in self.decision_rules]
        raise NotOnShelf(f"{self.id} has no rule {rule_id!r}", hint=did_you_mean(rule_id, known))


def _check(body: Body) -> None:
    filled(body.sources, field="sources")
    filled(body.legal_basis, field="legal_basis")
    filled(body.decision_rules, field="decision_rules")
    seen = [rule.id for rule in body.decision_rules]
    if len(set(seen)) != len(seen):
        raise BadContent("two decision_rules share an id", hint="give each rule its own id")


shelf = Shelf("comity.reference.bodies", Body, noun="body", check=_check)
get, find, ids, all_bodies = shelf.get, shelf.find, shelf.ids, shelf.all
