"""Sheets that show two pages side by side: parted for reading, and what was read put back on the sheet.

So are leaves of bound volumes copied, and pages printed small. Lines that stand beside each other on such a sheet do
not follow each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
from numpy.typing import NDArray

from pipeline.extract.errors import reading_pdf
from pipeline.extract.model import Box, Extraction, with_boxes
from pipeline.extract.rewritten import rewriting

_UPRIGHT, _ACROSS = (1.2, 1.75), (2.3, 3.5)
"""A sheet of two pages is so many times as wide as high, where they are upright, and where they lie across."""
_GUTTER = 0.03
"""Nothing stands in the middle of it, for this part of its width at least: on both sides of it, or on one where all
pages are such sheets, as where a seal was stamped on the edges of all pages. A single page across may have a table
there.
"""
_STRAY = 0.01
"""But in so much of its height: a scanner's dirt, which runs across as no line does."""
_EDGE = 0.02
"""So much of its height at either end may show what it lay on."""
_DPI = 36.0
_INK, _LINE = 40, 15
"""Ink is darker by so many levels than what is above or below it, so many pixels off: the shadow of a fold goes on."""

_PALE, _ALONG = 6, 0.75
"""A level line may be darker by so many levels only, all along a strip but for a part: noise is so in some places."""

Halves = Mapping[int, tuple[int, float]]
"""For each page (1-based) of the parted document the page that it was, and how far right it stood there (points)."""


def spreads(document: bytes, sizes: Sequence[tuple[float, float]]) -> list[int]:
    """The pages (1-based) that show two pages each: all that have the proportions of such a sheet, if nothing stands in
    the middle of any of them. A report whose tables lie across has pages on which some cross the middle.

    sizes: of all pages, in points.
    """
    across = [
        number
        for number, (width, height) in enumerate(sizes, start=1)
        if height > 0 and any(least <= width / height <= most for least, most in (_UPRIGHT, _ACROSS))
    ]
    if not across:
        return []
    with reading_pdf(), closing(pdfium.PdfDocument(document)) as pdf:
        beside = len(across) == len(sizes)
        return across if all(_has_gutter(pdf, number - 1, beside=beside) for number in across) else []


def _has_gutter(pdf: pdfium.PdfDocument, index: int, *, beside: bool) -> bool:
    """Whether nothing stands in the middle of a page. beside: or on one side of it."""
    with closing(pdf[index]) as page:
        grey = page.render(scale=_DPI / 72, grayscale=True).to_numpy()
    height, width = grey.shape[:2]
    start, end, side = (round(width * part) for part in (0.5 - _GUTTER, 0.5 + _GUTTER, _GUTTER / 2))
    edge = round(height * _EDGE)
    middle = grey.reshape(height, width)[edge : height - edge, start:end]
    paper = cv2.morphologyEx(np.ascontiguousarray(middle), cv2.MORPH_CLOSE, np.ones((_LINE, 1), np.uint8))
    darker = paper.astype(np.int16) - middle
    return any(_is_free(darker[:, at : at + 2 * side]) for at in ((0, side, 2 * side) if beside else (side,)))


def _is_free(darker: NDArray[np.int16]) -> bool:
    """Whether neither ink nor level lines, pale ones perhaps, stand in a strip. darker: than the paper, by how many
    levels.
    """
    ink = darker > _INK
    crossed = np.quantile(darker, 1 - _ALONG, axis=1) > _PALE
    return bool(max(ink.any(axis=1).mean(), crossed.mean()) <= _STRAY and not ink.all(axis=1).any())


def parted(document: bytes, numbers: Sequence[int]) -> tuple[bytes, Halves]:
    """The PDF with both halves of some of its pages (1-based) as pages of their own, and where all its pages were.

    Raises UnreadableError where qpdf fails.
    """
    halves: dict[int, tuple[int, float]] = {}
    with rewriting(document) as (pdf, out):
        for number in range(1, len(pdf.pages) + 1):
            place = len(halves)
            halves[place + 1] = (number, 0.0)
            if number in numbers:
                other = pdf.make_indirect(pikepdf.Dictionary(dict(pdf.pages[place].obj.items())))
                pdf.pages.insert(place + 1, pikepdf.Page(other))
                left, right, reach = _halved(pdf.pages[place])
                for index, box in ((place, left), (place + 1, right)):
                    for name in ("/MediaBox", "/CropBox"):
                        pdf.pages[index].obj[name] = pikepdf.Array([round(side, 4) for side in box])
                halves[place + 2] = (number, reach)
    return out.getvalue(), halves


def _halved(page: pikepdf.Page) -> tuple[Box, Box, float]:
    """The boxes of what a page displays on its left and on its right, and how wide each is, in points."""
    x0, y0, x1, y1 = (float(side) for side in page.cropbox)
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    turned = int(page.obj.get("/Rotate", 0)) % 360
    if turned in (0, 180):
        low, high, reach = (x0, y0, x, y1), (x, y0, x1, y1), abs(x1 - x0) / 2
    else:
        low, high, reach = (x0, y0, x1, y), (x0, y, x1, y1), abs(y1 - y0) / 2
    return (low, high, reach) if turned in (0, 90) else (high, low, reach)


def on_sheets(extraction: Extraction, halves: Halves) -> Extraction:
    """What was read from a parted document, on the pages of the document itself."""

    def place(page: int, box: Box) -> Box:
        by = halves[page][1]
        return (box[0] + by, box[1], box[2] + by, box[3])

    def sheet(page: int | None) -> int | None:
        return None if page is None else halves[page][0]

    placed = with_boxes(extraction, place)
    tables = tuple(
        replace(table, cells=tuple(replace(cell, page=sheet(cell.page)) for cell in table.cells))
        for table in placed.tables
    )
    return replace(
        placed,
        pages=len({number for number, _ in halves.values()}),
        tables=tables,
        lines=tuple(replace(line, page=sheet(line.page)) for line in placed.lines),
        hidden_pages=tuple(sorted({halves[page][0] for page in placed.hidden_pages})),
        seen_pages=tuple(sorted({halves[page][0] for page in placed.seen_pages})),
        turned=tuple(turn._replace(page=halves[turn.page][0]) for turn in placed.turned),
    )
