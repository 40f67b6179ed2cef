"""Caps on the largest file, function and parameter list; exceptions stand in one list, each with a reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE_CAP, FUNCTION_CAP, PARAMETER_CAP = 400, 60, 6
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base_service"}

# path or path:function -> why it may be larger.
EXCEPTIONS: dict[str, str] = {}


def python_files() -> list[Path]:
    return sorted(p for folder in ("src", "tests", "bench", "scripts") for p in (ROOT / folder).rglob("*.py"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", python_files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_function_or_parameter_list_is_over_its_cap(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    lines = len(path.read_text().splitlines())
    assert lines <= FILE_CAP or name in EXCEPTIONS, f"{name} has {lines} lines; the cap is {FILE_CAP}"
    for function in functions(path):
        if f"{name}:{function.name}" in EXCEPTIONS:
            continue
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        assert length <= FUNCTION_CAP, f"{name}:{function.name} has {length} lines; the cap is {FUNCTION_CAP}"
        names = [a.arg for a in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
        counted = [n for n in names if n not in ("self", "cls")]
        if name.startswith("src/") and "/cli/" not in name:
            said = f"{name}:{function.name} takes {len(counted)} parameters; make a record"
            assert len(counted) <= PARAMETER_CAP, said


def test_no_folder_or_module_has_a_name_that_says_nothing() -> None:
    named = {part.removesuffix(".py") for path in python_files() for part in path.relative_to(ROOT).parts}
    assert not named & FORBIDDEN_NAMES


def test_every_exception_still_exists() -> None:
    for key in EXCEPTIONS:
        assert (ROOT / key.split(":")[0]).exists(), f"{key} is gone; drop its exception"
