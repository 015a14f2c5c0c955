"""The fast reader: PDFium's text and ruling lines. Pages without tables are read as plain text, which costs little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from typing import NamedTuple

import pypdfium2 as pdfium

from pipeline.extract.assemble import PageContent, extraction, page_content
from pipeline.extract.characters import sound
from pipeline.extract.errors import reading_pdf
from pipeline.extract.grid import Grid, Span, find_grids
from pipeline.extract.model import Extraction, Glyph, TextLine
from pipeline.extract.openness import lacks_lines, may_hold_table
from pipeline.extract.pdfium_page import Rules, frame_of, glyphs_of, rules_of
from pipeline.extract.trust import hides_text, tables_hide_text
from pipeline.extract.unruled import Sheet, find_tables, sheet_without

NAME = "pdfium"


class _Look(NamedTuple):
    """What a page shows at first sight: its content, as far as lines draw tables, whether it hides some, the tables and
    glyphs themselves, and what is left to look for tables without lines in.
    """

    content: PageContent
    hides: bool
    grids: list[Grid]
    glyphs: Sequence[Glyph]
    sheet: Sheet


def read(document: bytes) -> Extraction:
    """All pages of a PDF. Raises UnreadableError where PDFium cannot open it."""
    with reading_pdf(), closing(pdfium.PdfDocument(document)) as pdf:
        pages = read_pages(pdf)
    hidden = tuple(number for number, (_, hides) in enumerate(pages, start=1) if hides)
    return replace(extraction(NAME, [content for content, _ in pages]), hidden_pages=hidden)


def read_pages(pdf: pdfium.PdfDocument) -> list[tuple[PageContent, bool]]:
    """What each page holds, and whether it shows more than its text says."""
    looks = [_look(pdf, i) for i in range(len(pdf))]
    unruled = find_tables([look.sheet for look in looks])
    return [_page(pdf, i, look, found) for i, (look, found) in enumerate(zip(looks, unruled, strict=True))]


def _look(pdf: pdfium.PdfDocument, index: int) -> _Look:
    with closing(pdf[index]) as page, closing(page.get_textpage()) as text_page:
        frame = frame_of(page)
        rules = rules_of(page, frame)
        text = sound(text_page.get_text_range(errors="replace"))
        hides = hides_text(text, rules, frame)
        grids = grids_of(rules)
        content: PageContent = ([], [TextLine(line, index + 1) for line in text.splitlines() if line.strip()])
        if not grids and not may_hold_table(text):
            return _Look(content, hides, [], (), Sheet(()))
        glyphs = glyphs_of(text_page, frame)
        if not grids:
            return _Look(content, hides, [], glyphs, Sheet(glyphs, rules.horizontal, rules.vertical))
        content = page_content(index + 1, grids, glyphs)
        hides = hides or tables_hide_text(page, text_page, frame, grids, rules)
        sound_grids = [
            grid for grid, table in zip(grids, content[0], strict=True) if not lacks_lines(table, content[1], glyphs)
        ]
        if len(sound_grids) == len(grids):
            return _Look(content, hides, grids, glyphs, Sheet(()))
        return _Look(
            content, hides, sound_grids, glyphs, sheet_without(sound_grids, glyphs, rules.horizontal, rules.vertical)
        )


def _page(
    pdf: pdfium.PdfDocument, index: int, look: _Look, unruled: Mapping[Grid, frozenset[Span]]
) -> tuple[PageContent, bool]:
    """What a page holds, and whether it shows more than its text says."""
    if not unruled:
        return look.content, look.hides
    with closing(pdf[index]) as page, closing(page.get_textpage()) as text_page:
        frame = frame_of(page)
        hides = look.hides or tables_hide_text(page, text_page, frame, list(unruled), rules_of(page, frame))
    grids = sorted([*look.grids, *unruled], key=lambda grid: (grid.ys[0], grid.xs[0]))
    return page_content(index + 1, grids, look.glyphs, unruled), hides


def grids_of(rules: Rules) -> list[Grid]:
    """The tables that lines draw; where they draw none, those that the borders of filled areas show."""
    return find_grids(rules.horizontal, rules.vertical) or find_grids(
        rules.horizontal + rules.area_horizontal, rules.vertical + rules.area_vertical
    )
