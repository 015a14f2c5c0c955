"""The lines that pixels show are those of the table, and nothing that is written is one."""

from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.extract.grid import SNAP, Span, find_grids
from pipeline.extract.image_lines import find_lines
from tests.extract.drawing import HEIGHT, STYLES, draw_table, edges, pdf, plain_spans
from tests.extract.scanning import noisy, pages
from tests.extract.test_grid import near, seen, tables

SCALE = 200 / 72
"""Pages are rendered with at least so many pixels a point."""
XS, YS = [60.0, 160.0, 260.0, 360.0], [100.0, 122.0, 144.0, 166.0]


def lines_of(draw, dpi=150, noise=4.0):
    """The lines in the upper left part of a page on which something is drawn, scanned at so many dots an inch."""
    (image,) = pages(pdf(draw), dpi)
    part = image[: round(350 * dpi / 72), : round(480 * dpi / 72), 0]
    zoom = max(1.0, 200 / dpi)
    larger = cv2.resize(noisy(part, noise), None, fx=zoom, fy=zoom, interpolation=cv2.INTER_LINEAR)
    return find_lines(np.asarray(larger, np.uint8), zoom * dpi / 72)


def ruled(canvas):
    draw_table(canvas, XS, YS, plain_spans(3, 3), "strokes")


@settings(max_examples=15, deadline=None, derandomize=True)  # of endless tables in pixels, some are read otherwise
@given(tables(least=24), st.sampled_from(STYLES), st.sampled_from([150, 200, 300]), st.sampled_from([0.0, 8.0]))
def test_the_cells_of_a_scanned_table_are_those_of_the_drawn_one(table, style, dpi, noise):
    xs, ys, spans = table
    assume(len({s.column for s in spans}) > 1)  # one column is a frame around text, not a table
    assume(min(xs[-1] - xs[0], ys[-1] - ys[0]) >= 100)  # smaller ones may be letters
    assume(style != "segments" or dpi > 150)  # lines that stop short of crossings: of small cells too little is left
    lines = lines_of(lambda canvas: draw_table(canvas, xs, ys, spans, style), dpi, noise)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(xs, ys, spans), SNAP)


def test_lines_that_stop_short_of_every_crossing_are_those_of_one_table():
    xs, ys = [100.0, 124.0, 148.0, 172.0, 200.0], [100.0, 124.0, 148.0, 172.0, 220.0]
    spans = [*plain_spans(2, 4), Span(2, 0, 1, 1), Span(2, 1, 1, 2), Span(2, 3, 2, 1), Span(3, 0, 1, 3)]
    lines = lines_of(lambda canvas: draw_table(canvas, xs, ys, spans, "segments"), noise=0.0)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(xs, ys, spans), SNAP)


@pytest.mark.parametrize("dash", [1.5, 2.5])
@pytest.mark.parametrize("dpi", [150, 300])
def test_dashed_lines_that_cross_in_a_dash_are_whole(dash, dpi):
    """As browsers draw the borders of each cell: a dash lies at either end, and with that of a line across it makes a
    piece of ink that is no dash by itself.
    """
    xs, ys = [60.0, 80.0, 160.0, 200.0, 320.0], [100.0, 118.0, 136.0, 154.0, 184.0]
    spans = [Span(0, 0, 1, 4), *(Span(row, column, 1, 1) for row in (1, 2, 3) for column in range(4))]

    def draw(canvas):
        canvas.setLineWidth(1.2)
        for x0, y0, x1, y1 in edges(xs, ys, spans):
            length = x1 - x0 + y1 - y0
            gaps = round((length - 3.6) / (3.6 + dash))
            canvas.setDash([3.6, (length - 3.6 * (gaps + 1)) / gaps])
            canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    lines = lines_of(draw, dpi)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(xs, ys, spans), SNAP)
    assert [rule.start for rule in lines.horizontal] == pytest.approx([60.0] * 5, abs=1.5)
    assert [rule.end for rule in lines.horizontal] == pytest.approx([320.0] * 5, abs=1.5)


