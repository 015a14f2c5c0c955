"""Tables without lines are found in scans as they are in text: every figure is a word, where it is printed."""

from contextlib import closing

import numpy as np
import pypdfium2 as pdfium
import pytest

from corpus.fonts import font
from corpus.switches import Switches
from pipeline.extract import extract
from pipeline.extract.image_cells import sheet_of
from pipeline.extract.image_page import rendered, straightened
from pipeline.extract.image_text import ink_of
from pipeline.extract.image_words import lines_of_words
from pipeline.extract.pdfium_page import frame_of
from pipeline.extract.pdfium_text import Characters, glyphs_of
from pipeline.extract.unruled import find_tables
from pipeline.extract.words import words
from tests.extract.drawing import HEIGHT, pdf
from tests.extract.scanning import noisy, pages, scan
from tests.making import report_pdf

PAGE, DPI = 1, 200
FOOT = 760.0
"""The page's number stands below this."""


@pytest.fixture(scope="module")
def document():
    """A report whose tables have no lines."""
    return report_pdf(switches=Switches(edges="none", split_rows=False))


@pytest.fixture(scope="module")
def scanned(document):
    """One page of it, as a scan."""
    return scan([noisy(pages(document, DPI, [PAGE])[0], 4)], DPI)


def test_figures_of_a_scanned_page_are_the_words_of_the_page(document, scanned):
    with closing(pdfium.PdfDocument(document)) as pdf, closing(pdf[PAGE]) as page, closing(page.get_textpage()) as text:
        printed = [
            word for word in words(glyphs_of(Characters(text), frame_of(page))) if word.is_figure and word.middle < FOOT
        ]
    with closing(pdfium.PdfDocument(scanned)) as pdf:
        seen = words(sheet_of(straightened(rendered(pdf, 0))).glyphs)
    assert len(printed) > 40
    for word in printed:
        middle = (word.box[0] + word.box[2]) / 2
        near = [
            other.text
            for other in seen
            if abs((other.box[0] + other.box[2]) / 2 - middle) < 2 and abs(other.middle - word.middle) < 3
        ]
        assert near == [word.text]


def test_brackets_part_no_words(document):
    with closing(pdfium.PdfDocument(scan(pages(document, DPI, [0, 1]), DPI))) as pdf:
        seen = [word.text for index in range(len(pdf)) for word in words(sheet_of(rendered(pdf, index)).glyphs)]
    headings = [text.translate(str.maketrans("()", "（）")) for text in seen if text.startswith("第二十条")]
    assert headings == ["第二十条第（一）项", "第二十条第（五）项", "第二十条第（六）项", "第二十条第（八）项"]


def test_labels_of_one_line_and_of_two_that_nearly_touch_are_lines_by_themselves():
    def draw(canvas):
        canvas.setFont(font("unembedded"), 9)
        canvas.drawString(60, HEIGHT - 42.5, "自然人")
        for x, upper, lower in ((93, "商业企", "业"), (126, "科研机", "构")):
            canvas.drawString(x, HEIGHT - 45, upper)
            canvas.drawString(x + 9, HEIGHT - 57, lower)

    with closing(pdfium.PdfDocument(scan(pages(pdf(draw), DPI), DPI))) as found:
        image = rendered(found, 0)
        seen = {word.text for word in words(sheet_of(image).glyphs)}
    assert seen == {"自然人", "商业企", "业", "科研机", "构"}
    ink = ink_of(image.grey, np.zeros_like(image.grey), image.scale, image.grain)
    assert all(line.box[3] - line.box[1] < 10 * image.scale for line in lines_of_words(ink, image.scale))


def test_the_rim_of_a_seal_is_no_word_and_takes_none_in():
    def draw(canvas):
        canvas.setFont(font("unembedded"), 9)
        for x, y, text in ((60, 60, "12"), (90, 60, "3"), (200, 120, "日期"), (60, 170, "年度")):
            canvas.drawString(x, HEIGHT - y, text)
        canvas.circle(210, HEIGHT - 120, 50)

    with closing(pdfium.PdfDocument(scan(pages(pdf(draw), DPI), DPI))) as found:
        seen = words(sheet_of(rendered(found, 0)).glyphs)
    assert [word.text for word in seen] == ["12", "3", "日期", "年度"]


def test_strokes_and_commas_of_text_that_runs_downwards_are_no_words_by_themselves():
    def draw(canvas):
        canvas.setFont(font("unembedded"), 9)
        for row, letter in enumerate("三、本年度"):
            canvas.drawString(60, HEIGHT - 60 - 9 * row, letter)

    with closing(pdfium.PdfDocument(scan(pages(pdf(draw), DPI), DPI))) as found:
        seen = words(sheet_of(rendered(found, 0)).glyphs)
    assert [word.text for word in seen] == ["三", "本", "年", "度"]  # and nothing of the comma


def test_the_grid_of_a_scan_without_lines_has_its_columns_of_figures_where_the_text_has_them(document, scanned):
    text = max((table for table in extract(document, "pdfium").tables if PAGE + 1 in table.pages), key=width)
    with closing(pdfium.PdfDocument(scanned)) as pdf:
        (grids,) = find_tables([sheet_of(straightened(rendered(pdf, 0)))])
    seen = max(grids, key=lambda grid: len(grid.xs))
    assert seen.xs[-FIGURES - 1 :] == pytest.approx(text.edges[-FIGURES - 1 :], abs=4)


FIGURES = 7
"""Columns of figures of the table of applications."""


def width(table):
    return table.n_columns
