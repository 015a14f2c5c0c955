"""The reader of pixels: pages whose text is missing, or is not what they show, as they are displayed.

Other pages of the same document are read as PDFium reads them: their text is better than any picture of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace

import pypdfium2 as pdfium

from pipeline.extract import reader_pdfium
from pipeline.extract.assemble import PageContent, extraction
from pipeline.extract.errors import reading_pdf
from pipeline.extract.image_alike import alike
from pipeline.extract.image_cells import SeenPage, page_content, sheet_of
from pipeline.extract.image_page import MOST_PIXELS, PageImage, rendered, straightened
from pipeline.extract.image_turn import angle_of
from pipeline.extract.model import Cell, Extraction, Table, TextLine, Turn
from pipeline.extract.openness import has_rows, lacks_lines, may_be_labels, may_hold_table
from pipeline.extract.stitch import is_page_number
from pipeline.extract.stub import TextRow, text_rows
from pipeline.extract.unruled import Sheet, find_tables
from pipeline.extract.words import Word

NAME, NAME_CLOSER = "ocr", "ocr_closer"
_CLOSER = 1.3
"""A second reading looks so many times closer: noise, borders and thresholds then fall otherwise."""
_BLUR = "…"
"""Stands for words that are in doubt."""


def read_closer(document: bytes, pixels: int = MOST_PIXELS) -> Extraction:
    """The same as read, from a larger rendering: what both are certain of is not the chance of one."""
    return read(document, pixels, NAME_CLOSER, _CLOSER)


def read(document: bytes, pixels: int = MOST_PIXELS, name: str = NAME, zoom: float = 1.0) -> Extraction:
    """All pages of a PDF; where every page's text can be trusted, all of them are read from their pixels all the same.

    pixels: the most to render a page to; zoom: how many times as large as usual. Raises UnreadableError where PDFium
    cannot open it, or a page is too large to be rendered.
    """
    with reading_pdf(), closing(pdfium.PdfDocument(document)) as pdf:
        pages = reader_pdfium.read_pages(pdf)
        trusted = any(page.hides for page in pages)
        seen_pages: list[SeenPage] = []
        sheets = [Sheet(())] * len(pages)
        turned: list[Turn] = []
        angle = 0
        for index, page in enumerate(pages):
            if trusted and not page.hides:
                seen_pages.append(SeenPage(page.content, []))
                turned += page.turns
                continue
            own, seen_page, sheets[index] = _seen(index + 1, rendered(pdf, index, pixels, zoom), angle)
            seen_pages.append(seen_page)
            angle = angle if own is None else own  # a page that does not tell lies as the one before it
            if angle:
                turned.append(Turn(index + 1, angle, *pdf.get_page_size(index)))
        for index, unruled in enumerate(find_tables(sheets)):
            if unruled:
                image = straightened(rendered(pdf, index, pixels, zoom))
                seen_pages[index] = page_content(index + 1, image, unruled)
        seen = tuple(number for number, page in enumerate(pages, start=1) if page.hides or not trusted)
        return replace(extraction(name, _contents(seen_pages)), seen_pages=seen, turned=tuple(turned))


def _contents(pages: Sequence[SeenPage]) -> list[PageContent]:
    """The tables and lines of pages, without the doubt of numbers whose digits are like others of their document."""
    settled = alike(number for page in pages for number in page.numbers)

    def sure(cell: Cell) -> Cell:
        return replace(cell, readings=()) if (cell.page, cell.box) in settled else cell

    return [
        ([replace(table, cells=tuple(map(sure, table.cells))) for table in tables], lines)
        for (tables, lines), _ in pages
    ]


def _seen(number: int, image: PageImage, before: int) -> tuple[int | None, SeenPage, Sheet]:
    """How a page (1-based) lies, its tables and lines, and what tables without lines are found by. A page that does not
    stand upright has none of them: it will be read once it is set so. before: how the page before it lies.
    """
    angle = angle_of(image, before)
    if angle:
        return angle, SeenPage(([], []), []), Sheet(())
    straight = straightened(image)
    content = page_content(number, straight)
    tables, lines = content.content
    if not tables:
        return angle, content, sheet_of(straight) if _may_hold_table(lines) else Sheet(())
    rows = _joined(lines)
    whole = [not _lacks_lines(table, lines) for table in tables]
    if all(whole) and not has_rows(tables, rows):
        whole = [not _lacks_lines(table, rows) for table in tables]  # whose rows stand right below, perhaps
        if all(whole):
            return angle, content, Sheet(())
    return angle, content, sheet_of(straight, whole)


def _joined(lines: Iterable[TextLine]) -> list[TextLine]:
    """What stands at one height each, as one line of text."""
    return [
        TextLine(" ".join(word.text for word in sorted(row.words, key=_start)), None, (0.0, row.top, 0.0, row.bottom))
        for row in _rows(lines)
    ]


def _rows(lines: Iterable[TextLine]) -> list[TextRow]:
    """What stands at one height each, of lines of text as they were seen."""
    return text_rows([Word(line.text, line.box, line.box[3] - line.box[1]) for line in lines if line.box])


def _ends_with_labels(lines: Iterable[TextLine]) -> bool:
    """Whether a page ends with short words beside each other: a header, perhaps, with figures on the next page."""
    rows = [row for row in _rows(lines) if not is_page_number(" ".join(word.text for word in row.words))]
    return bool(rows) and may_be_labels([word.text for word in rows[-1].words])


def _start(word: Word) -> float:
    return word.box[0]


def _lacks_lines(table: Table, lines: Sequence[TextLine]) -> bool:
    """Whether lines are missing in a table. lines: the text outside tables. Words that were not read for certain tell
    nothing but that there are some.
    """
    cells = tuple(replace(cell, text=_BLUR) if _is_blur(cell) else cell for cell in table.cells)
    return lacks_lines(replace(table, cells=cells), lines, ())


def _may_hold_table(lines: Sequence[TextLine]) -> bool:
    """Whether a page without tables has figures that stand by themselves, many short lines, or labels at its foot."""
    return may_hold_table("\n".join(line.text for line in lines)) or _ends_with_labels(lines)


def _is_blur(cell: Cell) -> bool:
    """Whether a cell has words that are in doubt: no number is among its readings, or each of its lines is one of them,
    as where they may be left of a seal.
    """
    lines = cell.text.split("\n")
    apart = len(lines) > 1 and all(line in cell.readings for line in lines)
    return apart or (any(cell.readings) and not any(one.replace("\n", "").isdecimal() for one in cell.readings))
