"""Where the writing of a page stands: pieces of ink, gathered into lines, and signs told by their shape."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.extract.model import Box
from pipeline.extract.pixels import Pieces, Pixels, counts_of, median_of, pieces_of
from pipeline.extract.text import bounding_box, gathered

_LEAST_DARK, _NOISES = 45.0, 5.0
"""Ink is darker than paper by so many levels, and by so many times the noise of the paper."""
_FLECK = 0.4
"""Pieces of ink smaller than this, in points, are noise."""
_LINES = ((3.0, 30.0), (2.0, 16.0))
"""Not wider than this, and so high at least (points), is a line between columns, not a letter."""
_HIGHEST, _AS_HIGH, _PITCH = 30.0, 0.8, (4.0, 10.0)
"""But up to this height a letter's, where ink over so much of it stands so far beside it (points): the strokes of 川
and 州 in a title do. Double lines are closer, and columns wider."""
_RIM = (60.0, 8.0, 4.0)
"""What is left around a dark area once it is made white is so wide and so high at least, and so broad at most, in its
corners (points).
"""
_SPECK = 1.2
"""What measures less both ways, in points, is a speck by itself; beside writing it may be a point or a comma."""
_GRAINS = 2.5
"""What a scanner's dust makes: pieces of ink of so many of its pixels. The point of a number has four at 150 dpi."""
_LETTER, _FAINT = 2.5, 0.6
"""A piece smaller than this (points), and lighter by so much than larger ones, is dust."""
_LEAST = 2.2
"""A line of writing has a piece of so much at least (points): the shortest dash is longer."""
_PARTED, _LOW_PART = 0.4, 0.4
"""What scans part from a letter stands no farther off, and is no higher, than so much of what is left of it."""
_ONE_LINE = ((11.0, 1.0), (8.0, 2.0))
"""What is no higher than this together (points) is one line, of letters broken where less than this is left out."""
_AS_WHOLE = 1.1
"""A line of broken letters is no higher, once it is whole, than so many times another one."""
_SQUARE = 1.2
"""Parts that overlap in height and together are no wider than this, in their height, are those of one character."""
_STRAY, _FAR_OFF = 0.35, 1.0
"""What is smaller than this, and stands farther than this from what is larger, in the height of the line, is dirt."""
_BESIDE = 0.3
"""A point or a comma stands no farther from a letter than this, in the height of the line."""
_DASHED = 1.5
"""A faint dash is so many times as wide as it is high."""
_NEAR_SEAL, _MOSTLY = 1.5, 0.6
"""A piece of ink lies on a seal when so much of it is no farther from its ink than this (points)."""
_MUCH_HIGHER, _LEVEL, _DIGITS = 1.5, 0.1, 3
"""What is higher than all else in a cell by so much, and of which so many pieces stand level but for so much of their
height, is a number under a seal.
"""
_FLAT, _SPREAD = 1.8, 0.4
"""A dash is not higher than this (points), and at least twice as wide as it is high, but for what ink spreads (points).
"""
LOWEST_DIGIT = 3.0
"""No digit is lower than this (points)."""
_LONG_DASH = 6.0
"""A dash may be as high as that, if it is heavy or a little askew, where it is so many times as wide."""
NO_LETTER = 30.0
"""Ink of this length (points) is that of no letter."""
BALANCED = "03468"
"""Digits that lean to neither side in any upright face."""
SLASH, SLANTED = 0.28, 0.12
"""A slash leans by so much (across, for each point down); from so much on, a stroke may be one, or a slanted 1. Heavy
ones of some faces lean least; of 16,000 digits of upright faces, but for four broken ones, none leans half so much.
"""
_RAGGED = 0.2
"""What models take for a 1 may be a slash whose edges a scan made ragged where it leans by so much: of 1s in 13 rough
scans none leaned by more than 0.04, of slashes none by less than 0.3.
"""
SHARP = 21
"""A 1 of so many pixels that nothing blurs shows its flag, or its foot, in italics too: at 22 sizes, 22 faces do."""
_UPRIGHT, _TELLING = 0.08, 3
"""So many digits that lean no more than this tell that a page's figures stand upright; in italics they lean by 0.2."""
_STRAIGHT, _BACK, _EVEN, _HOLLOW = 0.07, 0.1, 2.0, 0.05
"""A stroke keeps to its line, and its edges to the left all the way down, but for so much of its height; it is nowhere
wider than this times its usual width, and has not more than this part of its ink as holes."""


