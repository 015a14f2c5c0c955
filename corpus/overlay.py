"""Lays something over the pages of a PDF: a watermark, a seal as an image, words that nobody sees."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from random import Random

import pikepdf
from PIL import ImageChops
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.fonts import font
from corpus.seal import round_seal

Size = tuple[float, float]


def watermarked(pdf: bytes, text: str) -> bytes:
    """The text over every page, large, grey and aslant."""

    def paint(canvas: Canvas, size: Size, _number: int) -> None:
        canvas.setFillColor(Color(0.5, 0.5, 0.5, alpha=0.18))
        canvas.setFont(font("hei"), 40)
        for down in (0.25, 0.5, 0.75):
            canvas.saveState()
            canvas.translate(size[0] / 2, size[1] * down)
            canvas.rotate(35)
            canvas.drawCentredString(0, 0, text)
            canvas.restoreState()

    return _over(pdf, paint)


def sealed(pdf: bytes, issuer: str, page: int, place: Size, chance: Random) -> bytes:
    """A red seal as an image that lets the text below shine through; `place` is its middle, as shares of the page."""
    seal = round_seal(issuer, 360, chance)
    clear = seal.convert("RGBA")
    clear.putalpha(ImageChops.invert(seal.convert("L")).point(lambda level: min(150, level)))

    def paint(canvas: Canvas, size: Size, number: int) -> None:
        if number == page:
            x, y = size[0] * place[0] - 60, size[1] * place[1] - 60
            canvas.drawImage(ImageReader(clear), x, y, 120, 120, mask="auto")

    return _over(pdf, paint)


def with_unseen_words(pdf: bytes, chance: Random) -> bytes:
    """White digits and words scattered over every page, as editors leave them behind."""
    words = ["0", "1", "8", "15", "2023", "总计", "其他", "予以公开", "删除"]

    def paint(canvas: Canvas, size: Size, _number: int) -> None:
        canvas.setFillColor(Color(1, 1, 1))
        for _ in range(25):
            canvas.setFont(font("hei"), 9)
            canvas.drawString(chance.uniform(70, size[0] - 80), chance.uniform(60, size[1] - 60), chance.choice(words))

    return _over(pdf, paint)


def _over(pdf: bytes, paint: Callable[[Canvas, Size, int], None]) -> bytes:
    """The PDF with what `paint` draws over each page, given its size and number."""
    buffer = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages):
            x0, y0, x1, y1 = (float(side) for side in page.mediabox)
            drawn = BytesIO()
            canvas = Canvas(drawn, pagesize=(x1 - x0, y1 - y0), invariant=1, pageCompression=1)
            paint(canvas, (x1 - x0, y1 - y0), number)
            canvas.showPage()
            canvas.save()
            _lay(opened, page, drawn.getvalue(), f"Over{number}")
        opened.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _lay(opened: pikepdf.Pdf, page: pikepdf.Page, drawing: bytes, name: str) -> None:
    """Put the first page of a drawing over a page, under a name that is the same each time."""
    source = pikepdf.open(BytesIO(drawing))
    form = opened.copy_foreign(source.pages[0].as_form_xobject())
    page.contents_coalesce()
    body = page.Contents.read_bytes()
    page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name("/" + name))
    page.Contents = opened.make_stream(b"q " + body + f" Q q /{name} Do Q".encode())
