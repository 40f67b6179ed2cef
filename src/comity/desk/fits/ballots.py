"""Parameters and past votes from which votes on a draft are predicted, in the Council and in the Assembly."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene import positions
from comity.convene.ballots import council, council_fit, unsponsored, vetoes
from comity.convene.ballots.assembly import References
from comity.convene.ballots.model import (
    ASSEMBLY_HEADER,
    COUNCIL_HEADER,
    LETTERS,
    PLAIN_SPREADS,
    Pool,
    Sheet,
    Unsponsored,
    Vintage,
)
from comity.convene.positions import variational as positions_fit
from comity.desk.fits import Fitted, ballots_assembly, ballots_council, factors, sealed
from comity.desk.fits import positions as positions_of
from comity.kernel.progress import Progress
from comity.reference import fitted
from comity.reference.fitted import About, MadeFrom
from comity.store.raw import RawData

NAME = "ballots"
WORDS = "how states vote on drafts: past votes on like texts, and fitted parameters by vintage"
# Council parameters are fitted anew every third year, so that no day is predicted with later votes.
VINTAGES = (2000, 2003, 2006, 2009, 2012, 2015, 2018, 2021, 2024)
# Two years of record stand before the first vote that is fitted, so that rates of the past mean something.
FIRST_FITTED_YEAR = 1996
POOL_SESSIONS = 12

Floats = NDArray[np.float64]


def shipped_positions() -> positions.Positions:
    """The fitted positions that ship, which these fits build on."""
    return positions.parse(
        fitted.read("positions", "positions.csv"), fitted.read("positions", "positions-sessions.csv")
    )


def known_of(data: positions_of.Record) -> ballots_assembly.Known:
    """Filtered positions and filtered factors: what was known of states before each session."""
    back = positions_of.standardised(positions_fit.filtered(data.votes, data.states.index("USA")))
    return ballots_assembly.Known(back=back, latent=factors.filtered(data))


def years_of(record: council.Record) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Year of each decision."""
    return np.array([date.fromordinal(int(day)).year for day in record.day])


def between(
    rows: council_fit.Data, years: np.ndarray[tuple[int], np.dtype[np.int64]], first: int, last: int
) -> council_fit.Data:
    """The votes of decisions in those years, both included."""
    keep = (years[rows.draft] >= first) & (years[rows.draft] <= last)
    return council_fit.Data(
        x=rows.x[keep], position=rows.position[keep], draft=rows.draft[keep], gap=rows.gap[keep],
        choice=rows.choice[keep],
    )  # fmt: skip


def run(raw: RawData, progress: Progress) -> Fitted:
    """The artefact `ballots`: two records of past votes and one parameter file."""
    progress("reading Council votes", 0.0)
    record = ballots_council.record(raw)
    rows = ballots_council.rows(record, shipped_positions())
    years = years_of(record)
    asked = ballots_council.rows(record, shipped_positions(), asked=True)
    on_drafts = ballots_council.veto_features(record)
    vintages = []
    for i, year in enumerate(VINTAGES):
        progress(f"fitting Council votes to {year}", 0.1 + 0.6 * i / len(VINTAGES))
        both = tuple(between(votes, years, FIRST_FITTED_YEAR, year) for votes in (rows, asked))
        vintages.append(_vintage(both, year, vetoes_to(record, on_drafts, year)))
    progress("reading Assembly votes", 0.7)
    data = positions_of.record(raw)
    known = known_of(data)
    whole = ballots_assembly.all_references(raw, data, known)
    like = ballots_assembly.subset(whole, ballots_assembly.selection(whole))
    progress("fitting the weights of experts", 0.85)
    sheet = Sheet(
        features=council.NAMES, unsponsored=unsponsored.NAMES, council=tuple(vintages), assembly=_pools(like, known)
    )  # fmt: skip
    files = {
        "ballots-council.txt": _council_text(record),
        "ballots-assembly.txt": _assembly_text(like),
        "ballots.json": msgspec.json.encode(sheet) + b"\n",
    }
    return sealed(_about(raw, date.fromordinal(int(record.day.max())).isoformat()), files)


def vetoes_to(record: council.Record, x: Floats, until: int) -> tuple[vetoes.Fit, vetoes.Fit]:
    """Chances fitted on decisions up to a year: of a veto where sponsors are known, of failure where they are not."""
    years = years_of(record)
    keep = (years >= FIRST_FITTED_YEAR) & (years <= until)
    return (
        vetoes.fitted(x[keep], record.vetoed[keep]),
        vetoes.fitted(x[keep], record.failed[keep], vetoes.UNSPONSORED),
    )


def _vintage(votes: tuple[council_fit.Data, ...], year: int, stopped: tuple[vetoes.Fit, vetoes.Fit]) -> Vintage:
    """Both fits of the votes up to a year: sponsors known, and not known."""
    known, unknown = votes
    asked = _short(council_fit.fitted(unknown))
    values, scale, covariance = _short(council_fit.fitted(known))
    return Vintage(
        year=year,
        drafts=len(np.unique(known.draft)),
        votes=len(known.choice),
        values=values,
        scale=scale,
        covariance=covariance,
        unsponsored=Unsponsored(values=asked[0], scale=asked[1], covariance=asked[2]),
        vetoes=stopped,
    )


