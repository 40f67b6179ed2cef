"""A text with its open proposals in square brackets, attributed; and which share of its words stands outside brackets.

A bracket is nothing of its own: it is an open proposal seen in the text. Words somebody wants in, words somebody wants
out, and alternatives where proposals meet on the same words: the first is always the text as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from comity.convene.text.document import Hunk, Place, Tabled, Text, Token, places, runs
from comity.convene.text.rebase import Clash, clash, done_by
from comity.convene.text.words import OPENERS, joined
from comity.records.text import Role

Look = Literal["plain", "in", "out", "note"]


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Words shown alike.

    tight  no blank before them
    look   plain, wanted in, wanted out, or a note of the editor (brackets and names)
    about  proposals they belong to
    """

    text: str
    look: Look = "plain"
    tight: bool = False
    about: tuple[str, ...] = ()


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph as shown.

    id     paragraph, or the open proposal that would add it
    label  PP1, OP3, or empty for a heading and for one not in the text
    look   plain; in for one that is proposed, out for one that is to be dropped
    notes  what else is proposed on it: moves, splits
    """

    id: str
    role: Role
    label: str
    runs: tuple[Run, ...]
    look: Look = "plain"
    notes: tuple[str, ...] = ()


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """An open proposal that cannot go in, kept as it was made."""

    tabled: Tabled
    clash: Clash | None


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """How many words are agreed: those of the text and its live proposals, and those of them in brackets."""

    words: int
    bracketed: int

    @property
    def share(self) -> float:
        """Share of words outside brackets, 0-1."""
        return 1 - self.bracketed / self.words if self.words else 1.0


def live(text: Text, index: Mapping[str, Place] | None = None) -> tuple[Tabled, ...]:
    """Open proposals that could go in, in the order in which they were made."""
    at = index if index is not None else places(runs(text))
    found: dict[str, Tabled] = {}
    for tabled in text.open:
        if clash(text, tabled, at) is None and _holder(tabled, at) in (*text.paragraphs, *found, ""):
            found[tabled.id] = tabled
    return tuple(found.values())


def beside(text: Text) -> tuple[Beside, ...]:
    """Open proposals that cannot go in, each with its conflict, or none where it amends one that has a conflict."""
    at = places(runs(text))
    alive = {tabled.id for tabled in live(text, at)}
    return tuple(Beside(tabled=t, clash=clash(text, t, at)) for t in text.open if t.id not in alive)


def labels(text: Text) -> dict[str, str]:
    """PP1, PP2, ... and OP1, OP2, ... by paragraph, as the text stands."""
    found, counts = {}, {"preamble": 0, "operative": 0, "heading": 0}
    for paragraph in text.standing:
        counts[paragraph.role] += 1
        prefix = {"preamble": "PP", "operative": "OP", "heading": ""}[paragraph.role]
        found[paragraph.id] = f"{prefix}{counts[paragraph.role]}" if prefix else ""
    return found


def clean(text: Text) -> tuple[Marked, ...]:
    """The text as it stands, without anything proposed."""
    named = labels(text)
    return tuple(Marked(id=p.id, role=p.role, label=named[p.id], runs=(Run(text=p.text),)) for p in text.standing)


def marked(text: Text) -> tuple[Marked, ...]:
    """The text with every live proposal in brackets where it would go."""
    index = places(runs(text))
    alive = live(text, index)
    view, named = _View(text, alive, index), labels(text)
    added = [t for t in alive if t.proposed.change.op == "add"]
    found = [_added(view, t) for t in added if not t.proposed.change.after]
    for id in text.order:
        paragraph = text.paragraphs[id]
        if paragraph.stands:
            found.append(_paragraph(view, id, named[id]))
        found += [_added(view, t) for t in added if t.proposed.change.after == id]
    return tuple(found)


def settled(text: Text) -> Settled:
    """How many words of the text and its live proposals stand in brackets."""
    index = places(runs(text))
    alive = live(text, index)
    standing = sum(token.stands for paragraph in text.standing for token in paragraph.tokens)
    wanted = {id for t in alive for hunk in t.hunks for id in hunk.deletes if index[id].token.stands}
    for tabled in alive:
        if tabled.proposed.change.op == "drop":
            wanted |= {token.id for token in text.paragraphs[tabled.proposed.change.on].tokens if token.stands}
    new = {t.id for one in alive for hunk in one.hunks for t in hunk.tokens if t.stands}
    return Settled(words=standing + len(new), bracketed=len(new | wanted))


def voices(text: Text, ids: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who wants these proposals, and who does not: proposers and sponsors, and what parties said of them since."""
    wanted: dict[str, None] = {}
    against: dict[str, None] = {}
    for id in ids:
        tabled = text.proposals[id]
        wanted |= dict.fromkeys((tabled.proposed.by, *tabled.proposed.sponsors))
        for (on, party), stand in text.stands.items():
            if on == id and stand.said.level == "agree":
                wanted[party] = None
            if on == id and stand.said.level in ("block", "stand_aside"):
                against[party] = None
    return tuple(wanted), tuple(party for party in against if party not in wanted)


