"""White columns in the text on the left of a table, with a rule that is drawn in them or without: what stands left of
one beside several rows is their group's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.grid import MIN_CELL, Rule
from pipeline.extract.stub import TextRow
from pipeline.extract.words import Word

_LEAST = 0.3
"""A white column is at least so many ems wide."""
_WIDE = 1.2
"""Where just one line shows it, it must be so many ems wide."""
_BESIDE = 0.35
"""Figures nearer to a line's height than this, in ems, stand beside it."""
_NEXT = 1.3
"""A line follows another one of its label at less than so many ems."""
_FAR = 2.0
"""A line farther than so many ems from all others labels a row: the name of a group stands among its rows."""


class Gutter(NamedTuple):
    """A white column at `x`, and the lines of text [start, end) beside which it runs."""

    x: float
    start: int
    end: int


def gutters(rows: Sequence[TextRow], figures: Sequence[float], rules: Sequence[Rule] = ()) -> list[Gutter]:
    """The white columns in lines of labels, from left to right. figures: the heights of the lines of figures; rules:
    the upright ones that are drawn on the page.
    """
    ruled = list(_along_rules(rows, rules))
    found = {*ruled, *(one for one in _beside_stacks(rows) if not _in_one_gap(rows, one, ruled))}
    for index, row in enumerate(rows):
        for gap in (*_gaps(row), *_gaps_beside(rows, index)):
            for share in (0.0, 1.0):  # of what stands in the gap of another line: all of it right of it, or left
                one = _run(rows, figures, index, gap, share)
                if one is not None and not (any(_same(one, other) for other in found) or _in_one_gap(rows, one, ruled)):
                    found.add(one)
    return sorted(found)


def _along_rules(rows: Sequence[TextRow], rules: Sequence[Rule]) -> Iterator[Gutter]:
    """The white columns in which a rule is drawn, with text on both of its sides, as far as it goes."""
    for rule in rules:
        beside = [index for index, row in enumerate(rows) if rule.start <= row.middle <= rule.end]
        words = [word for index in beside for word in rows[index].words]
        left, right = (sum(word.box[2] <= rule.at for word in words), sum(word.box[0] >= rule.at for word in words))
        if left and right and left + right == len(words):
            yield Gutter(rule.at, beside[0], beside[-1] + 1)


def _beside_stacks(rows: Sequence[TextRow]) -> Iterator[Gutter]:
    """The white columns right of text that runs downwards, as far as it goes."""
    stacks: list[list[tuple[int, Word]]] = []
    for index, word in ((index, word) for index, row in enumerate(rows) for word in row.words if word.turned):
        own = next((stack for stack in stacks if _in_line(word, stack[0][1])), None)
        if own is None:
            stacks.append([(index, word)])
        else:
            own.append((index, word))
    for stack in stacks:
        x0 = max(word.box[2] for _, word in stack)
        top, bottom = min(word.box[1] for _, word in stack), max(word.box[3] for _, word in stack)
        beside = [i for i, row in enumerate(rows) if row.top < bottom and top < row.bottom and _is_right(row, x0)]
        start, end = min([stack[0][0], *beside]), max([stack[-1][0], *beside]) + 1
        rights = [w.box[0] for row in rows[start:end] for w in row.words if (w.box[0] + w.box[2]) / 2 > x0]
        if rights and min(rights) > x0:
            yield Gutter((x0 + min(rights)) / 2, start, end)


def _is_right(row: TextRow, x: float) -> bool:
    return all(word.box[0] > x for word in row.words)


def _in_line(one: Word, two: Word) -> bool:
    """Whether two characters stand in one column of text."""
    return abs(one.box[0] + one.box[2] - two.box[0] - two.box[2]) / 2 < max(one.em, two.em) / 2


def _same(one: Gutter, two: Gutter) -> bool:
    return abs(one.x - two.x) < MIN_CELL and one.start < two.end and two.start < one.end


def _in_one_gap(rows: Sequence[TextRow], one: Gutter, others: Iterable[Gutter]) -> bool:
    """Whether a white column has another beside it, with nothing between them."""
    for other in others:
        beside = rows[max(one.start, other.start) : min(one.end, other.end)]
        left, right = sorted((one.x, other.x))
        if beside and not any(word.box[2] > left and word.box[0] < right for row in beside for word in row.words):
            return True
    return False


def _gaps(row: TextRow) -> list[tuple[float, float]]:
    words = sorted(row.words, key=lambda word: word.box[0])
    return [(one.box[2], two.box[0]) for one, two in pairwise(words)]


def _gaps_beside(rows: Sequence[TextRow], index: int) -> list[tuple[float, float]]:
    """The gaps between a line and those above and below it that end left of it."""
    start = min(word.box[0] for word in rows[index].words)
    ends = [max(word.box[2] for word in rows[i].words) for i in (index - 1, index + 1) if 0 <= i < len(rows)]
    return [(end, start) for end in ends if end < start]


def _run(
    rows: Sequence[TextRow], figures: Sequence[float], seed: int, gap: tuple[float, float], share: float
) -> Gutter | None:
    """The gap of one line, followed up and down as far as it stays white and labels stand right of it."""
    start, end = seed, seed + 1
    left, right = gap
    for step in (-1, 1):
        index = seed + step
        while 0 <= index < len(rows):
            narrowed = _narrowed(rows, index, figures, (left, right), share)
            if narrowed is None:
                break
            left, right = narrowed
            start, end = min(start, index), max(end, index + 1)
            index += step
    x = (left + right) / 2
    labelled = [index for index in range(start, end) if _has_right(rows[index].words, x)]
    if not labelled or not any(_has_left(row, x) for row in rows[labelled[0] : labelled[-1] + 1]):
        return None
    em = rows[seed].words[0].em
    if len(labelled) < 2 and right - left < _WIDE * em:
        return None
    first, last = labelled[0], labelled[-1]
    while first > start and rows[labelled[0]].middle - rows[first - 1].middle < em:
        first -= 1
    while (
        last + 1 < end and rows[last + 1].middle - rows[last].middle < (_NEXT if _has_left(rows[last], x) else 1) * em
    ):
        last += 1
    return Gutter(x, first, last + 1)


def _has_left(line: TextRow, x: float) -> bool:
    return any(word.box[2] < x for word in line.words)


def _has_right(words: Sequence[Word], x: float) -> bool:
    return any(word.box[0] > x for word in words)


def _narrowed(
    rows: Sequence[TextRow], index: int, figures: Sequence[float], gap: tuple[float, float], share: float
) -> tuple[float, float] | None:
    """What a line leaves of a gap; None where its text runs over it, or where a label with figures, or by itself, ends
    left of it.
    """
    row, (left, right) = rows[index], gap
    border, em = left + share * (right - left), row.words[0].em
    for word in row.words:
        if (word.box[0] + word.box[2]) / 2 < border:
            left = max(left, word.box[2])
        else:
            right = min(right, word.box[0])
    if right - left < _LEAST * em:
        return None
    near = (other for other in rows if abs(other.middle - row.middle) < em)
    alone = not any(_has_right(other.words, (left + right) / 2) for other in near)
    if alone and any(abs(row.middle - figure) < _BESIDE * em for figure in figures):
        return None
    others = (other.middle for other in rows if other is not row and not all(word.turned for word in other.words))
    if alone and all(abs(row.middle - other) > _FAR * em for other in (*others, *figures)):
        return None
    return left, right
