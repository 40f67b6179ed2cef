"""Fitted artefacts as the engines want them, read and parsed once a process."""

from __future__ import annotations

from functools import cache, lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene import ballots, open_seats, rules
from comity.convene.ballots import Model
from comity.convene.positions import table as positions_table
from comity.convene.positions.table import Positions
from comity.ledger.bodies import InputUsed
from comity.records.ballot import Ballot
from comity.records.draft import Draft
from comity.reference import fitted
from comity.warn import onset
from comity.warn import series as series_of_deaths
from comity.warn.onset import OnsetTable
from comity.warn.series import Series

# Draws behind one prediction: the standard error of a chance is then at most 0.008, far inside its interval.
DRAWS = 4_000
# One seed for all predictions, so that a brief can be made again to the last digit.
SEED = 1948


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


@cache
def onset_table() -> OnsetTable:
    """Chances of a new mass killing by base year and state."""
    files = ("onset.csv", "onset_bands.csv", "onset_years.csv")
    return onset.read(*(fitted.read("onset", file) for file in files))


@cache
def vote_model() -> Model:
    """What predicted votes rest on."""
    files = fitted.about("ballots").files
    return ballots.parse({file: fitted.read("ballots", file) for file in files}, positions())


# A brief asks for the same vote several times: for the venue, for weaker texts, for calls.
@lru_cache(maxsize=64)
def predicted(
    draft: Draft,
    rule: rules.Rule,
    members: tuple[str, ...],
    populations: tuple[tuple[str, int], ...],
    open_count: int = 0,
) -> tuple[Ballot, NDArray[np.int8], NDArray[np.bool_]]:
    """The ballot on a draft, the votes drawn (draws, members) and whether each draw adopts.

    populations  people by member, about, where the rule weighs votes by them; empty otherwise
    open_count   seats whose holders are not known; they vote like known members without a veto, drawn at random
    """
    given = rules.Given(populations=dict(populations), concerned=(draft.target,) if draft.target else ())
    how = ballots.verdict(rule, members, given=given)
    sheet = ballots.ballot(vote_model(), draft, members, how, n=DRAWS, seed=SEED)
    votes = ballots.draws(vote_model(), draft, members, n=DRAWS, seed=SEED)
    if not open_count:
        return sheet, votes, how.decide(votes) == rules.Outcome.ADOPTED
    like = [column for column, member in enumerate(members) if member not in how.veto_holders]
    whole = ballots.verdict(rule, open_seats.named(members, open_count), given=given)
    filled = open_seats.alike(votes, like, open_count, seed=SEED)
    adopted = whole.decide(filled) == rules.Outcome.ADOPTED
    filled[:, len(members) :] = rules.Vote.YES
    most = float((whole.decide(filled) == rules.Outcome.ADOPTED).mean())
    return _with_open_seats(sheet, float(adopted.mean()), most, open_count), votes, adopted


def _with_open_seats(sheet: Ballot, chance: float, most: float, count: int) -> Ballot:
    """The ballot with an interval that reaches from none of the open seats saying yes to all of them."""
    known = sheet.adopted
    adopted = msgspec.structs.replace(
        known,
        value=round(chance, 4),
        low=min(known.low, round(chance, 4)),
        high=max(known.high, round(most, 4), round(chance, 4)),
        covers=f"{known.covers}; and {count} seats not known: none or all of them say yes",
    )
    note = f"{count} seats are not known; in the estimate each votes like a known elected member drawn at random"
    # Who breaks a text was counted with those seats empty, which would blame others for them.
    return msgspec.structs.replace(sheet, adopted=adopted, breakers=(), notes=(*sheet.notes, note))


def inputs_used() -> tuple[InputUsed, ...]:
    """Every file of every fitted artefact, with its digest: what a brief is made from."""
    return tuple(
        InputUsed(name=f"fitted/{file}", sha256=digest, source=sheet.command, vintage=sheet.vintage)
        for sheet in map(fitted.about, fitted.names())
        for file, digest in sorted(sheet.files.items())
    )
