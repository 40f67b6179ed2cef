"""Old kinds read as new ones. What was written, hashed and signed stays as it was; only the reading changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from comity.kernel import ids
from comity.kernel.errors import Misused, Refused
from comity.ledger.entry import Body, Entry

# Gives the body one version up; pure, and never changes its argument.
Step = Callable[[Body], Body]


class Upcasts:
    """Steps from one version of a kind to the next, applied one after the other."""

    def __init__(self, steps: Mapping[str, Step]) -> None:
        """Steps by the kind they read: "commit.pledged/1" gives the body of commit.pledged/2.

        raises  Misused for a key that is no kind
        """
        for kind in steps:
            ids.kind(kind)
        self._steps = dict(steps)

    def newest(self, kind: str) -> str:
        """The kind an entry of this kind is read as."""
        name, version = ids.kind(kind)
        while f"{name}/{version}" in self._steps:
            version += 1
        return f"{name}/{version}"

    def upcast(self, entry: Entry) -> Entry:
        """The entry as the newest version of its kind; its hashes remain those of the form that was written.

        raises  Refused when a step fails on the body, naming entry and kind
        """
        name, version = ids.kind(entry.kind)
        body, kind = entry.body, entry.kind
        while step := self._steps.get(kind):
            try:
                body = step(dict(body))
            except (KeyError, TypeError, ValueError, Misused) as error:
                raise Refused(
                    f"entry {entry.sequence} cannot be read as {name}/{version + 1}: {error!r}",
                    hint=f"the step from {kind} does not fit this body",
                ) from error
            version += 1
            kind = f"{name}/{version}"
        return entry if kind == entry.kind else msgspec.structs.replace(entry, kind=kind, body=body)


# warn.signalled/2 added place, acts, toll and files; a report of the first version has none of them.
UPCASTS = Upcasts({"warn.signalled/1": lambda body: body})
