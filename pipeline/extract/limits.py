"""What one document may ask for: pages, pixels, bytes when unpacked, forms within forms. Checked before it is read.

Time and memory are limited from outside, by the worker process (pipeline/run.py); what is told here is told at once,
and before a library swells over it.
"""

from __future__ import annotations

import math
import zlib
from contextlib import closing
from typing import NamedTuple

import pikepdf
import pypdfium2 as pdfium

from pipeline.extract.errors import UnreadableError, reading_pdf

_MB = 1024 * 1024
_STORED = 4
"""An image in the file may have so many times the pixels of a page: what is scanned finely is rendered coarsely."""
_DEEPEST = 28
"""Forms within forms: word processors need two or three, and what recurses over more may overflow its stack."""


_LONGEST = 14_400.0
"""The longest side of a page, in points, that the PDF standard speaks of; image filters grow with it."""


class Limits(NamedTuple):
    """The most that is read of one document: pages, pixels that a page is rendered to, megabytes of a stream."""

    pages: int = 400
    pixels: int = 40_000_000
    megabytes: float = 200.0


NORMAL = Limits()


def scale_within(size: tuple[float, float], wanted: float, pixels: int) -> float:
    """The scale (pixels a point) for a page of this size (points): the wanted one, or what pixels allow."""
    return min(wanted, math.sqrt(pixels / max(1.0, size[0] * size[1])))


def check_pages(document: bytes, limits: Limits) -> list[tuple[float, float]]:
    """The size of each page in points. Raises UnreadableError where a PDF cannot be opened, or has more or larger pages
    than it may.

    A page is too large where even one pixel a point would be too many.
    """
    with reading_pdf(), closing(pdfium.PdfDocument(document)) as pdf:
        if len(pdf) > limits.pages:
            raise UnreadableError("over_limit", f"{len(pdf)} pages, and at most {limits.pages} are read")
        sizes = [pdf.get_page_size(number) for number in range(len(pdf))]
        for number, (width, height) in enumerate(sizes, start=1):
            if not (width * height <= limits.pixels and max(width, height) <= _LONGEST):
                size = f"page {number} is {width:.0f} by {height:.0f} points"
                raise UnreadableError("over_limit", f"{size}, and at most {limits.pixels} pixels are rendered")
    return sizes


def check_forms(pdf: pikepdf.Pdf) -> None:
    """Raise UnreadableError where a PDF has forms that are nested too deep, or hold themselves."""
    depths: dict[tuple[int, int], int] = {}
    for one in pdf.objects:
        if isinstance(one, (pikepdf.Stream, pikepdf.Dictionary)) and _depth(one, depths, 0) > _DEEPEST:
            raise UnreadableError("over_limit", f"forms within forms, more than {_DEEPEST} deep")


def check_image(image: pikepdf.Stream, limits: Limits) -> None:
    """Raise UnreadableError where an image has too many pixels."""
    width, height = image.get("/Width"), image.get("/Height")
    if isinstance(width, int) and isinstance(height, int) and width * height > _STORED * limits.pixels:
        most = _STORED * limits.pixels
        raise UnreadableError("over_limit", f"an image of {width} by {height} pixels, and at most {most} are read")


def unpacks_whole(stream: pikepdf.Stream, limits: Limits) -> bool:
    """Whether a stream unpacks to its end; qpdf takes one that Flate packed and that breaks off for a short one.

    Raises UnreadableError where it unpacks to more than it may, PdfError where qpdf cannot unpack it.
    """
    data = stream.read_raw_bytes()
    for name in _filters(stream):
        if name != "/FlateDecode":
            stream.read_bytes()  # qpdf raises an error where it is broken
            return True
        unpacking = zlib.decompressobj()
        try:
            data = unpacking.decompress(data, int(limits.megabytes * _MB))
        except zlib.error:
            return False
        if unpacking.unconsumed_tail:
            raise UnreadableError("over_limit", f"content of more than {limits.megabytes:g} MB when unpacked")
        if not unpacking.eof:
            return False
    return True


def packed(stream: pikepdf.Stream) -> bool:
    """Whether a stream is packed by Flate, whose checksum tells that it is what its maker wrote."""
    return "/FlateDecode" in _filters(stream)


def entry(stream: pikepdf.Stream, key: str) -> pikepdf.Object | None:
    """What a stream has under a key. Most have few keys, and to get one that is not there costs ten times as much."""
    return stream[key] if key in stream else None  # noqa: SIM401


def _filters(stream: pikepdf.Stream) -> list[str]:
    filters = entry(stream, "/Filter")
    if isinstance(filters, pikepdf.Name):
        return [str(filters)]
    return [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else []


def _depth(form: pikepdf.Object, depths: dict[tuple[int, int], int], above: int) -> int:
    """How deep forms lie within a form, itself included; one that holds itself is endlessly deep."""
    if above > _DEEPEST:
        return 1
    if form.objgen not in depths:
        depths[form.objgen] = _DEEPEST + 1  # what comes back here before the end holds itself
        inner = [_depth(one, depths, above + 1) for one in forms_in(form)]
        depths[form.objgen] = 1 + max(inner, default=0)
    return depths[form.objgen]


def forms_in(form: pikepdf.Object) -> list[pikepdf.Object]:
    """The forms among the resources of a form."""
    resources = form.get("/Resources")
    held = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(held, pikepdf.Dictionary):
        return []
    found = [held[name] for name in held.keys()]  # noqa: SIM118 - not a mapping
    return [one for one in found if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == pikepdf.Name.Form]
