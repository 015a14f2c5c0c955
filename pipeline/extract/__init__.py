"""From a document's bytes to Tables: readers, all with the same result, and the stitching of pages.

The door of this room: `extract`, or `prepare` once and `read` for each reader; their names, and the types in `model`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from pipeline.extract import reader_pdfium, reader_text
from pipeline.extract.annotations import with_annotations
from pipeline.extract.errors import UnreadableError
from pipeline.extract.limits import NORMAL, Limits, check_pages
from pipeline.extract.model import Box, Cell, Damage, Extraction, Table, TextLine
from pipeline.extract.soundness import examined
from pipeline.extract.spreads import Halves, on_sheets, parted, spreads
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
    "prepare",
    "read",
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


class Prepared(NamedTuple):
    """A document as readers are given it: annotations on its pages, pages of unusual size as large as paper (`times`:
    how many times larger they are), sheets with two pages parted (`halves`: where each page was); what is broken in it,
    whether it has layers that are not shown, and the most pixels that a page is rendered to.
    """

    document: bytes
    pixels: int
    damage: Damage = "none"
    layered: bool = False
    times: Mapping[int, float] = MappingProxyType({})
    halves: Halves = MappingProxyType({})


def prepare(document: bytes, limits: Limits = NORMAL) -> Prepared:
    """A document made ready for any reader. Raises UnreadableError where it cannot be opened, or is over a limit."""
    if not is_pdf(document):
        return Prepared(document, limits.pixels)
    sizes = check_pages(document, limits)
    damage, annotated, layered = examined(document, limits)
    shown = with_annotations(document) if annotated else document
    times = unusual(sizes)
    usual = resized(shown, times) if times else shown
    numbers = spreads(usual, sizes)
    pages, halves = parted(usual, numbers) if numbers else (usual, {})
    return Prepared(pages, limits.pixels, damage, layered, times, halves)


def read(prepared: Prepared, reader: str) -> Extraction:
    """The tables and lines of a document as one reader sees them, tables joined over pages.

    Raises UnreadableError where the reader can make nothing of it.
    """
    if prepared.damage != "none" and reader in _WHOLE_ONLY:
        raise UnreadableError("broken", f"{reader} reads whole files only")
    found = _upright(prepared.document, READERS[reader], prepared.pixels)
    if prepared.halves:
        found = on_sheets(found, prepared.halves)
    if prepared.times:
        found = in_own_size(found, prepared.times)
    if prepared.layered and reader not in SEES_PIXELS:
        found = replace(found, hidden_pages=tuple(range(1, (found.pages or 0) + 1)))
    return replace(found, damage=prepared.damage)


def extract(document: bytes, reader: str, limits: Limits = NORMAL) -> Extraction:
    """A document made ready, and read by one reader. Raises UnreadableError as these do."""
    return read(prepare(document, limits), reader)


def _upright(document: bytes, read: Callable[[bytes, int], Extraction], pixels: int) -> Extraction:
    """What a reader sees of a document, pages that lie on their side set upright first."""
    found = read(document, pixels)
    if not found.turned:
        return stitch(found)
    return as_displayed(stitch(read(upright(document, found.turned), pixels)), found.turned)
