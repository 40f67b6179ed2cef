"""Every seat has one vote: missing members are named, and two codes of one seat are known."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from comity.convene.rules import Outcome, Vote, decide, pivotal, rule_for
from comity.kernel.errors import Refused

ELECTED_2024 = ("DZA", "ECU", "GUY", "JPN", "KOR", "MLT", "MOZ", "SLE", "SVN", "CHE")
COUNCIL_2024 = ("CHN", "FRA", "RUS", "GBR", "USA", *ELECTED_2024)


def yes(number):
    return np.full((1, number), Vote.YES, dtype=np.int8)


def test_missing_members_are_named_when_the_seats_are_known(charter):
    there = [code for code in COUNCIL_2024 if code not in ("SVN", "GUY")]
    with pytest.raises(Refused) as caught:
        decide(charter, yes(13), there, seats=COUNCIL_2024)
    assert caught.value.message == "unsc needs a vote from each of 15 members; GUY and SVN are missing"
    assert caught.value.hint == 'add them as absent, or pass missing="absent"'


def test_missing_members_are_counted_when_the_seats_are_not_known(charter):
    with pytest.raises(Refused, match="each of 15 members; RUS, seat 14 and seat 15 are missing"):
        decide(charter, yes(12), [code for code in COUNCIL_2024 if code not in ("RUS", "SVN", "GUY")])


def test_missing_members_can_be_counted_as_absent(charter):
    there = COUNCIL_2024[5:] + COUNCIL_2024[:1]
    assert decide(charter, yes(11), there, missing="absent")[0] == Outcome.ADOPTED
    assert decide(charter, yes(8), there[:8], missing="absent")[0] == Outcome.NOT_ADOPTED
    assert pivotal(charter, yes(9), there[:9], missing="absent").tolist() == [[True] * 9]


def test_absent_members_of_the_assembly_stay_in_the_base():
    rule = rule_for("unga_ess", "call_by_members")
    some = tuple(f"X{number}" for number in range(96))
    assert decide(rule, yes(96), some, missing="absent")[0] == Outcome.NOT_ADOPTED
    assert decide(rule, yes(97), (*some, "Y"), missing="absent")[0] == Outcome.ADOPTED


def test_fifteen_columns_without_the_permanent_members_are_refused(charter):
    names = tuple(f"member {number}" for number in range(15))
    with pytest.raises(Refused, match="none of them CHN or FRA"):
        decide(charter, yes(15), names)


def test_too_many_members_and_strangers_are_refused(charter):
    with pytest.raises(Refused, match="unsc has 15 members; votes of 16 are given"):
        decide(charter, yes(16), (*COUNCIL_2024, "SDN"))
    with pytest.raises(Refused, match="SDN holds no seat in unsc"):
        decide(charter, yes(15), (*COUNCIL_2024[:14], "SDN"), seats=COUNCIL_2024)


@pytest.mark.parametrize("china", ["TWN", "CHN"])
@pytest.mark.parametrize("russia", ["RUS", "SUN"])
def test_the_seats_of_china_and_the_soviet_union_hold_a_veto_by_either_code(china, russia):
    rule = rule_for("unsc", "substantive", on=date(1955, 12, 13))
    members = (china, "FRA", russia, "GBR", "USA", "BEL", "BRA", "IRN", "NZL", "PER", "TUR")
    for column in range(11):
        votes = yes(11)
        votes[0, column] = Vote.NO
        assert decide(rule, votes, members)[0] == (Outcome.VETOED if column < 5 else Outcome.ADOPTED)


def test_one_seat_twice_is_refused(charter):
    with pytest.raises(Refused, match="CHN and TWN hold the same seat"):
        decide(charter, yes(15), (*COUNCIL_2024[:14], "TWN"))
