"""Takes from a PDF what differs from one run of its program to the next: dates, metadata, identifiers."""

from __future__ import annotations

from io import BytesIO

import pikepdf


def settled(pdf: bytes, subject: str, title: str) -> bytes:
    """The same pages, with a subject and a title and nothing that changes by itself."""
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
