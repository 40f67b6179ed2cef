"""Past cases: events in order, votes that add up, names that say how they are known."""

from __future__ import annotations

from comity.kernel.provenance import Checked
from comity.reference import cases

EVENTS = tuple(event for case in cases.all_cases() for event in case.events)
VOTES = tuple(event.vote for event in EVENTS if event.vote is not None)


def test_there_are_302_events_and_107_votes() -> None:
    assert (len(EVENTS), len(VOTES)) == (302, 107)


def test_names_and_totals_of_every_vote_agree() -> None:
    for vote in VOTES:
        listed = (vote.in_favour_list, vote.against_list, vote.abstain_list)
        for names, total in zip(listed, (vote.for_, vote.against, vote.abstain), strict=True):
            assert names is None or len(names) == total


def test_nobody_votes_twice() -> None:
    for vote in VOTES:
        names = [
            name for listed in (vote.in_favour_list, vote.against_list, vote.abstain_list) for name in listed or ()
        ]
        assert len(names) == len(set(names))


def test_only_permanent_members_veto() -> None:
    assert {name for vote in VOTES for name in vote.vetoes} <= {"CHN", "FRA", "GBR", "RUS", "SUN", "USA"}


def test_every_list_of_names_says_how_it_is_known() -> None:
    assert all((vote.names_basis is not None) == bool(vote.named) for vote in VOTES)
    assert {vote.names_basis for vote in VOTES} - {None} == set(cases.NAMES_BASIS_WORDS)


def test_the_marks_of_what_was_compared_are_kept() -> None:
    marks = [event.checked for event in EVENTS]
    assert marks.count(Checked.UN_MEETINGS_TABLE) == 89
    assert marks.count(Checked.RECORD_OR_PRESS_SEEN) == 62
    assert marks.count(Checked.NOT_CHECKED_HERE) == 151


def test_no_event_but_late_justice_lies_far_from_the_period_of_its_case() -> None:
    for case in cases.all_cases():
        for event in case.events:
            assert case.first_month.plus(-24).first <= event.on
            assert event.kind == "legal" or event.on <= case.last_month.plus(24).last


def test_the_vote_that_cut_the_force_in_rwanda_was_unanimous() -> None:
    cut = [event for event in cases.get("rwanda_1994").events if "912" in event.source]
    assert cut[0].vote is not None
    assert cut[0].vote.totals == "15-0-0"
