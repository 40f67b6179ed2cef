"""JSON: web pages, cut answers and missing keys are named with their place."""

from __future__ import annotations

import pytest

from comity.kernel.errors import BadContent
from comity.sources.contract import File, SchemaChanged
from comity.sources.forms import objects


def given_file(body: bytes) -> File:
    return File(name="f", body=body, media="json")


def test_a_web_page_is_a_changed_schema_and_a_cut_answer_bad_content() -> None:
    with pytest.raises(SchemaChanged, match="a page, no JSON"):
        objects.decoded(given_file(b"  <!DOCTYPE html>"))
    for body in (b"", b'{"a": [1, 2', b"\xff", b'{"a": NaN}', b"[" * 100_000):
        with pytest.raises(BadContent, match="f is no whole JSON"):
            objects.decoded(given_file(body))


def test_keys_are_checked_and_those_found_are_named() -> None:
    assert objects.fields(given_file(b""), {"a": 1, "b": 2}, ("a",)) == {"a": 1, "b": 2}
    with pytest.raises(SchemaChanged, match="f lacks a; its keys are b"):
        objects.fields(given_file(b""), {"b": 2}, ("a",))
    for value in ([], "x", None, 1, True):
        with pytest.raises(SchemaChanged, match="where an object with a was"):
            objects.fields(given_file(b""), value, ("a",))


def test_records_are_numbered_and_each_is_checked() -> None:
    found = objects.entries(given_file(b""), [{"a": 1}, {"b": 1}], ("a",))
    assert next(found).where == "f record 1"
    with pytest.raises(SchemaChanged, match="f record 2 lacks a"):
        next(found)
    with pytest.raises(SchemaChanged, match="where a list of records was"):
        next(objects.entries(given_file(b""), {"a": 1}, ("a",)))


def test_json_lines_are_numbered_and_empty_ones_left_out() -> None:
    found = objects.json_lines(given_file(b'{"a": 1}\n\n{"a": 2}'), ("a",))
    assert [(one.where, one.whole("a")) for one in found] == [("f line 1", 1), ("f line 3", 2)]
    with pytest.raises(BadContent, match="f line 2 is no whole JSON"):
        list(objects.json_lines(given_file(b'{"a": 1}\n{"a"'), ("a",)))
