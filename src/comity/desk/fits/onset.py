"""Onset risk of mass killing by state: editions of each base year for one and two years, and of the newest months."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from comity.desk.fits import Fitted, onset_panel, sealed
from comity.desk.fits.onset_editions import Applied, Edition, Task, made
from comity.desk.fits.onset_panel import FILES, Panel
from comity.kernel.progress import Progress
from comity.kernel.time import month_at
from comity.reference.fitted import About, MadeFrom
from comity.store.raw import RawData
from comity.warn.drivers import THEMES, bands
from comity.warn.logit import Floats
from comity.warn.onset import BANDS_HEADER, RISKS_HEADER, YEARS_HEADER
from comity.warn.onset_changes import CARRIED_HEADER
from comity.warn.onset_fit import Parts

NAME = "onset"
WORDS = "risk of a new mass killing within one and two years, by state, base years 1993-2024 and months to 2026-05"

RISKS, RISKS_1, MONTHS, MONTHS_1 = "onset.csv", "onset_1.csv", "onset_months.csv", "onset_1_months.csv"
BANDS, YEARS, CARRIED = "onset_bands.csv", "onset_years.csv", "onset_carried.csv"
YEARS_1, YEARS_MONTHS, YEARS_1_MONTHS = "onset_1_years.csv", "onset_months_years.csv", "onset_1_months_years.csv"

FIRST, LAST = 1993, 2024
MONTHS_KEPT = 6
RESAMPLES = 4
SEED = 1946
# V-Dem and the UCDP yearly releases for a year come out by March and June of the next one (V-Dem v15: March 2025,
# UCDP 25.1: June 2025), so the figures of a base year count as known from the end of June on.
KNOWN_MONTH, KNOWN_DAY = 6, 30

LIMITS = (
    "Predictors and labels are today's vintage for every base year; what was known at the time differed.",
    "Few events (about three in two years of late): intervals are wide and ranks move.",
    "The sum of risks on past editions was a sixth more than what came; drug wars and revolts are found badly.",
    "The Early Warning Project's table leaves out microstates, and books Bosnia 1992-95 under Serbia.",
    "Leaders and elections end in 2020, V-Dem's killings in 2022, Cline's coups in 2022: later editions do without.",
    "Deaths by kind after June 2021 are the monthly total split by the state's shares of the three years before.",
    "Monthly editions move the event windows only; labels are yearly, so single months could not be scored.",
)
_PROVIDERS = {
    "atrocities/ewp_predictors.parquet": (
        "Early Warning Project, United States Holocaust Memorial Museum and Dartmouth College: 2025 statistical risk "
        "assessment, prepared predictors (V-Dem, UCDP, UN, World Bank, EPR within)",
        "none stated in the repository; cite the Early Warning Project",
    ),
    "events/country_month.parquet": ("Uppsala Conflict Data Program", "CC BY 4.0; deaths by kind CC BY-NC 4.0 (VIEWS)"),
    "states/country_year.parquet": ("V-Dem, UCDP, Powell and Thyne, Cline Center", "as stated by each provider"),
    "states/leaders_month.parquet": ("REIGN, One Earth Future", "none stated for the data"),
    "states/elections_reign.parquet": ("REIGN, One Earth Future", "none stated for the data"),
    "states/coups_cline.parquet": ("Cline Center Coup d'État Project", "none stated in the repository"),
}


def run(raw: RawData, progress: Progress) -> Fitted:
    """The artefact: risks with drivers for both horizons and all editions, and what explains changes between them."""
    panel = onset_panel.load(raw)
    tasks = list(planned(panel, resamples=RESAMPLES))
    editions = []
    for one in made(panel, tasks):
        editions.append(one)
        progress(f"base year {one.base_year}, {one.ahead} years ahead", len(editions) / len(tasks))
    about = About(
        name=NAME,
        words=WORDS,
        command=f"comity fit {NAME}",
        method="docs/explanation/onset-risk.md: log-odds mean of an elastic net and three kinds of trees",
        vintage=str(month_at(newest_month(panel))),
        made_from=tuple(
            MadeFrom(file=file, sha256=raw.sha256(file), provider=_PROVIDERS[file][0], licence=_PROVIDERS[file][1])
            for file in FILES
        ),
        licence="own estimates under the licence of this project; predictors as stated by their providers",
        files={},
        limits=LIMITS,
    )
    return sealed(about, written(panel, editions))


def newest_month(panel: Panel) -> int:
    """Newest month with events, in months since year 0."""
    return int(onset_panel.FIRST_MONTH + panel.months.shape[2] - 1)


def planned(panel: Panel, *, resamples: int) -> list[Task]:
    """The tasks of a full fit; the newest base year is asked for the newest months too."""
    last = newest_month(panel)
    months = tuple(range(last - MONTHS_KEPT + 1, last + 1))
    return [
        Task(base_year=year, ahead=ahead, resamples=resamples, seed=SEED + ahead, months=months if year == LAST else ())
        for ahead in (2, 1)
        for year in range(FIRST, LAST + 1)
    ]


def known_on(edition: str) -> date:
    """The day from which an edition counts as known: mid-year for a base year, a month later for a month."""
    if "-" not in edition:
        return date(int(edition) + 1, KNOWN_MONTH, KNOWN_DAY)
    # UCDP publishes candidate events of a month within the next one.
    year, month = (int(part) for part in edition.split("-"))
    return month_at(year * 12 + month - 1).plus(1).last


def written(panel: Panel, editions: Sequence[Edition]) -> dict[str, bytes]:
    """All files: rows by edition and state, parts to four decimals, intervals to five."""
    two = [one for one in editions if one.ahead == 2]
    one_year = [one for one in editions if one.ahead == 1]
    lead = [panel.names.index(theme.lead) for theme in THEMES]
    signs = {
        (str(one.base_year), str(panel.state[row])): sign
        for one in editions
        for row, sign in zip(one.rows, bands(panel.values[one.rows][:, lead]), strict=True)
    }
    lines = {
        RISKS: [RISKS_HEADER, *_yearly(panel, two)],
        RISKS_1: [RISKS_HEADER, *_yearly(panel, one_year)],
        MONTHS: [RISKS_HEADER, *_monthly(panel, two)],
        MONTHS_1: [RISKS_HEADER, *_monthly(panel, one_year)],
        YEARS: [YEARS_HEADER, *(_edition_line(str(one.base_year), one) for one in two)],
        YEARS_1: [YEARS_HEADER, *(_edition_line(str(one.base_year), one) for one in one_year)],
        YEARS_MONTHS: [YEARS_HEADER, *_month_lines(two)],
        YEARS_1_MONTHS: [YEARS_HEADER, *_month_lines(one_year)],
        CARRIED: [CARRIED_HEADER, *_carried(panel, two)],
        BANDS: [BANDS_HEADER, *(f"{year},{state},{sign}" for (year, state), sign in sorted(signs.items()))],
    }
    lines[BANDS] += _month_bands(panel, two)
    return {name: ("\n".join(text) + "\n").encode() for name, text in lines.items()}


def _edition_line(name: str, one: Edition) -> str:
    level, (rows, onsets) = one.here.parts.level, one.trained
    return f"{name},{one.base_year},{one.ahead},{known_on(name)},{level:.4f},{one.base_rate:.6f},{rows},{onsets}"


def _month_lines(editions: Sequence[Edition]) -> list[str]:
    return [_edition_line(str(month_at(month)), one) for one in editions for month, _ in one.months]


def _yearly(panel: Panel, editions: Sequence[Edition]) -> list[str]:
    return [line for one in editions for line in _rows(str(one.base_year), panel.state[one.rows], one.here)]


def _monthly(panel: Panel, editions: Sequence[Edition]) -> list[str]:
    return [
        line
        for one in editions
        for month, applied in one.months
        for line in _rows(str(month_at(month)), panel.state[one.rows], applied)
    ]


def _rows(edition: str, states: Iterable[str], applied: Applied) -> list[str]:
    return [
        f"{edition},{state},{applied.low[place]:.5f},{applied.high[place]:.5f},{_drivers(applied.parts, place)}"
        for place, state in enumerate(states)
    ]


def _drivers(parts: Parts, place: int) -> str:
    return ",".join(_short(f"{part:.4f}") for part in parts.drivers[place])


def _carried(panel: Panel, editions: Sequence[Edition]) -> list[str]:
    lines = []
    for one in editions:
        if one.carried is None or one.base_year == LAST:
            continue
        following = panel.state[panel.year == one.base_year + 1]
        lines += [
            f"{one.base_year + 1},{state},{_drivers(one.carried, place)}" for place, state in enumerate(following)
        ]
    return lines


def _month_bands(panel: Panel, editions: Sequence[Edition]) -> list[str]:
    """How the leading features read in each month; only the event windows differ from the base year's."""
    lead = [panel.names.index(theme.lead) for theme in THEMES]
    lines = []
    for one in editions:
        for month, _ in one.months:
            here, values = onset_panel.at_month(panel, one.base_year, month)
            told: Floats = np.asarray(values[:, lead])
            lines += [
                f"{month_at(month)},{state},{sign}" for state, sign in zip(panel.state[here], bands(told), strict=True)
            ]
    return lines


def _short(text: str) -> str:
    return "0" if float(text) == 0 else text
