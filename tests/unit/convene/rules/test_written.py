"""Every rule of every body on the shelf runs, and keeps the promises that any lawful rule keeps."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.convene.rules import Given, Outcome, Vote, adopted, decide, pivotal, rule_for, written
from comity.convene.rules.algebra import Count, Share
from comity.kernel.errors import BadContent, NotOnShelf, Refused
from comity.reference import bodies
from comity.reference.bodies import Abstention, DecisionRule, Quorum, Threshold

EVERY_RULE = [(body.id, rule.id) for body in bodies.all_bodies() for rule in body.decision_rules]
# What a member that has a vote may do, worst to best for the draft where the member is in the room.
BALLOTS = (Vote.NO, Vote.ABSTAIN, Vote.ABSTAIN_DECLARED, Vote.NOT_PARTICIPATING, Vote.ABSENT, Vote.YES)

few = settings(max_examples=50, deadline=None)


def roll_calls(rule, members, seed, draws=24):
    """Votes near the edge of adoption, with a share of each kind that differs by draw."""
    rng = np.random.default_rng(seed)
    odds = rng.dirichlet([0.2, 0.15, 0.05, 0.05, 0.1, 1.2], size=draws)
    return np.array([rng.choice(BALLOTS, size=len(members), p=p) for p in odds], dtype=np.int8)


def test_the_shelf_has_rules_for_all_bodies():
    assert len(bodies.ids()) == 41
    assert len(EVERY_RULE) == 68


@pytest.mark.parametrize(("body", "rule_id"), EVERY_RULE)
def test_all_yes_adopts_and_nothing_else_that_is_uniform_and_silent_does(body, rule_id, members_of, facts):
    rule = rule_for(body, rule_id)
    members = members_of(rule)
    votes = np.array([[kind] * len(members) for kind in (Vote.YES, Vote.NO, Vote.ABSENT)], dtype=np.int8)
    outcomes = decide(rule, votes, members, given=facts(members))
    assert outcomes.tolist() == [Outcome.ADOPTED, Outcome.NOT_ADOPTED, Outcome.NOT_ADOPTED]


@pytest.mark.parametrize(("body", "rule_id"), EVERY_RULE)
def test_a_change_to_yes_never_hurts(body, rule_id, members_of, facts):
    rule = rule_for(body, rule_id)
    members = members_of(rule)
    votes = roll_calls(rule, members, seed=1)
    known = facts(members)
    before = adopted(rule, votes, members, given=known)
    better = votes.copy()
    columns = np.random.default_rng(2).integers(len(members), size=len(votes))
    better[np.arange(len(votes)), columns] = Vote.YES
    assert (adopted(rule, better, members, given=known) >= before).all()


@pytest.mark.parametrize(("body", "rule_id"), EVERY_RULE)
def test_a_no_that_becomes_an_abstention_never_hurts(body, rule_id, members_of, facts):
    rule = rule_for(body, rule_id)
    members = members_of(rule)
    votes = roll_calls(rule, members, seed=3)
    known = facts(members)
    softer = np.where(votes == Vote.NO, np.int8(Vote.ABSTAIN), votes)
    assert (adopted(rule, softer, members, given=known) >= adopted(rule, votes, members, given=known)).all()


@pytest.mark.parametrize(("body", "rule_id"), EVERY_RULE)
def test_the_order_of_members_is_irrelevant(body, rule_id, members_of, facts):
    rule = rule_for(body, rule_id)
    members = members_of(rule)
    votes = roll_calls(rule, members, seed=4)
    known = facts(members)
    order = np.random.default_rng(5).permutation(len(members))
    mixed = tuple(members[column] for column in order)
    assert (decide(rule, votes[:, order], mixed, given=known) == decide(rule, votes, members, given=known)).all()
    turns = pivotal(rule, votes, members, given=known)
    assert (pivotal(rule, votes[:, order], mixed, given=known) == turns[:, order]).all()


@few
@given(pair=st.sampled_from(EVERY_RULE), seed=st.integers(0, 2**32 - 1), data=st.data())
def test_one_more_yes_never_hurts_under_any_rule(pair, seed, data, members_of, facts):
    rule = rule_for(*pair)
    members = members_of(rule)
    known = facts(members)
    votes = roll_calls(rule, members, seed, draws=8)
    column = data.draw(st.integers(0, len(members) - 1))
    before = adopted(rule, votes, members, given=known)
    votes[:, column] = Vote.YES
    assert (adopted(rule, votes, members, given=known) >= before).all()


@few
@given(pair=st.sampled_from(EVERY_RULE), seed=st.integers(0, 2**32 - 1), data=st.data())
def test_a_member_is_pivotal_where_its_yes_adopts_and_its_no_does_not(pair, seed, data, members_of, facts):
    rule = rule_for(*pair)
    members = members_of(rule)
    known = facts(members)
    votes = roll_calls(rule, members, seed, draws=8)
    column = data.draw(st.integers(0, len(members) - 1))
    turns = pivotal(rule, votes, members, given=known)[:, column]
    for ballot, carries in ((Vote.YES, True), (Vote.NO, False)):
        votes[:, column] = ballot
        assert (adopted(rule, votes, members, given=known)[turns] == carries).all()


@pytest.mark.parametrize("pair", [pair for pair in EVERY_RULE if rule_for(*pair).decider])
def test_where_no_vote_of_members_is_taken_a_roll_call_is_refused_and_one_column_runs(pair):
    rule = rule_for(*pair)
    with pytest.raises(Refused, match="there is no vote of 2 members to count") as caught:
        decide(rule, np.full((1, 2), Vote.YES), ("X", "Y"))
    assert "one column" in caught.value.hint
    assert decide(rule, np.array([[Vote.YES], [Vote.NO]]), (pair[0],)).tolist() == [1, 0]


# Council, before and after enlargement.


def test_before_1966_the_council_takes_the_rule_of_seven(charter):
    rule = rule_for("unsc", "substantive", on=date(1965, 12, 31))
    assert (rule.id, rule.carries, rule.seats) == ("pre_1966", Count(value=7), 11)
    assert rule_for("unsc", "substantive", on=date(1966, 1, 1)) == charter


@pytest.mark.parametrize("pair", [("unsc", "procedural"), ("unga_ess", "call_by_council")])
def test_before_1966_procedure_takes_seven_of_eleven_as_well(pair):
    rule = rule_for(*pair, on=date(1956, 10, 31))
    assert (rule.carries, rule.seats, rule.veto_holders) == (Count(value=7), 11, ())
    assert "before amendment" in rule.source


def test_a_rule_that_has_ended_is_refused_and_its_successor_named():
    with pytest.raises(Refused, match="ended on 1965-12-31") as caught:
        rule_for("unsc", "pre_1966", on=date(2024, 1, 1))
    assert caught.value.hint == "use unsc.substantive"


def test_a_rule_that_has_not_begun_is_refused():
    unga = bodies.get("unga")
    late = msgspec.structs.replace(unga.rule("other"), valid_from="2030-01-01")
    body = msgspec.structs.replace(unga, decision_rules=(late,))
    with pytest.raises(Refused, match="began on 2030-01-01"):
        rule_for(body, "other", on=date(2026, 1, 1))


def test_an_unknown_rule_gets_a_suggestion():
    with pytest.raises(NotOnShelf) as caught:
        rule_for("unsc", "substantiv")
    assert "substantive" in caught.value.hint


# What the law says of particular bodies.


def outcome(rule, *blocks, given=None):
    """Outcome for members in blocks of (how many, how they vote); the blocks' members are X000, X001, and so on."""
    row = [vote for number, vote in blocks for vote in [vote] * number]
    members = tuple(f"X{number:03d}" for number in range(len(row)))
    return Outcome(int(decide(rule, np.array([row]), members, given=given or Given())[0])).name


