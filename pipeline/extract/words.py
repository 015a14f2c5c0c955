"""Glyphs to words: runs of glyphs on one line with no wider gap than text has inside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract.grid import Rule
from pipeline.extract.model import Box, Glyph
from pipeline.extract.text import bounding_box, strike
from pipeline.record import record

_APART = 0.35
"""A gap wider than this, in ems, beyond what the characters' own squares leave free, parts two words."""
_TALLER = 1.15
"""The letters of a line are at least so much larger than its digits are high: a 1 says nothing by its width."""
_FAR = 2.0
"""Glyphs farther apart than this, in their heights, are never of one word: this only saves time."""
OPENING = frozenset("（《〈“‘【〔「『［｛")
CLOSING = frozenset("）》〉”’】〕」』］｝，。、；：！？．")
"""Characters whose ink stands in the right half of their square, and in the left."""
_UNITS = frozenset("元万亿千件条")
"""With what the units of figures begin; no column begins with one right behind a digit."""
_STACK = 3
"""So many characters, each alone on its line and close under the one before, are text that runs downwards."""
_NEXT = 1.6
"""They follow each other at less than so many ems."""
_LOW = 0.4
"""Commas stand so many ems below the middle of their squares."""
_FIGURE = re.compile(
    r"[+＋\-－﹣‐‑‒−–—―─/／\\＼]{1,3}|暂?[无無]|[+＋\-－﹣‐‑‒–−增减]?\d[\d,，.．]*(?<![.．,，])[^\W\d_]{0,2}([（(].*)?"
)


@record
class Word:
    """A run of glyphs, its text, its box, the size of its letters (an em, in points), whether it is turned, or one
    character of text that runs downwards, and the middles of its glyphs from left to right, if it is not.
    """

    text: str
    box: Box
    em: float
    turned: bool = False
    middles: tuple[float, ...] = ()

    @property
    def middle(self) -> float:
        """Half its height, from the top of the page."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def is_figure(self) -> bool:
        """Whether it could be a cell of figures."""
        return not self.turned and is_figure(self.text)


def is_figure(text: str) -> bool:
    """Whether a text could be all of a cell of figures: a number with its unit or note, a dash, or a word for none."""
    return _FIGURE.fullmatch(text) is not None


def words(glyphs: Iterable[Glyph], vertical: Sequence[Rule] = ()) -> list[Word]:
    """The words of a page, from top to bottom; a turned glyph is a word by itself. Vertical rules part words.

    The document's order makes them, as programs write cell by cell and line by line; runs that adjoin are then joined.
    """
    runs: list[list[Glyph]] = []
    turned: list[Word] = []
    for glyph in _once(glyphs):
        if glyph.angle:
            size = max(glyph.x1 - glyph.x0, glyph.bottom - glyph.top)
            turned.append(Word(glyph.text, (glyph.x0, glyph.top, glyph.x1, glyph.bottom), size, turned=True))
        elif not glyph.text.isspace():
            if runs and _adjoin(runs[-1], [glyph]):
                runs[-1].append(glyph)
            else:
                runs.append([glyph])
    found = [_word(part) for run in _joined(runs) for part in _parted(run, vertical)]
    return _with_stacks(_sized(sorted(found + turned, key=lambda word: (word.middle, word.box[0]))))


def _once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Glyphs without the second strike of those that are printed twice, slightly apart, to look bold."""
    found: list[Glyph] = []
    places: dict[str, list[Glyph]] = {}
    for glyph in glyphs:
        same = places.setdefault(glyph.text, [])
        reach = strike(glyph, glyph.bottom - glyph.top)
        if not any(abs(glyph.x0 - other.x0) <= reach and abs(glyph.top - other.top) <= reach for other in same):
            same.append(glyph)
            found.append(glyph)
    return found


def _sized(found: Sequence[Word]) -> list[Word]:
    """Words from top to bottom, those without letters or digits with the size of the nearest that has some, above or
    below: a dash is as wide as a letter or a third of it. The number of a page is smaller than the figures above it.
    """
    nearest = [(float("inf"), float("inf"))] * len(found)
    for order in (range(len(found)), reversed(range(len(found)))):
        last: Word | None = None
        for index in order:
            last = found[index] if any(map(str.isalnum, found[index].text)) else last
            if last is not None:
                nearest[index] = min(nearest[index], (abs(found[index].middle - last.middle), last.em))
    return [
        word if size == float("inf") or any(map(str.isalnum, word.text)) else replace(word, em=size)
        for word, (_, size) in zip(found, nearest, strict=True)
    ]


def _with_stacks(found: Sequence[Word]) -> list[Word]:
    """Words, those of them marked as turned that are the characters of text which runs downwards."""
    stacks: list[list[int]] = []
    for index, word in enumerate(found):
        if len(word.text) == 1 and (word.text > "\u2e80" or word.text in "()") and not word.turned:
            above = next((stack for stack in reversed(stacks) if _under(word, [found[i] for i in stack])), None)
            if above is None:
                stacks.append([index])
            else:
                above.append(index)
    downwards = {index for stack in stacks if len(stack) >= _STACK for index in stack}
    return [replace(word, turned=True) if index in downwards else word for index, word in enumerate(found)]


