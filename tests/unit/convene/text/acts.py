"""Steps on small texts, written short. States are A, B, ...; every wording is made up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from comity.convene.text.document import Text
from comity.convene.text.placing import reading
from comity.convene.text.steps import after, tabled
from comity.convene.text.words import joined, split
from comity.records.text import (
    Change,
    Clause,
    TextAccepted,
    TextOpened,
    TextProposed,
    TextRejected,
    TextSupported,
    TextWithdrawn,
)  # fmt: skip

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
PREAMBLE = "Recalling its earlier decisions on the matter,"
URGES = "Urges all parties to cease hostilities and to allow relief to pass;"
DECIDES = "Decides to remain seized of the matter."


def opened(*texts: str, parties: tuple[str, ...] = ()) -> TextOpened:
    clauses = tuple(
        Clause(role="preamble" if place == 0 else "operative", text=text)
        for place, text in enumerate(texts or (PREAMBLE, URGES, DECIDES))
    )
    return TextOpened(title="Draft on relief", clauses=clauses, by="chair", at=START, parties=parties)


def start(*texts: str, parties: tuple[str, ...] = ()) -> Text:
    return tabled(opened(*texts, parties=parties))


def when(text: Text) -> datetime:
    return text.at + timedelta(minutes=1)


def span(text: Text, on: str, phrase: str) -> tuple[int, int]:
    """Where the first such words are."""
    here, wanted = [word.text for word in reading(text, on)], [word.text for word in split(phrase)]
    first = next(at for at in range(len(here)) if here[at : at + len(wanted)] == wanted)
    return first, first + len(wanted)


def proposed(text: Text, change: Change, by: str = "A", **more: object) -> TextProposed:
    return TextProposed(id=f"a{len(text.proposals) + 1}", by=by, change=change, at=when(text), **more)


def propose(text: Text, change: Change, by: str = "A", **more: object) -> Text:
    return after(text, proposed(text, change, by, **more))


def replaced(text: Text, on: str, old: str, new: str) -> Change:
    first, last = span(text, on, old)
    return Change(op="replace", on=on, first=first, last=last, old=said(text, on, first, last), new=new)


def deleted(text: Text, on: str, old: str) -> Change:
    first, last = span(text, on, old)
    return Change(op="delete", on=on, first=first, last=last, old=said(text, on, first, last))


def inserted(text: Text, on: str, behind: str, new: str) -> Change:
    at = span(text, on, behind)[1] if behind else 0
    return Change(op="insert", on=on, first=at, last=at, new=new)


def divided(text: Text, on: str, before: str) -> Change:
    at = span(text, on, before)[0]
    return Change(op="split", on=on, first=at, last=at)


def said(text: Text, on: str, first: int, last: int) -> str:
    return joined(reading(text, on)[first:last])


def accept(text: Text, id: str, over: str = "") -> Text:
    return after(text, TextAccepted(proposal=id, by="chair", at=when(text), over=over))


def reject(text: Text, id: str) -> Text:
    return after(text, TextRejected(proposal=id, by="chair", because="no support", at=when(text)))


def withdraw(text: Text, id: str, by: str = "A") -> Text:
    return after(text, TextWithdrawn(proposal=id, by=by, at=when(text)))


def support(text: Text, on: str, party: str, level: str = "agree", because: str = "") -> Text:
    return after(text, TextSupported(on=on, party=party, level=level, because=because, at=when(text)))


def words(text: Text) -> list[str]:
    """Every paragraph as it stands."""
    return [paragraph.text for paragraph in text.standing]
