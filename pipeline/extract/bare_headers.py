"""Headers below which no figures stand: those whose figures are on the next page, and those of blank rows."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.figure_lines import is_set_apart
from pipeline.extract.header import united
from pipeline.extract.stitch import is_page_number
from pipeline.extract.stub import ITEM, TextRow, words_of
from pipeline.extract.words import Word

GAP = 3.0
"""Lines of labels, and of a header, stand at most so many ems apart."""
TALL = 1.25
"""Letters so much larger than those of the table are a heading's."""
_BROAD = 16.0
"""A word of so many ems is no label of a column."""
_HEADS = 2
"""A line of so many words, apart from each other, may be a header whose figures stand on the next page."""
_FIGURES = 4.5
"""Figures less than so many ems below a header are its own."""
_CLOSE = 0.5
"""Lines of one header are at most so many ems apart, where others may be labels of rows."""
_SENTENCE, _COLON = re.compile(r"[，。；]"), re.compile("[:：]")
_BRACKETS = re.compile(r"[（(][^（）()]*(?:[）)]|$)")
_MANY = 8
"""A header of so many labels has a row, though nothing says so."""
_ROOM = 1.5
"""For which it needs so many ems."""
_STACKS = 2
"""So many names of groups run downwards beside a row; more beside each other are labels of columns."""


class Bare(NamedTuple):
    """A header and the labels of blank rows below it, or where the one row without a label ends. It takes the lines
    [start, end) of its page. Columns begin right of `left`, not right of `right`.
    """

    start: int
    end: int
    header: list[Word]
    labels: list[Word]
    left: float
    right: float
    foot: float | None = None


def header_alone(lines: Sequence[TextRow], floor: float, border: float) -> list[Word]:
    """The words of a header at the foot of a page, below `floor`, if there is one: its own figures stand on the next
    page. border: right of which there must be some of it.
    """
    below = [line for line in lines if line.middle > floor]
    each = [line.words for line in below]
    seeds = _heading_lines(each, border) or _heading_lines([_level(below, i) for i in range(len(below))], border)
    if not seeds:
        return []
    first = end = seeds[-1]
    em = max(word.em for word in below[end].words)
    _, columns, *_ = sorted(word.box[0] for word in _level(below, end))
    for seed in reversed(seeds):  # but for prose between them, whose words may stand apart for once
        if not all(_fits(line, em, columns) for line in below[seed:first]):
            break
        first = seed
    while first and below[first].top - below[first - 1].bottom < GAP * em and _fits(below[first - 1], em):
        first -= 1
    while end + 1 < len(below) and below[end + 1].top - below[end].bottom < em and _fits(below[end + 1], em):
        end += 1
    return words_of(below[first : end + 1])


def bare_headers(lines: Sequence[TextRow], figures: Container[Word]) -> list[Bare]:
    """The headers on a page that have nothing but blank rows, from top to bottom.

    lines: all of its text; figures: the words that are figures of tables.
    """
    found: list[Bare] = []
    at = 0
    above: list[Word] = []  # figures that no heading parts from the line
    while at < len(lines):
        own = [word for word in lines[at].words if word in figures]
        if above and all(word.em > TALL * above[0].em for word in lines[at].words):
            above = []
        above += own
        bare = None if own else _bare_at(lines, at, found[-1].end if found else 0, figures)
        # What stands left of all figures above is their labels.
        start = min((word.box[0] for word in above), default=float("-inf"))
        if bare is not None and max(word.box[2] for word in bare.header) > start:
            found.append(bare)
            at = bare.end
        else:
            at += 1
    return found


def _bare_at(lines: Sequence[TextRow], seed: int, floor: int, figures: Container[Word]) -> Bare | None:
    """The header with a line, if only blank rows stand below it. floor: the first line that it may take."""
    level = _level(lines, seed)
    if not _may_head(level) or any(word.turned for word in level):
        return None
    em = max(word.em for word in lines[seed].words)
    end = last = seed + 1
    corner, columns = _parted(lines[seed:end])
    for index in range(end, len(lines)):
        line, gap = lines[index], (lines[index].top - lines[index - 1].bottom) / em
        if gap < _FIGURES and any(word in figures for word in line.words):
            return None
        beside = gap < 0 and last == end and _fits(line, em)  # a line of a label over two lines
        if (
            not beside
            and gap < GAP
            and labels_rows(line, em, columns, [corner, *words_of(lines[end:last])], first=last == end)
        ):
            last = index + 1
        elif beside or (gap < (_CLOSE if last == end else 0) and _fits(line, em)):
            end = last = index + 1
            corner, columns = _parted(lines[seed:end])
        else:
            break
    if not columns or not all(map(_labels_column, columns)):
        return None
    labels, right = words_of(lines[end:last]), min(word.box[0] for word in columns)
    if _is_prose("".join(word.text for word in labels)) or _goes_on(lines[last - 1 : last + 1], corner):
        return None
    start = _first_line(lines, seed, floor, em, right, figures)
    header = words_of(lines[start:end])
    if not labels:
        foot = _foot(lines[:end], lines[end:], [corner, *columns], em)
        return None if foot is None else Bare(start, end, header, [], float("-inf"), corner.box[0], foot)
    left = max(word.box[2] for word in labels)
    return Bare(start, last, header, labels, max(left, corner.box[2]) if left > corner.box[0] else left, right)


