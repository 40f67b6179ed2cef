"""Small made cases for tests of amendments."""

from __future__ import annotations

import numpy as np

from comity.convene.amend.board import Board
from comity.convene.amend.clauses import Clause, Level, Menu
from comity.convene.amend.scenes import Distances, Floor
from comity.convene.drafting import STRENGTHS
from comity.convene.rules import Rule, adopted
from comity.convene.rules.algebra import Count

MEMBERS = tuple("ABCDEFG")
FOUR_OF_SEVEN = Rule(body="made", id="up", carries=Count(value=4), source="a test", veto_holders=("A",))


def menu(seed: int, clauses: int = 4, levels: int = 3) -> Menu:
    draw = np.random.default_rng(seed)
    return Menu(
        clauses=tuple(
            Clause(
                id=f"clause {number}",
                weight=float(draw.integers(1, 6)),
                levels=tuple(
                    Level(words=f"form {at}", loss=at / (levels - 1), strength=STRENGTHS[int(draw.integers(0, 5))])
                    for at in range(levels)
                ),
            )
            for number in range(clauses)
        )
    )


def floor(seed: int, clauses: int = 4, levels: int = 3, *, strengths: bool = True, effects: bool = True) -> Floor:
    draw = np.random.default_rng(seed)
    made = menu(seed, clauses, levels)
    moved = effects * draw.normal(0.4, 0.7, (clauses, levels, len(MEMBERS)))
    moved[:, 0] = 0
    shape = (40, len(MEMBERS))
    mood = draw.normal(-1.5, 1, (40, 1)) + draw.normal(size=shape)
    away = draw.random(shape) < 0.05
    drawn = tuple(
        Distances(yes=mood - 0.2 * step * strengths, mild=mood - 0.2 * step * strengths + 1, away=away)
        for step in range(len(STRENGTHS))
    )
    return Floor(made, drawn, tuple(moved), lambda votes: adopted(FOUR_OF_SEVEN, votes, MEMBERS))


def board(seed: int, states: int = 20, amendments: int = 8) -> Board:
    draw = np.random.default_rng(seed)
    costs = draw.uniform(1, 5, amendments)
    return Board(
        base=draw.normal(-0.4, 1.0, states),
        effects=draw.normal(0, 0.7, (states, amendments)),
        costs=costs,
        budget=float(0.4 * costs.sum()),
    )
