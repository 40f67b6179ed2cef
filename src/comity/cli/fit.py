"""`comity fit`: remake fitted artefacts from raw data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from comity.cli.say import bar, say
from comity.cli.words import DataDirectory


def fit(
    *names: str,
    data: DataDirectory = None,
    to: Annotated[Path | None, Parameter(help="folder to write to; by default the package's own")] = None,
    check: Annotated[bool, Parameter(help="compare with what ships and write nothing")] = False,
) -> int:
    """Remake fitted artefacts, all of them if none is named; bit for bit the same from the same data.

    Parameters
    ----------
    names
        Artefacts to remake, such as positions.
    """
    from comity.desk import fitting
    from comity.store.raw import raw_data

    for name in names:
        fitting.fit_module(name)
    raw = raw_data(data)
    folder = to or fitting.shipped_folder()
    differing = 0
    for name in names or tuple(fitting.fit_modules()):
        with bar(f"fit {name}") as progress:
            fitted = fitting.make(name, raw, progress=progress)
        if check:
            changed = fitting.differences(fitted, folder)
            differing += len(changed)
            say(f"{name}: " + (f"differs from what ships in {', '.join(changed)}" if changed else "equal, bit for bit"))
        else:
            say(f"{name}: wrote {', '.join(path.name for path in fitting.keep(fitted, folder))}")
    return 1 if differing else 0
