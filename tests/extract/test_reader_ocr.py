"""Scans read as what was scanned, page by page only where the text does not tell, and boxes lie on the print."""

import io
import json

import cv2
import numpy as np
import pikepdf
import pytest

from pipeline.extract import UnreadableError, extract
from pipeline.extract.model import Cell, Table, TextLine
from pipeline.extract.reader_ocr import _lacks_lines, _may_hold_table
from pipeline.report import read_document
from pipeline.settings import load_settings
from tests.extract.drawing import HEIGHT, draw_table, pdf, plain_spans
from tests.extract.scanning import ink_in, noisy, pages, replaced, scan, skewed, stamped
from tests.extract.test_trust import mapped, table
from tests.making import SAMPLES, encrypted_pdf, flat, prose_pdf

SAMPLE = (SAMPLES / "wangmudu-2024.pdf").read_bytes()
TRUTH = json.loads((SAMPLES / "wangmudu-2024.truth.json").read_text(encoding="utf-8"))
DPI = 150
XS, YS = [60.0, 180.0, 300.0, 420.0], [100.0, 125.0, 150.0, 175.0]
NUMBERS = ["10", "4689", "7", "/", "35.20", "", "128", "0", "96"]


def read(document):
    (report,) = read_document(document, "report.pdf", load_settings())
    return report


def texts(document):
    return [[cell.text for cell in found.cells] for found in extract(document, "ocr").tables]


@pytest.fixture(scope="module")
def scanned_sample():
    """A report as a crooked scan, and what was read of it."""
    images = [noisy(skewed(image, 0.8), 4) for image in pages(SAMPLE, DPI)]
    document = scan(images, DPI)
    return images, read(document)


def test_a_scanned_report_is_read_as_it_was_made(scanned_sample):
    _, report = scanned_sample
    assert {tuple(figure.place): figure.value for figure in report.figures} == flat(TRUTH)
    assert (report.verdict, report.reader) == ("verified", "ocr")
    assert (report.metadata.year, report.metadata.issuer) == (TRUTH["year"], TRUTH["issuer"])


def test_the_boxes_of_scanned_figures_lie_on_their_digits(scanned_sample):
    images, report = scanned_sample
    assert len(report.figures) > 100
    for figure in report.figures:
        assert ink_in(images[figure.page - 1], figure.box, DPI) or figure.kind == "blank", figure


def test_only_pages_whose_text_does_not_tell_are_read_from_their_pixels():
    document = replaced(SAMPLE, scan(pages(SAMPLE, 200), 200), 1)
    plain, mixed = extract(SAMPLE, "pdfium"), extract(document, "ocr")
    assert extract(document, "pdfium").hidden_pages == (2,)
    on_text = [[cell for found in seen.tables for cell in found.cells if cell.page != 2] for seen in (plain, mixed)]
    digits = [
        [cell.text for found in seen.tables for cell in found.cells if cell.page == 2 and cell.text.isdecimal()]
        for seen in (plain, mixed)
    ]
    assert [(cell.text, cell.box) for cell in on_text[1]] == [(cell.text, cell.box) for cell in on_text[0]]
    assert digits[1] == digits[0] != []


def test_a_scan_that_contradicts_itself_is_so_when_a_closer_look_sees_the_same():
    sample = (SAMPLES / "pingyuan-police-2024.pdf").read_bytes()
    truth = json.loads((SAMPLES / "pingyuan-police-2024.truth.json").read_text(encoding="utf-8"))
    (page,) = {found.pages for found in extract(sample, "pdfium").tables[-1:]}
    report = read(replaced(sample, scan(pages(sample, 200), 200), page[0] - 1))
    assert report.verdict == "inconsistent"
    assert {tuple(figure.place): figure.value for figure in report.figures} == flat(truth)


def test_a_cell_with_a_trace_of_writing_is_not_certainly_blank():
    def draw(canvas):
        draw_table(canvas, XS, YS, plain_spans(3, 3), "strokes")
        for x in XS[:-1]:
            canvas.drawString(x + 40, HEIGHT - YS[0] - 17, "12")
        for x, y in [(XS[0] + 40, YS[1] + 10), (XS[0] + 43, YS[1] + 13)]:
            canvas.rect(x, HEIGHT - y, 1.6, 1.6, stroke=0, fill=1)

    (found,) = extract(scan(pages(pdf(draw), 200), 200), "ocr").tables
    assert {(cell.row, cell.column) for cell in found.cells if not cell.text and cell.readings} == {(1, 0)}


