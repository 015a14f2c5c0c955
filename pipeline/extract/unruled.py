"""Tables without lines, or with few of them: grids from where the words stand.

Lines of figures are found first (blocks.py). Columns come from the figures and the labels above them (columns.py,
header.py), rows from the lines of figures and the blocks of text on their left (stub.py, gutters.py). Rules that are
drawn part columns and rows as far as they go. A table that goes on over pages has one set of columns, for which all its
pages give evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.blocks import Block, blocks, rest_in_frame, rest_of
from pipeline.extract.columns import bands_of, border_of, lean_of
from pipeline.extract.drafting import grid_of
from pipeline.extract.grid import Grid, Rule, Span, merge_rules
from pipeline.extract.header import Block as Label
from pipeline.extract.header import block_of, header_of, with_justified
from pipeline.extract.model import Glyph
from pipeline.extract.running import without_heads
from pipeline.extract.words import Word, words

_MANY_COLUMNS = 8
"""So many columns are as many as another table's not by chance."""
_MANY_RULES, _SAME_END = 5, 3.0
"""So many level lines that end together, but for so much (points), tell where a table ends."""


class Sheet(NamedTuple):
    """What is known of a page: its glyphs, the rules that are drawn on it, the first of the tables whose lines are all
    there, and its lines of text where its glyphs are not known.
    """

    glyphs: Sequence[Glyph]
    horizontal: Sequence[Rule] = ()
    vertical: Sequence[Rule] = ()
    drawn: Grid | None = None
    texts: Sequence[str] = ()


