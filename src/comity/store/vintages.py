"""Every vintage of every source: the bytes as they came, the rows read from them, and when they were known.

    FOLDER/SOURCE/NAME/vintage.json            the sheet: where from, when, on which terms, digests
    FOLDER/SOURCE/NAME/raw/FILE                bytes as received
    FOLDER/SOURCE/NAME/Event.parquet           rows, one table a kind
    FOLDER/SOURCE/quarantine/NAME/             bytes that could not be read, with the reason
    FOLDER/SOURCE/coming/                      answers not yet whole
A vintage appears whole, by one renaming of its folder, and is never changed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import msgspec

from comity.kernel.errors import Conflict, OutsideFailed
from comity.records.event import Row
from comity.store import clock
from comity.store.atomic import write
from comity.store.faults import disk_failed
from comity.store.lake.vintage import Vintage, in_force
from comity.store.row_tables import KEYS, KINDS, TIMES, Counted, Spool, Stamp, quoted, select


class RawFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file as received. `url` is without secrets, and empty for a file the user gave."""

    file: str
    media: str
    size: int
    sha256: str
    url: str = ""
    params: tuple[tuple[str, str], ...] = ()
    validator: str = ""


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one vintage.

    name       unique within its source, in order of time
    dataset    what the user calls the data, for sources that read anybody's files
    known_at   instant it was known: of the fetch, unless the user stated a day (`stated`)
    since      first and `until` last day it is complete for; `states` those it is complete for, empty for all
    rows       rows by kind; `aside` records passed over, by reason
    ahead      whether its readings may be of days to come; `adds` whether it takes nothing back (sources.contract)
    """

    source: str
    name: str
    dataset: str
    version: str
    how: Literal["fetched", "given"]
    known_at: datetime
    came_at: datetime
    stated: bool
    licence: str
    shareable: bool
    files: tuple[RawFile, ...]
    since: date | None = None
    until: date | None = None
    states: tuple[str, ...] = ()
    rows: dict[str, Counted] = {}
    aside: dict[str, int] = {}
    columns: tuple[tuple[str, str], ...] = ()
    reader: str = ""
    ahead: bool = False
    adds: bool = False

    @property
    def series(self) -> str:
        """The name under which its rows stand: the source, or the user's own dataset of it."""
        return self.dataset or self.source


