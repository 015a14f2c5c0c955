"""Writes tables into DOCX files, with real merged cells, vertical text and repeated headers."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from corpus.document import Cell, Grid
from corpus.manuscript import Manuscript
from corpus.switches import Edges, Lines

# python-docx has hardly any types, so its objects are Any here.
TABLE_WIDTH = 468.0
ALIGNMENTS = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "spread": WD_ALIGN_PARAGRAPH.DISTRIBUTE,
}
HEIGHTS = {"top": WD_ALIGN_VERTICAL.TOP, "middle": WD_ALIGN_VERTICAL.CENTER, "bottom": WD_ALIGN_VERTICAL.BOTTOM}
BORDERS: dict[Lines, str] = {"dashed": "dashed", "dotted": "dotted", "double": "double", "none": "nil"}
"""How the word processor calls the lines that differ from a single one."""
EDGES: dict[Edges, frozenset[str]] = {
    "all": frozenset({"top", "left", "bottom", "right", "insideH", "insideV"}),
    "no sides": frozenset({"top", "bottom", "insideH", "insideV"}),
    "no frame": frozenset({"insideH", "insideV"}),
    "no columns": frozenset({"top", "left", "bottom", "right", "insideH"}),
    "columns": frozenset({"left", "right", "insideV"}),
    "rows": frozenset({"top", "bottom", "insideH"}),
    "three": frozenset({"top", "bottom"}),
    "none": frozenset(),
}


def add_table(written: Any, grid: Grid, look: Manuscript) -> None:
    """Add a table to a DOCX document."""
    table = written.add_table(len(grid.codes), len(grid.widths), style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    if not look.plain:
        _borders(table, look, EDGES[look.edges], look.line_color.removeprefix("#"))
    scale = TABLE_WIDTH / sum(grid.widths)
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Pt(width * scale)
    places = [row.cells for row in table.rows]
    for number, row in enumerate(table.rows):
        row.height, row.height_rule = Pt(grid.least_height), WD_ROW_HEIGHT_RULE.AT_LEAST
        for place, width in zip(places[number], grid.widths, strict=True):
            place.width = Pt(width * scale)
        if not look.split_rows or number < grid.header_rows:  # LibreOffice loses merged cells of headers that it splits
            _flag(row._tr.get_or_add_trPr(), "w:cantSplit")
        if look.repeat_header and number < grid.header_rows:
            _flag(row._tr.get_or_add_trPr(), "w:tblHeader")
    for cell in grid.cells:
        first = places[cell.row][cell.column]
        last = places[cell.row + cell.row_span - 1][cell.column + cell.column_span - 1]
        merged = first.merge(last) if first is not last else first
        _cell(merged, cell, look)
        if look.edges == "three" and cell.row + cell.row_span in grid.head_ends:
            for place in places[cell.row + cell.row_span - 1][cell.column : cell.column + cell.column_span]:
                _underline(place, look)


def _cell(place: Any, cell: Cell, look: Manuscript) -> None:
    place.vertical_alignment = HEIGHTS[look.at]
    size = cell.size * look.cell_size
    properties = place._tc.get_or_add_tcPr()
    if cell.fill:
        _flag(properties, "w:shd", val="clear", color="auto", fill=cell.fill.removeprefix("#"))
    if cell.vertical:
        _flag(properties, "w:textDirection", val="btLr" if look.vertical == "rotated" else "tbRlV")
    paragraph = place.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
    paragraph.paragraph_format.line_spacing = Pt(size * 1.2)
    if cell.align in ALIGNMENTS:
        paragraph.alignment = ALIGNMENTS[cell.align]
    run = add_run(paragraph, cell.text, look.face, size, look.latin)
    run.bold = cell.bold
    if cell.color != "#000000":
        run.font.color.rgb = RGBColor.from_string(cell.color.removeprefix("#"))


def _underline(place: Any, look: Manuscript) -> None:
    """A line below a cell of a table that has few."""
    borders = OxmlElement("w:tcBorders")
    style = BORDERS.get(look.lines, "single")
    _flag(borders, "w:bottom", val=style, sz=_eighths(look), space="0", color=look.line_color.removeprefix("#"))
    place._tc.get_or_add_tcPr().append(borders)


def add_frame(written: Any, look: Manuscript) -> Any:
    """The paragraph of a table of one cell, whose lines nobody sees."""
    table = written.add_table(1, 1, style="Table Grid")
    _borders(table, look, EDGES["all"], "FFFFFF" if look.unseen == "white" else None)
    return table.rows[0].cells[0].paragraphs[0]


def _borders(table: Any, look: Manuscript, edges: frozenset[str], color: str | None) -> None:
    """Give a table lines of its own where it has `edges`, none elsewhere; no lines at all without a color."""
    borders = OxmlElement("w:tblBorders")
    style = BORDERS.get(look.lines, "single") if color else "nil"
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        shown = {"val": style if edge in edges else "nil", "color": color or "auto"}
        _flag(borders, f"w:{edge}", **shown, sz=_eighths(look), space="0")
    table._tbl.tblPr.append(borders)


def _eighths(look: Manuscript) -> str:
    return str(round((look.line_width or 0.5) * 8))


def centred(paragraph: Any) -> Any:
    """Centre a paragraph, and give it back."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def add_run(paragraph: Any, text: str, face: str, size: float, latin: str = "") -> Any:
    """Add text to a paragraph; `latin` is the typeface of digits, if they have one of their own."""
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = latin or face
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)
    return run


def _flag(properties: Any, tag: str, **attributes: str) -> None:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    properties.append(element)