def test_a_number_on_two_lines_of_a_wide_cell_may_be_one_or_two():
    def draw(canvas):
        draw_table(canvas, XS, YS, plain_spans(3, 3), "strokes")
        for text, y in [("448", 11), ("54", 23)]:
            canvas.drawString(XS[0] + 40, HEIGHT - YS[0] - y, text)

    (found,) = extract(scan(pages(pdf(draw), 200), 200), "ocr").tables
    assert (found.cells[0].text, set(found.cells[0].readings)) == ("448\n54", {"448\n54", "44854"})


def test_of_two_numbers_in_a_cell_under_a_seal_one_may_be_left_of_that():
    def draw(canvas):
        draw_table(canvas, XS, YS, plain_spans(3, 3), "strokes")
        for text, y in [("448", 11), ("1", 23)]:
            canvas.drawString(XS[0] + 40, HEIGHT - YS[0] - y, text)

    image = stamped(pages(pdf(draw), 200)[0], XS[0] + 85, YS[0] + 20, 200)
    (found,) = extract(scan([image], 200), "ocr").tables
    assert (found.cells[0].text, set(found.cells[0].readings)) == ("448\n1", {"448\n1", "4481", "448", "1"})


def test_a_sign_for_none_in_a_cell_under_a_seal_may_be_left_of_what_that_hides():
    def draw(canvas):
        draw_table(canvas, XS, YS, plain_spans(3, 3), "strokes")
        canvas.setLineWidth(1.2)
        for x in (XS[0], XS[2]):
            canvas.line(x + 40, HEIGHT - YS[0] - 17, x + 46, HEIGHT - YS[0] - 17)

    image = stamped(pages(pdf(draw), 200)[0], XS[0] + 85, YS[0] + 20, 200)
    (found,) = extract(scan([image], 200), "ocr").tables
    assert [(cell.text, cell.readings) for cell in found.cells[:3]] == [("-", ("-",)), ("", ()), ("-", ())]


def test_what_a_font_draws_is_read_and_not_what_it_says():
    says = dict(zip("0123456789", "1234567890", strict=True))
    assert texts(mapped(table(), says)) == [["1234", "5678", "90", "17"]]


