"""Takes the ink of seals off the picture of a page: red ones told by their colour, those of grey scans by their rim."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.extract.pixels import Pixels, pieces_of

_RED, _FADED, _EVERY = 25, 8, 8
"""How much redder than paper (Cr of YCrCb) the ink of a seal is at least, and that of one that has faded; how red paper
is, is told by each so many pixels.
"""
_COVERS = 0.5
"""What has faded is no seal but a field in a colour where it covers more of its box than this."""
_SEAL = (55.0, 230.0)
"""A seal measures so much across, in points, both ways; red text is smaller and a table with red lines is larger."""
_UNEVEN = 0.25
"""The ink of a seal is darker in places by so much; what lies under it is darker by far."""
_SEAM = 1.0
"""The colours of compressed images are blurred so far (points)."""
_BLACK = 5
"""So much of a page, in percent of what is not paper, is writing at its darkest."""
_DARKER, _LIGHTER = 30, 0.85
"""The ink of a seal in a grey scan is lighter than writing by so many levels, and darker than so much of paper."""
_STROKE = 0.9
"""Strokes of a seal are so thick at least (points); the soft edges of letters are thinner."""
_RIM, _STAR = 3.0, 3.0
"""Half of how thick a rim is at most, and how thick the star in a seal's middle is at least (points)."""
_RADII = (40.0, 75.0)
"""Half of what a round seal measures across, in points: seals of public bodies are 38 to 50 mm wide."""
_UNROUND = 0.5
"""A rim is a circle, but for so much (points), on a page that does not lie flat."""
_MOST_SEALS = 3
"""So many seals are looked for on a page."""
_RING_DPI = 36.0
_RING = 0.6
"""So much of a rim is there at least: the rest is worn off, or lies under writing."""
_BEYOND = 6.0
"""So far outside a rim, in points, there is not half as much: else it is part of a dark area."""
_ANY, _NEAR = 0.1, 4
"""A coarse pixel with so much ink may be one of a rim; the rim lies no farther off, in points, than this."""


class _Ring(NamedTuple):
    """The rim of a seal: its middle and radius, in pixels."""

    x: float
    y: float
    radius: float


def without_seals(colours: Pixels, scale: float) -> tuple[Pixels, Pixels, NDArray[np.bool_]]:
    """The page in grey, red seals as white as what lies under them allows; the same with lines under them whole; and
    where they were.
    """
    parted = np.asarray(cv2.cvtColor(colours, cv2.COLOR_BGR2YCrCb), np.uint8)
    grey, redness = np.ascontiguousarray(parted[:, :, 0]), parted[:, :, 1]
    paper = float(np.median(redness[::_EVERY, ::_EVERY]))
    reddish = redness > paper + _RED
    areas = _areas(reddish, scale)
    if not areas:
        reddish = redness > paper + _FADED
        areas = [area for area in _areas(reddish, scale) if reddish[area].mean() <= _COVERS]
    if not areas:
        return _greys_without_seal(grey, scale)
    ruled, sealed = grey.copy(), np.zeros(grey.shape, bool)
    for area in areas:
        ruled[area] = np.maximum(_reddened(colours[area][:, :, 2], reddish[area]), grey[area])
        # Compressed images keep colours coarsely: a red stroke is as red as at its middle up to beyond its edges.
        near = _spread(np.asarray(redness[area], np.uint8), _SEAM * scale)
        grey[area] = _under(grey[area], near, reddish[area], paper)
        sealed[area] |= reddish[area]
    return grey, ruled, sealed


def _areas(reddish: NDArray[np.bool_], scale: float) -> list[tuple[slice, slice]]:
    """The boxes of what is red and as large as a seal."""
    if not reddish.any():
        return []
    boxes = pieces_of(_spread(reddish.astype(np.uint8), 3 * scale)).boxes[1:]
    return [
        (slice(top, bottom), slice(x0, x1))
        for x0, top, x1, bottom in boxes.tolist()
        if all(_SEAL[0] <= size / scale <= _SEAL[1] for size in (x1 - x0, bottom - top))
    ]


def _spread(image: Pixels, points: float) -> Pixels:
    side = max(3, round(2 * points)) | 1
    return np.asarray(cv2.dilate(image, np.ones((side, side), np.uint8)), np.uint8)


def _reddened(red: Pixels, stamped: NDArray[np.bool_]) -> Pixels:
    """A page in red light, in which the ink of a seal is nearly as light as paper: made just as light."""
    light = max(float(np.median(red[stamped])), 1.0)
    return np.asarray((red * np.where(stamped, 255 / light, 1.0)).clip(0, 255), np.uint8)


def _under(grey: Pixels, redness: Pixels, stamped: NDArray[np.bool_], no_red: float) -> Pixels:
    """What lies under the ink of a seal: how dark a place is beside what so much red makes of white paper. no_red: how
    red that is.
    """
    paper = float(np.median(grey[~stamped])) if not stamped.all() else 255.0
    strongest = float(np.percentile(redness[stamped], 75))
    ink = float(np.median(grey[stamped & (redness >= strongest)]))
    part = (redness.astype(np.float32) - no_red).clip(0, strongest - no_red) / (strongest - no_red)
    expected = (paper - part * (paper - ink)) * (1 - part * _UNEVEN)
    return np.asarray((grey * (paper / np.maximum(expected, 1))).clip(0, 255), np.uint8)


