"""A brief on an invented state, with every part filled, so that faces can be tested and looked at."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from comity.desk.brief.model import (
    Brief,
    Call,
    CaseEvent,
    Comparable,
    History,
    LegalTest,
    Picture,
    Promise,
    Risk,
    Source,
    Statement,
    Variant,
    Venue,
    Watch,
)
from comity.desk.world_view import StateView, WorldView
from comity.kernel.estimate import Baseline, Estimate
from comity.kernel.grading import grade
from comity.kernel.provenance import Confidence
from comity.kernel.time import month
from comity.records.assessment import Answer, ElementTest, FactorRow, Judgement, Rating, Trend
from comity.records.ballot import Ballot, MemberOdds
from comity.records.case import Likeness
from comity.records.draft import Draft
from comity.records.finding import Finding, Standing
from comity.records.forecast import DeathsForecast, Driver, HorizonForecast, OnsetForecast
from comity.records.plan import Option, Plan
from comity.records.pledge import Pledge

AS_OF = date(2026, 10, 31)
COUNCIL = (
    ("CHN", 0.22, 0.58, True), ("FRA", 0.99, 0.01, True), ("GBR", 0.99, 0.01, True), ("RUS", 0.12, 0.30, True),
    ("USA", 0.93, 0.04, True), ("XBA", 0.55, 0.35, False), ("XBB", 0.48, 0.42, False), ("XBC", 0.97, 0.02, False),
    ("XBD", 0.95, 0.04, False), ("XBE", 0.71, 0.25, False), ("XBF", 0.66, 0.28, False), ("XBG", 0.88, 0.10, False),
    ("XBH", 0.98, 0.02, False), ("XBI", 0.40, 0.49, False), ("XBJ", 0.81, 0.15, False),
)  # fmt: skip


def estimate(value: float, low: float, high: float, unit: str = "chance", naive: float | None = None) -> Estimate:
    baseline = None if naive is None else Baseline(value=naive, method="the last 24 months")
    return Estimate(
        value=value, low=low, high=high, covers="positions and texts", method="sample", n=412, unit=unit,
        baseline=baseline,
    )  # fmt: skip


def chance(value: float, spread: float = 0.1, naive: float | None = 0.5) -> Estimate:
    return estimate(value, max(0.0, value - spread), min(1.0, value + spread), "chance", naive)


def deaths(target: str, level: float) -> DeathsForecast:
    start = month("2026-10")
    return DeathsForecast(
        state="XAA", target=target, known_to="2026-10", notes=("Counts of recent months are revised upwards.",),
        months=tuple(
            HorizonForecast(
                month=str(start.plus(h)), horizon=h,
                deaths=estimate(level, level * 0.2 / h**0.5, level * (2.2 + 0.25 * h), "deaths a month", level * 0.9),
                chance_any=chance(0.97), chance_25=chance(0.86),
            )
            for h in range(1, 13)
        ),
    )  # fmt: skip


def history() -> History:
    start = month("2019-01")
    size = month("2026-10").index - start.index + 1
    wave = tuple(
        None if i in (3, 4) else round(40 + 30 * math.sin(i / 4) + (900 if i > 50 else 0) * (1.2 + math.sin(i / 3)))
        for i in range(size)
    )
    return History(
        months=tuple(str(start.plus(i)) for i in range(size)),
        deaths=wave,
        civilians=tuple(None if value is None else round(value * 0.35) for value in wave),
        source="UCDP GED 26.1 and candidate events, own sums",
    )


def onset() -> OnsetForecast:
    return OnsetForecast(
        state="XAA", base_year=2025, rank=4, of=168, multiple=6.4, known_on=date(2026, 1, 1),
        risk=estimate(0.083, 0.041, 0.16, "chance", 0.013),
        drivers=(
            Driver(name="base_level", words="all states alike", part=-4.6, unit="log-odds"),
            Driver(name="past", words="mass killing in the past", part=1.1, unit="log-odds"),
            Driver(name="coup", words="coup attempt in the last five years", part=0.8, unit="log-odds"),
            Driver(name="population", words="large population", part=0.6, unit="log-odds"),
            Driver(name="infant", words="infant mortality below the median", part=-0.3, unit="log-odds"),
        ),
        notes=("The model does not see the identity of the groups at risk.",),
    )  # fmt: skip


def factors() -> tuple[FactorRow, ...]:
    judged = Judgement(
        state="XAA", factor="RF01", rating=Rating.PRESENT, trend=Trend.RISING, confidence=Confidence.HIGH,
        grade=grade("B2"), judged_on=date(2026, 9, 12), by="regional analyst", reason="Front nears the capital.",
    )  # fmt: skip
    other = Judgement(
        state="XAA", factor="RF01", rating=Rating.PARTLY, trend=Trend.STEADY, confidence=Confidence.MEDIUM,
        grade=grade("C3"), judged_on=date(2026, 8, 2), by="second reader", reason="Fighting is local.",
    )  # fmt: skip
    names = (
        "Armed conflict or other forms of instability", "Record of serious violations", "Weak state structures",
        "Motives or incentives", "Capacity to commit atrocity crimes", "Absence of mitigating factors",
        "Enabling circumstances or preparatory action", "Triggering factors", "Intergroup tensions",
        "Signs of intent to destroy a group", "Signs of a widespread or systematic attack",
        "Signs of a plan or policy", "Threats to those protected under humanitarian law",
        "Threats to humanitarian or peacekeeping operations",
    )  # fmt: skip
    return tuple(
        FactorRow(
            factor=f"RF{i:02d}", name=name, judgements=(judged, other) if i == 1 else (judged,) if i == 5 else (),
            dissent=i == 1, data_points=("1,240 deaths in the last 12 months",) if i in (1, 11) else (),
        )
        for i, name in enumerate(names, 1)
    )  # fmt: skip


def tests() -> tuple[LegalTest, ...]:
    return (
        LegalTest(
            id="crimes_against_humanity", name="Crimes against humanity", summary="1 met, 0 not met, 2 cannot be said",
            elements=tuple(
                ElementTest(
                    threshold="crimes_against_humanity", element=word, asks=asks, answer=answer, because=because,
                    source="Rome Statute Art. 7(1)",
                )
                for word, asks, answer, because in (
                    ("attack", "Attack against a civilian population", Answer.MET, "412 one-sided events."),
                    ("scale", "Widespread or systematic", Answer.CANNOT_SAY, "No judgement has been entered."),
                    ("policy", "State or organisational policy", Answer.CANNOT_SAY, "Needs evidence of orders."),
                )
            ),
        ),
        LegalTest(
            id="genocide", name="Genocide", summary="0 met, 1 not met, 1 cannot be said",
            elements=(
                ElementTest(
                    threshold="genocide", element="group", asks="A protected group is targeted as such",
                    answer=Answer.CANNOT_SAY, because="No judgement has been entered.",
                    source="Genocide Convention Art. II",
                ),
                ElementTest(
                    threshold="genocide", element="acts", asks="Transfer of children of the group",
                    answer=Answer.NOT_MET, because="No report speaks of it.", source="Genocide Convention Art. II(e)",
                ),
            ),
        ),
    )  # fmt: skip


def option(measure: str, name: str, harm: str, strength: str, days: tuple[int, int], body: str) -> Option:
    return Option(
        measure=measure, name=name, category="coerce_economic", deciders=(body, "eu_council"), consent="no", days=days,
        cost="medium", harm=harm, harm_why="Smuggling raises prices for civilians.",
        fits=("Arms come from outside.", "A panel of experts exists."),
        cautions=("Neighbours must enforce it.",) if harm != "none" else (),
        conflicts=("mediation",) if measure == "arms_embargo" else (), complements=("mediation",),
        evidence="Signalling works more often than coercion.", evidence_sources=("TSC2013",),
        evidence_strength=strength, confidence="medium", source="measures shelf",
    )  # fmt: skip


def plan() -> Plan:
    return Plan(
        state="XAA", order="fits first, then least civilian harm, then fastest",
        options=(
            option("mediation", "Mediation and good offices", "none", "moderate", (7, 120), "un_sg"),
            option("human_rights_monitors", "Human rights monitors", "low", "moderate", (30, 120), "unhrc"),
            option("arms_embargo", "Arms embargo on all parties", "low", "weak", (30, 365), "unsc"),
            option("asset_freeze", "Asset freeze on named persons", "low", "mixed", (14, 180), "unsc"),
            option("comprehensive_sanctions", "Comprehensive sanctions", "very_high", "strong", (90, 720), "unsc"),
        ),
        left_out=(("peacekeeping", "needs the consent of the host, which it refuses"),),
    )  # fmt: skip


def ballot() -> Ballot:
    members = tuple(
        MemberOdds(
            state=code, yes=chance(yes, 0.08, 0.81), abstain=abstain, no=round(1 - yes - abstain, 6), veto_holder=veto,
            pivotal=round(yes * (1 - yes), 3), because=("voted yes on 3 of 5 texts on the same state",),
        )
        for code, yes, abstain, veto in COUNCIL
    )  # fmt: skip
    draft = Draft(
        title="Arms embargo and panel of experts", body="unsc", rule="substantive", target="XAA",
        measures=("arms_embargo",), strength="sanction", on=AS_OF, sponsors=("GBR",),
    )  # fmt: skip
    return Ballot(
        draft=draft, members=members, adopted=estimate(0.31, 0.22, 0.41, "chance", 0.81),
        yes_votes=estimate(10.6, 8.0, 13.0, "votes", 15.0), breakers=(("RUS", 0.83), ("CHN", 0.28), ("XBI", 0.11)),
        draws=10_000, seed=7, notes=("Members vote independently, given a sheet of positions.",),
    )  # fmt: skip


def venues() -> tuple[Venue, ...]:
    return (
        Venue(
            body="unsc", name="United Nations Security Council", legal_effect="binding (Art. 25)",
            convening="The President, at the request of any member", days=(3, 30),
            measures=("arms_embargo", "asset_freeze"), rule="9 of 15 yes, no veto", rule_source="UN Charter Art. 27(3)",
            mark="high; agrees with the UN table of meetings", ballot=ballot(),
        ),
        Venue(
            body="unhrc", name="Human Rights Council", legal_effect="recommendatory", convening="One third of members",
            days=(5, 40), measures=("human_rights_monitors",), rule="more yes than no",
            rule_source="A/RES/60/251", mark="medium; not checked against a record", ballot=None,
            why_none="Its roll calls are not on the shelf.",
        ),
    )  # fmt: skip


def cases() -> tuple[Comparable, ...]:
    events = tuple(
        CaseEvent(date=day, kind=kind, text=text, source="S/1999/1257", mark="not checked against a record")
        for day, kind, text in (
            ("2001-01", "warning", "Cable warns of arms caches."),
            ("2001-04-07", "violence", "Killing begins in the capital."),
            ("2001-04-21", "decision", "The mission is cut."),
            ("2001-05-17", "decision", "Reinforcement and arms embargo are voted."),
            ("2001-08", "deployment", "First reinforcements arrive."),
            ("2002", "outcome", "An inquiry calls it a failure."),
        )
    )
    return tuple(
        Comparable(
            likeness=Likeness(
                case=f"sample_{number}", name=name, distance=distance,
                shared=("capital under attack", "divided Council"),
                differs=("no mission on the ground",), outcome="Prevention failed; the fighting ended it.",
                lessons=("Warning without a rule for action is wasted.",),
            ),
            rating=rating, harm="about 80,000 killed", harm_source="S/1999/1257", events=events,
        )
        for number, name, distance, rating in (
            (1, "Northland: siege of the delta", 0.21, "failure"),
            (2, "Southland: power sharing", 0.34, "partial_success"),
        )
    )  # fmt: skip


def promises() -> tuple[Promise, ...]:
    pledge = Pledge(
        id="pledge/7", by="XBC", what="human_rights_monitors", due_on=date(2026, 6, 30), made_on=date(2026, 2, 1),
        amount=120, unit="monitors", condition="if the host gives visas", source="S/PV.10001",
    )  # fmt: skip
    finding = Finding(
        pledge="pledge/7", on=AS_OF, standing=Standing.PARTLY, because="84 of 120 arrived, by evidence graded B2.",
        delivered={"self_report": 120, "evidence": 84}, reports=3, days_late=123,
    )  # fmt: skip
    return (Promise(pledge=pledge, finding=finding),)


def said() -> dict[str, tuple[Statement, ...]]:
    def say(text: str, basis: Any, *cites: str) -> Statement:
        return Statement(text=text, basis=basis, cites=cites)

    return {
        "headline": (
            say("1,240 people were killed in 12 months, 430 of them civilians in one-sided attacks.", "data", "ged"),
            say("A new mass killing within two years has a chance of 0.083, rank 4 of 168.", "model", "onset"),
            say(
                "An arms embargo would fail in the Council, most often by the veto of RUS.", "model", "votes", "charter"
            ),
            say("No judgement has been entered on 12 of 14 risk factors.", "absence"),
        ),
        "risk": (
            say("Fighting has grown for six months.", "data", "ged"),
            say("The forecast sees no relief before spring.", "model", "ged"),
        ),
        "severity": (say("One-sided killings make up 35 % of deaths.", "data", "ged"),),
        "urgency": (say("The mission's mandate ends in 41 days.", "fact", "charter"),),
        "rotation": (say("With next year's members the chance would be 0.37, not 0.31.", "model", "votes"),),
        "unknown": (
            say("Who supplies the drones is not in our data.", "absence"),
            say("Deaths from hunger are not counted.", "absence", "ged"),
        ),
    }


def watch() -> tuple[Watch, ...]:
    rows = (
        (date(2026, 12, 11), "Mandate of the mission ends", "the Council must vote", "legal", "S/RES/2700 (2025)"),
        (date(2027, 1, 1), "Five elected members leave", "chance 0.31 becomes 0.37", "model", "UN Charter Art. 23"),
        (date(2027, 3, 1), "General election", "violence often rises before votes", "pattern", "calendar shelf"),
    )
    return tuple(
        Watch(on=on, words=what, effect=effect, kind=kind, mark="high; recomputed by us", source=source)
        for on, what, effect, kind, source in rows
    )


def sources() -> tuple[Source, ...]:
    site = "https://www.un.org/en/about-us/un-charter/chapter-5"
    return (
        Source(
            id="ged", text="UCDP GED 26.1", mark="high; recomputed by us", url="https://ucdp.uu.se", licence="CC BY 4.0"
        ),
        Source(id="onset", text="Onset model, own fit", mark="medium; recomputed by us"),
        Source(id="votes", text="Council votes 1946-2026, own table", mark="high; recomputed by us"),
        Source(id="charter", text="UN Charter Art. 27(3)", mark="high; not checked against a record", url=site),
    )


def variants() -> tuple[Variant, ...]:
    return (
        Variant(strength="condemn", words="Condemn", adopted=chance(0.88, 0.06, 0.81), gained=("CHN", "XBI")),
        Variant(strength="investigate", words="Ask for an inquiry", adopted=chance(0.52, 0.12, 0.81), gained=("CHN",)),
        Variant(strength="sanction", words="Arms embargo and panel", adopted=estimate(0.31, 0.22, 0.41, naive=0.81)),
    )


def calls() -> tuple[Call, ...]:
    return (
        Call(state="RUS", name="Russian Federation", bits=0.31, pivotal=0.44, yes=0.12, why="its no ends the matter"),
        Call(state="XBI", name="Ister", bits=0.09, pivotal=0.12, yes=0.40, why="often the ninth vote"),
    )


def sample() -> Brief:
    """The full brief."""
    words = said()
    return Brief(
        state="XAA", name="Aranda", as_of=AS_OF, version="0.1.0", headline=words["headline"],
        risk=Risk(
            statements=words["risk"], history=history(), deaths=deaths("all", 950.0),
            civilians=deaths("civilian", 330.0), onset=onset(),
        ),
        picture=Picture(
            severity=words["severity"], urgency=words["urgency"], reported=words["urgency"], factors=factors(),
            tests=tests(),
        ),
        cases=cases(), plan=plan(), venues=venues(), variants=variants(), calls=calls(), watch=watch(),
        rotation=words["rotation"], promises=promises(), unknown=words["unknown"], sources=sources(),
        ledger=12, marking="TLP:CLEAR",
        engines={
            "deaths": "own last 24 months; vintage 2026-10; interval score 1.9 (naive 2.4)",
            "council-rules": "agreement 0.999 on 2,900 decisions",
        },
    )  # fmt: skip


def bare() -> Brief:
    """A brief on a state of which nothing is known."""
    nothing = Statement(text="No source covers this state.", basis="absence")
    return Brief(
        state="XZZ", name="Zemlya", as_of=AS_OF, version="0.1.0", headline=(nothing,),
        risk=Risk(statements=(nothing,), history=None, deaths=None, civilians=None, onset=None),
        picture=Picture(severity=(), urgency=(), reported=(), factors=(), tests=()), cases=(),
        plan=Plan(state="XZZ", options=(), order="fits first", left_out=()), venues=(), variants=(), calls=(),
        watch=(), rotation=(), promises=(), unknown=(nothing,), sources=(), engines={}, ledger=0, marking="TLP:CLEAR",
    )  # fmt: skip


def world() -> WorldView:
    """Three states: one at war, one at peace, one without data."""
    war = estimate(2900, 700, 9000, "deaths", 2500.0)
    peace = estimate(0.0, 0.0, 2.0, "deaths", 0.0)
    low = estimate(0.002, 0.001, 0.006, "chance", 0.013)
    row = StateView
    return WorldView(
        as_of=AS_OF,
        known_to="2026-10",
        states=(
            row(iso3="SDN", name="Sudan", deaths_ahead=war, deaths_behind=1240, onset=onset().risk, rank=1, of=2),
            row(iso3="FRA", name="France", deaths_ahead=peace, deaths_behind=0, onset=low, rank=2, of=2),
            row(
                iso3="TUV", name="Tuvalu", deaths_ahead=None, deaths_behind=None, onset=None, rank=None, of=None,
                why_none="no source covers this state",
            ),
        ),
    )  # fmt: skip
