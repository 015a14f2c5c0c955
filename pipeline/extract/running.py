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
"""A running head has at least so many characters: the headers that pages repeat begin with shorter labels."""
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
    found = []
    for page, lines in zip(pages, outer, strict=True):
        heads = {word for head, own in lines.items() if counts[head] > max(1, len(pages) / 2) for word in own}
        found.append([word for word in page if word not in heads])
    return found


def _outer_lines(page: Sequence[Word]) -> dict[_Head, tuple[Word, ...]]:
    """The first and the last line of a page, but for page numbers, where it stands apart from the others."""
    lines = [line for line in text_rows(page) if not is_page_number("".join(word.text for word in line.words))]
    found = {}
    for line, following in ((lines[0], lines[1]), (lines[-1], lines[-2])) if len(lines) > 1 else ():
        text = re.sub(r"\d", "", "".join(word.text for word in sorted(line.words, key=lambda word: word.box[0])))
        gap = max(following.top - line.bottom, line.top - following.bottom)
        if len(text) >= _LEAST and gap > _APART * line.words[0].em:
            found[_Head(text, round(line.middle))] = line.words
    return found