def test_two_thirds_in_the_assembly_leave_out_abstentions():
    rule = rule_for("unga", "important_question")
    # A/RES/ES-11/3 of 7 April 2022: 93 for, 24 against, 58 abstaining, 18 absent; 93 is less than two thirds of 193.
    assert outcome(rule, (93, Vote.YES), (24, Vote.NO), (58, Vote.ABSTAIN), (18, Vote.ABSENT)) == "ADOPTED"
    assert outcome(rule, (66, Vote.YES), (33, Vote.NO), (94, Vote.ABSTAIN)) == "ADOPTED"
    assert outcome(rule, (66, Vote.YES), (34, Vote.NO), (93, Vote.ABSTAIN)) == "NOT_ADOPTED"


def test_without_a_quorum_the_assembly_decides_nothing():
    rule = rule_for("unga", "important_question")
    assert outcome(rule, (96, Vote.YES), (97, Vote.ABSENT)) == "NOT_ADOPTED"
    assert outcome(rule, (96, Vote.YES), (1, Vote.NOT_PARTICIPATING), (96, Vote.ABSENT)) == "ADOPTED"


def test_a_majority_is_more_than_half():
    rule = rule_for("unga", "other")
    assert outcome(rule, (80, Vote.YES), (80, Vote.NO), (33, Vote.ABSTAIN)) == "NOT_ADOPTED"
    assert outcome(rule, (81, Vote.YES), (80, Vote.NO), (32, Vote.ABSTAIN)) == "ADOPTED"


