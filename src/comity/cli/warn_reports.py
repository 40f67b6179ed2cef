"""`comity warn report` and what is read from reports: never who told, always how far it is to be believed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from comity.cli.say import say, say_json
from comity.cli.words import CAREFUL, AsOf, Author, DeskFile, GradeText, Json, MarkingText, StateText

if TYPE_CHECKING:
    from comity.records.signal import Act, Place, Toll
    from comity.warn.reports.blur import TimeBlur

ReportText = Annotated[str, Parameter(help="stream of a report, such as signal/7, or its number")]


What = Annotated[str, Parameter(help="what happened, without anything that identifies a source or victim")]
SeenOn = Annotated[str, Parameter(help="the day it happened, YYYY-MM-DD")]
SeenTo = Annotated[str | None, Parameter(help="its last day, where it lasted or the day is not known")]
KnownOn = Annotated[str | None, Parameter(help="the day the desk could first know it; by default today")]
Acts = Annotated[
    tuple[str, ...], Parameter(help='who did what to whom, such as "killing by RSF against civilians"; repeatable')
]
TollText = Annotated[str | None, Parameter(help="people killed as told, such as 12 or 10-15")]
Indicators = Annotated[str | None, Parameter(help="ids it speaks to, with commas, such as RF07-05,RF09-01")]
PlaceName = Annotated[str | None, Parameter(help="a district or town, not a house")]
At = Annotated[str | None, Parameter(help="latitude,longitude in degrees, such as 13.62,25.35")]
Within = Annotated[float, Parameter(help="kilometres within which that place is known")]
BlurPlace = Annotated[
    float | None, Parameter(help="kilometres of the cell it is moved to; by default 25; 0 keeps the place as given")
]
BlurTime = Annotated[str, Parameter(help="day, week or month: how far the day is widened")]
Files = Annotated[tuple[Path, ...], Parameter(help="a file that came with it: its SHA-256 is kept")]


def report(
    state: StateText,
    /,
    *,
    text: What,
    grade: GradeText,
    seen_on: SeenOn,
    seen_to: SeenTo = None,
    known_on: KnownOn = None,
    act: Acts = (),
    toll: TollText = None,
    indicators: Indicators = None,
    place: PlaceName = None,
    at: At = None,
    within: Within = 1.0,
    blur_place: BlurPlace = None,
    blur_time: BlurTime = "day",
    file: Files = (),
    marking: MarkingText = CAREFUL,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put a graded report on record, blurred; shows earlier reports that may be of the same event."""
    from comity.cli import given
    from comity.cli.show.reports import receipt
    from comity.desk.asking import which_state
    from comity.desk.opening import open_desk
    from comity.kernel.grading import grade as graded
    from comity.kernel.marking import marking as marked
    from comity.records.signal import Signal
    from comity.store.custody import sha256_of

    home = which_state(state).iso3
    with open_desk(desk, author=by) as office:
        said = Signal(
            state=home,
            seen_on=given.day(seen_on, "--seen-on"),
            seen_to=None if seen_to is None else given.day(seen_to, "--seen-to"),
            known_on=given.day_or(known_on, "--known-on", office.today()),
            text=given.said(text, "--text"),
            grade=graded(grade),
            marking=marked(marking),
            indicators=given.names(indicators),
            place=_place(place, at, within),
            acts=tuple(_act(words) for words in act),
            toll=_toll(toll),
            files=tuple(sha256_of(path) for path in file),
        )
        received = office.warn.reports.receive(said, km=_cell(blur_place), time=_time(blur_time))
    if json:
        from comity.cli.show.entries import plain

        say_json({**plain(received.entry), "alike": received.alike})
    else:
        say(receipt(received, home))
    return 0


def reports(state: StateText, /, *, as_of: AsOf = None, json: Json = False, desk: DeskFile = None) -> int:
    """Reports on a state as events, each with what corroborates it, newest first."""
    from comity.cli.show.reports import events
    from comity.desk.asking import which_state
    from comity.desk.opening import open_desk

    place = which_state(state)
    with open_desk(desk) as office:
        found = office.warn.reports.situation(place.iso3, as_of=as_of)
    if json:
        say_json(found)
    else:
        say(events(place.short, found))
    return 0


