"""Every kind of entry the project writes: what it means, in which stream it stands, and the record of its body."""

from __future__ import annotations

from typing import Any

import msgspec

from comity.kernel import ids
from comity.kernel.canon import plain
from comity.kernel.errors import NotOnShelf, Refused, did_you_mean
from comity.ledger import bodies
from comity.ledger.entry import Body
from comity.records.alert import Alert, Cleared, Raised
from comity.records.assessment import ElementAnswer, Judgement
from comity.records.ballot import Ballot
from comity.records.draft import Draft
from comity.records.edition import Edition, EditionScore
from comity.records.finding import ConditionMet, Finding, Report
from comity.records.forecast import DeathsForecast, OnsetForecast
from comity.records.notification import Acknowledgement, Closing, Escalation, Notification
from comity.records.pledge import Amendment, Pledge, Withdrawal
from comity.records.signal import Link, Signal
from comity.records.silence import SilenceBroken, SilenceExtended, SilenceOpened, SilenceWithdrawn
from comity.records.text import (
    TextAccepted,
    TextOpened,
    TextProposed,
    TextRejected,
    TextSupported,
    TextWithdrawn,
)


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of entry.

    id       stage.verb/version
    family   first part of the streams it stands in: "pledge" of pledge/7
    meaning  what an entry of this kind says, as a sentence
    record   the class every body must fit
    """

    id: str
    family: str
    meaning: str
    record: type[msgspec.Struct]


def _kind(id: str, family: str, record: type[msgspec.Struct], meaning: str) -> Kind:
    return Kind(id=id, family=family, meaning=meaning, record=record)


# A kind is never changed once released: a new version gets a new number, and comity.ledger.upcast reads the old one.
KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        _kind("desk.opened/1", "desk", bodies.Opened, "A desk began this ledger."),
        _kind("desk.input_used/1", "brief", bodies.InputUsed, "An input was read to make a brief."),
        _kind("desk.brief_issued/1", "brief", bodies.BriefIssued, "A decision brief left the desk."),
        _kind("warn.signalled/2", "signal", Signal, "Something was seen or reported, with its grade."),
        _kind("warn.linked/1", "signal", Link, "Somebody judged what two reports are to each other."),
        _kind("warn.forecast/1", "forecast", DeathsForecast, "Deaths in the months ahead were forecast for a state."),
        _kind("warn.onset/1", "forecast", OnsetForecast, "The chance of a new mass killing was forecast for a state."),
        _kind("warn.alerted/1", "alert", Alert, "A forecast crossed the line the desk had set."),
        _kind("warn.raised/1", "alert", Raised, "An alert on a state opened or changed its level."),
        _kind("warn.cleared/1", "alert", Cleared, "An alert on a state ended, and whether what it warned of came."),
        _kind("warn.notified/1", "notice", Notification, "Offices were formally told of a warning, with options."),
        _kind("warn.acknowledged/1", "notice", Acknowledgement, "An office said that it has a notification."),
        _kind("warn.escalated/1", "notice", Escalation, "Nobody answered in time, so the next offices were told."),
        _kind("warn.closed/1", "notice", Closing, "The desk closed a notification, with how it ended."),
        _kind("warn.sealed/1", "edition", Edition, "Forecasts were sealed before the months they speak of."),
        _kind("warn.scored/1", "edition", EditionScore, "A sealed edition was scored on a month that is over."),
        _kind("assess.judged/1", "judgement", Judgement, "A judge rated a risk factor or indicator."),
        _kind("assess.tested/1", "test", ElementAnswer, "A judge answered one element of a legal threshold."),
        _kind("plan.chosen/1", "plan", bodies.Choice, "The desk chose measures for a state."),
        _kind("convene.drafted/1", "draft", Draft, "A text to be voted on was drafted or changed."),
        _kind("convene.predicted/1", "draft", Ballot, "The vote on a draft was predicted."),
        _kind("convene.canvassed/1", "draft", bodies.Canvassed, "It was heard how a state would vote on a draft."),
        _kind("convene.silence_opened/1", "silence", SilenceOpened, "A text was circulated under silence."),
        _kind("convene.silence_broken/1", "silence", SilenceBroken, "A participant objected before silence ended."),
        _kind("convene.silence_extended/1", "silence", SilenceExtended, "A silence was given more time."),
        _kind("convene.silence_withdrawn/1", "silence", SilenceWithdrawn, "A text under silence was taken back."),
        _kind("convene.text_opened/1", "text", TextOpened, "A text was tabled for negotiation."),
        _kind("convene.text_proposed/1", "text", TextProposed, "A party proposed a change to a text."),
        _kind("convene.text_accepted/1", "text", TextAccepted, "A proposal went into a text."),
        _kind("convene.text_rejected/1", "text", TextRejected, "A proposal on a text was set aside."),
        _kind("convene.text_withdrawn/1", "text", TextWithdrawn, "Its proposer took a proposal on a text back."),
        _kind("convene.text_supported/1", "text", TextSupported, "A party took a stand on a paragraph or proposal."),
        _kind("commit.pledged/1", "pledge", Pledge, "A state or organisation promised something."),
        _kind("commit.amended/1", "pledge", Amendment, "A promiser changed the terms of its pledge."),
        _kind("commit.withdrawn/1", "pledge", Withdrawal, "A promiser took its pledge back."),
        _kind("account.reported/1", "pledge", Report, "Somebody reported on a pledge, or evidence came in."),
        _kind("account.condition_met/1", "pledge", ConditionMet, "The condition of a pledge was reported as met."),
        _kind("account.found/1", "pledge", Finding, "The standing of a pledge was found on a day."),
        _kind("learn.replayed/1", "replay", bodies.Decision, "A player decided at a step of a replayed case."),
    )
}


def kind(id: str) -> Kind:
    """The kind of that id.

    raises  Misused for a malformed id, NotOnShelf for one the project does not write
    """
    ids.kind(id)
    if id not in KINDS:
        raise NotOnShelf(f"no entry of the ledger is called {id!r}", hint=did_you_mean(id, KINDS))
    return KINDS[id]


def normal(id: str, body: Any) -> Body:
    """The body as it is stored: checked against the record of its kind, with defaults written out.

    body    the record itself, or a JSON object that fits it
    raises  Refused naming the field for a body that does not fit, or one with fields the record lacks
    """
    record = kind(id).record
    try:
        given = plain(body)
    except (TypeError, RecursionError) as error:
        raise Refused(f"the body of {id} has no JSON form: {error}", hint=f"give a {record.__name__}") from error
    if not isinstance(given, dict):
        raise Refused(f"the body of {id} must be a JSON object; got {type(given).__name__}")
    fields = record.__struct_encode_fields__
    for key in given:
        if key not in fields:
            raise Refused(f"{id} has no field {key!r}", hint=did_you_mean(str(key), fields))
    try:
        filled: Body = plain(msgspec.convert(given, record))
    except msgspec.ValidationError as error:
        raise Refused(
            f"the body of {id} does not fit {record.__name__}: {error}", hint=f"its fields are {', '.join(fields)}"
        ) from error
    return filled


def value(id: str, body: Body) -> Any:
    """The record a stored body holds, such as a Pledge for commit.pledged/1.

    raises  Refused where the body does not fit (an old kind: upcast it first)
    """
    record = kind(id).record
    try:
        return msgspec.convert(body, record)
    except msgspec.ValidationError as error:
        raise Refused(f"a stored body of {id} does not fit {record.__name__}: {error}") from error