def _greys_without_seal(grey: Pixels, scale: float) -> tuple[Pixels, Pixels, NDArray[np.bool_]]:
    """A grey scan with the ink of round seals made as light as paper; the same with what may be writing or lines left
    whole; and where the seals were.

    What lies under such ink is darker than it is, by as much as writing is darker than paper. The strokes of the name
    are as thin and as light as writing may be: without them digits may lose strokes, with them they may gain some.
    """
    left = _even_tones(grey, scale)
    clean, ruled, sealed = grey, grey, np.zeros(grey.shape, bool)
    rows, columns = np.ogrid[: grey.shape[0], : grey.shape[1]]
    for _ in range(_MOST_SEALS):
        ring = _ring(left, scale) if left.any() else None
        if ring is None:
            break
        from_middle = np.hypot(columns - ring.x, rows - ring.y)
        inside = from_middle <= ring.radius + _RIM * scale
        stamped = left & inside
        rim = stamped & (np.abs(from_middle - ring.radius) <= _RIM * scale)
        level = float(np.median(grey[rim]))
        sure = rim | _opened(stamped, _STAR * scale)
        clean, ruled = _lighter(clean, stamped, level, scale), _lighter(ruled, sure, level, scale)
        sealed |= stamped
        left &= ~inside
    return clean, ruled, sealed


def _lighter(grey: Pixels, stamped: NDArray[np.bool_], level: float, scale: float) -> Pixels:
    """The page with ink of a level, and its blurred edges, as light as paper."""
    near = _spread(stamped.astype(np.uint8), _SEAM * scale) > 0
    return np.asarray((grey * np.where(near, 255 / max(level, 1.0), 1.0)).clip(0, 255), np.uint8)


def _even_tones(grey: Pixels, scale: float) -> NDArray[np.bool_]:
    """Where a page is neither paper nor writing, nor the edge of writing."""
    eighth = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    side = round(_RADII[0] * scale / 8)
    paper = cv2.morphologyEx(eighth, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    inked = grey < _LIGHTER * cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    if not inked.any():
        return inked
    return _opened(inked & (grey > np.percentile(grey[inked], _BLACK) + _DARKER), _STROKE * scale)


def _opened(there: NDArray[np.bool_], thick: float) -> NDArray[np.bool_]:
    """What is as thick as so many pixels."""
    side = max(3, round(thick))
    return np.asarray(cv2.morphologyEx(there.astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8)), bool)


def _ring(stamped: NDArray[np.bool_], scale: float) -> _Ring | None:
    """The rim of a round seal among the places that may be one; None where there is none.

    Looked for coarsely, where text has rings of its own, and then closely, where only a rim is whole.
    """
    coarse = _RING_DPI / (72 * scale)
    small = cv2.resize(stamped.astype(np.float32), None, fx=coarse, fy=coarse, interpolation=cv2.INTER_AREA)
    there = cv2.dilate((small > _ANY).astype(np.float32), np.ones((3, 3), np.uint8))
    best, found = 0.0, _Ring(0.0, 0.0, 0.0)
    for radius in range(round(_RADII[0] * _RING_DPI / 72), round(_RADII[1] * _RING_DPI / 72) + 1):
        side = 2 * radius + 3
        circle = cv2.circle(np.zeros((side, side), np.float32), (radius + 1, radius + 1), radius, (1.0,))
        share = cv2.filter2D(there, -1, circle / circle.sum(), borderType=cv2.BORDER_CONSTANT)
        row, column = divmod(int(share.argmax()), share.shape[1])
        if share[row, column] > best:
            best = float(share[row, column])
            found = _Ring((column + 0.5) / coarse, (row + 0.5) / coarse, radius / coarse)
    steps = np.arange(-_NEAR, _NEAR + 0.5) * scale
    nearby = [
        _Ring(found.x + float(x), found.y + float(y), found.radius + float(more))
        for x in steps
        for y in steps
        for more in steps
    ]
    thicker = _spread(stamped.astype(np.uint8), _UNROUND * scale) > 0
    whole, ring = max((_whole(one, thicker), one) for one in nearby)
    beyond = _whole(ring._replace(radius=ring.radius + _BEYOND * scale), thicker)
    return ring if whole >= _RING and beyond <= _RING / 2 else None


def _whole(ring: _Ring, stamped: NDArray[np.bool_]) -> float:
    """How much of a rim is there, from 0 to 1."""
    angles = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    rows = (ring.y + ring.radius * np.sin(angles)).astype(int).clip(0, stamped.shape[0] - 1)
    columns = (ring.x + ring.radius * np.cos(angles)).astype(int).clip(0, stamped.shape[1] - 1)
    return float(stamped[rows, columns].mean())
