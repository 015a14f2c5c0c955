"""The dots of filled areas are told from dotted lines, and hide no line beside them."""

import cv2
import numpy as np
import pytest

from pipeline.extract.image_lines import find_lines
from pipeline.extract.image_screen import without_screens

SCALE = 200 / 72


def paper():
    return np.zeros((600, 800), np.uint8)


def screened(image, box, pitch, seed=1):
    """Dots of two pixels in slanting rows, as a screen has them, or shaken a little, as of a screen that was copied."""
    x0, y0, x1, y1 = box
    shaken = np.random.default_rng(seed)
    for row, y in enumerate(np.arange(y0, y1, pitch)):
        for x in np.arange(x0 + (row % 2) * pitch / 2, x1, pitch):
            dx, dy = shaken.integers(0, 2, 2)
            image[int(y) + dy : int(y) + dy + 2, int(x) + dx : int(x) + dx + 2] = 1


def dotted(image, y, step=6):
    for x in range(100, 700, step):
        image[y : y + 2, x : x + 2] = 1


@pytest.mark.parametrize("pitch", [4, 5, 6])
def test_most_dots_of_a_screen_are_gone_and_what_is_written_on_it_stays(pitch):
    image = paper()
    screened(image, (100, 100, 700, 200), pitch)
    cv2.rectangle(image, (300, 130), (330, 160), 0, -1)
    cv2.putText(image, "80", (300, 160), cv2.FONT_HERSHEY_SIMPLEX, 1, 1, 3)
    written = paper()
    cv2.putText(written, "80", (300, 160), cv2.FONT_HERSHEY_SIMPLEX, 1, 1, 3)
    left = without_screens(image, SCALE)
    assert left[(left > 0) & (written == 0)].sum() < 0.2 * image.sum()
    assert (left >= written * image).all()


@pytest.mark.parametrize("step", [3, 4, 6])
def test_dotted_lines_that_cross_stay(step):
    image = paper()
    for y in range(100, 500, 50):
        dotted(image, y, step)
    crossed = np.maximum(image, cv2.resize(cv2.transpose(image), image.shape[::-1], interpolation=cv2.INTER_NEAREST))
    for lines in (image, crossed):
        assert np.array_equal(without_screens(lines, SCALE), lines)


def test_the_lines_around_cells_that_a_screen_fills_are_found():
    image = paper()
    for y in (100, 160, 220, 280):
        image[y : y + 2, 100:700] = 1
    for x in (100, 300, 500, 698):
        image[100:282, x : x + 2] = 1
    plain = find_lines(255 * (1 - image), SCALE)
    for x in (104, 304, 504):
        screened(image, (x, 104, x + 192, 156), 5, seed=x)
    filled = find_lines(255 * (1 - image), SCALE)
    assert [len(plain.horizontal), len(plain.vertical)] == [4, 4]
    for one, two in ((plain.horizontal, filled.horizontal), (plain.vertical, filled.vertical)):
        assert sorted(rule.at for rule in two) == pytest.approx(sorted(rule.at for rule in one), abs=1.0)
