"""Amendments: the least change of a text that reaches a chance of adoption, and packages with most states on board."""
