from __future__ import annotations

import pytest

from comity.convene.amend.clauses import Clause, Level, Menu, default_menu
from comity.kernel.errors import Misused

SANCTIONS = (("arms_embargo", "Arms embargo", "sanction"), ("icc_referral", "Referral", "refer"))


def test_the_draft_keeps_all_and_leaving_all_out_is_no_text():
    menu = default_menu(SANCTIONS, weights={})
    assert menu.substance(menu.as_drafted) == 1
    assert menu.substance((3, 3)) == pytest.approx(0)
    assert menu.empty((3, 3))
    assert not menu.empty((3, 2))


def test_the_users_weights_come_before_the_houses():
    plain, own = default_menu(SANCTIONS, weights={}), default_menu(SANCTIONS, weights={"arms_embargo": 9})
    assert own.lost(0, 3) > plain.lost(0, 3)
    assert plain.lost(1, 3) == pytest.approx(4 / 7)


def test_a_text_is_as_strong_as_its_strongest_clause():
    menu = default_menu(SANCTIONS, weights={})
    assert [menu.strength(choice) for choice in ((0, 0), (0, 1), (1, 1), (2, 3))] == [4, 3, 1, 0]


def test_what_may_not_change_has_one_level():
    menu = default_menu(SANCTIONS, weights={}, fixed=frozenset({"icc_referral"}))
    assert menu.size == 4


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: default_menu(SANCTIONS, weights={"asset_freeze": 1}),
        lambda: default_menu(SANCTIONS, weights={}, fixed=frozenset({"x"})),
        lambda: default_menu(SANCTIONS, weights={"arms_embargo": 0}),
        lambda: Level(words="stronger", loss=-0.1),
        lambda: Level(words="odd", loss=0.1, strength="sanctoin"),
        lambda: Clause(id="a", levels=(Level(words="out", loss=1.0),), weight=1),
        lambda: Menu(clauses=()),
    ],
)
def test_what_makes_no_sense_is_misuse(wrong):
    with pytest.raises(Misused):
        wrong()
