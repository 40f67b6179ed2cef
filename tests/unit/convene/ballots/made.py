"""A small made record of votes, and the files and drafts that ballots are tested with."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import numpy as np

from comity.convene.ballots import assembly, council, council_fit, model, novel, texts, unsponsored, vetoes
from comity.convene.ballots.sheet import Verdict
from comity.convene.factors import table as factors
from comity.convene.positions import parse as parse_positions
from comity.records.draft import Draft

MEMBERS = ("USA", "GBR", "FRA", "RUS", "CHN", "DZA", "GUY", "KOR", "SLE", "SVN", "DNK", "GRC", "PAK", "PAN", "SOM")


PLACES = dict(zip(MEMBERS, np.linspace(3, -2, 15), strict=True))


def made_positions():
    rows = ["session,iso3,mean,sd,filtered_mean,filtered_sd,n_votes"]
    sessions = ["session,known_on,rollcalls,votes step=0.2"]
    for session in range(60, 72):
        rows += [f"{session},{m},{x},0.1,{x},0.1,50" for m, x in sorted(PLACES.items())]
        sessions.append(f"{session},{1946 + session}-06-30,50,750")
    return parse_positions("\n".join(rows).encode(), "\n".join(sessions).encode())


def _council_file():
    lines = ["made record", model.COUNCIL_HEADER]
    for i in range(60):
        day = date(2010, 1, 1) + timedelta(days=40 * i)
        target, fails = ("SYR", True) if i % 6 == 0 else ("SOM", False)
        no = "RUS" if fails else ""
        yes = " ".join(m for m in MEMBERS if m not in no.split())
        outcome = "vetoed" if fails else "adopted"
        lines.append(f"S/{i}|{day}|{target}|{target}|condemn|0|USA|{outcome}|{yes}||{no}")
    return "\n".join(lines).encode()


LOADINGS = "1.0 0.5 2.0 -1.0 0.2 -1.0"


def _assembly_file():
    lines = [" ".join(MEMBERS), model.ASSEMBLY_HEADER]
    for i in range(60):
        day, session = date(2006 + i // 5, 2, 1), 60 + i // 5
        target = ("MMR", "IRN", "SYR")[i % 3]
        words = " ".join(texts.plain(f"Situation of human rights in {target}"))
        lines.append(
            f"A/{i}|{day}|{session}|{target}|1.0|-1.5|-0.5|{LOADINGS}|{words}|{('yyynnayyayyyaya', 'y' * 15)[i % 2]}"
        )
    return "\n".join(lines).encode()


def _parameters(names):
    size = len(names) + 2 + len(council_fit.GAPS)
    values = np.zeros(size)
    values[0], values[names.index("x")] = 2.0, 0.5
    lower = (np.eye(size) * 0.01)[np.tril_indices(size)]
    return {"values": tuple(values.tolist()), "covariance": tuple(lower.tolist()), "scale": (1.0,) * len(names)}


def _sheet_file():
    asked = model.Unsponsored(**_parameters(unsponsored.NAMES))
    vintages = tuple(
        model.Vintage(year=year, drafts=50, votes=750, unsponsored=asked, **_parameters(council.NAMES))
        for year in (2011, 2014)
    )
    pool = model.Pool(
        session=62, votes=900, weights=((0.25,) * 4 + (0.0,) * 2,) * assembly.BINS, spreads=(1.5,) * assembly.BINS
    )
    return msgspec.json.encode(
        model.Sheet(features=council.NAMES, unsponsored=unsponsored.NAMES, council=vintages, assembly=(pool,))
    )


FILES = {
    "ballots-council.txt": _council_file(),
    "ballots-assembly.txt": _assembly_file(),
    "ballots.json": _sheet_file(),
}


def a_draft(body="unsc", target="SOM", on=date(2016, 1, 1), **more):
    return Draft(
        title="On the situation", body=body, rule="substantive", target=target, measures=(), strength="condemn", on=on,
        **more,
    )  # fmt: skip


CHARTER = Verdict(
    decide=lambda v: (((v == 2).sum(axis=1) >= 9) & ~(v[:, :5] == 0).any(axis=1)).astype(np.int8),
    pivotal=lambda v: np.zeros(v.shape, dtype=bool),
    veto_holders=MEMBERS[:5],
)


def made_factors():
    """Two made factors of the members after each session, the first their position."""
    lines = ["session,iso3,m0,m1,s0,s1"]
    sheets = []
    for session in range(60, 72):
        lines += [f"{session},{m},{x:.3f},0.1,0.2,0.2" for m, x in sorted(PLACES.items())]
        sheets.append(
            factors.Session(
                session=session, known_on=date(1946 + session, 6, 30), correlation=(1.0, 0.1, 1.0),
                prior_mean=(0.0, 0.0, 2.0, 0.0, 0.0, 0.0), prior_covariance=(1.0, 0.0, 1.0, 0.0, 0.0, 1.0) * 2,
            )
        )  # fmt: skip
    return factors.parse("\n".join(lines).encode(), msgspec.json.encode(sheets))


NEW_TEXTS = novel.Fit(yes=(0.5, *[0.2] * 13), no=(-0.5, *[0.1] * 13))


VETOES = vetoes.Fit(names=("failed", "sponsors"), mean=(-3.0, 1.0), spread=(1.0, 1.0), values=(-2.0, 1.0, 0.5))
