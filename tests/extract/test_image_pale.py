"""Lines that a copy of a copy has hardly left are lines; others are looked for in ink."""

import numpy as np
import pytest

from pipeline.extract.grid import find_grids
from pipeline.extract.image_lines import find_lines
from pipeline.extract.image_pale import pale_lines
from tests.extract.drawing import plain_spans

SCALE = 200 / 72
XS = [60.0 + 60 * c for c in range(8)]
YS = [100.0 + 20 * r for r in range(20)]


def page(level, noise=6.0):
    """A table of lines that are so dark, with figures in ink."""
    levels = np.full((1600, 1400), 250.0)
    for x in XS:
        levels[round(YS[0] * SCALE) : round(YS[-1] * SCALE) + 3, round(x * SCALE) : round(x * SCALE) + 3] = level
    for y in YS:
        levels[round(y * SCALE) : round(y * SCALE) + 3, round(XS[0] * SCALE) : round(XS[-1] * SCALE) + 3] = level
    for x in XS[:-1]:
        for y in YS[:-1]:
            top, left = round((y + 6) * SCALE), round((x + 20) * SCALE)
            levels[top : top + 20, left : left + 3] = levels[top : top + 20, left + 9 : left + 12] = 60
            levels[top : top + 3, left : left + 12] = levels[top + 17 : top + 20, left : left + 12] = 60
    levels += np.random.default_rng(5).normal(0, noise, levels.shape)
    return levels.clip(0, 255).astype(np.uint8)


def spans(grey):
    lines = find_lines(grey, SCALE)
    return [list(grid.spans) for grid in find_grids(lines.horizontal, lines.vertical)]


@pytest.mark.parametrize("level", [60, 200, 215, 225])
def test_a_table_has_all_of_its_cells_however_pale_its_lines(level):
    assert spans(page(level)) == [plain_spans(19, 7)]


@pytest.mark.parametrize("level", [60, 180])
def test_lines_as_dark_as_ink_are_not_looked_for_again(level):
    grey = page(level)
    assert pale_lines(grey, (grey < 205).astype(np.uint8), SCALE) is None


def test_dashes_in_ink_are_no_pale_lines():
    grey = page(60)
    for x in XS:
        left = round(x * SCALE)
        for k in range(0, grey.shape[0], 22):
            grey[k : k + 13, left : left + 3] = 250
    for y in YS:
        top = round(y * SCALE)
        for k in range(0, grey.shape[1], 22):
            grey[top : top + 3, k : k + 13] = 250
    assert pale_lines(grey, (grey < 205).astype(np.uint8), SCALE) is None


def test_noise_and_writing_make_no_pale_lines():
    grey = page(250)
    assert pale_lines(grey, (grey < 205).astype(np.uint8), SCALE) is None
    assert spans(grey) == []


def shown_through(front):
    """A page over the mirrored and pale table of the other side of the paper."""
    behind = 255 - (255 - page(60, 0)[:, ::-1].astype(int)) // 8
    return np.minimum(np.roll(behind, (37, 21), (0, 1)), front).astype(np.uint8)


def test_lines_of_the_other_side_of_the_paper_are_none():
    front = page(60, 0)
    assert spans(shown_through(front)) == [plain_spans(19, 7)]
    front[round(YS[4] * SCALE) + 3 : round(YS[-1] * SCALE) + 3] = 250  # a table of four rows
    assert spans(shown_through(front)) == [plain_spans(4, 7)]


def test_pale_lines_within_a_black_frame_are_lines():
    grey = page(225, 0)
    left, right = (round(x * SCALE) for x in (XS[0], XS[-1]))
    top, bottom = (round(y * SCALE) for y in (YS[0], YS[-1]))
    for y in (top, bottom, round(YS[1] * SCALE)):
        grey[y : y + 3, left:right] = 60
    for x in (left, right):
        grey[top:bottom, x : x + 3] = 60
    assert pale_lines(grey, (grey < 205).astype(np.uint8), SCALE) is not None
