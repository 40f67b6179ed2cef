"""Legal thresholds, element by element: met, not met, or it cannot be said. Never one score, never a finding.

Whether a crime was committed is for courts, whether to act for those named in `decided_by`. No legal advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from comity.kernel.errors import NotOnShelf, Refused, did_you_mean
from comity.records.assessment import Answer, ElementAnswer, ElementTest
from comity.reference.frameworks.definitions import Definition
from comity.reference.frameworks.r2p import R2pText

R2P = "r2p"
_NOBODY = "nobody has answered this"

# Who must decide: in a word, and in full with the source.
_DECIDES = {
    "genocide": (
        "competent courts",
        "national courts, the International Criminal Court on persons, the International Court of Justice on states "
        "(Genocide Convention Arts. VI, IX; Rome Statute Arts. 5, 6)",
    ),
    "crimes_against_humanity": (
        "competent courts",
        "national courts and the International Criminal Court (Rome Statute Arts. 5, 7, 17)",
    ),
    "war_crimes": (
        "competent courts",
        "national courts and the International Criminal Court (Geneva Convention IV Art. 146; Rome Statute Arts. 5, 8)",
    ),
    "ethnic_cleansing": (
        "courts, under the other definitions,",
        "no court as such, since it is no separate crime; its acts are tested under the other definitions "
        "(ICJ, Bosnia v. Serbia, 2007, para. 190)",
    ),
    "incitement": (
        "competent courts",
        "national courts and the International Criminal Court "
        "(Genocide Convention Arts. III(c), VI; Rome Statute Art. 25(3)(e))",
    ),
    R2P: (
        "the Security Council",
        "the Security Council, case by case, with regional organisations as appropriate (A/RES/60/1 para. 139)",
    ),
}
_ANY_COURT = ("a competent court", "a competent court")

# What A/RES/60/1 para. 139 asks, put as questions; the texts themselves come from the shelf.
_R2P_ASKS = {
    "manifest_failure": "Are the national authorities manifestly failing to protect their populations?",
    "peaceful_means_inadequate": "Would peaceful means be inadequate?",
    "council_authority": "Has the Security Council given authority, where force is meant?",
}


class ThresholdTest(msgspec.Struct, frozen=True, kw_only=True):
    """One threshold with all its elements.

    basis       the text it rests on with sources; for the responsibility to protect the three pillars
    decided_by  who must decide, with source
    summary     counts answers, and claims nothing
    """

    id: str
    name: str
    elements: tuple[ElementTest, ...]
    summary: str
    decided_by: str
    basis: tuple[str, ...] = ()


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    threshold: str
    element: str
    asks: str
    source: str
    settled_by: str


def checked(answer: ElementAnswer, definitions: Sequence[Definition], r2p: Sequence[R2pText] = ()) -> ElementAnswer:
    """The answer itself, if it may be recorded.

    raises  NotOnShelf for an unknown threshold or element, Refused for an answer without evidence or role
    """
    asked = {(item.threshold, item.element) for item in _all_asked(definitions, r2p)}
    thresholds = {threshold for threshold, _ in asked}
    if answer.threshold not in thresholds:
        raise NotOnShelf(f"there is no threshold {answer.threshold!r}", hint=did_you_mean(answer.threshold, thresholds))
    if (answer.threshold, answer.element) not in asked:
        known = [element for threshold, element in asked if threshold == answer.threshold]
        raise NotOnShelf(
            f"{answer.threshold} has no element {answer.element!r}", hint=did_you_mean(answer.element, known)
        )
    if answer.answer != Answer.CANNOT_SAY and not answer.because.strip():
        raise Refused(
            f"the answer on {answer.threshold}/{answer.element} names no evidence",
            hint="say what it rests on, or answer that it cannot be said",
        )
    if not answer.by.strip():
        raise Refused(f"the answer on {answer.threshold}/{answer.element} names no judge", hint="give the role")
    return answer


def thresholds(
    state: str,
    definitions: Sequence[Definition],
    answers: Iterable[ElementAnswer],
    *,
    on: date,
    r2p: Sequence[R2pText] = (),
) -> tuple[ThresholdTest, ...]:
    """Every threshold element by element; without an answer an element cannot be said.

    answers  in the order they were recorded; each judge's newest stands, other states and later days are not used.
             Where standing answers differ the element cannot be said, and shows who differs.
    """
    standing = _standing(a for a in answers if a.state == state and a.answered_on <= on)
    found = [
        _test(d.id, d.name, [_judged(item, standing) for item in _of_definition(d)], (_basis(d),)) for d in definitions
    ]
    if r2p:
        pillars = sorted((text for text in r2p if text.kind == "pillar"), key=lambda text: text.number)
        basis = tuple(f"Pillar {text.number}: {text.text} ({text.source})" for text in pillars)
        tests = [_judged(item, standing) for item in _of_r2p(r2p)]
        found.append(_test(R2P, "collective action under the responsibility to protect", tests, basis))
    return tuple(found)


def elements(tests: Iterable[ThresholdTest]) -> tuple[ElementTest, ...]:
    """All elements of all thresholds in order, as an Assessment holds them."""
    return tuple(element for test in tests for element in test.elements)


def _basis(definition: Definition) -> str:
    return f"{definition.text} ({'; '.join(definition.articles)})"


def _all_asked(definitions: Sequence[Definition], r2p: Sequence[R2pText]) -> list[_Asked]:
    return [item for definition in definitions for item in _of_definition(definition)] + _of_r2p(r2p)


def _of_definition(definition: Definition) -> list[_Asked]:
    return [
        _Asked(
            threshold=definition.id,
            element=element.id,
            asks=element.asks,
            source=element.source,
            settled_by=_settles(element.factors, element.note),
        )
        for element in definition.elements
    ]


def _of_r2p(texts: Iterable[R2pText]) -> list[_Asked]:
    found = sorted((text for text in texts if text.kind == "threshold"), key=lambda text: text.number)
    return [
        _Asked(
            threshold=R2P,
            element=text.id,
            asks=_R2P_ASKS.get(text.id, f"Can it be said that {text.text}?"),
            source=text.source,
            settled_by=f"a judgement of those who must decide; required for {text.required_for}",
        )
        for text in found
    ]


def _settles(factors: tuple[str, ...], note: str | None) -> str:
    words = "an answer with evidence, entered by somebody competent in law"
    if factors:
        words += f"; judgements of {', '.join(factors)} inform it"
    return f"{words}. {note}" if note else f"{words}."


def _standing(answers: Iterable[ElementAnswer]) -> dict[tuple[str, str], list[ElementAnswer]]:
    newest: dict[tuple[str, str, str], ElementAnswer] = {}
    for answer in answers:
        key = (answer.threshold, answer.element, answer.by)
        if key not in newest or answer.answered_on >= newest[key].answered_on:
            newest[key] = answer
    found: dict[tuple[str, str], list[ElementAnswer]] = {}
    for answer in sorted(newest.values(), key=lambda a: (-a.answered_on.toordinal(), a.by)):
        found.setdefault((answer.threshold, answer.element), []).append(answer)
    return found


def _judged(asked: _Asked, standing: dict[tuple[str, str], list[ElementAnswer]]) -> ElementTest:
    answers = standing.get((asked.threshold, asked.element), [])
    said = {answer.answer for answer in answers}
    agreed = said.pop() if len(said) == 1 else Answer.CANNOT_SAY
    dissent = len({answer.answer for answer in answers}) > 1
    told = "; ".join(
        f"{a.answer.value.replace('_', ' ')} ({a.by}, {a.answered_on}){': ' + a.because if a.because else ''}"
        for a in answers
    )
    return ElementTest(
        threshold=asked.threshold,
        element=asked.element,
        asks=asked.asks,
        answer=agreed,
        because=told or _NOBODY,
        source=asked.source,
        by=tuple(answer.by for answer in answers),
        dissent=dissent,
        settled_by=asked.settled_by if agreed == Answer.CANNOT_SAY else "",
    )


def _test(name: str, words: str, tests: list[ElementTest], basis: tuple[str, ...]) -> ThresholdTest:
    decider, decided_by = _DECIDES.get(name, _ANY_COURT)
    return ThresholdTest(
        id=name,
        name=words,
        elements=tuple(tests),
        summary=_summary(words, tests, decider),
        decided_by=decided_by,
        basis=basis,
    )


def _summary(name: str, tests: list[ElementTest], decider: str) -> str:
    """How many elements are answered which way. The sentence counts entries; it never says that a crime occurred."""
    counts = {answer: sum(test.answer == answer for test in tests) for answer in Answer}
    total, name = len(tests), name[:1].lower() + name[1:]
    if counts[Answer.CANNOT_SAY] == total:
        told = f"{total} of {total} elements of {name} cannot be said from what is entered."
    else:
        told = (
            f"Of {total} elements of {name}, {counts[Answer.MET]} are entered as met, {counts[Answer.NOT_MET]} as not "
            f"met, and {counts[Answer.CANNOT_SAY]} cannot be said."
        )
    differ = sum(test.dissent for test in tests)
    if differ:
        told += f" Judges differ on {differ}."
    return f"{told} This is no finding: {decider} must decide. No legal advice."
