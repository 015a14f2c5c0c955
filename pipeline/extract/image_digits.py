"""Digits in images, looked at twice: as a line of text by the model, and each by its shape."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.extract.digit_shapes import digit_of
from pipeline.extract.image_page import PageImage
from pipeline.extract.image_text import Ink, WritingLine
from pipeline.extract.model import Box
from pipeline.extract.recognition import Recognised

SURE = 0.9
"""A number whose every digit the model gives this score is the one printed, if its shapes do not speak against it."""
_OVER_SEAL = 0.95
_SURE_TEXT = 0.8
"""The same for a number with words around it."""
_CLEAR = 0.1
"""A shape is that of a digit when it is more like it than like any other by so much."""
_TALL = 0.6
"""A digit is at least so high, in the height of its line."""


class Checked(NamedTuple):
    """The text of a line; `sure` is False where its digits may be others."""

    text: str
    sure: bool


def checked(
    read: Recognised, again: Recognised | None, sign: str, line: WritingLine, ink: Ink, image: PageImage
) -> Checked:
    """What a line says, when its shapes are held against what the model took it for.

    again: what the model took it for at a second look, where the first left it unsure; sign: what the line is by its
    shape, where it is a dash or a slash, which models of text take for all kinds of letters.
    """
    if sign:
        return Checked(sign, sure=True)
    if not read.number:
        digits = any(letter.isdecimal() for letter in read.text)
        return Checked(read.text.strip(), not digits or read.score >= _SURE_TEXT)
    needed = _OVER_SEAL if sealed(line.box, image) else SURE
    agree = _agree(read.number, _shapes(line, ink))
    certain = read.number_score >= needed or (again is not None and again.number == read.number and agree is True)
    return Checked(read.number, certain and agree is not False)


def _agree(number: str, shapes: list[tuple[int, float]]) -> bool | None:
    """Whether shapes are those of a number's digits; None where they do not tell: digits touch, or have odd shapes."""
    digits = [int(letter) for letter in number if letter.isdecimal()]
    if len(shapes) != len(digits):
        return False if len(shapes) > len(digits) else None
    pairs = list(zip(digits, shapes, strict=True))
    if any(digit != like and margin > _CLEAR for digit, (like, margin) in pairs):
        return False
    return True if all(digit == like for digit, (like, _) in pairs) else None


def _shapes(line: WritingLine, ink: Ink) -> list[tuple[int, float]]:
    """The digit that each tall piece of a line looks like, and by how much more than like any other."""
    height = line.box[3] - line.box[1]
    found = []
    for piece in line.pieces:
        x0, top, x1, bottom = ink.boxes[piece]
        if bottom - top >= _TALL * height:
            own = ink.labels[top:bottom, x0:x1] == piece
            found.append(digit_of(own.astype(np.uint8) * 255))
    return found


def sealed(box: Box, image: PageImage) -> bool:
    """Whether a seal was taken away from inside a box (pixels)."""
    x0, top, x1, bottom = (max(0, round(value)) for value in box)
    return bool(image.sealed[top:bottom, x0:x1].any())
