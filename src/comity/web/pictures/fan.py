"""Risk over time: bars of deaths counted, then the forecast with its interval and the naive figure."""

from __future__ import annotations

import math
from collections.abc import Callable

from comity.desk.brief.model import History
from comity.desk.brief.wording import amount, level, month_words
from comity.kernel.time import Month, month
from comity.records.forecast import DeathsForecast
from comity.web.pictures import svg

_WIDTH, _HEIGHT = 720.0, 240.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 54.0, 14.0, 30.0, 44.0
# Past months shown: five years are enough to see the level and the last change of it.
_PAST = 60
# A spike so many times above the recent level would flatten the present on an even scale.
_STEEP = 8.0


class _Frame:
    """Scales of one chart."""

    def __init__(self, first: Month, last: Month, top: float, *, by_tens: bool) -> None:
        self.first, self.last, self.by_tens = first, last, by_tens
        self.marks = svg.powers(top) if by_tens else svg.ticks(top)
        self.slot = (_WIDTH - _LEFT - _RIGHT) / max(1, last.index - first.index + 1)
        bottom = _HEIGHT - _BOTTOM
        even = svg.linear((0, self.marks[-1]), (bottom, _TOP))
        tens = svg.linear((0, math.log10(1 + self.marks[-1])), (bottom, _TOP))
        self.y: Callable[[float], float] = (lambda v: tens(math.log10(1 + max(0.0, v)))) if by_tens else even

    def x(self, when: Month) -> float:
        """Middle of the month's slot."""
        return _LEFT + (when.index - self.first.index + 0.5) * self.slot


def steep(history: History | None, forecast: DeathsForecast | None) -> bool:
    """Whether a scale by tens is needed to see the present beside the highest figure."""
    past = [v for v in (history.deaths[-_PAST:] if history else ()) if v is not None]
    ahead = [m.deaths for m in forecast.months] if forecast else []
    top = max([*past, *(e.high for e in ahead)], default=0.0)
    now = max([*past[-12:], *(e.value for e in ahead)], default=0.0)
    return top > _STEEP * max(now, 1.0)


def fan(history: History | None, forecast: DeathsForecast | None, *, id_: str = "fan") -> str:
    """The chart as SVG text; empty text if there is neither history nor forecast."""
    past = _past(history)
    ahead = [(month(m.month), m) for m in forecast.months] if forecast else []
    if not past and not ahead:
        return ""
    by_tens = steep(history, forecast)
    top = max([*(v for _, v, _ in past if v is not None), *(m.deaths.high for _, m in ahead), 1.0])
    first = past[0][0] if past else ahead[0][0]
    last = ahead[-1][0] if ahead else past[-1][0]
    frame = _Frame(first, last, top, by_tens=by_tens)
    parts = [*_axes(frame), *_bars(frame, past), *_ahead(frame, forecast)]
    parts += _legend(forecast, any(c for _, _, c in past))
    return svg.picture(
        (_WIDTH, _HEIGHT), "Deaths a month: counted and expected", words(history, forecast), *parts, id_=id_
    )


def words(history: History | None, forecast: DeathsForecast | None) -> str:
    """What the chart shows, in sentences, for readers who do not see it."""
    said = []
    past = [(m, v) for m, v, _ in _past(history) if v is not None]
    if past:
        peak = max(past, key=lambda pair: pair[1])
        said.append(
            f"Counted deaths from {month_words(str(past[0][0]))} to {month_words(str(past[-1][0]))}: "
            f"highest {amount(peak[1])} in {month_words(str(peak[0]))}, last {amount(past[-1][1])}."
        )
    if forecast and forecast.months:
        end = forecast.months[-1]
        said.append(
            f"Expected in {month_words(end.month)}: {amount(end.deaths.value)} a month, "
            f"{level(end.deaths)} interval {amount(end.deaths.low)} to {amount(end.deaths.high)}."
        )
    if steep(history, forecast):
        said.append("The scale goes by tens: each line is ten times the one below.")
    return " ".join(said) or "No figures."


def _past(history: History | None) -> list[tuple[Month, float | None, float | None]]:
    if history is None:
        return []
    rows = zip(history.months, history.deaths, history.civilians, strict=True)
    return [(month(m), d, c) for m, d, c in rows][-_PAST:]


