"""Fetching from a provider that answers well, and from one that fails: the last good vintage stays in each case."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from email.utils import format_datetime
from pathlib import Path

import msgspec
import pytest

from comity.cli.app import run
from comity.desk import sourcing
from comity.desk.accepting import accept
from comity.desk.freshness import Standing, standing
from comity.desk.keeping import Brought, Setting
from comity.kernel.errors import BadContent, ComityError, Conflict, OutsideFailed, Refused
from comity.sources import ucdp_candidate, ucdp_ged
from comity.sources.contract import SchemaChanged, Wish
from comity.store import clock
from comity.store.fetch import Limits
from comity.store.vintages import Vintages
from tests.journeys.provider_server import Answer, Provider, running
from tests.unit.sources import ucdp_files
from tests.unit.sources.samples import sample

pytestmark = [pytest.mark.server, pytest.mark.enable_socket]

CANDIDATE = "/ucdp.uu.se/downloads/candidateged/GEDEvent_v26_0_8.csv"
GED = "/ucdp.uu.se/downloads/ged/ged251-csv.zip"
API = "/ucdpapi.pcr.uu.se/api/gedevents/25.1"
WISH = Wish(version="26.0.8")
GOOD = ucdp_files.table(ucdp_files.events(40))
NEXT = ucdp_files.table(ucdp_files.events(41))


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as found:
        yield found


@pytest.fixture
def setting(provider: Provider, tmp_path: Path) -> Setting:
    vintages = Vintages(tmp_path / "sources")
    for module in (ucdp_candidate, ucdp_ged):
        accept(module.SOURCE, vintages)
    limits = Limits(tries=3, first_wait_s=0.001, silence_s=2.0, longest_s=5.0)
    return Setting(vintages=vintages, mirror=provider.address, limits=limits)


@pytest.fixture
def good(provider: Provider, setting: Setting) -> Brought:
    """A first vintage of 40 events, before anything fails."""
    provider.on(CANDIDATE, Answer(body=GOOD))
    return sourcing.bring("ucdp_candidate", WISH, setting)


def now(setting: Setting, name: str = "ucdp_candidate") -> Standing:
    return standing(sourcing.provider(name).SOURCE, setting.vintages)


def fails(setting: Setting, kind: type[ComityError] = OutsideFailed) -> ComityError:
    with pytest.raises(kind) as caught:
        sourcing.bring("ucdp_candidate", WISH, setting)
    return caught.value


def still_good(setting: Setting, good: Brought, verdict: str = "failed") -> None:
    """The one good vintage is in force, whole, and nothing of a failed one is seen."""
    found = now(setting)
    assert (found.verdict, found.vintage, found.vintages) == (verdict, good.sheet.name, 1)
    assert found.rows == {"Event": 40}
    assert found.why
    rows = list(setting.vintages.rows("ucdp_candidate", "Event", clock.now().date()))
    assert len(rows) == 40


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


def test_a_zip_is_unpacked_and_kept_as_it_came(provider: Provider, setting: Setting) -> None:
    body = ucdp_files.zipped(ucdp_files.events(5))
    provider.on(GED, Answer(body=body, media="application/x-zip-compressed"))
    brought = sourcing.bring("ucdp_ged", Wish(version="25.1"), setting)
    assert brought.sheet.rows["Event"].rows == 5
    assert setting.vintages.raw(brought.sheet, brought.sheet.files[0]).read_bytes() == body


def test_an_archive_may_come_in_the_smallest_pieces(provider: Provider, setting: Setting) -> None:
    body = ucdp_files.zipped(ucdp_files.events(1))
    provider.on(GED, Answer(body=body, media="application/zip", drip=0.00001))
    assert sourcing.bring("ucdp_ged", Wish(version="25.1"), setting).sheet.files[0].size == len(body)


def test_a_zip_bomb_is_not_unpacked(provider: Provider, setting: Setting) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ged.csv", b"0" * (18 * 1024 * 1024))
    provider.on(GED, Answer(body=held.getvalue(), media="application/zip"))
    with pytest.raises(OutsideFailed, match="200 times its size"):
        sourcing.bring("ucdp_ged", Wish(version="25.1"), setting)
    assert now(setting, "ucdp_ged").verdict == "stopped"
    assert now(setting, "ucdp_ged").vintages == 0


def test_an_encoding_is_undone_within_limits(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(body=gzip.compress(NEXT), headers={"Content-Encoding": "gzip"}))
    assert sourcing.bring("ucdp_candidate", WISH, setting).sheet.files[0].size == len(NEXT)


def test_a_bomb_in_an_encoding_is_refused(provider: Provider, setting: Setting, good: Brought) -> None:
    bomb = gzip.compress(b"0" * (18 * 1024 * 1024))
    provider.on(CANDIDATE, Answer(body=bomb, headers={"Content-Encoding": "gzip"}))
    assert "200 times its size" in fails(setting).message
    still_good(setting, good)


def test_a_body_larger_than_it_may_be_is_refused_before_it_comes(
    provider: Provider, setting: Setting, good: Brought
) -> None:
    provider.on(CANDIDATE, Answer(body=b"id,", longer=10**9))
    assert "larger than" in fails(setting).message
    still_good(setting, good)


def test_a_slow_drip_is_given_up(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(body=NEXT[:60], drip=0.01, etag=""))
    hasty = Limits(tries=2, first_wait_s=0.001, window_s=0.05, slowest=100_000)
    assert "slower than" in fails(msgspec.structs.replace(setting, limits=hasty)).message
    still_good(setting, good)


@pytest.mark.parametrize("to", ["https://elsewhere.example/x.csv", "http://127.0.0.2/x.csv", "file:///etc/passwd"])
def test_a_redirect_elsewhere_is_not_followed(to: str, provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(status=302, headers={"Location": to}))
    assert "is not followed" in fails(setting).message
    still_good(setting, good)


def test_a_redirect_on_the_same_host_is_followed(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(status=301, headers={"Location": "/new/place.csv"}))
    provider.on("/new/place.csv", Answer(body=NEXT))
    assert sourcing.bring("ucdp_candidate", WISH, setting).new


def test_redirects_in_a_circle_end(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(status=302, headers={"Location": CANDIDATE}))
    assert "redirects without end" in fails(setting).message
    still_good(setting, good)


def test_an_empty_answer_is_no_vintage(provider: Provider, setting: Setting, good: Brought) -> None:
    provider.on(CANDIDATE, Answer(body=b""))
    assert "an empty answer" in fails(setting).message
    still_good(setting, good)


def test_a_file_cut_by_the_provider_itself_goes_to_quarantine(
    provider: Provider, setting: Setting, good: Brought
) -> None:
    provider.on(CANDIDATE, Answer(body=NEXT[:-30]))
    fails(setting, BadContent)
    still_good(setting, good, "stopped")


def test_all_pages_of_the_api_make_one_vintage(provider: Provider, setting: Setting) -> None:
    first = ucdp_files.page(ucdp_files.events(2), total=3, pages=2, following=1)
    last = ucdp_files.page(ucdp_files.events(1, first=3), total=3, pages=2)
    provider.on(API, Answer(body=first, media="application/json"), Answer(body=last, media="application/json"))
    wish = Wish(version="25.1", states=("SDN",), since=date(2024, 1, 1))
    brought = sourcing.bring("ucdp_ged", wish, setting)
    assert brought.sheet.rows["Event"].rows == 3
    assert [request.query.get("page") for request in provider.seen] == [None, "1"]
    assert provider.seen[0].query["Country"] == "625"


def test_answers_that_came_whole_are_not_fetched_again(provider: Provider, setting: Setting) -> None:
    first = ucdp_files.page(ucdp_files.events(2), total=3, pages=2, following=1)
    last = ucdp_files.page(ucdp_files.events(1, first=3), total=3, pages=2)
    wish = Wish(version="25.1", states=("SDN",), since=date(2024, 1, 1))
    # Pages are told apart by their query, so both stand at one path, in turn; an answer to 304 has no body.
    one, two = (Answer(body=body, media="application/json", etag=f'"{at}"') for at, body in enumerate((first, last)))
    provider.on(API, one, Answer(status=404), one, two)
    with pytest.raises(OutsideFailed, match="status 404"):
        sourcing.bring("ucdp_ged", wish, setting)
    assert sourcing.bring("ucdp_ged", wish, setting).sheet.rows["Event"].rows == 3
    assert provider.seen[2].headers["If-None-Match"] == '"0"'
    assert "Range" not in provider.seen[2].headers
    assert not list(setting.vintages.coming("ucdp_ged").iterdir())


def test_a_whole_answer_that_changed_in_between_is_fetched_anew(provider: Provider, setting: Setting) -> None:
    old = ucdp_files.page(ucdp_files.events(2), total=9, pages=2, following=1)
    new = ucdp_files.page(ucdp_files.events(3), total=3)
    wish = Wish(version="25.1", states=("SDN",), since=date(2024, 1, 1))
    provider.on(API, Answer(body=old, media="application/json", etag='"old"'), Answer(status=404),
                Answer(body=new, media="application/json", etag='"new"'))  # fmt: skip
    with pytest.raises(OutsideFailed, match="status 404"):
        sourcing.bring("ucdp_ged", wish, setting)
    assert sourcing.bring("ucdp_ged", wish, setting).sheet.rows["Event"].rows == 3


def test_a_page_too_few_is_found_out(provider: Provider, setting: Setting) -> None:
    body = ucdp_files.page(ucdp_files.events(2), total=3)
    provider.on(API, Answer(body=body, media="application/json"))
    with pytest.raises(BadContent, match="hold 2 events, and say that there are 3"):
        sourcing.bring("ucdp_ged", Wish(version="25.1", states=("SDN",)), setting)


def test_a_mirror_never_sees_the_key(provider: Provider, setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCDP_ACCESS_TOKEN", "hush-hush")
    body = ucdp_files.page(ucdp_files.events(2), total=2)
    provider.on(API, Answer(body=body, media="application/json"))
    sourcing.bring("ucdp_ged", Wish(version="25.1", states=("SDN",)), setting)
    assert "hush" not in repr(provider.seen)


def test_nothing_is_asked_before_the_terms_are_accepted(provider: Provider, setting: Setting, tmp_path: Path) -> None:
    fresh = msgspec.structs.replace(setting, vintages=Vintages(tmp_path / "new"))
    with pytest.raises(Refused, match="terms of ucdp_candidate are not accepted"):
        sourcing.bring("ucdp_candidate", WISH, fresh)
    assert provider.seen == []


def test_the_command_fetches_from_a_mirror_and_says_what_came(
    provider: Provider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMITY_SOURCES", str(tmp_path / "here"))
    monkeypatch.setenv("COMITY_MIRROR", provider.address)
    provider.on(CANDIDATE, Answer(body=GOOD))
    words = ("sources", "fetch", "ucdp_candidate", "--version", "26.0.8")
    assert run(words) == 1
    assert provider.seen == []
    assert run((*words, "--accept")) == 0
    assert "ucdp_candidate: 40 Event rows" in capsys.readouterr().out
    assert run(words) == 0
    assert "nothing new" in capsys.readouterr().out


def test_two_processes_do_not_bring_in_one_source_at_once(setting: Setting, good: Brought) -> None:
    with setting.vintages.draft("ucdp_candidate"), pytest.raises(Conflict, match="another process"):
        sourcing.bring("ucdp_candidate", WISH, setting)


def test_nobody_home_is_said_without_the_address_of_a_key(setting: Setting, good: Brought) -> None:
    nowhere = msgspec.structs.replace(setting, mirror="http://127.0.0.1:9")
    assert "the connection failed (ConnectError)" in fails(nowhere).message
    still_good(setting, good)


def test_a_file_that_may_lack_is_noted_and_the_rest_is_kept(
    provider: Provider, setting: Setting, good: Brought, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = ucdp_candidate.asks(Wish(version="26.0.7")) + ucdp_candidate.asks(WISH)
    gaps = tuple(msgspec.structs.replace(ask, gap=True) for ask in asks)
    monkeypatch.setattr(ucdp_candidate, "asks", lambda _: gaps)
    monkeypatch.setattr(ucdp_candidate, "covers", lambda wish: wish)
    provider.on(CANDIDATE, Answer(body=NEXT))
    brought = sourcing.bring("ucdp_candidate", WISH, setting)
    assert brought.sheet.aside == {"the provider has no such file": 1}
    provider.on(CANDIDATE, Answer(status=404))
    assert "none of the 2 files" in fails(setting).message


@pytest.mark.data
@pytest.mark.parametrize("name", ["ucdp_ged_hdx_sudan.csv", "ucdp_ged_download_sudan.csv"])
def test_the_real_bytes_come_through_a_cut_whole(name: str, provider: Provider, setting: Setting) -> None:
    real = sample(f"raw-samples/{name}", "csv")
    provider.on(CANDIDATE, Answer(body=real.body, cut=100_000), Answer(body=real.body))
    brought = sourcing.bring("ucdp_candidate", WISH, setting)
    assert brought.sheet.rows["Event"].rows == len({row.id for row in ucdp_candidate.read(real)})
