"""Draws letters as shapes: what one sees is the same, but there is no text in the PDF."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus.fonts import FILES, Face, width

Point = tuple[float, float]


class _OnCanvas(BasePen):  # type: ignore[misc]  # its base has no types
    """Puts a glyph's outline into a path of the page, at a place and scale."""

    def __init__(self, path: Any, place: Point, scale: float) -> None:
        super().__init__()
        self.path, self.place, self.scale = path, place, scale

    def _at(self, point: Point) -> Point:
        return self.place[0] + point[0] * self.scale, self.place[1] + point[1] * self.scale

    def _moveTo(self, pt: Point) -> None:  # noqa: N802 - the name that BasePen calls
        self.path.moveTo(*self._at(pt))

    def _lineTo(self, pt: Point) -> None:  # noqa: N802 - the name that BasePen calls
        self.path.lineTo(*self._at(pt))

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:  # noqa: N802 - the name that BasePen calls
        self.path.curveTo(*self._at(pt1), *self._at(pt2), *self._at(pt3))

    def _closePath(self) -> None:  # noqa: N802 - the name that BasePen calls
        self.path.close()


def outlined(canvas: Canvas, place: Point, text: str, face: Face, size: float) -> None:
    """Draw a text with its first letter at a place, as `drawString` does."""
    glyphs, names, units = _opened(face)
    path = canvas.beginPath()
    x, y = place
    for letter in text:
        if ord(letter) in names:
            glyphs[names[ord(letter)]].draw(_OnCanvas(path, (x, y), size / units))
        x += width(letter, face, size)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=1)


@cache
def _opened(face: Face) -> tuple[Any, dict[int, str], int]:
    """The glyphs of a typeface, their names by characters, and its units to the size of a letter."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it warns of a few bytes that nobody misses
    opened = TTFont(FILES[face].path, fontNumber=FILES[face].face_number)
    return opened.getGlyphSet(), opened.getBestCmap(), opened["head"].unitsPerEm