class Stopped(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes that could not be read, kept apart: when, and why."""

    at: datetime
    words: str
    hint: str
    version: str
    files: tuple[RawFile, ...]


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """How the newest try of a source ended: kept, same (nothing new), failed (did not come), stopped (unreadable)."""

    at: datetime
    how: Literal["kept", "same", "failed", "stopped"]
    words: str = ""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A row as known at an origin: `event_time` is the first day it could be known, `known_at` when this value was."""

    row: Row
    event_time: date
    known_at: datetime
    vintage: str


class Draft:
    """A vintage in the making: nobody sees it before it is kept."""

    def __init__(self, home: Path, name: str) -> None:
        self.name = name
        self._home = home
        self.folder = home / f".{name}.{clock.token()}"
        self.raw = self.folder / "raw"
        try:
            self.raw.mkdir(mode=0o700, parents=True)
        except OSError as error:
            raise disk_failed(self.raw, error) from error
        self.spool = Spool(self.folder)

    def keep(self, sheet: Sheet) -> Sheet:
        """Turn the draft into a vintage; gives its sheet with the counts of rows."""
        rows = self.spool.tables(Stamp(vintage=sheet.name, known_at=sheet.known_at))
        done = msgspec.structs.replace(sheet, rows=rows)
        self._move(done, self.folder / "vintage.json", self._home / self.name)
        return done

    def set_aside(self, stopped: Stopped) -> None:
        """Keep the bytes in quarantine, with the reason; no rows of them are kept."""
        self.spool.close()
        for path in (*self.folder.glob("*.jsonl"), *self.folder.glob("*.parquet")):
            path.unlink()
        self._move(stopped, self.folder / "reason.json", self._home / "quarantine" / self.name)

    def drop(self) -> None:
        """Forget the draft."""
        with contextlib.suppress(OutsideFailed):
            self.spool.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _move(self, sheet: Sheet | Stopped, file: Path, to: Path) -> None:
        try:
            write(file, msgspec.json.format(msgspec.json.encode(sheet), indent=2) + b"\n")
            to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.rename(to)
        except OSError as error:
            raise disk_failed(to, error) from error


class Vintages:
    """The vintages below one folder, which need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextlib.contextmanager
    def draft(self, source: str) -> Iterator[Draft]:
        """A draft for the source; what is neither kept nor set aside when the block ends is dropped.

        raises  Conflict while another process brings in the same source
        """
        home = self._home(source)
        with _locked(home):
            # Whatever still stands here under such a name was left by a process that died.
            for left in home.glob(".[0-9]*"):
                shutil.rmtree(left, ignore_errors=True)
            draft = Draft(home, f"{clock.now():%Y%m%dT%H%M%S.%f}Z")
            try:
                yield draft
            finally:
                draft.drop()

    def coming(self, source: str) -> Path:
        """The folder where answers of the source wait until they are whole."""
        return self._home(source) / "coming"

    def sources(self) -> tuple[str, ...]:
        """Names of sources that have anything here."""
        if not self.folder.is_dir():
            return ()
        return tuple(sorted(path.name for path in self.folder.iterdir() if path.is_dir()))

    def sheets(self, source: str, as_of: date | None = None) -> tuple[Sheet, ...]:
        """Sheets of the source's vintages, known by the end of a day if one is given; oldest first."""
        found = [_sheet(path) for path in self._home(source).glob("[0-9]*/vintage.json")]
        known = [sheet for sheet in found if as_of is None or sheet.known_at.date() <= as_of]
        return tuple(sorted(known, key=lambda sheet: (sheet.known_at, sheet.name)))

    def stopped(self, source: str) -> tuple[Stopped, ...]:
        """What stands in quarantine, oldest first."""
        found = sorted(self._home(source).glob("quarantine/*/reason.json"))
        return tuple(msgspec.json.decode(path.read_bytes(), type=Stopped) for path in found)

    def note(self, source: str, tried: Tried) -> None:
        """Put on file how the newest try ended."""
        home = self._home(source)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(home / "tried.json", msgspec.json.encode(tried))

    def tried(self, source: str) -> Tried | None:
        """How the newest try ended, None where there was none."""
        try:
            return msgspec.json.decode((self._home(source) / "tried.json").read_bytes(), type=Tried)
        except (OSError, msgspec.MsgspecError):
            return None

    def raw(self, sheet: Sheet, file: RawFile) -> Path:
        """Where a kept file is."""
        return self._home(sheet.source) / sheet.name / "raw" / file.file

    def table(self, sheet: Sheet, kind: str) -> Path:
        """Where the rows of a kind are, as Parquet with the columns known_at and vintage."""
        return self._home(sheet.source) / sheet.name / f"{kind}.parquet"

    def lake(self, source: str, kind: str) -> tuple[tuple[Path, ...], tuple[Vintage, ...]]:
        """Files and vintages of a source, as comity.store.lake attaches them."""
        held = [sheet for sheet in self.sheets(source) if _speaks(sheet, kind)]
        files = tuple(self.table(sheet, kind) for sheet in held if kind in sheet.rows)
        return files, tuple(_spoken(sheet) for sheet in held)

    def rows(self, source: str, kind: str, as_of: date, *, dataset: str = "") -> Iterator[Known]:
        """Each row with the value known by the end of a day, oldest event first.

        A row that a newer vintage covers (its days and states) but does not hold was withdrawn, and is not given.
        """
        held = (sheet for sheet in self.sheets(source) if dataset in ("", sheet.dataset) and _speaks(sheet, kind))
        sheets = {sheet.name: sheet for sheet in held}
        parts = self._parts(sheets, kind, as_of)
        if not parts:
            return
        keys = ", ".join(f'"{name}"' for name in ("source", *KEYS[kind]))
        query = (
            f"select * exclude (rank, ahead), ({TIMES[kind]})::date as event_time "  # noqa: S608
            f"from ({' union all by name '.join(parts)}) "
            f"qualify row_number() over (partition by {keys} order by rank desc) = 1 order by event_time, {keys}"
        )
        for found in select(kind, query):
            told = {name: found.pop(name) for name in ("event_time", "known_at", "vintage")}
            known_at = sheets[told["vintage"]].known_at
            row: Row = msgspec.convert(found, KINDS[kind])
            yield Known(row=row, event_time=told["event_time"], known_at=known_at, vintage=told["vintage"])

    def withdrawn(self, sheet: Sheet) -> int:
        """How many rows that older vintages held are taken back by this one: it speaks for them, and lacks them."""
        if sheet.adds:
            return 0
        older = [one for one in self.sheets(sheet.source) if one.known_at <= sheet.known_at and one.name != sheet.name]
        count = 0
        for kind in (kind for kind in KINDS if _speaks(sheet, kind)):
            held = {one.name: one for one in older if one.dataset == sheet.dataset and _speaks(one, kind)}
            parts = self._parts(held, kind, sheet.known_at.date())
            if not parts:
                continue
            keys = ", ".join(f'"{name}"' for name in ("source", *KEYS[kind]))
            old = f"select {keys} from ({' union all by name '.join(parts)}) where {_cover((_spoken(sheet),), kind)}"  # noqa: S608
            if kind in sheet.rows:
                old += f" except select {keys} from read_parquet({quoted(str(self.table(sheet, kind)))})"  # noqa: S608
            (found,) = select(kind, f"select count(*) as number from ({old})")  # noqa: S608
            count += found["number"]
        return count

    def _parts(self, sheets: dict[str, Sheet], kind: str, as_of: date) -> list[str]:
        """Queries for the rows that each vintage in force still speaks for, with its rank."""
        parts = []
        for one in in_force((_spoken(sheet) for sheet in sheets.values()), as_of):
            sheet = sheets[one.vintage.name]
            if kind in sheet.rows:
                table, cover = quoted(str(self.table(sheet, kind))), _cover(one.hidden, kind)
                marks = f"{one.rank} as rank, {sheet.ahead} as ahead"
                parts.append(f"select *, {marks} from read_parquet({table}) where not ({cover})")  # noqa: S608
        return parts

    def _home(self, source: str) -> Path:
        return self.folder / source


def _speaks(sheet: Sheet, kind: str) -> bool:
    """Whether a vintage speaks for a kind of row: it has some, or it is of a span without any row at all."""
    return kind in sheet.rows or not sheet.rows


def _spoken(sheet: Sheet) -> Vintage:
    return Vintage(
        source=sheet.series, name=sheet.name, known_at=sheet.known_at, since=sheet.since, until=sheet.until,
        states=sheet.states, unique=True, ahead=sheet.ahead, adds=sheet.adds,
    )  # fmt: skip


# The day of a row that decides whether a vintage of a span speaks for it; a list of names has none.
_DAYS = {"Event": "began", "Reading": "began", "LeaderSpell": "entered", "CastVote": '"on"', "Happening": '"on"'}


def _cover(newer: tuple[Vintage, ...], kind: str) -> str:
    """SQL that is true for rows which newer vintages speak for."""
    day, tests = _DAYS.get(kind), []
    for one in newer:
        parts = [f"{day} >= date '{one.since}'"] if day and one.since else []
        parts += [f"{day} <= date '{one.until}'"] if day and one.until else []
        parts += [f"state in ({', '.join(quoted(state) for state in one.states)})"] if day and one.states else []
        tests.append("(" + (" and ".join(parts) or "true") + ")")
    return " or ".join(tests) or "false"


def _sheet(path: Path) -> Sheet:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Sheet)
    except (OSError, msgspec.MsgspecError) as error:
        raise OutsideFailed(
            f"the sheet {path.parent.name}/{path.name} of {path.parent.parent.name} cannot be read",
            hint="restore it from a backup, or remove that folder and fetch again",
        ) from error


@contextlib.contextmanager
def _locked(home: Path) -> Iterator[None]:
    """Hold the source for this process; the lock goes with the process, however it ends."""
    import fcntl

    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise disk_failed(home, error) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise Conflict(f"another process is bringing in {home.name}", hint="try again when it has finished") from error
    try:
        yield
    finally:
        os.close(handle)
