"""Delimited text: the header first, then records, each with its line; what is cut or torn is named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from comity.kernel.errors import BadContent
from comity.sources.contract import File, SchemaChanged
from comity.sources.forms import delimited
from comity.sources.forms.delimited import Form

FORM = Form(needs=("a", "b"), takes=("c",))


def read(body: bytes, form: Form = FORM) -> list[dict[str, str]]:
    return [dict(entry.fields) for entry in delimited.entries(File(name="f", body=body, media="csv"), form)]


def test_only_wanted_columns_are_read_in_any_order_with_or_without_a_mark() -> None:
    for mark in (b"", b"\xef\xbb\xbf"):
        assert read(mark + b"x,b,a\n1,2,3\n") == [{"b": "2", "a": "3"}]


def test_quoted_commas_and_line_breaks_stay_in_their_field() -> None:
    assert read(b'a,b\n"1,5","two\nlines"\n') == [{"a": "1,5", "b": "two\nlines"}]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    file = File(name="f", body=b'a,b\n"x\ny",2\n\n3,4\n', media="csv")
    assert [entry.where for entry in delimited.entries(file, FORM)] == ["f line 3", "f line 5"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "lacks a, b; its columns are none"),
        (b"a,c\n", "lacks b; its columns are a, c"),
        (b"a,a,b\n", "has the column a twice"),
        (b"<html><body>", "a page, no table"),
    ],
)
def test_a_wrong_header_is_a_changed_schema(body: bytes, said: str) -> None:
    with pytest.raises(SchemaChanged) as caught:
        read(body)
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"a,b\n1\n", "f line 2 has 1 cells under 2 columns"),
        (b"a,b\n1,2,3\n", "has 3 cells"),
        (b'a,b\n1,"open', "f line 2 cannot be read"),
        (b'a,b\n1,"x"y\n', "cannot be read"),
        (b"a,b\n1,\xff\n", "cannot be read"),
    ],
)
def test_a_torn_record_is_named(body: bytes, said: str) -> None:
    with pytest.raises(BadContent) as caught:
        read(body)
    assert said in caught.value.message


def test_records_come_one_by_one() -> None:
    found = delimited.entries(File(name="f", body=b"a,b\n1,2\ntorn\n", media="csv"), FORM)
    assert isinstance(found, Iterator)
    assert next(found).text("a") == "1"


def test_small_files_of_old_providers_are_read_in_their_encoding() -> None:
    assert delimited.encoding_of("é".encode()) == "utf-8-sig"
    assert delimited.encoding_of("é".encode("latin-1")) == "latin-1"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"a,b\n1,2\n3,\x00\n", "f line 3 holds a zero byte"),
        (b"a,b\n1,2\n\xe9,3\n", "f line 3 cannot be read: byte 0xe9"),
        (b"\xef\xbb\xbfa,b\n\xe9,3\n", "f line 2 cannot be read: byte 0xe9"),
        (b"a,b\n1," + b"x" * 140_000 + b"\n", "f line 2 cannot be read: field larger"),
        (b'a,b\n1,"2\n', "f line 2 cannot be read: unexpected end"),
    ],
    ids=["zero", "latin", "marked", "huge", "unclosed"],
)
def test_what_cannot_be_read_is_named_with_its_own_line(body: bytes, said: str) -> None:
    with pytest.raises(BadContent) as caught:
        read(body)
    assert caught.value.message.startswith(said)
