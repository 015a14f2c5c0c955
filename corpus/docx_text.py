"""Writes a document as DOCX: pages, what stands on their margins, prose, pictures."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from corpus.document import Document, Grid, PageBreak, Picture, Text, TextKind
from corpus.docx_table import add_frame, add_run, add_table, centred
from corpus.manuscript import Manuscript
from corpus.picture import drawn
from corpus.switches import Paper

# python-docx has hardly any types, so its objects are Any here.
SIZES: dict[TextKind, float] = {"title": 20.0, "heading": 15.0, "note": 9.0}
SIDES: dict[Paper, tuple[Any, Any]] = {"A4": (Mm(210), Mm(297)), "A3": (Mm(297), Mm(420))}
TABLE_WIDTH = 468.0
FIELDS = {"{n}": "PAGE", "{total}": "NUMPAGES"}


def manuscript(document: Document, look: Manuscript) -> bytes:
    """Write the DOCX file of a document."""
    written = docx.Document()
    _page(written.sections[0], look, landscape=look.landscape)
    _margins(written, document, look)
    for block in document.blocks:
        if isinstance(block, Text):
            _text(written, block, look)
        elif isinstance(block, Grid):
            add_table(written, block, look)
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
    run = centred(written.add_paragraph()).add_run()
    run.add_picture(BytesIO(drawn(block.text, look.heading_face)), height=Pt(block.size * 1.4))


def _margins(written: Any, document: Document, look: Manuscript) -> None:
    """Write what stands above and below the text of every page."""
    section = written.sections[0]
    if look.running_head:
        add_run(centred(section.header.paragraphs[0]), document.running_head, look.face, 9.0)
    if look.page_numbers:
        paragraph = centred(section.footer.paragraphs[0])
        for part in re.split(r"(\{n\}|\{total\})", look.number_style):
            if part in FIELDS:
                counted = OxmlElement("w:fldSimple")
                counted.set(qn("w:instr"), FIELDS[part])
                paragraph._p.append(counted)
            elif part:
                add_run(paragraph, part, look.face, 10.0)


def _text(written: Any, block: Text, look: Manuscript) -> None:
    size = SIZES.get(block.kind, look.prose_size)
    paragraph = written.add_paragraph() if not _framed(block, look) else add_frame(written, look)
    paragraph.paragraph_format.space_after = Pt(6 if block.kind == "title" else 0)
    paragraph.paragraph_format.space_before = Pt(6 if block.kind == "heading" else 0)
    paragraph.paragraph_format.line_spacing = look.spacing
    paragraph.paragraph_format.keep_with_next = block.kind != "paragraph"
    if block.kind in ("heading", "paragraph"):
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    if block.kind == "title":
        centred(paragraph)
    add_run(
        paragraph, block.text, look.heading_face if block.kind in ("title", "heading") else look.face, size, look.latin
    )


def _framed(block: Text, look: Manuscript) -> bool:
    return bool(look.unseen) and block.kind == "paragraph"
