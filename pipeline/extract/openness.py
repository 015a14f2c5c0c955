"""Whether the lines of a table are all there, or some are missing, so that its cells hold what belongs in several."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence, Set
from functools import partial
from itertools import pairwise

from pipeline.extract.figure_lines import OF_DATES
from pipeline.extract.grid import Grid
from pipeline.extract.model import Box, Cell, Glyph, Table, TextLine
from pipeline.extract.stitch import is_page_number
from pipeline.extract.stub import ITEM, TextRow, text_rows
from pipeline.extract.text import bounding_box
from pipeline.extract.words import words

_NUMBER = rf"[+\-]?\d[\d,.]*(?<![.,])(?:[^\W\d_{''.join(sorted(OF_DATES))}]|万元)?"
"""A figure, with its unit if that stands beside it (0件, 9.7万元)."""
_ALONE = re.compile(rf"(?:^|\s){_NUMBER}(?=\s|$)")
_FIGURE = re.compile(_NUMBER)
_SIGN = re.compile(r"[\-－–—―/／]{1,3}")
"""A sign for none."""
_BRACKETS = re.compile(r"（[^（）]*(?:）|$)|^[^（）]*）")
"""What stands in brackets, also where their other end is on another line."""
_SENTENCE = re.compile(r"[，。；]")
_NUMBERED = re.compile(r"(?<=\s)[\-－–—]\s*\d+\s*[\-－–—]$")
"""The number of a page behind words."""
_SHORT = 12
_RUN = 6
"""So many short lines in a row, of so many characters, are not those of prose."""
_LONGEST = 8
"""So many digits has a figure at most."""
_ADVANCE, _PADDING = 1.2, 11.0
"""A digit takes so much of a line, in its own width, and cells leave so much of theirs free at both sides (points)."""
_APART = 45.0
"""Rows farther than this from a table, in points, are none of its own."""
_LEVEL = 0.3
"""Lines in cells beside each other are level if not more than so many ems apart."""
_MANY = 3
"""So many figures too many, rows without a label, or labels in one cell are no accident."""

Placed = tuple[int, Glyph]
"""A glyph after its place in the order of the document."""


def may_hold_table(text: str) -> bool:
    """Whether the text of a page, line by line, has figures that stand by themselves, or many short lines."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [line for line in lines if _sets_figures_apart(line)]
    if any(not is_page_number(line) for line in found) or len(found) >= _MANY:
        return True
    short = [len(line) <= _SHORT for line in lines]
    return any(all(short[i : i + _RUN]) for i in range(len(lines) - _RUN + 1))


def _sets_figures_apart(line: str) -> bool:
    """Whether figures stand by themselves in a line. Word processors set those of prose apart too: a sentence has none
    beside each other, and dates are none.
    """
    parts = line.split()
    if _has_row(parts):
        return True
    figures = [bool(_FIGURE.fullmatch(part)) for part in parts]
    if not any(figures):
        return False
    if _SENTENCE.search(_BRACKETS.sub("", line)):
        return False
    around = zip(figures, ["", *parts], [*parts[1:], ""], strict=False)
    return any(figure and not {before[-1:], after[:1]} & OF_DATES for figure, before, after in around)


def has_rows(tables: Iterable[Table], lines: Iterable[TextLine]) -> bool:
    """Whether text apart from the tables that are drawn on a page has figures that follow each other, as rows of a
    table have. Next to a table they are those of its rows that are not filled, or that a page's edge leaves open.
    """
    sides = [(table.box[1] - _APART, table.box[3] + _APART) for table in tables if table.box]
    return any(
        _has_row(line.text.split()) and not any(top < line.box[3] and line.box[1] < bottom for top, bottom in sides)
        for line in lines
        if line.box is not None
    )


def ends_with_labels(tables: Iterable[Table], lines: Iterable[TextLine], glyphs: Iterable[Glyph]) -> bool:
    """Whether a page ends, below the tables that are drawn on it, with short words apart from each other: those of a
    header, perhaps, whose figures stand on the next page. glyphs: all of the page.
    """
    foot = max((table.box[3] for table in tables if table.box), default=0.0)
    boxes = [line.box for line in lines if line.box is not None and not is_page_number(line.text)]
    _, top, _, bottom = max(boxes, key=lambda box: box[3], default=(0.0, 0.0, 0.0, 0.0))
    if top <= foot:
        return False
    parts = words([glyph for glyph in glyphs if top < (glyph.top + glyph.bottom) / 2 < bottom], ())
    return may_be_labels([part.text for part in parts])


def may_be_labels(parts: Sequence[str]) -> bool:
    """Whether words that stand beside each other may be those of a header: they are short, and no figures."""
    return len(parts) > 1 and not any(len(part) > _SHORT or _FIGURE.search(part) for part in parts)


