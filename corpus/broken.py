"""Files that nobody can read, or that are no PDF: what crawlers bring home besides reports."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2

from corpus import leaves
from corpus.picture import drawn


def cut_short(pdf: bytes, share: float) -> bytes:
    """The first part of a PDF, as a broken download leaves it; so little of it that no page can be put together."""
    end = int(len(pdf) * share)
    while end and _has_text(pdf[:end]):
        end = end * 3 // 4
    return pdf[:end]


def _has_text(pdf: bytes) -> bool:
    """Whether a reader that mends what it can still finds words."""
    try:
        opened = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return False
    try:
        return any(page.get_textpage().count_chars() > 0 for page in opened)
    except pypdfium2.PdfiumError:
        return False
    finally:
        opened.close()


def without_pages(_pdf: bytes) -> bytes:
    """A PDF of no pages."""
    buffer = BytesIO()
    pikepdf.new().save(buffer, deterministic_id=True)
    return buffer.getvalue()


def secret(pdf: bytes) -> bytes:
    """Only who knows the password can read it."""
    return leaves.locked(pdf, user="secret")


def nothing(_pdf: bytes) -> bytes:
    """No bytes at all."""
    return b""


def web_page(_pdf: bytes) -> bytes:
    """What a server says in place of a file, stored under the file's name."""
    text = (
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>404</title></head><body>您访问的页面不存在</body></html>"
    )
    return text.encode()


def image(_pdf: bytes) -> bytes:
    """A picture under the name of a PDF."""
    return drawn("政府信息公开工作年度报告")


def damaged(pdf: bytes) -> bytes:
    """Bytes in the middle are gone, and with them all that says where things are."""
    return cut_short(pdf[: len(pdf) // 8] + b"\x00" * 200 + pdf[-40:], 1.0)
