"""Land for the maps: its colours, and its paths as points or on a coarser grid.

Colours are CSS custom properties with printed fallbacks; a page may set --map-0 to --map-4 (classes, low to high),
--map-land (land without a value), --map-near (neighbours), --map-edge (borders), --map-sea, --map-hatch, --map-ink,
--map-soft and --map-mark. PROPERTIES gives a set for light and one for dark pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from comity.reference.fitted import outlines

# Name -> (on light, on dark). The five classes are YlOrBr of ColorBrewer 2.0 (Brewer and Harrower), which the tool
# marks as safe for colour-blind readers; on dark the order of lightness is turned round, so that high stands out.
PROPERTIES = {
    "0": ("#fff3c9", "#4a3a22"),
    "1": ("#fed98e", "#7d5420"),
    "2": ("#fe9929", "#b8741a"),
    "3": ("#d95f0e", "#eda63a"),
    "4": ("#8c2d04", "#ffe39a"),
    "land": ("#e9e7e1", "#33353a"),
    "near": ("#d8d4c8", "#4a4d54"),
    "edge": ("#ffffff", "#16181c"),
    "sea": ("#f3f7fa", "#1c2129"),
    "hatch": ("#a9a598", "#6d7078"),
    "ink": ("#1a1a1a", "#f0eee8"),
    "soft": ("#5b5b58", "#b5b3ac"),
    "mark": ("#7fb4d8", "#2f6f9e"),
    "halo": ("#ffffffcc", "#16181ccc"),
}

# Sheet units in one unit of the coarse grid.
COARSE = 10
_STEP = re.compile(r"-?\d+")

Ring = list[tuple[int, int]]
Box = tuple[float, float, float, float]


def ink(role: str) -> str:
    """The fill or stroke of a role of PROPERTIES."""
    return f"var(--map-{role}, {PROPERTIES[role][0]})"


def rings_of(path: str) -> list[Ring]:
    """The rings of a relative path as points, the largest first; the last point does not repeat the first."""
    rings = []
    for part in path.split("M")[1:]:
        numbers = [int(step) for step in _STEP.findall(part)]
        x, y = numbers[0], numbers[1]
        ring = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        rings.append(ring)
    return rings


@cache
def coarse(code: str) -> str:
    """The path of a state (of the unnamed land for no code) on a grid ten times as wide, without specks."""
    sheet = outlines.sheet()
    rings = rings_of(sheet.states[code].path if code else sheet.unnamed)
    return written(([(x / COARSE, y / COARSE) for x, y in ring] for ring in rings), speck=8, keep_first=bool(code))


def written(rings: Iterable[Sequence[tuple[float, float]]], *, speck: float = 0, keep_first: bool = True) -> str:
    """A relative path in whole units; rings whose box is below `speck` are left out, the first only if told so."""
    parts = []
    for number, ring in enumerate(rings):
        whole = [(round(x), round(y)) for x, y in ring]
        grid = [point for point, last in zip(whole, [None, *whole], strict=False) if point != last]
        left, top, right, bottom = extent([grid])
        if len(grid) < 3 or ((right - left) * (bottom - top) < speck and (number or not keep_first)):
            continue
        steps = [f"{x - px} {y - py}" for (px, py), (x, y) in pairwise(grid)]
        parts.append(f"M{grid[0][0]} {grid[0][1]}l" + " ".join(steps).replace(" -", "-") + "z")
    return "".join(parts)


def meet(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two boxes share a point."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def extent(rings: Iterable[Ring]) -> Box:
    """The smallest box around the rings."""
    points = [point for ring in rings for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
