"""How far a report is to be believed, and how likelihood is put in words. Never one for the other."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from comity.kernel.errors import Misused


class Reliability(StrEnum):
    """Reliability of the source, A-F. Source: NATO AJP-2.1 (Admiralty system)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"

    @property
    def words(self) -> str:
        """The scale word of the letter."""
        return {
            "A": "completely reliable",
            "B": "usually reliable",
            "C": "fairly reliable",
            "D": "not usually reliable",
            "E": "unreliable",
            "F": "reliability cannot be judged",
        }[self.value]


class Credibility(StrEnum):
    """Credibility of the information, 1-6, judged apart from its source. Source: NATO AJP-2.1."""

    CONFIRMED = "1"
    PROBABLE = "2"
    POSSIBLE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    UNJUDGED = "6"

    @property
    def words(self) -> str:
        """The scale word of the figure."""
        return {
            "1": "confirmed by other sources",
            "2": "probably true",
            "3": "possibly true",
            "4": "doubtful",
            "5": "improbable",
            "6": "truth cannot be judged",
        }[self.value]


class Grade(msgspec.Struct, frozen=True, order=False):
    """An Admiralty grade such as B2: source and information judged independently."""

    reliability: Reliability
    credibility: Credibility

    @property
    def code(self) -> str:
        """Two characters, as written in reports."""
        return f"{self.reliability.value}{self.credibility.value}"

    @property
    def words(self) -> str:
        """Both judgements in words, source first."""
        return f"{self.reliability.words}, {self.credibility.words}"


def grade(code: str) -> Grade:
    """The grade written as two characters, such as "B2".

    raises  Misused for anything but a letter A-F and a figure 1-6
    """
    text = code.strip().upper()
    if len(text) != 2 or text[0] not in "ABCDEF" or text[1] not in "123456":
        raise Misused(
            f"{code!r} is no Admiralty grade",
            hint="write the source's reliability A-F and the information's credibility 1-6, such as B2",
        )
    return Grade(Reliability(text[0]), Credibility(text[1]))


class Likelihood(msgspec.Struct, frozen=True, kw_only=True):
    """One band of the words of estimative probability; low and high are chances, 0-1."""

    words: str
    synonym: str
    low: float
    high: float


# ICD 203 (2015), Analytic Standards, section D.6.e(2)(a). Bands meet at their ends; the lower one takes the edge.
LIKELIHOODS = (
    Likelihood(words="almost no chance", synonym="remote", low=0.01, high=0.05),
    Likelihood(words="very unlikely", synonym="highly improbable", low=0.05, high=0.20),
    Likelihood(words="unlikely", synonym="improbable", low=0.20, high=0.45),
    Likelihood(words="roughly even chance", synonym="roughly even odds", low=0.45, high=0.55),
    Likelihood(words="likely", synonym="probable", low=0.55, high=0.80),
    Likelihood(words="very likely", synonym="highly probable", low=0.80, high=0.95),
    Likelihood(words="almost certain", synonym="nearly certain", low=0.95, high=0.99),
)


def likelihood(chance: float) -> Likelihood:
    """The band a chance falls in; the two outer bands take what lies beyond 1 % and 99 %.

    raises  Misused outside 0-1
    """
    if not 0 <= chance <= 1:
        raise Misused(f"a chance lies between 0 and 1; got {chance}")
    for band in LIKELIHOODS:
        if chance <= band.high:
            return band
    return LIKELIHOODS[-1]


def chance_of(words: str) -> tuple[float, float]:
    """The range of chances, 0-1, that the words stand for.

    raises  Misused for words that are not on the scale
    """
    wanted = words.strip().lower()
    for band in LIKELIHOODS:
        if wanted in (band.words, band.synonym):
            return band.low, band.high
    known = ", ".join(band.words for band in LIKELIHOODS)
    raise Misused(f"{words!r} is not on the scale of likelihood words", hint=f"the scale: {known}")
