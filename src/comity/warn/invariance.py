"""Whether what was built at an origin would be the same had the future been otherwise: the test that dates cannot fool.

A figure made at an origin may not change when the rows after it are cut off, emptied, shuffled or replaced. A mean over
the whole panel, a rank, a gap filled from the next value, an encoding by later outcomes all do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.kernel.errors import Misused, Refused
from comity.warn.vintage import Observed, Origin, Times, as_times, checked, end_of, shown

Arrays = Mapping[str, NDArray[Any]]


class Dated(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Arrays that share one axis of time.

    arrays  name -> array; rows of a table (axis 0), or months of a panel of states (axis 1)
    time    when each place on that axis was known: the later of event and publication
    keys    arrays that say whose or which a place is (numbers of states, of months) and stay as they are
    """

    arrays: dict[str, NDArray[Any]]
    time: Times
    axis: int = 0
    keys: tuple[str, ...] = ()


_KEYS = ("unit", "event_time", "known_at", "variable")

Build = Callable[[Dated], Arrays | NDArray[Any]]


def dated(table: Observed) -> Dated:
    """An observed table as invariance wants it: a row counts from when it was both over and known."""
    event, known = checked(table)
    names = Observed.__struct_fields__
    return Dated(arrays={name: getattr(table, name) for name in names}, time=np.maximum(event, known), keys=_KEYS)


def invariant(build: Build, data: Dated, origin: Origin, *, seed: int, within: float = 0.0, cut: bool = True) -> None:
    """Nothing, if what `build` gives for the origin does not depend on anything after it.

    build   makes figures of the origin from the data: an array, or arrays by name, of the same shape each time
    within  largest difference that counts as none; 0 asks for the same bits
    cut     whether the later places may also be dropped; not where they hold what is used now beside what is not yet
            known, such as rows whose features are told and whose outcome is open: name the former in `keys`
    raises  Refused naming array, place, both values and how the future was changed; also where the build differs from
            itself, changes its input, or does not use the data it is given, since then nothing is proved
            Misused where there is nothing before or nothing after the origin
    """
    time = as_times(data.time, "time")
    _shaped(data, time)
    edge = end_of(origin)
    later = time > edge
    if not later.any() or later.all():
        words = "after" if not later.any() else "before"
        raise Misused(
            f"there is nothing {words} {shown(edge)} in the data, so nothing is proved", hint="move the origin"
        )
    before = _copied(data)
    whole = _built(build, data)
    _refuse_changed_input(before, data)
    rng = np.random.default_rng(seed)
    _refuse_difference(whole, _built(build, data), "built again from the same data", edge, within)
    for words, other in _other_futures(before, later, rng)[0 if cut else 1 :]:
        _refuse_difference(whole, _built_after(build, other, words), words, edge, within)
    # A build that reads a table of its own would pass all of the above.
    past = _replaced(before, ~later, rng)
    if not _difference(whole, _built(build, _copied(past)), within):
        said = "the build gives the same whatever the past holds: it does not use the data it is given"
        raise Refused(said, hint="let it read nothing but its argument")


def _shaped(data: Dated, time: Times) -> None:
    for name, array in data.arrays.items():
        if array.ndim <= data.axis or array.shape[data.axis] != len(time):
            raise Misused(f"{name} has the shape {array.shape}; axis {data.axis} needs {len(time)} places, one a time")


def _copied(data: Dated) -> Dated:
    return msgspec.structs.replace(data, arrays={name: array.copy() for name, array in data.arrays.items()})


def _built(build: Build, data: Dated) -> dict[str, NDArray[Any]]:
    made = build(data)
    return (
        {name: np.array(array) for name, array in made.items()} if isinstance(made, Mapping) else {"": np.array(made)}
    )


def _built_after(build: Build, other: Dated, words: str) -> dict[str, NDArray[Any]]:
    try:
        return _built(build, _copied(other))
    except Exception as error:  # Whatever a build raises, it did not raise it before the future was changed.
        hint = "a figure of the origin must come out whatever happens later"
        raise Refused(f"the build fails {words}: {error}", hint=hint) from error


def _other_futures(data: Dated, later: NDArray[np.bool_], rng: np.random.Generator) -> list[tuple[str, Dated]]:
    """The same past with another future, and in words what was done. Shuffling alone would leave a mean as it was."""
    kept = np.flatnonzero(~later)
    cut = {name: np.take(array, kept, axis=data.axis) for name, array in data.arrays.items()}
    return [
        ("with the future cut off", msgspec.structs.replace(data, arrays=cut, time=data.time[kept])),
        ("with the future emptied", _emptied(data, later, np.nan)),
        ("with nothing in the future", _emptied(data, later, 0.0)),
        ("with the future shuffled", _shuffled(data, later, rng)),
        ("with another future", _replaced(data, later, rng)),
    ]


