from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from comity.desk.notifying import Order
from comity.desk.opening import Desk
from comity.desk.record import Record, open_record
from comity.kernel.errors import Misused, NotOnShelf, Refused
from comity.kernel.marking import marking
from tests.unit.warn.reports.report_samples import at, link, signal

TODAY = date(2026, 6, 1)


@pytest.fixture
def desk(tmp_path: Path):
    record: Record = open_record(tmp_path / "desk.db", author="desk", clock=lambda: datetime(2026, 6, 1, 9, tzinfo=UTC))
    with Desk(record, today=lambda: TODAY) as made:
        yield made


def test_the_exact_place_and_day_are_nowhere_in_the_file(desk: Desk, tmp_path: Path):
    desk.warn.reports.receive(signal(place=at(13.62891, 25.34931), seen_on=date(2026, 5, 6)), km=25, time="week")
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"13.6289" not in held
    assert b"25.3493" not in held
    assert b"2026-05-06" not in held
    assert b"2026-05-04" in held


def test_a_refused_report_leaves_no_trace(desk: Desk):
    with pytest.raises(Refused, match="telephone"):
        desk.warn.reports.receive(signal(text="Call +249 91 234 5678"))
    assert not desk.warn.reports.situation("SDN").reports


def test_earlier_reports_that_may_repeat_it_come_with_the_receipt(desk: Desk):
    first = desk.warn.reports.receive(signal())
    assert not first.alike
    assert desk.warn.reports.receive(signal()).alike[0].report == "signal/1"


def test_a_link_carries_the_stricter_marking_of_both(desk: Desk):
    desk.warn.reports.receive(signal(marking=marking("TLP:GREEN [field]")))
    desk.warn.reports.receive(signal(marking=marking("TLP:AMBER [envoys]")))
    assert desk.warn.reports.link(link("signal/1", "signal/2")).marking.label == "TLP:AMBER [envoys] [field]"


def test_reports_on_two_states_or_on_none_are_not_linked(desk: Desk):
    desk.warn.reports.receive(signal())
    desk.warn.reports.receive(signal(state="TCD"))
    with pytest.raises(Misused, match="SDN"):
        desk.warn.reports.link(link("signal/1", "signal/2"))
    with pytest.raises(NotOnShelf, match="signal/9"):
        desk.warn.reports.link(link("signal/1", "signal/9"))


def test_a_link_made_later_is_not_known_before(desk: Desk):
    desk.warn.reports.receive(signal())
    desk.warn.reports.receive(signal())
    desk.warn.reports.link(link("signal/1", "signal/2"))
    assert len(desk.warn.reports.situation("SDN", as_of="2026-05-01").events) == 0


def test_a_brief_carries_the_marking_of_the_reports_that_shaped_it(desk: Desk):
    desk.warn.reports.receive(signal(marking=marking("TLP:RED [field]")))
    brief = desk.brief("SDN")
    assert brief.marking == "TLP:RED [field]"
    assert any("Shelling of a displacement camp" in said.text for said in brief.picture.reported)


def test_days_in_the_wrong_order_are_misuse(desk: Desk):
    for given in ({"known_on": date(2026, 7, 1)}, {"seen_to": date(2026, 5, 1)}, {"seen_to": date(2026, 5, 25)}):
        with pytest.raises(Misused):
            desk.warn.reports.receive(signal(**given))


def test_a_brief_says_who_was_notified_and_that_nobody_answered(tmp_path: Path):
    now = [datetime(2026, 6, 1, 9, tzinfo=UTC)]
    with Desk(open_record(tmp_path / "told.db", author="desk", clock=lambda: now[0]), today=lambda: TODAY) as told:
        told.notifying._now = lambda: now[0]
        order = Order(offices=(("policy planning",),), because="Two posts report it.")
        told.notifying.notify(told.notifying.draft("SDN", order), marking("TLP:AMBER [warn]"))
        brief = told.brief("SDN")
    assert brief.marking == "TLP:AMBER [warn]"
    assert any("sent 2026-06-01 to policy planning" in said.text for said in brief.picture.reported)
