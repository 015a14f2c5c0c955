"""Pages whose tables lie on their side: turned upright for reading, and the boxes of what was read turned back.

Landscape tables are often put on portrait pages so, and scanned or printed files are saved with the wrong side up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.extract.grid import Grid
from pipeline.extract.model import Extraction, Glyph, Turn, with_turns
from pipeline.extract.rewritten import rewriting

_ENOUGH = 12
"""So many glyphs in tables tell how a page lies; a stub set on its side has fewer."""


def turn_of(page: int, size: tuple[float, float], grids: Sequence[Grid], glyphs: Sequence[Glyph]) -> tuple[Turn, ...]:
    """How a page lies, where most of the text in its tables, or on a page without tables, is not upright; else nothing.

    page: 1-based; size: its width and height as displayed, in points.
    """
    if not any(glyph.angle for glyph in glyphs):
        return ()
    angles = Counter(glyph.angle for glyph in glyphs if not grids or any(_inside(glyph, grid) for grid in grids))
    if angles.total() < _ENOUGH:
        return ()
    angle, count = angles.most_common(1)[0]
    return (Turn(page, angle, *size),) if angle and count > angles.total() / 2 else ()


def _inside(glyph: Glyph, grid: Grid) -> bool:
    return grid.xs[0] <= glyph.x0 < grid.xs[-1] and grid.ys[0] <= glyph.top < grid.ys[-1]


def upright(document: bytes, turns: Iterable[Turn]) -> bytes:
    """The PDF with its turned pages rotated, their tables upright. Raises UnreadableError where qpdf fails."""
    with rewriting(document) as (pdf, out):
        for turn in turns:
            pdf.pages[turn.page - 1].rotate(-turn.angle, relative=True)
    return out.getvalue()


def as_displayed(extraction: Extraction, turns: Sequence[Turn]) -> Extraction:
    """What was read from upright pages, with its boxes where the document displays them."""
    return replace(with_turns(extraction, turns), turned=tuple(turns))
