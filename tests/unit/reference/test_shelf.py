"""Every file on every shelf loads, carries its marks, and says what is wrong when it is broken in one way."""

from __future__ import annotations

import re

import msgspec
import pytest

from comity.kernel.errors import Ambiguous, BadContent, NotOnShelf
from comity.reference import bodies, cases, measures
from comity.reference.audit import SHELVES
from comity.reference.shelf import Shelf, parse

COUNTS = {
    "bodies": 41, "measures": 73, "evidence": 39, "cases": 21, "corrections": 14, "factors": 14, "texts": 18,
    "definitions": 5, "rules": 53, "years": 1,
}  # fmt: skip


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_every_shelf_holds_what_it_should(name: str, count: int) -> None:
    assert len(SHELVES[name].ids()) == count


@pytest.mark.parametrize(
    ("name", "thing_id"), [(name, thing_id) for name, shelf in SHELVES.items() for thing_id in shelf.ids()]
)
def test_every_file_loads(name: str, thing_id: str) -> None:
    assert SHELVES[name].get(thing_id).id == thing_id


@pytest.mark.parametrize("name", [name for name in SHELVES if name != "evidence"])
def test_every_thing_says_how_sure_we_are(name: str) -> None:
    for thing in SHELVES[name].all():
        assert hasattr(thing, "confidence") or all(event.confidence for event in thing.events)


@pytest.mark.parametrize("name", ["bodies", "factors", "texts", "definitions", "rules", "years"])
def test_every_fact_of_law_says_whether_it_was_checked(name: str) -> None:
    assert all(b"\nchecked: " in SHELVES[name].text_of(thing_id) for thing_id in SHELVES[name].ids())


def test_every_event_says_whether_it_was_checked() -> None:
    for case_id in cases.ids():
        text = cases.shelf.text_of(case_id)
        assert text.count(b"\n    checked: ") == text.count(b"\n  - date: ")


def test_no_file_names_a_machine_or_a_brief() -> None:
    wrong = re.compile(rb"/(?:work|home|root)/|the brief\b|data_file|\.csv|\.md\b")
    found = [
        (name, thing_id)
        for name, shelf in SHELVES.items()
        for thing_id in shelf.ids()
        if wrong.search(shelf.text_of(thing_id))
    ]
    assert found == []


