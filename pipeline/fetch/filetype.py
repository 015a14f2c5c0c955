"""What a file is by its bytes, whatever its name or its server says."""

from __future__ import annotations

import io
import re
import zipfile

_HEAD = 1024
"""How far into a file viewers look for the beginning of a PDF."""
_MAGIC = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"BM": "bmp",
    b"II*\x00": "tiff",
    b"MM\x00*": "tiff",
    b"{\\rtf": "rtf",
    b"Rar!\x1a\x07": "rar",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gz",
}
_ZIP = b"PK\x03\x04"
_MEMBERS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx", "OFD.xml": "ofd"}
"""The member by which a kind of zip is known."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "PowerPoint Document": "ppt"}
"""The stream by which a kind of compound file is known."""
_HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+|(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|(?:html|head|body|title|meta|script|link|style|table|"
    rb"div|span|p|h1|a|br|font|iframe)\b)",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\s*<\?xml\b")
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""Byte order marks, and the encoding that each stands for."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def sniffed(content: bytes) -> str:
    """What a file is: pdf, html, docx, xlsx, pptx, ofd, zip, doc, xls, ppt, an image's or packer's name, xml, text,
    empty or unknown.
    """
    if not content:
        return "empty"
    if content.startswith(_ZIP):
        return _kind_of_zip(content)
    if content.startswith(_OLE):
        return _kind_of_compound_file(content)
    text = _without_mark(content)
    if _HTML.match(text):
        return "html"
    if b"%PDF-" in content[:_HEAD]:
        return "pdf"
    known = (name for magic, name in _MAGIC.items() if content.startswith(magic))
    return next(known, None) or _kind_of_text(text)


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            members = set(file.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return "zip"  # one that broke off, or worse
    return next((kind for member, kind in _MEMBERS.items() if member in members), "zip")


def _kind_of_compound_file(content: bytes) -> str:
    """Names of streams stand in a compound file's folder as UTF-16."""
    return next((kind for name, kind in _STREAMS.items() if name.encode("utf-16-le") in content), "ole")


def _without_mark(content: bytes) -> bytes:
    """The bytes in an encoding that is ASCII where it can be, without the mark of byte order."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace").encode("utf-8")
    return content


def _kind_of_text(text: bytes) -> str:
    if _XML.match(text):
        return "xml"
    for encoding in ("utf-8", "gb18030"):
        try:
            return "unknown" if _CONTROL.search(text.decode(encoding)) else "text"
        except UnicodeDecodeError:
            continue
    return "unknown"
