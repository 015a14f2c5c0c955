"""What the ink in a cell is, and what may hide some."""

import numpy as np
import pytest

from pipeline.extract import extract, image_cells
from pipeline.extract.grid import Grid
from pipeline.extract.image_cells import _cells, _pieces_of
from pipeline.extract.image_page import PageImage, Placement
from pipeline.extract.image_text import ink_of
from pipeline.extract.recognition import recognise
from tests.extract.drawing import HEIGHT, draw_table, pdf, plain_spans
from tests.extract.scanning import pages, scan

SCALE = 2.0


def cells_of(paper, rules):
    """The ink of each cell in two rows and columns, by its place."""
    grid = Grid((25.0, 75.0, 125.0), (20.0, 50.0, 80.0), tuple(plain_spans(2, 2)))
    ink = ink_of(paper, rules, SCALE, 1.0)
    ((_, atoms),) = _pieces_of([grid], ink, SCALE)
    image = PageImage(paper, paper, np.zeros(paper.shape, bool), SCALE, Placement(np.eye(2, 3)), 1.0)
    return {
        (span.row, span.column): cell
        for span, cell in zip(grid.spans, _cells(grid, atoms, ink, frozenset(), image, None), strict=True)
    }


def test_what_is_left_of_a_thick_line_is_no_sign_and_no_1():
    paper, rules = np.full((200, 300), 255, np.uint8), np.zeros((200, 300), np.uint8)
    rules[96:101, 50:250] = 1
    rules[40:160, 252:256] = 1
    paper[rules > 0] = 0
    paper[95:106, 60:80] = 0  # at the upper border of the second row
    paper[104:158, 246:256] = 0  # at the right border
    for left in (100, 200):
        paper[120:136, left : left + 4] = 0  # digits
    paper[95:106, 210:230] = 0
    found = cells_of(paper, rules)
    assert [len(found[1, column].lines) for column in (0, 1)] == [1, 1]
    assert all(line.box[3] - line.box[1] == 16 for column in (0, 1) for line in found[1, column].lines)
    assert (found[1, 0].traces, found[1, 1].traces) == (False, True)


def test_a_piece_right_on_a_border_is_left_of_a_broken_line_and_one_beside_it_a_figure():
    paper, rules = np.full((200, 300), 255, np.uint8), np.zeros((200, 300), np.uint8)
    paper[114:130, 149:152] = 0  # on the border between two columns
    paper[99:102, 190:206] = 0  # on the border between two rows
    paper[60:76, 140:143] = 0  # a 1 before the border between two columns
    found = cells_of(paper, rules)
    assert {place: len(cell.lines) for place, cell in found.items()} == {(0, 0): 1, (0, 1): 0, (1, 0): 0, (1, 1): 0}
    assert not any(cell.traces for cell in found.values())


