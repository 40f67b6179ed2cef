"""Pledges: what may be recorded, what stands on a day, who carries how much."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.commit.pledges import balance, checked, checked_change, fold, totals
from comity.kernel.errors import Misused, Refused
from comity.records.pledge import Amendment, Pledge, Withdrawal

MADE = date(2026, 1, 10)
ON = date(2026, 9, 1)


def pledge(name: str = "p1", **terms: object) -> Pledge:
    base = Pledge(
        id=name, by="NOR", what="humanitarian_assistance", made_on=MADE, due_on=date(2026, 6, 30), amount=100.0,
        unit="USD",
    )  # fmt: skip
    return msgspec.structs.replace(base, **terms)


def test_a_clear_pledge_is_given_back() -> None:
    assert checked(pledge()) == pledge()


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"due_on": MADE}, "not after the day it was made"),
        ({"amount": 0.0}, "promises 0"),
        ({"amount": -3.0}, "promises -3"),
        ({"amount": float("nan")}, "promises nan"),
        ({"amount": float("inf")}, "promises inf"),
        ({"unit": " "}, "without a unit"),
        ({"amount": None}, "without an amount"),
        ({"condition": "access"}, "only 'access'"),
        ({"by": ""}, "who promises what"),
    ],
)
def test_unclear_terms_are_refused_in_words(terms: dict[str, object], said: str) -> None:
    with pytest.raises(Refused, match=said) as caught:
        checked(pledge(**terms))
    assert caught.value.hint


def test_the_same_promise_twice_is_refused() -> None:
    lines = fold([pledge()], [], on=ON)
    with pytest.raises(Refused, match="already pledged"):
        checked(pledge("p2"), lines)
    with pytest.raises(Refused, match="already a p1"):
        checked(pledge(what="mediation"), lines)


def test_a_withdrawn_promise_may_be_made_again() -> None:
    lines = fold([pledge()], [Withdrawal(pledge="p1", on=date(2026, 2, 1), reason="budget")], on=ON)
    assert checked(pledge("p2"), lines).id == "p2"


def test_an_amendment_changes_the_terms_and_keeps_the_first() -> None:
    change = Amendment(pledge="p1", on=date(2026, 3, 1), reason="late vote", due_on=date(2026, 8, 1), amount=60.0)
    (line,) = fold([pledge()], [change], on=ON)
    assert (line.pledge.due_on, line.pledge.amount, line.first.amount) == (date(2026, 8, 1), 60.0, 100.0)
    assert line.weakened == (
        "put off from 2026-06-30 to 2026-08-01 (on 2026-03-01)",
        "cut from 100 to 60 USD (on 2026-03-01)",
    )


def test_only_what_was_known_by_the_day_counts() -> None:
    change = Amendment(pledge="p1", on=date(2026, 3, 1), reason="late vote", amount=60.0)
    (line,) = fold([pledge()], [change], on=date(2026, 2, 28))
    assert line.pledge.amount == 100.0
    assert fold([pledge()], [change], on=date(2026, 1, 9)) == ()


def test_a_change_to_nobodys_pledge_is_misuse() -> None:
    change = Withdrawal(pledge="p9", on=ON, reason="x")
    with pytest.raises(Misused, match="there is no p9"):
        fold([pledge()], [change], on=ON)
    with pytest.raises(Misused, match="there is no p9"):
        checked_change(change, fold([pledge()], [], on=ON))


def test_changes_that_make_no_sense_are_refused() -> None:
    lines = fold([pledge()], [], on=ON)
    with pytest.raises(Refused, match="changes nothing"):
        checked_change(Amendment(pledge="p1", on=ON, reason="x"), lines)
    with pytest.raises(Refused, match="gives no reason"):
        checked_change(Amendment(pledge="p1", on=ON, reason=" ", amount=1.0), lines)
    with pytest.raises(Refused, match="before its last word"):
        checked_change(Withdrawal(pledge="p1", on=date(2026, 1, 1), reason="x"), lines)
    with pytest.raises(Refused, match="not after the day"):
        checked_change(Amendment(pledge="p1", on=ON, reason="x", due_on=MADE), lines)
    gone = fold([pledge()], [Withdrawal(pledge="p1", on=date(2026, 2, 1), reason="x")], on=ON)
    with pytest.raises(Refused, match="was withdrawn"):
        checked_change(Amendment(pledge="p1", on=ON, reason="x", amount=1.0), gone)


def test_totals_never_add_across_units_and_leave_out_what_was_withdrawn() -> None:
    pledges = [
        pledge(),
        pledge("p2", by="SWE", amount=300.0),
        pledge("p3", by="KEN", amount=40.0, unit="tonnes"),
        pledge("p4", by="DNK", amount=9.0),
    ]
    gone = [Withdrawal(pledge="p4", on=date(2026, 2, 1), reason="x")]
    money, goods = totals(fold(pledges, gone, on=ON))
    assert (money.unit, money.amount, [share.by for share in money.shares]) == ("USD", 400.0, ["SWE", "NOR"])
    assert (goods.unit, goods.amount) == ("tonnes", 40.0)


def test_balance_says_when_nothing_is_offered() -> None:
    category = {"asset_freeze": "coerce_economic", "debt_relief": "incentive", "mediation": "persuade"}
    freeze = pledge(what="asset_freeze", amount=None, unit="")
    lines = fold([freeze], [], on=ON)
    assert balance(lines, category).words.endswith("nothing is offered for a change of conduct.")
    both = fold([freeze, pledge("p2", what="debt_relief"), pledge("p3", what="words")], [], on=ON)
    found = balance(both, category)
    assert (found.incentives, found.pressure, found.other) == (1, 1, 1)
    assert balance((), category).words == "Nothing is pledged."


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from(("USD", "troops")), st.integers(1, 10**6))))
def test_shares_always_sum_to_their_total(rows: list[tuple[str, str, int]]) -> None:
    pledges = [
        pledge(f"p{i}", by=by, unit=unit, amount=float(amount), due_on=MADE + timedelta(days=i + 1))
        for i, (by, unit, amount) in enumerate(rows)
    ]
    found = totals(fold(pledges, [], on=ON))
    assert sum(total.pledges for total in found) == len(rows)
    for total in found:
        assert sum(share.amount or 0.0 for share in total.shares) == total.amount
