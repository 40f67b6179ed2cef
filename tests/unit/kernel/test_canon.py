"""Canonical JSON: the published vectors of RFC 8785, and equal values give equal bytes."""

import json
import math
import struct
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel import canon
from comity.kernel.errors import Misused
from comity.kernel.marking import Marking

# RFC 8785, appendix B: IEEE 754 bits and their text. Infinity and NaN are refused, see below.
NUMBERS = {
    "0000000000000000": "0", "8000000000000000": "0", "0000000000000001": "5e-324", "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308", "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992", "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000", "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23", "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000", "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21", "3eb0c6f7a0b5ed8c": "9.999999999999997e-7", "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332", "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333", "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343", "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}  # fmt: skip

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**14), 10**14)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), inner)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_numbers_are_written_as_the_rfc_lists_them(bits, text):
    (value,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canon.canonical(value).decode() == text


def test_keys_are_sorted_by_utf16_code_units_as_in_the_rfc():
    names = {"\u20ac": 5, "\r": 1, "\ufb33": 7, "1": 2, "\U0001f600": 6, "\u0080": 3, "\u00f6": 4}
    assert list(json.loads(canon.canonical(names)).values()) == [1, 2, 3, 4, 5, 6, 7]


def test_text_is_escaped_as_in_the_rfc():
    assert canon.canonical('€$\u000f\nA\'B"\\\\"/').decode() == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'


@settings(max_examples=50, deadline=None)
@given(JSON)
def test_reading_back_gives_the_value_and_writing_again_the_same_bytes(value):
    text = canon.canonical(value)
    # Readers of I-JSON keep every number as a double (RFC 7493 section 2.2), so a long integer is one of ours.
    read = json.loads(text, parse_int=lambda digits: int(digits) if len(digits) < 16 else float(digits))
    assert read == value
    assert canon.canonical(read) == text


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.text("abcdefg", min_size=1), st.integers(0, 9), min_size=2), st.integers(0, 99))
def test_the_order_of_keys_does_not_matter(value, seed):
    items = list(value.items())
    Random(seed).shuffle(items)
    assert canon.digest(dict(items)) == canon.digest(value)


def test_whole_floats_and_integers_are_the_same_number():
    assert canon.canonical(1.0) == canon.canonical(1) == b"1"


def test_records_are_written_as_objects_and_sets_in_order():
    marked = Marking(compartments=frozenset("zyxwv"))
    assert canon.canonical(marked) == b'{"compartments":["v","w","x","y","z"],"tlp":3}'


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 2**53, -(2**53), {1: 2}, "\ud800", {"\ud800": 1}])
def test_what_json_cannot_keep_is_refused(value):
    with pytest.raises(Misused):
        canon.canonical(value)


def test_different_values_have_different_digests():
    assert canon.digest({"a": 1}) != canon.digest({"a": "1"})
    assert len(canon.digest(None)) == 32


def test_a_record_and_its_plain_form_are_the_same_text():
    class Point(msgspec.Struct):
        x: float
        y: tuple[int, ...]

    assert canon.canonical(Point(x=0.1, y=(1, 2))) == canon.canonical({"y": [1, 2], "x": 0.1})
