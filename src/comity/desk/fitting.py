"""Remake fitted artefacts from raw data, and compare a remake with what ships."""

from __future__ import annotations

import importlib
import pkgutil
from importlib.resources import as_file, files
from pathlib import Path
from types import ModuleType

import msgspec

from comity.desk import fits
from comity.kernel.errors import NotOnShelf, OutsideFailed, did_you_mean
from comity.kernel.progress import Progress, silent
from comity.store.atomic import write
from comity.store.raw import RawData

_SHELF = "comity.reference.fitted"


def fit_modules() -> dict[str, ModuleType]:
    """Fits by name, found by looking into the folder."""
    modules = [importlib.import_module(f"{fits.__name__}.{info.name}") for info in pkgutil.iter_modules(fits.__path__)]
    return {module.NAME: module for module in modules if hasattr(module, "NAME")}


def make(name: str, raw: RawData, *, progress: Progress = silent) -> fits.Fitted:
    """The artefact as the raw data give it now; raises NotOnShelf for an unknown name."""
    fitted: fits.Fitted = fit_module(name).run(raw, progress)
    return fitted


def fit_module(name: str) -> ModuleType:
    """The fit of that name; raises NotOnShelf."""
    known = fit_modules()
    if name not in known:
        raise NotOnShelf(f"there is no fit {name!r}", hint=did_you_mean(name, known))
    return known[name]


def sheet_bytes(fitted: fits.Fitted) -> bytes:
    """The about sheet as it is stored."""
    return msgspec.json.format(msgspec.json.encode(fitted.about), indent=1) + b"\n"


def keep(fitted: fits.Fitted, folder: Path) -> tuple[Path, ...]:
    """Write the artefact into a folder, content before sheet, so that a sheet never names a missing file."""
    if not folder.is_dir():
        raise OutsideFailed(f"there is no folder {folder}", hint="make it first, or name another with --to")
    written = []
    for file, content in sorted(fitted.files.items()):
        write(folder / file, content)
        written.append(folder / file)
    sheet = folder / f"{fitted.about.name}.about.json"
    write(sheet, sheet_bytes(fitted))
    return (*written, sheet)


def differences(fitted: fits.Fitted, folder: Path) -> tuple[str, ...]:
    """Files whose bytes differ from those in the folder; empty if the remake is equal bit for bit."""
    expected = {**fitted.files, f"{fitted.about.name}.about.json": sheet_bytes(fitted)}
    differing = []
    for file, content in sorted(expected.items()):
        path = folder / file
        if not path.is_file() or path.read_bytes() != content:
            differing.append(file)
    return tuple(differing)


def shipped_folder() -> Path:
    """Where the package keeps its fitted artefacts."""
    with as_file(files(_SHELF)) as folder:
        return Path(folder)
