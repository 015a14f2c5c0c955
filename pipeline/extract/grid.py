"""Ruling lines to grids of cells with spans: pure geometry, for any source of lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

SNAP = 2.5
"""Lines nearer to each other than this, in points, are one line (a doubled border is two strokes about 1.5 apart)."""
GAP = 4.0
"""A gap in a line up to this long, in points, is bridged (dashes, and corners where strokes do not quite meet)."""
THIN = 3.0
"""A filled shape not thicker than this, in points, is a line."""
COVERED = 0.6
"""A border exists between two cells where lines cover at least this part of it."""
_OPEN_ROW = 45.0
"""A row between two pieces of a table that is open at both sides is at most so high, in points."""
_FRAMED = 0.5
"""A frame has more than this part of its area for the table inside."""
_HIDDEN, _MOSTLY_HIDDEN = 0.5, 0.8
"""Something may cover up to this part of a vertical rule in a row, and up to the second where it goes on from a
row beside that into it: one that ends at a merged cell ends at its border."""
_LEAST_POSTS = 3
_MANY = 3
"""A row of figures has so many columns side by side, or lines between them."""
MIN_CELL = 4.0
"""A row or column narrower than this, in points, cannot hold a character and is none; a shorter rule is no border."""


class Rule(NamedTuple):
    """A straight line: `at` is its y (horizontal) or x (vertical); it runs from `start` to `end` along the other."""

    at: float
    start: float
    end: float


Component = tuple[list[Rule], list[Rule]]
"""Horizontal and vertical rules that hang together."""


class Span(NamedTuple):
    """A cell of a grid by its place: the first row and column, and how many of each it covers."""

    row: int
    column: int
    row_span: int
    column_span: int


class Grid(NamedTuple):
    """A ruled table: the positions of its column and row borders, and its cells in order of row and column."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]


