"""Pages are read as they are displayed: rotated, cropped, put together from forms."""

import io
from contextlib import closing

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from reportlab.lib.pagesizes import A4

from pipeline.extract import extract, reader_oxide, reader_pdfium, reader_pdfplumber
from pipeline.extract.pdfium_page import frame_of, rules_of
from tests.extract.drawing import HEIGHT, draw_table, grid_texts, pdf, plain_spans
from tests.making import scanned

WIDTH = A4[0]
XS, YS = [60.0, 120.0, 200.0, 300.0], [100.0, 120.0, 145.0]
SPANS = plain_spans(2, 3)
TEXTS = ["label", "12", "0", "other", "345", "6"]
UPRIGHT = {  # content that is turned against the page's rotation, so that it is displayed upright
    0: "1 0 0 1 0 0",
    90: f"0 1 -1 0 {HEIGHT} 0",
    180: f"-1 0 0 -1 {WIDTH} {HEIGHT}",
    270: f"0 -1 1 0 0 {WIDTH}",
}


def draw(canvas):
    draw_table(canvas, XS, YS, SPANS, "strokes")
    grid_texts(canvas, XS, YS, SPANS, TEXTS)


def displayed(rotation, crop=(0.0, 0.0), drawn=draw):
    """The same page to the eye, stored with a rotation and as a part of a larger page."""
    with pikepdf.open(io.BytesIO(pdf(drawn))) as opened:
        page = opened.pages[0]
        wide, high = (HEIGHT, WIDTH) if rotation in (90, 270) else (WIDTH, HEIGHT)
        page.contents_add(f"q 1 0 0 1 {crop[0]} {crop[1]} cm {UPRIGHT[rotation]} cm".encode(), prepend=True)
        page.contents_add(b"Q")
        page.mediabox = [0, 0, wide + 2 * crop[0], high + 2 * crop[1]]
        page.cropbox = [crop[0], crop[1], crop[0] + wide, crop[1] + high]
        page.rotate(rotation, relative=False)
        out = io.BytesIO()
        opened.save(out)
        return out.getvalue()


@pytest.mark.parametrize("read", [reader_pdfium.read, reader_pdfplumber.read], ids=["pdfium", "pdfplumber"])
@pytest.mark.parametrize("crop", [(0, 0), (40, 25)], ids=["whole", "cropped"])
@pytest.mark.parametrize("rotation", UPRIGHT)
def test_a_page_is_read_as_displayed_however_it_is_stored(rotation, crop, read):
    (table,) = read(displayed(rotation, crop)).tables
    (plain,) = reader_pdfium.read(pdf(draw)).tables
    assert [cell.text for cell in table.cells] == TEXTS
    for cell, same in zip(table.cells, plain.cells, strict=True):
        assert cell.box == pytest.approx(same.box, abs=1.0)


@pytest.mark.parametrize("rotation", UPRIGHT)
def test_lines_of_prose_are_those_displayed_however_a_page_is_stored(rotation):
    lines = ["Bureau of Statistics", "Annual report of 2023", "Of requests there were none.", "- 1 -"]

    def prose(canvas):
        for number, line in enumerate(lines):
            canvas.drawString(80, HEIGHT - 90 - 24 * number, line)

    assert [line.text for line in reader_pdfium.read(displayed(rotation, drawn=prose)).lines] == lines


@pytest.mark.parametrize("rotation", UPRIGHT)
def test_boxes_lie_where_the_rendered_page_has_ink(rotation):
    document = displayed(rotation, (40, 25))
    (table,) = reader_pdfium.read(document).tables
    with closing(pdfium.PdfDocument(document)) as opened:
        ink = np.asarray(opened[0].render(scale=2, grayscale=True).to_pil()) < 128
    for cell in table.cells:
        x0, top, x1, bottom = (round(2 * value) for value in cell.box)
        inside = ink[top + 4 : bottom - 4, x0 + 4 : x1 - 4]
        assert inside.any()
        assert ink[top - 2 : top + 3, x0:x1].any(axis=0).mean() > 0.9  # its upper border


def test_lines_and_words_in_forms_stand_where_the_forms_are_placed():
    def stamped(canvas):
        canvas.beginForm("inner")
        draw(canvas)
        canvas.endForm()
        canvas.beginForm("outer")
        canvas.translate(10, -20)
        canvas.doForm("inner")
        canvas.endForm()
        canvas.translate(50, 80)
        canvas.scale(0.8, 0.8)
        canvas.doForm("outer")

    (table,) = reader_pdfium.read(pdf(stamped)).tables
    assert [cell.text for cell in table.cells] == TEXTS
    left, top = 50 + 0.8 * (10 + XS[0]), HEIGHT - (80 + 0.8 * (HEIGHT - YS[0] - 20))
    assert table.box[:2] == pytest.approx((left, top), abs=0.5)


