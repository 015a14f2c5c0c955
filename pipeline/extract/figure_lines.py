"""The lines of figures of a page: numbers that are no page numbers, nor parts of sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.extract.stitch import is_page_number
from pipeline.extract.stub import text_rows
from pipeline.extract.words import Word

OF_DATES = frozenset("年月日")
"""What stands behind the numbers of a date."""
_FLANK = 0.8
"""Text that follows a number at less than so many ems goes on from it: 1 属于…, 2024 年."""
_POINT = 1.7
"""The text of an item follows its number at less than so many ems, where the point between them is lost."""
_SET_APART = 2.0
"""Several characters of the label in which a sign stands are at most so many ems away from it, and so are those of a
date from its numbers.
"""
_OVERLAP = 0.8
"""Lines of figures that follow each other at less than so many ems are of one row."""
_PITCH = 1.7
"""Lines of one number, and of its note, are at most so many ems apart."""
_LABELLED = 0.6
"""A line of a label is that of the figures less than so many ems above or below it."""
_REST = 2.5
"""The next figure of a column stands at most so many ems below the rest of one that the edge of a page cut."""
_OPENED, _CLOSED = re.compile(r"[（(][^（）()]*$"), re.compile(r"^[^（）()]*[）)]")
"""A note that goes on below, and the end of one that began above."""
_UNIT = re.compile("[件条项个次宗起份部篇类例人家]|人次|[万千亿]?元")
"""A unit that stands below its number, in a column that is narrow."""


def figure_lines(words: Sequence[Word]) -> list[list[Word]]:
    """The figures of each row, from top to bottom."""
    rows = [list(line.words) for line in text_rows([word for word in words if word.is_figure])]
    found = [figures for row in rows if (figures := _figures(row, words))]
    return _united([_without_number(index, found, words) for index in range(len(found))], words)


def _without_number(index: int, rows: Sequence[list[Word]], words: Iterable[Word]) -> list[Word]:
    """A line of figures without the number of an item in its label whose point the edge of a page cut off: text stands
    close behind it, before the next figure, and those of the lines above and below all begin right of that.
    """
    row = sorted(rows[index], key=lambda word: word.box[0])
    beside = [min(word.box[0] for word in rows[at]) for at in (index - 1, index + 1) if 0 <= at < len(rows)]
    if len(row) < 2 or not beside:
        return rows[index]
    first, second = row[:2]
    label = first.text.isdecimal() and any(
        0 < word.box[0] - first.box[2] < _POINT * word.em and word.box[2] < min(second.box[0], *beside)
        for word in words
        if not word.is_figure and abs(word.middle - first.middle) < 0.5 * word.em
    )
    return row[1:] if label else rows[index]


def _united(rows: Sequence[list[Word]], words: Sequence[Word]) -> list[list[Word]]:
    """Lines of figures, those as one that are of one row: a number over two lines, or one with its note, is centred on
    the others of its row, or ends or begins beside them.
    """
    found: list[list[Word]] = []
    last = reach = float("-inf")
    for row in rows:
        middle, em = sum(word.middle for word in row) / len(row), max(word.em for word in row)
        if found and (middle - last < _OVERLAP * em or middle - reach < em / 2 or _is_cut(found[-1], row, words)):
            found[-1] += row
        else:
            found.append(row)
        rests = [_rest_below(word, words) for word in row]
        found[-1] += [rest for rest in rests if rest]
        last = middle
        reach = min(rest.middle for rest in rests if rest) if all(rests) else last
    return found


def _rest_below(word: Word, words: Iterable[Word]) -> Word | None:
    """The line below a figure, in its column, with the rest of its note, or its unit."""
    ending = _CLOSED.search if _OPENED.search(word.text) else _UNIT.fullmatch if word.text[-1].isdecimal() else None
    if ending is None:
        return None
    below = [
        other
        for other in words
        if 0 < other.middle - word.middle < _PITCH * word.em
        and min(other.box[2], word.box[2]) > max(other.box[0], word.box[0])
    ]
    rest = min(below, key=lambda other: other.middle, default=None)
    return rest if rest is not None and ending(rest.text) else None


def _is_cut(upper: Sequence[Word], lower: Sequence[Word], words: Iterable[Word]) -> bool:
    """Whether two lines are one row, of which some numbers are broken: each stands over its rest, which is no longer,
    and there is no label beside the line that has fewer figures.
    """
    em = max(word.em for word in upper)
    top, bottom = upper[-1].middle, lower[0].middle
    start = min(word.box[0] for word in (*upper, *lower))
    if len(upper) == len(lower) or bottom - top > _PITCH * em:
        return False
    fewer = top if len(upper) < len(lower) else bottom
    if any(word.box[0] < start and abs(word.middle - fewer) < _LABELLED * em for word in words):
        return False
    pairs = [(one, two) for one in upper for two in lower if min(one.box[2], two.box[2]) > max(one.box[0], two.box[0])]
    broken = all(one.text.isdecimal() and two.text.isdecimal() and len(one.text) >= len(two.text) for one, two in pairs)
    return broken and len(pairs) == min(len(upper), len(lower))


def _figures(row: Sequence[Word], words: Sequence[Word]) -> list[Word]:
    """The figures of a line, none if it is a page number, or stands beside nothing."""
    middle, em = row[0].middle, max(word.em for word in row)
    line = [word for word in words if abs(word.middle - middle) < 0.5 * em]
    around = [word for word in words if word not in line and abs(word.middle - middle) < em]
    rest = len(line) == 1 and _is_rest(row[0], words)
    if (
        not around
        and not rest
        and is_page_number(" ".join(word.text for word in sorted(line, key=lambda word: word.box[0])))
    ):
        return []
    if (
        len(line) == 1
        and not rest
        and not any(w.box[2] < row[0].box[0] and abs(w.middle - middle) < 1.2 * em for w in words)
    ):
        return []
    return [
        word for word in row if not (_is_followed(word, line) or is_set_apart(word, line) or _is_of_date(word, line))
    ]


def _is_rest(word: Word, words: Iterable[Word]) -> bool:
    """Whether a lone number stands close above a figure, in its column: the edge of a page may have cut it off."""
    return any(
        other.is_figure
        and _OVERLAP * word.em < other.middle - word.middle < _REST * word.em
        and min(other.box[2], word.box[2]) > max(other.box[0], word.box[0])
        for other in words
    )


def is_set_apart(word: Word, line: Sequence[Word]) -> bool:
    """Whether a single sign stands between characters of text: all are of one label, as in 增 / 减."""
    before = max((other for other in line if other.box[2] <= word.box[0]), key=lambda w: w.box[2], default=word)
    after = min((other for other in line if other.box[0] >= word.box[2]), key=lambda w: w.box[0], default=word)
    gaps = ((before, word.box[0] - before.box[2]), (after, after.box[0] - word.box[2]))
    beside = (one.text.isalpha() and (len(one.text) == 1 or gap < _SET_APART * one.em) for one, gap in gaps)
    return len(word.text) == 1 and all(beside)


def _is_of_date(word: Word, line: Iterable[Word]) -> bool:
    """Whether a number is the year, the month or the day of a date, in a line that may be set wide."""
    return word.text[-1] in OF_DATES or any(
        0 <= other.box[0] - word.box[2] < _SET_APART * word.em and other.text[0] in OF_DATES for other in line
    )


def _is_followed(word: Word, others: Iterable[Word]) -> bool:
    """Whether text goes on from a number. What seems a dash may be 一, whose comma was not seen."""
    em = word.em if any(map(str.isalnum, word.text)) else max(word.em, 2 * (word.box[2] - word.box[0]))
    return any(0 <= other.box[0] - word.box[2] < _FLANK * em for other in others if not other.is_figure)