class Ink(NamedTuple):
    """The pieces of ink of a page: `labels` has the number of its piece at each pixel, `boxes` (pixels) are theirs,
    `dust` tells which of them a scanner's dust may have left, `cut` which were one with a ruling line, so that a stroke
    may be gone with it, `cut_level` which of these with one that is not right beside them, and what is no darker than
    `faint` is paper for certain.
    """

    labels: NDArray[np.int32]
    boxes: NDArray[np.int32]
    dust: NDArray[np.bool_]
    cut: NDArray[np.bool_]
    cut_level: NDArray[np.bool_]
    faint: float


class Piece(NamedTuple):
    """A piece of ink: its number, and where it lies (pixels)."""

    number: int
    x0: float
    top: float
    x1: float
    bottom: float


class WritingLine(NamedTuple):
    """A line of writing: its box, and the numbers of its pieces from left to right; `wide` is the box with what may be
    left of a seal beside it.
    """

    box: Box
    pieces: tuple[int, ...]
    wide: Box


def ink_of(grey: Pixels, rules: Pixels, scale: float, grain: float, least_dark: float = _LEAST_DARK) -> Ink:
    """All pieces of ink of a page but those of its ruling lines.

    rules: a mask of the lines; scale: pixels a point; grain: the width of a scanner's pixel, in pixels; least_dark: by
    how many levels ink is darker than paper.
    """
    paper, darkest = _paper(grey, least_dark)
    dark = (grey < darkest).astype(np.uint8)
    ruled = np.where(cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0, dark, np.uint8(0))
    dark[ruled > 0] = 0
    pieces = pieces_of(dark)
    labels, boxes = pieces.labels, pieces.boxes
    dust = (pieces.areas <= _GRAINS * grain * grain) | _faint(grey, pieces, scale)
    near, level, beside = (cv2.dilate(ruled, np.ones(reach, np.uint8)) > 0 for reach in ((3, 3), (3, 1), (1, 3)))
    cut, cut_level, cut_beside = (np.zeros(len(boxes), np.bool_) for _ in range(3))
    cut[labels[near]] = cut_level[labels[level]] = cut_beside[labels[beside]] = True
    cut_level |= cut & ~cut_beside
    return Ink(labels, boxes, dust, cut, cut_level, (darkest + paper) / 2)


def _faint(grey: Pixels, pieces: Pieces, scale: float) -> NDArray[np.bool_]:
    """Which small pieces of ink are much lighter than letters are at their darkest: blurred dust."""
    sizes = pieces.sizes.max(axis=1) / scale
    darkest = np.full(len(sizes), 255, np.uint8)
    np.minimum.at(darkest, pieces.own, grey.ravel()[pieces.where])
    letters = darkest[1:][sizes[1:] >= _LETTER]
    if not len(letters):
        return np.zeros(len(sizes), bool)
    usual = float(np.median(letters))
    return np.asarray((sizes < _LETTER) & (255 - darkest.astype(float) < _FAINT * (255 - usual)), np.bool_)


def _paper(grey: Pixels, least_dark: float) -> tuple[float, float]:
    """The level of the paper, which is the most of a page, and the one that ink is darker than: noise is what spreads
    around the middle.
    """
    counts, levels = counts_of(grey), np.arange(256.0)
    paper = median_of(levels, counts)
    spread = 1.5 * median_of(np.abs(levels - paper), np.where(levels > paper - 60, counts, 0.0))
    return paper, paper - max(least_dark, _NOISES * spread)


def flecks(ink: Ink, scale: float) -> NDArray[np.bool_]:
    """Which pieces of ink are no writing: noise, single upright lines, what is left around dark areas, and the paper,
    which has the number 0.

    scale: pixels a point.
    """
    widths, heights = ink.boxes[:, 2] - ink.boxes[:, 0], ink.boxes[:, 3] - ink.boxes[:, 1]
    noise: NDArray[np.bool_] = (np.maximum(widths, heights) < _FLECK * scale) | upright_lines(ink, scale)
    for piece in np.flatnonzero((widths >= _RIM[0] * scale) & (heights >= _RIM[1] * scale)):
        noise[piece] |= _is_rim(ink, piece, scale)
    noise[0] = True
    return noise


def _is_rim(ink: Ink, piece: np.intp, scale: float) -> bool:
    """Whether a large piece of ink lies along the sides of its box, and touches no letter, which would reach farther
    into it.
    """
    x0, top, x1, bottom = ink.boxes[piece]
    within = math.ceil(_RIM[2] * scale)
    inner = ink.labels[top + within : bottom - within, x0 + within : x1 - within]
    return inner.size > 0 and not (inner == piece).any()