def _closes_with_words(line: str) -> bool:
    """Whether a line with figures ends with words, or the number of its page: rows do not, but what websites print."""
    if not any(map(_FIGURE.fullmatch, line.split())):
        return False
    last = _NUMBERED.sub("页", line).split()[-1]
    return not (_FIGURE.fullmatch(last) or _SIGN.fullmatch(last))


def _has_row(parts: Sequence[str]) -> bool:
    """Whether two figures, or two signs for none, follow each other among the words of a line."""
    return any(kind.fullmatch(one) and kind.fullmatch(two) for one, two in pairwise(parts) for kind in (_FIGURE, _SIGN))


def drawn_whole(
    grids: Sequence[Grid], content: tuple[Sequence[Table], Sequence[TextLine]], glyphs: Sequence[Glyph], *, filled: bool
) -> list[Grid]:
    """Of the tables that are drawn on a page, those whose lines are all there.

    content: the table of each grid, and the text outside them; filled: whether the sides of filled areas draw them.
    These are borders all, or none of them: where some rows are filled, and others not, they only guide the eye.
    """
    tables, lines = content
    placed = from_top(glyphs)
    kept = [
        grid for grid, table in zip(grids, tables, strict=True) if not lacks_lines(table, lines, placed, filled=filled)
    ]
    if filled and (
        len(kept) < len(grids)
        or any(map(partial(_goes_on, lines=lines), grids, tables))
        or may_hold_table("\n".join(line.text for line in lines if not _closes_with_words(line.text)))
    ):
        return []
    return kept


def _goes_on(grid: Grid, table: Table, lines: Iterable[TextLine]) -> bool:
    """Whether figures stand right above or below a grid, or text right above its figures, as those of rows that are not
    filled.
    """
    height = 2 * max(lower - upper for upper, lower in pairwise(grid.ys))
    near = [
        line
        for line in lines
        if line.box is not None
        and grid.xs[0] <= line.box[0]
        and line.box[2] <= grid.xs[-1]
        and grid.ys[0] - height < (line.box[1] + line.box[3]) / 2 < grid.ys[-1] + height
        and not is_page_number(line.text)
    ]
    heads = not any(_FIGURE.fullmatch(cell.text) for cell in table.cells if cell.row == 0)
    return any(
        _ALONE.search(line.text) or (not heads and line.box is not None and line.box[1] < grid.ys[0]) for line in near
    )


def from_top(glyphs: Iterable[Glyph]) -> list[Placed]:
    """The glyphs of a page in the order of their tops."""
    return sorted(enumerate(glyphs), key=_top)


def lacks_lines(table: Table, lines: Iterable[TextLine], glyphs: Sequence[Placed], *, filled: bool = False) -> bool:
    """Whether lines are missing in a table of one page. lines: the text of the page that stands in no table; glyphs:
    all of the page, in the order of their tops; filled: whether the sides of filled areas draw it, so that one cell
    with what belongs in two is no accident.
    """
    alone = any(_FIGURE.fullmatch(cell.text) for cell in table.cells)
    headed = sum(1 for cell in table.cells if _heads_itself(cell, glyphs))
    if headed >= (_MANY if alone and not filled else 1):
        return True
    bare = {(cell.row, cell.row_span) for cell in table.cells if not cell.text}
    parted = bare | {(cell.row, cell.row_span) for cell in table.cells if _is_no_number(cell.text)}
    counts = [_n_figures(cell, glyphs, in_line=(cell.row, cell.row_span) in parted) for cell in table.cells]
    several = {(cell.row, cell.row_span) for cell, count in zip(table.cells, counts, strict=True) if count > 1}
    beside = (cell for cell in table.cells if (cell.row, cell.row_span) in several)
    once = {(cell.row, cell.row_span) for cell in beside if _is_one_label(cell, glyphs)}
    counts = [
        min(count, 1) if cell.text.isdecimal() and (cell.row, cell.row_span) in once else count
        for cell, count in zip(table.cells, counts, strict=True)
    ]
    if _too_many(table.cells, counts, bare) >= _MANY or any(map(_holds_row, table.cells)):
        return True
    if any(_holds_rows(row, glyphs) for row in table.rows()) or _joins_blank_rows(table):
        return True
    if not any(counts):
        return any(may_hold_table(line.text) and not _closes_with_words(line.text) for line in lines)
    return _lacks_labels(table) or any(_holds_labels(cell, table, glyphs) for cell in table.cells)


