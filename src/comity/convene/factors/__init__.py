"""Latent factors of states: what moves votes together. Fitting, what was known on a day, chances, and conditioning."""

from comity.convene.factors.fit import Loadings, States, one_session, walked
from comity.convene.factors.odds import chances, drawn, support
from comity.convene.factors.table import Model, item_prior, known, parse

__all__ = [
    "Loadings",
    "Model",
    "States",
    "chances",
    "drawn",
    "item_prior",
    "known",
    "one_session",
    "parse",
    "support",
    "walked",
]
