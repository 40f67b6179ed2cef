"""A desk that answers from the sample, and a client that asks the application in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest

from comity.desk.brief.model import Brief
from comity.desk.doctor import Check
from comity.desk.world_view import WorldView
from comity.kernel.errors import Misused, NotOnShelf, OutsideFailed
from comity.reference.skill import Metric, Skill
from comity.web.app import create
from tests.unit.web import sample_brief

Ask = Callable[..., httpx.Response]


class SampleDesk:
    """Answers for SDN; misses, refuses and breaks on request."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None, str]] = []

    def brief(self, state: str, *, as_of: str | None = None, body: str | None = None) -> Brief:
        self.asked.append((state, as_of, body))
        if state == "BOOM":
            raise RuntimeError("secret path /home/someone")
        if state == "DISK":
            raise OutsideFailed("the disk is full", hint="free some space")
        if as_of == "soon":
            raise Misused("'soon' is no date", hint="write YYYY-MM")
        if state != "SDN":
            raise NotOnShelf(f"there is no state {state!r}", hint="did you mean Sudan?")
        return sample_brief.sample()

    def world(self, as_of: str | None = None) -> WorldView:
        return sample_brief.world()

    def doctor(self) -> tuple[Check, ...]:
        return (Check(name="record", verdict="broken", words="<b>torn</b>", remedy="restore it"),)

    def skills(self) -> tuple[Skill, ...]:
        return (
            Skill(
                name="council-rules", protocol="history decided again", n=2900, vintage="2026-10", seconds=1.5,
                metrics={"agreement": Metric(value=0.999, low=0.997, high=1.0)},
                baselines={"all adopt": {"agreement": 0.9}},
                command="comity skill run council-rules", limits=("Totals only before 1966.",), details=("S/1",),
            ),
        )  # fmt: skip


@pytest.fixture
def desk() -> SampleDesk:
    return SampleDesk()


@pytest.fixture
def ask(desk: SampleDesk) -> Ask:
    def send(path: str, method: str = "GET") -> httpx.Response:
        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(app=create(desk), raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                return await client.request(method, path)

        return asyncio.run(once())

    return send
