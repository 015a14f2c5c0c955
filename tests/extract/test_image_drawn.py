"""Lines that a file draws are told from letters that it draws too, and taken off."""

from contextlib import closing
from itertools import pairwise

import numpy as np
import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import FILL_EVEN_ODD

from pipeline.extract import extract
from pipeline.extract.grid import find_grids
from pipeline.extract.image_lines import find_lines
from pipeline.extract.image_page import rendered
from tests.extract.drawing import HEIGHT, draw_table, pdf, plain_spans
from tests.extract.scanning import ink_in

XS, YS = [60.0, 180.0, 300.0, 420.0], [100.0, 112.0, 124.0, 136.0]
SPANS = plain_spans(3, 3)
DIGITS = ["80", "8", "0", "08", "88", "00", "808", "8", "880"]


def seen(draw):
    with closing(pdfium.PdfDocument(pdf(draw))) as opened:
        return rendered(opened, 0)


def rounds(canvas, text, x, y):
    """Zeros and eights as curves; y: of the foot of each."""
    canvas.setLineWidth(1)
    for i, digit in enumerate(text):
        parts = [(0, 8)] if digit == "0" else [(0, 4.4), (4.4, 8)]
        for low, high in parts:
            canvas.ellipse(x + 6 * i, y + low, x + 6 * i + 4.6, y + high)


def bar(canvas, x, top, width, height):
    canvas.rect(x, HEIGHT - top - height, width, height, stroke=0, fill=1)


