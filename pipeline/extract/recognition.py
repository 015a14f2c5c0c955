"""Text in images: RapidOCR's models, which come with the package, asked line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.extract.model import Box
from pipeline.extract.pixels import Pixels

_HEIGHT = 48
"""The height of a line as the model sees it, in pixels."""
_LEAST_SIDE = 32
"""What lines are looked for in is enlarged only where it measures less (pixels)."""
_BATCH = 8
_TOGETHER = 320.0
"""Images asked together are no longer than this in all, in their height; what the model answers takes 0.5 MB a unit."""
_LONGEST = 250.0
"""What is longer than this, in its height, is no line of text but a hair: no page has so many characters in a row."""
_TOP_DOWN = 1.5
"""A box that is higher than wide by so much holds text that does not run from left to right."""
_ALIKE = {"0": "OQoＯｏ〇○◯óòÓÒöÖ", "1": "lI|ｌＩi丨!", "2": "Zz", "5": "Ss", "8": "B"}
"""Characters that the model cannot tell from a digit that stands alone; in a number they are the digit."""
_DIGIT_OF = {letter: digit for digit, letters in _ALIKE.items() for letter in letters}
_CIRCLES = "0" + _ALIKE["0"]
_ROOM_FOR_ONE, _TRACE = 1.6, 0.1
"""Where characters stand so much farther apart than elsewhere in a line, one is left out; it is a circle where all that
look like one come to so much."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_CIRCLE_IN_WORDS = re.compile(r"(?<=[\u3400-\u9fff])[○◯](?=[\u3400-\u9fff])")
_IN_NUMBERS = "0123456789.,+-"
_OTHER = len(_IN_NUMBERS)
_WIDER = 0xFEE0
"""By so much greater is the code point of a sign's wide form."""
_NO_FORMS: Mapping[int, int] = MappingProxyType({})
_VARIANTS = {"減": "减"}
"""The sign of a decrease by its two forms, between which models waver."""


class Recognised(NamedTuple):
    """What a line was taken for: its text, and the number that it is if it is nothing but one, else an empty text.

    The scores, from 0 to 1, are those of the least certain character.
    """

    text: str
    score: float
    number: str
    number_score: float


_NOTHING = Recognised("", 0.0, "", 0.0)


def recognise(lines: Sequence[Pixels]) -> list[Recognised]:
    """The texts in images (rows by columns, 0 is black) of one line each."""
    characters = _characters()
    found = {
        i: Recognised(*_words(one, characters), *_number(_in_numbers(one, characters)))
        for i, one, _ in _likelihoods(lines)
    }
    return [found.get(i, _NOTHING) for i in range(len(lines))]


Placed = list[tuple[str, float]]
"""The characters of a line, each with its middle in pixels from the left edge of the image."""


def placed(lines: Sequence[Pixels]) -> list[Placed]:
    """The characters in images of one line each, and where they stand."""
    characters = _characters()
    found = {i: _places(one, characters, widest * lines[i].shape[0]) for i, one, widest in _likelihoods(lines)}
    return [found.get(i, []) for i in range(len(lines))]


def _places(likelihood: NDArray[np.float32], characters: Sequence[str], width: float) -> Placed:
    """width: of all that the likelihoods are spread over, in pixels."""
    found = [
        (characters[code], (sum(places) / len(places) + 0.5) / len(likelihood) * width)
        for code, places in _runs(likelihood)
        if characters[code].strip()
    ]
    number = [(_DIGIT_OF.get(letter, letter), place) for letter, place in found]
    return number if all(letter in _IN_NUMBERS for letter, _ in number) else found


def _characters() -> tuple[str, ...]:
    return tuple(_engine()._load_rec_model().postprocess_op.character)


def _likelihoods(lines: Sequence[Pixels]) -> Iterator[tuple[int, NDArray[np.float32], float]]:
    """The number of each line, how likely each character (columns) is at each place along it (rows), and over how much
    these places are spread, in the height of the line. Lines of like proportions are asked together; what is too long
    to be one is left out.
    """
    model = _engine()._load_rec_model()
    lengths = [line.shape[1] / line.shape[0] for line in lines]
    order = sorted((i for i, length in enumerate(lengths) if length <= _LONGEST), key=lengths.__getitem__)
    for alike in _portions(order, _BATCH):
        widest = max(1.0, lengths[alike[-1]])
        for batch in _portions(alike, max(1, int(_TOGETHER / widest))):
            images = [model.resize_norm_img(cv2.cvtColor(lines[i], cv2.COLOR_GRAY2BGR), widest) for i in batch]
            likelihood = np.asarray(model.session(np.stack(images)), np.float32)
            yield from ((i, one, widest) for i, one in zip(batch, likelihood, strict=True))


def _portions(numbers: Sequence[int], most: int) -> Iterator[Sequence[int]]:
    """Numbers in their order, so many together at most."""
    return (numbers[start : start + most] for start in range(0, len(numbers), most))


def _runs(likelihood: NDArray[np.float32]) -> list[tuple[int, list[int]]]:
    """The most likely characters by their columns, each with the places where it is; the first column is for none."""
    best = groupby(enumerate(likelihood.argmax(axis=1)), key=lambda pair: pair[1])
    return [(int(code), [place for place, _ in run]) for code, run in best if code]


