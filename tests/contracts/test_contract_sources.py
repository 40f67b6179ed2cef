"""What every provider module promises (sources.contract), whoever wrote it: found by looking into the folder."""

from __future__ import annotations

import inspect
import re
from datetime import date
from types import ModuleType
from typing import get_args
from urllib.parse import urlsplit

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.desk.sourcing import providers
from comity.kernel.errors import BadContent, Misused
from comity.sources.contract import Ask, File, Media, SchemaChanged, Source, Wish
from comity.store.row_tables import KEYS, KINDS
from tests.unit.sources.mutated import rows_or_named_error

MODULES = providers()
TODAY = date(2026, 3, 15)
# Wishes of the common forms; a source may say that it cannot meet one, with Misused.
WISHES = (
    Wish(on=TODAY),
    Wish(on=TODAY, since=date(2025, 11, 1), until=date(2025, 12, 31)),
    Wish(on=TODAY, states=("SDN",)),
    Wish(on=TODAY, since=date(2025, 1, 1), until=date(2025, 1, 2), states=("SDN", "COD")),
)
SECRET = re.compile(r"key|token|secret|password|email", re.IGNORECASE)


def asked(module: ModuleType, wish: Wish) -> tuple[Ask, ...]:
    try:
        found: tuple[Ask, ...] = module.asks(wish)
    except Misused:
        return ()
    return found


def all_asks(module: ModuleType) -> list[Ask]:
    return [ask for wish in WISHES for ask in asked(module, wish)]


def read_all(module: ModuleType, body: bytes, media: Media) -> list[object]:
    return list(module.read(File(name="a", body=body, media=media)))


@pytest.fixture(params=sorted(MODULES))
def module(request: pytest.FixtureRequest) -> ModuleType:
    return MODULES[request.param]


def test_its_sheet_is_filled_in(module: ModuleType) -> None:
    source: Source = module.SOURCE
    may_lack = {"key", "shareable", "cadence", "own", "ahead", "adds"}
    empty = [name for name in msgspec.structs.asdict(source) if name not in may_lack and not getattr(source, name)]
    assert empty == []
    assert re.fullmatch(r"[a-z][a-z0-9_]*", source.name)
    assert source.name == module.__name__.rpartition(".")[2]
    assert set(source.gives) <= KINDS.keys() == KEYS.keys()
    assert 0 <= source.cadence <= 3660
    assert source.key == source.key.upper()


def test_it_says_on_which_terms_its_data_may_be_used(module: ModuleType) -> None:
    source: Source = module.SOURCE
    assert len(source.licence) >= 3
    assert source.terms.endswith(".")
    assert len(source.cite) > 20


def test_it_asks_nobody_for_the_users_own_files(module: ModuleType) -> None:
    assert not (module.SOURCE.own and all_asks(module))


def test_its_addresses_are_https_with_a_host_and_without_secrets(module: ModuleType) -> None:
    for ask in all_asks(module):
        parts = urlsplit(ask.url)
        assert parts.scheme == "https"
        assert parts.hostname
        assert not parts.username
        # The query stands in `params`, so that a mirror and a key can be told apart from it.
        assert not parts.query
        assert not [name for name, _ in ask.params if SECRET.search(name)]


def test_its_answers_have_names_that_stay_in_their_folder(module: ModuleType) -> None:
    for wish in WISHES:
        names = [ask.file for ask in asked(module, wish)]
        assert len(set(names)) == len(names)
        assert all(re.fullmatch(r"[A-Za-z0-9][\w.-]*", name) and ".." not in name for name in names)


def test_its_answers_have_a_medium_and_a_limit(module: ModuleType) -> None:
    for ask in all_asks(module):
        assert ask.media in get_args(Media)
        assert 0 < ask.largest <= 8 * 1024**3


def test_a_key_is_named_where_one_is_needed(module: ModuleType) -> None:
    assert bool(module.SOURCE.key) or not any(ask.key_as for ask in all_asks(module))


def test_the_same_wish_asks_the_same(module: ModuleType) -> None:
    for wish in WISHES:
        assert asked(module, wish) == asked(module, wish)


def test_it_gives_rows_one_by_one(module: ModuleType) -> None:
    try:
        found = module.read(File(name="a", body=b"", media="csv"))
    except BadContent:
        # Some readers look at the header at once; what they give for a good one is a generator all the same.
        assert inspect.signature(module.read).return_annotation.startswith("Iterator[")
    else:
        assert inspect.isgenerator(found)


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"these,are,other,columns\n1,2,3,4\n", "csv"),
        (b"these\tare\tother\tcolumns\n1\t2\t3\t4\n", "tsv"),
        (b'{"these": "are", "other": ["keys"]}', "json"),
        (b"<these><are>other elements</are></these>", "xml"),
        (b"<!DOCTYPE html><html><body>Please sign in</body></html>", "csv"),
    ],
)
def test_another_form_is_an_error_and_never_a_row(module: ModuleType, body: bytes, media: Media) -> None:
    with pytest.raises(BadContent):
        read_all(module, body, media)


def test_another_header_is_told_apart_from_a_bad_row(module: ModuleType) -> None:
    forms: dict[Media, bytes] = {
        "csv": b"these,are,other,columns\n1,2,3,4\n",
        "tsv": b"these\tare\tother\tcolumns\n1\t2\t3\t4\n",
        "json": b'{"these": "are", "other": ["keys"]}',
        "xml": b"<these><are>other elements</are></these>",
    }
    kinds = set()
    for media, body in forms.items():
        try:
            read_all(module, body, media)
        except BadContent as error:
            kinds.add(type(error))
    assert SchemaChanged in kinds


@settings(max_examples=20, deadline=None)
@given(body=st.binary(max_size=200), media=st.sampled_from(("csv", "tsv", "json", "xml", "text")))
@pytest.mark.parametrize("name", sorted(MODULES))
def test_any_bytes_give_rows_or_a_named_error(name: str, body: bytes, media: Media) -> None:
    rows_or_named_error(MODULES[name].read, "a", media, body)