def test_get_reads_one_file_only(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = Shelf("comity.reference.bodies", bodies.Body, noun="body")
    read: list[str] = []
    monkeypatch.setattr(fresh, "read_one", lambda text, name: read.append(name) or parse(text, bodies.Body, name=name))
    assert fresh.get("unsc") is fresh.get("unsc")
    assert read == ["bodies/unsc.yaml"]


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    with pytest.raises(NotOnShelf) as caught:
        bodies.get("unsecc")
    assert "unsecc" in caught.value.message
    assert "unsc" in caught.value.hint


@pytest.mark.parametrize("words", ["unsc", "UNSC", "United Nations Security Council", "united nations security"])
def test_a_thing_is_found_by_id_and_by_name(words: str) -> None:
    assert bodies.find(words).id == "unsc"


def test_a_name_that_fits_several_lists_them() -> None:
    with pytest.raises(Ambiguous) as caught:
        bodies.find("Security Council")
    assert "unsc" in caught.value.hint
    assert "au_psc" in caught.value.hint


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(NotOnShelf) as caught:
        measures.find("Arms embargoo")
    assert "Arms embargo" in caught.value.hint or "arms_embargo" in caught.value.hint


@pytest.mark.parametrize("words", ["", "  "])
def test_no_words_find_nothing(words: str) -> None:
    with pytest.raises(NotOnShelf):
        bodies.find(words)


def swap(old: str, new: str):
    """A way to break a text: each breaks it in one place only."""

    def broken(text: str) -> str:
        assert old in text, f"the file no longer holds {old!r}"
        return text.replace(old, new, 1)

    return broken


# shelf, file, how it is broken, what the message must name, what the remedy must say
BREAKS = [
    ("bodies", "unsc", swap("\nname:", "\nnam:"), "nam", "nam"),
    ("bodies", "unsc", swap("\nparent: united_nations", ""), "parent", "add the field parent"),
    ("bodies", "unsc", swap("\nseats: 15", "\nseats: fifteen"), "seats", "write seats as int or nothing"),
    ("bodies", "unsc", swap("    barred:", "    bared:"), "decision_rules[0]", "did you mean barred"),
    ("bodies", "unsc", swap("\nseats: 15", "\nseats: 15\nseats: 11"), "at line 6", "each key once"),
    ("bodies", "unsc", swap("[CHN, FRA, RUS, GBR, USA]", "5"), "veto_holders", "veto_holders"),
    ("bodies", "unsc", swap("kind: count", "kind: counted"), "threshold.kind", "one of: consensus, "),
    ("bodies", "unsc", swap("id: unsc\n", "id: unsec\n"), "id is 'unsec'", "name of its id"),
    ("bodies", "unsc", swap("confidence: high", "confidence: sure"), "confidence", "one of: low, medium, high"),
    ("bodies", "igad_assembly", lambda t: re.sub(r"\nsources:(\n  - .*)+", "\nsources: []", t), "sources", "cite"),
    ("bodies", "unsc", swap("  - id: procedural", "  - id: substantive"), "decision_rules", "its own id"),
    ("measures", "mediation", swap("sources: [TAP, BEARDSLEY, DEROUEN]", "sources: []"), "evidence.sources", "cite"),
    ("measures", "mediation", swap("[14, 365]", "[365, 14]"), "time_to_effect_days", "shorter number first"),
    ("measures", "mediation", swap("[14, 365]", "[14]"), "time_to_effect_days", "time_to_effect_days"),
    ("measures", "mediation", swap("strength: mixed", "strength: absent"), "evidence.strength", "EST"),
    ("measures", "mediation", swap("\ncost: medium", "\ncost: 3"), "cost", "cost"),
    ("measures", "mediation", swap("why: stalling talks", "why: stalling: talks"), "mediation.yaml", "quote texts"),
    ("measures", "mediation", swap("\ncost:", "\n\tcost:"), "mediation.yaml", "spaces"),
    ("evidence", "TAP", swap("seen: true", "seen: perhaps"), "seen", "seen"),
    ("evidence", "TAP", swap("\nseen: true", ""), "seen", "add the field seen"),
    ("cases", "rwanda_1994", swap("date: 1993-08-04", "date: 1993-02-30"), "date", "YYYY-MM-DD"),
    ("cases", "rwanda_1994", swap("date: 1993-08-04", "date: '1993-02-30'"), "events[0].date", "events[0].date"),
    ("cases", "rwanda_1994", swap("date: 1993-08-04", "date: 2003-08-04"), "events[1]", "order of their dates"),
    ("cases", "rwanda_1994", swap("period: 1993-08/1994-11", "period: 1994-11/1993-08"), "period", "YYYY-MM/YYYY-MM"),
    ("cases", "rwanda_1994", swap("countries: [RWA]", "countries: [Rwanda]"), "countries", "alpha-3"),
    ("cases", "rwanda_1994", swap("{for: 15,", "{for: 10, in_favour_list: [FRA],"), "in_favour_list", "record"),
    ("cases", "rwanda_1994", swap("abstain: 0, vetoes: []", "abstain: 0, vetoes: [RUS]"), "vetoes", "negative vote"),
    ("cases", "rwanda_1994", swap("    checked: not_checked_here", "    checked: yes"), "checked", "checked"),
    ("corrections", "correction_01", swap("\nconfidence: high", ""), "confidence", "add the field confidence"),
    ("factors", "RF07", swap("RF07-05", "RF07-50"), "indicators[4].id", "RF07-05"),
    ("factors", "RF07", swap("RF07-05", "RF08-05"), "indicators[4].id", "RF07-05"),
    ("factors", "RF07", swap("number: 7", "number: 8"), "number", "RF07"),
    ("texts", "manifest_failure", lambda t: re.sub(r"\nrequired_for: .*", "", t), "required_for", "required_for"),
    ("definitions", "genocide", swap("id: as_such", "id: listed_act"), "listed_act", "its own id"),
    ("rules", "sc_rotation", swap("day: 1", "day: 32"), "when[0]", "month 1-12"),
    ("rules", "sc_rotation", swap("kind: yearly", "kind: lunar"), "when[0].kind", "one of: "),
    ("rules", "head_change", swap("confidence: low", "confidence: high"), "confidence", "low or medium"),
    ("years", "council_2026", swap("state: SOM", "state: Somalia"), "presidencies", "alpha-3"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "thing_id", "breaking", "field", "remedy"), BREAKS)
def test_a_file_broken_in_one_way_names_file_field_and_remedy(name, thing_id, breaking, field, remedy) -> None:
    shelf = SHELVES[name]
    text = shelf.text_of(thing_id).decode()
    file = shelf.file_of(thing_id)
    with pytest.raises(BadContent) as caught:
        shelf.read_one(breaking(text).encode(), name=file)
    assert file in caught.value.message
    assert field in caught.value.message
    assert remedy in caught.value.hint


@pytest.mark.parametrize("text", [b"", b"just words", b"- a\n- b", b"\xff\xfe", b"{", b"id: &a [*a]"])
def test_what_is_no_thing_at_all_is_refused_in_words(text: bytes) -> None:
    with pytest.raises(BadContent) as caught:
        bodies.shelf.read_one(text, name="bodies/unsc.yaml")
    assert "bodies/unsc.yaml" in caught.value.message
    assert caught.value.hint


def test_a_damaged_file_does_not_hide_the_sound_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh: Shelf[msgspec.Struct] = Shelf("comity.reference.corrections", SHELVES["bodies"]._schema, noun="correction")
    things, faults = fresh.sound()
    assert things == ()
    assert len(faults) == 14
