"""The key goes where it belongs and nowhere else; what is no answer is no file. Failures: tests/journeys."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from comity.kernel.errors import OutsideFailed
from comity.store.fetch import Got, Limits, Line, fetcher
from comity.store.fetch_address import Get

Handler = Callable[[httpx.Request], httpx.Response]
GET = Get(url="https://data.example/events", file="events.csv", media="csv", params=(("page", "1"),))
KEY = "hush-hush"
BODY = b"id,best\n1,2\n"


def got(handler: Handler, tmp_path: Path, get: Get = GET, *, key: str = KEY) -> Got:
    waits: list[float] = []
    line = Line(key=key, limits=Limits(tries=2), wait=waits.append, transport=httpx.MockTransport(handler))
    with fetcher(line) as fetch:
        return fetch(get, tmp_path)


def answered(body: bytes = BODY) -> httpx.Response:
    """An answer whose body has not been read yet, as one off the network."""
    return httpx.Response(200, headers={"Content-Length": str(len(body))}, stream=httpx.ByteStream(body))


def keyed(key_as: str) -> Get:
    return Get(url=GET.url, file=GET.file, media="csv", params=GET.params, key_as=key_as)


@pytest.mark.parametrize(
    ("key_as", "header", "value"),
    [("x-access-token", "x-access-token", KEY), ("Authorization", "authorization", f"Bearer {KEY}")],
)
def test_a_key_goes_as_a_header(key_as: str, header: str, value: str, tmp_path: Path) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answered()

    got(answer, tmp_path, keyed(key_as))
    assert seen[0].headers[header] == value
    assert KEY not in str(seen[0].url)


def test_a_key_goes_as_a_parameter_and_is_not_kept(tmp_path: Path) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answered()

    found = got(answer, tmp_path, keyed("apikey"))
    assert seen[0].url.params["apikey"] == KEY
    assert KEY not in repr(found)
    assert all(KEY.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_an_answer_that_repeats_the_key_is_not_kept(tmp_path: Path) -> None:
    body = b"id,best\n1," + b"x" * (1024 * 1024 - 14) + KEY.encode() + b"\n"
    with pytest.raises(OutsideFailed, match="repeats your key") as caught:
        got(lambda _: answered(body), tmp_path, keyed("x-access-token"))
    assert KEY not in caught.value.diagnostics()
    assert list(tmp_path.iterdir()) == []


def test_a_request_that_needs_no_key_carries_none(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert KEY not in repr(request.headers)
        assert KEY not in str(request.url)
        return answered()

    assert got(answer, tmp_path).size == len(BODY)


@pytest.mark.parametrize("status", [401, 403, 404, 500])
@pytest.mark.parametrize("key_as", ["apikey", "Authorization"])
def test_no_error_holds_the_key(status: int, key_as: str, tmp_path: Path) -> None:
    with pytest.raises(OutsideFailed) as caught:
        got(lambda _: httpx.Response(status, content=b"no"), tmp_path, keyed(key_as))
    assert KEY not in caught.value.diagnostics()


def test_no_error_of_the_network_holds_the_key(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"cannot reach {request.url}", request=request)

    with pytest.raises(OutsideFailed) as caught:
        got(answer, tmp_path, keyed("apikey"))
    assert KEY not in caught.value.diagnostics()
    assert caught.value.__suppress_context__


def test_a_listed_host_is_followed_to_without_the_key(tmp_path: Path) -> None:
    get = Get(url=GET.url, file="a", media="csv", key_as="x-token", hosts=("files.example",))

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "data.example":
            return httpx.Response(302, headers={"Location": "https://files.example/a.csv"})
        assert "x-token" not in request.headers
        return answered()

    assert got(answer, tmp_path, get).size == len(BODY)


def test_a_redirect_keeps_its_own_query_beside_the_key(tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if "signed" not in request.url.params:
            return httpx.Response(302, headers={"Location": "/events?signed=1&page=2"})
        assert dict(request.url.params) == {"signed": "1", "page": "2", "apikey": KEY}
        return answered()

    assert got(answer, tmp_path, keyed("apikey")).size == len(BODY)


def test_a_part_that_nobody_asked_for_is_no_answer(tmp_path: Path) -> None:
    headers = {"Content-Range": "bytes 0-3/100", "Content-Length": "4"}
    with pytest.raises(OutsideFailed, match="does not fit"):
        got(lambda _: httpx.Response(206, headers=headers, stream=httpx.ByteStream(BODY[:4])), tmp_path)


@pytest.mark.parametrize(
    "to",
    [
        "http://data.example/a.csv", "https://other.example/a.csv", "https://files.example:8443/a.csv",
        "https://user@data.example/a.csv", "//other.example/a.csv", "https://[bad/", "ftp://data.example/a",
    ],
)  # fmt: skip
def test_no_redirect_leads_elsewhere(to: str, tmp_path: Path) -> None:
    get = Get(url=GET.url, file="a", media="csv", hosts=("files.example",))
    with pytest.raises(OutsideFailed, match=r"is not followed|connection failed"):
        got(lambda _: httpx.Response(302, headers={"Location": to}), tmp_path, get)


@pytest.mark.parametrize(
    "url", ["http://data.example/a", "https://10.0.0.1/a", "https://u:p@data.example/a", "file:///etc/passwd"]
)
def test_only_https_with_a_host_name_is_asked(url: str, tmp_path: Path) -> None:
    with pytest.raises(OutsideFailed, match="not https with a host name"):
        got(lambda _: answered(), tmp_path, Get(url=url, file="a", media="csv"))


def test_a_published_digest_is_checked(tmp_path: Path) -> None:
    get = Get(url=GET.url, file="a", media="csv", sha256="0" * 64)
    with pytest.raises(OutsideFailed, match="not the published one"):
        got(lambda _: answered(), tmp_path, get)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("csv", b"PK\x03\x04"), ("csv", b"{}"), ("csv", b"a\x00b"), ("json", b"id,best"), ("xml", b"id"),
        ("zip", b"id,best"), ("json", b"  <html>"), ("text", b"%PDF-1.7"), ("csv", b"\xef\xbb\xbf<!doctype HTML>"),
    ],
)  # fmt: skip
def test_another_medium_is_refused(media: str, body: bytes, tmp_path: Path) -> None:
    with pytest.raises(OutsideFailed, match="nothing was kept"):
        got(lambda _: answered(body), tmp_path, Get(url=GET.url, file="a", media=media))
    assert not list(tmp_path.glob("*.part"))


def test_an_encoding_we_do_not_know_is_refused(tmp_path: Path) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": "br"}, stream=httpx.ByteStream(BODY))

    with pytest.raises(OutsideFailed, match="encoding 'br'"):
        got(answer, tmp_path)


def test_without_httpx_the_way_to_install_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(OutsideFailed, match="not installed") as caught:
        got(lambda _: httpx.Response(200), tmp_path)
    assert 'pip install "comity[sources]"' in caught.value.hint


def test_waits_grow_and_end(tmp_path: Path) -> None:
    waits: list[float] = []
    line = Line(limits=Limits(tries=5), wait=waits.append, transport=httpx.MockTransport(lambda _: httpx.Response(502)))
    with fetcher(line) as fetch, pytest.raises(OutsideFailed, match="failed 5 times"):
        fetch(GET, tmp_path)
    assert [low <= wait <= 2 * low for low, wait in zip((0.5, 1, 2, 4), waits, strict=True)] == [True] * 4
