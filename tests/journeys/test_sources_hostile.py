"""Archives, bodies and redirects that mean harm, pages of an API, and who else is at work: what was good stays."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import msgspec
import pytest

from comity.cli.app import run
from comity.desk import sourcing
from comity.desk.keeping import Brought, Setting
from comity.kernel.errors import BadContent, Conflict, OutsideFailed, Refused
from comity.sources import ucdp_candidate
from comity.sources.contract import Wish
from comity.store.fetch import Limits
from comity.store.vintages import Vintages
from tests.journeys.provider_desk import API, CANDIDATE, GED, GOOD, NEXT, WISH, fails, now, still_good
from tests.journeys.provider_server import Answer, Provider
from tests.unit.sources import ucdp_files
from tests.unit.sources.samples import sample

pytestmark = [pytest.mark.server, pytest.mark.enable_socket]


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
