"""Which of the straight lines that pixels show are the ruling lines of a table: told by where they lie and end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.grid import Rule

LENGTH = 16.0
"""A piece of a line is at least so long (points): no stroke of a character in running text is."""
SHORT = 9.0
"""An upright line in a single low row is at least so long (points), which strokes are too: see `MET`."""
TOUCH, END = 1.5, 2.5
"""A line of a table ends so near to one that crosses it (points): letters above each other end short of it."""
MET, _PAST = 1.0, 2.2
"""A short one ends no more than so much before the lines above and below it, or beyond them (points): strokes leave
more room in their row, and pieces of seals cross lines."""
_JOINED = 0.75
"""A line that begins and ends so near to others (points) is joined to them, as no stroke is."""
_BREAK = 8.0
"""A line goes on over breaks up to this, and a spot at its end makes it no more than so much longer (points)."""
_REACH = (END, _BREAK)
MANY = 4
"""The lines of so many columns end side by side where a page cuts a table, or the long ones on its two sides."""
LONG = 60.0
"""A table has a line of this length (points); strokes of large letters touch only each other."""
LONG_TOGETHER = 30.0
"""Or many of this length, side by side from end to end: they part the columns of a table without level lines."""


def holding(level: list[Rule], upright: list[Rule]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rules are those of a table: each is long, or ends at rules that cross it, and hangs on a long one.

    Letters that stand one above the other make lines too, but these end short of any border. Where the end of a page
    cuts a table without closing it, many lines end side by side.
    """
    across, down = (np.array(rules, np.float64).reshape(-1, 3) for rules in (level, upright))
    short = down[:, 2] - down[:, 1] < LENGTH
    sides = (_mended(across), down.copy())
    sides[1][~short] = _mended(down[~short])  # a stroke of a letter above or below a line is no part of it
    meets = _meets(sides[0][:, None], sides[1][None]) & _meets(sides[1][None], sides[0][:, None])
    near = np.where(short[:, None], (MET, _PAST), _REACH)
    ends, other_ends = _ends_at(sides[0], down, np.array([_REACH])), _ends_at(sides[1], across, near)
    (alike, cut), (other_alike, other_cut) = _end_together(sides[0]), _end_together(sides[1])
    other_cut = other_cut | _goes_on(sides[1])
    long = _long(across, alike), _long(down, other_alike)
    held = (np.ones(len(across), bool), np.ones(len(down), bool))
    while True:
        closed = _closed_by(ends[:, :, held[1]], cut), _closed_by(other_ends[:, :, held[0]], other_cut & ~short)
        kept = (long[0] | (held[0] & closed[0]), long[1] | (held[1] & closed[1]))
        if _count(kept) == _count(held):
            break
        held = kept
    reached = long
    while True:
        more = (reached[0] | meets[:, reached[1]].any(axis=1)), (reached[1] | meets[reached[0]].any(axis=0))
        more = (held[0] & more[0], held[1] & more[1])
        if _count(more) == _count(reached):
            return reached
        reached = more


