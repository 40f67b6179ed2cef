"""A case stepped through as an exercise: what was known, what happened, what you are asked, what was decided next.

A step never shows anything later than its own event until the answer; how the case ended comes with the last one.
"""

from __future__ import annotations

from collections.abc import Sequence

from comity.records.case import ReplayStep
from comity.reference.cases import NAMES_BASIS_WORDS, Case, Event

# What a player is asked after an event of each kind.
_ASKED = {
    "warning": "Whom would you tell, and what would you ask of them?",
    "violence": "What would you do in the next three days, through which body, and what must you know first?",
    "decision": "Is this enough for what is going on? What would you ask for next, and who could stop it?",
    "diplomacy": "What does this open, whom would you call before it closes, and what would you offer?",
    "agreement": "Who checks that it is kept, and what happens if it is not?",
    "deployment": "Does it match the threat in numbers, mandate and time? What would you add?",
    "legal": "Whom does this move, and how do you keep the talks open beside it?",
    "outcome": "What would you have done earlier, and which decision would you change?",
}
_VETOED = "The text was blocked. Where would you take it next, and with which words?"
_FAILED = "The text failed without a veto. Whom would you have won over, and with which words?"
_ANSWERS = ("decision", "diplomacy", "agreement", "deployment", "legal")


def replay(case: Case) -> tuple[ReplayStep, ...]:
    """The steps of a case, one an event in order of dates."""
    events = case.events
    return tuple(_step(case, events, place) for place in range(len(events)))


def _step(case: Case, events: Sequence[Event], place: int) -> ReplayStep:
    event = events[place]
    return ReplayStep(
        number=place + 1,
        of=len(events),
        on=event.on,
        known=tuple(f"{earlier.on}: {_told(earlier)}" for earlier in events[:place]),
        happened=_told(event),
        asked=_question(event),
        decided=_next(case, events, place),
        source=event.source,
        mark=f"confidence {event.confidence.value}; {event.checked.words}",
    )


def _told(event: Event) -> str:
    """The event in a sentence, with the vote; names from memory are marked as such."""
    vote = event.vote
    if vote is None:
        return event.text
    words = f"{event.text} ({vote.totals}"
    if vote.vetoes:
        words += f"; veto: {', '.join(vote.vetoes)}"
    if vote.names_basis == "recall":
        words += f"; {NAMES_BASIS_WORDS[vote.names_basis]}"
    return words + ")"


def _question(event: Event) -> str:
    vote = event.vote
    if vote is not None and vote.vetoes:
        return _VETOED
    # Nine yes votes carry a text in a Council of fifteen (UN Charter Art. 27); elsewhere the totals do not tell.
    if vote is not None and event.body == "unsc" and vote.for_ < 9:
        return _FAILED
    return _ASKED[event.kind]


def _next(case: Case, events: Sequence[Event], place: int) -> str:
    """What was decided next, with the days it took; after the last answer, how it ended."""
    event = events[place]
    if place == len(events) - 1:
        return f"How it ended: {case.outcome.text}"
    for later in events[place + 1 :]:
        if later.kind in _ANSWERS:
            days = (later.on - event.on).days
            when = "The same day" if not days else f"{days} day{'' if days == 1 else 's'} later"
            return f"{when}: {_told(later)} [{later.source}]"
    return "Nothing more was decided before it ended."
