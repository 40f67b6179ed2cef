"""The standing of a pledge: voices apart, silence shown, nothing kept on a promiser's word alone."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.account.standing import QUIET_DAYS, conditions_met, credible, standing, standings, tally
from comity.kernel.errors import Misused
from comity.kernel.grading import grade
from comity.records.finding import ConditionMet, Report, Standing, Voice
from comity.records.pledge import Pledge

MADE, DUE = date(2026, 1, 1), date(2026, 3, 31)
PLEDGE = Pledge(id="p1", by="NOR", what="humanitarian_assistance", made_on=MADE, due_on=DUE, amount=100.0, unit="t")


def report(voice: str, day: date, code: str = "B2", **says: object) -> Report:
    base = Report(pledge="p1", voice=Voice(voice), seen_on=day, known_on=day, grade=grade(code), text="seen")
    return msgspec.structs.replace(base, **says)


SELF, PARTNER, EVIDENCE = "self_report", "partner_report", "evidence"


def on(day: date, *reports: Report, **more: object) -> Standing:
    return standing(PLEDGE, reports, on=day, **more).standing


def test_before_the_due_day_a_pledge_is_open() -> None:
    assert on(DUE) == Standing.OPEN
    found = standing(PLEDGE, [report(EVIDENCE, date(2026, 2, 1), delivered=30.0)], on=DUE)
    assert (found.standing, found.delivered) == (Standing.OPEN, {"evidence": 30.0})
    assert "30 t confirmed so far" in found.because


def test_evidence_of_all_of_it_makes_it_kept_even_when_late() -> None:
    found = standing(PLEDGE, [report(EVIDENCE, DUE + timedelta(days=12), delivered=100.0)], on=date(2026, 6, 1))
    assert (found.standing, found.days_late) == (Standing.KEPT, 12)
    assert "12 days late" in found.because


@pytest.mark.parametrize("code", ["A1", "B2", "F6"])
def test_the_promisers_own_word_never_makes_a_pledge_kept(code: str) -> None:
    found = standing(PLEDGE, [report(SELF, DUE, code, delivered=100.0)], on=DUE + timedelta(days=10))
    assert found.standing == Standing.LATE
    assert "its own report of 2026-03-31 claims delivery, which nothing graded C3 or better confirms" in found.because


def test_weak_reports_do_not_confirm_but_are_named() -> None:
    found = standing(PLEDGE, [report(PARTNER, DUE, "D3", delivered=100.0)], on=DUE + timedelta(days=5))
    assert found.standing == Standing.LATE
    assert "1 report of delivery graded below C3 not counted" in found.because
    assert [credible(grade(code)) for code in ("A1", "C3", "C4", "D3", "F6")] == [True, True, False, False, False]


def test_part_of_it_is_partly_after_the_due_day() -> None:
    found = standing(PLEDGE, [report(PARTNER, DUE, delivered=40.0)], on=DUE + timedelta(days=5))
    assert (found.standing, found.days_late) == (Standing.PARTLY, 5)


def test_voices_are_never_added_up() -> None:
    reports = [report(PARTNER, DUE, delivered=60.0), report(EVIDENCE, DUE, delivered=50.0)]
    found = standing(PLEDGE, reports, on=DUE + timedelta(days=5))
    assert found.standing == Standing.PARTLY
    assert found.delivered == {"evidence": 50.0, "partner_report": 60.0}


def test_silence_is_shown_as_silence() -> None:
    found = standing(PLEDGE, [], on=DUE + timedelta(days=1))
    assert (found.standing, found.last_heard_on) == (Standing.SILENT, None)
    assert "nothing heard for 90 days" in found.because
    heard = report(SELF, DUE + timedelta(days=1))
    assert on(DUE + timedelta(days=1 + QUIET_DAYS), heard) == Standing.LATE
    assert on(DUE + timedelta(days=2 + QUIET_DAYS), heard) == Standing.SILENT


def test_contradiction_is_disputed_until_newer_evidence_settles_it() -> None:
    claim = report(PARTNER, DUE, delivered=100.0)
    denial = report(EVIDENCE, DUE + timedelta(days=3), refutes=True)
    day = DUE + timedelta(days=20)
    assert on(day, claim, denial) == Standing.DISPUTED
    assert on(day, claim, msgspec.structs.replace(denial, grade=grade("E5"))) == Standing.KEPT
    assert on(day, claim, denial, report(EVIDENCE, DUE + timedelta(days=9), delivered=100.0)) == Standing.KEPT


def test_a_promiser_may_correct_itself_without_a_dispute() -> None:
    claim = report(SELF, DUE, delivered=100.0)
    correction = report(SELF, DUE + timedelta(days=1), refutes=True)
    assert on(DUE + timedelta(days=2), claim, correction) == Standing.LATE


def test_a_pledge_waits_for_its_condition() -> None:
    pledge = msgspec.structs.replace(PLEDGE, condition="a ceasefire is signed")
    late = DUE + timedelta(days=40)
    assert standing(pledge, [], on=late).standing == Standing.WAITING
    assert standing(pledge, [], on=late, met_on=late + timedelta(days=1)).standing == Standing.WAITING
    assert standing(pledge, [], on=late, met_on=late).standing == Standing.OPEN
    assert standing(pledge, [], on=late, met_on=MADE).standing == Standing.SILENT


def test_a_condition_is_met_by_credible_reports_known_by_the_day() -> None:
    def met(day: int, known: int, code: str) -> ConditionMet:
        return ConditionMet(
            pledge="p1", seen_on=date(2026, 4, day), known_on=date(2026, 4, known), grade=grade(code), text="signed"
        )

    reports = [met(9, 9, "B2"), met(5, 20, "C3"), met(1, 1, "E4")]
    assert conditions_met(reports, on=date(2026, 4, 8)) == {}
    assert conditions_met(reports, on=date(2026, 4, 19)) == {"p1": date(2026, 4, 9)}
    assert conditions_met(reports, on=date(2026, 4, 20)) == {"p1": date(2026, 4, 5)}
    pledge = msgspec.structs.replace(PLEDGE, condition="a ceasefire is signed")
    (found,) = standings([pledge], [], on=date(2026, 4, 20), met=conditions_met(reports, on=date(2026, 4, 20)))
    assert found.days_late == 15


def test_a_pledge_without_amount_is_kept_when_it_is_done() -> None:
    pledge = msgspec.structs.replace(PLEDGE, amount=None, unit="", what="special_envoy")
    assert standing(pledge, [report(EVIDENCE, DUE, done=True)], on=DUE).standing == Standing.KEPT
    assert standing(pledge, [report(EVIDENCE, DUE, done=False)], on=DUE).standing == Standing.OPEN


def test_only_reports_known_by_the_day_count() -> None:
    late_news = report(EVIDENCE, DUE, delivered=100.0, known_on=DUE + timedelta(days=30))
    assert on(DUE + timedelta(days=29), late_news) == Standing.SILENT
    assert on(DUE + timedelta(days=30), late_news) == Standing.KEPT


def test_a_report_on_another_pledge_is_misuse() -> None:
    with pytest.raises(Misused, match="'p2' cannot speak to pledge 'p1'"):
        standing(PLEDGE, [report(SELF, DUE, pledge="p2")], on=DUE)
    with pytest.raises(Misused, match="was made on"):
        standing(PLEDGE, [], on=date(2025, 12, 31))


def test_what_needs_attention_comes_first() -> None:
    pledges = [msgspec.structs.replace(PLEDGE, id=name) for name in ("p1", "p2", "p3")]
    reports = [report(EVIDENCE, DUE, delivered=100.0), report(SELF, DUE, pledge="p2")]
    found = standings(pledges, reports, on=DUE + timedelta(days=5))
    assert [row.pledge for row in found] == ["p3", "p2", "p1"]
    counts = tally(found)
    assert (counts[Standing.SILENT], counts[Standing.LATE], counts[Standing.KEPT]) == (1, 1, 1)
    assert set(counts) == set(Standing)


DAYS = st.integers(0, 150).map(lambda days: MADE + timedelta(days=days))
REPORTS = st.lists(
    st.builds(
        report,
        st.sampled_from((SELF, PARTNER, EVIDENCE)),
        DAYS,
        st.sampled_from(("A1", "C3", "E4")),
        delivered=st.sampled_from((None, 0.0, 40.0, 100.0)),
        done=st.sampled_from((None, None, False, True)),
        refutes=st.booleans(),
    ),
    max_size=6,
)
PLEDGES = st.sampled_from(
    (
        PLEDGE,
        msgspec.structs.replace(PLEDGE, amount=None, unit=""),
        msgspec.structs.replace(PLEDGE, condition="a ceasefire is signed"),
    )
)
# From worst to best; waiting and open are no failures.
RANK = [
    Standing.SILENT, Standing.LATE, Standing.DISPUTED, Standing.WAITING, Standing.OPEN, Standing.PARTLY, Standing.KEPT,
]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(PLEDGES, REPORTS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_reports_is_irrelevant(pledge: Pledge, reports: list[Report], day: date, rng: object) -> None:
    mixed = list(reports)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert standing(pledge, mixed, on=day) == standing(pledge, reports, on=day)


@settings(max_examples=50, deadline=None)
@given(PLEDGES, REPORTS, DAYS, st.sampled_from((PARTNER, EVIDENCE)), st.sampled_from((40.0, 100.0)))
def test_newer_evidence_of_delivery_never_worsens(
    pledge: Pledge, reports: list[Report], day: date, voice: str, amount: float
) -> None:
    newest = max([MADE, *(old.seen_on for old in reports)]) + timedelta(days=1)
    later = max(day, newest)
    before = standing(pledge, reports, on=later).standing
    more = [*reports, report(voice, newest, "C3", delivered=amount)]
    after = standing(pledge, more, on=later).standing
    assert RANK.index(after) >= RANK.index(before)


@settings(max_examples=50, deadline=None)
@given(PLEDGES, REPORTS, DAYS)
def test_a_kept_pledge_always_rests_on_another_voice(pledge: Pledge, reports: list[Report], day: date) -> None:
    if standing(pledge, reports, on=day).standing == Standing.KEPT:
        others = [old for old in reports if old.voice != Voice.SELF]
        assert standing(pledge, others, on=day).standing == Standing.KEPT