@pytest.mark.parametrize(("row", "gap"), [(14.0, 2.4), (16.0, 2.8)])
@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_dashed_lines_that_cross_anywhere_in_a_dash_are_whole(row, gap, dpi):
    xs, ys = [60.0, 82.0, 160.0, 200.0, 320.0], [*(100.0 + row * k for k in range(4)), 184.0]

    def draw(canvas):
        canvas.setLineWidth(1.2)
        canvas.setDash([3.6, gap])
        for y in ys:
            canvas.line(xs[0], HEIGHT - y, xs[-1], HEIGHT - y)
        for x in xs:
            canvas.line(x, HEIGHT - ys[x in xs[1:-1]], x, HEIGHT - ys[-1])

    lines = lines_of(draw, dpi)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    spans = [Span(0, 0, 1, 4), *(Span(row, column, 1, 1) for row in (1, 2, 3) for column in range(4))]
    assert near(seen(*grid), seen(xs, ys, spans), SNAP)


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_long_dashes_that_meet_in_the_corners_of_a_table_are_whole(dpi):
    """As office programs draw borders: a line goes on in the same dashes over all rows, and starts with a whole one."""
    xs, ys = [60.0, 200.0, 260.0, 320.0], [100.0, 116.0, 142.0, 158.0, 174.0, 190.0]

    def draw(canvas):
        canvas.setLineWidth(0.5)
        canvas.setDash([8.0, 2.5])
        for y in ys:
            canvas.line(xs[0], HEIGHT - y, xs[-1], HEIGHT - y)
        for x in xs:
            canvas.line(x, HEIGHT - ys[0], x, HEIGHT - ys[-1])

    lines = lines_of(draw, dpi)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(xs, ys, plain_spans(5, 3)), SNAP)
    assert [rule.start for rule in lines.horizontal] == pytest.approx([60.0] * 6, abs=1.5)
    assert [rule.start for rule in lines.vertical] == pytest.approx([100.0] * 4, abs=1.5)


def test_doubled_lines_and_thick_frames_are_lines():
    def draw(canvas):
        ruled(canvas)
        draw_table(canvas, XS, [y + 1.5 for y in YS], plain_spans(3, 3), "strokes")
        canvas.setDash([])
        canvas.setLineWidth(2)
        canvas.rect(60, HEIGHT - 167, 300, 67)

    lines = lines_of(draw)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(XS, YS, plain_spans(3, 3)), 2.0)


def test_both_lines_of_a_double_one_are_one_line_however_far_apart_they_are():
    scale = 200 / 72
    page = np.full((600, 900), 255, np.uint8)
    for x in (100, 106):
        page[100:500, x : x + 2] = 0
    for y in (100, 300, 500):
        page[y : y + 3, 100:700] = 0
    page[100:500, 700:703] = 0
    lines = find_lines(cv2.GaussianBlur(page, (0, 0), 0.7), scale)
    assert [rule.at for rule in lines.vertical] == pytest.approx([104 / scale, 701.5 / scale], abs=1)
    assert not (lines.mask[110:290, 98:112].max(axis=1) == 0).any()


@pytest.mark.parametrize("dpi", [200, 260, 300, 390])
def test_both_strokes_of_a_narrow_double_line_are_one_line_however_closely_it_is_looked_at(dpi):
    def draw(canvas):
        ruled(canvas)
        canvas.setLineWidth(1.0)
        for rect in ((60, HEIGHT - 166, 300, 66), (58.25, HEIGHT - 167.75, 303.5, 69.5)):
            canvas.rect(*rect)

    lines = lines_of(draw, dpi, noise=0.0)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(XS, YS, plain_spans(3, 3)), 2.0)
    for edge in (58.25, 60.0, 360.0, 361.75):
        assert lines.mask[round(110 * dpi / 72), round(edge * dpi / 72)]


@pytest.mark.parametrize("dpi", [200, 260, 300, 390])
@pytest.mark.parametrize(("width", "gap"), [(1.0, 3.5), (1.5, 3.5)])
def test_double_borders_with_gaps_where_they_meet_are_those_of_the_table(dpi, width, gap):
    """So word processors draw them: a frame, another in it, and the sides of cells, which end before the inner one."""
    xs, ys = [60.0, 160.0, 200.0, 240.0, 280.0, 320.0, 360.0], [100.0, 120.0, 140.0, 160.0]
    half = 1.5

    def draw(canvas):
        canvas.setLineWidth(width)
        for out in (half, -half):
            canvas.rect(60 - out, HEIGHT - 160 - out, 300 + 2 * out, 60 + 2 * out)
        for y in ys[1:-1]:
            for beside in (-half, half):
                for left, right in pairwise(xs):
                    ends = left + (gap if left == 60 else half), right - (gap if right == 360 else half)
                    canvas.line(ends[0], HEIGHT - y - beside, ends[1], HEIGHT - y - beside)
        for x in xs[1:-1]:
            for beside in (-half, half):
                for top, bottom in ((100, 120), (140, 160)):  # between them, a heading
                    ends = top + half + (gap if top == 100 else 0), bottom - half - (gap if bottom == 160 else 0)
                    canvas.line(x + beside, HEIGHT - ends[0], x + beside, HEIGHT - ends[1])

    lines = lines_of(draw, dpi, noise=0.0)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    spans = [Span(1, 0, 1, 6), *(Span(row, column, 1, 1) for row in (0, 2) for column in range(6))]
    assert near(seen(*grid), seen(xs, ys, spans), SNAP)


