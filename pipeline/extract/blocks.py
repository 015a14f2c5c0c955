"""Where on a page tables without lines may stand: lines of figures, with what stands above and beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pipeline.extract.bare_headers import GAP, TALL, Bare, bare_headers, header_alone, labels_rows
from pipeline.extract.figure_lines import figure_lines
from pipeline.extract.grid import MIN_CELL, Rule
from pipeline.extract.header import near_in, united, with_full_lines, with_justified
from pipeline.extract.stitch import is_page_number
from pipeline.extract.stub import ITEM, TextRow, text_rows, words_of
from pipeline.extract.words import Word

_HEADER_GAP = 4.5
"""Lines of a header stand at most so many ems apart."""
_WIDER = 1.5
"""A gap in a header is at most so much wider than those below it; what stands farther above is the page's."""
_POSTS = 3
"""So many upright rules that go on over a page are those of one table."""
_BESIDE = 1.0
"""A line of a label stands at most so many ems above or below its figures, or there is one between them."""
_BROAD = 0.45
"""A word broader than this part of the columns is no label of some of them."""
_NEXT = 2.0
"""What stands less than so many ems right of the labels, and left of all figures, is no label of a column."""
_LEVEL = 0.3
"""Words are at one height, or as far above a height as below, if not more than so many ems apart."""
_AMIDST = 2.0
"""The heading of some rows stands at most so many ems beside the middle of what stands in its table."""
_LINES, _CENTRED = 1.45, 0.25
"""Lines of one centred label above others are at most so many ems apart, if no lower ones are, and their middles out of
line.
"""


@dataclass
class Block:
    """Lines of figures under one header, if it has one.

    `rows` are their cells, `above` the words of the header with the text in its corner, `headings` what stands above
    that by itself, `labels` the words on the left, `across` the headings of some of its rows, each on a line of its own
    over the whole table. Columns begin right of `left`, not right of `right`. The rules are those of its page. Without
    figures, it is a header at the foot of a page, or has labels of rows that are blank, or one row without a label,
    which ends at `foot`.
    """

    rows: list[list[Word]]
    above: list[Word] = field(default_factory=list)
    labels: list[Word] = field(default_factory=list)
    headings: list[Word] = field(default_factory=list)
    left: float = float("-inf")
    right: float = float("inf")
    horizontal: Sequence[Rule] = ()
    vertical: Sequence[Rule] = ()
    foot: float | None = None
    across: list[Word] = field(default_factory=list)

    @property
    def words(self) -> list[Word]:
        """All of its words."""
        return [*self.headings, *self.above, *self.labels, *self.across, *(word for row in self.rows for word in row)]

    @property
    def figures(self) -> list[float]:
        """The heights of its lines of figures: of most of them, where a number goes on above or below the others."""
        return [median(word.middle for word in row) for row in self.rows]

    @property
    def columns(self) -> list[tuple[float, float]]:
        """From where to where its columns of figures reach, from left to right."""
        return united((word.box[0], word.box[2]) for row in self.rows for word in row)

    @property
    def posts(self) -> list[float]:
        """Where upright rules stand that run beside all of its figures, from left to right."""
        top, bottom = min(self.figures, default=0.0), max(self.figures, default=0.0)
        return sorted(rule.at for rule in self.vertical if self.rows and rule.start <= top and bottom <= rule.end)

    @property
    def stands_alone(self) -> bool:
        """Whether it could be a table by itself: figures or blank rows with a header, or several figures."""
        return (self.has_header and (self.is_blank or bool(self.rows))) or sum(map(len, self.rows)) > 1

    @property
    def is_blank(self) -> bool:
        """Whether its rows are there, and all of them blank."""
        return not self.rows and (bool(self.labels) or self.foot is not None)

    @property
    def is_header(self) -> bool:
        """Whether it is nothing but a header, and its rows are on the next page, if there are any."""
        return self.has_header and not (self.rows or self.is_blank)

    @property
    def has_header(self) -> bool:
        """Whether labels of columns stand above its figures."""
        return any(word.box[0] >= self.left for word in self.above)


