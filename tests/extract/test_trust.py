"""A page whose text says something else than it shows is told; an honest one is left alone."""

from __future__ import annotations

import io
from typing import NamedTuple

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import digit_templates, garble
from pipeline.extract import extract
from pipeline.extract.digit_shapes import fonts_lie, looks_like_another
from pipeline.extract.pdfium_page import Rules
from pipeline.extract.reader_pdfium import read
from pipeline.extract.trust import FEW, hides_text, means_nothing
from tests.extract.drawing import HEIGHT, draw_table, pdf, plain_spans, small_table
from tests.making import SAMPLES, report_pdf

NONE = Rules([], [], [], [], [], [], [])
PROSE = (
    "根据《中华人民共和国政府信息公开条例》的规定，结合本区工作实际，编制本年度报告，"
    "数据统计期限自一月一日起至十二月三十一日止。"
)


class Page(NamedTuple):
    size: tuple[float, float] = (595.0, 842.0)


def table(paint=lambda canvas: None) -> bytes:
    return small_table("17", paint)


def mapped(document: bytes, says: dict[str, str]) -> bytes:
    """The document with a table of characters in its font that says `says[x]` where x is drawn."""
    pairs = "\n".join(f"<{ord(drawn):02x}> <{ord(said):04x}>" for drawn, said in says.items())
    codes = "1 begincodespacerange\n<00> <ff>\nendcodespacerange"
    cmap = f"begincmap\n{codes}\n{len(says)} beginbfchar\n{pairs}\nendbfchar\nendcmap"
    with pikepdf.open(io.BytesIO(document)) as opened:
        for font in opened.pages[0].Resources.Font.values():
            font.ToUnicode = opened.make_stream(cmap.encode())
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


def drawn_by_the_page(document: bytes, shapes: str = "0123456789") -> bytes:
    """The document with a font of drawings of its own (Type 3); `shapes[n]` is what it draws for n."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        fonts = opened.pages[0].Resources.Font
        for name in list(fonts):
            drawn = [f"560 0 d0 BT /F 1000 Tf ({shape}) Tj ET".encode() for shape in shapes]
            fonts[name] = pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type3,
                FontBBox=[0, -200, 600, 1000],
                FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
                CharProcs=pikepdf.Dictionary({f"/d{n}": opened.make_stream(code) for n, code in enumerate(drawn)}),
                Encoding=pikepdf.Dictionary(Differences=[0x30, *(pikepdf.Name(f"/d{n}") for n in range(10))]),
                FirstChar=0x30,
                LastChar=0x39,
                Widths=[560] * 10,
                Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=fonts[name])),
            )
        out = io.BytesIO()
        opened.save(out)
    return mapped(out.getvalue(), {digit: digit for digit in "0123456789"})


def turned(document: bytes, angle: int) -> bytes:
    """The document with its text and lines on their side, on a page that stands upright."""
    matrix = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 842 0", 270: "0 -1 1 0 -100 595"}[angle]
    with pikepdf.open(io.BytesIO(document)) as opened:
        page = opened.pages[0]
        page.contents_add(f"{matrix} cm".encode(), prepend=True)
        page.MediaBox = [0, 0, 842, 842]
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


@pytest.mark.parametrize("angle", [0, 90, 270])
def test_fonts_that_the_page_draws_itself_are_told_by_what_it_shows(angle):
    assert extract(turned(drawn_by_the_page(table()), angle), "pdfium").hidden_pages == ()
    assert extract(turned(drawn_by_the_page(table(), "0128456739"), angle), "pdfium").hidden_pages == (1,)


def test_digits_beyond_the_edge_of_the_page_need_not_be_shown():
    """They are those of the other half of a sheet."""

    def sheet(canvas):
        canvas.setFont("Helvetica", 11)
        canvas.drawString(400, 685, "7")
        canvas.grid([100, 200, 300], [700, 680, 660])
        canvas.drawString(110, 685, "1")

    with pikepdf.open(io.BytesIO(drawn_by_the_page(pdf(sheet)))) as opened:
        opened.pages[0].mediabox = [0, 0, 350, 842]
        out = io.BytesIO()
        opened.save(out)
    assert extract(out.getvalue(), "pdfium").hidden_pages == ()


def test_an_honest_table_is_trusted():
    assert extract(table(), "pdfium").hidden_pages == ()
    assert extract(mapped(table(), {digit: digit for digit in "0123456789"}), "pdfium").hidden_pages == ()


@settings(max_examples=25, deadline=None)
@given(st.permutations("0123456789").filter(lambda order: "".join(order) != "0123456789"))
def test_a_font_that_says_other_digits_than_it_draws_is_told(order):
    says = dict(zip("0123456789", order, strict=True))
    assert extract(mapped(table(), says), "pdfium").hidden_pages == (1,)


def test_a_font_that_names_digits_as_letters_with_signs_in_a_table_is_told():
    """Programs that write a font anew, and find no name for a character, give another number than Unicode's."""
    says = {digit: chr(0xFE + int(digit)) for digit in "0123456789"}

    def prose(canvas):
        for line in range(10):
            canvas.drawString(100, 500 - 20 * line, "Report of the year, and what it says.")

    assert extract(mapped(table(prose), says), "pdfium").hidden_pages == (1,)
    assert extract(table(lambda canvas: canvas.drawString(100, 500, "Café")), "pdfium").hidden_pages == ()


