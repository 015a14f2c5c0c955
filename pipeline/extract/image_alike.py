"""Numbers that pixels leave in doubt, held against the certain digits of their document: of one face, and one blur."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.extract.image_digits import Checked, has_gap, sealed, tall_parts
from pipeline.extract.image_page import PageImage
from pipeline.extract.image_text import Ink, WritingLine, piece_of
from pipeline.extract.model import Box
from pipeline.extract.text import bounding_box

_DIGITS = "0123456789"
_HEIGHT, _WIDTH = 24, 28
"""Digits are compared as large as this (pixels)."""
_NEAREST = 3
"""How like a digit is to others is told by so many that it is most like to."""
_MOST, _SEVERAL = 40, 5
"""So many of each digit are enough to compare with, and so many to tell how like they are to other digits."""
_DIFFERENT = 0.85
_AS_LIKE = {
    frozenset(pair): like
    for like, pairs in {
        0.97: "68",
        0.96: "06 89 56 08",
        0.95: "09 14",
        0.93: "58 69 38",
        0.91: "13 59 27",
        0.9: "35 23 39 12 05",
        0.88: "48 46 03 28 36",
    }.items()
    for pair in pairs.split()
}
"""How like different digits are in that of 118 faces in which they are most; others no more than `_DIFFERENT`."""
_LEFT_OVER = frozenset("13")
"""What others become, like certain ones of the kind, where a ruling line took a side from them: of 24,000 digits of 126
faces that had up to a quarter taken away, 146 became a 1, one a 3, and none another.
"""
_SHIFTS = tuple((down, across) for down in (-1, 0, 1) for across in (-1, 0, 1))

Dark = NDArray[np.float32]
"""How much darker than white a picture is in each place."""
Picture = NDArray[np.float32]
"""The same of a digit in the midst of a picture, its mean 0 and its length 1; or of several."""


class Part(NamedTuple):
    """What stands by itself in a number: how dark it is (_HEIGHT rows), and how many digits it is."""

    dark: Dark
    n_digits: int


class Number(NamedTuple):
    """A number in a cell of a page (1-based; its box there, in points): its digits, and its parts; whether it is
    certain, and if not, whether all its doubt is which digits these are.
    """

    page: int
    box: Box
    digits: str
    parts: tuple[Part, ...]
    certain: bool
    by_digits: bool


class _Kind(NamedTuple):
    """Certain digits of one kind: their pictures (n x height x width), and how wide they are before they are padded."""

    pictures: Picture
    width: float


def number_of(page: int, box: Box, read: Checked, line: WritingLine, ink: Ink, image: PageImage) -> Number | None:
    """The number that a line is; None where it is none, or more than two digits touch. page, box: its cell's."""
    digits = "".join(letter for letter in read.text if letter in _DIGITS)
    found = tall_parts(line, ink)
    touching = len(digits) - len(found)
    if not found or touching not in (0, 1) or any(letter not in _DIGITS + ".,+-" for letter in read.text):
        return None
    darks = [_dark(pieces, ink, image) for pieces in found]
    widest = max(range(len(darks)), key=lambda i: darks[i].shape[1])
    parts = tuple(Part(dark, 1 + touching * (i == widest)) for i, dark in enumerate(darks))
    covered = sealed(line.box, image)
    only_points = any(_digits_of(other) == digits and other != read.text for other in read.readings)
    left_over = any(ink.cut[piece] for piece in line.pieces) and not _LEFT_OVER.isdisjoint(digits)
    by_digits = line.wide == line.box and not (has_gap(line, ink) or covered or only_points or left_over)
    return Number(page, box, digits, parts, not read.readings and not covered, by_digits)


def _digits_of(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())


def _dark(pieces: Sequence[int], ink: Ink, image: PageImage) -> Dark:
    x0, top, x1, bottom = (round(edge) for edge in bounding_box([piece_of(ink, piece) for piece in pieces]))
    dark = 255 - image.grey[max(0, top - 1) : bottom + 1, max(0, x0 - 1) : x1 + 1].astype(np.float32)
    size = max(1, round(dark.shape[1] * _HEIGHT / dark.shape[0])), _HEIGHT
    way = cv2.INTER_AREA if dark.shape[0] > _HEIGHT else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(dark, size, interpolation=way), np.float32)


