"""A decision brief as Markdown, for a cable or an e-mail: complete, with tables, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from comity.desk.brief.model import Brief, Comparable, Picture, Risk, Statement, Venue
from comity.desk.brief.wording import (
    BASIS,
    amount,
    basis_of,
    body_name,
    chance,
    day,
    days,
    figure,
    interval,
    listed,
    measure_name,
    month_words,
    naive,
    onset,
    promise,
    state_name,
    words,
)
from comity.records.plan import Plan

# What would start emphasis, a link, code, a table cell or an HTML tag in the middle of a text.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")
_BLANKS = re.compile(r"\n{3,}")
_YEARS = 6


def markdown(brief: Brief) -> str:
    """The whole brief; ends with a newline."""
    numbers = {source.id: number for number, source in enumerate(brief.sources, 1)}
    lines = [
        f"# {escaped(brief.name)}: decision brief",
        "",
        f"**{escaped(brief.marking)}**. As of {day(brief.as_of)}: no count, vote, position or entry of a later day was "
        "used.",
    ]
    for name, part in (
        ("In short", said(brief.headline, numbers)),
        ("Risk", [*said(brief.risk.statements, numbers), *_risk(brief.risk)]),
        ("Severity, urgency and judgements", _picture(brief.picture, numbers)),
        ("What can be done", _options(brief.plan)),
        ("Who would vote for it", [*_votes(brief), *said(brief.rotation, numbers)]),
        ("Whom to call", _calls(brief)),
        ("What to watch", _watch(brief)),
        ("What was promised", _promises(brief)),
        ("Comparable cases", [line for case in brief.cases for line in _case(case)]),
        ("What we do not know", said(brief.unknown, numbers)),
        ("How the figures were made", [f"- **{escaped(k)}**: {escaped(v)}" for k, v in brief.engines.items()]),
        ("Sources", _sources(brief)),
    ):
        body = list(part)
        if body:
            lines += ["", f"## {name}", "", *body]
    return _BLANKS.sub("\n\n", "\n".join(lines)).rstrip() + "\n"


def escaped(text: str) -> str:
    """A text on one line that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def said(items: Iterable[Statement], numbers: dict[str, int]) -> list[str]:
    """Statements as a list, each with how it is known and the numbers of its sources."""
    lines = []
    for item in items:
        cited = ", ".join(str(numbers[cite]) for cite in item.cites if cite in numbers)
        lines.append(f"- {escaped(item.text)} ({BASIS[item.basis]}{'; source ' + cited if cited else ''})")
    return lines


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """A table with a blank line before and after; cells are escaped; nothing for no rows."""
    body = ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in rows]
    if not body:
        return []
    return ["", "| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads), *body, ""]


def _risk(risk: Risk) -> Iterator[str]:
    if risk.onset:
        yield ""
        yield f"**A new mass killing in the two years after {risk.onset.base_year}**: {escaped(onset(risk.onset))}."
        yield f"Here the {escaped(basis_of(risk.onset.risk))}."
        yield from table(("Driver", f"Part, {risk.onset.drivers[0].unit}"), (
            (driver.words, f"{driver.part:+.2f}") for driver in risk.onset.drivers
        )) if risk.onset.drivers else ()  # fmt: skip
    for forecast, name in ((risk.deaths, "All deaths"), (risk.civilians, "Civilians in one-sided attacks")):
        if forecast:
            yield ""
            yield f"**{name} expected, a month** (data to {month_words(forecast.known_to)})"
            yield from table(("Month", "Estimate", "90 %", "Naive", "Chance of 25 or more"), (
                (month_words(m.month), amount(m.deaths.value), interval(m.deaths), naive(m.deaths), figure(m.chance_25))
                for m in forecast.months
            ))  # fmt: skip
            yield from (f"- Note: {escaped(note)}" for note in forecast.notes)
    if risk.history:
        years: dict[str, list[float]] = {}
        for month, deaths in zip(risk.history.months, risk.history.deaths, strict=True):
            years.setdefault(month[:4], []).extend([] if deaths is None else [deaths])
        yield ""
        yield f"**Deaths counted** ({escaped(risk.history.source)})"
        yield from table(("Year", "Deaths", "Months covered"), (
            (year, f"{sum(found):,.0f}" if found else "not covered", str(len(found)))
            for year, found in list(years.items())[-_YEARS:]
        ))  # fmt: skip


def _picture(picture: Picture, numbers: dict[str, int]) -> Iterator[str]:
    yield from said((*picture.severity, *picture.urgency, *picture.reported), numbers)
    yield from table(("Risk factor", "Judged", "Trend", "Graded", "Because"), (
        (f"{row.factor} {row.name}" + (" (judges differ)" if row.dissent else ""), words(j.rating), words(j.trend),
         j.grade.code, f"{j.reason} ({j.by}, {j.judged_on.isoformat()}, {j.confidence} confidence)")
        for row in picture.factors for j in row.judgements
    ))  # fmt: skip
    waiting = [row.factor for row in picture.factors if not row.judgements]
    if waiting:
        yield f"No judgement entered on {len(waiting)} of {len(picture.factors)} risk factors: {', '.join(waiting)}."
    for test in picture.tests:
        yield ""
        yield f"**{escaped(test.name)}**: {escaped(test.summary)}"
        yield from table(
            ("Element", "Answer", "Because", "Law"),
            ((e.asks, words(e.answer), e.because, e.source) for e in test.elements),
        )


def _options(plan: Plan) -> Iterator[str]:
    if plan.options:
        yield f"Order: {escaped(plan.order)}."
    heads = ("Measure", "Who may take it", "First effect", "Harm to civilians", "Evidence", "For", "Against")
    yield from table(heads, (
        (f"{number}. {o.name}", "; ".join(map(body_name, o.deciders)), days(o.days), words(o.harm),
         f"{words(o.evidence_strength)}: {o.evidence} ({', '.join(o.evidence_sources)})", " ".join(o.fits),
         " ".join(o.cautions))
        for number, o in enumerate(plan.options, 1)
    ))  # fmt: skip
    yield from (f"- Left out: {escaped(measure_name(name))}: {escaped(why)}" for name, why in plan.left_out)


def _votes(brief: Brief) -> Iterator[str]:
    for venue in brief.venues:
        if venue.ballot:
            yield from _ballot(venue)
    yield from table(("A text to", "Adopted"), (
        (v.words, figure(v.adopted)) for v in brief.variants
    ))  # fmt: skip
    yield from table(("Body", "Effect in law", "Time", "Rule", "Chance there"), (
        (v.name, v.legal_effect, days(v.days), f"{v.rule} ({v.rule_source}; {v.mark})",
         figure(v.ballot.adopted) if v.ballot else f"not estimated: {v.why_none}")
        for v in brief.venues
    ))  # fmt: skip


def _ballot(venue: Venue) -> Iterator[str]:
    ballot = venue.ballot
    if ballot is None:
        return
    yield f"**{escaped(venue.name)}: {escaped(ballot.draft.title)}**"
    yield ""
    yield f"Adopted {figure(ballot.adopted)}; yes votes {figure(ballot.yes_votes)}."
    yield f"Of adoption: {escaped(basis_of(ballot.adopted))}."
    if ballot.breakers:
        yield "Fails most often by " + listed(tuple(f"{state_name(s)} ({chance(c)})" for s, c in ballot.breakers)) + "."
    yield from table(("Member", "Yes", "Abstain", "No", "Pivotal"), (
        (state_name(m.state) + (" (veto)" if m.veto_holder else ""), figure(m.yes), chance(m.abstain), chance(m.no),
         chance(m.pivotal))
        for m in sorted(ballot.members, key=lambda m: (-m.yes.value, m.state))
    ))  # fmt: skip
    yield from (f"- Note: {escaped(note)}" for note in ballot.notes)


def _calls(brief: Brief) -> list[str]:
    return table(("State", "Yes", "Pivotal", "Tells, bits", "Why"), (
        (f"{number}. {c.name}", chance(c.yes), chance(c.pivotal), f"{c.bits:.3f}", c.why)
        for number, c in enumerate(brief.calls, 1)
    ))  # fmt: skip


def _watch(brief: Brief) -> list[str]:
    return table(("Date", "What", "What it does", "Kind", "Source"), (
        (w.on.isoformat(), w.words, w.effect, words(w.kind), f"{w.source} ({w.mark})") for w in brief.watch
    ))  # fmt: skip


def _promises(brief: Brief) -> list[str]:
    return table(("Promise", "Due", "Stands", "Because"), (
        (f"{state_name(p.pledge.by)}: {promise(p.pledge)}", p.pledge.due_on.isoformat(), words(p.finding.standing),
         p.finding.because)
        for p in brief.promises
    ))  # fmt: skip


def _case(case: Comparable) -> Iterator[str]:
    near = case.likeness
    yield f"### {escaped(near.name)}"
    yield ""
    yield f"{escaped(words(case.rating))}: {escaped(near.outcome)}"
    yield f"Harm: {escaped(case.harm)} ({escaped(case.harm_source)}). Distance {near.distance:.2f}."
    if near.shared:
        yield f"Shared: {escaped(listed(near.shared))}."
    if near.differs:
        yield f"Differs: {escaped(listed(near.differs))}."
    yield from (f"- Lesson: {escaped(lesson)}" for lesson in near.lessons)
    yield from table(
        ("Date", "Kind", "Event", "Source"),
        ((e.date, words(e.kind), e.text, f"{e.source}; {e.mark}") for e in case.events),
    )


def _sources(brief: Brief) -> list[str]:
    return [
        f"{number}. {escaped(s.text)}. {escaped(s.mark)}"
        + (f"; {escaped(s.licence)}" if s.licence else "")
        + (f" <{s.url}>" if s.url and s.url.startswith(("https://", "http://")) and not set(s.url) & set("<> ") else "")
        for number, s in enumerate(brief.sources, 1)
    ]
