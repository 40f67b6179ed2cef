"""Maps: the world coloured by class, and one state among its neighbours. Pure functions from values to SVG text.
Their colours are in comity.web.pictures.land, as CSS custom properties with printed fallbacks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import msgspec
import numpy as np

from comity.kernel.errors import Misused
from comity.kernel.states import Standing, state
from comity.reference.fitted import outlines
from comity.web.pictures import svg
from comity.web.pictures.land import COARSE, Box, coarse, extent, ink, meet, rings_of, written

Points = np.ndarray[Any, Any]

_WIDTH, _LEGEND_HEIGHT = 1000.0, 74.0
# Land below this area (square kilometres) would be a speck at this width and gets a circle as well.
_SMALL_KM2 = 6_500
# Steps of a locator map's paths in one unit of the picture, and the size in units below which land gets a ring.
_FINE, _TINY = 5, 22


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """Classes of a map: `breaks` ascending, at most four; a value equal to a break belongs to the class above it.

    labels  one for each class, low to high
    """

    title: str
    breaks: tuple[float, ...]
    labels: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse breaks that do not ascend, or labels that do not fit them."""
        if list(self.breaks) != sorted(set(self.breaks)) or len(self.breaks) > 4:
            raise Misused(f"the breaks of a map ascend and are at most four; got {self.breaks}")
        if len(self.labels) != len(self.breaks) + 1:
            raise Misused(
                f"{len(self.breaks)} breaks make {len(self.breaks) + 1} classes; got {len(self.labels)} labels"
            )

    def of(self, value: float) -> int:
        """Number of the class, 0 for the lowest."""
        return bisect_right(self.breaks, value)

    def ink(self, number: int) -> str:
        """Palette number of a class: the whole palette is spanned, whatever the number of classes."""
        return str(round(number * 4 / max(1, len(self.breaks))))


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """What goes with the states: words shown on pointing at one, links, and codes to outline."""

    words: Mapping[str, str] = {}
    links: Mapping[str, str] = {}
    marked: tuple[str, ...] = ()


def world_map(
    values: Mapping[str, float | None],
    *,
    scale: Scale,
    description: str,
    labels: Labels | None = None,
    id_: str = "world",
) -> str:
    """The world with every state coloured by the class of its value; hatched where there is none.

    values  alpha-3 -> value; codes of ended states are passed over, since the map is of today
    raises  NotOnShelf for a code that is no state
    """
    labels = labels or Labels()
    shown = {state(code).iso3: value for code, value in values.items()}
    sheet = outlines.sheet()
    height = sheet.height * _WIDTH / sheet.width
    land = [_land(coarse(""), fill=ink("land"))]
    dots = []
    for code, shape in sheet.states.items():
        value = shown.get(code)
        fill = ink(scale.ink(scale.of(value))) if value is not None else f"url(#{id_}-hatch)"
        title = labels.words.get(code) or _said(code, value, scale)
        if shape.path and (path := coarse(code)):
            land.append(_linked(_land(path, svg.element("title", escape(title)), fill=fill), labels.links.get(code)))
        # Observers and territories get a circle only where there is something to say of them.
        if shape.area_km2 < _SMALL_KM2 and (value is not None or state(code).standing is Standing.MEMBER):
            dots.append(_linked(_dot(shape.label, title, fill), labels.links.get(code)))
    marks = [mark for code in labels.marked for mark in _marked(state(code).iso3)]
    group: dict[str, str | float | None] = {
        "transform": "scale(0.5)",
        "stroke": ink("edge"),
        "stroke_width": 0.9,
        "stroke_linejoin": "round",
    }
    return svg.picture(
        (_WIDTH, height + _LEGEND_HEIGHT), scale.title, description,
        svg.element("defs", _hatch(id_)),
        svg.element("g", *land, **group), *dots, *marks,
        _legend(scale, height + 22, id_), _small(8, height + _LEGEND_HEIGHT - 8, outlines.DISCLAIMER),
        id_=id_,
    )  # fmt: skip


def locator_map(code: str, *, id_: str = "locator", size: tuple[float, float] = (480.0, 360.0)) -> str:
    """The state among its neighbours, named where there is room.

    raises  NotOnShelf for an unknown code, and for a state that ended and has no outline
    """
    entry = state(code)
    shape = outlines.outline(entry.iso3)
    view = _View(window=_window(entry.iso3, size), size=size)
    seen = {
        other: one
        for other, one in outlines.sheet().states.items()
        if other != entry.iso3 and meet(one.box, view.window)
    }
    near = outlines.neighbours(entry.iso3)
    land = [_land(view.path(outlines.sheet().unnamed), fill=ink("land"))]
    land += [_land(view.path(one.path), fill=ink("near" if other in near else "land")) for other, one in seen.items()]
    land.append(_land(view.path(shape.path), fill=ink("mark")))
    drawn = svg.element(
        "g", *land, transform=f"scale({1 / _FINE})", stroke=ink("edge"), stroke_width=_FINE, stroke_linejoin="round"
    )
    frame = {"width": size[0], "height": size[1], "rx": 3}
    return svg.picture(
        (size[0], size[1] + 18), f"{entry.short} and its neighbours", _described(entry.iso3, near),
        svg.element("defs", svg.element("clipPath", svg.element("rect", **frame), id=f"{id_}-frame")),
        svg.element("rect", **frame, fill=ink("sea")),
        svg.element("g", drawn, _ring(shape, view), *_named(entry.iso3, seen, view), clip_path=f"url(#{id_}-frame)"),
        svg.element("rect", **frame, fill="none", stroke=ink("hatch")),
        _small(2, size[1] + 13, "Boundaries: Natural Earth; no opinion on the status of any territory.", size=9),
        id_=id_,
    )  # fmt: skip


