"""How well the rest of the Assembly is predicted when three or ten states have been heard, sessions 75-77, no text."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.canvass.asking import About
from comity.desk.fits import ballots_assembly, positions
from comity.desk.skills import canvass_scores as canvass
from comity.desk.skills import vote_scores as scores
from comity.desk.skills.canvass_peers import Peers
from comity.kernel.progress import Progress
from comity.reference.skill import Metric, Skill
from comity.store.raw import RawData

NAME = "canvass-unga"
WORDS = "the rest of the Assembly when three or ten states have been heard, sessions 75-77, no text"
HEARD = (3, 10)
SEED = 1961
RULES = ("ours", "usual", "bloc", "gaussian")

Floats = NDArray[np.float64]


class Cells(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Votes of members not heard after so many answers: chances by rule (votes, 3), what was cast, the roll call."""

    chances: dict[str, Floats]
    choice: NDArray[np.int64]
    text: NDArray[np.int64]


def run(raw: RawData, progress: Progress) -> Skill:
    """The row: `next` asks, three rules on the same members heard, and three other ways to choose whom to hear."""
    began = time.perf_counter()
    progress("reading roll calls and fitting factors", 0.0)
    known = canvass.past(positions.record(raw))
    asked = {
        "next": canvass.most_telling(About.BOARD),
        "for the tally": canvass.most_telling(About.TALLY),
        "fixed": canvass.ahead(order(known)),
        "random": canvass.at_random(SEED),
    }
    found = {}
    for n, (name, pick) in enumerate(asked.items()):
        progress(f"replaying roll calls, asking: {name}", 0.1 + 0.9 * n / len(asked))
        found[name] = replayed(known, pick)
    metrics: dict[str, Metric] = {}
    for k in HEARD:
        ours = scores.with_intervals(found["next"][k].chances["ours"], found["next"][k].choice, found["next"][k].text)
        metrics |= {f"{name}_k{k}": value for name, value in ours.items()}
    cells = found["next"]
    seconds = time.perf_counter() - began
    return Skill(
        name=NAME,
        protocol="divided roll calls of sessions 75-77; a board known from sessions before and no text; ten states "
        "heard one after the other, each chosen on the board as it stands, and answering with their vote; every other "
        "state that voted is predicted after three and after ten answers; slip and weights chosen on sessions 73-74",
        n=len(cells[HEARD[0]].choice),
        vintage=ballots_assembly.last_day(raw, canvass.TEST[-1]),
        seconds=round(seconds, 1),
        metrics=metrics,
        baselines={
            "usual vote, last 3 sessions, same states left": _by(cells, "usual"),
            "vote of the heard state it agreed with most, same states heard": _by(cells, "bloc"),
            "Gaussian update of votes, same states heard": _by(cells, "gaussian"),
            "ours, states heard chosen at random": _by(found["random"], "ours"),
            "Gaussian update, states heard chosen at random": _by(found["random"], "gaussian"),
            "ours, ten states fixed beforehand": _by(found["fixed"], "ours"),
            "ours, states heard chosen for the tally": _by(found["for the tally"], "ours"),
        },
        peer="Gaussian prototype of our own research, data of one session more: 0.896/0.773/0.304 at three, "
        "0.904/0.791/0.269 at ten; nearest-neighbour bloc with a tenth of states seen, sessions 76-78: 0.894/0.758; "
        "nothing published",
        command=f"comity skill run {NAME}",
        limits=(
            "an answer here is the vote that was cast; real soundings are graded, and no record of them is public",
            "states asked leave the count, and they are the hard ones: compare with rules on the same states left, and "
            "with states at random",
            "a state that did not vote is not asked",
        ),
    )


def replayed(known: canvass.Past, pick: canvass.Pick, sessions: Sequence[int] = canvass.TEST) -> dict[int, Cells]:
    """Cells after each number of answers in HEARD, over all roll calls of the sessions."""
    kept: dict[int, list[tuple[dict[str, Floats], NDArray[np.int64], NDArray[np.int64]]]] = {k: [] for k in HEARD}
    for session in sessions:
        peers = Peers(known, session)
        for call in canvass.roll_calls(known, (session,)):
            for step in canvass.replay(call, pick, HEARD[-1]):
                if len(step.heard) not in kept:
                    continue
                chances = {
                    "ours": step.after.odds[step.rest],
                    "usual": peers.usual(step),
                    "bloc": peers.bloc(step),
                    "gaussian": peers.gaussian(step),
                }
                text = np.full(len(step.rest), call.item)
                kept[len(step.heard)].append((chances, call.choice[step.rest], text))
    return {
        k: Cells(
            chances={rule: np.concatenate([part[0][rule] for part in parts]) for rule in RULES},
            choice=np.concatenate([part[1] for part in parts]),
            text=np.concatenate([part[2] for part in parts]),
        )
        for k, parts in kept.items()
    }


def order(known: canvass.Past) -> dict[str, int]:
    """States by how often `next` asked them in the last session before the test, most often first."""
    counted: Counter[str] = Counter()
    pick = canvass.most_telling(About.BOARD)
    for call in canvass.roll_calls(known, (canvass.TEST[0] - 1,), every=4):
        *_, last = canvass.replay(call, pick, HEARD[-1])
        counted.update(call.before.members[i] for i in last.heard)
    return {state: place for place, (state, _) in enumerate(sorted(counted.items(), key=lambda kv: (-kv[1], kv[0])))}


def _by(cells: dict[int, Cells], rule: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for k, part in cells.items():
        # The bloc rule names one vote and gives no chances of its own.
        row = scores.plain(part.chances[rule], part.choice, with_log_loss=rule != "bloc")
        found |= {f"{name}_k{k}": value for name, value in row.items()}
    return found
