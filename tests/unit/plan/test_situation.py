"""The phase by its written rule, and which bodies reach a state."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused
from comity.plan.situation import HORIZON_DAYS, Consent, Phase, Signs, Situation, phase, reaching
from comity.reference import bodies


@pytest.mark.parametrize(
    ("signs", "found"),
    [
        (Signs(), Phase.UNKNOWN),
        (Signs(deaths_12m=0), Phase.QUIET),
        (Signs(deaths_12m=24, deaths_before=0), Phase.QUIET),
        (Signs(risk_multiple=1.9), Phase.UNKNOWN),
        (Signs(deaths_12m=0, risk_multiple=1.9), Phase.QUIET),
        (Signs(deaths_12m=0, events=1), Phase.TENSION),
        (Signs(events=2), Phase.TENSION),
        (Signs(deaths_12m=0, risk_multiple=2.0), Phase.TENSION),
        (Signs(deaths_12m=25), Phase.TENSION),
        (Signs(deaths_12m=100, deaths_before=51), Phase.TENSION),
        (Signs(deaths_12m=100, deaths_before=50), Phase.ESCALATION),
        (Signs(deaths_12m=1_000, worst_year=90_000), Phase.ONGOING),
        (Signs(deaths_12m=200, deaths_before=50, worst_year=2_000), Phase.AFTERMATH),
        (Signs(deaths_12m=0, worst_year=999), Phase.QUIET),
    ],
)
def test_the_phase_follows_the_written_rule(signs: Signs, found: Phase) -> None:
    reading = phase(signs)
    assert reading.phase == found
    assert reading.because


def test_every_phase_has_a_horizon() -> None:
    assert set(HORIZON_DAYS) == set(Phase)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 5000), st.integers(0, 5000))
def test_more_deaths_never_make_a_phase_quieter(deaths: int, more: int) -> None:
    order = [Phase.QUIET, Phase.TENSION, Phase.ESCALATION, Phase.ONGOING]
    first = phase(Signs(deaths_12m=deaths, deaths_before=100)).phase
    assert order.index(phase(Signs(deaths_12m=deaths + more, deaths_before=100)).phase) >= order.index(first)


def reach(state: str, *member_of: str, consent: Consent = Consent.UNKNOWN) -> set[str]:
    situation = Situation(state=state, phase=Phase.TENSION, consent=consent, member_of=frozenset(member_of))
    return {body.id for body in reaching(bodies.all_bodies(), situation)}


def test_universal_bodies_reach_every_state_and_regional_ones_their_members() -> None:
    assert {"unsc", "unga", "unhrc", "un_sg"} <= reach("SDN")
    assert "au_psc" not in reach("SDN")
    assert "au_psc" in reach("SDN", "au_psc")
    assert "commonwealth_cmag" not in reach("SDN")


def test_a_seat_in_one_body_brings_in_the_whole_organisation() -> None:
    assert {"au_psc", "au_assembly"} <= reach("BDI", "au_assembly")
    assert {"au_psc", "au_assembly"} <= reach("BDI", "african_union")
    assert {"ecowas_authority", "ecowas_msc"} <= reach("MLI", "ecowas_authority")
    assert "igad_assembly" not in reach("BDI", "au_assembly")


def test_article_96_reaches_partner_states_and_not_the_members_of_the_union() -> None:
    assert "eu_article_96" in reach("BDI", "oacps")
    assert "eu_article_96" not in reach("FRA", "european_union", "eu_article_96")


def test_the_union_acts_outward_and_not_on_its_members() -> None:
    assert "eu_council_cfsp" in reach("SDN")
    assert "eu_council_cfsp" not in reach("FRA", "eu_council_cfsp")


def test_a_government_that_refuses_decides_nothing_asked_from_outside() -> None:
    assert "host_government" in reach("SDN")
    assert "host_government" not in reach("SDN", consent=Consent.REFUSED)


def test_the_fastest_body_comes_first() -> None:
    found = reaching(bodies.all_bodies(), Situation(state="SDN", phase=Phase.TENSION))
    leads = [body.lead_time_days.typical for body in found]
    assert leads == sorted(leads)


def test_a_horizon_of_no_days_is_misuse() -> None:
    with pytest.raises(Misused, match="at least one day"):
        Situation(state="SDN", phase=Phase.QUIET, horizon_days=0)
