"""Writes docs/reference from the code, the command's own help and the shelves. CI fails when the pages are stale."""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from comity.cli.app import app
from comity.desk.library import SHELVES
from comity.kernel import errors
from comity.ledger.kinds import KINDS
from comity.reference import bodies, cases, fitted, measures, skill

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "reference"
MADE = "<!-- Made by `make docs`; edit the code or the shelf instead. -->"

# Environment variables that are read, each in one place.
SETTINGS = {
    "COMITY_DESK": "file of the desk; `--desk` goes first",
    "COMITY_DEBUG": "if set, a fault of Comity itself shows where it happened",
    "COMITY_DATA": "directory of raw data, for fits and skill runs only; `--data` goes first",
    "COMITY_SOURCES": "folder of fetched and imported data; `--folder` goes first",
    "COMITY_MIRROR": "address that stands in for all providers when fetching; `--mirror` goes first",
    "XDG_DATA_HOME": "where desk and data are kept if no place is named: `comity/desk.db`, `comity/sources` below it",
}


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """Lines of a Markdown table."""
    cells = list(head)
    lines = ["| " + " | ".join(cells) + " |", "|" + "---|" * len(cells)]
    lines += ["| " + " | ".join(str(cell).replace("|", "/").replace("\n", " ") for cell in row) + " |" for row in rows]
    return lines


def commands() -> list[str]:
    """The help of every command, as the terminal shows it."""
    lines = ["# Commands", "", MADE, ""]
    names = sorted(name for name in app if not name.startswith("-"))
    paths = [[]] + [[name] for name in names]
    for name in names:
        sub = app[name]
        paths += [[name, child] for child in sorted(c for c in sub if not c.startswith("-"))]
    for path in paths:
        out = io.StringIO()
        app.help_print(path, console=Console(file=out, width=100, color_system=None, force_terminal=False))
        text = "\n".join(line.rstrip() for line in out.getvalue().strip().splitlines())
        lines += [f"## comity {' '.join(path)}".rstrip(), "", "```text", text, "```", ""]
    lines += ["Exit codes: 0 done, 1 refused by a rule, 2 misused, 3 the outside failed.", ""]
    return lines


def shelf_pages() -> dict[str, list[str]]:
    """One page a shelf of content that readers look up most."""
    body = ["# Bodies", "", MADE, ""]
    for item in bodies.all_bodies():
        body += [f"## {item.id}: {item.name}", "", f"{item.membership.rule} ({item.membership.source})", ""]
        body += table(
            ("rule", "matter", "kind", "base", "source"),
            ((r.id, r.matter, r.threshold.kind, r.base, r.source) for r in item.decision_rules),
        )
        body += ["", f"Confidence {item.confidence}; {item.checked.words}.", ""]
    measure = ["# Measures", "", MADE, ""]
    measure += table(
        ("id", "name", "category", "days to effect", "civilian harm", "evidence", "confidence"),
        (
            (m.id, m.name, m.category, f"{m.time_to_effect_days[0]}-{m.time_to_effect_days[1]}",
             m.civilian_harm.level, f"{m.evidence.strength}: {m.evidence.finding}", m.confidence)
            for m in measures.shelf.all()
        ),
    )  # fmt: skip
    case = ["# Cases", "", MADE, ""]
    case += table(
        ("id", "name", "period", "events", "outcome"),
        ((c.id, c.name, c.period, len(c.events), c.outcome.rating) for c in cases.shelf.all()),
    )
    content = ["# Content", "", MADE, "", "Every shelf; `comity library KIND NAME` shows one thing whole.", ""]
    content += table(
        ("kind", "things", "ids"), ((kind, len(s.ids()), ", ".join(s.ids())) for kind, s in SHELVES.items())
    )
    return {"bodies": body, "measures": measure, "cases": case, "content": content}


def figures() -> list[str]:
    """Fitted artefacts and the skill table."""
    lines = ["# Figures of our own", "", MADE, "", "## Fitted artefacts", ""]
    lines += table(
        ("name", "what", "newest fact", "made by", "from", "licence"),
        (
            (
                a.name,
                a.words,
                a.vintage,
                f"`{a.command}`",
                "; ".join(sorted({m.provider for m in a.made_from})),
                a.licence,
            )
            for a in map(fitted.about, fitted.names())
        ),
    )
    lines += [""]
    lines += [f"- {a.name}: {limit}" for a in map(fitted.about, fitted.names()) for limit in a.limits]
    lines += ["", "## Measured skill", ""]
    for row in map(skill.get, skill.names()):
        lines += [
            f"### {row.name}",
            "",
            f"{row.protocol.rstrip('.')}. n {row.n:,}; data to {row.vintage}; `{row.command}`.",
            "",
        ]
        shown = [name for name in row.metrics if name != "seconds"]
        rows = [["comity", *(_figure(row.metrics[name]) for name in shown)]]
        rows += [
            [label, *(f"{got[name]:.4g}" if name in got else "" for name in shown)]
            for label, got in row.baselines.items()
        ]
        lines += [*table(("", *shown), rows), ""]
        lines += [f"- Limit: {limit}" for limit in row.limits] + [""]
    return lines


def _figure(metric: skill.Metric) -> str:
    value = f"{metric.value:.4g}"
    return value if metric.low == metric.high else f"{value} ({metric.low:.4g}-{metric.high:.4g})"


def words() -> list[str]:
    """Errors and ledger entry kinds."""
    lines = ["# Errors and entry kinds", "", MADE, "", "## Errors", ""]
    found = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, errors.ComityError)]
    lines += table(("error", "exit code", "meaning"), ((c.__name__, c.exit_code, _first(c.__doc__)) for c in found))
    lines += [
        "",
        "## Entry kinds",
        "",
        "The digit is the version of the body; older versions are read as the newest.",
        "",
    ]
    lines += table(
        ("kind", "stream", "meaning", "body"),
        (
            (kind.id, kind.family, kind.meaning, f"`{kind.record.__module__}.{kind.record.__name__}`")
            for _, kind in sorted(KINDS.items())
        ),
    )
    lines += ["", "## Settings", ""]
    lines += table(("variable", "meaning"), SETTINGS.items())
    return [*lines, ""]


def library() -> list[str]:
    """Public functions and classes by module, with the first line of their docstrings."""
    lines = ["# Library", "", MADE, ""]
    source = ROOT / "src" / "comity"
    for path in sorted(source.rglob("*.py")):
        tree = ast.parse(path.read_text())
        public = [
            node
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        ]
        if not public or "/cli/" in str(path):
            continue
        parts = path.relative_to(source.parent).with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        lines += [f"## {module}", "", _first(ast.get_docstring(tree)), ""]
        lines += table(("name", "gives"), ((f"`{node.name}`", _first(ast.get_docstring(node))) for node in public))
        lines += [""]
    return lines


def _first(text: str | None) -> str:
    return (text or "").strip().split("\n\n")[0].replace("\n", " ")


def pages() -> dict[str, str]:
    """All pages by name, without the ending .md."""
    found = {"commands": commands(), "figures": figures(), "words": words(), "library": library(), **shelf_pages()}
    return {name: "\n".join(lines).rstrip() + "\n" for name, lines in found.items()}


def main(folder: Path = PAGES) -> None:
    """Write all pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = pages()
    for name, text in written.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    print(f"wrote {len(written)} pages to {folder}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
