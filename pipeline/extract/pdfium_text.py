"""The characters of a PDF page as PDFium tells them, read in bulk: a page has a thousand, and each call costs."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from itertools import repeat
from types import MappingProxyType

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
from numpy.typing import NDArray

from pipeline.extract.characters import sound
from pipeline.extract.model import Box, Glyph
from pipeline.extract.pdfium_calls import (
    Results,
    address,
    char_angle,
    char_box,
    char_code,
    char_origin,
    has_no_character,
    is_generated,
    text_object,
)
from pipeline.extract.pdfium_page import Frame, Matrix, matrix_of, moved, moved_point

_UNMAPPED = 0xFFFD
"""What stands for a glyph whose character the font does not tell: it is printed, so its cell is not blank."""
SLANT = 10.0
"""Text that runs across the page at more than so many degrees is a watermark, and no part of the report."""
_NO_BREAK_SPACE = 0xA0
_NO_CHARACTER = 0xFFFE
_UNITS = ctypes.POINTER(ctypes.c_ushort)
_DIGITS = frozenset((*range(0x30, 0x3A), *range(0xFF10, 0xFF1A)))
_ORIGIN = Results(ctypes.c_double, 2)
_SAME = 0.01
"""Places nearer to each other than this, in points, are one."""
_EVERYWHERE: Box = (-math.inf, -math.inf, math.inf, math.inf)


class Characters:
    """The characters of a page, in the order of the document; what is asked for is read once. `raw` is PDFium's text
    page, which must stay open, and `address` where it is.

    forms: how the space of the form in which an object's text stands becomes the page's, by the object's address.
    """

    def __init__(self, text_page: pdfium.PdfTextPage, forms: Mapping[int, Matrix] = MappingProxyType({})) -> None:
        self.raw, self.address, self._forms = text_page.raw, address(text_page.raw), forms

    @cached_property
    def codes(self) -> list[int]:
        """The character code of each, 0 where the font does not tell."""
        count = c.FPDFText_CountChars(self.raw)
        units = np.zeros(count + 1, np.uint16)
        written = c.FPDFText_GetText(self.raw, 0, count, units.ctypes.data_as(_UNITS))
        # One unit each, unless PDFium passes over some of them, or some take two.
        if written == count + 1 and not ((units >= _NO_CHARACTER) | ((units >= 0xD800) & (units < 0xE000))).any():
            return units[:count].tolist()  # type: ignore[no-any-return]
        return list(map(char_code, repeat(self.address), range(count)))

    @cached_property
    def boxes(self) -> NDArray[np.float64]:
        """One row for each: left, right, bottom and top in PDFium's coordinates; zeros where it tells none."""
        count = len(self.codes)
        found = np.zeros((count, 4), np.float64)
        start, size = found.ctypes.data, found.itemsize
        places = (range(at, at + found.nbytes, 4 * size) for at in range(start, start + 4 * size, size))
        for _ in map(char_box, repeat(self.address), range(count), *places):
            pass
        for i in range(count) if self._forms else ():
            matrix = self._forms.get(text_object(self.address, i))
            if matrix is not None and self._is_left_in_form(i, matrix):
                left, right, bottom, top = found[i].tolist()
                left, bottom, right, top = moved((left, bottom, right, top), matrix)
                found[i] = (left, right, bottom, top)
        return found

    def _is_left_in_form(self, i: int, matrix: Matrix) -> bool:
        """Whether PDFium tells where a character stands in its form, and not on the page: so it does of those whose
        text the document gives apart from their glyphs (ActualText), as browsers give that of radicals.
        """
        char_origin(self.address, i, *_ORIGIN.addresses)
        own = matrix_of(text_object(self.address, i))[4:]
        on_page = moved_point(*own, matrix)
        x, y = _ORIGIN.numbers
        return bool(abs(x - own[0]) + abs(y - own[1]) < _SAME < abs(x - on_page[0]) + abs(y - on_page[1]))

    @cached_property
    def nameless(self) -> frozenset[int]:
        """The indices of those that are printed, and of which the font does not tell which they are: PDFium gives the
        number of the glyph instead, or one for private use.
        """
        raw = self.address
        return frozenset(
            i
            for i, code in enumerate(self.codes)
            if code in (0, _UNMAPPED) or 0xE000 <= code < 0xF900 or (code < 0x100 and has_no_character(raw, i) == 1)
        )

    def sides(self, frame: Frame) -> NDArray[np.float64]:
        """A row each of the x0, top, x1 and bottom of all of them on a page with this frame."""
        left, right, bottom, top = self.boxes.T
        return np.stack(frame.box(left, bottom, right, top))

    def digits(self, frame: Frame) -> list[tuple[int, int]]:
        """Index and code of each digit on a page with this frame, ASCII or full-width."""
        beyond = _beyond(self.sides(frame), frame)
        return [(i, code) for i, code in enumerate(self.codes) if code in _DIGITS and i not in beyond]


