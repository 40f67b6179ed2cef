"""A provider on this machine: answers each path as it is told, and fails in the ways that providers fail."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer.

    cut     bytes after which the connection ends, though more were promised
    longer  bytes promised beyond those there are
    drip    seconds between single bytes
    ranges  whether a part may be asked for
    """

    body: bytes = b""
    status: int = 200
    media: str = "text/csv"
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = '"one"'
    cut: int | None = None
    longer: int = 0
    drip: float = 0.0
    ranges: bool = True
    unsized: bool = False


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


class Provider:
    """Answers by path, in order; the last one stays. What is in `in_turn` is answered first, whatever is asked for."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.in_turn: list[Answer] = []
        self.seen: list[Request] = []
        self.address = ""

    def on(self, path: str, *answers: Answer) -> None:
        self.answers[path] = list(answers)

    def next(self, request: Request) -> Answer:
        self.seen.append(request)
        if self.in_turn:
            return self.in_turn.pop(0)
        held = self.answers.get(request.path, [Answer(status=404, body=b"not here", media="text/plain")])
        return held.pop(0) if len(held) > 1 else held[0]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    provider: Provider

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        request = Request(path=parts.path, query=dict(parse_qsl(parts.query)), headers=dict(self.headers))
        answer = self.provider.next(request)
        body, status, start = answer.body, answer.status, 0
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if asked and answer.ranges and status == 200 and self.headers.get("If-Range") == answer.etag:
            start, status = int(asked[1]), 206
        if answer.etag and self.headers.get("If-None-Match") == answer.etag and status == 200:
            body, status = b"", 304
        self.send_response(status)
        if answer.media:
            self.send_header("Content-Type", answer.media)
        if answer.etag:
            self.send_header("ETag", answer.etag)
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if not answer.unsized:
            self.send_header("Content-Length", str(len(body) - start + answer.longer))
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        with contextlib.suppress(ConnectionError):
            self._send(body[start : answer.cut], answer.drip)

    def _send(self, body: bytes, drip: float) -> None:
        if not drip:
            self.wfile.write(body)
            return
        for at in range(len(body)):
            self.wfile.write(body[at : at + 1])
            self.wfile.flush()
            time.sleep(drip)


@contextlib.contextmanager
def running() -> Iterator[Provider]:
    """A provider that runs until the block ends."""
    provider = Provider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
