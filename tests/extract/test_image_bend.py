"""Pages that were not flat before the camera are read as flat ones, and places lead back to the page as displayed."""

import cv2
import numpy as np
import pytest

from pipeline.extract.grid import find_grids
from pipeline.extract.image_bend import bend_of
from pipeline.extract.image_lines import find_lines
from pipeline.extract.image_page import PageImage, Placement, straightened
from tests.extract.drawing import HEIGHT, draw_table, pdf, plain_spans
from tests.extract.scanning import noisy, pages

XS, YS = [60.0 + 60 * column for column in range(9)], [100.0 + 36 * row for row in range(16)]
DPI = 150
SCALE = DPI / 72


def draw(canvas):
    draw_table(canvas, XS, YS, plain_spans(15, 8), "strokes")
    canvas.setFont("Helvetica", 11)
    for line in range(4):
        canvas.drawString(60, HEIGHT - 700 - 20 * line, "A report has lines of text, none of them a table's. ")


@pytest.fixture(scope="module")
def flat():
    return noisy(np.ascontiguousarray(pages(pdf(draw), DPI)[0][:, :, 0]), 4.0)


def bent(grey, down, across):
    """The page as a curled one looks: the middles of its lines lie so much lower, and farther right (points)."""
    rows, columns = np.indices(grey.shape, np.float32)
    y, x = (2 * part / side - 1 for part, side in zip((rows, columns), grey.shape, strict=True))
    x, y = columns - across * SCALE * (1 - y * y) * (1 + x / 2), rows - down * SCALE * (1 - x * x) * (1 + y / 2)
    return cv2.remap(grey, x.astype(np.float32), y.astype(np.float32), cv2.INTER_CUBIC, borderValue=[255])


def image(grey):
    place = Placement(np.array([[1.0, 0, 0], [0, 1.0, 0]]))
    return PageImage(grey, grey, np.zeros(grey.shape, bool), SCALE, place, 1.0)


def test_flat_pages_are_left_as_they_are(flat):
    assert bend_of(flat, SCALE) is None
    assert bend_of(np.full((400, 300), 255, np.uint8), SCALE) is None


@pytest.mark.parametrize(("down", "across"), [(6.0, 0.0), (-5.0, 3.0), (0.0, -6.0)])
def test_the_cells_of_a_curled_page_are_those_of_the_flat_one(flat, down, across):
    curled = straightened(image(bent(flat, down, across)))
    lines = find_lines(curled.ruled, SCALE)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert [len(grid.xs), len(grid.ys)] == [len(XS), len(YS)]
    x0, y0, x1, y1 = curled.placement.box((grid.xs[3], grid.ys[7], grid.xs[4], grid.ys[8]))
    middle = ((XS[3] + XS[4]) / 2, (YS[7] + YS[8]) / 2)  # near that of the page, where it was moved most
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((middle[0] + across, middle[1] + down), abs=1.5)


def test_slanting_lines_of_a_keystone_are_upright(flat):
    height, width = flat.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen_from_above = corners + np.array([[0, 0], [0, 0], [-30, 0], [30, 0]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen_from_above)
    slanted = cv2.warpPerspective(flat, matrix, (width, height), borderValue=[255])
    lines = find_lines(straightened(image(slanted)).ruled, SCALE)
    (grid,) = find_grids(lines.horizontal, lines.vertical)
    assert (len(grid.xs), len(grid.ys)) == (len(XS), len(YS))


def test_the_edges_of_the_paper_tell_nothing_of_the_page():
    paper = np.full((round(842 * SCALE), round(595 * SCALE)), 255, np.uint8)
    x = np.arange(40, paper.shape[1] - 40)
    for y in (60 + (x - 40) ** 2 / 20_000, 1600 - (x - 40) / 40):
        paper[y.astype(int), x] = paper[y.astype(int) + 1, x] = 0
    assert bend_of(paper, SCALE) is None
