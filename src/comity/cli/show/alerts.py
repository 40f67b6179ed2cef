"""Alerts in the terminal: what stands, what a budget costs, how a state's alerts did, and the backtest."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table
from comity.desk import stating
from comity.desk.alerting import Backtest, Board, CountryHistory, Judged
from comity.desk.brief.wording import day, listed, month_words, state_short
from comity.records.alert import Level, Standing
from comity.warn.false_alarms import Cost
from comity.warn.replay import Case, Episode, Tally

_STYLES = {Level.WATCH: "", Level.WARNING: "bold", Level.URGENT: "bold red"}
_OUTCOMES = {
    "came": "came",
    "late": "came before it was issued",
    "false": "false alarm",
    "open": "open",
}
_RULES = {"deaths of the last 12 months": "naive: 12 months", "own last 36 months": "naive: 36 months"}


def board(found: Board) -> RenderableType:
    """What stands on a day by kind, each with its whole statement; then the budget and what is missing."""
    parts: list[RenderableType] = [Text(f"Alerts on {day(found.as_of)}", style="bold"), Text(_budget(found))]
    if found.kind != "onset":
        parts += [Text(), *_kind("Deaths", found.deaths)]
    if found.kind != "deaths":
        parts += [Text(), *_kind("Mass killing", found.onset)]
    if found.kept is not None:
        parts += [Text(), Text(_kept(found.kept, _share(found)))]
    parts += [Text(gap, style="dim") for gap in found.gaps]
    first = found.standing[0].state if found.standing else "STATE"
    parts.append(
        Text(
            f"Next: comity warn notify {first} --draft; comity warn alerts history {first}; other budgets: --costs",
            style="dim",
        )
    )
    return Group(*parts)


def costs(found: Board) -> RenderableType:
    """What each budget of false alarms buys and costs, on the years the lines are fitted on."""
    rows = table.lined(">Budget", ">Line", ">Warned of", ">Missed", ">False a month", ">Most in a month")
    for cost in found.costs:
        rows.add_row(*_cost(cost))
    months = found.costs[0].months if found.costs else 0
    return Group(
        Text("What a budget of false alarms costs (deaths)", style="bold"),
        rows,
        Text(
            f"Over the {months} months the lines are fitted on, so a little kinder than what comes: comity warn "
            "backtest replays them without foresight. Missed: no alert in the half year before.",
            style="dim",
        ),
    )


def history(found: CountryHistory) -> RenderableType:
    """How alerts on one state did, event by event and alert by alert, beside all states."""
    parts: list[RenderableType] = [
        Text(f"{found.name}: alerts and what came of them", style="bold"),
        Text(
            f"Replayed month by month from {month_words(found.since)} to {month_words(found.until)}, each with the "
            f"line and the data of its time; {found.budget:g} false alarms a month, half of them for deaths.",
            style="dim",
        ),
        Text(),
    ]
    parts += [Text(f"Now: {stating.whole(one)}") for one in found.now] or [Text("Now: no figure.")]
    parts.append(Text(_stands(found.standing)))
    parts.append(Text())
    if found.why_none:
        parts.append(Text(f"No history of deaths alerts: {found.why_none}."))
    else:
        parts += [_cases(found.cases), Text(), _episodes(found.episodes)]
        parts.append(Text(_tally(found.tally, found.of_all)))
    parts.append(
        Text("Past onsets of mass killing are a provider's labels and do not ship; see: comity skill", style="dim")
    )
    parts.append(Text(f"Next: comity warn notify {found.state} --draft; comity warn clock {found.state}", style="dim"))
    return Group(*parts)


def backtest(found: Backtest) -> RenderableType:
    """Ours and naive rules under the same budgets, with intervals over states; then the newest events."""
    rows = table.lined("=Rule", ">Budget", ">Warned of (90 %)", ">Right (90 %)", ">False a month", ">Over", ">Lead")
    for one in sorted(found.rows, key=lambda row: row.budget):
        rows.add_row(*_judged(one))
    parts: list[RenderableType] = [
        Text(f"Deaths alerts issued {month_words(found.first)} to {month_words(found.last)}", style="bold"),
        rows,
        Text(
            "Warned of: first months of 25 deaths or more after a year without, with an alert in the half year before. "
            "Right: share of alert months that were followed. False a month: false alarms standing. Over: share of "
            "months with more of them than the budget. Lead: median months from issue to event, at most six. Naive: "
            "the same alerts on the state's deaths of the last 12 months, or on its months of 25 or more among 36. "
            "Intervals draw states anew. Lines and chances of each year were fitted on the years before; the counts "
            "are today's, later revisions included.",
            style="dim",
        ),
    ]
    if found.cases:
        parts += [Text(), Text("The newest events", style="bold"), _cases(found.cases[-10:])]
    return Group(*parts)


def _budget(found: Board) -> str:
    shared = ", half for each kind" if found.kind == "both" else ""
    return (
        f"Budget: {found.budget:g} false alarms a month{shared}. {len(found.standing)} stand; "
        f"{found.expected_false:.1f} of them are to be expected as false alarms."
    )


def _share(found: Board) -> float:
    return found.budget / 2 if found.kind == "both" else found.budget


def _kind(title: str, found: Sequence[Standing]) -> list[RenderableType]:
    if not found:
        return [Text(f"{title}: no alert stands.")]
    says = stating.parts(found[0].statement).says
    rows = table.lined("Level", "State", "Chance (90 %)", ">× base rate", ">Rank", "=Since", "Came after such")
    for one in found:
        told = stating.parts(one.statement)
        rows.add_row(
            Text(one.level.value, style=_STYLES[one.level]),
            Text(f"{state_short(one.state)} ({one.state})"),
            # Word over figure, so that neither is broken.
            Text(told.chance.replace(", ", "\n", 1)),
            told.base,
            told.rank,
            month_words(one.since),
            Text(told.followed.replace(", ", "\n", 1)),
        )
    reasons = [Text(f"{one.state}: {'; '.join(one.reasons)}", style="dim") for one in found if one.reasons]
    line = found[0].lines
    return [
        Text(f"{title}: {says[:1].lower()}{says[1:]}"),
        rows,
        *reasons,
        Text(
            f"Data to {stating.parts(found[0].statement).age}. An alert ends after {line.months} months in a row below "
            f"{line.clear_at / line.raise_at:.0%} of the line it opened at.",
            style="dim",
        ),
    ]


def _kept(found: Tally, budget: float) -> str:
    return (
        f"So far, at {budget:g} a month and without foresight: {found.hits} of {found.hits + found.misses} events "
        f"warned of, {found.misses} missed; {found.false_month:.1f} false alarms standing in a month, at most "
        f"{max(found.false_months, default=0)}; {found.right} of {found.right + found.wrong} alert months were "
        f"followed within half a year; median lead {found.lead_median:.0f} months."
    )


def _cost(cost: Cost) -> tuple[str, ...]:
    return (
        f"{cost.budget:g}",
        f"{cost.line:.3f}",
        f"{cost.caught} of {cost.caught + cost.missed}",
        str(cost.missed),
        f"{cost.false_month:.1f}",
        str(cost.worst_month),
    )


def _stands(found: Sequence[Standing]) -> str:
    if not found:
        return "No alert stands."
    return (
        "Standing: "
        + listed(tuple(f"{one.level.value} for {_measure(one)} since {month_words(one.since)}" for one in found))
        + "."
    )


def _measure(one: Standing) -> str:
    return "deaths" if one.measure == "deaths" else "mass killing"


def _cases(found: Sequence[Case]) -> RenderableType:
    if not found:
        return Text("No first month of 25 deaths or more after a year without.")
    rows = table.lined("=Month", "State", ">Deaths", "Alert before", ">Lead")
    for one in found:
        rows.add_row(
            month_words(one.month),
            Text(f"{state_short(one.state)} ({one.state})"),
            f"{one.deaths:,}",
            one.level.value if one.level else Text("missed", style="red"),
            _months(one.lead_months) if one.level else "",
        )
    return rows


def _episodes(found: Sequence[Episode]) -> RenderableType:
    if not found:
        return Text("No alert on deaths ever stood.")
    rows = table.lined("=Opened", "=Ended", "Highest level", "What came of it")
    for one in found:
        rows.add_row(
            month_words(one.opened), month_words(one.ended) if one.ended else "stands", one.level.value,
            _OUTCOMES[one.outcome],
        )  # fmt: skip
    return rows


def _months(count: int) -> str:
    return "1 month" if count == 1 else f"{count} months"


def _tally(own: Tally | None, every: Tally | None) -> str:
    if own is None or every is None:
        return ""
    return (
        f"Hits {own.hits}, misses {own.misses}, months of false alarm {own.wrong}. One state has too few events for a "
        f"rate; all states together: {every.hits} of {every.hits + every.misses} events, "
        f"{every.precision:.2f} of alert months right (n = {every.right + every.wrong:,})."
    )


def _judged(one: Judged) -> tuple[str | Text, ...]:
    def ends(given: tuple[float, float, float], places: int) -> str:
        return f"{given[0]:.{places}f} ({given[1]:.{places}f}-{given[2]:.{places}f})"

    found = one.tally
    return (
        Text(_RULES.get(one.rule, one.rule), style="bold" if one.rule == "comity" else ""),
        f"{one.budget:g}",
        f"{found.hits} of {found.hits + found.misses} ({one.recall[1]:.0%}-{one.recall[2]:.0%})",
        ends(one.precision, 2),
        ends(one.false_month, 1),
        f"{one.over_budget:.0%}",
        f"{found.lead_median:.0f}",
    )