class _View(msgspec.Struct, frozen=True, kw_only=True):
    window: Box
    size: tuple[float, float]

    @property
    def zoom(self) -> float:
        return self.size[0] / (self.window[2] - self.window[0])

    def placed(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.window[0]) * self.zoom, (y - self.window[1]) * self.zoom

    def path(self, path: str) -> str:
        """The part of a path that may be seen, in fifths of a unit of the picture."""
        rings = (ring for ring in rings_of(path) if meet(extent([ring]), self.window))
        scale, (left, top) = self.zoom * _FINE, self.window[:2]
        return written(([((x - left) * scale, (y - top) * scale) for x, y in ring] for ring in rings), speck=2)

    def tiny(self, shape: outlines.Outline) -> bool:
        """Whether the state is too small here to be seen as land."""
        left, top, right, bottom = shape.box
        return max(right - left, bottom - top) * self.zoom < _TINY


def _ring(shape: outlines.Outline, view: _View) -> str:
    if not view.tiny(shape):
        return ""
    x, y = view.placed(*shape.label)
    return svg.element("circle", cx=x, cy=y, r=12, fill="none", stroke=ink("mark"), stroke_width=2)


def _land(path: str, *inner: str, fill: str) -> str:
    return svg.element("path", *inner, d=path, fill=fill)


def _linked(markup: str, link: str | None) -> str:
    return svg.element("a", markup, href=link) if link else markup


def _small(x: float, y: float, words: str, *, size: float = 11) -> str:
    return svg.text(x, y, words, size=size, fill=ink("soft"))


def _said(code: str, value: float | None, scale: Scale) -> str:
    return f"{state(code).short}: {'no data' if value is None else scale.labels[scale.of(value)]}"


def _described(code: str, near: Sequence[str]) -> str:
    if not near:
        return f"{state(code).short} has no land border."
    return f"{state(code).short} borders {', '.join(state(other).short for other in near)}."


def _dot(label: tuple[int, int], title: str, fill: str) -> str:
    x, y = (part / (2 * COARSE) for part in label)
    return svg.element(
        "circle", svg.element("title", escape(title)),
        cx=x, cy=y, r=3.2, fill=fill, stroke=ink("soft"), stroke_width=0.7,
    )  # fmt: skip


def _marked(code: str) -> Iterable[str]:
    shape = outlines.outline(code)
    if shape.area_km2 < _SMALL_KM2 or not coarse(code):
        x, y = (part / (2 * COARSE) for part in shape.label)
        yield svg.element("circle", cx=x, cy=y, r=6.5, fill="none", stroke=ink("ink"), stroke_width=1.6)
    else:
        yield svg.element(
            "path", d=coarse(code), transform="scale(0.5)",
            fill="none", stroke=ink("ink"), stroke_width=3, stroke_linejoin="round",
        )  # fmt: skip


def _hatch(id_: str) -> str:
    lines = svg.element("path", d="M-1 1l2-2M0 6l6-6M5 7l2-2", stroke=ink("hatch"), stroke_width=1.1)
    ground = svg.element("rect", width=6, height=6, fill=ink("land"))
    return svg.element("pattern", ground, lines, id=f"{id_}-hatch", width=6, height=6, patternUnits="userSpaceOnUse")


def _legend(scale: Scale, top: float, id_: str) -> str:
    parts = [svg.text(8, top, scale.title, size=12, fill=ink("ink"), font_weight="600")]
    wide = max(64.0, max(len(label) for label in scale.labels) * 6.6 + 34)
    boxes = [(ink(scale.ink(number)), label) for number, label in enumerate(scale.labels)]
    for number, (fill, label) in enumerate([*boxes, (f"url(#{id_}-hatch)", "no data")]):
        left = 8 + number * wide
        parts.append(
            svg.element("rect", x=left, y=top + 9, width=14, height=12, fill=fill, stroke=ink("soft"), stroke_width=0.5)
        )
        parts.append(svg.text(left + 19, top + 19, label, size=11, fill=ink("ink")))
    return "".join(parts)