def find_grids(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> list[Grid]:
    """The grids that horizontal and vertical rules form, from top to bottom, then left to right."""
    found = _components(merge_rules(horizontal), merge_rules(vertical))
    components = _with_open_rows(_with_sides(found))
    tables = [own for own in components if _is_table(own, components)] + _row_between_pages(found, components)
    grids = [grid for h, v in tables if (grid := _grid(h, v)) is not None]
    grids = [grid for grid in grids if not any(_frames(grid, other) for other in grids)]
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _frames(outer: Grid, inner: Grid) -> bool:
    """Whether a grid is but the frame of another, whose place is in one of its cells and takes most of it."""
    (left, right), (top, bottom) = (inner.xs[0], inner.xs[-1]), (inner.ys[0], inner.ys[-1])
    held = any(
        outer.xs[span.column] < left
        and right < outer.xs[span.column + span.column_span]
        and outer.ys[span.row] < top
        and bottom < outer.ys[span.row + span.row_span]
        for span in outer.spans
    )
    area = (outer.xs[-1] - outer.xs[0]) * (outer.ys[-1] - outer.ys[0])
    return held and (right - left) * (bottom - top) > _FRAMED * area


def grid_of(boxes: Iterable[tuple[float, float, float, float]]) -> Grid:
    """The grid that the boxes of cells make: every border of a cell is a border of the grid."""
    boxes = list(boxes)
    xs = borders([x for box in boxes for x in (box[0], box[2])])
    ys = borders([y for box in boxes for y in (box[1], box[3])])
    spans = []
    for box in boxes:
        column, column_end = nearest(xs, box[0]), nearest(xs, box[2])
        row, row_end = nearest(ys, box[1]), nearest(ys, box[3])
        if row_end > row and column_end > column:
            spans.append(Span(row, column, row_end - row, column_end - column))
    return Grid(tuple(xs), tuple(ys), tuple(sorted(set(spans))))


def is_frame(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> bool:
    """Whether the sides of a filled shape are those of a frame: of a box, and of the hole in it that leaves but its
    border. So do browsers draw the borders of a cell that stands apart from its neighbours.
    """
    return _are_nested(horizontal) and _are_nested(vertical)


def _are_nested(sides: Sequence[Rule]) -> bool:
    """Whether parallel sides are those of a box and of another a little inside it."""
    ats = sorted(side.at for side in sides)
    return len(ats) == 4 and 0 < ats[1] - ats[0] <= THIN and 0 < ats[3] - ats[2] <= THIN


def on_page(rules: Iterable[Rule], across: float, along: float) -> list[Rule]:
    """Rules as far as they lie on a page: browsers draw a whole table on every page that shows some of it.

    across, along: how far the page reaches in the direction of `at`, and in that of the rules, in points.
    """
    return [
        rule if rule.start >= 0.0 and rule.end <= along else Rule(rule.at, max(rule.start, 0.0), min(rule.end, along))
        for rule in rules
        if -SNAP <= rule.at <= across + SNAP and rule.end > 0 and rule.start < along
    ]


def merge_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one line (within SNAP) that touch, overlap or leave only a GAP become one."""
    merged: list[Rule] = []
    for group in _clusters(sorted(rules)):
        at = sum(rule.at * (rule.end - rule.start + 0.01) for rule in group) / sum(
            rule.end - rule.start + 0.01 for rule in group
        )
        start = end = None
        for rule in sorted(group, key=lambda rule: rule.start):
            if end is None or start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + GAP:
                end = max(end, rule.end)
            else:
                merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None and end is not None:
            merged.append(Rule(at, start, end))
    return [rule for rule in merged if rule.end - rule.start >= MIN_CELL]


def _clusters(rules: Sequence[Rule]) -> Iterable[list[Rule]]:
    """Runs of sorted rules whose positions lie within SNAP of the first of the run."""
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[0].at > SNAP:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _components(h: list[Rule], v: list[Rule]) -> list[Component]:
    """Rules that cross or touch each other, directly or through others, belong to one table."""
    parent = list(range(len(h) + len(v)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, line in enumerate(h):
        own = root(i)
        for j, post in enumerate(v):
            if line.start - GAP <= post.at <= line.end + GAP and post.start - GAP <= line.at <= post.end + GAP:
                other = root(len(h) + j)
                parent[own] = other
                own = other
    members: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, line in enumerate(h):
        members[root(i)][0].append(line)
    for j, post in enumerate(v):
        members[root(len(h) + j)][1].append(post)
    return list(members.values())


def _with_sides(components: list[Component]) -> list[Component]:
    """Components with the vertical rules that none of their lines reaches: one beside another just as high, or several
    between two sides that end with them, where no line closes the component.

    So stand the outer line of a merged cell that both ends of a page cut, and those between the cells of a row that one
    end cuts from the cell over them, where the cuts are not closed.
    """
    tables = [(h, list(v)) for h, v in components if h]
    alone = [rule for h, v in components if not h for rule in v]
    for post in alone:
        several = sum(_side_by_side(post, other) for other in alone) > 1
        for h, v in tables:
            levels = [rule.at for rule in h]
            top = min(levels + [rule.start for rule in v])
            bottom = max(levels + [rule.end for rule in v])
            starts, ends = abs(post.start - top) <= GAP, abs(post.end - bottom) <= GAP
            open_there = (starts and post.end < min(levels)) or (ends and max(levels) < post.start)
            if (starts and ends) or (several and open_there and _stands_between(post, v)):
                v.append(post)
                break
    return tables


def _stands_between(post: Rule, others: Sequence[Rule]) -> bool:
    """Whether vertical rules on both sides of one go along with it from end to end."""
    beside = [other.at for other in others if other.start - GAP <= post.start and post.end <= other.end + GAP]
    return any(at < post.at for at in beside) and any(at > post.at for at in beside)


def _row_between_pages(found: Iterable[Component], tables: Sequence[Component]) -> list[Component]:
    """A row at whose edges pages end without a line: upright rules side by side, as high as one row, on both sides and
    between; or one between alone, above a table that is as wide. With other upright rules by themselves, they are those
    of a table without level lines.
    """
    taken = {rule for _, v in tables for rule in v}
    row = sorted(rule for h, v in found if not h for rule in v if rule not in taken)
    if not row or not all(_side_by_side(row[0], rule) for rule in row) or row[0].end - row[0].start > _OPEN_ROW:
        return []
    if len(row) == 1 and tables:
        left, right = _extent([rule for h, _ in tables for rule in h])
        (start, end), top = row[0][1:], min(rule.at for h, _ in tables for rule in h)
        if left + _OPEN_ROW < row[0].at < right - _OPEN_ROW and end < top:
            row = [Rule(left, start, end), *row, Rule(right, start, end)]
    return [([], row)] if len(row) >= _LEAST_POSTS else []


def _side_by_side(one: Rule, two: Rule) -> bool:
    return abs(one.start - two.start) <= SNAP and abs(one.end - two.end) <= SNAP


def _with_open_rows(components: list[Component]) -> list[Component]:
    """Components one right below the other, alike and open at both sides, are one: the row between is open too."""
    joined: list[Component] = []
    for h, v in sorted(components, key=lambda own: min(rule.at for rule in own[0]) if own[0] else 0.0):
        if joined and h and v and _goes_on(joined[-1], (h, v)):
            joined[-1] = (joined[-1][0] + h, joined[-1][1] + v)
        else:
            joined.append((h, v))
    return joined


def _goes_on(upper: Component, lower: Component) -> bool:
    if not (upper[0] and upper[1]):
        return False
    left, right = _extent(upper[0])
    apart = min(rule.at for rule in lower[0]) - max(rule.at for rule in upper[0])
    above, below = ({round(rule.at, 1) for rule in v} for v in (upper[1], lower[1]))
    inner = all(left + SNAP < at < right - SNAP for at in above | below)
    alike = sum(any(abs(at - other) <= SNAP for other in above) for at in below) >= COVERED * min(
        len(above), len(below)
    )
    return inner and alike and _as_wide(upper[0], lower[0]) and MIN_CELL < apart <= _OPEN_ROW


def _extent(rules: list[Rule]) -> tuple[float, float]:
    """From where to where parallel rules reach."""
    return min(rule.start for rule in rules), max(rule.end for rule in rules)


def _is_table(own: Component, components: Iterable[Component]) -> bool:
    """Whether rules are enough to draw a table. A row without outer lines that a page break parts from its table may
    have but its upper or lower line, and one between its cells: then another table of the page must be as wide.
    """
    h, v = own
    if len(h) + len(v) != 2:
        return bool(h) and len(h) + len(v) > 2
    return bool(h and v) and any(
        other is not h and other and inner and _as_wide(other, h) for other, inner in components
    )


def _as_wide(one: list[Rule], two: list[Rule]) -> bool:
    (left, right), (x0, x1) = _extent(one), _extent(two)
    return abs(left - x0) <= SNAP and abs(right - x1) <= SNAP


def _grid(h: list[Rule], v: list[Rule]) -> Grid | None:
    v = _whole(v, h)
    # Outer lines may be missing: the ends of those that would meet them then are the table's sides.
    xs = _borders_or_ends([rule.at for rule in v], _extent(h) if h else ())
    ys = _borders_or_ends([rule.at for rule in h], [end for rule in v for end in rule[1:]])
    if len(xs) < 3 or len(ys) < 2:
        return None
    across = _coverage(v, xs, ys)
    down = _coverage(h, ys, xs)

    def open_right(row: int, column: int) -> bool:
        return not across[column + 1][row]

    def open_below(row: int, column: int) -> bool:
        return not down[row + 1][column]

    grid = Grid(tuple(xs), tuple(ys), tuple(merge_atoms(len(ys) - 1, len(xs) - 1, open_right, open_below)))
    return _without_hanging_row(grid, down[-1])


def _without_hanging_row(grid: Grid, bottom: Sequence[bool]) -> Grid:
    """A grid without a last row of which lines close nothing but the cells that begin above it, and which nothing parts
    beside them: browsers draw a cell that a page cuts too high on the next one, over what stands below the table.

    bottom: under which columns there is a line.
    """
    last = len(grid.ys) - 2
    own = [span for span in grid.spans if span.row == last]
    if last == 0 or len(own) != 1 or own[0].column_span < _MANY or not any(bottom):
        return grid
    if any(bottom[own[0].column : own[0].column + own[0].column_span]):
        return grid
    spans = (span._replace(row_span=min(span.row_span, last - span.row)) for span in grid.spans if span.row < last)
    return Grid(grid.xs, grid.ys[:-1], tuple(spans))


def _whole(v: Sequence[Rule], h: Sequence[Rule]) -> list[Rule]:
    """Vertical rules without gaps in the midst of a row, where something covers them: cells end at horizontal rules."""
    found: list[Rule] = []
    for post in sorted(v):
        last = found[-1] if found and found[-1].at == post.at else None
        if last is not None and _broken_in_row(last, post, h):
            found[-1] = Rule(post.at, last.start, post.end)
        else:
            found.append(post)
    return found


def _broken_in_row(upper: Rule, lower: Rule, h: Iterable[Rule]) -> bool:
    levels = [rule.at for rule in h if rule.start - GAP <= upper.at <= rule.end + GAP]
    top = max((at for at in levels if at <= upper.end + SNAP), default=None)
    bottom = min((at for at in levels if at >= lower.start - SNAP), default=None)
    if top is None or bottom is None or any(top < at < bottom for at in levels):
        return False
    goes_on = upper.start + GAP < top < upper.end - GAP or lower.start + GAP < bottom < lower.end - GAP
    hidden = _MOSTLY_HIDDEN if goes_on else _HIDDEN
    return bottom - top <= _OPEN_ROW and lower.start - upper.end <= hidden * (bottom - top)


def borders(values: Iterable[float]) -> list[float]:
    """Sorted positions of borders, those that would leave no room for a cell between them merged."""
    positions: list[float] = []
    for value in sorted(values):
        if not positions or value - positions[-1] > MIN_CELL:
            positions.append(value)
    return positions


def _borders_or_ends(ats: Sequence[float], ends: Iterable[float]) -> list[float]:
    """Positions of borders: where rules lie, and where those across them end far from any."""
    return borders([*ats, *(end for end in ends if all(abs(end - at) > MIN_CELL for at in ats))])


def nearest(positions: Sequence[float], value: float) -> int:
    """Which of the positions, which are in order, lies nearest to a value."""
    at = bisect_left(positions, value)
    if at == len(positions) or (at and value - positions[at - 1] <= positions[at] - value):
        return at - 1
    return at


def _coverage(rules: list[Rule], at: list[float], along: list[float]) -> list[list[bool]]:
    """For each border position and each cell along it: whether rules cover it."""
    covered = [[0.0] * (len(along) - 1) for _ in at]
    for rule in rules:
        border = covered[nearest(at, rule.at)]
        first, last = max(0, bisect_right(along, rule.start) - 1), min(bisect_left(along, rule.end), len(along) - 1)
        for k in range(first, last):
            border[k] += min(rule.end, along[k + 1]) - max(rule.start, along[k])
    return [[length >= COVERED * (along[k + 1] - along[k]) for k, length in enumerate(border)] for border in covered]


def merge_atoms(
    n_rows: int,
    n_columns: int,
    open_right: Callable[[int, int], bool],
    open_below: Callable[[int, int], bool],
) -> list[Span]:
    """Cells with spans from a grid of atoms, given where the border to the right of or below an atom is missing.

    A region that is no rectangle (an inner border that ends in the middle) is cut into rectangles of equal width,
    row by row from the top: what was drawn as one column stays one.
    """
    spans: list[Span] = []
    above: dict[tuple[int, int], Span] = {}
    for row in range(n_rows):
        current: dict[tuple[int, int], Span] = {}
        column = 0
        while column < n_columns:
            end = column + 1
            while end < n_columns and open_right(row, end - 1):
                end += 1
            key = (column, end)
            upper = above.get(key)
            if upper is not None and all(open_below(row - 1, c) for c in range(column, end)):
                current[key] = upper._replace(row_span=upper.row_span + 1)
            else:
                current[key] = Span(row, column, 1, end - column)
            column = end
        spans.extend(span for key, span in above.items() if key not in current or current[key].row != span.row)
        above = current
    spans.extend(above.values())
    return sorted(spans)
