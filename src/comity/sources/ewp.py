"""Early Warning Project: yearly lists of the risk that a mass killing begins in the next one or two years, by state.

The columns name their own span (risk.2025and2026.from2024); a list also repeats the risks of the edition before. They
are the result files of the repository; the printed reports may round them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from comity.kernel.errors import NotOnShelf, did_you_mean
from comity.records.event import Reading, Row
from comity.sources.contract import Ask, File, SchemaChanged, Source, Wish
from comity.sources.forms import delimited
from comity.sources.forms.entry import Entry, Once
from comity.sources.forms.places import from_cow

SOURCE = Source(
    name="ewp",
    title="Early Warning Project: Statistical Risk Assessment",
    provider="United States Holocaust Memorial Museum and Dartmouth College",
    home="https://earlywarningproject.ushmm.org/",
    gives=("Reading",),
    licence="none stated",
    terms="Cite the Early Warning Project; no licence is stated, so ask before passing the lists on.",
    cite="Early Warning Project. Countries at Risk for Mass Killing: Statistical Risk Assessment Results. USHMM.",
    shareable=False,
    cadence=365,
    ahead=True,
)

_BASE = "https://raw.githubusercontent.com/EarlyWarningProject/"
# Edition (first year forecast) -> commit-fixed path in the project's repositories; other editions are given as files.
EDITIONS = {
    "2025": "2025-Statistical-Risk-Assessment/3a31c0a8b0e32b4882c2eeb6503e726bbb27a2b4"
    "/3.Modeling/final_forecasts_data_3Sep2025.csv",
    "2023": "2023-Statistical-Risk-Assessment/c23bd36f7d27f63e1df4a44c351584478ff7022a"
    "/3.Modeling/final_forecasts_data_9Nov_hackregion.csv",
}
# The column with the state's name: ewp_name from 2024 on, country before. States are placed by number.
_TITLES = ("ewp_name", "country")
_TWO = re.compile(r"risk\.([0-9]{4})and([0-9]{4})\.from[0-9]{4}")
_ONE = re.compile(r"risk\.([0-9]{4})only\.from[0-9]{4}")


def asks(wish: Wish) -> tuple[Ask, ...]:
    """The list of the wished edition, or of the newest we know; raises NotOnShelf."""
    path = EDITIONS[_edition(wish)]
    return (Ask(url=_BASE + path, file=path.rpartition("/")[2], media="csv", largest=8 * 1024 * 1024),)


def covers(wish: Wish) -> Wish:
    """Risks whose span ends in the edition's first year or the next; those of editions before stay in force."""
    first = int(wish.version if re.fullmatch(r"20[0-9]{2}", wish.version) else _edition(wish))
    return msgspec.structs.replace(wish, since=date(first, 1, 1), until=date(first + 1, 12, 31), states=())


def read(file: File) -> Iterator[Row]:
    """One reading for each state and risk column: `risk_two_years` or `risk_one_year`, 0 to 1."""
    header = next(delimited.lines(file, delimited.Form(needs=())), ("", []))[1]
    spans = {name: span for name in header if (span := _span(name)) is not None}
    form = delimited.Form(needs=("ccode", *spans), takes=_TITLES, blank=frozenset({"", "NA"}))
    if header and not any(variable == "risk_two_years" for variable, _, _ in spans.values()):
        delimited.check_header(file, header, delimited.Form(needs=("ccode",)))
        raise SchemaChanged(
            f"{file.name} has no column of the form risk.2025and2026.from2024; it has {', '.join(header[:12])}",
            hint="the project changed its form; the last good vintage stays in use",
        )
    once = Once()
    for entry in delimited.entries(file, form):
        state = _state(entry)
        once.add(state, entry)
        for name, (variable, first, last) in spans.items():
            risk = entry.real(name)
            if risk is not None and not 0 <= risk <= 1:
                raise entry.fault(name, "is no chance from 0 to 1")
            yield Reading(
                source=SOURCE.name,
                state=state,
                variable=variable,
                began=date(first, 1, 1),
                ended=date(last, 12, 31),
                value=risk,
                unit="chance",
            )


def _edition(wish: Wish) -> str:
    edition = wish.version or max(EDITIONS)
    if edition not in EDITIONS:
        raise NotOnShelf(f"no address is known for edition {edition!r}", hint=did_you_mean(edition, EDITIONS))
    return edition


def _span(name: str) -> tuple[str, int, int] | None:
    if found := _TWO.fullmatch(name):
        first, last = int(found[1]), int(found[2])
        return ("risk_two_years", first, last) if first > 1900 and last == first + 1 else None
    if found := _ONE.fullmatch(name):
        return ("risk_one_year", int(found[1]), int(found[1])) if int(found[1]) > 1900 else None
    return None


def _state(entry: Entry) -> str:
    try:
        return from_cow(entry.whole("ccode") or 0)
    except NotOnShelf as error:
        title = " ".join(entry.text(field) for field in _TITLES).strip()
        raise entry.fault("ccode", f"({title}) {error.message}") from None
