"""What lay bent before a camera is flat again, places on it lead back to the page, and flat pages stay as they are."""

import cv2
import numpy as np
import pytest

from pipeline.extract.image_bend import bend_of, flat
from pipeline.extract.image_lines import find_lines, strokes_of, traces

SCALE = 200 / 72
WIDTH, HEIGHT = 595.0, 842.0
XS, YS = [80.0, 230.0, 320.0, 410.0, 520.0], [float(y) for y in range(120, 701, 29)]


LOW = [120.0, 134.0, 148.0, 174.0, 189.0]


def table(ys=YS):
    """A page with the lines of a table, in grey."""
    page = np.full((round(HEIGHT * SCALE), round(WIDTH * SCALE)), 255, np.uint8)
    left, right, top, bottom = (round(at * SCALE) for at in (XS[0], XS[-1], ys[0], ys[-1]))
    for y in ys:
        cv2.line(page, (left, round(y * SCALE)), (right, round(y * SCALE)), [0], 2)
    for x in XS:
        cv2.line(page, (round(x * SCALE), top), (round(x * SCALE), bottom), [0], 2)
    return page


def photographed(page, tilt=0.03):
    """The page as a camera sees it that is not held straight. tilt: of its width, how far a corner is off."""
    height, width = page.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = corners + np.array([[tilt, 0], [-tilt, tilt], [0, 0], [0, -tilt / 2]], np.float32) * width
    there = cv2.getPerspectiveTransform(corners, seen)
    return cv2.warpPerspective(page, there, (width, height), flags=cv2.INTER_AREA, borderValue=[255])


def curled(page, height=8.0):
    """The page as it lies in a book: higher in the middle. height: in points."""
    rows, columns = np.indices(page.shape, np.float32)
    rows -= height * SCALE * np.sin(np.pi * columns / page.shape[1])
    return cv2.remap(page, columns, rows, cv2.INTER_LINEAR, borderValue=[255])


def unevenness(grey):
    """How far lines are from being straight, at most (points)."""
    level, upright = traces(strokes_of(grey, SCALE), SCALE)
    return max(float(np.ptp(trace[:, axis])) for own, axis in ((level, 1), (upright, 0)) for trace in own)


@pytest.mark.parametrize("bent", [photographed, curled, lambda page: curled(photographed(page))])
def test_the_lines_of_a_bent_table_are_straight_and_make_its_grid(bent):
    seen = bent(table())
    assert unevenness(seen) > 4
    bend = bend_of(strokes_of(seen, SCALE), SCALE)
    grey = flat(seen, bend, SCALE)
    assert unevenness(grey) < 1.5
    found = find_lines(grey, SCALE)
    assert len(found.horizontal) == len(YS)
    assert len(found.vertical) == len(XS)


def test_so_are_those_of_the_lowest_table_by_itself_on_a_page():
    seen = curled(table(LOW))
    grey = flat(seen, bend_of(strokes_of(seen, SCALE), SCALE), SCALE)
    assert unevenness(grey) < 0.5 < 3 < unevenness(seen)
    found = find_lines(grey, SCALE)
    assert (len(found.horizontal), len(found.vertical)) == (len(LOW), len(XS))


def test_places_on_a_flat_page_lead_back_to_the_bent_one():
    seen = photographed(table())
    spot = (round(300 * SCALE), round(430 * SCALE))
    cv2.circle(seen, spot, 9, [0], -1)
    bend = bend_of(strokes_of(seen, SCALE), SCALE)
    grey = flat(seen, bend, SCALE)
    _, _, _, middles = cv2.connectedComponentsWithStats(cv2.erode(255 - grey, np.ones((9, 9), np.uint8)))
    (middle,) = middles[1:] / SCALE
    back = bend.bent(middle[:1], middle[1:])
    assert (back[0][0], back[1][0]) == pytest.approx((300, 430), abs=1)


@pytest.mark.parametrize("page", [table(), np.full((800, 600), 255, np.uint8), np.zeros((800, 600), np.uint8)])
def test_a_flat_page_and_one_without_lines_are_left_alone(page):
    assert bend_of(strokes_of(page, SCALE), SCALE) is None


def test_the_edges_of_the_paper_alone_bend_nothing():
    page = np.full((round(HEIGHT * SCALE), round(WIDTH * SCALE)), 255, np.uint8)
    cv2.rectangle(page, (30, 30), (page.shape[1] - 30, page.shape[0] - 30), [0], 2)
    assert bend_of(strokes_of(photographed(page), SCALE), SCALE) is None


def test_lines_that_no_page_could_have_bent_so_tell_nothing():
    page = np.full((round(HEIGHT * SCALE), round(WIDTH * SCALE)), 255, np.uint8)
    chance = np.random.default_rng(3)
    for y in range(120, 700, 29):
        start, end = (round(y * SCALE + chance.uniform(-9, 9)) for _ in range(2))
        cv2.line(page, (round(80 * SCALE), start), (round(520 * SCALE), end), [0], 2)
    bend = bend_of(strokes_of(page, SCALE), SCALE)
    assert bend is None or unevenness(flat(page, bend, SCALE)) <= unevenness(page) + 1
