"""The ex-ante register in the terminal: an edition, a score, and the list of all."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from comity.cli.show import table
from comity.desk.brief.wording import listed, month_words
from comity.desk.registering import Line
from comity.records.edition import Edition, EditionScore, Mark

_NAMES = {
    "crps": "CRPS (deaths)",
    "ignorance": "log score (bits)",
    "brier": "Brier score (25 deaths or more)",
}


def edition(made: Edition) -> RenderableType:
    """What an edition holds, its digest, and what it does not forecast."""
    content = made.content
    first, last = content.deaths[0], content.deaths[-1]
    said = [
        f"{len(first.states)} states, {month_words(first.month)} to {month_words(last.month)}, from counts to "
        f"{month_words(content.known_to)} ({first.horizon} to {last.horizon} months ahead)."
    ]
    if content.onset is not None:
        years = f"{content.onset.years[0]}-{content.onset.years[1]}"
        said.append(f"Risk of a new mass killing in {years}: {len(content.onset.states)} states.")
    parts: list[RenderableType] = [
        Text(f"Edition of {month_words(content.month)}", style="bold"),
        *(Text(line) for line in said),
        Text(f"SHA-256 {made.sha256}"),
        *(Text(f"Gap: {gap}", style="dim") for gap in content.gaps),
        Text("Publish the digest now; a digest that nobody else has proves nothing to others.", style="dim"),
    ]
    return Group(*parts)


def score(found: EditionScore, sequence: int | None) -> RenderableType:
    """How an edition did on one month, beside the naive rule sealed with it."""
    rows = table.lined("Score (lower is better)", ">Sealed", ">Naive", ">Difference (90 %)", ">States")
    for mark in found.marks:
        rows.add_row(
            _NAMES[mark.name], f"{mark.score:.3f}", f"{mark.naive:.3f}",
            f"{mark.score - mark.naive:+.3f} ({mark.low:+.3f} to {mark.high:+.3f})", str(mark.n),
        )  # fmt: skip
    kept = "the same counts were scored before; nothing recorded" if sequence is None else f"entry {sequence}"
    return Group(
        Text(f"Edition of {month_words(found.edition)} on {month_words(found.month)}", style="bold"),
        rows,
        Text(
            f"{found.seen_25} states had 25 deaths or more; {found.caught_10} of them were among the ten highest "
            f"chances sealed. Naive: the state's own last 12 known months. {_verdict(found.marks)}"
        ),
        *(Text(f"Gap: {gap}", style="dim") for gap in found.gaps),
        Text(f"Counts {found.vintage[:16]}...; they are revised later. {kept.capitalize()}.", style="dim"),
    )


def lines(found: Sequence[Line]) -> RenderableType:
    """One row an edition, one line a scored month."""
    if not found:
        return Text("No edition is sealed. Next: comity warn seal")
    rows = table.lined("=Edition", "=Sealed", "=Data to", ">States", "=Digest", "Scored", "Waits")
    for line in found:
        rows.add_row(
            line.edition,
            f"{line.sealed_at[:10]}",
            line.known_to,
            str(line.states),
            Text(f"{line.sha256[:16]}..."),
            Text("\n".join(_short(one) for one in line.scores) or "none yet"),
            Text(listed(line.waits, none="")),
        )
    return Group(rows, Text("Next: comity warn score MONTH; comity warn verify EDITION --sha256 DIGEST", style="dim"))


def _short(found: EditionScore) -> str:
    crps = next(mark for mark in found.marks if mark.name == "crps")
    return f"{found.month}: CRPS {crps.score:.2f}, naive {crps.naive:.2f} (n = {crps.n})"


def _verdict(marks: Sequence[Mark]) -> str:
    better = [_NAMES[mark.name] for mark in marks if mark.high < 0]
    worse = [_NAMES[mark.name] for mark in marks if mark.low > 0]
    said = []
    if better:
        said.append(f"Surely better than naive: {', '.join(better)}.")
    if worse:
        said.append(f"Surely worse than naive: {', '.join(worse)}.")
    return " ".join(said) or "One month cannot tell it from the naive rule."
