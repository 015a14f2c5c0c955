"""Why a document could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
from pypdfium2.raw import FPDF_LoadMemDocument


class UnreadableError(Exception):
    """A document that no reader can open. `reason` is a code that the findings explain: broken, encrypted, …"""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[UnreadableError], tuple[str, str]]:
        """Let it cross from a worker process."""
        return type(self), (self.reason, self.detail)


@contextmanager
def reading_pdf() -> Iterator[None]:
    """Turn PDFium's failure to open a document into an UnreadableError."""
    # Of a file without pages PDFium tells the error before, whichever it was: so be it this one, of a broken file.
    FPDF_LoadMemDocument(b"", 0, None)
    try:
        yield
    except pdfium.PdfiumError as error:
        reason = "encrypted" if "password" in str(error).lower() or "security" in str(error).lower() else "broken"
        raise UnreadableError(reason, str(error)) from error
