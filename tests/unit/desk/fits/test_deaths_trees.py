import msgspec
import numpy as np
import pytest

from comity.desk.fits import deaths_trees as trees
from comity.desk.fits.deaths_trees import Task
from comity.kernel.errors import Refused
from comity.kernel.time import Month
from comity.warn.features import Inputs

pytest.importorskip("lightgbm", reason="the fit needs the optional extra `fit`")

STATES, MONTHS = 24, 110
TASK = Task(newest=95, horizon=3, origins=(95, 100), drivers=True)


@pytest.fixture(autouse=True)
def _small_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "_FOREST_TREES", 6)
    monkeypatch.setattr(trees, "_BOOSTERS", tuple((settings, 8) for settings, _ in trees._BOOSTERS))


def inputs() -> Inputs:
    draw = np.random.default_rng(7)
    level = draw.gamma(0.4, 20, size=(STATES, 1))
    own = draw.poisson(level * draw.gamma(1, 1, size=(STATES, MONTHS))).astype(float)
    own[3, :80] = np.nan
    own[4, 98:] = np.nan
    return Inputs(
        states=tuple(f"S{row:02d}" for row in range(STATES)),
        start=Month(2000, 1),
        own=own,
        others={},
        events={},
        borders=np.zeros((STATES, STATES)),
        region=np.arange(STATES) % 4,
        first_year=1998,
        yearly={"pop": draw.random((STATES, 12))},
        marks={},
        levels={},
    )


def test_a_fit_repeats_and_its_parts_sum_to_its_chance() -> None:
    panel = trees.panel(inputs(), "all")
    one, two = trees.run(panel, TASK), trees.run(panel, TASK)
    assert np.array_equal(one.forest, two.forest)
    assert np.array_equal(one.parts, two.parts)
    assert np.allclose(one.parts.sum(axis=1), np.log(one.chance / (1 - one.chance)), atol=1e-9)
    made = trees.finished(panel, one)
    assert np.allclose(made.sum(axis=1), 1)
    assert np.allclose(1 - made[:, 0], one.chance)


@pytest.mark.parametrize("after", [96, 101])
def test_nothing_after_the_newest_label_or_the_origin_moves_a_forecast(after: int) -> None:
    given = inputs()
    planted = given.own.copy()
    planted[:, after:] = np.where(np.isnan(planted[:, after:]), np.nan, 7777.0)
    before = trees.run(trees.panel(given, "all"), TASK)
    changed = trees.run(trees.panel(msgspec.structs.replace(given, own=planted), "all"), TASK)
    early = before.origin < after
    assert early.any()
    assert np.array_equal(before.forest[early], changed.forest[changed.origin < after])
    assert np.array_equal(before.chance[early], changed.chance[changed.origin < after])


def test_an_origin_before_the_newest_label_is_a_leak() -> None:
    with pytest.raises(Refused, match="leak"):
        trees.run(trees.panel(inputs(), "all"), Task(newest=95, horizon=1, origins=(94,)))


def test_a_state_without_counts_at_the_origin_is_left_out_and_not_zero() -> None:
    made = trees.run(trees.panel(inputs(), "all"), TASK)
    asked = set(zip(made.state.tolist(), made.origin.tolist(), strict=True))
    assert (4, 95) in asked
    assert (4, 100) not in asked


def test_a_horizon_between_two_fits_lies_between_them() -> None:
    panel = trees.panel(inputs(), "all")
    near, far = (trees.run(panel, msgspec.structs.replace(TASK, horizon=horizon)) for horizon in (3, 6))
    made = trees.between(near, far, 4)
    assert made.task.horizon == 4
    assert np.allclose(made.forest.sum(axis=1), 1)
    assert (made.chance >= np.minimum(near.chance, far.chance) - 1e-12).all()
    assert (made.chance <= np.maximum(near.chance, far.chance) + 1e-12).all()
    assert np.allclose(made.parts.sum(axis=1), np.log(made.chance / (1 - made.chance)), atol=1e-9)