def _too_many(cells: Sequence[Cell], counts: Sequence[int], bare: Set[tuple[int, int]]) -> int:
    """How many figures stand in cells that hold others too. Where a cell beside holds just one, those below each other
    are a number that a narrow column breaks over lines; so they are where no cell beside has a label, and some are
    empty: that is the rest of a row which the page before begins. counts: the figures of each cell; bare: the rows,
    and spans, of blank cells.
    """
    several = [(cell, count - 1) for cell, count in zip(cells, counts, strict=True) if count > 1]
    if not several:
        return 0
    single = {(cell.row, cell.row_span) for cell, count in zip(cells, counts, strict=True) if count == 1}
    labelled = {(cell.row, cell.row_span) for cell, count in zip(cells, counts, strict=True) if cell.text and not count}
    single |= bare - labelled
    return sum(
        more
        for cell, more in several
        if (cell.row, cell.row_span) not in single or any(len(line.split()) > 1 for line in cell.text.split("\n"))
    )


def _n_figures(cell: Cell, glyphs: Sequence[Placed], *, in_line: bool) -> int:
    """How many figures a cell holds. Digits one under another look like one number that is set vertically, and are one
    in a column with no room for two of them. in_line: whether they are not, since a cell of the row is blank or has
    digits that can be no number.
    """
    if len(cell.text) < 2:  # most cells hold one digit, or none
        return int(cell.text.isdecimal())
    if (
        not in_line
        and cell.box is not None
        and _one_a_line(cell.text)
        and _has_room_for_one(cell.box, _inside(cell.box, glyphs))
    ):
        return 1
    if cell.box is not None and len(cell.text) >= _MANY and cell.text.isdecimal():
        digits = [glyph for glyph in _inside(cell.box, glyphs) if glyph.text.isdecimal()]
        if digits and cell.box[3] - cell.box[1] > _MANY * (digits[0].bottom - digits[0].top):
            return len(text_rows(words(digits)))
    parts = cell.text.split()
    figures = sum(1 for part in parts if _FIGURE.fullmatch(part))
    none = sum(1 for part in parts if _SIGN.fullmatch(part))
    return len(parts) if figures + none == len(parts) > 1 else figures


def _is_one_label(cell: Cell, glyphs: Sequence[Placed]) -> bool:
    """Whether a cell holds the label of one row, on one line: the digits beside it that no line parts, and whose lines
    ran full, are one number each.
    """
    words_only = len(cell.text) > _MANY and not any(map(str.isdecimal, cell.text[1:]))
    return words_only and len(_lines_in(cell, glyphs)) == 1


def _one_a_line(text: str) -> bool:
    """Whether a cell prints digits, each on a line of its own or set vertically."""
    digits = text.replace("\n", "")
    return len(digits) > 1 and digits.isdecimal() and len(text) in (len(digits), 2 * len(digits) - 1)


def _is_no_number(text: str) -> bool:
    """Whether digits cannot be those of one number: there are too many of them, or it would begin with a zero."""
    digits = text.replace("\n", "")
    return (len(digits) > _LONGEST or digits[:1] == "0") and _one_a_line(text)


def _has_room_for_one(box: Box, digits: Sequence[Glyph]) -> bool:
    """Whether a cell is too narrow for two digits beside each other, and the digits in it stand below each other."""
    below = all(one.bottom <= two.top + (one.bottom - one.top) / 2 for one, two in pairwise(digits))
    widest = max((digit.x1 - digit.x0 for digit in digits), default=0.0)
    return below and box[2] - box[0] < 2 * _ADVANCE * widest + _PADDING


def _inside(box: Box, glyphs: Sequence[Placed]) -> list[Glyph]:
    """The glyphs that lie in a box, in the order of the document; feet may stand below it, as a comma's do in a tight
    row. glyphs: in the order of their tops.
    """
    start, end = bisect_left(glyphs, box[1], key=_top), bisect_right(glyphs, box[3], key=_top)
    found = [
        (i, g) for i, g in glyphs[start:end] if box[0] <= g.x0 and g.x1 <= box[2] and g.top + g.bottom <= 2 * box[3]
    ]
    return [glyph for _, glyph in sorted(found)]


def _top(placed: Placed) -> float:
    return placed[1].top


def _holds_row(cell: Cell) -> bool:
    """Whether a cell over several columns holds a label and a figure."""
    parts = cell.text.split() if cell.column_span > 1 else []
    return bool(parts) and not _FIGURE.fullmatch(parts[0]) and bool(_FIGURE.fullmatch(parts[-1]))


