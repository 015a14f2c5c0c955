"""The ruling lines that pixels show."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import compress
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.extract.grid import GAP, MIN_CELL, Rule
from pipeline.extract.image_breaks import Ways, are_broken, over_breaks
from pipeline.extract.image_pale import pale_lines
from pipeline.extract.image_rules import (
    END,
    LENGTH,
    LONG,
    LONG_TOGETHER,
    MANY,
    MET,
    SHORT,
    TOUCH,
    holding,
    kept_once_cut,
    stand_alone,
)
from pipeline.extract.image_screen import without_screens
from pipeline.extract.pixels import Pieces, Pixels, counted, pieces_of, transposed

_DARK = 205
"""What is darker than this may be part of a line: thin lines are faint."""
_FULL = 0.8
"""So much of it is dark at least: dots of noise break lines."""
_CLOSE = 2.0
"""Gaps in a line up to this (points) are none, where another line crosses it or a scanner lost it."""
_THICK = 3.0
"""A line is not thicker than this (points)."""
_THICKEST = 6.5
"""But for the frame of a table, which has no gaps."""
_PLACES = 9
"""How thick a line is, is told by so many places along it."""
_DASH, _DASH_GAP = 2.5, 4.0
"""Dashes are not thicker than this, and not farther apart (points)."""
_SPECK, _SPECK_GAP, _SPECKS = 3.0, 10.0, 0.12
"""Specks that a black-and-white scan leaves of a thin line are no larger than this and no farther apart (points), and
cover so much of it."""
_IN_WORDS, _BETWEEN = 7.0, 0.3
"""A comma, in such a part of its height, has letters so near on both sides (points)."""
_BESIDE = (1.0, 2.0)
"""A line has white paper beside it, so far from it (points); a row of strokes in text has other strokes there."""
_NEAREST = 0.5
"""Strokes that cross another have ink so far from it (points)."""
_AT_EDGE = 0.5
"""A line that ends so near to the edge of a thick one meets it (points)."""
_CROWDED, _INKED = 0.25, 0.7
"""A run that has ink beside it over more than the first part of its length is a row of strokes; over more than twice
that, where it is long and ink itself over the second part.
"""
_CLEAR = 0.1
"""Beside a line there is no more than this where words do not cross it: what others need that do."""
_ROOM = 4.0
"""Cells leave so much between a border and their text (points), on one side of it at least."""
_NEXT = 1.1
"""Pieces of a line, and both strokes of a double one, are no farther from each other than this (points)."""
_DOUBLE, _EVEN = 4.0, 0.7
"""A double line is not thicker than this, unless paper shows between its strokes, and everywhere as thick as elsewhere,
but for so much (points)."""
_OPEN = 7.0
"""A double line ends so far before the middle of one that crosses it (points): word processors leave a gap there."""
_DARKER = 25.0
"""The strokes of letters are darker than pale lines by so many levels."""
_UNBROKEN = 0.9
"""Where so much of a break has ink, there is none."""
_TRACED, _EVERY = 40.0, 4.0
"""How a line runs is told by those that are so long at least, at points so far from each other (points)."""

Mask = NDArray[np.uint8]
Trace = NDArray[np.float64]
"""Points along a line, a row (x, y) each, in points of the frame that is read."""


class Lines(NamedTuple):
    """Horizontal and vertical rules in points of the frame that is read, and a mask (1) of their pixels."""

    horizontal: list[Rule]
    vertical: list[Rule]
    mask: Mask


class Strokes(NamedTuple):
    """The ink of a nearly straight image, and what may be pieces of its level and of its upright lines, short gaps
    closed: of the upright ones as rows, in the image laid on its side, as `turned` is.
    """

    dark: Mask
    turned: Mask
    level: Mask
    upright: Mask


class _Run(NamedTuple):
    """The label of what may be a line, the corner (pixels) of its box in the image, and its pixels in that."""

    label: int
    x: int
    y: int
    own: NDArray[np.bool_]


class _Edges(NamedTuple):
    """The columns in which a level run has pixels, and its first and last row in each, in its box."""

    columns: NDArray[np.int64]
    tops: NDArray[np.int64]
    bottoms: NDArray[np.int64]


def strokes_of(grey: Pixels, scale: float) -> Strokes:
    """What may be pieces of lines in an image (scale: its pixels a point)."""
    inked = (grey < _DARK).astype(np.uint8)
    pale = pale_lines(grey, inked, scale)
    dark = without_screens(inked, scale)
    if pale is not None:
        dark |= pale
    turned = transposed(dark)
    return Strokes(dark, turned, *_both_pieces(dark, turned, scale))


def find_lines(grey: Pixels, scale: float, known: Strokes | None = None) -> Lines:
    """The lines in a straight image (scale: its pixels a point). known: the strokes of it, where they are."""
    dark, turned, level_closed, upright_closed = known or strokes_of(grey, scale)
    heavy, heavy_upright = _heavy(dark, scale), _heavy(turned, scale)
    across, across_upright = transposed(heavy_upright), transposed(heavy)
    beside = dark - across, turned - across_upright
    level, level_pieces = _along_rows(beside[0], np.maximum(level_closed, across), scale)
    level, level_pieces = _with_frames(beside[0], heavy, level, level_pieces, scale)
    closed = np.maximum(upright_closed, across_upright)
    upright, upright_pieces = _along_rows(beside[1], closed, scale)
    doubled = _mostly_doubled(((level, level_pieces), (upright, upright_pieces)), scale)
    short, short_pieces = _along_rows(beside[1], closed, scale, SHORT, LENGTH, double=SHORT if doubled else LENGTH)
    upright_pieces = np.where(short_pieces > 0, short_pieces + np.int32(len(upright)), upright_pieces)
    upright, upright_pieces = _with_frames(beside[1], heavy_upright, upright + short, upright_pieces, scale)
    if are_broken(level, upright):
        short, short_pieces = _along_rows(beside[0], np.maximum(level_closed, across), scale, SHORT, LENGTH)
        level_pieces = np.where(short_pieces > 0, short_pieces + np.int32(len(level)), level_pieces)
        ways = [
            Ways(partial(_is_clear, _without(ink, crossing), scale), partial(_is_inked, ink, scale))
            for ink, crossing in ((dark, upright_pieces), (turned, level_pieces))
        ]
        (level, numbers), (upright, upright_numbers) = over_breaks(level + short, upright, (ways[0], ways[1]))
        level_pieces, upright_pieces = _renumbered(level_pieces, numbers), _renumbered(upright_pieces, upright_numbers)
        _add_ink_along(level_pieces, level, dark, scale)
        _add_ink_along(upright_pieces, upright, turned, scale)
    level, upright = (
        _up_to_crossing(level, level_pieces, upright, dark, scale),
        _up_to_crossing(upright, upright_pieces, level, turned, scale),
    )
    upright = _short_to_edges(upright, level, level_pieces, scale)
    if doubled:
        level, upright = (
            _doubled_to_crossing(level, level_pieces, upright, scale),
            _doubled_to_crossing(upright, upright_pieces, level, scale),
        )
    level_kept, upright_kept = holding(level, upright)
    strokes = _stand_alone(upright, upright_kept, level, level_kept, turned, scale)
    strokes |= _stand_out(upright, upright_kept, upright_pieces, grey, scale)
    kept = level_kept, upright_kept & ~strokes
    cut = (
        _without_strokes(level, level_pieces, kept[0], list(compress(upright, kept[1])), beside[0], scale),
        _without_strokes(upright, upright_pieces, kept[1], list(compress(level, kept[0])), beside[1], scale),
    )
    kept = kept_once_cut((level, upright), cut, kept)
    level_kept, upright_kept = kept[0], kept[1] & ~strokes
    level, upright = cut
    upright_kept &= ~_stand_alone(upright, upright_kept, level, level_kept, turned, scale)
    mask = np.maximum(_mask(level_pieces, level_kept), transposed(_mask(upright_pieces, upright_kept)))
    return Lines(list(compress(level, level_kept)), list(compress(upright, upright_kept)), mask)


def _is_clear(dark: Mask, scale: float, at: float, start: float, end: float) -> bool:
    """Whether there is hardly any ink beside a level line on its way, as there is where it would run through words."""
    columns = np.arange(round(start * scale), round(end * scale)).clip(0, dark.shape[1] - 1)
    middle = np.full(len(columns), round(at * scale))
    off = round(sum(_BESIDE) / 2 * scale)
    return not len(columns) or max(_at(dark, middle + sign * off, columns) for sign in (-1, 1)) <= _CLEAR


def _stand_alone(
    upright: Sequence[Rule],
    upright_kept: NDArray[np.bool_],
    level: Sequence[Rule],
    level_kept: NDArray[np.bool_],
    turned: Mask,
    scale: float,
) -> NDArray[np.bool_]:
    """Which upright rules stand alone in their row. turned: all ink, in the image laid on its side."""
    pairs = zip(upright, upright_kept.tolist(), strict=True)
    free = [
        not kept
        or (
            _is_clear(turned, scale, rule.at, rule.start + END, rule.end - END)
            and not _lies_in_words(turned, scale, rule)
        )
        for rule, kept in pairs
    ]
    return stand_alone(
        upright, upright_kept, np.array(level, np.float64).reshape(-1, 3)[level_kept], np.array(free, np.bool_)
    )


def _lies_in_words(dark: Mask, scale: float, rule: Rule) -> bool:
    """Whether there is ink close to a level line on both sides of it: cells leave some room beside their text."""
    columns = np.arange(round((rule.start + END) * scale), round((rule.end - END) * scale)).clip(0, dark.shape[1] - 1)
    middle, offs = np.full(len(columns), round(rule.at * scale)), range(round(_BESIDE[1] * scale), round(_ROOM * scale))
    return len(columns) > 0 and all(
        any(_at(dark, middle + sign * off, columns) > 0 for off in offs) for sign in (-1, 1)
    )


def _without(dark: Mask, crossing: NDArray[np.int32]) -> Mask:
    """Ink without the lines that cross those of its direction, of which there is the number at each pixel."""
    lines = np.asarray(cv2.dilate((crossing > 0).astype(np.uint8), np.ones((3, 3), np.uint8)), np.uint8)
    return np.where(transposed(lines) > 0, np.uint8(0), dark)


def _is_inked(dark: Mask, scale: float, at: float, start: float, end: float) -> bool:
    """Whether there is ink along a level line all the way."""
    rows, columns = _around(at, start, end, scale)
    return bool(dark[rows, columns].any(axis=0).mean() >= _UNBROKEN)


def _renumbered(pieces: NDArray[np.int32], numbers: Sequence[int]) -> NDArray[np.int32]:
    """The number of its rule at each pixel, from 1, where the rules have other numbers, from 0."""
    return np.asarray(np.take(np.array([0, *(number + 1 for number in numbers)], np.int32), pieces))


def _add_ink_along(pieces: NDArray[np.int32], rules: Sequence[Rule], dark: Mask, scale: float) -> None:
    """Adds to the pixels of level rules the ink that lies on their way: what is left of them in their breaks."""
    for number, rule in enumerate(rules, start=1):
        rows, columns = _around(rule.at, rule.start, rule.end, scale)
        left = (pieces[rows, columns] == 0) & (dark[rows, columns] > 0)
        pieces[rows, columns][left] = number


def _stand_out(
    rules: Sequence[Rule], kept: NDArray[np.bool_], pieces: NDArray[np.int32], grey: Pixels, scale: float
) -> NDArray[np.bool_]:
    """Which upright rules in a low row are much darker than every one that is longer: strokes of letters, between pale
    lines. kept: which rules may be lines; pieces: the number of its rule at each pixel of the image laid on its side.
    """
    short = np.array([rule.end - rule.start < LENGTH for rule in rules], np.bool_)
    if (kept & ~short).sum() < MANY or not (kept & short).any():
        return np.zeros(len(rules), np.bool_)
    where = np.flatnonzero(pieces)
    across = np.ones((2 * round(_NEXT * scale) + 1, 1), np.uint8)  # soft edges say nothing
    tones = cv2.erode(cv2.transpose(grey), across).ravel()[where]
    counts, sums = (np.bincount(pieces.ravel()[where], own, len(rules) + 1)[1:] for own in (None, tones))
    tone = sums / np.maximum(counts, 1)
    return np.asarray(short & (tone < tone[kept & ~short].min() - _DARKER), np.bool_)


def _up_to_crossing(
    rules: Sequence[Rule], pieces: NDArray[np.int32], others: Sequence[Rule], dark: Mask, scale: float
) -> list[Rule]:
    """Rules, those that are not short up to the next ones that cross them, where they end in the midst of a cell and
    there is ink all along from there: a figure that touches a line is too thick for one, and so is the line beside it;
    and of a heavy one, jagged in black and white, some is thicker than lines are. Arguments as of _without_strokes; the
    ink between is added to the pixels of the rules. dark: all ink.
    """
    found: list[Rule] = []
    for number, rule in enumerate(rules, start=1):
        if rule.end - rule.start < LENGTH:
            found.append(rule)
            continue
        crossing = [one.at for one in others if one.start - TOUCH <= rule.at <= one.end + TOUCH]
        ends = [rule.start, rule.end]
        for side, sign in ((0, -1), (1, 1)):
            beyond = min((sign * (at - ends[side]) for at in crossing if sign * (at - ends[side]) >= -END), default=0.0)
            if END < beyond <= LENGTH + SHORT:  # the figure, and a rest that is none by itself
                at = ends[side] + sign * beyond
                if _is_inked(dark, scale, rule.at, ends[side], at):
                    start = max((sign * one for one in crossing if sign * one <= sign * ends[side]), default=sign * at)
                    rows, columns = _around(rule.at, sign * start, at, scale)  # of which it may have but its edge
                    pieces[rows, columns][dark[rows, columns] > 0] = number
                    ends[side] = at
        found.append(Rule(rule.at, *ends))
    return found


def _short_to_edges(
    rules: Sequence[Rule], others: Sequence[Rule], pieces: NDArray[np.int32], scale: float
) -> list[Rule]:
    """Upright rules, those in a low row up to the level rules that they end right at the edge of, and short of the
    middle as no short one does: of a double border, whose nearer stroke they meet. pieces: the number of its level rule
    at each pixel.
    """
    at, start, end = np.array(others, np.float64).reshape(-1, 3).T
    found = list(rules)
    for number, rule in enumerate(rules):
        ends = [rule.start, rule.end]
        if rule.end - rule.start >= LENGTH:
            continue
        across = slice(round(rule.at * scale) - 1, round(rule.at * scale) + 2)
        for side, sign in ((0, -1), (1, 1)):
            beyond = sign * (at - ends[side])
            thick = (beyond > MET) & (beyond <= END) & (start - TOUCH <= rule.at) & (rule.at <= end + TOUCH)
            for other in np.flatnonzero(thick):
                near = sorted((ends[side], ends[side] + sign * _AT_EDGE))
                if (pieces[slice(*(round(one * scale) for one in near)), across] == other + 1).any():
                    ends[side] = float(at[other])
        found[number] = Rule(rule.at, *ends)
    return found


def _mostly_doubled(found: Iterable[tuple[Sequence[Rule], NDArray[np.int32]]], scale: float) -> bool:
    """Whether most long rules of a page are those of doubled borders: thicker than lines are, or with another beside
    them. found: its level and its upright rules, each with the number of its rule at each pixel.
    """
    doubled: list[bool] = []
    for rules, pieces in found:
        at, start, end = np.array(rules, np.float64).reshape(-1, 3).T
        long = np.flatnonzero(end - start >= LONG)
        if not len(long):
            continue
        beside = (np.abs(at - at[long, None]) <= MIN_CELL) & (np.arange(len(rules)) != long[:, None])
        common = np.minimum(end, end[long, None]) - np.maximum(start, start[long, None])
        twin = (beside & (common >= (end - start)[long, None] / 2)).any(axis=1)
        doubled += (twin | _are_thick([(i, rules[i]) for i in long.tolist()], pieces, scale)).tolist()
    return 2 * sum(doubled) > len(doubled)


def _are_thick(rules: Iterable[tuple[int, Rule]], pieces: NDArray[np.int32], scale: float) -> NDArray[np.bool_]:
    """Which rules, with their numbers from 0, are thicker than lines are, at most of some places along them. pieces:
    the number of its rule at each pixel, from 1.
    """
    found = []
    for number, rule in rules:
        rows = slice(max(0, round((rule.at - _THICKEST) * scale)), round((rule.at + _THICKEST) * scale) + 1)
        columns = np.linspace(rule.start * scale, rule.end * scale - 1, _PLACES).astype(np.intp)
        inked = (pieces[rows, columns] == number + 1).sum(axis=0)
        found.append(float(np.median(inked)) > _THICK * scale)
    return np.array(found, np.bool_)


def _doubled_to_crossing(
    rules: Sequence[Rule], pieces: NDArray[np.int32], others: Sequence[Rule], scale: float
) -> list[Rule]:
    """Rules, those of doubled borders that are long, or end at a rule which crosses them, up to the next one beyond
    their other end. Such a rule is thicker than lines are, or another ends beside it there; where it is no longer than
    strokes, so do others in its row. Arguments as of _without_strokes.
    """
    at, *ends = np.array(rules, np.float64).reshape(-1, 3).T
    long = ends[1] - ends[0] >= LENGTH
    thick = _are_thick(enumerate(rules), pieces, scale)
    beside = (np.abs(at - at[:, None]) <= MIN_CELL) & ~np.eye(len(rules), dtype=np.bool_)
    found = list(rules)
    for side, sign in ((0, -1), (1, 1)):
        apart = np.abs(ends[side] - ends[side][:, None])
        twin = (beside & (apart <= MIN_CELL)).any(axis=1)
        many = ((apart <= TOUCH) & twin).sum(axis=1) >= MANY
        for number in np.flatnonzero(thick | (twin & (many | long))):
            own = list(found[number])
            crossing = [one.at for one in others if one.start - _OPEN <= own[0] <= one.end + _OPEN]
            beyond = [one for one in crossing if 0 < sign * (one - own[1 + side]) <= _OPEN]
            if beyond and (own[2] - own[1] >= LONG or any(abs(one - own[2 - side]) <= END for one in crossing)):
                own[1 + side] = min(beyond, key=lambda one: sign * one)
                found[number] = Rule(*own)
    return found


def _around(at: float, one: float, two: float, scale: float) -> tuple[slice, slice]:
    """The pixels where a rule may run between two places."""
    reach, middle = round(_CLOSE / 2 * scale), round(at * scale)
    start, end = sorted((round(one * scale), round(two * scale)))
    return slice(max(middle - reach, 0), middle + reach + 1), slice(start, end)


def _without_strokes(
    rules: Sequence[Rule],
    pieces: NDArray[np.int32],
    kept: NDArray[np.bool_],
    others: Sequence[Rule],
    dark: Mask,
    scale: float,
) -> list[Rule]:
    """Rules up to the last ones that cross them, where they go on alone into the midst of a cell: with a stroke of a
    letter that stands in line with them. One that all but fills the cell is told by the strokes that cross it. kept:
    which rules are known for lines; others: those that cross them; pieces: the number of its rule at each pixel, along
    the rules' rows, from which the pixels of strokes are taken; dark: the ink beside them.
    """
    lines = list(compress(rules, kept))
    found = []
    for number, rule in enumerate(rules, start=1):
        levels = sorted(other.at for other in others if other.start - TOUCH <= rule.at <= other.end + TOUCH)
        crossed = [at for at in levels if rule.start - END <= at <= rule.end + END]
        beside = [other for other in lines if other != rule]
        rows = slice(max(0, round((rule.at - _THICK) * scale)), round((rule.at + _THICK) * scale) + 1)
        ends = [rule.start, rule.end]
        for side, sign, inwards in ((0, -1, crossed), (1, 1, crossed[::-1])):
            for last, at in enumerate(inwards[:2]):
                reach = sorted((at + sign * TOUCH, ends[side] + sign))
                columns = slice(*(max(0, round(place * scale)) for place in reach))
                stroke = pieces[rows, columns]
                if _ends_alone(sign * (ends[side] - at), ends[side], rule, beside, levels) and (
                    last == 0 or _is_crossed(stroke == number, dark[rows, columns], scale)
                ):
                    stroke[stroke == number] = 0
                    ends[side] = at
                    break
        found.append(Rule(rule.at, *ends))
    return found


def _is_crossed(own: NDArray[np.bool_], dark: Mask, scale: float) -> bool:
    """Whether strokes cross a piece of a level rule, as those of 第 do its upright one: there is ink right at it and
    farther, on both sides. own: the pixels of the piece; dark: the ink in the same place.
    """
    rows = np.flatnonzero(own.any(axis=1))
    columns = np.flatnonzero(own.any(axis=0))
    return len(rows) > 0 and all(
        min(_at(dark, edge + sign * round(distance * scale), columns) for distance in (_NEAREST, *_BESIDE)) > _CROWDED
        for edge, sign in ((rows[:1], -1), (rows[-1:], 1))
    )


def _ends_alone(beyond: float, end: float, rule: Rule, beside: Iterable[Rule], levels: Iterable[float]) -> bool:
    """Whether a rule ends so far beyond the last one that crosses it (points) as strokes do, no other rule ends there,
    short of any that would cross this one too (levels), and none goes on in line with it.
    """
    closed = any(abs(level - end) <= END + TOUCH for level in levels)
    return GAP < beyond < LENGTH and not any(
        (not closed and min(abs(other.start - end), abs(other.end - end)) <= TOUCH)
        or (abs(other.at - rule.at) <= TOUCH and other.start - LENGTH <= end <= other.end + LENGTH)
        for other in beside
    )


def _heavy(dark: Mask, scale: float) -> Mask:
    """What may be a piece of the level side of a heavy frame. Lines that end at it are drawn to its midst."""
    least = np.ones((round(_THICK / 2 * scale) | 1, round(LENGTH * scale) | 1), np.uint8)
    return np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, least), np.uint8)


def _with_frames(
    beside: Mask, heavy: Mask, rules: list[Rule], pieces: NDArray[np.int32], scale: float
) -> tuple[list[Rule], NDArray[np.int32]]:
    """Level rules, and the rule at each pixel, with those that are heavier than lines are elsewhere."""
    left = np.where(pieces > 0, np.uint8(0), heavy)
    if not left.any():
        return rules, pieces
    frames, own = _along_rows(beside, left, scale, thickest=_THICKEST)
    return rules + frames, np.where(own > 0, own + np.int32(len(rules)), pieces)


def _mask(pieces: NDArray[np.int32], kept: NDArray[np.bool_]) -> Mask:
    """The pixels of the rules that are kept. pieces: the number of its rule at each pixel, from 1; 0 for none."""
    return np.asarray(np.take(np.concatenate(([False], kept)).astype(np.uint8), pieces), np.uint8)


def _both_pieces(dark: Mask, turned: Mask, scale: float) -> tuple[Mask, Mask]:
    """What may be a piece of a level line, and of an upright one (as a row), short gaps closed. turned: the columns of
    `dark` as rows.

    The dashes in which two lines cross are one piece of ink, and thin once the other line is taken away.
    """
    whole = pieces_of(dark)
    rows = _dashed_rows(_within(whole, SHORT * scale, _DASH * scale), scale, SHORT)
    on_rows = transposed(dark * rows)
    left = pieces_of(turned - on_rows)
    columns = transposed(_dashed_rows(_within(left, SHORT * scale, _DASH * scale) | on_rows, scale, LENGTH))
    on_columns = dark * columns
    upright = _within(left, math.inf, _DASH * scale) | transposed(on_columns * rows)
    rest = pieces_of(dark - on_columns) if on_columns.any() else whole
    level = _within(rest, math.inf, _DASH * scale) | (on_columns * rows)
    specks = _within(whole, _SPECK * scale, _SPECK * scale)
    apart = specks & ~_commas(whole, specks, dark - specks, scale)
    return _pieces(dark, level, specks, scale), _pieces(turned, upright, transposed(apart), scale)


def _commas(whole: Pieces, specks: Mask, letters: Mask, scale: float) -> Mask:
    """The specks (pieces of all ink) that have letters close on the left and on the right: commas and points, which
    stand below each other behind the numbers of items.
    """
    reach = round(_IN_WORDS * scale)
    side = np.ones((1, reach + 1), np.uint8)
    left, right = (np.asarray(cv2.dilate(letters, side, anchor=(at, 0)), np.uint8) for at in (reach, 0))
    within = (specks & left & right).ravel()[whole.where]
    share = np.bincount(whole.own, within, len(whole.boxes)) / whole.areas
    return whole.marked((share >= _BETWEEN).astype(np.uint8))


def _dashed_rows(dashes: Mask, scale: float, least: float) -> Mask:
    """Where level dashes run side by side, so far at least (points), and a dash farther: there they cross a line."""
    long, beyond = (1, round(least * scale)), (3, round(2 * (_DASH_GAP + SHORT) * scale) | 1)
    rows = cv2.morphologyEx(_closed(dashes, _DASH_GAP * scale), cv2.MORPH_OPEN, np.ones(long, np.uint8))
    return np.asarray(cv2.dilate(rows, np.ones(beyond, np.uint8)), np.uint8)


def _pieces(dark: Mask, dashes: Mask, specks: Mask, scale: float) -> Mask:
    """What may be a piece of a level line, short gaps closed."""
    thin, dashes = _closed(_thin(dark, scale), _CLOSE * scale), _closed(dashes, _DASH_GAP * scale)
    return np.asarray(np.maximum(np.maximum(thin, dashes), _specked(specks, scale)), np.uint8)


def _specked(specks: Mask, scale: float) -> Mask:
    """The nearly level lines of which there are but specks left, their gaps closed."""
    specks = np.asarray(cv2.dilate(specks, np.ones((3, 1), np.uint8)), np.uint8)
    length = round(LONG * scale) | 1
    whole = counted(_closed(specks, _SPECK_GAP * scale), length) == length
    if not whole.any():
        return np.zeros_like(specks)
    lines = (whole & (counted(specks, length) >= math.ceil(_SPECKS * length))).astype(np.uint8)
    return np.asarray(cv2.dilate(lines, np.ones((1, length), np.uint8)), np.uint8)


def traces(strokes: Strokes, scale: float) -> tuple[list[Trace], list[Trace]]:
    """Where the level and the upright lines of a nearly straight image run, which may be bent (scale: its pixels a
    point). A stroke of a large letter may be among them.
    """
    level, upright = (
        [_trace(run, scale) for run in _runs(image, closed, scale, _TRACED)[0]]
        for image, closed in ((strokes.dark, strokes.level), (strokes.turned, strokes.upright))
    )
    return level, [trace[:, ::-1] for trace in upright]


def _trace(run: _Run, scale: float) -> Trace:
    columns = np.flatnonzero(run.own.any(axis=0))
    columns = columns[:: max(1, round(_EVERY * scale))]
    own = run.own[:, columns]
    middles = (own * np.arange(own.shape[0])[:, None]).sum(axis=0) / own.sum(axis=0)
    return np.stack((run.x + columns + 0.5, run.y + middles + 0.5), axis=1) / scale


def _along_rows(
    beside: Mask,
    closed: Mask,
    scale: float,
    least: float = LENGTH,
    most: float = math.inf,
    thickest: float = _THICK,
    double: float = LONG_TOGETHER,
) -> tuple[list[Rule], NDArray[np.int32]]:
    """Level rules, and at each pixel the number of the rule that it belongs to. closed: what may be a piece of one;
    beside: the ink that is looked for beside them; least, most: from how long on (points), and shorter than what, they
    are looked for; thickest: what they are not thicker than (points); double: from how long on (points) they may be two
    lines, each of which is not.
    """
    runs, pieces = _runs(beside, closed, scale, least, most, thickest, double)
    numbers = np.zeros(len(pieces.boxes), np.int32)
    rules: list[Rule] = []
    for label, x, y, own in runs:
        ends = np.flatnonzero(own.any(axis=0))
        at = float((own.sum(axis=1) * np.arange(own.shape[0])).sum() / own.sum()) + 0.5
        rules.append(Rule((y + at) / scale, (x + ends[0]) / scale, (x + ends[-1] + 1) / scale))
        numbers[label] = len(rules)
    return _unbroken(rules, pieces.marked(numbers), beside, scale)


def _unbroken(
    rules: list[Rule], pieces: NDArray[np.int32], dark: Mask, scale: float
) -> tuple[list[Rule], NDArray[np.int32]]:
    """Level rules, those as one between which there is ink all along: where a letter touches a line, or a line crosses
    a double one, it is too thick for a line. Arguments and result as of _along_rows.
    """
    order = sorted(range(len(rules)), key=lambda i: (round(rules[i].at / TOUCH), rules[i].start))
    whole: dict[int, Rule] = dict(enumerate(rules))
    last = order[0] if order else 0
    for i in order[1:]:
        one, two = whole[last], rules[i]
        if abs(one.at - two.at) <= TOUCH and 0 < two.start - one.end <= LENGTH:
            rows, columns = _around((one.at + two.at) / 2, one.end, two.start, scale)
            between = dark[rows, columns]
            if between.any(axis=0).mean() >= _UNBROKEN:
                whole[last] = Rule((one.at + two.at) / 2, one.start, two.end)
                pieces[pieces == i + 1] = last + 1
                pieces[rows, columns][between > 0] = last + 1
                del whole[i]
                continue
        last = i
    if len(whole) == len(rules):
        return rules, pieces
    numbers = np.zeros(len(rules) + 1, np.int32)
    numbers[[i + 1 for i in whole]] = range(1, len(whole) + 1)
    return list(whole.values()), np.take(numbers, pieces)


def _runs(
    beside: Mask,
    closed: Mask,
    scale: float,
    least: float,
    most: float = math.inf,
    thickest: float = _THICK,
    double: float = LONG_TOGETHER,
) -> tuple[list[_Run], Pieces]:
    """What runs along the rows as a line does, and the pieces that it is found among. Arguments as of _along_rows."""
    length = round(min(least, LENGTH) * scale) | 1
    core = (counted(closed, length) >= math.ceil(_FULL * length)).astype(np.uint8)
    pieces = np.asarray(cv2.dilate(core, np.ones((1, length), np.uint8)), np.uint8) & closed
    # A line that is not quite level goes on in the next row of pixels.
    side = round(_NEXT * scale) | 1
    joined = cv2.dilate(pieces, np.ones((side, side), np.uint8))
    found = pieces_of(joined)
    runs = []
    lengths = found.sizes[:, 0] / scale
    for label in np.flatnonzero((lengths[1:] >= least) & (lengths[1:] < most)) + 1:
        x, y, x1, y1 = found.boxes[label]
        own = (found.labels[y:y1, x:x1] == label) & (pieces[y:y1, x:x1] > 0)
        run = _Run(int(label), int(x), int(y), own)
        edges = _edges(own)
        is_double = x1 - x >= double * scale and _is_double(own, edges, scale)
        thick = own.sum() > thickest * scale * len(edges.columns) and not is_double
        if not thick and not _crowded(beside, run, edges, scale, thickest, is_double=is_double):
            runs.append(run)
    return runs, found


def _closed(dark: Mask, gap: float) -> Mask:
    return np.asarray(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, round(gap) | 1), np.uint8)), np.uint8)


def _thin(dark: Mask, scale: float) -> Mask:
    """What is not taller than a line: of letters, the strokes that lie level."""
    tall = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((round(_THICK * scale) + 1, 1), np.uint8))
    return np.asarray(cv2.subtract(dark, tall), np.uint8)


def _within(pieces: Pieces, width: float, height: float) -> Mask:
    """The pieces that are no larger (pixels): dashes are as thin as a line, letters are not."""
    return pieces.marked(np.all(pieces.sizes <= (width, height), axis=1).astype(np.uint8))


def _edges(own: NDArray[np.bool_]) -> _Edges:
    """The edges of a level run of these pixels."""
    columns = np.flatnonzero(own.any(axis=0))
    return _Edges(columns, own.argmax(axis=0)[columns], own.shape[0] - 1 - own[::-1].argmax(axis=0)[columns])


def _is_double(own: NDArray[np.bool_], edges: _Edges, scale: float) -> bool:
    """Whether a level run is two lines with paper between them, all along."""
    heights = edges.bottoms - edges.tops + 1
    double = (heights > own.sum(axis=0)[edges.columns]) & (heights <= 2 * _THICK * scale)
    return bool(double.mean() >= _UNBROKEN)


def _crowded(dark: Mask, run: _Run, edges: _Edges, scale: float, thickest: float, *, is_double: bool) -> bool:
    """Whether there is ink beside a line as there is beside a row of strokes in text: near and far, on either side, or
    in its midst, where strokes of letters touch.
    """
    own, (columns, tops, bottoms) = run.own, edges
    heights = bottoms - tops
    high = heights >= thickest * scale
    usual = float(np.median(heights[high])) if high.any() else 0.0
    as_usual = (np.abs(heights - usual) <= _EVEN * scale) & (is_double or usual <= _DOUBLE * scale)
    ragged = float(np.mean(high & ~as_usual))
    if ragged > _CROWDED:
        return True
    ink = own & (dark[run.y : run.y + own.shape[0], run.x : run.x + own.shape[1]] > 0)
    level = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, round(SHORT * scale)), np.uint8))
    inked = level.any(axis=0).mean()
    if own.shape[1] >= LONG * scale and inked >= _UNBROKEN:
        return False  # figures that stand close beside a border, each in its row, make it no row of strokes
    # of two or three rows, they leave one side free, and strokes in line with it take but its end
    most = 2 * _CROWDED if own.shape[1] >= LONG_TOGETHER * scale and inked >= _INKED else _CROWDED
    return any(
        min(_at(dark, run.y + edge + sign * round(distance * scale), run.x + columns) for distance in _BESIDE) > most
        for edge, sign in ((tops, -1), (bottoms, 1))
    )


def _at(dark: Mask, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> float:
    return float(dark[rows.clip(0, dark.shape[0] - 1), columns].mean())
