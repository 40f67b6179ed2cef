from __future__ import annotations

from datetime import date
from typing import Any

from comity.kernel.grading import grade
from comity.kernel.marking import CLEAR
from comity.records.signal import Act, Link, Place, Signal


def signal(**given: Any) -> Signal:
    said = {
        "state": "SDN", "seen_on": date(2026, 5, 2), "known_on": date(2026, 5, 20), "grade": grade("B2"),
        "text": "Shelling of a displacement camp near the town.", "marking": CLEAR,
    }  # fmt: skip
    return Signal(**{**said, **given})


def link(one: str, other: str, relation: str = "same_event", origins: str = "unknown", by: str = "analyst") -> Link:
    return Link(
        one=one, other=other, relation=relation, origins=origins, because="read both", by=by, judged_on=date(2026, 6, 1)
    )


def at(lat: float, lon: float, name: str = "", within_km: float = 1.0) -> Place:
    return Place(lat=lat, lon=lon, name=name, within_km=within_km)


KILLING = Act(what="killing", by="a militia", against="civilians")
