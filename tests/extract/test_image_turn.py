"""Pages whose pixels lie on their side or on their head are told from those that stand upright."""

import numpy as np
import pytest

from corpus.fonts import font
from pipeline.extract import extract
from pipeline.extract.image_page import PageImage, Placement
from pipeline.extract.image_turn import angle_of
from tests.extract.drawing import pdf
from tests.extract.scanning import ink_in, noisy, pages, scan, skewed
from tests.making import SAMPLES

SAMPLE = (SAMPLES / "wangmudu-2024.pdf").read_bytes()
DPI = 150


@pytest.fixture(scope="module")
def displayed():
    """The pages of a report as colour images."""
    return pages(SAMPLE, DPI)


def as_seen(colours):
    grey = np.ascontiguousarray(colours[:, :, 1])
    return PageImage(
        grey, grey, np.zeros(grey.shape, bool), DPI / 72, Placement(np.array([[1.0, 0, 0], [0, 1, 0]])), 1.0
    )


def lying(image, quarters):
    """The image turned clockwise."""
    return np.ascontiguousarray(np.rot90(image, -quarters))


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_pages_of_prose_and_of_tables_tell_how_they_lie(displayed, quarters):
    for page in displayed[:3]:
        image = noisy(skewed(page, 1.5), 8)
        assert angle_of(as_seen(lying(image, quarters))) == 90 * quarters


@pytest.mark.parametrize("quarters", [1, 2])
def test_prose_whose_characters_stand_wide_apart_tells_how_it_lies(quarters):
    def draw(canvas):
        canvas.setFont(font("unembedded"), 12)
        for line in range(12):
            canvas.drawString(80, 700 - 28 * line, "根据中华人民共和国政府信息公开条例编制本报告", charSpace=3)

    (page,) = pages(pdf(draw), DPI)
    assert angle_of(as_seen(lying(page, quarters))) == 90 * quarters


def test_a_page_with_hardly_any_words_tells_nothing(displayed):
    assert angle_of(as_seen(np.full_like(displayed[0], 255))) is None


def texts(found):
    return [cell.text for table in found.tables for cell in table.cells]


def test_a_page_scanned_on_its_side_is_read_as_if_upright_and_boxes_lie_on_the_print(displayed):
    upright = extract(scan(displayed[1:2], DPI), "ocr")
    document = scan([lying(displayed[1], 3)], DPI)
    found = extract(document, "ocr")
    assert texts(found) == texts(upright)
    assert len([text for text in texts(found) if text.isdecimal()]) > 20
    shown = pages(document, DPI)[0]
    for cell in (cell for table in found.tables for cell in table.cells if cell.text):
        x0, top, x1, bottom = cell.box
        assert ink_in(shown, (x0 + 2, top + 2, x1 - 2, bottom - 2), DPI)


def one_line(image):
    """The image with all white but the strip of one row of a table, its label and figures."""
    (label,) = [cell for table in extract(SAMPLE, "pdfium").tables for cell in table.cells if "结转下年度" in cell.text]
    top, bottom = (round(y * DPI / 72) for y in (label.box[1] - 1, label.box[3] + 1))
    bare = np.full_like(image[label.page - 1], 255)
    bare[top:bottom] = image[label.page - 1][top:bottom]
    return bare


@pytest.mark.parametrize("before", [90, 270])
def test_one_line_tells_on_which_side_a_page_lies_after_one_on_its_side(displayed, before):
    """A row of a landscape table alone on a page may have been laid the other way round on the scanner."""
    for quarters in (1, 3):
        assert angle_of(as_seen(lying(one_line(displayed), quarters)), before) == 90 * quarters


def test_one_line_does_not_tell_after_a_page_that_stands_upright(displayed):
    assert angle_of(as_seen(lying(one_line(displayed), 1))) is None
