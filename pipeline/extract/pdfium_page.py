"""One PDF page through PDFium: its frame and ruling lines, in points from the top left corner as displayed."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from types import MappingProxyType
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.extract.grid import SNAP, THIN, Rule, is_frame, on_page
from pipeline.extract.model import Box
from pipeline.extract.pdfium_calls import (
    Results,
    address,
    clip_of,
    clip_segment,
    count_clip_segments,
    count_clips,
    count_in_form,
    count_objects,
    count_segments,
    draw_mode,
    fill_colour,
    is_transparent,
    object_bounds,
    object_in_form,
    object_matrix,
    object_type,
    page_object,
    path_segment,
    segment_closes,
    segment_point,
    segment_type,
    stroke_colour,
)
from pipeline.record import record

_WHITE, _OPAQUE = 250, 255
_EDGE = 1.0
"""A line so near to the edge of what shows, in points, shows."""
_LINE = 30.0
"""No line of text is higher (points)."""
_BEYOND = 1e6
_DEPTH = 8
_KINDS = (c.FPDF_PAGEOBJ_TEXT, c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM)
_FRAME = 12
"""The corners of a rounded frame are four curves, three pieces each at most; what has more shows something."""

_CORNERS = 5
"""A rectangle has no more segments; what has more may leave open some of its box."""

# Where PDFium puts its results, from which they are taken at once.
_BOUNDS, _POINT, _MATRIX = (Results(ctypes.c_float, count) for count in (4, 2, 6))
_MODES, _COLOUR = Results(ctypes.c_int, 2), Results(ctypes.c_uint, 4)

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rules(NamedTuple):
    """Lines that are drawn, the borders of filled areas, which are lines only to the eye, and the boxes of what may
    show something that no text says: images, and drawings with curves or slanting lines. `frames` has the addresses of
    filled paths of which but a border shows; `clips` the box to which a text is cut off, by the address of its object;
    `covers` the boxes of areas that hide what lies under them, each with how many texts were painted before it; `texts`
    the number of each text in that order, by the same address.
    """

    horizontal: list[Rule]
    vertical: list[Rule]
    area_horizontal: list[Rule]
    area_vertical: list[Rule]
    images: list[Box]
    drawings: list[Box]
    frames: list[int]
    clips: Mapping[int, Box] = MappingProxyType({})
    covers: Sequence[tuple[Box, int]] = ()
    texts: Mapping[int, int] = MappingProxyType({})
    forms: Mapping[int, Matrix] = MappingProxyType({})


@record
class Frame:
    """How PDFium's coordinates (from the bottom left, before rotation) become those of the page as displayed."""

    x0: float
    y0: float
    x1: float
    y1: float
    rotation: int

    @property
    def on_its_side(self) -> bool:
        """Whether what lies level in PDFium's coordinates is displayed upright."""
        return self.rotation in (90, 270)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as displayed, in points."""
        width, height = self.x1 - self.x0, self.y1 - self.y0
        return (height, width) if self.on_its_side else (width, height)

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


def rules_of(page: pdfium.PdfPage, frame: Frame) -> Rules:
    """Every visible straight line along an axis, as far as it is on the page."""
    texts: _Texts = {}
    covers: list[tuple[Box, int]] = []
    rules = Rules([], [], [], [], [], [], [])
    width, height = frame.size
    whole = _whole(frame)
    grounds: list[_Ground] = []
    for raw, kind, container, shown in _objects(address(page.raw), count_objects, page_object, whole, texts):
        box = _box_of(raw, container, shown)
        if box is not None:
            _collect(raw, kind, box, container, shown, rules, grounds)
            if texts and kind == c.FPDF_PAGEOBJ_PATH and _hides(raw, box):
                covers.append((box, len(texts)))
    area_horizontal, area_vertical = rules.area_horizontal, rules.area_vertical
    if not (rules.horizontal and rules.vertical):  # else they draw no table
        area_horizontal = _seen(area_horizontal, [(ground.box, ground.n_horizontal) for ground in grounds])
        turned = [((box[1], box[0], box[3], box[2]), n) for box, _, n in grounds]
        area_vertical = _seen(area_vertical, turned)
    return Rules(
        on_page(rules.horizontal, height, width),
        on_page(rules.vertical, width, height),
        on_page(area_horizontal, height, width),
        on_page(area_vertical, width, height),
        rules.images,
        rules.drawings,
        rules.frames,
        {text: shown for text, (shown, _) in texts.items() if shown is not whole.shown},
        covers,
        {text: number for number, text in enumerate(texts)} if covers else {},
        {text: matrix for text, (_, matrix) in texts.items() if matrix != _IDENTITY},
    )


def boxes_of_paths(page: pdfium.PdfPage, frame: Frame) -> dict[int, Box]:
    """The box of each path of a page of which something is inside what clips it, by its address."""
    paths = (
        (raw, _box_of(raw, container, shown))
        for raw, kind, container, shown in _objects(address(page.raw), count_objects, page_object, _whole(frame), {})
        if kind == c.FPDF_PAGEOBJ_PATH
    )
    return {raw: box for raw, box in paths if box is not None}


def texts_cut_off(page: pdfium.PdfPage, frame: Frame) -> dict[int, bool]:
    """The lines of text of which what clips them cuts off a part above or below, as the edge of a page does, by the
    addresses of their objects, and of each whether half of its height or more shows.
    """
    whole = _whole(frame)
    texts: _Texts = {}
    for _ in _objects(address(page.raw), count_objects, page_object, whole, texts):
        pass
    found: dict[int, bool] = {}
    for raw, (shown, matrix) in texts.items():
        if shown is whole.shown or not object_bounds(raw, *_BOUNDS.addresses):
            continue
        left, bottom, right, top = _BOUNDS.numbers
        _, y0, _, y1 = _placed(left, bottom, right, top, matrix, frame)
        above, below = shown[1] + _EDGE, shown[3] - _EDGE
        if (y0 < above or below < y1) and y1 - y0 <= _LINE:
            found[raw] = above <= (y0 + y1) / 2 < below
    return found


_Texts = dict[int, tuple[Box, Matrix]]
"""By the address of a text the box outside of which nothing of it shows, and the matrix from its space to the page."""


class _Ground(NamedTuple):
    """A coloured area, and how many sides of areas had been drawn before it, if it covers what it lies on."""

    box: Box
    n_horizontal: int
    n_vertical: int


def _seen(sides: list[Rule], areas: list[tuple[Box, int]]) -> list[Rule]:
    """The sides of areas that no area painted later covers. areas: each with the number of sides drawn before it; boxes
    as for horizontal sides.
    """
    across = {
        at: [(box, n) for box, n in areas if box[1] + SNAP < at < box[3] - SNAP] for at in {side.at for side in sides}
    }
    return [
        side
        for index, side in enumerate(sides)
        if not any(index < n and box[0] - 1 <= side.start and side.end <= box[2] + 1 for box, n in across[side.at])
    ]


@record
class _Container:
    """Where objects stand: the matrix from their space to the page, the box outside of which nothing of them shows, how
    many forms they are in, and the page's frame. `clips` has what of the box the paths that clip them leave, by the
    address of their first points: objects share these paths.
    """

    matrix: Matrix
    shown: Box
    depth: int
    clips: dict[int, Box]
    frame: Frame


def _whole(frame: Frame) -> _Container:
    """A page as what its objects stand in: nothing clips them."""
    width, height = frame.size
    return _Container(_IDENTITY, (-_BEYOND, -_BEYOND, width + _BEYOND, height + _BEYOND), 0, {}, frame)


def _objects(
    container: int,
    count: Callable[[int], int],
    get: Callable[[int, int], int],
    within: _Container,
    texts: _Texts,
) -> Iterator[tuple[int, int, _Container, Box]]:
    """Paths and images of a page or a form, those of forms inside it included: their addresses, kinds, where they
    stand, and the box outside of which nothing of them shows. texts: is given the texts, as they come.
    """
    for raw in map(get, repeat(container), range(count(container))):
        kind = object_type(raw)
        if kind not in _KINDS:
            continue
        shown = _clipped(raw, within)
        if kind == c.FPDF_PAGEOBJ_TEXT:
            texts[raw] = shown, within.matrix
        elif kind != c.FPDF_PAGEOBJ_FORM:
            yield raw, kind, within, shown
        elif within.depth < _DEPTH:
            matrix = _multiplied(matrix_of(raw), within.matrix)
            inner = _Container(matrix, shown, within.depth + 1, {}, within.frame)
            yield from _objects(raw, count_in_form, object_in_form, inner, texts)


def _clipped(raw: int, within: _Container) -> Box:
    """The box outside of which nothing of an object shows. Browsers draw the next page's rows, and clip them off."""
    shown = within.shown
    clip = clip_of(raw)
    for path in range(count_clips(clip)):  # less than none where there is no clip
        first = clip_segment(clip, path, 0)
        if first and first not in within.clips:
            within.clips[first] = _common(within.shown, _clip_box(clip, path, within.matrix, within.frame))
        if first:
            left = within.clips[first]
            shown = left if shown is within.shown else _common(shown, left)
    return shown