def glyphs_of(characters: Characters, frame: Frame, clips: Mapping[int, Box] = MappingProxyType({})) -> list[Glyph]:
    """Every printed character with its box, in the order of the document, without those of slanting watermarks.

    clips: the boxes outside of which the text of an object does not show, by the object's address.
    """
    raw, nameless = characters.address, characters.nameless
    sides = characters.sides(frame)
    hidden = set(_beyond(sides, frame))
    if clips:
        clipped = _outside(sides, _common(clips.values())) - hidden
        hidden.update(i for i in clipped if not _shows_middle(sides[:, i], clips.get(text_object(raw, i))))
    angles = map(char_angle, repeat(raw), range(len(characters.codes)))
    glyphs = []
    spaced = False
    told = zip(range(len(characters.codes)), characters.codes, angles, *sides.tolist(), strict=True)
    for i, code, angle, x0, top, x1, bottom in told:
        if code < 0x100 and i in nameless:
            text = _printed(_UNMAPPED)
        elif code <= 32 or code == _NO_BREAK_SPACE:
            spaced = spaced or is_generated(raw, i) != 1  # PDFium's own guess at spaces and line ends
            continue
        else:
            text = _printed(code)
        if i in hidden:
            continue
        turn = frame.rotation
        if angle:
            # PDFium's angle is counter-clockwise in the page before its rotation.
            degrees = math.degrees(angle)
            right = round(degrees / 90) * 90
            if abs(degrees - right) > SLANT and _slants(characters.raw, i):
                continue
            turn = (right + turn) % 360
        glyphs.append(Glyph(text, x0, top, x1, bottom, turn, spaced))
        spaced = False
    return glyphs


@cache
def _printed(code: int) -> str:
    """The character that is printed for a code."""
    return sound(chr(code))


def _beyond(sides: NDArray[np.float64], frame: Frame) -> frozenset[int]:
    """Which characters have their middle beyond the edge of the page, as those of the other half of a parted sheet."""
    return _outside(sides, (0.0, 0.0, *frame.size))


def _outside(sides: NDArray[np.float64], limits: Box) -> frozenset[int]:
    """Which characters have their middle outside of some limits. sides: a row each of x0, top, x1 and bottom."""
    x, y = (sides[:2] + sides[2:]) / 2
    outside = (x < limits[0]) | (x > limits[2]) | (y < limits[1]) | (y > limits[3])
    return frozenset(np.flatnonzero(outside).tolist())


def _common(clips: Iterable[Box]) -> Box:
    """What shows whichever of some clips holds: most lie around all text of a page."""
    common = _EVERYWHERE
    for x0, top, x1, bottom in clips:
        common = (max(common[0], x0), max(common[1], top), min(common[2], x1), min(common[3], bottom))
    return common


def _shows_middle(box: NDArray[np.float64], clip: Box | None) -> bool:
    """Whether the middle of a character is inside the clip, if there is one: a page break may cut a line of text."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return clip is None or bool(clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3])


def _slants(text_page: object, index: int) -> bool:
    """Whether the base line of a character slants across the page, as a watermark's does; italics only lean."""
    matrix = c.FS_MATRIX()
    if not c.FPDFText_GetMatrix(text_page, index, matrix):
        return False
    angle = math.degrees(math.atan2(matrix.b, matrix.a))
    return abs(angle - round(angle / 90) * 90) > SLANT
