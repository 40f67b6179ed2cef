"""UN roll calls: seats by day, sessions by symbol, and which table a file is. More in test_un_votes_ga."""

from __future__ import annotations

from datetime import date

import pytest

from comity.kernel.errors import Ambiguous, NotOnShelf
from comity.sources.contract import File, SchemaChanged
from comity.sources.forms import roll_calls

BODY = roll_calls.Body(name="unga", council="General Assembly", source="x")


def test_china_sits_under_the_code_of_the_day() -> None:
    assert roll_calls.seat("CHINA", date(1971, 10, 24)) == "TWN"
    assert roll_calls.seat("CHINA", date(1971, 10, 25)) == "CHN"


def test_slips_of_the_scrape_are_known_and_no_others() -> None:
    assert roll_calls.seat("TKAZAKHSTAN", date(2000, 1, 1)) == "KAZ"
    assert roll_calls.seat("CONGO", date(2000, 1, 1)) == "COG"
    with pytest.raises(NotOnShelf):
        roll_calls.seat("TBRAZIL", date(2000, 1, 1))
    with pytest.raises(Ambiguous):
        roll_calls.seat("KOREA", date(2000, 1, 1))


@pytest.mark.parametrize(
    ("symbol", "session"),
    [
        ("A/RES/80/246", "80"), ("A/RES/ES-11/1", "ES-11"), ("A/RES/S-27/2", "S-27"), ("A/RES/181(II)[A]", "2"),
        ("A/RES/1514(XV)", "15"), ("A/RES/3379(XXX)", "30"), ("A/RES/2252(ES-V)", "ES-5"), ("", ""),
    ],
)  # fmt: skip
def test_the_session_is_read_from_the_symbol(symbol: str, session: str) -> None:
    assert roll_calls.session_of(symbol) == session


def test_a_file_that_is_no_table_of_votes_is_named() -> None:
    with pytest.raises(SchemaChanged, match="lacks undl_id"):
        roll_calls.votes(File(name="f", body=b"a,b\n", media="csv"), BODY)
