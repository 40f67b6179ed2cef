"""What every provider module gives: a sheet about it, the requests to make, and a reader of the bytes that come back.

A provider module has
    SOURCE: Source                                      what it is and on which terms it may be used
    asks(wish: Wish) -> tuple[Ask, ...]                 the first requests for a wish
    follow(ask: Ask, answer: bytes) -> Ask | None       the next page, where the provider pages (optional)
    read(file: File) -> Iterator[Row]                   rows of the bytes, in their order; raises SchemaChanged
Readers are generators over bytes: the fetcher in comity.store asks, resumes, checks and keeps; readers only read.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from comity.kernel.errors import BadContent

Media = Literal["csv", "tsv", "json", "jsonl", "xml", "xlsx", "zip", "text"]


class SchemaChanged(BadContent):
    """A provider's file no longer has the form we read: this source stops, the last good vintage stays."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A provider's dataset.

    name       the word for it on the command line: ucdp_ged
    gives      class names of the rows its reader yields: Event, Reading
    licence    as the provider states it, with `terms` in one sentence of ours: what may not be done
    shareable  whether rows may be passed on; ACLED's may not
    key        name of the user's own key it needs (an environment variable), empty where none
    cadence    days between releases, as a rule: older vintages are called stale after twice that
    """

    name: str
    title: str
    provider: str
    home: str
    gives: tuple[str, ...]
    licence: str
    terms: str
    cite: str
    shareable: bool
    cadence: int
    key: str = ""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a user wants of a source: a version, a span of days, certain states; by default the newest whole."""

    version: str = ""
    since: date | None = None
    until: date | None = None
    states: tuple[str, ...] = ()


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One request.

    url      without secrets; `params` are the query; the fetcher adds the key as header or parameter named `key_as`
    file     name under which the answer is kept, unique within a fetch
    media    what the body must be; anything else (an error page in HTML) is refused before it is kept
    largest  most bytes the body, and most bytes anything unpacked from it, may have
    """

    url: str
    file: str
    media: Media
    params: tuple[tuple[str, str], ...] = ()
    key_as: str = ""
    largest: int = 512 * 1024 * 1024


class File(msgspec.Struct, frozen=True, kw_only=True):
    """One kept answer, or a file given by the user: its name, its bytes, and what it is."""

    name: str
    body: bytes
    media: Media
