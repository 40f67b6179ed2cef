"""Votes for the terminal: the board by member, the same text stronger and weaker, other venues, whom to call."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import chart, table
from comity.desk.brief.model import Brief, Call, Variant, Venue
from comity.desk.brief.wording import (
    KINDS_CAUTION,
    basis_of,
    capitalised,
    chance,
    days,
    figure,
    interval,
    listed,
    naive,
    state_name,
    state_short,
)
from comity.records.ballot import Ballot, MemberOdds

# Above this, only the members who may decide are listed.
_ALL = 40
_NEAR = 20
_VENUES = 8


def parts(brief: Brief) -> Iterator[RenderableType]:
    """The ballot of the body asked for with its board, then the variants, then where else it can be decided."""
    for venue in brief.venues[:1]:
        if venue.ballot:
            yield lead(venue, venue.ballot)
            yield board(venue.ballot)
    if brief.variants:
        yield variants(brief.variants)
    if brief.venues:
        yield venues(brief.venues)


def lead(venue: Venue, ballot: Ballot) -> RenderableType:
    """What is voted on, its chance, the rule, and who breaks it."""
    said = Text(f"{venue.name}: {ballot.draft.title}", style="bold")
    said.append(f"\nAdopted {figure(ballot.adopted)}; yes votes {figure(ballot.yes_votes)}.", style="not bold")
    said.append(f"\nRule: {venue.rule} ({venue.rule_source}).", style="not bold")
    if ballot.breakers:
        named = tuple(f"{state_name(state)} ({chance(share)})" for state, share in ballot.breakers[:4])
        said.append(f"\nFails most often by {listed(named)} (share of simulated failures).", style="not bold")
    said.append(f"\n{capitalised(basis_of(ballot.adopted))}.", style="not bold dim")
    return said


def board(ballot: Ballot) -> RenderableType:
    """One line a member by chance of yes; in large bodies only those on whom it may turn."""
    members = sorted(ballot.members, key=lambda m: (-m.yes.value, m.state))
    shown = members if len(members) <= _ALL else _nearest(members)
    rows = table.lined("Member", ">Yes", ">90 %", ">Naive", "=█yes ░abst ·no", ">Abst.", ">No")
    for m in shown:
        rows.add_row(
            Text(state_short(m.state) + (" (veto)" if m.veto_holder else "")), chance(m.yes.value), interval(m.yes),
            naive(m.yes), Text(chart.odds(m.yes.value, m.abstain, width=15)), chance(m.abstain), chance(m.no),
        )  # fmt: skip
    if len(shown) < len(members):
        rows.caption = f"The {len(shown)} members whose vote is least sure, of {len(members)}; the page has all."
        rows.caption_justify = "left"
    return rows


def _nearest(members: list[MemberOdds]) -> list[MemberOdds]:
    chosen = {m.state for m in sorted(members, key=lambda m: (abs(m.yes.value - 0.5), m.state))[:_NEAR]}
    return [m for m in members if m.state in chosen]


def variants(items: tuple[Variant, ...]) -> RenderableType:
    """Texts of each kind on the same state; no ladder, since each kind is known by what was tabled."""
    rows = table.lined("A text to", ">Adopted", ">90 %", ">Naive", "=0 to 1")
    for item in items:
        rows.add_row(
            Text(item.words), chance(item.adopted.value), interval(item.adopted), naive(item.adopted),
            Text(chart.scale(item.adopted, top=1.0, width=18)),
        )  # fmt: skip
    rows.caption = KINDS_CAUTION
    rows.caption_justify = "left"
    return rows


def venues(items: tuple[Venue, ...]) -> RenderableType:
    """Where it can be decided, with what it binds."""
    reasons = {venue.why_none for venue in items if venue.ballot is None}
    if len(reasons) == 1 and not any(venue.ballot for venue in items):
        named = listed(tuple(venue.name for venue in items[:3]))
        return Text(f"No vote is predicted: {reasons.pop()}. Bodies that may act, {named} first, are in the page.")
    rows = table.lined("Body", "Effect in law", "Time", "Chance there")
    for venue in items[:_VENUES]:
        there = figure(venue.ballot.adopted) if venue.ballot else f"not estimated: {venue.why_none}"
        rows.add_row(Text(venue.name), Text(venue.legal_effect.partition(":")[0]), days(venue.days), Text(there))
    more = len(items) - _VENUES
    return Group(rows, Text(f"{more} more bodies are in the page.", style="dim")) if more > 0 else rows


def calls(items: tuple[Call, ...]) -> RenderableType | None:
    """Whom to call; None for nobody."""
    if not items:
        return None
    rows = table.lined("State", ">Yes", ">Pivotal", ">Bits", "Why")
    for number, call in enumerate(items, 1):
        rows.add_row(
            Text(f"{number}. {call.name}"), chance(call.yes), chance(call.pivotal), f"{call.bits:.3f}", Text(call.why)
        )
    return rows
