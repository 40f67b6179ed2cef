"""`comity warn seal`, `score`, `register`, `verify`: forecasts sealed before the months they speak of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from comity.cli.say import bar, say, say_json
from comity.cli.words import Author, DeskFile, Json, MarkingText

# What is sealed is meant to be published, or the seal proves nothing to others.
_OPEN = "TLP:CLEAR"

MonthText = Annotated[str, Parameter(help="the month, YYYY-MM")]


def seal(
    *,
    month: Annotated[str | None, Parameter(help="first month, YYYY-MM; by default the next to begin")] = None,
    months: Annotated[int, Parameter(help="how many months it holds, 1 to 12")] = 3,
    out: Annotated[Path | None, Parameter(help="also write the edition into this file, to publish it")] = None,
    draft: Annotated[bool, Parameter(help="show it and record nothing")] = False,
    marking: MarkingText = _OPEN,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Seal the forecasts of all states for the coming months, before the first begins; once a month, never again."""
    from comity.cli.recorded import recorded
    from comity.cli.show import register as show
    from comity.desk.opening import open_desk
    from comity.desk.registering import content_bytes
    from comity.kernel.marking import marking as marked
    from comity.store.atomic import write

    mark = marked(marking)
    with open_desk(desk, author=by) as office:
        with bar("forecasts") as progress:
            made = office.registering.prepare(month, months=months, progress=progress)
        entry = None if draft else office.registering.seal(made, mark)
    if out is not None:
        write(out, content_bytes(made))
    if entry is None:
        say_json(made) if json else say(show.edition(made))
        return 0
    if not json:
        say(show.edition(made))
    return recorded(entry, then=f"comity warn score {made.content.month}, when that month is counted", json=json)


def score(
    month: MonthText,
    /,
    *,
    edition: Annotated[str | None, Parameter(help="month of the edition; by default the last sealed before")] = None,
    marking: MarkingText = _OPEN,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Score a sealed month that is over, beside the naive rule sealed with it; states not counted are named."""
    from comity.cli.show import register as show
    from comity.desk.opening import open_desk
    from comity.kernel.marking import marking as marked

    with open_desk(desk, author=by) as office:
        found, entry = office.registering.score(month, edition=edition, marking=marked(marking))
    if json:
        say_json(found)
    else:
        say(show.score(found, None if entry is None else entry.sequence))
    return 0


def register(*, json: Json = False, desk: DeskFile = None) -> int:
    """Every sealed edition: its digest, its months, and how those scored did."""
    from comity.cli.show import register as show
    from comity.desk.opening import open_desk

    with open_desk(desk) as office:
        found = office.registering.lines()
    if json:
        say_json(found)
    else:
        say(show.lines(found))
    return 0


def verify(
    month: MonthText,
    /,
    *,
    sha256: Annotated[str | None, Parameter(help="a digest kept elsewhere to compare with")] = None,
    file: Annotated[Path | None, Parameter(help="an edition written by seal --out, to compare with")] = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Recompute the digest of a sealed edition, and compare it with a digest or file kept elsewhere."""
    from comity.desk.opening import open_desk

    raw = None if file is None else file.read_bytes()
    with open_desk(desk, missing_ok=False) as office:
        digest = office.registering.verify(month, published=sha256, raw=raw)
        sealed = office.registering.edition(month)
    if json:
        say_json({"edition": sealed.content.month, "sha256": digest, "sealed_at": sealed.sealed_at})
    else:
        told = "and is the one kept elsewhere" if sha256 or file else "compare it with one kept elsewhere: --sha256"
        say(
            f"The edition of {sealed.content.month} gives its digest, {told}.\n{digest}\n"
            f"Sealed {sealed.sealed_at[:19]}Z."
        )
    return 0
