"""UN Digital Library, General Assembly: every recorded vote on adopted resolutions since 1946.

Read are the Library's bulk table and the wide table scraped from it in 2021. Paragraph votes, amendments and failed
texts are not in them, nor resolutions adopted without a vote. "Non-voting" is `absent`: it does not tell a member who
was away from one who did not take part.
"""

from __future__ import annotations

from collections.abc import Iterator

from comity.records.event import Row
from comity.sources.contract import Aside, Ask, File, Source, Wish
from comity.sources.forms import roll_calls, sifted
from comity.sources.forms.release import dated, whole

SOURCE = Source(
    name="un_votes_ga",
    title="United Nations General Assembly Voting Data",
    provider="United Nations, Dag Hammarskjöld Library",
    home="https://digitallibrary.un.org/record/4060887",
    gives=("CastVote",),
    licence="Copyright, United Nations; non-commercial use, with attribution",
    terms="Name the Dag Hammarskjöld Library, version and download day; not for sale.",
    cite="United Nations Dag Hammarskjöld Library, General Assembly Voting Data, version 5 (February 2026).",
    shareable=True,
    cadence=120,
)

NEWEST = "2026_02_06"
_BODY = roll_calls.Body(name="unga", council="General Assembly", source=SOURCE.name)


def asks(wish: Wish) -> tuple[Ask, ...]:
    """The bulk table of the wished release (named by its day, 2026_02_06), or of the newest we know."""
    name = f"{dated(wish.version or NEWEST)}_ga_voting.csv"
    # 947,434 rows of some 600 bytes each.
    url = f"https://digitallibrary.un.org/record/4060887/files/{name}"
    return (Ask(url=url, file=name, media="csv", largest=2 * 1024 * 1024 * 1024),)


def covers(wish: Wish) -> Wish:
    """Everything: the provider gives its files whole."""
    return whole(wish)


def read(file: File) -> Iterator[Row]:
    """Votes of the Assembly in the file's order."""
    return sifted.rows(roll_calls.votes(file, _BODY))


def aside(file: File) -> Iterator[Aside]:
    """Council decisions of the wide table, votes whose member or day is lost, and totals that do not add up."""
    return sifted.asides(roll_calls.votes(file, _BODY))
