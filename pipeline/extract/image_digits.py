"""Digits in images, looked at twice: as a line of text by the model, and each by its shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.extract.digit_shapes import digit_of
from pipeline.extract.image_page import PageImage
from pipeline.extract.image_text import Ink, WritingLine, ink_of, possible_sign
from pipeline.extract.model import Box
from pipeline.extract.pixels import Pixels
from pipeline.extract.recognition import Recognised

SURE = 0.9
"""A number whose every digit the model gives this score is the one printed, if its shapes do not speak against it."""
_OVER_SEAL = 0.95
_SURE_TEXT = 0.8
"""The same for a number with words around it."""
_CLEAR = 0.1
"""A shape is that of a digit when it is more like it than like any other by so much."""
_SHORT = 8
"""A text of more characters than this is no number, however it was misread."""
_WORDS = re.compile(r"[\u3400-\u9fff]{2}")
_COUNTED = re.compile(r"(\d+)[\u3400-\u9fff][)）]?|[\u3400-\u9fff](\d+)")
"""A number with the word for what it counts, which may end a remark, or whether it is more or less."""
_PLUS = -1
"""What stands for a plus among the digits that shapes are."""
_CROSS, _ARM, _FILLED = 1.35, 0.3, 0.85
"""A plus is no longer one way than so much of the other; its corners, of so much of its sides, are white; and its
midst is ink from end to end, but for so much.
"""
_TALL = 0.6
"""A digit is at least so high, in the height of its line."""
_GAP, _UNEVEN, _LONE_GAP, _APART = 0.6, 1.6, 0.9, 1.5
"""The digits of a number stand nearer to each other than this, in the height of their line, or as evenly; two of them
alone at most so far apart. However evenly, what stands farther apart is of several numbers.
"""
_TOLD_BY, _POINT, _WIDER = 3, 0.35, 1.5
"""Of so many digits those beside a point stand so far apart, in the height of their line, and so many times as far as
others.
"""
_BESIDE_ONE = re.compile("1[.,]|[.,]1")
_BREAK = 0.15
"""Where a scan only broke a digit, its pieces stand no farther above each other than this, in its height."""
_LEFT_OVER = (1, 3)
"""What others become that lose a stroke: a 4, a 5. Of 6,500 digits of 25 faces with strokes taken away, none was taken
for any other digit by the model and clearly by its shape."""
_NEVER_LEFT = "048"
"""What no digit becomes, clearly by its shape, that loses its left or its right side: of 138 faces none did."""
_OVER = 0.6
"""Pieces stand over each other where they share so much of the narrower one's width."""


_NARROW, _DOT = 0.8, 0.4
"""A zero is no wider than this, in its height, and the dot that some faces set in it no larger than so much of it."""
_CORE = 128.0
"""What is darker than paper by so many levels is the midst of a stroke, and none of its soft edges."""


class Checked(NamedTuple):
    """The text of a line, and where its digits may be others, all texts that come into question, best first."""

    text: str
    readings: tuple[str, ...] = ()


def wants_another_look(read: Recognised, line: WritingLine, image: PageImage) -> bool:
    """Whether a line should be looked at again in other ways: a number that is unsure, what is nothing but may be one,
    or what a seal stands over.
    """
    if read.number:
        return read.number_score < SURE or sealed(line.box, image)
    return len(read.text) <= _SHORT and (sealed(line.box, image) or not _WORDS.search(read.text))


def checked(looks: Sequence[Recognised], sign: str, line: WritingLine, ink: Ink, image: PageImage) -> Checked:
    """What a line says, when its shapes are held against what the model took it for.

    looks: what the model took it for, the first as it is, more where that left it unsure; sign: what the line is by its
    shape, where it is a dash or a slash, which models of text take for all kinds of letters. A digit that was one with
    a ruling line may have been another before that was taken away: a 3 is left of an 8. So may a number have lost its
    point on a ground of dots.
    """
    found = _held_against_shapes([_without_dust(look) for look in looks], sign, line, ink, image)
    if (_lost_side(found.text, line, ink) or _is_in(image.dotted, line.box)) and any(
        letter.isdecimal() for letter in found.text
    ):
        return found._replace(readings=found.readings or (found.text,))
    return found