def written(shown: Sequence[Run]) -> str:
    """The runs as one line of text."""
    return "".join(("" if run.tight or not at else " ") + run.text for at, run in enumerate(shown))


class _View:
    """One text with its live proposals, looked up by the run of words they change."""

    def __init__(self, text: Text, alive: Sequence[Tabled], index: Mapping[str, Place]) -> None:
        self.text = text
        self.alive = alive
        self.index = index
        self.tokens = dict(runs(text))
        self.cuts: dict[str, list[_Cut]] = {}
        for tabled in alive:
            if tabled.proposed.change.op not in ("insert", "delete", "replace"):
                continue
            for number, hunk in enumerate(tabled.hunks):
                if not done_by(text, tabled, hunk):
                    self._cut(tabled, number, hunk)

    def _cut(self, tabled: Tabled, number: int, hunk: Hunk) -> None:
        """Where a hunk is in each run it touches, counted in words that stand."""
        index = self.index
        homes = {index[id].run for id in hunk.deletes if index[id].token.stands} or {index[hunk.left].run}
        for run in homes:
            ids = [token.id for token in self.tokens[run]]
            upto = [0]
            for token in self.tokens[run]:
                upto.append(upto[-1] + token.stands)
            gone = [index[id].at for id in hunk.deletes if index[id].run == run and index[id].token.stands]
            if gone:
                first, last = upto[min(gone)], upto[max(gone)] + 1
            else:
                # Only then do the ends of the hunk lie in this run: a split may have parted them from its words.
                gap = ids.index(hunk.right) if hunk.right in ids else ids.index(hunk.left) + 1
                first = last = upto[gap]
            nested = f"{tabled.id}#{number}" if hunk.tokens else ""
            self.cuts.setdefault(run, []).append(_Cut(by=tabled.id, first=first, last=last, new=nested))


class _Cut(msgspec.Struct, frozen=True, kw_only=True):
    by: str
    first: int
    last: int
    new: str


def _holder(tabled: Tabled, at: Mapping[str, Place]) -> str:
    if tabled.proposed.change.op in ("add", "drop", "move"):
        return ""
    return at[tabled.hunks[0].left].run.partition("#")[0]


def _paragraph(view: _View, id: str, label: str) -> Marked:
    text, shown = view.text, tuple(_shown(view, id, "plain", ()))
    drops = [t.id for t in view.alive if t.proposed.change.op == "drop" and t.proposed.change.on == id]
    if drops:
        head, tail = Run(text="[", look="note"), Run(text=f"({_names(text, drops, 'out')})]", look="note")
        shown = (head, *_tight_first(shown), tail)
    return Marked(
        id=id,
        role=text.paragraphs[id].role,
        label=label,
        runs=shown,
        look="out" if drops else "plain",
        notes=tuple(_notes(view, id)),
    )


def _notes(view: _View, id: str) -> Iterator[str]:
    """Moves and splits proposed on a paragraph."""
    for tabled in view.alive:
        change = tabled.proposed.change
        who = _names(view.text, (tabled.id,))
        if change.op == "move" and change.on == id:
            yield f"{tabled.id}: move {f'after {change.after}' if change.after else 'to the start'} ({who})"
        if change.op == "split" and view.index[tabled.hunks[0].right].run == id:
            tokens = view.tokens[id][view.index[tabled.hunks[0].right].at :]
            begin = joined([token.word for token in tokens if token.stands][:5])
            yield f"{tabled.id}: split before “{begin} …” ({who})"


def _added(view: _View, tabled: Tabled) -> Marked:
    inner = tuple(_shown(view, f"{tabled.id}#0", "in", (tabled.id,)))
    head = Run(text="[", look="note")
    tail = Run(text=f"({_names(view.text, (tabled.id,))})]", look="note")
    shown = (head, *_tight_first(inner), tail)
    return Marked(id=tabled.id, role=tabled.proposed.change.role, label="", runs=shown, look="in")


