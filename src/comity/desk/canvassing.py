"""The canvass of a draft on record: soundings in and out of the ledger, the boards they make, whom to call next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene import ballots, canvass, open_seats, rules
from comity.convene.ballots import Forecast
from comity.convene.ballots.forecast import COUNCIL
from comity.convene.canvass import asking, words
from comity.convene.canvass import rows as mixtures
from comity.convene.canvass import sounding as soundings
from comity.convene.canvass.board import Board, Frame, Moved, Votes
from comity.convene.canvass.sounding import Sounding
from comity.desk import engines
from comity.kernel.errors import Refused
from comity.kernel.grading import grade
from comity.ledger.bodies import Canvassed
from comity.records.ballot import Ballot
from comity.records.draft import Draft
from comity.reference.seats import Coverage

# Simulated votes behind the mixture: for an assembly one row in forty, so that many answers can be told apart.
SIMULATED = 20_000


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """Who votes on a draft, by which rule.

    populations  people by member, about, where the rule weighs votes by them
    coverage     how many of the seats are known
    """

    draft: Draft
    rule: rules.Rule
    members: tuple[str, ...]
    populations: tuple[tuple[str, int], ...]
    coverage: Coverage


class Canvass(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """How a draft stands.

    stream        of the draft
    before        the board before the soundings given; with none given, before anything was heard
    after         the board as it stands
    soundings     all that counts, newest of each voice
    given         those that were given now
    contradicted  states whose voices name different votes
    moved         members whose chances changed most from before to after
    calls         whom to call next
    """

    stream: str
    draft: Draft
    before: Board
    after: Board
    soundings: tuple[Sounding, ...]
    given: tuple[Sounding, ...]
    contradicted: tuple[str, ...]
    moved: tuple[Moved, ...]
    calls: tuple[asking.Call, ...]
    coverage: Coverage


def body_of(stream: str, one: Sounding) -> Canvassed:
    """The entry that keeps a sounding."""
    return Canvassed(
        draft=stream, state=one.state, says=one.says.value, said_on=one.said_on, firmness=one.firmness.value,
        grade=one.grade.code, voice=one.voice.value,
    )  # fmt: skip


def folded(entries: Sequence[Canvassed], *, until: date | None) -> tuple[Sounding, ...]:
    """Soundings on record, oldest first; of one voice and day the last entry counts, as a correction.

    until  leave out what was said later
    """
    last: dict[tuple[str, str, date], Sounding] = {}
    for entry in entries:
        if until is None or entry.said_on <= until:
            last[entry.state, entry.voice, entry.said_on] = Sounding(
                state=entry.state, says=soundings.Says(entry.says), said_on=entry.said_on, grade=grade(entry.grade),
                firmness=soundings.Firmness(entry.firmness), voice=soundings.Voice(entry.voice),
            )  # fmt: skip
    return tuple(last.values())


def given(text: str, defaults: words.Defaults, code: Callable[[str], str], setting: Setting) -> tuple[Sounding, ...]:
    """The soundings of a line; raises Misused for a line that cannot be read, Refused for states without a vote."""
    found = words.read(text, defaults, code)
    outside = [one.state for one in found if one.state not in setting.members]
    if outside:
        raise Refused(
            f"{', '.join(outside)} has no vote in {setting.draft.body} on {setting.draft.on}",
            hint="only members are canvassed; see the board for them",
        )
    soundings.gathered(found)
    return found


def canvassed(
    stream: str, setting: Setting, earlier: Sequence[Sounding], new: Sequence[Sounding], asked: asking.Asked
) -> Canvass:
    """The draft's board before and after, what moved, and whom to call next."""
    ballot, _, _ = engines.predicted(
        setting.draft, setting.rule, setting.members, setting.populations, setting.coverage.missing
    )
    forecast = ballots.forecast(
        engines.vote_model(), setting.draft, setting.members, n=SIMULATED, seed=engines.SEED
    )  # fmt: skip
    prior = mixture(setting, forecast)
    frame = _frame(setting, ballot, forecast)
    fresh = {(one.state, one.voice, one.said_on) for one in new}
    kept = [one for one in earlier if (one.state, one.voice, one.said_on) not in fresh]
    evidence = soundings.gathered((*kept, *new))
    known: dict[str, mixtures.Floats] = soundings.gathered(earlier).likelihood if new else {}
    before = canvass.standing(canvass.condition(prior, known), frame)
    after = canvass.standing(canvass.condition(prior, evidence.likelihood), frame)
    told = {one.state for one in (new or evidence.counted)}
    return Canvass(
        stream=stream, draft=setting.draft, before=before, after=after, soundings=evidence.counted, given=tuple(new),
        contradicted=evidence.contradicted, moved=canvass.moved(before, after, frozenset(told)),
        calls=asking.calls(
            after.heard, after.votes, after.adopted, msgspec.structs.replace(asked, skip=asked.skip | evidence.sure)
        ),
        coverage=setting.coverage,
    )  # fmt: skip


def mixture(setting: Setting, forecast: Forecast) -> mixtures.Rows:
    """The ways the vote may go: the forecast's own, and for an assembly also each like past roll call by itself."""
    away = (forecast.votes == rules.Vote.ABSENT).mean(axis=0)
    own = mixtures.rows(setting.members, forecast.rows, outer=forecast.outer, away=away)
    if setting.draft.body == COUNCIL:
        return own
    references = engines.vote_model().references
    day = setting.draft.on.toordinal()
    over = references.session[references.day < day]
    newest = int(over.max()) if len(over) else 0
    recent = (references.day < day) & (references.session > newest - mixtures.WINDOW_SESSIONS)
    if not recent.any():
        return own
    place = {state: i for i, state in enumerate(references.states)}
    columns = np.array([place.get(member, -1) for member in setting.members])
    votes = np.where(columns >= 0, references.votes[recent][:, columns], -1).astype(np.int8)
    past = mixtures.past(setting.members, votes, (newest - references.session[recent]).astype(np.float64))
    return mixtures.joined(own, past, mixtures.OTHER_TEXTS)


def _frame(setting: Setting, ballot: Ballot, forecast: Forecast) -> Frame:
    draft = setting.draft
    known = rules.Given(populations=dict(setting.populations), concerned=(draft.target,) if draft.target else ())
    missing = setting.coverage.missing
    how = ballots.verdict(setting.rule, open_seats.named(setting.members, missing), given=known)
    like = [i for i, member in enumerate(setting.members) if member not in how.veto_holders]

    def decide(votes: Votes) -> NDArray[np.bool_]:
        whole = open_seats.alike(votes, like, missing, seed=engines.SEED) if missing else votes
        truth: NDArray[np.bool_] = how.decide(whole) == rules.Outcome.ADOPTED
        return truth

    return Frame(
        decide=decide, baseline=ballot.adopted.baseline, usual=forecast.usual, n=forecast.seen, seed=engines.SEED
    )  # fmt: skip
