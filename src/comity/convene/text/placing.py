"""A proposed change as places between words and words taken out: what it means in the text it was made on."""

from __future__ import annotations

from collections.abc import Sequence

from comity.convene.text import words
from comity.convene.text.document import Hunk, Status, Text, Token, ended, runs_of
from comity.convene.text.words import Word, joined
from comity.kernel.errors import Conflict, Misused, NotOnShelf, Refused
from comity.records.text import Change


def standing_runs(text: Text, on: str) -> tuple[tuple[Token, ...], ...]:
    """The runs of words that a change on a paragraph or open proposal may touch, each with its two ends.

    raises  NotOnShelf for an unknown one, Refused for one that does not stand or has no words of its own
    """
    if on in text.proposals:
        tabled = text.proposals[on]
        if tabled.status is not Status.OPEN:
            raise Refused(f"{on} is {tabled.status}; only an open proposal can be amended", hint="amend the paragraph")
        found = tuple(_standing(tokens) for _, tokens in runs_of(tabled))
        if not found:
            raise Refused(f"{on} puts no words in, so there are none to amend", hint="propose on the paragraph")
        return found
    if on not in text.paragraphs:
        known = ", ".join([*(p.id for p in text.standing), *(t.id for t in text.open)][:12])
        raise NotOnShelf(f"the text has no paragraph or open proposal {on!r}", hint=f"there are {known}")
    paragraph = text.paragraphs[on]
    if not paragraph.stands:
        raise Refused(f"{on} is no longer in the text", hint="see: comity convene text show")
    return (_standing(paragraph.tokens),)


def reading(text: Text, on: str) -> tuple[Word, ...]:
    """The words that `first` and `last` of a change on it count."""
    return tuple(token.word for run in standing_runs(text, on) for token in run[1:-1])


def placed(text: Text, id: str, change: Change) -> tuple[Hunk, ...]:
    """The hunks of a change, with the words of proposal `id`; none for drop and move.

    raises  Misused or Refused for a change that cannot be made, Conflict where the words it quotes are not there
    """
    match change.op:
        case "insert" | "delete" | "replace":
            return _worded(text, id, change)
        case "split":
            return (_split(text, change),)
        case "add":
            _follows(text, change)
            return (Hunk(left="", right="", tokens=ended(f"{id}.1", _new(change, inserted=False), id, None)),)
        case "drop":
            _paragraph(text, change.on)
        case "move":
            _move(text, change)
    return ()


def _standing(tokens: Sequence[Token]) -> tuple[Token, ...]:
    return (tokens[0], *(token for token in tokens if token.stands), tokens[-1])


def _worded(text: Text, id: str, change: Change) -> tuple[Hunk, ...]:
    runs = standing_runs(text, change.on)
    run, first, last = _span(runs, change)
    body = run[1:-1]
    old = [token.word for token in body[first:last]]
    if joined(old) != change.old:
        raise Conflict(
            f"words {change.first} to {change.last} of {change.on} read “{joined(old)}”, not “{change.old}”",
            hint="the text has changed; propose it on the words as they stand",
        )
    if change.op == "insert":
        if first != last:
            raise Misused("an insertion takes no words out", hint="use replace")
        new, cuts = _new(change), [(0, 0, 0, len(_new(change)))]
    elif change.op == "delete":
        if len(old) == sum(len(one) - 2 for one in runs):
            raise Refused(f"this takes out all of {change.on}", hint="drop the paragraph, or withdraw the proposal")
        new, cuts = (), [(0, len(old), 0, 0)]
    else:
        new = _new(change)
        cuts = list(words.hunks([word.text for word in old], [word.text for word in new]))
    if change.op != "insert" and not old:
        raise Misused(f"no words of {change.on} are named", hint="name at least one word")
    if not cuts:
        raise Refused(f"“{change.old}” is what {change.on} says already")
    found = []
    for number, (a, b, c, d) in enumerate(cuts, start=1):
        at = first + a
        tokens = ended(f"{id}.{number}", new[c:d], id, None) if c < d else ()
        # run[0] is the end before the first word, so run[at] is the word before place `at`, and run[at + 1] behind it.
        left, right = run[at].id, run[at + 1].id
        deletes = tuple(token.id for token in body[at : first + b])
        found.append(Hunk(left=left, right=right, deletes=deletes, tokens=tokens))
    return tuple(found)


def _span(runs: Sequence[tuple[Token, ...]], change: Change) -> tuple[tuple[Token, ...], int, int]:
    """The run a span lies in, and its two ends counted in that run."""
    total = sum(len(run) - 2 for run in runs)
    if not 0 <= change.first <= change.last <= total:
        raise Misused(f"{change.on} has {total} words; {change.first} to {change.last} is no span of them")
    before = 0
    for run in runs:
        size = len(run) - 2
        if change.last <= before + size:
            if change.first < before:
                raise Refused(
                    f"“{change.old}” spans two places of {change.on}", hint="amend each place by a proposal of its own"
                )
            return run, change.first - before, change.last - before
        before += size
    raise Misused(f"{change.on} has no words to count")


def _new(change: Change, *, inserted: bool = True) -> tuple[Word, ...]:
    found = words.split(change.new, inserted=inserted)
    if not found:
        raise Misused(f"nothing is put in by this {change.op}", hint="give at least one word")
    return found


def _paragraph(text: Text, on: str) -> None:
    if on in text.proposals:
        raise Refused(f"{on} is a proposal, no paragraph of the text", hint="withdraw it, or amend its words")
    standing_runs(text, on)


def _follows(text: Text, change: Change) -> None:
    if change.after:
        _paragraph(text, change.after)


def _move(text: Text, change: Change) -> None:
    _paragraph(text, change.on)
    _follows(text, change)
    if change.after == change.on:
        raise Refused(f"{change.on} cannot come to stand after itself")
    order = [paragraph.id for paragraph in text.standing]
    at = order.index(change.on)
    if change.after == (order[at - 1] if at else ""):
        raise Refused(f"{change.on} stands there already")


def _split(text: Text, change: Change) -> Hunk:
    _paragraph(text, change.on)
    (run,) = standing_runs(text, change.on)
    if change.first != change.last or not 0 < change.first < len(run) - 2:
        raise Misused(
            f"{change.on} has {len(run) - 2} words; a split after {change.first} leaves none on one side",
            hint="name a word inside the paragraph",
        )
    return Hunk(left=run[change.first].id, right=run[change.first + 1].id)
