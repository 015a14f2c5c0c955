"""One PDF page through PDFium: its frame and ruling lines, in points from the top left corner as displayed.

Plain calls of PDFium's C interface: pypdfium2's objects cost more than what they wrap when there are a thousand a page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.extract.grid import Rule, on_page
from pipeline.extract.model import Box

_THIN = 3.0
"""A filled shape not thicker than this, in points, is a line."""
_WHITE = 250
_EDGE = 1.0
"""A line so near to the edge of what shows, in points, shows."""
_BEYOND = 1e6
_DEPTH = 8
_KINDS = (c.FPDF_PAGEOBJ_TEXT, c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM)
_FRAME = 12
"""The corners of a rounded frame are four curves, three pieces each at most; what has more shows something."""

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rules(NamedTuple):
    """Lines that are drawn, the borders of filled areas, which are lines only to the eye, and the boxes of what may
    show something that no text says: images, and drawings with curves or slanting lines. `clips` has the box to which
    a text is cut off, by the address of its object.
    """

    horizontal: list[Rule]
    vertical: list[Rule]
    area_horizontal: list[Rule]
    area_vertical: list[Rule]
    images: list[Box]
    drawings: list[Box]
    clips: Mapping[int, Box] = MappingProxyType({})


class Frame(NamedTuple):
    """How PDFium's coordinates (from the bottom left, before rotation) become those of the page as displayed."""

    x0: float
    y0: float
    x1: float
    y1: float
    rotation: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as displayed, in points."""
        width, height = self.x1 - self.x0, self.y1 - self.y0
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box of PDFium's as (x0, top, x1, bottom)."""
        if self.rotation == 90:
            return (bottom - self.y0, left - self.x0, top - self.y0, right - self.x0)
        if self.rotation == 180:
            return (self.x1 - right, bottom - self.y0, self.x1 - left, top - self.y0)
        if self.rotation == 270:
            return (self.y1 - top, self.x1 - right, self.y1 - bottom, self.x1 - left)
        return (left - self.x0, self.y1 - top, right - self.x0, self.y1 - bottom)


def frame_of(page: pdfium.PdfPage) -> Frame:
    """The frame of a page: its crop box (inside the media box) and its rotation."""
    box = c.FS_RECTF()
    c.FPDF_GetPageBoundingBox(page.raw, box)
    return Frame(box.left, box.bottom, box.right, box.top, page.get_rotation())


