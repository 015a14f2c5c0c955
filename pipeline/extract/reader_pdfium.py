"""The fast reader: PDFium's text and ruling lines. Pages without lines are read as plain text, which costs little."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pypdfium2 as pdfium

from pipeline.extract.assemble import PageContent, extraction, page_content
from pipeline.extract.characters import sound
from pipeline.extract.errors import reading_pdf
from pipeline.extract.grid import Grid, find_grids
from pipeline.extract.model import Extraction, TextLine
from pipeline.extract.pdfium_page import Rules, frame_of, glyphs_of, rules_of
from pipeline.extract.trust import hides_text, tables_hide_text

NAME = "pdfium"


def read(document: bytes) -> Extraction:
    """All pages of a PDF. Raises UnreadableError where PDFium cannot open it."""
    with reading_pdf(), closing(pdfium.PdfDocument(document)) as pdf:
        pages = [read_page(pdf, i) for i in range(len(pdf))]
    hidden = tuple(number for number, (_, hides) in enumerate(pages, start=1) if hides)
    return replace(extraction(NAME, [content for content, _ in pages]), hidden_pages=hidden)


def read_page(pdf: pdfium.PdfDocument, index: int) -> tuple[PageContent, bool]:
    """What a page holds, and whether it shows more than its text says. index: 0-based."""
    with closing(pdf[index]) as page, closing(page.get_textpage()) as text_page:
        frame = frame_of(page)
        rules = rules_of(page, frame)
        text = sound(text_page.get_text_range(errors="replace"))
        hides = hides_text(text, rules, frame)
        grids = grids_of(rules)
        if grids:
            hides = hides or tables_hide_text(page, text_page, frame, grids, rules)
            return page_content(index + 1, grids, glyphs_of(text_page, frame)), hides
        return ([], [TextLine(line, index + 1) for line in text.splitlines() if line.strip()]), hides


def grids_of(rules: Rules) -> list[Grid]:
    """The tables that lines draw; where they draw none, those that the borders of filled areas show."""
    return find_grids(rules.horizontal, rules.vertical) or find_grids(
        rules.horizontal + rules.area_horizontal, rules.vertical + rules.area_vertical
    )
