from __future__ import annotations

import msgspec
import numpy as np
import pytest

from comity.convene.bargain.table import Stance, table
from comity.kernel.errors import Misused, Refused
from tests.unit.convene.bargain.tables import THREE


def changed(**fields: object) -> tuple[Stance, ...]:
    return (msgspec.structs.replace(THREE[0], **fields), *THREE[1:])


def test_a_table_holds_stances_in_order_of_mention() -> None:
    made = table(THREE)
    assert made.actors == ("A", "B", "C")
    assert made.issues == ("monitors", "sanctions")
    assert made.position[1].tolist() == [20, 10]


def test_a_missing_stance_has_no_weight() -> None:
    made = table(THREE[1:])
    assert np.isnan(made.position[0, 1])
    assert made.weight[0, 1] == 0


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"position": 101.0}, "position is 0 to 100"),
        ({"position": float("nan")}, "position is 0 to 100"),
        ({"salience": 1.5}, "salience is 0 to 1"),
        ({"power": -1.0}, "power is 0 or more"),
        ({"power": float("inf")}, "power is 0 or more"),
        ({"low": 70.0, "high": 60.0}, "at least 70 and at most 60"),
        ({"low": 95.0}, "its own position 90 lies outside"),
    ],
)
def test_a_value_out_of_range_is_refused_with_place_and_value(fields: dict[str, float], told: str) -> None:
    with pytest.raises(Refused, match=told) as refused:
        table(changed(**fields))
    assert "A on monitors" in refused.value.message


def test_a_repeated_row_is_refused() -> None:
    with pytest.raises(Refused, match="A stands twice on monitors"):
        table((*THREE, THREE[0]))


def test_nobody_with_power_is_refused() -> None:
    with pytest.raises(Refused, match="nobody at the table has power"):
        table(msgspec.structs.replace(row, power=0.0) for row in THREE)


def test_an_issue_without_weight_is_refused_by_name() -> None:
    rows = [msgspec.structs.replace(row, salience=0.0) if row.issue == "sanctions" else row for row in THREE]
    with pytest.raises(Refused, match="sanctions"):
        table(rows)


def test_an_unknown_actor_is_misuse() -> None:
    with pytest.raises(Misused, match="D: no such actor"):
        table(THREE, fallback={"D": 0.5})


def test_an_alternative_worth_more_than_everything_is_refused() -> None:
    with pytest.raises(Refused, match="best alternative is 0 to 1"):
        table(THREE, fallback={"A": 1.5})


def test_an_empty_table_is_misuse() -> None:
    with pytest.raises(Misused, match="nothing to bargain over"):
        table(())
