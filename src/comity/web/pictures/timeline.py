"""Dates on a line: what happened in a past case, and what lies ahead. Numbers on the line are those of the table."""

from __future__ import annotations

from datetime import date

from comity.desk.brief.model import CaseEvent, Watch
from comity.desk.brief.wording import words as say
from comity.web.pictures import svg

_WIDTH = 720.0
# Each kind has its own row, so that shape and colour are not needed to tell kinds apart.
_LABEL, _ROW = 92.0, 24.0
_SPACE = 17.0
KINDS = ("violence", "warning", "diplomacy", "agreement", "decision", "deployment", "legal", "outcome")


def day_of(text: str) -> date:
    """The first day a date written YYYY, YYYY-MM or YYYY-MM-DD can mean (also the start of a range a/b)."""
    parts = text.split("/", maxsplit=1)[0].split("-")
    numbers = [int(part) for part in parts[:3] if part.isdigit()]
    year, month, day = (*numbers, 1, 1)[:3] if numbers else (1, 1, 1)
    try:
        return date(year, month, day)
    except ValueError:
        return date(max(1, min(year, 9999)), 1, 1)


def case(events: tuple[CaseEvent, ...], *, name: str, id_: str) -> str:
    """One row a kind of event, dots in order of date; empty text without events."""
    dated = [(day_of(event.date), event.kind, number) for number, event in enumerate(events, 1)]
    return _rows(dated, title=f"Timeline: {name}", id_=id_)


def ahead(watch: tuple[Watch, ...], *, today: date, id_: str = "ahead") -> str:
    """Dates ahead, one row a kind (legal, pattern, model); empty text without dates."""
    dated = [(item.on, item.kind, number) for number, item in enumerate(watch, 1)]
    return _rows(dated, title="Dates ahead", id_=id_, start=today)


def _rows(dated: list[tuple[date, str, int]], *, title: str, id_: str, start: date | None = None) -> str:
    if not dated:
        return ""
    found = {kind for _, kind, _ in dated}
    kinds = [k for k in KINDS if k in found] + sorted(found - set(KINDS))
    days = [when.toordinal() for when, _, _ in dated]
    low = min([*days, start.toordinal()] if start else days)
    high = max(*days, low + 30)
    x = svg.linear((low, high), (_LABEL + 14, _WIDTH - 14))
    floor = 8 + len(kinds) * _ROW
    parts = _months(low, high, floor, x(low), x(high))
    for row, kind in enumerate(kinds):
        y = 8 + row * _ROW + _ROW / 2
        parts.append(svg.line(_LABEL, y, _WIDTH - 4, y))
        parts.append(svg.text(_LABEL - 8, y + 4, say(kind), anchor="end", fill="soft"))
        free = 0.0
        for when, _, number in sorted(item for item in dated if item[1] == kind):
            # Dots that would hide each other move right; the table has the exact day.
            at = min(max(x(when.toordinal()), free), _WIDTH - 12)
            free = at + _SPACE
            parts.append(_dot(at, y, number))
    words = "; ".join(f"{number}: {when.isoformat()} {say(kind)}" for when, kind, number in sorted(dated))
    return svg.picture((_WIDTH, floor + 24), title, words, *parts, id_=id_)


def _dot(x: float, y: float, number: int) -> str:
    return svg.element(
        "g",
        svg.element("circle", cx=x, cy=y, r=8.5, fill="model"),
        svg.text(x, y + 3.6, str(number), size=10, anchor="middle", fill="paper", font_weight="bold"),
    )


def _months(low: int, high: int, floor: float, left: float, right: float) -> list[str]:
    x = svg.linear((low, high), (left, right))
    first, last = date.fromordinal(low), date.fromordinal(high)
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if months / s <= 9), 240)
    parts, taken = [], -99.0
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month + step):
        when = date(min(index // 12, 9999), index % 12 + 1, 1)
        if index % step or not low <= when.toordinal() <= high:
            continue
        at = x(when.toordinal())
        label = str(when.year) if step >= 12 else f"{when:%b %Y}"
        parts.append(svg.line(at, 4, at, floor + 4, stroke_dasharray="2 3"))
        if at - taken > 56 and at < _WIDTH - 20:
            parts.append(svg.text(at, floor + 17, label, anchor="middle", fill="soft"))
            taken = at
    return parts