def upright_lines(ink: Ink, scale: float) -> NDArray[np.bool_]:
    """Which pieces of ink are upright lines by themselves, such as between two columns. scale: pixels a point."""
    widths, heights = ink.boxes[:, 2] - ink.boxes[:, 0], ink.boxes[:, 3] - ink.boxes[:, 1]
    found = np.zeros(len(ink.boxes), np.bool_)
    for width, height in _LINES:
        found |= (widths <= width * scale) & (heights >= height * scale)
    for piece in np.flatnonzero(found & (heights < _HIGHEST * scale)):
        found[piece] = not _has_stroke_beside(ink.boxes, piece, scale)
    return found


def _has_stroke_beside(boxes: NDArray[np.int32], piece: np.intp, scale: float) -> bool:
    """Whether an upright stroke has ink beside it at its own height as strokes of one letter have."""
    x0, top, x1, bottom = boxes[piece]
    gaps = np.maximum(boxes[1:, 0] - x1, x0 - boxes[1:, 2])
    alike = np.minimum(boxes[1:, 3], bottom) - np.maximum(boxes[1:, 1], top) >= _AS_HIGH * (bottom - top)
    of_letters = boxes[1:, 3] - boxes[1:, 1] < _HIGHEST * scale
    return bool((alike & of_letters & (gaps >= _PITCH[0] * scale) & (gaps <= _PITCH[1] * scale)).any())


def piece_of(ink: Ink, number: int) -> Piece:
    """A piece of ink with where it lies."""
    return Piece(number, *map(float, ink.boxes[number]))


def writing(
    ink: Ink, numbers: Sequence[int], scale: float, residue: frozenset[int] = frozenset(), *, clean: bool = False
) -> list[WritingLine]:
    """The lines that some pieces of ink make, from top to bottom; specks that stand by themselves are none.

    numbers: the pieces; scale: pixels a point; residue: those of them that may be left of a seal, which make no line
    where there is other writing; clean: whether there can be no dirt, so that even the shortest dash is one.
    """
    least = _SPECK if clean else _LEAST
    pieces = [piece_of(ink, number) for number in numbers]
    are_large = [_extent(piece) >= _SPECK * scale and not ink.dust[piece.number] for piece in pieces]
    large = list(compress(pieces, are_large))
    small = [piece for piece, is_large in zip(pieces, are_large, strict=True) if not is_large]
    sure = [piece for piece in large if piece.number not in residue]
    beside = [piece for piece in large if piece.number in residue] if sure else []
    under = _under_seal(beside, sure)
    if under:
        sure, beside = under, [piece for piece in large if piece not in under]
    found = [
        _with_points(ink, line, small, beside)
        for line in map(_without_dirt, _whole(gathered(sure or large), scale))
        if max(map(_extent, line), default=0.0) >= least * scale
    ]
    return sorted(found, key=lambda line: (line.box[1] + line.box[3]) / 2)


def _under_seal(residue: Sequence[Piece], others: Sequence[Piece]) -> list[Piece]:
    """The digits of a number that a seal lies over, much higher than all that is beside it: as high as each other, and
    level, as nothing is that is left of a seal.
    """
    least = _MUCH_HIGHER * max((piece.bottom - piece.top for piece in others), default=0.0)
    high = [piece for piece in residue if piece.bottom - piece.top > least > 0]
    runs = (
        [
            other
            for other in high
            if max(abs(other.top - one.top), abs(other.bottom - one.bottom)) <= _LEVEL * (one.bottom - one.top)
        ]
        for one in high
    )
    run = max(runs, key=len, default=[])
    return run if len(run) >= _DIGITS else []


def _extent(piece: Piece) -> float:
    return max(piece.x1 - piece.x0, piece.bottom - piece.top)


def _whole(found: list[list[Piece]], scale: float) -> list[list[Piece]]:
    """Lines with what scans part from their letters, right above or below: the bar of a 5, the foot of a 2, the lower
    half of a letter whose slender middle is too faint. Between two lines, it belongs to the one that is
    no higher with it than the highest, which is whole without it.
    """
    lines = sorted(found, key=lambda line: -_height(line))
    most = _AS_WHOLE * max(map(_height, lines), default=0.0)
    whole: list[list[Piece]] = []
    for line in lines:
        owners = [other for other in whole if _is_part(line, other, scale)]
        if owners:
            next((other for other in owners if _height([*line, *other]) <= most), owners[0]).extend(line)
        else:
            whole.append(line)
    return whole


