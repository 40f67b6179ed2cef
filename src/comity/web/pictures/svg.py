"""Small SVG: elements, escaped text and scales. Roles, not colours: the stylesheet turns a role into ink."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape, quoteattr

# Printed colours of the roles (Okabe and Ito 2008, told apart by colour-blind readers); the stylesheet overrides
# them through the class of the same name, so that dark mode and print may differ.
INK = {
    "ink": "#1a1a1a",
    "soft": "#5b5b58",
    "line": "#c9c6bd",
    "past": "#8d8f94",
    "civil": "#3b3f46",
    "model": "#005f99",
    "band": "#b9d7ea",
    "naive": "#b3590a",
    "yes": "#00608f",
    "abstain": "#c2beb2",
    "no": "#c4500a",
    "paper": "#ffffff",
}


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def element(name: str, *children: str, **attributes: str | float | None) -> str:
    """One element; children are markup already, attribute values are escaped. `_` in names stands for `-`.

    fill, stroke  a role of INK, which also becomes a class; "none" stays as it is
    """
    classes = [str(attributes.pop("class_"))] if attributes.get("class_") else []
    written: list[str] = []
    for key, value in attributes.items():
        if value is None or key == "class_":
            continue
        text = _number(value) if isinstance(value, int | float) else value
        if key in ("fill", "stroke") and text in INK:
            classes.append(f"{key[0]}-{text}")
            text = INK[text]
        written.append(f" {key.rstrip('_').replace('_', '-')}={quoteattr(text)}")
    if classes:
        written.insert(0, f" class={quoteattr(' '.join(classes))}")
    return f"<{name}{''.join(written)}>{''.join(children)}</{name}>"


def text(x: float, y: float, words: str, *, size: float = 11, anchor: str = "start", **more: str | float | None) -> str:
    """A line of text, escaped."""
    more.setdefault("fill", "ink")
    return element("text", escape(words), x=x, y=y, font_size=size, text_anchor=anchor, **more)


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = "line", width: float = 1, **more: str) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width, **more)


def box(x: float, y: float, width: float, height: float, *, fill: str, **more: str | float) -> str:
    """A rectangle; a negative size is drawn as none."""
    return element("rect", x=x, y=y, width=max(0.0, width), height=max(0.0, height), fill=fill, **more)


def path(points: Iterable[tuple[float, float]], *, closed: bool = False, **more: str | float | None) -> str:
    """A polyline through the points."""
    steps = " L".join(f"{_number(x)},{_number(y)}" for x, y in points)
    return element("path", d=f"M{steps}{' Z' if closed else ''}", **more)


def picture(size: tuple[float, float], title: str, words: str, *children: str, id_: str) -> str:
    """A whole picture that scales to its column, with a title and a description for those who do not see it."""
    width, height = size
    return element(
        "svg",
        element("title", escape(title), id=f"{id_}-t"),
        element("desc", escape(words), id=f"{id_}-d"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        role="img",
        aria_labelledby=f"{id_}-t {id_}-d",
        class_="picture",
    )


def linear(domain: tuple[float, float], span: tuple[float, float]) -> Callable[[float], float]:
    """A straight scale from domain to span; a domain of no width maps to the start of the span."""
    (d0, d1), (s0, s1) = domain, span
    slope = (s1 - s0) / (d1 - d0) if d1 != d0 else 0.0
    return lambda value: s0 + (value - d0) * slope


def ticks(top: float, *, most: int = 5) -> tuple[float, ...]:
    """Round figures from 0 to at least `top`, at most `most` steps of 1, 2 or 5 times a power of ten."""
    if top < 1e-9:
        return (0.0, 1.0)
    raw = top / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= raw * (1 - 1e-9))
    return tuple(step * i for i in range(math.ceil(top / step - 1e-9) + 1))


def powers(top: float) -> tuple[float, ...]:
    """0, 10, 100 ... up to the first that reaches `top`: marks of a scale by tens."""
    marks = [0.0, 1.0, 10.0]
    while marks[-1] < top:
        marks.append(marks[-1] * 10)
    return tuple(marks)
