"""The rows of a table without lines: which lines of text on its left belong to which line of figures.

A label is a block of lines that stands beside its figures: centred on them, or with its first or last line at their
height. One of these holds for a whole table, and the best way to part the lines is found over all of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from pipeline.extract.words import Word
from pipeline.record import record

Anchor = Literal["middle", "first", "last"]
_WEIGHTS: dict[Anchor, tuple[float, float]] = {"middle": (0.5, 0.5), "first": (1.0, 0.0), "last": (0.0, 1.0)}
"""Where a label is anchored, as parts of the heights of its first and its last line."""

_SPREAD = 0.15
"""How far a label usually stands from the height at which it should be, in ems."""
_LOOSE = 0.1
"""How much wider than the narrowest gap a gap inside a label may be, in ems."""
_LEAST = 0.8
"""Lines nearer than this, in ems, do not follow each other in one label."""
_ALONE = 6.0
"""The cost of a label without figures, and of figures without a label, in squares of the spread."""
_EVEN = 1.0
"""The cost of a label without figures that stands in line with the rows, farther from them than lines of one label."""
_CLOSE = 0.85
"""Lines nearer to each other than this part of the least distance of two rows are those of one label."""
_CLEAR = 6.0
"""A way to part the lines is certain where the next best one costs so much more."""
_MOST = 100.0
"""Lines that cost more to take together are not one label."""
_ROWS = 2.0
"""Lines farther apart than so many ems may be those of several rows."""
_MOST_LINES = 8
_MANY = 3
"""So many lines of figures that are all parted by rules are no accident."""
ITEM = re.compile(r"[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+[、.．]|\d{1,2}[.．、](?!\d)")
"""The number of an item, with which labels begin."""
_NUMBERED = 2 * _ALONE
"""The cost of a line in a label that begins with such a number, and is not its first; and of a first one that begins
between the brackets of the line before.
"""
_BRACKET = re.compile(r"[（(]|[）)]")


@record
class TextRow:
    """A line of text of a label: its words, its middle and its upper and lower end."""

    words: tuple[Word, ...]
    middle: float
    top: float
    bottom: float


class LabelledRow(NamedTuple):
    """A row of the table: the lines of its label [start, end), its line of figures, if it has one, and whether another
    way to part the lines would do nearly as well.
    """

    start: int
    end: int
    figures: int | None
    unsure: bool


def words_of(lines: Iterable[TextRow]) -> list[Word]:
    """The words of lines, from top to bottom."""
    return [word for line in lines for word in line.words]


def text_rows(words: Sequence[Word]) -> list[TextRow]:
    """Words gathered into lines by their height."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.middle):
        if rows and abs(word.middle - rows[-1][0].middle) <= 0.4 * word.em:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [
        TextRow(
            tuple(row),
            sum(word.middle for word in row) / len(row),
            min(word.box[1] for word in row),
            max(word.box[3] for word in row),
        )
        for row in rows
    ]


def label_rows(
    labels: Sequence[TextRow],
    figures: Sequence[float],
    em: float,
    rules: Sequence[float] = (),
    pitch: float = float("inf"),
) -> list[LabelledRow]:
    """Every row of a table, from top to bottom.

    labels: the lines of the labels; figures: the middles of the lines of figures; rules: the heights at which one is
    drawn beside them, in order; pitch: how near lines of labels follow each other elsewhere in the table.
    """
    inner = _inner_costs(labels, em, rules, min(pitch, pitch_of(labels, em)))
    framed = _framed([line.middle for line in labels], figures, rules, em)
    ways = [_Way(labels, figures, em, inner, framed, anchor) for anchor in _WEIGHTS]
    best = min(ways, key=lambda way: way.cost)
    rivals = [way for way in ways if way is not best and way.cost - best.cost < _CLEAR]
    return [
        LabelledRow(start, end, at, best.is_unsure(index) or any(best.is_disputed(index, way) for way in rivals))
        for index, (start, end, at) in enumerate(best.rows)
    ]


def pitch_of(labels: Sequence[TextRow], em: float) -> float:
    """How near lines of labels follow each other that stand over each other; infinite where none do."""
    pitches = [two.middle - one.middle for one, two in pairwise(labels) if _over(one.words, two.words)]
    return min((pitch for pitch in pitches if pitch > _LEAST * em), default=float("inf"))


