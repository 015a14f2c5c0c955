"""Small PDFs of ruled tables, drawn in the ways in which programs draw lines."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from random import Random

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract.grid import Span

HEIGHT = A4[1]
STYLES = ("strokes", "rectangles", "boxes", "dashed", "segments")

Edge = tuple[float, float, float, float]


def pdf(draw: Callable[[Canvas], None]) -> bytes:
    """A page on which something is drawn."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def edges(xs: Sequence[float], ys: Sequence[float], spans: Sequence[Span]) -> list[Edge]:
    """The four sides of every cell, y downwards."""
    found: dict[Edge, None] = {}
    for row, column, rows, columns in spans:
        x0, x1, y0, y1 = xs[column], xs[column + columns], ys[row], ys[row + rows]
        found |= dict.fromkeys([(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)])
    return list(found)


def draw_table(
    canvas: Canvas, xs: Sequence[float], ys: Sequence[float], spans: Sequence[Span], style: str, jitter: float = 0.0
) -> None:
    """The lines of a table. jitter: how far each of them may lie beside its place."""
    canvas.setLineWidth(0.5)
    canvas.setDash([3, 2] if style == "dashed" else [])
    if style == "boxes":
        for row, column, rows, columns in spans:
            x0, x1, y0, y1 = xs[column], xs[column + columns], ys[row], ys[row + rows]
            canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0)
        return
    rng = Random(7)
    for edge in edges(xs, ys, spans):
        _line(canvas, _moved(edge, rng.uniform(-jitter, jitter)), style)


def grid_texts(
    canvas: Canvas, xs: Sequence[float], ys: Sequence[float], spans: Sequence[Span], texts: Sequence[str]
) -> None:
    """A text at the left of each cell."""
    for (row, column, _, _), text in zip(spans, texts, strict=True):
        canvas.drawString(xs[column] + 3, HEIGHT - ys[row] - 10, text)


def plain_spans(rows: int, columns: int) -> list[Span]:
    """A table without merged cells."""
    return [Span(row, column, 1, 1) for row in range(rows) for column in range(columns)]


def _moved(edge: Edge, by: float) -> Edge:
    x0, y0, x1, y1 = edge
    return (x0, y0 + by, x1, y1 + by) if y0 == y1 else (x0 + by, y0, x1 + by, y1)


def _line(canvas: Canvas, edge: Edge, style: str) -> None:
    x0, y0, x1, y1 = edge
    if style in ("strokes", "dashed"):
        canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
    elif style == "rectangles":
        canvas.rect(x0 - 0.25, HEIGHT - y1 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)
    else:
        length = max(x1 - x0, y1 - y0)
        for start in range(0, int(length) + 1, 6):
            size = min(4, length - start)
            across, down = (size, 0.5) if y0 == y1 else (0.5, size)
            x, y = (x0 + start, y0) if y0 == y1 else (x0, y0 + start)
            canvas.rect(x, HEIGHT - y - down, across, down, stroke=0, fill=1)


def small_table(last: str, paint: Callable[[Canvas], None] = lambda canvas: None) -> bytes:
    """A table of two rows and two columns, 1234 5678 90 and a last number; `paint` draws over it."""

    def draw(canvas: Canvas) -> None:
        canvas.grid([100, 200, 300], [700, 680, 660])
        canvas.setFont("Helvetica", 11)
        for i, text in enumerate(("1234", "5678", "90", last)):
            canvas.drawString(110 + 100 * (i % 2), 685 - 20 * (i // 2), text)
        paint(canvas)

    return pdf(draw)
