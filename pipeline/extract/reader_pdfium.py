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
from pipeline.extract.model import Extraction, Glyph, TextLine, Turn
from pipeline.extract.openness import drawn_whole, may_hold_table
from pipeline.extract.pdfium_page import Rules, frame_of, glyphs_of, rules_of
from pipeline.extract.trust import hides_text, tables_hide_text
from pipeline.extract.unruled import Sheet, find_tables, sheet_without
from pipeline.extract.upright import turn_of

NAME = "pdfium"
_NO_SHEET = Sheet(())


class ReadPage(NamedTuple):
    """What a page holds, whether it shows more than its text says, and how it lies, if not upright."""

    content: PageContent
    hides: bool
    turns: tuple[Turn, ...] = ()


class _Look(NamedTuple):
    """What a page shows at first sight: what it holds as far as lines draw tables, these tables, its glyphs, and what
    is left to look for tables without lines in.
    """

    page: ReadPage
    grids: Sequence[Grid] = ()
    glyphs: Sequence[Glyph] = ()
    sheet: Sheet = _NO_SHEET


def read(document: bytes) -> Extraction:
    """All pages of a PDF. Raises UnreadableError where PDFium cannot open it."""
    with reading_pdf(), closing(pdfium.PdfDocument(document)) as pdf:
        pages = read_pages(pdf)
    hidden = tuple(number for number, page in enumerate(pages, start=1) if page.hides)
    turned = tuple(turn for page in pages for turn in page.turns)
    return replace(extraction(NAME, [page.content for page in pages]), hidden_pages=hidden, turned=turned)


def read_pages(pdf: pdfium.PdfDocument) -> list[ReadPage]:
    """Every page of a document."""
    looks = [_look(pdf, i) for i in range(len(pdf))]
    unruled = find_tables([look.sheet for look in looks])
    pages = [_page(pdf, i, look, found) for i, (look, found) in enumerate(zip(looks, unruled, strict=True))]
    if any(page.hides for page in pages):  # the fonts of its tables may lie in its prose too
        pages = [page._replace(hides=page.hides or _prose_hides(pdf, i, page)) for i, page in enumerate(pages)]
    if any(page.turns for page in pages):
        return [page if page.content[0] else page._replace(turns=_turn(pdf, i)) for i, page in enumerate(pages)]
    return pages


def _look(pdf: pdfium.PdfDocument, index: int) -> _Look:
    with closing(pdf[index]) as page, closing(page.get_textpage()) as text_page:
        frame = frame_of(page)
        rules = rules_of(page, frame)
        text = sound(text_page.get_text_range(errors="replace"))
        hides = hides_text(text, rules, frame)
        grids = grids_of(rules)
        plain: PageContent = ([], [TextLine(line, index + 1) for line in text.splitlines() if line.strip()])
        if not grids and not may_hold_table(text):
            return _Look(ReadPage(plain, hides))
        glyphs = glyphs_of(text_page, frame, rules.clips)
        if not grids:
            return _Look(ReadPage(plain, hides), (), glyphs, Sheet(glyphs, rules.horizontal, rules.vertical))
        hides = hides or tables_hide_text(page, text_page, frame, grids, rules)
        content = page_content(index + 1, grids, glyphs)
        turns = turn_of(index + 1, frame.size, grids, glyphs)
        kept = drawn_whole(grids, content, glyphs, filled=are_filled(rules))
        found = ReadPage(content, hides, turns)
        if turns or len(kept) == len(grids):
            return _Look(found, grids, glyphs)
        return _Look(found, kept, glyphs, sheet_without(kept, glyphs, rules.horizontal, rules.vertical))


def _page(pdf: pdfium.PdfDocument, index: int, look: _Look, unruled: Mapping[Grid, frozenset[Span]]) -> ReadPage:
    """A page with the tables without lines that were found on it."""
    if not unruled:
        return look.page
    with closing(pdf[index]) as page, closing(page.get_textpage()) as text_page:
        frame = frame_of(page)
        hides = look.page.hides or tables_hide_text(page, text_page, frame, list(unruled), rules_of(page, frame))
    grids = sorted([*look.grids, *unruled], key=lambda grid: (grid.ys[0], grid.xs[0]))
    return ReadPage(page_content(index + 1, grids, look.glyphs, unruled), hides)


def _prose_hides(pdf: pdfium.PdfDocument, index: int, found: ReadPage) -> bool:
    """Whether a page without tables may show other digits than its text says."""
    if found.content[0]:
        return False
    with closing(pdf[index]) as page, closing(page.get_textpage()) as text_page:
        frame = frame_of(page)
        return tables_hide_text(page, text_page, frame, [], rules_of(page, frame))


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


def are_filled(rules: Rules) -> bool:
    """Whether filled areas, and no lines, draw the tables of a page."""
    return not find_grids(rules.horizontal, rules.vertical)
