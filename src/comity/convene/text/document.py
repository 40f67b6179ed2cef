"""A text under negotiation as it stands: words that know who brought them, paragraphs with stable ids, proposals.

Words that were taken out stay where they were, marked as gone. So the place of every proposal is a place between two
words that never move apart from each other unnoticed, and nothing anybody wrote is lost. What changes it is in
comity.convene.text.steps; what becomes of open proposals in comity.convene.text.rebase.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from comity.convene.text.words import Word, joined
from comity.kernel.canon import digest
from comity.kernel.errors import NotOnShelf, did_you_mean
from comity.records.text import Role, TextAccepted, TextOpened, TextProposed, TextRejected, TextSupported, TextWithdrawn

TABLED = "as tabled"


class Status(StrEnum):
    """What became of a proposal. Fallen: the proposal it amended was set aside or withdrawn."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    FALLEN = "fallen"


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """One word at its place.

    id       never used again; the two ends of every run of words have tokens without a word, which are never gone
    origin   proposal that brought it, or TABLED
    born     version in which it came into the text; None while its proposal is open
    gone     version in which it was taken out, and by which proposal
    """

    id: str
    word: Word
    origin: str
    born: int | None
    gone: int | None = None
    gone_by: str = ""

    @property
    def stands(self) -> bool:
        """Whether it is a word that nobody has taken out."""
        return self.gone is None and bool(self.word.text)

    def stood(self, version: int) -> bool:
        """Whether it stood in the text of that version."""
        if self.born is None or not self.word.text or self.born > version:
            return False
        return self.gone is None or self.gone > version


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph, with words that are gone.

    born    version it came in, by which proposal (add, split), and out of which paragraph it was split
    gone    version it was dropped in, and by which proposal
    moves   proposals that moved it, each with the version
    """

    id: str
    role: Role
    tokens: tuple[Token, ...]
    born: int = 0
    origin: str = TABLED
    split_from: str = ""
    gone: int | None = None
    gone_by: str = ""
    moves: tuple[tuple[str, int], ...] = ()

    @property
    def stands(self) -> bool:
        """Whether it is in the text: not dropped, and with words left."""
        return self.gone is None and any(token.stands for token in self.tokens)

    @property
    def text(self) -> str:
        """Its words as they stand."""
        return joined([token.word for token in self.tokens if token.stands])


class Hunk(msgspec.Struct, frozen=True, kw_only=True):
    """Words taken out and put in at one place.

    left, right  tokens between which new words go; neighbours when it was proposed
    deletes      ids of tokens taken out
    tokens       new words between two end tokens; empty where none are put in
    """

    left: str
    right: str
    deletes: tuple[str, ...] = ()
    tokens: tuple[Token, ...] = ()


class Tabled(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal and what became of it.

    proposed  as it was made, word for word
    version   of the text it was made on
    closed    the step that ended it; None while it is open, and for one that fell with another
    fell      proposal it fell with
    """

    proposed: TextProposed
    version: int
    hunks: tuple[Hunk, ...] = ()
    status: Status = Status.OPEN
    closed: TextAccepted | TextRejected | TextWithdrawn | None = None
    fell: str = ""

    @property
    def id(self) -> str:
        """Its id, such as a4."""
        return self.proposed.id


class Stand(msgspec.Struct, frozen=True, kw_only=True):
    """What a party said of a paragraph or proposal, and the version of the text it said it of."""

    said: TextSupported
    version: int


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A text at a version: the number of proposals accepted so far.

    order     ids of all paragraphs, dropped ones too
    stands    newest word of each party on a paragraph or proposal, by (what, party)
    at        instant of the newest step
    accepted  proposals in the order in which they went in; version v holds the first v
    """

    opened: TextOpened
    order: tuple[str, ...]
    paragraphs: dict[str, Paragraph]
    proposals: dict[str, Tabled]
    stands: dict[tuple[str, str], Stand]
    at: datetime
    accepted: tuple[str, ...] = ()

    @property
    def version(self) -> int:
        """How many proposals were accepted."""
        return len(self.accepted)

    @property
    def standing(self) -> tuple[Paragraph, ...]:
        """Paragraphs of the text as it stands, in order."""
        return tuple(self.paragraphs[id] for id in self.order if self.paragraphs[id].stands)

    @property
    def open(self) -> tuple[Tabled, ...]:
        """Open proposals in the order in which they were made, those in conflict among them."""
        return tuple(tabled for tabled in self.proposals.values() if tabled.status is Status.OPEN)

    def paragraph(self, id: str) -> Paragraph:
        """The paragraph; raises NotOnShelf."""
        if id not in self.paragraphs:
            raise NotOnShelf(f"the text has no paragraph {id!r}", hint=did_you_mean(id, self.paragraphs))
        return self.paragraphs[id]

    def proposal(self, id: str) -> Tabled:
        """The proposal; raises NotOnShelf."""
        if id not in self.proposals:
            hint = did_you_mean(id, self.proposals) or "nothing is proposed yet"
            raise NotOnShelf(f"no proposal {id!r} was made on this text", hint=hint)
        return self.proposals[id]

    def who(self, origin: str) -> str:
        """Who brought what has that origin."""
        return self.opened.by if origin == TABLED else self.proposals[origin].proposed.by


class Place(msgspec.Struct, frozen=True):
    """Where a token is: a paragraph (p3) or a run of words of an open proposal (a4#0), and how far into it."""

    run: str
    at: int
    token: Token


def sha256(text: Text) -> str:
    """The text's digest, 64 hexadecimal digits: what a silence procedure freezes.

    SHA-256 of the canonical JSON (RFC 8785) of the title and the list of [role, words] of the paragraphs that stand.
    Ids, versions and open proposals do not enter, so that anybody who holds the words can recompute it.
    """
    return digest([text.opened.title, [[p.role, p.text] for p in text.standing]]).hex()


def ended(id: str, words: Sequence[Word], origin: str, born: int | None) -> tuple[Token, ...]:
    """Words as tokens id.1, id.2, ... between two end tokens."""
    bare = Word("")
    middle = (
        Token(id=f"{id}.{number}", word=word, origin=origin, born=born) for number, word in enumerate(words, start=1)
    )
    first = Token(id=f"{id}.^", word=bare, origin=origin, born=born)
    return (first, *middle, Token(id=f"{id}.$", word=bare, origin=origin, born=born))


def runs(text: Text, *, proposals: bool = True) -> Iterator[tuple[str, tuple[Token, ...]]]:
    """Every run of words that can be changed: paragraphs, and the words of open proposals."""
    for id in text.order:
        yield id, text.paragraphs[id].tokens
    if proposals:
        for tabled in text.open:
            yield from runs_of(tabled)


def runs_of(tabled: Tabled) -> Iterator[tuple[str, tuple[Token, ...]]]:
    """The runs of new words of one proposal, named a4#0, a4#1, ..."""
    for number, hunk in enumerate(tabled.hunks):
        if hunk.tokens:
            yield f"{tabled.id}#{number}", hunk.tokens


def places(found: Iterable[tuple[str, tuple[Token, ...]]]) -> dict[str, Place]:
    """Where each token of the runs is, by id."""
    return {token.id: Place(run, at, token) for run, tokens in found for at, token in enumerate(tokens)}
