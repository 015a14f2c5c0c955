"""What authors do to tables by hand: borders dragged aside in some rows, cells never merged, stripes, blocks apart."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

from corpus.document import Cell, Grid

SLIVER = 0.12  # of the column beside it


def ragged(grid: Grid, seed: int) -> Grid:
    """The grid with borders between columns that do not stand exactly below each other.

    At some borders a narrow column is put in, which belongs to the left cell in some rows and to the right in others.
    """
    chance = Random(seed)
    for border in sorted(chance.sample(range(1, len(grid.widths)), max(1, len(grid.widths) // 3)), reverse=True):
        grid = _moved(grid, border, chance)
    return grid


def _moved(grid: Grid, border: int, chance: Random) -> Grid:
    """The grid with a narrow column at a border, given to the cells left or right of it."""
    free = {cell.row for cell in grid.cells if cell.column + cell.column_span == border and cell.row_span == 1}
    free &= {cell.row for cell in grid.cells if cell.column == border and cell.row_span == 1}
    to_right = {row for row in sorted(free) if chance.random() < 0.4}
    cells = tuple(_with_sliver(cell, border, to_right) for cell in grid.cells)
    sliver = grid.widths[border - 1] * SLIVER
    widths = (*grid.widths[: border - 1], grid.widths[border - 1] - sliver, sliver, *grid.widths[border:])
    return replace(grid, cells=cells, widths=widths)


def _with_sliver(cell: Cell, border: int, to_right: set[int]) -> Cell:
    end = cell.column + cell.column_span
    if end < border:
        return cell
    if cell.column > border or (cell.column == border and cell.row not in to_right):
        return replace(cell, column=cell.column + 1)
    if end == border and cell.row in to_right:
        return cell
    return replace(cell, column_span=cell.column_span + 1)


def unmerged(grid: Grid, *, repeated: bool) -> Grid:
    """The grid with labels that stood beside several rows in one of them only, or in all if `repeated`."""
    cells: list[Cell] = []
    for cell in grid.cells:
        if cell.row_span == 1 or not grid.codes[cell.row] or cell.vertical:
            cells.append(cell)
            continue
        cells += [
            replace(cell, row=row, row_span=1, text=cell.text if repeated or row == cell.row else "")
            for row in range(cell.row, cell.row + cell.row_span)
        ]
    return replace(grid, cells=tuple(cells))


def striped(grid: Grid, color: str) -> Grid:
    """The grid with every other row on a coloured ground."""
    return replace(
        grid,
        cells=tuple(replace(cell, fill=color) if cell.row % 2 and cell.row_span == 1 else cell for cell in grid.cells),
    )


def apart(grid: Grid) -> list[Grid]:
    """A grid of several blocks as one grid for each; a block begins with a line across all columns."""
    across = (cell for cell in grid.cells if cell.column_span == len(grid.widths) and not grid.codes[cell.row])
    starts = sorted(cell.row for cell in across if cell.row < len(grid.codes) - 1)
    if not starts or starts[0] != 0:
        return [grid]
    return [_part(grid, start, end) for start, end in pairwise((*starts, len(grid.codes)))]


def _part(grid: Grid, start: int, end: int) -> Grid:
    cells = tuple(replace(cell, row=cell.row - start) for cell in grid.cells if start <= cell.row < end)
    return replace(grid, cells=cells, codes=grid.codes[start:end])
