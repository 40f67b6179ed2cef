"""The least loss of substance that reaches a chance of adoption, the frontier of both, and alternatives.

Branch and bound, best first: texts begun are taken in order of the substance already lost, and dropped where not even
the best of each member's levels would reach the chance. What comes out first is therefore the least loss, proved.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice, product

import msgspec
import numpy as np

from comity.convene.amend.clauses import Choice, Menu
from comity.convene.amend.scenes import Floor
from comity.convene.drafting import STRENGTHS
from comity.kernel.errors import Misused, Refused

# Texts looked at before the search stops and tells the gap; at some hundred draws that is a few seconds.
STEPS = 3_000
# Up to so many texts all are looked at, so that the frontier is exact.
ALL = 3_000
_AT_ONCE = 32
_ROUNDING = 1e-9


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """One form of the text: a level for each clause, share of substance kept, chance of adoption."""

    choice: Choice
    substance: float
    chance: float


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The form that loses least and reaches the chance.

    most    proved: no form that reaches the chance keeps more substance
    proved  whether the form keeps that much
    """

    form: Form
    target: float
    most: float
    proved: bool

    @property
    def gap(self) -> float:
        """Substance that a better form could keep at most, beyond this one."""
        return max(0.0, self.most - self.form.substance)


def least(floor: Floor, target: float, *, steps: int = STEPS) -> Found:
    """The form that keeps most substance among those whose chance is at least the target.

    raises  Refused naming the best chance to be had, and by which form, where none reaches it; Misused for a bad target
    """
    _fair(target)
    if not floor.beside:
        return _least_of(_by_strength(floor), floor, target)
    ready = climbed(floor, target)
    search = _Search(floor, target, steps)
    first = next(search.forms(), None)
    if first is not None:
        return Found(form=first, target=target, most=first.substance, proved=True)
    if search.ended and ready is None:
        raise _out_of_reach(floor, target)
    if ready is None:
        raise Refused(
            f"no form of the text that reaches {target:.0%} was found in {steps} steps; the best seen is "
            f"{best(floor).chance:.0%}",
            hint="ask for less, or fix some clauses",
        )
    return Found(form=ready, target=target, most=max(search.bound, ready.substance), proved=False)


