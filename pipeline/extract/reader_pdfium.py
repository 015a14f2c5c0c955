"""The fast reader: PDFium's text and ruling lines. Pages without lines are read as plain text, which costs little."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import NamedTuple

import pypdfium2 as pdfium

from pipeline.extract.assemble import PageContent, extraction, page_content
from pipeline.extract.characters import sound
from pipeline.extract.errors import reading_pdf
from pipeline.extract.grid import Grid, find_grids
from pipeline.extract.model import Extraction, TextLine, Turn
from pipeline.extract.pdfium_page import Rules, frame_of, glyphs_of, rules_of
from pipeline.extract.trust import hides_text, tables_hide_text
from pipeline.extract.upright import turn_of

NAME = "pdfium"


class ReadPage(NamedTuple):
    """What a page holds, whether it shows more than its text says, and how it lies, if not upright."""

    content: PageContent
    hides: bool
    turns: tuple[Turn, ...]


def read(document: bytes) -> Extraction:
    """All pages of a PDF. Raises UnreadableError where PDFium cannot open it."""
    with reading_pdf(), closing(pdfium.PdfDocument(document)) as pdf:
        pages = [read_page(pdf, i) for i in range(len(pdf))]
        if any(page.turns for page in pages):
            pages = [page if page.content[0] else page._replace(turns=_turn(pdf, i)) for i, page in enumerate(pages)]
    hidden = tuple(number for number, page in enumerate(pages, start=1) if page.hides)
    turned = tuple(turn for page in pages for turn in page.turns)
    return replace(extraction(NAME, [page.content for page in pages]), hidden_pages=hidden, turned=turned)


def read_page(pdf: pdfium.PdfDocument, index: int) -> ReadPage:
    """One page of a document. index: 0-based."""
    with closing(pdf[index]) as page, closing(page.get_textpage()) as text_page:
        frame = frame_of(page)
        rules = rules_of(page, frame)
        text = sound(text_page.get_text_range(errors="replace"))
        hides = hides_text(text, rules, frame)
        grids = grids_of(rules)
        if grids:
            hides = hides or tables_hide_text(page, text_page, frame, grids, rules)
            glyphs = glyphs_of(text_page, frame, rules.clips)
            turns = turn_of(index + 1, frame.size, grids, glyphs)
            return ReadPage(page_content(index + 1, grids, glyphs), hides, turns)
        return ReadPage(([], [TextLine(line, index + 1) for line in text.splitlines() if line.strip()]), hides, ())


def _turn(pdf: pdfium.PdfDocument, index: int) -> tuple[Turn, ...]:
    """How a page lies that seems to have no tables: a row by itself, on its side, looks like a column."""
    with closing(pdf[index]) as page, closing(page.get_textpage()) as text_page:
        frame = frame_of(page)
        return turn_of(index + 1, frame.size, [], glyphs_of(text_page, frame))


def grids_of(rules: Rules) -> list[Grid]:
    """The tables that lines draw; where they draw none, those that the borders of filled areas show."""
    return find_grids(rules.horizontal, rules.vertical) or find_grids(
        rules.horizontal + rules.area_horizontal, rules.vertical + rules.area_vertical
    )
