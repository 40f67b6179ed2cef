"""Silence procedures in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from comity.convene.procedures.silence import Silence, Standing
from comity.desk.brief.wording import sentence

_STYLES = {Standing.RUNNING: "bold", Standing.BROKEN: "bold red"}


def render(found: Sequence[tuple[str, Silence]], *, same: bool) -> RenderableType:
    """One block a silence: where it stands, who objected and why, and whose silence it is."""
    if not found:
        return Text("No text is or was under silence. Next: comity convene silence open FILE --help")
    parts: list[RenderableType] = []
    for stream, silence in found:
        said = Text.assemble((stream, "bold"), f"  {silence.opened.title}\n")
        said.append(sentence(silence.words), style=_STYLES.get(silence.standing, ""))
        for objection in silence.broken:
            through = f", conveyed by {objection.through}" if objection.through else ""
            said.append(f"\n  {objection.state}{through}, {objection.at:%Y-%m-%d %H:%M} UTC: {objection.reason}")
        for extension in silence.extended:
            said.append(f"\n  extended to {extension.ends_at:%Y-%m-%d %H:%M} UTC: {extension.reason}")
        if silence.withdrawn:
            said.append(f"\n  withdrawn: {silence.withdrawn.reason}")
        opened = silence.opened
        said.append(
            f"\n  circulated by {opened.by} on {opened.opened_at:%Y-%m-%d %H:%M} UTC to {len(opened.participants)}; "
            f"SHA-256 {opened.text_sha256[:16]}...",
            style="dim",
        )
        parts.append(said)
    if same:
        parts.append(Text("The file is the text under silence, to the last byte."))
    parts.append(Text("Silence that is kept shows that nobody objected, not that anybody agrees.", style="dim"))
    return Group(*parts)