def _axes(frame: _Frame) -> list[str]:
    parts = []
    for mark in frame.marks:
        parts.append(svg.line(_LEFT, frame.y(mark), _WIDTH - _RIGHT, frame.y(mark)))
        parts.append(svg.text(_LEFT - 7, frame.y(mark) + 4, f"{mark:,.0f}", anchor="end", fill="soft"))
    for index in range(frame.first.index, frame.last.index + 1):
        if index % 12 == 0:
            x = frame.x(Month(index // 12, 1)) - frame.slot / 2
            parts.append(svg.line(x, _HEIGHT - _BOTTOM, x, _HEIGHT - _BOTTOM + 5, stroke="soft"))
            # A year with less than four months of room has no place for its figure.
            if frame.last.index - index >= 4:
                parts.append(svg.text(x + 3, _HEIGHT - _BOTTOM + 16, str(index // 12), fill="soft"))
    return parts


def _bars(frame: _Frame, past: list[tuple[Month, float | None, float | None]]) -> list[str]:
    parts = []
    floor = _HEIGHT - _BOTTOM
    wide = frame.slot * 0.78
    for when, deaths, civilians in past:
        x = frame.x(when) - wide / 2
        if deaths is None:
            parts.append(svg.text(x + wide / 2, floor - 2, "?", size=9, anchor="middle", fill="soft"))
            continue
        parts.append(svg.box(x, frame.y(deaths), wide, floor - frame.y(deaths), fill="past"))
        if civilians:
            parts.append(svg.box(x, frame.y(civilians), wide, floor - frame.y(civilians), fill="civil"))
    return parts


def _ahead(frame: _Frame, forecast: DeathsForecast | None) -> list[str]:
    if forecast is None or not forecast.months:
        return []
    rows = [(frame.x(month(m.month)), m.deaths) for m in forecast.months]
    edge = frame.slot / 2
    start, end = rows[0], rows[-1]
    rows = [(start[0] - edge, start[1]), *rows, (end[0] + edge, end[1])]
    band = [(x, frame.y(e.high)) for x, e in rows] + [(x, frame.y(e.low)) for x, e in reversed(rows)]
    parts = [
        svg.path(band, closed=True, fill="band", fill_opacity=0.75),
        svg.path([(x, frame.y(e.high)) for x, e in rows], fill="none", stroke="model", stroke_width=0.8),
        svg.path([(x, frame.y(e.low)) for x, e in rows], fill="none", stroke="model", stroke_width=0.8),
    ]
    naive = [(x, frame.y(e.baseline.value)) for x, e in rows if e.baseline]
    if naive:
        parts.append(svg.path(naive, fill="none", stroke="naive", stroke_width=1.8, stroke_dasharray="5 4"))
    parts.append(svg.path([(x, frame.y(e.value)) for x, e in rows], fill="none", stroke="model", stroke_width=2.4))
    x = start[0] - edge
    parts.append(svg.line(x, _TOP, x, _HEIGHT - _BOTTOM, stroke="soft", stroke_dasharray="2 3"))
    return parts


def _legend(forecast: DeathsForecast | None, civilians: bool) -> list[str]:
    y = 12.0
    parts, x = [], _LEFT
    entries: list[tuple[str, str]] = [("past", "counted deaths")]
    if civilians:
        entries.append(("civil", "of these, one-sided against civilians"))
    if forecast and forecast.months:
        entries.append(("model", f"expected, with {level(forecast.months[0].deaths)} interval"))
        if forecast.months[0].deaths.baseline:
            entries.append(("naive", "naive figure"))
    for role, words_ in entries:
        if role == "naive":
            parts.append(svg.line(x, y - 4, x + 16, y - 4, stroke="naive", width=2, stroke_dasharray="5 4"))
        elif role == "model":
            parts.append(svg.box(x, y - 9, 16, 10, fill="band"))
            parts.append(svg.line(x, y - 4, x + 16, y - 4, stroke="model", width=2.4))
        else:
            parts.append(svg.box(x + 3, y - 9, 10, 10, fill=role))
        parts.append(svg.text(x + 21, y, words_))
        x += 21 + len(words_) * 5.7 + 16
    return parts
