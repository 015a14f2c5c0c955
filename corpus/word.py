"""Sends a document through a word processor: python-docx writes it, LibreOffice makes the PDF.

Most published reports come about this way, so these samples have a word processor's lines, breaks and fonts. The same
document gives the same bytes on one machine; another version of LibreOffice may give others.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.document import Document, fingerprint
from corpus.manuscript import Manuscript, manuscript
from corpus.settle import settled

SECONDS = 120


class MissingWordProcessorError(RuntimeError):
    """LibreOffice is not installed; the text names the Debian package."""


def available() -> bool:
    """Tell whether LibreOffice is installed here."""
    return shutil.which("soffice") is not None


def render(document: Document, look: Manuscript | None = None) -> bytes:
    """Make the PDF of a document. Raises MissingWordProcessorError."""
    return render_many([(document, look or Manuscript())])[0]


def render_many(documents: Sequence[tuple[Document, Manuscript]]) -> list[bytes]:
    """Make the PDFs of several documents in one run of the word processor. Raises MissingWordProcessorError."""
    pdfs = _converted([manuscript(document, look) for document, look in documents])
    return [
        settled(pdf, fingerprint(document, look), document.running_head)
        for pdf, (document, look) in zip(pdfs, documents, strict=True)
    ]


def _converted(manuscripts: Sequence[bytes]) -> list[bytes]:
    office = shutil.which("soffice")
    if office is None:
        raise MissingWordProcessorError("LibreOffice (soffice) is missing: apt install libreoffice-writer")
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = [folder / f"report{number}.docx" for number in range(len(manuscripts))]
        for file, docx in zip(files, manuscripts, strict=True):
            file.write_bytes(docx)
        command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", name, *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS * len(files))  # noqa: S603 - no shell, own files
        return [file.with_suffix(".pdf").read_bytes() for file in files]
