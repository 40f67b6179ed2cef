"""Positions of all states in all Assembly sessions, with standard deviations from a bootstrap over roll calls."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import msgspec
import numpy as np
from numpy.typing import NDArray

from comity.convene.positions import variational as fit
from comity.convene.positions.roll_calls import RollCalls, checked
from comity.convene.positions.same_texts import same_texts, tied
from comity.convene.positions.table import HEADER, SESSIONS_HEADER
from comity.desk.fits import Fitted, sealed
from comity.kernel.errors import Misused
from comity.kernel.progress import Progress
from comity.reference.fitted import About, MadeFrom
from comity.store.raw import RawData

NAME = "positions"
WORDS = "where each state stood in each session of the General Assembly"
FILE = "votes/unga_votes.parquet"
CALLS = "votes/unga_rollcalls.parquet"
UN_PROVIDER = "United Nations Digital Library and E. Voeten's Assembly votes (as compiled)"
UN_LICENCE = "Copyright United Nations: non-commercial use with attribution; own computation on it"
REFITS = 40
SEED = 1946
# Last session whose votes on paragraphs and amendments enter the published positions.
LAST_WITH_PARTS = 44

Floats = NDArray[np.float64]


class Record(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """The roll-call record made ready: votes as indices, and what the indices stand for.

    sessions  number of each session index (session s is index s - 1; session 19 has one vote)
    rcid      id of each roll call
    """

    votes: fit.Votes
    states: tuple[str, ...]
    rcid: NDArray[np.str_]


def record(raw: RawData, *, until: int = 77) -> Record:
    """All votes in divided roll calls up to a session, sorted by session, roll call and state.

    Absences and cells the compiler marked unknown are left out; they say nothing about the order no < abstain < yes.
    """
    found = raw.columns(
        FILE,
        "select rcid, session, iso3, vote from data where vote in ('yes', 'no', 'abstain') "
        "order by session, rcid, iso3",
    )
    early = found["session"] <= until
    found = {name: column[early] for name, column in found.items()}
    states, state = np.unique(found["iso3"].astype(str), return_inverse=True)
    choice = np.where(found["vote"] == "yes", 2, np.where(found["vote"] == "abstain", 1, 0)).astype(np.int8)
    rcid = found["rcid"].astype(str)
    new = np.r_[True, rcid[1:] != rcid[:-1]]
    item = np.cumsum(new) - 1
    counts = np.array([np.bincount(item[choice == k], minlength=item[-1] + 1) for k in range(3)])
    divided = counts.max(axis=0) < counts.sum(axis=0)
    keep = divided[item]
    votes = fit.Votes(
        item=(np.cumsum(divided) - 1)[item[keep]],
        state=state[keep],
        choice=choice[keep],
        session=found["session"][new].astype(np.int64)[divided] - 1,
        states=len(states),
        sessions=until,
    )
    return Record(votes=votes, states=tuple(str(s) for s in states), rcid=rcid[new][divided])


# Issue codes of E. Voeten's roll calls, as columns issue_CODE of the raw data.
ISSUES = {
    "me": "Palestine", "nu": "nuclear", "di": "disarmament", "hr": "human rights", "co": "colonialism",
    "ec": "economic", "in": "important to the United States",
}  # fmt: skip


def assembly(raw: RawData, *, until: int = 77, since: int = 1, issue: str | None = None) -> RollCalls:
    """Checked roll calls of the Assembly for `comity.convene.positions.fit`; periods are sessions.

    issue   one of ISSUES, to fit where states stand on that issue alone
    raises  Misused for an unknown issue
    """
    if issue is not None and issue not in ISSUES:
        raise Misused(f"there is no issue {issue!r}", hint="issues: " + ", ".join(sorted(ISSUES)))
    found = raw.columns(
        FILE, "select rcid, session, iso3, vote from data where vote in ('yes', 'no', 'abstain') order by rcid, iso3"
    )
    keep = (found["session"] <= until) & (found["session"] >= since)
    if issue is not None:
        column = "important_us" if issue == "in" else f"issue_{issue}"
        about = raw.columns(CALLS, "select * from data order by rcid")
        coded = np.ma.filled(np.ma.asarray(about[column]), fill_value=False).astype(bool)
        keep &= np.isin(found["rcid"].astype(str), about["rcid"][coded].astype(str))
    member, call, choice, period = (found[name][keep] for name in ("iso3", "rcid", "vote", "session"))
    return checked(member.astype(str), call.astype(str), choice.astype(str), period)


def comparable(raw: RawData, *, until: int = 77) -> RollCalls:
    """The roll calls the published positions rest on, with votes on the same text tied.

    Left out, as there: session 19, roll calls that are not in E. Voeten's record, paragraphs and amendments after
    1989, and South Africa's single votes of 1993. Texts are tied by our own rule, since theirs is a list of their own.
    """
    found = raw.columns(
        FILE, "select rcid, session, iso3, vote from data where vote in ('yes', 'no', 'abstain') order by rcid, iso3"
    )
    about = raw.columns(CALLS, "select rcid, session, paragraph, amendment, title from data order by rcid")
    part = np.any([np.ma.filled(np.ma.asarray(about[c]), fill_value=False) for c in ("paragraph", "amendment")], axis=0)
    ids = about["rcid"].astype(str)
    theirs = np.char.startswith(ids, "V") & ~(part & (about["session"] > LAST_WITH_PARTS)) & (about["session"] != 19)
    keep = (found["session"] <= until) & np.isin(found["rcid"].astype(str), ids[theirs])
    keep &= ~((found["iso3"].astype(str) == "ZAF") & (found["session"] == 48))
    member, call, choice, period = (found[name][keep] for name in ("iso3", "rcid", "vote", "session"))
    votes = checked(member.astype(str), call.astype(str), choice.astype(str), period)
    titles = {str(i): str(t) for i, t in zip(ids, about["title"], strict=True) if t is not None and t}
    return tied(votes, same_texts(votes, titles))


def standardised(of: fit.Fit) -> fit.Fit:
    """The fit on a scale where all state-sessions with votes have mean 0 and standard deviation 1."""
    seen = of.mean[of.n > 0]
    return fit.rescaled(of, float(seen.mean()), float(seen.std()))


def both(record: Record, *, weight: Floats | None = None, start: fit.Fit | None = None) -> tuple[fit.Fit, fit.Fit]:
    """Filtered and smoothed fit, both on the raw scale."""
    usa = record.states.index("USA")
    back = fit.filtered(record.votes, usa, weight=weight)
    return back, fit.smoothed(record.votes, start or back, weight=weight, iterations=80 if start is None else 12)


def spreads(record: Record, start: fit.Fit, progress: Progress) -> tuple[Floats, Floats]:
    """Standard deviation of filtered and smoothed positions over refits on resampled roll calls, (states, sessions).

    Roll calls are drawn with replacement inside each session. A bootstrap is used because the variational variance
    takes items as known and is far too small; it is added in square, since it covers states with very few votes.
    """
    rng = np.random.default_rng(SEED)
    session = record.votes.session
    sums = np.zeros((2, 2, *start.mean.shape))
    variances = np.zeros((2, *start.mean.shape))
    for refit in range(REFITS):
        weight = np.zeros(len(session))
        for s in np.unique(session):
            own = np.flatnonzero(session == s)
            weight[own] = rng.multinomial(len(own), np.full(len(own), 1 / len(own)))
        pair = tuple(standardised(f) for f in both(record, weight=weight, start=start))
        for k, one in enumerate(pair):
            sums[k] += one.mean, one.mean**2
            variances[k] += one.variance / REFITS
        progress("refitting on resampled roll calls", 0.1 + 0.9 * (refit + 1) / REFITS)
    means, squares = sums[:, 0] / REFITS, sums[:, 1] / REFITS
    total = np.sqrt(np.maximum(squares - means**2, 0) + variances)
    return total[0], total[1]


def ends(raw: RawData, until: int) -> dict[int, date]:
    """Day of the last roll call of each session; the last of the month where the source knows only the month."""
    rows = raw.rows(CALLS, "select session, date, date_precision from data order by session, date, rcid")
    result: dict[int, date] = {}
    for session, moment, precision in rows:
        if session > until:
            continue
        day = moment.date()
        if precision != "day":
            day = day.replace(day=monthrange(day.year, day.month)[1])
        result[int(session)] = max(day, result.get(int(session), day))
    return result


def run(raw: RawData, progress: Progress) -> Fitted:
    """The artefact `positions`: one row a state and session, and one a session."""
    progress("reading roll calls", 0.0)
    data = record(raw)
    back, whole = both(data)
    spread = float(back.mean[back.n > 0].std())
    back_sd, whole_sd = spreads(data, whole, progress)
    back, whole = standardised(back), standardised(whole)
    lines = [HEADER]
    for t in range(data.votes.sessions):
        for i in np.flatnonzero(whole.n[:, t]):
            figures = (whole.mean[i, t], whole_sd[i, t], back.mean[i, t], back_sd[i, t])
            words = ",".join(f"{figure:.4f}" for figure in figures)
            lines.append(f"{t + 1},{data.states[i]},{words},{whole.n[i, t]}")
    known_on = ends(raw, data.votes.sessions)
    calls = np.bincount(data.votes.session + 1, minlength=data.votes.sessions + 1)
    calendar = [f"{SESSIONS_HEADER} step={fit.STEP_VARIANCE**0.5 / spread:.4f}"]
    calendar += [f"{s},{known_on[s]},{calls[s]},{whole.n[:, s - 1].sum()}" for s in sorted(known_on)]
    files = {
        "positions.csv": ("\n".join(lines) + "\n").encode(),
        "positions-sessions.csv": ("\n".join(calendar) + "\n").encode(),
    }
    return sealed(_about(raw, max(known_on.values()).isoformat()), files)


def _about(raw: RawData, vintage: str) -> About:
    made_from = tuple(
        MadeFrom(file=file, sha256=raw.sha256(file), provider=UN_PROVIDER, licence=UN_LICENCE) for file in (FILE, CALLS)
    )
    return About(
        name=NAME,
        words=WORDS,
        command=f"comity fit {NAME}",
        method="docs/explanation/positions.md; model of Bailey, Strezhnev, Voeten 2017, variational EM (own code)",
        vintage=vintage,
        made_from=made_from,
        licence=UN_LICENCE,
        files={},
        limits=(
            "one dimension: the main line of division, not every question",
            "most resolutions are adopted without a vote and leave no trace here",
            "`mean` knows later sessions; use `filtered_mean` for anything dated",
        ),
    )
