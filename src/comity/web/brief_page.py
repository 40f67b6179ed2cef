"""A decision brief as one HTML page: styles and pictures inside, no script, nothing asked from outside."""

from __future__ import annotations

from typing import Any

import msgspec
from markupsafe import Markup

from comity.desk.brief.model import Brief, History
from comity.desk.brief.wording import KINDS_CAUTION, ahead_of, day, listed, month_words, state_name, times
from comity.kernel.errors import ComityError
from comity.kernel.estimate import Estimate
from comity.records.assessment import Answer
from comity.web import pages
from comity.web.pictures import bars, fan, timeline, votes
from comity.web.pictures.strip import strip


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a table of estimates: label, note, figures and their picture as markup."""

    label: str
    estimate: Estimate
    drawn: Markup
    note: str = ""


class Year(msgspec.Struct, frozen=True, kw_only=True):
    """Sums of one calendar year, as printed; `months` is how many of its months the source covers."""

    name: str
    deaths: str
    civilians: str
    months: int


# The first so many options are told in full and so many dates drawn; the others stand in the annex.
_OPTIONS, _DATES = 6, 10

# Section ids name the templates in templates/brief; in the order in which a reader decides.
_SECTIONS = (
    ("risk", "Risk"),
    ("picture", "Severity, urgency and judgements"),
    ("options", "What can be done"),
    ("vote", "Who would vote for it"),
    ("calls", "Whom to call"),
    ("watch", "What to watch"),
    ("promises", "What was promised"),
    ("cases", "Comparable cases"),
    ("unknown", "What we do not know"),
    ("engines", "How the figures were made"),
    ("sources", "Sources"),
    ("annex", "Annex"),
)


def page(brief: Brief, *, site: bool = False) -> str:
    """The brief as a whole HTML document.

    site  as a page of the web application: its navigation, and the style sheet by link instead of inside
    """
    running = print_style(brief)
    style = running if site else pages.stylesheet() + running
    policy = "" if site else f"default-src 'none'; style-src {pages.style_hash(style)}; img-src data:"
    return (
        pages.environment()
        .get_template("brief.html")
        .render(
            **_content(brief),
            site=site,
            stylesheet=pages.stylesheet_path() if site else "",
            style=Markup(style),  # noqa: S704 - our own style sheet; the brief's words in it are CSS escapes
            policy=policy,
        )
    )


def print_style(brief: Brief) -> str:
    """The running head and foot of printed pages: marking, state, as-of day, page number."""
    head = pages.css_string(f"{brief.name}, as of {day(brief.as_of)}")
    mark = pages.css_string(brief.marking)
    return (
        f"@page{{@top-left{{content:{mark}}}@top-right{{content:{head}}}"
        f'@bottom-left{{content:{mark}}}@bottom-right{{content:counter(page) " / " counter(pages)}}}}'
    )


def sections(brief: Brief) -> tuple[tuple[str, str], ...]:
    """Id and name of the sections that have something to say, in order."""
    filled = {
        "risk": True,
        "picture": any(getattr(brief.picture, part) for part in type(brief.picture).__struct_fields__),
        "options": bool(brief.plan.options or brief.plan.left_out),
        "vote": bool(brief.venues or brief.variants or brief.rotation),
        "calls": bool(brief.calls),
        "watch": bool(brief.watch),
        "promises": bool(brief.promises),
        "cases": bool(brief.cases),
        "unknown": True,
        "engines": bool(brief.engines),
        "sources": bool(brief.sources),
        "annex": any((brief.risk.history, brief.risk.deaths, brief.picture.tests, brief.plan.options, brief.cases)),
    }
    return tuple((id_, name) for id_, name in _SECTIONS if filled[id_])


def _content(brief: Brief) -> dict[str, Any]:
    risk = brief.risk
    return {
        "brief": brief,
        "numbers": {source.id: number for number, source in enumerate(brief.sources, 1)},
        "sections": sections(brief),
        "known_to": _known_to(brief),
        "civilians_end": _civilians_end(risk.history),
        "most_options": _OPTIONS,
        "most_dates": _DATES,
        "factors_waiting": tuple(row for row in brief.picture.factors if not row.judgements),
        "tests_silent": tuple(
            t for t in brief.picture.tests if all(e.answer is Answer.CANNOT_SAY for e in t.elements)
        ),
        "key_figures": _key_figures(brief),
        "variant_rows": _variants(brief),
        "kinds_caution": KINDS_CAUTION,
        "steep": fan.steep(risk.history, risk.deaths),
        "civilians_by_month": {m.month: m.deaths for m in risk.civilians.months} if risk.civilians else {},
        "past_years": _years(risk.history),
        "notes": tuple(dict.fromkeys(n for f in (risk.deaths, risk.civilians) if f for n in f.notes)),
        "boards": {
            v.body: _svg(votes.board(v.ballot, id_=f"board-{number}"))
            for number, v in enumerate(brief.venues)
            if v.ballot
        },
        "case_lines": [
            _svg(timeline.case(c.events, name=c.likeness.name, id_=f"case-line-{number}"))
            for number, c in enumerate(brief.cases)
        ],
        "charts": {
            "fan": _svg(fan.fan(risk.history, risk.deaths)),
            "drivers": _svg(bars.drivers(risk.onset.drivers)) if risk.onset else Markup(""),
            "ahead": _svg(timeline.ahead(brief.watch[:_DATES], today=brief.as_of)),
            "map": _map(brief),
        },
    }  # fmt: skip


def _known_to(brief: Brief) -> str:
    if brief.risk.deaths:
        return brief.risk.deaths.known_to
    return brief.risk.history.months[-1] if brief.risk.history and brief.risk.history.months else ""


def _civilians_end(history: History | None) -> str:
    """The last month with a count of one-sided killing, where other counts go on after it."""
    if history is None:
        return ""
    last = max((m for m, c in zip(history.months, history.civilians, strict=True) if c is not None), default="")
    return (
        last
        if last < max((m for m, d in zip(history.months, history.deaths, strict=True) if d is not None), default="")
        else ""
    )


def _svg(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - pictures escape every text they draw


def _map(brief: Brief) -> Markup:
    from comity.web.pictures.map import locator_map

    try:
        return _svg(locator_map(brief.state))
    except ComityError:
        # A state that ended, or one our outlines do not draw, is briefed without a map.
        return Markup("")


def _key_figures(brief: Brief) -> list[Row]:
    risk, found = brief.risk, []
    if risk.onset:
        label = f"Chance of a new mass killing in the two years after {risk.onset.base_year}"
        note = f"{times(risk.onset.multiple)}, rank {risk.onset.rank} of {risk.onset.of}"
        found.append((label, note, risk.onset.risk, 0.25 if risk.onset.risk.high <= 0.25 else 1.0))
    for forecast, words in ((risk.deaths, "Deaths"), (risk.civilians, "Civilians killed in one-sided attacks")):
        if forecast and forecast.months:
            third = ahead_of(forecast, brief.as_of)
            found.append((f"{words} in {month_words(third.month)}", "", third.deaths, _top(third.deaths)))
    for venue in brief.venues[:1]:
        if venue.ballot:
            label = f"Chance that the {venue.name} adopts"
            found.append((label, venue.ballot.draft.title, venue.ballot.adopted, 1.0))
    return [
        Row(label=label, note=note, estimate=shown, drawn=_svg(strip(shown, top=top, id_=f"key-{number}")))
        for number, (label, note, shown, top) in enumerate(found)
    ]


def _top(estimate: Estimate) -> float:
    naive = estimate.baseline.value if estimate.baseline else 0.0
    return max(estimate.high, naive, 1.0)


def _variants(brief: Brief) -> list[Row]:
    return [
        Row(
            label=variant.words,
            estimate=variant.adopted,
            drawn=_svg(strip(variant.adopted, id_=f"variant-{number}")),
            note=f"gains {listed(tuple(map(state_name, variant.gained)))}" if variant.gained else "",
        )
        for number, variant in enumerate(brief.variants)
    ]


def _years(history: History | None) -> list[Year]:
    if history is None:
        return []
    found: dict[str, list[tuple[float, float | None]]] = {}
    for when, deaths, civilians in zip(history.months, history.deaths, history.civilians, strict=True):
        found.setdefault(when[:4], [])
        if deaths is not None:
            found[when[:4]].append((deaths, civilians))
    rows = []
    for name, counted in list(found.items())[-6:]:
        civil = [c for _, c in counted if c is not None]
        rows.append(
            Year(
                name=name,
                deaths=f"{sum(d for d, _ in counted):,.0f}" if counted else "not covered",
                civilians=f"{sum(civil):,.0f}" if civil else "not covered",
                months=len(counted),
            )
        )
    return rows
