"""The vote board: one tile a member with its chances of yes, abstention and no. Few members or many."""

from __future__ import annotations

from xml.sax.saxutils import escape

from comity.desk.brief.wording import chance, figure
from comity.records.ballot import Ballot, MemberOdds
from comity.web.pictures import svg

_WIDTH = 720.0
# Up to this many members each tile has room for its figures.
_FEW = 60


def ordered(ballot: Ballot) -> tuple[MemberOdds, ...]:
    """Members by chance of yes, highest first; ties by code."""
    return tuple(sorted(ballot.members, key=lambda m: (-m.yes.value, m.state)))


def board(ballot: Ballot, *, id_: str = "board") -> str:
    """The board as SVG text; empty text without members."""
    members = ordered(ballot)
    if not members:
        return ""
    few = len(members) <= _FEW
    columns, tile, high = (5, 138.0, 54.0) if few else (16, 41.0, 25.0)
    gap = (_WIDTH - columns * tile) / (columns - 1)
    places = [((n % columns) * (tile + gap), 26 + (n // columns) * (high + 8)) for n in range(len(members))]
    drawn = [_tile(m, x, y, tile, high) for m, (x, y) in zip(members, places, strict=True)] if few else []
    size = (_WIDTH, places[-1][1] + high + 2)
    parts = [*_legend(few), *(drawn or _small(members, places, tile))]
    return svg.picture(size, "How each member would vote", words(ballot), *parts, id_=id_)


def words(ballot: Ballot) -> str:
    """The board in sentences."""
    members = ordered(ballot)
    against = [m.state for m in members if m.veto_holder and m.no >= 0.5]
    said = (
        f"{len(members)} members, by chance of yes: "
        + ", ".join(f"{m.state} {chance(m.yes.value)}" for m in members)
        + f". Adoption: {figure(ballot.adopted)}."
    )
    return said + (f" Veto more likely than not: {', '.join(against)}." if against else "")


def _tile(member: MemberOdds, x: float, y: float, wide: float, high: float) -> str:
    frame = "ink" if member.veto_holder else "line"
    inner = wide - 16
    yes, abstain = member.yes.value * inner, member.abstain * inner
    parts = [
        svg.box(x + 0.75, y + 0.75, wide - 1.5, high - 1.5, fill="paper", rx=3, stroke=frame,
                stroke_width=1.5 if member.veto_holder else 1),
        svg.text(x + 8, y + 18, member.state, size=13, font_weight="bold"),
        svg.text(x + wide - 8, y + 18, f"yes {chance(member.yes.value)}", size=11, anchor="end"),
        svg.box(x + 8, y + 25, yes, 9, fill="yes"),
        svg.box(x + 8 + yes, y + 25, abstain, 9, fill="abstain"),
        svg.box(x + 8 + yes + abstain, y + 25, inner - yes - abstain, 9, fill="no"),
        svg.text(x + 8, y + 46, f"abstain {member.abstain:.2f}", size=10, fill="soft"),
        svg.text(x + wide - 8, y + 46, f"no {member.no:.2f}", size=10, anchor="end", fill="soft"),
    ]  # fmt: skip
    if member.veto_holder:
        parts.append(svg.text(x + 8 + 3 * 11.8, y + 17.5, "VETO", size=8.5, font_weight="bold", fill="no"))
    # A notch at the chance of yes on either side of its interval, inside the bar.
    parts += [
        svg.line(x + 8 + edge * inner, y + 23, x + 8 + edge * inner, y + 36, stroke="ink", width=1)
        for edge in (member.yes.low, member.yes.high)
    ]
    return svg.element("g", *parts)


def _small(members: tuple[MemberOdds, ...], places: list[tuple[float, float]], wide: float) -> list[str]:
    """All tiles of a large body as three shapes and two sets of texts, a tenth of the size of separate tiles."""
    shapes: dict[str, list[str]] = {"yes": [], "abstain": [], "no": []}
    codes, figures = [], []
    for member, (x, y) in zip(members, places, strict=True):
        left = x
        yes = min(1.0, member.yes.value)
        abstain = min(1.0 - yes, member.abstain)
        for role, share in (("yes", yes), ("abstain", abstain), ("no", 1.0 - yes - abstain)):
            shapes[role].append(f"M{left:.1f} {y + 15:.0f}h{share * wide:.1f}v8h-{share * wide:.1f}z")
            left += share * wide
        codes.append(f'<text x="{x:.1f}" y="{y + 11:.0f}">{escape(member.state)}</text>')
        figures.append(f'<text x="{x + wide:.1f}" y="{y + 11:.0f}">{member.yes.value:.2f}</text>'.replace(">0.", ">."))
    return [
        *(svg.element("path", d="".join(steps), fill=role) for role, steps in shapes.items()),
        svg.element("g", *codes, font_size=10.5, fill="ink"),
        svg.element("g", *figures, font_size=9, text_anchor="end", fill="soft"),
    ]


def _legend(few: bool) -> list[str]:
    parts, x = [], 0.0
    for role, label in (("yes", "yes"), ("abstain", "abstain"), ("no", "no")):
        parts.append(svg.box(x, 3, 12, 9, fill=role))
        parts.append(svg.text(x + 17, 12, label))
        x += 17 + len(label) * 6.5 + 16
    said = "notches: interval of the chance of yes; a heavy frame holds a veto" if few else "figure: chance of yes"
    parts.append(svg.text(x, 12, said, fill="soft"))
    return parts
