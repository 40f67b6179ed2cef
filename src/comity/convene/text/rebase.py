"""What becomes of open proposals when another is accepted: each stands on, or keeps its words beside a named conflict.

The comparison is three-way and word by word: the text a proposal was made on, the text as it stands, the proposal.
Every answer is computed from words marked as gone, so it is the same whenever it is asked, and no conflict over words
goes away. A proposal that only repeats an accepted one may go in once it is amended to say something else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from comity.convene.text.document import Hunk, Place, Status, Tabled, Text, Token, places, runs
from comity.convene.text.words import joined


class Reason(StrEnum):
    """Why an open proposal can no longer go in as it is."""

    WORD_TAKEN = "word_taken"
    WORDS_BETWEEN = "words_between"
    PLACE_GONE = "place_gone"
    PARAGRAPH_GONE = "paragraph_gone"
    SPLIT_INSIDE = "split_inside"
    MOVED_ALREADY = "moved_already"
    CIRCULAR_MOVE = "circular_move"
    NOTHING_LEFT = "nothing_left"
    ALREADY_DONE = "already_done"


class Clash(msgspec.Struct, frozen=True, kw_only=True):
    """A conflict: why, the accepted proposal it is with, and the words or paragraph it is about."""

    reason: Reason
    with_: str
    about: str

    @property
    def words(self) -> str:
        """The conflict in a clause."""
        about = f"“{self.about}”"
        return {
            Reason.WORD_TAKEN: f"{self.with_} already changed {about}; two amendments cannot change one word",
            Reason.WORDS_BETWEEN: f"{self.with_} put {about} among the words it takes out",
            Reason.PLACE_GONE: f"{self.with_} took out {about}, among which its words were to stand",
            Reason.PARAGRAPH_GONE: f"{self.with_} took out the whole paragraph {self.about}",
            Reason.SPLIT_INSIDE: f"{self.with_} split the paragraph inside the words it replaces",
            Reason.MOVED_ALREADY: f"{self.with_} already moved {self.about}",
            Reason.CIRCULAR_MOVE: f"{self.with_} placed {self.about} by the paragraph it is to follow: a circle",
            Reason.NOTHING_LEFT: f"{self.with_} left no words on one side of the split",
            Reason.ALREADY_DONE: f"{self.with_} already did the same",
        }[self.reason]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one acceptance did to one proposal that was open.

    how    untouched: other paragraphs changed. rebased: its paragraph changed, and it stands on there. conflict, fallen
    clash  names the conflict
    """

    id: str
    how: str
    clash: Clash | None = None


def clash(text: Text, tabled: Tabled, index: Mapping[str, Place] | None = None) -> Clash | None:
    """The conflict of an open proposal with what was accepted since it was made, or None if it can go in.

    index  places(runs(text)), where many proposals are asked about one text
    """
    at = index if index is not None else places(runs(text))
    op, on = tabled.proposed.change.op, tabled.proposed.change.on
    if op == "add":
        return None
    if op in ("drop", "move"):
        return _whole(text, tabled, on)
    for hunk in tabled.hunks:
        run = at[hunk.left].run
        paragraph = text.paragraphs.get(run)
        if paragraph is not None and paragraph.gone is not None:
            return Clash(reason=Reason.PARAGRAPH_GONE, with_=paragraph.gone_by, about=run)
    return _split(text, tabled, at) if op == "split" else _worded(text, tabled, at)


def done_by(text: Text, tabled: Tabled, hunk: Hunk) -> str:
    """The proposal accepted since that changed the same words into the same words; empty for none.

    As in any three-way merge, the same change made twice is made once.
    """
    for id in text.accepted[tabled.version :]:
        other = text.proposals[id]
        if any(_same(hunk, one) for one in other.hunks):
            return id
    return ""


def outcomes(before: Text, after: Text) -> tuple[Outcome, ...]:
    """What became of each proposal that was open, apart from the one just accepted."""
    index_before, index = places(runs(before)), places(runs(after))
    changed = {id for id in after.paragraphs if before.paragraphs.get(id) != after.paragraphs[id]}
    found = []
    for tabled in before.open:
        now = after.proposals[tabled.id]
        if now.status is Status.FALLEN:
            found.append(Outcome(id=tabled.id, how="fallen"))
            continue
        if now.status is not Status.OPEN:
            continue
        met = clash(after, now, index)
        if met is not None and clash(before, tabled, index_before) is None:
            found.append(Outcome(id=tabled.id, how="conflict", clash=met))
        else:
            how = "rebased" if met is None and _homes(now, index) & changed else "untouched"
            found.append(Outcome(id=tabled.id, how=how))
    return tuple(found)


def home(text: Text, tabled: Tabled, index: Mapping[str, Place] | None = None) -> str:
    """The paragraph (p3) or open proposal (a4) that a proposal would change now; for add, the one it follows."""
    change = tabled.proposed.change
    if change.op == "add":
        return change.after
    if change.op in ("drop", "move") or not tabled.hunks:
        return change.on
    at = index if index is not None else places(runs(text))
    place = at.get(tabled.hunks[0].left)
    return change.on if place is None else place.run.partition("#")[0]


def _homes(tabled: Tabled, at: Mapping[str, Place]) -> set[str]:
    ids = [id for hunk in tabled.hunks for id in (hunk.left, *hunk.deletes) if id]
    return {at[id].run for id in ids} | {tabled.proposed.change.on}


