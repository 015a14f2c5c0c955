"""Whether the outlines of a font's digits look like the digits that the font says they are.

A font's table of characters can lie: the page shows 8 and its text says 3, in every cell alike, so that no second
reader of the text and hardly any sum would tell. Its outlines are what is printed.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache, partial
from itertools import repeat
from pathlib import Path

import numpy as np
import pypdfium2.raw as c
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from pipeline.extract.pdfium_calls import (
    Results,
    count_glyph_segments,
    font_data,
    font_of,
    glyph_path,
    glyph_segment,
    segment_point,
    segment_type,
)
from pipeline.record import record

WIDTH, HEIGHT = 12, 18
"""A digit's picture: so many points across and down, whatever its own proportions."""
_ZOOM = 8
_SIZE = 100.0
_SLENDER = 0.6
"""How much a difference of proportions (width to height) counts beside the likeness of the pictures, at most 1."""
_MARGIN = 0.1
"""A digit is another one where that looks more like it by so much. Over 250 fonts, each held against those of other
families, no font for running text gets there with its true digits."""
_CURVE_STEPS = (0.25, 0.5, 0.75, 1.0)

Picture = tuple[NDArray[np.float32], float]
"""A digit as ink from 0 to 1, row by row in one line, and its width divided by its height."""
Contour = list[tuple[float, float]]
Outline = tuple[tuple[int, float, float], ...]
"""The points of an outline as a font has them: what kind of piece each of them ends, x and y."""


def picture(image: Image.Image) -> Picture | None:
    """The picture of the one digit that an image (mode L, white on black) shows; None where it shows nothing."""
    box = image.getbbox()
    if box is None:
        return None
    width, height = box[2] - box[0], box[3] - box[1]
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.BOX, box)
    return np.asarray(small, np.float32).ravel() / np.float32(255), width / height


def digit_of(image: NDArray[np.uint8]) -> tuple[int, float]:
    """The digit that an image (white on black) of one looks most like, and by how much more than like any other."""
    shape = picture(Image.fromarray(image))
    if shape is None:
        return 0, 0.0
    likeness, labels = _likeness(shape)
    best = [float(likeness[labels == digit].max()) for digit in range(10)]
    first, second = sorted(range(10), key=lambda digit: -best[digit])[:2]
    return first, best[first] - best[second]


def looks_like_another(digit: int, shape: Picture) -> bool:
    """Whether a picture that should show a digit (0 to 9) looks clearly more like another one."""
    likeness, labels = _likeness(shape)
    own = labels == digit
    return bool(likeness[~own].max() - likeness[own].max() > _MARGIN)


def _likeness(shape: Picture) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """How much a picture is like each of those known, and which digit each of these is."""
    known, slender, labels = _templates()
    ink, proportion = shape
    return known @ _standard(ink[None])[0] - np.float32(_SLENDER) * np.abs(slender - np.float32(proportion)), labels


@record
class PrintedDigit:
    """A digit on a page: its place among the characters, its code (ASCII or full-width), its text object's address."""

    place: int
    code: int
    text_object: int


DigitOfFont = tuple[int, int]
"""A font, by the address of PDFium's object, and the code of a digit."""


def fonts_lie(
    digits: Iterable[PrintedDigit], shown: Callable[[int], Picture | None], true: set[DigitOfFont] | None = None
) -> bool:
    """Whether some font draws other digits than the text of a page says, or none that can be looked at.

    digits: those of a page; shown: gives the picture of the digit with an index as the page shows it, for fonts that
    have no outlines; true: what is known to be drawn as it is said to be, which grows. Fonts keep their addresses as
    long as a page that uses them is open.
    """
    known = set() if true is None else true
    for digit in digits:
        font = font_of(digit.text_object) or 0
        of_font = (font, digit.code)
        if of_font in known:
            continue
        if _lies(font, digit.code, partial(shown, digit.place)):
            return True
        known.add(of_font)
    return False


