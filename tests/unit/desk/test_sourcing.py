"""Importing files at hand, terms, keys and sharing. Fetching: tests/journeys/test_sources_fetched.py."""

from __future__ import annotations

import errno
import gzip
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from comity.desk import sourcing
from comity.desk.accepting import accept, accepted
from comity.desk.freshness import standing
from comity.desk.keeping import Setting
from comity.desk.sourcing import Given
from comity.kernel.errors import BadContent, Misused, NotOnShelf, OutsideFailed, Refused
from comity.records.event import Listed
from comity.sources import hxl, ofac, plain_csv, ucdp_candidate, ucdp_ged
from comity.sources.contract import Source, Wish
from comity.store import clock
from comity.store.vintages import Vintages
from tests.unit.sources import ucdp_files


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    vintages = Vintages(tmp_path / "sources")
    for module in (ucdp_ged, ucdp_candidate, plain_csv, hxl):
        accept(module.SOURCE, vintages)
    return Setting(vintages=vintages)


def file(tmp_path: Path, body: bytes, name: str = "ged.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(body)
    return path


def test_an_unknown_source_is_named_with_what_was_meant() -> None:
    with pytest.raises(NotOnShelf) as caught:
        sourcing.provider("ucdp")
    assert "ucdp_ged" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.csv", ucdp_files.on_hdx(ucdp_files.events(4))),
        ("a.csv", ucdp_files.from_dialog(ucdp_files.events(4))),
        ("a.csv.gz", gzip.compress(ucdp_files.table(ucdp_files.events(4)))),
        ("a.zip", ucdp_files.zipped(ucdp_files.events(4))),
        ("a.json", ucdp_files.page(ucdp_files.events(4), total=4)),
    ],
    ids=["hdx", "dialog", "gzip", "zip", "api"],
)
def test_a_file_at_hand_is_imported_in_any_of_its_forms(
    name: str, body: bytes, setting: Setting, tmp_path: Path
) -> None:
    brought = sourcing.bring_files("ucdp_ged", Given(paths=(file(tmp_path, body, name),)), setting)
    assert (brought.new, brought.sheet.how, brought.sheet.rows["Event"].rows) == (True, "given", 4)


def test_the_same_file_is_imported_once(setting: Setting, tmp_path: Path) -> None:
    given = Given(paths=(file(tmp_path, ucdp_files.table(ucdp_files.events(4))),))
    first = sourcing.bring_files("ucdp_ged", given, setting)
    again = sourcing.bring_files("ucdp_ged", given, setting)
    assert (again.new, again.sheet.name) == (False, first.sheet.name)


def test_an_older_release_is_put_on_its_day(setting: Setting, tmp_path: Path) -> None:
    stated = msgspec.structs.replace(setting, known_on=date(2024, 6, 10))
    given = Given(paths=(file(tmp_path, ucdp_files.table(ucdp_files.events(4))),))
    brought = sourcing.bring_files("ucdp_ged", given, stated)
    assert brought.sheet.stated
    assert len(list(sourcing.rows("ucdp_ged", "Event", date(2024, 6, 10), setting))) == 4
    assert list(sourcing.rows("ucdp_ged", "Event", date(2024, 6, 9), setting)) == []


def test_nothing_is_known_on_a_day_to_come(setting: Setting, tmp_path: Path) -> None:
    later = msgspec.structs.replace(setting, known_on=clock.now().date() + timedelta(days=1))
    with pytest.raises(Misused, match="yet to come"):
        sourcing.bring_files("ucdp_ged", Given(paths=(file(tmp_path, b"id\n"),)), later)


def test_a_files_name_tells_its_release_and_with_it_the_span(setting: Setting, tmp_path: Path) -> None:
    body = ucdp_files.table(ucdp_files.events(2))
    given = Given(paths=(file(tmp_path, body, "GEDEvent_v24_0_3.csv"),))
    sheet = sourcing.bring_files("ucdp_candidate", given, setting).sheet
    assert (sheet.version, sheet.since, sheet.until) == ("24.0.3", date(2024, 3, 1), date(2024, 3, 31))
    two = Given(paths=(*given.paths, file(tmp_path, body, "GEDEvent_v24_0_4.csv")))
    with pytest.raises(Misused, match=r"releases 24\.0\.3, 24\.0\.4"):
        sourcing.bring_files("ucdp_candidate", two, setting)


