"""Winning sides counted exactly, by size and by member. Three ways, chosen by the shape of the game.

Each gives `(all, holding)`: winning sides of each size, and for each member those that hold it, as whole numbers of any
length (2^193 and more). The research note measured three packages that overflow or stop here without saying so.
"""

from __future__ import annotations

from itertools import pairwise
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from comity.convene.power.game import Game, Whole
from comity.kernel.errors import Refused

Count = tuple[list[int], list[list[int]]]

# Cells a grid of types may have before another way is cheaper.
_GRID = 200_000
# Members that can be split into two halves whose subsets are all listed: 2^18 a half.
_HALVES = 36
# Cells of the table over size and weight; 40 million numbers of 8 bytes take 320 MB.
_TABLE = 40_000_000
# The largest primes below 2^31 (products of two residues fit in 63 bits); as many are used as the count needs.
_PRIMES = (
    2147483647, 2147483629, 2147483587, 2147483579, 2147483563, 2147483549, 2147483543, 2147483497, 2147483489,
)  # fmt: skip


def count(game: Game) -> Count:
    """Winning sides by size 0..n, and the same for each member; exact.

    raises  Refused for a game too large for any of the three ways
    """
    kinds, which = np.unique(game.parts, axis=0, return_inverse=True)
    sizes = np.bincount(which.reshape(-1), minlength=len(kinds))
    if prod(int(size) + 1 for size in sizes) <= _GRID:
        return _by_type(game, kinds, which.reshape(-1), sizes)
    if game.parts.shape[1] == 2 and len(game.members) <= _HALVES:
        return _by_halves(game)
    if game.parts.shape[1] == 2:
        return _by_table(game, kinds, which.reshape(-1))
    raise Refused(
        f"{game.rule.name} looks at {game.parts.shape[1]} sums over {len(game.members)} different members",
        hint="round weights or populations so that fewer members differ",
    )


def _by_type(game: Game, kinds: Whole, which: NDArray[np.intp], sizes: NDArray[np.intp]) -> Count:
    """Members that add the same are alike: a side is how many of each kind it holds."""
    grid = np.indices([size + 1 for size in sizes]).reshape(len(sizes), -1).T
    won = grid[game.winning(grid @ kinds)]
    n = len(game.members)
    every = [0] * (n + 1)
    of_kind = [[0] * (n + 1) for _ in sizes]
    for cell in won.tolist():
        ways = prod(comb(int(size), k) for size, k in zip(sizes, cell, strict=True))
        at = sum(cell)
        every[at] += ways
        for kind, k in enumerate(cell):
            # Of the sides with k of this kind, k in size hold a given member; the division is exact.
            of_kind[kind][at] += ways * k // int(sizes[kind])
    return every, [of_kind[kind] for kind in which.tolist()]


