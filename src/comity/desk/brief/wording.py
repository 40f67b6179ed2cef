"""Figures, marks and judgements in words, once for all faces. Pure text; nothing here knows of pages or screens."""

from __future__ import annotations

import math
import re
from datetime import date

from comity.kernel.errors import ComityError
from comity.kernel.estimate import Estimate
from comity.kernel.grading import likelihood
from comity.kernel.time import month, month_of
from comity.records.forecast import DeathsForecast, HorizonForecast, OnsetForecast
from comity.records.pledge import Pledge

MISSING = "not known"

# Stands beside the chances of texts of each kind, in every face.
KINDS_CAUTION = (
    "Learned from what was tabled: kinds that were mostly renewals look easier, and a text nobody dared to table is "
    "not in the record. Read across states, not down this list."
)

# How a statement came to be, as printed beside it.
BASIS = {
    "data": "counted",
    "model": "estimated",
    "fact": "cited",
    "judgement": "judged",
    "absence": "not known",
}

BASIS_MEANING = {
    "data": "counted in a named data set",
    "model": "estimated by a model; interval and naive figure beside it",
    "fact": "cited from law, record or press",
    "judgement": "judged by a person of this desk",
    "absence": "not known to us",
}

_ID = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")

_WORDS = {
    "cannot_say": "cannot be said",
    "partly_present": "partly present",
    "coerce_diplomatic": "diplomatic pressure",
    "coerce_economic": "economic pressure",
    "military_support": "military support",
    "persuade": "persuasion",
    "self_report": "own report",
    "partner_report": "partner's report",
}


def capitalised(text: str) -> str:
    """The text with its first letter large and the rest as it was."""
    return text[:1].upper() + text[1:]


def words(value: str) -> str:
    """An enumeration value such as `not_met` as a reader's words."""
    return _WORDS.get(value, value.replace("_", " "))


def consent(value: str) -> str:
    """Whether the state's consent is needed, as a phrase."""
    return {
        "no": "no consent needed",
        "yes": "needs the state's consent",
        "usually": "usually needs the state's consent",
        "tacit": "needs tacit consent",
    }.get(value, f"consent: {words(value)}")


def spoken(text: str) -> str:
    """A text in which ids such as `arms_embargo` read as words."""
    return _ID.sub(lambda found: words(found[0]), text)


def chance(value: float) -> str:
    """A chance with two decimals, three where two would read as never or always."""
    if 0 < value < 0.0005:
        return "<0.001"
    if 0.995 < value < 1:
        return ">0.99"
    if value >= 0.095 or value == 0:
        return f"{value:.2f}"
    # 0.083 keeps three places, 0.040 does not.
    return f"{value:.3f}".removesuffix("0")


def amount(value: float) -> str:
    """A count or other amount with three significant figures at most and thousands separated."""
    size = abs(value)
    if size < 10:
        # Adding zero turns a rounded -0.0 into 0.0.
        return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
    # 999.6 rounds to four figures.
    if size < 999.5:
        return f"{value:.0f}"
    step = 10 ** (math.floor(math.log10(size)) - 2)
    return f"{round(value / step) * step:,.0f}"


def quantity(value: float, unit: str) -> str:
    """A value in the form its unit asks for; the unit itself is not repeated."""
    return chance(value) if unit in ("chance", "share", "probability") else amount(value)


def level(estimate: Estimate) -> str:
    """Share of cases the interval is meant to cover, such as "90 %"."""
    return f"{estimate.level * 100:.0f} %"


def interval(estimate: Estimate) -> str:
    """The two ends of the interval; "to" in between where a minus or "less than" sign would confuse."""
    low, high = quantity(estimate.low, estimate.unit), quantity(estimate.high, estimate.unit)
    clear = estimate.low >= 0 and not {"<", ">"} & set(low + high)
    return f"{low}-{high}" if clear else f"{low} to {high}"


def naive(estimate: Estimate) -> str:
    """The figure of the naive rule, or that there is none."""
    return quantity(estimate.baseline.value, estimate.unit) if estimate.baseline else "none"


