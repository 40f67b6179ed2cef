"""A desk that fetches from a provider on this machine, and what stands on it: shared by tests of fetching."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.desk import sourcing
from comity.desk.accepting import accept
from comity.desk.freshness import Standing, standing
from comity.desk.keeping import Brought, Setting
from comity.kernel.errors import ComityError, OutsideFailed
from comity.sources import ucdp_candidate, ucdp_ged
from comity.sources.contract import Wish
from comity.store import clock
from comity.store.fetch import Limits
from comity.store.vintages import Vintages
from tests.journeys.provider_server import Answer, Provider, running
from tests.unit.sources import ucdp_files

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
