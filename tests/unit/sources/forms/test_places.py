"""Places: one series through changes of name, territories that are no state, and Correlates of War numbers."""

from __future__ import annotations

import pytest

from comity.kernel import states
from comity.kernel.errors import Ambiguous, NotOnShelf
from comity.sources.forms import places
from comity.sources.forms.places import from_cow, place
from comity.store.raw import raw_data
from tests.unit.sources.samples import sample


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("USSR", "RUS"), ("Yugoslavia", "SRB"), ("Serbia and Montenegro", "SRB"), ("Kosovo", "XKX"), ("XKX", "XKX"),
        ("Yemen (North Yemen)", "YEM"), ("South Yemen", "YMD"), ("Burma", "MMR"), ("HKG", ""), ("Puerto Rico", ""),
    ],
)  # fmt: skip
def test_names_and_codes_are_placed_in_one_series(said: str, code: str) -> None:
    assert place(said) == code


def test_a_providers_own_spelling_goes_first() -> None:
    assert place("Congo", {"Congo": "COG"}) == "COG"
    assert place("Region: Crimea", {"Region: Crimea": ""}) == ""
    with pytest.raises(Ambiguous):
        place("Congo")
    with pytest.raises(NotOnShelf):
        place("Atlantis")


def test_no_territory_is_a_state_of_ours() -> None:
    known = {one.iso3 for one in states.all_states()}
    assert not known & set(places.TERRITORIES)


def test_numbers_lead_to_states_and_unknown_ones_are_named() -> None:
    assert [from_cow(number) for number in (2, 255, 260, 345, 365, 625, 678, 679)] == [
        "USA", "DEU", "DEU", "SRB", "RUS", "SDN", "YEM", "YEM",
    ]  # fmt: skip
    with pytest.raises(NotOnShelf, match="9999"):
        from_cow(9999)


@pytest.mark.data
def test_the_numbers_agree_with_the_collection() -> None:
    sample("states/country_codes.parquet", "csv")
    rows = raw_data().rows("states/country_codes.parquet", "select iso3, cowcodes from data order by iso3")
    for code, numbers in rows:
        for number in (numbers or "").split(";"):
            if number:
                assert from_cow(int(number)) == ("TZA" if code == "ZZB" else code)