def test_double_borders_reach_a_frame_whose_strokes_a_scan_made_one():
    xs, ys = [60.0, 160.0, 260.0, 360.0], [100.0, 124.0, 148.0, 172.0]

    def draw(canvas):
        canvas.setLineWidth(4.5)
        canvas.rect(60, HEIGHT - 172, 300, 72)
        canvas.setLineWidth(1.2)
        for y in ys[1:-1]:
            for beside in (-1.5, 1.5):
                canvas.line(65.5, HEIGHT - y - beside, 354.5, HEIGHT - y - beside)
        for x in xs[1:-1]:
            for beside in (-1.5, 1.5):
                for top, bottom in ((105.5, 122.5), (149.5, 166.5)):  # between them, a heading
                    canvas.line(x + beside, HEIGHT - top, x + beside, HEIGHT - bottom)

    lines = lines_of(draw, 200, 0.0)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    spans = [Span(1, 0, 1, 3), *(Span(row, column, 1, 1) for row in (0, 2) for column in range(3))]
    assert near(seen(*grid), seen(xs, ys, spans), SNAP)
    inner = [rule for rule in lines.horizontal if 110 < rule.at < 160]
    assert [(rule.start, rule.end) for rule in inner] == [pytest.approx((60, 360), abs=1)] * 4


def test_strokes_beside_each_other_are_no_lines_between_single_borders():
    def draw(canvas):
        ruled(canvas)
        canvas.setLineWidth(1.0)
        for x in (100, 103):
            canvas.line(x, HEIGHT - YS[1] - 0.5, x, HEIGHT - YS[2] + 4.5)

    lines = lines_of(draw, 200, 0.0)
    assert [rule.at for rule in lines.vertical] == pytest.approx(XS, abs=1)


def test_a_line_that_letters_touch_is_whole():
    page = np.full((600, 900), 255, np.uint8)
    cv2.rectangle(page, (100, 100), (700, 500), [0], 3)
    cv2.rectangle(page, (80, 250), (130, 270), [0], -1)
    lines = find_lines(page, SCALE)
    ends = [end for rule in lines.vertical for end in (rule.start, rule.end)]
    assert ends == pytest.approx([100 / SCALE, 500 / SCALE] * 2, abs=2)


@pytest.mark.parametrize("touched", [(430, 441), (112, 123), (421, 441)])
@pytest.mark.parametrize("lean", [0, 2])
def test_a_line_is_whole_that_a_figure_touches_near_its_end(touched, lean):
    page = np.full((600, 900), 255, np.uint8)
    for y in (100, 160, 220, 280, 340, 400, 465):
        cv2.line(page, (100, y), (700, y), [0], 3)
    for x in (100, 300, 500, 700):
        cv2.line(page, (x + lean, 100), (x - lean, 465), [0], 3)
    cv2.rectangle(page, (290, touched[0]), (298, touched[1]), [0], -1)
    lines = find_lines(page, SCALE)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert len(grid.spans) == 6 * 3
    writing = (page == 0) & (cv2.dilate(lines.mask, np.ones((5, 3), np.uint8)) == 0)
    assert not writing[:, 302:].any()


def test_a_heavy_frame_is_whole_that_is_heavier_in_its_corners():
    """As one that is not quite level, in black and white."""
    page = np.full((600, 900), 255, np.uint8)
    for y in (160, 220, 280, 340):
        cv2.line(page, (100, y), (700, y), [0], 3)
    for x in (300, 500):
        cv2.line(page, (x, 100), (x, 340), [0], 3)
    for x in (100, 700):
        page[100:342, x - 5 : x + 6] = 0
    page[98:106, 100:700] = 0
    page[95:106, 665:700] = 0
    lines = find_lines(page, SCALE)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert len(grid.spans) == 4 * 3
    assert lines.mask[99:103, 620:690].all()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("width", [2.25, 3.0, 4.5])
def test_a_heavy_frame_is_the_outline_of_its_table(width, rows):
    def draw(canvas):
        draw_table(canvas, XS, YS[: rows + 1], plain_spans(rows, 3), "strokes")
        canvas.setDash([])
        canvas.setLineWidth(width)
        canvas.rect(60, HEIGHT - YS[rows], 300, YS[rows] - YS[0])

    lines = lines_of(draw, 300)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(XS, YS[: rows + 1], plain_spans(rows, 3)), 2.0)
    for x in (60, 360):  # nothing is left of it that would be writing
        assert lines.mask[round(110 * 300 / 72), round((x - width / 2 + 0.5) * 300 / 72)]
        assert lines.mask[round(110 * 300 / 72), round((x + width / 2 - 0.5) * 300 / 72)]


