"""The form's tables as Table objects, to change a cell here and there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from corpus.facts import Facts
from corpus.layout import Wording, grid
from pipeline.extract.model import Cell, Extraction, Table, TextLine
from pipeline.form import load_forms
from pipeline.normalize import ReadReport, normalize

TWO, THREE, FOUR = "proactive_disclosure", "applications", "review_litigation"
TITLE = "云泽县人民政府2024年政府信息公开工作年度报告"
Change = Callable[[Cell], Cell | None]


def table_of(facts: Facts, code: str, wording: Wording | None = None, page: int = 1) -> Table:
    """A table of the form as a reader returns it, on one page."""
    printed = grid(facts.table(code), facts.figures[code], wording)
    edges = [60.0]
    for width in printed.widths:
        edges.append(edges[-1] + width * 470 / sum(printed.widths))
    cells = []
    for cell in printed.cells:
        row_end, column_end = cell.row + cell.row_span, cell.column + cell.column_span
        box = (edges[cell.column], 20.0 * cell.row, edges[column_end], 20.0 * row_end)
        cells.append(Cell(cell.row, cell.column, cell.row_span, cell.column_span, cell.text, page, box))
    return Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), tuple(edges))


def changed(table: Table, change: Change) -> Table:
    """The table with each cell replaced, or left out where the change gives None."""
    return replace(table, cells=tuple(cell for old in table.cells if (cell := change(old)) is not None))


def reworded(table: Table, texts: dict[str, str]) -> Table:
    """The table with other words in the cells that print exactly these."""
    return changed(table, lambda cell: replace(cell, text=texts.get(cell.text, cell.text)))


def reports_of(*tables: Table, lines: tuple[str, ...] = (TITLE,)) -> tuple[ReadReport, ...]:
    """The reports that tables come to; a heading stands in front of each, and something after the last."""
    texts = [TextLine(text, 1) for text in (*lines, *(f"标题{i}" for i in range(len(tables))), "五、存在的主要问题")]
    order = [("line", i) for i in range(len(lines))]
    for i in range(len(tables)):
        order += [("line", len(lines) + i), ("table", i)]
    order.append(("line", len(texts) - 1))
    return normalize(Extraction("pdfium", 5, tables, tuple(texts), tuple(order)), load_forms(), "report.pdf")


def report_of(facts: Facts, **other: Table) -> ReadReport:
    """The one report of all tables of the facts, some of them replaced."""
    (report,) = reports_of(*(other.get(code, table_of(facts, code)) for code in facts.figures))
    return report


def rules(report: ReadReport, *, notes: tuple[str, ...] = ("blank_cell", "label_differs")) -> list[tuple]:
    """What was found, without notes that are of no interest here."""
    return [(finding.rule, finding.row) for finding in report.findings if finding.rule not in notes]
