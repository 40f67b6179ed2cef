"""Templates and the style sheet, read once at first use. Every value put into a page is escaped."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from comity.desk.brief import wording
from comity.web.pictures import votes

# Shapes beside the words, so that a table can be read down at a glance and without colour.
SIGNS = {
    "present": "■", "partly_present": "◧", "absent": "□", "cannot_say": "?",
    "rising": "↑", "steady": "→", "falling": "↓", "unknown": "?",
    "met": "■", "not_met": "□",
}  # fmt: skip


def safe_url(text: str) -> str:
    """The address if it is one of the web, else an anchor that leads nowhere: a source may not bring script."""
    return text if text.startswith(("https://", "http://")) else "#"


@cache
def environment() -> Environment:
    """The template engine: autoescape on for all, a missing name is an error."""
    made = Environment(
        loader=PackageLoader("comity.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in (
        "amount", "basis_of", "body_name", "chance", "consent", "day", "days", "figure", "horizons", "interval",
        "likely", "measure_name", "month_words", "naive", "onset", "promise", "quantity", "spoken", "state_name",
        "state_short", "words",
    ):  # fmt: skip
        made.filters[name] = getattr(wording, name)
    made.filters.update(capitalise=wording.capitalised, safe_url=safe_url, ordered=votes.ordered)
    made.globals.update(
        basis=wording.BASIS, basis_meaning=wording.BASIS_MEANING, sign=SIGNS,
        site=False, stylesheet="", style="", policy="",
    )  # fmt: skip
    return made


@cache
def stylesheet() -> str:
    """The style sheet of all pages: the colours of the maps, then ours."""
    from comity.web.pictures.land import PROPERTIES

    light = "".join(f"--map-{role}:{by_day};" for role, (by_day, _) in PROPERTIES.items())
    dark = "".join(f"--map-{role}:{by_night};" for role, (_, by_night) in PROPERTIES.items())
    maps = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    return maps + (files("comity.web") / "static" / "comity.css").read_text("utf-8")


@cache
def stylesheet_path() -> str:
    """Address of the style sheet on the site, with its digest, so that browsers may keep it for good."""
    return f"/static/comity-{hashlib.sha256(stylesheet().encode()).hexdigest()[:12]}.css"


def css_string(text: str) -> str:
    """The text as a CSS string; everything but plain letters, figures and a few signs is written as an escape."""
    return (
        '"' + "".join(c if c.isascii() and (c.isalnum() or c in " .,:-+()") else f"\\{ord(c):x} " for c in text) + '"'
    )


def style_hash(style: str) -> str:
    """What a content security policy writes to allow exactly this inline style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
