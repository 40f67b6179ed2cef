"""A ladder of incremental agreements: an order of steps, each acceptable by itself to all who are needed for it.

Idea: Osgood 1962, An Alternative to War or Surrender (graduated reciprocation in tension reduction); Axelrod 1984, The
Evolution of Cooperation. A step costs those who carry it out at once, and brings its gain only if the others keep it.
What an actor believes of that is trust; verification stands in for trust. Each step that is kept adds to trust.

A step taken never makes another unacceptable, since trust only grows and what a step rests on only fills up. So taking
any acceptable step while there is one reaches every step that any order can reach: no search can do better.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from comity.kernel.errors import Misused, Refused


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step.

    gain      worth to each actor if all who are needed keep it
    cost      worth each actor gives up by keeping it, whether or not the others do; who is left out gives up nothing
    needs     actors without whom it cannot be taken
    rests_on  steps that have to be taken before
    verified  chance that a breach would be seen in time, 0-1
    builds    share of the missing trust that the step adds when it is kept, 0-1
    """

    name: str
    gain: Mapping[str, float]
    cost: Mapping[str, float]
    needs: tuple[str, ...]
    rests_on: tuple[str, ...] = ()
    verified: float = 0.0
    builds: float = 0.1


class Rung(msgspec.Struct, frozen=True, kw_only=True):
    """A step in its place: trust before it, and what it is worth to each who is needed at that trust."""

    step: str
    trust: float
    worth: dict[str, float]


class Short(msgspec.Struct, frozen=True, kw_only=True):
    """Why a step is out of reach: whom it does not suit and how much it lacks, or which steps it waits for.

    trust_needed  trust at which it would be acceptable to all; None if no trust would do
    """

    step: str
    lacking: dict[str, float]
    waits_for: tuple[str, ...]
    trust_needed: float | None


class Ladder(msgspec.Struct, frozen=True, kw_only=True):
    """Rungs from the first, trust at the top, and what cannot be reached."""

    rungs: tuple[Rung, ...]
    trust: float
    out_of_reach: tuple[Short, ...]


def ladder(steps: Sequence[Step], *, trust: float, taken: Sequence[str] = ()) -> Ladder:
    """The order of steps in which each is acceptable when its turn comes; the safest acceptable one goes first.

    trust   that the others keep what they promise, 0-1, at the start
    taken   steps already taken
    raises  Refused for repeated names and steps that rest on one another in a circle; Misused for what is out of range
            or unknown
    """
    _checked(steps, trust, taken)
    done, rungs = list(taken), []
    left = [step for step in steps if step.name not in done]
    while True:
        ready = [(min(worth.values()), step, worth) for step in left if (worth := _suits(step, trust, done))]
        if not ready:
            break
        _, step, worth = max(ready, key=lambda item: (item[0], item[1].builds, item[1].name))
        rungs.append(Rung(step=step.name, trust=trust, worth=worth))
        trust += step.builds * (1 - trust)
        done.append(step.name)
        left.remove(step)
    return Ladder(rungs=tuple(rungs), trust=trust, out_of_reach=tuple(_short(step, trust, done) for step in left))


def after_breach(steps: Sequence[Step], made: Ladder, *, at: str, keeps: float) -> Ladder:
    """What is still within reach after a step of a ladder was taken and broken.

    keeps   share of trust that survives the breach, 0-1; the broken step has to be taken again
    raises  Misused for a step that is not on the ladder
    """
    order = [rung.step for rung in made.rungs]
    if at not in order or not 0 <= keeps <= 1:
        raise Misused(f"no step {at!r} on this ladder, or {keeps} is no share", hint=f"steps: {', '.join(order)}")
    place = order.index(at)
    return ladder(steps, trust=made.rungs[place].trust * keeps, taken=order[:place])


def _suits(step: Step, trust: float, done: Sequence[str]) -> dict[str, float] | None:
    """Worth of a step to those it needs; None if it is not acceptable to all of them, or waits for another."""
    if not set(step.rests_on) <= set(done):
        return None
    worth = _worth(step, trust)
    return worth if min(worth.values()) >= 0 else None


def _worth(step: Step, trust: float) -> dict[str, float]:
    kept = trust + (1 - trust) * step.verified
    return {actor: kept * step.gain.get(actor, 0.0) - step.cost.get(actor, 0.0) for actor in step.needs}


def _short(step: Step, trust: float, done: Sequence[str]) -> Short:
    lacking = {actor: -worth for actor, worth in _worth(step, trust).items() if worth < 0}
    return Short(
        step=step.name,
        lacking=lacking,
        waits_for=tuple(name for name in step.rests_on if name not in done),
        trust_needed=_trust_needed(step),
    )


def _trust_needed(step: Step) -> float | None:
    """Least trust at which nobody who is needed loses."""
    most = 0.0
    for actor in step.needs:
        gain, cost = step.gain.get(actor, 0.0), step.cost.get(actor, 0.0)
        if cost > gain:
            return None
        kept = cost / gain if gain > 0 else 0.0
        if kept > step.verified:
            most = max(most, (kept - step.verified) / (1 - step.verified))
    return most


def _checked(steps: Sequence[Step], trust: float, taken: Sequence[str]) -> None:
    names = [step.name for step in steps]
    if len(set(names)) != len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise Refused(f"{', '.join(twice)}: a step is named twice", hint="give each step a name of its own")
    shares = [("trust", trust)]
    for step in steps:
        shares += [(f"{step.name}: verified", step.verified), (f"{step.name}: builds", step.builds)]
        if not step.needs:
            raise Misused(f"{step.name} needs nobody", hint="name the actors that have to agree to it")
        if any(value < 0 for value in (*step.cost.values(), *step.gain.values())):
            raise Misused(f"{step.name}: a gain or cost is below 0", hint="what an actor loses is a cost")
    for words, value in shares:
        if not 0 <= value <= 1:
            raise Misused(f"{words} is 0 to 1; got {value}", hint="write 80 % as 0.8")
    unknown = sorted(({name for step in steps for name in step.rests_on} | set(taken)) - set(names))
    if unknown:
        raise Misused(f"{', '.join(unknown)}: no such step", hint=f"steps: {', '.join(names)}")
    _no_circle(steps)


def _no_circle(steps: Sequence[Step]) -> None:
    left, free = {step.name: set(step.rests_on) for step in steps}, True
    while left and free:
        free = bool(ready := [name for name, rests in left.items() if not rests & set(left)])
        for name in ready:
            del left[name]
    if left:
        raise Refused(f"{', '.join(left)} rest on one another in a circle", hint="take out one of these conditions")
