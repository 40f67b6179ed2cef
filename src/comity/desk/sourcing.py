"""Data from providers: which sources there are, their terms, fetching, importing, and how old each is."""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import msgspec

from comity import __version__, sources
from comity.desk.accepting import check_accepted
from comity.desk.keeping import Brought, Setting, keep, note_fault, unreadable
from comity.kernel.errors import ComityError, Misused, NotOnShelf, OutsideFailed, Refused, did_you_mean
from comity.sources.contract import Ask, File, Source, Wish
from comity.store import clock, unpack
from comity.store.faults import disk_failed
from comity.store.fetch import Got, Line, NotThere, fetcher
from comity.store.fetch_address import Get, check_mirror, where
from comity.store.fetch_part import moved
from comity.store.places import user_key
from comity.store.vintages import Draft, Known, RawFile, Sheet

# More pages than any source has; a provider that pages on and on is stopped here.
_MOST_PAGES = 20_000
# No file that a user gives is larger; the same holds for what it unpacks to.
_LARGEST_GIVEN = 2 * 1024**3


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """Files at hand for an import.

    dataset  what the user calls the data, for sources that read anybody's files; by default the first file's name
    columns  pairs of field and column; see docs/how-to/bring-in-data
    wish     what the files hold, where it is less than the whole: version, span, states
    """

    paths: tuple[Path, ...]
    dataset: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    wish: Wish = Wish()


def providers() -> dict[str, ModuleType]:
    """Provider modules by the name of their source, found by looking into the folder."""
    modules = [
        importlib.import_module(f"{sources.__name__}.{info.name}") for info in pkgutil.iter_modules(sources.__path__)
    ]
    return {module.SOURCE.name: module for module in modules if hasattr(module, "SOURCE")}


def provider(name: str) -> ModuleType:
    """The provider module of that name; raises NotOnShelf."""
    known = providers()
    if name not in known:
        raise NotOnShelf(f"there is no source {name!r}", hint=did_you_mean(name, known))
    return known[name]


def sheets() -> tuple[Source, ...]:
    """What every source says of itself, by name."""
    return tuple(module.SOURCE for _, module in sorted(providers().items()))


def bring(name: str, wish: Wish, setting: Setting) -> Brought:
    """Fetch what is wished for as a new vintage, or find that nothing changed.

    raises  Refused while the terms are not accepted, Misused for a wish the source does not know, OutsideFailed,
            BadContent where the bytes cannot be read (they go to quarantine); the last good vintage stays in each case
    """
    module = provider(name)
    source: Source = module.SOURCE
    wish = msgspec.structs.replace(wish, on=clock.now().date())
    _check_span(wish)
    asks: tuple[Ask, ...] = module.asks(wish)
    if not asks:
        raise Misused(f"{name} has nothing to fetch", hint=f"give a file: comity sources import {name} FILE")
    check_accepted(source, setting.vintages)
    line = _line(source, asks, setting)
    scope = module.covers(wish) if hasattr(module, "covers") else wish
    with setting.vintages.draft(name) as draft:
        came: dict[str, tuple[Ask, Got]] = {}
        sheet = _sheet(source, draft, scope, setting)
        try:
            with fetcher(line) as fetch:
                gaps = _fetched(module, asks, came, lambda ask: fetch(_get(ask), setting.vintages.coming(name)))
        except ComityError as error:
            # What came whole waits for the next run, unless it is what cannot be read.
            files = _taken(came, draft) if unreadable(source, error) else ()
            note_fault(source, draft, msgspec.structs.replace(sheet, files=files), setting, error)
            raise
        sheet = msgspec.structs.replace(
            sheet,
            files=_taken(came, draft),
            known_at=sheet.known_at if sheet.stated else clock.now(),
            aside={"the provider has no such file": gaps} if gaps else {},
        )
        return keep(module, draft, sheet, setting, lambda file: _opened(draft, file, came[file.file][0]))


