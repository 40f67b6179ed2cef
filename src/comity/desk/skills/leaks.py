"""Skill of the guard against leaks: planted leaks refused, honest cases accepted, beside checks of dates alone."""

from __future__ import annotations

import time

from comity.desk.skills.planted import HONEST, LEAKS, answer
from comity.desk.skills.planted_builds import BUILDS
from comity.desk.skills.planted_columns import COLUMNS
from comity.kernel.progress import Progress
from comity.reference.skill import Metric, Skill
from comity.store.raw import RawData

NAME = "warn-leaks"
WORDS = "planted leaks refused and honest cases accepted, against checks of dates alone"

PROTOCOL = (
    "Leaks planted in a made panel of 12 states and 60 months with the origin 2018-12-31, each in an otherwise honest "
    "case: future columns, figures and labels revised later, late events, open windows, repeats, zones, mixed-up dates "
    "(refused by training_set and seen), and statistics of the whole panel (refused by invariant, which builds again "
    "with the future cut, emptied, shuffled and replaced). A leak counts as refused if the message names it; honest "
    "cases must be accepted. Nothing is estimated, so the figures carry no interval."
)
LIMITS = (
    "The cases and the guard are by the same hands: a count of refusals is no chance of catching the next leak.",
    "A statistic of the whole panel that happens to come out alike is not seen: use several origins and seeds.",
    "Dates that were written down falsely before they came here are believed.",
    "A build that reads the future past its argument is seen only if it ignores the past it is given.",
)


def run(raw: RawData, progress: Progress) -> Skill:  # noqa: ARG001 - the cases are made, no raw data is read
    """The row of the skill table; it needs no raw data and comes out the same on every machine."""
    begun = time.perf_counter()
    progress("planted leaks", 0.0)
    refused = [case for case in LEAKS if case.says in (answer(case) or "\n")]
    progress("honest cases", 0.8)
    accepted = [case for case in HONEST if not answer(case)]
    figures = {
        "leaks_refused": len(refused),
        "leaks": len(LEAKS),
        "honest_accepted": len(accepted),
        "honest": len(HONEST),
        "leaks_refused_by_dates": sum(case in COLUMNS for case in refused),
        "leaks_refused_by_rebuilding": sum(case in BUILDS for case in refused),
    }
    progress("done", 1.0)
    return Skill(
        name=NAME,
        protocol=PROTOCOL,
        n=len(LEAKS) + len(HONEST),
        vintage="2026-11",
        seconds=round(time.perf_counter() - begun, 1),
        metrics={name: Metric(value=value, low=value, high=value) for name, value in figures.items()},
        baselines={
            "latest date of each column against the origin": _by_dates(0),
            "event date of each value against its row": _by_dates(1),
        },
        command=f"comity skill run {NAME}",
        limits=LIMITS,
        details=tuple(f"{case.name}: {case.words}" for case in LEAKS),
    )


def _by_dates(rule: int) -> dict[str, float]:
    return {
        "leaks_refused": sum(case.by_dates()[rule] for case in LEAKS),
        "honest_accepted": sum(not case.by_dates()[rule] for case in HONEST),
    }