def test_consensus_falls_back_on_two_thirds_of_all_members_in_the_african_union():
    rule = rule_for("au_assembly", "substantive")
    assert outcome(rule, (54, Vote.ABSTAIN), (1, Vote.YES)) == "ADOPTED"
    assert outcome(rule, (37, Vote.YES), (1, Vote.NO), (17, Vote.ABSTAIN)) == "ADOPTED"
    assert outcome(rule, (36, Vote.YES), (1, Vote.NO), (18, Vote.ABSTAIN)) == "NOT_ADOPTED"


def test_the_state_concerned_does_not_vote_in_the_peace_and_security_council():
    rule = rule_for("au_psc", "substantive")
    ballots = ((9, Vote.YES), (2, Vote.NO), (4, Vote.ABSTAIN))
    assert outcome(rule, *ballots) == "NOT_ADOPTED"
    # Fourteen may vote and two thirds of them are ten; with nine yes votes it takes thirteen.
    assert outcome(rule, *ballots, given=Given(concerned=("X009",))) == "NOT_ADOPTED"
    assert outcome(rule, *ballots, given=Given(concerned=("X009", "X010"))) == "ADOPTED"


def test_consensus_minus_one_leaves_out_the_one_state_concerned():
    rule = rule_for("osce_pc", "consensus_minus_one")
    alone = ((56, Vote.YES), (1, Vote.NO))
    assert outcome(rule, *alone) == "NOT_ADOPTED"
    assert outcome(rule, *alone, given=Given(concerned=("X056",))) == "ADOPTED"
    assert outcome(rule, (55, Vote.YES), (2, Vote.NO), given=Given(concerned=("X056",))) == "NOT_ADOPTED"
    with pytest.raises(Refused, match="leaves out 1 state"):
        outcome(rule, *alone, given=Given(concerned=("X055", "X056")))


def test_the_state_concerned_keeps_its_vote_where_the_rule_does_not_bar_it():
    rule = rule_for("osce_pc", "consensus")
    assert outcome(rule, (56, Vote.YES), (1, Vote.NO), given=Given(concerned=("X056",))) == "NOT_ADOPTED"


def test_suspension_in_the_council_of_europe_takes_two_thirds_cast_and_half_of_all():
    rule = rule_for("coe_cm", "suspension")
    assert outcome(rule, (24, Vote.YES), (12, Vote.NO), (10, Vote.ABSTAIN)) == "ADOPTED"
    assert outcome(rule, (23, Vote.YES), (1, Vote.NO), (22, Vote.ABSTAIN)) == "NOT_ADOPTED"
    assert outcome(rule, (30, Vote.YES), (16, Vote.NO)) == "NOT_ADOPTED"


def test_four_of_nine_can_carry_a_decision_of_the_mediation_and_security_council():
    rule = rule_for("ecowas_msc", "all")
    assert outcome(rule, (4, Vote.YES), (2, Vote.ABSTAIN), (3, Vote.ABSENT)) == "ADOPTED"
    assert outcome(rule, (4, Vote.YES), (3, Vote.ABSTAIN), (2, Vote.ABSENT)) == "NOT_ADOPTED"
    assert outcome(rule, (5, Vote.YES), (4, Vote.ABSENT)) == "NOT_ADOPTED"


def people(big, rest, members=27):
    """Populations: the first members have `big` each in order, the others `rest`."""
    return Given(populations={f"X{i:03d}": big[i] if i < len(big) else rest for i in range(members)})


def test_a_qualified_majority_takes_states_and_people():
    rule = rule_for("eu_council_cfsp", "tfeu_215")
    equal = people((), 10)
    assert outcome(rule, (18, Vote.YES), (9, Vote.NO), given=equal) == "ADOPTED"
    assert outcome(rule, (17, Vote.YES), (10, Vote.ABSTAIN), given=equal) == "NOT_ADOPTED"
    # Fifteen of 27 states are 55 per cent, fourteen are not, however many people they have.
    assert outcome(rule, (15, Vote.YES), (12, Vote.NO), given=people((100,) * 15, 1)) == "ADOPTED"
    assert outcome(rule, (14, Vote.YES), (13, Vote.NO), given=people((100,) * 14, 1)) == "NOT_ADOPTED"


def test_three_members_cannot_block_a_qualified_majority_whatever_their_people():
    rule = rule_for("eu_council_cfsp", "tfeu_215")
    giants = people((500, 500, 500, 500), 1)
    assert outcome(rule, (3, Vote.NO), (24, Vote.YES), given=giants) == "ADOPTED"
    assert outcome(rule, (4, Vote.NO), (23, Vote.YES), given=giants) == "NOT_ADOPTED"


