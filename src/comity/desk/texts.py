"""Texts under negotiation: tabled, amended, settled, read at any version, and handed out in six forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

import msgspec

from comity.convene.text import history, precedent, steps, support, verbs
from comity.convene.text.brackets import clean, marked
from comity.convene.text.document import Text, sha256
from comity.convene.text.history import Moment
from comity.convene.text.precedent import Precedent
from comity.convene.text.rebase import Outcome, outcomes
from comity.convene.text.steps import Step
from comity.convene.text.support import Standing
from comity.convene.text.verbs import Flag
from comity.desk.record import Record
from comity.exchange import akoma_ntoso, hypertext, markdown, wordprocessing
from comity.kernel import states
from comity.kernel.errors import Conflict, Misused, NotOnShelf
from comity.kernel.marking import Marking, join_all
from comity.ledger.entry import Entry
from comity.records.text import (
    Change,
    TextAccepted,
    TextOpened,
    TextProposed,
    TextRejected,
    TextSupported,
    TextWithdrawn,
)
from comity.store import clock

KINDS: dict[str, type[msgspec.Struct]] = {
    "convene.text_proposed/1": TextProposed,
    "convene.text_accepted/1": TextAccepted,
    "convene.text_rejected/1": TextRejected,
    "convene.text_withdrawn/1": TextWithdrawn,
    "convene.text_supported/1": TextSupported,
}
_KIND = {record: kind for kind, record in KINDS.items()}
# Somebody else may write between reading and writing; the step is then asked of the newer text.
_TRIES = 5


class Form(StrEnum):
    """A form a text is handed out in."""

    TEXT = "text"
    MARKED = "marked"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    AKOMA_NTOSO = "akoma_ntoso"


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A step that went on record: the entry, the text before and after it, and what became of open proposals."""

    entry: Entry
    before: Text
    text: Text
    outcomes: tuple[Outcome, ...] = ()


class Texts:
    """The texts of a desk. `now` gives the present instant."""

    def __init__(self, record: Record, *, now: Callable[[], datetime] | None = None) -> None:
        self._record = record
        self._now = now or clock.now

    def open(self, opened: TextOpened, marking: Marking) -> Entry:
        """Put a text on record under the next id; raises Refused for one without title, pen or words."""
        steps.tabled(opened)
        return self._record.append_new("convene.text_opened/1", lambda _: opened, marking)

    def now(self) -> datetime:
        """The present instant, as steps carry it."""
        return self._now()

    def steps(self, stream: str, *, as_of: date | None = None) -> tuple[TextOpened, tuple[Step, ...]]:
        """The text as tabled, and every step since; raises NotOnShelf."""
        opened, found = None, []
        for entry in self._record.entries(stream, as_of=as_of):
            if entry.kind == "convene.text_opened/1":
                opened = msgspec.convert(entry.body, TextOpened)
            elif entry.kind in KINDS:
                found.append(msgspec.convert(entry.body, KINDS[entry.kind]))
        if opened is None:
            raise NotOnShelf(f"there is no text {stream!r} on this desk", hint="first: comity convene text new FILE")
        return opened, tuple(found)  # type: ignore[arg-type]

    def text(self, stream: str, *, version: int | None = None, as_of: date | None = None) -> Text:
        """The text as it stands, at the end of a version, or on a day."""
        opened, taken = self.steps(stream, as_of=as_of)
        if version is None:
            return steps.fold(opened, taken)
        found = steps.versions(opened, taken)
        if not 0 <= version < len(found):
            raise Misused(f"{stream} has versions 0 to {len(found) - 1}; there is no {version}")
        return found[version]

    def take(self, stream: str, build: Callable[[Text], Step], marking: Marking) -> Taken:
        """A step put on record, if it may be taken.

        build   gives the step from the text as it stands; asked again if somebody wrote meanwhile
        raises  as comity.convene.text.steps.admitted; the text is then as it was
        """
        for attempt in range(1, _TRIES + 1):
            seen = len(self._record.entries(stream))
            before = self.text(stream)
            step = build(before)
            after = steps.after(before, step)
            try:
                entry = self._record.append(_KIND[type(step)], stream, step, marking, expected=seen)
            except Conflict:
                if attempt == _TRIES:
                    raise
                clock.pause(attempt)
                continue
            told = () if isinstance(step, TextProposed | TextSupported) else outcomes(before, after)
            return Taken(entry=entry, before=before, text=after, outcomes=told)
        raise AssertionError("the loop returns or raises")

    def propose(self, stream: str, build: Callable[[Text], Change], said: TextProposed, marking: Marking) -> Taken:
        """A change proposed; `said` gives by, sponsors and because, its id, change and instant are filled in."""

        def step(text: Text) -> Step:
            id = f"a{len(text.proposals) + 1}"
            return msgspec.structs.replace(said, id=id, change=build(text), at=self._now())

        return self.take(stream, step, marking)

    def marking(self, stream: str) -> Marking:
        """The join of the markings of all that was said on a text: what its exports carry."""
        return join_all(entry.marking for entry in self._record.entries(stream))

    def convergence(self, stream: str) -> tuple[Moment, ...]:
        """The share of words outside brackets after each step."""
        return history.convergence(*self.steps(stream))

    def standings(self, text: Text, blocs: Mapping[str, tuple[str, ...]] | None = None) -> tuple[Standing, ...]:
        """Stands per paragraph and proposal, with group-informed consensus; by regional groups unless told others."""
        return support.standings(text, regional(text) if blocs is None else blocs)

    def flags(self, text: Text) -> tuple[Flag, ...]:
        """What is odd in the use of operative verbs, and which open proposals would change their strength."""
        return (*verbs.flags(text), *verbs.shifts(text))

    def precedents(self, text: Text, on: str, shelf: Mapping[str, Sequence[str]]) -> tuple[Precedent, ...]:
        """Earlier language like a paragraph."""
        return precedent.precedents(text.paragraph(on).text, shelf)


def regional(text: Text) -> dict[str, tuple[str, ...]]:
    """Parties by regional group of the United Nations; those that are no state stay groups of their own."""
    found: dict[str, list[str]] = {}
    for party in dict.fromkeys([*text.opened.parties, *(party for _, party in text.stands)]):
        try:
            group = states.state(party).group
        except NotOnShelf:
            continue
        if group is not states.Group.NONE:
            found.setdefault(group.words, []).append(party)
    return {name: tuple(members) for name, members in found.items()}


def exported(text: Text, form: Form, *, marks: bool | None = None, label: str = "") -> bytes:
    """A text as a file.

    label  marking printed at its head
    marks  with open proposals in brackets; by default so for all but the plain text and Akoma Ntoso
    """
    with_marks = form not in (Form.TEXT, Form.AKOMA_NTOSO) if marks is None else marks
    shown = marked(text) if with_marks else clean(text)
    match form:
        case Form.TEXT | Form.MARKED:
            return markdown.plain(text, shown, label).encode()
        case Form.MARKDOWN:
            return markdown.write(text, shown, label).encode()
        case Form.HTML:
            return hypertext.write(text, shown, label).encode()
        case Form.DOCX:
            return wordprocessing.write(text, shown, label)
        case Form.AKOMA_NTOSO:
            return akoma_ntoso.write(text, shown, label)


def summary(text: Text) -> dict[str, object]:
    """Version, digest and clean words, for JSON."""
    return {
        "title": text.opened.title,
        "symbol": text.opened.symbol,
        "version": text.version,
        "sha256": sha256(text),
        "paragraphs": [{"id": p.id, "role": p.role, "text": p.text} for p in text.standing],
    }
