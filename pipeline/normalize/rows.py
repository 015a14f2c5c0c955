"""The rows of a section as printed: a label, and a cell under each column of the header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from pipeline.extract.model import Cell
from pipeline.normalize.headers import ColumnPlace, Section, extent, is_value
from pipeline.record import record

_NUMBER = re.compile(r"\d[\d,]*[^\W\d_]?")
_REST = re.compile(r"\d+[^\W\d_]?|[^\W\d_]")
"""The last digits of a number, and its unit."""
_NOTE_BEGUN = re.compile(rf"{_NUMBER.pattern}[（(][^（）()]*")
_NOTED = re.compile(rf"{_NUMBER.pattern}[（(][^（）()]*[）)]")
"""A number with a note in brackets, whole or as far as a page shows it."""
_UNDER = 0.5
"""A cell lies under a column when they share this part of the narrower of the two."""
_REACH = 6.0
"""A cell of the first column may start so many points left of the column's header."""


@record
class PrintedRow:
    """One row of figures: `cells` has a cell, or None, for each column of the section.

    `loose` holds the values of a row whose cells cannot be told apart by place; `clear` is whether every value lies
    under a column of its own; `broken` is whether a new page begins with this row.
    """

    section: Section
    index: int
    label: str
    cells: tuple[Cell | None, ...]
    loose: tuple[Cell, ...] = ()
    clear: bool = True
    broken: bool = False

    @property
    def guessed(self) -> bool:
        """Whether one of its cells has its row or column by a guess that had a near rival."""
        return any(cell is not None and cell.guessed for cell in self.cells)

    @property
    def printed(self) -> str:
        """Label and values, for a person."""
        return " ".join(part for part in (self.label, *(cell.text for cell in self.cells if cell)) if part)

    @property
    def has_values(self) -> bool:
        """Whether anything is printed in its cells."""
        return bool(self.loose) or any(cell is not None and cell.text for cell in self.cells)


def printed_rows(section: Section) -> list[PrintedRow]:
    """Every row of the section that has cells for figures; rows that only hold text are passed over."""
    if not section.columns:
        return []
    rows = section.rows[: section.end_row]
    found = []
    under: dict[tuple[int, int], _Under] = {}
    broken = False
    for index in range(section.first_row, len(rows)):
        if section.table.edges is None:
            row = _by_order(section, index, rows[index])
        else:
            row = _by_place(section, index, rows, under)
        begins = section.header_row if index == section.first_row else index  # a page may repeat the header
        broken = broken or begins in section.table.breaks
        if row is not None:
            found.append(replace(row, broken=True) if broken else row)
        if row is not None or any(cell.text for cell in rows[index]):  # else the strip between double lines
            broken = False
    return found


def merged(upper: PrintedRow, lower: PrintedRow) -> PrintedRow | None:
    """Two halves of a row that the edge of a page cut in two; None where both halves print a value in one cell, and
    these are not digits, or a note on a number, that may go on over the edge.
    """
    if upper.section.columns != lower.section.columns or (upper.has_values and lower.loose):
        return None
    if not lower.label and not lower.has_values:
        return upper
    cells: list[Cell | None] = []
    for above, below in zip(upper.cells, lower.cells, strict=True):
        if above is not None and below is not None and above.text and below.text:
            cell = _cut_in_two(above, below) if lower.broken else None
            if cell is None:
                return None
            cells.append(cell)
        else:
            cells.append(below if above is None or (not above.text and below is not None and below.text) else above)
    return replace(
        upper,
        label=upper.label + lower.label,
        cells=tuple(cells),
        loose=upper.loose or lower.loose,
        clear=upper.clear and lower.clear,
    )


