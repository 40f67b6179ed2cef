from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Misused
from comity.kernel.grading import grade
from comity.warn.reports.corroboration import events, unsupported
from tests.unit.warn.reports.report_samples import link, signal

FOUR = {f"signal/{n}": signal() for n in range(1, 5)}


def test_reports_nobody_linked_are_events_of_their_own():
    found = events(FOUR, [])
    assert [event.reports for event in found] == [(name,) for name in FOUR]
    assert {event.words for event in found} == {"one report, not corroborated"}


def test_independence_nobody_judged_is_not_established():
    found = events(FOUR, [link("signal/1", "signal/2")])[0]
    assert found.independent == 1
    assert "independence not established" in found.words


def test_independence_must_hold_pair_by_pair():
    links = [link("signal/1", "signal/2", origins="independent"), link("signal/2", "signal/3", origins="independent")]
    assert events(FOUR, links)[0].independent == 2
    links.append(link("signal/1", "signal/3", origins="independent"))
    assert events(FOUR, links)[0].independent == 3


def test_an_account_passed_on_counts_once():
    links = [
        link("signal/1", "signal/2", "duplicate"),
        link("signal/1", "signal/3", origins="independent"),
        link("signal/2", "signal/3", origins="independent"),
    ]
    found = events(FOUR, links)[0]
    assert (found.accounts, found.independent) == (2, 2)


def test_a_newer_word_of_the_same_judge_replaces_the_older():
    links = [link("signal/1", "signal/2", origins="independent"), link("signal/2", "signal/1", "different")]
    assert len(events(FOUR, links)) == 4


def test_where_judges_differ_the_careful_reading_counts_and_is_shown():
    links = [
        link("signal/1", "signal/2", origins="independent"),
        link("signal/1", "signal/2", origins="same_origin", by="second reader"),
    ]
    found = events(FOUR, links)[0]
    assert found.independent == 1
    assert found.disputed == (("signal/1", "signal/2"),)
    assert "judges differ on 1" in found.words


def test_a_grade_of_confirmed_without_a_second_account_is_named():
    reports = {"signal/1": signal(grade=grade("B1")), "signal/2": signal()}
    assert unsupported(reports, events(reports, [])) == ("signal/1",)
    backed = events(reports, [link("signal/1", "signal/2", origins="independent")])
    assert not unsupported(reports, backed)


PAIRS = list(combinations(FOUR, 2))
LINKS = st.lists(
    st.tuples(
        st.sampled_from(PAIRS),
        st.sampled_from([("same_event", "independent"), ("same_event", "unknown"), ("same_event", "same_origin"),
                         ("duplicate", "unknown"), ("different", "unknown")]),
        st.sampled_from(["analyst", "second reader"]),
    ).map(lambda drawn: link(*drawn[0], *drawn[1], by=drawn[2])),
    max_size=8,
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(LINKS)
def test_every_report_stands_in_exactly_one_event(links):
    found = events(FOUR, links)
    assert sorted(name for event in found for name in event.reports) == sorted(FOUR)
    assert all(1 <= event.independent <= event.accounts <= len(event.reports) for event in found)


@settings(max_examples=50, deadline=None)
@given(LINKS, st.sampled_from(PAIRS))
def test_a_judgement_of_same_origin_never_raises_independence(links, pair):
    before = max(event.independent for event in events(FOUR, links))
    after = events(FOUR, [*links, link(*pair, origins="same_origin", by="third")])
    assert max(event.independent for event in after) <= max(before, 2)
    joined = next(event for event in after if pair[0] in event.reports)
    assert pair[1] not in joined.reports or joined.accounts < len(joined.reports)


def test_many_accounts_are_counted_greedily_and_never_too_high():
    names = {f"signal/{n}": signal() for n in range(1, 16)}
    links = [link(a, b, origins="independent") for a, b in combinations(names, 2)]
    assert events(names, links)[0].independent == 15
    assert events(names, links[1:])[0].independent == 14


@pytest.mark.parametrize(("relation", "origins"), [("duplicate", "independent"), ("different", "same_origin")])
def test_a_link_that_contradicts_itself_is_misuse(relation: str, origins: str):
    with pytest.raises(Misused):
        link("signal/1", "signal/2", relation, origins)
