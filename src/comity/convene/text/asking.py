"""Changes as people ask for them, by the words themselves; and a tabled text read from plain paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from itertools import pairwise

import msgspec

from comity.convene.text import verbs
from comity.convene.text.document import Text
from comity.convene.text.placing import reading
from comity.convene.text.words import joined, split
from comity.kernel.errors import Ambiguous, Misused, NotOnShelf, did_you_mean
from comity.records.text import Change, Clause, Role

_NUMBER = re.compile(r"^\s*(?:\(?\d{1,3}[.)]|[(][a-z][)])\s+")

# The line that names the organ, which is neither preambular nor operative.
_OPENING = re.compile(r"The(?: [\w']+){1,7},", re.IGNORECASE)

ROLES: tuple[Role, ...] = ("heading", "preamble", "operative")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One change asked for: exactly one of insert, delete, replace, rewrite, add, drop, move_after, split_before.

    on                    paragraph, open proposal, or "start" for add
    after, before         words an insertion stands by
    with_                 what `replace` puts in
    nth                   which of several such phrases, from 1; 0 where there is only one
    """

    on: str
    insert: str | None = None
    after: str = ""
    before: str = ""
    delete: str | None = None
    replace: str | None = None
    with_: str | None = None
    rewrite: str | None = None
    add: str | None = None
    role: str | None = None
    drop: bool = False
    move_after: str | None = None
    split_before: str | None = None
    nth: int = 0


def change(text: Text, asked: Asked) -> Change:
    """The change asked for, in the words of the text as it stands; raises Misused unless it is exactly one."""
    on, nth, way = asked.on, asked.nth, _way(asked)
    makes: dict[str, Callable[[], Change]] = {
        "insert": lambda: insertion(text, on, asked.insert or "", after=asked.after, before=asked.before, nth=nth),
        "delete": lambda: deletion(text, on, asked.delete or "", nth=nth),
        "replace": lambda: replacement(text, on, asked.replace or "", asked.with_ or "", nth=nth),
        "rewrite": lambda: replacement(text, on, "", asked.rewrite or ""),
        "add": lambda: addition(text, asked.add or "", after=_named(on), role=_role(asked.role)),
        "drop": lambda: Change(op="drop", on=on),
        "move-after": lambda: Change(op="move", on=on, after=_named(asked.move_after or "start")),
        "split-before": lambda: division(text, on, asked.split_before or "", nth=nth),
    }
    return makes[way]()


def _way(asked: Asked) -> str:
    """Which one change is asked for; raises Misused for none, for two, and for words that go with another."""
    ways: dict[str, str | bool | None] = {
        "insert": asked.insert,
        "delete": asked.delete,
        "replace": asked.replace,
        "rewrite": asked.rewrite,
        "add": asked.add,
        "drop": asked.drop or None,
        "move-after": asked.move_after,
        "split-before": asked.split_before,
    }
    given = [name for name, value in ways.items() if value is not None]
    if len(given) != 1:
        said = f"{' and '.join(f'--{name}' for name in given)} are two changes" if given else "no change is named"
        raise Misused(said, hint=f"give one of {', '.join(f'--{name}' for name in ways)}")
    way = given[0]
    for flag, value, needs in (
        ("--with", asked.with_, "replace"),
        ("--after", asked.after or None, "insert"),
        ("--before", asked.before or None, "insert"),
        ("--role", asked.role, "add"),
    ):
        if value is not None and way != needs:
            raise Misused(f"{flag} goes with --{needs}, not with --{way}")
    if asked.after and asked.before:
        raise Misused("words stand behind a phrase or before one", hint="leave --after or --before out")
    if way == "replace" and not (asked.with_ or "").strip():
        raise Misused("--replace needs --with", hint="use --delete to put nothing in their place")
    if isinstance(ways[way], str) and not str(ways[way]).strip():
        raise Misused(f"--{way} names no words")
    return way


def _named(paragraph: str) -> str:
    return "" if paragraph == "start" else paragraph


def insertion(text: Text, on: str, new: str, *, after: str = "", before: str = "", nth: int = 0) -> Change:
    """Words put in behind or before a phrase; at the end, before its closing mark, where neither is given."""
    if after:
        at = located(text, on, after, nth)[1]
    elif before:
        at = located(text, on, before, nth)[0]
    else:
        words = reading(text, on)
        at = len(words) - 1 if words[-1].text in ";.," else len(words)
    return Change(op="insert", on=on, first=at, last=at, new=new)


def deletion(text: Text, on: str, phrase: str, *, nth: int = 0) -> Change:
    """A phrase taken out."""
    return _cut(text, on, located(text, on, phrase, nth))


