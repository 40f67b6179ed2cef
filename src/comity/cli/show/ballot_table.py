"""A predicted vote: what is voted on, its chance, the board by member, what a reader must know; and whom to call."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table, vote
from comity.desk.brief.wording import (
    basis_of,
    body_name,
    chance,
    day,
    figure,
    listed,
    sentence,
    state_name,
    state_short,
    words,
)
from comity.desk.convening import Predicted, Told
from comity.records.ballot import Ballot


def render(predicted: Predicted, *, then: str) -> RenderableType:
    """The whole prediction, most important first."""
    ballot = predicted.ballot
    parts: list[RenderableType] = [_lead(ballot), *_gap(predicted), Text(), vote.board(ballot)]
    parts.append(Text(f"Seats: {predicted.coverage.words}."))
    parts += [Text(f"Note: {sentence(note)}", style="dim") for note in ballot.notes]
    parts.append(Text(f"{ballot.draws:,} simulated roll calls, seed {ballot.seed}.\nNext: {then}", style="dim"))
    return Group(*parts)


def calls(predicted: Predicted, told: Sequence[Told]) -> RenderableType:
    """States in order of what their answer would tell, with the chance as it stands."""
    ballot = predicted.ballot
    lead = Text(
        f"{ballot.draft.title}, {body_name(ballot.draft.body)}: adopted {figure(ballot.adopted)}.", style="bold"
    )
    lead.append(f"\n{sentence(basis_of(ballot.adopted))}", style="not bold dim")
    if not told:
        return Group(lead, *_gap(predicted), Text("No single answer would tell anything more about adoption."))
    rows = table.lined("State", ">Yes", ">Pivotal", ">Bits")
    for number, item in enumerate(told, 1):
        rows.add_row(
            Text(f"{number}. {state_name(item.state)}"), chance(item.yes), chance(item.pivotal), f"{item.bits:.3f}"
        )
    said = (
        "Bits: how much a state's answer would tell about adoption; one bit settles an even question. Pivotal: chance "
        "that the outcome turns on it, other votes as drawn."
    )
    return Group(lead, *_gap(predicted), rows, Text(said, style="dim"))


def _lead(ballot: Ballot) -> Text:
    draft = ballot.draft
    said = Text(f"{body_name(draft.body)}: {draft.title}", style="bold")
    said.append(
        f"\nRule {words(draft.rule)}, text of strength {words(draft.strength)}, as known on {day(draft.on)}.",
        style="not bold",
    )
    said.append(f"\nAdopted {figure(ballot.adopted)}; yes votes {figure(ballot.yes_votes)}.", style="not bold")
    if ballot.breakers:
        named = tuple(f"{state_short(state)} ({chance(share)})" for state, share in ballot.breakers[:4])
        said.append(f"\nFails most often by {listed(named)} (share of simulated failures).", style="not bold")
    said.append(f"\n{sentence(basis_of(ballot.adopted))}", style="not bold dim")
    return said


def _gap(predicted: Predicted) -> tuple[Text, ...]:
    """What unknown seats do to the chance, where there are any; it stands beside the chance and not in a note."""
    if not predicted.coverage.missing:
        return ()
    words = f"{predicted.coverage.words}; each is taken to vote like a known elected member drawn at random."
    return (Text(words, style="bold"),)
