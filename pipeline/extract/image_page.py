"""A page as pixels: rendered, its seals taken away, its paper made white, straightened and flattened."""

from __future__ import annotations

import math
from contextlib import closing
from typing import NamedTuple

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c
from numpy.typing import NDArray

from pipeline.extract.errors import UnreadableError
from pipeline.extract.grid import Rule
from pipeline.extract.image_bend import Bend, bend_of, flat
from pipeline.extract.image_border import without_border
from pipeline.extract.image_dots import dotted, without_dots
from pipeline.extract.image_drawn import DEPTH, darken, drawing_of, lines_taken_off, unwritten
from pipeline.extract.image_lines import Strokes, find_lines, strokes_of
from pipeline.extract.image_seal import without_seals
from pipeline.extract.image_streaks import streaks_of, without_streaks
from pipeline.extract.model import Box
from pipeline.extract.pixels import Pixels, pieces_of
from pipeline.extract.usual import times_usual

Matrix = NDArray[np.float64]

MOST_PIXELS = 40_000_000
"""A page is rendered with at most so many pixels: ten times those of A4 at 200 dpi."""
_MOST_STORED = 4
"""An image in the file may have so many times as many."""
_LEAST_DPI, _MOST_DPI = 200, 300
"""Digits are about 20 pixels high at 200 dpi; more than 300 tells nothing more. An image between is taken as it is."""
_HARDLY = 4
"""An image that fills a page has so many pixels more or fewer than the page has, if any."""
_TOO_COARSE = 90
"""At fewer dots an inch, digits cannot be told."""
_LEAST_COVERED = 0.25
"""Images that cover less of a page, together, are pictures on it."""

_BACKGROUND = 10.0
"""What contains no square of this side, in points, is writing; what does is paper, or a filled area."""
_DARK = 128
"""An area is dark below this level."""
_DARK_ACROSS, _DARK_DOWN = 60.0, 8.0
"""A filled area measures so much at least (points)."""
_SOLID, _NOT_STROKES = 0.7, 4.0
"""So much of a filled area is thicker than this (points): a word of heavy letters may be as dark, but has gaps."""
_AROUND = 12.0
"""An area is as dark as most of what lies so near (points)."""
_STEEPEST = 5.0
"""A page is skewed by at most so many degrees."""
_LEVEL = 0.03
"""A page skewed by less (degrees) lies level."""
_STRIPS = 48


class Placement(NamedTuple):
    """Where what is read lies on the page: `bend` and then `matrix` (2 x 3) take a point of the frame that is read
    (points, the page upright, flat, straight, and of a usual size) to one of the page as displayed.
    """

    matrix: Matrix
    bend: Bend | None = None

    def box(self, box: Box) -> Box:
        """A box of the frame that is read as the box of the same size around the same centre on the page."""
        x0, top, x1, bottom = box
        middle = np.array([[(x0 + x1) / 2], [(top + bottom) / 2], [1.0]])
        if self.bend:
            middle[:2] = self.bend.bent(*middle[:2])
        x, y = (self.matrix @ middle)[:, 0]
        size = math.hypot(*self.matrix[:, 0])
        width, height = size * (x1 - x0) / 2, size * (bottom - top) / 2
        return (float(x - width), float(y - height), float(x + width), float(y + height))


class PageImage(NamedTuple):
    """The pixels of a page: `grey` with white paper and without seals, `ruled` the same with all of its lines, which
    seals break, `sealed` True where a seal's ink was taken away, `scale` in pixels a point of the frame that is read,
    `grain` the width in pixels of what was one pixel to the scanner. `drawn` has the horizontal and the
    vertical lines (points) of a page that no scanner saw: `grey` is without them, as they may run through letters, and
    whatever stands on it is printed. `dotted` is True where the ground was of dots that were taken away. `strokes` are
    those of `ruled`, where they were looked for.
    """

    grey: Pixels
    ruled: Pixels
    sealed: NDArray[np.bool_]
    scale: float
    placement: Placement
    grain: float
    drawn: tuple[list[Rule], list[Rule]] | None = None
    dotted: NDArray[np.bool_] | None = None
    strokes: Strokes | None = None

    @property
    def clean(self) -> bool:
        """Whether there can be no dirt on it."""
        return self.drawn is not None


