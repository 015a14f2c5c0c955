"""Which lines of a document belong to which of its reports, before their tables and after them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.extract import Extraction, TextLine
from pipeline.extract.model import Table
from pipeline.normalize.title import find_title
from pipeline.record import record

_FIRST_SECTION = re.compile(r"^\s*一\s*、")


@record
class Prose:
    """The lines of one report: those before its first table, and all after."""

    opening: tuple[TextLine, ...]
    closing: tuple[TextLine, ...]

    @property
    def text(self) -> str:
        """What a person reads, as one line without white space and without what belongs to the pages."""
        return "".join(packed(line.text) for line in (*self.opening, *self.closing) if not line.furniture)


def packed(text: str) -> str:
    """A text without white space: Chinese has none of its own, only what typesetting puts in."""
    return "".join(text.split())


def with_framed(extraction: Extraction, headers: Mapping[int, int]) -> Extraction:
    """The extraction with the lines of text that a frame makes the cells of a table: those over its whole width, above
    what it has of the form. headers: the row in which the first header of the form begins, by table.
    """
    lines: list[TextLine] = []
    order: list[tuple[str, int]] = []
    for kind, index in extraction.order:
        own = [extraction.lines[index]] if kind == "line" else _framed(extraction.tables[index], headers.get(index))
        order += [("line", len(lines) + i) for i in range(len(own))]
        order += [(kind, index)] if kind == "table" else []
        lines += own
    return replace(extraction, lines=tuple(lines), order=tuple(order))


def _framed(table: Table, end: int | None) -> list[TextLine]:
    return [
        TextLine(text, cell.page)
        for cell in table.cells
        if (end is None or cell.row < end) and (cell.column, cell.column_end) == (0, table.n_columns)
        for text in cell.text.split("\n")
    ]


def prose_of(extraction: Extraction, reports: Sequence[set[int]]) -> list[Prose]:
    """The lines of each report of a document. reports: the indices of each one's tables, in reading order."""
    firsts = [_before(extraction, min(tables)) for tables in reports]
    lasts = [_before(extraction, max(tables)) for tables in reports]
    turns = [last + _turn(extraction.lines[last:first]) for last, first in zip(lasts, firsts[1:], strict=False)]
    starts, ends = [0, *turns], [*turns, len(extraction.lines)]
    return [
        Prose(extraction.lines[start:first], extraction.lines[first:end])
        for start, first, end in zip(starts, firsts, ends, strict=False)
    ]


def _turn(between: Sequence[TextLine]) -> int:
    """At which of the lines between the tables of two reports the second one begins: at its title, or else on the page
    where its first section does. Running heads have titles too, those of the first report.
    """
    title = find_title(["" if line.furniture else packed(line.text) for line in between], len(between))
    if title is not None:
        return title.start
    sections = [i for i, line in enumerate(between) if _FIRST_SECTION.match(line.text)]
    if not sections:
        return 0
    page = between[sections[-1]].page
    return next(i for i, line in enumerate(between) if line.page == page and (page is not None or i == sections[-1]))


def _before(extraction: Extraction, table: int) -> int:
    """How many lines come before a table."""
    position = extraction.order.index(("table", table))
    return sum(1 for kind, _ in extraction.order[:position] if kind == "line")
