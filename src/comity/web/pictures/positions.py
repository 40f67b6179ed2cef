"""Where members stand as pictures: over time with interval, on a line or a plane, and pairs of members apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from comity.kernel.estimate import Estimate
from comity.records.position import Position
from comity.web.pictures import svg

_WIDTH, _HEIGHT = 720.0, 260.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 64.0, 16.0, 28.0
_ROW = 18.0
# Told apart without colour as well: each member has its own dashes, and its code at the end of the line.
_DASHES = (None, "6 3", "2 3", "8 3 2 3", "1 4", "10 4")
_INKS = ("model", "naive", "ink", "civil", "soft", "past")


def over_time(found: Sequence[Position], *, before_first: int = 1945, id_: str = "positions") -> str:
    """Each member's position by session, with a band for its interval; empty text without positions."""
    if not found:
        return ""
    codes = tuple(dict.fromkeys(position.state for position in found))
    sessions = [position.session for position in found]
    low, high = _span([position.ideal for position in found])
    x = svg.linear((min(sessions), max(*sessions, min(sessions) + 1)), (_LEFT, _WIDTH - _RIGHT))
    y = svg.linear((low, high), (_HEIGHT - _BOTTOM, _TOP))
    parts = [*_levels(low, high, y), *_years(min(sessions), max(sessions), before_first, x)]
    for place, code in enumerate(codes):
        own = sorted((p for p in found if p.state == code), key=lambda p: p.session)
        above = [(x(p.session), y(p.ideal.high)) for p in own]
        below = [(x(p.session), y(p.ideal.low)) for p in reversed(own)]
        ink, dash = _INKS[place % len(_INKS)], _DASHES[place % len(_DASHES)]
        parts.append(svg.path([*above, *below], closed=True, fill="band", stroke="none", fill_opacity=0.35))
        line = [(x(p.session), y(p.ideal.value)) for p in own]
        parts.append(svg.path(line, fill="none", stroke=ink, stroke_width=1.8, stroke_dasharray=dash))
        parts.append(svg.text(line[-1][0] + 6, line[-1][1] + 4, code, fill=ink))
    last = {p.state: p for p in found}
    words = "; ".join(f"{code}: {_said(p.ideal)} in session {p.session}" for code, p in last.items())
    return svg.picture((_WIDTH, _HEIGHT), "Positions over time", words, *parts, id_=id_)


def on_a_line(found: Sequence[tuple[str, Estimate]], *, id_: str = "line") -> str:
    """Members in order of position, each with its interval; empty text without members."""
    if not found:
        return ""
    ordered = sorted(found, key=lambda pair: (-pair[1].value, pair[0]))
    low, high = _span([estimate for _, estimate in ordered])
    x = svg.linear((low, high), (_LEFT + 10, _WIDTH - 14))
    floor = _TOP + len(ordered) * _ROW
    parts = [svg.line(x(0), _TOP - 4, x(0), floor, stroke_dasharray="2 3")] if low < 0 < high else []
    for row, (name, estimate) in enumerate(ordered):
        y = _TOP + row * _ROW + _ROW / 2
        parts.append(svg.text(_LEFT, y + 4, name, anchor="end"))
        parts.append(svg.line(x(estimate.low), y, x(estimate.high), y, stroke="band", width=5))
        parts.append(svg.element("circle", cx=x(estimate.value), cy=y, r=3.6, fill="model"))
    words = "; ".join(f"{name} {_said(estimate)}" for name, estimate in ordered)
    return svg.picture((_WIDTH, floor + 10), "Positions on a line", words, *parts, id_=id_)


