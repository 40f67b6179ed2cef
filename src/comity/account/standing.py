"""Where a pledge stands on a day, from what the promiser, its partners and evidence say. Voices are kept apart.

The rules, in the order they are asked (docs/explanation/accountability has the reasons):

1. Only reports known by the day count. A report by the promiser that refutes corrects its own earlier claims.
2. Kept: a partner report or evidence graded C3 or better says that all was delivered, and no credible
   refutation was seen on that day or later. A promiser's own report alone never makes a pledge kept.
3. Partly (from the due day on): the same voices confirm some, but less than was promised.
4. Disputed: a credible report refutes a claim of delivery seen on the same day or earlier.
5. Waiting: the condition has not been met. Open: the due day has not passed.
6. Silent: past due, nothing confirmed, and no voice heard for 30 days. Late: past due, nothing confirmed, but heard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from comity.kernel.errors import Misused
from comity.kernel.grading import Grade
from comity.records.finding import ConditionMet, Finding, Report, Standing, Voice
from comity.records.pledge import Pledge

# The house rule for silence: one month without a word from anybody after the due day.
QUIET_DAYS = 30

# What needs attention first; used to order lists, never added up to a score.
_ATTENTION = (
    Standing.SILENT, Standing.LATE, Standing.DISPUTED, Standing.PARTLY, Standing.WAITING, Standing.OPEN,
    Standing.KEPT,
)  # fmt: skip


def credible(grade: Grade) -> bool:
    """Whether a report may confirm or refute: fairly reliable or better, and possibly true or better (C3)."""
    return grade.reliability.value <= "C" and grade.credibility.value <= "3"


class _Case(msgspec.Struct, frozen=True, kw_only=True):
    """What the reports on one pledge amount to on a day."""

    pledge: Pledge
    on: date
    due_on: date
    met: bool
    reports: tuple[Report, ...]
    confirmed: tuple[Report, ...]
    refuted_on: date | None

    @property
    def fresh(self) -> tuple[Report, ...]:
        """Confirming reports seen after the newest credible refutation."""
        if self.refuted_on is None:
            return self.confirmed
        return tuple(report for report in self.confirmed if report.seen_on > self.refuted_on)

    @property
    def silent_days(self) -> int:
        """Days since anybody was heard; the pledge itself was the promiser's first word."""
        return (self.on - max([self.pledge.made_on, *(report.known_on for report in self.reports)])).days


def standing(pledge: Pledge, reports: Iterable[Report], *, on: date, met_on: date | None = None) -> Finding:
    """The standing of a pledge on a day, with the reason in words and what each voice says was delivered.

    reports  on this pledge, in any order; `delivered` is the total so far, so the largest figure of a voice counts
    met_on   the day its condition was met, if it has one; a condition met after the due day moves the due day there
    raises   Misused for a report on another pledge, or a day before the pledge was made
    """
    if on < pledge.made_on:
        raise Misused(f"pledge {pledge.id} was made on {pledge.made_on}; on {on} there was nothing to stand")
    case = _case(pledge, tuple(reports), on, met_on)
    found, because, late = _judged(case)
    return Finding(
        pledge=pledge.id,
        on=on,
        standing=found,
        because=because,
        delivered=_by_voice(case),
        reports=len(case.reports),
        days_late=late,
        last_heard_on=max((report.known_on for report in case.reports), default=None),
    )


def standings(
    pledges: Iterable[Pledge], reports: Iterable[Report], *, on: date, met: Mapping[str, date] | None = None
) -> tuple[Finding, ...]:
    """Findings for all pledges made by the day, those that need attention first, then by days late and id.

    met  pledge id -> day its condition was met, see `conditions_met`
    """
    by_pledge: dict[str, list[Report]] = {}
    for report in reports:
        by_pledge.setdefault(report.pledge, []).append(report)
    found = [
        standing(pledge, by_pledge.get(pledge.id, ()), on=on, met_on=(met or {}).get(pledge.id))
        for pledge in pledges
        if pledge.made_on <= on
    ]
    return tuple(sorted(found, key=lambda row: (_ATTENTION.index(row.standing), -row.days_late, row.pledge)))


def conditions_met(reports: Iterable[ConditionMet], *, on: date) -> dict[str, date]:
    """Pledge id -> first day its condition was met, from reports known by the day and graded C3 or better."""
    found: dict[str, date] = {}
    for report in reports:
        if report.known_on <= on and credible(report.grade):
            found[report.pledge] = min(report.seen_on, found.get(report.pledge, report.seen_on))
    return found


def tally(findings: Iterable[Finding]) -> dict[Standing, int]:
    """How many pledges stand where; every standing is named, also those with none."""
    counts = dict.fromkeys(_ATTENTION, 0)
    for finding in findings:
        counts[finding.standing] += 1
    return counts