def _height(line: Sequence[Piece]) -> float:
    _, top, _, bottom = bounding_box(line)
    return bottom - top


def _is_part(low: Sequence[Piece], high: Sequence[Piece], scale: float) -> bool:
    x0, top, x1, bottom = bounding_box(low)
    left, above, right, below = bounding_box(high)
    gap = max(above - bottom, top - below)
    stroke = bottom - top < _LOW_PART * (below - above) and gap < _PARTED * (below - above)
    together = max(bottom, below) - min(top, above)
    broken = any(together <= most * scale and gap <= left_out * scale for most, left_out in _ONE_LINE)
    one = gap <= 0 and max(x1, right) - min(x0, left) <= _SQUARE * together
    return (
        (stroke or broken)
        and x0 < right
        and left < x1
        and (one or all(any(piece.x0 < letter.x1 and letter.x0 < piece.x1 for letter in high) for piece in low))
    )


def _without_dirt(line: list[Piece]) -> list[Piece]:
    height = _height(line)
    letters = [piece for piece in line if _extent(piece) >= _STRAY * height]
    reach = _FAR_OFF * height
    return [
        piece
        for piece in line
        if _extent(piece) >= _STRAY * height
        or any(other.x0 - reach < piece.x1 and piece.x0 < other.x1 + reach for other in letters)
    ]


def _with_points(ink: Ink, letters: Sequence[Piece], small: Sequence[Piece], residue: Sequence[Piece]) -> WritingLine:
    """A line with the points and commas that stand right beside its letters, and what may be left of a seal.

    Of what may be dust, only what stands on the base line between letters, or lies right before them: it may as well be
    the point of a number, or its minus.
    """
    _, top, _, bottom = bounding_box(letters)
    reach = _BESIDE * (bottom - top)
    points = [
        point
        for point in small
        if top <= point.bottom
        and point.top <= bottom + reach
        and (
            not ink.dust[point.number]
            or _may_be_point(point, letters, bottom - reach)
            or _may_be_minus(point, letters, (top + bottom) / 2, reach)
        )
        and (
            any(letter.x0 - reach <= point.x1 and point.x0 <= letter.x1 + reach for letter in letters)
            or _stands_between(point, letters, bottom - reach, bottom - top)
        )
    ]
    pieces = sorted((*letters, *points), key=lambda piece: piece.x0)
    box = bounding_box(pieces)
    level = [piece for piece in residue if box[1] <= (piece.top + piece.bottom) / 2 <= box[3]]
    return WritingLine(box, tuple(piece.number for piece in pieces), bounding_box([*pieces, *level]))


def _stands_between(point: Piece, letters: Sequence[Piece], low: float, reach: float) -> bool:
    """Whether a piece stands low (low: its least bottom) in a gap between two letters: some faces set points wide."""
    before = any(0 <= point.x0 - letter.x1 <= reach for letter in letters)
    after = any(0 <= letter.x0 - point.x1 <= reach for letter in letters)
    return low <= point.bottom and before and after


def _may_be_point(point: Piece, letters: Sequence[Piece], low: float) -> bool:
    """Whether a piece stands low (low: its least bottom), and between letters."""
    middle = (point.x0 + point.x1) / 2
    return (
        low <= point.bottom
        and any(letter.x1 <= middle for letter in letters)
        and any(middle <= letter.x0 for letter in letters)
    )


def _may_be_minus(point: Piece, letters: Sequence[Piece], middle: float, reach: float) -> bool:
    """Whether a piece is flat, about as long as a dash, and lies before letters at half their height (middle)."""
    width, height = point.x1 - point.x0, point.bottom - point.top
    return (
        width >= max(_DASHED * height, reach)
        and abs((point.top + point.bottom) / 2 - middle) <= reach
        and all(point.x1 <= letter.x0 for letter in letters)
    )


def residue_of(ink: Ink, sealed: NDArray[np.bool_], scale: float) -> frozenset[int]:
    """The pieces of ink that lie on a seal for the most part: what is left of it, or writing under it."""
    if not sealed.any():
        return frozenset()
    side = round(2 * _NEAR_SEAL * scale) | 1
    near = cv2.dilate(sealed.astype(np.uint8), np.ones((side, side), np.uint8)) > 0
    size = len(ink.boxes)
    all_pixels = np.bincount(ink.labels.ravel(), minlength=size)
    on_seal = np.bincount(ink.labels[near], minlength=size)
    return frozenset(int(number) for number in np.flatnonzero(on_seal >= _MOSTLY * all_pixels) if number)