def stand_alone(
    rules: Sequence[Rule], kept: NDArray[np.bool_], others: NDArray[np.float64], clear: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which rules are no longer than a row of two lines of text and go on in no other row, where many columns of their
    row do: strokes of letters that all but fill it. So many side by side that they are columns of their own, as those
    of a header's lowest row at the foot of a page, are none where no more go on below. kept: which rules may be lines;
    others: those across them; clear: which rules have no ink beside them.
    """
    at, start, end = np.array(rules, np.float64).reshape(-1, 3).T
    in_row = kept & (start <= start[:, None] + END) & (end >= end[:, None] - END)
    goes_on = (in_row & (end - start >= (end - start)[:, None] + SHORT / 2)).sum(axis=1)
    alike = (in_row & (start >= start[:, None] - TOUCH) & (end <= end[:, None] + TOUCH)).sum(axis=1)
    below = (in_row & (end >= end[:, None] + SHORT / 2)).sum(axis=1)
    columns = (alike >= MANY) & (2 * alike > goes_on) & (alike > below)
    in_line = kept & (np.abs(at - at[:, None]) <= TOUCH)
    beside = in_line & ((np.abs(start - end[:, None]) <= END) | (np.abs(end - start[:, None]) <= END))
    crossing = (others[:, 1] <= at[:, None] + TOUCH) & (at[:, None] - TOUCH <= others[:, 2])
    row = others[:, 0]
    parted = crossing & (start[:, None] + SHORT / 2 < row) & (row < end[:, None] - SHORT / 2)
    short_of = (start[:, None] - row, row - end[:, None])
    joined = (crossing & (one >= -END) & (one <= _JOINED) for one in short_of)
    fills = clear & np.all([one.any(axis=1) for one in joined], axis=0)
    whole = columns | beside.any(axis=1) | parted.any(axis=1) | fills
    alone = (end - start < 2 * LENGTH) & (goes_on >= MANY) & ~whole
    return np.asarray(alone, np.bool_)


def kept_once_cut(
    before: tuple[list[Rule], list[Rule]],
    cut: tuple[list[Rule], list[Rule]],
    kept: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which level and which upright rules are kept: those that were (kept) and from which nothing was cut, and those
    that hold as they are now, since they end at a line and went on with a stroke before.
    """
    enough = _long_enough(cut[0]), _long_enough(cut[1])
    held = holding(list(compress(cut[0], enough[0])), list(compress(cut[1], enough[1])))
    found = []
    for old, new, was, long, holds in zip(before, cut, kept, enough, held, strict=True):
        now = np.zeros(len(new), np.bool_)
        now[long] = holds
        found.append(now | (was & np.array([one == two for one, two in zip(old, new, strict=True)], np.bool_)))
    return found[0], found[1]


def _long_enough(rules: Sequence[Rule]) -> NDArray[np.bool_]:
    """Which rules are long enough to be lines."""
    return np.array([rule.end - rule.start >= SHORT for rule in rules], np.bool_)


def _long(rules: NDArray[np.float64], alike: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which rules are long by themselves, or side by side with others from end to end."""
    length = rules[:, 2] - rules[:, 1]
    return np.asarray((length >= LONG) | ((length >= LONG_TOGETHER) & alike), np.bool_)


def _closed_by(ends: NDArray[np.bool_], cut: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which rules end at others at both their ends, or at one, and at the other side by side with many."""
    at = ends.any(axis=2)
    return np.asarray((at | cut).all(axis=0) & at.any(axis=0), np.bool_)


def _end_together(rules: NDArray[np.float64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each rule runs side by side with many others from end to end, or with a long one on either side of it;
    and whether it starts (first), and ends (second), so with any, or, being too long itself for a stroke, with a long
    one or two others that are no strokes: scans may lose an outer line.
    """
    length = rules[:, 2] - rules[:, 1]
    near = np.stack([np.abs(rules[:, None, end] - rules[None, :, end]) <= TOUCH for end in (1, 2)])
    near &= np.abs(rules[:, None, 0] - rules[None, :, 0]) > TOUCH  # others in one line with it are its own pieces
    near = np.stack([*near, near.all(axis=0)])
    long = near & (length >= LONG)
    before = rules[None, :, 0] < rules[:, None, 0]
    between = (long & before).any(axis=2) & (long & ~before).any(axis=2)
    start, end, alike = (near.sum(axis=2) >= MANY - 1) | between
    others = long.any(axis=2) | ((near & (length >= LENGTH)).sum(axis=2) >= 2)
    return alike, np.stack((start, end)) | ((length >= LONG_TOGETHER) & others[:2])


def _goes_on(rules: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which upright rules, too long for strokes, have others that are none in line with them: borders of a table that
    has no line at its head or foot. What lies in line with a level one may be text.
    """
    length = rules[:, 2] - rules[:, 1]
    in_line = (np.abs(rules[:, None, 0] - rules[None, :, 0]) <= TOUCH) & (length >= LENGTH)
    beyond = (rules[None, :, 1] >= rules[:, None, 2]) | (rules[None, :, 2] <= rules[:, None, 1])
    return np.asarray((length >= LONG_TOGETHER) & (in_line & beyond).any(axis=1), np.bool_)


def _count(sides: tuple[NDArray[np.bool_], NDArray[np.bool_]]) -> int:
    return int(np.count_nonzero(sides[0]) + np.count_nonzero(sides[1]))


def _mended(rules: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rules as far as they go on, over short breaks, in others that lie in one line with them."""
    mended = rules.copy()
    for i in range(len(rules)):
        while True:
            near = np.abs(rules[:, 0] - rules[i, 0]) <= TOUCH
            near &= (rules[:, 1] <= mended[i, 2] + _BREAK) & (rules[:, 2] >= mended[i, 1] - _BREAK)
            start, end = rules[near, 1].min(), rules[near, 2].max()
            if (start, end) == (mended[i, 1], mended[i, 2]):
                break
            mended[i, 1:] = min(start, mended[i, 1]), max(end, mended[i, 2])
    return mended


def _ends_at(rules: NDArray[np.float64], others: NDArray[np.float64], near: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each rule starts (first), and ends (second), where each of the others lies. near: how far before it, and
    how far beyond it, a rule may end (a row for each rule, or one for all).
    """
    before = others[None, :, 0] - rules[:, None, 1]
    beyond = rules[:, None, 2] - others[None, :, 0]
    least, most = -near[:, :1], near[:, 1:]
    return np.stack([(distance >= least) & (distance <= most) for distance in (before, beyond)])


def _meets(rules: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether rules (position, start, end along the last axis) reach over where others lie."""
    reaches: NDArray[np.bool_] = (rules[..., 1] - TOUCH <= others[..., 0]) & (others[..., 0] <= rules[..., 2] + TOUCH)
    return reaches
