"""Whether a PDF is whole. PDFium reads on over what is broken and says nothing; qpdf tells.

A page whose stream breaks off looks like one whose cells are blank, so that a loss would pass for a fact.
"""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator

import pikepdf

from pipeline.extract.model import Damage

_MOST_BYTES = 64 * 1024 * 1024
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # what it would log is the result here


def damage_of(document: bytes) -> Damage:
    """What is broken in a PDF: a page's content, only the file's structure (which readers mend), or nothing."""
    try:
        with pikepdf.open(io.BytesIO(document)) as pdf:
            if not all(_whole(stream) for stream in _contents(pdf)):
                return "content"
            return "structure" if pdf.get_warnings() else "none"
    except (zlib.error, pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError, RuntimeError):
        return "content"


def _whole(stream: pikepdf.Stream) -> bool:
    """Whether a stream decodes to its end. qpdf takes a compressed stream that breaks off for a short one."""
    if stream.get("/Filter") != pikepdf.Name.FlateDecode or "/DecodeParms" in stream:
        stream.read_bytes()
        return True
    inflating = zlib.decompressobj()
    inflating.decompress(stream.read_raw_bytes(), _MOST_BYTES)
    return inflating.eof or bool(inflating.unconsumed_tail)


def _contents(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    """The content streams of all pages."""
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        if isinstance(contents, pikepdf.Stream):
            yield contents
        elif isinstance(contents, pikepdf.Array):
            yield from (part for part in contents if isinstance(part, pikepdf.Stream))