def _lost_side(text: str, line: WritingLine, ink: Ink) -> bool:
    """Whether the digits of a text may have been others before ruling lines were taken away from them."""
    pieces = line.pieces
    return any(
        ink.cut[piece]
        and (
            len(text) != len(pieces)
            or text[i] not in _NEVER_LEFT
            or ink.cut_level[piece]
            or not _is_clearly(int(text[i]), piece, ink)
        )
        for i, piece in enumerate(pieces)
    )


def _is_clearly(digit: int, piece: int, ink: Ink) -> bool:
    like, margin = _shape([piece], ink)
    return like == digit and margin > _CLEAR


def _held_against_shapes(
    looks: Sequence[Recognised], sign: str, line: WritingLine, ink: Ink, image: PageImage
) -> Checked:
    """What a line says as far as its looks and its shapes tell."""
    first = looks[0]
    numbers = sorted((look for look in looks if look.number), key=lambda look: -look.number_score)
    if sign:
        return Checked(sign, (sign, *(look.number for look in numbers)) if sealed(line.box, image) else ())
    if _WORDS.search(first.text) and not first.number:
        return _words(first)
    shapes = _shapes(line, ink)
    if not numbers:
        return _counted(looks, shapes, line, ink, image.grey) or _no_number(first, shapes)
    best = numbers[0]
    apart = _numbers_apart(best.number, line, ink)
    if apart != best.number:
        return Checked(apart)
    ragged = not image.clean and set(best.number) == {"1"}
    other = possible_sign(ink, line, image.scale, ragged=ragged)
    clean = _without_dirt(best.number, line, ink)
    if not other and clean == best.number and _certain(best, looks, shapes, line, ink, image):
        return Checked(best.number)
    texts = (*(look.number for look in numbers), clean, _shown(shapes), other)
    return Checked(best.number, tuple(dict.fromkeys(text for text in texts if text)))


def _words(look: Recognised) -> Checked:
    """What words say: in doubt where there are digits among them and the model is not sure."""
    text, digits = look.text.strip(), any(letter.isdecimal() for letter in look.text)
    return Checked(text, (text,) if digits and look.score < _SURE_TEXT else ())


def _counted(
    looks: Sequence[Recognised], shapes: list[tuple[int, float]], line: WritingLine, ink: Ink, grey: Pixels
) -> Checked | None:
    """A number with a word behind it or before it, where every look has the same and the shapes are those of its
    digits: the strokes of the word are no digits, however like them they are. None for all else.
    """
    looks = [look._replace(text=look.text.replace(" ", "")) for look in looks]  # as models see beside full-width digits
    text = looks[0].text
    counted = _COUNTED.fullmatch(text)
    if not counted or any(look.text != text for look in looks):
        return None
    digits = counted[1] or counted[2]
    own = slice(len(digits)) if counted[1] else slice(-len(digits), None)
    if len(shapes) <= len(digits) or _agree(digits, shapes[own]) is not True:
        return None
    parts = _parts(line, ink)[own]
    if _lost_stroke(parts, ink, grey, alike=True) or has_gap(line._replace(pieces=tuple(chain(*parts))), ink):
        return None
    return _words(max(looks, key=lambda look: look.score))


def _no_number(look: Recognised, shapes: list[tuple[int, float]]) -> Checked:
    """What a line says that no look takes for a number: the digits that its shapes are come into question all the same,
    and there is something printed where the model sees nothing.
    """
    shown = _shown(shapes) if len(look.text) <= len(shapes) else ""
    if shown or not look.text.strip():
        return Checked(look.text.strip(), (shown,))
    return _words(look)


def _shown(shapes: list[tuple[int, float]]) -> str:
    """The number that clear shapes make, or an empty text."""
    if any(margin <= _CLEAR for _, margin in shapes):
        return ""
    return "".join("+" if digit == _PLUS else str(digit) for digit, _ in shapes)


