"""Draws the part of a table that stands on one page: fills, texts, and lines of several kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Cell
from corpus.fonts import Face, font, width
from corpus.outlines import outlined
from corpus.paginate import LEADING, PAD, Measured, Piece, face_of, segments, share
from corpus.switches import Switches, Unseen

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # x0, y0, x1, y1, upwards, as PDF has it
Edge = tuple[float, float, float, float]
DASHES = {"dashed": [2, 2], "dotted": [0.5, 1.2]}


def draw_piece(
    canvas: Canvas, measured: Measured, all_pieces: list[Piece], index: int, *, corner: Point, switches: Switches
) -> None:
    """Draws one piece of a table with its top left corner at `corner`."""
    canvas.saveState()
    _clip(canvas, measured, all_pieces[index], corner)
    boxes: dict[Cell, Box] = {}
    for cell in measured.grid.cells:
        parts = segments(cell, all_pieces)
        place = next((place for place, (piece, _) in enumerate(parts) if piece == index), None)
        if place is None:
            continue
        box = _box(measured, cell, all_pieces[index], parts[place][1], corner)
        boxes[cell] = box
        if cell.fill:
            canvas.setFillColor(HexColor(cell.fill))
            canvas.rect(box[0], box[1], box[2] - box[0], box[3] - box[1], stroke=0, fill=1)
            canvas.setFillColor(HexColor("#000000"))
        _text(canvas, cell, share(measured, cell, parts, place, switches=switches), box, switches)
    if boxes:
        outer = _around(list(boxes.values()))
        heads = tuple(box[1] for cell, box in boxes.items() if cell.row + cell.row_span in measured.grid.head_ends)
        kept = Kept(switches, outer, heads, cut_top=index > 0, cut_bottom=index < len(all_pieces) - 1)
        _borders(canvas, list(boxes.values()), switches, kept)
    canvas.restoreState()


def _clip(canvas: Canvas, measured: Measured, piece: Piece, corner: Point) -> None:
    """Hides what rows that the page's edge cuts have beyond it."""
    if any(strip.above or strip.below for strip in piece):
        height = sum(strip.height for strip in piece)
        seen = canvas.beginPath()
        seen.rect(corner[0] - 2, corner[1] - height, measured.edges[-1] + 4, height + (0 if piece[0].above else 2))
        canvas.clipPath(seen, stroke=0, fill=0)


def _around(boxes: Sequence[Box]) -> Box:
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def _box(measured: Measured, cell: Cell, piece: Piece, strips: Piece, corner: Point) -> Box:
    above = sum(strip.height for strip in piece[: piece.index(strips[0])])
    top = corner[1] - above + strips[0].above
    left, right = measured.edges[cell.column], measured.edges[cell.column + cell.column_span]
    bottom = corner[1] - above - sum(strip.height for strip in strips) - strips[-1].below
    return corner[0] + left, bottom, corner[0] + right, top


def write(canvas: Canvas, place: Point, text: str, face: Face, size: float, *, curves: bool = False) -> None:
    """Draws a text, as shapes if so told."""
    if curves:
        outlined(canvas, place, text, face, size)
    else:
        canvas.setFont(font(face), size)
        canvas.drawString(*place, text)


def _text(canvas: Canvas, cell: Cell, lines: tuple[str, ...], box: Box, switches: Switches) -> None:
    face = face_of(cell, switches)
    x0, y0, x1, y1 = box
    if cell.vertical and switches.vertical == "rotated":
        canvas.saveState()
        canvas.translate((x0 + x1) / 2 + cell.size * 0.35, (y0 + y1) / 2)
        canvas.rotate(90)
        text = "".join(lines)
        write(canvas, (-width(text, face, cell.size) / 2, 0), text, face, cell.size, curves=switches.curves)
        canvas.restoreState()
        return
    leading = cell.size * LEADING
    top = {
        "top": y1 - PAD,
        "middle": (y0 + y1) / 2 + leading * len(lines) / 2,
        "bottom": y0 + PAD + leading * len(lines),
    }
    y = top[switches.at] - cell.size * 0.95
    for line in lines:
        for x, part in _placed(line, cell, face, (x0, x1)):
            write(canvas, (x, y), part, face, cell.size, curves=switches.curves)
        y -= leading


