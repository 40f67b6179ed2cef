"""The fitted artefact `ballots` as arrays: records of past votes, item parameters, and parameters by vintage."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import numpy as np

from comity.convene import factors
from comity.convene.ballots import texts
from comity.convene.ballots.assembly import BINS, EXPERTS, References
from comity.convene.ballots.council import NAMES, Record
from comity.convene.ballots.council_fit import GAPS, Parameters
from comity.convene.ballots.novel import SIZE
from comity.convene.ballots.novel import Fit as NovelFit
from comity.convene.ballots.unsponsored import NAMES as UNSPONSORED
from comity.convene.ballots.vetoes import Fit
from comity.convene.positions.table import Positions
from comity.convene.positions.variational import Items
from comity.kernel.errors import BadContent

COUNCIL_HEADER = "id|date|target|topic|strength|prolongs|sponsors|outcome|yes|abstain|no"
ASSEMBLY_HEADER = "symbol|date|session|target|slope|low|high|loadings|words|votes"
_HINT = "remake the file with: comity fit ballots"
_CODES = {"no": 0, "abstain": 1, "yes": 2}


class Unsponsored(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Council parameters for a draft nobody has tabled yet, as in Vintage; features of `unsponsored.NAMES`."""

    values: tuple[float, ...]
    scale: tuple[float, ...]
    covariance: tuple[float, ...]


class Vintage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Council parameters fitted on votes up to and including a year; `covariance` holds the lower triangle by rows.

    vetoes       the chance of a veto where sponsors are known, of failure where not; none leaves votes as they are
    unsponsored  the fit where no sponsor is named
    """

    year: int
    drafts: int
    votes: int
    values: tuple[float, ...]
    scale: tuple[float, ...]
    covariance: tuple[float, ...]
    unsponsored: Unsponsored
    vetoes: tuple[Fit, Fit] | None = None


class Pool(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Expert weights fitted on the sessions up to and including one: one row a bin of likeness.

    spreads  for each bin the spread of joint draws that covered nine tallies in ten of those sessions
    novel    how experts count on a text unlike any before; None where too few such texts were seen
    """

    session: int
    votes: int
    weights: tuple[tuple[float, ...], ...]
    spreads: tuple[float, ...]
    novel: NovelFit | None = None


class Sheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The parameter file: names of the Council's features, all and without sponsors, and parameters by vintage."""

    features: tuple[str, ...]
    unsponsored: tuple[str, ...]
    council: tuple[Vintage, ...]
    assembly: tuple[Pool, ...]


