"""Two pages on one sheet are read one after the other, and what was read lies where the sheet shows it."""

import io
from contextlib import closing

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from reportlab.lib.pagesizes import A4

from corpus import leaves
from corpus.switches import Switches
from pipeline.extract import extract
from pipeline.extract.spreads import spreads
from tests.extract.drawing import HEIGHT, pdf
from tests.extract.scanning import pages, scan
from tests.making import report_pdf

WIDTH = A4[0]
SAMPLE = report_pdf(2)
SHEETS = leaves.two_a_sheet(SAMPLE)


def sizes(document):
    with closing(pdfium.PdfDocument(document)) as opened:
        return [opened.get_page_size(index) for index in range(len(opened))]


def texts(found):
    return [[cell.text for cell in table.cells] for table in found.tables]


@pytest.mark.parametrize(
    ("reader", "turn"), [*(("pdfium", turn) for turn in (0, 90, 180, 270)), ("oxide", 0), ("pdfplumber", 0)]
)
def test_a_report_with_two_pages_a_sheet_is_read_like_any_other(reader, turn):
    plain = extract(SAMPLE, reader)
    found = extract(leaves.turned(SHEETS, turn) if turn else SHEETS, reader)
    assert texts(found) == texts(plain)
    assert found.pages == (plain.pages + 1) // 2
    for one, two in zip(plain.tables, found.tables, strict=True):
        for before, after in zip(one.cells, two.cells, strict=True):
            right = (before.page - 1) % 2 * WIDTH
            assert after.page == (before.page + 1) // 2
            assert after.box == pytest.approx([side + right * (i % 2 == 0) for i, side in enumerate(before.box)], abs=3)


def test_sheets_of_two_pages_that_lie_across_are_parted():
    plain = report_pdf(2, switches=Switches(landscape=True))
    assert texts(extract(leaves.two_a_sheet(plain), "pdfium")) == texts(extract(plain, "pdfium"))


def test_lines_of_prose_follow_each_other_page_by_page():
    plain, found = extract(SAMPLE, "pdfium"), extract(SHEETS, "pdfium")
    assert [line.text for line in found.lines] == [line.text for line in plain.lines]


@pytest.mark.parametrize("dpi", [100])
def test_scans_of_two_pages_a_sheet_are_told(dpi):
    document = scan(pages(SHEETS, dpi), dpi)
    assert spreads(document, sizes(document)) == [1, 2]


def test_seals_on_the_edge_of_a_page_and_what_a_sheet_lay_on_hide_no_gutter():
    def marked(page):
        grey = page.copy()
        height, width = grey.shape[:2]
        grey[: round(height * 0.015)] = 20
        cv2.circle(grey, (width // 2, height // 2), height // 10, 60, 4)
        grey[:, width // 2 + 1 : round(width * 0.7)] = page[:, width // 2 + 1 : round(width * 0.7)]
        return grey

    document = scan([marked(page) for page in pages(SHEETS, 100)], 100)
    assert spreads(document, sizes(document)) == [1, 2]


def test_columns_right_beside_the_middle_of_the_only_page_across_do_not_part_it():
    def draw(canvas):
        canvas.setFont("Helvetica", 9)
        for y in range(100, 500, 20):
            canvas.drawString(405, y, "123")
            canvas.drawString(500, y, "456")
        canvas.setPageSize((842, 595))
        canvas.showPage()
        canvas.setPageSize((595, 842))
        canvas.drawString(100, 100, "1")

    document = pdf(draw)
    assert spreads(document, sizes(document)) == []


def test_a_table_of_nothing_but_lines_in_the_middle_of_a_sheet_parts_none():
    def draw(canvas):
        canvas.setPageSize((842, 595))
        for y in (200, 260, 320):
            canvas.line(100, y, 742, y)

    document = pdf(draw)
    assert spreads(document, sizes(document)) == []


def test_a_table_of_pale_lines_across_the_middle_of_a_scan_parts_none_though_a_border_lies_there():
    page = np.random.default_rng(1).integers(246, 256, (1654, 2339)).astype(np.uint8)
    for y in range(300, 1400, 70):
        page[y : y + 2, 200:2140] = 205
    page[300:1400, 1168:1170] = 205
    plain = page.copy()
    plain[300:1400, 1000:1340] = 250
    document, other = (scan([image], 200) for image in (page, plain))
    assert spreads(document, sizes(document)) == []
    assert spreads(other, sizes(other)) == [1]  # as two pages with nothing between them are


@pytest.mark.parametrize("look", [Switches(landscape=True), Switches(landscape=True, edges="none"), Switches()])
def test_tables_that_lie_across_are_whole(look):
    document = report_pdf(switches=look)
    assert spreads(document, sizes(document)) == []


def test_what_lies_outside_of_the_part_that_a_page_shows_is_not_read():
    def draw(canvas):
        canvas.setFont("Helvetica", 12)
        canvas.drawString(100, HEIGHT - 100, "shown")
        canvas.drawString(400, HEIGHT - 100, "hidden")

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(draw))) as opened:
        opened.pages[0].cropbox = pikepdf.Rectangle(0, 0, 300, HEIGHT).as_array()
        opened.save(out)
    for reader in ("pdfium", "pdfplumber", "oxide"):
        assert [line.text for line in extract(out.getvalue(), reader).lines] == ["shown"]


@pytest.mark.parametrize("reader", ["pdfium", "oxide", "pdfplumber"])
def test_a_page_that_is_a_part_of_a_larger_sheet_is_read_like_any_other(reader):
    plain, found = extract(SAMPLE, reader), extract(leaves.cropped(SAMPLE, 30, 40, 5), reader)
    assert texts(found) == texts(plain)
    assert found.tables[0].cells[0].box == pytest.approx(plain.tables[0].cells[0].box, abs=1)
