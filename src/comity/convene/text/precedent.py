"""Agreed language like a paragraph, in texts the reader has at hand, by symbol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from comity.convene.text.words import split

# Three words are long enough that shared ones are no accident, and short enough to survive an edit.
SIZE = 3


class Precedent(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph of an earlier text.

    resemblance  shared runs of three words among all of either, 0-1 (Broder, Compression and Complexity of
                 Sequences, 1997)
    contained    share of the asked paragraph's runs that it holds, 0-1
    shared       the longest run of words they share
    """

    symbol: str
    paragraph: int
    text: str
    resemblance: float
    contained: float
    shared: str


def precedents(
    wanted: str, shelf: Mapping[str, Sequence[str]], *, most: int = 5, least: float = 0.1
) -> tuple[Precedent, ...]:
    """Paragraphs that hold most of the wanted one's language, best first; equal ones in order of symbols.

    shelf  paragraphs by symbol, such as S/RES/2165 (2014)
    least  smallest share contained that is shown
    """
    asked = _plain(wanted)
    runs = _runs(asked)
    found = []
    for symbol, paragraphs in shelf.items():
        for number, text in enumerate(paragraphs, start=1):
            words = _plain(text)
            theirs = _runs(words)
            common = len(runs & theirs)
            if not common or common / len(runs) < least:
                continue
            found.append(
                Precedent(
                    symbol=symbol,
                    paragraph=number,
                    text=" ".join(text.split()),
                    resemblance=common / len(runs | theirs),
                    contained=common / len(runs),
                    shared=" ".join(_longest(asked, words)),
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.contained, -one.resemblance, one.symbol, one.paragraph))[:most])


def _plain(text: str) -> tuple[str, ...]:
    return tuple(word.text.lower() for word in split(text) if any(sign.isalnum() for sign in word.text))


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    # A text shorter than a run is one run by itself.
    return {tuple(words[at : at + SIZE]) for at in range(max(1, len(words) - SIZE + 1))} if words else set()


def _longest(a: Sequence[str], b: Sequence[str]) -> Sequence[str]:
    best, end = 0, 0
    row = [0] * (len(b) + 1)
    for at, word in enumerate(a, start=1):
        following = [0] * (len(b) + 1)
        for other, theirs in enumerate(b, start=1):
            if word == theirs:
                following[other] = row[other - 1] + 1
                if following[other] > best:
                    best, end = following[other], at
        row = following
    return a[end - best : end]
