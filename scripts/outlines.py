"""Compute the country outlines that ship in reference/fitted from the Natural Earth shapes, 1:50 million.

Take the shapes from npm (`npm pack world-atlas@2.0.2`, then unpack countries-50m.json) and run:
    python scripts/outlines.py countries-50m.json
Decodes TopoJSON, thins every arc once so that shared borders stay shared, projects to Equal Earth centred on 11
degrees east (so that the cut runs through the Bering Strait), and writes whole numbers. The result depends on the
input alone.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from comity.desk.fits import sealed
from comity.kernel import states
from comity.reference.fitted import About, MadeFrom

Ring = list[tuple[float, float]]

TARGET = Path(__file__).resolve().parents[1] / "src" / "comity" / "reference" / "fitted"
WIDTH = 20_000
MERIDIAN = 11.0
# Triangles below this area, in square units of the sheet (about 3 square kilometres each), lose their middle point.
LEAST_AREA = 12.0
# Islets below this area, in square units, are left out unless they are all a state has.
LEAST_ISLAND = 30.0
# Equal Earth spans 2.7066 earth radii to each side (Savric, Patterson and Jenny 2018); mean radius in kilometres.
HALF_WIDTH, RADIUS_KM = 2.706629983696, 6371.0088
TOP, BOTTOM = 83.7, -56.5

# Shapes without an ISO number, or parts that belong to a state on this list, and the code they are drawn under.
# Drawing Somaliland with Somalia and the north of Cyprus with Cyprus follows membership of the United Nations.
UNDER_NAME = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP", "Indian Ocean Ter.": "AUS"}
UNDER_NUMBER = {"248": "FIN", "344": "CHN", "446": "CHN"}
LEFT_OUT = {"010"}  # Antarctica
# Members too small for the shapes: longitude and latitude of the seat of government.
MISSING = {"TUV": (179.2, -8.52)}


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Place on the sheet, x to the right and y down, in units.

    source  Savric, Patterson and Jenny (2018), The Equal Earth map projection, IJGIS 33(3), equations 10-14
    """
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    turned = np.radians(longitude - MERIDIAN)
    angle = np.arcsin(np.sqrt(3) / 2 * np.sin(np.radians(latitude)))
    slope = 9 * a4 * angle**8 + 7 * a3 * angle**6 + 3 * a2 * angle**2 + a1
    x = 2 * np.sqrt(3) * turned * np.cos(angle) / (3 * slope)
    y = a4 * angle**9 + a3 * angle**7 + a2 * angle**3 + a1 * angle
    scale = WIDTH / (2 * HALF_WIDTH)
    return float((x + HALF_WIDTH) * scale), float(-y * scale)


