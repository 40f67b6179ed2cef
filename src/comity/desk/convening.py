"""Convene: positions, drafts, predicted votes under a body's rule, whom to call, and what another text would change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene import calling, drafting, rules
from comity.convene.canvass import Sounding
from comity.convene.canvass.asking import Asked
from comity.convene.canvass.words import Defaults
from comity.convene.positions import table
from comity.desk import canvassing, engines
from comity.desk import sitting as seating
from comity.desk.asking import which_day, which_state
from comity.desk.canvassing import Canvass, Setting
from comity.desk.record import Item, Record
from comity.kernel import states
from comity.kernel.errors import Misused, NotOnShelf, Refused, did_you_mean
from comity.kernel.grading import grade
from comity.kernel.marking import Marking
from comity.ledger.bodies import Canvassed
from comity.ledger.entry import Entry
from comity.records.ballot import Ballot
from comity.records.draft import Draft
from comity.records.position import Position
from comity.reference import bodies, measures
from comity.reference.bodies import Body
from comity.reference.seats import Coverage, Seat

_FIVE = Asked()


class Predicted(msgspec.Struct, frozen=True, kw_only=True):
    """A predicted vote with the draws behind it.

    votes    (draws, members) values of rules.Vote
    adopted  (draws,)
    members  codes in order of the columns
    coverage how many of the seats are known on the day
    """

    ballot: Ballot
    votes: NDArray[np.int8]
    adopted: NDArray[np.bool_]
    members: tuple[str, ...]
    coverage: Coverage


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A state to call: bits its answer tells about adoption, chance that the outcome turns on it, chance of yes."""

    state: str
    bits: float
    pivotal: float
    yes: float


