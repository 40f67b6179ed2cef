"""What the start page shows: the world by risk as a map and a ranked list, and states near to a misspelt word."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from markupsafe import Markup

from comity.desk.brief.wording import figure
from comity.desk.world_view import StateView, WorldView
from comity.kernel import states
from comity.kernel.errors import Ambiguous, NotOnShelf
from comity.web.pictures.map import Labels, Scale, world_map

_SCALE = Scale(
    title="Deaths expected in the next three months",
    breaks=(1.0, 25.0, 250.0, 2500.0),
    labels=("below 1", "1 to 24", "25 to 249", "250 to 2,499", "2,500 or more"),
)
# So many states stand in the open list; the others are one click away and always printed.
_FIRST = 30


def content(world: WorldView) -> dict[str, Any]:
    """What the template needs."""
    ranked = tuple(row for row in world.states if row.rank is not None)
    return {
        "world": world,
        "first": ranked[:_FIRST],
        "rest": ranked[_FIRST:],
        "silent": tuple(row for row in world.states if row.rank is None),
        "map": drawn_map(world),
    }


def drawn_map(world: WorldView) -> Markup:
    """The world by risk as one drawing; each state links to its brief."""
    living = {state.iso3 for state in states.all_states()}
    rows = [row for row in world.states if row.iso3 in living]
    drawn = world_map(
        {row.iso3: row.deaths_ahead.value if row.deaths_ahead else None for row in rows},
        scale=_SCALE,
        description="Deaths expected in the next three months by state; the table below has the figures.",
        labels=Labels(
            words={row.iso3: _pointed(row) for row in rows}, links={r.iso3: f"/brief/{r.iso3}" for r in rows}
        ),
    )
    return Markup(drawn)  # noqa: S704 - pictures escape every text they draw


def _pointed(row: StateView) -> str:
    if row.deaths_ahead is None:
        return f"{row.name}: {row.why_none or 'no figures'}"
    return f"{row.name}: {figure(row.deaths_ahead)} deaths expected"


def near(wanted: str, *, most: int = 5) -> tuple[tuple[str, str], ...]:
    """Codes and names of living states whose name or code is close to a word or holds it; none for a clear word."""
    if _known(wanted):
        return ()
    living = [state for state in states.all_states() if state.life and state.life[-1].end is None]
    word = wanted.strip().casefold()
    holds = [(s.iso3, s.name) for s in living if len(word) >= 3 and word in s.name.casefold()]
    names = {s.name.casefold(): (s.iso3, s.name) for s in living} | {
        s.iso3.casefold(): (s.iso3, s.name) for s in living
    }
    # A word that stands whole in names needs no guess at its spelling.
    close = [] if holds else [names[hit] for hit in get_close_matches(word, names, n=most, cutoff=0.6)]
    return tuple(dict.fromkeys([*holds, *close]))[:most]


def _known(wanted: str) -> bool:
    try:
        states.find(wanted)
    except (NotOnShelf, Ambiguous):
        return False
    return True
