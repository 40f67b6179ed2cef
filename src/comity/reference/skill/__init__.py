"""Measured skill of every engine, one JSON file each, remade by `comity skill run NAME`."""

from __future__ import annotations

from importlib.resources import files

import msgspec

from comity.kernel.errors import BadContent, NotOnShelf, did_you_mean


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """A figure with its 90 % interval; low and high equal value where it is a plain count."""

    value: float
    low: float
    high: float


class Skill(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the skill table.

    protocol   what was predicted from what, with the split
    vintage    newest fact in the data used
    seconds    wall time of the run
    metrics    name in snake case -> figure
    baselines  naive rule or peer -> metric -> figure
    peer       best figure published by others, in words with source, or empty
    command    what remade it
    details    named exceptions, such as the list of disagreements
    """

    name: str
    protocol: str
    n: int
    vintage: str
    seconds: float
    metrics: dict[str, Metric]
    baselines: dict[str, dict[str, float]]
    peer: str = ""
    command: str = ""
    limits: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


def names() -> tuple[str, ...]:
    """Names of all rows that ship."""
    return tuple(sorted(e.name.removesuffix(".json") for e in files(__name__).iterdir() if e.name.endswith(".json")))


def get(name: str) -> Skill:
    """The row with that name; raises NotOnShelf or BadContent."""
    entry = files(__name__) / f"{name}.json"
    if not entry.is_file():
        raise NotOnShelf(f"there is no skill row {name!r}", hint=did_you_mean(name, names()))
    try:
        return msgspec.json.decode(entry.read_bytes(), type=Skill)
    except msgspec.DecodeError as error:
        raise BadContent(
            f"skill/{name}.json is damaged: {error}", hint=f"remake it with: comity skill run {name}"
        ) from error
