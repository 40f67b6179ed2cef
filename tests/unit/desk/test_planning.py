from __future__ import annotations

from datetime import date

import pytest

from comity.kernel.errors import NotOnShelf
from comity.kernel.marking import CLEAR
from comity.ledger.bodies import Choice
from comity.plan.situation import Phase
from comity.reference import bodies
from tests.unit.desk.composed import desk


def test_the_phase_is_read_from_deaths_and_never_from_a_name():
    assert desk().plan.options("SDN", as_of="2026-05").situation.phase is Phase.ONGOING
    assert desk().plan.options("TUV", as_of="2026-05").situation.phase in (Phase.QUIET, Phase.UNKNOWN)


def test_every_body_of_a_plan_stood_on_its_day():
    for day in ("1994-04", "2005-01", "2026-05"):
        planned = desk().plan.options("RWA", as_of=day)
        asked = {body for option in planned.options.options for body in option.deciders}
        assert all(bodies.get(body).stands(planned.on) for body in asked)


def test_memberships_are_those_of_the_day():
    assert "au_assembly" in desk().plan.memberships("SDN", date(2023, 3, 31))
    assert "unsc" in desk().plan.memberships("RWA", date(1994, 4, 30))
    assert "unsc" not in desk().plan.memberships("RWA", date(2023, 3, 31))


def test_a_choice_of_an_unknown_measure_is_not_recorded():
    before = desk().record.store.head().size
    choice = Choice(state="SDN", measures=("mediatoin",), chosen_on=date(2026, 5, 1), because="x")
    with pytest.raises(NotOnShelf) as caught:
        desk().plan.choose(choice, CLEAR)

    assert "mediation" in caught.value.hint
    assert desk().record.store.head().size == before
