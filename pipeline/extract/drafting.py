"""The grid of a table without lines: a cell for each label and each figure, with borders half-way between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from pipeline.extract.blocks import Block
from pipeline.extract.columns import Band, bands_of, border_of
from pipeline.extract.grid import MIN_CELL, Grid, Rule, Span, nearest
from pipeline.extract.gutters import Gutter, gutters
from pipeline.extract.header import Header, header_of, near_in
from pipeline.extract.model import Box
from pipeline.extract.stub import LabelledRow, TextRow, label_rows, pitch_of, text_rows
from pipeline.extract.words import Word

_MARGIN = 3.0
_FRAME = 60.0
"""Rules farther from the text of a table than this, in points, are not around it."""
_LINES = 1.3
"""Lines of one label beside blank rows are so many ems apart, if none are nearer to each other."""
_ACROSS = -1
"""The number, among lines of labels, of one over the whole table."""
_TOUCH = 0.5
"""A label reaches into a column or a row if it does so by so many points."""

Atoms = dict[tuple[int, int], int]
"""Places in a header, by row and column, and which of its labels each belongs to."""


class Frame(NamedTuple):
    """Where the columns of a block lie: its left edge, the borders of the columns of figures, and these themselves."""

    left: float
    xs: tuple[float, ...]
    bands: tuple[Band, ...]


def grid_of(block: Block, group: Sequence[Block], lean: int) -> tuple[Grid, frozenset[Span]] | None:
    """The grid of a block, and those of its cells whose row or column has a near rival; none where no columns are.

    group: the blocks that have their columns in common with it, itself among them; lean: where in their columns its
    document sets figures.
    """
    border, _ = border_of(group)
    columns = bands_of(group, lean)
    if not columns:
        return None
    frame = _frame(group, columns, border)
    bands, near = [(band.x0, band.x1) for band in columns], None
    lower = [other for other in group if other.rows and other.has_header]
    if lower and not block.rows:  # a header that the edge of the page cuts: what is narrow in it names no column
        bands, near = [(x0 + 1, x1 - 1) for x0, x1 in pairwise(frame.xs)], near_in(lower[0].above)
    header = header_of([word for word in block.above if word.box[0] >= border], bands, near)
    corner = [word for word in block.above if word.box[0] < border]
    cells, foot = _header_cells(block, header, corner, frame)
    body, guessed = _body_cells(block, group, frame, foot)
    return _grid([*cells, *body], guessed)


def _frame(group: Sequence[Block], bands: Sequence[Band], border: float) -> Frame:
    left, right = _sides(group)
    start = _between(border, bands[0].x0, group) if border > float("-inf") else left
    middle = [_between(one.x1, two.x0, group) for one, two in pairwise(bands)]
    return Frame(left, (start, *middle, right), tuple(bands))


def _sides(group: Iterable[Block]) -> tuple[float, float]:
    """Where a table ends on both sides: at the rules that are drawn around it, else where its text does."""
    lefts, rights = [], []
    for block in group:
        words = block.words
        top, bottom = min(word.box[1] for word in words) - _FRAME, max(word.box[3] for word in words) + _FRAME
        left, right = min(word.box[0] for word in words), max(word.box[2] for word in words)
        rules = [rule for rule in block.horizontal if top < rule.at < bottom and rule.end > left and rule.start < right]
        posts = [rule.at for rule in block.vertical if min(rule.end, bottom) > max(rule.start, top)]
        drawn = [x for x in (*posts, *(x for rule in rules for x in rule[1:])) if left - _FRAME < x < right + _FRAME]
        lefts.append(min(left - _MARGIN, *drawn, left))
        rights.append(max(right + _MARGIN, *drawn, right))
    return min(lefts), max(rights)


def _between(one: float, two: float, group: Iterable[Block]) -> float:
    """Where the border between two columns lies: at a rule that is drawn there on one of its pages, else half-way."""
    for block in group:
        top, bottom = min(word.box[1] for word in block.words), max(word.box[3] for word in block.words)
        for rule in block.vertical:
            if one - 1 <= rule.at <= two + 1 and min(rule.end, bottom) > max(rule.start, top):
                return rule.at
    return (one + two) / 2


def _header_cells(block: Block, header: Header, corner: Sequence[Word], frame: Frame) -> tuple[list[Box], float]:
    """The cells of a header, and where it ends."""
    labels = [*header.leaves, *header.uppers]
    if not labels:
        return [], min(word.box[1] for word in block.words) - _MARGIN
    top = min([label.top for label in labels] + [word.box[1] for word in corner]) - _MARGIN
    cells, top = _heading_cells(block.headings, frame, top)
    bottom = max([label.bottom for label in labels] + [word.box[3] for word in corner])
    below = [word.box[1] for word in (*block.labels, *(word for row in block.rows for word in row))]
    foot = (bottom + min(below)) / 2 if below and min(below) > bottom else bottom + _TOUCH
    ys = [top, *_cuts(header), foot]
    taken = _atoms(header, frame.xs, ys)
    for owner in dict.fromkeys(taken.values()):
        rows = [row for (row, _), other in taken.items() if other == owner]
        columns = [column for (_, column), other in taken.items() if other == owner]
        cells.append((frame.xs[min(columns)], ys[min(rows)], frame.xs[max(columns) + 1], ys[max(rows) + 1]))
    for row, column in product(range(len(ys) - 1), range(len(frame.bands))):
        if (row, column) not in taken:
            cells.append((frame.xs[column], ys[row], frame.xs[column + 1], ys[row + 1]))
    if frame.xs[0] > frame.left:
        cells.append((frame.left, top, frame.xs[0], foot))
    return cells, foot


def _heading_cells(headings: Sequence[Word], frame: Frame, foot: float) -> tuple[list[Box], float]:
    """A cell over the whole table for each heading above its header, and where the last one ends."""
    cells: list[Box] = []
    for index, word in enumerate(headings):
        following = headings[index + 1].box[1] if index + 1 < len(headings) else foot + _MARGIN
        top = cells[-1][3] if cells else word.box[1] - _MARGIN
        cells.append((frame.left, top, frame.xs[-1], (word.box[3] + following) / 2))
    return cells, cells[-1][3] if cells else foot


def _atoms(header: Header, xs: Sequence[float], ys: Sequence[float]) -> Atoms:
    """Which label each place of a header belongs to; labels of columns reach down to the figures."""
    taken: Atoms = {}
    for number, label in enumerate((*header.leaves, *header.uppers)):
        columns = _reached(label.x0, label.x1, xs)
        if number < len(header.leaves):
            middle = (label.x0 + label.x1) / 2
            columns = [max(0, min(len(xs) - 2, sum(1 for edge in xs if edge <= middle) - 1))]
        for place in product(_reached(label.top, label.bottom, ys), columns):
            taken.setdefault(place, number)
    for (row, column), owner in sorted(taken.items()):
        below = row + 1
        while owner < len(header.leaves) and below < len(ys) - 1 and (below, column) not in taken:
            taken[below, column] = owner
            below += 1
    return taken


def _reached(start: float, end: float, borders: Sequence[float]) -> list[int]:
    """The columns (or rows) into which an extent reaches."""
    return [k for k, (one, two) in enumerate(pairwise(borders)) if min(end, two) - max(start, one) > _TOUCH]


def _cuts(header: Header) -> list[float]:
    """The heights of the borders in a header: as few as keep apart what stands over what."""
    gaps = sorted(
        (max(lower.top, (lower.top + upper.bottom) / 2), min(upper.bottom, (lower.top + upper.bottom) / 2))
        for upper in header.uppers
        for lower in (*header.leaves, *header.uppers)
        if lower.top + lower.bottom > upper.top + upper.bottom + upper.words[0].em
        and min(lower.x1, upper.x1) > max(lower.x0, upper.x0) - 1
    )
    cuts: list[tuple[float, float]] = []
    for end, start in gaps:
        if cuts and start <= cuts[-1][1]:
            cuts[-1] = (max(cuts[-1][0], start), cuts[-1][1])
        else:
            cuts.append((start, end))
    return [(start + end) / 2 for start, end in cuts]


def _labels(block: Block) -> tuple[list[tuple[int, TextRow]], list[Gutter]]:
    """The lines of a block's labels, each after its number among all lines on the left, and the white columns there;
    those of headings over its rows have the number _ACROSS.
    """
    lines = text_rows(block.labels)
    sides = gutters(lines, block.figures, block.vertical)
    kept = [(i, line) for i, one in enumerate(lines) if (line := _label(one, i, sides)) is not None]
    kept += [(_ACROSS, line) for line in text_rows(block.across)]
    return sorted(kept, key=lambda one: one[1].middle), sides


def _body_cells(block: Block, group: Iterable[Block], frame: Frame, foot: float) -> tuple[list[Box], set[Box]]:
    """The cells of the rows below a header that ends at `foot`, and those of them that are guessed."""
    kept, sides = _labels(block)
    own = [line for _, line in kept]
    if block.foot is not None:
        return [(x0, foot, x1, block.foot) for x0, x1 in pairwise((frame.left, *frame.xs)) if x0 < x1], set()
    em = max((word.em for row in (*block.rows, block.labels) for word in row), default=0.0)
    pitch = min(pitch_of([line for _, line in _labels(other)[0]], em) for other in group)
    if not block.rows:  # nothing else tells how far apart its rows are
        pitch = min(pitch, _LINES * em)
    rules = _rules_at(frame.xs[0] - 2 * _MARGIN, block.horizontal)
    rules += [end for index, line in kept if index == _ACROSS for end in (line.top, line.bottom)]
    rows = label_rows(own, block.figures, em, sorted(rules), pitch)
    ends = [_extent(row, own, block.rows) for row in rows]
    last = max([end for _, end in ends] + [word.box[3] for word in block.words]) + _MARGIN
    stubs = [
        [frame.left, *sorted({side.x for side in sides if _stands_right(kept[row.start : row.end], side)})]
        for row in rows
    ]
    downwards = [word for word in block.labels if word.turned]
    ys = [foot, *(_parting(ends, stubs, at, downwards) for at in range(1, len(ends))), last]
    cells: list[Box] = []
    guessed: set[Box] = set()
    for row, stub, (top, bottom) in zip(rows, stubs, pairwise(ys), strict=False):
        if kept[row.start : row.end] and kept[row.start][0] == _ACROSS:
            cells.append((frame.left, top, frame.xs[-1], bottom))
            continue
        own_cells = [(x0, top, x1, bottom) for x0, x1 in pairwise(frame.xs)]
        guessed |= {cell for cell, band in zip(own_cells, frame.bands, strict=True) if row.unsure or not band.sure}
        cells += own_cells
        if frame.xs[0] > frame.left:
            cells.append((stub[-1], top, frame.xs[0], bottom))
    return [*cells, *_group_cells(stubs, ys)], guessed


def _stands_right(label: Sequence[tuple[int, TextRow]], side: Gutter) -> bool:
    """Whether a label stands right of a white column that runs beside one of its lines, at least."""
    words = [word for _, line in label for word in line.words]
    return any(side.start <= index < side.end for index, _ in label) and all(w.box[0] > side.x for w in words)


def _parting(
    ends: Sequence[tuple[float, float]], stubs: Sequence[Sequence[float]], at: int, downwards: Sequence[Word]
) -> float:
    """Where the border above a row lies: half-way to the one above, but not across text that runs downwards beside one
    of them only.
    """
    (_, upper), (lower, _) = ends[at - 1], ends[at]
    between = [word.box for word in downwards if upper - word.em < word.middle < lower + word.em]
    if len(stubs[at - 1]) > len(stubs[at]):
        upper = max([upper, *(box[3] for box in between if box[3] <= lower)])
    elif len(stubs[at - 1]) < len(stubs[at]):
        lower = min([lower, *(box[1] for box in between if box[1] >= upper)])
    return (upper + lower) / 2


def _label(line: TextRow, index: int, sides: Sequence[Gutter]) -> TextRow | None:
    """A line of labels without what stands left of white columns, and without turned text, which labels no row."""
    own = [side.x for side in sides if side.start <= index < side.end]
    kept = [word for word in line.words if not word.turned and all((word.box[0] + word.box[2]) / 2 > x for x in own)]
    return text_rows(kept)[0] if kept else None


def _rules_at(x: float, rules: Sequence[Rule]) -> list[float]:
    """The heights of the rules that are drawn at some place."""
    return [rule.at for rule in rules if rule.start <= x <= rule.end]


def _extent(row: LabelledRow, lines: Sequence[TextRow], figures: Sequence[Sequence[Word]]) -> tuple[float, float]:
    """From where to where a row's text reaches."""
    tops = [line.top for line in lines[row.start : row.end]]
    bottoms = [line.bottom for line in lines[row.start : row.end]]
    if row.figures is not None:
        tops += [word.box[1] for word in figures[row.figures]]
        bottoms += [word.box[3] for word in figures[row.figures]]
    return min(tops), max(bottoms)