def _over(upper: Sequence[Word], lower: Sequence[Word]) -> bool:
    return any(one.box[0] < two.box[2] and two.box[0] < one.box[2] for one in upper for two in lower)


def _inner_costs(
    labels: Sequence[TextRow], em: float, rules: Sequence[float], pitch: float
) -> dict[tuple[int, int], float]:
    """The cost of taking lines [start, end) for one label: its gaps should be narrow, no rule be drawn in them, no line
    below the first begin with the number of an item, and the first not in the midst of brackets.
    """
    inside = _inside_brackets(labels)
    narrow = (pitch if pitch < float("inf") else 0.0) + _LOOSE * em
    steps = [
        float("inf")
        if bisect_right(rules, one.middle) != bisect_right(rules, two.middle)
        else (max(0.0, two.middle - one.middle - narrow) / em / _LOOSE) ** 2 + _NUMBERED * _begins_item(two)
        for one, two in pairwise(labels)
    ]
    costs = {}
    for start in range(len(labels)):
        for end in range(start + 1, min(len(labels), start + _MOST_LINES) + 1):
            cost = sum(steps[start : end - 1]) + _NUMBERED * (start in inside)
            if cost < _MOST:
                costs[start, end] = cost
    return costs


def _framed(
    labels: Sequence[float], figures: Sequence[float], rules: Sequence[float], em: float
) -> dict[int, tuple[int, int]]:
    """The lines of labels [start, end) that rules frame together with a line of figures, by the number of this one.

    labels, figures: their middles. Where rules part all lines of figures, the strip between two of them is one row,
    wherever in it its words stand; if lines of labels are as far apart as rows, it may be several, of which others are
    blank.
    """
    own = [bisect_right(rules, middle) for middle in figures]
    if len(own) < _MANY or len(set(own)) < len(own):
        return {}
    strips = [bisect_right(rules, middle) for middle in labels]
    framed = {}
    for number, strip in enumerate(own):
        start, end = bisect_left(strips, strip), bisect_right(strips, strip)
        if 0 < strip < len(rules) and all(two - one <= _ROWS * em for one, two in pairwise(labels[start:end])):
            framed[number] = (start, end)
    return framed


def _begins_item(line: TextRow) -> bool:
    first = min(line.words, key=lambda word: word.box[0])
    return ITEM.match(first.text) is not None


def _inside_brackets(lines: Sequence[TextRow]) -> set[int]:
    """The lines that begin between an opening bracket of an earlier line and the closing one that follows it."""
    found: set[int] = set()
    opened: int | None = None
    for index, line in enumerate(lines):
        for word in sorted(line.words, key=lambda word: word.box[0]):
            for bracket in _BRACKET.findall(word.text):
                if bracket in "（(":
                    opened = index
                elif opened is not None:
                    found |= set(range(opened + 1, index + 1))
                    opened = None
    return found


