"""Readers that share no code see the same cells."""

import io
import re

import pikepdf
import pytest

from corpus import draw, layout
from corpus.switches import Break, Switches
from pipeline.extract import READERS, UnreadableError, extract, readers_for
from tests.extract.drawing import HEIGHT, draw_table, grid_texts, pdf, plain_spans
from tests.making import encrypted_pdf, facts, prose_pdf, report_pdf

LOOKS = {
    "strokes": Switches(face="unembedded", bold="unembedded", split_rows=True),
    "boxes": Switches(lines="boxes", vertical="rotated", face="unembedded", bold="unembedded", landscape=True),
    "rectangles": Switches(lines="rectangles", repeat_header=True, face="unembedded", bold="unembedded"),
    "cut": Switches(breaks={"applications": Break("partly_granted", 1)}, face="unembedded", bold="unembedded"),
}


def drawn(look, form="2021"):
    return draw.render(layout.document(facts(3, form)), LOOKS[look])


def cells(document, reader):
    """Every cell by place, its text without white space and without what only tells of vertical setting."""
    return [
        [
            (cell.row, cell.column, cell.row_span, cell.column_span, cell.page, re.sub(r"\s", "", cell.text))
            for cell in table.cells
        ]
        for table in extract(document, reader).tables
    ]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("form", ["2021", "2019"])
def test_pdfium_and_pdfplumber_see_the_same_cells(look, form):
    document = drawn(look, form)
    assert cells(document, "pdfplumber") == cells(document, "pdfium")


def test_camelot_sees_the_same_cells():
    document = drawn("boxes")
    stacked = {"三、本年度办理结果"}  # turned text, which camelot leaves in its own order
    for mine, its in zip(cells(document, "pdfium"), cells(document, "camelot"), strict=True):
        assert [cell for cell in its if not stacked & {cell[-1], cell[-1][::-1]}] == [
            cell for cell in mine if cell[-1] not in stacked
        ]


@pytest.mark.parametrize("reader", ["pdfium", "oxide", "pdfplumber", "camelot"])
def test_every_reader_says_that_it_cannot_open_a_document(reader):
    for document in (encrypted_pdf(), report_pdf()[:3000], b"%PDF-1.7\nnothing"):
        with pytest.raises(UnreadableError):
            READERS[reader](document, 10**7)


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber", "camelot"])
def test_boxes_and_pages_tell_where_a_cell_is(reader):
    for table in extract(drawn("boxes"), reader).tables:
        for cell in table.cells:
            x0, top, x1, bottom = cell.box
            assert 0 <= x0 < x1 <= 842
            assert 0 <= top < bottom <= 596
            assert cell.page in table.pages


def test_the_kind_of_document_decides_who_is_asked():
    assert readers_for(prose_pdf(), ("pdfium", "text", "camelot")) == ("pdfium", "camelot")
    assert readers_for(b"junk in front\n" + prose_pdf(), ("pdfium",)) == ("pdfium",)
    assert readers_for("王母渡镇".encode(), ("pdfium", "text")) == ("text",)
    for document, reason in ((b"", "empty"), (b"words", "not_a_document")):
        with pytest.raises(UnreadableError, match=reason):
            readers_for(document, ("pdfium",))


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_a_watermark_across_a_table_is_no_part_of_it(reader):
    def draw_page(canvas, mark):
        draw_table(canvas, [100.0, 200.0, 300.0], [100.0, 140.0, 180.0], plain_spans(2, 2), "strokes")
        for row in range(2):
            canvas.drawString(120, HEIGHT - 125 - 40 * row, "12")
        if mark:
            canvas.translate(150, HEIGHT - 180)
            canvas.rotate(45)
            canvas.setFont("Helvetica", 30)
            canvas.drawString(0, 0, "2024")

    plain, marked = (pdf(lambda canvas, mark=mark: draw_page(canvas, mark)) for mark in (False, True))
    assert cells(marked, reader) == cells(plain, reader)


def test_text_that_a_page_break_cuts_off_is_read_on_one_page_only():
    def draw(canvas, top):
        clip = canvas.beginPath()
        clip.rect(50, HEIGHT - top - 60, 400, 60)
        canvas.clipPath(clip, stroke=0, fill=0)
        draw_table(canvas, [100.0, 200.0, 300.0], [100.0, 140.0, 180.0, 220.0], plain_spans(3, 2), "strokes")
        for row in range(3):
            canvas.drawString(120, HEIGHT - 125 - 40 * row, f"{row}{row}")

    texts = [
        [cell.text for cell in extract(pdf(lambda canvas, top=top: draw(canvas, top)), "pdfium").tables[0].cells]
        for top in (85.0, 145.0)
    ]
    assert texts == [["00", "", "", ""], ["11", "", "22", ""]]


@pytest.mark.parametrize("reader", ["pdfium", "oxide", "pdfplumber"])
def test_lines_beyond_the_part_of_a_page_that_shows_part_no_table(reader):
    """Browsers draw the lines of the next page's first row once more below a page's last, where nobody sees them."""

    def draw(canvas):
        xs, ys = [100.0, 200.0, 300.0], [100.0, 140.0, 180.0]
        for page in range(2):
            canvas.saveState()
            clip = canvas.beginPath()
            clip.rect(50, HEIGHT - 185, 400, 110)
            canvas.clipPath(clip, stroke=0, fill=0)
            draw_table(canvas, xs, ys, plain_spans(2, 2), "strokes")
            grid_texts(canvas, xs, ys, plain_spans(2, 2), [f"{page}{k}1" for k in range(4)])
            draw_table(canvas, xs, [190.0, 230.0], plain_spans(1, 2), "strokes")
            canvas.restoreState()
            canvas.showPage()

    (table,) = extract(pdf(draw), reader).tables
    assert [cell.text for cell in table.cells] == ["001", "011", "021", "031", "101", "111", "121", "131"]


def test_a_row_on_its_side_by_itself_is_read_with_its_table():
    def draw(canvas):
        for rows in (3, 1):  # all but the last row stand on the first page
            ys = [100.0 + 20 * r for r in range(rows + 1)]
            draw_table(canvas, [100.0 + 40 * c for c in range(6)], ys, plain_spans(rows, 5), "strokes")
            for r in range(rows):
                for c in range(5):
                    canvas.drawString(105 + 40 * c, HEIGHT - 115 - 20 * r, f"{r}{c}1")
            canvas.showPage()

    with pikepdf.open(io.BytesIO(pdf(draw))) as document:
        for page in document.pages:
            page.rotate(90, relative=True)
        document.save(out := io.BytesIO())
    (table,) = extract(out.getvalue(), "pdfium").tables
    assert [[cell.text for cell in row] for row in table.rows()][2:] == [
        ["201", "211", "221", "231", "241"],
        ["001", "011", "021", "031", "041"],
    ]