def bring_files(name: str, given: Given, setting: Setting) -> Brought:
    """Import files at hand as a new vintage; the same checks and quarantine as for fetched ones.

    raises  Refused while the terms are not accepted, Misused, BadContent; OutsideFailed for a file that does not open
    """
    module = provider(name)
    source: Source = module.SOURCE
    _check_span(given.wish)
    if not given.paths:
        raise Misused("no file is given", hint=f"comity sources import {name} FILE")
    check_accepted(source, setting.vintages)
    dataset = (given.dataset or _slug(given.paths[0])) if source.own else ""
    if given.dataset and not source.own:
        raise Misused(f"{name} has a name of its own for its rows", hint="leave --as out")
    _check_dataset(dataset, source)
    scope = _scope_given(module, given)
    with setting.vintages.draft(name) as draft:
        files = tuple(_copied(path, draft) for path in given.paths)
        sheet = msgspec.structs.replace(
            _sheet(source, draft, scope, setting), files=files, how="given", dataset=dataset, columns=given.columns
        )

        def opened(file: RawFile) -> Iterator[File]:
            for found in _opened(draft, file):
                yield msgspec.structs.replace(found, dataset=dataset, columns=given.columns)

        return keep(module, draft, sheet, setting, opened)


def _check_dataset(dataset: str, source: Source) -> None:
    """Raises Misused for a name that is no plain word, or a provider's: rows of one's own must not pass for theirs."""
    if dataset and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", dataset):
        raise Misused(
            f"{dataset[:64]!r} is no name for data", hint="--as takes letters, digits, _ . and -, at most 64 of them"
        )
    if dataset in providers() and dataset != source.name:
        raise Misused(f"{dataset} is another source's name", hint="give your data a name of their own with --as")


def _scope_given(module: ModuleType, given: Given) -> Wish:
    """What given files hold: as the user says, else as their names tell."""
    wish = given.wish
    if not wish.version and hasattr(module, "version_of"):
        told = sorted({module.version_of(path.name) for path in given.paths} - {""})
        if len(told) > 1:
            raise Misused(f"these files are of the releases {', '.join(told)}", hint="import one release at a time")
        wish = msgspec.structs.replace(wish, version=told[0] if told else "")
    return module.covers(wish) if wish.version and hasattr(module, "covers") else wish


def rows(name: str, kind: str, as_of: date, setting: Setting) -> Iterator[Known]:
    """Rows of a source with the values known by the end of a day; raises NotOnShelf."""
    source: Source = provider(name).SOURCE
    if kind not in source.gives:
        raise NotOnShelf(f"{name} gives no {kind} rows", hint=did_you_mean(kind, source.gives))
    return setting.vintages.rows(name, kind, as_of)


def check_shareable(name: str) -> None:
    """Nothing, if rows of the source may be passed on; raises Refused. Whatever writes rows out asks here first."""
    source: Source = provider(name).SOURCE
    if not source.shareable:
        raise Refused(
            f"rows of {name} may not be passed on: {source.terms}", hint="pass on figures made from many rows instead"
        )


def _check_span(wish: Wish) -> None:
    if wish.since and wish.until and wish.until < wish.since:
        raise Misused(f"the span ends on {wish.until}, before it begins on {wish.since}", hint="exchange the two days")


def _line(source: Source, asks: Iterable[Ask], setting: Setting) -> Line:
    """How the fetcher goes out for this source; the user's key is read here and kept nowhere."""
    mirror = check_mirror(setting.mirror) if setting.mirror else ""
    key = "" if mirror else user_key(source.key)
    if any(ask.key_as for ask in asks) and not key and not mirror:
        raise Refused(
            f"{source.name} needs your own key for this, and {source.key} is not set",
            hint=f"get one from {source.home}, and put it into the environment variable {source.key}",
        )
    if not (key.isascii() and key.isprintable()):
        raise Refused(
            f"the key in {source.key} has signs that no key has", hint="copy it again, without quotes around it"
        )
    return Line(
        key=key, mirror=mirror, agent=f"comity/{__version__}", limits=setting.limits, progress=setting.progress,
        transport=setting.transport,
    )  # fmt: skip


def _fetched(
    module: ModuleType,
    asks: tuple[Ask, ...],
    files: dict[str, tuple[Ask, Got]],
    fetch: Callable[[Ask], Got],
) -> int:
    """Get all answers, page after page, and note them in `files`; gives how many did not exist."""
    gaps = 0
    waiting = list(asks)
    hosts = {urlsplit(ask.url).hostname for ask in asks}
    while waiting:
        ask = waiting.pop(0)
        if ask.file in files or len(files) >= _MOST_PAGES or urlsplit(ask.url).hostname not in hosts:
            raise OutsideFailed(
                f"{module.SOURCE.name} pages in circles, without end or elsewhere: {where(_get(ask))} after "
                f"{len(files)} answers",
                hint="report it; import a file instead",
            )
        try:
            got = fetch(ask)
        except NotThere:
            if not ask.gap:
                raise
            gaps += 1
            continue
        files[ask.file] = (ask, got)
        if hasattr(module, "follow"):
            further = module.follow(ask, got.path.read_bytes())
            waiting[:0] = [further] if further else []
    if not files:
        raise NotThere(f"{module.SOURCE.name} has none of the {gaps} files asked for", hint="ask for another span")
    return gaps


