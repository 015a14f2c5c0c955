"""Draws a document on PDF pages, with switches for the ways in which published PDFs differ.

The same document and switches give the same bytes.
"""

from __future__ import annotations

from io import BytesIO

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Document, Grid, PageBreak, Text, TextKind, fingerprint
from corpus.fonts import font, width
from corpus.paginate import measure, pieces
from corpus.strokes import draw_piece
from corpus.switches import Switches
from corpus.wrap import wrap

SIZES: dict[TextKind, float] = {"title": 20.0, "heading": 15.0, "paragraph": 14.0, "note": 9.0}
SPACING = 1.75  # of the letters' size, for prose

rl_config.useA85 = 0  # streams as bytes, as other programs write them, rather than as ASCII


def render(document: Document, switches: Switches | None = None) -> bytes:
    """The PDF of a document."""
    switches = switches or Switches()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setSubject(fingerprint(document, switches))
    canvas.setTitle(document.running_head)
    flow = _Flow(canvas, switches, document.running_head)
    for index, block in enumerate(document.blocks):
        following = document.blocks[index + 1] if index + 1 < len(document.blocks) else None
        flow.place(block, keep=80.0 if isinstance(following, Grid) else 0.0)
    flow.end_page()
    canvas.save()
    return buffer.getvalue()


class _Flow:
    """The place on the current page: `y` is the distance from its top, `turned` whether it is in landscape."""

    def __init__(self, canvas: Canvas, switches: Switches, running_head: str) -> None:
        self.canvas, self.switches, self.running_head = canvas, switches, running_head
        self.number = 0
        self.turned = switches.landscape
        self.begin_page()

    @property
    def size(self) -> tuple[float, float]:
        short, long = A4
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
        face = font(self.switches.face)
        if self.switches.page_numbers:
            self.canvas.setFont(face, 10)
            self.canvas.drawCentredString(wide / 2, 40, f"- {self.number} -")
        if self.switches.running_head:
            self.canvas.setFont(face, 9)
            self.canvas.drawCentredString(wide / 2, high - 44, self.running_head)
        self.canvas.showPage()

    def turn_over(self) -> None:
        self.end_page()
        self.begin_page()

    def place(self, block: Text | PageBreak | Grid, keep: float) -> None:
        if isinstance(block, PageBreak):
            self.break_page(landscape=block.landscape)
        elif isinstance(block, Grid):
            self.table(block)
        else:
            self.text(block, keep)

    def break_page(self, *, landscape: bool) -> None:
        if not self.blank:
            self.end_page()
            self.number += 1
        self.number -= 1
        self.turned = landscape or self.switches.landscape
        self.begin_page()

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
            self.canvas.setFont(font(face), size)
            self.canvas.drawString(x, self.size[1] - self.y + size * 0.4, line)
            self.blank = False
        if block.kind == "title":
            self.y += 6

    def table(self, grid: Grid) -> None:
        switches = self.switches
        measured = measure(grid, self.size[0] - 2 * switches.table_margin, switches)
        self.y += 4
        full = self.bottom - switches.margin
        all_pieces = pieces(measured, self.bottom - self.y, full, switches)
        for index, piece in enumerate(all_pieces):
            if index:
                self.turn_over()
            corner = (switches.table_margin, self.size[1] - self.y)
            draw_piece(self.canvas, measured, all_pieces, index, corner=corner, switches=switches)
            self.y += sum(strip.height for strip in piece)
            self.blank = False
        self.y += 6
