import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract import extract
from pipeline.extract.assemble import extraction, page_content
from pipeline.extract.grid import Grid, Span
from pipeline.extract.model import Glyph


def drawn(columns, texts, size=10.0):
    """A table of one row, with texts centred in columns of the given widths."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    edges = [100.0]
    for width in columns:
        edges.append(edges[-1] + width)
    canvas.grid(edges, [700, 720])
    canvas.setFont("Helvetica", size)
    for left, right, text in zip(edges, edges[1:], texts, strict=False):
        canvas.drawCentredString((left + right) / 2, 706, text)
    canvas.save()
    (table,) = extract(out.getvalue(), "pdfium").tables
    return table.cells


def test_numbers_that_fit_their_cells_are_whole():
    cells = drawn([30, 30, 30], ["12345", "0", "99999"])
    assert [cell.text for cell in cells] == ["12345", "0", "99999"]
    assert all(cell.whole for cell in cells)


def test_a_number_that_runs_over_its_cell_is_doubted_with_its_neighbours():
    cells = drawn([20, 20, 20, 40], ["", "1234567", "", "5"])
    assert not any(cell.whole for cell in cells if cell.text and cell.text != "5")
    assert cells[-1].whole


def test_digits_that_stand_across_a_border_are_doubted():
    grid = Grid((0.0, 50.0, 100.0), (0.0, 20.0), (Span(0, 0, 1, 1), Span(0, 1, 1, 1)))
    (table,), _ = page_content(1, [grid], [Glyph("7", 47, 5, 52, 12)])
    assert [(cell.text, cell.whole) for cell in table.cells] == [("7", False), ("", True)]


@pytest.mark.parametrize(
    ("text", "steps", "whole"),
    [("114", (0, 0, -2), False), ("118", (0, 0, 2), False), ("864", (0, 0, 2), True)],
    ids=["higher", "lower", "old-style figures"],
)
def test_a_digit_at_another_height_than_its_neighbours_is_doubted(text, steps, whole):
    glyphs = [
        Glyph(digit, 20.0 + 5 * place, 20.0 + step, 24.5 + 5 * place, 27.0 + step)
        for place, (digit, step) in enumerate(zip(text, steps, strict=True))
    ]
    (table,), _ = page_content(1, [Grid((10.0, 60.0), (10.0, 40.0), (Span(0, 0, 1, 1),))], glyphs)
    assert [(cell.text, cell.whole) for cell in table.cells] == [(text, whole)]


@pytest.mark.parametrize(("apart", "whole"), [(4.5, True), (4.0, True), (2.5, False), (0.5, False)])
def test_digits_that_stand_on_each_other_are_doubted(apart, whole):
    glyphs = [Glyph(digit, 20 + apart * place, 20, 24.5 + apart * place, 27) for place, digit in enumerate("57")]
    (table,), _ = page_content(1, [Grid((10.0, 60.0), (10.0, 40.0), (Span(0, 0, 1, 1),))], glyphs)
    assert [(cell.text, cell.whole) for cell in table.cells] == [("57", whole)]


def test_text_outside_every_table_is_kept_as_lines():
    grid = Grid((0.0, 50.0, 100.0), (0.0, 20.0), (Span(0, 0, 1, 1), Span(0, 1, 1, 1)))
    _, lines = page_content(3, [grid], [Glyph("甲", 10, 30, 20, 40), Glyph("乙", 22, 30, 32, 40)])
    assert [(line.text, line.page) for line in lines] == [("甲乙", 3)]


def test_the_text_of_a_merged_cell_keeps_the_order_of_the_document():
    grid = Grid((0.0, 30.0, 60.0, 100.0), (0.0, 40.0), (Span(0, 0, 1, 2), Span(0, 2, 1, 1)))
    places = [
        ("四", 10, 2),
        ("、", 20, 2),
        ("结", 30, 2),
        ("转", 20, 14),
        ("下", 30, 14),
        ("年", 20, 26),
        ("度", 30, 26),
    ]
    (table,), _ = page_content(1, [grid], [Glyph(letter, x, y, x + 10, y + 10) for letter, x, y in places])
    assert table.cells[0].text.replace("\n", "") == "四、结转下年度"


def test_text_in_a_hole_of_a_table_is_kept_as_lines():
    grid = Grid((0.0, 50.0, 100.0), (0.0, 20.0), (Span(0, 0, 1, 1),))
    (table,), lines = page_content(1, [grid], [Glyph("7", 20, 5, 25, 12), Glyph("8", 70, 5, 75, 12)])
    assert [cell.text for cell in table.cells] == ["7"]
    assert [line.text for line in lines] == ["8"]


@pytest.mark.parametrize(("at", "joined"), [(106.0, True), (112.0, False)])
def test_a_border_drawn_too_low_cuts_no_strip_from_a_row(at, joined):
    grid = Grid(
        (60.0, 160.0, 220.0, 280.0),
        (80.0, 100.0, at, 120.0),
        tuple(Span(row, column, 1, 1) for row in range(3) for column in range(row > 0, 3)),
    )
    grid = grid._replace(spans=tuple(sorted((*grid.spans, Span(1, 0, 2, 1)))))
    printed = [("a", 70, 90), ("1", 180, 90), ("2", 240, 90), ("b", 70, 110), ("3", 180, 114), ("4", 240, 114)]
    glyphs = [Glyph(text, x, y - 2.0, x + 5.0, y + 2.0) for text, x, y in printed]
    (table,) = extraction("pdfium", [page_content(1, [grid], glyphs)]).tables
    rows = [[cell.text for cell in row] for row in table.rows()]
    assert rows == ([["a", "1", "2"], ["b", "3", "4"]] if joined else [["a", "1", "2"], ["b", "", ""], ["3", "4"]])
    assert not joined or {cell.box[1] for cell in table.rows()[1]} == {100.0}