def _without_dust(look: Recognised) -> Recognised:
    """A look without a point before or after the digits: no number has one there."""
    return look._replace(number=look.number.strip(".,"))


def _without_dirt(number: str, line: WritingLine, ink: Ink) -> str:
    """A number without the points, and the minus, that may be dust."""
    if number.startswith("-") and ink.dust[line.pieces[0]]:
        number = number[1:]
    if _dusty(number, line, ink) and not _pushes_apart(number, line, ink):
        return re.sub(r"[.,]", "", number)
    return number


def _dusty(number: str, line: WritingLine, ink: Ink) -> bool:
    """Whether a point of a number may be dust: where there is dust between its digits, and not for every point a mark
    that is none.
    """
    inner = line.pieces[1:-1]
    marks = [piece for piece in inner if not ink.dust[piece] and _is_mark(line, ink, piece)]
    return any(ink.dust[piece] for piece in inner) and len(marks) < sum(letter in ".," for letter in number)


def _pushes_apart(number: str, line: WritingLine, ink: Ink) -> bool:
    """Whether digits stand apart just where a number has its points, and there is a mark between them, as dust does not
    push them: told by three digits or more, and not by a 1, which stands apart from others by itself.
    """
    if sum(map(str.isdecimal, number)) < _TOLD_BY or _BESIDE_ONE.search(number):
        return False
    height = line.box[3] - line.box[1]
    boxes = [_box(part, ink) for part in _parts(line, ink)]
    tall = [box for box in boxes if box[3] - box[1] >= _TALL * height]
    marks = [(box[0] + box[2]) / 2 for box in boxes if box[1] >= line.box[1] + _TALL * height]
    gaps = [(two[0] - one[2], any(one[2] <= x <= two[0] for x in marks)) for one, two in pairwise(tall)]
    apart = [gap for gap, marked in gaps if marked and gap >= _POINT * height]
    others = [gap for gap, marked in gaps if not (marked and gap >= _POINT * height)]
    return len(apart) == len(re.findall("[.,]", number)) and min(apart) >= _WIDER * max(others, default=0)


def _is_mark(line: WritingLine, ink: Ink, piece: int) -> bool:
    """Whether a piece of a line stands low, and beside its digits, as a point does."""
    x0, top, x1, _ = ink.boxes[piece]
    others = [ink.boxes[other] for other in line.pieces if other != piece]
    low = top >= line.box[1] + _TALL * (line.box[3] - line.box[1])
    return bool(low) and all(right <= x0 or x1 <= left for left, _, right, _ in others)


def _certain(
    best: Recognised,
    looks: Sequence[Recognised],
    shapes: list[tuple[int, float]],
    line: WritingLine,
    ink: Ink,
    image: PageImage,
) -> bool:
    """Whether a number is the one printed: without a gap in which a point, a digit or a stroke may be lost; seen
    clearly, with digits that are whole or have their shapes, or at every look and by its shapes, which are whole; under
    a seal, clearly and at every look, with nothing beside it that may be a digit which the seal cut off.
    """
    shapes_agree, parts = _agree(best.number, shapes), _parts(line, ink)
    whole = all(len(part) == 1 for part in parts)
    if shapes_agree is False or line.wide != line.box or has_gap(line, ink):
        return False
    if (shapes_agree is None and not whole) or _lost_stroke(parts, ink, image.grey, alike=shapes_agree is True):
        return False
    alike = all(look.number == best.number for look in looks)
    if sealed(line.box, image):
        return best.number_score >= _OVER_SEAL and alike
    if best.number_score >= SURE:
        return looks[0].number == best.number
    return alike and shapes_agree is True and whole


def _lost_stroke(parts: Sequence[list[int]], ink: Ink, grey: Pixels, *, alike: bool) -> bool:
    """Whether pieces of a digit stand so far above each other that a scan lost what joined them, without a faint trace:
    a 5 without its upright stroke is a 3 to every look, and by its shape. alike: whether the shapes are those of the
    digits that were read; then one that is clearly like its own, and not what others leave over, is whole enough.
    """
    for part in parts:
        boxes = ink.boxes[part][np.argsort(ink.boxes[part][:, 1])]
        gaps = boxes[1:, 1] - np.maximum.accumulate(boxes[:, 3])[:-1]
        if (gaps > _BREAK * (boxes[:, 3].max() - boxes[0, 1])).any() and not _faintly_joined(part, ink, grey):
            digit, margin = _shape(part, ink)
            if not alike or digit in _LEFT_OVER or margin <= _CLEAR:
                return True
    return False