def _clip_box(clip: int, path: int, matrix: Matrix, frame: Frame) -> Box:
    """The box around a path that clips, with what lies on its edge."""
    points = [_point_of(clip_segment(clip, path, i)) for i in range(count_clip_segments(clip, path))]
    xs, ys = zip(*points, strict=True)
    x0, top, x1, bottom = _placed(min(xs), min(ys), max(xs), max(ys), matrix, frame)
    return (x0 - _EDGE, top - _EDGE, x1 + _EDGE, bottom + _EDGE)


def _point_of(segment: int) -> tuple[float, float]:
    segment_point(segment, *_POINT.addresses)
    x, y = _POINT.numbers
    return x, y


def _common(one: Box, two: Box) -> Box:
    """The part that two boxes share; its sides are in the wrong order where they share none."""
    if two[0] <= one[0] and two[1] <= one[1] and one[2] <= two[2] and one[3] <= two[3]:
        return one  # as most are
    return (max(one[0], two[0]), max(one[1], two[1]), min(one[2], two[2]), min(one[3], two[3]))


def _box_of(raw: int, container: _Container, shown: Box) -> Box | None:
    """The box of an object as far as it shows; None where nothing of it does. shown: the box that cuts it off."""
    if not object_bounds(raw, *_BOUNDS.addresses):
        return None
    left, bottom, right, top = _BOUNDS.numbers
    x0, y0, x1, y1 = box = _common(_placed(left, bottom, right, top, container.matrix, container.frame), shown)
    return None if x0 > x1 or y0 > y1 else box


