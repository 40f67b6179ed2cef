from datetime import date

import pytest

from comity.kernel.errors import BadContent, Misused
from comity.warn import onset, onset_changes
from comity.warn.drivers import THEMES
from comity.warn.onset_changes import CARRIED_HEADER, Changes
from comity.warn.series import NoForecast

REST = ",".join("0" for _ in THEMES[2:])
ON = date(2026, 11, 21)
CARRIED = f"{CARRIED_HEADER}\n2023,AAA,0.4,0.1,{REST}\n2024,AAA,0.5,0.5,{REST}\n".encode()


def table(*editions: tuple[str, float, float, float]) -> onset.OnsetTable:
    """Editions of one state: name, level, first and second driver."""
    risks, bands, years = [onset.RISKS_HEADER], [onset.BANDS_HEADER], [onset.YEARS_HEADER]
    for name, level, one, two in editions:
        year = "2024" if "-" in name else name
        risks.append(f"{name},AAA,0,1,{one},{two},{REST}")
        bands.append(f"{name},AAA,{'0' * len(THEMES)}")
        known = "2026-06-30" if "-" in name else f"{int(name) + 1}-06-30"
        years.append(f"{name},{year},2,{known},{level},0.01,100,5")
    return onset.read(*(("\n".join(lines) + "\n").encode() for lines in (risks, bands, years)))


YEARLY = table(("2022", -4.0, 0.1, 0.1), ("2023", -4.1, 0.5, 0.1), ("2024", -4.3, 0.6, 0.4))
MONTHLY = table(("2026-05", -4.3, 0.9, 0.4))


def read() -> onset_changes.Carried:
    return onset_changes.read_carried(CARRIED)


def test_each_year_splits_into_data_and_model_and_all_sum_to_the_change() -> None:
    made = onset_changes.changes(YEARLY, read(), "AAA", since=2022, on=ON, months=MONTHLY)
    assert isinstance(made, Changes)
    assert [one.window_after for one in made.steps] == ["2024-2025", "2025-2026", "2026-06 to 2028-05"]
    first = made.steps[0].step
    assert first.data.drivers[THEMES[0].name] == pytest.approx(0.3)
    assert first.model.drivers[THEMES[0].name] == pytest.approx(0.1)
    assert first.model.level == pytest.approx(-0.1)
    assert made.steps[-1].step.model.total == 0
    assert made.whole.change == pytest.approx(made.whole.after - made.whole.before, abs=1e-9)
    assert made.whole.vintage.total == 0
    assert "vintage" in made.whole.vintage.reason


def test_only_editions_known_on_the_day_are_compared() -> None:
    made = onset_changes.changes(YEARLY, read(), "AAA", since=2022, on=date(2024, 7, 1), months=MONTHLY)
    assert isinstance(made, Changes)
    assert len(made.steps) == 1


def test_a_state_without_editions_gets_a_reason_and_a_wrong_year_is_an_error() -> None:
    assert isinstance(onset_changes.changes(YEARLY, read(), "TUV", since=2022, on=ON), NoForecast)
    with pytest.raises(Misused, match="1980"):
        onset_changes.changes(YEARLY, read(), "AAA", since=1980, on=ON)


@pytest.mark.parametrize(
    "harm", [CARRIED.replace(b"edition", b"year"), CARRIED.replace(b"2023,AAA,0.4,", b"2023,AAA,")]
)
def test_a_damaged_file_is_refused(harm: bytes) -> None:
    with pytest.raises(BadContent):
        onset_changes.read_carried(harm)


def test_a_missing_row_is_named() -> None:
    lacking = onset_changes.Carried(parts={})
    with pytest.raises(BadContent, match="AAA in edition 2023"):
        onset_changes.changes(YEARLY, lacking, "AAA", since=2022, on=ON)