def link(
    one: ReportText,
    other: ReportText,
    /,
    *,
    relation: Annotated[str, Parameter(help="same_event, duplicate (one account passed on twice) or different")],
    origins: Annotated[
        str, Parameter(help="independent, same_origin or unknown: could one account be the source of the other?")
    ] = "unknown",
    because: Annotated[str, Parameter(help="the reason, without naming anybody")],
    by: Author,
    on: Annotated[str | None, Parameter(help="the day it was judged; by default today")] = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put on record what two reports are to each other."""
    from comity.cli import given
    from comity.cli.recorded import recorded
    from comity.desk.opening import open_desk
    from comity.records.signal import Link

    with open_desk(desk, author=by) as office:
        judged = Link(
            one=given.stream(one, "signal"),
            other=given.stream(other, "signal"),
            relation=given.one_of(relation, ("same_event", "duplicate", "different"), "--relation"),
            origins=given.one_of(origins, ("independent", "same_origin", "unknown"), "--origins"),
            because=given.said(because, "--because"),
            by=by,
            judged_on=given.day_or(on, "--on", office.today()),
        )
        entry = office.warn.reports.link(judged)
    return recorded(entry, then="comity warn reports STATE", json=json)


def indicators(state: StateText, /, *, as_of: AsOf = None, json: Json = False, desk: DeskFile = None) -> int:
    """The indicator board of a situation: reports by the indicator they speak to. Nothing is scored."""
    from comity.cli.show.reports import board
    from comity.desk.asking import which_state
    from comity.desk.opening import open_desk

    place = which_state(state)
    with open_desk(desk) as office:
        found = office.warn.reports.situation(place.iso3, as_of=as_of)
    if json:
        say_json(found.indicators)
    else:
        say(board(place.short, found))
    return 0


_ACT = re.compile(r"(?P<what>[\w -]+?)(?:\s+by\s+(?P<by>.+?))?(?:\s+against\s+(?P<against>.+))?", re.IGNORECASE)


def _act(text: str) -> Act:
    from typing import get_args

    from comity.cli import given
    from comity.records.signal import Act, Deed

    match = _ACT.fullmatch(text.strip())
    what = given.one_of(match["what"] if match else text, get_args(Deed), "--act")
    by, against = (match["by"], match["against"]) if match else (None, None)
    return Act(what=what, by=(by or "").strip(), against=(against or "").strip())


def _place(name: str | None, at: str | None, within: float) -> Place | None:
    from comity.kernel.errors import Misused
    from comity.records.signal import Place

    if at is None:
        return None if name is None else Place(name=name.strip(), within_km=within)
    try:
        lat, lon = (float(part) for part in at.split(","))
    except ValueError:
        raise Misused(f"--at takes a latitude and a longitude; got {at!r}", hint="write it as 13.62,25.35") from None
    return Place(name=(name or "").strip(), lat=lat, lon=lon, within_km=within)


def _toll(text: str | None) -> Toll | None:
    from comity.kernel.errors import Misused
    from comity.records.signal import Toll

    if text is None:
        return None
    match = re.fullmatch(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?", text)
    if not match:
        raise Misused(f"--toll takes a figure or two; got {text!r}", hint="write it as 12 or 10-15")
    return Toll(low=int(match[1]), high=int(match[2] or match[1]))


# A place is blurred unless somebody says otherwise: an exact one may point at whoever saw it.
_CELL_KM = 25.0


def _cell(km: float | None) -> float | None:
    if km is None:
        return _CELL_KM
    return None if km == 0 else km


def _time(text: str) -> TimeBlur:
    from comity.cli import given

    known: tuple[TimeBlur, ...] = ("day", "week", "month")
    return given.one_of(text, known, "--blur-time")