class _Stored(NamedTuple):
    """An image that covers a page: how many pixels a point it has (0 where there is none), how many across and down,
    as it lies or on its side, and whether it has more than black and white.
    """

    dots: float
    sizes: tuple[tuple[int, int], ...]
    grey: bool


def rendered(pdf: pdfium.PdfDocument, index: int, most_pixels: int = MOST_PIXELS, zoom: float = 1.0) -> PageImage:
    """A page (index: 0-based) as displayed, zoom times as large as digits need.

    Raises UnreadableError where it is too large to be rendered legibly.
    """
    with closing(pdf[index]) as page:
        width, height = page.get_size()
        usual = times_usual(width, height)
        image = _stored(page, most_pixels)
        stored = 72 * usual * image.dots
        dots = zoom * min(max(stored, _LEAST_DPI), _MOST_DPI)
        scale = min(dots / 72, math.sqrt(most_pixels / (width * height)) * usual)
        if scale * 72 < _TOO_COARSE:
            raise UnreadableError("over_limit", f"page {index + 1} is too large to be rendered")
        drawing = drawing_of(page)
        if drawing is not None:
            darken(drawing)
        size = _size(page, scale / usual, image)
        colours = _pixels(page, size)
        drawn = None if drawing is None else lines_taken_off(page, drawing, usual)
        bare = None if drawn is None else without_seals(_pixels(page, size), scale)[0]
        if bare is not None and drawing is not None and not drawing.letters:
            with unwritten(page, drawing):
                bare = _against(bare, without_seals(_pixels(page, size), scale)[0])
    if bare is not None and drawing is not None and drawing.letters and any(find_lines(bare, scale)[:2]):
        drawn = bare = None  # not all lines are known
    grey, ruled, sealed = without_seals(colours, scale)
    if bare is not None:
        grey = bare
    else:
        grey, ruled, sealed = _without_streaks(grey, ruled, sealed, scale)
    hard = [_hard(part) if size in image.sizes and not image.grey else part for part in (grey, ruled)]
    ground = dotted(hard[0], scale) if bare is None else None
    if ground is not None:
        grey, ruled = (without_dots(part, ground, scale) for part in hard)
    placement = Placement(np.array([[usual, 0, 0], [0, usual, 0.0]]))
    grain = 72 * scale / stored if _TOO_COARSE <= stored < 72 * scale else 1.0
    return PageImage(_flattened(grey, scale), _flattened(ruled, scale), sealed, scale, placement, grain, drawn, ground)


def _without_streaks(
    grey: Pixels, ruled: Pixels, sealed: NDArray[np.bool_], scale: float
) -> tuple[Pixels, Pixels, NDArray[np.bool_]]:
    """The page without what lies beyond its edges, and the streaks of a scanner, upright or level; what was under them
    unseen is as under a seal.
    """
    upright = streaks_of(grey, scale)
    level = streaks_of(np.ascontiguousarray(grey.T), scale)
    grey, ruled = (without_border(part, scale) for part in (grey, ruled))
    if upright is not None:
        grey, ruled = (without_streaks(part, upright, scale) for part in (grey, ruled))
        sealed = sealed | upright.opaque
    if level is not None:
        grey, ruled = (np.ascontiguousarray(without_streaks(part.T, level, scale).T) for part in (grey, ruled))
        sealed = sealed | level.opaque[:, None]
    return grey, ruled, sealed


def _size(page: pdfium.PdfPage, scale: float, stored: _Stored) -> tuple[int, int]:
    """How many pixels a page has across and down at a scale: as many as the image that fills it, where that has hardly
    more or fewer, as to stretch it by a few would blur its dots.
    """
    across, down = (max(1, round(side * scale)) for side in page.get_size())
    alike = (size for size in stored.sizes if max(abs(size[0] - across), abs(size[1] - down)) <= _HARDLY)
    return next(alike, (across, down))