def _lies(font: int, code: int, shown: Callable[[], Picture | None]) -> bool:
    """Whether a font draws a digit as another one, or as nothing that can be looked at."""
    digit = (code - 0x30) % 0xFEE0
    lies = _outline_lies(_outline(font, code), digit)
    if lies is None:
        shape = shown()
        return shape is None or looks_like_another(digit, shape)
    return lies


@lru_cache(maxsize=4096)
def _outline_lies(outline: Outline, digit: int) -> bool | None:
    """Whether an outline looks like another digit; None where it shows nothing. Pages share their fonts."""
    shape = _drawn(outline)
    return None if shape is None else looks_like_another(digit, shape)


def _drawn(outline: Outline) -> Picture | None:
    """The picture of a character as its outline draws it; None where there is none."""
    contours = _contours(outline)
    points = [point for contour in contours for point in contour]
    if not points:
        return None
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    if right <= left or top <= bottom:
        return None
    width, height = WIDTH * _ZOOM, HEIGHT * _ZOOM
    ink = np.zeros((height, width), bool)
    for contour in contours:
        image = Image.new("1", (width, height))
        placed = [((x - left) / (right - left) * width, (top - y) / (top - bottom) * height) for x, y in contour]
        ImageDraw.Draw(image).polygon(placed, fill=1)
        ink ^= np.asarray(image)
    small = ink.reshape(HEIGHT, _ZOOM, WIDTH, _ZOOM).mean(axis=(1, 3), dtype=np.float32)
    return small.ravel(), (right - left) / (top - bottom)


def _outline(font: int, code: int) -> Outline:
    """The outline of a character in a font; empty where it has none.

    A font whose characters are drawings of the page's own (Type 3) has no file, and PDFium would give another font's.
    """
    length = Results(ctypes.c_size_t, 1)
    if not font_data(font, None, 0, length.addresses[0]) or not length.numbers[0]:
        return ()
    path = glyph_path(font, code, _SIZE)
    segments = list(map(glyph_segment, repeat(path), range(count_glyph_segments(path)))) if path else []
    if not segments:
        return ()
    points = np.zeros((2, len(segments)), np.float32)
    xs, ys = (range(line.ctypes.data, line.ctypes.data + line.nbytes, line.itemsize) for line in points)
    for _ in map(segment_point, segments, xs, ys):
        pass
    return tuple(zip(map(segment_type, segments), *points.tolist(), strict=True))


def _contours(outline: Outline) -> list[Contour]:
    """The closed lines of an outline, their curves as short straight pieces."""
    contours: list[Contour] = []
    controls: Contour = []
    for kind, x, y in outline:
        if kind == c.FPDF_SEGMENT_MOVETO or not contours:
            contours.append([(x, y)])
        elif kind == c.FPDF_SEGMENT_LINETO:
            contours[-1].append((x, y))
        else:
            controls.append((x, y))
            if len(controls) == 3:
                contours[-1] += _curve(contours[-1][-1], controls)
                controls = []
    return [contour for contour in contours if len(contour) > 2]


def _curve(start: tuple[float, float], controls: Sequence[tuple[float, float]]) -> Contour:
    one, two, end = controls
    points = []
    for t in _CURVE_STEPS:
        a, b, d, e = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        points.append(
            (a * start[0] + b * one[0] + d * two[0] + e * end[0], a * start[1] + b * one[1] + d * two[1] + e * end[1])
        )
    return points


def _standard(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Pictures, one a row, whose products are their correlations."""
    even = ink - ink.mean(axis=1, keepdims=True)
    length = np.sqrt((even * even).sum(axis=1, keepdims=True))
    return np.asarray(even / np.maximum(length, 1e-6), np.float32)


@cache
def _templates() -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
    """The digits of many fonts: pictures, proportions, and which digit each is (made by corpus/digit_templates.py)."""
    with np.load(Path(__file__).with_name("digit_shapes.npz"), allow_pickle=False) as stored:
        ink = stored["ink"].astype(np.float32) / 255
        return _standard(ink), stored["slender"].astype(np.float32), stored["digit"].astype(np.int64)