def blocks(
    words: Sequence[Word],
    horizontal: Sequence[Rule] = (),
    vertical: Sequence[Rule] = (),
    header: Sequence[Word] | None = (),
) -> list[Block]:
    """The blocks of a page, from top to bottom. horizontal, vertical: the rules that are drawn on it; header: that of
    the first block, if it is known, None if it is known to have none.
    """
    lines, rows = text_rows(words), figure_lines(words)
    bare = bare_headers(lines, {word for row in rows for word in row})
    found: list[Block] = []
    start = 0
    for one in bare:
        part = words_of(lines[start : one.start])
        own = _with_figures(part, rows, horizontal, vertical)
        _take_labels(own, part)
        found += [*own, _blank(one, horizontal, vertical)]
        start = one.end
    rest = words_of(lines[start:])
    own = _with_figures(rest, rows, horizontal, vertical, () if found else header)
    floor = max(word.box[3] for row in own[-1].rows for word in row) if own else 0.0
    border = own[-1].left + 1 if own and own[-1].stands_alone else float("-inf")
    alone = header_alone(text_rows(rest), floor, border)
    if alone:
        own.append(Block([], alone, horizontal=horizontal, vertical=vertical))
        _take_headings(own[-1])
    _take_labels(own, rest)
    return found + own


