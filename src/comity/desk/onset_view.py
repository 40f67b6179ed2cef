"""The onset risk of a state as a desk asks for it: the newest monthly figure, and what changed it since a year."""

from __future__ import annotations

from datetime import date
from functools import partial

import msgspec

from comity.desk import engines
from comity.kernel.errors import Misused
from comity.records.forecast import OnsetForecast
from comity.warn import onset, onset_changes
from comity.warn.onset_changes import Changes
from comity.warn.series import NoForecast

# As many steps as a reader follows; --since asks for more.
_EDITIONS_BACK = 5


class OnsetNow(msgspec.Struct, frozen=True, kw_only=True):
    """The newest risk known on a day.

    edition  base year (2024) or newest month of events (2026-05)
    window   the time the chance is about
    ahead    its length in years
    """

    forecast: OnsetForecast
    edition: str
    window: str
    ahead: int


def now(state: str, day: date, *, ahead: int = 2) -> OnsetNow | NoForecast:
    """The risk of a state within one or two years, from the monthly edition if one is known, else the yearly one.

    raises  Misused for another horizon
    """
    if ahead not in (1, 2):
        raise Misused(f"onset is forecast one and two years ahead; got {ahead}")
    # The yearly tables are large and read only where no month is known.
    yearly = engines.onset_table if ahead > 1 else engines.onset_within_one_year
    for read in (partial(engines.onset_months, ahead), yearly):
        table = read()
        found = onset.newest(table, day)
        made = onset.forecast(table, state, day)
        if not isinstance(found, str) and isinstance(made, OnsetForecast):
            return OnsetNow(forecast=made, edition=found.edition, window=found.window, ahead=ahead)
    return made if isinstance(made, NoForecast) else NoForecast(state=state, target="onset", reason=str(found))


def changes(state: str, day: date, *, since: int | None = None) -> Changes | NoForecast:
    """Each step of a state's two-year risk since a base year, split into vintage, data and model parts.

    since   base year of the first edition; by default five before the newest known on the day

    source  docs/explanation/onset-risk.md
    """
    table, months = engines.onset_table(), engines.onset_months(2)
    if since is None:
        found = onset.newest(table, day)
        if isinstance(found, str):
            return NoForecast(state=state, target="onset", reason=found)
        since = max(found.year - _EDITIONS_BACK, table.years[0].year)
    return onset_changes.changes(table, engines.onset_carried(), state, since=since, on=day, months=months)
