"""A third independent reader: camelot's lattice, which sees the lines in the rendered page too.

It looks at pages that draw anything; the lines of text around its tables are PDFium's, since it returns none.
"""

from __future__ import annotations

import logging
import warnings
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from typing import Any

import camelot
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from pipeline.extract.assemble import PageContent, extraction, page_content
from pipeline.extract.characters import sound
from pipeline.extract.errors import UnreadableError, reading_pdf
from pipeline.extract.grid import Grid, Span, merge_atoms
from pipeline.extract.limits import scale_within
from pipeline.extract.model import Cell, Extraction, Table, Turn
from pipeline.extract.pdfium_page import Frame, frame_of
from pipeline.extract.pdfium_text import Characters, glyphs_of
from pipeline.extract.upright import turn_of

NAME = "camelot"
_DOTS = 150
"""Pages are rendered to so many dots an inch."""
logging.getLogger("playa").setLevel(logging.CRITICAL)  # it logs every oddity of a file


def read(document: bytes, pixels: int) -> Extraction:
    """All pages of a PDF, rendered to at most so many pixels each. Raises UnreadableError where camelot fails on it."""
    with reading_pdf(), closing(pdfium.PdfDocument(document)) as pdf:
        found = _lattice(document, [i for i in range(len(pdf)) if _draws(pdf[i])], pixels)
        pages = [_page(pdf, i, found.get(i + 1, [])) for i in range(len(pdf))]
        turned = tuple(turn for _, turns in pages for turn in turns)
        return replace(extraction(NAME, [content for content, _ in pages]), turned=turned)


def _draws(page: pdfium.PdfPage) -> bool:
    with closing(page):
        kinds = (pdfium.raw.FPDF_PAGEOBJ_PATH, pdfium.raw.FPDF_PAGEOBJ_FORM, pdfium.raw.FPDF_PAGEOBJ_IMAGE)
        return any(True for _ in page.get_objects(filter=kinds, max_depth=1))


class Renderer:
    """What renders pages for camelot, whose own ways render each to 300 dots an inch, however large it is."""

    def __init__(self, pixels: int) -> None:
        """A renderer of pages to at most so many pixels each."""
        self._pixels = pixels

    def to_array(self, path: str, page: int = 1) -> NDArray[np.uint8]:
        """A page of a file, the first of which is 1: height, width, and blue, green and red of each pixel."""
        with closing(pdfium.PdfDocument(path)) as pdf:
            pdf.init_forms()
            with closing(pdf[page - 1]) as shown:
                scale = scale_within(shown.get_size(), _DOTS / 72, self._pixels)
                return np.asarray(shown.render(scale=scale).to_numpy(), np.uint8)

    def convert(self, path: str, image: str, page: int = 1) -> None:
        """Camelot asks for this where the page's pixels could not be had; nothing else can."""
        raise NotImplementedError


def _lattice(document: bytes, pages: list[int], pixels: int) -> dict[int, list[Any]]:
    """Camelot's tables by page number."""
    tables: dict[int, list[Any]] = defaultdict(list)
    if not pages:
        return tables
    wanted = ",".join(str(index + 1) for index in pages)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            renderer = Renderer(pixels)
            found = camelot.read_pdf(document, pages=wanted, flavor="lattice", backend=renderer, suppress_stdout=True)
    except Exception as error:
        raise UnreadableError("broken", f"camelot: {type(error).__name__}") from error
    for table in found:
        tables[table.page].append(table)
    return tables


def _page(pdf: pdfium.PdfDocument, index: int, found: list[Any]) -> tuple[PageContent, tuple[Turn, ...]]:
    """What a page holds, and how it lies, if not upright."""
    with closing(pdf[index]) as page, closing(page.get_textpage()) as text_page:
        frame = frame_of(page)
        # Camelot's y runs upwards: its first row is the highest.
        grids = [_grid(table, frame) for table in found]
        glyphs = glyphs_of(Characters(text_page), frame)
        tables, lines = page_content(index + 1, grids, glyphs)
        turns = turn_of(index + 1, frame.size, grids, glyphs)
    return ([_with_text(table, source) for table, source in zip(tables, found, strict=True)], lines), turns


def _grid(table: Any, frame: Frame) -> Grid:
    height = frame.size[1]
    xs = [table.cols[0][0], *(right for _, right in table.cols)]
    ys = [height - table.rows[0][0], *(height - bottom for _, bottom in table.rows)]
    atoms = table.cells

    def open_right(row: int, column: int) -> bool:
        return not (atoms[row][column].right or atoms[row][column + 1].left)

    def open_below(row: int, column: int) -> bool:
        return not (atoms[row][column].bottom or atoms[row + 1][column].top)

    spans = merge_atoms(len(atoms), len(xs) - 1, open_right, open_below)
    return Grid(tuple(xs), tuple(ys), tuple(spans))


def _with_text(table: Table, source: Any) -> Table:
    """The table with camelot's own text in place of PDFium's."""
    return replace(table, cells=tuple(replace(cell, text=_text(cell, source)) for cell in table.cells))


def _text(cell: Cell, source: Any) -> str:
    span = Span(cell.row, cell.column, cell.row_span, cell.column_span)
    parts = [
        source.cells[row][column].text.strip()
        for row in range(span.row, cell.row_end)
        for column in range(span.column, cell.column_end)
    ]
    return sound("\n".join(part for part in parts if part))
