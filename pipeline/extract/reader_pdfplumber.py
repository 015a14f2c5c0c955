"""A reader that shares nothing with PDFium's but the form of its result: pdfminer's characters, pdfplumber's cells."""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import pdfplumber

from pipeline.extract.assemble import PageContent, extraction, page_content
from pipeline.extract.characters import sound
from pipeline.extract.errors import UnreadableError
from pipeline.extract.grid import Grid, Rule, Span, borders, find_grids, nearest, on_page
from pipeline.extract.model import Box, Extraction, Glyph, Turn
from pipeline.extract.openness import drawn_whole
from pipeline.extract.pdfium_text import SLANT
from pipeline.extract.unruled import Sheet, find_tables, sheet_without
from pipeline.extract.upright import turn_of

NAME = "pdfplumber"
_THIN = 3.0
"""A filled shape not thicker than this, in points, is a line."""
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it logs every oddity of a font, page by page


def read(document: bytes) -> Extraction:
    """All pages of a PDF. Raises UnreadableError where pdfplumber fails on it, which pdfminer does in many ways."""
    try:
        with pdfplumber.open(io.BytesIO(document)) as pdf:
            looks = [_look(number, page) for number, page in enumerate(pdf.pages, start=1)]
            unruled = find_tables([look.sheet for look in looks])
            pages = [
                page_content(number, [*look.grids, *found], look.glyphs, found) if found else look.content
                for number, (look, found) in enumerate(zip(looks, unruled, strict=True), start=1)
            ]
            turned = tuple(turn for look in looks for turn in look.turns)
            return replace(extraction(NAME, pages), turned=turned)
    except Exception as error:
        raise UnreadableError("broken", f"pdfplumber: {type(error).__name__}") from error


class _Look(NamedTuple):
    """A page as its lines draw it, the tables whose lines are all there, its glyphs, where others may stand, and how it
    lies, if not upright.
    """

    content: PageContent
    grids: list[Grid]
    glyphs: list[Glyph]
    sheet: Sheet
    turns: tuple[Turn, ...]


def _look(number: int, page: Any) -> _Look:
    x, y = page.cropbox[0] - page.mediabox[0], page.cropbox[1] - page.mediabox[1]
    glyphs = _glyphs(page.chars, x, y)
    horizontal, vertical = _rules(page, x, y)
    grids = _grids(page, x, y, horizontal, vertical)
    turns = turn_of(number, (page.cropbox[2] - page.cropbox[0], page.cropbox[3] - page.cropbox[1]), grids, glyphs)
    content = page_content(number, grids, glyphs)
    kept = drawn_whole(grids, content, glyphs, filled=not find_grids(*_rules(page, x, y, areas=False)))
    page.close()
    if turns or (grids and len(kept) == len(grids)):
        return _Look(content, grids, glyphs, Sheet(()), turns)
    return _Look(content, kept, glyphs, sheet_without(kept, glyphs, horizontal, vertical), turns)


def _grids(page: Any, x: float, y: float, horizontal: list[Rule], vertical: list[Rule]) -> list[Grid]:
    """The tables of a page as pdfplumber finds them; where its lines make more cells than it finds, those.

    Its finder wants every corner of a cell: dotted lines and tables open at a side or at the page's edge have none.
    """
    found = [grid_of([_moved(cell, x, y) for cell in table.cells]) for table in page.find_tables()]
    drawn = find_grids(horizontal, vertical)
    grids = max((found, drawn), key=lambda grids: sum(len(grid.spans) for grid in grids if len(grid.xs) > 2))
    return [grid for grid in grids if len(grid.xs) > 2]


def _rules(page: Any, x: float, y: float, *, areas: bool = True) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and the vertical lines of a page, with the sides of filled areas or without."""
    boxes = [
        (edge["orientation"], _moved((edge["x0"], edge["top"], edge["x1"], edge["bottom"]), x, y))
        for edge in page.edges
        if areas or not _is_area(edge)
    ]
    horizontal = [Rule(top, x0, x1) for orientation, (x0, top, x1, _) in boxes if orientation == "h"]
    vertical = [Rule(x0, top, bottom) for orientation, (x0, top, _, bottom) in boxes if orientation == "v"]
    width, height = page.cropbox[2] - page.cropbox[0], page.cropbox[3] - page.cropbox[1]
    return on_page(horizontal, height, width), on_page(vertical, width, height)


def _is_area(edge: dict[str, Any]) -> bool:
    """Whether an edge is the side of a filled area, and no line."""
    across = [{round(point[axis]) for point in edge.get("pts", ())} for axis in (0, 1)]
    return bool(edge.get("fill")) and not edge.get("stroke") and all(max(at) - min(at) > _THIN for at in across if at)


def _moved(box: Box, x: float, y: float) -> Box:
    """A box measured from the media box's corner, measured from the crop box's."""
    return (box[0] - x, box[1] - y, box[2] - x, box[3] - y)


def _glyphs(characters: Iterable[dict[str, Any]], x: float, y: float) -> list[Glyph]:
    glyphs = []
    spaced = False
    for char in characters:
        if char["text"].isspace():
            spaced = True
            continue
        a, b = char["matrix"][:2]
        turn = -math.degrees(math.atan2(b, a))
        angle = round(turn / 90) * 90 % 360
        if abs(turn - round(turn / 90) * 90) > SLANT:
            continue
        box = _moved((char["x0"], char["top"], char["x1"], char["bottom"]), x, y)
        glyphs.append(Glyph(sound(char["text"]), *box, angle, spaced))
        spaced = False
    return glyphs


def grid_of(boxes: Iterable[Box]) -> Grid:
    """The grid that the boxes of cells make: every border of a cell is a border of the grid."""
    boxes = list(boxes)
    xs = borders([x for box in boxes for x in (box[0], box[2])])
    ys = borders([y for box in boxes for y in (box[1], box[3])])
    spans = []
    for box in boxes:
        column, column_end = nearest(xs, box[0]), nearest(xs, box[2])
        row, row_end = nearest(ys, box[1]), nearest(ys, box[3])
        if row_end > row and column_end > column:
            spans.append(Span(row, column, row_end - row, column_end - column))
    return Grid(tuple(xs), tuple(ys), tuple(sorted(set(spans))))
