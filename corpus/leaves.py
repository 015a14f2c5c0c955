"""Changes whole PDF pages after they are made: turned, cropped, put together, locked."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pikepdf


def turned(pdf: bytes, degrees: int, pages: Sequence[int] | None = None) -> bytes:
    """The same pages to look at, but with their content turned and /Rotate turning it back.

    So write scanners and printers of landscape pages. `pages` are the numbers of those to turn, from 0; all if None.
    """
    with pikepdf.open(BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages):
            if pages is None or number in pages:
                _turn(opened, page, degrees)
        return _saved(opened)


def _turn(opened: pikepdf.Pdf, page: pikepdf.Page, degrees: int) -> None:
    x0, y0, x1, y1 = (float(side) for side in page.mediabox)
    wide, high = x1 - x0, y1 - y0
    matrix = {90: f"0 1 -1 0 {high} 0", 180: f"-1 0 0 -1 {wide} {high}", 270: f"0 -1 1 0 0 {wide}"}[degrees]
    page.contents_coalesce()
    body = page.Contents.read_bytes()
    page.Contents = opened.make_stream(f"q {matrix} cm 1 0 0 1 {-x0} {-y0} cm ".encode() + body + b" Q")
    page.mediabox = pikepdf.Rectangle(0, 0, *((wide, high) if degrees == 180 else (high, wide))).as_array()
    if "/CropBox" in page:
        del page["/CropBox"]
    page.Rotate = degrees


def cropped(pdf: bytes, left: float, bottom: float, right: float = 0.0, top: float = 0.0) -> bytes:
    """The same pages to look at, within a larger sheet of which a crop box shows a part; sides in points."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            x0, y0, x1, y1 = (float(side) for side in page.mediabox)
            page.cropbox = pikepdf.Rectangle(x0, y0, x1, y1).as_array()
            page.mediabox = pikepdf.Rectangle(x0 - left, y0 - bottom, x1 + right, y1 + top).as_array()
        return _saved(opened)


def together(pdfs: Sequence[bytes]) -> bytes:
    """One PDF of the pages of several."""
    made = pikepdf.new()
    for pdf in pdfs:
        with pikepdf.open(BytesIO(pdf)) as opened:
            made.pages.extend(opened.pages)
    return _saved(made)


def locked(pdf: bytes, user: str = "", owner: str = "owner") -> bytes:
    """The PDF encrypted; anyone may read it where the user's password is empty. The bytes differ from run to run."""
    buffer = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        # RC4 with a file identifier that is fixed gives the same bytes each time; AES would draw random ones.
        opened.save(
            buffer,
            static_id=True,
            encryption=pikepdf.Encryption(user=user, owner=owner, R=3, aes=False, metadata=False),
        )
    return buffer.getvalue()


def _saved(opened: pikepdf.Pdf) -> bytes:
    buffer = BytesIO()
    opened.save(buffer, deterministic_id=True)
    return buffer.getvalue()