def on_a_plane(found: Sequence[tuple[str, Estimate, Estimate]], *, id_: str = "plane") -> str:
    """Members in two dimensions, with both intervals as a cross; empty text without members."""
    if not found:
        return ""
    size = 480.0
    across, up = _span([first for _, first, _ in found]), _span([second for _, _, second in found])
    x, y = svg.linear(across, (_LEFT, size - 40)), svg.linear(up, (size - _BOTTOM, _TOP))
    parts = []
    if across[0] < 0 < across[1]:
        parts.append(svg.line(x(0), _TOP, x(0), size - _BOTTOM, stroke_dasharray="2 3"))
    if up[0] < 0 < up[1]:
        parts.append(svg.line(_LEFT, y(0), size - 40, y(0), stroke_dasharray="2 3"))
    for name, first, second in sorted(found, key=lambda member: member[0]):
        at, height = x(first.value), y(second.value)
        parts.append(svg.line(x(first.low), height, x(first.high), height, stroke="band", width=2))
        parts.append(svg.line(at, y(second.low), at, y(second.high), stroke="band", width=2))
        parts.append(svg.element("circle", cx=at, cy=height, r=3, fill="model"))
        parts.append(svg.text(at + 5, height - 4, name, size=9))
    parts.append(svg.text((size + _LEFT) / 2, size - 8, "first dimension", anchor="middle", fill="soft"))
    parts.append(svg.text(12, size / 2, "second", fill="soft", transform=f"rotate(-90 12 {size / 2:.0f})"))
    words = "; ".join(f"{name} {first.value:+.2f}, {second.value:+.2f}" for name, first, second in sorted(found)[:40])
    return svg.picture((size, size), "Positions in two dimensions", words, *parts, id_=id_)


def pairs(found: Sequence[tuple[str, Estimate]], *, id_: str = "pairs") -> str:
    """How far each two members are apart, as a square of shades with the figure in each cell; empty below two."""
    if len(found) < 2:
        return ""
    ordered = sorted(found, key=lambda pair: (-pair[1].value, pair[0]))
    most = ordered[0][1].value - ordered[-1][1].value or 1.0
    cell = min(44.0, (_WIDTH - _LEFT) / len(ordered))
    parts, said = [], []
    for row, (name, one) in enumerate(ordered):
        top = _TOP + 8 + row * cell
        parts.append(svg.text(_LEFT - 4, top + cell / 2 + 4, name, anchor="end", size=10))
        parts.append(svg.text(_LEFT + (row + 0.5) * cell, _TOP + 2, name, anchor="middle", size=10))
        for column, (other, two) in enumerate(ordered):
            apart = abs(one.value - two.value)
            left = _LEFT + column * cell
            parts.append(svg.box(left, top, cell - 1, cell - 1, fill="model", fill_opacity=0.75 * apart / most))
            if row != column:
                parts.append(svg.text(left + cell / 2, top + cell / 2 + 4, f"{apart:.1f}", size=10, anchor="middle"))
            if row < column:
                said.append(f"{name} and {other} {apart:.2f}")
    side = _LEFT + cell * len(ordered)
    return svg.picture((side + 8, side - _LEFT + _TOP + 16), "Distance of pairs", "; ".join(said), *parts, id_=id_)


def _said(estimate: Estimate) -> str:
    return f"{estimate.value:+.2f} ({estimate.low:+.2f} to {estimate.high:+.2f})"


def _span(estimates: Sequence[Estimate]) -> tuple[float, float]:
    low, high = min(e.low for e in estimates), max(e.high for e in estimates)
    return (low, high) if high > low else (low - 1, high + 1)


def _levels(low: float, high: float, y: Callable[[float], float]) -> list[str]:
    parts = []
    for level in range(int(low) - 1, int(high) + 2):
        if low <= level <= high:
            parts.append(svg.line(_LEFT, y(level), _WIDTH - _RIGHT, y(level)))
            parts.append(svg.text(_LEFT - 6, y(level) + 4, f"{level:+d}" if level else "0", anchor="end", fill="soft"))
    return parts


def _years(first: int, last: int, before: int, x: Callable[[float], float]) -> list[str]:
    step = next(size for size in (1, 2, 5, 10, 20) if (last - first) / size <= 10)
    marks = [s for s in range(first, last + 1) if (s + before) % step == 0]
    return [svg.text(x(s), _HEIGHT - 8, str(s + before), anchor="middle", fill="soft") for s in marks]
