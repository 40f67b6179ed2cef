from __future__ import annotations

from datetime import date

from comity.warn.reports.duplicates import like
from tests.unit.warn.reports.report_samples import KILLING, at, signal


def test_the_same_words_are_found_even_months_later():
    found = like(signal(seen_on=date(2026, 5, 2)), [("signal/1", signal(seen_on=date(2026, 1, 2)))])
    assert found[0].reasons == ("100% of the wording is the same",)
    near = like(signal(), [("signal/1", signal())])
    assert near[0].wording == 1
    assert "the times meet" in near[0].reasons


def test_the_same_act_at_the_same_time_and_place_is_found_in_other_words():
    new = signal(text="Gunmen shot people who fled", acts=(KILLING,), place=at(13.6, 25.3, within_km=19))
    old = signal(text="Tirs sur des civils au marché", acts=(KILLING,), place=at(13.7, 25.4, within_km=19))
    assert set(like(new, [("signal/1", old)])[0].reasons) == {
        "the times meet",
        "the places meet",
        "both tell of killing",
    }


def test_another_state_or_a_lone_coincidence_is_not_shown():
    new = signal(acts=(KILLING,))
    assert not like(new, [("signal/1", signal(state="TCD"))])
    assert not like(signal(text="Roads were closed"), [("signal/1", signal(text="Aid lorries were turned back"))])


def test_far_apart_is_not_near():
    new = signal(text="Market shelled", place=at(13.6, 25.3))
    assert not like(new, [("signal/1", signal(text="A village burned", place=at(15.6, 32.5)))])


def test_a_file_with_the_same_digest_gives_it_away():
    new = signal(text="one", files=("a" * 64,))
    assert (
        "a file with the same digest" in like(new, [("signal/1", signal(text="other", files=("a" * 64,)))])[0].reasons
    )


def test_at_most_five_are_shown_likeliest_first():
    old = [(f"signal/{n}", signal(text="Shelling of a displacement camp near the town." + "x" * n)) for n in range(9)]
    found = like(signal(), old)
    assert len(found) == 5
    assert found[0].report == "signal/0"