def _cut_in_two(above: Cell, below: Cell) -> Cell | None:
    """A cell of which the edge of a page cut off the rest of a note, the unit, or last digits of its number, which is
    in doubt until sums tell that it is one. None where the two are no such halves.
    """
    upper, lower = (re.sub(r"\s", "", cell.text) for cell in (above, below))
    if upper.isdecimal() and _REST.fullmatch(lower):
        text = f"{upper}\n{lower}" if lower[0].isdecimal() else upper + lower
        return replace(above, text=text, readings=(text, upper + lower) if lower[0].isdecimal() else ())
    ends_number = _NOTE_BEGUN.fullmatch(upper) if not lower.startswith(("（", "(")) else _NUMBER.fullmatch(upper)
    return replace(above, text=upper + lower) if ends_number and _NOTED.fullmatch(upper + lower) else None


class _Under(NamedTuple):
    """Whether a cell lies right of where the columns begin, and the numbers of those that it lies under."""

    right: bool
    columns: list[int]


def _under(section: Section, cell: Cell, known: dict[tuple[int, int], _Under]) -> _Under:
    """Where a cell lies. known: the same for cells of the section that have been asked for; it grows."""
    place = (cell.column, cell.column_span)
    if place not in known:
        own = extent(section.table, cell)
        right = sum(own) / 2 > min(column.start for column in section.columns)
        known[place] = _Under(right, [i for i, column in enumerate(section.columns) if _lies_under(own, column)])
    return known[place]


def _by_place(
    section: Section, index: int, rows: Sequence[Sequence[Cell]], known: dict[tuple[int, int], _Under]
) -> PrintedRow | None:
    """A row of cells that have a place. known: see _under."""
    cells = rows[index]
    places = [(cell, _under(section, cell, known)) for cell in cells]
    over = [(cell, place.columns) for cell, place in places if place.right and _fits(section, cell)]
    if not over or _is_text(section, cells):
        return None
    values = [cell for cell, _ in over]
    # Values may begin above their label: what stands beside them, as far down as they reach, is theirs.
    beside = [cell for row in rows[index : min(cell.row_end for cell in values)] for cell in row]
    right = set(map(id, values))
    stub = _joined(section, [cell for cell in beside if id(cell) not in right])
    under: list[list[Cell]] = [[] for _ in section.columns]
    for cell, columns in over:
        for i in columns:
            under[i].append(cell)
    placed = [_printed_one(candidates) for candidates in under]
    taken = set(map(id, placed))
    clear = (
        len(taken) == len(placed)
        and all(len(some) == 1 or sum(1 for cell in some if cell.text) <= 1 for some in under)
        and not any(cell.text and id(cell) not in taken for cell in values)
        and not _one_under_another(stub)
        and not _more_below(section, rows[index + 1 :], stub, placed)
    )
    return PrintedRow(section, index, _label(section, stub), tuple(placed), clear=clear)


def _joined(section: Section, stub: Sequence[Cell]) -> list[Cell]:
    """What stands left of values, the parts of a label that a line crosses as one."""
    found: list[Cell] = []
    for cell in stub:
        above = next((i for i, other in enumerate(found) if _is_right_below(cell, other)), None)
        if above is None or not _go_on(section, found[above].text, cell.text):
            found.append(cell)
        else:
            upper = found[above]
            found[above] = replace(upper, text=upper.text + cell.text, row_span=upper.row_span + cell.row_span)
    return found


def _is_right_below(lower: Cell, upper: Cell) -> bool:
    return (upper.row_end, upper.column, upper.column_end) == (lower.row, lower.column, lower.column_end)


def _go_on(section: Section, upper: str, lower: str) -> bool:
    """Whether the lower words are the rest of the label that the upper ones begin."""
    whole, first, rest = (section.vocabulary.best(text, "row").score for text in (upper + lower, upper, lower))
    return bool(upper and lower) and rest < whole >= first


def _one_under_another(stub: list[Cell]) -> bool:
    """Whether two labels stand beside the same values."""
    named = [cell for cell in stub if cell.text]
    return any(
        one.row != two.row and one.column < two.column_end and two.column < one.column_end
        for one, two in combinations(named, 2)
    )


