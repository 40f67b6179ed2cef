from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.canon import canonical
from comity.kernel.errors import BrokenChain, Misused, Refused
from comity.kernel.time import Month
from comity.records.edition import Content, Edition
from comity.warn import draws as spread
from comity.warn import register
from comity.warn.register import Outcome

FIRST, KNOWN = Month(2026, 12), Month(2026, 9)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
STATES = ("AAA", "BBB", "CCC")


def edition() -> Edition:
    values = np.array([[0.0, 1, 2, 3], [10, 20, 30, 40], [0, 0, 0, 0]])
    drawn = spread.draws(values, np.full(values.shape, 0.25))
    naive = np.repeat(np.array([[1.0], [30], [np.nan]]), 12, axis=1)
    month = register.sealed_month(FIRST, 3, STATES, drawn, naive)
    content = Content(
        month=str(FIRST), known_to=str(KNOWN), version="0", inputs={}, deaths=(month,), onset=None, gaps=()
    )
    return register.edition(content, NOW)


def counted(**deaths: int) -> Outcome:
    return Outcome(month=str(FIRST), deaths=dict(deaths), vintage="v1")


def test_a_month_may_be_sealed_until_the_instant_it_begins():
    register.may_seal(FIRST, KNOWN, datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC), months=1)
    with pytest.raises(Refused, match="2026-12 has begun"):
        register.may_seal(FIRST, KNOWN, datetime(2026, 12, 1, tzinfo=UTC), months=1)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 36), st.integers(0, 27 * 24))
def test_no_month_that_has_begun_is_ever_sealed(months_away: int, hours: int):
    now = datetime(2026, 12, 1 + hours // 24, hours % 24, tzinfo=UTC)
    with pytest.raises(Refused, match="has begun"):
        register.may_seal(FIRST.plus(-months_away), KNOWN, now, months=1)


def test_what_no_forecast_reaches_is_refused_with_the_gap_named():
    with pytest.raises(Refused, match="counts end in 2026-09 and forecasts reach 2027-09, not 2027-11"):
        register.may_seal(FIRST, KNOWN, NOW, months=12)
    with pytest.raises(Misused, match="1 to 12"):
        register.may_seal(FIRST, KNOWN, NOW, months=0)


def test_the_month_to_seal_is_the_next_to_begin():
    assert register.month_to_seal(None, datetime(2026, 12, 31, tzinfo=UTC)) == Month(2027, 1)
    assert register.month_to_seal("2027-03", NOW) == Month(2027, 3)


def test_an_edition_is_verified_by_the_digest_of_its_content():
    sealed = edition()
    assert register.verified(sealed) == sealed.sha256
    assert register.verified(sealed, published=sealed.sha256.upper()) == sealed.sha256
    with pytest.raises(Refused, match="not 0000"):
        register.verified(sealed, published="0" * 64)


def test_a_changed_forecast_breaks_the_seal():
    sealed = edition()
    month = sealed.content.deaths[0]
    better = msgspec.structs.replace(month.states[0], mean=9.0)
    forged = msgspec.structs.replace(
        sealed.content, deaths=(msgspec.structs.replace(month, states=(better, *month.states[1:])),)
    )
    with pytest.raises(BrokenChain, match="its content gives"):
        register.verified(msgspec.structs.replace(sealed, content=forged))


def test_an_edition_written_to_a_file_reads_back_to_the_same_digest():
    sealed = edition()
    found = register.content_of(canonical(sealed.content))
    assert register.verified(msgspec.structs.replace(sealed, content=found)) == sealed.sha256


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"\xff", b'{"month":"2026-12"}'])
def test_a_file_that_is_no_edition_is_refused(raw: bytes):
    with pytest.raises(Refused, match="no edition"):
        register.content_of(raw)


def test_a_file_with_a_field_too_many_is_refused():
    raw = canonical({**msgspec.to_builtins(edition().content), "note": "better"})
    with pytest.raises(Refused, match="no edition"):
        register.content_of(raw)


def test_scores_are_those_of_what_was_sealed():
    found = register.scored(edition(), FIRST, counted(AAA=1, BBB=30), date(2027, 2, 1))
    marks = {mark.name: mark for mark in found.marks}
    # CRPS of the draws 0 1 2 3 at 1: E|X-1| - E|X-X'|/2 = 1 - 0.625; of 10 20 30 40 at 30 ten times as much.
    assert marks["crps"].score == pytest.approx((0.375 + 3.75) / 2)
    assert marks["crps"].naive == 0
    assert marks["brier"].score == pytest.approx((0 + 0.5**2) / 2)
    assert marks["crps"].n == 2
    assert (found.seen_25, found.caught_10) == (1, 1)


def test_states_that_are_not_counted_are_named_and_never_taken_as_zero():
    found = register.scored(edition(), FIRST, counted(AAA=1, CCC=0, DDD=4), date(2027, 2, 1))
    assert found.marks[0].n == 1
    assert found.gaps == (
        "forecast but not counted: BBB",
        "counted but not forecast: DDD",
        "forecast without a naive figure beside it: CCC",
    )


def test_nothing_is_scored_against_what_is_not_known():
    with pytest.raises(Refused, match="no state of the edition is counted"):
        register.scored(edition(), FIRST, counted(), date(2027, 2, 1))
    with pytest.raises(Refused, match="is not over"):
        register.scored(edition(), FIRST, counted(AAA=1), date(2026, 12, 31))
    with pytest.raises(Refused, match="says nothing of 2027-01"):
        register.scored(edition(), Month(2027, 1), counted(AAA=1), date(2027, 3, 1))


def test_the_same_counts_are_scored_once():
    found = register.scored(edition(), FIRST, counted(AAA=1), date(2027, 2, 1))
    again = register.scored(edition(), FIRST, counted(AAA=1), date(2027, 3, 1))
    revised = msgspec.structs.replace(again, vintage="v2")
    assert register.repeats(again, [found]) == found
    assert register.repeats(revised, [found]) is None
