"""What every provider module gives: a sheet about it, the requests to make, and a reader of the bytes that come back.

A provider module has
    SOURCE: Source                                      what it is and on which terms it may be used
    asks(wish: Wish) -> tuple[Ask, ...]                 the first requests for a wish; empty where files are only given
    read(file: File) -> Iterator[Row]                   rows of the bytes, in their order; raises SchemaChanged
and may have
    follow(ask: Ask, answer: bytes) -> Ask | None       the next page, where the provider pages
    covers(wish: Wish) -> Wish                          the span an answer is complete for, where its version names one
    check(files: tuple[File, ...]) -> None              raises BadContent where the answers together are not whole
    version_of(name: str) -> str                        the version that a given file's name tells, empty for none
    aside(file: File) -> Iterator[Aside]                the records that `read` passes over, each with its reason
    merged(rows: Iterable[Row]) -> Iterator[Row]        one row a thing, where several files of a vintage tell of it

Readers are generators over bytes: the fetcher in comity.store asks, resumes, checks, unpacks and keeps; readers only
read. They get no zip or gzip: the store unpacks those under limits, and each member comes as a file of its own. A
workbook (xlsx) is passed on as it is, after the same limits were checked.
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
    key        name of the environment variable with the user's own key, empty where no request needs one
    cadence    days between releases, as a rule: older vintages are called stale after twice that; 0 for no further
               release
    own        whether it reads the user's own files, each a dataset with a name of its own (plain_csv, hxl)
    ahead      whether its values may be of days to come when they are known: forecasts, projections
    adds       whether a file only adds to those before: a vintage then takes nothing back, whatever days it is of
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
    own: bool = False
    ahead: bool = False
    adds: bool = False


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a user wants of a source: a version, a span of days, certain states; by default the newest whole.

    on  the day of asking, which the desk fills in; for sources that name their releases after months
    """

    version: str = ""
    since: date | None = None
    until: date | None = None
    states: tuple[str, ...] = ()
    on: date | None = None


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One request.

    url      without secrets; `params` are the query
    file     name under which the answer is kept, unique within a fetch
    media    what the body must be; anything else (an error page in HTML) is refused before it is kept
    key_as   where the key goes: "Authorization" as a bearer token, any other name with a dash as a header of that name,
             a name without one as a query parameter; empty where the request needs no key
    largest  most bytes the body, and most bytes anything unpacked from it, may have
    hosts    hosts besides the one of the url that it may redirect to; the key is not sent to them
    members  patterns of archive members wanted, such as *.csv; empty takes every member whose ending is a known medium
    sha256   digest of the body in hex, where the provider publishes one
    gap      whether the provider may have nothing there: status 404 is then noted in the vintage, and no error
    """

    url: str
    file: str
    media: Media
    params: tuple[tuple[str, str], ...] = ()
    key_as: str = ""
    largest: int = 512 * 1024 * 1024
    hosts: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    sha256: str = ""
    gap: bool = False


class File(msgspec.Struct, frozen=True, kw_only=True):
    """One kept answer, a member of a kept archive, or a file given by the user: its name, its bytes, and what it is.

    dataset  what the user calls the data, where the module reads anybody's files (plain_csv, hxl): the rows' source
    columns  pairs of field and column, where the file has no form of its own; see plain_csv
    """

    name: str
    body: bytes
    media: Media
    dataset: str = ""
    columns: tuple[tuple[str, str], ...] = ()


class Aside(msgspec.Struct, frozen=True, kw_only=True):
    """A record of a file that yields no row, and why: an aggregate of states, a territory, an explained repeat.

    where  file and line or record
    words  what the record is about, in the provider's words
    why    the reason, the same words for the same reason, so that they can be counted
    """

    where: str
    words: str
    why: str
