"""Self-checks with remedies: is what ships whole, does the desk's record prove itself, what is missing."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from comity.kernel.errors import ComityError
from comity.reference import audit, fitted, skill

Verdict = Literal["sound", "note", "broken"]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One self-check.

    verdict  "sound", "note" (works, but something is missing that you may want) or "broken"
    remedy   what to do; empty when sound
    """

    name: str
    verdict: Verdict
    words: str
    remedy: str = ""


def examine(verify: Callable[[], str] | None, data: Callable[[], str]) -> tuple[Check, ...]:
    """All checks, in a fixed order.

    verify  proves the desk's record and says how long it is; None where there is no desk file yet
    data    names the raw data directory, or raises
    """
    return (*_runtime(), *_content(), *_fitted(), *_skills(), *_record(verify), *_raw(data))


def _runtime() -> Iterator[Check]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    enough = sys.version_info >= (3, 11)
    yield Check(
        name="python",
        verdict="sound" if enough else "broken",
        words=f"Python {version}",
        remedy="" if enough else "install Python 3.11 or later, then: make setup PYTHON=python3.11",
    )
    missing = [name for name in ("starlette", "uvicorn") if importlib.util.find_spec(name) is None]
    yield Check(
        name="pages",
        verdict="note" if missing else "sound",
        words=f"{', '.join(missing)} not installed" if missing else "comity serve can run",
        remedy='pip install "comity[web]"' if missing else "",
    )


def _content() -> Iterator[Check]:
    problems = audit.problems()
    for problem in problems:
        yield Check(name="content", verdict="broken", words=str(problem), remedy="mend the file, or reinstall comity")
    if not problems:
        yield Check(name="content", verdict="sound", words="every shelf file reads and every reference resolves")


def _fitted() -> Iterator[Check]:
    for name in fitted.names():
        try:
            sheet = fitted.about(name)
            for file in sheet.files:
                fitted.read(name, file)
        except ComityError as error:
            yield Check(name=f"fitted {name}", verdict="broken", words=error.message, remedy=error.hint)
        else:
            yield Check(name=f"fitted {name}", verdict="sound", words=f"digests agree; newest fact {sheet.vintage}")


def _skills() -> Iterator[Check]:
    broken = []
    for name in skill.names():
        try:
            skill.get(name)
        except ComityError as error:
            broken.append(error)
            yield Check(name=f"skill {name}", verdict="broken", words=error.message, remedy=error.hint)
    if not broken:
        yield Check(name="skill", verdict="sound", words=f"{len(skill.names())} engines have a measured row")


def _record(verify: Callable[[], str] | None) -> Iterator[Check]:
    if verify is None:
        words = "no desk file yet; the first brief or entry makes it"
        yield Check(name="ledger", verdict="note", words=words, remedy="comity brief SDN")
        return
    try:
        words = verify()
    except ComityError as error:
        yield Check(name="ledger", verdict="broken", words=error.message, remedy=error.hint)
    else:
        yield Check(name="ledger", verdict="sound", words=words)


def _raw(data: Callable[[], str]) -> Iterator[Check]:
    try:
        words = data()
    except ComityError as error:
        yield Check(
            name="raw data",
            verdict="note",
            words="no raw data at hand; needed only to refit and to measure skill again",
            remedy=error.hint,
        )
    else:
        yield Check(name="raw data", verdict="sound", words=words)