def _more_below(
    section: Section, below: Sequence[Sequence[Cell]], stub: Sequence[Cell], placed: Sequence[Cell | None]
) -> bool:
    """Whether something is printed lower beside the label of a row, under a column in which the row has nothing.

    below: the table's next rows; stub: what stands left of the row's values.
    """
    height = stub[-1].row_span - 1 if stub and stub[-1].text else 0
    return any(
        cell.text and _lies_under(extent(section.table, cell), column)
        for column, own in zip(section.columns, placed, strict=True)
        if own is None or not own.text
        for row in below[:height]
        for cell in row
    )


def _label(section: Section, stub: list[Cell]) -> str:
    """The last words left of the values; not those of a group whose own rows have a cell, if a blank one, after it: the
    form's name for one, or the rest of it beside more rows than this.
    """
    named = [i for i, cell in enumerate(stub) if cell.text]
    if not named:
        return ""
    own, known = stub[named[-1]], section.vocabulary
    of_group = known.is_group(own.text) or own.row_span > stub[-1].row_span
    return "" if of_group and own is not stub[-1] and known.best(own.text, "row").score < 100 else own.text


def _fits(section: Section, cell: Cell) -> bool:
    """Whether a cell starts where the columns are, and not in the stub; what is no word may have its border dragged."""
    if not cell.text or is_value(cell.text):
        return True
    start = extent(section.table, cell)[0]
    first = min(section.columns, key=lambda column: column.start)
    return start > first.start - min(_REACH, (first.end - first.start) / 2)


def _is_text(section: Section, cells: Sequence[Cell]) -> bool:
    """Whether one cell covers the whole row: a block's heading, or prose caught between lines; or what the edge of a
    page cut off from one, or from a row, which is blank from its label, or its group, on; or the strip between the
    lines of a double border. A line may go on through a heading.
    """
    if section.vocabulary.is_block("".join(cell.text for cell in cells)):
        return True
    if len(section.columns) < 2 or not cells:
        return False
    last, own = cells[-1], extent(section.table, cells[-1])
    if not all(_lies_under(own, column) for column in section.columns):
        return False
    if last.text:
        return len(cells) == 1 and not is_value(last.text)
    return not any(cell.text for cell in cells) and own[0] < min(column.start for column in section.columns)


def _printed_one(candidates: list[Cell]) -> Cell | None:
    """Of the cells under one column, the one that prints something."""
    return next((cell for cell in candidates if cell.text), candidates[0] if candidates else None)


def _lies_under(extent_of_cell: tuple[float, float], column: ColumnPlace) -> bool:
    """Whether a cell and a column share enough of the narrower of the two."""
    start, end = extent_of_cell
    if end <= column.start or column.end <= start:  # most are apart
        return False
    shared = min(end, column.end) - max(start, column.start)
    return shared / max(min(end - start, column.end - column.start), 1e-6) > _UNDER


def _by_order(section: Section, index: int, cells: Sequence[Cell]) -> PrintedRow | None:
    """Without geometry: the values are what follows the label; where they are as many as columns, order places them."""
    printed = [cell for cell in cells if cell.text]
    first = next((i for i, cell in enumerate(printed) if is_value(cell.text)), len(printed))
    label = printed[first - 1].text if first else ""
    values = tuple(printed[first:])
    if not values and not label:
        return None
    columns = section.columns
    if len(values) == len(columns):
        ordered = sorted(range(len(columns)), key=lambda i: _rank(section, columns[i]))
        cells_by_column = dict(zip(ordered, values, strict=True))
        return PrintedRow(section, index, label, tuple(cells_by_column[i] for i in range(len(columns))))
    return PrintedRow(section, index, label, tuple(None for _ in columns), loose=values, clear=False)


def _rank(section: Section, column: ColumnPlace) -> tuple[int, int]:
    vocabulary = section.vocabulary
    rows, columns = list(vocabulary.rows), list(vocabulary.columns)
    return (rows.index(column.row) if column.row else 0, columns.index(column.column))