def _faintly_joined(part: list[int], ink: Ink, grey: Pixels) -> bool:
    """Whether the pieces of a digit are one where what is hardly darker than paper counts too."""
    x0, top, x1, bottom = _box(part, ink)
    faint = (grey[top:bottom, x0:x1] < ink.faint).astype(np.uint8)
    _, labels = cv2.connectedComponents(faint)
    own = ink.labels[top:bottom, x0:x1]
    return len({int(label) for number in part for label in labels[own == number]}) == 1


def has_gap(line: WritingLine, ink: Ink) -> bool:
    """Whether two pieces of a line that follow each other stand farther apart than those of one number: beside the
    others, since full-width digits all stand far apart.
    """
    boxes = ink.boxes[list(line.pieces)]
    height = line.box[3] - line.box[1]
    gaps = boxes[1:, 0] - np.maximum.accumulate(boxes[:, 2])[:-1]
    if len(gaps) < 2 or (gaps > _APART * height).any():
        return bool((gaps > _LONE_GAP * height).any())
    pitches = np.diff((boxes[:, 0] + boxes[:, 2]) / 2)
    return bool(((gaps > _GAP * height) & (pitches > _UNEVEN * np.median(pitches))).any())


def _numbers_apart(digits: str, line: WritingLine, ink: Ink) -> str:
    """Digits with a space where they stand too far apart for one number: lines between their columns are lost."""
    height = line.box[3] - line.box[1]
    boxes = [_box(part, ink) for part in _parts(line, ink)]
    tall = [box for box in boxes if box[3] - box[1] >= _TALL * height]
    if not digits.isdecimal() or len(tall) != len(digits):
        return digits
    spaces = ("" if after[0] - before[2] <= _APART * height else " " for before, after in pairwise(tall))
    return digits[0] + "".join(space + digit for space, digit in zip(spaces, digits[1:], strict=True))


def undotted(image: PageImage, rules: Pixels) -> tuple[PageImage, Ink]:
    """A page and its ink without the dots that some faces set into their zeros: models take such a zero for 日. In
    small print soft edges of both touch: there a second look tells, at what is dark only.

    rules: a mask of the page's lines.
    """
    image, ink = _without_dots(image, ink_of(image.grey, rules, image.scale, image.grain))
    clear, _ = _without_dots(image, ink_of(image.grey, rules, image.scale, image.grain, _CORE))
    return (image, ink) if clear is image else (clear, ink_of(clear.grey, rules, image.scale, image.grain))


def _without_dots(image: PageImage, ink: Ink) -> tuple[PageImage, Ink]:
    """A page and its ink without what stands in the midst of a ring that is a zero by its shape, and touches it
    nowhere: that is a dot, or dirt.
    """
    boxes = ink.boxes
    size, middle = boxes[:, 2:] - boxes[:, :2], (boxes[:, :2] + boxes[:, 2:]) // 2
    within = ink.labels[middle[:, 1].clip(max=ink.labels.shape[0] - 1), middle[:, 0].clip(max=ink.labels.shape[1] - 1)]
    dotted = (within != 0) & (within != np.arange(len(boxes))) & (size[:, 0] <= _NARROW * size[:, 1])
    dotted &= (size[within] <= _DOT * size).all(axis=1)
    rings = [int(ring) for ring in np.flatnonzero(dotted) if ring]
    dots = [int(within[ring]) for ring in rings if (digit := _shape([ring], ink))[0] == 0 and digit[1] > _CLEAR]
    if not dots:
        return image, ink
    is_dot = np.zeros(len(boxes), np.uint8)
    is_dot[dots] = 1
    near = (cv2.dilate(is_dot[ink.labels], np.ones((5, 5), np.uint8)) > 0) & (
        (ink.labels == 0) | (is_dot[ink.labels] > 0)
    )
    left = np.where(is_dot[:, None] > 0, np.int32(0), boxes)
    grey, ruled = (np.where(near, np.uint8(255), part) for part in (image.grey, image.ruled))
    labels = np.where(is_dot[ink.labels] > 0, np.int32(0), ink.labels)
    return image._replace(grey=grey, ruled=ruled, strokes=None), ink._replace(labels=labels, boxes=left)