def test_no_model_is_asked_for_dashes(monkeypatch):
    asked = []
    monkeypatch.setattr(image_cells, "recognise", lambda cuts: asked.append(len(cuts)) or recognise(cuts))
    xs, ys = [60.0, 180.0, 300.0, 420.0], [100.0, 125.0, 150.0]

    def draw(canvas):
        draw_table(canvas, xs, ys, plain_spans(2, 3), "strokes")
        canvas.drawString(xs[0] + 40, HEIGHT - ys[0] - 17, "12")
        for i in range(1, 6):
            x, y = xs[i % 3] + 40, HEIGHT - ys[i // 3] - 13
            canvas.line(x, y, x + 24, y)

    (found,) = extract(scan(pages(pdf(draw), 200), 200), "ocr").tables
    assert [(cell.text, cell.readings) for cell in found.cells] == [("12", ()), *[("-", ())] * 5]
    assert sum(asked) == 1


def figures_on(rows, font, narrow, size, dpi=None):
    """What the cells of a table are read as. rows: their texts, with slashes of so much of their width (percent), which
    lean as little as those of heavy faces; dpi: of a scan of the page, None for a page that no scanner saw.
    """
    xs, ys = [60.0 + 40 * i for i in range(len(rows[0]) + 1)], [100.0 + 25 * i for i in range(len(rows) + 1)]

    def draw(canvas):
        draw_table(canvas, xs, ys, plain_spans(len(rows), len(rows[0])), "strokes")
        for top, row in zip(ys, rows, strict=False):
            for left, letter in zip(xs, row, strict=False):
                text = canvas.beginText(left + 15, HEIGHT - top - 17)
                text.setFont(font, size)
                text.setHorizScale(narrow if letter == "/" else 100)
                text.textOut(letter)
                canvas.drawText(text)

    (found,) = extract(pdf(draw) if dpi is None else scan(pages(pdf(draw), dpi), dpi), "ocr").tables
    texts = [(cell.text, cell.readings) for cell in found.cells]
    return [texts[i : i + len(rows[0])] for i in range(0, len(texts), len(rows[0]))]


def sure(rows):
    return [[(letter, ()) for letter in row] for row in rows]


@pytest.mark.parametrize("dpi", [None, 200])
def test_a_slash_that_leans_as_little_as_those_of_heavy_faces_is_one_where_digits_stand_upright(dpi):
    rows = ["//0/", "1/8/", "0//1"]
    assert figures_on(rows, "Helvetica", 45, 10.5, dpi) == sure(rows)


def test_where_no_digit_tells_that_figures_stand_upright_a_large_slash_is_one_and_a_slanted_1_is_none():
    rows = ["////", "1//2", "//1/"]
    assert figures_on(rows, "Helvetica", 75, 10.5) == sure(rows)
    rows = ["1111", "2112"]
    assert figures_on(rows, "Times-Italic", 100, 11.5) == sure(rows)
    assert not any(text == "/" for row in figures_on(rows, "Times-Italic", 100, 10.5) for text, _ in row)


def test_what_may_be_a_slash_or_a_slanted_1_is_in_doubt_where_it_is_small_or_blurred():
    for size, dpi in ((6.5, None), (10.5, 200)):
        found = figures_on(["////", "1//2", "//1/"], "Helvetica", 75, size, dpi)
        assert all("/" in (text, *readings) for text, readings in found[0])
        assert any("/" in readings for _, readings in found[0])


@pytest.mark.parametrize("dpi", [None, 200])
def test_a_line_is_read_without_the_ink_of_those_close_above_and_below_it(monkeypatch, dpi):
    cuts = []
    monkeypatch.setattr(image_cells, "recognise", lambda asked: cuts.extend(asked) or recognise(asked))

    def draw(canvas):
        draw_table(canvas, [60.0, 180.0, 300.0], [100.0, 140.0], plain_spans(1, 2), "strokes")
        for i in range(3):
            canvas.drawString(80, HEIGHT - 117 - 9.5 * i, "HHHHHHHHHH")
        canvas.drawString(200, HEIGHT - 120, "HHHHHHHHHH")

    extract(pdf(draw) if dpi is None else scan(pages(pdf(draw), dpi), dpi), "ocr")
    assert len(cuts) >= 4
    for cut in cuts:
        edge = round(0.1 * len(cut))
        assert min(cut[:edge].min(), cut[-edge:].min()) > 200


def test_a_stroke_that_hangs_on_a_line_over_another_is_part_of_a_letter():
    paper, rules = np.full((200, 300), 255, np.uint8), np.zeros((200, 300), np.uint8)
    rules[96:101, 50:250] = 1
    paper[rules > 0] = 0
    paper[95:106, 60:80] = 0  # the bar of a 5
    paper[110:126, 60:78] = 0
    ((line,),) = [cells_of(paper, rules)[1, 0].lines]
    assert len(line.pieces) == 2


def test_ink_over_both_borders_of_its_cell_is_no_1_and_may_hide_writing():
    paper = np.full((200, 300), 255, np.uint8)
    paper[95:165, 180:190] = 0  # what is left of two upright lines, in the second row
    paper[50:70, 100:104] = 0  # a digit, in the first
    grid = Grid((25.0, 75.0, 100.0), (20.0, 50.0, 80.0), tuple(plain_spans(2, 2)))
    ink = ink_of(paper, np.zeros_like(paper), SCALE, 1.0)
    ((_, atoms),) = _pieces_of([grid], ink, SCALE)
    image = PageImage(paper, paper, np.zeros(paper.shape, bool), SCALE, Placement(np.eye(2, 3)), 1.0)
    found = {
        (span.row, span.column): cell
        for span, cell in zip(grid.spans, _cells(grid, atoms, ink, frozenset(), image, None), strict=True)
    }
    assert [(len(found[at].lines), found[at].traces) for at in ((0, 0), (1, 0), (1, 1))] == [
        (1, False),
        (0, False),
        (0, True),
    ]


def test_where_a_dark_area_of_another_cell_touches_writing_a_cell_is_not_certainly_blank():
    paper = np.full((200, 300), 255, np.uint8)
    paper[102:160, 52:248] = 60  # of the second row
    paper[70:102, 200:206] = 0  # a digit that touches it, in the first
    paper[50:66, 100:104] = 0  # one that does not
    found = cells_of(paper, np.zeros_like(paper))
    assert [(len(found[0, column].lines), found[0, column].traces) for column in (0, 1)] == [(1, False), (0, True)]


@pytest.mark.parametrize(("level", "hidden"), [(0, True), (130, False)], ids=["writing", "left of a seal"])
def test_a_digit_whose_strokes_lie_on_a_seal_may_be_hidden_beside_what_does_not(level, hidden):
    paper = np.full((200, 300), 255, np.uint8)
    paper[58:78, 120:124] = paper[58:78, 132:136] = level  # the sides of a 0
    paper[54:56, 100:114] = 0  # a stroke of the seal's name
    grid = Grid((25.0, 75.0, 100.0), (20.0, 50.0, 80.0), tuple(plain_spans(2, 2)))
    ink = ink_of(paper, np.zeros_like(paper), SCALE, 1.0)
    ((_, atoms),) = _pieces_of([grid], ink, SCALE)
    image = PageImage(paper, paper, np.zeros(paper.shape, bool), SCALE, Placement(np.eye(2, 3)), 1.0)
    residue = frozenset(int(number) for number in np.unique(ink.labels[58:78, 120:136]) if number)
    first = _cells(grid, atoms, ink, residue, image, None)[0]
    assert (len(first.lines), first.hidden) == (1, hidden)


def test_digits_under_a_seal_are_the_writing_of_a_cell_though_bits_of_the_seal_lie_beside_them():
    """All that lies on its ink may be left of it; bits of its edge are higher than none of the digits."""
    paper = np.full((200, 300), 255, np.uint8)
    for x in (106, 118, 130):
        paper[54:78, x : x + 3] = paper[54:78, x + 5 : x + 8] = 0  # digits
        paper[54:57, x : x + 8] = 0
    paper[60:68, 84:90] = 0  # a bit of the seal
    grid = Grid((25.0, 75.0, 100.0), (20.0, 50.0, 80.0), tuple(plain_spans(2, 2)))
    ink = ink_of(paper, np.zeros_like(paper), SCALE, 1.0)
    ((_, atoms),) = _pieces_of([grid], ink, SCALE)
    image = PageImage(paper, paper, np.zeros(paper.shape, bool), SCALE, Placement(np.eye(2, 3)), 1.0)
    residue = frozenset(int(number) for number in np.unique(ink.labels[50:80, 100:146]) if number)
    (line,) = _cells(grid, atoms, ink, residue, image, None)[0].lines
    assert set(line.pieces) == set(residue)
