from __future__ import annotations

from comity.desk.skills.amend_pairs import NAME, others
from comity.reference import skill


def test_a_change_to_the_drafts_own_strength_is_no_change():
    assert others(("refer", "condemn", "force", "mission"), "condemn") == ("refer", "force", "mission")


def test_the_row_says_that_a_baseline_does_better():
    row = skill.get(NAME)
    best = max(figures["hit_changed"] for figures in row.baselines.values())
    assert (best > row.metrics["hit_changed"].value) == any("baseline" in limit for limit in row.limits)
    assert row.n == len(row.details)
