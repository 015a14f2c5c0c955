"""Writes a document as DOCX, with real merged cells, vertical text and repeated headers."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from corpus.document import Cell, Document, Grid, PageBreak, Text, TextKind

# python-docx has hardly any types, so its objects are Any here.
SIZES: dict[TextKind, float] = {"title": 20.0, "heading": 15.0, "note": 9.0}
SHORT, LONG = Mm(210), Mm(297)
TABLE_WIDTH = 468.0


@dataclass(frozen=True)
class Manuscript:
    """How the word processor is told to set the document.

    `split_rows` lets a row run over the page's end, as word processors do unless told otherwise.
    """

    repeat_header: bool = False
    split_rows: bool = True
    page_numbers: bool = True
    running_head: bool = False
    face: str = "AR PL SungtiL GB"
    heading_face: str = "WenQuanYi Zen Hei"
    prose_size: float = 14.0
    spacing: float = 1.5


def manuscript(document: Document, look: Manuscript) -> bytes:
    """Write the DOCX file of a document."""
    written = docx.Document()
    _page(written.sections[0], landscape=False)
    _margins(written, document, look)
    for block in document.blocks:
        if isinstance(block, Text):
            _text(written, block, look)
        elif isinstance(block, Grid):
            _table(written, block, look)
        else:
            _new_page(written, block)
    buffer = BytesIO()
    written.save(buffer)
    return buffer.getvalue()


def _page(section: Any, *, landscape: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if landscape else (SHORT, LONG)
    section.left_margin = section.right_margin = Mm(26)
    section.top_margin = section.bottom_margin = Mm(25)


def _new_page(written: Any, block: PageBreak) -> None:
    _page(written.add_section(WD_SECTION.NEW_PAGE), landscape=block.landscape)


def _margins(written: Any, document: Document, look: Manuscript) -> None:
    """Write what stands above and below the text of every page."""
    section = written.sections[0]
    if look.running_head:
        _run(_centred(section.header.paragraphs[0]), document.running_head, look.face, 9.0)
    if look.page_numbers:
        paragraph = _centred(section.footer.paragraphs[0])
        _run(paragraph, "- ", look.face, 10.0)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)
        _run(paragraph, " -", look.face, 10.0)


def _centred(paragraph: Any) -> Any:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _run(paragraph: Any, text: str, face: str, size: float) -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = face
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)
    return run


def _text(written: Any, block: Text, look: Manuscript) -> None:
    size = SIZES.get(block.kind, look.prose_size)
    paragraph = written.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(6 if block.kind == "title" else 0)
    paragraph.paragraph_format.space_before = Pt(6 if block.kind == "heading" else 0)
    paragraph.paragraph_format.line_spacing = look.spacing
    paragraph.paragraph_format.keep_with_next = block.kind != "paragraph"
    if block.kind in ("heading", "paragraph"):
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    if block.kind == "title":
        _centred(paragraph)
    _run(paragraph, block.text, look.heading_face if block.kind in ("title", "heading") else look.face, size)


def _table(written: Any, grid: Grid, look: Manuscript) -> None:
    table = written.add_table(len(grid.codes), len(grid.widths), style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
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
        _cell(first.merge(last) if first is not last else first, cell, look)


def _cell(place: Any, cell: Cell, look: Manuscript) -> None:
    place.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    properties = place._tc.get_or_add_tcPr()
    if cell.fill:
        _flag(properties, "w:shd", val="clear", color="auto", fill=cell.fill.removeprefix("#"))
    if cell.vertical:
        _flag(properties, "w:textDirection", val="tbRlV")
    paragraph = place.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
    paragraph.paragraph_format.line_spacing = Pt(cell.size * 1.2)
    if cell.align == "center":
        _centred(paragraph)
    _run(paragraph, cell.text, look.face, cell.size).bold = cell.bold


def _flag(properties: Any, tag: str, **attributes: str) -> None:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    properties.append(element)
