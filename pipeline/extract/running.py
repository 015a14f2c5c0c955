"""Running heads: what stands alone at the top or the foot of most pages, at the same height, belongs to no table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.extract.stitch import is_page_number
from pipeline.extract.stub import text_rows
from pipeline.extract.words import Word

_LEAST = 7
"""A running head on some pages only has at least so many characters: the headers that pages repeat begin with shorter
labels.
"""
_ALL = 3
"""A shorter one stands on all pages, so many at least, of which some may have no words to look for tables in."""
_LEVEL = 1.5
"""It stands as high on every page, but for so much (points)."""
_APART = 1.0
"""It stands at least so many ems apart from the text."""


class _Head(NamedTuple):
    """A line by which running heads are known: its letters, and its height in points."""

    text: str
    middle: float


def without_heads(pages: Sequence[Sequence[Word]], others: Sequence[Sequence[str]] = ()) -> list[list[Word]]:
    """The words of each page but those of its running heads. others: the lines of text of pages without words."""
    outer = [_outer_lines(page) for page in pages]
    elsewhere = [{_letters(line) for line in lines} for lines in others]
    everywhere = sum(1 for page in pages if page)
    most = max(2, len(pages) // 2 + 1)

    def runs(head: _Head) -> bool:
        having = sum(1 for lines in outer if any(_is_same(head, other) for other in lines))
        if len(head.text) >= _LEAST:
            return having >= most
        return having == everywhere and having + sum(head.text in lines for lines in elsewhere) >= _ALL

    found = []
    for page, lines in zip(pages, outer, strict=True):
        heads = {word for head, own in lines.items() if runs(head) for word in own}
        found.append([word for word in page if word not in heads])
    return found


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", text)


def _is_same(one: _Head, other: _Head) -> bool:
    return one.text == other.text and abs(one.middle - other.middle) <= _LEVEL


def _outer_lines(page: Sequence[Word]) -> dict[_Head, tuple[Word, ...]]:
    """The first and the last line of a page, but for page numbers, where it stands apart from the others."""
    lines = [line for line in text_rows(page) if not is_page_number("".join(word.text for word in line.words))]
    found = {}
    for line, following in ((lines[0], lines[1]), (lines[-1], lines[-2])) if len(lines) > 1 else ():
        text = _letters("".join(word.text for word in sorted(line.words, key=lambda word: word.box[0])))
        gap = max(following.top - line.bottom, line.top - following.bottom)
        if text and gap > _APART * line.words[0].em:
            found[_Head(text, line.middle)] = line.words
    return found