def _window(code: str, size: tuple[float, float]) -> Box:
    """What a locator map shows: the main part of the state with a margin, in the shape of the picture."""
    shape = outlines.outline(code)
    left, top, right, bottom = (float(side) for side in shape.box)
    rings = rings_of(shape.path)
    if rings:
        x0, y0, x1, y1 = extent(rings[:1])
        reach = 0.6 * max(x1 - x0, y1 - y0)
        around = (x0 - reach, y0 - reach, x1 + reach, y1 + reach)
        left, top, right, bottom = extent(ring for ring in rings if meet(extent([ring]), around))
    # About 260 kilometres, more where the state itself is only a speck in it.
    half = max((right - left) * 0.75, (bottom - top) * 0.75 * size[0] / size[1], 75 if shape.area_km2 > 3000 else 220)
    x, y, flat = (left + right) / 2, (top + bottom) / 2, size[1] / size[0]
    others = [one.box for other, one in outlines.sheet().states.items() if other != code]
    # An island is found by the land around it: widen until three other states are in sight.
    while sum(meet(box, (x - half, y - half * flat, x + half, y + half * flat)) for box in others) < 3 and half < 5000:
        half *= 1.25
    return x - half, y - half * flat, x + half, y + half * flat


def _named(code: str, seen: Mapping[str, outlines.Outline], view: _View) -> list[str]:
    """Names, the state's own first; one that finds no room, or would cover another, is left out."""
    taken: list[Box] = []
    names = []
    near = outlines.neighbours(code)
    small = outlines.outline(code).area_km2 < 5 * _SMALL_KM2
    for other in [code, *near, *(one for one in seen if one not in near)]:
        # Specks are named on maps of small states only; elsewhere they would crowd out the picture.
        if view.tiny(outlines.outline(other)) and not (other == code or small):
            continue
        own = other == code
        words, size = state(other).short, 15 if own else 11
        room = (len(words) * size * 0.56, size * 1.2)
        spot = _spot(outlines.outline(other), view, room, own=own)
        if spot is None:
            continue
        box = (spot[0] - room[0] / 2, spot[1] - room[1] / 2, spot[0] + room[0] / 2, spot[1] + room[1] / 2)
        if any(meet(box, one) for one in taken):
            continue
        taken.append(box)
        if view.tiny(outlines.outline(other)) and not own:
            x, y = view.placed(*outlines.outline(other).label)
            names.append(svg.element("circle", cx=x, cy=y, r=2.5, fill=ink("near"), stroke=ink("soft")))
        names.append(_name(spot, words, size=size, own=own))
    return names


def _name(spot: tuple[float, float], words: str, *, size: int, own: bool) -> str:
    return svg.text(
        spot[0], spot[1] + size * 0.35, words, size=size, anchor="middle", fill=ink("ink"),
        font_weight="700" if own else None, paint_order="stroke", stroke=ink("halo"), stroke_width=2.5,
        stroke_linejoin="round",
    )  # fmt: skip


def _spot(shape: outlines.Outline, view: _View, room: tuple[float, float], *, own: bool) -> tuple[float, float] | None:
    """Middle of the name: inside the visible part of the state, as far from its edge as can be.

    A state too small to be seen has its name below; the state's own name is always shown.
    """
    wide, high = view.size
    rings = [np.array([view.placed(x, y) for x, y in ring]) for ring in rings_of(shape.path)[:4]]
    margin = (room[0] / 2 + 4, room[1] / 2 + 3)
    xs = np.linspace(margin[0], wide - margin[0], 33)
    ys = np.linspace(margin[1], high - margin[1], 25)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    best, most = None, 0.0
    for ring in rings:
        within = grid[_inside(ring, grid)]
        if within.size:
            # Distance counts sideways in halves, since a name is wider than high.
            free = _clear(ring / (2, 1), within / (2, 1))
            if (top := float(free.max())) > most:
                best, most = within[int(free.argmax())], top
    if best is not None and most > (room[1] * 0.5 if own else room[1] * 0.7):
        return float(best[0]), float(best[1])
    x, y = view.placed(*shape.label)
    if view.tiny(shape):
        y += (22 if own else 6) + room[1] / 2
    elif not own:
        return None
    if not (own or (0 < x < wide and 0 < y < high)):
        return None
    return min(max(x, margin[0]), wide - margin[0]), min(max(y, margin[1]), high - margin[1])


def _inside(ring: Points, grid: Points) -> Points:
    a, b = ring, np.roll(ring, -1, axis=0)
    up = np.where(a[:, 1] == b[:, 1], 1.0, b[:, 1] - a[:, 1])
    crosses = (a[:, 1] > grid[:, 1:]) != (b[:, 1] > grid[:, 1:])
    at = a[:, 0] + (grid[:, 1:] - a[:, 1]) * (b[:, 0] - a[:, 0]) / up
    inside: Points = (crosses & (grid[:, :1] < at)).sum(axis=1) % 2 == 1
    return inside


def _clear(ring: Points, grid: Points) -> Points:
    across, down = grid[:, :1] - ring[:, 0], grid[:, 1:] - ring[:, 1]
    distance: Points = np.sqrt((across**2 + down**2).min(axis=1))
    return distance