def test_a_bad_file_is_never_half_imported(setting: Setting, tmp_path: Path) -> None:
    body = ucdp_files.table([*ucdp_files.events(3), ucdp_files.event(4, best="many")])
    with pytest.raises(BadContent, match="field best: 'many'"):
        sourcing.bring_files("ucdp_ged", Given(paths=(file(tmp_path, body),)), setting)
    found = standing(ucdp_ged.SOURCE, setting.vintages)
    assert (found.verdict, found.vintages, found.quarantined) == ("stopped", 0, 1)


def test_a_file_without_a_row_is_no_vintage(setting: Setting, tmp_path: Path) -> None:
    with pytest.raises(BadContent, match="not a single row"):
        sourcing.bring_files("ucdp_ged", Given(paths=(file(tmp_path, ucdp_files.table([])),)), setting)


def test_the_users_own_data_stand_under_their_own_name(setting: Setting, tmp_path: Path) -> None:
    body = b"id,state,began,kind\n1,SDN,2024-01-02,riot\n"
    for name in ("north", "south"):
        sourcing.bring_files("plain_csv", Given(paths=(file(tmp_path, body),), dataset=name), setting)
    rows = [known.row for known in sourcing.rows("plain_csv", "Event", clock.now().date(), setting)]
    assert sorted(row.source for row in rows) == ["north", "south"]


def test_the_users_own_bad_file_is_not_copied_away(setting: Setting, tmp_path: Path) -> None:
    path = file(tmp_path, b"id,state,began,kind\n1,Atlantis,2024-01-02,riot\n", "My list.csv")
    with pytest.raises(BadContent, match="Atlantis"):
        sourcing.bring_files("plain_csv", Given(paths=(path,)), setting)
    assert standing(plain_csv.SOURCE, setting.vintages).quarantined == 0


def test_a_providers_rows_keep_their_name(setting: Setting, tmp_path: Path) -> None:
    given = Given(paths=(file(tmp_path, b"x"),), dataset="mine")
    with pytest.raises(Misused, match="a name of its own"):
        sourcing.bring_files("ucdp_ged", given, setting)


@pytest.mark.parametrize(("name", "said"), [("a.docx", "an ending"), ("none.csv", "there is no file")])
def test_a_file_that_cannot_be_one_is_named(name: str, said: str, setting: Setting, tmp_path: Path) -> None:
    if name == "a.docx":
        file(tmp_path, b"x", name)
    with pytest.raises((Misused, OutsideFailed), match=said):
        sourcing.bring_files("ucdp_ged", Given(paths=(tmp_path / name,)), setting)


