"""Errors: each says what to do next, and how a command ends."""

import pytest

from comity.kernel import errors


def test_a_hint_stands_on_its_own_line():
    error = errors.NotOnShelf("there is no body 'usnc'", hint="did you mean unsc?")
    assert error.diagnostics() == "there is no body 'usnc'\nhint: did you mean unsc?"
    assert errors.Refused("no").diagnostics() == "no"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.Refused, 1), (errors.Conflict, 1), (errors.BrokenChain, 1), (errors.BadContent, 1),
        (errors.Misused, 2), (errors.NotOnShelf, 2), (errors.Ambiguous, 2), (errors.OutsideFailed, 3),
    ],
)  # fmt: skip
def test_exit_codes_tell_refused_from_misused_from_outside(error, code):
    assert error("x").exit_code == code
    assert isinstance(error("x"), errors.ComityError)


def test_close_words_are_suggested_whatever_their_case():
    assert errors.did_you_mean("UNSX", ["unsc", "ecowas"]) == "did you mean unsc?"


def test_without_a_close_word_the_first_known_are_listed():
    hint = errors.did_you_mean("zzz", [f"body{n}" for n in range(10)])
    assert hint.startswith("known: body0, body1")
    assert hint.endswith("and 2 more")


def test_nothing_known_gives_no_hint():
    assert errors.did_you_mean("x", []) == ""
