"""What is wrong with what came: a page instead of a file, an end that is missing, a type that nobody asked for."""

from __future__ import annotations

_DOCUMENTS = ("pdf", "doc", "docx", "xls", "xlsx", "ofd", "zip", "rar", "7z", "rtf", "ole")
_WORD, _HEAD = b"urn:schemas-microsoft-com:office", 4096
"""What stands near the beginning of a file that Word has saved as HTML, though it may be called .doc."""
_TAIL = 65536
"""Bytes from a file's end within which its closing mark must stand."""
_ENDINGS = {"pdf": (b"%%EOF", b"startxref"), **dict.fromkeys(("docx", "xlsx", "ofd", "zip"), (b"PK\x05\x06",))}


def is_document(file_type: str) -> bool:
    """Whether a file of a type can be a report, or hold one. file_type: as filetype.sniffed tells it."""
    return file_type in _DOCUMENTS


def fault_of(content: bytes, file_type: str) -> str | None:
    """The code of what is wrong with a file that came where a document was asked for; None where nothing is.

    Codes: empty, page_instead (sites say 'not found' with status 200), wrong_type, cut_short.
    """
    if file_type == "empty":
        return "empty"
    if file_type == "html":
        return None if _WORD in content[:_HEAD] else "page_instead"
    if not is_document(file_type):
        return "wrong_type"
    endings = _ENDINGS.get(file_type, ())
    return "cut_short" if endings and not any(mark in content[-_TAIL:] for mark in endings) else None
