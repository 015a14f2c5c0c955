"""Pages that are far smaller or larger than paper: drawn anew in a usual size for reading, and boxes scaled back.

Programs take millimetres, pixels or units of their own (UserUnit) for points. What readers know of distances, in
points, holds for paper as people print it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pikepdf

from pipeline.extract.model import Box, Extraction, with_boxes
from pipeline.extract.rewritten import rewriting

_USUAL = 595.0
"""The width of A4 in points."""
_SMALL_SIDE = (300.0, 900.0)
"""A page whose shorter side is outside this (A5 to A3) was given its size by a program that took others for points."""


def times_usual(width: float, height: float) -> float:
    """How many times larger than usual a page is; 1 if its size is one of paper."""
    small = min(width, height)
    return 1.0 if _SMALL_SIDE[0] <= small <= _SMALL_SIDE[1] or small <= 0 else small / _USUAL


def unusual(sizes: Sequence[tuple[float, float]]) -> dict[int, float]:
    """The pages (1-based) of unusual size, and how many times larger than usual each is. sizes: of all pages."""
    found = {number: times_usual(*size) for number, size in enumerate(sizes, start=1)}
    return {number: times for number, times in found.items() if times != 1.0}


def resized(document: bytes, times: Mapping[int, float]) -> bytes:
    """The PDF with pages of unusual size as large as paper. Raises UnreadableError where qpdf fails."""
    with rewriting(document) as (pdf, out):
        for number, factor in times.items():
            _resize(pdf.pages[number - 1], 1 / factor)
    return out.getvalue()


def _resize(page: pikepdf.Page, scale: float) -> None:
    boxes = {name: [float(side) * scale for side in box] for name, box in _boxes(page)}
    page.contents_add(f"q {scale:.6f} 0 0 {scale:.6f} 0 0 cm\n".encode(), prepend=True)
    page.contents_add(b"\nQ")
    for name, box in boxes.items():
        page.obj[name] = pikepdf.Array([round(side, 4) for side in box])
    if "/UserUnit" in page.obj:
        del page.obj["/UserUnit"]


def _boxes(page: pikepdf.Page) -> list[tuple[str, pikepdf.Array]]:
    return [("/MediaBox", page.mediabox), ("/CropBox", page.cropbox)]


def in_own_size(extraction: Extraction, times: Mapping[int, float]) -> Extraction:
    """What was read from resized pages, with boxes and sizes in the document's own units."""

    def own(page: int, box: Box) -> Box:
        x0, top, x1, bottom = (times.get(page, 1.0) * side for side in box)
        return (x0, top, x1, bottom)

    turned = tuple(
        turn._replace(
            width=turn.width * times.get(turn.page, 1.0),
            height=turn.height * times.get(turn.page, 1.0),
        )
        for turn in extraction.turned
    )
    return replace(with_boxes(extraction, own), turned=turned)