def _agree(number: str, shapes: list[tuple[int, float]]) -> bool | None:
    """Whether shapes are those of a number's digits; None where they do not tell: digits touch, or have odd shapes."""
    digits = [int(letter) for letter in number if letter.isdecimal()]
    if number.startswith("+") and shapes and shapes[0][0] == _PLUS:
        shapes = shapes[1:]
    if len(shapes) != len(digits):
        return False if len(shapes) > len(digits) else None
    pairs = list(zip(digits, shapes, strict=True))
    if any(digit != like and margin > _CLEAR for digit, (like, margin) in pairs):
        return False
    return True if all(digit == like for digit, (like, _) in pairs) else None


def _shapes(line: WritingLine, ink: Ink) -> list[tuple[int, float]]:
    """The digit that each tall part of a line looks like, and by how much more than like any other."""
    return [_shape(pieces, ink) for pieces in tall_parts(line, ink)]


def tall_parts(line: WritingLine, ink: Ink) -> list[list[int]]:
    """The pieces of each part of a line that is as high as digits are."""
    least = _TALL * (line.box[3] - line.box[1])
    return [
        pieces for pieces in _parts(line, ink) if ink.boxes[pieces][:, 3].max() - ink.boxes[pieces][:, 1].min() >= least
    ]


def _box(pieces: list[int], ink: Ink) -> tuple[int, int, int, int]:
    """The box around some pieces (pixels)."""
    boxes = ink.boxes[pieces]
    return (*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))


def _shape(pieces: list[int], ink: Ink) -> tuple[int, float]:
    """The digit that some pieces look like, and by how much more than like any other; `_PLUS` where they are one."""
    x0, top, x1, bottom = _box(pieces, ink)
    own = np.isin(ink.labels[top:bottom, x0:x1], pieces)
    return (_PLUS, 1.0) if _is_plus(own) else digit_of(own.astype(np.uint8) * 255)


def _is_plus(own: NDArray[np.bool_]) -> bool:
    """Whether ink (row by row) is a cross of two even strokes through its midst, as no digit is."""
    height, width = own.shape
    down, across = round(_ARM * height), round(_ARM * width)
    if not (down and across) or max(height, width) > _CROSS * min(height, width):
        return False
    corners = [own[rows, columns].any() for rows in np.s_[:down, -down:] for columns in np.s_[:across, -across:]]
    strokes = own[down:-down].mean(axis=1).max(), own[:, across:-across].mean(axis=0).max()
    return not any(corners) and min(strokes) >= _FILLED


def _parts(line: WritingLine, ink: Ink) -> list[list[int]]:
    """The pieces of a line, from left to right, those together that stand over each other: a scan broke a digit."""
    parts: list[list[int]] = []
    for piece in line.pieces:
        x0, _, x1, _ = ink.boxes[piece]
        start, end = (ink.boxes[parts[-1]][:, 0].min(), ink.boxes[parts[-1]][:, 2].max()) if parts else (0, 0)
        if min(x1, end) - max(x0, start) >= _OVER * min(x1 - x0, end - start) > 0:
            parts[-1].append(piece)
        else:
            parts.append([piece])
    return parts


def sealed(box: Box, image: PageImage) -> bool:
    """Whether a seal was taken away from inside a box (pixels)."""
    return _is_in(image.sealed, box)


def _is_in(there: NDArray[np.bool_] | None, box: Box) -> bool:
    if there is None:
        return False
    x0, top, x1, bottom = (max(0, round(value)) for value in box)
    return bool(there[top:bottom, x0:x1].any())
