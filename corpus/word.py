"""Sends a document through a word processor: python-docx writes it, LibreOffice makes the PDF.

Most published reports come about this way, so these samples have a word processor's lines, breaks and fonts. The same
document gives the same bytes on one machine; another version of LibreOffice may give others.
"""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf

from corpus.document import Document, fingerprint
from corpus.manuscript import Manuscript, manuscript

SECONDS = 120


class MissingWordProcessorError(RuntimeError):
    """LibreOffice is not installed; the text names the Debian package."""


def available() -> bool:
    """Tell whether LibreOffice is installed here."""
    return shutil.which("soffice") is not None


def render(document: Document, look: Manuscript | None = None) -> bytes:
    """Make the PDF of a document. Raises MissingWordProcessorError."""
    look = look or Manuscript()
    return _settled(_converted(manuscript(document, look)), fingerprint(document, look), document.running_head)


def _converted(docx: bytes) -> bytes:
    office = shutil.which("soffice")
    if office is None:
        raise MissingWordProcessorError("LibreOffice (soffice) is missing: apt install libreoffice-writer")
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(docx)
        command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", name, str(folder / "report.docx")]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603 - no shell, own file
        return (folder / "report.pdf").read_bytes()


def _settled(pdf: bytes, subject: str, title: str) -> bytes:
    """Replace what differs from one run to the next: dates, metadata, identifiers."""
    buffer = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for key in ("/Metadata", "/StructTreeRoot", "/MarkInfo"):
            if key in opened.Root:
                del opened.Root[key]
        for key in ("/DocChecksum", "/ID"):
            if key in opened.trailer:
                del opened.trailer[key]
        del opened.docinfo
        opened.docinfo["/Subject"] = subject
        opened.docinfo["/Title"] = title
        opened.remove_unreferenced_resources()
        opened.save(buffer, deterministic_id=True)
    return buffer.getvalue()
