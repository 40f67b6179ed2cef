"""Whether bytes are what was asked for: a sign-in page with status 200 is no dataset."""

from __future__ import annotations

from comity.kernel.errors import OutsideFailed

_ZIP = b"PK\x03\x04"
_MARK = b"\xef\xbb\xbf"
# Enough to see what a body is; a real one that is shorter is seen whole.
LOOK = 512


def check_declared(said: str, media: str, where: str) -> None:
    """Nothing, unless the Content-Type says HTML; raises OutsideFailed. Providers are careless with all other types."""
    if said.split(";", maxsplit=1)[0].strip().lower() in ("text/html", "application/xhtml+xml"):
        raise refusal("a page in HTML", media, where)


def check_begin(begin: bytes, media: str, where: str) -> None:
    """Nothing, if a body that begins so can be of that medium; raises OutsideFailed."""
    bare = begin.removeprefix(_MARK).lstrip()
    page = bare[:200].lower()
    if page.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")):
        raise refusal("a page in HTML", media, where)
    if media in ("zip", "xlsx"):
        if not begin.startswith(_ZIP):
            raise refusal("no archive", media, where)
    elif media in ("json", "jsonl"):
        if not bare.startswith((b"{", b"[")):
            raise refusal("no JSON", media, where)
    elif media == "xml":
        if not bare.startswith(b"<"):
            raise refusal("no XML", media, where)
    elif b"\x00" in begin or begin.startswith((_ZIP, b"\x1f\x8b", b"%PDF")):
        raise refusal("binary", media, where)
    elif media in ("csv", "tsv") and bare.startswith((b"<?xml", b"{")):
        raise refusal("XML or JSON", media, where)


def refusal(found: str, media: str, where: str) -> OutsideFailed:
    """The error for a body that is something else than was asked for."""
    return OutsideFailed(
        f"{where} answered with {found}, not with {media}; nothing was kept",
        hint="a sign-in page, a portal of the network or an error page is in between; try the address in a browser",
    )
