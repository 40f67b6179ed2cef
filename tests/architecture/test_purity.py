"""Pure folders know no clock, disk, network or chance: the syntax tree says so, beside the import contracts."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "comity"
PURE = (
    "kernel", "records", "reference", "ledger", "warn", "assess", "plan", "convene", "commit", "account", "learn",
)  # fmt: skip
FORBIDDEN_NAMES = {"open", "print", "input", "exec", "eval", "breakpoint", "__import__"}
FORBIDDEN_ATTRIBUTES = {
    "now", "today", "utcnow", "urandom", "getenv", "environ", "import_module", "loadtxt", "savetxt", "genfromtxt",
    "fromfile", "tofile", "memmap", "read_text", "write_text", "write_bytes", "unlink", "mkdir",
}  # fmt: skip
# Content reads its own package files as bytes (docs/decisions/0002); no other folder reads any.
READS_BYTES = {"reference"}
# A generator made from a seed that the caller gave is arithmetic; every other use of chance is not.
ALLOWED_CHANCE = {"default_rng", "Generator", "SeedSequence", "PCG64"}


def faults(text: str, *, folder: str = "kernel") -> list[str]:
    """What in a module's text reaches the world, each as "line: what"."""
    found = []
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in FORBIDDEN_NAMES:
            found.append(f"{node.lineno}: {node.id}")
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN_ATTRIBUTES:
            found.append(f"{node.lineno}: .{node.attr}")
        if isinstance(node, ast.Attribute) and node.attr == "read_bytes" and folder not in READS_BYTES:
            found.append(f"{node.lineno}: .read_bytes")
        found.extend(_chance(node))
    return found


def _chance(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("numpy"):
        taken = {alias.name for alias in node.names}
        if node.module == "numpy.random" and taken - ALLOWED_CHANCE:
            return [f"{node.lineno}: numpy.random imported by name"]
        if node.module == "numpy" and "random" in taken:
            return [f"{node.lineno}: numpy.random imported by name"]
    if isinstance(node, ast.Import) and any(alias.name == "numpy.random" for alias in node.names):
        return [f"{node.lineno}: numpy.random imported by name"]
    if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "default_rng":
        seeds = [*node.args, *(keyword.value for keyword in node.keywords)]
        if not seeds or any(isinstance(seed, ast.Constant) and seed.value is None for seed in seeds):
            return [f"{node.lineno}: default_rng without a seed"]
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Attribute):
        return []
    wild = node.value.attr == "random" and node.attr not in ALLOWED_CHANCE
    return [f"{node.lineno}: random.{node.attr}"] if wild else []


@pytest.mark.parametrize(
    "path",
    sorted(p for folder in PURE for p in (SOURCE / folder).rglob("*.py")),
    ids=lambda p: str(p.relative_to(SOURCE)),
)
def test_pure_folders_do_not_reach_the_world(path: Path) -> None:
    assert faults(path.read_text(), folder=path.relative_to(SOURCE).parts[0]) == []


@pytest.mark.parametrize(
    "text",
    [
        "open('x')",
        "print(1)",
        "datetime.now()",
        "date.today()",
        "np.random.normal(0, 1)",
        "np.random.default_rng()",
        "np.random.default_rng(None)",
        "np.random.default_rng(seed=None)",
        "from numpy import random",
        "from numpy.random import normal",
        "import numpy.random",
        "np.loadtxt('x')",
        "np.savetxt('x', a)",
        "path.read_text()",
        "path.read_bytes()",
        "f(clock=datetime.now)",
        "__import__('os')",
        "importlib.import_module('os')",
        "g = print",
    ],
)
def test_the_check_itself_sees_each_way_out(text: str) -> None:
    assert faults(text)


def test_the_check_allows_a_seeded_generator() -> None:
    assert faults("np.random.default_rng(seed).normal()") == []