def test_text_that_a_form_gives_apart_from_its_glyphs_stands_where_these_do():
    """PDFium tells where it stands in the form. Browsers give the text of radicals so, and programs that put two pages
    on a sheet make a form of each."""

    def sheet(canvas):
        canvas.beginForm("page")
        draw_table(canvas, XS, YS, SPANS, "strokes")
        grid_texts(canvas, XS, YS, SPANS, [*TEXTS[:2], "", *TEXTS[3:]])
        canvas._code.append("/Span <</ActualText (0)>> BDC")
        grid_texts(canvas, XS, YS, SPANS[2:3], TEXTS[2:3])
        canvas._code.append("EMC")
        canvas.endForm()
        canvas.translate(50, 80)
        canvas.scale(0.7, 0.7)
        canvas.doForm("page")

    (table,) = reader_pdfium.read(pdf(sheet)).tables
    assert [cell.text for cell in table.cells] == TEXTS


def test_coloured_areas_make_a_table_where_there_are_no_lines():
    def areas(canvas):
        for i, (row, column, _, _) in enumerate(SPANS):
            canvas.setFillGray(0.8 if i % 2 else 0.9)
            x, y = XS[column], HEIGHT - YS[row + 1]
            canvas.rect(x, y, XS[column + 1] - x, YS[row + 1] - YS[row], stroke=0, fill=1)
        canvas.setFillGray(0)
        grid_texts(canvas, XS, YS, SPANS, TEXTS)

    (table,) = reader_pdfium.read(pdf(areas)).tables
    assert [cell.text for cell in table.cells] == TEXTS


def framed(canvas):
    """Cells that stand apart, as browsers print a table whose borders are not joined: their frames are filled."""
    canvas.setFillGray(0.2)
    for row, column, _, _ in SPANS:
        path = canvas.beginPath()
        for inset in (1.0, 1.5):
            x0, x1 = XS[column] + inset, XS[column + 1] - inset
            y0, y1 = HEIGHT - YS[row + 1] + inset, HEIGHT - YS[row] - inset
            path.rect(x0, y0, x1 - x0, y1 - y0)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
    grid_texts(canvas, XS, YS, SPANS, ["label", "12", "", "other", "", "6"])


@pytest.mark.parametrize("read", [reader_pdfium.read, reader_oxide.read, reader_pdfplumber.read])
def test_frames_of_cells_that_stand_apart_draw_a_table(read):
    (table,) = read(pdf(framed)).tables
    assert [cell.text for cell in table.cells] == ["label", "12", "", "other", "", "6"]


def test_the_frame_of_a_cell_is_of_lines_though_it_is_filled():
    with closing(pdfium.PdfDocument(pdf(framed))) as opened, closing(opened[0]) as page:
        rules = rules_of(page, frame_of(page))
    assert len(rules.horizontal) == len(rules.vertical) == 4 * len(SPANS)
    assert not rules.area_horizontal


@pytest.mark.parametrize(("alpha", "rows"), [(1, 2), (0.5, 3)], ids=["opaque", "translucent"])
def test_the_side_of_an_area_that_a_later_one_covers_is_no_line(alpha, rows):
    """As of a cell that ends below the beginning of the next row's, where a browser fits a table to pages."""

    def areas(canvas):
        canvas.setFillGray(0.8)
        for row, column, _, _ in SPANS:
            canvas.setFillAlpha(alpha if row else 1)
            below = 12 if (row, column) == (0, 0) else 0
            x, y = XS[column], HEIGHT - YS[row + 1] - below
            canvas.rect(x, y, XS[column + 1] - x, YS[row + 1] - YS[row] + below, stroke=0, fill=1)
        canvas.setFillAlpha(1)
        canvas.setFillGray(0)
        grid_texts(canvas, XS, YS, SPANS, TEXTS)

    with closing(pdfium.PdfDocument(pdf(areas))) as opened, closing(opened[0]) as page:
        rules = rules_of(page, frame_of(page))
    assert len({round(rule.at) for rule in rules.area_horizontal}) == rows + 1


def test_areas_add_no_lines_to_a_table_that_has_its_own():
    def shaded(canvas):
        canvas.setFillGray(0.9)
        canvas.rect(XS[0] + 10, HEIGHT - YS[1] + 8, 30, 8, stroke=0, fill=1)
        canvas.setFillGray(0)
        draw(canvas)

    (table,) = reader_pdfium.read(pdf(shaded)).tables
    assert [cell.text for cell in table.cells] == TEXTS


@pytest.mark.parametrize(
    "paint", ["1 1 1 RG 1 1 1 rg 60 700 m 300 700 l S 60 600 200 0.5 re f", "60 700 m 300 700 l n"]
)
def test_what_does_not_show_on_paper_is_no_line(paint):
    document = pdf(lambda canvas: canvas._code.append(paint))
    with closing(pdfium.PdfDocument(document)) as opened, closing(opened[0]) as page:
        assert rules_of(page, frame_of(page))[:8] == ([], [], [], [], [], [], [], {})


def test_a_page_that_is_an_image_is_told_though_it_has_a_page_number():
    assert extract(scanned("- 1 -"), "pdfium").hidden_pages == (1,)