def stand_upright(ink: Ink, digits: Iterable[int], least: int = _TELLING) -> bool:
    """Whether the figures of a page stand upright, as its digits that lean to neither side tell (pieces of ink), if
    there are so many: then no 1 leans as slashes do.
    """
    leans = [abs(_slope(ink, number)) for number in digits]
    return len(leans) >= least and float(np.quantile(leans or [0.0], 0.9)) <= _UPRIGHT


def _slope(ink: Ink, number: int) -> float:
    """By how much a piece that leans to neither side by itself leans to the right (across, for each point down)."""
    x0, top, x1, bottom = ink.boxes[number]
    own = ink.labels[top:bottom, x0:x1] == number
    middles = (own.argmax(axis=1) + own.shape[1] - own[:, ::-1].argmax(axis=1)) / 2
    return float(-np.polyfit(np.arange(len(middles)), middles, 1)[0]) if len(middles) > 1 else 0.0


def sign(ink: Ink, line: WritingLine, scale: float, slash: float = SLASH) -> str:
    """The sign for none that a line consists of, a dash or a slash, or an empty text where it is something else.

    slash: how much a slash leans at least.
    """
    pieces = _strokes(ink, line, scale)
    if is_dashes(ink, line, scale):
        return "-" * len(pieces)
    if pieces and all(_lean(ink, number, scale) >= slash for number in pieces):
        return "/" * len(pieces)
    return ""


def is_dashes(ink: Ink, line: WritingLine, scale: float) -> bool:
    """Whether a line consists of dashes."""
    pieces = _strokes(ink, line, scale)
    return bool(pieces) and all(_is_dash(ink.boxes[number], scale) for number in pieces)


def _strokes(ink: Ink, line: WritingLine, scale: float) -> list[int]:
    """The pieces of a line without specks."""
    return [number for number in line.pieces if _size(ink, number) >= _SPECK * scale]


def possible_sign(ink: Ink, line: WritingLine, scale: float, *, ragged: bool = False) -> str:
    """The sign for none that a line may be for all that its shape tells, or an empty text: a 1 in italics leans as much
    as a slash, and what is lower than any digit may be a dash in heavy type. Dirt beside it does not tell against it.

    ragged: whether it is of a scan, and models take it for nothing but 1s.
    """
    height = line.box[3] - line.box[1]
    pieces = [number for number in line.pieces if _size(ink, number) >= max(_SPECK * scale, _STRAY * height)]
    if height < LOWEST_DIGIT * scale:
        return "-" * len(pieces)
    leans = pieces and all(
        _lean(ink, number, scale) >= SLANTED or (ragged and _slope(ink, number) >= _RAGGED) for number in pieces
    )
    return "/" * len(pieces) if leans else ""


def is_trace(ink: Ink, number: int, scale: float) -> bool:
    """Whether a piece that makes no line by itself may be what a scan left of writing."""
    return _size(ink, number) >= _SPECK * scale


def _size(ink: Ink, number: int) -> int:
    x0, top, x1, bottom = ink.boxes[number]
    return int(max(x1 - x0, bottom - top))


def _is_dash(box: Iterable[int], scale: float) -> bool:
    x0, top, x1, bottom = box
    width, height = x1 - x0, bottom - top
    if width >= _LONG_DASH * height:
        return height < LOWEST_DIGIT * scale
    return height <= _FLAT * scale and width >= 2 * height - _SPREAD * scale


def _lean(ink: Ink, number: int, scale: float) -> float:
    """By how much a piece leans to the right (across, for each point down); 0 where it is not one straight stroke."""
    x0, top, x1, bottom = ink.boxes[number]
    height = int(bottom - top)
    if height < 3 * _SPECK * scale:
        return 0.0
    own = ink.labels[top:bottom, x0:x1] == number
    starts, ends = own.argmax(axis=1), own.shape[1] - own[:, ::-1].argmax(axis=1)
    widths, middles = ends - starts, (starts + ends) / 2
    rows = np.arange(height)
    slope, start = np.polyfit(rows, middles, 1)
    straight = np.abs(middles - (start + slope * rows)).max() <= _STRAIGHT * height
    even = widths.max() <= _EVEN * np.median(widths) and widths.sum() - own.sum() <= _HOLLOW * own.sum()
    back = max(int((edge - np.minimum.accumulate(edge)).max()) for edge in (starts, ends))
    return float(-slope) if straight and even and back <= max(2.0, _BACK * height) else 0.0