def _holds_rows(row: Sequence[Cell], glyphs: Sequence[Placed]) -> bool:
    """Whether the cells of a row hold those of several, as where no level lines are drawn: figures below each other
    with a line of the label beside each, and room for them in one line; or several items, and nothing beside them.
    """
    label, others = row[:1], row[1:]
    lines = label[0].text.split("\n") if label else []
    if len(lines) < 2 or label[0].row_span > 1:
        return False
    figures = [cell for cell in others if cell.text]
    if not figures:
        return len(others) >= _MANY and all(map(ITEM.match, lines))
    if not all(_FIGURE.fullmatch(part) for cell in figures for part in cell.text.split("\n")):
        return False
    beside = _lines_in(label[0], glyphs)
    own = [_lines_in(cell, glyphs) for cell in figures]
    return (
        any(len(found) == len(beside) > 1 for found in own)
        and all(
            any(abs(one.middle - two.middle) < _LEVEL * two.words[0].em for two in beside) for f in own for one in f
        )
        and all(_has_room(cell, found) for cell, found in zip(figures, own, strict=True))
    )


def _joins_blank_rows(table: Table) -> bool:
    """Whether several rows, each with a label, have nothing right of these but blank cells over all of them."""
    blank = [cell for cell in table.cells if cell.row_span > 1 and not cell.text]
    for row, end in {(cell.row, cell.row_end) for cell in blank}:
        start = min(cell.column for cell in blank if (cell.row, cell.row_end) == (row, end))
        own = [cell for cell in table.cells if cell.row < end and row < cell.row_end]
        right = [cell for cell in own if cell.column >= start]
        labelled = {cell.row for cell in own if cell.text and cell.row >= row and cell.column_end <= start}
        if len(right) >= _MANY and len(labelled) > 1 and all(c in blank and c.row_span == end - row for c in right):
            return True
    return False


def _lines_in(cell: Cell, glyphs: Sequence[Placed]) -> list[TextRow]:
    return [] if cell.box is None else text_rows(words(_inside(cell.box, glyphs)))


def _has_room(cell: Cell, lines: Sequence[TextRow]) -> bool:
    """Whether all lines of a cell had room beside each other in one."""
    taken = sum(max(word.box[2] for word in line.words) - min(word.box[0] for word in line.words) for line in lines)
    return cell.box is not None and _ADVANCE * taken + _PADDING < cell.box[2] - cell.box[0]


def _heads_itself(cell: Cell, glyphs: Sequence[Placed]) -> bool:
    """Whether a cell holds a label and, on lines below it, figures."""
    if cell.box is None or len(cell.text) <= _MANY or not any(map(str.isdecimal, ITEM.sub("", cell.text))):
        return False
    lines = ["".join(word.text for word in line.words) for line in _lines_in(cell, glyphs)]
    figures = [bool(_FIGURE.fullmatch(line)) for line in lines]
    first = figures.index(True) if True in figures else len(lines)
    label = " ".join(lines[:first])
    return len(label) > _MANY and not _ALONE.search(label) and first < len(lines) and all(figures[first:])


def _lacks_labels(table: Table) -> bool:
    """Whether a cell on the left holds the labels of several rows of figures."""
    if not any(cell.row_span > 1 and _n_labels(cell.text) > 1 for cell in table.cells):
        return False
    bare = 0
    for row in table.rows():
        figures = [cell for cell in row if _FIGURE.fullmatch(cell.text)]
        labels = [cell for cell in row if cell.row_span == 1 and cell.text and not _FIGURE.fullmatch(cell.text)]
        bare += bool(figures) and not labels
    return bare > 1


def _n_labels(text: str) -> int:
    return sum(1 for line in text.split("\n") if len(line) > 3)


def _holds_labels(cell: Cell, table: Table, glyphs: Sequence[Placed]) -> bool:
    """Whether words in a cell over several columns stand each over one of them, and not over one figure in a cell as
    broad as it.
    """
    if cell.column_span < 2 or cell.box is None or table.edges is None or len(cell.text) < 2 * cell.column_span:
        return False
    below = (cell.row_end, cell.column, cell.column_span)
    if any((c.row, c.column, c.column_span) == below and _FIGURE.fullmatch(c.text) for c in table.cells):
        return False
    wanted = min(_MANY, cell.column_span)
    letters = _inside(cell.box, glyphs)
    if not letters or _columns_under(table.edges, letters) < wanted:  # as most
        return False
    for line in text_rows(words(letters)):
        least = 1 if len(line.words) > 2 * _MANY else 2  # a few characters may be those of one label, set apart
        middles = [(word.box[0] + word.box[2]) / 2 for word in line.words if len(word.text) >= least]
        over = {bisect_right(table.edges, middle) for middle in middles}
        if len(over) == len(middles) >= wanted:
            return True
    return False


def _columns_under(edges: Sequence[float], glyphs: Sequence[Glyph]) -> int:
    """How many columns glyphs stand over, from the first of them to the last."""
    x0, _, x1, _ = bounding_box(glyphs)
    return bisect_right(edges, x1) - bisect_right(edges, x0) + 1
