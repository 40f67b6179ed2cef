"""The ex-ante register of a desk: forecasts sealed before the months they speak of, verified, and scored afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import msgspec
import numpy as np

from comity import __version__
from comity.desk import engines
from comity.desk.record import Record
from comity.kernel import states
from comity.kernel.canon import canonical, digest
from comity.kernel.errors import NotOnShelf, Refused, did_you_mean
from comity.kernel.marking import CLEAR, Marking
from comity.kernel.progress import Progress, silent
from comity.kernel.time import Month, month
from comity.ledger.entry import Entry
from comity.records.edition import Content, Edition, EditionScore, SealedMonth, SealedRisks, risk_of
from comity.store import clock as present
from comity.warn import deaths, onset, register, series
from comity.warn.register import Outcome

# Three months: the nearest are those in which an alert can still be acted on.
MONTHS = 3


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One edition of the register: what it holds, and how it did on the months scored so far.

    waits  months of it that are not scored yet
    """

    edition: str
    sha256: str
    sealed_at: str
    known_to: str
    months: tuple[str, ...]
    states: int
    scores: tuple[EditionScore, ...]
    waits: tuple[str, ...]


class Registering:
    """The register of a desk. `now` gives the present instant."""

    def __init__(self, record: Record, *, now: Callable[[], datetime] | None = None) -> None:
        self._record = record
        self._now = now or present.now

    def prepare(self, at: str | None = None, *, months: int = MONTHS, progress: Progress = silent) -> Edition:
        """The edition as it would be sealed now; records nothing.

        at      first month, YYYY-MM; by default the next to begin
        raises  Refused once that month has begun, or where no forecast reaches the last of its months
        """
        now = self._now()
        first = register.month_to_seal(at, now)
        data = engines.deaths_series()
        known = min(series.known_to(now.date()), data.end("all"))
        register.may_seal(first, known, now, months=months)
        sealed = []
        for step in range(months):
            progress(f"forecasts for {first.plus(step)}", step / months)
            sealed.append(_month(first.plus(step), known))
        progress("onset risks", 1.0)
        content = Content(
            month=str(first),
            known_to=str(known),
            version=__version__,
            inputs={used.name: used.sha256 for used in engines.inputs_used()},
            deaths=tuple(sealed),
            onset=_risks(now.date()),
            gaps=_gaps(sealed[0], now.date()),
        )
        return register.edition(content, now)

    def seal(self, edition: Edition, marking: Marking = CLEAR) -> Entry:
        """Put an edition on record.

        raises  Refused if its first month has begun or already has an edition; Conflict if somebody sealed meanwhile
        """
        content = edition.content
        register.verified(edition)
        register.may_seal(month(content.month), month(content.known_to), self._now(), months=len(content.deaths))
        stream = f"edition/{content.month}"
        before = self._record.entries(stream, kind="warn.sealed/1")
        if before:
            raise Refused(
                f"{content.month} was sealed at {before[0].instant[:19]}Z, with the digest "
                f"{str(before[0].body['sha256'])[:16]}...",
                hint="a sealed edition stands; a second one would let the better be chosen afterwards",
            )
        return self._record.append("warn.sealed/1", stream, edition, marking, expected=0)

    def edition(self, at: str) -> Edition:
        """The edition that was sealed for a month; raises NotOnShelf."""
        wanted = str(month(at))
        known = {given.content.month: given for _, given in self._record.values("warn.sealed/1", Edition)}
        if wanted not in known:
            raise NotOnShelf(
                f"no edition was sealed for {wanted}", hint=did_you_mean(wanted, known) or "see: comity warn register"
            )
        return known[wanted]

    def verify(self, at: str, *, published: str | None = None, raw: bytes | None = None) -> str:
        """The digest of an edition that is whole, after comparing it with a digest or file kept elsewhere.

        raises  BrokenChain where the content does not give its digest, Refused where the copy differs
        """
        given = self.edition(at)
        if raw is not None:
            published = digest(register.content_of(raw)).hex()
        return register.verified(given, published=published)

    def score(
        self, at: str, *, edition: str | None = None, marking: Marking = CLEAR
    ) -> tuple[EditionScore, Entry | None]:
        """How an edition did on a month that is over, put on record; with no entry where the same counts were scored.

        edition  month the edition was sealed for; by default the last one sealed before the month began
        raises   Refused for a month that is not over or not counted yet, NotOnShelf where nothing was sealed for it
        """
        wanted = month(at)
        given = self._edition_for(wanted) if edition is None else self.edition(edition)
        register.verified(given)
        now = self._now()
        found = register.scored(given, wanted, _counted(wanted, now.date()), now.date())
        stream = f"edition/{given.content.month}"
        before = self._record.entries(stream, kind="warn.scored/1")
        same = register.repeats(found, [msgspec.convert(entry.body, EditionScore) for entry in before])
        if same is not None:
            return same, None
        return found, self._record.append("warn.scored/1", stream, found, marking)

    def lines(self) -> tuple[Line, ...]:
        """Every edition with its scores, oldest first; of several scores of a month, the newest."""
        scores: dict[str, dict[str, EditionScore]] = {}
        for _, found in self._record.values("warn.scored/1", EditionScore):
            scores.setdefault(found.edition, {})[found.month] = found
        lines = []
        for _, given in self._record.values("warn.sealed/1", Edition):
            content = given.content
            done = scores.get(content.month, {})
            months = tuple(one.month for one in content.deaths)
            lines.append(
                Line(
                    edition=content.month,
                    sha256=given.sha256,
                    sealed_at=given.sealed_at,
                    known_to=content.known_to,
                    months=months,
                    states=len(content.deaths[0].states),
                    scores=tuple(done[at] for at in months if at in done),
                    waits=tuple(at for at in months if at not in done),
                )
            )
        return tuple(sorted(lines, key=lambda line: line.edition))

    def _edition_for(self, wanted: Month) -> Edition:
        sealed = [given for _, given in self._record.values("warn.sealed/1", Edition)]
        holding = [given for given in sealed if any(one.month == str(wanted) for one in given.content.deaths)]
        if not holding:
            known = [one.month for given in sealed for one in given.content.deaths]
            raise NotOnShelf(
                f"nothing was sealed for {wanted}", hint=did_you_mean(str(wanted), known) or "see: comity warn register"
            )
        return max(holding, key=lambda given: given.content.month)