def _group_cells(stubs: Sequence[Sequence[float]], ys: Sequence[float]) -> list[Box]:
    """The cells left of the labels: one for each run of rows that have the same border there."""
    cells: list[Box] = []
    for level in range(max((len(stub) for stub in stubs), default=0)):
        start = 0
        for index in range(len(stubs) + 1):
            here = stubs[index][level : level + 2] if index < len(stubs) else None
            if index and here != stubs[index - 1][level : level + 2]:
                before = stubs[index - 1][level : level + 2]
                if len(before) == 2:
                    cells.append((before[0], ys[start], before[1], ys[index]))
                start = index
    return cells


def _grid(boxes: Sequence[Box], guessed: set[Box]) -> tuple[Grid, frozenset[Span]] | None:
    """The grid that the boxes of cells make, and the cells that are guessed: all of them where boxes overlap."""
    xs = _edges((x for box in boxes for x in (box[0], box[2])), MIN_CELL)
    ys = _edges((y for box in boxes for y in (box[1], box[3])), _TOUCH / 5)
    if len(xs) < 3 or len(ys) < 2:
        return None
    spans: dict[Span, bool] = {}
    taken: set[tuple[int, int]] = set()
    overlap = False
    for box in boxes:
        column, row = nearest(xs, box[0]), nearest(ys, box[1])
        span = Span(row, column, nearest(ys, box[3]) - row, nearest(xs, box[2]) - column)
        atoms = set(product(range(row, row + span.row_span), range(column, column + span.column_span)))
        overlap = overlap or not atoms or bool(atoms & taken)
        if atoms and not atoms & taken:
            spans[span] = box in guessed
            taken |= atoms
    free = set(product(range(len(ys) - 1), range(len(xs) - 1))) - taken
    spans |= dict.fromkeys((Span(row, column, 1, 1) for row, column in free), False)
    doubtful = frozenset(span for span, is_guess in spans.items() if is_guess or overlap)
    return Grid(tuple(xs), tuple(ys), tuple(sorted(spans))), doubtful


def _edges(values: Iterable[float], least: float) -> list[float]:
    """Sorted positions of borders, those nearer to each other than `least` merged."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > least:
            found.append(value)
    return found