def _hard(grey: Pixels) -> Pixels:
    """An image of black and white, whose pixels were laid down a little beside their places, as it was stored."""
    return np.where(grey < _DARK, np.uint8(0), np.uint8(255))


def _pixels(page: pdfium.PdfPage, size: tuple[int, int]) -> Pixels:
    """A page in colours, of so many pixels across and down."""
    bitmap = pdfium.PdfBitmap.new_native(*size, c.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
    c.FPDF_RenderPageBitmap(bitmap, page, 0, 0, *size, 0, c.FPDF_ANNOT)
    pixels: Pixels = bitmap.to_numpy()
    return pixels


def straightened(image: PageImage) -> PageImage:
    """The image turned so that its lines lie level, and flat where the lines of its tables tell how it is bent."""
    if image.clean:
        return image
    angle = skew(image.grey)
    level = image if abs(angle) < _LEVEL else _turned(image, angle)
    strokes = strokes_of(level.ruled, level.scale)
    bend = bend_of(strokes, level.scale)
    if bend is None:
        return level._replace(strokes=strokes)
    grey, ruled = (flat(part, bend, level.scale) for part in (level.grey, level.ruled))
    sealed = _flat_mask(level.sealed, bend, level.scale)
    ground = None if level.dotted is None else _flat_mask(level.dotted, bend, level.scale)
    return level._replace(
        grey=grey, ruled=ruled, sealed=sealed, dotted=ground, placement=level.placement._replace(bend=bend)
    )


def _flat_mask(mask: NDArray[np.bool_], bend: Bend, scale: float) -> NDArray[np.bool_]:
    return np.asarray(flat(mask.astype(np.uint8), bend, scale, cv2.INTER_NEAREST, 0) > 0, np.bool_)


def _turned(image: PageImage, degrees: float) -> PageImage:
    """The image turned around its middle, so that lines that fall to the right by so many degrees lie level."""
    height, width = image.grey.shape
    there = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    grey, ruled = (
        np.asarray(cv2.warpAffine(part, there, (width, height), flags=cv2.INTER_CUBIC, borderValue=[255]), np.uint8)
        for part in (image.grey, image.ruled)
    )
    sealed = _turned_mask(image.sealed, there)
    ground = None if image.dotted is None else _turned_mask(image.dotted, there)
    back = np.asarray(cv2.invertAffineTransform(there), np.float64)
    back[:, 2] /= image.scale
    placement = image.placement._replace(matrix=_chained(image.placement.matrix, back))
    return image._replace(grey=grey, ruled=ruled, sealed=sealed, dotted=ground, placement=placement)


def _turned_mask(mask: NDArray[np.bool_], there: cv2.typing.MatLike) -> NDArray[np.bool_]:
    turned = cv2.warpAffine(mask.astype(np.uint8), there, mask.shape[::-1], flags=cv2.INTER_NEAREST)
    return np.asarray(turned > 0, np.bool_)


def skew(grey: Pixels) -> float:
    """By how many degrees lines fall to the right: where the rows of ink stand out most."""
    small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ink = (255 - small.astype(np.float32)).clip(0, 200)
    wide = ink.shape[1] // _STRIPS
    strips = ink[:, : wide * _STRIPS].reshape(ink.shape[0], _STRIPS, wide).sum(axis=2).T
    strips -= strips.mean(axis=1, keepdims=True)
    middles = (np.arange(_STRIPS) - (_STRIPS - 1) / 2) * wide
    spectra = np.fft.rfft(strips, axis=1)
    frequencies = np.fft.rfftfreq(strips.shape[1])

    def clearness(angle: float) -> float:
        shifts = middles * math.tan(math.radians(angle))
        moved = spectra * np.exp(2j * np.pi * frequencies[None] * shifts[:, None])
        return float((np.abs(moved.sum(axis=0)) ** 2).sum())

    best = 0.0
    for step in (0.25, 0.05, 0.0125):
        reach = _STEEPEST if step == 0.25 else 5 * step
        angles = [best + k * step for k in range(-round(reach / step), round(reach / step) + 1)]
        best = max(angles, key=lambda angle: (clearness(angle), -abs(angle)))
    return best


def _chained(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `then`, and `first` to what comes of it."""
    product: Matrix = np.vstack([first, [0, 0, 1]])[:2] @ np.vstack([then, [0, 0, 1]])
    return product


def _stored(page: pdfium.PdfPage, most_pixels: int) -> _Stored:
    """The images that cover a page, whole or in strips: the finest part of it that is large enough."""
    found = []
    for image in page.get_objects(filter=(c.FPDF_PAGEOBJ_IMAGE,), max_depth=DEPTH):
        across, down = image.get_px_size()
        if across * down > _MOST_STORED * most_pixels:
            raise UnreadableError("over_limit", f"an image of {across} by {down} pixels")
        width, height = _measures(image)
        if width and height:
            grey = image.get_metadata().bits_per_pixel != 1
            found.append((max(across / width, down / height), width * height, (across, down), grey))
    least = _LEAST_COVERED * page.get_width() * page.get_height()
    covered = 0.0
    for dots, area, size, grey in sorted(found, reverse=True):
        covered += area
        if covered >= least:
            return _Stored(float(dots), (size, size[::-1]), grey)
    return _Stored(0.0, (), grey=True)


def _measures(image: pdfium.PdfImage) -> tuple[float, float]:
    """The width and height of an image, in points, as the page has them."""
    placed: pdfium.PdfObject | None = image
    matrix = pdfium.PdfMatrix()
    while placed is not None:
        matrix = matrix.multiply(placed.get_matrix())
        placed = placed.container
    return math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)


def _flattened(grey: Pixels, scale: float) -> Pixels:
    """Paper and filled areas as white, writing as dark as it is against them; light writing on dark areas turned."""
    grey = _dark_on_light(grey, scale)
    quarter = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    side = max(3, round(_BACKGROUND * scale / 4))
    paper = cv2.morphologyEx(quarter, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    paper = cv2.resize(cv2.medianBlur(paper, 5), (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(paper, 1), scale=255), np.uint8)


def _against(page: Pixels, ground: Pixels) -> Pixels:
    """The writing of a page dark on white, as dark as it is against its ground: the same page without writing. Light
    writing is seen on dark ground only.
    """
    ink, paper = page.astype(np.float32), ground.astype(np.float32)
    lighter = (ink > paper) & (paper < _DARK)
    ink[lighter], paper[lighter] = 255 - ink[lighter], 255 - paper[lighter]
    return np.asarray(np.minimum(255 * ink / np.maximum(paper, 1), 255), np.uint8)


def _dark_on_light(grey: Pixels, scale: float) -> Pixels:
    """The image with its dark areas inverted, so that light writing on them is dark writing. In a shadow writing is
    darker still.
    """
    quarter = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    around = cv2.medianBlur(quarter, max(3, round(_AROUND * scale / 4)) | 1)
    areas = pieces_of((around < _DARK).astype(np.uint8))
    large = np.all(areas.sizes >= (_DARK_ACROSS * scale / 4, _DARK_DOWN * scale / 4), axis=1)
    large[0] = False
    lighter = quarter.astype(np.float32) - around
    light, dark = (np.bincount(areas.labels.ravel(), part.clip(0).ravel(), len(large)) for part in (lighter, -lighter))
    large &= light > dark
    thick = np.ones((max(2, round(_NOT_STROKES * scale / 4)),) * 2, np.uint8)
    solid = cv2.morphologyEx((quarter < _DARK).astype(np.uint8), cv2.MORPH_OPEN, thick)
    large &= np.bincount(areas.labels.ravel(), solid.ravel(), len(large)) >= _SOLID * areas.areas
    if not large.any():
        return grey
    there = cv2.resize(areas.marked(large.astype(np.uint8)), grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return np.where(there > 0, 255 - grey, grey).astype(np.uint8)
