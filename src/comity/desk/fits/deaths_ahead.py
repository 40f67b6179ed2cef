"""Deaths ahead by trees, written once as text, so that a forecast needs neither the trees nor their libraries."""

from __future__ import annotations

from comity.desk.fits import Fitted, deaths_panel, deaths_trees, sealed
from comity.desk.fits.deaths_trees import Made, Panel, Task
from comity.kernel.progress import Progress
from comity.kernel.time import Month
from comity.reference.fitted import About, MadeFrom
from comity.store.raw import RawData
from comity.warn import deaths_editions
from comity.warn.deaths_editions import FITTED, HEADER

NAME = "deaths"
WORDS = "deaths 1-12 months ahead by state, by trees: all kinds, one-sided and state-based, with drivers"

# Months known for which an edition ships: the newest of each target, and ends of years before it.
EDITIONS = {
    "all": (Month(2024, 12), Month(2025, 12), Month(2026, 5)),
    "civilian": (Month(2020, 12), deaths_panel.KINDS_TO),
    "state_based": (Month(2020, 12), deaths_panel.KINDS_TO),
}

LIMITS = (
    "Only for the months named in the files; for any other month the engine that needs no trees speaks.",
    "All deaths: coups, leaders and kinds of violence are no inputs, since their data end in 2021-2022.",
    "The distribution is written as 25 slices on a grid; within a slice all deaths count as its middle.",
    "Counts are today's vintage for every edition; see country_months for what the counts leave out.",
)


def run(raw: RawData, progress: Progress) -> Fitted:
    """The artefact: one file a target."""
    files = {}
    for step, target in enumerate(EDITIONS):
        progress(f"{target}: reading", step / len(EDITIONS))
        files[f"deaths-{target}.csv"] = written(raw, target, EDITIONS[target])
    about = About(
        name=NAME,
        words=WORDS,
        command=f"comity fit {NAME}",
        method="docs/explanation/deaths-forecast.md: boosted trees and a quantile forest, with own months",
        vintage=str(EDITIONS["all"][-1]),
        made_from=tuple(
            MadeFrom(file=file, sha256=raw.sha256(file), provider=_PROVIDERS[file], licence=_LICENCES[file])
            for file in deaths_panel.FILES
        ),
        licence="own estimates under the licence of this project; inputs as stated by their providers",
        files={},
        limits=LIMITS,
    )
    progress("done", 1.0)
    return sealed(about, files)


def written(raw: RawData, target: str, editions: tuple[Month, ...]) -> bytes:
    """The file of one target: rows by edition, horizon and state."""
    panel = deaths_trees.panel(deaths_panel.inputs(raw, target, to=editions[-1]), target)
    rows = [HEADER]
    for made in deaths_trees.run_all(panel, tasks(editions)):
        rows += edition_rows(panel, made)
    return ("\n".join(rows) + "\n").encode()


def tasks(editions: tuple[Month, ...]) -> tuple[Task, ...]:
    """One fit an edition and written horizon, on outcomes up to the month known."""
    columns = [known.index - deaths_panel.START.index for known in editions]
    return tuple(Task(newest=at, horizon=horizon, origins=(at,), drivers=True) for at in columns for horizon in FITTED)


def edition_rows(panel: Panel, made: Made) -> list[str]:
    """The rows of one fit, without the microstates: they have no series of their own to be asked for."""
    known = deaths_panel.START.plus(made.task.newest)
    masses = deaths_trees.finished(panel, made)
    states = [panel.inputs.states[row] for row in made.state]
    rows = deaths_editions.lines(known, states, made.task.horizon, masses, made.parts)
    return [row for row, state in zip(rows, states, strict=True) if state not in deaths_panel.MICROSTATES]


_PROVIDERS = {
    deaths_panel.COUNTS: "Uppsala Conflict Data Program: GED 25.1, 20.1 and candidate events, through PaCE and VIEWS",
    deaths_panel.YEARS: "V-Dem v15, World Bank, UN IGME, EPR 2021, UCDP/PRIO, UNHCR, Polity5, Freedom House by state",
    deaths_panel.CODES: "own table of codes and UN regions",
    deaths_panel.COUPS: "Cline Center Coup d'Etat Project",
    deaths_panel.LEADERS: "REIGN (OEF Research)",
}
_LICENCES = {
    deaths_panel.COUNTS: "UCDP: CC BY 4.0; counts by kind to 2021-06 through VIEWS: CC BY-NC 4.0",
    deaths_panel.YEARS: "as stated by each provider (V-Dem CC BY-SA 4.0, World Bank and UNHCR CC BY 4.0)",
    deaths_panel.CODES: "licence of this project",
    deaths_panel.COUPS: "none stated in the repository; cite the Cline Center",
    deaths_panel.LEADERS: "none stated for the data; cite REIGN",
}
