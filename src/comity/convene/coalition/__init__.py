"""Coalitions: the cheapest states to persuade, who is enough, and who can block, under any written rule."""