class Model(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """All that a prediction needs. Everything is filtered by date at use, so one model serves every as-of day."""

    positions: Positions
    council: Record
    references: References
    sheet: Sheet
    factors: factors.Model | None = None


def parse(files: dict[str, bytes], positions: Positions, latent: factors.Model | None = None) -> Model:
    """The model from the files ballots-council.txt, ballots-assembly.txt and ballots.json.

    latent  the fitted factors; without them four of the six experts on the Assembly speak
    raises  BadContent for a file that is missing, has another header, or does not fit the code
    """
    try:
        sheet = msgspec.json.decode(files["ballots.json"], type=Sheet)
        council = _council(files["ballots-council.txt"])
        references = _references(files["ballots-assembly.txt"])
    except (KeyError, ValueError, IndexError, msgspec.DecodeError) as error:
        raise BadContent(f"a file of ballots is missing or damaged: {error}", hint=_HINT) from error
    named = (sheet.features, sheet.unsponsored) == (NAMES, UNSPONSORED)
    if not named or any({len(pool.weights), len(pool.spreads)} != {BINS} for pool in sheet.assembly):
        raise BadContent("ballots.json was fitted for other features than this version reads", hint=_HINT)
    if any(pool.novel and {len(pool.novel.yes), len(pool.novel.no)} != {SIZE} for pool in sheet.assembly):
        raise BadContent("ballots.json was fitted for other new texts than this version reads", hint=_HINT)
    if latent is not None and references.loadings.shape[-1] != latent.factors + 1:
        raise BadContent("ballots-assembly.txt was fitted with other factors than factors.csv holds", hint=_HINT)
    return Model(positions=positions, council=council, references=references, sheet=sheet, factors=latent)


def parameters(vintage: Vintage | Unsponsored) -> Parameters:
    """Values, covariance matrix and scale of one vintage as arrays."""
    size = len(vintage.scale) + 2 + len(GAPS)
    covariance = np.zeros((size, size))
    covariance[np.tril_indices(size)] = vintage.covariance
    covariance = covariance + np.tril(covariance, -1).T
    return Parameters(values=np.array(vintage.values), covariance=covariance, scale=np.array(vintage.scale))


# Before the first pool: equal weights, and a wide spread.
PLAIN_SPREADS = (0.2,) * BINS
_PLAIN = Pool(
    session=0, votes=0, weights=((1 / len(EXPERTS),) * len(EXPERTS),) * BINS, spreads=PLAIN_SPREADS
)  # fmt: skip


def pool_of(sheet: Sheet, session: int) -> Pool:
    """The latest pool fitted before a session; equal weights before the first."""
    past = [pool for pool in sheet.assembly if pool.session < session]
    return past[-1] if past else _PLAIN


def _lines(content: bytes, header: str) -> tuple[str, list[list[str]]]:
    first, head, *rest = content.decode().splitlines()
    if head != header:
        raise ValueError(f"header {head!r} is not {header!r}")
    return first, [line.split("|") for line in rest]


def _council(content: bytes) -> Record:
    _, rows = _lines(content, COUNCIL_HEADER)
    columns: list[Any] = list(zip(*rows, strict=True))
    states = tuple(sorted({code for row in rows for cell in row[8:11] for code in cell.split()}))
    place = {state: i for i, state in enumerate(states)}
    votes = np.full((len(rows), len(states)), -1, dtype=np.int8)
    for i, row in enumerate(rows):
        for choice, cell in zip((2, 1, 0), row[8:11], strict=True):
            for code in cell.split():
                votes[i, place[code]] = choice
    return Record(
        ids=columns[0],
        day=np.array([date.fromisoformat(day).toordinal() for day in columns[1]]),
        targets=columns[2],
        topics=columns[3],
        strengths=columns[4],
        prolongs=np.array(columns[5], dtype=np.int8),
        sponsors=tuple(tuple(cell.split()) for cell in columns[6]),
        failed=np.array([outcome != "adopted" for outcome in columns[7]]),
        vetoed=np.array([outcome == "vetoed" for outcome in columns[7]]),
        states=states,
        votes=votes,
    )


# One letter a state: no, abstain, yes, absent, and a point for states that were not members.
LETTERS = "nayx."


def _references(content: bytes) -> References:
    first, rows = _lines(content, ASSEMBLY_HEADER)
    columns: list[Any] = list(zip(*rows, strict=True))
    states = tuple(first.split())
    table = np.full(256, -1, dtype=np.int8)
    for code, letter in enumerate(LETTERS[:4]):
        table[ord(letter)] = code
    words = tuple(tuple(cell.split()) for cell in columns[8])
    loadings = np.array([[float(v) for v in cell.split()] for cell in columns[7]]).reshape(len(rows), 2, -1)
    slope, low, high = (np.array(columns[i], dtype=np.float64) for i in (4, 5, 6))
    return References(
        symbols=columns[0],
        day=np.array([date.fromisoformat(day).toordinal() for day in columns[1]]),
        session=np.array(columns[2], dtype=np.int64),
        targets=columns[3],
        words=words,
        items=Items(slope=slope, low=low, high=high),
        loadings=loadings,
        states=states,
        votes=table[np.frombuffer("".join(columns[9]).encode(), dtype=np.uint8)].reshape(len(rows), len(states)),
        bag=texts.counts(words),
    )