def test_rows_that_a_page_leaves_open_at_its_edge_keep_their_columns():
    xs, ys = [60.0 + 40 * k for k in range(7)], [100.0, 122.0, 144.0]

    def draw(canvas):
        for x in xs:
            canvas.line(x, HEIGHT - ys[0], x, HEIGHT - ys[-1])
        for y in ys[1:]:
            canvas.line(xs[0], HEIGHT - y, xs[-1], HEIGHT - y)

    lines = lines_of(draw)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert grid.xs == pytest.approx(xs, abs=1)
    assert len(grid.ys) == 3


def test_two_columns_below_a_heading_that_a_page_leaves_open_are_two():
    xs, ys = [60.0, 200.0, 360.0], [100.0, 140.0, 180.0, 202.0]

    def draw(canvas):
        for x, top in zip(xs, (ys[0], ys[2], ys[0]), strict=True):
            canvas.line(x, HEIGHT - top, x, HEIGHT - ys[-1])
        for y in ys[:-1]:
            canvas.line(xs[0], HEIGHT - y, xs[-1], HEIGHT - y)

    lines = lines_of(draw)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert grid.xs == pytest.approx(xs, abs=1)


def test_level_lines_by_themselves_are_found():
    def draw(canvas):
        for y in YS:
            canvas.line(60, HEIGHT - y, 360, HEIGHT - y)

    lines = lines_of(draw)
    assert [rule.at for rule in lines.horizontal] == pytest.approx(YS, abs=1)
    assert [(rule.start, rule.end) for rule in lines.horizontal] == [pytest.approx((60, 360), abs=1)] * len(YS)
    assert lines.vertical == []


def written(canvas, size=11, font="Helvetica-Bold"):
    canvas.setFont(font, size)
    for row, y in enumerate(YS[:-1]):
        canvas.drawString(64, HEIGHT - y - 0.8 * size - 2, "HIEFLT - 1234" if row else "— — /")
        canvas.drawString(200, HEIGHT - y - 0.8 * size - 2, "-111-")


def test_letters_and_dashes_in_cells_are_no_lines():
    def draw(canvas):
        ruled(canvas)
        written(canvas)

    found, plain = lines_of(draw), lines_of(ruled)
    assert near(seen(*find_grids(*found[:2])[0]), seen(XS, YS, plain_spans(3, 3)), 2.0)
    assert [len(rules) for rules in found[:2]] == [len(rules) for rules in plain[:2]]


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("low", [12.0, 14.0, 15.5])
def test_a_low_row_by_itself_has_all_its_upright_lines(low, dpi):
    xs, ys = [60.0 + 40 * k for k in range(8)], [100.0, 100.0 + low]

    def draw(canvas):
        canvas.setLineWidth(0.5)
        draw_table(canvas, xs, ys, plain_spans(1, 7), "strokes")
        canvas.setFont("Helvetica", 9)
        for x in xs[:-1]:
            canvas.drawString(x + 15, HEIGHT - ys[1] + (low - 6) / 2, "10")

    lines = lines_of(draw, dpi)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(xs, ys, plain_spans(1, 7)), 2.0)


@pytest.mark.parametrize("dpi", [200, 240, 300])
@pytest.mark.parametrize("low", [13.0, 15.5])
def test_a_line_in_a_low_row_ends_at_the_nearer_stroke_of_a_double_border(low, dpi):
    xs, ys = [60.0, 200.0, 440.0], [100.0, 118.0, 136.0, 154.0, 154.0 + low]
    spans = [*(Span(row, 0, 1, 2) for row in range(3)), Span(3, 0, 1, 1), Span(3, 1, 1, 1)]

    def draw(canvas):
        draw_table(canvas, xs, ys, spans, "strokes")
        canvas.setLineWidth(0.9)
        for apart in (0.0, 1.9):
            canvas.rect(60 - apart, HEIGHT - ys[-1] - apart, 380 + 2 * apart, 54 + low + 2 * apart)

    lines = lines_of(draw, dpi, noise=0.0)
    assert [span for grid in find_grids(lines.horizontal, lines.vertical) for span in grid.spans] == spans


def test_a_table_whose_lines_a_scanner_broke_has_all_of_its_cells():
    xs, ys = [60.0 + 60 * c for c in range(7)], [60.0 + 24 * r for r in range(12)]
    spans = [Span(0, 0, 1, 6), *plain_spans(11, 6)[6:]]

    def draw(canvas):
        draw_table(canvas, xs, ys, spans, "strokes")
        canvas.setFillColorRGB(1, 1, 1)
        for k, x in enumerate(xs):
            for y in (120 + 5 * k, 240 + 6 * k):
                canvas.rect(x - 2, HEIGHT - y - 12, 4, 12, stroke=0, fill=1)
        for k, y in enumerate(ys):
            for x in (80 + 9 * k, 280 + 7 * k):
                canvas.rect(x, HEIGHT - y - 2, 17, 4, stroke=0, fill=1)

    lines = lines_of(draw, 200)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert list(grid.spans) == spans


