"""The functions of PDFium that are called for every character and object of a page, with plain numbers for addresses.

pypdfium2 declares them with pointers, and makes an object for each that comes and goes: more work than most calls do.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as c

_INT, _UINT, _ADDRESS = ctypes.c_int, ctypes.c_uint, ctypes.c_void_p


def address(raw: object) -> int:
    """Where an object of PDFium's is in memory, 0 for none."""
    return ctypes.cast(raw, _ADDRESS).value or 0  # type: ignore[arg-type]


def _plain(function: object, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function that keeps Python's lock: to give it up and take it again costs a seventh of so short a call."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


_FOUR = (_ADDRESS,) * 4
char_box = _plain(c.FPDFText_GetCharBox, _INT, _ADDRESS, _INT, *_FOUR)
char_origin = _plain(c.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
char_code = _plain(c.FPDFText_GetUnicode, _UINT, _ADDRESS, _INT)
char_angle = _plain(c.FPDFText_GetCharAngle, ctypes.c_float, _ADDRESS, _INT)
text_object = _plain(c.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
char_colour = _plain(c.FPDFText_GetFillColor, _INT, _ADDRESS, _INT, *_FOUR)
text_mode = _plain(c.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)
font_of = _plain(c.FPDFTextObj_GetFont, _ADDRESS, _ADDRESS)
font_data = _plain(c.FPDFFont_GetFontData, _INT, _ADDRESS, _ADDRESS, ctypes.c_size_t, _ADDRESS)
is_generated = _plain(c.FPDFText_IsGenerated, _INT, _ADDRESS, _INT)
has_no_character = _plain(c.FPDFText_HasUnicodeMapError, _INT, _ADDRESS, _INT)

count_objects = _plain(c.FPDFPage_CountObjects, _INT, _ADDRESS)
page_object = _plain(c.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
count_in_form = _plain(c.FPDFFormObj_CountObjects, _INT, _ADDRESS)
object_in_form = _plain(c.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
object_type = _plain(c.FPDFPageObj_GetType, _INT, _ADDRESS)
object_bounds = _plain(c.FPDFPageObj_GetBounds, _INT, _ADDRESS, *_FOUR)
object_matrix = _plain(c.FPDFPageObj_GetMatrix, _INT, _ADDRESS, _ADDRESS)
stroke_colour = _plain(c.FPDFPageObj_GetStrokeColor, _INT, _ADDRESS, *_FOUR)
fill_colour = _plain(c.FPDFPageObj_GetFillColor, _INT, _ADDRESS, *_FOUR)
is_transparent = _plain(c.FPDFPageObj_HasTransparency, _INT, _ADDRESS)
draw_mode = _plain(c.FPDFPath_GetDrawMode, _INT, _ADDRESS, _ADDRESS, _ADDRESS)

glyph_path = _plain(c.FPDFFont_GetGlyphPath, _ADDRESS, _ADDRESS, _UINT, ctypes.c_float)
count_glyph_segments = _plain(c.FPDFGlyphPath_CountGlyphSegments, _INT, _ADDRESS)
glyph_segment = _plain(c.FPDFGlyphPath_GetGlyphPathSegment, _ADDRESS, _ADDRESS, _INT)
count_segments = _plain(c.FPDFPath_CountSegments, _INT, _ADDRESS)
path_segment = _plain(c.FPDFPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT)
segment_point = _plain(c.FPDFPathSegment_GetPoint, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
segment_type = _plain(c.FPDFPathSegment_GetType, _INT, _ADDRESS)
segment_closes = _plain(c.FPDFPathSegment_GetClose, _INT, _ADDRESS)
clip_of = _plain(c.FPDFPageObj_GetClipPath, _ADDRESS, _ADDRESS)
count_clips = _plain(c.FPDFClipPath_CountPaths, _INT, _ADDRESS)
count_clip_segments = _plain(c.FPDFClipPath_CountPathSegments, _INT, _ADDRESS, _INT)
clip_segment = _plain(c.FPDFClipPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT, _INT)


class Results:
    """A place for the results of a call: so many `numbers` of a kind, and the `addresses` of each. They are seen as
    memory: ctypes takes seven times as long to tell them.
    """

    def __init__(self, kind: Any, count: int) -> None:
        place = (kind * count)()
        start = ctypes.addressof(place)
        self.numbers = memoryview(place).cast("B").cast(kind._type_)
        self.addresses = tuple(start + i * ctypes.sizeof(kind) for i in range(count))