@pytest.mark.parametrize("years", ["2019", "no digits"])
def test_a_font_that_lies_in_a_table_is_not_believed_on_a_page_of_prose(years):
    def prose(canvas):
        canvas.setFont("Helvetica", 11)
        canvas.drawString(100, 700, f"Report of the year {years}")
        canvas.showPage()
        canvas.grid([100, 200, 300], [700, 680, 660])
        canvas.setFont("Helvetica", 11)
        canvas.drawString(110, 685, "1234 5678 90")

    honest, lies = mapped(pdf(prose), {}), mapped(pdf(prose), {"2": "5", "5": "2", "1": "1", "0": "0", "9": "9"})
    assert extract(honest, "pdfium").hidden_pages == ()
    assert extract(lies, "pdfium").hidden_pages == ((1, 2) if years == "2019" else (2,))


def test_digits_that_are_not_shown_are_told():
    def unseen(canvas):
        text = canvas.beginText(110, 665)
        text.setTextRenderMode(3)
        text.textOut("7")
        canvas.drawText(text)

    assert extract(table(unseen), "pdfium").hidden_pages == (1,)


@pytest.mark.parametrize(
    ("colour", "alpha", "box", "hidden"),
    [
        ((1, 1, 1), 1.0, (105, 682, 60, 14), True),
        ((1, 1, 0.6), 1.0, (105, 682, 60, 14), True),
        ((1, 1, 0), 0.4, (105, 682, 60, 14), False),
        ((1, 1, 1), 1.0, (150, 682, 40, 14), False),
    ],
    ids=["in white", "in a colour", "marked only", "beside"],
)
def test_a_figure_that_is_painted_over_is_told(colour, alpha, box, hidden):
    def over(canvas):
        canvas.setFillColorRGB(*colour, alpha=alpha)
        canvas.rect(*box, fill=1, stroke=0)
        canvas.setFillColorRGB(0, 0, 0, alpha=1)
        canvas.drawString(160, 685, "77")

    assert extract(table(over), "pdfium").hidden_pages == ((1,) if hidden else ())


def test_a_figure_on_a_ground_that_was_painted_before_it_is_shown():
    def shaded(canvas):
        canvas.grid([100, 200, 300], [640, 620])
        canvas.setFont("Helvetica", 11)
        for x in (100, 200):
            canvas.setFillColorRGB(0.9, 0.9, 1)
            canvas.rect(x + 1, 621, 98, 18, fill=1, stroke=0)
            canvas.setFillColorRGB(0, 0, 0)
            canvas.drawString(x + 10, 625, "44")

    assert extract(table(shaded), "pdfium").hidden_pages == ()


def test_a_figure_that_is_drawn_and_no_text_is_told():
    def outlined(canvas):
        path = canvas.beginPath()
        for turn in range(4):
            path.arc(230 + turn, 665, 238 + turn, 676, startAng=90 * turn, extent=200)
        canvas.drawPath(path, fill=1, stroke=0)

    assert extract(table(outlined), "pdfium").hidden_pages == (1,)


def test_a_seal_beside_the_table_hides_nothing():
    def seal(canvas):
        canvas.setStrokeColorRGB(1, 0, 0)
        canvas.circle(400, 300, 40, stroke=1, fill=0)

    assert extract(table(seal), "pdfium").hidden_pages == ()


def test_the_samples_are_trusted():
    for file in sorted(SAMPLES.glob("*.pdf")):
        assert extract(file.read_bytes(), "pdfium").hidden_pages == (), file.name


def test_the_page_itself_tells_where_a_font_has_no_outlines(monkeypatch):
    monkeypatch.setattr("pipeline.extract.digit_shapes._outline", lambda font, code: ())
    assert extract(report_pdf(), "pdfium").hidden_pages == ()
    assert extract(mapped(table(), {"3": "8", "8": "3"}), "pdfium").hidden_pages == (1,)


def test_letters_without_meaning_are_told():
    assert hides_text("\ue001\ue002\ue003 12", NONE, Page())
    assert hides_text("\ufffd" * 20 + PROSE, NONE, Page())
    assert not hides_text(PROSE + " 12 \ue001", NONE, Page())
    assert not hides_text("", NONE, Page())