def figure(estimate: Estimate) -> str:
    """Value, interval and naive figure together: "0.31 (90 %: 0.22-0.41; naive 0.81)". Never shown apart."""
    value = quantity(estimate.value, estimate.unit)
    beside = f"; naive {naive(estimate)}" if estimate.baseline else "; no naive figure"
    return f"{value} ({level(estimate)}: {interval(estimate)}{beside})"


def basis_of(estimate: Estimate) -> str:
    """What the interval covers, what the naive rule is, and how many observations stand behind it."""
    rule = f"; naive: {estimate.baseline.method}" if estimate.baseline else ""
    return f"interval covers {estimate.covers}{rule}; n = {estimate.n:,}"


def times(multiple: float) -> str:
    """A multiple of the base rate in words."""
    if multiple >= 9.95:
        return f"{multiple:.0f} times the base rate"
    return f"{multiple:.1f} times the base rate"


def likely(value: float) -> str:
    """The ICD 203 word of a chance, alone. Onset risks need `onset`, which adds what the word hides."""
    return likelihood(value).words


def onset(forecast: OnsetForecast) -> str:
    """Multiple of the base rate, rank, figure and likelihood word, always together and the word last.

    Yearly risks of mass killing rarely pass one in ten, so the word alone would call nearly every state safe.
    """
    word = likelihood(forecast.risk.value).words
    rank = f"rank {forecast.rank} of {forecast.of}"
    return f"{times(forecast.multiple)}, {rank}: {figure(forecast.risk)}; on the scale of words, {word}"


def days(span: tuple[int, int]) -> str:
    """A range of days, in the unit a reader plans in."""
    low, high = span
    if low == high == 0:
        return "at once"
    if high <= 60:
        return f"{low}-{high} days" if low != high else f"{low} days"
    if high <= 730:
        return f"{_months(low)}-{_months(high)} months"
    return f"{low / 365:.1f}-{high / 365:.1f} years"


def _months(count: int) -> str:
    return f"{count / 30.4:.0f}" if count >= 30 else "<1"


def day(value: date) -> str:
    """A day as printed: 31 October 2026."""
    return f"{value.day} {value:%B} {value.year}"


def month_words(text: str) -> str:
    """A month written YYYY-MM as printed: Oct 2026."""
    return f"{month(text).first:%b %Y}"


def ahead_of(forecast: DeathsForecast, day: date) -> HorizonForecast:
    """The forecast for the first month after the day; the last one there is where the data end too early for it."""
    later = [item for item in forecast.months if month(item.month) > month_of(day)]
    return later[0] if later else forecast.months[-1]


def horizons(known_to: str) -> str:
    """What "ahead" counts from."""
    return f"data to {month_words(known_to)}"


def promise(pledge: Pledge) -> str:
    """What was promised, with amount and condition."""
    size = f"{amount(pledge.amount)} {pledge.unit}".strip() + ", " if pledge.amount is not None else ""
    condition = f" ({pledge.condition})" if pledge.condition else ""
    return f"{size}{words(pledge.what)}{condition}"


def listed(items: tuple[str, ...], *, none: str = "none") -> str:
    """Items as one list in a sentence."""
    if len(items) <= 1:
        return items[0] if items else none
    return ", ".join(items[:-1]) + " and " + items[-1]


def state_name(code: str) -> str:
    """The state's name; the code itself where no state has it, since a page must not fail over a name."""
    from comity.kernel.states import state

    try:
        return state(code).name
    except ComityError:
        return code


def state_short(code: str) -> str:
    """The state's name in at most 20 letters, for tables; the code itself where no state has it."""
    from comity.kernel.states import state

    try:
        return state(code).short
    except ComityError:
        return code


def body_name(body_id: str) -> str:
    """The body's name; its id in words where the shelf has no such body."""
    from comity.reference import bodies

    try:
        return bodies.get(body_id).name
    except ComityError:
        return words(body_id)


def measure_name(measure_id: str) -> str:
    """The measure's name; its id in words where the shelf has no such measure."""
    from comity.reference import measures

    try:
        return measures.get(measure_id).name
    except ComityError:
        return words(measure_id)


def sentence(text: str) -> str:
    """The text as a sentence: first letter large, one stop at its end."""
    clean = text.strip().rstrip(".")
    return clean[:1].upper() + clean[1:] + "." if clean else ""
