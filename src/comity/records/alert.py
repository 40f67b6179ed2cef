"""Warn to assess: what an alert says, never a bare number, and what the ledger keeps of it."""

from __future__ import annotations

import math
from datetime import date
from enum import StrEnum

import msgspec

from comity.kernel.errors import Misused
from comity.kernel.estimate import Estimate
from comity.kernel.grading import likelihood
from comity.kernel.time import month, month_of


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """A state crossed `threshold` on `measure` ("onset" or "deaths"); `reasons` say why in words."""

    state: str
    raised_on: date
    measure: str
    figure: Estimate
    threshold: float
    reasons: tuple[str, ...]


class Level(StrEnum):
    """How strong an alert is: each higher level bears fewer false alarms."""

    WATCH = "watch"
    WARNING = "warning"
    URGENT = "urgent"

    @property
    def place(self) -> int:
        """1 for watch to 3 for urgent."""
        return ("watch", "warning", "urgent").index(self.value) + 1

    @property
    def words(self) -> str:
        """What the level asks for."""
        return {
            "watch": "follow it, and know who would act",
            "warning": "prepare options and sound out those who decide",
            "urgent": "put options before those who decide now",
        }[self.value]


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A chance with everything that must stand beside it. It cannot be made with a part missing.

    says       what the chance is of, in words: "25 deaths or more in a month, mean of the next three months"
    words      the ICD 203 word of the chance
    estimate   the chance with its interval; its baseline is the base rate
    multiple   chance over base rate
    rank, of   place among the states watched, highest first
    data_to    last month of the data behind it, YYYY-MM
    said_on    the day it is said
    followed   how often alerts this high were followed in the past, with interval and n; None where no past is scored

    raises     Misused for a word, multiple or rank that does not fit its figure, and for a figure without interval
    """

    state: str
    measure: str
    says: str
    words: str
    estimate: Estimate
    multiple: float
    rank: int
    of: int
    data_to: str
    said_on: date
    followed: Estimate | None = None

    def __post_init__(self) -> None:
        """Refuse a statement that lacks a part or whose parts do not belong together."""
        figure = self.estimate
        if figure.unit != "chance" or not 0 <= figure.value <= 1:
            raise Misused(f"an alert states a chance, 0-1; got {figure.value} {figure.unit}")
        if figure.baseline is None or not figure.baseline.value > 0:
            raise Misused(f"the chance for {self.state} has no base rate beside it", hint="give the base rate")
        if figure.low == figure.high:
            raise Misused(f"the chance for {self.state} has no interval", hint="say what its interval covers")
        if self.words != likelihood(figure.value).words:
            raise Misused(
                f"{self.words!r} is not the word for {figure.value:.3f}",
                hint=f"ICD 203 calls it {likelihood(figure.value).words!r}",
            )
        if not math.isclose(self.multiple, figure.value / figure.baseline.value, rel_tol=1e-9, abs_tol=1e-12):
            raise Misused(f"{self.multiple} is not the multiple of {figure.baseline.value} that {figure.value} is")
        if not 1 <= self.rank <= self.of:
            raise Misused(f"no state has rank {self.rank} of {self.of}")
        if not self.says.strip() or self.age_months < 0:
            raise Misused(f"the chance for {self.state} does not say of what, or rests on data of after {self.said_on}")

    @property
    def age_months(self) -> int:
        """Months from the last month of the data to the month it is said in."""
        return month_of(self.said_on).index - month(self.data_to).index


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """The two lines of a level. An alert opens at `raise_at` or above and ends after `months` months below `clear_at`.

    raises  Misused where the lower line lies above the raise line, or no month is asked for
    """

    level: Level
    raise_at: float
    clear_at: float
    months: int

    def __post_init__(self) -> None:
        """Refuse lines that would make an alert flap."""
        if not 0 < self.clear_at <= self.raise_at or self.months < 1:
            raise Misused(
                f"an alert cannot open at {self.raise_at} and end after {self.months} months below {self.clear_at}",
                hint="the lower line lies above 0 and not above the raise line; at least one month",
            )


class Raised(msgspec.Struct, frozen=True, kw_only=True):
    """An alert opened or changed its level.

    since       last known month in which it opened, YYYY-MM
    budget      false alarms a month the desk bears
    reasons     what moved the figure, in words
    """

    state: str
    measure: str
    level: Level
    since: str
    raised_on: date
    statement: Statement
    lines: Lines
    budget: float
    reasons: tuple[str, ...] = ()


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """An alert that stands on a day.

    since    month at whose end it was first issued, without a break since, YYYY-MM
    lines    the two lines of its level
    reasons  what moved the figure most, in words
    """

    state: str
    measure: str
    level: Level
    since: str
    statement: Statement
    lines: Lines
    reasons: tuple[str, ...]


class Came(StrEnum):
    """Whether what an alert warned of happened by the day it ended."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


class Cleared(msgspec.Struct, frozen=True, kw_only=True):
    """An alert ended: `came` says whether what it warned of happened; not knowing is said, never taken as no."""

    state: str
    measure: str
    cleared_on: date
    came: Came
    because: str
