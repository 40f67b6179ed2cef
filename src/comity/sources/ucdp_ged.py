"""UCDP Georeferenced Event Dataset: every deadly event of organised violence since 1989, with place and day."""

from __future__ import annotations

from comity.sources.contract import Source

SOURCE = Source(
    name="ucdp_ged",
    title="UCDP Georeferenced Event Dataset",
    provider="Uppsala Conflict Data Program, Uppsala University",
    home="https://ucdp.uu.se/downloads/",
    gives=("Event",),
    licence="CC BY 4.0",
    terms="Cite the dataset and its article; say what was changed; yearly, so the newest months are missing.",
    cite=(
        "Sundberg, Ralph and Erik Melander (2013). Introducing the UCDP Georeferenced Event Dataset. "
        "Journal of Peace Research 50(4), 523-532."
    ),
    shareable=True,
    cadence=365,
    key="UCDP_ACCESS_TOKEN",
)
