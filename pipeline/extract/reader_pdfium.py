"""The fast reader: PDFium's text and ruling lines. Pages without tables are read as plain text, which costs little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from typing import NamedTuple

import pypdfium2 as pdfium

from pipeline.extract.assemble import PageContent, extraction, page_content
from pipeline.extract.characters import sound
from pipeline.extract.digit_shapes import DigitOfFont
from pipeline.extract.errors import reading_pdf
from pipeline.extract.folios import overprinted
from pipeline.extract.grid import Grid, Span, find_grids
from pipeline.extract.model import Extraction, Glyph, TextLine, Turn
from pipeline.extract.openness import drawn_whole, ends_with_labels, has_rows, may_hold_table
from pipeline.extract.pdfium_page import Frame, Rules, frame_of, rules_of
from pipeline.extract.pdfium_text import Characters, glyphs_of
from pipeline.extract.trust import FEW, hides_text, means_nothing, tables_hide_text
from pipeline.extract.unruled import Sheet, find_tables, highest, sheet_without
from pipeline.extract.upright import turn_of

NAME = "pdfium"
_NO_SHEET = Sheet(())


class ReadPage(NamedTuple):
    """What a page holds, whether it shows more than its text says, and how it lies, if not upright."""

    content: PageContent
    hides: bool
    turns: tuple[Turn, ...] = ()


class _Opened(NamedTuple):
    """A page as PDFium has it open, what is drawn on it, and its characters."""

    page: pdfium.PdfPage
    frame: Frame
    rules: Rules
    characters: Characters


class _Look(NamedTuple):
    """What a page shows at first sight: what it holds as far as lines draw tables, these tables, its glyphs, and what
    is left to look for tables without lines in.
    """

    page: ReadPage
    opened: _Opened
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
    """Every page of a document. All stay open until the last one is read: they share fonts."""
    true_digits: set[DigitOfFont] = set()
    with ExitStack() as stack:
        looks = [_look(pdf, i, stack, true_digits) for i in range(len(pdf))]
        for i, numbers in _numbers_on_tables(looks).items():
            looks[i] = _look(pdf, i, stack, true_digits, numbers)
        unruled = find_tables([look.sheet for look in looks])
        pages = [_page(i, look, found, true_digits) for i, (look, found) in enumerate(zip(looks, unruled, strict=True))]
        opened = [look.opened for look in looks]
        if any(page.hides for page in pages):  # the fonts of its tables may lie in its prose too
            pages = [
                page._replace(hides=page.hides or _prose_hides(page, own, true_digits))
                for page, own in zip(pages, opened, strict=True)
            ]
        if any(page.turns for page in pages):
            return [
                page if page.content[0] else page._replace(turns=_turn(i, own))
                for i, (page, own) in enumerate(zip(pages, opened, strict=True))
            ]
        return pages


def _numbers_on_tables(looks: Sequence[_Look]) -> dict[int, frozenset[Glyph]]:
    """The glyphs of page numbers that are printed across tables, by page."""
    return overprinted(
        [look.page.content[1] for look in looks],
        [look.opened.frame.size[1] for look in looks],
        [look.glyphs for look in looks],
        lambda page: looks[page].glyphs or glyphs_of(looks[page].opened.characters, looks[page].opened.frame),
    )


def _look(
    pdf: pdfium.PdfDocument,
    index: int,
    stack: ExitStack,
    true_digits: set[DigitOfFont],
    left_out: frozenset[Glyph] = frozenset(),
) -> _Look:
    """A page at first sight. left_out: glyphs of it that belong to no table."""
    page = stack.enter_context(closing(pdf[index]))
    text_page = stack.enter_context(closing(page.get_textpage()))
    frame = frame_of(page)
    rules = rules_of(page, frame)
    opened = _Opened(page, frame, rules, Characters(text_page, rules.forms))
    text = sound(text_page.get_text_bounded(*page.get_bbox(), errors="replace"))
    hides = hides_text(text, rules, frame)
    drawn = find_grids(rules.horizontal, rules.vertical)
    grids = drawn or grids_of_areas(rules)
    if not grids and frame.on_its_side:  # PDFium tells lines by how they lie before a page is turned
        lines = page_content(index + 1, (), glyphs_of(opened.characters, frame, rules.clips))[1]
        text = "\n".join(line.text for line in lines)
    if not grids and not may_hold_table(text):
        return _Look(_plain(index, text, hides=hides), opened, sheet=Sheet((), texts=text.splitlines()))
    glyphs = glyphs_of(opened.characters, frame, rules.clips)
    if left_out:
        glyphs = [glyph for glyph in glyphs if glyph not in left_out]
    if not grids:
        sheet = Sheet(glyphs, rules.horizontal, rules.vertical)
        return _Look(_plain(index, text, hides=hides), opened, (), glyphs, sheet)
    hides = hides or _tables_hide(opened, grids, true_digits)
    content = page_content(index + 1, grids, glyphs)
    turns = turn_of(index + 1, frame.size, grids, glyphs)
    kept = drawn_whole(grids, content, glyphs, filled=not drawn)
    found = ReadPage(content, hides, turns)
    if turns or (len(kept) == len(grids) and not (has_rows(*content) or ends_with_labels(*content, glyphs))):
        sheet = Sheet((), drawn=highest(grids), texts=[line.text for line in content[1]])
        return _Look(found, opened, grids, glyphs, sheet)
    return _Look(found, opened, kept, glyphs, sheet_without(kept, glyphs, rules.horizontal, rules.vertical))


def _plain(index: int, text: str, *, hides: bool) -> ReadPage:
    """A page of prose."""
    return ReadPage(([], [TextLine(line.strip(), index + 1) for line in text.splitlines() if line.strip()]), hides)


def _page(index: int, look: _Look, unruled: Mapping[Grid, frozenset[Span]], true_digits: set[DigitOfFont]) -> ReadPage:
    """A page with the tables without lines that were found on it."""
    if not unruled:
        return look.page
    hides = look.page.hides or _tables_hide(look.opened, list(unruled), true_digits)
    grids = sorted([*look.grids, *unruled], key=lambda grid: (grid.ys[0], grid.xs[0]))
    return ReadPage(page_content(index + 1, grids, look.glyphs, unruled), hides)


def _tables_hide(opened: _Opened, grids: Sequence[Grid], true_digits: set[DigitOfFont]) -> bool:
    """Whether a page with these tables may show other digits than its text says."""
    return tables_hide_text(opened.page, opened.characters, opened.frame, grids, opened.rules, true_digits)


def _prose_hides(page: ReadPage, opened: _Opened, true_digits: set[DigitOfFont]) -> bool:
    """Whether what a page says beside its tables, or the little that it says, may be other than what it shows."""
    tables, lines = page.content
    said = (*(cell.text for table in tables for cell in table.cells), *(line.text for line in lines))
    return (
        bool(opened.characters.nameless)
        or means_nothing("".join(said), FEW)
        or (not tables and _tables_hide(opened, [], true_digits))
    )


def _turn(index: int, opened: _Opened) -> tuple[Turn, ...]:
    """How a page lies that seems to have no tables: a row by itself, on its side, looks like a column."""
    return turn_of(index + 1, opened.frame.size, [], glyphs_of(opened.characters, opened.frame))


def grids_of_areas(rules: Rules) -> list[Grid]:
    """The tables that the borders of filled areas show, where lines alone draw none."""
    return find_grids(rules.horizontal + rules.area_horizontal, rules.vertical + rules.area_vertical)
