"""Which roll call votes again on the text of the session before: what ties sessions together."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.positions.roll_calls import RollCalls, grouped

Singles = NDArray[np.float32]

# Least share of equal words of two titles, and of equal votes of the members that voted on both.
LIKE_TITLES = 0.95
LIKE_VOTES = 0.98
# Fewest members that voted on both.
_LEAST = 20
_ENDING = re.compile(r":\s*resolution\s*/.*")
_NO_LETTER = re.compile(r"[^a-z ]+")
_EMPTY_WORDS = frozenset((
    "the", "of", "and", "in", "to", "a", "on", "for", "by", "general", "assembly", "resolution", "adopted", "with",
    "from", "at", "draft", "united", "nations",
))  # fmt: skip


def same_texts(votes: RollCalls, titles: Mapping[str, str]) -> dict[str, str]:
    """Later roll call -> roll call of the period before, one to one, with like titles and like votes.

    The best pair is taken first. Roll calls without a title are never paired.
    Source of the idea: Bailey, Strezhnev, Voeten 2017, who compare the texts themselves.
    """
    words = [_words(titles.get(call, "")) for call in votes.roll_calls]
    table = np.full((len(votes.roll_calls), len(votes.members)), -1, dtype=np.int8)
    table[votes.item, votes.member] = votes.choice
    found: dict[str, str] = {}
    for period in range(1, len(votes.periods)):
        before, now = (np.flatnonzero(votes.period == p) for p in (period - 1, period))
        score = _agreement(table[before], table[now])
        score = np.where(score >= LIKE_VOTES, score + _likeness(words, before, now), -1)
        while score.size and score.max() >= LIKE_VOTES + LIKE_TITLES:
            a, b = np.unravel_index(int(score.argmax()), score.shape)
            found[votes.roll_calls[now[b]]] = votes.roll_calls[before[a]]
            score[a], score[:, b] = -1, -1
    return found


def tied(votes: RollCalls, same: Mapping[str, str]) -> RollCalls:
    """The same votes, with roll calls on the same text sharing slope and cuts."""
    return msgspec.structs.replace(votes, group=grouped(votes.roll_calls, same))


def _words(title: str) -> frozenset[str]:
    plain = _NO_LETTER.sub(" ", _ENDING.sub("", title.lower()))
    # Seven letters stand for a word, so that endings and slips of the pen do not part like titles.
    return frozenset(word[:7] for word in plain.split() if len(word) > 1 and word not in _EMPTY_WORDS)


def _agreement(before: NDArray[np.int8], now: NDArray[np.int8]) -> Singles:
    """Share of equal votes among the members that voted on both, (before, now); 0 where too few did."""
    both = (before >= 0).astype(np.float32) @ (now >= 0).astype(np.float32).T
    equal = np.zeros_like(both)
    for choice in range(3):
        equal += (before == choice).astype(np.float32) @ (now == choice).astype(np.float32).T
    result: Singles = np.where(both >= _LEAST, equal / np.maximum(both, 1), 0).astype(np.float32)
    return result


def _likeness(words: list[frozenset[str]], before: NDArray[np.int64], now: NDArray[np.int64]) -> Singles:
    """Share of words two titles have in common; far below any limit where it is under LIKE_TITLES."""
    result = np.full((len(before), len(now)), -2, dtype=np.float32)
    for a, i in enumerate(before.tolist()):
        for b, j in enumerate(now.tolist()):
            share = len(words[i] & words[j]) / max(len(words[i] | words[j]), 1)
            if share >= LIKE_TITLES:
                result[a, b] = share
    return result
