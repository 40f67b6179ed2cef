"""What came becomes a vintage, or is found to be the one at hand, or goes to quarantine with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import msgspec

from comity.kernel.errors import BadContent, ComityError
from comity.kernel.progress import Progress, silent
from comity.records.event import Event, Row
from comity.sources.contract import File, Source
from comity.store import clock
from comity.store.fetch import Limits
from comity.store.unpack import BadArchive
from comity.store.vintages import Draft, RawFile, Sheet, Stopped, Tried, Vintages

# Gives the files to read out of one kept answer.
Opened = Callable[[RawFile], Iterator[File]]


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """Where data are kept and how they come.

    mirror     address that stands in for all providers; empty for the providers themselves
    known_on   day from which the data were known, where the user states one; else the day they come
    transport  an httpx transport instead of the network, for tests
    """

    vintages: Vintages
    mirror: str = ""
    known_on: date | None = None
    progress: Progress = silent
    limits: Limits = Limits()
    transport: Any = None


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What a fetch or an import brought: the sheet in force now, whether it is new, and how many rows it takes back."""

    sheet: Sheet
    new: bool
    withdrawn: int = 0


def keep(module: ModuleType, draft: Draft, sheet: Sheet, setting: Setting, opened: Opened) -> Brought:
    """The draft as a vintage, or the one it repeats; what cannot be read goes to quarantine."""
    vintages = setting.vintages
    old = _last_like(vintages.sheets(sheet.source), sheet)
    if old:
        vintages.note(sheet.source, Tried(at=clock.now(), how="same", words=f"same bytes as {old.name}"))
        return Brought(sheet=old, new=False)
    try:
        aside = _read(module, draft, sheet, opened, setting.progress)
        done = draft.keep(msgspec.structs.replace(sheet, aside=aside))
    except ComityError as error:
        note_fault(module.SOURCE, draft, sheet, setting, error)
        raise
    vintages.note(sheet.source, Tried(at=clock.now(), how="kept"))
    return Brought(sheet=done, new=True, withdrawn=vintages.withdrawn(done))


def note_fault(source: Source, draft: Draft, sheet: Sheet, setting: Setting, error: ComityError) -> None:
    """Put on file what went wrong; bytes that came but cannot be read stop the source and go to quarantine."""
    now = clock.now()
    stop = unreadable(source, error) and bool(sheet.files)
    if stop:
        stopped = Stopped(at=now, words=error.message, hint=error.hint, version=sheet.version, files=sheet.files)
        draft.set_aside(stopped)
    setting.vintages.note(source.name, Tried(at=now, how="stopped" if stop else "failed", words=error.message))


def unreadable(source: Source, error: ComityError) -> bool:
    """Whether bytes are at fault and to be kept apart."""
    # A user's own file stays where it is; only a provider's bytes, which may be gone tomorrow, are kept.
    return isinstance(error, BadContent | BadArchive) and not source.own


def _last_like(held: tuple[Sheet, ...], new: Sheet) -> Sheet | None:
    """The vintage that says the same already; not one that another of the same span has replaced since."""

    def scope(sheet: Sheet) -> tuple[object, ...]:
        return (sheet.dataset, sheet.since, sheet.until, sheet.states)

    def content(sheet: Sheet) -> tuple[object, ...]:
        digests = tuple((file.file, file.sha256) for file in sheet.files)
        return (digests, sheet.columns, sheet.version, sheet.known_at if sheet.stated else None, sheet.reader)

    peers = [sheet for sheet in held if scope(sheet) == scope(new) and sheet.known_at <= new.known_at]
    return peers[-1] if peers and content(peers[-1]) == content(new) else None


def _check_past(row: Row, sheet: Sheet, source: Source) -> None:
    """Raises BadContent for an event of one's own that was yet to come when it was known."""
    # A day more, for places where the day has begun already.
    if source.own and isinstance(row, Event) and row.began > sheet.known_at.date() + timedelta(days=1):
        raise BadContent(
            f"event {row.id[:60]!r} in {row.state} begins on {row.began}, and was known on {sheet.known_at.date()}",
            hint="correct the day in the file, or --known-on; forecasts are given as readings (gives: Reading)",
        )


def _read(module: ModuleType, draft: Draft, sheet: Sheet, opened: Opened, progress: Progress) -> dict[str, int]:
    """Put the rows of all files into the draft; gives how many records were passed over, by reason."""
    passed: dict[str, int] = dict(sheet.aside)
    whole: list[File] = []

    def rows() -> Iterator[Row]:
        for place, raw in enumerate(sheet.files):
            for file in opened(raw):
                for number, row in enumerate(module.read(file)):
                    if number % 5000 == 0:
                        progress(f"{raw.file}: {number:,} rows read", place / len(sheet.files))
                    _check_past(row, sheet, module.SOURCE)
                    yield row
                for one in module.aside(file) if hasattr(module, "aside") else ():
                    passed[one.why] = passed.get(one.why, 0) + 1
                if hasattr(module, "check"):
                    whole.append(file)

    count = draft.spool.add(module.merged(rows()) if hasattr(module, "merged") else rows())
    if whole:
        module.check(tuple(whole))
    partial = sheet.since or sheet.until or sheet.states
    if count == 0 and not partial:
        raise BadContent(f"{sheet.source} holds not a single row", hint="the last good vintage stays in use")
    return dict(sorted(passed.items()))
