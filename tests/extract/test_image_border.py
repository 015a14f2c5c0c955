"""What a scan shows beyond the paper is no frame around what is on it."""

import numpy as np

from pipeline.extract.image_border import without_border

SCALE = 200 / 72


def page():
    levels = np.full((2339, 1654), 235, np.uint8)
    levels[400:404, :1500] = 30  # a line may run off the paper
    levels[600:640, 300:330] = 30
    return levels


def test_dark_strips_along_the_edges_become_paper_however_thin():
    bordered = page()
    bordered[:, :2] = bordered[:40] = 5
    rows, columns = np.indices(bordered.shape)
    bordered[columns > 1650 - rows / 30] = 5  # a page that lies askew
    cleared = without_border(bordered, SCALE)
    printed = page() < 235
    assert cleared[~printed].min() == 235
    assert (cleared[printed][columns[printed] > 10] == 30).all()


def test_what_is_printed_stays_where_a_border_is_taken_away():
    bordered = page()
    bordered[:, -25:] = 5
    cleared = without_border(bordered, SCALE)
    assert (cleared[:, :1600] == page()[:, :1600]).all()
    assert cleared[1000, -25:].min() == 235


def test_a_page_without_a_border_is_left_alone():
    assert (without_border(page(), SCALE) == page()).all()


def test_a_dark_banner_is_printed_and_no_border():
    banner = page()
    banner[:300] = 40
    assert (without_border(banner, SCALE) == banner).all()
