"""Parts of a forecast as bars left and right of nought."""

from __future__ import annotations

from comity.records.forecast import Driver
from comity.web.pictures import svg

_WIDTH, _ROW = 720.0, 24.0
_LABEL = 330.0
_MOST = 9
# At size 12 so many letters fit left of the bars.
_LETTERS = 52


def drivers(parts: tuple[Driver, ...], *, id_: str = "drivers") -> str:
    """Bars of the parts, largest first, the part that all states share left out; empty text if none is left."""
    shown = ranked(parts)
    if not shown:
        return ""
    reach = max(abs(driver.part) for driver in shown) or 1.0
    x = svg.linear((-reach, reach), (_LABEL + 50, _WIDTH - 50))
    drawn = [svg.line(x(0), 4, x(0), len(shown) * _ROW + 4, stroke="soft")]
    for number, driver in enumerate(shown):
        y = 6 + number * _ROW
        start, end = sorted((x(0), x(driver.part)))
        up = driver.part >= 0
        drawn.append(svg.text(_LABEL, y + 13, _short(driver.words), size=12, anchor="end"))
        drawn.append(svg.box(start, y + 2, end - start, _ROW - 9, fill="no" if up else "yes"))
        at, anchor = (end + 5, "start") if up else (start - 5, "end")
        drawn.append(svg.text(at, y + 13, f"{driver.part:+.2f}", size=11, anchor=anchor, fill="soft"))
    size = (_WIDTH, len(shown) * _ROW + 10)
    return svg.picture(size, "What raises and lowers the risk", words(parts), *drawn, id_=id_)


def _short(text: str) -> str:
    """The words without the odds, cut where the margin ends; the sentence under the picture has them whole."""
    plain = text.split("; odds", maxsplit=1)[0].split("; leaves", maxsplit=1)[0]
    return plain if len(plain) <= _LETTERS else plain[: _LETTERS - 1].rstrip() + "…"


def ranked(parts: tuple[Driver, ...]) -> tuple[Driver, ...]:
    """Parts that differ between states, largest first; small ones as one sum at the end, so that nothing is lost."""
    sorted_parts = sorted((d for d in parts if d.name != "base_level"), key=lambda d: (-abs(d.part), d.name))
    small = sorted_parts[_MOST:]
    if len(small) < 2:
        return tuple(sorted_parts)
    rest = Driver(
        name="rest", words=f"{len(small)} smaller parts together", part=sum(d.part for d in small), unit=small[0].unit
    )
    return (*sorted_parts[:_MOST], rest)


def words(parts: tuple[Driver, ...]) -> str:
    """The bars in one sentence."""
    shown = ranked(parts)
    unit = shown[0].unit if shown else "log-odds"
    return f"In {unit}: " + "; ".join(f"{d.words} {d.part:+.2f}" for d in shown) + "."