def _placed(line: str, cell: Cell, face: Face, sides: Point) -> list[tuple[float, str]]:
    """The parts of a line, each with where it begins: letters one by one where they are spread."""
    free = sides[1] - sides[0] - width(line, face, cell.size)
    if cell.align == "spread" and len(line) > 1 and free > 2 * PAD:
        gap = (free - 2 * PAD) / (len(line) - 1)
        starts = [width(line[:place], face, cell.size) + gap * place for place in range(len(line))]
        return [(sides[0] + PAD + start, letter) for start, letter in zip(starts, line, strict=True)]
    start = {"left": PAD, "right": free - PAD}.get(cell.align, free / 2)
    return [(sides[0] + start, line)]


def _borders(canvas: Canvas, boxes: Sequence[Box], switches: Switches, kept: Kept) -> None:
    canvas.setLineWidth(switches.line_width)
    canvas.setDash(DASHES.get(switches.lines, []))
    canvas.setStrokeColor(HexColor(switches.line_color))
    if switches.lines == "boxes":
        for x0, y0, x1, y1 in boxes:
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=1, fill=0)
    elif switches.lines != "none" and boxes:
        for edge in sorted({edge for box in boxes for edge in _edges(box)}):
            if kept(edge):
                _line(canvas, edge, switches)
    canvas.setDash([])
    canvas.setStrokeColor(HexColor("#000000"))


def _edges(box: Box) -> tuple[Edge, ...]:
    x0, y0, x1, y1 = (round(value, 2) for value in box)
    return (x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)


@dataclass(frozen=True)
class Kept:
    """Which borders of a piece are drawn: `outer` is the box of the piece, `heads` the heights at which headers end."""

    switches: Switches
    outer: Box
    heads: tuple[float, ...]
    cut_top: bool
    cut_bottom: bool

    def __call__(self, edge: Edge) -> bool:
        """Tell whether an edge is drawn."""
        x0, y0, x1, y1 = edge
        left, bottom, right, top = self.outer
        if x0 == x1:
            return self._upright(outside=min(abs(x0 - left), abs(x0 - right)) < 0.1)
        at_cut = (self.cut_bottom and abs(y0 - bottom) < 0.1) or (self.cut_top and abs(y1 - top) < 0.1)
        if at_cut and not self.switches.close_cuts:
            return False
        return self._level(y0, outside=min(abs(y0 - bottom), abs(y0 - top)) < 0.1)

    def _upright(self, *, outside: bool) -> bool:
        edges = self.switches.edges
        if outside:
            return self.switches.sides and edges in ("all", "no columns")
        return edges in ("all", "no sides", "no frame")

    def _level(self, y: float, *, outside: bool) -> bool:
        edges = self.switches.edges
        if edges == "three":
            return outside or any(abs(y - head) < 0.1 for head in self.heads)
        return edges != "none" and not (outside and edges == "no frame")


def unseen_frame(canvas: Canvas, box: Box, unseen: Unseen) -> None:
    """Lines around a line of prose that nobody sees; the box is (x0, y0, x1, height)."""
    if not unseen:
        return
    x0, y0, x1, height = box
    canvas.saveState()
    if unseen == "white":
        canvas.setStrokeColor(HexColor("#FFFFFF"))
    elif unseen == "transparent":
        canvas.setStrokeAlpha(0)
    else:
        outside = canvas.beginPath()
        outside.rect(0, 0, 1, 1)
        canvas.clipPath(outside, stroke=0, fill=0)
    canvas.rect(x0, y0, (x1 - x0) / 2, height, stroke=1, fill=0)
    canvas.rect((x0 + x1) / 2, y0, (x1 - x0) / 2, height, stroke=1, fill=0)
    canvas.restoreState()


def _line(canvas: Canvas, edge: Edge, switches: Switches) -> None:
    x0, y0, x1, y1 = edge
    if switches.lines == "rectangles":
        half = switches.line_width / 2
        canvas.setFillColor(HexColor(switches.line_color))
        canvas.rect(x0 - half, y0 - half, x1 - x0 + 2 * half, y1 - y0 + 2 * half, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#000000"))
    elif switches.lines == "double":
        across, up = (0.9, 0.0) if x0 == x1 else (0.0, 0.9)
        canvas.line(x0 - across, y0 - up, x1 - across, y1 - up)
        canvas.line(x0 + across, y0 + up, x1 + across, y1 + up)
    else:
        canvas.line(x0, y0, x1, y1)