class Convene:
    """The convene stage of a desk."""

    def __init__(self, record: Record, today: Callable[[], date]) -> None:
        self._record = record
        self._today = today

    def positions(
        self, named: Sequence[str], *, since: int | None = None, as_of: str | date | None = None
    ) -> tuple[Position, ...]:
        """Ideal points of states by session, with interval; sessions a state did not vote in are left out.

        since  first calendar year
        """
        day = which_day(as_of, today=self._today())
        fitted = engines.positions()
        wanted = [which_state(name).iso3 for name in named]
        on = None if as_of is None else day
        found = []
        for code in wanted:
            if code not in fitted.states:
                raise NotOnShelf(f"{code} never cast a vote in a divided roll call of the Assembly")
            row = fitted.states.index(code)
            for session in sorted({int(s) for s in fitted.session[fitted.state == row]}):
                # Session 1 met in 1946; a session is named after the year it opens in.
                if (since is None or session + 1945 >= since) and (on is None or fitted.known_on[session] <= on):
                    found.append(table.position(fitted, code, session, on=on))
        return tuple(found)

    def draft(
        self,
        target: str,
        *,
        measures_named: Sequence[str] = (),
        strength: str | None = None,
        body: str = "unsc",
        rule: str | None = None,
        as_of: str | date | None = None,
    ) -> Draft:
        """A draft described by what its drafter knows; strength and rule are read from measures and body if not given.

        raises  NotOnShelf for unknown words, Refused for measures the body may not take
        """
        place, day = which_state(target), which_day(as_of, today=self._today())
        forum = bodies.get(body)
        chosen = [measures.get(name) for name in measures_named]
        outside = [m.id for m in chosen if m.id not in forum.measures]
        if outside:
            raise Refused(
                f"{forum.id} may not take {', '.join(outside)}",
                hint="see: comity library measure "
                + outside[0]
                + "; bodies that may take it are listed by plan options",
            )
        word = strength or drafting.strength((m.id, m.category) for m in chosen)
        if word not in drafting.STRENGTHS:
            raise NotOnShelf(f"{word!r} is no strength of a text", hint=did_you_mean(word, drafting.STRENGTHS))
        what = ", ".join(m.name for m in chosen) or drafting.STRENGTH_WORDS[word]
        return Draft(
            title=f"{place.short}: {what}",
            body=forum.id,
            rule=rule or default_rule(forum, day),
            target=place.iso3,
            measures=tuple(m.id for m in chosen),
            strength=word,
            on=day,
        )

    def table(self, draft: Draft, marking: Marking) -> Entry:
        """Put a draft on record; its stream, such as draft/1, names it from then on."""
        return self._record.append_new("convene.drafted/1", lambda _stream: draft, marking)

    def tabled(self, stream: str) -> Draft:
        """The draft as it last stood in its stream; raises NotOnShelf."""
        found = self._record.entries(stream, kind="convene.drafted/1")
        if not found:
            known = [entry.stream for entry in self._record.entries(kind="convene.drafted/1")]
            raise NotOnShelf(f"there is no {stream} on record", hint=did_you_mean(stream, known))
        return msgspec.convert(found[-1].body, Draft)

    def predict(self, draft: Draft, *, sitting: date | None = None) -> Predicted:
        """The predicted vote on a draft, from what was known on the draft's day.

        sitting  day whose members vote, where another than the draft's day is asked about
        raises   Refused where no vote of states can be simulated, with the reason
        """
        on = self.setting(draft, sitting)
        ballot, votes, adopted = engines.predicted(draft, on.rule, on.members, on.populations, on.coverage.missing)
        return Predicted(ballot=ballot, votes=votes, adopted=adopted, members=on.members, coverage=on.coverage)

    def keep(self, stream: str, ballot: Ballot, marking: Marking) -> Entry:
        """Put a prediction on record beside the draft it is about, so that it can be scored when the vote is known."""
        self.tabled(stream)
        return self._record.append("convene.predicted/1", stream, ballot, marking)

    def canvass(
        self,
        stream: str,
        heard: str | None = None,
        *,
        defaults: Defaults | None = None,
        asked: Asked = _FIVE,
        marking: Marking | None = None,
        as_of: str | date | None = None,
    ) -> Canvass:
        """How a draft stands with all that was heard of it, and whom to call next.

        heard     soundings as people write them, such as "KEN yes, firm; IND leaning abstain, source B2"
        defaults  what holds for soundings that do not say it themselves; by default said today, graded C3
        marking   with one, the soundings of `heard` are put on record under it; without, they are only tried out
        as_of     use only what was on record and said by that day
        raises    NotOnShelf for no such draft, Misused and Refused for soundings that cannot be taken
        """
        day = None if as_of is None else which_day(as_of, today=self._today())
        setting = self.setting(self.tabled(stream))
        earlier = canvassing.folded(
            [
                msgspec.convert(entry.body, Canvassed)
                for entry in self._record.entries(stream, kind="convene.canvassed/1", as_of=day)
            ],
            until=day,
        )
        given: tuple[Sounding, ...] = ()
        if heard is not None:
            known = defaults or Defaults(said_on=self._today(), grade=grade("C3"))
            given = canvassing.given(heard, known, lambda name: which_state(name).iso3, setting)
        found = canvassing.canvassed(stream, setting, earlier, given, asked)
        if marking is not None and given:
            entries = [canvassing.body_of(stream, one) for one in given]
            self._record.append_many(
                [Item(kind="convene.canvassed/1", stream=stream, body=body, marking=marking) for body in entries]
            )
        return found

    def heard_of(self, state: str, *, as_of: date) -> tuple[Canvass, ...]:
        """The canvass of every draft about a state of which something was heard by a day, oldest draft first."""
        told = {entry.stream for entry in self._record.entries(kind="convene.canvassed/1", as_of=as_of)}
        drafts = [(e.stream, draft) for e, draft in self._record.values("convene.drafted/1", Draft, as_of=as_of)]
        latest = {stream: draft for stream, draft in drafts if stream in told and draft.target == state}
        return tuple(self.canvass(stream, as_of=as_of) for stream in latest)

    def setting(self, draft: Draft, sitting: date | None = None) -> Setting:
        """Who votes on a draft, by which rule; raises Refused where no vote of states decides."""
        forum = bodies.get(draft.body)
        rule = rules.rule_for(forum, draft.rule, on=sitting or draft.on)
        if rule.decider is not None:
            raise Refused(f"{forum.name} is decided without a vote of states", hint="see its rule in the library")
        sitting_members, coverage = self._members(forum, sitting or draft.on, on=draft.on)
        # A suspended member does not vote; its seat then counts as an absent one, where the rule counts seats.
        voting = [seat for seat in sitting_members if not seat.suspended]
        return Setting(
            draft=draft,
            rule=rule,
            members=tuple(seat.iso3 for seat in voting),
            populations=tuple((seat.iso3, seat.population) for seat in voting if seat.population is not None),
            coverage=coverage,
        )

    def calls(self, predicted: Predicted, *, most: int = 5) -> tuple[Told, ...]:
        """The states whose answer would tell most about adoption, most telling first."""
        bits = calling.information(predicted.votes, predicted.adopted)
        odds = {odds.state: odds for odds in predicted.ballot.members}
        told = [
            Told(state=code, bits=float(bit), pivotal=odds[code].pivotal, yes=odds[code].yes.value)
            for code, bit in zip(predicted.members, bits, strict=True)
        ]
        told.sort(key=lambda item: (-round(item.bits, 6), -item.pivotal, item.state))
        return tuple(item for item in told[:most] if item.bits > 0)

    def variants(self, draft: Draft) -> tuple[Predicted, ...]:
        """The same text at every strength that a peaceful text may have, mildest first."""
        found = []
        for word in drafting.STRENGTHS:
            if word == "force":
                continue
            title = f"{states.state(draft.target).short if draft.target else ''}: {drafting.STRENGTH_WORDS[word]}"
            found.append(self.predict(msgspec.structs.replace(draft, strength=word, title=title, measures=())))
        return tuple(found)

    def _members(self, forum: Body, day: date, *, on: date) -> tuple[tuple[Seat, ...], Coverage]:
        if forum.membership.seats is None:
            raise Refused(
                f"who sits in {forum.name} on {day} is not on the shelf", hint="add a file to reference/seats"
            )
        sitting, coverage = seating.known(forum.membership.seats, day, on=on)
        if not sitting:
            raise Misused(f"{forum.name} had no members on {day}")
        return sitting, coverage


def default_rule(body: Body, day: date) -> str:
    """The body's rule for matters of substance on a day: the first that is in force and not about procedure."""
    for rule in body.decision_rules:
        if rule.valid_to and day.isoformat() > rule.valid_to:
            continue
        if rule.valid_from and day.isoformat() < rule.valid_from:
            continue
        if rule.id not in ("procedural", "other", "pre_1966", "call_by_council", "call_by_members"):
            return rule.id
    return body.decision_rules[0].id
