"""`comity sources`: data from providers, each on its own terms; every vintage is kept with the day it was known."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from comity.cli.given import day, names
from comity.cli.say import bar, say, say_json
from comity.cli.words import Json
from comity.desk.keeping import Setting
from comity.kernel import states
from comity.kernel.errors import Refused
from comity.sources.contract import Source, Wish

app = App(name="sources", help="Data from providers: fetch, import, how old they are.", result_action="return_value")

Folder = Annotated[
    str | None, Parameter(name="--folder", env_var="COMITY_SOURCES", help="folder where vintages are kept")
]
Mirror = Annotated[
    str | None,
    Parameter(name="--mirror", env_var="COMITY_MIRROR", help="address that stands in for all providers"),
]
Accept = Annotated[
    bool,
    Parameter(name=("--accept", "--yes"), negative="", help="accept licence and terms without asking"),
]
Version = Annotated[str, Parameter(name="--version", help="the provider's release, such as 25.1")]
Since = Annotated[str | None, Parameter(name="--since", help="first day wanted: YYYY-MM-DD")]
Until = Annotated[str | None, Parameter(name="--until", help="last day wanted: YYYY-MM-DD")]
States = Annotated[str | None, Parameter(name="--states", help="states wanted: codes or names, with commas")]
KnownOn = Annotated[
    str | None, Parameter(name="--known-on", help="day on which this release came out; by default today")
]


@app.command(name="list")
def list_(*, json: Json = False) -> int:
    """Print every source with its licence and what it gives."""
    from comity.cli.show.sources import shelf
    from comity.desk import sourcing

    found = sourcing.sheets()
    if json:
        say_json(found)
    else:
        say(*shelf(found))
    return 0


@app.command
def show(name: str, /, *, folder: Folder = None, json: Json = False) -> int:
    """Print one source: terms, how to cite it, and every vintage at hand.

    Parameters
    ----------
    name
        Name of the source.
    """
    from comity.cli.show.sources import sheet
    from comity.desk import freshness, sourcing

    source: Source = sourcing.provider(name).SOURCE
    vintages = _setting(folder).vintages
    held = freshness.held(source, vintages)
    if json:
        say_json({"source": source, "standing": freshness.standing(source, vintages), "vintages": held})
    else:
        say(*sheet(source, held))
    return 0


@app.command
def fetch(
    name: str,
    /,
    *,
    version: Version = "",
    since: Since = None,
    until: Until = None,
    states: States = None,
    known_on: KnownOn = None,
    accept: Accept = False,
    folder: Folder = None,
    mirror: Mirror = None,
    json: Json = False,
) -> int:
    """Fetch a source from its provider and keep it as a new vintage; a cut is continued, the same bytes kept once.

    Parameters
    ----------
    name
        Name of the source.
    """
    from comity.cli.show.sources import brought
    from comity.desk import sourcing

    wish = _wish(version, since, until, states)
    setting = _setting(folder, mirror, known_on)
    _ask_terms(sourcing.provider(name).SOURCE, setting, accept)
    with bar(f"fetch {name}") as progress:
        found = sourcing.bring(name, wish, _with(setting, progress))
    say_json(found) if json else say(*brought(found))
    return 0


@app.command(name="import")
def import_(
    name: str,
    /,
    *files: Path,
    version: Version = "",
    since: Since = None,
    until: Until = None,
    states: States = None,
    known_on: KnownOn = None,
    dataset: Annotated[str, Parameter(name="--as", help="name of the data, for plain_csv and hxl")] = "",
    maps: Annotated[tuple[str, ...], Parameter(name="--map", help="field=column, or field==value for all rows")] = (),
    mapping: Annotated[Path | None, Parameter(name="--mapping", help="YAML file of fields and columns")] = None,
    accept: Accept = False,
    folder: Folder = None,
    json: Json = False,
) -> int:
    """Import files at hand as a new vintage of a source, whole or not at all.

    Parameters
    ----------
    name
        Name of the source.
    files
        The provider's files, or your own for plain_csv and hxl.
    """
    from comity.cli.show.sources import brought
    from comity.desk import columns, sourcing

    given = sourcing.Given(
        paths=files,
        dataset=dataset,
        columns=columns.pairs(maps, mapping),
        wish=_wish(version, since, until, states),
    )
    setting = _setting(folder, None, known_on)
    _ask_terms(sourcing.provider(name).SOURCE, setting, accept)
    with bar(f"import {name}") as progress:
        found = sourcing.bring_files(name, given, _with(setting, progress))
    say_json(found) if json else say(*brought(found))
    return 0


@app.command
def status(name: str | None = None, /, *, folder: Folder = None, json: Json = False) -> int:
    """Print how old the data at hand are, and what stopped or failed last; sources never used are left out.

    Parameters
    ----------
    name
        Name of one source.
    """
    from comity.cli.show.sources import standings
    from comity.desk import freshness, sourcing

    vintages = _setting(folder).vintages
    chosen = [sourcing.provider(name).SOURCE] if name else sourcing.sheets()
    found = [freshness.standing(source, vintages) for source in chosen]
    if not name:
        found = [one for one in found if one.verdict != "none"]
    if json:
        say_json(found)
    else:
        say(*standings(found))
    return 0


def _setting(folder: str | None, mirror: str | None = None, known_on: str | None = None) -> Setting:
    from comity.store.places import mirror_address, sources_folder
    from comity.store.vintages import Vintages

    return Setting(
        vintages=Vintages(sources_folder(folder)),
        mirror=mirror_address(mirror),
        known_on=day(known_on, "--known-on") if known_on else None,
    )


def _with(setting: Setting, progress: object) -> Setting:
    import msgspec

    return msgspec.structs.replace(setting, progress=progress)


def _wish(version: str, since: str | None, until: str | None, asked: str | None) -> Wish:
    return Wish(
        version=version.strip(),
        since=day(since, "--since") if since else None,
        until=day(until, "--until") if until else None,
        states=tuple(dict.fromkeys(states.find(text).iso3 for text in names(asked))),
    )


def _ask_terms(source: Source, setting: Setting, accept: bool) -> None:
    """Show the terms before the first use, and take yes for an answer where somebody is there to give it."""
    from comity.cli.show.sources import terms
    from comity.desk import accepting

    if accepting.accepted(source, setting.vintages):
        return
    if not accept:
        if not sys.stdin.isatty():
            accepting.check_accepted(source, setting.vintages)
        say(*terms(source))
        if input("Accept these terms? [y/N] ").strip().lower() not in ("y", "yes"):
            raise Refused(f"the terms of {source.name} were not accepted; nothing was fetched", hint="")
    accepting.accept(source, setting.vintages)
