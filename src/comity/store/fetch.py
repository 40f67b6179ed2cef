"""The one fetcher: asks, waits, resumes, checks. It gives a whole answer as a file, or an error; nothing in between."""

from __future__ import annotations

import contextlib
import hashlib
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import IO, Any

import msgspec

from comity.kernel.errors import OutsideFailed
from comity.kernel.progress import Progress, silent
from comity.store import clock
from comity.store.faults import disk_failed
from comity.store.fetch_address import Get, Target, first, next_one, where
from comity.store.fetch_media import LOOK, check_begin, check_declared
from comity.store.fetch_part import Called, Part, too_large
from comity.store.unpack import ungzip

_MOST_REDIRECTS = 5
_PART = 206
_SHORTEST_KEY = 8
# Answers after which the same request may succeed later (RFC 9110, 15.5 and 15.6; RFC 6585).
_LATER = {408, 425, 429, 500, 502, 503, 504}


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How patient the fetcher is. Times in seconds.

    tries    attempts in a row without a new byte before it gives up
    most     attempts in all
    slowest  bytes a second, averaged over `window_s`, below which an answer counts as cut
    longest  longest wait for one further attempt, whatever the server asks for
    """

    tries: int = 5
    most: int = 50
    connect_s: float = 10.0
    silence_s: float = 30.0
    window_s: float = 30.0
    slowest: int = 200
    first_wait_s: float = 1.0
    longest_s: float = 120.0


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """How the fetcher reaches the world.

    key        the user's own key, shown to the provider's host only
    mirror     address that stands in for all providers; see fetch_address
    agent      as whom it introduces itself
    transport  an httpx transport instead of the network, for tests
    """

    key: str = ""
    mirror: str = ""
    agent: str = "comity"
    limits: Limits = Limits()
    progress: Progress = silent
    wait: Callable[[float], None] = clock.wait
    transport: Any = None


class Got(msgspec.Struct, frozen=True, kw_only=True):
    """A whole answer: where its bytes are, and what is known of it. The caller moves or drops the file."""

    path: Path
    url: str
    params: tuple[tuple[str, str], ...]
    file: str
    media: str
    size: int
    sha256: str
    validator: str
    at: datetime


class NotThere(OutsideFailed):
    """The provider has nothing at that address (status 404 or 410)."""


class _Cut(Exception):  # noqa: N818 - it says what happened
    """The answer did not come, or not whole; it may the next time."""

    def __init__(self, words: str, wait_s: float | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.wait_s = wait_s


Fetch = Callable[[Get, Path], Got]


@contextlib.contextmanager
def fetcher(line: Line) -> Iterator[Fetch]:
    """What fetches one request after another over the same connections: fetch(get, folder) gives a whole answer.

    Its bytes stand below `folder`, where cut ones wait to be continued.

    raises  OutsideFailed where httpx is not installed; fetch raises it too: no network, an error of the provider, too
            large, another medium, a wrong length or digest
    """
    with _client(line) as client:
        yield lambda get, folder: _fetched(client, get, folder, line)


def _fetched(client: Any, get: Get, folder: Path, line: Line) -> Got:
    said = hashlib.sha256(msgspec.json.encode([get.url, get.params, get.media, get.file])).hexdigest()
    part = Part(folder, said)
    failed = 0
    for _ in range(line.limits.most):
        held = part.size
        try:
            _attempt(client, get, part, line)
            break
        except _Cut as cut:
            # Progress starts the count anew: a long file over a bad line arrives at last.
            failed = 1 if part.size > held else failed + 1
            if failed >= line.limits.tries:
                kept = f"; {part.size:,} bytes wait to be continued" if part.size else ""
                raise OutsideFailed(
                    f"{where(get)} failed {failed} times, last: {cut.words}{kept}",
                    hint="try again later: what has come is not fetched again; or import a file at hand",
                ) from None
            line.wait(_pause(cut, failed, get, line.limits))
    else:
        raise OutsideFailed(
            f"{where(get)} was cut {line.limits.most} times", hint="try again later: what has come is not fetched again"
        )
    # A shorter word than any key would be found in honest data too.
    if get.key_as and len(line.key) >= _SHORTEST_KEY and part.holds(line.key.encode()):
        part.drop()
        raise OutsideFailed(
            f"{where(get)} repeats your key in its answer; nothing was kept",
            hint="ask the provider for a new key, and tell them; or import a file at hand",
        )
    return _checked(get, part)


def _httpx() -> Any:
    try:
        import httpx
    except ImportError as error:
        raise OutsideFailed(
            "fetching needs httpx, which is not installed", hint='pip install "comity[sources]", or import a file'
        ) from error
    # These loggers write whole addresses, and a key may stand in the query of one.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx


def _client(line: Line) -> Any:
    httpx = _httpx()
    limits = line.limits
    return httpx.Client(
        timeout=httpx.Timeout(limits.silence_s, connect=limits.connect_s),
        follow_redirects=False,
        verify=_trust(),
        transport=line.transport,
        # Lengths and ranges count bytes of the file itself, so it must come uncompressed.
        headers={"User-Agent": line.agent, "Accept-Encoding": "identity", "Accept": "*/*"},
    )


@cache
def _trust() -> Any:
    """Whom we trust to vouch for a host; made once, since reading all certificates takes as long as a request."""
    return _httpx().create_ssl_context()


def _attempt(client: Any, get: Get, part: Part, line: Line) -> None:
    """Bring in what is still missing; raises _Cut where a further attempt may help, OutsideFailed where not."""
    httpx = _httpx()
    target = first(get, mirror=line.mirror, key=line.key)
    try:
        for _ in range(_MOST_REDIRECTS + 1):
            url = httpx.URL(target.url).copy_merge_params(list(target.params))
            with client.stream("GET", url, headers=_headers(target, part)) as answer:
                if answer.has_redirect_location:
                    here, location = str(answer.url), answer.headers["Location"]
                    target = next_one(get, here, location, mirror=line.mirror, key=line.key)
                    continue
                _take(answer, get, part, line)
                return
    except httpx.TimeoutException as error:
        raise _Cut(f"no answer in time ({type(error).__name__})") from None
    except (httpx.TransportError, httpx.InvalidURL) as error:
        # Only the kind of error is said: its words may hold the whole address, with the key.
        raise _Cut(f"the connection failed ({type(error).__name__})") from None
    raise OutsideFailed(f"{where(get)} redirects without end", hint="try the address in a browser")


def _headers(target: Target, part: Part) -> dict[str, str]:
    return dict(target.headers) | part.asked()


def _take(answer: Any, get: Get, part: Part, line: Line) -> None:
    status = answer.status_code
    if status in _LATER:
        raise _Cut(f"status {status}", _asked_to_wait(answer.headers.get("Retry-After", "")))
    if status == 304 and part.whole:
        return
    if status == 416:
        part.drop()
        raise _Cut("the provider cannot continue the file; it starts again")
    if status not in (200, _PART):
        raise _turned_down(status, get)
    check_declared(answer.headers.get("Content-Type", ""), get.media, where(get))
    if status == _PART:
        _check_range(answer.headers.get("Content-Range", ""), part)
        stream = part.go_on()
    else:
        called = _called(answer.headers, get, part)
        if called.total is not None and called.total > get.largest:
            raise too_large(where(get), get.largest)
        stream = part.start(called)
    with stream:
        _pour(answer, stream, get, part, line)
    total = part.called.total if part.called else None
    size = part.path.stat().st_size
    if total is not None and size != total:
        if size > total:
            part.drop()
        raise _Cut(f"{size:,} of {total:,} bytes came")


def _pour(answer: Any, stream: IO[bytes], get: Get, part: Part, line: Line) -> None:
    """Write the body as it comes, watching its size, its speed and how it begins."""
    size, limits = stream.tell(), line.limits
    total = part.called.total if part.called else None
    encoded = bool(part.called and part.called.encoding)
    begin = part.begin(LOOK) if size else b""
    looked = encoded or len(begin) >= LOOK
    since, seen = clock.steady(), size
    try:
        for chunk in answer.iter_raw():
            begin = begin if looked else begin + chunk[:LOOK]
            if not looked and len(begin) >= LOOK:
                check_begin(begin, get.media, where(get))
                looked = True
            size += len(chunk)
            if size > get.largest:
                raise too_large(where(get), get.largest)
            stream.write(chunk)
            line.progress(f"{get.file}: {size / 1e6:,.1f} MB", size / total if total else 0.0)
            passed = clock.steady() - since
            if passed > limits.window_s:
                if size - seen < limits.slowest * passed:
                    raise _Cut(f"slower than {limits.slowest} bytes a second")
                since, seen = clock.steady(), size
        if not looked:
            check_begin(begin, get.media, where(get))
    except OutsideFailed:
        part.drop()
        raise
    except OSError as error:
        raise disk_failed(part.path, error) from error


def _called(headers: Any, get: Get, part: Part) -> Called:
    encoding = headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip"):
        raise OutsideFailed(f"{where(get)} comes in the encoding {encoding[:20]!r}", hint="import the file instead")
    length = headers.get("Content-Length", "")
    if not length.isdigit() and headers.get("Transfer-Encoding", "").lower() != "chunked":
        raise OutsideFailed(
            f"{where(get)} does not say how long its answer is, so a cut could not be seen",
            hint="fetch it with a browser, compare its size, and import the file",
        )
    tag = headers.get("ETag", "")
    # Weak tags name meaning, not bytes; they cannot be used to continue (RFC 9110, 13.1.5).
    validator = tag if tag.startswith('"') else headers.get("Last-Modified", "")
    return Called(
        request=part.request,
        validator=validator,
        total=int(length) if length.isdigit() else None,
        encoding="gzip" if "gzip" in encoding else "",
    )


def _check_range(said: str, part: Part) -> None:
    """Nothing, if the rest that comes begins where we stopped and belongs to the same whole; raises _Cut."""
    total = part.called.total if part.called else None
    span, _, whole = said.removeprefix("bytes ").partition("/")
    begins = span.partition("-")[0]
    if not part.size or begins != str(part.size) or (total is not None and whole not in (str(total), "*")):
        part.drop()
        raise _Cut("the rest of the file does not fit what has come; it starts again")


def _turned_down(status: int, get: Get) -> OutsideFailed:
    if status in (401, 403):
        hint = "check the key" if get.key_as else "the provider may block this network; fetch with a browser and import"
    elif status in (404, 410):
        hint = "the release may not be out yet or have another name; see the provider's page, then give --version"
        return NotThere(f"{where(get)} answered with status {status}", hint=hint)
    else:
        hint = "see the provider's page; or import a file at hand"
    return OutsideFailed(f"{where(get)} answered with status {status}", hint=hint)


def _asked_to_wait(said: str) -> float | None:
    """Seconds that a Retry-After asks for, in either of its forms; None where it says nothing readable."""
    if said.strip().isdigit():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - clock.now()).total_seconds())


def _pause(cut: _Cut, failed: int, get: Get, limits: Limits) -> float:
    if cut.wait_s is None:
        return clock.uneven(min(limits.longest_s, limits.first_wait_s * 2.0 ** (failed - 1)))
    if cut.wait_s > limits.longest_s:
        raise OutsideFailed(
            f"{where(get)} asks to come back in {cut.wait_s:,.0f} seconds ({cut.words})",
            hint="fetch again after that; a quota of the provider may be used up",
        ) from None
    return cut.wait_s


def _checked(get: Get, part: Part) -> Got:
    called = part.called
    if called and called.encoding:
        try:
            ungzip(part.path, get.largest, where(get))
            with part.path.open("rb") as stream:
                check_begin(stream.read(LOOK), get.media, where(get))
        except OutsideFailed:
            part.drop()
            raise
    size, digest = part.path.stat().st_size, part.digest()
    if size == 0 or (get.sha256 and digest != get.sha256.lower()):
        part.drop()
        said = "an empty answer" if size == 0 else f"bytes whose SHA-256 is {digest[:16]}..., not the published one"
        raise OutsideFailed(f"{where(get)} gave {said}; nothing was kept", hint="fetch again; see the provider's page")
    part.close()
    return Got(
        path=part.path,
        url=get.url,
        params=get.params,
        file=get.file,
        media=get.media,
        size=size,
        sha256=digest,
        validator=called.validator if called else "",
        at=clock.now(),
    )
