"""A proposal put into the text. Whether it may go in is asked before (comity.convene.text.rebase)."""

from __future__ import annotations

from msgspec.structs import replace

from comity.convene.text.document import Hunk, Paragraph, Tabled, Text, Token, ended, places, runs
from comity.convene.text.rebase import done_by


def merged(text: Text, tabled: Tabled) -> Text:
    """The text, or the proposal it amends, with the proposal's change made; its status is the caller's to set."""
    version, change = text.version + 1, tabled.proposed.change
    match change.op:
        case "add":
            return _added(text, tabled, version)
        case "drop":
            paragraph = text.paragraphs[change.on]
            tokens = tuple(_taken(token, version, tabled.id) if token.stands else token for token in paragraph.tokens)
            dropped = replace(paragraph, tokens=tokens, gone=version, gone_by=tabled.id)
            return replace(text, paragraphs={**text.paragraphs, change.on: dropped})
        case "move":
            paragraph = text.paragraphs[change.on]
            moved = replace(paragraph, moves=(*paragraph.moves, (tabled.id, version)))
            order = tuple(id for id in text.order if id != change.on)
            order = _behind(text, order, tabled, change.on)
            return replace(text, order=order, paragraphs={**text.paragraphs, change.on: moved})
        case "split":
            return _divided(text, tabled, version)
        case _:
            return _worded(text, tabled, version)


def _worded(text: Text, tabled: Tabled, version: int) -> Text:
    touched: dict[str, list[Token]] = {}
    originals = dict(runs(text))
    index = places(originals.items())

    def run(name: str) -> list[Token]:
        return touched.setdefault(name, list(originals[name]))

    hunks = [hunk for hunk in tabled.hunks if not done_by(text, tabled, hunk)]
    # First all that goes, then all that comes: taking out moves no place.
    for hunk in hunks:
        for id in hunk.deletes:
            place = index[id]
            if place.token.gone is None:
                run(place.run)[place.at] = _taken(place.token, version, tabled.id)
    for hunk in hunks:
        if hunk.tokens:
            name = index[hunk.left].run
            tokens = run(name)
            at = _gap(tokens, hunk)
            tokens[at:at] = hunk.tokens if "#" in name else _born(hunk.tokens, version)
    return _written(text, touched)


def _written(text: Text, touched: dict[str, list[Token]]) -> Text:
    paragraphs, proposals = dict(text.paragraphs), dict(text.proposals)
    for name, tokens in touched.items():
        id, _, number = name.partition("#")
        if number:
            hunks = list(proposals[id].hunks)
            hunks[int(number)] = replace(hunks[int(number)], tokens=tuple(tokens))
            proposals[id] = replace(proposals[id], hunks=tuple(hunks))
        else:
            paragraphs[id] = replace(paragraphs[id], tokens=tuple(tokens))
    return replace(text, paragraphs=paragraphs, proposals=proposals)


def _gap(tokens: list[Token], hunk: Hunk) -> int:
    """Where new words go: directly before the word on the right, so that what came earlier to the same place is first;
    directly behind the word on the left where a split has taken the right one away.
    """
    ids = [token.id for token in tokens]
    return ids.index(hunk.right) if hunk.right in ids else ids.index(hunk.left) + 1


def _added(text: Text, tabled: Tabled, version: int) -> Text:
    id = f"p{len(text.paragraphs) + 1}"
    tokens = _born(tabled.hunks[0].tokens, version)
    made = Paragraph(id=id, role=tabled.proposed.change.role, tokens=tokens, born=version, origin=tabled.id)
    text = replace(text, paragraphs={**text.paragraphs, id: made})
    return replace(text, order=_behind(text, text.order, tabled, id))


def _behind(text: Text, order: tuple[str, ...], tabled: Tabled, id: str) -> tuple[str, ...]:
    """The order with a paragraph put in behind the one it follows, and behind those that came there meanwhile."""
    follows = tabled.proposed.change.after
    at = order.index(follows) + 1 if follows else 0
    while at < len(order) and text.paragraphs[order[at]].born > tabled.version:
        at += 1
    return (*order[:at], id, *order[at:])


def _divided(text: Text, tabled: Tabled, version: int) -> Text:
    right = tabled.hunks[0].right
    old = next(paragraph for paragraph in text.paragraphs.values() if any(t.id == right for t in paragraph.tokens))
    at = next(place for place, token in enumerate(old.tokens) if token.id == right)
    id = f"p{len(text.paragraphs) + 1}"
    # The first half gets an end, the second a beginning; the old end goes with the second, where the last word is.
    begin, end = ended(id, (), tabled.id, version)
    first = replace(old, tokens=(*old.tokens[:at], end))
    second = Paragraph(
        id=id, role=old.role, tokens=(begin, *old.tokens[at:]), born=version, origin=tabled.id, split_from=old.id
    )
    order = list(text.order)
    order.insert(order.index(old.id) + 1, id)
    return replace(text, order=tuple(order), paragraphs={**text.paragraphs, old.id: first, id: second})


def _taken(token: Token, version: int, by: str) -> Token:
    return replace(token, gone=version, gone_by=by)


def _born(tokens: tuple[Token, ...], version: int) -> tuple[Token, ...]:
    """Words of a proposal as words of the text. One taken out by an amendment to it was never in the text."""
    return tuple(replace(token, born=version, gone=None if token.gone is None else version) for token in tokens)
