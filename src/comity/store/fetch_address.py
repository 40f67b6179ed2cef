"""Where a request goes: to the provider or a mirror, with the key where it belongs, and to which redirects may lead."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urljoin, urlsplit

import msgspec

from comity.kernel.errors import Misused, OutsideFailed


class Get(msgspec.Struct, frozen=True, kw_only=True):
    """One request as the fetcher takes it.

    url      without secrets; `params` are the query
    file     name under which the answer is kept
    media    csv, tsv, json, jsonl, xml, xlsx, zip or text: what the body must be
    key_as   where the key goes: "Authorization" as a bearer token, another name with a dash as a header of that name,
             a name without one as a query parameter; empty for none
    largest  most bytes of the body
    hosts    hosts besides the one of the url that it may redirect to
    sha256   digest the body must have, in hex; empty where none is known
    """

    url: str
    file: str
    media: str
    params: tuple[tuple[str, str], ...] = ()
    key_as: str = ""
    largest: int = 512 * 1024 * 1024
    hosts: tuple[str, ...] = ()
    sha256: str = ""


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """One request as it goes out: an address, and the key where it may be shown."""

    url: str
    params: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]


def where(get: Get) -> str:
    """Host and path of a request, for messages: the query is left out, since a key may stand in it."""
    parts = urlsplit(get.url)
    return f"{parts.hostname}{parts.path}"


def check_mirror(mirror: str) -> str:
    """The address of a mirror without its last slash; raises Misused unless it is https, or http on this machine."""
    try:
        parts = urlsplit(mirror.strip())
        named = bool(parts.hostname) and (parts.port or True)
    except ValueError:
        parts, named = SplitResult("", "", "", "", ""), False
    safe = parts.scheme == "https" or (parts.scheme == "http" and _loopback(parts.hostname or ""))
    if not named or not safe or parts.query or parts.fragment or parts.username:
        raise Misused(
            f"the mirror {mirror[:80]!r} is no address to fetch from",
            hint="write https://host/path, without a query; http is taken on this machine only",
        )
    return mirror.strip().rstrip("/")


def first(get: Get, *, mirror: str, key: str) -> Target:
    """Where the request goes first. A mirror holds each provider's files below the provider's host name, and never
    sees a key.

    raises  OutsideFailed for an address that is not https with a host name
    """
    parts = urlsplit(get.url)
    if parts.scheme != "https" or not parts.hostname or parts.username or _address(parts.hostname):
        raise OutsideFailed(f"{where(get)} is not fetched: not https with a host name", hint="report it: our fault")
    if mirror:
        return Target(url=f"{mirror}/{parts.hostname}{parts.path}", params=get.params, headers=())
    return _keyed(get, get.url, get.params, key)


def next_one(get: Get, here: str, location: str, *, mirror: str, key: str) -> Target:
    """Where a redirect leads; raises OutsideFailed for another host, another scheme, or credentials in the address."""
    try:
        there = urljoin(here, location)
        old, new = urlsplit(here), urlsplit(there)
        ports = (old.port, new.port)
    except ValueError:
        raise _led_away(get, location) from None
    same = (old.scheme, old.hostname, ports[0]) == (new.scheme, new.hostname, ports[1])
    listed = new.scheme == "https" and new.hostname in get.hosts and ports[1] in (None, 443) and not mirror
    if new.username or not (same or listed):
        raise _led_away(get, location)
    if same and not mirror:
        return _keyed(get, there, (), key)
    return Target(url=there, params=(), headers=())


def _led_away(get: Get, location: str) -> OutsideFailed:
    # The path and query of the new address may hold anything; the host is what the user has to know.
    try:
        host = urlsplit(location).netloc.rpartition("@")[2][:80]
    except ValueError:
        host = ""
    host = host or "an address that cannot be read"
    return OutsideFailed(
        f"{where(get)} redirects to {host}, which is not followed",
        hint="a sign-in page or a portal of the network may be in between; try in a browser, then import the file",
    )


def _keyed(get: Get, url: str, params: tuple[tuple[str, str], ...], key: str) -> Target:
    if not key or not get.key_as:
        return Target(url=url, params=params, headers=())
    if get.key_as.lower() == "authorization":
        return Target(url=url, params=params, headers=((get.key_as, f"Bearer {key}"),))
    if "-" in get.key_as:
        return Target(url=url, params=params, headers=((get.key_as, key),))
    return Target(url=url, params=(*params, (get.key_as, key)), headers=())


def _address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _loopback(host: str) -> bool:
    return host == "localhost" or (_address(host) and ip_address(host).is_loopback)
