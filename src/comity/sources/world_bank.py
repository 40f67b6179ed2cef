"""World Bank, World Development Indicators: population, wealth, growth, infant deaths and trade by state and year.

The service pages its answers as [heading, rows]; an error comes in the place of the heading with status 200. Regions
and income groups stand among the countries: `aside` lists them and the territories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from comity.kernel import states
from comity.kernel.errors import BadContent
from comity.records.event import Reading, Row
from comity.sources.contract import Aside, Ask, File, SchemaChanged, Source, Wish
from comity.sources.forms import objects, sifted
from comity.sources.forms.entry import Entry, Once
from comity.sources.forms.release import years

SOURCE = Source(
    name="world_bank",
    title="World Development Indicators",
    provider="World Bank",
    home="https://datatopics.worldbank.org/world-development-indicators/",
    gives=("Reading",),
    licence="CC BY 4.0",
    terms="Name the World Bank and the dataset; say what was changed; older years are revised without notice.",
    cite="World Bank. World Development Indicators. Washington, D.C.",
    shareable=True,
    cadence=90,
)

# WDI indicator codes, with their units: population; GDP per head in 2015 dollars and its growth; infant deaths per
# 1,000 births; trade as a share of GDP. They are the five of the Early Warning Project's model.
VARIABLES = {
    "SP.POP.TOTL": "persons",
    "NY.GDP.PCAP.KD": "usd_2015",
    "NY.GDP.PCAP.KD.ZG": "pct",
    "SP.DYN.IMRT.IN": "per_1000",
    "NE.TRD.GNFS.ZS": "pct",
}
PAGE = 10_000
_URL = "https://api.worldbank.org/v2/country/{states}/indicator/{variable}"
_NEEDS = ("indicator", "country", "countryiso3code", "date", "value")

# World Bank, country and lending groups: codes of aggregates; some rows of aggregates carry no alpha-3 code at all.
_GROUPS = """
AFE AFR AFW ARB BEA BEC BHI BLA BMN BSS CAA CEA CEB CEU CLA CME CSA CSS DEA DEC DFS DLA DMN DNS DSA DSF DSS EAP EAR
EAS ECA ECS EMU EUU FCS FXS HIC HPC IBB IBD IBT IDA IDB IDX INX LAC LCN LDC LIC LMC LMY LTE MDE MEA MIC MNA NAC NAF
NRS NXS OED OSS PRE PSS PST RRS SAS SSA SSF SST SXZ TEA TEC TLA TMN TSA TSS UMC WLD XZN
"""
_AGGREGATES = frozenset(_GROUPS.split())


def asks(wish: Wish) -> tuple[Ask, ...]:
    """The first page of each indicator; raises NotOnShelf for an unknown state."""
    named = ";".join(states.state(code).iso3 for code in wish.states) or "all"
    params = [("format", "json"), ("per_page", str(PAGE)), ("page", "1")]
    if wish.since or wish.until:
        last = wish.until or wish.on
        params.append(("date", f"{wish.since.year if wish.since else 1960}:{last.year if last else 2100}"))
    return tuple(
        Ask(
            url=_URL.format(states=named, variable=variable),
            file=f"{variable}-001.json",
            media="json",
            params=tuple(params),
        )
        for variable in VARIABLES
    )


def follow(ask: Ask, answer: bytes) -> Ask | None:
    """The next page of the indicator, or None after the last."""
    heading, _ = _answer(File(name=ask.file, body=answer, media="json"))
    number = int(dict(ask.params)["page"])
    if number >= _whole(heading, "pages"):
        return None
    return Ask(
        url=ask.url,
        file=re.sub(r"-[0-9]+\.json$", f"-{number + 1:03d}.json", ask.file),
        media="json",
        params=tuple((key, str(number + 1) if key == "page" else value) for key, value in ask.params),
    )


def check(files: tuple[File, ...]) -> None:
    """Raises BadContent if the pages of an indicator hold another number of rows than their heading says."""
    held: dict[str, int] = {}
    total: dict[str, int] = {}
    for file in files:
        variable = file.name.rpartition("-")[0]
        heading, rows = _answer(file)
        held[variable] = held.get(variable, 0) + len(rows)
        total[variable] = _whole(heading, "total")
    for variable, count in total.items():
        if held[variable] != count:
            raise BadContent(f"{variable}: {held[variable]} rows of {count} came", hint="fetch the indicator again")


def covers(wish: Wish) -> Wish:
    """The wish in whole years."""
    return years(wish)


def read(file: File) -> Iterator[Row]:
    """Readings of one page; a year that the Bank lists without a value is a reading of None."""
    return sifted.rows(_parsed(file))


def aside(file: File) -> Iterator[Aside]:
    """Rows of regions, income groups and territories."""
    return sifted.asides(_parsed(file))


def _parsed(file: File) -> Iterator[Row | Aside]:
    once = Once()
    for entry in objects.entries(file, _answer(file)[1], _NEEDS):
        inner = {"variable": _inner(entry, "indicator", "id"), "name": _inner(entry, "country", "value")}
        said = Entry(entry.where, {**entry.fields, **inner})
        year, code = said.year("date"), said.text("countryiso3code")
        once.add((inner["variable"], code or inner["name"], year), said)
        if not code or code in _AGGREGATES:
            yield Aside(where=said.where, words=f"{inner['name']} {year}", why="an aggregate of states")
            continue
        state = said.state("countryiso3code")
        if not state:
            yield Aside(where=said.where, words=f"{inner['name']} {year}", why="a territory that is no state of ours")
            continue
        yield Reading(
            source=SOURCE.name,
            state=state,
            variable=said.must("variable"),
            began=date(year, 1, 1),
            ended=date(year, 12, 31),
            value=said.real("value"),
            unit=VARIABLES.get(inner["variable"], ""),
        )


def _inner(entry: Entry, field: str, key: str) -> str:
    held = entry.fields[field]
    said = held.get(key) if isinstance(held, dict) else None
    if not isinstance(said, str) or not said:
        raise entry.fault(field, f"has no {key}")
    return said


def _answer(file: File) -> tuple[dict[str, Any], list[Any]]:
    """Heading and rows of a page; raises BadContent with the Bank's words for its error form, and for no rows."""
    held = objects.decoded(file)
    if not isinstance(held, list) or not held or not isinstance(held[0], dict):
        raise SchemaChanged(f"{file.name} is no pair of heading and rows", hint="the last good vintage stays in use")
    if "message" in held[0]:
        said = held[0]["message"]
        words = said[0].get("value", said[0]) if isinstance(said, list) and said and isinstance(said[0], dict) else said
        raise BadContent(f"{file.name}: the World Bank refused: {str(words)[:200]}", hint="check states and indicator")
    heading = objects.fields(file, held[0], ("page", "pages", "total"))
    rows = held[1] if len(held) > 1 else None
    if not isinstance(rows, list) or not rows:
        raise BadContent(f"{file.name} has no rows", hint="the World Bank has nothing for these states and years")
    return heading, rows


def _whole(heading: dict[str, Any], key: str) -> int:
    number = heading[key]
    if not isinstance(number, int):
        raise SchemaChanged(f"the heading's {key} is {number!r}, no number", hint="the last good vintage stays in use")
    return number
