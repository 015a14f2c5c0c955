"""Changes to a PDF by qpdf, before readers see it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf

from pipeline.extract.errors import UnreadableError

_FAILURES = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError)


@contextmanager
def rewriting(document: bytes) -> Iterator[tuple[pikepdf.Pdf, io.BytesIO]]:
    """A PDF to be changed, and where its bytes are after the `with` block. Raises UnreadableError where qpdf fails."""
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(document)) as pdf:
            yield pdf, out
            pdf.save(out)
    except _FAILURES as error:
        raise UnreadableError("broken", f"qpdf: {type(error).__name__}") from error
