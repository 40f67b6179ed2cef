"""Voting power under any written rule: how often a member decides if all say yes or no, exactly counted.

`power` gives Shapley-Shubik, Banzhaf and Coleman figures; docs/explanation/coalitions.md says what they do not.
"""

from comity.convene.power.indices import Power, power

__all__ = ["Power", "power"]
