"""The ballot: chances in their intervals, reasons, breakers, and parts that add up."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.ballots import assembly, model
from comity.convene.ballots.forecast import forecast
from comity.convene.ballots.sheet import Verdict, ballot
from tests.unit.convene.ballots.made import (
    CHARTER,
    FILES,
    MEMBERS,
    NEW_TEXTS,
    VETOES,
    a_draft,
    made_factors,
    made_positions,
)


@pytest.fixture(scope="module")
def made():
    return model.parse(FILES, made_positions())


@pytest.mark.parametrize("body", ["unsc", "unga"])
def test_ballot_chances_sum_to_one_and_lie_in_their_intervals(made, body):
    sheet = ballot(made, a_draft(body, target="SYR"), MEMBERS, CHARTER, n=1000, seed=1)
    for odds in sheet.members:
        assert odds.yes.value + odds.abstain + odds.no == pytest.approx(1, abs=2e-4)
        assert odds.yes.low <= odds.yes.value <= odds.yes.high
        assert odds.yes.baseline is not None
    assert sheet.adopted.low <= sheet.adopted.value <= sheet.adopted.high
    assert [odds.veto_holder for odds in sheet.members] == [True] * 5 + [False] * 10


def test_reasons_name_past_votes_with_symbol_and_date_before_the_draft(made):
    sheet = ballot(made, a_draft(target="SYR", on=date(2014, 1, 1)), MEMBERS, CHARTER, n=400, seed=1)
    russia = sheet.members[MEMBERS.index("RUS")].because
    assert any("voted against S/" in line for line in russia)
    years = [int(line.rsplit("-", 2)[0][-4:]) for line in russia if line.endswith(")")]
    assert years
    assert max(years) < 2014


def test_a_council_ballot_shows_the_topics_own_record_beside_its_chance(made):
    sheet = ballot(made, a_draft(target="SYR", on=date(2016, 1, 1)), MEMBERS, CHARTER, n=400, seed=1)
    assert "earlier drafts on SYR" in sheet.adopted.baseline.method
    assert any("of earlier drafts on SYR" in note for note in sheet.notes)


def _sums_as_written(line):
    head, terms = line.split(" = ")
    return float(head.rsplit(" ", 1)[1]), sum(float(term.rsplit(" ", 1)[1]) for term in terms.split("; "))


@given(
    body=st.sampled_from(["unsc", "unga", "hrc"]),
    target=st.sampled_from(["SYR", "MMR", "SOM", "TUV", "RUS"]),
    latent=st.booleans(),
    weights=st.lists(st.floats(0.01, 1), min_size=6, max_size=6),
    new=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_what_drives_each_vote_adds_up_to_its_chance(body, target, latent, weights, new):
    base = model.parse(FILES, made_positions(), made_factors() if latent else None)
    pool = msgspec.structs.replace(
        base.sheet.assembly[0], weights=(tuple(weights),) * assembly.BINS, novel=NEW_TEXTS if new else None
    )
    vintages = tuple(msgspec.structs.replace(v, vetoes=(VETOES, VETOES) if new else None) for v in base.sheet.council)
    sheet = msgspec.structs.replace(base.sheet, assembly=(pool,), council=vintages)
    made = msgspec.structs.replace(base, sheet=sheet)
    draft = a_draft(body, target=None if new else target)
    found = forecast(made, draft, MEMBERS, n=400, seed=1)
    yes = found.chance[:, 2]
    assert np.allclose(found.chance.sum(axis=1), 1)
    assert np.allclose(found.shares.sum(axis=1), np.log(yes / (1 - yes)) if found.log_odds else yes, atol=1e-9)
    for odds, chance in zip(ballot(made, draft, MEMBERS, CHARTER, n=400, seed=1).members, found.chance, strict=True):
        head, terms = _sums_as_written(odds.because[0])
        assert head == pytest.approx(terms, abs=1e-6)
        whole = np.log(chance[2] / (1 - chance[2])) if found.log_odds else chance[2]
        assert head == pytest.approx(whole, abs=0.011)


def test_breakers_are_those_who_say_no_in_failed_draws(made):
    everyone_no = Verdict(
        decide=lambda v: np.zeros(len(v), np.int8), pivotal=lambda v: np.ones(v.shape, bool), veto_holders=("RUS",)
    )
    sheet = ballot(made, a_draft(), MEMBERS, everyone_no, n=400, seed=1)
    assert sheet.adopted.value == 0
    assert sheet.breakers == tuple(sorted(sheet.breakers, key=lambda b: (-b[1], b[0])))


def test_whoever_abstains_beside_a_veto_has_not_broken_the_text(made):
    vetoed_by_russia = Verdict(
        decide=lambda v: np.zeros(len(v), np.int8), pivotal=lambda v: np.zeros(v.shape, bool), veto_holders=("RUS",)
    )
    sheet = ballot(made, a_draft(), MEMBERS, vetoed_by_russia, n=400, seed=1)
    assert {state for state, _ in sheet.breakers} <= {"RUS"}
