"""How every command speaks: rich text or JSON on standard output, errors and progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from comity.kernel.errors import ComityError
from comity.kernel.progress import Progress

# The house width: output reads well at 100 columns, also where the terminal does not say how wide it is.
WIDTH = 100


def say(*renderables: Any) -> None:
    """Print texts, tables or briefs."""
    from rich.console import Console

    # Texts of the record and of sources are printed as they are: brackets are brackets, not styles.
    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False, markup=False, emoji=False)
    for renderable in renderables:
        console.print(renderable)


def say_json(value: Any) -> None:
    """Print a record or a list of records as JSON, indented, with a newline at the end."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2)
    sys.stdout.write(text.decode() + "\n")


def say_text(text: str) -> None:
    """Print a text as it is, neither wrapped nor styled, with a newline at the end."""
    sys.stdout.write(text.rstrip("\n") + "\n")


def complain(error: ComityError) -> None:
    """Print one sentence and its hint on standard error."""
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, highlight=False)
    console.print(Text.assemble(("comity: ", "bold red"), error.message))
    if error.hint:
        console.print(Text.assemble(("hint: ", "bold"), error.hint))


@contextmanager
def bar(words: str) -> Iterator[Progress]:
    """A progress bar on standard error while long work runs; silent where nobody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _words, _share: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=console, transient=True) as bars:
        task = bars.add_task(words, total=1.0)
        yield lambda said, share: bars.update(task, description=said, completed=share)
