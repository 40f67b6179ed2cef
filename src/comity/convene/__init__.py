"""Convene: positions of states, predicted votes, and decision rules as arithmetic on arrays of votes."""
