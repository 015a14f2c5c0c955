"""Pages that no glass made flat: what a camera or a book's back bends is bent straight again, by the lines of tables.

Ruling lines are level or upright on paper. Where they were found bent, two smooth surfaces tell how far each point of
the page lies from where it belongs: one for its height, by the level lines, one for its place across, by the upright
ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.extract.image_lines import Strokes, Trace, traces
from pipeline.extract.pixels import Pixels

Places = NDArray[np.float64]

_TERMS = tuple((i, j) for j in (0, 1, 2) for i in (1, 2, 3, 4) if i + j <= 4)
"""Powers of the place along the lines and across them, which a surface is a sum of. How far lines lie from each other
is left as it is: nothing tells how far they should.
"""
_LEAST_ROWS, _APART = 4, 6.0
"""The lowest table of a report has so many rows higher than this (points); the edges of the paper are fewer."""
_LEAST_LINES = 3
_ROUNDS = 5
_ASTRAY = 0.5
"""What lies farther than this (points) from where the other lines tell counts the less, the farther it is."""
_LEFT = 0.5
"""Lines are bent no more than so much of what they were, else they are no lines, or bent in ways of their own."""
_SLIGHT = 0.5
"""A page bent by less than this (points) is as good as flat."""
_STEADY = 1e-4
_MESH = 16
"""The way of each so many pixels is worked out; others lie evenly between."""


class Surface(NamedTuple):
    """How far points lie from where they belong, in one direction (points): the sum of `_TERMS` by their `weights`.

    middle, size: of the lines that told it, along and across (points); beyond them it goes on as it is at their ends.
    """

    weights: Places
    middle: tuple[float, float]
    size: tuple[float, float]

    def at(self, along: Places, across: Places) -> Places:
        """The distances at places (points) along the lines and across them."""
        u, v = (
            np.clip((place - middle) / size, -1.0, 1.0)
            for place, middle, size in zip((along, across), self.middle, self.size, strict=True)
        )
        found: Places = sum(weight * u**i * v**j for weight, (i, j) in zip(self.weights, _TERMS, strict=True))
        return found


class Bend(NamedTuple):
    """How a page was bent: how far its points lie too low, and too far to the right."""

    down: Surface | None
    right: Surface | None

    def bent(self, x: Places, y: Places) -> tuple[Places, Places]:
        """Where points (in points of the frame) of the flat page lie on the bent one."""
        return (
            x + (self.right.at(y, x) if self.right else 0.0),
            y + (self.down.at(x, y) if self.down else 0.0),
        )


def bend_of(strokes: Strokes, scale: float) -> Bend | None:
    """How an image (scale: its pixels a point) is bent, as its lines tell; None where it is as good as flat, or they do
    not tell.
    """
    level, upright = traces(strokes, scale)
    heights = np.sort([trace[:, 1].mean() for trace in level])
    if np.count_nonzero(np.diff(heights) > _APART) < _LEAST_ROWS:
        return None
    down = _surface(level)
    if down:
        upright = [_put(trace, 1, -down.at(trace[:, 0], trace[:, 1])) for trace in upright]
    right = _surface([trace[:, ::-1] for trace in upright])
    return Bend(down, right) if down or right else None


def flat(image: Pixels, bend: Bend, scale: float, interpolation: int = cv2.INTER_CUBIC, beyond: int = 255) -> Pixels:
    """A bent image (scale: its pixels a point) as it is when flat. beyond: what it has where the bent one has none."""
    height, width = image.shape
    rows, columns = np.mgrid[0 : height + _MESH : _MESH, 0 : width + _MESH : _MESH].astype(np.float64)
    found = bend.bent((columns + 0.5) / scale, (rows + 0.5) / scale)
    ways = [_between((part * scale - 0.5).astype(np.float32), height, width) for part in found]
    return np.asarray(cv2.remap(image, ways[0], ways[1], interpolation, borderValue=[beyond]), np.uint8)


def _between(mesh: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    """Values at each pixel from those at every so many, evenly between."""
    there = np.array([[1 / _MESH, 0, 0], [0, 1 / _MESH, 0]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(mesh, there, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32
    )


def _put(trace: Trace, axis: int, by: Places) -> Trace:
    moved = trace.copy()
    moved[:, axis] += by
    return moved


def _surface(lines: Sequence[Trace]) -> Surface | None:
    """What makes lines straight that run along the first axis; None where there are few, or they are straight, or no
    surface makes them so.
    """
    lines = [line for line in lines if len(line) > 2]
    if len(lines) < _LEAST_LINES:
        return None
    points, owner = np.concatenate(lines), np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    low, high = points.min(axis=0), points.max(axis=0)
    middle, size = (low + high) / 2, np.maximum((high - low) / 2, 1.0)
    u = (points[:, 0] - middle[0]) / size[0]
    levels: Places = _means(points[:, 1], owner)
    terms = np.zeros((len(points), len(_TERMS)))
    weights: Places = np.zeros(len(_TERMS))
    trust: Places = np.ones(len(points))
    before = left = np.asarray(points[:, 1] - levels[owner], np.float64)
    for _ in range(_ROUNDS):
        v = ((levels - middle[1]) / size[1]).clip(-1, 1)[owner]
        terms = np.stack([u**i * v**j for i, j in _TERMS], axis=1)
        centred = terms - _means(terms, owner, trust)[owner]
        wanted = points[:, 1] - _means(points[:, 1], owner, trust)[owner]
        square = centred.T @ (centred * trust[:, None])
        steady = _STEADY * len(points) * np.eye(len(_TERMS))
        weights = np.asarray(np.linalg.solve(square + steady, centred.T @ (wanted * trust)), np.float64)
        levels = np.asarray(_means(points[:, 1] - terms @ weights, owner, trust))
        left = points[:, 1] - terms @ weights - levels[owner]
        trust = np.asarray(1 / np.maximum(1.0, (left / _ASTRAY) ** 2), np.float64)
    if np.abs(terms @ weights).max() < _SLIGHT or np.median(np.abs(left)) > _LEFT * np.median(np.abs(before)):
        return None
    return Surface(weights, (middle[0], middle[1]), (size[0], size[1]))


def _means(values: Places, owner: NDArray[np.intp], trust: Places | None = None) -> Places:
    """The mean of the values (rows) of each owner."""
    trust = np.ones(len(owner)) if trust is None else trust
    count = int(owner.max()) + 1
    sums = np.zeros((count, *values.shape[1:]))
    np.add.at(sums, owner, (values.T * trust).T)
    return (sums.T / np.bincount(owner, trust, count)).T