def alike(numbers: Iterable[Number]) -> set[tuple[int, Box]]:
    """The cells (page and box) of the numbers of a document whose doubt is none.

    Each of their digits is like certain ones of its kind, more so than half-way from how like other digits are to these
    to the same, and hardly more like any other than these are.
    """
    numbers = list(numbers)
    doubted = [number for number in numbers if not number.certain and number.by_digits]
    known: dict[str, list[Dark]] = defaultdict(list)
    for number in numbers:
        if number.certain and len(number.parts) == len(number.digits):
            for digit, part in zip(number.digits, number.parts, strict=True):
                known[digit].append(part.dark)
    if not doubted:
        return set()
    kinds = {digit: _kind(own) for digit, own in known.items()}
    others = {digit: _likest_other(digit, kinds) for digit in kinds}
    return {
        (number.page, number.box)
        for number in doubted
        if kinds.keys() >= set(number.digits)
        and all(
            _is_like(picture, digit, kinds, others[digit])
            for digit, picture in zip(number.digits, _pictures(number, kinds), strict=True)
        )
    }


def _likest_other(digit: str, kinds: Mapping[str, _Kind]) -> float:
    """How like other digits are to one: as in this document, or as in any face where it has none of a kind."""
    return max(
        _DIFFERENT,
        *(_AS_LIKE.get(frozenset((digit, other)), 0.0) for other in _DIGITS if other not in kinds),
        *(_most_like(own, kinds[digit]) for other, own in kinds.items() if other != digit),
    )


def _kind(darks: Sequence[Dark]) -> _Kind:
    shown = darks[:: math.ceil(len(darks) / _MOST)]
    return _Kind(np.stack([_picture(dark) for dark in shown]), float(np.median([dark.shape[1] for dark in darks])))


def _pictures(number: Number, kinds: Mapping[str, _Kind]) -> Iterator[Picture]:
    """The pictures of the digits of a number: of two that touch, as much from either side as such digits are wide."""
    digits = iter(number.digits)
    for part in number.parts:
        if part.n_digits == 1:
            next(digits)
            yield _picture(part.dark)
        else:
            left, right = (round(kinds[next(digits)].width) for _ in range(2))
            yield from (_picture(part.dark[:, :left]), _picture(part.dark[:, -right:]))


def _picture(dark: Dark) -> Picture:
    picture = np.zeros((_HEIGHT, _WIDTH), np.float32)
    dark = dark[:, :_WIDTH]
    start = (_WIDTH - dark.shape[1]) // 2
    picture[:, start : start + dark.shape[1]] = dark
    picture -= picture.mean()
    return np.asarray(picture / max(float(np.linalg.norm(picture)), 1e-6), np.float32)


def _is_like(picture: Picture, digit: str, kinds: Mapping[str, _Kind], other: float) -> bool:
    """Whether a picture is surely that of a digit. other: how like others are to it at most."""
    likeness = {each: _likeness(picture, kind.pictures) for each, kind in kinds.items()}
    own, most = likeness.pop(digit), other + (1 - other) / 4
    return own >= (1 + other) / 2 and max(likeness.values(), default=0.0) <= most


def _most_like(kind: _Kind, other: _Kind) -> float:
    """How like digits of one kind are at most to those of another."""
    some = kind.pictures[:: math.ceil(len(kind.pictures) / _SEVERAL)]
    return max(_likeness(picture, other.pictures) for picture in some)


def _likeness(picture: Picture, others: Picture) -> float:
    """How like a picture is to those of some that it is most like to, from -1 to 1, moved a little if need be."""
    moved = np.stack([np.roll(picture, shift, (0, 1)).ravel() for shift in _SHIFTS])
    found = np.sort((others.reshape(len(others), -1) @ moved.T).max(axis=1))
    return float(found[-_NEAREST:].mean())
