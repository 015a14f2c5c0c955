"""Tables without lines are found in scans as they are in text: every figure is a word, where it is printed."""

from contextlib import closing

import pypdfium2 as pdfium
import pytest

from corpus.switches import Switches
from pipeline.extract import extract
from pipeline.extract.image_cells import sheet_of
from pipeline.extract.image_page import rendered, straightened
from pipeline.extract.pdfium_page import frame_of, glyphs_of
from pipeline.extract.words import words
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
        printed = [word for word in words(glyphs_of(text, frame_of(page))) if word.is_figure and word.middle < FOOT]
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


def test_the_grid_of_a_scan_without_lines_has_the_columns_of_the_text(document, scanned):
    text = [table for table in extract(document, "pdfium").tables if PAGE + 1 in table.pages]
    seen = extract(scanned, "ocr").tables
    assert max(table.n_columns for table in seen) == max(table.n_columns for table in text)
