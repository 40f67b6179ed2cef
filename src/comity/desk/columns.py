"""Which column of a user's own file is which field: from the command line or from a small YAML file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from comity.kernel.errors import Misused, OutsideFailed

# Far more than any mapping needs; a larger file is something else.
_LARGEST = 64 * 1024


def pairs(maps: Sequence[str], mapping: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Pairs of field and column; what the command line says goes before the file.

    maps     "field=column", or "field==value" for a value that all rows have
    mapping  YAML with `columns` (field: column), and optionally `values` (field: value for all rows), `kinds` (the
             file's word: ours), `gives` and `dates`; see docs/how-to/bring-in-data
    raises   Misused for anything else, OutsideFailed for a file that is not there
    """
    found = dict(_of_file(mapping)) if mapping else {}
    for text in maps:
        field, sign, column = text.partition("=")
        if not sign or not field.strip() or not column.strip():
            raise Misused(
                f"--map takes field=column; got {text!r}", hint="such as --map began=Date, or kind==one_sided"
            )
        found[field.strip()] = column.strip()
    return tuple(found.items())


def _of_file(path: Path) -> list[tuple[str, str]]:
    import yaml

    try:
        if path.stat().st_size > _LARGEST:
            raise Misused(f"{path.name} is no mapping: it has more than {_LARGEST:,} bytes", hint="see the how-to")
        held = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OutsideFailed(f"{path} cannot be read: {error.strerror}", hint="check the path") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Misused(f"{path.name} is no YAML: {' '.join(str(error).split())[:200]}", hint="see the how-to") from error
    known = {"gives", "dates", "columns", "values", "kinds"}
    if not isinstance(held, dict) or not set(held) <= known:
        raise Misused(f"{path.name} is no mapping", hint=f"its keys are {', '.join(sorted(known))}")
    found = [(name, f"={held[name]}") for name in ("gives", "dates") if name in held]
    for head, sign, before in (("columns", "", ""), ("values", "=", ""), ("kinds", "=", "kind:")):
        part = held.get(head, {})
        if not isinstance(part, dict) or any(
            isinstance(value, dict | list) or value is None for value in part.values()
        ):
            raise Misused(f"{path.name}: {head} takes lines of name: value", hint="see docs/how-to/bring-in-data")
        found += [(f"{before}{field}", f"{sign}{value}") for field, value in part.items()]
    return found
