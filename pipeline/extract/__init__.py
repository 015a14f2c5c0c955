"""From a document's bytes to Tables: readers, all with the same result, and the stitching of pages.

The door of this room: `extract`, the names of the readers, and the types in `model`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.extract import reader_pdfium, reader_text
from pipeline.extract.annotations import with_annotations
from pipeline.extract.errors import UnreadableError
from pipeline.extract.limits import NORMAL, Limits, check_pages
from pipeline.extract.model import Box, Cell, Extraction, Table, TextLine
from pipeline.extract.soundness import examined
from pipeline.extract.spreads import on_sheets, parted, spreads
from pipeline.extract.stitch import stitch
from pipeline.extract.upright import as_displayed, upright
from pipeline.extract.usual import in_own_size, resized, unusual
from pipeline.fetch.filetype import sniffed

__all__ = [
    "READERS",
    "SEES_PIXELS",
    "Box",
    "Cell",
    "Extraction",
    "Limits",
    "Table",
    "TextLine",
    "UnreadableError",
    "extract",
    "readers_for",
]


def _oxide(document: bytes, _pixels: int) -> Extraction:
    from pipeline.extract import reader_oxide  # slow to import, seldom needed

    return reader_oxide.read(document)


def _pdfplumber(document: bytes, _pixels: int) -> Extraction:
    from pipeline.extract import reader_pdfplumber  # slow to import, seldom needed

    return reader_pdfplumber.read(document)


def _camelot(document: bytes, pixels: int) -> Extraction:
    from pipeline.extract import reader_camelot  # slow to import, seldom needed

    return reader_camelot.read(document, pixels)


def _ocr(document: bytes, pixels: int) -> Extraction:
    from pipeline.extract import reader_ocr  # slow to import, seldom needed

    return reader_ocr.read(document, pixels)


def _ocr_closer(document: bytes, pixels: int) -> Extraction:
    from pipeline.extract import reader_ocr  # slow to import, seldom needed

    return reader_ocr.read_closer(document, pixels)


READERS: dict[str, Callable[[bytes, int], Extraction]] = {
    "pdfium": lambda document, _: reader_pdfium.read(document),
    "oxide": _oxide,
    "pdfplumber": _pdfplumber,
    "camelot": _camelot,
    "ocr": _ocr,
    "ocr_closer": _ocr_closer,
    "text": lambda document, _: reader_text.read(document),
}
"""Every reader by name. Each takes a document's bytes and the most pixels that it may render a page to, and raises
UnreadableError where it can make nothing of them.
"""

SEES_PIXELS = frozenset({"ocr", "ocr_closer"})
"""Readers of what a page shows, whatever its text says."""


_WHOLE_ONLY = frozenset({"oxide"})
"""Readers that are given whole files only: a broken one may end their process."""

_TEXT = frozenset({"text", "unknown"})
"""What may be text by its bytes (pipeline.fetch.filetype); the reader of text knows best."""


def is_pdf(document: bytes) -> bool:
    """Whether the bytes begin as a PDF does; viewers allow for some other bytes in front."""
    return b"%PDF-" in document[:1024]


def readers_for(document: bytes, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Which of the wanted readers can read this kind of document, in their order.

    Raises UnreadableError where it is empty or of no kind that any of them knows.
    """
    if not document:
        raise UnreadableError("empty")
    if is_pdf(document):
        return tuple(name for name in wanted if name != "text")
    kind = sniffed(document)
    if kind in _TEXT and "text" in wanted:
        return ("text",)
    raise UnreadableError("not_a_document", kind)


def extract(document: bytes, reader: str, limits: Limits = NORMAL) -> Extraction:
    """The tables and lines of a document as one reader sees them, tables joined over pages.

    Raises UnreadableError where the reader can make nothing of it, or where it is over a limit.
    """
    if not is_pdf(document):
        return stitch(READERS[reader](document, limits.pixels))
    sizes = check_pages(document, limits)
    times = unusual(sizes)
    damage, annotated, layered = examined(document, limits)
    if damage != "none" and reader in _WHOLE_ONLY:
        raise UnreadableError("broken", f"{reader} reads whole files only")
    if annotated:
        document = with_annotations(document)
    found = _by_pages(resized(document, times) if times else document, sizes, READERS[reader], limits.pixels)
    if layered and reader not in SEES_PIXELS:
        found = replace(found, hidden_pages=tuple(range(1, len(sizes) + 1)))
    return replace(in_own_size(found, times) if times else found, damage=damage)


def _by_pages(
    document: bytes, sizes: Sequence[tuple[float, float]], read: Callable[[bytes, int], Extraction], pixels: int
) -> Extraction:
    """What a reader sees of a PDF, sheets with two pages parted first. sizes: of all pages, in proportion."""
    numbers = spreads(document, sizes)
    if not numbers:
        return _upright(document, read, pixels)
    pages, halves = parted(document, numbers)
    return on_sheets(_upright(pages, read, pixels), halves)


def _upright(document: bytes, read: Callable[[bytes, int], Extraction], pixels: int) -> Extraction:
    """What a reader sees of a PDF, pages that lie on their side set upright first."""
    found = read(document, pixels)
    if not found.turned:
        return stitch(found)
    return as_displayed(stitch(read(upright(document, found.turned), pixels)), found.turned)