def _shown(view: _View, run: str, look: Look, about: tuple[str, ...]) -> Iterator[Run]:
    """A run of words with brackets around what is proposed on it."""
    tokens = [token for token in view.tokens[run] if token.stands]
    at = 0
    for group in _groups(view.cuts.get(run, [])):
        first, last = min(cut.first for cut in group), max(cut.last for cut in group)
        yield from _plain(tokens, at, first, look, about)
        yield from _tight_head(_bracket(view, tokens, first, last, group), tokens, first)
        at = last
    yield from _plain(tokens, at, len(tokens), look, about)


def _groups(cuts: Sequence[_Cut]) -> list[list[_Cut]]:
    """Cuts that meet on the same words together; insertions at one place each alone."""
    found: list[list[_Cut]] = []
    reach = -1
    for cut in sorted(cuts, key=lambda cut: (cut.first, cut.last)):
        if found and cut.first < reach:
            found[-1].append(cut)
        else:
            found.append([cut])
        reach = max(reach, cut.last)
    return found


def _bracket(view: _View, tokens: Sequence[Token], first: int, last: int, group: Sequence[_Cut]) -> Iterator[Run]:
    ids = tuple(dict.fromkeys(cut.by for cut in group))
    yield Run(text="[", look="note", about=ids)
    if first == last:
        yield from _tight_first(tuple(_shown(view, group[0].new, "in", ids)))
        yield Run(text=f"({_names(view.text, ids)})]", look="note", about=ids)
        return
    if not any(cut.new for cut in group) and all((cut.first, cut.last) == (first, last) for cut in group):
        yield from _tight_first(tuple(_plain(tokens, first, last, "out", ids)))
        yield Run(text=f"({_names(view.text, ids, 'out')})]", look="note", about=ids)
        return
    keep = voices(view.text, ids)[1]
    yield Run(text=f"Alt 1{_in(keep)}:", look="note", tight=True)
    yield from _plain(tokens, first, last, "plain", ids)
    for number, id in enumerate(ids, start=2):
        yield Run(text=f"/ Alt {number} ({_names(view.text, (id,))}):", look="note", about=(id,))
        option = list(_option(view, tokens, (first, last), [cut for cut in group if cut.by == id]))
        yield from option or [Run(text="no words", look="note", about=(id,))]
    yield Run(text="]", look="note", tight=True)


def _option(view: _View, tokens: Sequence[Token], span: tuple[int, int], cuts: Sequence[_Cut]) -> Iterator[Run]:
    """The words of a span as one proposal would have them."""
    at = span[0]
    for cut in sorted(cuts, key=lambda cut: cut.first):
        yield from _plain(tokens, at, cut.first, "in", (cut.by,))
        if cut.new:
            yield from _shown(view, cut.new, "in", (cut.by,))
        at = cut.last
    yield from _plain(tokens, at, span[1], "in", ())


def _plain(tokens: Sequence[Token], first: int, last: int, look: Look, about: tuple[str, ...]) -> Iterator[Run]:
    if first < last:
        words = joined([token.word for token in tokens[first:last]])
        yield Run(text=words, look=look, tight=_tight(tokens, first), about=about)


def _tight(tokens: Sequence[Token], at: int) -> bool:
    if at < len(tokens) and tokens[at].word.near:
        return True
    return at > 0 and tokens[at - 1].word.text in OPENERS


def _tight_first(shown: Sequence[Run]) -> tuple[Run, ...]:
    return (msgspec.structs.replace(shown[0], tight=True), *shown[1:]) if shown else ()


def _tight_head(shown: Iterable[Run], tokens: Sequence[Token], at: int) -> Iterator[Run]:
    for place, run in enumerate(shown):
        opener = at > 0 and tokens[at - 1].word.text in OPENERS
        yield msgspec.structs.replace(run, tight=opener) if place == 0 else run


def _names(text: Text, ids: Iterable[str], want: str = "in") -> str:
    """Attribution: "in: A, B; out: C"; for words to go, "out: A; in: C"."""
    wanted, against = voices(text, ids)
    other = "out" if want == "in" else "in"
    tail = f"; {other}: {', '.join(against)}" if against else ""
    return f"{want}: {', '.join(wanted)}{tail}"


def _in(parties: Sequence[str]) -> str:
    return f" (in: {', '.join(parties)})" if parties else ""
