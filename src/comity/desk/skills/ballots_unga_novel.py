"""How well Assembly votes of sessions 74-76 are predicted on texts that have no like among earlier ones."""

from __future__ import annotations

import time

import msgspec
import numpy as np

from comity.desk.fits import ballots_assembly
from comity.desk.skills import ballots_unga_temporal as temporal
from comity.desk.skills import vote_scores as scores
from comity.kernel.progress import Progress
from comity.reference.skill import Skill
from comity.store.raw import RawData

NAME = "ballots-unga-novel"
WORDS = "votes in the General Assembly on texts unlike any before, sessions 74-76"
# Cosine of TF-IDF titles with the likest of the twelve sessions before, below which a text counts as new.
NOVEL = 0.6


def run(raw: RawData, progress: Progress) -> Skill:
    """The row: new texts of the held-out sessions against naive rules, and the same of sessions 66-73 beside it."""
    began = time.perf_counter()
    ready = temporal.prepared(raw, progress)
    progress("predicting sessions 74-76", 0.7)
    test = _novel(temporal.evaluated(temporal.parts(ready.references, ready.known, temporal.TEST), ready.weights))
    # Earlier new texts, with weights that do not know them, show how much one draw of thirty texts says.
    early = temporal.parts(ready.references, ready.known, range(54, 66))
    before = _novel(temporal.evaluated([p for p in ready.train if p.session >= 66], ballots_assembly.pooled(early)))
    metrics = scores.with_intervals(test.chance, test.choice, test.text)
    metrics["calibration_error"] = scores.exact(scores.calibration_error(test.chance, test.choice))
    metrics |= {
        f"{k}_sessions_66_73": v for k, v in scores.with_intervals(before.chance, before.choice, before.text).items()
    }
    metrics["texts"] = scores.exact(float(len(np.unique(test.text))))
    usual = scores.plain(before.experts[:, 3], before.choice)
    return Skill(
        name=NAME,
        protocol="as ballots-unga-temporal, texts alone whose likeness to the likest earlier title is under 0.6; "
        "`_sessions_66_73`: the same with weights fitted on sessions 54-65",
        n=len(test.choice),
        vintage=ballots_assembly.last_day(raw, 76),
        seconds=round(time.perf_counter() - began, 1),
        metrics=metrics,
        baselines=temporal.naive(test)
        | {"usual vote, sessions 66-73": {f"{k}_sessions_66_73": v for k, v in usual.items()}},
        peer=temporal.PEER,
        command=f"comity skill run {NAME}",
        limits=(
            "thirty texts: the intervals are wide, and on accuracy the usual vote is not beaten beyond them",
            "a title alone does not say whether a text divides: International Tea Day had 44 abstentions, the text on "
            "space threats 12 votes against",
        ),
    )


def _novel(test: temporal.Evaluated) -> temporal.Evaluated:
    keep = test.likest < NOVEL
    return msgspec.structs.replace(
        test, chance=test.chance[keep], experts=test.experts[keep], choice=test.choice[keep], text=test.text[keep],
        likest=test.likest[keep],
    )  # fmt: skip
