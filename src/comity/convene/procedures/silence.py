"""The silence procedure: agreed if nobody objects in time. A state is a fold of what was said; time is an argument.

General Assembly decision 74/544 (27 March 2020): at least 72 hours after circulation; adopted if silence is not broken,
the Assembly taking note of it at its next plenary meeting. NATO and others set hours case by case.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from comity.kernel.errors import Conflict, Refused
from comity.records.silence import SilenceBroken, SilenceExtended, SilenceOpened, SilenceWithdrawn

Step = SilenceBroken | SilenceExtended | SilenceWithdrawn

# GA decision 74/544, para. (a): a silence procedure of at least 72 hours.
LEAST = {"unga": timedelta(hours=72)}


class Standing(StrEnum):
    """Where a silence stands. `kept` says that nobody objected; whether that adopts a text is the body's rule."""

    RUNNING = "running"
    KEPT = "kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    """A silence at an instant.

    ends_at  with every extension that was given in time
    broken   objections in the order they came; more may follow the first while the time runs
    left     time until it ends; zero when it is over
    """

    opened: SilenceOpened
    standing: Standing
    ends_at: datetime
    broken: tuple[SilenceBroken, ...]
    extended: tuple[SilenceExtended, ...]
    withdrawn: SilenceWithdrawn | None
    left: timedelta

    @property
    def words(self) -> str:
        """The standing in a sentence."""
        end = f"{self.ends_at:%Y-%m-%d %H:%M} UTC"
        match self.standing:
            case Standing.RUNNING:
                return f"silence runs until {end}, {_span(self.left)} left; nobody has objected"
            case Standing.KEPT:
                return f"silence was kept until {end}: nobody of {len(self.opened.participants)} objected"
            case Standing.BROKEN:
                told = ", ".join(_voice(broken) for broken in self.broken)
                return f"silence was broken by {told}"
            case Standing.WITHDRAWN:
                return f"the text was withdrawn before {end}"


def checked(opened: SilenceOpened, body: str) -> SilenceOpened:
    """The silence itself, if the body's rules allow it; raises Refused for less time than they ask."""
    least = LEAST.get(body)
    if least is not None and opened.ends_at - opened.opened_at < least:
        given = opened.ends_at - opened.opened_at
        raise Refused(
            f"{body} asks for at least {_span(least)} of silence; this one has {_span(given)}",
            hint=f"let it end at {opened.opened_at + least:%Y-%m-%dT%H:%MZ} or later (GA decision 74/544)",
        )
    return opened


def at(opened: SilenceOpened, steps: Iterable[Step], now: datetime) -> Silence:
    """The silence as it stands at an instant; steps of later instants are not yet known then."""
    ends, broken, extended, withdrawn = opened.ends_at, [], [], None
    for step in steps:
        if step.at > now:
            continue
        if isinstance(step, SilenceBroken):
            broken.append(step)
        elif isinstance(step, SilenceExtended):
            extended.append(step)
            ends = step.ends_at
        else:
            withdrawn = step
    if broken:
        standing = Standing.BROKEN
    elif withdrawn is not None:
        standing = Standing.WITHDRAWN
    else:
        standing = Standing.KEPT if now >= ends else Standing.RUNNING
    return Silence(
        opened=opened,
        standing=standing,
        ends_at=ends,
        broken=tuple(broken),
        extended=tuple(extended),
        withdrawn=withdrawn,
        left=max(ends - now, timedelta(0)),
    )


def admitted(opened: SilenceOpened, steps: Iterable[Step], step: Step) -> Step:
    """The step itself, if it may be taken at its instant.

    raises  Refused with the reason for a step out of time, by somebody who takes no part, without a reason, or that
            would take time away; Conflict for one that comes before another already recorded
    """
    before = list(steps)
    newest = max((earlier.at for earlier in before), default=opened.opened_at)
    if step.at < newest:
        raise Conflict(f"a step at {_when(step.at)} comes before one recorded at {_when(newest)}", hint="read it again")
    now = at(opened, before, step.at)
    if not step.reason.strip():
        raise Refused("no reason is given", hint="say why in a few words; the others will ask")
    if now.withdrawn is not None:
        raise Refused(f"the text was withdrawn at {_when(now.withdrawn.at)}")
    if step.at >= now.ends_at:
        raise Refused(
            f"silence ended at {_when(now.ends_at)}; it is {_when(step.at)}",
            hint="what was kept stands; speak in the meeting that takes note of it",
        )
    if isinstance(step, SilenceBroken):
        _may_break(opened, now, step)
    elif now.broken:
        raise Refused("silence is broken already: circulate the text anew", hint="open another silence")
    elif isinstance(step, SilenceExtended) and step.ends_at <= now.ends_at:
        raise Refused(f"silence ends at {_when(now.ends_at)}; {_when(step.ends_at)} would take time away")
    return step


def same_text(opened: SilenceOpened, digest: str) -> None:
    """Nothing, if this is the text that was circulated; raises Refused otherwise."""
    if digest != opened.text_sha256:
        raise Refused(
            f"this text has the digest {digest[:12]}..., the one under silence {opened.text_sha256[:12]}...",
            hint="a changed text needs a silence of its own",
        )


def _may_break(opened: SilenceOpened, now: Silence, step: SilenceBroken) -> None:
    for code in filter(None, (step.state, step.through)):
        if code not in opened.participants:
            raise Refused(f"{code} takes no part in this silence", hint="only participants break it")
    if step.through == step.state:
        raise Refused(f"{step.state} needs nobody to speak for it", hint="leave the other out")
    if any(earlier.state == step.state for earlier in now.broken):
        raise Refused(f"{step.state} has broken silence already")


def _voice(broken: SilenceBroken) -> str:
    return f"{broken.state} (conveyed by {broken.through})" if broken.through else broken.state


def _when(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _span(time: timedelta) -> str:
    hours, minutes = divmod(int(time.total_seconds()) // 60, 60)
    return f"{hours} h {minutes:02d} min" if minutes else f"{hours} h"