def alternatives(floor: Floor, target: float, *, most: int = 10, steps: int = STEPS // 3) -> tuple[Form, ...]:
    """Forms that reach the target, least loss first; none weakens an earlier one further without carrying likelier."""
    _fair(target)
    kept: list[Form] = []
    for form in _Search(floor, target, steps).forms(kept):
        kept.append(form)
        if len(kept) == most:
            break
    if len(kept) < most:
        # The search ended early, or was cut short: forms of each strength are worth a look.
        for form in sorted(_by_strength(floor), key=lambda item: -item.substance):
            if form.chance >= target - _ROUNDING and not _weakened(floor.menu, form, kept):
                kept.append(form)
    return tuple(sorted(kept, key=lambda item: (-item.substance, item.choice))[:most])


def frontier(floor: Floor, *, points: int = 12, steps: int = STEPS) -> tuple[tuple[Form, ...], bool]:
    """Forms of which none keeps more and carries likelier too, most substance first; and whether the list is whole.

    points  targets tried between the drafted text's chance and the best, where there are too many forms to try all
    """
    if floor.menu.size <= ALL:
        return _undominated(list(_all(floor))), True
    known = _by_strength(floor)
    if not floor.beside:
        return _undominated(known), True
    start, top = form_of(floor, floor.menu.as_drafted), best(floor)
    seen = [start, top, *known]
    for target in np.linspace(start.chance, top.chance, points)[1:]:
        if target <= 0:
            continue
        one = _Search(floor, float(target), steps // points)
        seen.append(next(one.forms(), None) or climbed(floor, float(target)) or top)
    return _undominated(seen), False


def best(floor: Floor) -> Form:
    """A form with the best chance that was found, and of these the one that keeps most.

    Sure where all forms are tried or only strengths matter; else what single changes reach from several texts.
    """
    if floor.menu.size <= ALL:
        forms = list(_all(floor))
    elif not floor.beside:
        forms = _by_strength(floor)
    else:
        forms = [_up(floor, start, 1.0) for start in _by_strength(floor)]
    return max(forms, key=lambda form: (form.chance, form.substance))


def climbed(floor: Floor, target: float) -> Form | None:
    """A form that reaches the target, quickly; None where none was found.

    From the draft, and from the form of each strength that keeps most: best gain for what is lost, then whatever can be
    is put back.
    """
    forms = [_put_back(floor, _up(floor, start, target), target) for start in _by_strength(floor)]
    reaching = [form for form in forms if form.chance >= target - _ROUNDING]
    return max(reaching, key=lambda form: (form.substance, form.chance), default=None)


def _up(floor: Floor, now: Form, target: float) -> Form:
    while now.chance < target - _ROUNDING:
        options = [form for form in _changed(floor, now) if form.chance > now.chance + _ROUNDING]
        if not options:
            break
        now = max(options, key=partial(_rate, now))
    return now


def _put_back(floor: Floor, now: Form, target: float) -> Form:
    while True:
        better = [form for form in _changed(floor, now)
                  if form.chance >= min(target, now.chance) - _ROUNDING
                  and form.substance > now.substance + _ROUNDING]  # fmt: skip
        if not better:
            return now
        now = max(better, key=lambda form: (form.substance, form.chance))


def _by_strength(floor: Floor) -> list[Form]:
    """The draft and, for each strength, the forms that keep most: none is better where levels do nothing else."""
    menu = floor.menu
    choices = [choice for place in range(len(STRENGTHS)) for choice in menu.as_strong_as(place)]
    return list(_forms(floor, dict.fromkeys((menu.as_drafted, *choices))))


def _least_of(forms: list[Form], floor: Floor, target: float) -> Found:
    reaching = [form for form in forms if form.chance >= target - _ROUNDING]
    if not reaching:
        raise _out_of_reach(floor, target)
    first = max(reaching, key=lambda form: (form.substance, form.chance))
    return Found(form=first, target=target, most=first.substance, proved=True)


def form_of(floor: Floor, choice: Choice) -> Form:
    """The form with its substance and chance."""
    return Form(choice=choice, substance=floor.menu.substance(choice), chance=float(floor.chances([choice])[0]))


def _rate(before: Form, after: Form) -> tuple[float, float]:
    lost = max(before.substance - after.substance, 1e-6)
    return (after.chance - before.chance) / lost, after.substance


def _changed(floor: Floor, now: Form) -> list[Form]:
    """Every form one change away."""
    choices = [
        (*now.choice[:at], level, *now.choice[at + 1 :])
        for at, clause in enumerate(floor.menu.clauses)
        for level in range(clause.open)
        if level != now.choice[at]
    ]
    return list(_forms(floor, choices))


def _all(floor: Floor) -> Iterator[Form]:
    return _forms(floor, product(*(range(clause.open) for clause in floor.menu.clauses)))


def _forms(floor: Floor, choices: Iterable[Choice]) -> Iterator[Form]:
    texts = (choice for choice in choices if not floor.menu.empty(choice))
    while batch := list(islice(texts, _AT_ONCE)):
        for choice, chance in zip(batch, floor.chances(batch), strict=True):
            yield Form(choice=choice, substance=floor.menu.substance(choice), chance=float(chance))


def _undominated(forms: list[Form]) -> tuple[Form, ...]:
    kept: list[Form] = []
    for form in sorted(forms, key=lambda item: (-item.substance, -item.chance, item.choice)):
        if not kept or form.chance > kept[-1].chance + _ROUNDING:
            kept.append(form)
    return tuple(kept)


class _Search:
    """Forms that reach the target in order of the substance lost, until so many texts have been looked at.

    bound  no form not yet given keeps more than this; ended, whether none is left
    """

    def __init__(self, floor: Floor, target: float, steps: int) -> None:
        self.floor, self.target, self.steps = floor, target - _ROUNDING, steps
        self.bound, self.ended = 1.0, False
        # Clauses that may change most come first: texts out of reach are then known to be so early.
        self._lost = [[floor.menu.lost(at, level) for level in range(clause.open)]
                      for at, clause in enumerate(floor.menu.clauses)]  # fmt: skip

    def forms(self, known: list[Form] | None = None) -> Iterator[Form]:
        """The next form; those that weaken one of `known` further and carry no likelier are passed over."""
        known = [] if known is None else known
        heap: list[tuple[float, Choice]] = [(0.0, ())]
        looked = 0
        while heap:
            lost, started = heapq.heappop(heap)
            self.bound = 1.0 - lost
            if len(started) == len(self._lost):
                if not self.floor.menu.empty(started):
                    form = form_of(self.floor, started)
                    if not _weakened(self.floor.menu, form, known):
                        yield form
                continue
            if looked >= self.steps:
                return
            begun = [(*started, level) for level in range(len(self._lost[len(started)]))]
            looked += len(begun)
            for one, chance in zip(begun, self.floor.ceilings(begun), strict=True):
                if chance >= self.target:
                    heapq.heappush(heap, (lost + self._lost[len(started)][one[-1]], one))
        self.ended = True


def _weakened(menu: Menu, form: Form, known: list[Form]) -> bool:
    """Whether a form known loses no more in any clause and carries as likely: then this one is of no use."""
    return any(
        other.chance >= form.chance - _ROUNDING
        and all(menu.lost(at, level) >= menu.lost(at, other.choice[at]) for at, level in enumerate(form.choice))
        for other in known
    )


def _out_of_reach(floor: Floor, target: float) -> Refused:
    top = best(floor)
    changed = [f"{clause.id}: {clause.levels[level].words}"
               for clause, level in zip(floor.menu.clauses, top.choice, strict=True) if level]  # fmt: skip
    how = "; ".join(changed) or "the text as drafted"
    return Refused(
        f"no form of the text reaches {target:.0%}; the best is {top.chance:.0%}, keeping {top.substance:.0%} of the "
        f"substance ({how})",
        hint=f"ask for {int(100 * top.chance)}% or less, add weaker levels, or persuade: comity convene coalition",
    )


def _fair(target: float) -> None:
    if not 0 < target <= 1:
        raise Misused(f"a chance to reach lies above 0 and up to 1; got {target}")