def _blank(bare: Bare, horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Block:
    """A header with rows that are blank."""
    header, labels = with_full_lines(bare.header), bare.labels
    block = Block([], header, labels, [], bare.left, bare.right, horizontal, vertical, bare.foot)
    _take_headings(block)
    hanging = _hanging(block, block.labels)
    block.above += hanging
    block.labels = [word for word in block.labels if word not in hanging]
    return block


def rest_of(block: Block, page: Sequence[Word], own: Sequence[Block]) -> Block | None:
    """The last labels of a block of blank rows that the end of its page cuts: those at the top of the next page.

    page: the words of that one; own: its blocks.
    """
    lines = text_rows(page)
    floor = min((word.box[1] for word in own[0].words), default=0.0) if own else float("inf")
    columns = [word for word in block.above if word.box[0] >= block.right]
    em = max(word.em for word in block.labels)
    found: list[TextRow] = []
    for line in lines:
        far = found and line.top - found[-1].bottom > GAP * em
        if far or line.bottom > floor or not labels_rows(line, em, columns, block.labels):
            break
        found.append(line)
    if not found:
        return None
    labels = words_of(found)
    left = max(block.left, *(word.box[2] for word in labels))
    return Block([], [], labels, [], left, block.right, block.horizontal, block.vertical)


def rest_in_frame(block: Block, page: Sequence[Word], vertical: Sequence[Rule]) -> tuple[Block, float] | None:
    """The rows on the next page of a block of blank rows whose upright rules go on there, blank like them, and how far
    down they reach. page: the words of that page; vertical: its rules.
    """
    top, last = min(word.middle for word in block.labels), max(word.middle for word in block.labels)
    posts = [rule.at for rule in block.vertical if rule.start < top and last < rule.end and rule.at > block.left - 1]
    rules = [next((rule for rule in vertical if abs(rule.at - at) < MIN_CELL), None) for at in posts]
    found = [rule for rule in rules if rule is not None]
    start, end = max((rule.start for rule in found), default=0.0), min((rule.end for rule in found), default=0.0)
    inside = [word for word in page if start < word.middle < end]
    if len(found) < max(len(posts), _POSTS) or not inside or any(word.box[2] > posts[0] + 1 for word in inside):
        return None
    return Block([], [], inside, [], posts[0], block.right, (), vertical), end


def _with_figures(
    words: Sequence[Word],
    rows: Iterable[list[Word]],
    horizontal: Sequence[Rule],
    vertical: Sequence[Rule],
    header: Sequence[Word] | None = (),
) -> list[Block]:
    """The blocks of a part of a page that have figures, without labels. rows: the lines of figures of all of it;
    header: that of the first block, as of blocks.
    """
    part = set(words)
    own = [row for row in rows if row[0] in part]
    found = [
        Block(rows, horizontal=horizontal, vertical=vertical, across=across) for rows, across in _parted(own, words)
    ]
    for index, block in enumerate(found):
        floor = max(word.middle for word in found[index - 1].rows[-1]) if index else float("-inf")
        _find_header(block, words, floor, () if index else header)
    return found


def _take_labels(found: Sequence[Block], words: Sequence[Word]) -> None:
    for index, block in enumerate(found):
        below = found[index + 1] if index + 1 < len(found) else None
        if block.rows:
            _find_labels(block, words, found[index - 1] if index else None, below)


def _parted(rows: Sequence[list[Word]], words: Sequence[Word]) -> list[tuple[list[list[Word]], list[Word]]]:
    """Lines of figures by blocks, with the headings over some of their rows: other text among the columns, between two
    of the lines, is the header of the next block.
    """
    found: list[tuple[list[list[Word]], list[Word]]] = []
    for row in rows:
        between = _between(found[-1][0], row, words) if found else []
        if found and (not between or _heads_rows(between, found[-1][0], row, words)):
            found[-1][0].append(row)
            found[-1][1].extend(between)
        else:
            found.append(([row], []))
    return found


def _beside(words: Iterable[Word], row: Sequence[Word]) -> list[Word]:
    """The words at the height of a line of figures, or of labels over two lines beside it."""
    middle, em = sum(word.middle for word in row) / len(row), row[0].em
    return [word for word in words if abs(word.middle - middle) < _BESIDE * em]


def _heads_rows(
    between: Sequence[Word], above: Sequence[list[Word]], row: Sequence[Word], words: Sequence[Word]
) -> bool:
    """Whether what stands between lines of figures and a further one heads rows of their table: one line in its middle,
    with nothing beside it, above figures in the same columns as those before it.
    """
    heading = between[0]
    columns = united((word.box[0], word.box[2]) for own in above for word in own)
    below = united((word.box[0], word.box[2]) for own in (*above, row) for word in own)
    if len(between) > 1 or not len(row) == len(columns) == len(below):
        return False
    own = [w for line in (*above, row) for w in (*line, *_beside(words, line))]
    middles = min(w.box[0] for w in own) + max(w.box[2] for w in own) - heading.box[0] - heading.box[2]
    return _beside(words, between) == [heading] and abs(middles) < 2 * _AMIDST * heading.em


def _between(above: Sequence[list[Word]], row: Sequence[Word], words: Iterable[Word]) -> list[Word]:
    """The words in the columns of figures, or apart from the labels, between lines and a further one."""
    rows = [*above, row]
    start = min(word.box[0] for own in rows for word in own)
    ends = [w.box[2] for own in rows for w in _beside(words, own) if w.box[2] <= start]
    first = start
    start = min(start, max(ends) + row[0].em) if ends else start
    top, bottom = max(word.middle for word in above[-1]), min(word.middle for word in row)
    return [
        word
        for word in words
        if top + 0.5 * word.em < word.middle < bottom - 0.5 * word.em
        and (word.box[0] > start or word.box[2] > first)
        and not word.is_figure
    ]


def _find_header(block: Block, words: Sequence[Word], floor: float, header: Sequence[Word] | None = ()) -> None:
    """Find what stands above and beside a block's figures. floor: the height of the last figures above it; header: its
    header, if it is known: what stands between is labels of blank rows, and all of it where there is none (None).
    """
    figures = {word for row in block.rows for word in row}
    top, bottom = block.rows[0][0].middle, block.rows[-1][0].middle
    block.right = min(word.box[0] for word in figures)
    em = max(word.em for word in figures)
    beside = [w for w in words if w not in figures and top - _BESIDE * em < w.middle < bottom + _BESIDE * em]
    foot = max((word.box[3] for word in header or ()), default=top)
    beside += [word for word in words if foot < word.middle <= top - _BESIDE * em]
    block.labels = [word for word in beside if word.box[2] <= block.right]
    block.left = max((word.box[2] for word in block.labels), default=float("-inf"))
    posts = [at for at in block.posts if block.labels and block.left - 1 < at < block.right + 1]
    block.left = min(posts, default=block.left)
    for row, height in zip(block.rows, block.figures, strict=True):  # words in cells
        row += [w for w in beside if w.box[0] >= block.left and abs(w.middle - height) < 0.5 * em]
    right = max(word.box[2] for word in figures)
    above = [w for w in words if floor + 0.5 * em < w.middle < top - 0.5 * em]
    above = sorted(with_full_lines(above), key=lambda w: -w.box[3])
    if header is None:
        block.left = max([block.left, *(word.box[2] for word in above if word.box[2] <= block.right)])
        return
    above = list(header) or _header(block, above, right, min(w.box[1] for w in block.rows[0]))
    heads = [word for word in above if word.box[0] >= block.left]
    beside_labels = all(word.box[2] < block.right and word.box[0] < block.left + _NEXT * em for word in heads)
    if heads and beside_labels and not posts:
        # no column of figures below, no rule beside the labels: the rest of one
        block.labels += heads
        block.left = max(word.box[2] for word in heads)
    elif heads:
        highest = min(word.box[1] for word in heads) - 0.5 * em
        lowest = max(word.box[3] for word in heads)
        level = max(word.middle for word in heads) + 0.3 * em
        corner = [word for word in block.labels if word.middle <= level]
        block.labels = [word for word in block.labels if word.middle > level]
        block.above = [w for w in above if w in heads or (w not in corner and highest < w.middle <= lowest)] + corner
        block.above = with_justified(block.above, block.columns)
        _take_headings(block)
        hanging = _hanging(block, [*above, *block.labels])
        block.above += hanging
        block.labels = [word for word in block.labels if word not in hanging]


def _hanging(block: Block, words: Iterable[Word]) -> list[Word]:
    """Those of some words that are the last lines of the label in the corner of a header: they stand as far below its
    middle as the first ones above it, though the labels of the columns may end higher.
    """
    heads = [word for word in block.above if word.box[0] >= block.left]
    lowest = max((word.box[3] for word in heads), default=float("inf"))
    twice = min((word.box[1] for word in heads), default=0.0) + lowest
    return [
        lower
        for lower in dict.fromkeys(words)
        if lower.middle > lowest
        and any(
            abs(upper.middle + lower.middle - twice) < _LEVEL * upper.em
            and abs(upper.box[0] + upper.box[2] - lower.box[0] - lower.box[2]) < upper.em
            for upper in block.above
            if upper.box[0] < block.left
        )
    ]


def _find_labels(block: Block, words: Sequence[Word], above: Block | None, below: Block | None) -> None:
    """Find the labels beyond the first and the last figures of a block, as far as no other block has them."""
    em = max(word.em for row in block.rows for word in row)
    top, bottom = block.rows[0][0].middle - 0.5 * em, block.rows[-1][0].middle + 0.5 * em
    own = [*block.headings, *block.above]
    if own:
        start = max(word.box[3] for word in block.above if word.box[0] >= block.left) - 0.2 * em
    else:
        start = (
            max((word.middle for word in above.labels), default=above.rows[-1][0].middle) if above else float("-inf")
        )
    end = min((w.box[1] for w in below.words), default=0.0) if below else None
    right = min([block.right, *(word.box[0] for word in block.above if word.box[0] >= block.left)])
    free = [w for w in words if w.box[0] < block.left and w.box[2] <= right]
    free = [word for word in free if word not in own and word not in block.labels]
    upper = [w for w in free if start < w.middle < top]
    lower = [w for w in free if bottom < w.middle and (end is None or w.middle < end)]
    inside = float("inf") if own else 0.0  # nothing else stands below a header
    block.labels += [
        *_near(block, upper, up=True, within=inside),
        *_near(block, lower, up=False, within=_foot_of_frame(block, words)),
    ]


def _header(block: Block, above: Sequence[Word], right: float, edge: float) -> list[Word]:
    """The words above the figures as far as they stand over the columns or over the labels, not over both, nor above
    the name of a section.
    """
    size = max(word.em for word in block.words)
    left = min((word.box[0] for word in block.labels), default=block.right)
    found: list[Word] = []
    columns = [(word.box[0], word.box[2]) for row in block.rows for word in row]
    width = right - block.right
    x0, x1 = left, right  # of all columns: those without figures have labels
    widest = size
    for word in above:
        crosses = word.box[0] < block.left and word.box[2] > block.right
        over = sum(1 for start, end in columns if min(word.box[2], end) > max(word.box[0], start))
        broad = width > 6 * size and word.box[2] - word.box[0] > _BROAD * (x1 - x0) and over > 1
        section = ITEM.match(word.text) and len(_beside(above, [word])) == 1
        section = section and any(one.box[0] >= block.left for one in found)  # else a label of a blank row
        if section or crosses or broad or word.em > TALL * size or edge - word.box[3] > _HEADER_GAP * size:
            break
        if found and edge - word.box[3] > _WIDER * widest + size / 2:
            break
        widest = max(widest, edge - word.box[3])
        found.append(word)
        x0, x1, edge = min(x0, word.box[0]), max(x1, word.box[2]), min(edge, word.box[1])
    return found


def _take_headings(block: Block) -> None:
    """Set apart what stands alone on the first lines of a header, above all else: it heads the whole table. Not so the
    first line of a label of two.
    """
    rest = sorted(block.above, key=lambda word: word.box[1])
    while len(rest) > 1 and rest[0].box[3] <= rest[1].box[1] and any(word.box[0] >= block.left for word in rest[1:]):
        near = max(near_in(rest[1:]), min(near_in(block.above), _LINES * rest[0].em))
        if any(_is_next_line(rest[0], word, near) for word in rest[1:]):
            break
        block.headings.append(rest.pop(0))
    block.above = rest


def _is_next_line(upper: Word, lower: Word, near: float) -> bool:
    """Whether a word is the second line of a label: right below the first, and centred on it."""
    apart = lower.middle - upper.middle
    middles = (lower.box[0] + lower.box[2] - upper.box[0] - upper.box[2]) / 2
    return 0 < apart <= near and abs(middles) < _CENTRED * upper.em


def _foot_of_frame(block: Block, words: Iterable[Word]) -> float:
    """How far down the upright rules on both sides of a block go, where they begin with it, as those around a page do
    not, and nothing but labels stands between them below its figures.
    """
    own = block.words
    x0, x1 = min(word.box[0] for word in own), max(word.box[2] for word in own)
    top, last, reach = min(word.box[1] for word in own), max(block.figures), GAP * max(word.em for word in own)
    beside = [rule for rule in block.vertical if top - reach < rule.start < min(block.figures) and last < rule.end]
    lefts, rights = [rule.end for rule in beside if rule.at <= x0], [rule.end for rule in beside if rule.at >= x1]
    foot = min(max(lefts, default=0.0), max(rights, default=0.0))
    below = [word for word in words if last < word.box[1] and word.middle < foot]
    return foot if all(word.box[2] <= block.right for word in below) else 0.0


def _near(block: Block, words: Sequence[Word], *, up: bool, within: float = 0.0) -> list[Word]:
    """Words of the labels beyond the block's figures, as far as they follow each other closely, above them also as far
    as its rows are apart, or the frame or the header of the table reaches (down to `within`).
    """
    sign = -1 if up else 1
    edge = max((sign * word.middle for word in (*block.labels, *(w for row in block.rows for w in row))), default=0.0)
    em = max(word.em for row in (*block.rows, block.labels) for word in row)
    apart = min((lower - upper for upper, lower in pairwise(block.figures)), default=0.0) if up else 0.0
    reach = max(GAP * em, apart + _LEVEL * em)
    found: list[Word] = []
    for word in sorted(words, key=lambda word: sign * word.middle):
        # A single character is of a label that stands upright, such as the number it begins with. The number of a page
        # stands on a line by itself, and not in brackets, as that of a group, （四）, beside its first label does.
        is_label = word.turned or (len(word.text) == 1 and not word.is_figure)
        is_page = is_page_number(word.text) and not ITEM.match(word.text)
        is_page = is_page and not any(_LEVEL < abs(w.middle - word.middle) / em < 1 for w in words)
        is_other = not is_label and (word.em > TALL * em or is_page)
        if is_other or (sign * word.middle - edge > reach and word.middle > within):
            break
        found.append(word)
        edge = max(edge, sign * word.middle)
    return found
