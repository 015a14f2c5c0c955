"""Page numbers that are printed across a table: where one is longer than its page, it runs over the page's foot.

They are told by the other pages: there they stand alone at the same place, and count on with the pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from pipeline.extract.model import Glyph, TextLine

_OUTER = 0.12
"""Page numbers stand in this part of a page's height, at the top or the foot."""
_LONGEST = 12
"""The line of a page number has at most so many characters."""
_WIDE = 90.0
"""And is at most so wide (points)."""
_SAME_HEIGHT, _SAME_PLACE = 1.5, 4.0
"""What stands at the same place of two pages is so near (points)."""
_CLOSE = 20.0
"""What is farther above or below a page number than so (points) leaves it alone."""
_LEVEL = 3.0
"""What stands beside a page number has its middle less than so far (points) above or below that."""
_OTHERS, _ASKED = 2, 4
"""So many other pages must show where the numbers stand, of so many that are asked."""


def overprinted(
    lines: Sequence[Sequence[TextLine]],
    heights: Sequence[float],
    glyphs: Sequence[Sequence[Glyph]],
    all_glyphs: Callable[[int], Sequence[Glyph]],
) -> dict[int, frozenset[Glyph]]:
    """The glyphs of page numbers that stand beside the text of a table, by the index of their page.

    For each page: its lines of text outside of tables, its height (points), and its glyphs, none where it has no table
    for certain; all_glyphs gives them for any page.
    """
    shown = _numbered(lines)
    if len(shown) < _OTHERS:
        return {}
    first = next(iter(shown.values())) - next(iter(shown))
    found = {}
    for page, own in enumerate(glyphs):
        number = str(page + first)
        outer = _in_company(_levels(_outer(own, heights[page])))
        if number not in "".join(glyph.text for glyph in outer):
            continue
        others = [other for other in shown if other != page][:_ASKED]
        marks = [_lonely(_outer(all_glyphs(other), heights[other])) for other in others]
        marked = [glyph for glyph in outer if sum(any(_is_at(glyph, mark) for mark in own) for own in marks) >= _OTHERS]
        digits = "".join(glyph.text for glyph in marked if glyph.text.isdecimal())
        if digits and not digits.replace(number, ""):
            found[page] = frozenset(marked)
    return found


def _numbered(lines: Sequence[Sequence[TextLine]]) -> dict[int, int]:
    """The pages, by index, that seem to show their number, and it: as far as they count alike."""
    numbers = [
        (page, int(number))
        for page, own in enumerate(lines)
        for line in own
        if len(line.text) <= _LONGEST
        for number in re.findall(r"\d{1,3}", line.text)
    ]
    steps = Counter(number - page for page, number in set(numbers))
    if not steps:
        return {}
    step = steps.most_common(1)[0][0]
    return {page: number for page, number in numbers if number - page == step}


def _outer(glyphs: Sequence[Glyph], height: float) -> list[Glyph]:
    top, foot = _OUTER * height, (1 - _OUTER) * height
    return [glyph for glyph in glyphs if glyph.bottom < top or glyph.top > foot]


def _levels(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs of about one height together."""
    found: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=_middle):
        if found and _middle(glyph) - _middle(found[-1][0]) <= _LEVEL:
            found[-1].append(glyph)
        else:
            found.append([glyph])
    return found


def _middle(glyph: Glyph) -> float:
    return (glyph.top + glyph.bottom) / 2


def _is_wide(level: Sequence[Glyph]) -> bool:
    return max(glyph.x1 for glyph in level) - min(glyph.x0 for glyph in level) > _WIDE


def _in_company(levels: Sequence[list[Glyph]]) -> list[Glyph]:
    """What stands close to lines longer than those of page numbers, or in them."""
    wide = [_middle(level[0]) for level in levels if _is_wide(level)]
    near = [level for level in levels if any(abs(_middle(level[0]) - middle) <= _CLOSE for middle in wide)]
    return [glyph for level in near for glyph in level]


def _lonely(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """What stands in lines as short as those of page numbers."""
    return [glyph for level in _levels(glyphs) if not _is_wide(level) for glyph in level]


def _is_at(glyph: Glyph, mark: Glyph) -> bool:
    """Whether a glyph stands where one of another page's number does, and is the same, or another digit."""
    same = glyph.text == mark.text or (glyph.text.isdecimal() and mark.text.isdecimal())
    return (
        same
        and abs(_middle(glyph) - _middle(mark)) <= _SAME_HEIGHT
        and abs(glyph.x0 + glyph.x1 - mark.x0 - mark.x1) / 2 <= _SAME_PLACE
    )
