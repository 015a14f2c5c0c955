"""The lines that a page's file draws, taken off it before its writing is looked at as pixels."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline.extract.grid import GAP, SNAP, THIN, Grid, Rule, find_grids
from pipeline.extract.model import Box
from pipeline.extract.pdfium_calls import address, fill_colour, stroke_colour
from pipeline.extract.pdfium_page import boxes_of_paths, frame_of, rules_of, shows, texts_cut_off

DEPTH = 4
"""Forms within so many others are looked into."""
_CORNERS = 5
"""A line, and a frame, has no more pieces; letters without curves have, but for a few that are a stroke."""
_LEVEL = 0.1
"""A side that falls by no more than this (points) lies level."""
_LONG = 60.0
"""What is so long (points) is no letter."""
_MEETS = 1.0
"""A line ends no farther than this (points) before one that it meets."""

_DARK, _OPAQUE = 128, 255
_COVERED = 0.7
"""So much of a dark ground is covered at least, where it shows as lines between the areas on it; by none alone half so
much, as by the white part of a dark page."""
_FAR = 100.0
"""What cuts a line of text is moved away from its middle by so many times."""

_Rules = tuple[list[Rule], list[Rule]]


class Drawing(NamedTuple):
    """What is drawn on a page that no scanner saw: paths that may be lines, and, where letters are drawn too and not
    written, those that surely are letters. `boxes` has that of each path of which something shows, by its address.
    """

    lines: list[c.FPDF_PAGEOBJECT]
    letters: list[c.FPDF_PAGEOBJECT]
    boxes: dict[int, Box]

    @property
    def thin(self) -> set[int]:
        """The addresses of paths of which no more shows than a line: some are areas, clipped to a side."""
        return {path for path, (x0, top, x1, bottom) in self.boxes.items() if min(x1 - x0, bottom - top) <= THIN}


def drawing_of(page: pdfium.PdfPage) -> Drawing | None:
    """What is drawn on a page; None where it has images, which a scanner may have seen."""
    drawn = list(page.get_objects(filter=(c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE), max_depth=DEPTH))
    if any(one.type == c.FPDF_PAGEOBJ_IMAGE for one in drawn):
        return None
    parts: tuple[list[c.FPDF_PAGEOBJECT], list[c.FPDF_PAGEOBJECT]] = ([], [])
    for one in drawn:
        parts[_is_curved(one.raw)].append(one.raw)
    return Drawing(*parts, boxes_of_paths(page, frame_of(page)))


def darken(drawing: Drawing) -> None:
    """Give lines the colour of ink: some are too pale to be found."""
    thin = drawing.thin
    for path in drawing.lines:
        if shows(address(path), stroke_colour):
            c.FPDFPageObj_SetStrokeColor(path, 0, 0, 0, 255)
        if address(path) in thin and shows(address(path), fill_colour):
            c.FPDFPageObj_SetFillColor(path, 0, 0, 0, 255)


def lines_taken_off(page: pdfium.PdfPage, drawing: Drawing, usual: float) -> _Rules | None:
    """The horizontal and the vertical lines of a page (points, usual times smaller), which it leaves undrawn from now
    on, and lines of text that its edge cuts are whole or gone; None where letters are drawn too and what is a line is
    not certain.
    """
    lines = _without_letters(page, drawing) if drawing.letters else drawing.lines
    if lines is None:
        return None
    own = set(map(address, lines))
    others = [path for path in (*drawing.lines, *drawing.letters) if address(path) not in own]
    with _undrawn(others):
        rules = rules_of(page, frame_of(page))
    _uncut(page)
    unfilled = drawing.thin.union(rules.frames)
    for path in lines:
        filled, _ = _modes(path)
        c.FPDFPath_SetDrawMode(path, c.FPDF_FILLMODE_NONE if address(path) in unfilled else filled, 0)
    found = rules.horizontal, rules.vertical
    grounds = _grounds(drawing)
    if grounds:
        boxes = [drawing.boxes[address(path)] for path in grounds]
        sides = _sides_on(boxes, rules.area_horizontal, rules.area_vertical)
        found = (found[0] + sides[0], found[1] + sides[1]) if find_grids(*found) else sides
        for path in grounds:
            c.FPDFPath_SetDrawMode(path, c.FPDF_FILLMODE_NONE, 0)
    horizontal, vertical = ([Rule(*(value / usual for value in rule)) for rule in own] for own in found)
    return horizontal, vertical


def _grounds(drawing: Drawing) -> list[c.FPDF_PAGEOBJECT]:
    """The dark areas which many areas on them all but cover, so that only lines between these show, and what a page
    cuts.
    """
    fills = [
        (path, drawing.boxes[address(path)])
        for path in drawing.lines
        if address(path) in drawing.boxes and address(path) not in drawing.thin and _modes(path)[0]
    ]
    found = []
    for i, (path, box) in enumerate(fills):
        parts = [_area(on) / _area(box) for _, on in fills[i + 1 :] if _lies_in(on, box)] if _is_dark(path) else []
        if sum(parts) >= _COVERED and max(parts) < _COVERED / 2:
            found.append(path)
    return found


def _is_dark(path: c.FPDF_PAGEOBJECT) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    c.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    return max(red.value, green.value, blue.value) < _DARK and alpha.value == _OPAQUE


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _lies_in(inner: Box, outer: Box) -> bool:
    return (
        outer[0] - SNAP <= inner[0]
        and outer[1] - SNAP <= inner[1]
        and inner[2] <= outer[2] + SNAP
        and inner[3] <= outer[3] + SNAP
    )


def _sides_on(grounds: Sequence[Box], horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> _Rules:
    """The sides of areas that lie on one of the grounds."""
    return (
        [rule for rule in horizontal if any(_lies_in((rule[1], rule.at, rule[2], rule.at), box) for box in grounds)],
        [rule for rule in vertical if any(_lies_in((rule.at, rule[1], rule.at, rule[2]), box) for box in grounds)],
    )


def _uncut(page: pdfium.PdfPage) -> None:
    """Show the lines of text that something cuts level on one page only, and whole: where half of their height shows.
    Browsers show the rest on the next page.
    """
    frame = frame_of(page)
    texts = texts_cut_off(page, frame)
    for text in page.get_objects(filter=(c.FPDF_PAGEOBJ_TEXT,), max_depth=DEPTH) if texts else ():
        shows_half = texts.get(address(text.raw))
        if shows_half:
            left, bottom, right, top = text.get_bounds()
            x, y = (left + right) / 2, (bottom + top) / 2
            across, down = (_FAR, 1.0) if frame.rotation in (90, 270) else (1.0, _FAR)
            c.FPDFPageObj_TransformClipPath(text.raw, across, 0, 0, down, (1 - across) * x, (1 - down) * y)
        elif shows_half is not None:
            c.FPDFTextObj_SetTextRenderMode(text.raw, c.FPDF_TEXTRENDERMODE_INVISIBLE)


@contextmanager
def unwritten(page: pdfium.PdfPage, drawing: Drawing) -> Iterator[None]:
    """Leave all of a page but the areas that it fills unpainted for a while. The page is one that draws no letters."""
    areas = set(map(address, drawing.lines))
    others = [
        one.raw
        for one in page.get_objects(max_depth=DEPTH)
        if (one.level == DEPTH - 1 if one.type == c.FPDF_PAGEOBJ_FORM else address(one.raw) not in areas)
    ]
    for one in others:
        c.FPDFPageObj_SetIsActive(one, 0)
    try:
        yield
    finally:
        for one in others:
            c.FPDFPageObj_SetIsActive(one, 1)


def _without_letters(page: pdfium.PdfPage, drawing: Drawing) -> list[c.FPDF_PAGEOBJECT] | None:
    """Of what may be lines, what is none of the letters that are drawn as well: what is long, or lies on the borders
    of the tables that it makes. None where it makes none, or something lies there that may be a letter.
    """
    shown = [(path, drawing.boxes[address(path)]) for path in drawing.lines if address(path) in drawing.boxes]
    lines = [(path, box) for path, box in shown if _is_simple(path) or (_extent(box) >= _LONG and _is_upright(path))]
    own = {address(path) for path, _ in lines}
    with _undrawn(path for path in (*drawing.lines, *drawing.letters) if address(path) not in own):
        rules = rules_of(page, frame_of(page))
    grids = find_grids(rules.horizontal, rules.vertical)
    kinds = [True if _extent(box) >= _LONG else _is_border(box, grids) for _, box in lines]
    if not grids or None in kinds:
        return None
    return [path for (path, _), is_line in zip(lines, kinds, strict=True) if is_line]


def _is_border(box: Box, grids: Iterable[Grid]) -> bool | None:
    """Whether a short path lies along a border of a cell, and ends where others cross it; None where only one of these
    is so, but for level ones, which may be dashes that begin at the side of a cell.
    """
    x0, top, x1, bottom = box
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    for grid in grids:
        if not (grid.xs[0] - SNAP <= x <= grid.xs[-1] + SNAP and grid.ys[0] - SNAP <= y <= grid.ys[-1] + SNAP):
            continue
        left, above, right, below = _cell_at(grid, x, y)
        beside = min(x0 - left, right - x1) <= SNAP
        level = min(top - above, below - bottom) <= SNAP
        if x1 - x0 > THIN and bottom - top > THIN:
            return beside or level
        if x1 - x0 >= bottom - top:
            return level and (any(_reaches(grid.xs, x0, x1)) or None)
        from_line_to_line = all(_reaches(grid.ys, top, bottom))  # a 1 without serifs leaves more room
        return beside if beside == from_line_to_line else None
    return False


def _reaches(borders: Iterable[float], start: float, end: float) -> tuple[bool, bool]:
    """Whether a line starts, and whether it ends, at one of the borders that cross it, or a little beyond."""
    inside = [(start - at, at - end) for at in borders]
    return any(-GAP <= one <= _MEETS for one, _ in inside), any(-GAP <= two <= _MEETS for _, two in inside)


def _cell_at(grid: Grid, x: float, y: float) -> Box:
    """The box of the cell of a grid in which a point lies, or which is next to it."""
    row = min(max(bisect_right(grid.ys, y) - 1, 0), len(grid.ys) - 2)
    column = min(max(bisect_right(grid.xs, x) - 1, 0), len(grid.xs) - 2)
    for span in grid.spans:
        if 0 <= row - span.row < span.row_span and 0 <= column - span.column < span.column_span:
            row_end, column_end = span.row + span.row_span, span.column + span.column_span
            return (grid.xs[span.column], grid.ys[span.row], grid.xs[column_end], grid.ys[row_end])
    return (grid.xs[column], grid.ys[row], grid.xs[column + 1], grid.ys[row + 1])


def _extent(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


@contextmanager
def _undrawn(paths: Iterable[c.FPDF_PAGEOBJECT]) -> Iterator[None]:
    """Leave paths undrawn for a while."""
    modes = [(path, *_modes(path)) for path in paths]
    for path, _, _ in modes:
        c.FPDFPath_SetDrawMode(path, c.FPDF_FILLMODE_NONE, 0)
    try:
        yield
    finally:
        for path, filled, stroked in modes:
            c.FPDFPath_SetDrawMode(path, filled, stroked)


def _modes(path: c.FPDF_PAGEOBJECT) -> tuple[int, int]:
    """How a path is filled, and whether it is stroked, as PDFium has it."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(path, filled, stroked)
    return filled.value, stroked.value


def _is_curved(path: c.FPDF_PAGEOBJECT) -> bool:
    segments = (c.FPDFPath_GetPathSegment(path, i) for i in range(c.FPDFPath_CountSegments(path)))
    return any(c.FPDFPathSegment_GetType(segment) == c.FPDF_SEGMENT_BEZIERTO for segment in segments)


def _is_simple(path: c.FPDF_PAGEOBJECT) -> bool:
    return bool(c.FPDFPath_CountSegments(path) <= _CORNERS)


def _is_upright(path: c.FPDF_PAGEOBJECT) -> bool:
    """Whether no side of a path without curves slants, as many of a line of letters do."""
    x, y = (ctypes.c_float() for _ in range(2))
    last = (0.0, 0.0)
    for i in range(c.FPDFPath_CountSegments(path)):
        segment = c.FPDFPath_GetPathSegment(path, i)
        c.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value, y.value)
        side = min(abs(point[0] - last[0]), abs(point[1] - last[1]))
        if c.FPDFPathSegment_GetType(segment) == c.FPDF_SEGMENT_LINETO and side > _LEVEL:
            return False
        last = point
    return True