@given(st.integers(1, 3000))
def test_chinese_shifted_to_other_characters_is_told(shift):
    shifted = "".join(
        chr(0x4E00 + (ord(letter) - 0x4E00 + shift) % 20000) if letter > "\u4e00" else letter for letter in PROSE * 2
    )
    assert hides_text(shifted, NONE, Page())
    assert not hides_text(PROSE * 2, NONE, Page())


def test_few_letters_tell_that_they_mean_nothing_where_other_pages_of_the_document_do_not_either():
    nothing = "頛梳凲饞韞嫖訤宥金妼馁庢鐏駿謥値馈"
    assert not means_nothing(nothing)
    assert means_nothing(nothing, FEW)
    for row in (
        "信息内容本年收费金额（单位：万元）行政事业性收费0",
        "行政复议行政诉讼未经复议直接起诉结果维持尚未审结总计",
    ):
        assert not means_nothing(row, FEW)


def test_numbers_of_glyphs_that_pass_for_letters_of_many_scripts_are_told():
    glyphs = "ഫ঴ᖪ໲؛ОຜಈਇҴૉԚਥষѸ৯਌எٴ 26 0 0 0 27 0 53"
    assert hides_text(glyphs, NONE, Page())
    assert hides_text(PROSE[:60] + glyphs, NONE, Page())
    tibetan = "རང་སྐྱོང་ལྗོངས་མི་དམངས་སྲིད་གཞུང"
    assert not hides_text(PROSE + tibetan, NONE, Page())
    assert not hides_text(PROSE + "Отчёт ΑΒΓ Ｎｏ．１ カタカナ", NONE, Page())


def test_letters_and_signs_of_western_fonts_in_place_of_chinese_are_told():
    glyphs = "Ò µa Ò Q` gËµaijkQ Åbcd ÅbeJ ÙıÅb fghÅ è 0 0 0 1 1 û ¢ £§ ¢ •¶ ß ®©™ ´¨ÆØ° lmÃìÅ nH MC%o§ 2020ì"
    assert hides_text(glyphs, NONE, Page())
    assert not hides_text(PROSE + glyphs[:20], NONE, Page())
    assert not hides_text("Page 1 of 3: http://www.example.gov.cn/zfxxgk?a=1&b=2 ● ①②③ “—”", NONE, Page())


def test_strips_of_an_image_are_as_good_as_one():
    strips = [(0.0, 80.0 * i, 595.0, 80.0 * i + 80) for i in range(10)]
    assert hides_text(PROSE, NONE._replace(images=strips), Page())
    assert not hides_text(PROSE, NONE._replace(images=strips[:3]), Page())


@pytest.mark.skipif(not digit_templates.fonts(), reason="no fonts on this machine")
def test_digits_of_any_font_look_like_themselves():
    shapes = [found for file in digit_templates.fonts()[::7] for found in digit_templates.digits(file)]
    assert not [digit for digit, shape in shapes if looks_like_another(digit, shape)]


def test_a_page_without_digits_has_no_fonts_to_doubt():
    assert not fonts_lie([], lambda index: None)


def _with_digit(change):
    """A table of figures, one of which is followed by another digit in some other way."""

    def draw(canvas):
        draw_table(canvas, [100.0, 200.0, 300.0], [100.0, 140.0, 180.0], plain_spans(2, 2), "strokes")
        for x, y in ((120, 125), (220, 125), (120, 165), (220, 165)):
            canvas.drawString(x, HEIGHT - y, "12")
        change(canvas)
        canvas.drawString(134, HEIGHT - 125, "7")

    return read(pdf(draw)).hidden_pages


def test_a_digit_that_is_not_seen_makes_a_page_hidden():
    assert _with_digit(lambda canvas: None) == ()
    assert _with_digit(lambda canvas: canvas.setFillGray(1)) == (1,)
    assert _with_digit(lambda canvas: canvas.setFillAlpha(0)) == (1,)
    assert _with_digit(lambda canvas: canvas.setFont("Helvetica", 1)) == (1,)


def test_white_digits_on_a_dark_ground_are_seen():
    def on_dark(canvas):
        canvas.rect(130, HEIGHT - 130, 20, 20, stroke=0, fill=1)
        canvas.setFillGray(1)

    assert _with_digit(on_dark) == ()


@pytest.mark.parametrize("said", ["", "\uf030"])
def test_pages_whose_digits_have_no_characters_are_hidden_even_where_these_stand_in_titles_only(said):
    document = garble.mapped(
        (SAMPLES / "dengdu-finance-2024.pdf").read_bytes(), lambda letter: said if letter.isdigit() else letter
    )
    found = extract(document, "pdfium")
    assert found.hidden_pages == (1, 2, 3)
    cells = [cell.text for table in found.tables for cell in table.cells]
    assert "0" not in cells
    assert any(said or "\ufffd" in text for text in cells)  # what is printed is not blank
