"""A quick second opinion by a parser that shares nothing with PDFium; none where it does not know how text lies."""

import io
from random import Random

import pikepdf
import pytest
from pdfplumber.table import edges_to_intersections, intersections_to_cells

from corpus import draw, layout
from corpus.switches import Switches
from pipeline.extract import UnreadableError, extract, reader_oxide, reader_pdfium, reader_pdfplumber
from tests.extract.drawing import HEIGHT, draw_table, grid_texts, pdf, plain_spans
from tests.extract.test_readers import cells, drawn
from tests.making import facts, report_pdf


@pytest.mark.parametrize("look", ["strokes", "rectangles", "cut"])
@pytest.mark.parametrize("form", ["2021", "2019"])
def test_it_sees_the_same_cells_as_pdfium(look, form):
    document = drawn(look, form)
    assert cells(document, "oxide") == cells(document, "pdfium")


def test_it_reads_the_same_figures_where_tables_have_no_lines():
    document = draw.render(layout.document(facts(3)), Switches(edges="none"))
    texts = [
        [cell.text for table in extract(document, reader).tables for cell in table.cells if cell.text.isdecimal()]
        for reader in ("oxide", "pdfium")
    ]
    assert texts[0] == texts[1] != []


@pytest.mark.parametrize("seed", range(20))
def test_it_finds_the_cells_that_pdfplumber_finds_among_lines_that_cross_anyhow(seed):
    random = Random(seed)
    edges = []
    for orientation in "hv" * 12:
        at, (start, end) = random.randrange(9) * 10, sorted(random.sample(range(0, 90, 10), 2))
        x0, top, x1, bottom = (start, at, end, at) if orientation == "h" else (at, start, at, end)
        edges.append({"orientation": orientation, "x0": x0, "top": top, "x1": x1, "bottom": bottom})
    crossings = edges_to_intersections(edges)
    assert list(reader_oxide.cells_between(crossings)) == intersections_to_cells(crossings)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_document_with_text_that_is_turned_is_left_to_the_next_reader(angle):
    def draw_page(canvas):
        draw_table(canvas, [100.0, 200.0, 300.0], [100.0, 140.0, 180.0], plain_spans(2, 2), "strokes")
        canvas.translate(250, HEIGHT - 120)
        canvas.rotate(angle)
        canvas.drawString(0, 0, "12")

    with pytest.raises(UnreadableError, match="turned"):
        reader_oxide.read(pdf(draw_page))


@pytest.mark.parametrize("size", [8, 11, 14])
@pytest.mark.parametrize("gap", [0.5, 0.8, 1.2])
def test_numbers_of_neighbouring_cells_are_not_joined_by_a_point(gap, size):
    """As pdf_oxide joins those that stand near, taken for the parts of an amount in two boxes."""

    def draw_page(canvas):
        border = 130 + gap * size / 2
        draw_table(canvas, [100.0, border, 200.0], [100.0, 140.0, 180.0], plain_spans(2, 2), "strokes")
        canvas.setFont("Helvetica", size)
        for y, one, two in ((125, "112", "11"), (165, "1.5", "0.25")):
            canvas.drawRightString(130, HEIGHT - y, one)
            canvas.drawString(130 + gap * size, HEIGHT - y, two)

    (table,) = reader_oxide.read(pdf(draw_page)).tables
    assert [(cell.text, cell.whole) for cell in table.cells] == [(text, True) for text in ("112", "11", "1.5", "0.25")]


def test_lines_that_are_white_draw_no_table():
    def draw_page(canvas):
        canvas.setStrokeColorRGB(1, 1, 1)
        draw_table(canvas, [100.0, 200.0, 300.0], [100.0, 140.0, 180.0], plain_spans(2, 2), "strokes")
        canvas.drawString(120, HEIGHT - 125, "words of a sentence")

    assert reader_oxide.read(pdf(draw_page)).tables == reader_pdfium.read(pdf(draw_page)).tables == ()


@pytest.mark.parametrize("reader", [reader_oxide, reader_pdfplumber])
def test_the_ground_that_a_browser_paints_under_a_page_is_no_table(reader):
    def draw_page(canvas):
        canvas.setFillColorRGB(0.9, 0.9, 0.9)  # white in a colour space that pdf_oxide does not know is black to it
        canvas.rect(50, HEIGHT - 790, 495, 740, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        draw_table(canvas, [100.0, 200.0, 300.0], [700.0, 760.0, 820.0], plain_spans(2, 2), "strokes")
        canvas.drawString(120, HEIGHT - 725, "12")

    (table,) = reader.read(pdf(draw_page)).tables
    assert [(cell.row, cell.column, cell.text) for cell in table.cells] == [
        (0, 0, "12"),
        (0, 1, ""),
        (1, 0, ""),
        (1, 1, ""),
    ]


@pytest.mark.parametrize("reader", [reader_oxide, reader_pdfplumber])
def test_an_area_behind_a_table_that_lines_draw_is_no_part_of_it(reader):
    def draw_page(canvas):
        canvas.setFillColorRGB(0.9, 0.9, 0.9)
        canvas.rect(90, HEIGHT - 500, 300, 360, stroke=0, fill=1)  # begins at a row, and is wider
        canvas.setFillColorRGB(0, 0, 0)
        draw_table(canvas, [100.0, 200.0, 300.0], [100.0, 140.0, 180.0], plain_spans(2, 2), "strokes")
        grid_texts(canvas, [100.0, 200.0], [105.0, 145.0], plain_spans(2, 2), ["label", "1", "other", "2"])

    (table,) = reader.read(pdf(draw_page)).tables
    assert [cell.text for cell in table.cells] == ["label", "1", "other", "2"]


def test_a_number_stands_where_its_digits_are_printed():
    def draw_page(canvas):
        draw_table(canvas, [100.0, 200.0, 300.0], [100.0, 140.0, 180.0], plain_spans(2, 2), "strokes")
        canvas.drawString(120, HEIGHT - 125, "12")
        canvas.drawString(280, HEIGHT - 165, "345")

    (table,) = reader_oxide.read(pdf(draw_page)).tables
    assert [(cell.row, cell.column, cell.text, cell.whole) for cell in table.cells if cell.text] == [
        (0, 0, "12", True),
        (1, 1, "345", True),
    ]


def test_a_damaged_file_which_could_end_its_process_is_never_given_to_it():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(report_pdf())) as document:
        document.Root["/Pages"]["/Kids"].append(document.Root["/Pages"])  # pages without end
        document.save(out)
    with pytest.raises(UnreadableError, match="whole files"):
        extract(out.getvalue(), "oxide")
