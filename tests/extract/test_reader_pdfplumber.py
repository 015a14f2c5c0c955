"""What pdfplumber's own finder of tables does not see, its lines still show."""

import io
import json

import pikepdf
import pytest

from corpus.fonts import font
from pipeline.extract import reader_pdfplumber
from pipeline.report import read_document
from tests.extract.drawing import HEIGHT, edges, pdf, plain_spans
from tests.making import FAST, SAMPLES, flat

XS, YS = [60.0, 120.0, 200.0, 300.0], [100.0, 120.0, 145.0]
TEXTS = ["label", "12", "0", "other", "345", "6"]


def dotted(canvas):
    """Small squares, as browsers draw dots."""
    for x0, y0, x1, y1 in edges(XS, YS, plain_spans(2, 3)):
        steps = int(max(x1 - x0, y1 - y0) / 2)
        for i in range(steps + 1):
            x, y = x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
            canvas.rect(x - 0.4, HEIGHT - y - 0.4, 0.8, 0.8, stroke=0, fill=1)


def open_at_the_sides(canvas):
    for x0, y0, x1, y1 in edges(XS, YS, plain_spans(2, 3)):
        if (x0, x1) not in ((XS[0], XS[0]), (XS[-1], XS[-1])):
            canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)


@pytest.mark.parametrize("lines", [dotted, open_at_the_sides])
def test_lines_that_make_no_corners_still_make_a_table(lines):
    def draw(canvas):
        lines(canvas)
        for text, (x, y) in zip(TEXTS, [(x + 5, y + 15) for y in YS[:-1] for x in XS[:-1]], strict=True):
            canvas.drawString(x, HEIGHT - y, text)

    (table,) = reader_pdfplumber.read(pdf(draw)).tables
    assert [[cell.text for cell in row] for row in table.rows()] == [TEXTS[:3], TEXTS[3:]]


@pytest.mark.parametrize("descent", [-140, -1048, 300])
def test_words_stand_where_they_are_set_whatever_their_font_says_of_its_descent(descent):
    def draw(canvas):
        for x0, y0, x1, y1 in edges(XS, YS, plain_spans(2, 3)):
            canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
        canvas.setFont(font("song"), 9)
        for text, (x, y) in zip(TEXTS, [(x + 5, y + 17) for y in YS[:-1] for x in XS[:-1]], strict=True):
            canvas.drawString(x, HEIGHT - y, text)

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(draw))) as changed:
        for one in changed.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == pikepdf.Name.FontDescriptor:
                one.Descent = descent
        changed.save(out)
    (table,) = reader_pdfplumber.read(out.getvalue()).tables
    assert [[cell.text for cell in row] for row in table.rows()] == [TEXTS[:3], TEXTS[3:]]


def test_a_report_without_outer_lines_is_read_whole():
    document = SAMPLES.joinpath("shaping-town-2024.pdf").read_bytes()
    truth = json.loads(SAMPLES.joinpath("shaping-town-2024.truth.json").read_text(encoding="utf-8"))
    (report,) = read_document(document, "report.pdf", FAST.model_copy(update={"readers": ("pdfplumber",)}))
    assert {tuple(figure.place): figure.value for figure in report.figures} == flat(truth)
