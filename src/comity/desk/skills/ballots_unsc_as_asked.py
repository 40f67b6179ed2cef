"""How well Council votes of 2018-2024 are predicted from what a brief asks with: topic, strength, day, no sponsors."""

from __future__ import annotations

import time
from datetime import date

from comity.desk.fits import ballots, ballots_council
from comity.desk.skills import ballots_unsc_temporal as temporal
from comity.kernel.progress import Progress
from comity.reference.skill import Skill
from comity.store.raw import RawData

NAME = "ballots-unsc-as-asked"
WORDS = "votes in the Security Council, 2018-2024, by topic, strength and day alone"


def run(raw: RawData, progress: Progress) -> Skill:
    """The row: the same votes as ballots-unsc-temporal, without sponsors, rival drafts and what the title prolongs."""
    began = time.perf_counter()
    progress("reading Council votes", 0.0)
    known = temporal.prepared(raw)
    metrics, test = temporal.measured(known, asked(known), progress)
    return Skill(
        name=NAME,
        protocol="the votes and the fit of ballots-unsc-temporal; of each draft only topic, strength and day are "
        "known. Sponsors are taken as a ballot takes them: the Western permanent members, none of the permanent five "
        "where Israel is concerned; vetoes by the fit without sponsors",
        n=len(test.choice),
        vintage=date.fromordinal(int(known.record.day.max())).isoformat(),
        seconds=round(time.perf_counter() - began, 1),
        metrics=metrics,
        baselines=temporal.naive(known, test),
        peer=temporal.PEER,
        command=f"comity skill run {NAME}",
        limits=(
            "drafts put to a vote are chosen to pass, and half of the failures were tabled by the Russian Federation, "
            "which is not known here",
            "from September 2022 no draft has a descriptive title, so strength is unknown there",
            "topics with no single state keep their agenda item, which a brief on a state never asks for",
            "asked so, always yes is as accurate, members' usual votes on the topic have the better log loss, and the "
            "topic's past failures rank vetoes as well: name the sponsors",
        ),
    )


def asked(known: temporal.Council) -> temporal.Council:
    """The record's drafts as a brief asks about them; rates of the past are the same."""
    record = known.record
    return temporal.Council(
        record=record, rows=ballots_council.rows(record, ballots.shipped_positions(), asked=True),
        on_drafts=ballots_council.veto_features(record, asked=True), years=known.years, asked=True,
    )  # fmt: skip
