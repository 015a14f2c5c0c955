"""Writes a document as DOCX, with real merged cells, vertical text and repeated headers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from corpus.document import Cell, Document, Grid, PageBreak, Picture, Text, TextKind
from corpus.picture import drawn
from corpus.switches import Edges, Lines, Paper, Unseen, Upright, Vertical

# python-docx has hardly any types, so its objects are Any here.
SIZES: dict[TextKind, float] = {"title": 20.0, "heading": 15.0, "note": 9.0}
SIDES: dict[Paper, tuple[Any, Any]] = {"A4": (Mm(210), Mm(297)), "A3": (Mm(297), Mm(420))}
TABLE_WIDTH = 468.0
ALIGNMENTS = {
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "spread": WD_ALIGN_PARAGRAPH.DISTRIBUTE,
}
HEIGHTS = {"top": WD_ALIGN_VERTICAL.TOP, "middle": WD_ALIGN_VERTICAL.CENTER, "bottom": WD_ALIGN_VERTICAL.BOTTOM}
FIELDS = {"{n}": "PAGE", "{total}": "NUMPAGES"}
BORDERS: dict[Lines, str] = {"dashed": "dashed", "dotted": "dotted", "double": "double", "none": "nil"}
"""How the word processor calls the lines that differ from a single one."""
EDGES: dict[Edges, frozenset[str]] = {
    "all": frozenset({"top", "left", "bottom", "right", "insideH", "insideV"}),
    "no sides": frozenset({"top", "bottom", "insideH", "insideV"}),
    "no frame": frozenset({"insideH", "insideV"}),
    "no columns": frozenset({"top", "left", "bottom", "right", "insideH"}),
    "rows": frozenset({"top", "bottom", "insideH"}),
    "three": frozenset({"top", "bottom"}),
    "none": frozenset(),
}


@dataclass(frozen=True)
class Manuscript:
    """How the word processor is told to set the document.

    `split_rows` lets a row run over the page's end, as word processors do unless told otherwise. What is named as in
    Switches means the same; `line_width` is in points, 0 for what the table's style says.
    """

    repeat_header: bool = False
    split_rows: bool = True
    page_numbers: bool = True
    running_head: bool = False
    face: str = "AR PL SungtiL GB"
    heading_face: str = "WenQuanYi Zen Hei"
    prose_size: float = 14.0
    spacing: float = 1.5
    lines: Lines = field(default="strokes", repr=False)
    edges: Edges = field(default="all", repr=False)
    line_width: float = field(default=0.0, repr=False)
    line_color: str = field(default="#000000", repr=False)
    vertical: Vertical = field(default="stacked", repr=False)
    number_style: str = field(default="- {n} -", repr=False)
    paper: Paper = field(default="A4", repr=False)
    landscape: bool = field(default=False, repr=False)
    unseen: Unseen = field(default="", repr=False)
    cell_size: float = field(default=1.0, repr=False)
    latin: str = field(default="", repr=False)
    at: Upright = field(default="middle", repr=False)

    @property
    def plain(self) -> bool:
        """Whether tables look as the word processor makes them."""
        return (self.lines, self.edges, self.line_width, self.line_color) == ("strokes", "all", 0.0, "#000000")


def manuscript(document: Document, look: Manuscript) -> bytes:
    """Write the DOCX file of a document."""
    written = docx.Document()
    _page(written.sections[0], look, landscape=look.landscape)
    _margins(written, document, look)
    for block in document.blocks:
        if isinstance(block, Text):
            _text(written, block, look)
        elif isinstance(block, Grid):
            _table(written, block, look)
        elif isinstance(block, Picture):
            _picture(written, block, look)
        else:
            _new_page(written, block, look)
    buffer = BytesIO()
    written.save(buffer)
    return buffer.getvalue()


def _page(section: Any, look: Manuscript, *, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    short, long = SIDES[look.paper]
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    section.left_margin = section.right_margin = Mm(26)
    section.top_margin = section.bottom_margin = Mm(25)


def _new_page(written: Any, block: PageBreak, look: Manuscript) -> None:
    _page(written.add_section(WD_SECTION.NEW_PAGE), look, landscape=block.landscape or look.landscape)


def _picture(written: Any, block: Picture, look: Manuscript) -> None:
    run = _centred(written.add_paragraph()).add_run()
    run.add_picture(BytesIO(drawn(block.text, look.heading_face)), height=Pt(block.size * 1.4))


def _margins(written: Any, document: Document, look: Manuscript) -> None:
    """Write what stands above and below the text of every page."""
    section = written.sections[0]
    if look.running_head:
        _run(_centred(section.header.paragraphs[0]), document.running_head, look.face, 9.0)
    if look.page_numbers:
        paragraph = _centred(section.footer.paragraphs[0])
        for part in re.split(r"(\{n\}|\{total\})", look.number_style):
            if part in FIELDS:
                counted = OxmlElement("w:fldSimple")
                counted.set(qn("w:instr"), FIELDS[part])
                paragraph._p.append(counted)
            elif part:
                _run(paragraph, part, look.face, 10.0)


def _centred(paragraph: Any) -> Any:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _run(paragraph: Any, text: str, face: str, size: float, latin: str = "") -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = latin or face
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)
    return run


def _text(written: Any, block: Text, look: Manuscript) -> None:
    size = SIZES.get(block.kind, look.prose_size)
    paragraph = written.add_paragraph() if not _framed(block, look) else _frame(written, look)
    paragraph.paragraph_format.space_after = Pt(6 if block.kind == "title" else 0)
    paragraph.paragraph_format.space_before = Pt(6 if block.kind == "heading" else 0)
    paragraph.paragraph_format.line_spacing = look.spacing
    paragraph.paragraph_format.keep_with_next = block.kind != "paragraph"
    if block.kind in ("heading", "paragraph"):
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    if block.kind == "title":
        _centred(paragraph)
    _run(
        paragraph, block.text, look.heading_face if block.kind in ("title", "heading") else look.face, size, look.latin
    )


def _framed(block: Text, look: Manuscript) -> bool:
    return bool(look.unseen) and block.kind == "paragraph"


def _frame(written: Any, look: Manuscript) -> Any:
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


def _table(written: Any, grid: Grid, look: Manuscript) -> None:
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
        if not look.split_rows:
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
    _run(paragraph, cell.text, look.face, size, look.latin).bold = cell.bold


def _underline(place: Any, look: Manuscript) -> None:
    """A line below a cell of a table that has few."""
    borders = OxmlElement("w:tcBorders")
    style = BORDERS.get(look.lines, "single")
    _flag(borders, "w:bottom", val=style, sz=_eighths(look), space="0", color=look.line_color.removeprefix("#"))
    place._tc.get_or_add_tcPr().append(borders)


def _flag(properties: Any, tag: str, **attributes: str) -> None:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    properties.append(element)