def _short(found: council_fit.Parameters) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    """Values, scale and lower triangle of the covariance, rounded for the file."""
    lower = found.covariance[np.tril_indices(len(found.values))]
    return (
        tuple(float(f"{v:.5g}") for v in found.values),
        tuple(float(f"{v:.6g}") for v in found.scale),
        tuple(float(f"{v:.4g}") for v in lower),
    )


def _pools(like: References, known: ballots_assembly.Known) -> tuple[Pool, ...]:
    """Expert weights and spreads after each session, fitted on the votes of the twelve sessions up to it."""
    parts: dict[int, list[ballots_assembly.Measured]] = {}
    others: dict[int, list[ballots_assembly.Measured]] = {}
    covered: dict[int, list[ballots_assembly.Covered]] = {}
    pools: list[Pool] = []
    for session in sorted({int(s) for s in like.session}):
        for new_target in (False, True):
            part = ballots_assembly.measured(like, known, session, new_target=new_target)
            if part is None:
                continue
            parts.setdefault(session, []).append(part)
            if pools:
                covered.setdefault(session, []).append(ballots_assembly.covered(part, known, like, _weights(pools[-1])))
        alone = ballots_assembly.hidden(like, known, session)
        others[session] = [alone] if alone is not None else []
        recent = range(session - POOL_SESSIONS + 1, session + 1)
        window = [p for s in recent for p in parts.get(s, [])]
        if window:
            weights = ballots_assembly.learnt(window, [p for s in recent for p in others.get(s, [])])
            rows = tuple(tuple(float(f"{w:.4f}") for w in row / row.sum()) for row in weights.pool)
            tried = [c for s in recent for c in covered.get(s, [])]
            pools.append(
                Pool(
                    session=session,
                    votes=sum(len(p.choice) for p in window),
                    weights=tuple(_summing_to_one(row) for row in rows),
                    spreads=tuple(ballots_assembly.spreads(tried).tolist()) if tried else PLAIN_SPREADS,
                    novel=weights.novel,
                )
            )
    return tuple(pools)


def _weights(pool: Pool) -> ballots_assembly.Weights:
    return ballots_assembly.Weights(pool=np.array(pool.weights), novel=pool.novel)


def _summing_to_one(row: tuple[float, ...]) -> tuple[float, ...]:
    """The row with its largest weight set so that the rounded weights sum to 1."""
    top = row.index(max(row))
    rest = sum(weight for i, weight in enumerate(row) if i != top)
    return (*row[:top], round(1.0 - rest, 4), *row[top + 1 :])


def _council_text(record: council.Record) -> bytes:
    lines = ["United Nations Security Council: decisions put to a recorded vote since 1994", COUNCIL_HEADER]
    for i, decision in enumerate(record.ids):
        outcome = "vetoed" if record.vetoed[i] else "not_adopted" if record.failed[i] else "adopted"
        votes = [" ".join(record.states[c] for c in np.flatnonzero(record.votes[i] == k)) for k in (2, 1, 0)]
        cells = (
            decision, date.fromordinal(int(record.day[i])).isoformat(), record.targets[i],
            record.topics[i].replace("|", "/")[:60].strip(), record.strengths[i], str(record.prolongs[i]),
            " ".join(record.sponsors[i][:12]), outcome, *votes,
        )  # fmt: skip
        lines.append("|".join(cells))
    return ("\n".join(lines) + "\n").encode()


def _assembly_text(like: References) -> bytes:
    letters = np.array(list(LETTERS))
    lines = [" ".join(like.states), ASSEMBLY_HEADER]
    for i, symbol in enumerate(like.symbols):
        items = like.items
        figures = (f"{v[i]:.4f}" for v in (items.slope, items.low, items.high))
        day = date.fromordinal(int(like.day[i])).isoformat()
        words = " ".join(like.words[i])
        loadings = " ".join(f"{v:.2f}" for v in like.loadings[i].ravel())
        cells = (
            symbol,
            day,
            str(like.session[i]),
            like.targets[i],
            *figures,
            loadings,
            words,
            "".join(letters[like.votes[i]]),
        )
        lines.append("|".join(cells))
    return ("\n".join(lines) + "\n").encode()


def _about(raw: RawData, vintage: str) -> About:
    sources = (ballots_council.VOTES, ballots_council.DECISIONS, positions_of.FILE, positions_of.CALLS)
    return About(
        name=NAME,
        words=WORDS,
        command=f"comity fit {NAME}",
        method="docs/explanation/vote-prediction.md",
        vintage=vintage,
        made_from=tuple(
            MadeFrom(
                file=file,
                sha256=raw.sha256(file),
                provider=positions_of.UN_PROVIDER,
                licence=positions_of.UN_LICENCE,
            )
            for file in sources
        ),
        licence=positions_of.UN_LICENCE,
        files={},
        limits=(
            "texts put to a vote are chosen to pass, and texts adopted without a vote leave no trace",
            "texts are not read beyond their titles; single measures are not used",
            "Assembly texts end in March 2022, Council votes in December 2024",
        ),
    )
