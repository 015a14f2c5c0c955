"""Draws a document on PDF pages, with switches for the ways in which published PDFs differ.

The same document and switches give the same bytes.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Block, Document, Grid, PageBreak, Picture, Text, TextKind, fingerprint
from corpus.fonts import width
from corpus.paginate import measure, pieces
from corpus.picture import drawn
from corpus.strokes import draw_piece, unseen_frame, write
from corpus.switches import PAPERS, Switches
from corpus.wrap import wrap

SIZES: dict[TextKind, float] = {"title": 20.0, "heading": 15.0, "paragraph": 14.0, "note": 9.0}
SPACING = 1.75  # of the letters' size, for prose

rl_config.useA85 = 0  # streams as bytes, as other programs write them, rather than as ASCII


def render(document: Document, switches: Switches | None = None) -> bytes:
    """The PDF of a document."""
    switches = switches or Switches()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=PAPERS[switches.paper], invariant=1, pageCompression=1)
    canvas.setSubject(fingerprint(document, switches))
    canvas.setTitle(document.running_head)
    pages = _pages(document, replace(switches, number_style="")) if "{total}" in switches.number_style else 0
    _set(document, switches, canvas, pages)
    canvas.save()
    return buffer.getvalue()


def _pages(document: Document, switches: Switches) -> int:
    """How many pages the document takes."""
    return _set(document, switches, Canvas(BytesIO(), pagesize=PAPERS[switches.paper]), 0)


def _set(document: Document, switches: Switches, canvas: Canvas, total: int) -> int:
    """Set the document on pages of a canvas, `total` of them by their numbers; tell how many there are."""
    flow = _Flow(canvas, switches, document.running_head, total)
    for index, block in enumerate(document.blocks):
        following = document.blocks[index + 1] if index + 1 < len(document.blocks) else None
        flow.place(block, keep=80.0 if isinstance(following, Grid) else 0.0)
    flow.end_page()
    return flow.number


class _Flow:
    """The place on the current page: `y` is the distance from its top, `turned` whether it is in landscape."""

    def __init__(self, canvas: Canvas, switches: Switches, running_head: str, total: int) -> None:
        self.canvas, self.switches, self.running_head, self.total = canvas, switches, running_head, total
        self.number = 0
        self.turned = switches.landscape
        self.begin_page()

    @property
    def size(self) -> tuple[float, float]:
        short, long = PAPERS[self.switches.paper]
        return (long, short) if self.turned else (short, long)

    @property
    def bottom(self) -> float:
        return self.size[1] - self.switches.margin

    def begin_page(self) -> None:
        self.number += 1
        self.y = self.switches.margin
        self.blank = True
        self.canvas.setPageSize(self.size)

    def end_page(self) -> None:
        wide, high = self.size
        if self.switches.page_numbers:
            self._centred(self._number(), (wide / 2, 40), 10)
        if self.switches.running_head:
            self._centred(self.running_head, (wide / 2, high - 44), 9)
        self.canvas.showPage()

    def _centred(self, text: str, place: tuple[float, float], size: float) -> None:
        face = self.switches.face
        start = place[0] - width(text, face, size) / 2
        write(self.canvas, (start, place[1]), text, face, size, curves=self.switches.curves)

    def _number(self) -> str:
        return self.switches.number_style.replace("{n}", str(self.number)).replace("{total}", str(self.total))

    def turn_over(self) -> None:
        self.end_page()
        self.begin_page()

    def place(self, block: Block, keep: float) -> None:
        if isinstance(block, PageBreak):
            self.break_page(landscape=block.landscape)
        elif isinstance(block, Grid):
            self.table(block)
        elif isinstance(block, Picture):
            self.picture(block)
        else:
            self.text(block, keep)

    def break_page(self, *, landscape: bool) -> None:
        if not self.blank:
            self.end_page()
            self.number += 1
        self.number -= 1
        self.turned = landscape or self.switches.landscape
        self.begin_page()

    def picture(self, block: Picture) -> None:
        image = ImageReader(BytesIO(drawn(block.text)))
        wide, high = (side * block.size * 1.4 / image.getSize()[1] for side in image.getSize())
        self.y += high + 6
        self.canvas.drawImage(image, (self.size[0] - wide) / 2, self.size[1] - self.y, wide, high)
        self.blank = False

    def text(self, block: Text, keep: float) -> None:
        """Sets a text line by line; `keep` points below its last line must still be free."""
        size = self.switches.prose_size if block.kind == "paragraph" else SIZES[block.kind]
        face = self.switches.bold if block.kind in ("title", "heading") else self.switches.face
        room = self.size[0] - 2 * self.switches.margin
        indent = 2 * size if block.kind in ("heading", "paragraph") else 0.0
        for index, line in enumerate(wrap(block.text, face, size, room, indent=indent)):
            if self.y + size * SPACING + keep > self.bottom:
                self.turn_over()
            self.y += size * SPACING
            x = self.switches.margin + (indent if index == 0 else 0.0)
            if block.kind == "title":
                x = (self.size[0] - width(line, face, size)) / 2
            place = (x, self.size[1] - self.y + size * 0.4)
            write(self.canvas, place, line, face, size, curves=self.switches.curves)
            if block.kind == "paragraph":
                box = (self.switches.margin - 4, self.size[1] - self.y, self.switches.margin + room + 4, size * SPACING)
                unseen_frame(self.canvas, box, self.switches.unseen)
            self.blank = False
        if block.kind == "title":
            self.y += 6

    def _continue(self) -> None:
        """The note above a table that goes on from the page before."""
        if self.switches.continued:
            self.y += 12
            place = (self.switches.table_margin, self.size[1] - self.y + 3)
            write(self.canvas, place, self.switches.continued, self.switches.face, 9, curves=self.switches.curves)

    def table(self, grid: Grid) -> None:
        switches = self.switches
        measured = measure(grid, self.size[0] - 2 * switches.table_margin, switches)
        self.y += 4
        full = self.bottom - switches.margin - (12 if switches.continued else 0)
        all_pieces = pieces(measured, self.bottom - self.y, full, switches)
        for index, piece in enumerate(all_pieces):
            if index:
                self.turn_over()
                self._continue()
            corner = (switches.table_margin, self.size[1] - self.y)
            draw_piece(self.canvas, measured, all_pieces, index, corner=corner, switches=switches)
            self.y += sum(strip.height for strip in piece)
            self.blank = False
        self.y += 6