def _foot(above: Sequence[TextRow], below: Sequence[TextRow], labels: Sequence[Word], em: float) -> float | None:
    """Where the blank row of a header ends, if there is room for one between the last of the lines above and the text
    below, which is no row itself. labels: those of its columns.
    """
    many = len(united((word.box[0], word.box[2]) for word in labels)) >= _MANY
    if not many or not below or below[0].top - above[-1].bottom < _ROOM * em:
        return None
    row = len(below[0].words) > 1 or below[0].words[0].is_figure or _is_page_number(below[0])
    return None if row else below[0].top


def _is_page_number(line: TextRow) -> bool:
    return is_page_number("".join(word.text for word in line.words))


def _parted(lines: Sequence[TextRow]) -> tuple[Word, list[Word]]:
    """The first word of a header from the left, and those right of it."""
    corner = min(words_of(lines), key=lambda word: word.box[0])
    return corner, [word for word in words_of(lines) if word.box[0] >= corner.box[2]]


def labels_rows(
    line: TextRow, em: float, columns: Sequence[Word], before: Sequence[Word], *, first: bool = False
) -> bool:
    """Whether a line has nothing but labels of rows, of letters of so many points: it ends left of the columns, and
    does not begin right of all that stands above it there. first: whether that is the header, of which it might be a
    line.
    """
    start, end = min(word.box[0] for word in line.words), max(word.box[2] for word in line.words)
    stacks = sum(word.turned for word in line.words)
    is_label = 0 < stacks <= _STACKS or any(ITEM.match(word.text) for word in line.words)
    return (
        (is_label or not first or len(line.words) == 1)
        and start < max(word.box[2] for word in before)
        and end <= min((word.box[0] for word in columns), default=start)
        and all(word.em < TALL * em for word in line.words)
        and (is_label or not _is_page_number(line))
    )


def _goes_on(lines: Sequence[TextRow], corner: Word) -> bool:
    """Whether the second of two lines, close below the first, has more labels of columns and none of a row: what stands
    above it on the left is the rest of the header's corner. corner: the first word of the header.
    """
    if len(lines) < 2 or lines[1].top - lines[0].bottom >= GAP * corner.em:
        return False
    return len(lines[1].words) > 1 and all(word.box[0] >= corner.box[2] for word in lines[1].words)


def _is_prose(text: str) -> bool:
    """Whether a text has a part of a sentence, but for what stands in brackets."""
    return _SENTENCE.search(_BRACKETS.sub("", text)) is not None


def _labels_column(word: Word) -> bool:
    """Whether a word could be the label of a column: it is none of a row, of a sentence, or of what a page says about
    itself.
    """
    other = ITEM.match(word.text) or _is_prose(word.text) or _COLON.search(_BRACKETS.sub("", word.text))
    return not other and word.box[2] - word.box[0] < _BROAD * word.em


def _first_line(
    lines: Sequence[TextRow], seed: int, floor: int, em: float, right: float, figures: Container[Word]
) -> int:
    """The first line of a header: what stands close above the line `seed`, but not only left of the columns."""
    first = found = seed
    while first > floor and lines[first].top - lines[first - 1].bottom < GAP * em:
        first -= 1
        if not _fits(lines[first], em, right) or any(word in figures for word in lines[first].words):
            break
        if any(word.box[2] > right for word in lines[first].words):
            found = first
    return found


def _fits(line: TextRow, em: float, border: float = float("-inf")) -> bool:
    """Whether a line may be one of a header: its words are not large, and not broad, but for what stands left of a
    border.
    """
    return all(
        word.em < TALL * em and (word.box[2] - word.box[0] < _BROAD * em or word.box[2] <= border)
        for word in line.words
    )


def _heading_lines(lines: Sequence[Sequence[Word]], border: float) -> list[int]:
    """Which of some lines may head columns that begin right of a border."""
    return [i for i, line in enumerate(lines) if any(word.box[0] > border for word in line) and _may_head(line)]


def _level(lines: Sequence[TextRow], index: int) -> list[Word]:
    """The words of a line, and of those beside it that reach to its height, as lines of a label over two of them do."""
    own = lines[index]
    return [
        w
        for line in lines[max(0, index - 1) : index + 2]
        if line.top < own.bottom and own.top < line.bottom
        for w in line.words
    ]


def _may_head(line: Sequence[Word]) -> bool:
    """Whether a line has several words, none of them a figure, that stand farther apart than those of a sentence, but
    for single characters, as those of a label that is set wide.
    """
    words = sorted(line, key=lambda word: word.box[0])
    if len(words) < _HEADS or is_page_number(" ".join(word.text for word in words)):
        return False
    if any(word.is_figure and not is_set_apart(word, words) for word in words):
        return False
    single = [word for word in words if (len(word.text) == 1 and word.text.isalpha()) or is_set_apart(word, words)]
    return not any(
        two.box[0] - one.box[2] < 0.6 * one.em for one, two in pairwise(words) if not (one in single and two in single)
    )
