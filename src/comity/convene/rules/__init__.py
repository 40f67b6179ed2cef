"""Decision rules of bodies as arithmetic on arrays of votes; docs/explanation/decision-rules.md says how and why.

`rule_for` gives the rule of a body in force on a day, `decide` the outcome of every roll call, `pivotal` whose vote
it turned on. Nothing here reads files: the written rules come from reference/bodies.
"""

from comity.convene.rules.decide import adopted, decide, pivotal
from comity.convene.rules.rule import Given, Rule
from comity.convene.rules.votes import Outcome, Vote
from comity.convene.rules.written import rule_for, written

__all__ = ["Given", "Outcome", "Rule", "Vote", "adopted", "decide", "pivotal", "rule_for", "written"]
