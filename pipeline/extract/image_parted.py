"""Cells of a scan that are one since the line between them was lost, parted where each has writing of its own."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.grid import Grid, Span, nearest

_ALIKE, _MANY, _MOST = 0.1, 5, 4
"""Where so many cells of a row are as wide as each other, but for this part, one as wide as two to so many may be as
many.
"""
_GAP, _TOUCHING = 3.0, 0.3
"""Writing of two cells stands so far apart at least (points), or so far where the cell below is parted: labels may fill
their columns.
"""
_IN_LINE = 0.2
"""It stands alike in all of them, but for this part of their widths."""
_FEW, _SEVERAL = 0.1, 5
"""A border that is missing in no more of the rows is one of all of them, or in a single one of so many."""
_ROWS, _FOR_TWO, _CORRIDOR, _NUMBER = 8, 60.0, 6.0, 40.0
"""A border that is lost from end to end parts so many rows at least, in a column so wide; where it ran, so much is free
of writing; and what stands right of it is no wider (points).
"""
_THIN, _NEAR = 1.5, 2.5
"""What is thinner than the first, so near to a border (points) and so near to its end is left of a line."""


class Parted(NamedTuple):
    """A grid, and which pieces of ink are left of the lines between cells that were parted."""

    grid: Grid
    left: NDArray[np.bool_]


def with_lost_borders(grid: Grid, boxes: NDArray[np.float64]) -> Parted:
    """A grid with the cells parted that lie over several of its columns and have writing in each, by itself and at the
    same place, or on both sides of a border that all but few rows have: so stand figures, and the labels of columns,
    and no text that runs over all of them. Those over several rows are parted where some of the line is left besides.

    boxes: of all pieces of writing (n x 4, points).
    """
    columns = _with_columns(_with_lost_column(grid, boxes), boxes, by_rest=False)
    rows = _with_columns(_turned(columns.grid), boxes[:, [1, 0, 3, 2]], by_rest=True)
    return Parted(_turned(rows.grid), columns.left | rows.left)


def _with_lost_column(grid: Grid, boxes: NDArray[np.float64]) -> Grid:
    """A grid with a border between a column of labels and one of figures that lost it from end to end, as under a
    streak: nothing stands where it ran, and in nearly all rows something at its left, and no more than a number at its
    right. boxes: of all pieces of writing (n x 4, points).
    """
    for column, (x0, x1) in enumerate(pairwise(grid.xs)):
        rows = [s for s in grid.spans if s.row_span == 1 and s.column <= column == s.column + s.column_span - 1]
        if len(rows) < _ROWS or x1 - x0 < _FOR_TWO:
            continue
        inks = [_ink_of(boxes, x0, x1, grid.ys[span.row], grid.ys[span.row + 1]) for span in rows]
        at = _corridor([ink for ink in inks if len(ink)])
        if at is not None:
            return _split(grid, at, column)
    return grid


def _ink_of(boxes: NDArray[np.float64], x0: float, x1: float, top: float, bottom: float) -> NDArray[np.float64]:
    """From where to where pieces lie (n x 2) whose middles lie in a row, and that lie between two sides or reach in."""
    middles = (boxes[:, 1] + boxes[:, 3]) / 2
    inside = (middles >= top) & (middles < bottom) & (boxes[:, 2] > x0) & (boxes[:, 0] < x1)
    return boxes[inside][:, [0, 2]]


def _corridor(inks: Sequence[NDArray[np.float64]]) -> float | None:
    """Where a border ran through rows, of each of which it is known from where to where its pieces lie."""
    if len(inks) < _ROWS:
        return None
    pieces = np.concatenate(inks)
    pieces = pieces[np.argsort(pieces[:, 0])]
    ends = np.maximum.accumulate(pieces[:, 1])[:-1]
    for end, start in zip(ends, pieces[1:, 0], strict=True):
        if start - end < _CORRIDOR:
            continue
        at = float(end + start) / 2
        beside = [(ink[ink[:, 1] <= at], ink[ink[:, 0] >= at]) for ink in inks]
        parted = [right for left, right in beside if len(left) and len(right)]
        numbers = [right for right in parted if right[:, 1].max() - right[:, 0].min() <= _NUMBER]
        if len(numbers) >= (1 - _FEW) * len(inks):
            return at
    return None


def _split(grid: Grid, at: float, column: int) -> Grid:
    """A grid with one more border, in a column, in all cells that lie over it."""
    spans: list[Span] = []
    for row, start, rows, columns in grid.spans:
        if start <= column < start + columns:
            left = column + 1 - start
            spans += [Span(row, start, rows, left), Span(row, column + 1, rows, columns + 1 - left)]
        else:
            spans.append(Span(row, start + (start > column), rows, columns))
    xs = (*grid.xs[: column + 1], at, *grid.xs[column + 1 :])
    return Grid(xs, grid.ys, tuple(sorted(spans)))


def _turned(grid: Grid) -> Grid:
    """A grid with its rows as columns."""
    spans = (Span(span.column, span.row, span.column_span, span.row_span) for span in grid.spans)
    return Grid(grid.ys, grid.xs, tuple(sorted(spans)))


def _with_columns(grid: Grid, boxes: NDArray[np.float64], *, by_rest: bool) -> Parted:
    """A grid with the cells parted that lie over several columns. by_rest: those alone in which some is left of each of
    the lines between them.
    """
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    borders = set(grid.xs)
    parted: dict[Span, list[float]] = {}
    remains = np.zeros(len(boxes), np.bool_)
    usual, common = _usual_widths(grid, most=1 if by_rest else _MOST), _common(grid)  # rows are of any height
    for span in reversed(grid.spans):
        ways = _ways(grid, span, usual[span.row], common)
        if not ways:
            continue
        left, right = _sides(grid, span)
        top, bottom = grid.ys[span.row], grid.ys[span.row + span.row_span]
        inside = (middles >= (left, top)).all(axis=1) & (middles < (right, bottom)).all(axis=1)
        below = Span(span.row + span.row_span, span.column, 1, span.column_span) in parted
        for edges in ways:
            beside = inside & _beside(edges[1:-1], boxes)
            if by_rest and not all((beside & _beside([x], boxes)).any() for x in edges[1:-1]):
                continue
            alike = not (math.isfinite(usual[span.row]) and common.issuperset(edges[1:-1]))
            if _has_each(edges, boxes[inside & ~beside], _TOUCHING if below else _GAP, alike=alike):
                parted[span] = edges
                borders.update(edges)
                ends = (boxes[:, 1] - top <= _NEAR) | (bottom - boxes[:, 3] <= _NEAR)
                remains |= beside if by_rest else beside & ends
                break
    places = {x: place for place, x in enumerate(sorted(borders))}
    spans: list[Span] = []
    for span in grid.spans:
        edges = parted.get(span) or [*_sides(grid, span)]
        spans += [Span(span.row, places[x0], span.row_span, places[x1] - places[x0]) for x0, x1 in pairwise(edges)]
    return Parted(Grid(tuple(places), grid.ys, tuple(sorted(spans))), remains)


def _common(grid: Grid) -> set[float]:
    """The borders that no cell lies over but in few of the rows, or in one of several."""
    over = Counter(
        grid.xs[column]
        for span in grid.spans
        for column in range(span.column + 1, span.column + span.column_span)
        for _ in range(span.row_span)
    )
    rows = len(grid.ys) - 1
    few = max(_FEW * rows, int(rows >= _SEVERAL))
    return {x for x in grid.xs if over[x] <= few}


def _sides(grid: Grid, span: Span) -> tuple[float, float]:
    return grid.xs[span.column], grid.xs[span.column + span.column_span]


def _usual_widths(grid: Grid, most: int) -> dict[int, float]:
    """For each row how wide many of the cells that begin in it are, or how wide up to so many of it are together;
    infinite where none are.
    """
    widths: dict[int, list[float]] = {}
    for span in grid.spans:
        left, right = _sides(grid, span)
        widths.setdefault(span.row, []).append(right - left)
    usual: dict[int, float] = {}
    for row, own in widths.items():
        many, least = max((sum(_times(width, one, most) for width in own), -one) for one in own)
        usual[row] = -least if many >= _MANY else math.inf
    return usual


def _times(width: float, usual: float, most: int = _MOST) -> int:
    """Of how many columns of a usual width something is as wide as; 0 where it is not, or of too many."""
    many = round(width / usual)
    return many if many <= most and abs(width / usual - many) <= _ALIKE else 0


def _ways(grid: Grid, span: Span, usual: float, common: set[float]) -> list[list[float]]:
    """The borders of columns that a cell may have lost, with its sides: those that other rows have there, or nearly all
    of them have, or such as make it several of a usual width.
    """
    left, right = _sides(grid, span)
    between = grid.xs[span.column + 1 : span.column + span.column_span]
    found = [[left, *own, right] for own in (between, [x for x in between if x in common]) if own]
    many = _times(right - left, usual)
    if many >= 2:
        even = (left + (right - left) * k / many for k in range(1, many))
        found.append([left, *(_near(grid.xs, x) for x in even), right])
    return found


def _near(borders: Sequence[float], x: float) -> float:
    """A border at a place, or the place itself."""
    border = borders[nearest(borders, x)]
    return border if abs(border - x) <= _NEAR else x


def _beside(borders: Sequence[float], boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which pieces may be left of lines."""
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    near = (np.abs(middles[:, None] - np.array(borders)) <= _NEAR).any(axis=1)
    return np.asarray(near & (boxes[:, 2] - boxes[:, 0] <= _THIN), np.bool_)


def _has_each(edges: Sequence[float], boxes: NDArray[np.float64], gap: float, *, alike: bool) -> bool:
    """Whether there is writing in each column, apart from that in the next, and standing alike in all if it has to.

    edges: the sides of the columns; boxes: of the writing in all of them; gap: how far apart (points).
    """
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    extents = []
    for x0, x1 in pairwise(edges):
        own = boxes[(x0 <= middles) & (middles < x1)]
        if not len(own):
            return False
        extents.append((float(own[:, 0].min()), float(own[:, 2].max())))
    if any(two[0] - one[1] < gap for one, two in pairwise(extents)):
        return False
    if any(start < x0 or end > x1 for (start, end), (x0, x1) in zip(extents, pairwise(edges), strict=True)):
        return False
    if not alike:
        return True
    narrowest = min(x1 - x0 for x0, x1 in pairwise(edges))
    offsets = [
        (start - x0, (start + end - x0 - x1) / 2, end - x1)
        for (start, end), (x0, x1) in zip(extents, pairwise(edges), strict=True)
    ]
    return any(max(own) - min(own) <= _IN_LINE * narrowest for own in zip(*offsets, strict=True))
