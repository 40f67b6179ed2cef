"""Pledges as the record holds them: what may be recorded, what stands on a day, and who carries how much.

Whether a pledge was kept is not here; that is what the stage account says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from comity.kernel.errors import Misused, Refused, did_you_mean
from comity.records.pledge import Amendment, Pledge, Withdrawal

Change = Amendment | Withdrawal

# A condition nobody could see fulfilled makes a pledge that never falls due.
_FEWEST_CONDITION_WORDS = 2


class PledgeLine(msgspec.Struct, frozen=True, kw_only=True):
    """One pledge on a day.

    pledge        its terms as they stand
    first         its terms as they were made
    changes       amendments and withdrawal, oldest first
    withdrawn_on  the day it was taken back, or None
    weakened      what the amendments took away, in words: later, less, or a new condition
    """

    pledge: Pledge
    first: Pledge
    changes: tuple[Change, ...] = ()
    withdrawn_on: date | None = None
    weakened: tuple[str, ...] = ()


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What one promiser carries of a total; `amount` is None for promises without amount."""

    by: str
    pledges: int
    amount: float | None


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """All standing pledges of one measure in one unit, with who carries what, largest first."""

    what: str
    unit: str
    pledges: int
    amount: float | None
    shares: tuple[Share, ...]


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """How the pledges divide between incentives and pressure; `words` says it in one sentence.

    by_category  category of measure -> number of standing pledges; "other" for words that are no measure
    """

    by_category: dict[str, int]
    incentives: int
    pressure: int
    other: int
    words: str


def checked(pledge: Pledge, lines: Sequence[PledgeLine] = ()) -> Pledge:
    """The pledge itself, if it may be recorded beside the pledges already on `lines`.

    raises  Refused for a due day before it was made, a bad amount, an unclear condition or a duplicate
    """
    _check_terms(pledge)
    for line in lines:
        if line.pledge.id == pledge.id:
            raise Refused(
                f"there is already a {pledge.id}, by {line.pledge.by} on {line.pledge.what}",
                hint="record an amendment to it, or give the new pledge its own id",
            )
        if line.withdrawn_on is None and _says_the_same(line.pledge, pledge):
            raise Refused(
                f"{pledge.by} already pledged {pledge.what} due on {pledge.due_on} ({line.pledge.id})",
                hint="record an amendment if its terms changed; two equal pledges would count double",
            )
    return pledge


def _check_terms(pledge: Pledge) -> None:
    if not pledge.by.strip() or not pledge.what.strip():
        raise Refused(f"{pledge.id} does not say who promises what", hint="fill in by and what")
    if pledge.due_on <= pledge.made_on:
        raise Refused(
            f"{pledge.id} is due on {pledge.due_on}, not after the day it was made ({pledge.made_on})",
            hint="give the day by which it is to be delivered",
        )
    if pledge.amount is not None:
        # Written as "not above", so that a figure that is no number is refused too.
        if not 0 < pledge.amount < float("inf"):
            raise Refused(f"{pledge.id} promises {pledge.amount}", hint="give an amount above 0, or leave it out")
        if not pledge.unit.strip():
            raise Refused(
                f"{pledge.id} promises {pledge.amount:,.15g} without a unit",
                hint="name the unit, such as USD, troops or tonnes",
            )
    elif pledge.unit.strip():
        raise Refused(f"{pledge.id} names the unit {pledge.unit} without an amount", hint="give the amount")
    if pledge.condition and len(pledge.condition.split()) < _FEWEST_CONDITION_WORDS:
        raise Refused(
            f"the condition of {pledge.id} is only {pledge.condition!r}",
            hint="say what must happen first, so that others can see whether it has",
        )


def _says_the_same(old: Pledge, new: Pledge) -> bool:
    return (old.by, old.what, old.about, old.due_on, old.unit, old.condition) == (
        new.by, new.what, new.about, new.due_on, new.unit, new.condition,
    )  # fmt: skip


def checked_change(change: Change, lines: Sequence[PledgeLine]) -> Change:
    """The change itself, if it may be recorded for a pledge on `lines`.

    raises  Refused for a withdrawn pledge, a change before the pledge or without effect, or bad new terms;
            Misused for a pledge nobody made
    """
    line = next((line for line in lines if line.pledge.id == change.pledge), None)
    if line is None:
        raise Misused(f"there is no {change.pledge}", hint=did_you_mean(change.pledge, [x.pledge.id for x in lines]))
    if line.withdrawn_on is not None:
        raise Refused(
            f"{change.pledge} was withdrawn on {line.withdrawn_on}",
            hint="record a new pledge if it is promised again",
        )
    newest = max([line.pledge.made_on, *(old.on for old in line.changes)])
    if change.on < newest:
        raise Refused(
            f"the change to {change.pledge} is dated {change.on}, before its last word of {newest}",
            hint="changes are recorded in order of their dates",
        )
    if not change.reason.strip():
        raise Refused(f"the change to {change.pledge} gives no reason", hint="say why, in a few words")
    if isinstance(change, Amendment):
        amended = _amended(line.pledge, change)
        if amended == line.pledge:
            raise Refused(f"the amendment to {change.pledge} changes nothing", hint="give the new terms")
        _check_terms(amended)
    return change