def _collect(
    raw: int, kind: int, box: Box, container: _Container, shown: Box, rules: Rules, grounds: list[_Ground]
) -> None:
    """Add what an object shows to the rules. box: its own; shown: the box outside of which nothing of it shows;
    grounds: the coloured areas so far, before which white ones show too.
    """
    x0, y0, x1, y1 = box
    thin = x1 - x0 <= THIN or y1 - y0 <= THIN
    if kind == c.FPDF_PAGEOBJ_IMAGE:
        if thin:
            _add(rules.horizontal, rules.vertical, *box)
        else:
            rules.images.append(box)
        return
    stroked, filled = _painted(raw)
    if filled and not thin:
        opaque = _COLOUR.numbers[3] == _OPAQUE  # of its fill, read last
        sides = (len(rules.area_horizontal), len(rules.area_vertical)) if opaque else (0, 0)
        grounds.append(_Ground(box, *sides))
    if not (stroked or filled) and (thin or not _lies_on(box, grounds) or not _modes(raw)[1]):
        return
    if thin:
        _add(rules.horizontal, rules.vertical, *box)
        return
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    others = _add_segments(raw, container, shown, horizontal, vertical)
    framed = not others and is_frame(horizontal, vertical)
    if framed:
        rules.frames.append(raw)
    if stroked or framed:
        rules.horizontal.extend(horizontal)
        rules.vertical.extend(vertical)
    else:
        rules.area_horizontal.extend(horizontal)
        rules.area_vertical.extend(vertical)
    if others > _FRAME:
        rules.drawings.append(box)


