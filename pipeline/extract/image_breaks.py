"""Lines that a scanner broke, put together again: they are told by where their pieces end, in the midst of cells."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import compress, pairwise
from statistics import median_low
from typing import NamedTuple

from pipeline.extract.grid import Rule
from pipeline.extract.image_rules import END, LENGTH, LONG, LONG_TOGETHER, MANY, SHORT, TOUCH

_LEAST, _MOST = 2.5, 45.0
"""A break is larger than the first (points), and no larger than the second: a cell without a line may be."""
_LEFT = 0.5
"""So much of a broken line is left at least."""
_MANY = 5
"""Where so many pieces end in the midst of cells, the lines of a page are broken: else a line ends where it ends. On
197 pages of scans whose lines are whole there were two at most.
"""
_FEW = 2
"""So many are enough where there are no more long lines, as those of one row that a page has cut off."""

_ENDS = 2
"""A line of a table ends at others, or is crossed by them: by so many at least."""

_STUB = 3.0
"""Of a line that is lost over a cell, so much is left at the border where it ends (points)."""

_OF_LETTERS = 24.0
"""Strokes of letters that stand above each other, in two lines of text, make no piece so long (points)."""

_AS_TWO = 1.5
"""A cell that is wider than others of its row by so much may be two that have lost the line between them."""

Clear = Callable[[float, float, float], bool]
"""Whether nothing is printed across a line that lies at a place, from one to another (points)."""

Pieces = list[int]
"""The pieces of one line, by their numbers in a list of rules, from its start to its end."""


class Mended(NamedTuple):
    """The lines of one direction, and for each of the pieces the number of the line that it belongs to; -1 for none."""

    rules: list[Rule]
    numbers: list[int]


def are_broken(level: Sequence[Rule], upright: Sequence[Rule]) -> bool:
    """Whether many pieces in line with others, a long one among them, end in the midst of cells."""
    long = _lines(level, LONG), _lines(upright, LONG)  # few strokes of letters are so long
    across = _spans(level, long[0])
    low = [line for line in _lines(upright, LONG_TOGETHER) if line not in long[1] and _is_closed(line, upright, across)]
    n_breaks = _n_breaks(level, long[0], _spans(upright, long[1])) + _n_breaks(upright, long[1] + low, across)
    return n_breaks >= min(_MANY, max(_FEW, len(long[0]) + len(long[1])))


def _is_closed(line: Pieces, rules: Sequence[Rule], others: Sequence[Rule]) -> bool:
    """Whether a line, of pieces of some rules, begins and ends at lines that cross it, as those of a low table do."""
    (span,) = _spans(rules, [line])
    crossing = _crossing(span.at, others)
    return not (_lies_within(span.start, crossing) or _lies_within(span.end, crossing))


class Ways(NamedTuple):
    """What pixels tell of the lines of one direction: whether nothing is printed across them, and whether ink runs
    along one all the way.
    """

    clear: Clear
    inked: Clear


def over_breaks(level: Sequence[Rule], upright: Sequence[Rule], ways: tuple[Ways, Ways]) -> tuple[Mended, Mended]:
    """The lines of a page without their breaks, up to those that cross them. ways: of level, and of upright lines.

    A break that has a cell between its ends, drawn by lines that cross, may be one of two cells that are one: a level
    one stays; an upright one where words say so, since cells that are one for less than a row's height are headings.
    Either goes on where a stub of it is left at the border of the cell.
    """
    posts = _lines(upright, LENGTH)
    long = [line for line in _spans(level, _lines(level, LENGTH)) if line.end - line.start >= LONG]
    others = _spans(upright, posts) + _of_one_row(upright, long)
    return (
        _without_short(_mended(level, _lines(level, LONG_TOGETHER), others, ways[0], None)),
        _mended(upright, posts, long, ways[1], ways[1].clear),
    )


def _without_short(mended: Mended) -> Mended:
    """Lines without the short ones: pieces that no other goes on with are strokes of letters. These have the number
    -1.
    """
    long = [rule.end - rule.start >= LENGTH for rule in mended.rules]
    numbers = [sum(long[:number]) if long[number] else -1 for number in mended.numbers]
    return Mended(list(compress(mended.rules, long)), numbers)


def _of_one_row(upright: Sequence[Rule], level: Sequence[Rule]) -> list[Rule]:
    """The upright lines from one level line to another that are too short to be told as lines by themselves."""
    return [
        rule
        for rule in upright
        if LENGTH <= rule.end - rule.start < LONG_TOGETHER
        and all(not _lies_within(end, _crossing(rule.at, level)) for end in (rule.start, rule.end))
    ]


def _n_breaks(rules: Sequence[Rule], lines: Sequence[Pieces], others: Sequence[Rule]) -> int:
    """How many breaks there are in the lines of one direction that begin or end in the midst of cells."""
    return sum(
        _lies_within(rules[one].end, ats) or _lies_within(rules[two].start, ats)
        for line in lines
        for ats in [_crossing(rules[line[0]].at, others)]
        for one, two in pairwise(line)
        if rules[two].start - rules[one].end > _LEAST
    )


def _lines(rules: Sequence[Rule], least: float) -> list[Pieces]:
    """What lies in line, with no more than breaks between, and may be one line: strokes of letters are shorter than its
    longest piece, which measures so much at least (points).
    """
    rows: list[Pieces] = []
    for i in sorted(range(len(rules)), key=lambda i: rules[i].at):
        if rows and rules[i].at - rules[rows[-1][-1]].at <= TOUCH / 2 and rules[i].at - rules[rows[-1][0]].at <= TOUCH:
            rows[-1].append(i)
        else:
            rows.append([i])
    lines: list[Pieces] = []
    for row in rows:
        last = None
        for i in sorted(row, key=lambda i: rules[i].start):
            if last is not None and rules[i].start - rules[last].end <= _MOST:
                lines[-1].append(i)
            else:
                lines.append([i])
            last = i
    return [line for line in lines if _is_line([rules[i] for i in line], least, rules)]


def _is_line(pieces: Sequence[Rule], least: float, rules: Sequence[Rule]) -> bool:
    """Whether pieces, of some rules, may be one line: in two low rows, where many others end beside it."""
    lengths = [piece.end - piece.start for piece in pieces]
    whole = max(piece.end for piece in pieces) - pieces[0].start
    if max(lengths) < least or sum(lengths) < _LEFT * whole:
        return False
    return whole >= LONG_TOGETHER or _n_at(rules, 1, pieces[0].start) > MANY or _n_at(rules, 2, pieces[-1].end) > MANY


def _spans(rules: Sequence[Rule], lines: Sequence[Pieces]) -> list[Rule]:
    """Each line with its breaks."""
    return [Rule(rules[line[0]].at, rules[line[0]].start, max(rules[i].end for i in line)) for line in lines]


def _crossing(at: float, others: Sequence[Rule]) -> list[float]:
    """Where a line that lies there is crossed, or would be by what may be broken off another's ends: once by the pieces
    of one line.
    """
    ats = sorted(other.at for other in others if other.start - _MOST <= at <= other.end + _MOST)
    return [here for before, here in pairwise((-math.inf, *ats)) if here - before > TOUCH]


def _lies_within(end: float, crossing: Sequence[float]) -> bool:
    """Whether an end of a piece lies in the midst of a cell."""
    return all(abs(at - end) > END for at in crossing)


def _mended(
    rules: Sequence[Rule], lines: Sequence[Pieces], others: Sequence[Rule], ways: Ways, clear: Clear | None
) -> Mended:
    """The lines of one direction. clear: of those that go on over a cell; None where none does."""
    found: list[Rule] = []
    numbers = [-1] * len(rules)
    cuts = [rule[side] for rule in rules for side in (1, 2) if _many_at(rules, side, rule[side])]
    for whole in lines:
        ats = _crossing(rules[whole[0]].at, others)
        line = _between_crossing(whole, rules, ats, ways.clear)
        first = len(found)
        for one in line:
            piece = rules[one]
            if len(found) > first and _goes_on(found[-1], piece, rules, ats, clear, last=one == line[-1]):
                found[-1] = Rule(found[-1].at, found[-1].start, max(found[-1].end, piece.end))
            else:
                found.append(piece)
            numbers[one] = len(found) - 1
        own = range(first, len(found))
        ends = [end for k in own for end in (found[k].start, found[k].end)]
        if (
            len(line) > 1
            or max(ends, default=0) - min(ends, default=0) >= LONG
            or not all(_lies_within(end, ats) for end in ends)
        ):
            for k in own:  # else strokes of letters may look so, as may what is short and no piece of a longer one
                if len(line) > 1 and found[k].end - found[k].start < LENGTH:
                    continue
                found[k] = _to_stubs(_up_to(found[k], rules, sorted({*ats, *cuts})), ats, ways)
    whole_ones = tuple(found)
    for i, number in enumerate(numbers):
        if number < 0:
            numbers[i] = len(found)
            found.append(rules[i] if clear is None else _as_in_row(rules[i], whole_ones, others, clear))
    return Mended(found, numbers)


def _as_in_row(piece: Rule, others: Sequence[Rule], crossing: Sequence[Rule], clear: Clear) -> Rule:
    """A piece that is too short to be told as a line as long as many that stand in its row, and end or start as it does
    if it is as short as strokes may be, where lines cross its ends and nothing is printed across: else it stays as it
    is. others: the lines of its direction; crossing: those across it.
    """
    here = [one.at for one in crossing if one.start - END <= piece.at <= one.end + END]
    long = piece.end - piece.start >= _OF_LETTERS
    alike = [one for one in others if one.start - TOUCH <= piece.start and piece.end <= one.end + TOUCH]
    if not long:
        alike = [one for one in alike if min(abs(one.start - piece.start), abs(one.end - piece.end)) <= TOUCH]
    for one in sorted(alike, key=lambda one: one.end - one.start):  # in the lowest of rows that have many
        many = sum(max(abs(one.start - two.start), abs(one.end - two.end)) <= TOUCH for two in alike)
        if many >= (_ENDS if long else MANY + 1):
            row = Rule(piece.at, one.start, one.end)
            closed = not (_lies_within(one.start, here) or _lies_within(one.end, here))
            return row if closed and clear(*row) and _parts_wide_cell(row, others) else piece
    return piece


def _parts_wide_cell(row: Rule, others: Sequence[Rule]) -> bool:
    """Whether a border would part a cell of its row that is as wide as two are: else it is a 1, or a stroke."""
    passing = sorted(one.at for one in others if one.start <= row.start + TOUCH and one.end >= row.end - TOUCH)
    widths = [two - one for one, two in pairwise(passing) if two - one > TOUCH]
    left, right = (at for at in passing if at < row.at), (at for at in passing if at > row.at)
    wide = min(right, default=row.at) - max(left, default=row.at)
    return bool(widths) and wide >= _AS_TWO * median_low(widths)


def _goes_on(
    line: Rule, piece: Rule, others: Sequence[Rule], crossing: Sequence[float], clear: Clear | None, *, last: bool
) -> bool:
    """Whether a line goes on to the next piece of it, its last one perhaps. others: all of its direction; clear: as in
    _mended.
    """
    if piece.start - line.end <= _LEAST:
        return True
    between = [at for at in crossing if line.end - END <= at <= piece.start + END]
    over_cell = len(between) > 1
    stroke = bool(between) and piece.end - piece.start < _OF_LETTERS
    if stroke and not any(_goes_beyond(other, between[-1], piece) for other in others):
        return False
    if over_cell and not _is_in_row(line.end, piece, others):
        return False
    if over_cell or (stroke and last):
        return clear is not None and clear(piece.at, line.end, piece.end)
    return True


def _is_in_row(start: float, piece: Rule, others: Sequence[Rule]) -> bool:
    """Whether a break up to a piece lies in a row that others pass: between the sides of the table too, else it may be
    a heading; and where none does, two tables may have that between them.
    """
    passing = sorted(
        one.at
        for one in others
        if one.start <= start + END and one.end >= piece.start - END and one.end - one.start >= LONG_TOGETHER
    )
    apart = [at for before, at in pairwise((-math.inf, *passing)) if at - before > SHORT]
    return len(apart) > _ENDS


def _goes_beyond(other: Rule, at: float, piece: Rule) -> bool:
    """Whether another line goes beyond one that crosses it, as those of a table do, but no letter below its end."""
    return abs(other.at - piece.at) > TOUCH and other.start <= at + END and other.end >= at + SHORT


def _between_crossing(line: Pieces, rules: Sequence[Rule], crossing: Sequence[float], clear: Clear) -> Pieces:
    """The pieces of a line but those at its ends, strokes of large letters perhaps, that are not long, and have no line
    to reach beyond them, nor many that a page cuts beside them, or are short with ink beside them; none where but one
    crosses it.
    """
    if len(crossing) < _ENDS:
        return []

    def reaches(i: int) -> bool:
        start, end = rules[i].start, rules[i].end
        within = (
            crossing[0] - END <= start or _many_at(rules, 1, start),
            end <= crossing[-1] + END or _many_at(rules, 2, end),
        )
        if end - start < LENGTH and not clear(rules[i].at, start, end):
            return False
        return end - start >= LONG_TOGETHER or all(within)

    kept = [k for k, i in enumerate(line) if reaches(i)]
    return line[kept[0] : kept[-1] + 1] if kept else []


def _many_at(rules: Sequence[Rule], side: int, end: float) -> bool:
    """Whether many lines start (side 1), or end (2), at one height, and none goes past it: there a page cuts them."""
    return _n_at(rules, side, end) >= MANY and not any(
        rule.start < end - TOUCH and end + TOUCH < rule.end for rule in rules
    )


def _n_at(rules: Sequence[Rule], side: int, end: float) -> int:
    """How many lines start (side 1), or end (2), at one height."""
    return sum(abs(rule[side] - end) <= TOUCH and rule.end - rule.start >= SHORT for rule in rules)


def _up_to(rule: Rule, others: Sequence[Rule], crossing: Sequence[float]) -> Rule:
    """A line up to those that cross it next, or to where a page cuts many beside it, where it ends in the midst of
    cells: a short one where others are in its row. others: all of its direction.
    """
    start, end = rule.start, rule.end
    above = max((at for at in crossing if at < start), default=start)
    if end - start < LENGTH and not any(_goes_beyond(other, above, rule) for other in others):
        return rule
    if _lies_within(start, crossing):
        start = max((at for at in crossing if start - _MOST <= at < start), default=start)
    if _lies_within(end, crossing):
        end = min((at for at in crossing if end < at <= end + _MOST), default=end)
    return Rule(rule.at, start, end)


def _to_stubs(rule: Rule, crossing: Sequence[float], ways: Ways) -> Rule:
    """A line over the cell at each of its ends, where a stub of it is left at the other side of that, and no words."""
    start, end = rule.start, rule.end
    before = max((at for at in crossing if start - _MOST <= at < start - _STUB), default=start)
    after = min((at for at in crossing if end + _STUB < at <= end + _MOST), default=end)
    if before < start and ways.inked(rule.at, before, before + _STUB) and ways.clear(rule.at, before, start):
        start = before
    if end < after and ways.inked(rule.at, after - _STUB, after) and ways.clear(rule.at, end, after):
        end = after
    return Rule(rule.at, start, end)