def _worded(text: Text, tabled: Tabled, at: Mapping[str, Place]) -> Clash | None:
    left = [hunk for hunk in tabled.hunks if not done_by(text, tabled, hunk)]
    if not left:
        hunk = tabled.hunks[0]
        about = joined([token.word for token in hunk.tokens] or [at[id].token.word for id in hunk.deletes])
        return Clash(reason=Reason.ALREADY_DONE, with_=done_by(text, tabled, hunk), about=about)
    for hunk in left:
        found = _hunk(text, hunk, at)
        if found is not None:
            return found
    return _spent(left, at)


def _whole(text: Text, tabled: Tabled, on: str) -> Clash | None:
    paragraph, change = text.paragraphs[on], tabled.proposed.change
    if not paragraph.stands:
        by = paragraph.gone_by or max(paragraph.tokens, key=lambda token: token.gone or 0).gone_by
        reason = Reason.ALREADY_DONE if change.op == "drop" else Reason.PARAGRAPH_GONE
        return Clash(reason=reason, with_=by, about=on)
    if change.op == "drop":
        return None
    for by, version in paragraph.moves:
        if version > tabled.version:
            return Clash(reason=Reason.MOVED_ALREADY, with_=by, about=on)
    if change.after:
        for by, version in text.paragraphs[change.after].moves:
            if version > tabled.version and text.proposals[by].proposed.change.after == on:
                return Clash(reason=Reason.CIRCULAR_MOVE, with_=by, about=change.after)
    return None


def _split(text: Text, tabled: Tabled, at: Mapping[str, Place]) -> Clash | None:
    hunk = tabled.hunks[0]
    right = at[hunk.right]
    paragraph = text.paragraphs[right.run]
    if at[hunk.left].run != right.run:
        return Clash(reason=Reason.ALREADY_DONE, with_=paragraph.origin, about=right.run)
    first = any(token.stands for token in paragraph.tokens[: right.at])
    second = any(token.stands for token in paragraph.tokens[right.at :])
    if first and second:
        return None
    newest = max((t for t in paragraph.tokens if t.gone is not None), key=lambda token: token.gone or 0)
    return Clash(reason=Reason.NOTHING_LEFT, with_=newest.gone_by, about=right.run)


def _hunk(text: Text, hunk: Hunk, at: Mapping[str, Place]) -> Clash | None:
    deletes = [at[id] for id in hunk.deletes]
    gone = [place for place in deletes if place.token.gone is not None]
    taken = [place for place in gone if hunk.tokens or _replaced(text, place)]
    if taken:
        by = taken[0].token.gone_by
        return Clash(reason=Reason.WORD_TAKEN, with_=by, about=joined([place.token.word for place in taken]))
    if hunk.tokens and not hunk.deletes:
        left, right = at[hunk.left].token, at[hunk.right].token
        if left.gone is not None and right.gone is not None:
            about = joined([left.word, right.word])
            return Clash(reason=Reason.PLACE_GONE, with_=right.gone_by, about=about)
    homes = {place.run for place in deletes}
    if hunk.tokens and len(homes) > 1:
        later = next(text.paragraphs[run] for run in homes if run != deletes[0].run)
        return Clash(reason=Reason.SPLIT_INSIDE, with_=later.origin, about=later.id)
    return _between(text, hunk, deletes)


def _between(text: Text, hunk: Hunk, deletes: list[Place]) -> Clash | None:
    """Words that came to stand among those a hunk takes out."""
    wanted = set(hunk.deletes)
    for run in {place.run: None for place in deletes}:
        inside = [place.at for place in deletes if place.run == run]
        tokens = _run(text, run)[min(inside) : max(inside)]
        new = [token for token in tokens if token.stands and token.id not in wanted]
        if new:
            about = joined([token.word for token in new])
            return Clash(reason=Reason.WORDS_BETWEEN, with_=new[0].origin, about=about)
    return None


def _spent(hunks: Sequence[Hunk], at: Mapping[str, Place]) -> Clash | None:
    """All that a proposal takes out is out already, and it puts nothing in."""
    if any(hunk.tokens for hunk in hunks):
        return None
    tokens = [at[id].token for hunk in hunks for id in hunk.deletes]
    if any(token.gone is None for token in tokens):
        return None
    last = max(tokens, key=lambda token: token.gone or 0)
    return Clash(reason=Reason.ALREADY_DONE, with_=last.gone_by, about=joined([token.word for token in tokens]))


def _replaced(text: Text, place: Place) -> bool:
    """Whether a word that is gone was replaced by others, not only taken out."""
    by = text.proposals[place.token.gone_by]
    return any(place.token.id in hunk.deletes and hunk.tokens for hunk in by.hunks)


def _same(hunk: Hunk, other: Hunk) -> bool:
    def new(of: Hunk) -> list[str]:
        return [token.word.text for token in of.tokens if token.stands]

    if (hunk.left, hunk.right, hunk.deletes) != (other.left, other.right, other.deletes):
        return False
    return bool(hunk.deletes or hunk.tokens) and new(hunk) == new(other)


def _run(text: Text, run: str) -> tuple[Token, ...]:
    id, _, number = run.partition("#")
    return text.proposals[id].hunks[int(number)].tokens if number else text.paragraphs[id].tokens
