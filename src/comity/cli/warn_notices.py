"""`comity warn notify` and what follows it: who was told, who answered, who is told next, and the clock to action."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from comity.cli.say import say, say_json
from comity.cli.words import CAREFUL, Author, Because, DeskFile, Json, MarkingText, StateText

NoticeText = Annotated[str, Parameter(help="the notification, such as notice/3 or 3")]


def notify(
    state: StateText,
    /,
    *,
    to: Annotated[tuple[str, ...], Parameter(help="office told first; several with ; or by repeating")] = (),
    then: Annotated[tuple[str, ...], Parameter(help="offices told next if nobody answers; repeat for each rung")] = (),
    hours: Annotated[int | None, Parameter(help="hours each rung has to answer; by default those of the level")] = None,
    channel: Annotated[str, Parameter(help="how it goes, such as note verbale")] = "internal memorandum",
    level: Annotated[str | None, Parameter(help="watch, warning or urgent; by default that of the alert")] = None,
    because: Annotated[str, Parameter(help="the desk's own reason; needed where no alert stands")] = "",
    budget: Annotated[float, Parameter(help="false alarms a month that the desk can bear")] = 10.0,
    draft: Annotated[bool, Parameter(help="show it and record nothing")] = False,
    marking: MarkingText = CAREFUL,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Tell offices of a warning, with at least three options, who may decide them, and by when to answer."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.cli.show import notices as show
    from comity.desk.notifying import Order
    from comity.desk.opening import open_desk
    from comity.desk.option_set import rungs
    from comity.kernel.marking import marking as marked
    from comity.records.alert import Level

    order = Order(
        offices=rungs(to, then),
        hours=hours,
        channel=channel,
        level=None if level is None else given.word(level, Level, "--level"),
        because=because,
        budget=budget,
    )
    mark = marked(marking)
    with open_desk(desk, author=by) as office:
        made = office.notifying.draft(state, order)
        entry = None if draft else office.notifying.notify(made, mark, budget=budget)
    if entry is None:
        if json:
            say_json(made)
        else:
            say(show.letter(made, mark.label, by=by))
        return 0
    if not json:
        say(show.letter(made, mark.label, by=by), "")
    return recorded(entry, then=f"comity warn acknowledge {entry.stream} --office OFFICE", json=json)


def acknowledge(
    notice: NoticeText,
    /,
    *,
    office: Annotated[str, Parameter(help="the office that answered, never a person")],
    answer: Annotated[str, Parameter(help="what it will do, in its words")] = "",
    at: Annotated[
        str | None, Parameter(help="instant the answer came in, such as 2026-11-21T09:00Z; now if left out")
    ] = None,
    marking: MarkingText = CAREFUL,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put on record that an office has a notification; once an office, and late ones are marked late."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.opening import open_desk
    from comity.kernel.marking import marking as marked

    stream = given.stream(notice, "notice")
    with open_desk(desk, author=by) as place:
        entry = place.notifying.acknowledge(stream, office, answer=answer, at=at, marking=marked(marking))
        found = place.notifying.notice(stream)
    if not json:
        say(f"{stream}: {found.reply.words}.")
    return recorded(entry, then=f"comity warn clock {found.notification.state}", json=json)


def escalate(
    notice: Annotated[str | None, Parameter(help="the notification; all of them with --due")] = None,
    /,
    *,
    due: Annotated[bool, Parameter(help="every notification whose time to answer is over")] = False,
    draft: Annotated[bool, Parameter(help="show who is due to be told and record nothing")] = False,
    marking: MarkingText = CAREFUL,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Tell the next offices where nobody answered in time; put on record who is told when."""
    from comity.cli import given
    from comity.cli.show import notices as show
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused
    from comity.kernel.marking import marking as marked

    if (notice is None) != due:
        raise Misused("name one notification, or all that are due", hint="comity warn escalate 3, or --due")
    stream = None if notice is None else given.stream(notice, "notice")
    with open_desk(desk, author=by) as place:
        made = place.notifying.escalate(stream, marking=marked(marking), act=not draft)
    if json:
        say_json(made)
    else:
        say(show.escalated(made, recorded=not draft))
    return 0


def close(
    notice: NoticeText,
    /,
    *,
    outcome: Annotated[str, Parameter(help="acted, declined, overtaken or withdrawn")],
    because: Because,
    marking: MarkingText = CAREFUL,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put on record how a notification ended, and why."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.opening import open_desk
    from comity.kernel.marking import marking as marked
    from comity.records.notification import Outcome

    stream = given.stream(notice, "notice")
    ended = given.word(outcome, Outcome, "--outcome")
    with open_desk(desk, author=by) as place:
        entry = place.notifying.close(stream, ended, because=given.said(because, "--because"), marking=marked(marking))
    return recorded(entry, then="comity warn notices", json=json)


def notices(
    state: Annotated[str | None, Parameter(help="ISO 3166 alpha-3 code or name; all states if left out")] = None,
    /,
    *,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Notifications as they stand now: who was told, who answered, who is silent, who is told next."""
    from comity.cli.show import notices as show
    from comity.desk.opening import open_desk

    with open_desk(desk) as place:
        found = place.notifying.notices(state)
    if json:
        say_json(found)
    else:
        say(show.listed(found))
    return 0


def clock(
    state: StateText,
    /,
    *,
    all: Annotated[bool, Parameter(help="every warning, not only the newest")] = False,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """How long each step took from warning to action, and which step is waited for."""
    from comity.cli.show import notices as show
    from comity.desk.asking import which_state
    from comity.desk.opening import open_desk

    place = which_state(state)
    with open_desk(desk) as office:
        found = office.notifying.clocks(place.iso3)
    if json:
        say_json(found)
    else:
        say(show.clocks(place.short, place.iso3, found if all else found[-1:], earlier=0 if all else len(found) - 1))
    return 0