def fold(pledges: Iterable[Pledge], changes: Iterable[Change], *, on: date) -> tuple[PledgeLine, ...]:
    """The pledges known on a day with their terms as they stood then, in order of due day, promiser and id.

    changes  in the order they were recorded; those dated after `on` are not used
    raises   Misused for a change to a pledge that was never made
    """
    made = {pledge.id: pledge for pledge in pledges}
    known: dict[str, list[Change]] = {name: [] for name, pledge in made.items() if pledge.made_on <= on}
    for change in changes:
        if change.pledge not in made:
            raise Misused(f"there is no {change.pledge}", hint=did_you_mean(change.pledge, made))
        if change.on <= on and change.pledge in known:
            known[change.pledge].append(change)
    lines = (_line(made[name], tuple(sorted(found, key=lambda change: change.on))) for name, found in known.items())
    return tuple(sorted(lines, key=lambda line: (line.pledge.due_on, line.pledge.by, line.pledge.id)))


def _line(first: Pledge, changes: tuple[Change, ...]) -> PledgeLine:
    now, weakened, withdrawn_on = first, list[str](), None
    for change in changes:
        if isinstance(change, Withdrawal):
            withdrawn_on = change.on
            break
        amended = _amended(now, change)
        weakened += _loss(now, amended, change.on)
        now = amended
    return PledgeLine(pledge=now, first=first, changes=changes, withdrawn_on=withdrawn_on, weakened=tuple(weakened))


def _amended(pledge: Pledge, change: Amendment) -> Pledge:
    return msgspec.structs.replace(
        pledge,
        due_on=pledge.due_on if change.due_on is None else change.due_on,
        amount=pledge.amount if change.amount is None else change.amount,
        condition=pledge.condition if change.condition is None else change.condition,
    )


def _loss(old: Pledge, new: Pledge, on: date) -> list[str]:
    words = []
    if new.due_on > old.due_on:
        words.append(f"put off from {old.due_on} to {new.due_on} (on {on})")
    if old.amount is not None and new.amount is not None and new.amount < old.amount:
        words.append(f"cut from {old.amount:,.15g} to {new.amount:,.15g} {new.unit} (on {on})")
    if new.condition and new.condition != old.condition:
        words.append(f"made to depend on: {new.condition} (on {on})")
    return words


def totals(lines: Iterable[PledgeLine]) -> tuple[Total, ...]:
    """Standing pledges added up by measure and unit, never across units; measures in order of their ids."""
    groups: dict[tuple[str, str], list[Pledge]] = {}
    for line in lines:
        if line.withdrawn_on is None:
            groups.setdefault((line.pledge.what, line.pledge.unit), []).append(line.pledge)
    return tuple(_total(what, unit, found) for (what, unit), found in sorted(groups.items()))


def _total(what: str, unit: str, pledges: list[Pledge]) -> Total:
    by: dict[str, list[Pledge]] = {}
    for pledge in pledges:
        by.setdefault(pledge.by, []).append(pledge)
    shares = [Share(by=name, pledges=len(found), amount=_sum(found)) for name, found in by.items()]
    shares.sort(key=lambda share: (-(share.amount or 0.0), -share.pledges, share.by))
    return Total(what=what, unit=unit, pledges=len(pledges), amount=_sum(pledges), shares=tuple(shares))


def _sum(pledges: Iterable[Pledge]) -> float | None:
    amounts = sorted(pledge.amount for pledge in pledges if pledge.amount is not None)
    return sum(amounts) if amounts else None


def balance(lines: Iterable[PledgeLine], category_of: Mapping[str, str]) -> Balance:
    """How many standing pledges are incentives and how many are pressure.

    category_of  measure id -> category of reference/measures
    """
    counts: dict[str, int] = {}
    for line in lines:
        if line.withdrawn_on is None:
            category = category_of.get(line.pledge.what, "other")
            counts[category] = counts.get(category, 0) + 1
    incentives = counts.get("incentive", 0)
    pressure = sum(count for category, count in counts.items() if category.startswith("coerce"))
    other = sum(counts.values()) - incentives - pressure
    return Balance(
        by_category=dict(sorted(counts.items())),
        incentives=incentives,
        pressure=pressure,
        other=other,
        words=_balance_words(incentives, pressure, other),
    )


def _balance_words(incentives: int, pressure: int, other: int) -> str:
    if not incentives + pressure + other:
        return "Nothing is pledged."
    told = f"{incentives} of {incentives + pressure + other} pledges are incentives and {pressure} are pressure"
    if pressure and not incentives:
        return f"{told}: nothing is offered for a change of conduct."
    if incentives and not pressure:
        return f"{told}: nothing is at stake if conduct does not change."
    return f"{told}."
