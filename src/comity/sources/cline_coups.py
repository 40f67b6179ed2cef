"""Cline Center Coup d'État Project: coups, attempts and conspiracies since 1945, each with its day.

A file of the data bank is given by the user: its address changes with every version.
"""

from __future__ import annotations

from collections.abc import Iterator

from comity.kernel.errors import NotOnShelf
from comity.records.event import Happening, Row
from comity.sources.contract import Ask, File, Source, Wish
from comity.sources.forms import delimited
from comity.sources.forms.entry import Entry, Once
from comity.sources.forms.places import from_cow

SOURCE = Source(
    name="cline_coups",
    title="Cline Center Coup d'État Project Dataset",
    provider="Cline Center for Advanced Social Research, University of Illinois",
    home="https://doi.org/10.13012/B2IDB-9651987",
    gives=("Happening",),
    licence="as the data bank states it for the version at hand",
    terms="Cite the dataset with its version; look up the licence of your version before passing rows on.",
    cite="Peyton, Buddy et al. Cline Center Coup d'État Project Dataset. University of Illinois Urbana-Champaign.",
    shareable=False,
    cadence=0,
)

_NEEDS = ("coup_id", "cowcode", "country", "year", "month", "day", "realized", "attempt", "conspiracy")
# Cline codebook: exactly one of the three is 1.
_FLAGS = {"realized": "coup_realised", "attempt": "coup_attempted", "conspiracy": "coup_conspiracy"}


def asks(wish: Wish) -> tuple[Ask, ...]:
    """Nothing: files are given, from the home of the dataset."""
    del wish
    return ()


def read(file: File) -> Iterator[Row]:
    """Coups, attempts and conspiracies in the file's order."""
    once = Once()
    form = delimited.Form(
        needs=_NEEDS,
        takes=("event_type",),
        blank=frozenset({"", "NA"}),
        encoding=delimited.encoding_of(file.body),
    )
    for entry in delimited.entries(file, form):
        name = entry.must("coup_id")
        once.add(name, entry)
        number = entry.whole("cowcode") or 0
        try:
            state = from_cow(number)
        except NotOnShelf as error:
            raise entry.fault("cowcode", f"({entry.text('country')}) {error.message}") from None
        yield Happening(
            source=SOURCE.name,
            id=name,
            state=state,
            on=entry.on("day", entry.year("year"), entry.whole("month") or 0, entry.whole("day") or 0),
            what=_what(entry),
            words=entry.text("event_type"),
        )


def _what(entry: Entry) -> str:
    flags = [what for field, what in _FLAGS.items() if entry.text(field) == "1"]
    if len(flags) != 1:
        shown = ", ".join(f"{field} {entry.text(field)!r}" for field in _FLAGS)
        raise entry.fault("realized", f"does not tell which: {shown}")
    return flags[0]