def _get(ask: Ask) -> Get:
    return Get(
        url=ask.url, file=ask.file, media=ask.media, params=ask.params, key_as=ask.key_as, largest=ask.largest,
        hosts=ask.hosts, sha256=ask.sha256,
    )  # fmt: skip


def _taken(came: dict[str, tuple[Ask, Got]], draft: Draft) -> tuple[RawFile, ...]:
    """Move what came into the draft."""
    found = []
    for _, got in came.values():
        moved(got.path, draft.raw / got.file)
        raw = RawFile(
            file=got.file, media=got.media, size=got.size, sha256=got.sha256, url=got.url, params=got.params,
            validator=got.validator,
        )  # fmt: skip
        found.append(raw)
    return tuple(found)


def _copied(path: Path, draft: Draft) -> RawFile:
    """A user's file, copied into the draft under its own name."""
    if not path.name.isprintable():
        raise Misused(
            f"the file name {path.name[:80]!a} cannot be printed", hint="rename the file in plain letters, as UTF-8"
        )
    media = unpack.media_of(path.name)
    if not media:
        raise Misused(
            f"{path.name} has an ending that says nothing of its form",
            hint="use .csv, .tsv, .json, .jsonl, .xml, .xlsx, .txt, one of them with .gz, or .zip",
        )
    if not path.is_file():
        raise OutsideFailed(f"there is no file {path}", hint="check the path")
    size = path.stat().st_size
    if size == 0 or size > _LARGEST_GIVEN:
        raise OutsideFailed(f"{path.name} has {size:,} bytes", hint="give a file with rows, below 2 GiB")
    to = draft.raw / path.name
    if to.exists():
        raise Misused(f"{path.name} is given twice", hint="give each file once, each with a name of its own")
    digest = _copy(path, to)
    return RawFile(file=path.name, media=media, size=size, sha256=digest)


def _copy(path: Path, to: Path) -> str:
    """Copy a file; gives the SHA-256 of the copy. What fails is blamed on the side where it failed."""
    try:
        given = path.open("rb")
    except OSError as error:
        raise OutsideFailed(f"{path} cannot be read: {error.strerror}", hint="check the path and its rights") from error
    with given:
        try:
            with to.open("xb") as stream:
                shutil.copyfileobj(given, stream)
            with to.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            raise disk_failed(to, error) from error


def _opened(draft: Draft, file: RawFile, ask: Ask | None = None) -> Iterator[File]:
    """The files to read out of one kept answer, or of one that the user gave."""
    most = ask.largest if ask else _LARGEST_GIVEN
    patterns = ask.members if ask else ()
    for one in unpack.members(draft.raw / file.file, file.file, file.media, largest=most, patterns=patterns):
        yield File(name=one.name, body=one.body, media=one.media)  # type: ignore[arg-type]


def _sheet(source: Source, draft: Draft, scope: Wish, setting: Setting) -> Sheet:
    """What can be said of the vintage before its files are there."""
    now = clock.now()
    if setting.known_on and setting.known_on > now.date():
        raise Misused(f"{setting.known_on} is yet to come", hint="nothing is known before it is here")
    # A day that is stated counts to its end: what was released in its course was not known at its beginning.
    stated = datetime.combine(setting.known_on, time(23, 59, 59), tzinfo=UTC) if setting.known_on else now
    return Sheet(
        source=source.name,
        name=draft.name,
        dataset="",
        version=scope.version,
        how="fetched",
        known_at=min(stated, now),
        came_at=now,
        stated=setting.known_on is not None,
        licence=source.licence,
        shareable=source.shareable,
        files=(),
        since=scope.since,
        until=scope.until,
        states=scope.states,
        reader=__version__,
        ahead=source.ahead,
        adds=source.adds,
    )


def _slug(path: Path) -> str:
    words = "".join(sign if sign.isalnum() and sign.isascii() else "_" for sign in path.name.split(".")[0].lower())
    return words.strip("_") or "data"