def _hides(raw: int, box: Box) -> bool:
    """Whether a path with this box hides what lies under it, in whatever colour."""
    x0, y0, x1, y1 = box
    if x1 - x0 <= THIN or y1 - y0 <= THIN or not _modes(raw)[1] or is_transparent(raw):
        return False
    opaque = fill_colour(raw, *_COLOUR.addresses) and _COLOUR.numbers[3] == _OPAQUE
    return bool(opaque and count_segments(raw) <= _CORNERS)


def _add(horizontal: list[Rule], vertical: list[Rule], x0: float, y0: float, x1: float, y1: float) -> None:
    """A thin box as a line; a dot may be part of a dotted line either way."""
    if y1 - y0 <= THIN:
        horizontal.append(Rule((y0 + y1) / 2, x0, x1))
    if x1 - x0 <= THIN:
        vertical.append(Rule((x0 + x1) / 2, y0, y1))


def _add_segments(raw: int, container: _Container, shown: Box, horizontal: list[Rule], vertical: list[Rule]) -> int:
    """Add the straight sides of a path that run along an axis; sub-paths that are thin rectangles are lines themselves.

    Gives how many other sides it has: curves, and what slants.
    """
    others = 0
    own = _multiplied(matrix_of(raw), container.matrix)
    start = last = (0.0, 0.0)
    for i in range(count_segments(raw)):
        segment = path_segment(raw, i)
        point = moved_point(*_point_of(segment), own)
        kind = segment_type(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == c.FPDF_SEGMENT_LINETO:
            others += not _add_side(last, point, container.frame, shown, horizontal, vertical)
        else:
            others += 1
        last = point
        if segment_closes(segment):
            _add_side(last, start, container.frame, shown, horizontal, vertical)
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


def _lies_on(box: Box, grounds: list[_Ground]) -> bool:
    """Whether a box lies inside one of the areas: a white cell on a dark ground is framed by what it leaves of it."""
    return any(x0 <= box[0] and y0 <= box[1] and box[2] <= x1 and box[3] <= y1 for (x0, y0, x1, y1), _, _ in grounds)


def _modes(raw: int) -> tuple[bool, bool]:
    """Whether a path is stroked and whether it is filled, in whatever colour."""
    draw_mode(raw, *_MODES.addresses)
    filled, stroked = _MODES.numbers
    return bool(stroked), bool(filled)


def _painted(raw: int) -> tuple[bool, bool]:
    """Whether a path is stroked and whether it is filled, in a colour that shows on white paper."""
    stroked, filled = _modes(raw)
    return stroked and shows(raw, stroke_colour), filled and shows(raw, fill_colour)


def shows(raw: int, get_colour: Callable[..., int]) -> bool:
    """Whether a colour of an object, by its address, shows on white paper."""
    if not get_colour(raw, *_COLOUR.addresses):
        return True
    red, green, blue, alpha = _COLOUR.numbers
    return bool(alpha > 0 and min(red, green, blue) < _WHITE)


def matrix_of(raw: int) -> Matrix:
    """How the space of an object becomes that of the page or form in which it stands."""
    if not object_matrix(raw, _MATRIX.addresses[0]):
        return _IDENTITY
    a, b, c_, d, e, f = _MATRIX.numbers
    return (a, b, c_, d, e, f)


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


def moved_point(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    """What becomes of a point in another space."""
    a, b, c_, d, e, f = matrix
    return (a * x + c_ * y + e, b * x + d * y + f)


def _placed(
    left: float, bottom: float, right: float, top: float, matrix: Matrix, frame: Frame
) -> tuple[float, float, float, float]:
    """Bounds in the space of a container as a box on the page."""
    return frame.box(*moved((left, bottom, right, top), matrix))


def moved(bounds: Box, matrix: Matrix) -> Box:
    """What becomes of bounds (left, bottom, right, top) in another space."""
    if matrix == _IDENTITY:
        return bounds
    one, two = moved_point(*bounds[:2], matrix), moved_point(*bounds[2:], matrix)
    return (min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1]))
