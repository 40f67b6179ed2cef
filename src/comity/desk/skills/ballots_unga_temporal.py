"""How well votes in the Assembly are predicted for sessions 74-76 from earlier sessions, texts known by title only."""

from __future__ import annotations

import time

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.ballots import assembly
from comity.desk.fits import ballots, ballots_assembly, positions
from comity.desk.fits.ballots_assembly import Known, Measured, Weights
from comity.desk.skills import vote_scores as scores
from comity.kernel.progress import Progress
from comity.reference.skill import Metric, Skill
from comity.store.raw import RawData

NAME = "ballots-unga-temporal"
WORDS = "votes in the General Assembly, sessions 74-76, before the roll call"
TRAIN, TEST = range(62, 74), range(74, 77)
PEER = (
    "UNSim, sessions 60-74: accuracy 0.682, macro-F1 0.376 by its own account; no peer reports a temporal hold-out "
    "with three classes for all states"
)

Floats = NDArray[np.float64]


class Evaluated(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Held-out votes: pooled chances, the experts' own chances, what was voted, text and likeness of each vote."""

    chance: Floats
    experts: Floats
    choice: NDArray[np.int64]
    text: NDArray[np.int64]
    likest: Floats


class Prepared(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What both Assembly rows start from: all roll calls, what was known before each session, weights to session 73."""

    references: assembly.References
    known: Known
    train: list[Measured]
    others: list[Measured]
    weights: Weights


def prepared(raw: RawData, progress: Progress) -> Prepared:
    """References, and expert weights fitted on sessions 62-73, each predicted from the sessions before it."""
    progress("reading roll calls", 0.0)
    data = positions.record(raw)
    known = ballots.known_of(data)
    references = ballots_assembly.all_references(raw, data, known)
    progress("learning from sessions 62-73", 0.4)
    train, others = parts(references, known, TRAIN), hidden(references, known, TRAIN)
    weights = ballots_assembly.learnt(train, others)
    return Prepared(references=references, known=known, train=train, others=others, weights=weights)


def hidden(references: assembly.References, known: Known, sessions: range) -> list[Measured]:
    """Each session's texts with all texts like them hidden, to learn how new texts are voted on."""
    found = [ballots_assembly.hidden(references, known, s) for s in sessions]
    return [part for part in found if part is not None]


def parts(
    references: assembly.References, known: Known, sessions: range, *, new_target: bool = False
) -> list[Measured]:
    """Each session predicted from the sessions before it."""
    found = [ballots_assembly.measured(references, known, s, new_target=new_target) for s in sessions]
    return [part for part in found if part is not None]


def evaluated(found: list[Measured], weights: Weights) -> Evaluated:
    """All votes of those sessions with pooled chances."""
    experts = np.concatenate([part.odds for part in found])
    return Evaluated(
        chance=np.concatenate([weights.chances(part) for part in found]),
        experts=experts,
        choice=np.concatenate([part.choice for part in found]),
        text=np.concatenate([part.text for part in found]),
        likest=np.concatenate([part.likest for part in found]),
    )


def run(raw: RawData, progress: Progress) -> Skill:
    """The row: every yes, abstention and no of the held-out sessions against naive rules."""
    began = time.perf_counter()
    ready = prepared(raw, progress)
    progress("predicting sessions 74-76", 0.7)
    held_out = parts(ready.references, ready.known, TEST)
    test = evaluated(held_out, ready.weights)
    metrics = scores.with_intervals(test.chance, test.choice, test.text)
    metrics["calibration_error"] = scores.exact(scores.calibration_error(test.chance, test.choice))
    metrics |= _tally(ready, held_out)
    shipped, hidden = _situations(ready)
    metrics |= {f"{k}_situations": v for k, v in shipped.items()}
    metrics |= {f"{k}_new_target": v for k, v in hidden[0].items()}
    return Skill(
        name=NAME,
        protocol="votes of all states in divided roll calls of sessions 74-76, predicted from titles and from sessions "
        "up to the one before; weights of experts and spread of joint draws fitted on sessions 62-73; positions and "
        "factors are the filtered ones",
        n=len(test.choice),
        vintage=ballots_assembly.last_day(raw, 76),
        seconds=round(time.perf_counter() - began, 1),
        metrics=metrics,
        baselines=naive(test) | {"usual vote on like texts, new target": hidden[1]},
        peer=PEER,
        command=f"comity skill run {NAME}",
        limits=(
            "86 % of these votes are on texts whose title recurs almost word for word: see ballots-unga-novel",
            "`_situations` and `_new_target` use only the texts that ship, on states, in sessions 64-76; in the second "
            "all earlier texts on the state are hidden",
            "absence is not scored",
        ),
    )


def naive(test: Evaluated) -> dict[str, dict[str, float]]:
    """Scores of naive rules and of single experts on the same votes."""
    yes = scores.sure(np.full(len(test.choice), 2))
    names = {
        "usual vote, last 3 sessions": 3,
        "same state's vote on the likest earlier text (1-NN)": 0,
        "positions alone, items of like texts": 2,
        "factors alone, loadings of like texts": 4,
        "factors alone, words of the title": 5,
    }
    return {"always yes": scores.plain(yes, test.choice, with_log_loss=False)} | {
        label: scores.plain(test.experts[:, expert], test.choice) for label, expert in names.items()
    }


def _tally(ready: Prepared, held_out: list[Measured]) -> dict[str, Metric]:
    """Error of the expected number of yes, and share of tallies inside their 90 % interval, from joint draws."""
    tried = [ballots_assembly.covered(p, ready.known, ready.references, ready.weights) for p in ready.train]
    spread = ballots_assembly.spreads(tried)
    rng = np.random.default_rng(scores.SEED)
    errors, inside = [], []
    for part in held_out:
        chances = ready.weights.chances(part)
        everyone = ready.known.members(ready.references, part.session)
        for text in np.unique(part.text):
            rows = np.flatnonzero(part.text == text)
            place = int(part.bin[rows[0]])
            chance = chances[rows]
            members = ballots_assembly.some(everyone, part.state[rows])
            drawn = ballots_assembly.tallies(chance, members, spread[place], rng)
            truth = int((part.choice[rows] == 2).sum())
            errors.append(abs(chance[:, 2].sum() - truth))
            inside.append(ballots_assembly.inside(drawn, truth))
    sample = rng.integers(0, len(errors), (scores.RESAMPLES, len(errors)))
    return {
        "tally_error": scores.metric(float(np.mean(errors)), list(np.array(errors)[sample].mean(axis=1))),
        "coverage": scores.metric(float(np.mean(inside)), list(np.array(inside)[sample].mean(axis=1))),
    }


def _situations(ready: Prepared) -> tuple[dict[str, Metric], tuple[dict[str, Metric], dict[str, float]]]:
    """Scores of the model as shipped on texts about states other than Israel: as it is, and with the state hidden."""
    like = ballots_assembly.subset(ready.references, ballots_assembly.selection(ready.references))
    on_state = np.array([target not in ("", "ISR") for target in like.targets])
    train = [p for new in (False, True) for p in parts(like, ready.known, range(52, 64), new_target=new)]
    weights = ballots_assembly.learnt(train, hidden(like, ready.known, range(52, 64)))
    results = []
    for new in (False, True):
        test = evaluated(parts(like, ready.known, range(64, 77), new_target=new), weights)
        keep = on_state[test.text]
        measured = scores.with_intervals(test.chance[keep], test.choice[keep], test.text[keep])
        results.append((measured, scores.plain(test.experts[keep, 3], test.choice[keep])))
    return results[0][0], results[1]
