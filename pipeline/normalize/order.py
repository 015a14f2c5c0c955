"""Matches printed rows with the form's rows, one to one and in order: the best way through a table of scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
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
    n_form: int, scores: Sequence[Sequence[float]], halves: Mapping[int, Sequence[float]]
) -> list[Pairing]:
    """The pairing with the highest score over all.

    n_form: how many rows the form has; scores: for each printed row how well it fits each of them, from 0 to 100;
    halves: for a printed row that may be one with the next, how well both together fit each.
    """
    best = [list(accumulate([0.0, *[-_SKIP_FORM] * n_form]))]
    step = [["form"] * (n_form + 1)]
    for i, fits in enumerate(scores):
        above, joined = best[i], halves.get(i - 1)
        most = above[0] - _SKIP_PRINTED
        row, kinds = [most], ["printed"]
        for j, fit in enumerate(fits):
            most, kind = most - _SKIP_FORM, "form"
            if (skipped := above[j + 1] - _SKIP_PRINTED) > most:
                most, kind = skipped, "printed"
            if fit >= _LEAST and (one := above[j] + _gain(fit)) > most:
                most, kind = one, "match"
            if joined and joined[j] >= _LEAST and (both := best[i - 1][j] + _gain(joined[j])) > most:
                most, kind = both, "halves"
            row.append(most)
            kinds.append(kind)
        best.append(row)
        step.append(kinds)
    return _traced(step, len(scores), n_form)


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
