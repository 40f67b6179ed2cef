"""A reader's stream: rows on one side, what was passed over on the other, nothing lost."""

from __future__ import annotations

from datetime import date

from comity.records.event import Reading
from comity.sources.contract import Aside
from comity.sources.forms import sifted


def test_every_item_is_on_one_side() -> None:
    day = date(2020, 1, 1)
    row = Reading(source="s", state="SDN", variable="v", began=day, ended=day, value=1.0)
    note = Aside(where="f line 2", words="World", why="an aggregate of states")
    items = [row, note, row]
    assert list(sifted.rows(items)) == [row, row]
    assert list(sifted.asides(items)) == [note]