def test_a_key_that_is_not_set_is_asked_for_by_its_variable(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UCDP_ACCESS_TOKEN", raising=False)
    with pytest.raises(Refused, match="UCDP_ACCESS_TOKEN is not set"):
        sourcing.bring("ucdp_ged", Wish(states=("SDN",)), setting)


def test_a_key_that_can_be_none_is_not_shown(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCDP_ACCESS_TOKEN", "hush\u00e9")
    with pytest.raises(Refused, match="signs that no key has") as caught:
        sourcing.bring("ucdp_ged", Wish(states=("SDN",)), setting)
    assert "hush" not in caught.value.diagnostics()


def test_a_span_that_ends_before_it_begins_is_misused(setting: Setting) -> None:
    with pytest.raises(Misused, match="before it begins"):
        sourcing.bring("ucdp_ged", Wish(since=date(2024, 2, 1), until=date(2024, 1, 1)), setting)


def test_what_only_takes_files_has_nothing_to_fetch(setting: Setting) -> None:
    with pytest.raises(Misused, match="nothing to fetch"):
        sourcing.bring("plain_csv", Wish(), setting)


def test_terms_are_asked_for_once_and_again_when_they_change(tmp_path: Path) -> None:
    vintages = Vintages(tmp_path)
    source: Source = ucdp_ged.SOURCE
    assert accepted(source, vintages) is None
    accept(source, vintages)
    assert accepted(source, vintages) is not None
    assert accepted(msgspec.structs.replace(source, terms="Pay."), vintages) is None
    assert accepted(ucdp_candidate.SOURCE, vintages) is None


def test_rows_that_may_not_be_passed_on_are_refused_to_whatever_writes_rows_out() -> None:
    sourcing.check_shareable("ucdp_ged")
    for name, module in sourcing.providers().items():
        if not module.SOURCE.shareable:
            with pytest.raises(Refused, match="may not be passed on"):
                sourcing.check_shareable(name)
    with pytest.raises(Refused):
        sourcing.check_shareable("acled")


def test_parts_of_one_thing_in_several_files_are_put_together(setting: Setting, tmp_path: Path) -> None:
    accept(ofac.SOURCE, setting.vintages)
    names = file(tmp_path, b'36,"AEROCARIBBEAN",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n', "sdn.csv")
    aliases = file(tmp_path, b'36,12,"aka","AERO-CARIBBEAN",-0- \n', "alt.csv")
    sourcing.bring_files("ofac", Given(paths=(names, aliases)), setting)
    (known,) = sourcing.rows("ofac", "Listed", clock.now().date(), setting)
    assert isinstance(known.row, Listed)
    assert (known.row.name, known.row.aliases) == ("AEROCARIBBEAN", ("AERO-CARIBBEAN",))


@pytest.mark.parametrize(("name", "ahead", "adds"), [("views", True, False), ("ewp", True, False),
    ("gdelt_events", False, True), ("ucdp_ged", False, False)])  # fmt: skip
def test_forecasts_and_streams_are_marked_as_such(name: str, ahead: bool, adds: bool) -> None:
    source: Source = sourcing.provider(name).SOURCE
    assert (source.ahead, source.adds) == (ahead, adds)


def test_a_forecast_of_ones_own_is_known_from_the_day_it_was(setting: Setting, tmp_path: Path) -> None:
    body = b"state,variable,began,ended,value\nSDN,risk,2999-01-01,2999-12-31,0.2\n"
    stated = msgspec.structs.replace(setting, known_on=date(2024, 6, 10))
    given = Given(paths=(file(tmp_path, body),), dataset="mine", columns=(("gives", "=Reading"),))
    sourcing.bring_files("plain_csv", given, stated)
    (known,) = sourcing.rows("plain_csv", "Reading", date(2024, 6, 10), setting)
    assert known.event_time == date(2024, 6, 10)
    assert list(sourcing.rows("plain_csv", "Reading", date(2024, 6, 9), setting)) == []


@pytest.mark.parametrize("dataset", ["../../evil", "x" * 65, "a\x1b[31m", "ucdp_ged", "-"])
def test_data_of_ones_own_have_a_plain_name_that_is_nobody_elses(
    dataset: str, setting: Setting, tmp_path: Path
) -> None:
    path = file(tmp_path, b"id,state,began,kind\n1,SDN,2024-01-02,riot\n")
    with pytest.raises(Misused, match="name"):
        sourcing.bring_files("plain_csv", Given(paths=(path,), dataset=dataset), setting)
    assert setting.vintages.sheets("plain_csv") == ()


@pytest.mark.parametrize("name", ["caf\udce9.csv", "a\x1b[31mred.csv", "\u202egpj.csv"])
def test_a_file_name_that_cannot_be_printed_is_refused(name: str, setting: Setting, tmp_path: Path) -> None:
    path = file(tmp_path, b"id,state,began,kind\n1,SDN,2024-01-02,riot\n", name)
    with pytest.raises(Misused) as caught:
        sourcing.bring_files("plain_csv", Given(paths=(path,), dataset="mine"), setting)
    assert caught.value.message.isprintable()


@pytest.mark.parametrize(("known", "began"), [(None, "2999-01-01"), (date(2024, 6, 10), "2024-06-12")])
def test_an_event_of_ones_own_cannot_be_known_before_it_begins(
    known: date | None, began: str, setting: Setting, tmp_path: Path
) -> None:
    path = file(tmp_path, f"id,state,began,kind\n1,SDN,{began},riot\n".encode())
    with pytest.raises(BadContent, match=f"'1' in SDN begins on {began}"):
        sourcing.bring_files("plain_csv", Given(paths=(path,)), msgspec.structs.replace(setting, known_on=known))
    assert setting.vintages.sheets("plain_csv") == ()


def test_a_full_disk_is_told_of_the_place_that_is_full(
    setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("comity.desk.sourcing.shutil.copyfileobj", full)
    path = file(tmp_path, ucdp_files.table(ucdp_files.events(1)))
    with pytest.raises(OutsideFailed, match=r"no room left to write .*sources"):
        sourcing.bring_files("ucdp_ged", Given(paths=(path,)), setting)
    assert setting.vintages.sheets("ucdp_ged") == ()


def test_a_kind_of_row_the_source_lacks_is_named(setting: Setting) -> None:
    with pytest.raises(NotOnShelf, match="gives no Reading rows"):
        sourcing.rows("ucdp_ged", "Reading", date(2024, 1, 1), setting)
