"""Pictures made of letters: a line of columns for the past, a scale with interval for an estimate."""

from __future__ import annotations

import math

from comity.kernel.estimate import Estimate

_COLUMNS = "▁▂▃▄▅▆▇█"
# A spike so many times above the recent level would flatten the present on an even scale.
_STEEP = 8.0


def by_tens(values: tuple[float | None, ...], *, now: float) -> bool:
    """Whether the columns need a scale by tens to show the present beside the highest figure."""
    known = [value for value in values if value is not None]
    return bool(known) and max(known) > _STEEP * max(now, 1.0)


def columns(values: tuple[float | None, ...], *, tens: bool = False) -> str:
    """One column a value, nought as a low line, a blank dot where the source does not cover it."""
    known = [value for value in values if value is not None]
    top = max(known, default=0.0)
    drawn = []
    for value in values:
        if value is None:
            drawn.append("·")
        elif value <= 0 or top <= 0:
            drawn.append("_")
        else:
            share = math.log10(1 + value) / math.log10(1 + top) if tens else value / top
            drawn.append(_COLUMNS[min(7, int(share * 7.999))])
    return "".join(drawn)


def scale(estimate: Estimate, *, top: float, width: int = 24) -> str:
    """The estimate on a line from 0 to `top`: ● value, ├─┤ interval, ◆ naive figure."""
    top = top if top > 0 else 1.0

    def place(value: float) -> int:
        return min(width - 1, max(0, round(value / top * (width - 1))))

    low, high = place(estimate.low), place(estimate.high)
    drawn = ["·"] * width
    drawn[low : high + 1] = "─" * (high - low + 1)
    drawn[low], drawn[high] = "├", "┤"
    if estimate.baseline:
        drawn[place(estimate.baseline.value)] = "◆"
    drawn[place(estimate.value)] = "●"
    return "".join(drawn)


def odds(yes: float, abstain: float, *, width: int = 20) -> str:
    """Chances of yes, abstention and no as one bar of `width` letters: █ yes, ░ abstain, · no."""
    first = round(yes * width)
    second = min(width - first, round(abstain * width))
    return "█" * first + "░" * second + "·" * (width - first - second)
