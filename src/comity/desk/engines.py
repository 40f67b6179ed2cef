"""Fitted artefacts as the engines want them, read and parsed once a process."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity import __version__
from comity.convene import ballots, factors, open_seats, rules
from comity.convene.ballots import Model
from comity.convene.ballots.sheet import counted
from comity.convene.positions import table as positions_table
from comity.convene.positions.table import Positions
from comity.desk.library import SHELVES
from comity.kernel.estimate import Baseline
from comity.ledger.bodies import InputUsed
from comity.records.ballot import Ballot
from comity.records.draft import Draft
from comity.reference import fitted
from comity.warn import deaths_editions, onset, onset_changes
from comity.warn import series as series_of_deaths
from comity.warn.deaths_editions import Edition
from comity.warn.onset import OnsetTable
from comity.warn.onset_changes import Carried
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
def deaths_by_trees() -> tuple[Edition, ...]:
    """Deaths ahead by trees, one edition a target and month known; empty where the artefact does not ship."""
    if "deaths" not in fitted.names():
        return ()
    files = {target: fitted.read("deaths", f"deaths-{target}.csv") for target in series_of_deaths.TARGETS}
    return tuple(one for target, content in files.items() for one in deaths_editions.read(target, content))


@cache
def positions() -> Positions:
    """Positions of states by session."""
    return positions_table.parse(
        fitted.read("positions", "positions.csv"), fitted.read("positions", "positions-sessions.csv")
    )


@cache
def onset_table() -> OnsetTable:
    """Chances of a new mass killing within two years by base year and state."""
    return _onsets("onset")


@cache
def onset_months(ahead: int) -> OnsetTable:
    """The same with the events up to the newest months, within one or two years."""
    return _onsets("onset_months" if ahead > 1 else "onset_1_months")


@cache
def onset_within_one_year() -> OnsetTable:
    """Chances of a new mass killing within one year by base year and state."""
    return _onsets("onset_1")


@cache
def onset_carried() -> Carried:
    """What each edition's model says of the next edition's inputs."""
    return onset_changes.read_carried(fitted.read("onset", "onset_carried.csv"))


def _onsets(name: str) -> OnsetTable:
    files = (f"{name}.csv", "onset_bands.csv", f"{name}_years.csv")
    return onset.read(*(fitted.read("onset", file) for file in files))


@cache
def vote_model() -> Model:
    """What predicted votes rest on."""
    files = fitted.about("ballots").files
    latent = factors.parse(fitted.read("factors", "factors.csv"), fitted.read("factors", "factors.json"))
    return ballots.parse({file: fitted.read("ballots", file) for file in files}, positions(), latent)


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
    found = ballots.forecast(vote_model(), draft, members, n=DRAWS, seed=SEED)
    sheet, votes = counted(vote_model(), draft, members, how, found, seed=SEED), found.votes
    if not open_count:
        return sheet, _kept(votes), _kept(how.decide(votes) == rules.Outcome.ADOPTED)
    like = [column for column, member in enumerate(members) if member not in how.veto_holders]
    whole = ballots.verdict(rule, open_seats.named(members, open_count), given=given)
    filled = open_seats.alike(votes, like, open_count, seed=SEED)
    adopted = whole.decide(filled) == rules.Outcome.ADOPTED
    turns = whole.pivotal(filled).mean(axis=0)
    sheet = _with_open_seats(sheet, filled, adopted, turns, open_count)
    filled[:, len(members) :] = rules.Vote.YES
    most = float((whole.decide(filled) == rules.Outcome.ADOPTED).mean())
    reach = msgspec.structs.replace(sheet.adopted, high=max(sheet.adopted.high, round(most, 4)))
    return msgspec.structs.replace(sheet, adopted=reach), _kept(votes), _kept(adopted)


def _kept(array: NDArray[Any]) -> NDArray[Any]:
    """The array as nobody can change it: the same prediction is handed out again."""
    array.setflags(write=False)
    return array


def _with_open_seats(
    sheet: Ballot, filled: NDArray[np.int8], adopted: NDArray[np.bool_], turns: NDArray[np.float64], count: int
) -> Ballot:
    """The ballot of all seats: chance, tally and whose vote it turns on, with the open ones filled."""
    known, chance = sheet.adopted, float(adopted.mean())
    yes = (filled == rules.Vote.YES).sum(axis=1)
    tally = msgspec.structs.replace(
        sheet.yes_votes,
        value=round(float(yes.mean()), 2),
        low=float(min(np.quantile(yes, 0.05), yes.mean())),
        high=float(max(np.quantile(yes, 0.95), yes.mean())),
        baseline=Baseline(value=float(filled.shape[1]), method="everyone says yes"),
    )
    members = tuple(
        msgspec.structs.replace(odds, pivotal=round(float(turn), 4))
        for odds, turn in zip(sheet.members, turns, strict=False)
    )
    reach = msgspec.structs.replace(
        known,
        value=round(chance, 4),
        low=min(known.low, round(chance, 4)),
        high=max(known.high, round(chance, 4)),
        covers=f"{known.covers}; and {count} seats not known: none or all of them say yes",
    )
    note = f"{count} seats are not known; in the estimate each votes like a known elected member drawn at random"
    # Who breaks a text was counted with those seats empty, which would blame others for them.
    return msgspec.structs.replace(
        sheet, adopted=reach, yes_votes=tally, members=members, breakers=(), notes=(*sheet.notes, note)
    )


@cache
def content_used() -> InputUsed:
    """The content of all shelves as one input: the digest over every file's name and digest, in order of names."""
    lines = [f"{shelf.file_of(name)} {hashlib.sha256(shelf.text_of(name)).hexdigest()}"
             for shelf in SHELVES.values() for name in shelf.ids()]  # fmt: skip
    digest = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
    return InputUsed(name="reference", sha256=digest, source="shelves of the package", vintage=__version__)


def inputs_used() -> tuple[InputUsed, ...]:
    """Every file of every fitted artefact, with its digest: what a brief is made from."""
    return tuple(
        InputUsed(name=f"fitted/{file}", sha256=digest, source=sheet.command, vintage=sheet.vintage)
        for sheet in map(fitted.about, fitted.names())
        for file, digest in sorted(sheet.files.items())
    )