def decoded(topology: dict[str, Any]) -> list[Ring]:
    """Arcs as longitudes and latitudes. Source: TopoJSON specification 1.0, section 2.1.4."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((round(x * sx + tx, 6), round(y * sy + ty, 6)))
        arcs.append(unbroken(arc))
    return arcs


def thinned(arc: Ring) -> Ring:
    """The arc without the points that matter least; its ends stay.

    source  Visvalingam and Whyatt (1993), Line generalisation by repeated elimination of points
    """
    flat = [project(*point) for point in arc]
    before = list(range(-1, len(arc) - 1))
    after = list(range(1, len(arc) + 1))
    fixed = {0, len(arc) - 1}

    def area(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = flat[before[i]], flat[i], flat[after[i]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    queue = [(area(i), i) for i in range(len(arc)) if i not in fixed]
    heapq.heapify(queue)
    gone: set[int] = set()
    while queue:
        size, i = heapq.heappop(queue)
        if i in gone:
            continue
        now = area(i)
        if now > size:
            heapq.heappush(queue, (now, i))
            continue
        # A closed arc must stay a ring of at least three sides.
        if size >= LEAST_AREA or len(arc) - len(gone) <= 4:
            break
        gone.add(i)
        after[before[i]], before[after[i]] = after[i], before[i]
        for near in (before[i], after[i]):
            if near not in fixed:
                heapq.heappush(queue, (area(near), near))
    return [point for i, point in enumerate(arc) if i not in gone]


def ring_of(indexes: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """The closed ring of arcs, whole across the date line; a negative index is an arc run backwards.

    Turned east by a full circle where most of it lies beyond the cut.
    """
    ring: Ring = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc if not ring else arc[1:])
    ring = unbroken(ring)
    turn = -360 * np.floor((np.mean([x for x, _ in ring]) - MERIDIAN + 180) / 360)
    return [(float(x + turn), y) for x, y in ring]


def unbroken(line: Ring) -> Ring:
    """The line without jumps at the date line: each longitude within half a circle of the one before."""
    whole = [line[0]]
    for x, y in line[1:]:
        whole.append((x - 360 * round((x - whole[-1][0]) / 360), y))
    return whole


def signed_area(ring: Iterable[tuple[float, float]]) -> float:
    """Twice-signed area over two, in square units."""
    points = np.asarray(list(ring), dtype=float)
    x, y = points[:, 0], points[:, 1]
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2


def label_point(ring: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The place inside the ring that is farthest from its edge, on a grid of 25 by 25."""
    points = np.asarray(ring, dtype=float)
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, 27)[1:-1], np.linspace(y0, y1, 27)[1:-1]), axis=-1).reshape(-1, 2)
    a, b = points[:-1], points[1:]
    dy = np.where(b[:, 1] == a[:, 1], 1.0, b[:, 1] - a[:, 1])
    crosses = (a[:, 1] > grid[:, 1:]) != (b[:, 1] > grid[:, 1:])
    at = a[:, 0] + (grid[:, 1:] - a[:, 1]) * (b[:, 0] - a[:, 0]) / dy
    inside = (crosses & (grid[:, :1] < at)).sum(axis=1) % 2 == 1
    along = b - a
    length = np.maximum((along**2).sum(axis=1), 1e-9)
    share = np.clip(((grid[:, None, :] - a) * along).sum(axis=2) / length, 0, 1)
    distance = (((a + share[:, :, None] * along) - grid[:, None, :]) ** 2).sum(axis=2).min(axis=1)
    best = grid[int(np.argmax(np.where(inside, distance, -1.0)))]
    return round(best[0]), round(best[1])


def code_of(shape: dict[str, Any]) -> str:
    """The state's code, or an empty text for land drawn without a name."""
    number, name = shape.get("id"), shape["properties"]["name"]
    if number is None:
        return UNDER_NAME.get(name, "")
    by_number = {one.numeric: one.iso3 for one in states.all_states() if one.standing is not states.Standing.FORMER}
    return UNDER_NUMBER.get(number) or by_number.get(number, "")


def polygons(shape: dict[str, Any]) -> list[list[list[int]]]:
    """Arc indexes of a Polygon or MultiPolygon, polygon by polygon, ring by ring."""
    return [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]


def outline(rings: Sequence[Ring], top: float) -> dict[str, Any]:
    """Path, box, label point and area of one state; the path is relative, in whole units."""
    flat = [[(x, y - top) for x, y in (project(*point) for point in ring)] for ring in rings]
    sizes = [abs(signed_area(ring)) for ring in flat]
    most = max(sizes)
    kept = [
        r for r, s in sorted(zip(flat, sizes, strict=True), key=lambda pair: -pair[1]) if s >= min(LEAST_ISLAND, most)
    ]
    whole = [[(round(x), round(y)) for x, y in ring] for ring in kept]
    path = "".join(_path(ring) for ring in whole if len(set(ring)) > 2)
    xs = [x for ring in whole for x, _ in ring]
    ys = [y for ring in whole for _, y in ring]
    per_unit = (2 * HALF_WIDTH * RADIUS_KM / WIDTH) ** 2
    return {
        "area_km2": round(sum(sizes) * per_unit),
        "box": [min(xs), min(ys), max(xs), max(ys)],
        "label": label_point(kept[0]),
        "path": path,
    }


