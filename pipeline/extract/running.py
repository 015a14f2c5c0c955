"""Running heads: what stands alone at the top or the foot of most pages, at the same height, belongs to no table."""

from __future__ import annotations

import re
from collections import Counter
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
"""A shorter one stands on all pages, so many at least."""
_APART = 1.0
"""It stands at least so many ems apart from the text."""


class _Head(NamedTuple):
    """What makes lines on several pages one running head: their text without digits, and their height."""

    text: str
    middle: int


def without_heads(pages: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The words of each page but those of its running heads."""
    outer = [_outer_lines(page) for page in pages]
    counts = Counter(head for lines in outer for head in lines)
    everywhere = max(_ALL, sum(1 for page in pages if page))
    most = max(2, len(pages) // 2 + 1)
    found = []
    for page, lines in zip(pages, outer, strict=True):
        running = [head for head in lines if counts[head] >= (most if len(head.text) >= _LEAST else everywhere)]
        heads = {word for head in running for word in lines[head]}
        found.append([word for word in page if word not in heads])
    return found


def _outer_lines(page: Sequence[Word]) -> dict[_Head, tuple[Word, ...]]:
    """The first and the last line of a page, but for page numbers, where it stands apart from the others."""
    lines = [line for line in text_rows(page) if not is_page_number("".join(word.text for word in line.words))]
    found = {}
    for line, following in ((lines[0], lines[1]), (lines[-1], lines[-2])) if len(lines) > 1 else ():
        text = re.sub(r"\d", "", "".join(word.text for word in sorted(line.words, key=lambda word: word.box[0])))
        gap = max(following.top - line.bottom, line.top - following.bottom)
        if text and gap > _APART * line.words[0].em:
            found[_Head(text, round(line.middle))] = line.words
    return found
