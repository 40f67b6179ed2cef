"""Venues: the same measure in every body that may take it, and what is left when one is blocked, as a dated plan."""
