"""Camelot sees pages rendered as large as the limit allows, and no larger."""

import pytest
from reportlab.lib.pagesizes import A4

from corpus import hostile
from pipeline.extract.reader_camelot import Renderer
from tests.extract.drawing import pdf


@pytest.mark.parametrize("points", [842, 6000])
def test_a_page_is_rendered_to_at_most_so_many_pixels_however_large_it_is(points, tmp_path):
    path = tmp_path / "page.pdf"
    path.write_bytes(hostile.huge_page(points))
    height, width, _ = Renderer(pixels=1_000_000).to_array(str(path)).shape
    assert 990_000 < height * width <= 1_005_000  # the sides are rounded up


def test_a_page_of_paper_is_rendered_to_150_dots_an_inch_in_the_order_blue_green_red(tmp_path):
    def red(canvas):
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(0, 0, *A4, fill=1)

    path = tmp_path / "page.pdf"
    path.write_bytes(pdf(red))
    page = Renderer(pixels=40_000_000).to_array(str(path))
    assert page.shape == (1754, 1241, 3)
    assert page[877, 620].tolist() == [0, 0, 255]
