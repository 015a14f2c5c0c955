"""Changes whole PDF pages after they are made: turned, cropped, put together, locked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO

import pikepdf


def turned(pdf: bytes, degrees: int, *, on_its_side: bool = False) -> bytes:
    """The same pages to look at, but with their content turned and /Rotate turning it back.

    So write scanners and printers of landscape pages. Pages `on_its_side` are not turned back: readers turn the paper.
    """
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            _turn(opened, page, degrees)
            if on_its_side:
                del page["/Rotate"]
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


def two_a_sheet(pdf: bytes, scale: float = 1.0) -> bytes:
    """The same pages side by side, two on each sheet, so many times as large as they were; smaller where a page is
    larger than the first of its sheet, as printers fit them.
    """
    made = pikepdf.new()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for start in range(0, len(opened.pages), 2):
            pair = list(opened.pages)[start : start + 2]
            wide, high = (scale * float(side) for side in pair[0].mediabox[2:])
            sheet = made.add_blank_page(page_size=(2 * wide, high))
            forms = {f"/Page{place}": made.copy_foreign(page.as_form_xobject()) for place, page in enumerate(pair)}
            sheet.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(forms))
            fits = (min(scale, wide / float(page.mediabox[2]), high / float(page.mediabox[3])) for page in pair)
            drawing = (
                f"q {fit} 0 0 {fit} {place * wide} 0 cm {name} Do Q\n"
                for place, (name, fit) in enumerate(zip(forms, fits, strict=True))
            )
            sheet.Contents = made.make_stream("".join(drawing).encode())
        return _saved(made)


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


def partly(pdf: bytes, other: bytes, pages: Sequence[int]) -> bytes:
    """The PDF with some of its pages, by number from 0, from another one."""
    with pikepdf.open(BytesIO(pdf)) as opened, pikepdf.open(BytesIO(other)) as source:
        for number in pages:
            if number < len(opened.pages):
                opened.pages[number] = source.pages[number]
        return _saved(opened)


def with_wrong_offsets(pdf: bytes) -> bytes:
    """The PDF with an index that points beside its objects, as programs leave it that take files for text.

    Every reader mends this, for all objects are there.
    """
    start = pdf.rfind(b"startxref")
    number = re.sub(rb"\d+", lambda found: str(int(found[0]) + 7).encode(), pdf[start:], count=1)
    return pdf[:start] + number


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