@pytest.mark.parametrize("low", [11.0, 12.0, 14.0])
def test_letters_that_all_but_fill_a_low_row_are_no_lines(low):
    xs, ys = [60.0, 200.0, 340.0], [100.0, 100.0 + low]

    def draw(canvas):
        draw_table(canvas, xs, ys, plain_spans(1, 2), "strokes")
        canvas.setFont("Helvetica-Bold", 11)
        for x in xs[:-1]:
            canvas.drawString(x + 6, HEIGHT - ys[1] + (low - 8) / 2, "HIEFLT - 1114")

    lines = lines_of(draw, 200)
    assert [rule.at for rule in lines.vertical] == pytest.approx(xs, abs=1)


@pytest.mark.parametrize("size", [11, 16, 26, 40])
def test_writing_of_any_size_makes_no_table(size):
    def draw(canvas):
        canvas.setFont("Helvetica-Bold", size)
        for line in range(3):
            canvas.drawString(30, HEIGHT - 60 - 1.2 * size * line, "HETLIF ETHEL 1114 - 7")

    lines = lines_of(draw)
    assert find_grids(lines.horizontal, lines.vertical) == []
    assert lines.vertical == []


def test_a_border_is_a_line_however_close_the_figures_of_all_rows_stand_beside_it():
    xs, ys = [60.0, 90.0, 120.0, 150.0], [100.0 + 13 * i for i in range(16)]

    def draw(canvas):
        draw_table(canvas, xs, ys, plain_spans(15, 3), "strokes")
        canvas.setFont("Helvetica", 11)
        for x in xs[:-1]:
            for y in ys[1:]:
                canvas.drawString(x + 0.7, HEIGHT - y + 2.5, "0")

    lines = lines_of(draw, 200, 0.0)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(xs, ys, plain_spans(15, 3)), SNAP)


def test_a_border_of_three_low_rows_is_a_line_however_close_their_figures_stand_on_one_side_of_it():
    xs, ys = [60.0, 170.0, 270.0, 370.0], [100.0, 112.0, 124.0, 136.0, 148.0]
    spans = [Span(0, 0, 1, 3), *(Span(row, column, 1, 1) for row in (1, 2, 3) for column in range(3))]

    def draw(canvas):
        draw_table(canvas, xs, ys, spans, "strokes")
        canvas.setFont("Helvetica", 11)
        for x in xs[1:]:
            for y in ys[3:]:
                canvas.drawRightString(x - 0.7, HEIGHT - y + 2.5, "80")
        canvas.drawString(xs[1] - 4, HEIGHT - ys[1] + 1, "H")
        canvas.line(xs[1], HEIGHT - ys[0] - 1, xs[1], HEIGHT - ys[1])  # of a letter in the heading

    lines = lines_of(draw, 200, 0.0)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert len(grid.xs) == 4


def specks_of(line, rng, every, size=2):
    """A line of an image in black and white as a scanner leaves it that takes most of it for paper."""
    for at in range(0, len(line), every):
        place = at + int(rng.integers(0, every - size))
        line[place : place + size] = 0


def test_a_line_of_which_a_black_and_white_scan_leaves_specks_is_one():
    xs, ys = [60.0, 160.0, 190.0, 220.0], [100.0 + 16 * i for i in range(12)]

    def draw(canvas):
        for y in ys:
            canvas.line(xs[0], HEIGHT - y, xs[-1], HEIGHT - y)
        for x in (xs[0], xs[-1]):
            canvas.line(x, HEIGHT - ys[0], x, HEIGHT - ys[-1])
        canvas.setFont("Helvetica", 10)
        for x in xs[1:-1]:
            for y in ys[1:]:
                canvas.drawString(x + 12, HEIGHT - y + 4, "0")

    image = (pages(pdf(draw), 200)[0][:1000, :800, 0] > 127).astype(np.uint8) * 255
    rng = np.random.default_rng(7)
    for x in xs[1:-1]:
        for side in (0, 1):
            specks_of(image[round(ys[0] * SCALE) : round(ys[-1] * SCALE), round(x * SCALE) + side], rng, 12)
    lines = find_lines(image, SCALE)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(xs, ys, plain_spans(11, 3)), SNAP)


@pytest.mark.parametrize("text", ["1.", "0.5", "1.1", ". ", "\u00b7"])
def test_points_in_one_column_of_narrow_rows_are_no_line(text):
    xs, ys = [60.0, 160.0, 220.0], [100.0 + 11 * i for i in range(21)]

    def draw(canvas):
        draw_table(canvas, xs, ys, plain_spans(20, 2), "strokes")
        canvas.setFont("Helvetica", 9)
        for y in ys[1:]:
            canvas.drawString(180, HEIGHT - y + 2.5, text)

    image = (pages(pdf(draw), 200)[0][:1000, :800, 0] > 127).astype(np.uint8) * 255
    lines = find_lines(image, SCALE)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(xs, ys, plain_spans(20, 2)), SNAP)


