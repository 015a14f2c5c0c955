"""Header cells that the edge of a page, or a line among their words, cut in two, put together again.

Rows of figures are left to aligning, which knows their labels' order; a header has to be whole before it can be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract.model import Cell, Table
from pipeline.normalize.labels import Vocabulary
from pipeline.normalize.numbers import parse

_FITS = 84.0


def healed(table: Table, known: Sequence[Vocabulary]) -> Table:
    """The table with the halves of each cut header joined: where the halves of cells make labels of columns that
    the upper halves alone are not.
    """
    cells = list(table.cells)
    for at, row in enumerate(table.rows()):
        drawn = table.edges is not None  # cells of plain text tell nothing of what stands above each other
        if at == 0 or not (drawn or at in table.breaks) or any(cell.text.isdecimal() for cell in row):
            continue
        lower = [cell for cell in cells if cell.row == at]
        upper = {(cell.column, cell.column_span): cell for cell in cells if cell.row + cell.row_span == at}
        pairs = [(upper.get((cell.column, cell.column_span)), cell) for cell in lower]
        whole = [(above, below) for above, below in pairs if above is not None]
        figures = any(_is_figure(above, below) for above, below in whole)
        if not whole or figures or len(whole) < len(pairs):
            if at in table.breaks and whole and not figures and _goes_on(whole, known, at_break=False):
                _join(cells, whole)  # beside labels that the page before has only the groups of
            elif at in table.breaks:
                _give_back(cells, at, known)
        elif _goes_on(whole, known, at_break=at in table.breaks):
            _join(cells, whole)
    return table if cells == list(table.cells) else replace(table, cells=tuple(cells))


def _give_back(cells: list[Cell], at: int, known: Sequence[Vocabulary]) -> None:
    """Give words at the top of a page back to the labels above them, of which the edge of the page cut them off, where
    rows without text stand between, or beside them: browsers draw the borders of all cells again that go on.
    """
    end = max((cell.row_end for cell in cells if cell.row == at and not cell.text), default=at)
    below = [cell for cell in cells if at <= cell.row < end and cell.text]
    above = [
        next(
            (
                c
                for c in reversed(cells)
                if c.text and c.row < at and c.column < cell.column_end and cell.column < c.column_end
            ),
            None,
        )
        for cell in below
    ]
    pairs = [(one, two) for one, two in zip(above, below, strict=True) if one is not None and _same_columns(one, two)]
    if len(pairs) < len(below) or any(_is_figure(one, two) for one, two in pairs):
        return
    if pairs and _goes_on(pairs, known, at_break=False):
        for one, two in pairs:
            cells[cells.index(one)] = replace(one, text=one.text + two.text)
            cells[cells.index(two)] = replace(two, text="")


def _same_columns(one: Cell, two: Cell) -> bool:
    return (one.column, one.column_end) == (two.column, two.column_end)


def _goes_on(pairs: Sequence[tuple[Cell, Cell]], known: Sequence[Vocabulary], *, at_break: bool) -> bool:
    """Whether the halves make labels of columns that fit better than either alone, as no blank figure and the header
    below it do; or as well as the upper, where the lower are notes on labels that a page break cuts off.
    """
    whole = _labels([above.text + below.text for above, below in pairs], known)
    alone = _labels([above.text for above, _ in pairs], known)
    if whole != alone or not alone or not at_break:
        return whole > max(alone, _labels([below.text for _, below in pairs], known))
    notes = [below.text for above, below in pairs if below.text and _labels([above.text], known)]
    others = [below.text for _, below in pairs if below.text]
    return notes == others != [] and not _labels(others, known)


def _is_figure(above: Cell, below: Cell) -> bool:
    return any(parse(cell.text).kind in ("number", "none_sign") for cell in (above, below))


def _labels(texts: Sequence[str], known: Sequence[Vocabulary]) -> float:
    """How well the texts that are labels of columns fit them, all together."""
    best = [max(v.best(text, "column").score for v in known) for text in texts]
    return sum(score for score in best if score >= _FITS)


def _join(cells: list[Cell], halves: Iterable[tuple[Cell, Cell]]) -> None:
    """Make one cell of each two, over both rows; it stays on the page where it begins, since a box is on one page."""
    for above, below in halves:
        whole = replace(above, row_span=above.row_span + below.row_span, text=above.text + below.text)
        cells[cells.index(above)] = whole
        cells.remove(below)
