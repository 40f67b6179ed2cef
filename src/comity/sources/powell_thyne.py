"""Powell and Thyne: coups attempted since 1950, each with its day and whether it succeeded; kept up to now."""

from __future__ import annotations

from collections.abc import Iterator

from comity.kernel.errors import NotOnShelf
from comity.records.event import Happening, Row
from comity.sources.contract import Ask, File, Source, Wish
from comity.sources.forms import delimited
from comity.sources.forms.entry import Once
from comity.sources.forms.places import from_cow
from comity.sources.forms.release import whole

SOURCE = Source(
    name="powell_thyne",
    title="Global Instances of Coups",
    provider="Jonathan Powell and Clayton Thyne",
    home="https://www.jonathanmpowell.com/coup-detat-dataset.html",
    gives=("Happening",),
    licence="none stated",
    terms="Cite the article; no licence is stated, so ask before passing the list on.",
    cite=(
        "Powell, Jonathan M. and Clayton L. Thyne (2011). Global instances of coups from 1950 to 2010: a new dataset. "
        "Journal of Peace Research 48(2), 249-259."
    ),
    shareable=False,
    cadence=90,
)

_URL = "https://www.uky.edu/~clthyn2/coup_data/powell_thyne_coups_final.txt"
_NEEDS = ("country", "ccode", "year", "month", "day", "coup")
# The file's codebook: 1 an attempt that failed, 2 a coup that held power for at least seven days.
_OUTCOMES = {"1": "coup_attempted", "2": "coup_realised"}


def asks(wish: Wish) -> tuple[Ask, ...]:
    """The one file, in which everything stands; a wish changes nothing."""
    del wish
    hosts = ("www.uky.edu", "uky.edu")
    return (Ask(url=_URL, file="powell_thyne_coups_final.txt", media="tsv", hosts=hosts, largest=4 * 1024 * 1024),)


def covers(wish: Wish) -> Wish:
    """Everything: the provider gives its files whole."""
    return whole(wish)


def read(file: File) -> Iterator[Row]:
    """Coups and attempts in the file's order; a second one of the same day and state has an id that ends in -2."""
    once = Once()
    days: dict[str, int] = {}
    form = delimited.Form(needs=_NEEDS, delimiter="\t", encoding=delimited.encoding_of(file.body), strict=False)
    for entry in delimited.entries(file, form):
        number = entry.whole("ccode") or 0
        try:
            state = from_cow(number)
        except NotOnShelf as error:
            raise entry.fault("ccode", f"({entry.text('country')}) {error.message}") from None
        on = entry.on("day", entry.year("year"), entry.whole("month") or 0, entry.whole("day") or 0)
        what = entry.one_of("coup", _OUTCOMES)
        once.add((entry.text("country"), on, what), entry)
        name = f"{number}-{on}"
        days[name] = days.get(name, 0) + 1
        yield Happening(
            source=SOURCE.name,
            id=name if days[name] == 1 else f"{name}-{days[name]}",
            state=state,
            on=on,
            what=what,
            words=entry.text("country"),
        )