def test_strokes_that_all_but_fill_a_row_are_no_lines_where_its_columns_go_on_in_the_next():
    xs, ys = [60.0 + 32 * i for i in range(9)], [100.0, 118.0, 132.0]

    def draw(canvas):
        draw_table(canvas, xs, ys, plain_spans(2, 8), "strokes")
        canvas.setLineWidth(1.0)
        for x in xs[1:4]:  # the strokes of two letters, one above the other, which touch
            canvas.line(x + 12, HEIGHT - ys[0] - 1.0, x + 12, HEIGHT - ys[1] + 1.0)

    lines = lines_of(draw, 200, 0.0)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(xs, ys, plain_spans(2, 8)), SNAP)


def test_many_strokes_that_all_but_fill_a_row_are_none_where_more_columns_go_on_below_it():
    xs, ys = [60.0 + 32 * i for i in range(9)], [100.0, 118.0, 132.0]

    def draw(canvas):
        draw_table(canvas, xs, ys, plain_spans(2, 8), "strokes")
        canvas.setLineWidth(1.0)
        for x in xs[:-1]:
            canvas.line(x + 12, HEIGHT - ys[0] - 1.0, x + 12, HEIGHT - ys[1] + 1.0)

    lines = lines_of(draw, 200, 0.0)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(xs, ys, plain_spans(2, 8)), SNAP)


def test_many_strokes_that_fill_a_low_row_are_no_lines_between_pale_ones():
    xs, ys = [60.0, 180.0, 280.0, 380.0, 460.0], [100.0, 109.5, 119.0, 128.5]
    spans = [Span(0, 0, 1, 4), *(Span(row, column, 1, 1) for row in (1, 2) for column in range(4))]

    def draw(canvas):
        canvas.setStrokeGray(0.6)
        draw_table(canvas, xs, ys, spans, "strokes")
        canvas.setStrokeGray(0)
        for x in (85, 95, 190, 200, 230, 240, 300, 310, 330, 400):
            canvas.line(x, HEIGHT - ys[1] - 0.3, x, HEIGHT - ys[2] + 0.3)

    lines = lines_of(draw, 180, 0.0)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(xs, ys, spans), SNAP)


def test_the_columns_of_a_low_row_at_the_foot_of_a_header_are_lines():
    xs, ys = [60.0, 160.0, 190.0, *(190.0 + 33 * i for i in range(1, 6)), 390.0], [100.0, 116.0, 132.0, 148.0]
    spans = [
        *(Span(0, 0, 3, 1), Span(0, 1, 1, 7), Span(1, 1, 2, 1), Span(1, 2, 1, 5), Span(1, 7, 2, 1)),
        *(Span(2, column, 1, 1) for column in range(2, 7)),
    ]
    lines = lines_of(lambda canvas: draw_table(canvas, xs, ys, spans, "strokes"), 200, 0.0)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(xs, ys, spans), SNAP)


def test_columns_that_part_only_the_two_low_rows_below_their_heading_are_lines():
    """As 结果维持, 结果纠正, … and their figures do, below 行政复议 and 行政诉讼."""
    xs, ys = [60.0 + 32 * i for i in range(10)], [100.0, 112.0, 124.0, 138.0, 149.0]
    headings = [Span(0, 3 * k, 2, 3) for k in range(3)]
    spans = [*headings, *(Span(r, k, 1, 1) for r in (2, 3) for k in range(9))]
    lines = lines_of(lambda canvas: draw_table(canvas, xs, ys, spans, "strokes"), 150, 0.0)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grid), seen(xs, ys, spans), SNAP)


def test_a_line_in_two_low_rows_is_one_however_many_columns_the_page_has():
    xs, ys = [90.0, 200.0, 350.0], [100.0, 115.0, 130.0, 145.0, 160.0, 175.0]
    spans = [*(Span(row, 0, 1, 2) for row in (0, 3, 4)), *(Span(r, c, 1, 1) for r in (1, 2) for c in (0, 1))]

    def draw(canvas):
        draw_table(canvas, xs, ys, spans, "strokes")
        for x in (30.0, 420.0):  # the sides of the sheet that lies on the glass
            canvas.line(x, HEIGHT - 40, x, HEIGHT - 300)

    lines = lines_of(draw, 200, 0.0)
    grids = find_grids(lines.horizontal, lines.vertical)
    assert near(seen(*grids[0]), seen(xs, ys, spans), SNAP)