def _emptied(data: Dated, where: NDArray[np.bool_], gap: float) -> Dated:
    def empty(array: NDArray[Any]) -> NDArray[Any]:
        blank: Any = gap if array.dtype.kind == "f" else np.zeros((), dtype=array.dtype)
        return _put(array, where, blank, data.axis) if array.dtype.kind in "fiub" else array

    return msgspec.structs.replace(data, arrays=data.arrays | {n: empty(array) for n, array in _free(data).items()})


def _shuffled(data: Dated, where: NDArray[np.bool_], rng: np.random.Generator) -> Dated:
    places = np.flatnonzero(where)
    mixed = places[rng.permutation(len(places))]
    moved = {
        name: _put(array, where, np.take(array, mixed, axis=data.axis), data.axis)
        for name, array in _free(data).items()
        if array.dtype.kind != "M"
    }
    return msgspec.structs.replace(data, arrays=data.arrays | moved)


def _replaced(data: Dated, where: NDArray[np.bool_], rng: np.random.Generator) -> Dated:
    """Numbers far from those there, 0 and 1 turned round; names and times as they are, since they say when it is."""

    def other(array: NDArray[Any]) -> NDArray[Any]:
        if array.dtype.kind not in "fiub":
            return array
        there = np.compress(where, array, axis=data.axis)
        if array.dtype.kind == "b":
            return _put(array, where, ~there, data.axis)
        known = array[np.isfinite(array)] if array.dtype.kind == "f" else array
        if np.isin(known, (0, 1)).all():
            turned = np.where(np.isnan(there), 1.0, 1 - there) if array.dtype.kind == "f" else 1 - there
            return _put(array, where, turned.astype(array.dtype), data.axis)
        reach = max(float(np.abs(known).max()), 1.0) if known.size else 1.0
        return _put(array, where, np.rint(reach * rng.uniform(2, 9, there.shape)).astype(array.dtype), data.axis)

    return msgspec.structs.replace(data, arrays=data.arrays | {n: other(array) for n, array in _free(data).items()})


def _free(data: Dated) -> dict[str, NDArray[Any]]:
    """The arrays that may be changed; `_put` copies them."""
    return {name: array for name, array in data.arrays.items() if name not in data.keys}


def _put(array: NDArray[Any], where: NDArray[np.bool_], values: Any, axis: int) -> NDArray[Any]:
    found = array.copy()
    found[(slice(None),) * axis + (where,)] = values
    return found


def _refuse_changed_input(before: Dated, after: Dated) -> None:
    for name, array in before.arrays.items():
        if not _equal(array, after.arrays[name], 0.0).all():
            raise Refused(f"the build changed its input {name}", hint="let it copy what it changes")


def _refuse_difference(
    whole: dict[str, NDArray[Any]], again: dict[str, NDArray[Any]], words: str, edge: np.datetime64, within: float
) -> None:
    found = _difference(whole, again, within)
    if found:
        repeat = words.startswith("built again")
        hint = "pass every seed" if repeat else "fit and fill with what the origin knew, nothing else"
        raise Refused(f"{found} {words} at the origin {shown(edge)}", hint=hint)


def _difference(whole: dict[str, NDArray[Any]], again: dict[str, NDArray[Any]], within: float) -> str:
    """Where two builds differ, in words; empty where they do not."""
    if whole.keys() != again.keys():
        return f"the build gives other columns, {sorted(again)} and not {sorted(whole)},"
    for name, array in whole.items():
        title = f"column {name}" if name else "what is built"
        other = again[name]
        if array.shape != other.shape:
            return f"{title} has the shape {other.shape} and not {array.shape}"
        apart = np.argwhere(~_equal(array, other, within))
        if len(apart):
            place = tuple(int(step) for step in apart[0])
            return f"{title} is {other[place]} and not {array[place]} in row {place[0] if place else 0}"
    return ""


def _equal(one: NDArray[Any], other: NDArray[Any], within: float) -> NDArray[np.bool_]:
    if one.dtype.kind == "f" and other.dtype.kind == "f":
        near: NDArray[np.bool_] = np.isclose(one, other, rtol=0.0, atol=within, equal_nan=True)
        return near
    return np.asarray(one == other)