class _Way:
    """The cheapest way to part the lines of labels if they are anchored to their figures in a certain way."""

    def __init__(
        self,
        labels: Sequence[TextRow],
        figures: Sequence[float],
        em: float,
        inner: Mapping[tuple[int, int], float],
        framed: Mapping[int, tuple[int, int]],
        anchor: Anchor,
    ) -> None:
        self._figures, self._spread, self._inner, self._framed = figures, _SPREAD * em, inner, framed
        reach = self._spread  # set a little higher or lower, figures stand beside a line all the same
        self._beside = {
            (start, end): bisect_right(figures, labels[end - 1].bottom + reach)
            - bisect_left(figures, labels[start].top - reach)
            for start, end in inner
        }
        self._middles = middles = [line.middle for line in labels]
        first, last = _WEIGHTS[anchor]
        self._at = {(start, end): first * middles[start] + last * middles[end - 1] for start, end in inner}
        self._lone = {lines: cost + self._lonely(labels, *lines) for lines, cost in inner.items()}
        self.rows, self.cost = self._best(len(labels))
        self._owners = {line: at for start, end, at in self.rows for line in range(start, end)}
        self.cost += 0.0 if anchor == "middle" else _ALONE  # tables are set so unless they show otherwise

    def _lonely(self, labels: Sequence[TextRow], start: int, end: int) -> float:
        """The cost of a label without figures: more where figures stand beside it, or lines nearer than rows do, and
        less where the next lines are as far away as rows are.
        """
        if self._beside[start, end]:
            return 3 * _ALONE
        pitch = min((two - one for one, two in pairwise(self._figures)), default=0.0)
        gaps = [labels[at].middle - labels[at - 1].middle for at in (start, end) if 0 < at < len(labels)]
        if min(gaps, default=pitch) < _CLOSE * pitch:
            return 2 * _ALONE
        far = _ROWS / _SPREAD * self._spread
        return _EVEN if gaps and min(gaps) > far and max(gaps) * _CLOSE <= pitch else _ALONE

    def _label(self, lines: tuple[int, int], figure: int) -> float:
        """The cost of taking lines, or none, for the label of a line of figures; no other figures should stand beside
        them.
        """
        if lines not in self._inner:
            return _ALONE if lines[0] == lines[1] else float("inf")
        if lines == self._framed.get(figure):
            return self._inner[lines]
        others = max(0, self._beside[lines] - 1) * 3 * _ALONE
        return others + ((self._at[lines] - self._figures[figure]) / self._spread) ** 2 + self._inner[lines]

    def _best(self, n: int) -> tuple[list[tuple[int, int, int | None]], float]:
        m = len(self._figures)
        cost = [[float("inf")] * (m + 1) for _ in range(n + 1)]
        step: list[list[tuple[int, int]]] = [[(0, 0)] * (m + 1) for _ in range(n + 1)]
        cost[0][0] = 0.0
        for i in range(n + 1):
            blocks = [(start, i) for start in range(max(0, i - _MOST_LINES), i) if (start, i) in self._inner]
            for j in range(m + 1):
                options = [(cost[i][j - 1] + _ALONE, (i, j - 1))] if j else []
                options += [(cost[lines[0]][j] + self._lone[lines], (lines[0], j)) for lines in blocks]
                if j:
                    options += [(cost[b[0]][j - 1] + self._label(b, j - 1), (b[0], j - 1)) for b in blocks]
                if options and (found := min(options))[0] < cost[i][j]:
                    cost[i][j], step[i][j] = found
        return _traced(step, n, m), cost[n][m]

    def is_disputed(self, index: int, other: _Way) -> bool:
        """Whether another way gives a row's figures to another line. Where it only adds lines to the label, or takes
        some off, beside which no figures stand, the label's wording must tell.
        """
        start, end, at = row = self.rows[index]
        if row in other.rows:
            return False
        if at is None:  # the figures that its lines have there are another line's here
            taken = {other._owners[line] for line in range(start, end)} - {None}
            own = [number for number, (_, _, figures) in enumerate(self.rows) if figures in taken]
            return len(own) < len(taken) or any(self.is_disputed(number, other) for number in own)
        rival = next((one for one in other.rows if one[2] == at), row)
        shared = range(max(start, rival[0]), min(end, rival[1]))
        moved = set(range(start, end)) ^ set(range(rival[0], rival[1]))
        level = any(abs(self._middles[line] - self._figures[at]) <= self._spread for line in shared)
        return not level or any({self._owners[line], other._owners[line]} != {at, None} for line in moved)

    def is_unsure(self, index: int) -> bool:
        """Whether a row would fit nearly as well with a line more or less at either end."""
        return any(
            self._rival(upper, lower, shift) < _CLEAR
            for upper, lower in ((index - 1, index), (index, index + 1))
            for shift in (-1, 1)
            if upper >= 0 and lower < len(self.rows)
        )

    def _rival(self, upper: int, lower: int, shift: int) -> float:
        """How much more it costs to move the border between two rows by a line; infinite where that cannot be."""
        (start, middle, one), (_, end, two) = self.rows[upper], self.rows[lower]
        moved = middle + shift
        if not start < moved < end or one is None or two is None:
            return float("inf")
        now = self._label((start, middle), one) + self._label((middle, end), two)
        return self._label((start, moved), one) + self._label((moved, end), two) - now


def _traced(step: Sequence[Sequence[tuple[int, int]]], i: int, j: int) -> list[tuple[int, int, int | None]]:
    """The rows of the cheapest way: lines [start, end), and the line of figures."""
    rows: list[tuple[int, int, int | None]] = []
    while i or j:
        before, taken = step[i][j]
        rows.append((before, i, j - 1 if taken < j else None))
        i, j = before, taken
    return rows[::-1]