def _path(ring: Sequence[tuple[int, int]]) -> str:
    steps = [f"M{ring[0][0]} {ring[0][1]}l"]
    last, first = ring[0], True
    for point in ring[1:-1]:
        dx, dy = point[0] - last[0], point[1] - last[1]
        if dx or dy:
            steps.append(("" if first or dx < 0 else " ") + f"{dx}" + ("" if dy < 0 else " ") + f"{dy}")
            last, first = point, False
    return "".join(steps) + "z"


def borders(owner: dict[int, set[str]]) -> dict[str, list[str]]:
    """Who shares an arc with whom."""
    near: dict[str, set[str]] = {}
    for codes in owner.values():
        for code in codes:
            near.setdefault(code, set()).update(codes - {code})
    return {code: sorted(others) for code, others in sorted(near.items()) if code and others}


def computed(topology: dict[str, Any]) -> dict[str, Any]:
    """Everything the map needs: the sheet, outlines by code, land without a name, neighbours."""
    arcs = [thinned(arc) for arc in decoded(topology)]
    rings: dict[str, list[Ring]] = {}
    owner: dict[int, set[str]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        if shape.get("id") in LEFT_OUT:
            continue
        code = code_of(shape)
        for polygon in polygons(shape):
            for indexes in polygon:
                rings.setdefault(code, []).append(ring_of(indexes, arcs))
                for index in indexes:
                    owner.setdefault(index if index >= 0 else ~index, set()).add(code)
    near = {code: [one for one in others if one] for code, others in borders(owner).items()}
    top = project(MERIDIAN, TOP)[1]
    shapes = {code: outline(found, top) for code, found in sorted(rings.items())}
    for code, place in MISSING.items():
        x, y = project(*place)
        spot = [round(x), round(y - top)]
        shapes[code] = {"area_km2": 0, "box": [*spot, *spot], "label": spot, "path": ""}
    unnamed = shapes.pop("")
    height = round(project(MERIDIAN, BOTTOM)[1] - top)
    return {
        "width": WIDTH,
        "height": height,
        "neighbours": near,
        "states": dict(sorted(shapes.items())),
        "unnamed": unnamed["path"],
    }


def main(source: str) -> None:
    """Write outlines.json and its sheet beside the other fitted figures."""
    raw = Path(source).read_bytes()
    content = json.dumps(computed(json.loads(raw)), separators=(",", ":"), sort_keys=True).encode() + b"\n"
    about = About(
        name="outlines",
        words="Outlines, label points and land borders of states, projected to Equal Earth",
        command="python scripts/outlines.py countries-50m.json",
        method="scripts/outlines.py; Savric, Patterson and Jenny (2018); Visvalingam and Whyatt (1993)",
        vintage="2018-05",
        made_from=(
            MadeFrom(
                file="world-atlas@2.0.2/countries-50m.json",
                sha256=hashlib.sha256(raw).hexdigest(),
                provider="Natural Earth 4.1, 1:50 million, through the npm package world-atlas 2.0.2",
                licence="Public domain",
            ),
        ),
        licence="CC0-1.0",
        files={},
        limits=(
            "Borders as the shapes draw them; they are no statement on any boundary or status.",
            "Somaliland is drawn with Somalia and the north of Cyprus with Cyprus; territories stay unnamed.",
            "Land borders shorter than the shapes can show (Ceuta, Gibraltar, Saint Martin) are not neighbours.",
            "Islets below about 90 square kilometres are left out; Tuvalu is a point.",
        ),
    )
    made = sealed(about, {"outlines.json": content})
    for name, text in made.files.items():
        (TARGET / name).write_bytes(text)
    sheet = msgspec.json.format(msgspec.json.encode(made.about), indent=2)
    (TARGET / "outlines.about.json").write_bytes(sheet + b"\n")
    print(f"{len(content):,} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