def address(raw: object) -> int:
    """Where an object of PDFium's is in memory, 0 for none."""
    return ctypes.cast(raw, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def rules_of(page: pdfium.PdfPage, frame: Frame) -> Rules:
    """Every visible straight line along an axis, as far as it is on the page."""
    clips: dict[int, Box] = {}
    rules = Rules([], [], [], [], [], [], clips)
    width, height = frame.size
    shown = _Container(_IDENTITY, (-_BEYOND, -_BEYOND, width + _BEYOND, height + _BEYOND), 0)
    grounds: list[Box] = []
    for raw, kind, container in _objects(page.raw, c.FPDFPage_CountObjects, c.FPDFPage_GetObject, shown, frame):
        if kind == c.FPDF_PAGEOBJ_TEXT:
            if container.clipped:
                clips[address(raw)] = container.shown
        else:
            _collect(raw, kind, container, frame, rules, grounds)
    return Rules(
        on_page(rules.horizontal, height, width),
        on_page(rules.vertical, width, height),
        on_page(rules.area_horizontal, height, width),
        on_page(rules.area_vertical, width, height),
        rules.images,
        rules.drawings,
        clips,
    )


class _Container(NamedTuple):
    """Where objects stand: the matrix from their space to the page, the box outside of which nothing of them shows,
    whether that is less than the page, and how many forms they are in.
    """

    matrix: Matrix
    shown: Box
    depth: int
    clipped: bool = False


def _objects(
    container: object, count: object, get: object, within: _Container, frame: Frame
) -> Iterator[tuple[object, int, _Container]]:
    """Paths, images and texts of a page or a form, those of forms inside it included."""
    for i in range(count(container)):  # type: ignore[operator]
        raw = get(container, i)  # type: ignore[operator]
        kind = c.FPDFPageObj_GetType(raw)
        if kind not in _KINDS:
            continue
        shown = _clipped(raw, within, frame)
        own = within if shown is within.shown else within._replace(shown=shown, clipped=True)
        if kind != c.FPDF_PAGEOBJ_FORM:
            yield raw, kind, own
        elif within.depth < _DEPTH:
            inner = own._replace(matrix=_multiplied(_matrix(raw), within.matrix), depth=within.depth + 1)
            yield from _objects(raw, c.FPDFFormObj_CountObjects, c.FPDFFormObj_GetObject, inner, frame)


def _clipped(raw: object, within: _Container, frame: Frame) -> Box:
    """The box outside of which nothing of an object shows. Browsers draw the next page's rows, and clip them off."""
    shown = within.shown
    clip = c.FPDFPageObj_GetClipPath(raw)
    for path in range(c.FPDFClipPath_CountPaths(clip) if clip else 0):
        points = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for i in range(c.FPDFClipPath_CountPathSegments(clip, path)):
            c.FPDFPathSegment_GetPoint(c.FPDFClipPath_GetPathSegment(clip, path, i), x, y)
            points.append((x.value, y.value))
        if points:
            xs, ys = zip(*points, strict=True)
            x0, top, x1, bottom = _placed(min(xs), min(ys), max(xs), max(ys), within.matrix, frame)
            shown = _common(shown, (x0 - _EDGE, top - _EDGE, x1 + _EDGE, bottom + _EDGE))
    return shown


def _common(one: Box, two: Box) -> Box:
    """The part that two boxes share; its sides are in the wrong order where they share none."""
    return (max(one[0], two[0]), max(one[1], two[1]), min(one[2], two[2]), min(one[3], two[3]))


def _collect(raw: object, kind: int, container: _Container, frame: Frame, rules: Rules, grounds: list[Box]) -> None:
    """Add what an object shows to the rules. grounds: the coloured areas so far, before which white ones show too."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not c.FPDFPageObj_GetBounds(raw, left, bottom, right, top):
        return
    drawn = _placed(left.value, bottom.value, right.value, top.value, container.matrix, frame)
    x0, y0, x1, y1 = box = _common(drawn, container.shown)
    if x0 > x1 or y0 > y1:
        return
    thin = x1 - x0 <= _THIN or y1 - y0 <= _THIN
    if kind == c.FPDF_PAGEOBJ_IMAGE:
        if thin:
            _add(rules.horizontal, rules.vertical, *box)
        else:
            rules.images.append(box)
        return
    stroked, filled = _painted(raw)
    if filled and not thin:
        grounds.append(box)
    if not (stroked or filled) and (thin or not _lies_on(box, grounds) or not _is_filled(raw)):
        return
    if thin:
        _add(rules.horizontal, rules.vertical, *box)
        return
    sides = (rules.horizontal, rules.vertical) if stroked else (rules.area_horizontal, rules.area_vertical)
    if _add_segments(raw, container, frame, *sides) > _FRAME:
        rules.drawings.append(box)


def _add(horizontal: list[Rule], vertical: list[Rule], x0: float, y0: float, x1: float, y1: float) -> None:
    """A thin box as a line; a dot may be part of a dotted line either way."""
    if y1 - y0 <= _THIN:
        horizontal.append(Rule((y0 + y1) / 2, x0, x1))
    if x1 - x0 <= _THIN:
        vertical.append(Rule((x0 + x1) / 2, y0, y1))


def _add_segments(
    raw: object, container: _Container, frame: Frame, horizontal: list[Rule], vertical: list[Rule]
) -> int:
    """Add the straight sides of a path that run along an axis; sub-paths that are thin rectangles are lines themselves.

    Gives how many other sides it has: curves, and what slants.
    """
    others = 0
    own = _multiplied(_matrix(raw), container.matrix)
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(c.FPDFPath_CountSegments(raw)):
        segment = c.FPDFPath_GetPathSegment(raw, i)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        point = _point(x.value, y.value, own)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == c.FPDF_SEGMENT_LINETO:
            others += not _add_side(last, point, frame, container.shown, horizontal, vertical)
        else:
            others += 1
        last = point
        if c.FPDFPathSegment_GetClose(segment):
            _add_side(last, start, frame, container.shown, horizontal, vertical)
            last = start
    return others


def _add_side(
    one: tuple[float, float],
    two: tuple[float, float],
    frame: Frame,
    shown: Box,
    horizontal: list[Rule],
    vertical: list[Rule],
) -> bool:
    """Add a side that runs along an axis, as far as it shows; give whether it does so run, or is a dot."""
    drawn = frame.box(min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1]))
    x0, top, x1, bottom = _common(drawn, shown)
    if drawn[3] - drawn[1] <= 1.0 < x1 - x0 and top <= bottom:
        horizontal.append(Rule((top + bottom) / 2, x0, x1))
    elif drawn[2] - drawn[0] <= 1.0 < bottom - top and x0 <= x1:
        vertical.append(Rule((x0 + x1) / 2, top, bottom))
    return min(drawn[3] - drawn[1], drawn[2] - drawn[0]) <= 1.0


def _lies_on(box: Box, grounds: list[Box]) -> bool:
    """Whether a box lies inside one of the areas: a white cell on a dark ground is framed by what it leaves of it."""
    return any(x0 <= box[0] and y0 <= box[1] and box[2] <= x1 and box[3] <= y1 for x0, y0, x1, y1 in grounds)


def _is_filled(raw: object) -> bool:
    """Whether a path is filled, in whatever colour."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(raw, fill, stroke)
    return bool(fill.value)


def _painted(raw: object) -> tuple[bool, bool]:
    """Whether a path is stroked and whether it is filled, in a colour that shows on white paper."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(raw, fill, stroke)
    return (
        bool(stroke.value) and _shows(raw, c.FPDFPageObj_GetStrokeColor),
        bool(fill.value) and _shows(raw, c.FPDFPageObj_GetFillColor),
    )


def _shows(raw: object, get_colour: object) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get_colour(raw, red, green, blue, alpha):  # type: ignore[operator]
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


def _matrix(raw: object) -> Matrix:
    matrix = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(raw, matrix):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _multiplied(one: Matrix, two: Matrix) -> Matrix:
    """The matrix that applies `one`, then `two`."""
    a, b, c_, d, e, f = one
    a2, b2, c2, d2, e2, f2 = two
    return (
        a * a2 + b * c2,
        a * b2 + b * d2,
        c_ * a2 + d * c2,
        c_ * b2 + d * d2,
        e * a2 + f * c2 + e2,
        e * b2 + f * d2 + f2,
    )


def _point(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c_, d, e, f = matrix
    return (a * x + c_ * y + e, b * x + d * y + f)


def _placed(
    left: float, bottom: float, right: float, top: float, matrix: Matrix, frame: Frame
) -> tuple[float, float, float, float]:
    """Bounds in the space of a container as a box on the page."""
    if matrix != _IDENTITY:
        one, two = _point(left, bottom, matrix), _point(right, top, matrix)
        left, right = min(one[0], two[0]), max(one[0], two[0])
        bottom, top = min(one[1], two[1]), max(one[1], two[1])
    return frame.box(left, bottom, right, top)
