"""Fetching from a provider that answers well, and from one that is cut, busy or changed: what was good stays."""

from __future__ import annotations

from datetime import date
from email.utils import format_datetime

import pytest

from comity.desk import sourcing
from comity.desk.keeping import Brought, Setting
from comity.kernel.errors import OutsideFailed
from comity.sources.contract import SchemaChanged, Wish
from comity.store import clock
from tests.journeys.provider_desk import API, CANDIDATE, GED, GOOD, NEXT, WISH, fails, now, still_good
from tests.journeys.provider_server import Answer, Provider
from tests.unit.sources import ucdp_files

pytestmark = [pytest.mark.server, pytest.mark.enable_socket]


def test_a_vintage_keeps_bytes_digest_terms_and_instant(setting: Setting, good: Brought) -> None:
    (file,) = good.sheet.files
    assert setting.vintages.raw(good.sheet, file).read_bytes() == GOOD
    assert (file.size, file.url) == (len(GOOD), "https://ucdp.uu.se/downloads/candidateged/GEDEvent_v26_0_8.csv")
    assert (good.sheet.licence, good.sheet.version, good.sheet.since) == ("CC BY 4.0", "26.0.8", date(2026, 8, 1))
    assert now(setting).verdict == "fresh"


def test_the_same_bytes_are_kept_once(setting: Setting, good: Brought) -> None:
    again = sourcing.bring("ucdp_candidate", WISH, setting)
    assert not again.new
    assert (again.sheet.name, now(setting).vintages, now(setting).verdict) == (good.sheet.name, 1, "fresh")


def test_a_cut_in_the_middle_is_continued_where_it_stopped(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(body=NEXT, cut=5000), Answer(body=NEXT))
    brought = sourcing.bring("ucdp_candidate", WISH, setting)
    assert brought.sheet.rows["Event"].rows == 41
    assert provider.seen[-1].headers["Range"] == "bytes=5000-"
    assert now(setting).verdict == "fresh"


def test_a_cut_is_continued_by_the_next_run(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(body=NEXT, cut=5000), Answer(status=503), Answer(status=503), Answer(status=503))
    assert "5,000 bytes wait to be continued" in fails(setting).message
    still_good(setting, good)
    provider.on(CANDIDATE, Answer(body=NEXT))
    assert sourcing.bring("ucdp_candidate", WISH, setting).sheet.rows["Event"].rows == 41
    assert provider.seen[-1].headers["Range"] == "bytes=5000-"


def test_a_file_that_changed_in_between_starts_again(provider: Provider, setting: Setting, good: Brought) -> None:
    other = ucdp_files.table(ucdp_files.events(42, first=100))
    provider.on(CANDIDATE, Answer(body=NEXT, cut=5000), Answer(body=other, etag='"two"'))
    brought = sourcing.bring("ucdp_candidate", WISH, setting)
    assert setting.vintages.raw(brought.sheet, brought.sheet.files[0]).read_bytes() == other


def test_without_a_validator_a_cut_starts_again(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(body=NEXT, cut=5000, etag=""), Answer(body=NEXT, etag=""))
    sourcing.bring("ucdp_candidate", WISH, setting)
    assert "Range" not in provider.seen[-1].headers


def test_a_wrong_length_is_never_kept(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(body=NEXT, longer=10, etag=""))
    assert "failed 3 times" in fails(setting).message
    still_good(setting, good)


def test_an_answer_of_unknown_length_is_refused(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(body=NEXT, unsized=True))
    assert "does not say how long" in fails(setting).message
    still_good(setting, good)


@pytest.mark.parametrize("media", ["text/html; charset=utf-8", "text/csv"])
def test_a_page_instead_of_csv_is_refused_though_its_status_is_200(
    media: str, provider: Provider, setting: Setting, good: Brought
) -> None:
    provider.on(CANDIDATE, Answer(body=b"\n<!DOCTYPE html><html><body>Please sign in</body></html>", media=media))
    assert "a page in HTML" in fails(setting).message
    still_good(setting, good)