@pytest.mark.parametrize("style", ["strokes", "rectangles", "boxes"])
def test_letters_that_are_drawn_are_whole_where_they_touch_a_line(style):
    def draw(canvas):
        draw_table(canvas, XS, YS, SPANS, style)
        for i, text in enumerate(DIGITS):
            rounds(canvas, text, XS[i % 3] + 50, HEIGHT - YS[i // 3 + 1] + 0.4)

    (found,) = extract(pdf(draw), "ocr").tables
    assert [(cell.text, cell.readings) for cell in found.cells] == [(text, ()) for text in DIGITS]


def test_strokes_of_letters_in_low_rows_are_no_lines():
    def draw(canvas):
        draw_table(canvas, XS, YS, SPANS, "strokes")
        for i in range(9):
            stroke = canvas.beginPath()
            x, y = XS[i % 3] + 50, HEIGHT - YS[i // 3]
            stroke.moveTo(x, y)
            stroke.lineTo(x, y - 12)
            stroke.curveTo(x, y - 12, x + 1, y - 12, x + 1, y - 12)
            stroke.lineTo(x + 1, y)
            canvas.drawPath(stroke, stroke=0, fill=1)

    page = seen(draw)
    assert page.drawn is not None
    assert [grid.xs for grid in find_grids(*page.drawn)] == [pytest.approx(tuple(XS), abs=1)]


@pytest.mark.parametrize(("x", "width", "height"), [(1.5, 6, 0.8), (50, 0.9, 7)])
def test_a_straight_stroke_inside_a_cell_stays(x, width, height):
    ys = [100.0, 125.0, 150.0, 175.0]

    def draw(canvas):
        draw_table(canvas, XS, ys, SPANS, "strokes")
        rounds(canvas, "8", XS[0] + 50, HEIGHT - ys[1] + 8)
        bar(canvas, XS[1] + x, 112, width, height)

    page = seen(draw)
    assert page.drawn is not None
    assert ink_in(page.grey, (XS[1] + x, 110, XS[1] + x + 6, 120), 72 * page.scale)
    assert not ink_in(page.grey, (XS[1] - 2, 98, XS[1] + 1, 127), 72 * page.scale)


@pytest.mark.parametrize("grey", [0.0, 0.9])
def test_a_line_that_is_an_area_clipped_to_its_side_is_taken_off(grey):
    """As the rule below a running head is, that lies on the border of the first row."""

    def draw(canvas):
        draw_table(canvas, XS, YS, SPANS, "strokes")
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(150, HEIGHT - YS[0] - 0.3, 200, 0.6)
        canvas.clipPath(clip, stroke=0, fill=0)
        canvas.setFillGray(grey)
        bar(canvas, 150, YS[0] - 60, 200, 70)
        canvas.restoreState()

    page = seen(draw)
    assert page.drawn is not None
    assert not ink_in(page.grey, (60, 90, 420, 110), 72 * page.scale)


def test_frames_that_are_filled_boxes_with_a_hole_are_taken_off():
    """As a browser draws the borders of cells that stand apart, through a printer's driver."""

    def draw(canvas):
        for span in SPANS:
            x0, x1, top, bottom = *XS[span.column : span.column + 2], *YS[span.row : span.row + 2]
            frame = canvas.beginPath()
            for inset in (1.0, 1.5):
                frame.rect(x0 + inset, HEIGHT - bottom + inset, x1 - x0 - 2 * inset, bottom - top - 2 * inset)
            canvas.drawPath(frame, stroke=0, fill=1, fillMode=FILL_EVEN_ODD)
        canvas.drawString(XS[1] + 50, HEIGHT - YS[2] + 2, "8")

    page = seen(draw)
    assert page.drawn is not None
    assert [len(grid.spans) for grid in find_grids(*page.drawn)] == [len(SPANS)]
    assert ink_in(page.grey, (XS[1] + 40, YS[1], XS[1] + 60, YS[2]), 72 * page.scale)
    assert not ink_in(page.grey, (XS[0], YS[0], XS[1], YS[-1]), 72 * page.scale)
    assert not ink_in(page.grey, (XS[2], YS[0], XS[3], YS[-1]), 72 * page.scale)


def test_a_line_of_letters_that_is_one_path_of_strokes_stays():
    def draw(canvas):
        draw_table(canvas, XS, YS, SPANS, "strokes")
        rounds(canvas, "8", XS[0] + 50, HEIGHT - YS[1] + 2)
        letters = canvas.beginPath()
        for i in range(10):
            x, y = XS[1] + 10 + 9 * i, HEIGHT - YS[1] + 2
            letters.moveTo(x, y)
            letters.lineTo(x + 3, y + 8)
            letters.lineTo(x + 6, y)
        canvas.drawPath(letters)

    page = seen(draw)
    assert page.drawn is not None
    assert ink_in(page.grey, (XS[1] + 10, YS[0] + 1, XS[2] - 10, YS[1] - 1), 72 * page.scale)


def test_where_a_straight_stroke_may_be_a_line_none_is_taken_off_and_pale_ones_are_found_all_the_same():
    def draw(canvas):
        canvas.setStrokeGray(0.75)
        canvas.setLineWidth(0.2)
        canvas.grid([100, 200, 300, 400], [700, 680, 660, 640])
        canvas.setFillGray(0)
        canvas.circle(150, 690, 4, fill=1, stroke=0)
        canvas.rect(201.5, 685, 0.8, 10, fill=1, stroke=0)

    page = seen(draw)
    lines = find_lines(page.ruled, page.scale)
    assert page.drawn is None
    assert [len(grid.spans) for grid in find_grids(lines.horizontal, lines.vertical)] == [9]


@pytest.mark.parametrize("turned", [0, 90])
@pytest.mark.parametrize(("cut", "whole"), [(204.0, True), (206.0, False)])
def test_a_line_of_text_that_an_edge_cuts_is_whole_where_its_middle_shows_and_else_gone(cut, whole, turned):
    """The 8 stands from 200 to 210, and what lies above `cut` is cut off, or below where it is left whole."""

    def draw(canvas):
        canvas.setPageRotation(turned)
        draw_table(canvas, XS, YS, SPANS, "strokes")
        canvas.setFont("Helvetica", 10 / 0.718)
        shown = canvas.beginPath()
        if turned:
            shown.rect(cut, 0, 1000, 1000)
        else:
            shown.rect(0, 0, 1000, HEIGHT - cut)
        canvas.clipPath(shown, stroke=0, fill=0)
        if turned:
            canvas.translate(210, 100)
            canvas.rotate(90)
            canvas.drawString(0, 0, "8")
        else:
            canvas.drawString(100, HEIGHT - 210, "8")

    page = seen(draw)
    assert page.drawn is not None
    rows = np.flatnonzero((page.grey < 128).any(axis=1)) / page.scale
    assert list(rows[[0, -1]]) == pytest.approx([200, 210], abs=0.6) if whole else not len(rows)


@pytest.mark.parametrize(("foot", "beside"), [(0.0, False), (7.0, False), (0.0, True)])
def test_a_dark_ground_that_shows_as_lines_between_cells_is_taken_off_and_what_a_page_cuts_of_it(foot, beside):
    def draw(canvas):
        if beside:  # a table of drawn lines, as websites set above the report
            canvas.grid([100, 200, 300], [HEIGHT - 60, HEIGHT - 40, HEIGHT - 20])
        bar(canvas, XS[0] - 1, YS[0] - 1, XS[-1] - XS[0] + 2, YS[-1] - YS[0] + 2 + foot)
        canvas.setFillGray(1)
        for span in SPANS:
            x0, x1, top, bottom = *XS[span.column : span.column + 2], *YS[span.row : span.row + 2]
            bar(canvas, x0 + 0.5, top + 0.5, x1 - x0 - 1, bottom - top - 1)
        canvas.setFillGray(0)
        canvas.drawString(XS[1] + 50, HEIGHT - YS[2] + 2, "8")

    page = seen(draw)
    assert page.drawn is not None
    *others, grid = find_grids(*page.drawn)
    assert len(others) == beside
    assert grid.xs == pytest.approx(tuple(XS), abs=1.1)
    assert grid.ys[:4] == pytest.approx(tuple(YS), abs=1.1)
    assert ink_in(page.grey, (XS[1] + 40, YS[1], XS[1] + 60, YS[2]), 72 * page.scale)
    assert not any(find_lines(page.grey, page.scale)[:2])


def test_the_dark_rim_of_a_page_with_a_white_area_is_no_ground_of_a_table():
    def draw(canvas):
        bar(canvas, 0, 0, 595, 842)
        canvas.setFillGray(1)
        bar(canvas, 20, 20, 555, 800)
        canvas.setFillGray(0.9)
        for y in YS[::2]:
            for x0, x1 in pairwise(XS):
                bar(canvas, x0, y, x1 - x0, 12)

    page = seen(draw)
    assert page.drawn is None or find_grids(*page.drawn) == []


def test_where_the_file_does_not_draw_all_lines_straight_they_are_found_as_pixels():
    def draw(canvas):
        draw_table(canvas, XS, YS, SPANS, "strokes")
        canvas.roundRect(60, HEIGHT - 300, 360, 120, 5)

    assert seen(draw).drawn is None