def sheet_without(
    grids: Sequence[Grid], glyphs: Sequence[Glyph], horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> Sheet:
    """What is left of a page without the tables whose lines are all there."""
    outside = [
        glyph
        for glyph in glyphs
        if not any(
            grid.xs[0] <= (glyph.x0 + glyph.x1) / 2 < grid.xs[-1]
            and grid.ys[0] <= (glyph.top + glyph.bottom) / 2 < grid.ys[-1]
            for grid in grids
        )
    ]
    return Sheet(outside, horizontal, vertical, highest(grids))


def highest(grids: Sequence[Grid]) -> Grid | None:
    """The first of some tables of a page."""
    return min(grids, key=lambda grid: grid.ys[0], default=None)


def find_tables(sheets: Sequence[Sheet]) -> list[dict[Grid, frozenset[Span]]]:
    """The tables without lines on each of successive pages, from top to bottom, with those of their cells whose row or
    column has a near rival.
    """
    pages = without_heads([_words(sheet) for sheet in sheets], [sheet.texts for sheet in sheets])
    found = [
        blocks(page, sheet.horizontal, merge_rules(sheet.vertical)) for sheet, page in zip(sheets, pages, strict=True)
    ]
    for above, below, page, sheet in zip(found, found[1:], pages[1:], sheets[1:], strict=False):
        known = _known_header(above[-1], below[0], page) if above and below and below[0].rows else ()
        if known != ():
            below[:] = blocks(page, sheet.horizontal, merge_rules(sheet.vertical), known)
        if not (above and above[-1].is_blank and above[-1].labels):
            continue
        framed = rest_in_frame(above[-1], page, merge_rules(sheet.vertical))
        if framed is not None:
            below[:] = [framed[0], *(block for block in below if min(w.middle for w in block.words) > framed[1])]
        elif not below or below[0].has_header:
            rest = rest_of(above[-1], page, below)
            below[:0] = [rest] if rest is not None else []
    groups = _groups(found)
    columns = {
        id(block): group
        for group, following in zip(groups, [*groups[1:], []], strict=False)
        for block in group
        if _stands(group) or (following and _counts_alike(group[-1], following[0]))
    }
    for own, following in zip(found, sheets[1:], strict=False):
        if own and following.drawn is not None:
            header = _head_of_drawn(replace(own[-1], foot=None), following.drawn)
            if header is not None:
                columns[id(header)], own[-1] = [header], header
    drafted = []
    lean = lean_of({id(group): group for group in columns.values()}.values())
    for own in found:
        grids = [grid_of(block, columns[id(block)], lean) for block in own if id(block) in columns]
        drafted.append(dict(grid for grid in grids if grid is not None))
    return drafted


def _known_header(upper: Block, lower: Block, page: Sequence[Word]) -> Sequence[Word] | None:
    """The header of the first figures of a page, where the page before tells it and blank rows stand above them: None
    if they have none, () if nothing is known. page: its words.
    """
    again = _repeated_header(upper, page)
    if again and not set(again) & set(lower.above):
        return again
    return None if _has_labels_above(upper, lower) else ()


def _repeated_header(block: Block, page: Sequence[Word]) -> list[Word]:
    """The words of a block's header as the next page repeats them at its top; none if it does not. page: the words of
    that one.
    """
    header = [*block.headings, *block.above]
    if not (block.has_header and page):
        return []
    top, first = (min(word.middle for word in words) for words in (header, page))
    below = {_place(word, first): word for word in page}
    found = [below.get(_place(word, top)) for word in header]
    return [word for word in found if word is not None] if None not in found else []


def _has_labels_above(upper: Block, lower: Block) -> bool:
    """Whether what seems to be the header of a block is labels of blank rows, with which a page begins: it ends left of
    all figures, also of those on the page before, where all columns of figures below have their labels.
    """
    if not (upper.has_header and upper.rows and lower.has_header):
        return False
    start = min(upper.right, lower.right)
    ends_left = all(word.box[2] <= start for word in (*lower.headings, *lower.above))
    return ends_left and all(_over(column, upper.above) for column in lower.columns)


def _place(word: Word, top: float) -> tuple[str, int, int]:
    """What a word says, and where it stands below a height."""
    return word.text, round(word.box[0] / _SAME_END), round((word.middle - top) / _SAME_END)


def _words(sheet: Sheet) -> list[Word]:
    """The words of a page, but not those on the margin, on the right of a table most of whose level lines end there."""
    found = words(sheet.glyphs, sheet.vertical)
    rules = sheet.horizontal
    if len(rules) < _MANY_RULES:
        return found
    top, bottom = min(rule.at for rule in rules), max(rule.at for rule in rules)
    right = max(rule.end for rule in rules)
    if 2 * sum(rule.end >= right - _SAME_END for rule in rules) <= len(rules):
        return found
    return [word for word in found if word.is_figure or not (top < word.middle < bottom and word.box[0] > right)]


def _groups(found: Sequence[Sequence[Block]]) -> list[list[Block]]:
    """Blocks that have their columns in common: those which go on over the edge of a page, and each other one alone."""
    groups: list[list[Block]] = []
    last: Block | None = None
    for page in found:
        for index, block in enumerate(page):
            if index == 0 and last is not None and not last.rows:
                last.above = with_justified(last.above, block.columns)
                if not (block.has_header or block.labels):
                    last.foot = None  # its row, which has no label, may be on this page
            if index == 0 and last is not None and _goes_on(groups[-1], block):
                if _heads(last, block):
                    block.above, block.headings = [*block.headings, *block.above], []
                groups[-1].append(block)
            else:
                groups.append([block])
            last = block
        if not page:
            last = None
    return groups


def _stands(group: Sequence[Block]) -> bool:
    """Whether blocks make a table: one of them by itself, or a header and the figures on the next page."""
    return any(block.stands_alone for block in group) or (len(group) > 1 and any(block.has_header for block in group))


def _many_labels(block: Block) -> Sequence[Label]:
    """The labels of columns that a header alone has, none if they are few."""
    labels = header_of(block.above, ()).leaves if block.is_header else ()
    return labels if len(labels) >= _MANY_COLUMNS else ()


def _counts_alike(upper: Block, lower: Block) -> bool:
    """Whether a header at the foot of a page has as many labels, and many, as a row at the top of the next has figures,
    but at other places: the pages are not as large, or lie otherwise. Each is a table then, and their order pairs them.
    """
    labels, figures = _many_labels(upper), lower.columns
    if not labels or len(labels) != len(figures) or lower.has_header or len(lower.rows) != 1:
        return False
    spans = [(min(own.x0, x0), max(own.x1, x1)) for own, (x0, x1) in zip(labels, figures, strict=True)]
    return any(one[1] >= two[0] for one, two in pairwise(spans))


def _head_of_drawn(block: Block, grid: Grid) -> Block | None:
    """A header alone, if it has as many labels as cells are in the first row of the table on the next page whose lines
    are all there, and many, or between the same upright lines, or, without these, each above the middle of its cell:
    stripes and upright lines may draw figures, and no header.
    """
    labels = _many_labels(block) or _labels_above_middles(block, grid)
    if _stands_over(block, grid):
        block = replace(block, above=with_justified(block.above, list(pairwise(grid.xs))))
        labels = header_of(block.above, ()).leaves
    alike = 0 < len(labels) == len(grid.xs) - 1 == sum(1 for span in grid.spans if span.row == 0)
    return block if alike else None


def _labels_above_middles(block: Block, grid: Grid) -> Sequence[Label]:
    """The labels of a header alone that has no upright rules, if each is above the middle of a column of a table."""
    labels = header_of(block.above, ()).leaves if block.is_header and not block.vertical else ()
    middles = [(x0 + x1) / 2 for x0, x1 in pairwise(grid.xs)]
    em = max((word.em for word in block.above), default=0.0)
    alike = len(labels) == len(middles) and all(
        abs((own.x0 + own.x1) / 2 - middle) < em / 2 for own, middle in zip(labels, middles, strict=True)
    )
    return labels if alike else ()


def _stands_over(block: Block, grid: Grid) -> bool:
    """Whether upright rules run beside all labels of a header alone, at the places of all borders of the table."""
    middles = [(own.top + own.bottom) / 2 for own in header_of(block.above, ()).leaves]
    top, bottom = min(middles, default=0.0), max(middles, default=0.0)
    beside = [rule.at for rule in block.vertical if rule.start <= top and bottom <= rule.end]
    return block.is_header and all(any(abs(at - x) <= _SAME_END for at in beside) for x in grid.xs)


def _goes_on(group: Sequence[Block], lower: Block) -> bool:
    """Whether a block could be the rest of some that have their columns in common, up to the end of the page before."""
    upper = group[-1]
    cut = _heads(upper, lower)
    if _counts_alike(upper, lower):
        return False
    headed = [block for block in group if block.has_header]
    if lower.has_header and headed and not (cut or _same_header(headed[-1], lower)):
        return False
    together = [*group, lower]
    left, right = border_of(together)
    if left >= right:
        return False
    if cut:
        return True
    if not any(block.rows for block in group):
        labels = header_of([word for block in group for word in block.above if word.box[0] >= left], ()).leaves
        return len(labels) == len(bands_of(together)) >= len(bands_of([lower]))
    return len(bands_of(together)) == max(len(bands_of(group)), len(bands_of([lower])))


def _heads(upper: Block, lower: Block) -> bool:
    """Whether the header of a block seems to be cut by the edge of the page: its upper part stands alone above it, or
    has the labels that the lower one lacks.
    """
    if not (upper.is_header and lower.rows and lower.has_header):
        return False
    if _completes(upper, lower):
        return True
    if lower.headings:
        return False
    above, below = block_of([*upper.headings, *upper.above]), block_of(lower.words)
    em = lower.above[0].em
    return below.x0 - em <= above.x0 and (above.x1 <= below.x1 + em or _ends(upper, lower))


def _completes(upper: Block, lower: Block) -> bool:
    """Whether columns of figures have no label of their own in the header of a block, but each one in that of the block
    on the page before: what stands alone above the others in the lower part then heads some columns, not the table.
    """
    bare = [column for column in lower.columns if not _over(column, lower.above)]
    return (bool(bare) and all(_over(column, upper.above) for column in bare)) or _ends(upper, lower)


def _ends(upper: Block, lower: Block) -> bool:
    """Whether the last column of figures in a block has its label in the header on the page before, beyond all labels
    of its own, and not farther away than columns are from each other: figures may be set to the left of theirs.
    """
    end, starts = max(word.box[2] for word in lower.above), [x0 for x0, _ in lower.columns]
    beyond = [word.box[0] for word in upper.above if word.box[0] >= end]
    if len(starts) < 2 or len(beyond) != 1:
        return False
    return end <= starts[-1] <= beyond[0] < 2 * starts[-1] - starts[-2]


def _over(column: tuple[float, float], words: Sequence[Word]) -> bool:
    return any(min(word.box[2], column[1]) > max(word.box[0], column[0]) for word in words)


def _same_header(upper: Block, lower: Block) -> bool:
    texts = [{word.text for word in block.above if word.box[0] >= block.left} for block in (upper, lower)]
    return len(texts[0] & texts[1]) > len(texts[0] | texts[1]) / 2
