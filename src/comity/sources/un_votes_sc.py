"""UN Digital Library, Security Council: every member's vote on adopted resolutions since 1946.

Read are the Library's bulk table, the wide table scraped from it in 2021, JSON excerpts of it, and a workbook of votes
1994 to 2025 that also has texts not adopted. The workbook's compiler is not named, it swaps day and month of adopted
texts (undone here), and some of its blocks carry the votes of other meetings: prefer the Library's table.
Resolutions adopted without a vote stand in the Library's table with all members in favour.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from comity.kernel.errors import Ambiguous, BadContent, NotOnShelf
from comity.records.event import CastVote, Row
from comity.sources.contract import Aside, Ask, File, SchemaChanged, Source, Wish
from comity.sources.forms import objects, roll_calls, sifted
from comity.sources.forms.entry import Entry, Once
from comity.sources.forms.release import dated, whole

SOURCE = Source(
    name="un_votes_sc",
    title="United Nations Security Council Voting Data",
    provider="United Nations, Dag Hammarskjöld Library",
    home="https://digitallibrary.un.org/record/4055387",
    gives=("CastVote",),
    licence="Copyright, United Nations; non-commercial use, with attribution",
    terms="Name the Dag Hammarskjöld Library, version and download day; not for sale.",
    cite="United Nations Dag Hammarskjöld Library, Security Council Voting Data, version 6 (February 2026).",
    shareable=True,
    cadence=120,
)

NEWEST = "2026_02_06"
_BODY = roll_calls.Body(name="unsc", council="Security Council", source=SOURCE.name)
_SHEET = ("Date,", "Resolution", "Meeting", "Draft", "Agenda item", "Vote", "Member State", "ID")
_WORDS: dict[str, roll_calls.Vote] = {
    "yes": "yes", "no": "no", "abstain": "abstain", "not-voting": "absent", "did not participate": "absent",
    "not participating": "absent",
}  # fmt: skip


def asks(wish: Wish) -> tuple[Ask, ...]:
    """The bulk table of the wished release (named by its day, 2026_02_06), or of the newest we know."""
    name = f"{dated(wish.version or NEWEST)}_sc_voting.csv"
    url = f"https://digitallibrary.un.org/record/4055387/files/{name}"
    return (Ask(url=url, file=name, media="csv", largest=256 * 1024 * 1024),)


def covers(wish: Wish) -> Wish:
    """Everything: the provider gives its files whole."""
    return whole(wish)


def read(file: File) -> Iterator[Row]:
    """Votes of the Council in the file's order."""
    return sifted.rows(_parsed(file))


def aside(file: File) -> Iterator[Aside]:
    """Assembly decisions of the wide table, votes whose member or day is lost, and totals that do not add up."""
    return sifted.asides(_parsed(file))


def _parsed(file: File) -> Iterator[CastVote | Aside]:
    if file.media == "json":
        return _json(file)
    if file.media == "xlsx":
        return _workbook(file)
    return roll_calls.votes(file, _BODY)


def _json(file: File) -> Iterator[CastVote | Aside]:
    once = Once()
    for entry in objects.entries(file, objects.decoded(file), ("id", "date", "body", "votes", "title")):
        symbol, on = entry.must("id"), entry.day("date")
        once.add(symbol, entry)
        if entry.text("body") != "SC":
            yield Aside(where=entry.where, words=symbol, why="a decision of another body")
            continue
        cast = entry.fields["votes"]
        if not isinstance(cast, dict) or not cast:
            raise entry.fault("votes", "lists no votes")
        for name, word in cast.items():
            member = _seat(Entry(entry.where, {"votes": name}), "votes", on)
            vote = _WORDS.get(word) if isinstance(word, str) else None
            if vote is None:
                raise entry.fault("votes", f"has {word!r} for {name}, which is none of {', '.join(_WORDS)}")
            yield CastVote(
                source=SOURCE.name,
                body="unsc",
                decision=symbol,
                record=symbol,
                session=entry.text("session"),
                on=on,
                state=member,
                vote=vote,
                title=entry.text("title"),
            )


def _workbook(file: File) -> Iterator[CastVote | Aside]:
    rows = _cells(file)
    header = [str(cell) for cell in next(rows, ())]
    missing = [name for name in _SHEET if name not in header]
    if missing:
        found = ", ".join(header[:16]) or "none"
        raise SchemaChanged(f"{file.name} lacks {', '.join(missing)}; its columns are {found}", hint="see the workbook")
    once = Once()
    for number, cells in enumerate(rows, start=2):
        held = dict(zip(header, cells, strict=False))
        entry = Entry(f"{file.name} row {number}", {**held, "Date,": str(held.get("Date,"))})
        on = _day(entry, held.get("Date,"))
        record, text = entry.must("ID"), entry.text("Resolution")
        member = _seat(entry, "Member State", on)
        once.add((record, member), entry)
        vote = _WORDS.get(entry.text("Vote").casefold())
        if vote is None:
            raise entry.fault("Vote", f"is none of {', '.join(_WORDS)}")
        symbol = "S/RES/" + text.replace(" ", "") if text else entry.text("Draft") or f"S/PV.{entry.must('Meeting')}"
        yield CastVote(
            source=SOURCE.name,
            body="unsc",
            decision=symbol,
            record=record,
            session="",
            on=on,
            state=member,
            vote=vote,
            title=entry.text("Agenda item"),
        )


def _day(entry: Entry, value: Any) -> date:
    """The day; for adopted texts the workbook has swapped day and month wherever both could be meant."""
    if not isinstance(value, datetime):
        raise entry.fault("Date,", "is no day")
    swapped = value.day <= 12 and bool(entry.text("Resolution"))
    return date(value.year, value.day, value.month) if swapped else value.date()


def _seat(entry: Entry, field: str, on: date) -> str:
    try:
        return roll_calls.seat(entry.must(field), on)
    except (NotOnShelf, Ambiguous) as error:
        raise entry.fault(field, f"is no member we know: {error.message}") from None


def _cells(file: File) -> Iterator[tuple[Any, ...]]:
    """Rows of the first sheet; raises BadContent where it is no workbook."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(file.body), read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows(values_only=True)
    # The library raises errors of many kinds for a broken workbook: of zip, XML, keys and its own.
    except Exception as error:
        if isinstance(error, BadContent):
            raise
        raise BadContent(f"{file.name} is no whole workbook: {error}", hint="fetch it again") from None
