from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from comity.kernel.errors import ComityError, Conflict, Misused, Refused
from comity.kernel.marking import Marking
from comity.kernel.time import written
from comity.ledger.admit import LARGEST_BODY, admit, check_expected, stamp
from tests.unit.ledger.ledger_samples import pledge, proposal

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)


def nested(depth: int) -> dict[str, object]:
    inner: dict[str, object] = {}
    for _ in range(depth):
        inner = {"a": inner}
    return inner


@pytest.mark.parametrize(
    "changes",
    [
        {"stream": "pledge"},
        {"stream": "pledge/7\n"},
        {"stream": "pledge/" + "7" * 300},
        {"stream": "draft/7"},
        {"kind": "commit.promised/1"},
        {"author": ""},
        {"author": " desk"},
        {"author": "desk\nroot"},
        {"author": "d" * 300},
        {"marking": Marking(compartments=frozenset({"a] [b"}))},
        {"marking": Marking(compartments=frozenset({""}))},
        {"body": {"id": "pledge/1"}},
        {"body": pledge(1, condition="\ud800")},
        {"body": pledge(1, amount=float("nan"))},
        {"body": pledge(1, condition="x" * LARGEST_BODY)},
        {"kind": "desk.brief_issued/1", "stream": "brief/1", "body": nested(100_000)},
    ],
)
def test_a_bad_proposal_is_refused_with_an_error_of_ours(changes):
    with pytest.raises(ComityError):
        admit(proposal(**changes))


def test_a_good_proposal_is_admitted_with_its_body_as_json():
    assert admit(proposal()).body["due_on"] == "2026-06-01"


def test_the_instant_is_what_the_clock_says():
    assert stamp(NOW, written(NOW - timedelta(days=1))) == written(NOW)
    assert stamp(NOW, None) == written(NOW)


def test_a_small_step_back_of_the_clock_never_reverses_instants():
    newest = written(NOW + timedelta(seconds=5))
    assert stamp(NOW, newest) == newest


def test_a_clock_far_behind_the_ledger_is_refused():
    with pytest.raises(Refused, match="the clock says 2026-05-03T12") as caught:
        stamp(NOW, written(NOW + timedelta(hours=1)))
    assert "set the clock right" in caught.value.hint


def test_a_stream_somebody_else_wrote_to_is_a_conflict():
    check_expected({"pledge/1": 2}, {"pledge/1": 2}, [proposal(1)])
    with pytest.raises(Conflict, match="pledge/1 has 3 entries, not the 2"):
        check_expected({"pledge/1": 2}, {"pledge/1": 3}, [proposal(1)])


def test_an_expectation_about_a_stream_that_is_not_written_is_misuse():
    with pytest.raises(Misused, match="pledge/9"):
        check_expected({"pledge/9": 0}, {"pledge/1": 0}, [proposal(1)])
