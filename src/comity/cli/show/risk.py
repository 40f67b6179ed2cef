"""Risk for the terminal: key figures on scales, the past as columns, the months ahead, the onset risk in words.

Notes of forecasts stand among what is not known, and on the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import chart, table
from comity.desk.brief.model import Brief, History, Risk
from comity.desk.brief.wording import ahead_of, amount, capitalised, month_words, naive, onset, quantity, times
from comity.desk.brief.wording import chance as as_chance
from comity.desk.brief.wording import interval as as_interval
from comity.kernel.estimate import Estimate
from comity.records.forecast import DeathsForecast, OnsetForecast

# Five years of months fit beside the margin at 80 columns.
_PAST = 60
_HORIZONS = (1, 3, 6, 12)
_DRIVERS = 5


def key_figures(brief: Brief) -> RenderableType | None:
    """The figures a reader needs first, each on its scale; None if there are none."""
    rows = table.lined("What", ">Estimate", ">90 %", ">Naive", "=On its scale")
    for label, estimate, top in _figures(brief):
        rows.add_row(
            Text(label), quantity(estimate.value, estimate.unit), as_interval(estimate), naive(estimate),
            Text(f"{chart.scale(estimate, top=top, width=18)} {amount(top) if top > 1 else f'{top:g}'}"),
        )  # fmt: skip
    return rows if rows.row_count else None


def _figures(brief: Brief) -> Iterator[tuple[str, Estimate, float]]:
    forecast = brief.risk.onset
    if forecast:
        label = f"New mass killing in the two years after {forecast.base_year} ({times(forecast.multiple)})"
        yield label, forecast.risk, 0.25 if forecast.risk.high <= 0.25 else 1.0
    for ahead, label in ((brief.risk.deaths, "Deaths"), (brief.risk.civilians, "Civilians in one-sided attacks")):
        if ahead and ahead.months:
            third = ahead_of(ahead, brief.as_of)
            low = third.deaths.baseline.value if third.deaths.baseline else 0.0
            yield f"{label}, {month_words(third.month)}", third.deaths, max(third.deaths.high, low, 1.0)
    for venue in brief.venues[:1]:
        if venue.ballot:
            yield f"Adopted by {venue.name}", venue.ballot.adopted, 1.0


def parts(risk: Risk) -> Iterator[RenderableType]:
    """History, months ahead and onset, as far as there are any."""
    if risk.history:
        yield past(risk.history)
    for ahead, words in ((risk.deaths, "All deaths"), (risk.civilians, "Civilians in one-sided attacks")):
        if ahead and ahead.months:
            yield months(ahead, words)
    if risk.onset:
        yield onset_lines(risk.onset)


def past(history: History) -> RenderableType:
    """Counted deaths, a column a month, with the first and last month and the peak."""
    values = history.deaths[-_PAST:]
    shown = history.months[-_PAST:]
    known = [(value, when) for value, when in zip(values, shown, strict=True) if value is not None]
    if not known:
        return Text(f"No month of the last five years is covered by {history.source}.")
    recent = [value for value in values[-12:] if value is not None]
    tens = chart.by_tens(values, now=max(recent, default=0.0))
    peak, peak_month = max(known)
    first, last = month_words(shown[0]), month_words(shown[-1])
    said = Text("Deaths a month, counted" + (" (columns go by tens)" if tens else "") + "\n")
    said.append(chart.columns(values, tens=tens))
    said.append(f"\n{first}{last:>{max(1, len(values) - len(first))}}")
    said.append(f"\nPeak {amount(peak)} in {month_words(peak_month)}; last {amount(known[-1][0])}. {history.source}.")
    return said


def months(forecast: DeathsForecast, words: str) -> RenderableType:
    """Some months ahead on one scale."""
    chosen = [m for m in forecast.months if m.horizon in _HORIZONS] or list(forecast.months[:4])
    top = max(max(m.deaths.high, m.deaths.baseline.value if m.deaths.baseline else 0.0) for m in chosen)
    rows = table.lined("=Month", ">Estimate", ">90 %", ">Naive", f"=0 to {amount(max(top, 1.0))}", ">25 or over")
    for m in chosen:
        rows.add_row(
            month_words(m.month), amount(m.deaths.value), as_interval(m.deaths), naive(m.deaths),
            Text(chart.scale(m.deaths, top=max(top, 1.0))), as_chance(m.chance_25.value),
        )  # fmt: skip
    return Group(Text(f"{words} ahead, a month", style="bold"), rows)


def onset_lines(forecast: OnsetForecast) -> RenderableType:
    """Word, figure, multiple and rank together, then what drives it."""
    said = Text(f"A new mass killing in the two years after {forecast.base_year}", style="bold")
    said.append(f"\n{capitalised(onset(forecast))}.", style="not bold")
    drivers = sorted((d for d in forecast.drivers if d.name != "base_level"), key=lambda d: -abs(d.part))
    for driver in drivers[:_DRIVERS]:
        said.append(f"\n  {driver.part:+.2f}  {driver.words}", style="not bold")
    if drivers:
        said.append(f"\n  ({drivers[0].unit}; + raises, - lowers; an association, not a cause)", style="not bold dim")
    return said
