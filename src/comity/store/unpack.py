"""Archives unpacked in memory under limits: nothing is ever written under a name that an archive chose."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

import msgspec

from comity.kernel.errors import OutsideFailed
from comity.store.faults import disk_failed

# Text of events packs to a twentieth; the densest zip that is no trick stays far below this (DEFLATE ends at 1032).
MOST_RATIO = 200
# Below this size a ratio says nothing: a short file of the same few words packs as densely as it likes.
_SMALL = 16 * 1024 * 1024
_MOST_MEMBERS = 200
_STEP = 1024 * 1024
_MEDIA = {
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".xml": "xml", ".txt": "text",
}  # fmt: skip
# What begins so is an archive itself; so many layers are never needed, and are how bombs are built.
_NESTED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")

# What the zipfile module raises for damaged archives, besides its own error; RuntimeError is a password's.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError,
    ValueError, IndexError, KeyError, OverflowError,
)  # fmt: skip


class BadArchive(OutsideFailed):
    """An archive that is damaged, or that is not unpacked for safety."""


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One file out of an archive, or a file that was none: name without folders, medium, bytes."""

    name: str
    media: str
    body: bytes


def media_of(name: str) -> str:
    """The medium that a file's ending stands for: csv, tsv, json, jsonl, xml, text, xlsx, zip; empty where unknown."""
    ending = PurePosixPath(name.lower().removesuffix(".gz")).suffix
    return {".xlsx": "xlsx", ".zip": "zip"}.get(ending) or _MEDIA.get(ending, "")


def members(path: Path, name: str, media: str, *, largest: int, patterns: tuple[str, ...] = ()) -> Iterator[Member]:
    """The files to read out of a kept answer: the members of a zip in order of name, one unpacked gzip, or the body.

    largest   most bytes of all that is unpacked, together
    patterns  names of members wanted, such as *.csv; where empty, all with an ending we know
    raises    BadArchive for a bomb, a nested archive, a name that leads elsewhere, a link, a password, damage
    """
    try:
        with path.open("rb") as stream:
            begin = stream.read(4)
        if media == "zip":
            yield from _zipped(path, name, largest, patterns)
            return
        if media == "xlsx":
            _check_workbook(path, name, largest)
        packed = begin.startswith(b"\x1f\x8b")
        body = _gunzip(path, name, largest) if packed else path.read_bytes()
        yield Member(name=name.removesuffix(".gz") if packed else name, media=media, body=body)
    except OSError as error:
        raise disk_failed(path, error) from error


def ungzip(path: Path, largest: int, name: str) -> None:
    """Put the unpacked bytes in place of a gzip file; raises BadArchive as `members` does."""
    body = _gunzip(path, name, largest)
    path.write_bytes(body)


def _zipped(path: Path, name: str, largest: int, patterns: tuple[str, ...]) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(path) as archive:
            wanted = _wanted(archive, name, largest, patterns)
            room = largest
            for info in wanted:
                body = _read(archive, info, name, room)
                room -= len(body)
                if body.startswith(_NESTED):
                    raise _refused(name, f"{_shown(info)} is an archive itself")
                yield Member(name=PurePosixPath(info.filename).name, media=media_of(info.filename) or "text", body=body)
    except _DAMAGE as error:
        raise BadArchive(
            f"{name} is a damaged archive: {type(error).__name__}", hint="fetch it again, or import an unpacked file"
        ) from error


def _wanted(archive: zipfile.ZipFile, name: str, largest: int, patterns: tuple[str, ...]) -> list[zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > _MOST_MEMBERS:
        raise _refused(name, f"it holds {len(infos):,} members")
    for info in infos:
        _check_member(info, name)
    # Sizes here are what the archive says of itself: they can refuse it early, but are not trusted when reading.
    if sum(info.file_size for info in infos) > largest:
        raise _refused(name, f"it says that it unpacks to more than {largest:,} bytes")
    files = sorted((info for info in infos if not info.is_dir()), key=lambda info: info.filename)
    if patterns:
        files = [info for info in files if any(fnmatch(PurePosixPath(info.filename).name, one) for one in patterns)]
    else:
        files = [info for info in files if media_of(info.filename) in _MEDIA.values()]
    if not files:
        raise _refused(name, f"it holds no {' or '.join(patterns) or 'file that can be read'}")
    return files


def _check_member(info: zipfile.ZipInfo, name: str) -> None:
    if not info.filename:
        raise _refused(name, "a member has no name")
    parts = PurePosixPath(info.filename).parts
    if info.filename.startswith("/") or ".." in parts or "\\" in info.filename or ":" in info.filename:
        raise _refused(name, f"the name {_shown(info)} leads out of it")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise _refused(name, f"{_shown(info)} is a link")
    if info.flag_bits & 0x1:
        raise _refused(name, f"{_shown(info)} needs a password")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, room: int) -> bytes:
    body = bytearray()
    with archive.open(info) as stream:
        while piece := stream.read(_STEP):
            body += piece
            _check_growth(len(body), info.compress_size, name, room)
    return bytes(body)


def _check_growth(size: int, packed: int, name: str, room: int) -> None:
    if size > room:
        raise _refused(name, "it unpacks to more bytes than it may have")
    if size > _SMALL and size > MOST_RATIO * max(1, packed):
        raise _refused(name, f"it unpacks to more than {MOST_RATIO} times its size")


def _check_workbook(path: Path, name: str, largest: int) -> None:
    """A workbook is a zip that the reader unpacks itself, so its members are unpacked here once, and dropped."""
    try:
        with zipfile.ZipFile(path) as archive:
            room = largest
            for info in _wanted(archive, name, largest, ("*",)):
                room -= len(_read(archive, info, name, room))
    except _DAMAGE as error:
        raise BadArchive(f"{name} is a damaged workbook", hint="fetch or save it again") from error


def _gunzip(path: Path, name: str, largest: int) -> bytes:
    packed = path.read_bytes()
    # 31: a gzip header and the largest window (zlib manual, inflateInit2).
    engine = zlib.decompressobj(31)
    body = bytearray()
    try:
        rest = packed
        while rest and not engine.eof:
            body += engine.decompress(rest, _STEP)
            rest = engine.unconsumed_tail
            _check_growth(len(body), len(packed), name, largest)
        body += engine.flush()
    except zlib.error as error:
        raise BadArchive(f"{name} is a damaged gzip file", hint="fetch it again") from error
    if not engine.eof or engine.unused_data:
        raise BadArchive(f"{name} is cut short, or holds more than one gzip file", hint="fetch it again")
    if bytes(body[:8]).startswith(_NESTED):
        raise _refused(name, "it is an archive in an archive")
    return bytes(body)


def _shown(info: zipfile.ZipInfo) -> str:
    return repr(info.filename[:60])


def _refused(name: str, why: str) -> BadArchive:
    return BadArchive(f"{name} is not unpacked: {why}", hint="fetch it again; if it stays so, ask the provider")