def test_on_a_page_that_is_no_scan_digits_on_a_line_are_whole_and_short_dashes_are_no_dirt():
    written = ["27", "74", "29", "57", "70", "94", "-", "-", "-"]

    def draw(canvas):
        draw_table(canvas, XS, YS, plain_spans(3, 3), "strokes")
        for i, text in enumerate(written):
            canvas.setFont("Helvetica", 11 if text != "-" else 5.4)
            canvas.drawCentredString(XS[i % 3] + 60, HEIGHT - YS[i // 3] - (7.6 if text != "-" else 17), text)

    (found,) = extract(pdf(draw), "ocr").tables
    assert [(cell.text, cell.readings) for cell in found.cells] == [(text, ()) for text in written]


def test_a_row_of_which_the_edge_of_what_shows_leaves_short_lines_has_the_cells_that_the_file_draws():
    xs = [XS[0] + 45 * i for i in range(5)]

    def draw(canvas):
        cut = canvas.beginPath()
        cut.rect(0, 0, 595, HEIGHT - 82)
        canvas.clipPath(cut, stroke=0)
        for row, column in [(row, column) for row in range(3) for column in range(4)]:
            canvas.rect(xs[column] + 1, HEIGHT - 96 - 40 * row, 43, 38)
        for i, text in enumerate(NUMBERS[:4]):
            canvas.drawCentredString(xs[i] + 22, HEIGHT - 92, text)

    (found,) = extract(pdf(draw), "ocr").tables
    assert [cell.text for cell in found.cells][:4] == NUMBERS[:4]


def test_rows_between_which_no_line_is_drawn_are_told_by_their_words():
    rows = [["", "first", "second"], ["one", "10", "4689"], ["two", "7", "35"], ["three", "128", "96"]]

    def draw(canvas):
        for x in XS:
            canvas.line(x, HEIGHT - YS[0], x, HEIGHT - YS[0] - 100)
        for y in (YS[0], YS[0] + 100):
            canvas.line(XS[0], HEIGHT - y, XS[-1], HEIGHT - y)
        for i, row in enumerate(rows):
            for x, text in zip(XS, row, strict=False):
                canvas.drawCentredString(x + 60, HEIGHT - YS[0] - 17 - 25 * i, text)

    (found,) = extract(pdf(draw), "ocr").tables
    assert [[cell.text for cell in row] for row in found.rows()] == rows


@pytest.mark.parametrize(
    "see", [lambda document: document, lambda document: scan(pages(document))], ids=["pdf", "scan"]
)
def test_a_table_without_lines_stands_on_a_page_with_a_ruled_one(see):
    rows = [["", "first", "second"], ["one", "10", "4689"], ["two", "7", "35"]]

    def draw(canvas):
        draw_table(canvas, XS, YS, plain_spans(3, 3), "strokes")
        for y in (YS[0], YS[0] + 300):
            for i, row in enumerate(rows):
                for x, text in zip(XS, row, strict=False):
                    canvas.drawCentredString(x + 60, HEIGHT - y - 22 - (YS[1] - YS[0]) * i, text)

    found = extract(see(pdf(draw)), "ocr").tables
    assert [[cell.text for cell in row] for table in found for row in table.rows()] == 2 * rows


def test_a_table_whose_lines_are_all_there_stays_as_they_draw_it_beside_one_without():
    whole = [["", "first", ""], ["one", "10", ""], ["two", "7", ""]]
    rows = [["", "first", "second"], ["one", "10", "4689"], ["two", "7", "35"], ["three", "128", "96"]]

    def draw(canvas):
        draw_table(canvas, XS, YS, plain_spans(3, 3), "strokes")
        for x in XS:
            canvas.line(x, HEIGHT - 400, x, HEIGHT - 500)
        for y in (400, 500):
            canvas.line(XS[0], HEIGHT - y, XS[-1], HEIGHT - y)
        for y, own in ((YS[0], whole), (400, rows)):
            for i, row in enumerate(own):
                for x, text in zip(XS, row, strict=False):
                    canvas.drawCentredString(x + 60, HEIGHT - y - 17 - 25 * i, text)

    found = extract(scan(pages(pdf(draw))), "ocr").tables
    assert [[[cell.text for cell in row] for row in table.rows()] for table in found] == [whole, rows]


def test_where_lines_are_what_areas_leave_of_a_dark_ground_they_are_no_letters():
    def draw(canvas):
        canvas.rect(XS[0] - 1, HEIGHT - YS[-1] - 1, XS[-1] - XS[0] + 2, YS[-1] - YS[0] + 2, stroke=0, fill=1)
        for i, text in enumerate(NUMBERS):
            x, y = XS[i % 3], YS[i // 3]
            canvas.setFillColorRGB(1, 1, 1)
            canvas.rect(x + 0.5, HEIGHT - y - 24.5, 119, 24, stroke=0, fill=1)
            canvas.setFillColorRGB(0, 0, 0)
            canvas.drawString(x + 50, HEIGHT - y - 17, text)

    (found,) = extract(pdf(draw), "ocr").tables
    assert [(cell.text, cell.readings) for cell in found.cells] == [(text, ()) for text in NUMBERS]


def printed(size=11, font="Helvetica"):
    def draw(canvas):
        draw_table(canvas, XS, YS, plain_spans(3, 3), "strokes")
        canvas.setFont(font, size)
        for i, number in enumerate(NUMBERS):
            canvas.drawCentredString(XS[i % 3] + 60, HEIGHT - YS[i // 3] - 17, number)

    return pdf(draw)


def turned(document, degrees):
    """The document with its first page displayed as before, though it lies turned in the file."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        opened.pages[0].Rotate = degrees
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


@pytest.mark.parametrize("quarters", [0, 1, 2])
def test_a_table_is_read_however_its_page_lies_in_the_file_and_boxes_are_those_of_the_display(quarters):
    displayed = skewed(pages(printed(), 200)[0], 1.3)
    document = turned(scan([np.ascontiguousarray(np.rot90(displayed, quarters))], 200), 90 * quarters)
    (found,) = extract(document, "ocr").tables
    assert [cell.text for cell in found.cells] == NUMBERS
    assert all(cell.whole and not cell.readings for cell in found.cells)
    shown = pages(document, 200)[0]
    for cell, number in zip(found.cells, NUMBERS, strict=True):
        x0, top, x1, bottom = cell.box
        inner = (x0 + 10, top + 4, x1 - 10, bottom - 4)
        assert ink_in(shown, inner, 200) == bool(number)


@pytest.mark.parametrize(("font", "size"), [("Times-Roman", 9), ("Courier-Bold", 14), ("Times-Italic", 11)])
def test_numbers_of_any_face_are_read_or_doubted(font, size):
    image = cv2.GaussianBlur(pages(printed(size, font), DPI)[0], (0, 0), 0.6)
    (found,) = extract(scan([noisy(image, 6)], DPI, 60), "ocr").tables
    sure = [(cell.text, number) for cell, number in zip(found.cells, NUMBERS, strict=True) if not cell.readings]
    assert [text for text, _ in sure] == [number for _, number in sure]
    assert len(sure) >= 7


def blot(level):
    return np.full((1100, 800, 3), level, np.uint8)


@pytest.mark.parametrize("image", [blot(0), noisy(blot(200), 20)], ids=["black", "grain"])
def test_a_scan_of_nothing_has_no_text_and_no_figures(image):
    report = read(scan([image], 100))
    assert (report.verdict, report.figures) == ("needs_review", ())
    assert {finding.rule for finding in report.findings} == {"no_text"}


def test_a_scan_of_another_document_has_no_tables():
    report = read(scan(pages(prose_pdf(), DPI), DPI))
    assert (report.verdict, report.figures) == ("no_tables", ())


def test_what_cannot_be_opened_is_unreadable():
    for document in (encrypted_pdf(), SAMPLE[:3000]):
        with pytest.raises(UnreadableError):
            extract(document, "ocr")


@pytest.mark.parametrize("dpi", [100, 150])
def test_lines_far_apart_and_beside_a_table_are_found_where_they_stand(dpi):
    written = {"the top line of a page": (60, 80), "a note": (450, 140), "the last line": (120, 700), "4": (290, 810)}

    def draw(canvas):
        draw_table(canvas, XS, YS, plain_spans(3, 3), "strokes")
        canvas.setFont("Helvetica", 12)
        for text, (x, y) in written.items():
            canvas.drawString(x, HEIGHT - y, text)

    lines = extract(scan([noisy(image, 3) for image in pages(pdf(draw), dpi)], dpi), "ocr").lines
    found = {line.text.strip(): line.box for line in lines}
    assert set(written) - {"4"} <= set(found) <= set(written)
    for text, box in found.items():
        x, y = written[text]
        assert (box[0], (box[1] + box[3]) / 2) == (pytest.approx(x, abs=6), pytest.approx(y - 4, abs=4))


def test_words_that_no_look_is_sure_of_do_not_tell_that_a_table_lacks_lines():
    def with_blot(readings):
        blot = Cell(0, 0, 1, 2, "ain\n1", 1, readings=readings)
        return Table((blot, Cell(1, 0, 1, 1, "0", 1), Cell(1, 1, 1, 1, "3", 1)), (0.0, 50.0, 100.0))

    assert _lacks_lines(with_blot(()), [])
    assert not _lacks_lines(with_blot(("ain\n1",)), [])
    assert not _lacks_lines(with_blot(("ain\n1", "ain", "1")), [])  # as under a seal


@pytest.mark.parametrize("high", [13, 20], ids=["right below", "farther"])
def test_rows_without_lines_below_a_drawn_heading_are_a_table(high):
    """The sides of a filled strip are lines, and so may be a stroke of a letter from one to the other."""
    rows = [["", "first", "second"], ["one", "10", "4689"], ["two", "7", "35"], ["three", "128", "96"]]
    rows = rows[: 40 // high + 1]

    def draw(canvas):
        draw_table(canvas, [XS[0], XS[1] + 20, XS[-1]], [YS[0], YS[1]], plain_spans(1, 2), "strokes")
        canvas.drawRightString(XS[1] + 19, HEIGHT - YS[0] - 17, "Arti")
        canvas.drawString(XS[1] + 21, HEIGHT - YS[0] - 17, "cle")
        for i, row in enumerate(rows):
            for x, text in zip(XS, row, strict=False):
                canvas.drawCentredString(x + 60, HEIGHT - YS[1] - 15 - high * i, text)

    found = extract(scan(pages(pdf(draw))), "ocr").tables
    figures = [[cell.text for cell in row if cell.text] for table in found for row in table.rows()]
    assert figures[1 - len(rows) :] == rows[1:]


def test_a_label_that_no_look_is_sure_of_is_a_label_all_the_same():
    def with_labels(readings):
        group = Cell(0, 0, 3, 1, "三、本年度\n办理结果", 1)
        labels = [Cell(row, 1, 1, 1, f"{row}.重复申请", 1, readings=readings) for row in range(3)]
        return Table((group, *labels, *(Cell(row, 2, 1, 1, "0", 1) for row in range(3))), (0.0, 50.0, 100.0, 150.0))

    assert not _lacks_lines(with_labels(("2.重复申请",)), [])
    assert not _lacks_lines(with_labels(()), [])


@pytest.mark.parametrize(
    ("last", "may"),
    [
        (["信息内容", "本年制发件数", "现行有效件数"], True),
        (["云泽县人民政府", "2025年1月20日"], False),
        (["本机关将继续做好政府信息公开工作，提高", "水平"], False),
        (["信息内容"], False),
    ],
    ids=["labels", "signature", "prose", "one label"],
)
def test_a_page_of_prose_that_ends_with_the_labels_of_columns_may_hold_a_table(last, may):
    prose = [
        TextLine(f"{'一二三四'[i]}年来本机关认真落实各项要求，", 1, (60, 90 + 20 * i, 400, 102 + 20 * i))
        for i in range(4)
    ]
    labels = [TextLine(text, 1, (60 + 150 * i, 700, 120 + 150 * i, 712)) for i, text in enumerate(last)]
    number = TextLine("- 1 -", 1, (280, 790, 300, 800))
    assert _may_hold_table([*prose, *labels, number]) == may
