"""Notifications in the terminal: as a letter, as a list with who answered, and the clock from warning to action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table
from comity.desk import stating
from comity.desk.brief.wording import capitalised, consent, days, words
from comity.kernel import time as times
from comity.records.notification import Escalation, Forum, Notification, Proposal
from comity.warn.notices import Notice, Reply
from comity.warn.response_clock import Clock, Reached

_BASIS = {
    "direct": "direct evidence",
    "indirect": "indirect evidence (a wider class, or single cases)",
    "none": "no study with a usable effect found",
}
_STYLES = {Reply.SILENT: "bold red", Reply.LATE: "bold", Reply.WAITING: "bold"}


def letter(notice: Notification, marking: str, *, by: str) -> RenderableType:
    """The notification as it goes out: what is stated, why, the options, and by when an answer is due."""
    parts: list[RenderableType] = [
        Text(f"NOTIFICATION  {marking}", style="bold"),
        Text(notice.subject, style="bold"),
        _heads(notice, by),
        Text(),
        *(Text(stating.whole(one)) for one in notice.statements),
        Text(f"Why now: {notice.because}."),
        Text(f"Situation: {notice.situation}."),
        Text(),
        Text(
            f"Options, in the order of the plan's written rule; to be weighed, none is advice ({len(notice.options)})",
            style="bold",
        ),
    ]
    for number, option in enumerate(notice.options, start=1):
        parts.append(_option(number, option))
    parts.append(Text("Can meet: with the notice it needs. Decides: its typical lead time, judged.", style="dim"))
    parts += [Text(), Text("If nobody answers", style="bold"), _ladder(notice)]
    parts.append(
        Text("Please acknowledge: whether you have it, and what you will do. No answer is not taken as agreement.")
    )
    parts += [Text(f"Not known: {gap}", style="dim") for gap in notice.gaps]
    return Group(*parts)


def escalated(found: Sequence[Escalation], *, recorded: bool) -> RenderableType:
    """Who is told next of what, and by when they are to answer."""
    if not found:
        return Text("Nobody is due to be told: no time to answer has run out without an answer.")
    rows = table.lined("=Notice", ">Rung", "Told next", "=Was due", "=To answer by")
    for one in found:
        rows.add_row(
            one.notice, str(one.rung), Text("; ".join(one.offices)), _instant(one.due_at), _instant(one.answer_by)
        )
    end = "Recorded. Now tell them." if recorded else "Nothing recorded; leave --draft out to record it."
    return Group(rows, Text(end, style="dim"))


def listed(found: Sequence[Notice]) -> RenderableType:
    """One row a notification: how it stands, who answered when, who is told next."""
    if not found:
        return Text("No notification is on record. Next: comity warn alerts")
    rows = table.lined("=Notice", "State", "Level", "=Sent", "Stands", "Answers", "Next")
    for one in found:
        given = one.notification
        answers = [f"{a.office}, {_instant(a.at)}{f': {a.answer}' if a.answer else ''}" for a in one.acknowledged]
        rows.add_row(
            given.id,
            given.state,
            given.level.value,
            _instant(given.sent_at),
            Text(_stands(one), style=_STYLES.get(one.reply, "")),
            Text("\n".join(answers) or "none"),
            Text(_next(one)),
        )
    due = any(one.due for one in found)
    return Group(rows, Text("Next: comity warn escalate --due" if due else "Times are UTC.", style="dim"))


def clocks(name: str, code: str, found: Sequence[Clock], *, earlier: int) -> RenderableType:
    """Steps from a warning to action with instants and durations; what has not happened says for how long."""
    if not found:
        return Text(f"No warning on {name} is on record. Next: comity warn notify {code} --draft")
    parts: list[RenderableType] = []
    for one in found:
        ended = f"; ended {_instant(one.ended)}" if one.ended else ""
        parts.append(Text(f"{name}: from warning to action, since {_instant(one.began)}{ended}", style="bold"))
        rows = table.lined("Step", "=When (UTC)", ">Since the step before", ">Since the warning", "=Entry")
        for step in one.steps:
            rows.add_row(*_step(step, one))
        parts += [rows, Text()]
    if earlier > 0:
        parts.append(Text(f"{earlier} earlier warnings with --all.", style="dim"))
    parts.append(Text("A step counts from when it was recorded here.", style="dim"))
    return Group(*parts)


def span(hours: float) -> str:
    """A duration in words: "40 minutes", "5 hours", "3 days 4 hours"; "before it" for one that came earlier."""
    if hours < 0:
        return f"{span(-hours)} before it"
    minutes = round(hours * 60)
    if minutes < 1:
        return "at once"
    if minutes < 60:
        return _count(minutes, "minute")
    if minutes < 48 * 60:
        return _count(round(minutes / 60), "hour")
    whole, rest = divmod(round(minutes / 60), 24)
    return _count(whole, "day") + (f" {_count(rest, 'hour')}" if rest and whole < 14 else "")


def _heads(notice: Notification, by: str) -> RenderableType:
    rows = table.plain(("", 10), ("", None))
    rows.add_row("From", Text(by))
    rows.add_row("To", Text("; ".join(notice.ladder[0].offices)))
    rows.add_row("By", Text(notice.channel))
    rows.add_row("Sent", _instant(notice.sent_at))
    rows.add_row("Answer by", Text(f"{_instant(notice.answer_by)} ({span(notice.ladder[0].hours)})", style="bold"))
    rows.add_row("Level", f"{notice.level.value}: {notice.level.words}")
    return rows


def _option(number: int, option: Proposal) -> RenderableType:
    mixed = " (studies of it disagree)" if option.strength == "mixed" else ""
    head = Text(option.name, style="bold")
    head.append(f"; {_BASIS[option.basis]}{mixed}", style="not bold")
    rows = table.plain(("", 2), ("", None))
    rows.add_row(f"{number}.", head)
    rows.add_row("", Text(f"{capitalised(option.evidence).rstrip('.')}."))
    rows.add_row(
        "",
        Text(
            f"First effect {days(option.effect)} after the decision; civilian harm {words(option.harm)}; "
            f"{consent(option.consent)}."
        ),
    )
    for forum in option.forums:
        rows.add_row("", _forum(forum))
    return rows


def _forum(forum: Forum) -> Text:
    said = Text(f"- {forum.name}: ")
    first, last = forum.decides
    begin = f"{first.day} {first:%b}" if first.year == last.year else _short(first)
    said.append(f"can meet {_short(forum.meets_from)}, decides {begin} to {_short(last)}")
    for one in forum.dates:
        said.append(f"; {'about ' if one.about else ''}{_short(one.on)}: {one.words}")
    return said


def _short(on: date) -> str:
    return f"{on.day} {on:%b %Y}"


def _ladder(notice: Notification) -> RenderableType:
    rows = table.plain(("right", 3), ("", 24), ("", None))
    at = times.instant(notice.sent_at)
    for number, rung in enumerate(notice.ladder, start=1):
        rows.add_row(f"{number}", _instant(times.written(at)), Text("; ".join(rung.offices)))
        at += timedelta(hours=rung.hours)
    return rows


def _stands(one: Notice) -> str:
    if one.closing is not None:
        return f"closed: {one.closing.outcome.words} ({one.closing.because})"
    if one.reply is Reply.LATE:
        return f"{one.reply.words}, by {span(one.late)}"
    if one.reply is Reply.SILENT:
        return f"{one.reply.words}; {span(one.overdue)} over"
    if one.reply is Reply.WAITING:
        limit = one.escalated[-1].answer_by if one.escalated else one.notification.answer_by
        return f"{one.reply.words} to {_instant(limit)}"
    return one.reply.words


def _next(one: Notice) -> str:
    if one.closing is not None or one.acknowledged:
        return ""
    if one.due:
        return f"tell {'; '.join(one.due[0].offices)} now"
    told = 1 + len(one.escalated)
    if told < len(one.notification.ladder):
        return f"then {'; '.join(one.notification.ladder[told].offices)}"
    return "the ladder is at its end"


def _step(step: Reached, one: Clock) -> tuple[str | Text, ...]:
    label = capitalised(step.stage.words)
    if step.at is None:
        waits = step.stage is one.waits
        style = "bold" if waits else "dim"
        later = any(other.at for other in one.steps[one.steps.index(step) :])
        said = "not recorded" if later else "not yet"
        waited = span(step.hours) if waits else ""
        return Text(label, style=style), Text(said, style=style), "", Text(waited, style=style), ""
    before = "" if step.since_previous is None else span(step.since_previous)
    return Text(label), _instant(step.at), before, span(step.hours), step.stream


def _instant(text: str) -> str:
    return f"{times.instant(text):%Y-%m-%d %H:%M}Z"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
