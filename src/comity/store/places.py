"""Where this user's desk file and fetched data are, when no place is named."""

from __future__ import annotations

import os
from pathlib import Path

from comity.kernel.errors import OutsideFailed


def desk_file(named: str | None = None) -> Path:
    """The desk file named, else COMITY_DESK, else comity/desk.db in the user's data directory (XDG base directories).

    raises  OutsideFailed where the directory is missing and cannot be made
    """
    chosen = named or os.environ.get("COMITY_DESK")
    if chosen:
        return Path(chosen).expanduser()
    home = os.environ.get("XDG_DATA_HOME") or str(Path("~/.local/share").expanduser())
    folder = Path(home) / "comity"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutsideFailed(
            f"the desk's directory {folder} cannot be made: {error.strerror}", hint="name a file with --desk FILE"
        ) from error
    return folder / "desk.db"


def sources_folder(named: str | None = None) -> Path:
    """The folder of fetched data named, else COMITY_SOURCES, else comity/sources in the user's data directory.

    It need not exist: the first fetch or import makes it.
    """
    chosen = named or os.environ.get("COMITY_SOURCES")
    if chosen:
        return Path(chosen).expanduser()
    home = os.environ.get("XDG_DATA_HOME") or str(Path("~/.local/share").expanduser())
    return Path(home) / "comity" / "sources"


def mirror_address(named: str | None = None) -> str:
    """The address that stands in for all providers: the one named, else COMITY_MIRROR, else empty for none."""
    return named or os.environ.get("COMITY_MIRROR", "")


def user_key(variable: str) -> str:
    """The user's own key of a provider from that environment variable; empty where it is not set."""
    return os.environ.get(variable, "").strip() if variable else ""


def check_place(file: Path) -> None:
    """Nothing, if a file could stand there; raises OutsideFailed where its directory does not exist."""
    if not file.parent.is_dir():
        raise OutsideFailed(f"there is no directory {file.parent}", hint="make it, or name another desk with --desk")
