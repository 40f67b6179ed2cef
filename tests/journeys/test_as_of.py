"""`--as-of` never uses a later fact: a brief is the same, byte for byte, when the future is cut from every file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from comity.desk import convening
from comity.desk.brief.model import Brief
from comity.desk.opening import Desk
from comity.desk.record import open_record
from comity.kernel import canon
from comity.kernel.grading import grade
from comity.kernel.marking import CLEAR
from comity.kernel.provenance import Confidence
from comity.kernel.states import un_members
from comity.records.assessment import Answer, ElementAnswer, Judgement, Rating, Trend
from comity.records.finding import Report, Voice
from comity.records.pledge import Amendment, Pledge, Withdrawal
from comity.records.signal import Signal
from comity.reference import calendar, cases, fitted
from tests.journeys.cuts import CUTS, TIMELESS, history_ends

DAYS = (date(2023, 3, 31), date(2011, 2, 28), date(1994, 4, 30))
STATES = ("SDN",)


class Office:
    """A desk whose clock the test sets."""

    def __init__(self, file: Path) -> None:
        self.now = datetime(2026, 11, 1, tzinfo=UTC)
        self.record = open_record(file, author="desk", clock=lambda: self.now)
        self.desk = Desk(self.record, today=self.today)
        self._briefs: dict[tuple[str, date], Brief] = {}

    def today(self) -> date:
        return self.now.date()

    def brief(self, state: str, day: date) -> Brief:
        """The brief on the whole history, composed once."""
        if (state, day) not in self._briefs:
            self._briefs[state, day] = self.desk.brief(state, as_of=day.isoformat())
        return self._briefs[state, day]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = Office(tmp_path_factory.mktemp("as-of") / "desk.db")
    yield opened
    opened.desk.close()


def told(brief: Brief) -> bytes:
    """The brief as bytes, less what names the vintage of shipped files: newest facts, first months, measured skill."""
    words = [
        msgspec.structs.replace(line, text=line.text.partition("(the series starts")[0])
        if "(the series starts" in line.text
        else line
        for line in brief.unknown
    ]
    # `ledger` counts the entries there are now, and says so.
    return canon.canonical(msgspec.structs.replace(brief, unknown=tuple(words), ledger=0))


@pytest.mark.parametrize("day", [DAYS[0], *(pytest.param(day, marks=pytest.mark.slow) for day in DAYS[1:])], ids=str)
def test_a_brief_is_the_same_when_later_rows_are_cut_from_every_fitted_file(office: Office, day: date):
    whole = {state: told(office.brief(state, day)) for state in STATES}

    with history_ends(day):
        cut = {state: told(office.desk.brief(state, as_of=day.isoformat())) for state in STATES}

    assert [state for state in STATES if whole[state] != cut[state]] == []


@pytest.mark.slow
@pytest.mark.parametrize(("day", "every"), [(DAYS[0], 2), (date(1999, 3, 31), 8), (date(2013, 9, 30), 8)], ids=str)
def test_no_brief_on_any_member_uses_a_later_row(office: Office, day: date, every: int):
    # All members were compared once on six days; CI compares every so-manieth, which finds a leak of any kind.
    codes = [place.iso3 for place in un_members(day)][::every]
    whole = {code: told(office.desk.brief(code, as_of=day.isoformat())) for code in codes}

    with history_ends(day):
        cut = {code: told(office.desk.brief(code, as_of=day.isoformat())) for code in codes}

    assert [code for code in codes if whole[code] != cut[code]] == []


def test_the_world_and_the_alerts_are_the_same_when_later_rows_are_cut(office: Office):
    day = DAYS[0]
    world, alerts = office.desk.world(day.isoformat()), office.desk.warn.alerts(as_of=day)

    with history_ends(day):
        cut_world, cut_alerts = office.desk.world(day.isoformat()), office.desk.warn.alerts(as_of=day)

    assert canon.canonical(world) == canon.canonical(cut_world)
    assert canon.canonical(alerts) == canon.canonical(cut_alerts)


def test_positions_as_of_a_day_are_the_same_when_later_sessions_are_cut(office: Office):
    day = DAYS[1]
    whole = office.desk.convene.positions(["SDN", "USA", "RUS"], as_of=day)

    with history_ends(day):
        assert office.desk.convene.positions(["SDN", "USA", "RUS"], as_of=day) == whole


def test_the_cut_leaves_out_no_fitted_file_that_ships():
    shipped = {file for name in fitted.names() for file in fitted.about(name).files}

    assert shipped - TIMELESS <= set(CUTS)


def test_the_cut_really_cuts():
    for name in fitted.names():
        for file in fitted.about(name).files:
            if file in CUTS:
                assert len(CUTS[file](fitted.read(name, file), DAYS[1])) < len(fitted.read(name, file))


def test_a_brief_does_use_the_rows_up_to_the_day(office: Office):
    # Were the cut too deep, the tests above would compare two briefs that know nothing.
    day = DAYS[0]
    whole = office.brief("RWA", day)
    with history_ends(date(2021, 6, 30)):
        earlier = office.desk.brief("RWA", as_of=day.isoformat())

    assert whole.risk.history is not None
    assert whole.risk.history.months[-1] == "2023-02"
    assert told(whole) != told(earlier)


@pytest.mark.parametrize("case", cases.shelf.all(), ids=lambda case: case.id)
def test_a_case_is_offered_only_after_it_ended(office: Office, case):
    last = case.last_month.last
    before = date.fromordinal(last.toordinal() - 1)
    if before > office.desk.today():
        pytest.skip("this case has not ended")
    for state in ("SDN", *case.countries):
        found = office.desk.learn.nearest(state, as_of=before, most=50)
        assert case.id not in [likeness.case for likeness in found]


@pytest.mark.parametrize("case", cases.shelf.all(), ids=lambda case: case.id)
def test_likeness_to_a_case_that_just_ended_uses_no_deaths_published_later(office: Office, case):
    day = case.last_month.last
    if day > office.desk.today() or day < date(1990, 1, 1):
        pytest.skip("this case ended before the series of deaths, or has not ended")
    whole = office.desk.learn.nearest("SDN", as_of=day, most=50)

    with history_ends(day):
        assert office.desk.learn.nearest("SDN", as_of=day, most=50) == whole


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_cases_of_a_brief_hold_no_event_after_its_day(office: Office, day: date):
    for state in STATES:
        events = [event for case in office.brief(state, day).cases for event in case.events]
        assert [event.date for event in events if event.date > day.isoformat()] == []


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_dates_of_a_brief_lie_after_its_day_and_within_a_year(office: Office, day: date):
    for state in STATES:
        watched = [item.on for item in office.brief(state, day).watch]
        assert all((on - day).days <= 366 for on in watched)


@pytest.mark.parametrize("year", [1994, 2003, 2011, 2023])
def test_the_council_that_votes_is_that_of_the_day(office: Office, year: int):
    with (Path(convening.__file__).parents[1] / "reference" / "seats" / "unsc.csv").open() as stream:
        sitting = {row["iso3"] for row in csv.DictReader(stream) if row["year"] == str(year)}
    if year < 2001:
        # No vote can be predicted so early; membership is then read for the options of the plan.
        assert "unsc" in office.desk.plan.memberships("RWA", date(year, 4, 30))
        return
    draft = office.desk.convene.draft("SDN", strength="condemn", as_of=date(year, 3, 31))

    assert set(office.desk.convene.predict(draft).members) == sitting


@pytest.mark.parametrize(
    ("day", "known"),
    [
        (date(2023, 3, 31), ()),
        (date(2023, 7, 1), ("DZA", "GUY", "KOR", "SLE", "SVN")),
        (date(2012, 10, 1), ()),
        (date(2012, 11, 15), ("ARG", "AUS", "KOR", "LUX", "RWA")),
    ],
)
def test_next_years_council_is_named_only_after_its_election(office: Office, day: date, known: tuple[str, ...]):
    rotation = office.desk.account.rotation(day)

    assert tuple(sorted(rotation.joining)) == known
    assert rotation.open_seats == (0 if known else 5)
    draft = office.desk.convene.draft("SDN", strength="condemn", as_of=day)
    members = office.desk.convene.predict(draft, sitting=date(day.year + 1, 1, 1)).members
    assert set(known) <= set(members)
    assert len(members) == (15 if known else 10)


def test_presidencies_of_a_year_are_named_only_after_the_election_of_its_members(office: Office):
    def named(day: str) -> list[str]:
        dates = office.desk.account.dates("SDN", as_of=day)
        return [
            item.words for item in dates if item.rule == "sc_presidency" and item.on.year == 2026 and ":" in item.words
        ]

    assert named("2025-05-31") == []
    assert len(named("2025-07-01")) >= 1


def test_a_day_of_remembrance_is_no_date_ahead_before_it_was_proclaimed(office: Office):
    def rules(state: str, day: str) -> set[str]:
        return {item.rule for item in office.desk.account.dates(state, as_of=day)}

    assert "remembrance_srebrenica" not in rules("BIH", "1995-07-01")
    assert "remembrance_srebrenica" in rules("BIH", "2024-06")
    assert not {"hrc_sessions", "r2p_debate", "protection_of_civilians_debate"} & rules("RWA", "1994-04")


def test_no_body_is_asked_before_it_stood(office: Office):
    brief = office.brief("RWA", DAYS[2])
    asked = {venue.body for venue in brief.venues} | {body for option in brief.plan.options for body in option.deciders}

    assert {"unsc", "unga", "ohchr"} <= asked
    assert not {"unhrc", "icc", "au_psc", "au_assembly", "un_sapg", "un_pbc", "ecowas_msc"} & asked
    assert {"unhrc", "un_sapg"} <= {venue.body for venue in office.brief("RWA", DAYS[0]).venues}


def test_no_calendar_rule_names_a_year_after_the_day_from_which_it_is_used():
    for rule in calendar.shelf.all():
        if not rule.dated:
            continue
        # A term that ends, or a successor who comes, is known up to two years ahead.
        years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", f"{rule.source} {rule.effect}")]
        known = rule.since.year if rule.since else 1946
        assert all(year <= known + 2 for year in years), (rule.id, years)


def test_a_brief_on_the_past_uses_what_is_known_today_of_what_measures_do(office: Office):
    # Studies are about measures and no facts of the situation: those published after the day are used, and are named.
    brief = office.brief("SDN", DAYS[2])
    keys = {key for option in brief.plan.options for key in option.evidence_sources}

    assert keys
    assert keys <= {source.id for source in brief.sources}
    assert any("as they are known today" in line.text for line in brief.unknown)
    assert not any("as they are known today" in line.text for line in office.brief("TUV", office.today()).unknown)


def entered(office: Office, *, later: bool) -> None:
    """A record begun in February 2023; with `later` it goes on after the day asked about."""
    desk = office.desk
    office.now = datetime(2023, 2, 1, 9, tzinfo=UTC)
    desk.assess.judge(judgement(office.now.date(), Rating.PARTLY), CLEAR)
    desk.commit.pledge(pledge(office.now.date()), CLEAR)
    desk.warn.reports.receive(signal(office.now.date()))
    if not later:
        return
    for at in (datetime(2023, 4, 1, 0, 0, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC)):
        office.now = at
        day = at.date()
        desk.assess.judge(judgement(day, Rating.PRESENT), CLEAR)
        desk.assess.judge(msgspec.structs.replace(judgement(date(2023, 3, 1), Rating.ABSENT), by="second"), CLEAR)
        desk.assess.answer(
            ElementAnswer(
                state="RWA", threshold="genocide", element="protected_group", answer=Answer.MET,
                because="A court found so.", by="adviser", answered_on=date(2023, 3, 1),
            ),
            CLEAR,
        )  # fmt: skip
        desk.commit.pledge(msgspec.structs.replace(pledge(date(2023, 3, 1)), due_on=day), CLEAR)
        desk.warn.reports.receive(signal(date(2023, 3, 1)))
        desk.account.report(
            Report(
                pledge="pledge/1", voice=Voice.EVIDENCE, seen_on=date(2023, 3, 1), known_on=date(2023, 3, 1),
                grade=grade("A1"), text="All arrived.", delivered=40.0,
            ),
            CLEAR,
        )  # fmt: skip
        desk.commit.change(
            Amendment(pledge="pledge/1", on=date(2023, 3, 1), reason="moved", amount=10.0 + day.year), CLEAR
        )
    desk.commit.change(Withdrawal(pledge="pledge/2", on=date(2023, 3, 1), reason="taken back"), CLEAR)
    desk.issue(desk.brief("TUV"), formats=("json",))


def judgement(day: date, rating: Rating) -> Judgement:
    return Judgement(
        state="RWA", factor="RF07", rating=rating, trend=Trend.RISING, confidence=Confidence.MEDIUM,
        grade=grade("B2"), judged_on=day, by="analyst", reason="Reports of two missions.",
    )  # fmt: skip


def pledge(day: date) -> Pledge:
    return Pledge(
        id="",
        by="KEN",
        what="human_rights_monitors",
        due_on=date(2023, 3, 15),
        made_on=day,
        amount=40.0,
        unit="monitors",
        about="RWA",
    )


def signal(day: date) -> Signal:
    return Signal(
        state="RWA", seen_on=day, known_on=day, text="Militia recruitment.", grade=grade("B2"), marking=CLEAR
    )  # fmt: skip


def test_entries_made_after_the_day_change_nothing_even_when_they_speak_of_before(tmp_path: Path):
    short, long = Office(tmp_path / "short.db"), Office(tmp_path / "long.db")
    entered(short, later=False)
    entered(long, later=True)
    for office in (short, long):
        office.now = datetime(2026, 11, 1, tzinfo=UTC)

    with short.desk, long.desk:
        before, after = (office.desk.brief("RWA", as_of="2023-03") for office in (short, long))
        assert len(before.promises) == 1
        assert any(row.judgements for row in before.picture.factors)
        assert told(before) == told(after)
        assert len(long.desk.account.promises()) != len(short.desk.account.promises())
