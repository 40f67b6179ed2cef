"""The sources of a brief, each named once, in the order they were first used."""

from __future__ import annotations

from comity.desk.brief.model import Source, Statement
from comity.kernel.errors import ComityError
from comity.kernel.provenance import Checked, Confidence
from comity.reference import fitted, measures
from comity.reference import skill as skills
from comity.reference.evidence import Study


class Cites:
    """Collects sources while a brief is written; each method gives the id to cite."""

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}

    def fitted(self, name: str) -> str:
        """Our own figures, with provider, vintage and terms."""
        if name not in self._sources:
            sheet = fitted.about(name)
            providers = "; ".join(sorted({made.provider for made in sheet.made_from}))
            self._sources[name] = Source(
                id=name,
                text=f"{sheet.words}. Computed by us from: {providers}. Newest fact {sheet.vintage}. {sheet.command}",
                mark="recomputed by us",
                licence=sheet.licence,
            )
        return name

    def skill(self, name: str) -> str:
        """A measured skill row."""
        key = f"skill {name}"
        if key not in self._sources:
            row = skills.get(name)
            self._sources[key] = Source(
                id=key, text=f"Measured skill: {row.protocol} {row.command}", mark="recomputed by us"
            )
        return key

    def fact(self, text: str, *, confidence: Confidence, checked: Checked, url: str | None = None) -> str:
        """A law, document, study or report."""
        if text not in self._sources:
            mark = f"{confidence.value} confidence, {checked.words}"
            self._sources[text] = Source(id=text, text=text, mark=mark, url=url)
        return text

    def study(self, study: Study) -> str:
        """A study of what measures do, under its short key."""
        if study.id not in self._sources:
            self._sources[study.id] = Source(
                id=study.id, text=f"{study.id}: {study.text}", mark=study.mark, url=study.url
            )
        return study.id

    def options(self) -> str:
        """The measures a plan chooses from."""
        key = "measures"
        if key not in self._sources:
            count = len(measures.shelf.ids())
            self._sources[key] = Source(
                id=key,
                text=f"{count} measures, each with its legal basis, time, harm and evidence (comity library measure)",
                mark="each measure carries its own confidence",
            )
        return key

    def entered(self) -> str:
        """What people put on this desk's record."""
        key = "desk"
        if key not in self._sources:
            self._sources[key] = Source(
                id=key, text="Entries in this desk's ledger (comity ledger show)", mark="proved by the ledger"
            )
        return key

    def all(self) -> tuple[Source, ...]:
        """All sources, in order of first use."""
        return tuple(self._sources.values())


def data(text: str, *cites: str) -> Statement:
    """A counted statement."""
    return Statement(text=text, basis="data", cites=cites)


def model(text: str, *cites: str) -> Statement:
    """An estimated statement."""
    return Statement(text=text, basis="model", cites=cites)


def fact(text: str, *cites: str) -> Statement:
    """A cited statement."""
    return Statement(text=text, basis="fact", cites=cites)


def judged(text: str, *cites: str) -> Statement:
    """A statement entered by a person."""
    return Statement(text=text, basis="judgement", cites=cites)


def absent(text: str, *cites: str) -> Statement:
    """A statement on what is not known."""
    return Statement(text=text, basis="absence", cites=cites)


# Scores of which less is better.
_LESS = {"crps", "ignorance", "log_loss", "interval_score", "tally_error", "seconds"}


def skill_line(name: str, metric: str) -> str | None:
    """One line on an engine's measured skill beside the strongest rule in its row; None where the row is missing."""
    try:
        row = skills.get(name)
    except ComityError:
        return None
    ours = row.metrics[metric]
    rules = [(figures[metric], label) for label, figures in row.baselines.items() if metric in figures]
    best = (min if metric in _LESS else max)(rules, default=None)
    beside = f"; strongest rule beside it, {best[1]}: {best[0]:.3g}" if best else ""
    return f"{metric.replace('_', ' ')} {ours.value:.3g} ({ours.low:.3g}-{ours.high:.3g}){beside}; n {row.n:,}"