def _under(word: Word, stack: Sequence[Word]) -> bool:
    """Whether a character stands close under the last of others that run downwards, or over it where there is no room,
    in the same column. The widest of them tells how large they are: in scans each has but its ink.
    """
    above = stack[-1]
    middles = (word.box[0] + word.box[2] - above.box[0] - above.box[2]) / 2
    em = max(word.em, *(one.em for one in stack))
    reach = (_NEXT + _LOW if word.text in CLOSING else _NEXT) * em
    return word.text != above.text and abs(middles) < em / 2 and word.middle - above.middle < reach


def _adjoin(left: Sequence[Glyph], right: Sequence[Glyph]) -> bool:
    """Whether one run of glyphs goes on in the other, on the same line."""
    one, two = left[-1], right[0]
    if two.x0 < one.x0 or two.x0 - one.x1 > _FAR * max(two.bottom - two.top, one.bottom - one.top, 12.0):
        return False
    em = max(_em(left[-3:]), _em(right[:3]))
    if two.x0 < one.x1 - em / 2 or _gap(one, two, em) > _APART * em:
        return False
    return _level(max(left[-3:], key=_height), max(right[:3], key=_height), em)


def _height(glyph: Glyph) -> float:
    return glyph.bottom - glyph.top


def _level(one: Glyph, two: Glyph, em: float) -> bool:
    """Whether two glyphs stand on one line: tall ones overlap by half, flat ones (a dash, a comma) stand beside."""
    low, tall = sorted((one, two), key=_height)
    if _height(tall) < em / 2:
        return abs(one.top + one.bottom - two.top - two.bottom) / 2 < 0.6 * em
    if _height(low) < em / 2:
        return tall.top - 0.1 * em <= (low.top + low.bottom) / 2 <= tall.bottom + 0.1 * em
    return min(one.bottom, two.bottom) - max(one.top, two.top) > 0.5 * _height(low)


def _joined(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Runs that follow each other on a line as one, though the document has something else between them."""
    found: list[list[Glyph]] = []
    for run in sorted(runs, key=lambda run: run[0].x0):
        first = run[0]
        near = (
            other
            for other in reversed(found)
            if first.top - 9 < other[-1].bottom and other[-1].top < first.bottom + 9 and first.x0 - other[-1].x1 < 30
        )
        before = next((other for other in near if _adjoin(other, run)), None)
        if before is None:
            found.append(run)
        else:
            before.extend(run)
    return found


def _parted(run: list[Glyph], vertical: Sequence[Rule]) -> list[list[Glyph]]:
    """The parts of a run between the rules that cross it."""
    height = (run[0].top + run[0].bottom) / 2
    at = [rule.at for rule in vertical if rule.start < height < rule.end and run[0].x1 < rule.at + 1 <= run[-1].x1]
    if not at:
        return [run]
    parts: dict[int, list[Glyph]] = {}
    for glyph in run:
        parts.setdefault(sum(1 for x in at if x < (glyph.x0 + glyph.x1) / 2), []).append(glyph)
    return list(parts.values())


def _word(glyphs: Sequence[Glyph]) -> Word:
    em = _em(glyphs)
    middles = tuple(_centre(glyph, em) for glyph in glyphs)
    return Word("".join(glyph.text for glyph in glyphs), bounding_box(glyphs), em, middles=middles)


def _em(glyphs: Sequence[Glyph]) -> float:
    """The size of the letters of a line: the widest of the square ones, or what digits tell of it. Of full-width digits
    the ink is narrow, as that of others is.
    """
    square = [
        max(glyph.x1 - glyph.x0, _TALLER * _height(glyph) if glyph.text.isdecimal() else 0.0)
        for glyph in glyphs
        if _is_square(glyph.text)
    ]
    if square:
        return max(square)
    return max(max(2 * (glyph.x1 - glyph.x0), _TALLER * (glyph.bottom - glyph.top)) for glyph in glyphs)


def _is_square(text: str) -> bool:
    return text > "\u2e80" or text in OPENING or text in CLOSING


def _gap(left: Glyph, right: Glyph, em: float) -> float:
    """How far two neighbours stand apart, measured between the squares in which they stand, not between their ink."""
    joins = right.text in CLOSING or right.text == "." or left.text in OPENING  # no word begins or ends so
    numbers = left.text == "." and right.text > "\u2e80"  # an item
    measures = left.text.isdecimal() and right.text in _UNITS
    hangs = em if joins or numbers or measures else 0.0
    return (_centre(right, em) - _half(right, em)) - (_centre(left, em) + _half(left, em)) - hangs


def _half(glyph: Glyph, em: float) -> float:
    return em / 2 if _is_square(glyph.text) else max((glyph.x1 - glyph.x0) / 2, em / 4)


def _centre(glyph: Glyph, em: float) -> float:
    """The middle of a glyph's square: brackets and commas stand in one half of it."""
    if glyph.x1 - glyph.x0 < 0.6 * em:
        if glyph.text in OPENING:
            return glyph.x1 - em / 2
        if glyph.text in CLOSING:
            return glyph.x0 + em / 2
    return (glyph.x0 + glyph.x1) / 2
