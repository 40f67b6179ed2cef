"""A canvass: the chance before and after, what was heard, what moved, the board, and whom to call next."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import chart, table
from comity.convene.canvass.board import Board, Moved
from comity.desk.brief.wording import (
    basis_of,
    body_name,
    chance,
    day,
    figure,
    listed,
    quantity,
    sentence,
    state_name,
    state_short,
)
from comity.desk.canvassing import Canvass

# In large bodies only those nearest to the turning point are listed.
_ALL, _NEAR = 40, 20


def render(found: Canvass, *, kept: bool) -> RenderableType:
    """The whole canvass, most important first; kept says whether soundings were just put on record."""
    parts: list[RenderableType] = [_lead(found)]
    if found.soundings:
        parts += [Text(), _heard(found)]
    parts += [Text(f"Contradicted: {state_name(code)}; both are counted.", style="bold") for code in found.contradicted]
    if found.moved:
        parts += [Text(), _moved(found.moved)]
    parts += [Text(), _board(found.after), Text(), _calls(found)]
    parts += [Text(f"Note: {sentence(note)}", style="dim") for note in found.after.notes]
    parts.append(Text(f"Seats: {found.coverage.words}.", style="dim"))
    said = "Put on record." if kept else "Nothing was put on record."
    parts.append(
        Text(f'{said}\nNext: comity convene canvass {found.stream} "{_first(found)} yes, firm, B2"', style="dim")
    )
    return Group(*parts)


def plain(found: Canvass) -> dict[str, Any]:
    """The canvass as JSON: boards without their draws."""
    return {
        "stream": found.stream,
        "draft": found.draft,
        "before": _figures(found.before),
        "after": {**_figures(found.after), "members": _members(found.after)},
        "soundings": [_sounding(one) for one in found.soundings],
        "given": [_sounding(one) for one in found.given],
        "contradicted": found.contradicted,
        "moved": found.moved,
        "calls": [{**_asdict(call), "because": call.because} for call in found.calls],
        "seats": found.coverage,
        "notes": found.after.notes,
    }


def _asdict(record: Any) -> dict[str, Any]:
    import msgspec

    return msgspec.structs.asdict(record)


def _sounding(one: Any) -> dict[str, Any]:
    return {**_asdict(one), "grade": one.grade.code}


def _figures(board: Board) -> dict[str, Any]:
    return {
        "adopted": board.adoption,
        "yes_votes": board.tally,
        "draws": len(board.votes),
        "effective": round(board.heard.effective, 1),
        "refined": board.heard.refined,
    }


def _members(board: Board) -> list[dict[str, Any]]:
    return [
        {"state": code, **dict(zip(("no", "abstain", "yes"), (round(float(c), 4) for c in odds), strict=True)),
         "yes_low": round(float(span[0]), 4), "yes_high": round(float(span[1]), 4), "naive": round(float(usual), 4),
         "away": round(float(away), 4)}
        for code, odds, span, usual, away in zip(
            board.members, board.odds, board.spans, board.usual, board.away, strict=True
        )
    ]  # fmt: skip


def _first(found: Canvass) -> str:
    return found.calls[0].state if found.calls else found.after.members[0]


def _lead(found: Canvass) -> Text:
    said = Text(f"{body_name(found.draft.body)}: {found.draft.title}", style="bold")
    after, before = found.after, found.before
    what = "with nothing heard" if not found.given else "before these soundings"
    said.append(f"\nAdopted {figure(after.adoption)}; yes votes {figure(after.tally)}.", style="not bold")
    if found.soundings:
        was = quantity(before.adoption.value, "chance"), quantity(before.tally.value, "votes")
        said.append(f"\nIt was {figure(before.adoption)} and {was[1]} yes votes {what}.", style="not bold")
    said.append(f"\nAs known on {day(found.draft.on)}. {sentence(basis_of(after.adoption))}", style="not bold dim")
    return said


def _heard(found: Canvass) -> RenderableType:
    rows = table.lined("Heard", "Says", "How", "Grade", "Voice", "Said on")
    for one in found.soundings:
        rows.add_row(
            Text(state_name(one.state) + (" (now)" if one in found.given else "")), one.says.value,
            one.firmness.value, Text(f"{one.grade.code} {one.grade.words}"), one.voice.value, str(one.said_on),
        )  # fmt: skip
    return rows


def _moved(moved: tuple[Moved, ...]) -> RenderableType:
    rows = table.lined("What moved", ">Yes before", ">after", ">Abst. before", ">after", "=yes █ abst ░ no ·")
    for one in moved:
        rows.add_row(
            Text(state_short(one.state) + (" (heard)" if one.told else "")), chance(one.before[2]),
            chance(one.after[2]), chance(one.before[1]), chance(one.after[1]),
            Text(chart.odds(one.after[2], one.after[1], width=15)),
        )  # fmt: skip
    return rows


def _board(board: Board) -> RenderableType:
    from comity.convene.calling import information

    order = sorted(range(len(board.members)), key=lambda i: (-board.odds[i, 2], board.members[i]))
    if len(order) > _ALL:
        bits = information(board.votes, board.adopted) if 0 < board.adopted.mean() < 1 else -abs(board.odds[:, 2] - 0.5)
        near = set(sorted(order, key=lambda i: (-float(bits[i]), board.members[i]))[:_NEAR])
        order = [i for i in order if i in near]
    rows = table.lined("Member", ">Yes", ">90 %", ">Naive", "=yes █ abst ░ no ·", ">Abst.", ">No")
    for i in order:
        no, abstain, yes = (float(c) for c in board.odds[i])
        rows.add_row(
            Text(state_short(board.members[i])), chance(yes),
            _span(board, i), chance(float(board.usual[i])),
            Text(chart.odds(yes, abstain, width=15)), chance(abstain),
            chance(no),
        )  # fmt: skip
    if len(order) < len(board.members):
        rows.caption = f"The {len(order)} of {len(board.members)} members on whom most hangs; --json has all."
        rows.caption_justify = "left"
    return rows


def _span(board: Board, member: int) -> str:
    low, high = (chance(float(end)) for end in board.spans[member])
    return f"{low} to {high}" if {"<", ">"} & set(low + high) else f"{low}-{high}"


def _calls(found: Canvass) -> RenderableType:
    if not found.calls:
        return Text("No single answer would tell anything more.")
    about = {"adoption": "adoption", "tally": "the number of yes", "board": "the votes of all others"}
    priced = any(call.per_cost != call.bits for call in found.calls)
    rows = table.lined("Call next", ">Yes", ">Bits", *([">Per cost"] if priced else []), "Why")
    for number, call in enumerate(found.calls, 1):
        price = [f"{call.per_cost:.3f}"] if priced else []
        named = listed(tuple(map(state_short, call.moves_with)))
        why = call.because.partition("; tells of ")[0] + (f"; tells of {named}" if call.moves_with else "")
        rows.add_row(
            Text(f"{number}. {state_name(call.state)}"), chance(call.yes), f"{call.bits:.3f}", *price, Text(why)
        )
    rows.caption = f"Bits its answer is expected to tell about {about[found.calls[0].about.value]}, on this board."
    rows.caption_justify = "left"
    return rows
