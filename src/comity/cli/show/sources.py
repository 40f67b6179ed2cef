"""Sources in the terminal: the shelf, one source with its terms and vintages, and how old the data are."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from comity.cli.show.table import lined, plain
from comity.desk.freshness import Standing
from comity.desk.keeping import Brought
from comity.sources.contract import Source
from comity.store.vintages import Sheet


def shelf(sources: Sequence[Source]) -> list[RenderableType]:
    """One line a source."""
    table = lined("=source", "what", "gives", "licence", "own key")
    for source in sources:
        marks = "" if source.shareable else " (rows may not be passed on)"
        table.add_row(source.name, source.title, ", ".join(source.gives), source.licence + marks, source.key)
    return [table, Text("\nTerms and how to cite: comity sources show NAME. Bring in: comity sources fetch NAME.")]


def terms(source: Source) -> list[RenderableType]:
    """Whose data they are, on which terms, and how to cite them."""
    table = plain(("", 10), ("", None))
    shared = "rows may be passed on under the licence" if source.shareable else "rows may never be passed on"
    for head, words in (
        ("source", f"{source.name}: {source.title}"),
        ("provider", f"{source.provider}, {source.home}"),
        ("licence", source.licence),
        ("terms", source.terms),
        ("sharing", shared),
        ("cite", source.cite),
        ("own key", f"environment variable {source.key}" if source.key else "not needed"),
    ):
        table.add_row(head, words)
    return [table]


def sheet(source: Source, held: Sequence[Sheet]) -> list[RenderableType]:
    """The terms, then one line a vintage, newest first."""
    if not held:
        return [*terms(source), Text("\nNo vintage is at hand.")]
    table = lined("=vintage", "version", "known", ">rows", ">bytes", "came")
    for one in reversed(held):
        known = f"{one.known_at:%Y-%m-%d}" + (" (stated)" if one.stated else "")
        named = " ".join(part for part in (one.dataset, one.version, _span(one)) if part)
        rows = f"{sum(counted.rows for counted in one.rows.values()):,}"
        table.add_row(one.name, named, known, rows, f"{sum(file.size for file in one.files):,}", one.how)
    return [*terms(source), Text(""), table]


def brought(found: Brought) -> list[RenderableType]:
    """What came, in one line, and what was passed over."""
    one = found.sheet
    rows = ", ".join(f"{counted.rows:,} {kind} rows" for kind, counted in one.rows.items()) or "no rows in this span"
    if not found.new:
        return [Text(f"{one.series}: nothing new; vintage {one.name} holds the same bytes ({rows})")]
    lines = [f"{one.series}: {rows}, vintage {one.name}, known {one.known_at:%Y-%m-%d}"]
    lines += [f"  {count:,} records passed over: {why}" for why, count in one.aside.items()]
    repeats = sum(counted.repeats for counted in one.rows.values())
    lines += [f"  {repeats:,} rows replaced by a later row of the same id"] if repeats else []
    if found.withdrawn:
        lines += [
            f"  {found.withdrawn:,} rows known before are not in it and count as withdrawn; if these files are only a "
            "part, remove this vintage's folder, and import them with the rest, or with --since, --until or --states"
        ]
    return [Text(line) for line in lines]


def standings(found: Sequence[Standing]) -> list[RenderableType]:
    """One line a source; what went wrong stands under it, with the vintage that stays in use."""
    if not found:
        return [Text("No source has been used yet. See: comity sources list")]
    table = lined("=source", "standing", "last good vintage", ">age", ">rows", ">vintages")
    for one in found:
        age = "" if one.age_days is None else f"{one.age_days} d"
        good = f"{one.version} known {one.known_at:%Y-%m-%d}".strip() if one.known_at else "none"
        since = f" since {one.stale_since}" if one.stale_since else ""
        words = one.verdict + (since if one.verdict == "stale" else "")
        table.add_row(one.source, words, good, age, f"{sum(one.rows.values()):,}", str(one.vintages))
    parts: list[RenderableType] = [table]
    for one in found:
        if one.verdict == "stopped":
            when = f" since {one.stopped_since:%Y-%m-%d %H:%M}" if one.stopped_since else ""
            parts.append(Text(f"\n{one.source} stopped{when}: {one.why}. {_still(one)}"))
        elif one.verdict == "failed":
            parts.append(Text(f"\n{one.source} failed last time: {one.why}. {_still(one)}"))
    return parts


def _still(one: Standing) -> str:
    if one.known_at is None:
        return "No vintage is at hand."
    late = f", stale since {one.stale_since}" if one.stale_since else ""
    return f"The vintage known {one.known_at:%Y-%m-%d} stays in use ({one.age_days} days old{late})."


def _span(one: Sheet) -> str:
    days = f"{one.since or ''}..{one.until or ''}" if one.since or one.until else ""
    return " ".join(part for part in (days, ",".join(one.states)) if part)
