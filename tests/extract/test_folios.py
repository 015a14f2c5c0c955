"""A page number across which a table is printed is none of its figures; what only looks like one stays."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract import reader_oxide, reader_pdfium, reader_pdfplumber
from pipeline.extract.folios import overprinted
from pipeline.extract.model import Glyph, TextLine
from tests.extract.drawing import HEIGHT, draw_table, pdf, plain_spans

NUMBER_AT = 300.0, 800.0


def text(string: str, x0: float, top: float) -> list[Glyph]:
    return [Glyph(letter, x0 + 6 * i, top, x0 + 6 * i + 5, top + 8) for i, letter in enumerate(string)]


def found_on(last: list[Glyph], *, others: tuple[str, ...] = ("1", "2", "3")) -> str:
    """What is taken for the number of the last page. others: the numbers of the pages before it, each alone."""
    pages = [text(number, *NUMBER_AT) for number in others] + [last]
    lines = [[TextLine(number, i)] for i, number in enumerate(others, start=1)] + [[]]
    found = overprinted(lines, [842.0] * len(pages), [[]] * len(others) + [last], lambda page: pages[page])
    return "".join(glyph.text for glyph in sorted(found.get(len(others), ()), key=lambda glyph: glyph.x0))


ROW = [*text("甲行", 60, 799), *text("0", 250, 799), *text("4", 350, 799)]


def test_a_number_where_other_pages_have_theirs_is_the_pages():
    assert found_on([*ROW, *text("4", *NUMBER_AT)]) == "4"
    dashed = [*ROW, *text("-4-", *NUMBER_AT)]
    assert found_on(dashed, others=("-1-", "-2-", "-3-")) == "-4-"


@pytest.mark.parametrize(
    ("page", "others"),
    [
        ([*ROW, *text("5", *NUMBER_AT)], ("1", "2", "3")),  # does not go on from those
        ([*ROW, *text("4", 320, 800)], ("1", "2", "3")),  # stands elsewhere
        ([*ROW, *text("4", *NUMBER_AT)], ("1",)),  # one page tells nothing
        (text("4", *NUMBER_AT), ("1", "2", "3")),  # alone: a line by itself
    ],
)
def test_other_numbers_stay(page, others):
    assert found_on(page, others=others) == ""


@pytest.mark.parametrize("reader", [reader_pdfium, reader_oxide, reader_pdfplumber])
def test_a_blank_cell_under_the_number_of_its_page_is_blank(reader):
    def draw_pages(canvas: Canvas) -> None:
        for number in "123":
            canvas.drawString(60, HEIGHT - 100, "words of a sentence")
            canvas.drawString(300, 40, number)
            canvas.showPage()
        draw_table(canvas, [50.0, 250.0, 350.0, 450.0], [700.0, 740.0, 780.0, 820.0], plain_spans(3, 3), "strokes")
        for row in range(3):
            canvas.drawString(60, HEIGHT - 720 - 40 * row, "label of a row of the table")
            canvas.drawString(400, HEIGHT - 720 - 40 * row, "7")
        canvas.drawString(300, 40, "4")

    (table,) = reader.read(pdf(draw_pages)).tables
    assert [cell.text for cell in table.cells if cell.column == 1] == ["", "", ""]
    assert [cell.text for cell in table.cells if cell.column == 2] == ["7", "7", "7"]
