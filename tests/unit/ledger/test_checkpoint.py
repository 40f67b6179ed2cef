from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import Refused
from comity.ledger.checkpoint import Checkpoint, checkpoint, origin

ROOT = bytes(range(32))
BODY = "mfa.example/desk\n13\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
SIGNATURE = "— partner.example/witness Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe"


def test_a_checkpoint_is_written_as_origin_size_and_root():
    assert Checkpoint(origin="mfa.example/desk", size=13, root=ROOT).text == BODY


def test_signature_lines_are_kept_and_not_part_of_what_is_signed():
    read = checkpoint(f"{BODY}\n{SIGNATURE}\n{SIGNATURE}2\n")
    assert read.signatures == (SIGNATURE, SIGNATURE + "2")
    assert read.body == BODY


def test_extension_lines_are_kept():
    assert checkpoint(BODY + "opaque words\n").extensions == ("opaque words",)


@settings(max_examples=50, deadline=None)
@given(
    st.builds(
        Checkpoint,
        origin=st.from_regex(r"[a-z0-9./-]{1,20}", fullmatch=True),
        size=st.integers(0, 2**53),
        root=st.binary(min_size=32, max_size=32),
        extensions=st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), max_size=2).map(tuple),
        signatures=st.lists(st.just(SIGNATURE), max_size=2).map(tuple),
    )
)
def test_what_is_written_is_read_back(point):
    assert checkpoint(point.text) == point
    assert checkpoint(point.text).text == point.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "mfa.example/desk\n13\n",
        BODY[:-1],
        BODY.replace("mfa.example", "mfa example"),
        BODY.replace("13", "013"),
        BODY.replace("13", "-1"),
        BODY.replace("13", "١٣"),
        BODY.replace("AAEC", "AA*C"),
        BODY.replace("Hh8=", "Hh9="),
        BODY.replace("Hh8=\n", "Hh8\n"),
        BODY.replace("AAEC", ""),
        BODY + "\n",
        BODY + "\n" + SIGNATURE,
        BODY + "\nnot a signature\n",
    ],
)
def test_anything_else_is_refused_with_a_reason(text):
    with pytest.raises(Refused, match="no checkpoint: ") as caught:
        checkpoint(text)
    assert caught.value.hint


@pytest.mark.parametrize("name", ["", "two words", "a+b", "line\n"])
def test_a_name_with_blanks_or_plus_cannot_name_a_ledger(name):
    with pytest.raises(Refused, match="cannot name a ledger"):
        origin(name)
