"""Fitted artefacts as the engines want them, read and parsed once a process."""

from __future__ import annotations

from functools import cache

from comity.convene.positions import table as positions_table
from comity.convene.positions.table import Positions
from comity.ledger.bodies import InputUsed
from comity.reference import fitted
from comity.warn import series as series_of_deaths
from comity.warn.series import Series


@cache
def deaths_series() -> Series:
    """Deaths a month by state."""
    return series_of_deaths.read(
        fitted.read("country_months", "country_months.csv"), fitted.read("country_months", "country_months_covered.csv")
    )


@cache
def positions() -> Positions:
    """Positions of states by session."""
    return positions_table.parse(
        fitted.read("positions", "positions.csv"), fitted.read("positions", "positions-sessions.csv")
    )


def inputs_used() -> tuple[InputUsed, ...]:
    """Every file of every fitted artefact, with its digest: what a brief is made from."""
    return tuple(
        InputUsed(name=f"fitted/{file}", sha256=digest, source=sheet.command, vintage=sheet.vintage)
        for sheet in map(fitted.about, fitted.names())
        for file, digest in sorted(sheet.files.items())
    )
