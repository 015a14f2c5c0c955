"""A reader that shares nothing with PDFium's but the form of its result: pdfminer's characters, pdfplumber's cells."""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Iterable
from typing import Any

import pdfplumber

from pipeline.extract.characters import sound
from pipeline.extract.errors import UnreadableError
from pipeline.extract.grid import THIN, Rule, grid_of, on_page
from pipeline.extract.looks import Lines, Seen, extraction_of, is_ground
from pipeline.extract.model import Box, Extraction, Glyph
from pipeline.extract.pdfium_text import SLANT

NAME = "pdfplumber"
_SQUARE, _NARROW = (0.86, 0.1), (0.74, 0.04)
"""How far the ink of a Chinese character reaches above and below the line that it is set on, in its size, and how far
that of a digit.
"""
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it logs every oddity of a font, page by page


def read(document: bytes) -> Extraction:
    """All pages of a PDF. Raises UnreadableError where pdfplumber fails on it, which pdfminer does in many ways."""
    try:
        with pdfplumber.open(io.BytesIO(document)) as pdf:
            return extraction_of(NAME, [_look(number, page) for number, page in enumerate(pdf.pages, start=1)])
    except Exception as error:
        raise UnreadableError("broken", f"pdfplumber: {type(error).__name__}") from error


def _look(number: int, page: Any) -> Seen:
    x, y = page.cropbox[:2]
    size = (page.cropbox[2] - page.cropbox[0], page.cropbox[3] - page.cropbox[1])
    glyphs = _glyphs(page.chars, x, y)
    if any(_is_ground(rect, size) for rect in page.rects):
        page = page.filter(lambda shape: shape["object_type"] != "rect" or not _is_ground(shape, size))
    found = [grid_of([_moved(cell, x, y) for cell in table.cells]) for table in page.find_tables()]
    lines, strokes = _rules(page, x, y), _rules(page, x, y, areas=False)
    page.close()
    return Seen(number, size, glyphs, found, lines, strokes)


def _rules(page: Any, x: float, y: float, *, areas: bool = True) -> Lines:
    """The horizontal and the vertical lines of a page, with the sides of filled areas or without."""
    boxes = [
        (edge["orientation"], _moved((edge["x0"], edge["top"], edge["x1"], edge["bottom"]), x, y))
        for edge in page.edges
        if areas or not _is_area(edge)
    ]
    horizontal = [Rule(top, x0, x1) for orientation, (x0, top, x1, _) in boxes if orientation == "h"]
    vertical = [Rule(x0, top, bottom) for orientation, (x0, top, _, bottom) in boxes if orientation == "v"]
    width, height = page.cropbox[2] - page.cropbox[0], page.cropbox[3] - page.cropbox[1]
    return Lines(on_page(horizontal, height, width), on_page(vertical, width, height))


def _is_ground(rect: dict[str, Any], size: tuple[float, float]) -> bool:
    return bool(rect["fill"]) and not rect["stroke"] and is_ground(rect["width"], rect["height"], size)


def _is_area(edge: dict[str, Any]) -> bool:
    """Whether an edge is the side of a filled area, and no line."""
    across = [{round(point[axis]) for point in edge.get("pts", ())} for axis in (0, 1)]
    return bool(edge.get("fill")) and not edge.get("stroke") and all(max(at) - min(at) > THIN for at in across if at)


def _moved(box: Box, x: float, y: float) -> Box:
    """A box of pdfplumber's, which are in the page's own coordinates, measured from the corner of the crop box."""
    return (box[0] - x, box[1] - y, box[2] - x, box[3] - y)


def _on_baseline(char: dict[str, Any]) -> tuple[float, float]:
    """From where to where an upright character reaches, by the line that it is set on: what fonts say of how far they
    reach below it is wrong at times, and other in each.
    """
    baseline = char["bottom"] + char["y0"] - char["matrix"][5]
    above, below = _SQUARE if char["text"] > "\u2e80" else _NARROW
    return baseline - above * char["size"], baseline + below * char["size"]


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
        top, bottom = (char["top"], char["bottom"]) if angle else _on_baseline(char)
        box = _moved((char["x0"], top, char["x1"], bottom), x, y)
        glyphs.append(Glyph(sound(char["text"]), *box, angle, spaced))
        spaced = False
    return glyphs
