from __future__ import annotations

import pytest

from comity.kernel.errors import Refused
from comity.warn.reports.telltales import refuse_telltales, telltales


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("write to witness.two@example.org", "an e-mail address"),
        ("write to witness\uff20example\uff0eorg", "an e-mail address"),
        ("write to witness (at) example dot org", "an e-mail address"),
        ("write to witness at example dot org", "an e-mail address"),
        ("call 0912\u200b345\u200b678", "a telephone or identity number"),
        ("posted by @eyewitness77", "a handle"),
        ("see https://example.org/x", "a web address"),
        ("video on t.me/somechannel", "a web address"),
        ("call +249 91 234 5678 now", "a telephone or identity number"),
        ("national number 12-3456-7890", "a telephone or identity number"),
        ("shelled at 13.62891, 25.34931", "exact coordinates"),
        ("shelled at 13° 37' N", "exact coordinates"),
        ("passport no. A1234567 was shown", "a passport, plate or telephone serial"),
    ],
)
def test_what_gives_a_person_away_is_refused_and_never_repeated(text: str, what: str):
    with pytest.raises(Refused, match=what) as caught:
        refuse_telltales(text, "--text")
    words = [word for word in text.split() if any(sign.isdigit() or sign in "@/" for sign in word)]
    assert not any(word in caught.value.diagnostics() for word in words if len(word) > 3)


@pytest.mark.parametrize(
    "text",
    [
        "Mass killing of Masalit in El Geneina (S/2024/65)",
        "On 2026-05-02 at 14:30, 1,200 people fled; 10-15 were killed.",
        "A/RES/76/178 and paragraph 12.5 of the report of 03.05.2026",
        "Some 250000 displaced since 2023-04-15, of 1500000 in the state.",
    ],
)
def test_dates_symbols_and_counts_pass(text: str):
    assert not telltales(text)


def test_invisible_and_wide_signs_do_not_move_the_place_that_is_named():
    assert [found.at for found in telltales("\u200bask \uff20witness77")] == [5]
