"""V-Dem country-year: how democratic states are, and how they treat people, from 1789 on; a documented choice of it.

V-Dem rates some units that are parts of a state of ours (Gaza, the West Bank, Somaliland, Zanzibar) or that ended long
ago (Bavaria); `aside` lists them with their reason. Uncertainty columns are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from comity.kernel.errors import Ambiguous, Misused, NotOnShelf
from comity.records.event import Reading, Row
from comity.sources.contract import Aside, Ask, File, Source, Wish
from comity.sources.forms import delimited, sifted
from comity.sources.forms.entry import Once
from comity.sources.forms.places import place
from comity.sources.forms.release import whole

SOURCE = Source(
    name="vdem",
    title="V-Dem Country-Year: Full+Others",
    provider="V-Dem Institute, University of Gothenburg",
    home="https://v-dem.net/data/the-v-dem-dataset/",
    gives=("Reading",),
    licence="CC BY-SA 4.0",
    terms="Cite dataset and codebook; what is built on the data is shared under the same licence.",
    cite=(
        "Coppedge, Michael et al. (2026). V-Dem Country-Year Dataset v16. Varieties of Democracy (V-Dem) Project. "
        "Pemstein, Daniel et al. The V-Dem Measurement Model. V-Dem Working Paper 21."
    ),
    shareable=True,
    cadence=365,
)

NEWEST = "16"

# V-Dem codebook: indices from 0 to 1, without which the file is not the one we read.
INDICES = (
    "v2x_polyarchy", "v2x_libdem", "v2x_partipdem", "v2x_delibdem", "v2x_egaldem", "v2x_clphy", "v2xcl_disc",
    "v2xcs_ccsi", "v2x_regime",
)  # fmt: skip
# V-Dem codebook: ordinal and interval indicators of killing, repression, exclusion, hate speech and party bans.
INDICATORS = (
    "v2clkill", "v2clkill_ord", "v2cltort_ord", "v2clsocgrp_ord", "v2clrgunev_ord", "v2clrelig_ord",
    "v2cldmovem_ord", "v2cldmovew_ord", "v2csreprss_ord", "v2csgender_ord", "v2mecenefm_ord", "v2psparban_ord",
    "v2jureform_ord", "v2pepwrses", "v2pepwrses_ord", "v2pepwrsoc", "v2pepwrsoc_ord", "v2caviol", "v2smpolhate",
)  # fmt: skip

_PARTS = {
    "PSG": "Gaza", "PSE": "the West Bank", "SML": "Somaliland", "ZZB": "Zanzibar",
}  # fmt: skip


def asks(wish: Wish) -> tuple[Ask, ...]:
    """The archive of the wished version, or of the newest we know."""
    version = wish.version or NEWEST
    if not version.isdigit():
        raise Misused(
            f"V-Dem versions are numbers such as {NEWEST}, not {version!r}", hint="leave it out for the newest"
        )
    name = f"V-Dem-CY-FullOthers-v{version}_csv.zip"
    url = f"https://v-dem.net/media/datasets/{name}"
    # Unpacked it is some 400 MB (v16: 406 MB).
    return (
        Ask(
            url=url,
            file=name,
            media="zip",
            largest=1024 * 1024 * 1024,
            hosts=("www.v-dem.net",),
            members=("*V-Dem-CY-*.csv",),
        ),
    )


def covers(wish: Wish) -> Wish:
    """Everything: the provider gives its files whole."""
    return whole(wish)


def read(file: File) -> Iterator[Row]:
    """One reading for each state, year and variable of the list, values that V-Dem leaves empty included as None."""
    return sifted.rows(_parsed(file))


def aside(file: File) -> Iterator[Aside]:
    """Variables that this edition lacks, and rows of units that are no state of ours."""
    return sifted.asides(_parsed(file))


def _parsed(file: File) -> Iterator[Row | Aside]:
    form = delimited.Form(
        needs=("country_name", "country_text_id", "year", *INDICES), takes=INDICATORS, blank=frozenset({"", "NA"})
    )
    once = Once()
    told = False
    for entry in delimited.entries(file, form):
        there = [name for name in (*INDICES, *INDICATORS) if name in entry.fields]
        if not told:
            told = True
            for name in INDICATORS:
                if name not in entry.fields:
                    yield Aside(where=file.name, words=name, why="a variable that this edition lacks")
        code, year = entry.must("country_text_id"), entry.year("year")
        once.add((code, year), entry)
        if code in _PARTS:
            yield Aside(where=entry.where, words=f"{_PARTS[code]} {year}", why="a part of a state of ours")
            continue
        try:
            state = place(code)
        except (NotOnShelf, Ambiguous):
            state = ""
        if not state or len(code) != 3:
            words = f"{entry.text('country_name')} ({code}) {year}"
            yield Aside(where=entry.where, words=words, why="a unit that is no state of ours")
            continue
        for name in there:
            yield Reading(
                source=SOURCE.name,
                state=state,
                variable=name,
                began=date(year, 1, 1),
                ended=date(year, 12, 31),
                value=entry.real(name),
            )
