"""Matches printed rows with the form's rows, one to one and in order: the best way through a table of scores."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import inf
from typing import NamedTuple

_LEAST = 50.0
"""A label that scores less is no match at all."""
_SKIP_PRINTED = 0.3
_SKIP_FORM = 0.01


class Pairing(NamedTuple):
    """Printed rows [start, end), one or two halves of one, and the form's row that they are."""

    start: int
    end: int
    form: int


def pair_in_order(
    n_printed: int, n_form: int, score: Callable[[int, int], float], halves: Callable[[int, int], float]
) -> list[Pairing]:
    """The pairing with the highest score over all.

    score(i, j) says from 0 to 100 how well printed row i fits row j of the form; halves(i, j) how well the printed
    rows i and i + 1 fit it together, 0 where they cannot be one row.
    """
    best = [[0.0] * (n_form + 1) for _ in range(n_printed + 1)]
    step = [["form"] * (n_form + 1) for _ in range(n_printed + 1)]
    for i, j in list(product(range(n_printed + 1), range(n_form + 1)))[1:]:
        most, kind = (best[i][j - 1] - _SKIP_FORM, "form") if j else (-inf, "")
        if i and (skipped := best[i - 1][j] - _SKIP_PRINTED) > most:
            most, kind = skipped, "printed"
        if i and j and (fit := score(i - 1, j - 1)) >= _LEAST:
            most, kind = max((most, kind), (best[i - 1][j - 1] + _gain(fit), "match"), key=_value)
        if i > 1 and j and (fit := halves(i - 2, j - 1)) >= _LEAST:
            most, kind = max((most, kind), (best[i - 2][j - 1] + _gain(fit), "halves"), key=_value)
        best[i][j], step[i][j] = most, kind
    return _traced(step, n_printed, n_form)


def _value(way: tuple[float, str]) -> float:
    return way[0]


def _gain(score: float) -> float:
    return (score - _LEAST + 5) / (105 - _LEAST)


def _traced(step: list[list[str]], i: int, j: int) -> list[Pairing]:
    pairings = []
    while i or j:
        kind = step[i][j]
        if kind in ("match", "halves"):
            width = 1 if kind == "match" else 2
            pairings.append(Pairing(i - width, i, j - 1))
            i, j = i - width, j - 1
        elif kind == "printed":
            i -= 1
        else:
            j -= 1
    return pairings[::-1]
