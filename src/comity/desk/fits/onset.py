"""Onset risk of mass killing by state and base year, from our own elastic-net logit on the EWP table."""

from __future__ import annotations

from datetime import date

import numpy as np

from comity.desk.fits import Fitted, sealed
from comity.kernel.progress import Progress
from comity.reference.fitted import About, MadeFrom
from comity.store.raw import RawData
from comity.warn.drivers import FEATURES, bands
from comity.warn.onset import BANDS_HEADER, RISKS_HEADER, YEARS_HEADER
from comity.warn.onset_fit import RESAMPLES, Edition, Rows, edition

NAME = "onset"
WORDS = "risk of a new mass killing within two years, by state, base years 1993-2024, with drivers"

FILE = "atrocities/ewp_predictors.parquet"
RISKS = "onset.csv"
BANDS = "onset_bands.csv"
YEARS = "onset_years.csv"

FIRST, LAST = 1993, 2024
SEED = 1946
# V-Dem and the UCDP yearly releases for a year come out by March and June of the next one (V-Dem v15: March 2025,
# UCDP 25.1: June 2025), so the figures of a base year count as known from the end of June on.
KNOWN_MONTH, KNOWN_DAY = 6, 30

LIMITS = (
    "Predictors and labels are today's vintage for every base year; what was known at the time differed.",
    "Few events (about three in two years of late): intervals are wide and ranks move.",
    "Risks are too high in sum on past editions; coups, revolts and drug wars are found badly.",
    "The Early Warning Project's table leaves out microstates, and books Bosnia 1992-95 under Serbia.",
)


def run(raw: RawData, progress: Progress) -> Fitted:
    """The artefact: risks with parts, how the features read, and a line for each base year."""
    rows = load(raw)
    files = written(rows, editions(rows, progress, resamples=RESAMPLES))
    about = About(
        name=NAME,
        words=WORDS,
        command=f"comity fit {NAME}",
        method="docs/explanation/onset-risk.md: elastic-net logit (Friedman et al. 2010), rolling origin",
        vintage=f"{LAST}-12",
        made_from=(
            MadeFrom(
                file=FILE,
                sha256=raw.sha256(FILE),
                provider="Early Warning Project, United States Holocaust Memorial Museum and Dartmouth College: 2025 "
                "statistical risk assessment, prepared predictors (V-Dem, UCDP, UN, World Bank, EPR within)",
                licence="none stated in the repository; cite the Early Warning Project",
            ),
        ),
        licence="own estimates under the licence of this project; predictors as stated by their providers",
        files={},
        limits=LIMITS,
    )
    return sealed(about, files)


def load(raw: RawData) -> Rows:
    """The country-years of the table in order of state and year."""
    names = ", ".join(f"cast({feature.name} as double) as {feature.name}" for feature in FEATURES)
    query = f"select iso3, year, mk_onset_1or2, {names} from data order by iso3, year"  # noqa: S608 - our own names
    columns = raw.columns(FILE, query)
    values = [np.ma.filled(np.ma.asarray(columns[feature.name], dtype=np.float64), np.nan) for feature in FEATURES]
    return Rows(
        state=np.asarray(columns["iso3"], dtype=np.str_),
        year=np.asarray(columns["year"], dtype=np.int64),
        values=np.column_stack(values),
        happened=np.asarray(columns["mk_onset_1or2"], dtype=np.float64),
    )


def editions(rows: Rows, progress: Progress, *, resamples: int) -> list[Edition]:
    """One edition a base year, each begun from the one before; labels after the base year are never seen."""
    made: list[Edition] = []
    for year in range(FIRST, LAST + 1):
        progress(f"base year {year}", (year - FIRST) / (LAST + 1 - FIRST))
        # The fit does not depend on where it starts, beyond the tenth decimal; starting near only saves time.
        start = made[-1].coefficients[: len(FEATURES) + 1] if made else None
        made.append(edition(rows, year, resamples=resamples, seed=SEED, start=start))
    progress("done", 1.0)
    return made


def known_on(base_year: int) -> date:
    """The day from which the edition of a base year counts as known."""
    return date(base_year + 1, KNOWN_MONTH, KNOWN_DAY)


def written(rows: Rows, made: list[Edition]) -> dict[str, bytes]:
    """The three files: rows sorted by year and state, parts to four decimals, intervals to five."""
    risks, read, years = [RISKS_HEADER], [BANDS_HEADER], [YEARS_HEADER]
    for one in made:
        years.append(
            f"{one.base_year},{known_on(one.base_year)},{one.intercept:.4f},{one.base_rate:.6f},"
            f"{one.trained[0]},{one.trained[1]}"
        )
        signs = bands(rows.values[np.asarray(one.rows)])
        for place, row in enumerate(one.rows):
            head = f"{one.base_year},{rows.state[row]}"
            parts = ",".join(_short(f"{part:.4f}") for part in one.parts[place])
            risks.append(f"{head},{one.low[place]:.5f},{one.high[place]:.5f},{parts}")
            read.append(f"{head},{signs[place]}")
    return {name: ("\n".join(lines) + "\n").encode() for name, lines in ((RISKS, risks), (BANDS, read), (YEARS, years))}


def _short(text: str) -> str:
    return "0" if float(text) == 0 else text