def _case(pledge: Pledge, reports: tuple[Report, ...], on: date, met_on: date | None) -> _Case:
    for report in reports:
        if report.pledge != pledge.id:
            raise Misused(
                f"a report on pledge {report.pledge!r} cannot speak to pledge {pledge.id!r}",
                hint="pass only the reports on this pledge, or use standings()",
            )
    known = tuple(_in_terms_of(pledge, report) for report in reports if report.known_on <= on)
    corrected = max((r.seen_on for r in known if r.voice == Voice.SELF and r.refutes), default=None)
    kept = tuple(
        r for r in known
        if not (r.voice == Voice.SELF and _claims(r) and corrected is not None and r.seen_on <= corrected)
    )  # fmt: skip
    met = not pledge.condition or (met_on is not None and met_on <= on)
    moved = met_on if pledge.condition and met and met_on is not None else pledge.due_on
    return _Case(
        pledge=pledge,
        on=on,
        due_on=max(pledge.due_on, moved),
        met=met,
        reports=kept,
        confirmed=tuple(r for r in kept if r.voice != Voice.SELF and _claims(r) and credible(r.grade)),
        refuted_on=max((r.seen_on for r in kept if _refutes(r)), default=None),
    )


def _in_terms_of(pledge: Pledge, report: Report) -> Report:
    # A figure says nothing of a promise that has no amount; there only done or not done counts.
    return report if pledge.amount is not None else msgspec.structs.replace(report, delivered=None)


def _claims(report: Report) -> bool:
    return not report.refutes and (bool(report.done) or (report.delivered or 0.0) > 0)


def _refutes(report: Report) -> bool:
    # Done said to be false by another voice contradicts an earlier claim as much as a refutation by name does.
    denies = report.refutes or (report.done is False and report.voice != Voice.SELF and not _claims(report))
    return denies and credible(report.grade)


def _full(case: _Case, report: Report) -> bool:
    if report.done or case.pledge.amount is None:
        return bool(report.done)
    return (report.delivered or 0.0) >= case.pledge.amount


def _judged(case: _Case) -> tuple[Standing, str, int]:
    """Standing, reason and days late."""
    full = [report for report in case.fresh if _full(case, report)]
    if full:
        first = min(report.seen_on for report in full)
        late = max(0, (first - case.due_on).days)
        when = f", {_days(late)} late" if late else ", in time"
        return Standing.KEPT, f"delivery seen on {first} and confirmed by {_voices(full)}{when}", late
    late = max(0, (case.on - case.due_on).days)
    some = max((report.delivered or 0.0 for report in case.fresh), default=0.0)
    tail = _tail(case)
    if some and late and case.met and case.pledge.amount is not None:
        told = f"{some:,.15g} of {case.pledge.amount:,.15g} {case.pledge.unit} confirmed by {_voices(case.fresh)}"
        return Standing.PARTLY, f"{told}; {_days(late)} past due{tail}", late
    disputed = _disputed(case)
    if disputed and not some:
        return Standing.DISPUTED, disputed + tail, late if case.met else 0
    if not case.met:
        return Standing.WAITING, f"its condition has not been met: {case.pledge.condition}{tail}", 0
    if not late:
        so_far = f", {some:,.15g} {case.pledge.unit} confirmed so far" if some else ""
        return Standing.OPEN, f"due on {case.due_on}{so_far}{tail}", 0
    return _overdue(case, late, tail)


def _overdue(case: _Case, late: int, tail: str) -> tuple[Standing, str, int]:
    """Past due with nothing confirmed: silent, or late but heard."""
    if case.silent_days > QUIET_DAYS:
        return Standing.SILENT, f"{_days(late)} past due and nothing heard for {_days(case.silent_days)}{tail}", late
    return Standing.LATE, f"{_days(late)} past due and nothing confirmed{tail}", late


def _disputed(case: _Case) -> str:
    if case.refuted_on is None:
        return ""
    claims = [report for report in case.reports if _claims(report) and report.seen_on <= case.refuted_on]
    if not claims:
        return ""
    against = [report for report in case.reports if _refutes(report)]
    return f"{_voices(claims)} claims delivery; {_voices(against)} denies it (newest denial seen on {case.refuted_on})"


def _tail(case: _Case) -> str:
    """What a reader must know beside the standing: an own claim nobody confirms, weak reports, silence."""
    words = []
    if not case.confirmed:
        own = [report.seen_on for report in case.reports if report.voice == Voice.SELF and _claims(report)]
        if own:
            words.append(f"its own report of {max(own)} claims delivery, which nothing graded C3 or better confirms")
        weak = [r for r in case.reports if r.voice != Voice.SELF and _claims(r) and not credible(r.grade)]
        if weak:
            words.append(f"{len(weak)} report{'s' if len(weak) > 1 else ''} of delivery graded below C3 not counted")
    if case.reports and case.silent_days > QUIET_DAYS:
        words.append(f"last heard {_days(case.silent_days)} ago")
    return "".join(f"; {word}" for word in words)


def _by_voice(case: _Case) -> dict[str, float]:
    """Voice -> largest total it claims, in the pledge's unit; 1 stands for done where there is no amount."""
    whole = 1.0 if case.pledge.amount is None else case.pledge.amount
    found: dict[str, float] = {}
    for report in case.reports:
        if _claims(report):
            says = whole if report.done else (report.delivered or 0.0)
            found[report.voice.value] = max(says, found.get(report.voice.value, 0.0))
    return dict(sorted(found.items()))


def _voices(reports: Iterable[Report]) -> str:
    words = {Voice.SELF: "the promiser", Voice.PARTNER: "a partner", Voice.EVIDENCE: "evidence"}
    found = {report.voice for report in reports}
    return " and ".join(words[voice] for voice in Voice if voice in found)


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
