"""Draws the part of a table that stands on one page: fills, texts, and lines of several kinds."""

from __future__ import annotations

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Cell
from corpus.fonts import font, width
from corpus.paginate import LEADING, PAD, Measured, Piece, face_of, segments, share
from corpus.switches import Switches

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # x0, y0, x1, y1, upwards, as PDF has it
Edge = tuple[float, float, float, float]


def draw_piece(
    canvas: Canvas, measured: Measured, all_pieces: list[Piece], index: int, *, corner: Point, switches: Switches
) -> None:
    """Draws one piece of a table with its top left corner at `corner`."""
    boxes: list[Box] = []
    for cell in measured.grid.cells:
        parts = segments(cell, all_pieces)
        place = next((place for place, (piece, _) in enumerate(parts) if piece == index), None)
        if place is None:
            continue
        box = _box(measured, cell, all_pieces[index], parts[place][1], corner)
        boxes.append(box)
        if cell.fill:
            canvas.setFillColor(HexColor(cell.fill))
            canvas.rect(box[0], box[1], box[2] - box[0], box[3] - box[1], stroke=0, fill=1)
            canvas.setFillColor(HexColor("#000000"))
        _text(canvas, cell, share(measured, cell, parts, place, switches=switches), box, switches)
    _borders(canvas, boxes, switches, cut_top=index > 0, cut_bottom=index < len(all_pieces) - 1)


def _box(measured: Measured, cell: Cell, piece: Piece, strips: Piece, corner: Point) -> Box:
    above = sum(strip.height for strip in piece[: piece.index(strips[0])])
    top = corner[1] - above
    left, right = measured.edges[cell.column], measured.edges[cell.column + cell.column_span]
    return corner[0] + left, top - sum(strip.height for strip in strips), corner[0] + right, top


def _text(canvas: Canvas, cell: Cell, lines: tuple[str, ...], box: Box, switches: Switches) -> None:
    face = face_of(cell, switches)
    canvas.setFont(font(face), cell.size)
    x0, y0, x1, y1 = box
    if cell.vertical and switches.vertical == "rotated":
        canvas.saveState()
        canvas.translate((x0 + x1) / 2 + cell.size * 0.35, (y0 + y1) / 2)
        canvas.rotate(90)
        canvas.drawCentredString(0, 0, "".join(lines))
        canvas.restoreState()
        return
    leading = cell.size * LEADING
    y = (y0 + y1) / 2 + leading * len(lines) / 2 - cell.size * 0.95
    for line in lines:
        centred = (x0 + x1 - width(line, face, cell.size)) / 2
        canvas.drawString(centred if cell.align == "center" else x0 + PAD, y, line)
        y -= leading


def _borders(canvas: Canvas, boxes: list[Box], switches: Switches, *, cut_top: bool, cut_bottom: bool) -> None:
    canvas.setLineWidth(switches.line_width)
    canvas.setDash([2, 2] if switches.lines == "dashed" else [])
    if switches.lines == "boxes":
        for x0, y0, x1, y1 in boxes:
            canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=1, fill=0)
    elif switches.lines != "none" and boxes:
        outer = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
        for edge in sorted({edge for box in boxes for edge in _edges(box)}):
            if not _left_out(edge, outer, switches, cut_top=cut_top, cut_bottom=cut_bottom):
                _line(canvas, edge, switches)
    canvas.setDash([])


def _edges(box: Box) -> tuple[Edge, ...]:
    x0, y0, x1, y1 = (round(value, 2) for value in box)
    return (x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)


def _left_out(edge: Edge, outer: Box, switches: Switches, *, cut_top: bool, cut_bottom: bool) -> bool:
    x0, y0, x1, y1 = edge
    if x0 == x1:
        return not switches.sides and min(abs(x0 - outer[0]), abs(x0 - outer[2])) < 0.1
    at_cut = (cut_bottom and abs(y0 - outer[1]) < 0.1) or (cut_top and abs(y1 - outer[3]) < 0.1)
    return at_cut and not switches.close_cuts


def _line(canvas: Canvas, edge: Edge, switches: Switches) -> None:
    x0, y0, x1, y1 = edge
    if switches.lines == "rectangles":
        half = switches.line_width / 2
        canvas.rect(x0 - half, y0 - half, x1 - x0 + 2 * half, y1 - y0 + 2 * half, stroke=0, fill=1)
    else:
        canvas.line(x0, y0, x1, y1)
