"""What changed between two versions of a text, who brought each word, and how fast brackets were cleared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Literal

import msgspec

from comity.convene.text.brackets import Look, Run, Settled, settled
from comity.convene.text.document import TABLED, Paragraph, Text, Token
from comity.convene.text.steps import Step, after, tabled
from comity.convene.text.words import joined
from comity.kernel.errors import Misused
from comity.records.text import Role, TextOpened


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One paragraph in two versions; words that came are looked at as in, words that went as out.

    how    same, changed, added, dropped
    moved  it was moved between them; by which proposals
    """

    id: str
    role: Role
    how: Literal["same", "changed", "added", "dropped"]
    runs: tuple[Run, ...]
    moved: tuple[str, ...] = ()
    split_from: str = ""


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Words that stand together and have one history.

    by, proposal, because  who brought them, through which proposal, and the reason given
    version, at            when they came into the text: with the tabled text, version 0
    through                the proposal that carried them in, where they came as an amendment to it
    gone_by                proposal that took them out again; empty while they stand
    """

    paragraph: str
    words: str
    by: str
    proposal: str
    version: int
    at: datetime
    because: str = ""
    through: str = ""
    gone_by: str = ""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """The share of agreed words, and how many proposals are open, after a step."""

    at: datetime
    what: str
    version: int
    proposals: int
    settled: Settled


def differences(text: Text, first: int, last: int) -> tuple[Difference, ...]:
    """Each paragraph that stood in either version, in the order of the text as it is now.

    raises  Misused for a version the text does not have
    """
    for version in (first, last):
        if not 0 <= version <= text.version:
            raise Misused(f"the text has versions 0 to {text.version}; there is no {version}")
    found = []
    for id in text.order:
        paragraph = text.paragraphs[id]
        made = _difference(text, paragraph, first, last)
        if made is not None:
            found.append(made)
    return tuple(found)


def origins(text: Text, on: str = "", *, gone: bool = False) -> tuple[Origin, ...]:
    """Where the words of a paragraph, or of all, come from, in order.

    gone  also words that were taken out again
    """
    paragraphs = [text.paragraph(on)] if on else [text.paragraphs[id] for id in text.order]
    found = []
    for paragraph in paragraphs:
        tokens = [t for t in paragraph.tokens if t.word.text and (t.stands or (gone and _was_in(t)))]
        for _, group in groupby(tokens, key=lambda token: (token.origin, token.born, token.gone_by)):
            found.append(_origin(text, paragraph.id, list(group)))
    return tuple(found)


def convergence(opened: TextOpened, steps: Iterable[Step]) -> tuple[Moment, ...]:
    """The share of words outside brackets, as tabled and after each step that changed words or proposals."""
    text = tabled(opened)
    found = [Moment(at=opened.at, what=TABLED, version=0, proposals=0, settled=settled(text))]
    for step in steps:
        before, text = text, after(text, step)
        if text.proposals is not before.proposals:
            what = step.proposal if hasattr(step, "proposal") else getattr(step, "id", "")
            found.append(
                Moment(at=step.at, what=what, version=text.version, proposals=len(text.open), settled=settled(text))
            )
    return tuple(found)


def _difference(text: Text, paragraph: Paragraph, first: int, last: int) -> Difference | None:
    low, high = min(first, last), max(first, last)
    tokens = [t for t in paragraph.tokens if t.stood(first) or t.stood(last)]
    if not tokens:
        return None
    runs, previous = [], ""
    for look, group in groupby(tokens, key=lambda token: _look(token, first, last)):
        for about, same in groupby(group, key=lambda token: _about(text, token, first, last)):
            words = [token.word for token in same]
            tight = words[0].near or previous in "([{“«¿¡" if previous else True
            runs.append(Run(text=joined(words), look=look, tight=tight, about=about))
            previous = words[-1].text
    before, now = any(t.stood(first) for t in tokens), any(t.stood(last) for t in tokens)
    changed: Literal["same", "changed"] = "same" if all(run.look == "plain" for run in runs) else "changed"
    new_part = bool(paragraph.split_from) and low < paragraph.born <= high
    return Difference(
        id=paragraph.id,
        role=paragraph.role,
        how="added" if not before else "dropped" if not now else changed,
        runs=_out_first(runs),
        moved=tuple(by for by, version in paragraph.moves if low < version <= high),
        split_from=paragraph.split_from if new_part else "",
    )


def _out_first(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs with words that went before those that came in their place, as people read a change."""
    found = list(runs)
    for at in range(1, len(found)):
        here, before = found[at], found[at - 1]
        if here.look == "out" and before.look == "in" and here.about == before.about:
            found[at - 1] = msgspec.structs.replace(here, tight=before.tight)
            found[at] = msgspec.structs.replace(before, tight=False)
    return tuple(found)


def _look(token: Token, first: int, last: int) -> Look:
    if token.stood(first) and token.stood(last):
        return "plain"
    return "in" if token.stood(last) else "out"


def _about(text: Text, token: Token, first: int, last: int) -> tuple[str, ...]:
    """The proposal that made the difference."""
    if token.stood(first) and token.stood(last):
        return ()
    came = token.stood(max(first, last))
    return (text.accepted[token.born - 1] if came and token.born else token.gone_by,)


def _was_in(token: Token) -> bool:
    return token.born is not None and token.gone is not None and token.gone > token.born


def _origin(text: Text, paragraph: str, tokens: Sequence[Token]) -> Origin:
    first = tokens[0]
    version = first.born or 0
    carrier = text.accepted[version - 1] if version else TABLED
    closed = text.proposals[carrier].closed if version else None
    return Origin(
        paragraph=paragraph,
        words=joined([token.word for token in tokens]),
        by=text.who(first.origin),
        proposal=first.origin,
        version=version,
        at=closed.at if closed is not None else text.opened.at,
        because=text.proposals[first.origin].proposed.because if first.origin != TABLED else "",
        through=carrier if carrier != first.origin else "",
        gone_by=first.gone_by,
    )