def test_429_is_waited_out_as_long_as_it_asks(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(status=429, headers={"Retry-After": "0"}), Answer(body=NEXT))
    assert sourcing.bring("ucdp_candidate", WISH, setting).sheet.rows["Event"].rows == 41


def test_a_date_to_come_back_after_is_understood(provider: Provider, setting: Setting, good: Brought) -> None:
    said = format_datetime(clock.now(), usegmt=True)
    provider.on(CANDIDATE, Answer(status=503, headers={"Retry-After": said}), Answer(body=NEXT))
    assert sourcing.bring("ucdp_candidate", WISH, setting).new


def test_a_wait_of_hours_is_not_waited(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(status=429, headers={"Retry-After": "7200"}))
    assert "come back in 7,200 seconds" in fails(setting).message
    still_good(setting, good)


def test_server_errors_end_after_a_few_tries(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(status=500))
    before = len(provider.seen)
    assert "status 500" in fails(setting).message
    assert len(provider.seen) - before == 3
    still_good(setting, good)


def test_a_release_that_is_not_out_says_so_at_once(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(status=404))
    error = fails(setting)
    assert "status 404" in error.message
    assert "--version" in error.hint
    still_good(setting, good)


def test_a_changed_schema_stops_the_source_and_keeps_the_bytes(
    provider: Provider, setting: Setting, good: Brought
) -> None:
    changed = NEXT.replace(b"type_of_violence", b"violence_type", 1)
    provider.on(CANDIDATE, Answer(body=changed))
    assert "lacks type_of_violence" in fails(setting, SchemaChanged).message
    still_good(setting, good, "stopped")
    found = now(setting)
    assert found.quarantined == 1
    assert found.stopped_since is not None
    (kept,) = setting.vintages.folder.glob("ucdp_candidate/quarantine/*/raw/*")
    assert kept.read_bytes() == changed


def test_a_changed_form_of_pages_stops_the_source_and_keeps_the_bytes(provider: Provider, setting: Setting) -> None:
    provider.on(API, Answer(body=b'{"rows": []}', media="application/json"))
    with pytest.raises(SchemaChanged, match="lacks TotalCount"):
        sourcing.bring("ucdp_ged", Wish(version="25.1", states=("SDN",)), setting)
    assert (now(setting, "ucdp_ged").verdict, now(setting, "ucdp_ged").quarantined) == ("stopped", 1)
    (kept,) = setting.vintages.folder.glob("ucdp_ged/quarantine/*/raw/*")
    assert kept.read_bytes() == b'{"rows": []}'


def test_a_provider_that_takes_a_change_back_is_followed(provider: Provider, setting: Setting, good: Brought) -> None:
    for body in (NEXT, GOOD):
        provider.on(CANDIDATE, Answer(body=body))
        assert sourcing.bring("ucdp_candidate", WISH, setting).new
    assert now(setting).rows == {"Event": 40}
    assert now(setting).vintages == 3


def test_a_full_disk_is_no_fault_of_the_source(
    setting: Setting, good: Brought, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OutsideFailed("there is no room left")

    monkeypatch.setattr("comity.store.row_tables.Spool.add", full)
    provider.on(CANDIDATE, Answer(body=NEXT))
    assert "no room" in fails(setting).message
    assert (now(setting).verdict, now(setting).quarantined) == ("failed", 0)


def test_a_source_that_stopped_goes_on_with_the_next_good_vintage(
    provider: Provider, setting: Setting, good: Brought
) -> None:
    provider.on(CANDIDATE, Answer(body=b"id,what\n1,2\n"), Answer(body=NEXT))
    fails(setting, SchemaChanged)
    sourcing.bring("ucdp_candidate", WISH, setting)
    found = now(setting)
    assert (found.verdict, found.vintages, found.stopped_since) == ("fresh", 2, None)


def test_one_source_that_stopped_stops_no_other(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(body=b"id,what\n1,2\n"))
    fails(setting, SchemaChanged)
    provider.on(GED, Answer(body=ucdp_files.zipped(ucdp_files.events(3)), media="application/zip"))
    assert sourcing.bring("ucdp_ged", Wish(version="25.1"), setting).new
    assert now(setting, "ucdp_ged").verdict == "fresh"
