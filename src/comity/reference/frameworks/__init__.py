"""How risk and law are read: risk factors, legal definitions with elements, and the responsibility to protect."""

from comity.reference.frameworks import definitions, r2p, risk_factors

# The shelves by the words that assessments use: factors are rated, thresholds are tested element by element.
factors = risk_factors.shelf
thresholds = definitions.shelf
responsibility = r2p.shelf

__all__ = ["definitions", "factors", "r2p", "responsibility", "risk_factors", "thresholds"]
