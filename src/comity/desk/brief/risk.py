"""Risk now: what was counted, what is to be expected, how likely a new mass killing is, and what is missing."""

from __future__ import annotations

from datetime import date

from comity.desk.brief import cites as say
from comity.desk.brief import wording
from comity.desk.brief.cites import Cites
from comity.desk.brief.model import History, Risk, Statement
from comity.desk.warning import Outlook, Warn
from comity.kernel.time import month
from comity.records.forecast import DeathsForecast, OnsetForecast
from comity.warn import series
from comity.warn.series import NoForecast

# How much of the past the chart shows: long enough to hold the last war, short enough to be read.
_YEARS_SHOWN = 10

# Events are counted where they happen. Where that surprises a reader, the sentence says so (UCDP GED codebook 25.1).
_WHERE = {
    "ISR": "; the source counts Gaza and the West Bank under Israel",
    "RUS": "; deaths in Ukraine are counted there",
    "UKR": "; deaths on Russian soil are counted there",
}


def risk(warn: Warn, outlook: Outlook, cites: Cites) -> Risk:
    """The risk section of a state."""
    past = history(warn, outlook.state, outlook.as_of)
    statements = (
        *_counted(past, outlook.state, cites),
        *_expected(outlook, cites),
        *_onset(outlook.onset, cites),
        *_newest(outlook, cites),
    )
    return Risk(
        statements=statements,
        history=past,
        deaths=_given(outlook.deaths),
        civilians=_given(outlook.civilians),
        onset=outlook.onset if isinstance(outlook.onset, OnsetForecast) else None,
    )


def missing(outlook: Outlook, cites: Cites) -> tuple[Statement, ...]:
    """Why figures of the risk section are missing."""
    source = cites.fitted("country_months")
    words = {"all": "Deaths", "civilian": "Civilian deaths", "onset": "Onset of a new mass killing"}
    return tuple(
        say.absent(f"{words[part.target]}: no figure, because {part.reason}.", source)
        for part in (outlook.deaths, outlook.civilians, outlook.onset)
        if isinstance(part, NoForecast)
    )


def sums(past: History) -> tuple[float | None, float | None]:
    """Deaths counted in the last twelve known months and in the twelve before; None where a month is not covered."""
    known = past.deaths
    last, before = known[-12:], known[-24:-12]
    whole = [None if len(part) < 12 or None in part else float(sum(d for d in part if d)) for part in (last, before)]
    return whole[0], whole[1]


def _given(part: DeathsForecast | NoForecast) -> DeathsForecast | None:
    return part if isinstance(part, DeathsForecast) else None


def history(warn: Warn, state: str, day: date) -> History | None:
    """Deaths by month as known on a day, for the chart; None where nothing is counted for the state."""
    counted = warn.history(state, "all", day)
    if isinstance(counted, NoForecast):
        return None
    civilians = warn.history(state, "civilian", day)
    by_month = {} if isinstance(civilians, NoForecast) else dict(zip(civilians.months, civilians.deaths, strict=True))
    shown = slice(-12 * _YEARS_SHOWN, None)
    months = counted.months[shown]
    return History(
        months=months,
        deaths=tuple(counted.deaths[shown]),
        civilians=tuple(by_month.get(name) for name in months),
        source="UCDP events, summed by month by us",
    )


def _counted(past: History | None, state: str, cites: Cites) -> tuple[Statement, ...]:
    if past is None:
        return ()
    source = cites.fitted("country_months")
    last, before = sums(past)
    end = wording.month_words(past.months[-1])
    if last is None:
        return (say.absent(f"Deaths of the last twelve months to {end} are not wholly covered.", source),)
    if last == 0:
        told = f"No death from organised violence was recorded in the twelve months to {end}"
        beside = f"; {wording.amount(before)} in the twelve months before." if before else "."
        return (say.data(told + beside, source),)
    beside = f", against {wording.amount(before)} in the twelve months before" if before is not None else ""
    told = f"{wording.amount(last)} deaths from organised violence were recorded there in the twelve months to {end}"
    return (say.data(f"{told}{beside}{_WHERE.get(state, '')}.", source),)


def _expected(outlook: Outlook, cites: Cites) -> tuple[Statement, ...]:
    found = []
    source = cites.fitted("country_months")
    for part, words in ((outlook.deaths, "Deaths"), (outlook.civilians, "Civilian deaths")):
        if not isinstance(part, DeathsForecast):
            continue
        near = wording.ahead_of(part, outlook.as_of)
        name = wording.month_words(near.month)
        text = f"{words} expected in {name}{_imputed(part)}: {wording.figure(near.deaths)}. "
        text += f"Chance of 25 or more: {wording.figure(near.chance_25)}."
        found.append(say.model(text, source))
    known = outlook.deaths
    if isinstance(known, DeathsForecast):
        behind = series.known_to(outlook.as_of).index - month(known.known_to).index
        if behind > 0:
            plural = "months" if behind > 1 else "month"
            text = f"The newest counted month here is {wording.month_words(known.known_to)}, {behind} {plural} older "
            found.append(say.absent(text + "than what the provider has since published.", source))
    return tuple(found)


def _imputed(part: DeathsForecast) -> str:
    """That civilian deaths are worked out from all deaths, where their own counts have ended."""
    worked_out = part.target == "civilian" and any("share of civilians" in note for note in part.notes)
    return " (worked out from all deaths; civilian counts have ended)" if worked_out else ""


def _newest(outlook: Outlook, cites: Cites) -> tuple[Statement, ...]:
    """The same chance with events to the newest month, and within one year."""
    found = [one for one in outlook.onset_now if "-" in one.edition]
    if not found:
        return ()
    told = "; ".join(f"{one.window} {wording.figure(one.forecast.risk)}" for one in found)
    text = f"Chance of a further mass killing with events to {wording.month_words(found[0].edition)}: {told}."
    return (say.model(text, cites.fitted("onset")),)


def _onset(part: OnsetForecast | NoForecast, cites: Cites) -> tuple[Statement, ...]:
    if isinstance(part, NoForecast):
        return ()
    source = cites.fitted("onset")
    years = f"{part.base_year + 1}-{part.base_year + 2}"
    text = f"Chance of a further mass killing in {years}, apart from any under way: {wording.onset(part)}."
    return (say.model(text, source),)
