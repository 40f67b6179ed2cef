import numpy as np
import pytest

from comity.desk.fits import deaths_ahead, deaths_panel
from comity.kernel.errors import Misused, OutsideFailed
from comity.kernel.time import Month
from comity.reference import fitted
from comity.store.raw import RawData, raw_data
from comity.warn import deaths_editions
from comity.warn.series import TARGETS


@pytest.fixture
def raw() -> RawData:
    try:
        return raw_data()
    except OutsideFailed as error:
        pytest.skip(error.message)


@pytest.mark.data
def test_the_panel_holds_the_195_states_of_the_protocol_and_ends_where_the_counts_are_complete(raw: RawData) -> None:
    given = deaths_panel.inputs(raw, "civilian", to=deaths_panel.KINDS_TO)
    assert len(given.states) == 195
    assert given.own.shape[1] == 390
    # Rwanda in April 1994, one-sided, and a state that did not exist yet.
    assert given.own[given.states.index("RWA"), 63] == 433_924
    assert np.isnan(given.own[given.states.index("SSD"), 100])
    with pytest.raises(Misused, match="2021-06"):
        deaths_panel.inputs(raw, "civilian", to=Month(2021, 7))
    with pytest.raises(Misused, match="no target"):
        deaths_panel.inputs(raw, "battle", to=Month(2020, 1))


@pytest.mark.data
def test_neighbours_are_mutual(raw: RawData) -> None:
    given = deaths_panel.inputs(raw, "state_based", to=Month(2015, 1))
    assert np.array_equal(given.borders, given.borders.T)
    assert given.borders[given.states.index("SDN"), given.states.index("TCD")] == 1


@pytest.mark.parametrize("target", TARGETS)
def test_every_shipped_edition_holds_every_horizon_of_its_states(target: str) -> None:
    made = deaths_editions.read(target, fitted.read("deaths", f"deaths-{target}.csv"))
    assert tuple(one.known for one in made) == deaths_ahead.EDITIONS[target]
    for one in made:
        assert len(one.states) > 160
        assert not set(one.states) & set(deaths_panel.MICROSTATES)