def test_strokes_of_heavy_letters_set_close_below_each_other_are_no_line():
    """Letters whose uprights stand in one line, some with others beside them, as in 本年度办理结果."""
    page = np.full((500, 500), 255, np.uint8)
    page[100:340, 200:203] = 0
    for x in (195, 205):
        page[190:340, x : x + 3] = 0
    for y in range(190, 340, 25):
        page[y : y + 3, 195:208] = 0
    assert find_lines(page, SCALE).vertical == []


def test_underlined_words_and_boxes_around_figures_make_no_table():
    def draw(canvas):
        canvas.setFont("Helvetica", 12)
        for line in range(6):
            canvas.drawString(60, HEIGHT - 80 - 20 * line, "underlined words of a report 17")
            canvas.line(60, HEIGHT - 82 - 20 * line, 220, HEIGHT - 82 - 20 * line)

    lines = lines_of(draw)
    assert find_grids(lines.horizontal, lines.vertical) == []


def test_the_rim_of_a_seal_is_no_line():
    def draw(canvas):
        ruled(canvas)
        canvas.setLineWidth(2)
        canvas.circle(300, HEIGHT - 240, 55, stroke=1, fill=0)

    lines = lines_of(draw)
    assert [rule.at for rule in lines.horizontal] == pytest.approx(YS, abs=1)
    assert [rule.at for rule in lines.vertical] == pytest.approx(XS, abs=1)


@pytest.mark.parametrize("stroke", [(103, 115), (107, 119), (105, 119)])
def test_a_stroke_of_a_letter_that_stands_over_a_line_is_no_part_of_it(stroke):
    xs, ys = [60.0, 140.0, 220.0, 300.0], [100.0, 120.0, 150.0]

    def draw(canvas):
        draw_table(canvas, xs, ys, [Span(0, 0, 1, 3), *(Span(1, k, 1, 1) for k in range(3))], "strokes")
        canvas.line(140, HEIGHT - stroke[0], 140, HEIGHT - stroke[1])

    lines = lines_of(draw, 200, 0.0)
    assert [rule.at for rule in lines.vertical] == pytest.approx(xs, abs=1)


@pytest.mark.parametrize("crossed", [True, False])
def test_a_stroke_that_all_but_fills_the_cell_above_a_line_is_no_part_of_it_if_others_cross_it(crossed):
    """As the upright one of 第 in 第二十条第（五）项 does; by itself it is the line between two columns."""
    xs, ys = [60.0, 140.0, 220.0, 300.0], [80.0, 100.0, 112.0, 130.0]

    def draw(canvas):
        spans = [Span(0, 0, 1, 3), Span(1, 0, 1, 3), *(Span(2, k, 1, 1) for k in range(3))]
        draw_table(canvas, xs, ys, spans, "strokes")
        canvas.line(140, HEIGHT - 101, 140, HEIGHT - 112)
        for y in (102.3, 104.9, 107.5, 110.1) if crossed else ():
            canvas.line(136, HEIGHT - y, 144, HEIGHT - y)

    lines = lines_of(draw, 200, 0.0)
    assert [rule.start for rule in lines.vertical] == pytest.approx([80, 112 if crossed else 100, 112, 80], abs=1.5)


def test_a_line_ends_where_it_meets_the_last_one_and_a_stroke_in_line_with_it_stays_writing():
    xs, ys = [60.0, 140.0, 220.0, 300.0], [100.0, 130.0, 160.0, 190.0]

    def draw(canvas):
        draw_table(canvas, xs, ys, [Span(0, 0, 1, 3), *(Span(r, k, 1, 1) for r in (1, 2) for k in range(3))], "strokes")
        canvas.line(140, HEIGHT - 119, 140, HEIGHT - 129)

    lines = lines_of(draw, 200, 0.0)
    assert [round(rule.start) for rule in lines.vertical] == pytest.approx([100, 130, 130, 100], abs=1)
    at = round(140 * SCALE)
    assert not lines.mask[round(120 * SCALE) : round(127 * SCALE), at - 3 : at + 4].any()
    assert lines.mask[round(140 * SCALE), at - 3 : at + 4].any()


def test_a_stroke_over_a_line_is_no_part_of_it_though_another_line_that_ends_at_a_border_ends_beside_it():
    xs, ys = [60.0, 140.0, 220.0, 300.0], [100.0, 111.0, 122.0, 142.0, 162.0]

    def draw(canvas):
        spans = [Span(0, 0, 1, 3), Span(1, 0, 1, 2), Span(1, 2, 1, 1)]
        spans += [Span(row, column, 1, 1) for row in (2, 3) for column in range(3)]
        canvas.setLineWidth(0.5)
        for x0, y0, x1, y1 in edges(xs, ys, spans):
            short = 1.6 if (x0, y0, x1, y1) == (220.0, 111.0, 220.0, 122.0) else 0.0
            canvas.line(x0, HEIGHT - y0 - short, x1, HEIGHT - y1)
        canvas.line(140, HEIGHT - 113.8, 140, HEIGHT - 123)

    lines = lines_of(draw, 200, 0.0)
    assert [round(rule.start) for rule in lines.vertical] == pytest.approx([100, 122, 112, 100], abs=1)


