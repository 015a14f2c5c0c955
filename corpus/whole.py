"""Tells whether a PDF has all the words of its document: word processors and browsers lose some."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pypdfium2

from corpus.document import Document, Grid, Text


def lost(document: Document, pdf: bytes) -> str:
    """The characters of the document that its pages do not have, spaces aside; empty where nothing is lost."""
    return "".join((_wanted(document) - Counter(_letters(_text(pdf)))).elements())


def _wanted(document: Document) -> Counter[str]:
    wanted: Counter[str] = Counter()
    for block in document.blocks:
        if isinstance(block, Grid):
            wanted.update(_letters("".join(cell.text for cell in block.cells)))
        elif isinstance(block, Text):
            wanted.update(_letters(block.text))
    return wanted


def _letters(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _text(pdf: bytes) -> str:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in opened)
    finally:
        opened.close()
