"""Statements of alerts in words, whole or not at all: the one place where a chance of an alert becomes text."""

from __future__ import annotations

import msgspec

from comity.desk.brief import wording
from comity.kernel.errors import Misused
from comity.records.alert import Statement


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as the cells of one table row; a row shows all of them.

    chance    the word, the figure and its interval
    base      how many times the base rate, and the base rate itself
    followed  share of alerts this high that were followed, with interval and n; or that this is not known
    age       last month of the data and how old it is
    """

    says: str
    chance: str
    base: str
    rank: str
    followed: str
    age: str


def parts(statement: Statement) -> Parts:
    """The statement in cells; raises Misused for anything that is not a whole statement."""
    if not isinstance(statement, Statement):
        raise Misused(f"an alert shows statements, never a bare {type(statement).__name__}", hint="build a Statement")
    figure, baseline = statement.estimate, statement.estimate.baseline
    if baseline is None:
        raise Misused(f"the chance for {statement.state} has no base rate beside it", hint="give the base rate")
    return Parts(
        says=wording.capitalised(statement.says),
        chance=f"{statement.words}, {wording.chance(figure.value)} ({wording.interval(figure)})",
        base=f"{_multiple(statement.multiple)} × {wording.chance(baseline.value)}",
        rank=f"{statement.rank} of {statement.of}",
        followed=_followed(statement),
        age=f"{wording.month_words(statement.data_to)}, {_age(statement.age_months)}",
    )


def whole(statement: Statement) -> str:
    """The statement as one sentence: word, figure, interval, base rate, multiple, rank, past and age of the data."""
    told, figure = parts(statement), statement.estimate
    past = f" Alerts this high were followed in a share of {told.followed}." if statement.followed else ""
    return (
        f"{told.says}: {statement.words}, {wording.chance(figure.value)} "
        f"({wording.level(figure)}: {wording.interval(figure)}); {_multiple(statement.multiple)} times the base rate "
        f"of {told.base.split(' × ')[1]}, rank {told.rank} states.{past} Data to {told.age}."
    )


def _followed(statement: Statement) -> str:
    share = statement.followed
    if share is None:
        return "not scored here"
    return f"{wording.chance(share.value)} ({wording.interval(share)}), n {share.n:,}"


def _multiple(value: float) -> str:
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}"


def _age(months: int) -> str:
    return "of this month" if months == 0 else "1 month old" if months == 1 else f"{months} months old"
