"""Each provider's own form from a local server: it arrives over a bad line, and a web page in its place does not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from comity.desk import sourcing
from comity.desk.accepting import accept
from comity.desk.freshness import Standing, standing
from comity.desk.keeping import Setting
from comity.kernel.errors import OutsideFailed
from comity.sources.contract import Source, Wish
from comity.store.fetch import Limits
from comity.store.vintages import Vintages
from tests.journeys.provider_server import Answer, Provider, running
from tests.unit.sources import (
    test_acled,
    test_ewp,
    test_gdelt_events,
    test_ofac,
    test_opensanctions,
    test_powell_thyne,
    test_reign,
    test_un_sanctions,
    test_un_votes_ga,
    test_unhcr,
    test_vdem,
    test_views,
    test_world_bank,
    ucdp_files,
)

pytestmark = [pytest.mark.server, pytest.mark.enable_socket]

SIGN_IN = b"<!DOCTYPE html><html><body>Please sign in</body></html>"


def zipped(name: str, body: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return held.getvalue()


def gdelt(number: int) -> bytes:
    return zipped("a.export.CSV", test_gdelt_events.line(GLOBALEVENTID=str(number)))


# What is wished for, and the answers in the order of the requests.
CASES: dict[str, tuple[Wish, tuple[bytes, ...]]] = {
    "acled": (Wish(states=("SDN",)), (test_acled.page(test_acled.ROW),)),
    "ewp": (Wish(), (test_ewp.BODY,)),
    "gdelt_events": (
        Wish(version="newest"),
        (test_gdelt_events.POINTER, gdelt(1)),
    ),
    "ofac": (Wish(), (test_ofac.NAMES, test_ofac.ADDRESSES, test_ofac.ALIASES) * 2),
    "opensanctions": (Wish(), (test_opensanctions.TABLE,)),
    "powell_thyne": (Wish(), (test_powell_thyne.BODY,)),
    "reign": (Wish(), (test_reign.LEADERS, test_reign.ELECTIONS)),
    "ucdp_candidate": (Wish(version="26.0.8"), (ucdp_files.table(ucdp_files.events(3)),)),
    "ucdp_ged": (Wish(version="25.1"), (ucdp_files.zipped(ucdp_files.events(3)),)),
    "un_sanctions": (Wish(), (test_un_sanctions.BODY,)),
    "un_votes_ga": (Wish(), (test_un_votes_ga.BULK,)),
    "unhcr": (Wish(), (test_unhcr.page(test_unhcr.ORIGIN), test_unhcr.page(test_unhcr.ASYLUM))),
    "vdem": (Wish(), (zipped("V-Dem-CY-Full+Others-v16.csv", test_vdem.SUDAN),)),
    "views": (Wish(), (test_views.RUNS, test_views.page(test_views.row()))),
    "world_bank": (Wish(), (test_world_bank.page(test_world_bank.row()),) * 5),
}


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as found:
        yield found


@pytest.fixture
def setting(provider: Provider, tmp_path: Path) -> Setting:
    vintages = Vintages(tmp_path / "sources")
    for source in sourcing.sheets():
        accept(source, vintages)
    limits = Limits(tries=3, first_wait_s=0.001)
    return Setting(vintages=vintages, mirror=provider.address, limits=limits)


def serve(provider: Provider, name: str, *, cut: bool = False) -> None:
    """Whatever is asked for next gets the next answer; the first of them is cut in the middle once."""
    _, bodies = CASES[name]
    answers = [Answer(body=body, etag=f'"{number}"', media="") for number, body in enumerate(bodies)]
    if cut:
        first = Answer(body=bodies[0], etag='"0"', media="", cut=len(bodies[0]) // 2)
        answers.insert(0, first)
    provider.in_turn = answers


def now(setting: Setting, name: str) -> Standing:
    source: Source = sourcing.provider(name).SOURCE
    return standing(source, setting.vintages)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_providers_own_form_arrives_over_a_line_that_is_cut(name: str, provider: Provider, setting: Setting) -> None:
    serve(provider, name, cut=True)
    brought = sourcing.bring(name, CASES[name][0], setting)
    assert brought.new
    assert set(brought.sheet.rows) <= set(sourcing.provider(name).SOURCE.gives)
    assert sum(counted.rows for counted in brought.sheet.rows.values()) > 0
    assert now(setting, name).verdict == "fresh"
    hosts = {urlsplit(file.url).hostname for file in brought.sheet.files}
    assert {request.path.split("/")[1] for request in provider.seen} == hosts


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_web_page_leaves_the_last_good_vintage_in_use(name: str, provider: Provider, setting: Setting) -> None:
    serve(provider, name)
    good = sourcing.bring(name, CASES[name][0], setting)
    provider.in_turn = [Answer(body=SIGN_IN, media="text/html")]
    with pytest.raises(OutsideFailed, match="a page in HTML"):
        sourcing.bring(name, CASES[name][0], setting)
    found = now(setting, name)
    assert (found.verdict, found.vintage, found.vintages) == ("failed", good.sheet.name, 1)


def test_every_source_that_is_fetched_is_served_here() -> None:
    fetched = {
        name
        for name, module in sourcing.providers().items()
        if not module.SOURCE.own and module.asks(Wish(on=date(2026, 3, 15)))
    }
    # Its form is that of un_votes_ga, read by the same code.
    assert fetched - {"un_votes_sc"} == set(CASES)