@pytest.mark.parametrize("length", [10.0, 12.0, 14.0])
def test_a_short_stroke_that_crosses_one_line_is_no_line(length):
    def draw(canvas):
        ruled(canvas)
        canvas.line(100, HEIGHT - YS[1] - length / 2, 100, HEIGHT - YS[1] + length / 2)

    lines = lines_of(draw, 200, 0.0)
    assert [rule.at for rule in lines.vertical] == pytest.approx(XS, abs=1)


def test_the_mask_covers_lines_and_spares_writing():
    def draw(canvas):
        ruled(canvas)
        written(canvas)

    (both,), (words,) = pages(pdf(draw), 200), pages(pdf(written), 200)
    mask = find_lines(np.ascontiguousarray(both[:, :, 0]), SCALE).mask > 0
    spread = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    dark, letters = both[:, :, 0] < 128, words[:, :, 0] < 128
    assert (dark & ~letters & ~spread).sum() == 0
    assert (letters & spread).sum() == 0


@pytest.mark.parametrize("shape", [(60, 60), (1200, 30), (30, 1200)])
@pytest.mark.parametrize("level", [0, 255])
def test_an_empty_image_has_no_lines(shape, level):
    lines = find_lines(np.full(shape, level, np.uint8), SCALE)
    assert (lines.horizontal, lines.vertical, lines.mask.any()) == ([], [], False)


@pytest.mark.parametrize("beside", [True, False])
def test_a_stroke_that_fills_its_low_row_between_others_is_no_border(beside):
    """A border that one row alone has leaves room at one of its sides."""
    xs, ys = [60.0, 200.0, 240.0, 280.0, 320.0, 360.0, 400.0], [100.0, 115.0, 130.0, 145.0, 160.0]

    def draw(canvas):
        canvas.setLineWidth(0.6)
        for y in ys:
            canvas.line(xs[0], HEIGHT - y, xs[-1], HEIGHT - y)
        for x in xs:
            canvas.line(x, HEIGHT - ys[0], x, HEIGHT - ys[-1])
        canvas.line(120, HEIGHT - 115.2, 120, HEIGHT - 129.8)
        for side in (-1, 1) if beside else (1,):
            canvas.line(120 + 2.8 * side, HEIGHT - 119, 120 + 2.8 * side, HEIGHT - 126)

    lines = lines_of(draw, 200, noise=0.0)
    assert any(abs(rule.at - 120) < 1 for rule in lines.vertical) is not beside


def test_what_is_left_of_a_line_in_a_break_is_no_writing():
    """A stub in the midst of a cell would be a 1 beside its figure."""
    xs, ys = [60.0, 200.0, *(240.0 + 40 * column for column in range(5))], [100.0 + 20 * row for row in range(9)]

    def draw(canvas):
        canvas.setLineWidth(1.0)
        for row, y in enumerate(ys):
            for left, right in pairwise(xs):
                cut = left + 6 + 2.3 * row
                canvas.line(left, HEIGHT - y, cut, HEIGHT - y)
                canvas.line(cut + 9, HEIGHT - y, right, HEIGHT - y)
        for x in xs:
            pieces = ((100, 160), (160, 260)) if x != 280 else ((100, 161.5), (167, 172), (178.5, 260))
            for top, bottom in pieces:
                canvas.line(x, HEIGHT - top, x, HEIGHT - bottom)

    lines = lines_of(draw, 200, noise=0.0)
    assert any(abs(rule.at - 280) < 1 and rule.start < 102 and rule.end > 258 for rule in lines.vertical)
    assert lines.mask[round(169.5 * 200 / 72), round(280 * 200 / 72)]


def test_commas_behind_the_numbers_of_items_are_no_faded_line():
    """They stand below each other, as the specks do that a scan in black and white leaves of a thin line."""
    page = np.full((900, 700), 255, np.uint8)
    for y in range(100, 820, 24):  # rows as low as 8.6 points
        cv2.putText(page, str(2 + y // 24 % 8), (96, y + 16), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 2)
        page[y + 9 : y + 15, 112:117] = 0
        cv2.putText(page, "ABCDEFGH"[y // 24 % 8 :], (126, y + 16), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 0, 2)
    assert find_lines(page, 200 / 72).vertical == []
    bare = page.copy()
    bare[:, 90:111], bare[:, 120:] = 255, 255
    assert [round(rule.at * 200 / 72) for rule in find_lines(bare, 200 / 72).vertical] == [114]
