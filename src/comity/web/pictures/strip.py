"""One estimate as a line: interval, value and naive figure on a scale. Small enough for a table cell."""

from __future__ import annotations

from comity.desk.brief.wording import figure
from comity.kernel.estimate import Estimate
from comity.web.pictures import svg

_WIDTH, _HEIGHT = 180.0, 20.0


def strip(estimate: Estimate, *, top: float = 1.0, id_: str) -> str:
    """The estimate on a scale from 0 to `top`. Dot: value; bar: interval; notch: naive figure."""
    x = svg.linear((0, top), (4, _WIDTH - 4))
    middle = _HEIGHT / 2

    def at(value: float) -> float:
        return x(min(max(value, 0.0), top))

    parts = [
        svg.line(4, middle, _WIDTH - 4, middle, stroke="line"),
        svg.line(4, middle - 4, 4, middle + 4, stroke="line"),
        svg.line(_WIDTH - 4, middle - 4, _WIDTH - 4, middle + 4, stroke="line"),
        svg.box(at(estimate.low), middle - 3.5, at(estimate.high) - at(estimate.low), 7, fill="band"),
    ]
    if estimate.baseline:
        naive = at(estimate.baseline.value)
        parts.append(svg.path([(naive - 4, 1), (naive + 4, 1), (naive, 8)], closed=True, fill="naive"))
        parts.append(svg.line(naive, 2, naive, _HEIGHT - 2, stroke="naive", width=1.4))
    parts.append(svg.element("circle", cx=at(estimate.value), cy=middle, r=4.2, fill="model"))
    return svg.picture((_WIDTH, _HEIGHT), "Interval on a scale", figure(estimate), *parts, id_=id_)
