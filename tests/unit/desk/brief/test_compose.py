"""What every brief holds, whatever the state: sourced statements, figures with intervals, and no call to arms."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from comity.desk.brief.model import Brief, Statement
from comity.kernel import canon
from comity.kernel.errors import Ambiguous, Misused, NotOnShelf
from comity.kernel.estimate import Estimate
from comity.kernel.states import un_members
from comity.reference import bodies, measures
from tests.unit.desk.composed import SAMPLE, brief, desk

_PAGES = Path(__file__).resolve().parents[4] / "docs" / "explanation"


def parts(value: Any) -> Iterator[Any]:
    """A record and everything in it."""
    yield value
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from parts(getattr(value, name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from parts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from parts(item)


def check(made: Brief) -> None:
    """All that is promised of a brief on any state."""
    text = msgspec.json.encode(made)
    assert msgspec.json.decode(text, type=Brief) == made
    assert canon.canonical(made)
    sources = [source.id for source in made.sources]
    assert len(sources) == len(set(sources))
    found = list(parts(made))
    for line in (part for part in found if isinstance(part, Statement)):
        assert line.text.strip()
        assert line.text[0] == line.text[0].upper()
        assert set(line.cites) <= set(sources), line
        if line.basis in ("data", "model", "fact"):
            assert line.cites, line
        assert not re.search(r"\b(nan|None|inf)\b", line.text), line
    for number in (part for part in found if isinstance(part, float)):
        assert math.isfinite(number)
    for estimate in (part for part in found if isinstance(part, Estimate)):
        assert estimate.low <= estimate.value <= estimate.high
        assert estimate.covers
        assert estimate.baseline is not None
        assert estimate.baseline.method
        if estimate.unit == "chance":
            assert estimate.low >= 0
            assert estimate.high <= 1
    assert made.headline
    assert made.unknown
    assert made.venues[0].body == "unsc"


@pytest.mark.parametrize("state", SAMPLE)
def test_every_statement_is_sourced_and_every_figure_has_its_interval(state: str):
    check(brief(state))


@pytest.mark.slow
@pytest.mark.parametrize(("as_of", "every"), [("2026-05", 1), ("2003-03", 8), ("1994-04", 8)])
def test_every_member_of_the_united_nations_has_a_brief(as_of: str, every: int):
    members = un_members(desk().today())
    assert len(members) == 193

    for place in members[::every]:
        check(desk().brief(place.iso3, as_of=as_of))


@pytest.mark.slow
def test_every_body_can_be_asked_for_first():
    for forum in bodies.all_bodies():
        made = desk().brief("SDN", as_of="2026-05", body=forum.id)
        assert made.venues[0].body == forum.id
        assert made.venues[0].ballot is not None or made.venues[0].why_none


@pytest.mark.parametrize("state", SAMPLE)
def test_no_brief_recommends_force(state: str):
    made = brief(state)
    told = [line.text for line in (*made.headline, *made.rotation)] + [variant.words for variant in made.variants]

    assert not re.search(
        r"\b(use of force|all necessary means|no-fly|intervention force|air strikes?)\b", " ".join(told)
    )
    assert "force" not in {variant.strength for variant in made.variants}
    assert {venue.ballot.draft.strength for venue in made.venues if venue.ballot} <= {
        "condemn", "investigate", "mission", "refer", "sanction",
    }  # fmt: skip
    first = [measures.get(option.measure).category for option in made.plan.options[:8]]
    assert "coerce_military" not in first


@pytest.mark.parametrize("state", SAMPLE)
def test_methods_named_beside_figures_are_explained(state: str):
    methods = {part.method for part in parts(brief(state)) if isinstance(part, Estimate)}

    assert methods <= {page.stem for page in _PAGES.glob("*.md")}


def test_a_quiet_state_is_told_that_nothing_calls_for_a_vote():
    made = brief("TUV")

    assert made.variants == made.calls == made.rotation == ()
    assert all(venue.ballot is None and venue.why_none for venue in made.venues)


def test_a_state_without_data_says_so_and_shows_no_zero():
    made = brief("TUV")

    assert made.risk.onset is None
    assert any("missing data" in line.text for line in made.unknown)


def test_a_brief_made_twice_is_the_same_to_the_last_byte():
    assert canon.canonical(brief("SDN")) == canon.canonical(desk().brief("Sudan", as_of="2026-05-31"))


def test_reading_a_brief_puts_nothing_on_record():
    before = desk().record.store.head().size
    desk().brief("FRA", as_of="2026-05")

    assert desk().record.store.head().size == before


def test_an_issued_brief_is_on_record_with_its_digest_and_every_fitted_file():
    made = brief("FRA")
    stream = desk().issue(made, formats=("json",))
    entry = desk().record.entries(stream)[-1]

    assert entry.body["sha256"] == canon.digest(made).hex()
    assert {item["name"] for item in entry.body["inputs"]} >= {"fitted/country_months.csv", "fitted/onset.csv"}
    assert desk().record.verify().entries == desk().record.store.head().size


@pytest.mark.parametrize(
    ("name", "error", "hint"),
    [
        ("Sudn", NotOnShelf, "SDN"),
        ("Congo", Ambiguous, "COD"),
        ("Korea", Ambiguous, "PRK"),
        ("XQZ", NotOnShelf, ""),
        ("", Misused, ""),
    ],
)
def test_an_unknown_or_ambiguous_name_is_refused_with_a_suggestion(name: str, error: type[Misused], hint: str):
    with pytest.raises(error) as caught:
        desk().brief(name)

    assert hint in caught.value.hint
    assert caught.value.exit_code == 2


def test_an_unknown_body_is_refused_with_a_suggestion():
    with pytest.raises(NotOnShelf) as caught:
        desk().brief("SDN", body="unscc")

    assert "unsc" in caught.value.hint