def content_bytes(edition: Edition) -> bytes:
    """The content of an edition as a file to publish: canonical JSON, whose SHA-256 is the edition's digest."""
    return canonical(edition.content)


def _month(at: Month, known: Month) -> SealedMonth:
    data = engines.deaths_series()
    horizon = at.index - known.index
    codes, drawn = deaths.predict(data, "all", known, horizon, engines.deaths_by_trees())
    rows = [data.states.index(code) for code in codes]
    last = data.column(known)
    return register.sealed_month(at, horizon, codes, drawn, data.counts["all"][rows, last - 11 : last + 1])


def _risks(day: date) -> SealedRisks | None:
    found = onset.world(engines.onset_table(), day)
    if not found:
        return None
    base = found[0].risk.baseline
    year = found[0].base_year
    return SealedRisks(
        base_year=year,
        years=(year + 1, year + 2),
        base_rate=base.value if base else 0.0,
        states=tuple(risk_of(one) for one in sorted(found, key=lambda one: one.state)),
    )


def _gaps(first: SealedMonth, day: date) -> tuple[str, ...]:
    """Members of the United Nations without a forecast, and an onset edition that is missing."""
    forecast = {one.state for one in first.states}
    without = [place.iso3 for place in states.un_members(day) if place.iso3 not in forecast]
    said = [f"no forecast of deaths, since there is no series: {', '.join(without)}"] if without else []
    if not onset.world(engines.onset_table(), day):
        said.append("no edition of the onset risk covers this day")
    return tuple(said)


def _counted(at: Month, day: date) -> Outcome:
    """Deaths counted in a month, as far as they could be known on the day."""
    data = engines.deaths_series()
    column = data.column(at)
    found: dict[str, int] = {}
    if 0 <= column < data.months and at <= series.known_to(day):
        counts = data.counts["all"][:, column]
        found = {code: int(count) for code, count in zip(data.states, counts, strict=True) if not np.isnan(count)}
    return Outcome(month=str(at), deaths=found, vintage=digest(found).hex())
