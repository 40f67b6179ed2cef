"""Pure folders know no clock, disk, network or chance: the syntax tree says so, beside the import contracts."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "comity"
PURE = (
    "kernel", "records", "reference", "ledger", "warn", "assess", "plan", "convene", "commit", "account", "learn",
)  # fmt: skip
FORBIDDEN_CALLS = {"open", "print", "input", "exec", "eval", "breakpoint"}
FORBIDDEN_METHODS = {"now", "today", "utcnow", "urandom", "getenv", "write_text", "write_bytes", "unlink", "mkdir"}
# A generator made from a seed that the caller gave is arithmetic; every other use of chance is not.
ALLOWED_CHANCE = {"default_rng", "Generator", "SeedSequence", "PCG64"}


def faults(text: str) -> list[str]:
    """What in a module's text reaches the world, each as "line: what"."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in FORBIDDEN_CALLS:
                found.append(f"{node.lineno}: {called.id}()")
            if isinstance(called, ast.Attribute) and called.attr in FORBIDDEN_METHODS:
                found.append(f"{node.lineno}: .{called.attr}()")
            if isinstance(called, ast.Attribute) and called.attr == "default_rng" and not (node.args or node.keywords):
                found.append(f"{node.lineno}: default_rng() without a seed")
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "random":
            if node.attr not in ALLOWED_CHANCE:
                found.append(f"{node.lineno}: random.{node.attr}")
    return found


@pytest.mark.parametrize(
    "path",
    sorted(p for folder in PURE for p in (SOURCE / folder).rglob("*.py")),
    ids=lambda p: str(p.relative_to(SOURCE)),
)
def test_pure_folders_do_not_reach_the_world(path: Path) -> None:
    assert faults(path.read_text()) == []


@pytest.mark.parametrize(
    "text",
    ["open('x')", "print(1)", "datetime.now()", "date.today()", "np.random.normal(0, 1)", "np.random.default_rng()"],
)
def test_the_check_itself_sees_each_way_out(text: str) -> None:
    assert faults(text)


def test_the_check_allows_a_seeded_generator() -> None:
    assert faults("np.random.default_rng(seed).normal()") == []