def _by_halves(game: Game) -> Count:
    """Subsets of two halves, met in the middle: for each size the rule sets a least weight, since more never loses."""
    n = len(game.members)
    weights = game.parts[:, 1]
    least = _least_weights(game, n, int(weights.sum()))
    left, right = np.arange(n // 2), np.arange(n // 2, n)
    of_left, of_right = _subsets(weights[left]), _subsets(weights[right])
    every = [0] * (n + 1)
    holding = [[0] * (n + 1) for _ in range(n)]
    for a, (sums_a, in_a) in enumerate(of_left):
        order = np.argsort(sums_a, kind="stable")
        ranked = sums_a[order]
        # How many subsets from each rank on hold each member of the left half.
        after = np.vstack(
            [np.cumsum(in_a[order][::-1], axis=0, dtype=np.int64)[::-1], np.zeros((1, len(left)), np.int64)]
        )
        for b, (sums_b, in_b) in enumerate(of_right):
            size = a + b
            bound = least[size]
            if bound is None:
                continue
            rank = np.searchsorted(ranked, bound - sums_b)
            won = len(ranked) - rank
            every[size] += int(won.sum())
            for place, total in zip(left, after[rank].sum(axis=0), strict=True):
                holding[place][size] += int(total)
            for place, total in zip(right, won @ in_b, strict=True):
                holding[place][size] += int(total)
    return every, holding


def _least_weights(game: Game, n: int, total: int) -> list[int | None]:
    """For each size the least weight of the yes side that carries; None where no weight does. By bisection."""
    low, high = np.zeros(n + 1, dtype=np.int64), np.full(n + 1, total, dtype=np.int64)
    sizes = np.arange(n + 1)
    possible = game.winning(np.stack([sizes, high], axis=1))
    while (low < high).any():
        middle = (low + high) // 2
        won = game.winning(np.stack([sizes, middle], axis=1))
        high = np.where(won, middle, high)
        low = np.where(won, low, np.minimum(middle + 1, high))
    return [int(weight) if can else None for weight, can in zip(high, possible, strict=True)]


def _subsets(weights: Whole) -> list[tuple[Whole, Whole]]:
    """Subsets of the members by size: their sums, and which members they hold."""
    n = len(weights)
    held = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    sums = held @ weights
    size = held.sum(axis=1)
    return [(sums[size == k], held[size == k]) for k in range(n + 1)]


def _by_table(game: Game, kinds: Whole, which: NDArray[np.intp]) -> Count:
    """A table over size and weight, kept modulo primes and put together again (Chinese remainders)."""
    n, total = len(game.members), int(game.parts[:, 1].sum())
    if (n + 1) * (total + 1) > _TABLE:
        raise Refused(
            f"{game.rule.name}: {n} members with a total weight of {total} need too large a table",
            hint="round the weights to a coarser unit",
        )
    least = _least_weights(game, n, total)
    primes = _PRIMES[: n // 30 + 1]
    residues = [_table_modulo(game.parts[:, 1], kinds[:, 1], least, prime) for prime in primes]
    every = [_joined([part[0][size] for part in residues], primes) for size in range(n + 1)]
    of_kind = [
        [_joined([part[1][kind][size] for part in residues], primes) for size in range(n + 1)]
        for kind in range(len(kinds))
    ]
    return every, [of_kind[kind] for kind in which.tolist()]


def _table_modulo(
    weights: Whole, kinds: Whole, least: list[int | None], prime: int
) -> tuple[list[int], list[list[int]]]:
    n, total = len(weights), int(weights.sum())
    table = np.zeros((n + 1, total + 1), dtype=np.int64)
    table[0, 0] = 1
    for done, weight in enumerate(weights.tolist()):
        rows = slice(1, done + 2)
        table[rows, weight:] = (table[rows, weight:] + table[0 : done + 1, : total + 1 - weight]) % prime
    every = _won(table, least, prime)
    holding = []
    for weight in kinds.tolist():
        # Sides without one member of this kind: what is left when those with it are taken out, size by size.
        without = np.zeros_like(table)
        without[0] = table[0]
        for size in range(1, n + 1):
            without[size] = table[size]
            without[size, weight:] -= without[size - 1, : total + 1 - weight]
            without[size] %= prime
        left_out = _won(without, least, prime)
        holding.append([(a - b) % prime for a, b in zip(every, left_out, strict=True)])
    return every, holding


def _won(table: Whole, least: list[int | None], prime: int) -> list[int]:
    # A row has at most 40 million residues below 2^31, so its sum stays below 2^57.
    return [0 if bound is None else int(table[size, bound:].sum()) % prime for size, bound in enumerate(least)]


def _joined(residues: list[int], primes: tuple[int, ...]) -> int:
    """The one number below the product of the primes with these residues."""
    number, modulus = residues[0], primes[0]
    for residue, prime in zip(residues[1:], primes[1:], strict=True):
        number += modulus * ((residue - number) * pow(modulus, -1, prime) % prime)
        modulus *= prime
    return number


assert all(later < earlier for earlier, later in pairwise(_PRIMES)), "primes are listed once, largest first"
