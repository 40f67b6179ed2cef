"""The fit `ballots`: what ships can be read, serves any state, and its vintages stand in order."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from comity.convene import ballots as stage
from comity.convene import rules
from comity.desk.fits import ballots, ballots_council
from comity.kernel.errors import OutsideFailed
from comity.records.draft import Draft
from comity.reference import bodies, fitted
from comity.store.raw import raw_data

FILES = ("ballots-council.txt", "ballots-assembly.txt", "ballots.json")
SEATS = ("USA", "GBR", "FRA", "RUS", "CHN", "DZA", "ECU", "GUY", "JPN", "MLT", "MOZ", "KOR", "SLE", "SVN", "CHE")


@pytest.fixture(scope="module")
def shipped():
    return stage.parse({file: fitted.read("ballots", file) for file in FILES}, ballots.shipped_positions())


def _draft(target, on=date(2024, 6, 1), body="unsc", strength="condemn"):
    return Draft(
        title="On the situation", body=body, rule="substantive", target=target, measures=(), strength=strength, on=on
    )


def test_vintages_stand_in_order_and_weights_sum_to_one(shipped):
    years = [vintage.year for vintage in shipped.sheet.council]
    assert years == sorted(years)
    for pool in shipped.sheet.assembly:
        assert np.allclose(np.sum(pool.weights, axis=1), 1)
        assert np.min(pool.weights) >= 0


@pytest.mark.parametrize("target", ["SDN", "MMR", "TUV", "USA", None])
@pytest.mark.parametrize("body", ["unsc", "unga"])
def test_any_target_gets_a_prediction(shipped, target, body):
    votes = stage.draws(shipped, _draft(target, body=body), SEATS, n=400, seed=1)
    assert votes.shape == (400, 15)


def test_a_text_on_syria_meets_more_vetoes_than_one_on_sudan(shipped):
    column = SEATS.index("RUS")
    no = {
        target: stage.forecast(shipped, _draft(target), SEATS, seed=1).odds[:, column, 0].mean()
        for target in ("SYR", "SDN")
    }
    assert no["SYR"] > no["SDN"]


def test_ballot_runs_through_the_charter_rule(shipped):
    rule = rules.rule_for(bodies.get("unsc"), "substantive", on=date(2024, 6, 1))
    sheet = stage.ballot(shipped, _draft("SDN"), SEATS, stage.verdict(rule, SEATS), n=1000, seed=1)
    assert 0 < sheet.adopted.value < 1
    assert sheet.adopted.baseline is not None
    assert all(odds.because for odds in sheet.members)
    assert sum(odds.veto_holder for odds in sheet.members) == 5


@pytest.mark.data
@pytest.mark.slow
def test_no_title_given_after_adoption_enters_and_only_recorded_votes_do(monkeypatch):
    try:
        raw = raw_data()
    except OutsideFailed as error:
        pytest.skip(f"no raw data here: {error.message}")
    asked = []
    rows = raw.rows
    monkeypatch.setattr(raw, "rows", lambda file, query: asked.append(query) or rows(file, query))
    record = ballots_council.record(raw)
    assert not any(" title," in query for query in asked)
    assert (np.diff(record.day) >= 0).all()
    assert ((record.votes >= 0).sum(axis=1) >= 9).all()


def test_sponsors_are_read_as_codes():
    text = "France, United Kingdom of Great Britain and Northern Ireland and United States of America"
    assert ballots_council.sponsors_of(text) == ("FRA", "GBR", "USA")
    assert ballots_council.sponsors_of("Bosnia and Herzegovina,E10") == ("BIH",)
    assert ballots_council.sponsors_of(None) == ()
