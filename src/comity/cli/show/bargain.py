"""A bargain and a ladder of steps in the terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table
from comity.convene.bargain.ladder import Ladder, Short
from comity.desk.bargaining import Bargained, Result
from comity.desk.brief.wording import sentence

_MOST = 3


def render(found: Bargained) -> RenderableType:
    """The zone, one table of all models, then for each who gains, who blocks and what would unblock."""
    parts: list[RenderableType] = [
        Text(f"{len(found.actors)} actors, {len(found.issues)} issues", style="bold"),
        _zone(found),
        Text(),
    ]
    for at in range(0, len(found.issues), _MOST):
        parts += [_places(found, at), Text()]
    parts.append(_gains(found))
    parts += _blocked(found)
    if found.deals:
        parts += [Text(), _deals(found)]
    parts.append(Text())
    for result in found.results:
        if result.note:
            parts.append(Text(f"{result.model}: {result.note}.", style="dim"))
    parts += [Text(f"{absent.model}: none. {sentence(absent.why)}", style="dim") for absent in found.absent]
    parts += [Text(sentence(note), style="dim") for note in found.notes]
    return Group(*parts)


def _zone(found: Bargained) -> Text:
    if found.zone:
        return Text(f"No zone of possible agreement. {sentence(found.zone)}", style="bold")
    lines = "; ".join(f"{issue} {low:g} to {high:g}" for issue, (low, high) in found.bounds.items())
    said = f"A zone of possible agreement is there. Red lines leave: {lines}." if lines else "No red lines were given."
    if found.least is not None and found.binding:
        said += f" Fairest point: all gain {found.least:.2f} or more; fixed by {', '.join(found.binding)}."
    return Text(said)


def _places(found: Bargained, start: int) -> RenderableType:
    some = slice(start, start + _MOST)
    rows = table.lined("Model", *(f">{issue[:24]}" for issue in found.issues[some]), ">Runs")
    for result in found.results:
        cells = [f"{place.at.value:.1f} ({place.at.low:.0f}-{place.at.high:.0f})" for place in result.places[some]]
        rows.add_row(Text(result.model), *cells, str(result.places[0].at.n))
    return rows


def _gains(found: Bargained) -> RenderableType:
    rows = table.lined("Against the compromise", "Gains most", "Loses most")
    for result in found.results[1:]:
        up = [f"{actor} {gain:+.2f}" for actor, gain in result.gains[:_MOST] if gain >= 0.005]
        down = [f"{actor} {gain:+.2f}" for actor, gain in reversed(result.gains[-_MOST:]) if gain <= -0.005]
        rows.add_row(Text(result.model), Text(", ".join(up) or "nobody"), Text(", ".join(down) or "nobody"))
    return rows


def _blocked(found: Bargained) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for result in found.results:
        if result.blocks:
            named = "; ".join(f"{block.actor} ({block.why})" for block in result.blocks)
            lines += [Text(), Text(f"{result.model} is blocked by {named}."), Text(_unblocks(result))]
    return lines


def _unblocks(result: Result) -> str:
    if not result.move:
        return "No move of this point is acceptable to all."
    return (
        "Cheapest move that unblocks: " + ", ".join(f"{issue} {step:+.1f}" for issue, step in result.move.items()) + "."
    )


def _deals(found: Bargained) -> RenderableType:
    rows = table.lined("First trades of the exchange", "gives way on", "for", "which gives way on", ">Gain of each")
    for deal in found.deals[:5]:
        rows.add_row(
            Text(deal.first), Text(f"{deal.first_gives} {deal.first_gave:+.0f}"), Text(deal.second),
            Text(f"{deal.second_gives} {deal.second_gave:+.0f}"), f"{deal.gain:.2f}",
        )  # fmt: skip
    return rows


def rungs(found: Ladder) -> RenderableType:
    """Steps in their order with the trust they meet, then what is out of reach."""
    rows = table.lined(">Trust", "Step", "Worth to those it needs")
    for rung in found.rungs:
        worth = ", ".join(f"{actor} {value:+.2f}" for actor, value in rung.worth.items())
        rows.add_row(f"{rung.trust:.2f}", Text(rung.step), Text(worth))
    parts: list[RenderableType] = [rows] if found.rungs else [Text("No step is acceptable to all it needs.")]
    parts.append(Text(f"Trust at the top: {found.trust:.2f}."))
    parts += [Text(f"Out of reach: {short.step}. {_short(short)}") for short in found.out_of_reach]
    parts.append(Text("Trust, gains and costs are as entered; nothing here estimates them.", style="dim"))
    return Group(*parts)


def _short(short: Short) -> str:
    said = []
    if short.waits_for:
        said.append(f"It waits for {', '.join(short.waits_for)}.")
    if short.lacking:
        said.append("Lacking: " + ", ".join(f"{actor} {value:.2f}" for actor, value in short.lacking.items()) + ".")
        said.append(
            "It costs somebody more than it can bring." if short.trust_needed is None
            else f"Trust of {short.trust_needed:.2f} would do."
        )  # fmt: skip
    return " ".join(said)