def test_where_some_do_not_take_part_the_blocking_minority_is_reckoned_from_those_who_do():
    rule = rule_for("eu_council_cfsp", "tfeu_215")
    giants = people((500, 500, 500, 500), 1)
    barred = (23, Vote.BARRED)
    # Of four equal states two hold more than 35 per cent, so three are needed to block (TFEU 238(3)(a)).
    assert outcome(rule, (2, Vote.NO), (2, Vote.YES), barred, given=giants) == "ADOPTED"
    assert outcome(rule, (3, Vote.NO), (1, Vote.YES), barred, given=giants) == "NOT_ADOPTED"


def test_without_a_proposal_72_per_cent_of_states_are_needed_and_no_minority_is_too_small():
    rule = rule_for("eu_council_cfsp", "cfsp_qmv", proposal=False)
    equal = people((), 10)
    assert outcome(rule, (20, Vote.YES), (7, Vote.NO), given=equal) == "ADOPTED"
    assert outcome(rule, (19, Vote.YES), (8, Vote.NO), given=equal) == "NOT_ADOPTED"
    assert outcome(rule, (2, Vote.NO), (25, Vote.YES), given=people((500, 500), 1)) == "NOT_ADOPTED"


def test_constructive_abstention_stops_a_decision_at_a_third_of_states_with_a_third_of_people():
    rule = rule_for("eu_council_cfsp", "cfsp_decision")
    declared = (9, Vote.ABSTAIN_DECLARED)
    assert outcome(rule, declared, (18, Vote.YES), given=people((), 10)) == "NOT_ADOPTED"
    assert outcome(rule, declared, (18, Vote.YES), given=people((1,) * 9, 10)) == "ADOPTED"
    assert outcome(rule, (8, Vote.ABSTAIN_DECLARED), (19, Vote.YES)) == "ADOPTED"
    assert outcome(rule, (26, Vote.ABSTAIN), (1, Vote.YES)) == "ADOPTED"
    assert outcome(rule, (26, Vote.YES), (1, Vote.NO)) == "NOT_ADOPTED"
    with pytest.raises(Refused, match="counts populations"):
        outcome(rule, declared, (18, Vote.YES))


def test_weighted_votes_need_half_of_the_power_and_most_of_the_directors_in_the_room():
    rule = rule_for("ifi_boards", "default")
    given = Given(weights={f"X{i:03d}": 100 if i == 0 else 4 for i in range(25)})
    assert outcome(rule, (1, Vote.YES), (24, Vote.NO), given=given) == "ADOPTED"
    assert outcome(rule, (1, Vote.NO), (24, Vote.YES), given=given) == "NOT_ADOPTED"
    assert outcome(rule, (1, Vote.YES), (11, Vote.ABSTAIN), (13, Vote.ABSENT), given=given) == "NOT_ADOPTED"
    assert outcome(rule, (1, Vote.ABSENT), (24, Vote.YES), given=given) == "NOT_ADOPTED"
    with pytest.raises(Refused, match="counts weights, and X000, X001"):
        outcome(rule, (25, Vote.YES))


def test_sixteen_of_forty_seven_call_a_special_session():
    rule = rule_for("unhrc", "call_special_session")
    assert outcome(rule, (16, Vote.YES), (31, Vote.NO)) == "ADOPTED"
    assert outcome(rule, (15, Vote.YES), (32, Vote.ABSENT)) == "NOT_ADOPTED"


# Content that contradicts itself.


def on_shelf(**changes):
    """A plain rule of two thirds, changed."""
    plain = {
        "id": "r", "matter": "m", "source": "s", "base": "members",
        "threshold": Threshold(kind="fraction", num=2, den=3),
    }  # fmt: skip
    return DecisionRule(**(plain | changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"threshold": Threshold(kind="fraction", num=2)}, "den is missing"),
        ({"threshold": Threshold(kind="count")}, "value is missing"),
        ({"threshold": Threshold(kind="majority", also="the host as well")}, "unknown words"),
        ({"abstention": Abstention(effect="neutral")}, "does not go with base members"),
        ({"quorum": Quorum(kind="count")}, "quorum.value is missing"),
    ],
)
def test_a_rule_that_contradicts_itself_names_body_rule_and_field(changes, words):
    with pytest.raises(BadContent, match=words) as caught:
        written("atlantis", on_shelf(**changes), seats=5)
    assert caught.value.message.startswith("atlantis.r: ")
    assert caught.value.hint


def test_a_new_body_needs_no_code():
    rule = written("atlantis", on_shelf(), seats=6)
    assert rule.carries == Share(num=2, den=3, base="members")
    assert outcome(rule, (4, Vote.YES), (2, Vote.NO)) == "ADOPTED"
