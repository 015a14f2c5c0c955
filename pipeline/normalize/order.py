"""Matches printed rows with the form's rows, one to one and in order: the best way through a table of scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    best: list[list[float]] = []
    step: list[list[str]] = []
    for i in range(len(scores) + 1):
        row, kinds, joined = [best[i - 1][0] - _SKIP_PRINTED if i else 0.0], ["printed"], halves.get(i - 2)
        for j in range(1, n_form + 1):
            most, kind = row[j - 1] - _SKIP_FORM, "form"
            if i and (skipped := best[i - 1][j] - _SKIP_PRINTED) > most:
                most, kind = skipped, "printed"
            if i and (fit := scores[i - 1][j - 1]) >= _LEAST and (one := best[i - 1][j - 1] + _gain(fit)) > most:
                most, kind = one, "match"
            if joined and (fit := joined[j - 1]) >= _LEAST and (both := best[i - 2][j - 1] + _gain(fit)) > most:
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