def replacement(text: Text, on: str, phrase: str, new: str, *, nth: int = 0) -> Change:
    """A phrase replaced; all words of the paragraph or proposal for an empty phrase."""
    words = reading(text, on)
    span = located(text, on, phrase, nth) if phrase else (0, len(words))
    return _cut(text, on, span, new)


def division(text: Text, on: str, before: str, *, nth: int = 0) -> Change:
    """A paragraph split before a phrase."""
    at = located(text, on, before, nth)[0]
    return Change(op="split", on=on, first=at, last=at)


def addition(text: Text, new: str, *, after: str, role: Role | None = None) -> Change:
    """A new paragraph behind another, or at the start; of the same role as its neighbour unless said otherwise."""
    neighbour = text.paragraph(after) if after else text.standing[0] if text.standing else None
    found = role or (neighbour.role if neighbour is not None else "operative")
    return Change(op="add", after=after, new=new, role=found)


def located(text: Text, on: str, phrase: str, nth: int = 0) -> tuple[int, int]:
    """First word of a phrase, and the one behind its last, counted as `Change` does.

    nth     which of several such phrases, from 1; 0 where there is only one
    raises  NotOnShelf where the words are not there, Ambiguous where they are there more than once and nth is 0
    """
    words = [word.text for word in reading(text, on)]
    wanted = [word.text for word in split(phrase)]
    found = _all(words, wanted)
    if not wanted or not found or nth > len(found):
        lowered = _all([word.lower() for word in words], [word.lower() for word in wanted])
        near = get_close_matches(phrase, [*words, *map(" ".join, pairwise(words))], n=2)
        if wanted and found:
            hint = f"they are there {len(found)} times"
        elif wanted and lowered:
            hint = f"mind the letters: it says “{_said(text, on, lowered[0], len(wanted))}”"
        else:
            hint = (
                f"did you mean {' or '.join(f'“{one}”' for one in near)}?" if near else "see: comity convene text show"
            )
        raise NotOnShelf(f"{on} does not say “{phrase}”", hint=hint)
    if len(found) > 1 and not nth:
        said = "; ".join(f"{n}: “{_about(words, at, len(wanted))}”" for n, at in enumerate(found[:5], start=1))
        raise Ambiguous(f"{on} says “{phrase}” {len(found)} times", hint=f"add --nth, or more words. {said}")
    at = found[max(nth, 1) - 1]
    return at, at + len(wanted)


def clauses(written: str) -> tuple[str, tuple[Clause, ...]]:
    """Title (empty if there is none) and paragraphs of a plain text.

    Paragraphs stand between empty lines; "# " begins the title and later headings. Numbers in front are left out, since
    paragraphs are numbered anew. The organ that speaks ("The Security Council,") is a heading. Any other paragraph is
    preambular until one begins with an operative verb or a number.
    """
    title, found = "", list[Clause]()
    role: Role = "preamble"
    for block in re.split(r"\n\s*\n", written.strip()):
        if block.lstrip().startswith("#"):
            head = " ".join(block.lstrip().lstrip("#").split())
            if not title and not found:
                title = head
            else:
                found.append(Clause(role="heading", text=head))
            continue
        if not found and _OPENING.fullmatch(" ".join(block.split())):
            found.append(Clause(role="heading", text=" ".join(block.split())))
            continue
        bare = _NUMBER.sub("", block)
        if bare != block or verbs.leading(bare) is not None:
            role = "operative"
        if bare.strip():
            found.append(Clause(role=role, text=" ".join(bare.split())))
    if all(clause.role != "operative" for clause in found):
        found = [
            Clause(role="operative", text=clause.text) if clause.role == "preamble" else clause for clause in found
        ]
    return title, tuple(found)


def _role(name: str | None) -> Role | None:
    for role in ROLES:
        if name == role:
            return role
    if name is None:
        return None
    raise Misused(f"--role takes no {name!r}", hint=did_you_mean(name, ROLES))


def _cut(text: Text, on: str, span: tuple[int, int], new: str = "") -> Change:
    old = joined(reading(text, on)[span[0] : span[1]])
    return Change(op="replace" if new else "delete", on=on, first=span[0], last=span[1], old=old, new=new)


def _all(words: Sequence[str], wanted: Sequence[str]) -> list[int]:
    return [at for at in range(len(words) - len(wanted) + 1) if list(words[at : at + len(wanted)]) == list(wanted)]


def _said(text: Text, on: str, at: int, size: int) -> str:
    return joined(reading(text, on)[at : at + size])


def _about(words: Sequence[str], at: int, size: int) -> str:
    return " ".join(words[max(0, at - 2) : at + size + 2])
