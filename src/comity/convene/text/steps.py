"""A text as a fold of the steps on record: tabled, proposed, accepted, rejected, withdrawn, supported.

`admitted` says whether a step may be taken; `after` gives the text that follows. Nothing else makes a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec.structs import replace

from comity.convene.text import words
from comity.convene.text.document import TABLED, Paragraph, Stand, Status, Tabled, Text, ended, places, runs
from comity.convene.text.merging import merged
from comity.convene.text.placing import placed, standing_runs
from comity.convene.text.rebase import clash
from comity.kernel.errors import Conflict, Refused
from comity.records.text import (
    TextAccepted,
    TextOpened,
    TextProposed,
    TextRejected,
    TextSupported,
    TextWithdrawn,
)

Step = TextProposed | TextAccepted | TextRejected | TextWithdrawn | TextSupported


def tabled(opened: TextOpened) -> Text:
    """The text as it was tabled, version 0.

    raises  Refused for a text without title, pen or words, and for a party named twice
    """
    if not opened.title.strip() or not opened.by.strip():
        raise Refused("a text needs a title and an office that holds the pen", hint="give both")
    if not opened.clauses:
        raise Refused("a text needs at least one paragraph")
    if len(set(opened.parties)) != len(opened.parties):
        raise Refused("a party is named twice", hint="name each party once")
    paragraphs = {}
    for number, clause in enumerate(opened.clauses, start=1):
        id, found = f"p{number}", words.split(clause.text)
        if not found:
            raise Refused(f"paragraph {number} has no words")
        paragraphs[id] = Paragraph(id=id, role=clause.role, tokens=ended(id, found, TABLED, 0))
    return Text(opened=opened, order=tuple(paragraphs), paragraphs=paragraphs, proposals={}, stands={}, at=opened.at)


def fold(opened: TextOpened, steps: Iterable[Step]) -> Text:
    """The text after all steps, each of which must have been admitted."""
    text = tabled(opened)
    for step in steps:
        text = after(text, step)
    return text


def versions(opened: TextOpened, steps: Iterable[Step]) -> tuple[Text, ...]:
    """The text at the end of each version, from 0; the last one is the text as it stands."""
    text, found = tabled(opened), []
    for step in steps:
        following = after(text, step)
        if following.version != text.version:
            found.append(text)
        text = following
    return (*found, text)


def after(text: Text, step: Step) -> Text:
    """The text once the step is taken; raises as `admitted` does."""
    _in_time(text, step.at)
    match step:
        case TextProposed():
            changed = _proposed(text, step)
        case TextAccepted():
            changed = _accepted(text, step)
        case TextRejected() | TextWithdrawn():
            changed = _closed(text, step)
        case TextSupported():
            changed = _supported(text, step)
    return replace(changed, at=step.at)


def admitted(text: Text, step: Step) -> Step:
    """The step itself, if it may be taken now.

    raises  Refused with the reason for one that breaks a rule, NotOnShelf for an unknown paragraph or proposal,
            Conflict for one made on words that have changed; the text stays as it is
    """
    after(text, step)
    return step


def ordered(on: Mapping[str, str]) -> tuple[str, ...]:
    """Labels of proposals made together, each behind the one it amends.

    on      what each amends: a paragraph, or the label of another
    raises  Refused for amendments that amend each other in a circle, naming it
    """
    found: list[str] = []
    for label in on:
        trail: list[str] = []
        here = label
        while here in on and here not in found:
            if here in trail:
                circle = " on ".join([*trail[trail.index(here) :], here])
                raise Refused(f"these amendments amend each other in a circle: {circle}", hint="leave one of them out")
            trail.append(here)
            here = on[here]
        found.extend(reversed(trail))
    return tuple(found)


def _proposed(text: Text, step: TextProposed) -> Text:
    expected = f"a{len(text.proposals) + 1}"
    if step.change.on == step.id:
        raise Refused(f"{step.id} amends itself", hint="an amendment amends a paragraph or an earlier proposal")
    if step.id != expected:
        raise Conflict(f"the next proposal is {expected}; this one is called {step.id}", hint="read the text again")
    if len({step.by, *step.sponsors}) != 1 + len(step.sponsors):
        raise Refused(f"a sponsor of {step.id} is named twice", hint="name the proposer and each sponsor once")
    for party in (step.by, *step.sponsors):
        _takes_part(text, party)
    hunks = placed(text, step.id, step.change)
    made = Tabled(proposed=step, version=text.version, hunks=hunks)
    return replace(text, proposals={**text.proposals, step.id: made})


def _accepted(text: Text, step: TextAccepted) -> Text:
    tabled = _open(text, step.proposal)
    if not step.by.strip():
        raise Refused("nobody is named who accepts it", hint="name the office that holds the pen")
    met = clash(text, tabled)
    if met is not None:
        raise Refused(
            f"{tabled.id} cannot go in: {met.words}", hint="its proposer may make it anew on the text as it stands"
        )
    blocks = [s.said for (on, _), s in text.stands.items() if on == tabled.id and s.said.level == "block"]
    if blocks and not step.over.strip():
        said = "; ".join(f"{block.party}: {block.because}" for block in blocks)
        raise Refused(f"{tabled.id} is blocked ({said})", hint="resolve it, or say over what right it goes in (--over)")
    changed = merged(text, tabled)
    done = replace(changed.proposals[tabled.id], status=Status.ACCEPTED, closed=step)
    proposals = {**changed.proposals, tabled.id: done}
    # A change that another made already goes in without its words; what amended those words falls with them.
    return _fallen(replace(changed, proposals=proposals, accepted=(*text.accepted, tabled.id)), tabled.id)


def _closed(text: Text, step: TextRejected | TextWithdrawn) -> Text:
    tabled = _open(text, step.proposal)
    if isinstance(step, TextWithdrawn):
        if step.by != tabled.proposed.by:
            raise Refused(
                f"{tabled.id} was proposed by {tabled.proposed.by}; {step.by} cannot withdraw it",
                hint="a sponsor may propose the same anew",
            )
        status = Status.WITHDRAWN
    else:
        if not step.because.strip() or not step.by.strip():
            raise Refused(f"{tabled.id} is rejected without a name or a reason", hint="say who rejects it, and why")
        status = Status.REJECTED
    proposals = {**text.proposals, tabled.id: replace(tabled, status=status, closed=step)}
    return _fallen(replace(text, proposals=proposals), tabled.id)


def _fallen(text: Text, id: str) -> Text:
    """The text in which all that amended words of a closed proposal fell with it."""
    proposals = dict(text.proposals)
    while True:
        here = replace(text, proposals=proposals)
        index = places(runs(here))
        lost = [
            one
            for one in here.open
            if any(anchor and anchor not in index for hunk in one.hunks for anchor in (hunk.left, *hunk.deletes))
        ]
        if not lost:
            return here
        for one in lost:
            proposals[one.id] = replace(one, status=Status.FALLEN, fell=id)


def _supported(text: Text, step: TextSupported) -> Text:
    _takes_part(text, step.party)
    if step.on in text.proposals:
        _open(text, step.on)
    else:
        standing_runs(text, step.on)
    if step.level == "block" and not step.because.strip():
        raise Refused(f"{step.party} blocks {step.on} without a reason", hint="a block says what would lift it")
    key = (step.on, step.party)
    return replace(text, stands={**text.stands, key: Stand(said=step, version=text.version)})


def _open(text: Text, id: str) -> Tabled:
    tabled = text.proposal(id)
    if tabled.status is not Status.OPEN:
        with_ = f" with {tabled.fell}" if tabled.fell else ""
        raise Refused(f"{id} is {tabled.status}{with_}; only an open proposal can be dealt with")
    return tabled


def _takes_part(text: Text, party: str) -> None:
    if not party.strip():
        raise Refused("no party is named", hint="say who says it (--by)")
    if text.opened.parties and party not in text.opened.parties:
        parties = ", ".join(text.opened.parties)
        raise Refused(f"{party} takes no part in this text", hint=f"its parties are {parties}")


def _in_time(text: Text, at: datetime) -> None:
    if at < text.at:
        raise Conflict(
            f"a step at {at:%Y-%m-%d %H:%M:%S} UTC comes before one recorded at {text.at:%Y-%m-%d %H:%M:%S} UTC",
            hint="read the text again",
        )