def _words(likelihood: NDArray[np.float32], characters: tuple[str, ...]) -> tuple[str, float]:
    runs = _runs(likelihood)
    text, score = _decoded(likelihood, runs, characters, _other_forms(characters))
    return _with_circles(text, runs, likelihood, characters), score


def _number(likelihood: NDArray[np.float32]) -> tuple[str, float]:
    return _decoded(likelihood, _runs(likelihood), [" ", *_IN_NUMBERS, ""], _NO_FORMS)


def _decoded(
    likelihood: NDArray[np.float32],
    runs: Sequence[tuple[int, list[int]]],
    characters: Sequence[str],
    forms: Mapping[int, int],
) -> tuple[str, float]:
    """The most likely text, and the score of its least certain character; no text where one of them has none.

    likelihood: of each character (columns, the first is for none) at each place along the line (rows); runs: the most
    likely ones by their columns; forms: those that are the same sign in another form, whose likelihoods are added up.
    """
    scores = [
        (
            _VARIANTS.get(characters[code], characters[code]),
            float(likelihood[np.ix_(places, list({code, forms.get(code, code)}))].sum(axis=1).max()),
        )
        for code, places in runs
    ]
    if any(not letter for letter, _ in scores):
        return "", 0.0
    text = "".join(letter for letter, _ in scores)
    return text, min((score for letter, score in scores if letter != " "), default=0.0)


def _with_circles(
    text: str,
    runs: Sequence[tuple[int, list[int]]],
    likelihood: NDArray[np.float32],
    characters: tuple[str, ...],
) -> str:
    """A text with the 〇 of a year such as 二〇二四: models know it for so many circles and letters that it is less
    likely than none there, each by itself.
    """
    if len(text) != len(runs) or len(runs) < 3:
        return text
    middles = [sum(places) / len(places) for _, places in runs]
    room = _ROOM_FOR_ONE * float(np.median(np.diff(middles)))
    found = text[0]
    for i, (one, two) in enumerate(pairwise(text)):
        if middles[i + 1] - middles[i] >= room and _HAN.match(one) and _HAN.match(two):
            between = likelihood[runs[i][1][-1] + 1 : runs[i + 1][1][0], _circles(characters)]
            found += "〇" if between.sum(axis=1).max(initial=0.0) >= _TRACE else ""
        found += two
    return _CIRCLE_IN_WORDS.sub("〇", found)


@cache
def _circles(characters: tuple[str, ...]) -> list[int]:
    """The codes of what looks like a circle."""
    return [code for code, letter in enumerate(characters) if letter and letter in _CIRCLES]


@cache
def _other_forms(characters: tuple[str, ...]) -> Mapping[int, int]:
    """By the code of each sign that has a narrow and a wide form, such as a bracket, or a variant, the other's."""
    codes = {letter: code for code, letter in enumerate(characters)}
    signs = [(chr(narrow), chr(narrow + _WIDER)) for narrow in range(ord("!"), ord("~") + 1)]
    pairs = [(codes.get(one), codes.get(two)) for one, two in (*signs, *_VARIANTS.items())]
    known = [(one, two) for one, two in pairs if one is not None and two is not None]
    return dict([*known, *((two, one) for one, two in known)])


def _in_numbers(likelihood: NDArray[np.float32], characters: tuple[str, ...]) -> NDArray[np.float32]:
    """The likelihoods with those of a digit and of what looks like it added up; all that is in no number comes last."""
    codes, summed = _digits(characters)
    known = likelihood[:, codes] @ summed
    return np.column_stack([known, 1 - known.sum(axis=1)])


@cache
def _digits(characters: tuple[str, ...]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """The characters that may stand in numbers, by their codes, and what adds up those that are taken for one."""
    places = {
        code: 0 if code == 0 or letter == " " else 1 + _IN_NUMBERS.find(_DIGIT_OF.get(letter, letter))
        for code, letter in enumerate(characters)
        if code == 0 or letter == " " or (letter and _DIGIT_OF.get(letter, letter) in _IN_NUMBERS)
    }
    summed = np.zeros((len(places), 1 + _OTHER), np.float32)
    summed[range(len(places)), list(places.values())] = 1.0
    return np.array(list(places), np.intp), summed


def detect(image: Pixels) -> list[Box]:
    """Where lines of text lie in an image, as boxes in pixels, those set top down left out."""
    found = _engine()(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    corners = np.asarray(found.boxes, float)
    low, high = corners.min(axis=1), corners.max(axis=1)
    boxes = [(float(x0), float(y0), float(x1), float(y1)) for (x0, y0), (x1, y1) in zip(low, high, strict=True)]
    return [box for box in boxes if box[3] - box[1] < _TOP_DOWN * (box[2] - box[0])]


def upside_down(lines: Sequence[Pixels]) -> list[bool]:
    """Whether each image of a line (rows by columns, 0 is black) stands on its head, as the model for that takes it."""
    if not lines:
        return []
    model = _engine()._load_cls_model()
    found = model([cv2.cvtColor(line, cv2.COLOR_GRAY2BGR) for line in lines])
    return [angle == "180" for angle, _ in found.cls_res]


@cache
def _engine() -> Any:
    """RapidOCR with one thread: documents are read side by side, one a core."""
    from rapidocr import RapidOCR  # slow to import, seldom needed

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Rec.rec_img_shape": [3, _HEIGHT, _HEIGHT],
            "Det.limit_side_len": _LEAST_SIDE,
        }
    )
