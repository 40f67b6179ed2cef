"""Field reports in the terminal: what was recorded, the events they make, and the indicators they speak to."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import entries, table
from comity.desk.reporting import Received, Situation
from comity.records.signal import Place, Signal
from comity.reference.frameworks import risk_factors
from comity.warn.reports.corroboration import Event


def receipt(received: Received, state: str) -> RenderableType:
    """What was written, and earlier reports to compare it with."""
    stream = received.entry.stream
    parts: list[RenderableType] = [entries.receipt(received.entry, "")]
    for likeness in received.alike:
        parts.append(Text(f"May be of the same event as {likeness.report}: {'; '.join(likeness.reasons)}."))
    speaks = received.signal.indicators
    then = f"comity assess judge {state} {speaks[0]} --help" if speaks else f"comity warn reports {state}"
    if received.alike:
        then = f"comity warn link {stream} {received.alike[0].report} --relation same_event --because ... --by ..."
    parts.append(Text(f"Next: {then}", style="dim"))
    return Group(*parts)


def events(name: str, found: Situation) -> RenderableType:
    """One block an event, newest first, with its reports below it."""
    if not found.events or found.marking is None:
        return _none(name)
    parts: list[RenderableType] = [
        Text(f"Reports on {name} to {found.as_of}   {found.marking.label}", style="bold"),
    ]
    newest = sorted(found.events, key=lambda event: _last(event, found.reports), reverse=True)
    for event in newest:
        rows = table.plain(("", 12), ("", 11), ("", None))
        for stream in event.reports:
            signal = found.reports[stream]
            rows.add_row(stream, f"{signal.seen_on}", _told(signal, unsupported=stream in found.unsupported))
        parts += [Text(), Text(event.words, style="bold"), rows]
    parts.append(Text("\nIndependence is judged, never assumed. Next: comity warn link --help", style="dim"))
    return Group(*parts)


def board(name: str, found: Situation) -> RenderableType:
    """One row an indicator, with its text, what is on record, and no rating."""
    if not found.indicators or found.marking is None:
        return _none(name) if not found.reports else Text("No report on record speaks to an indicator.")
    rows = table.plain(("", 9), ("", None))
    for row in found.indicators:
        said = Text(risk_factors.indicator(row.indicator).text, style="bold")
        said.append(f"\n{row.words}; newest {row.newest}; {', '.join(row.reports)}", style="not bold")
        rows.add_row(row.indicator, said)
    return Group(
        Text(f"Indicators of {name} that reports speak to, {found.as_of}   {found.marking.label}\n", style="bold"),
        rows,
        Text(
            f"\nReports tell; whether an indicator is present is judged: comity assess judge {found.state} --help",
            style="dim",
        ),
    )


def _none(name: str) -> Text:
    return Text(f"No report on {name} was on record by then. Next: comity warn report --help")


def _told(signal: Signal, *, unsupported: bool) -> Text:
    said = Text(signal.text)
    facts = [f"graded {signal.grade.code}, {signal.grade.words}"]
    if signal.seen_to:
        facts.append(f"some day to {signal.seen_to}")
    if signal.place:
        facts.append(_where(signal.place))
    facts += [act.words for act in signal.acts]
    if signal.toll:
        low, high = signal.toll.low, signal.toll.high
        facts.append(f"{low if low == high else f'{low} to {high}'} killed as told")
    if signal.files:
        facts.append(f"{len(signal.files)} {'file' if len(signal.files) == 1 else 'files'} with digest")
    facts.append(signal.marking.label)
    said.append(f"\n{'; '.join(facts)}", style="dim")
    if unsupported:
        said.append("\ngraded as confirmed by others, but no second independent account is on record", style="bold")
    return said


def _where(place: Place) -> str:
    if place.lat is None or place.lon is None:
        return place.name
    point = f"{place.lat:.2f}, {place.lon:.2f} to within {place.within_km:.0f} km"
    return f"{place.name} ({point})" if place.name else point


def _last(event: Event, reports: Mapping[str, Signal]) -> str:
    return max(reports[name].seen_on for name in event.reports).isoformat()
