"""The shelf-wide check finds nothing on the shelves as shipped, and each fault planted in them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from comity.reference import audit
from comity.reference.shelf import Shelf

CONTENT = audit.Content(**{name: shelf.all() for name, shelf in audit.SHELVES.items()})


def test_the_shelves_as_shipped_have_no_problem() -> None:
    assert [str(problem) for problem in audit.problems()] == []


def planted(kind: str, thing_id: str, **changes: Any) -> audit.Content:
    """The content with one thing changed."""
    things = tuple(
        msgspec.structs.replace(thing, **changes) if thing.id == thing_id else thing for thing in getattr(CONTENT, kind)
    )
    assert things != getattr(CONTENT, kind)
    return msgspec.structs.replace(CONTENT, **{kind: things})


def event_with(**changes: Any) -> audit.Content:
    """The content with the first voted event of the Rwanda case changed."""
    case = next(case for case in CONTENT.cases if case.id == "rwanda_1994")
    place = next(n for n, event in enumerate(case.events) if event.vote is not None)
    event = case.events[place]
    if "vote" in changes:
        changes["vote"] = msgspec.structs.replace(event.vote, **changes["vote"])
    events = (*case.events[:place], msgspec.structs.replace(event, **changes), *case.events[place + 1 :])
    return planted("cases", "rwanda_1994", events=events)


MENDED = msgspec.structs.replace
RULE = next(body for body in CONTENT.bodies if body.id == "unsc").decision_rules[0]

FAULTS = [
    (planted("bodies", "unsc", measures=("arms_embargoes",)), "bodies/unsc.yaml", "measures", "arms_embargo"),
    (planted("bodies", "icj", measures=("icj_proceedings",) * 2), "bodies/icj.yaml", "measures", "once"),
    (
        planted("bodies", "unsc", decision_rules=(MENDED(RULE, veto_holders=("XXX",)),)),
        "bodies/unsc.yaml",
        "decision_rules substantive veto_holders",
        "",
    ),
    (
        planted("bodies", "unsc", decision_rules=(MENDED(RULE, threshold=MENDED(RULE.threshold, value=16)),)),
        "bodies/unsc.yaml",
        "decision_rules substantive threshold",
        "treaty",
    ),
    (
        planted("measures", "mediation", complements=("peacekeping",)),
        "measures/mediation.yaml",
        "complements",
        "peacekeeping",
    ),
    (planted("measures", "mediation", conflicts=("icc_acton",)), "measures/mediation.yaml", "conflicts", "icc_action"),
    (planted("measures", "mediation", conflicts=("mediation",)), "measures/mediation.yaml", "conflicts", "one list"),
    (
        planted("measures", "mediation", conflicts=("peacekeeping",)),
        "measures/mediation.yaml",
        "conflicts",
        "one list",
    ),
    (
        planted("measures", "mediation", evidence=MENDED(CONTENT.measures[0].evidence, sources=("TAPP",))),
        "measures/mediation.yaml",
        "evidence.sources",
        "TAP",
    ),
    (planted("measures", "mediation", id="mediating"), "measures/mediating.yaml", "id", "mediating"),
    (planted("cases", "rwanda_1994", countries=("XYZ",)), "cases/rwanda_1994.yaml", "countries", ""),
    (event_with(body="unscc"), "cases/rwanda_1994.yaml", "events[1].body", "unsc"),
    (event_with(body=None), "cases/rwanda_1994.yaml", "events[1].vote", "name the body"),
    (event_with(measures=("peacekeepers",)), "cases/rwanda_1994.yaml", "events[1].measures", "peacekeeping"),
    (event_with(vote={"for_": 16}), "cases/rwanda_1994.yaml", "events[1].vote", "record"),
    (event_with(vote={"vetoes": ("SUN",)}), "cases/rwanda_1994.yaml", "events[1].vote", "held the seat"),
    (
        event_with(vote={"for_": 14, "against": 1, "vetoes": ("SWE",)}),
        "cases/rwanda_1994.yaml",
        "events[1].vote",
        "seats/unsc.csv",
    ),
    (
        event_with(vote={"for_": 14, "against": 1, "vetoes": ("BRA",)}),
        "cases/rwanda_1994.yaml",
        "events[1].vote",
        "seats/unsc.csv",
    ),
    (planted("bodies", "nato_nac", seats=31), "bodies/nato_nac.yaml", "seats", "together"),
    (
        planted("bodies", "nato_nac", membership=MENDED(CONTENT.bodies[0].membership, seats="natto")),
        "bodies/nato_nac.yaml",
        "membership.seats",
        "nato",
    ),
    (planted("texts", "status", corrects=("correction_99",)), "frameworks/r2p/status.yaml", "corrects", "correction"),
    (planted("rules", "sc_rotation", bodies=("unsec",)), "calendar/sc_rotation.yaml", "bodies", "unsc"),
    (planted("rules", "monusco", states=("ZAR1",)), "calendar/monusco.yaml", "states", ""),
]


@pytest.mark.parametrize(("content", "file", "field", "remedy"), FAULTS)
def test_a_planted_fault_is_found_with_file_field_and_remedy(content, file, field, remedy) -> None:
    found = [problem for problem in audit.crossings(content) if problem.file == file and problem.field == field]
    assert found, [str(problem) for problem in audit.crossings(content)]
    assert remedy in found[0].remedy
    assert found[0].remedy
    assert file in str(found[0])


def test_a_president_out_of_order_is_found() -> None:
    year = CONTENT.years[0]
    swapped = (*year.presidencies[:11], MENDED(year.presidencies[11], state="PAK"))
    found = audit.crossings(planted("years", year.id, presidencies=swapped))
    assert [(problem.file, problem.field) for problem in found] == [
        ("calendar/council/council_2026.yaml", "presidencies")
    ]


def test_a_term_that_does_not_end_is_found() -> None:
    found = audit.crossings(planted("years", "council_2026", terms_ending=("LVA", "GRC", "PAK", "PAN", "SOM")))
    assert [problem.field for problem in found] == ["terms_ending"]


def test_a_year_without_known_members_is_refused_in_words() -> None:
    found = audit.crossings(planted("years", "council_2026", year=2027))
    assert found[0].field == "year"
    assert found[0].remedy


def test_a_damaged_file_is_reported_and_the_rest_still_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Shelf("comity.reference.corrections", type(CONTENT.rules[0]), noun="correction")
    monkeypatch.setitem(audit.SHELVES, "corrections", wrong)
    found = audit.problems()
    assert found[0].file == "corrections/correction_01.yaml"
    assert found[0].remedy
    assert any(problem.field == "corrects" for problem in found)
