"""Pages as a second reader sees them, from its own glyphs, lines and cells to an Extraction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.extract.assemble import PageContent, extraction, page_content
from pipeline.extract.folios import overprinted
from pipeline.extract.grid import MIN_CELL, Grid, Rule, find_grids
from pipeline.extract.model import Extraction, Glyph, Turn
from pipeline.extract.openness import drawn_whole, ends_with_labels, has_rows
from pipeline.extract.unruled import Sheet, find_tables, highest, sheet_without
from pipeline.extract.upright import turn_of

_GROUND = 0.5
"""An area over more than this part of a page is what its text stands on."""


class Lines(NamedTuple):
    """Horizontal and vertical lines of a page."""

    horizontal: list[Rule]
    vertical: list[Rule]


class Seen(NamedTuple):
    """What a reader finds on a page (1-based): its size (width and height in points), its glyphs, its tables as the
    reader sees them, all its lines with the sides of filled areas, and those without them.
    """

    number: int
    size: tuple[float, float]
    glyphs: Sequence[Glyph]
    found: Sequence[Grid]
    lines: Lines
    strokes: Lines


class _Look(NamedTuple):
    """A page as its lines draw it, the tables whose lines are all there, its glyphs, where others may stand, and how it
    lies, if not upright.
    """

    content: PageContent
    grids: Sequence[Grid]
    glyphs: Sequence[Glyph]
    sheet: Sheet
    turns: tuple[Turn, ...]


def is_ground(width: float, height: float, size: tuple[float, float]) -> bool:
    """Whether a filled area is the ground of its page, and its sides are no lines, whatever colour a reader takes it
    for: browsers paint it under all they print. size: of the page; all in points.
    """
    return width * height > _GROUND * size[0] * size[1]


def _look_at(page: Seen) -> _Look:
    """A page with its tables. Where its lines make more cells than those have that the reader finds, the lines count:
    finders that want every corner of a cell see nothing of dotted lines, and of tables open at a side or at the page's
    edge. Lines without any text are what a browser draws of the next row beyond the part of the page that shows.
    """
    number, size, seen, found, lines, strokes = page
    glyphs = [
        glyph
        for glyph in seen
        if 0 <= glyph.x0 + glyph.x1 <= 2 * size[0] and 0 <= glyph.top + glyph.bottom <= 2 * size[1]
    ]
    found = [grid for grid in found if grid.xs[0] >= -MIN_CELL and grid.xs[-1] <= size[0] + MIN_CELL]
    stroked = find_grids(*strokes)
    drawn = stroked or find_grids(*lines)
    most = max((found, drawn), key=lambda grids: sum(len(grid.spans) for grid in grids if len(grid.xs) > 2))
    grids = [grid for grid in most if len(grid.xs) > 2 and any(_stands_in(glyph, grid) for glyph in glyphs)]
    turns = turn_of(number, size, grids, glyphs)
    content = page_content(number, grids, glyphs)
    kept = drawn_whole(grids, content, glyphs, filled=not stroked)
    whole = grids and len(kept) == len(grids) and not (has_rows(*content) or ends_with_labels(*content, glyphs))
    if turns or whole:
        sheet = Sheet((), drawn=highest(grids), texts=[line.text for line in content[1]])
        return _Look(content, grids, glyphs, sheet, turns)
    return _Look(content, kept, glyphs, sheet_without(kept, glyphs, *lines), turns)


def _stands_in(glyph: Glyph, grid: Grid) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return grid.xs[0] < x < grid.xs[-1] and grid.ys[0] < y < grid.ys[-1]


def extraction_of(reader: str, pages: Sequence[Seen]) -> Extraction:
    """What the pages of a document hold, tables without lines included."""
    looks = [_look_at(page) for page in pages]
    for index, numbers in _numbers_on_tables(pages, looks).items():
        rest = [glyph for glyph in pages[index].glyphs if glyph not in numbers]
        looks[index] = _look_at(pages[index]._replace(glyphs=rest))
    unruled = find_tables([look.sheet for look in looks])
    contents = [
        page_content(number, [*look.grids, *found], look.glyphs, found) if found else look.content
        for number, (look, found) in enumerate(zip(looks, unruled, strict=True), start=1)
    ]
    return replace(extraction(reader, contents), turned=tuple(turn for look in looks for turn in look.turns))


def _numbers_on_tables(pages: Sequence[Seen], looks: Sequence[_Look]) -> dict[int, frozenset[Glyph]]:
    """The glyphs of page numbers that are printed across tables, by page."""
    return overprinted(
        [look.content[1] for look in looks],
        [page.size[1] for page in pages],
        [look.glyphs for look in looks],
        lambda page: looks[page].glyphs,
    )
