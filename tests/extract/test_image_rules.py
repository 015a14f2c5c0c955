"""Of the lines in a picture, those that hold together as a table does are its rules, and no others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.grid import Rule
from pipeline.extract.image_rules import holding, long_enough, stand_alone

XS, YS = [60.0, 140.0, 220.0, 300.0], [100.0, 120.0, 140.0, 160.0]
LEVEL, UPRIGHT = [Rule(y, XS[0], XS[-1]) for y in YS], [Rule(x, YS[0], YS[-1]) for x in XS]


def kept(level, upright):
    return [[bool(one) for one in side] for side in holding(level, upright)]


def test_all_lines_of_a_table_hold_together():
    assert kept(LEVEL, UPRIGHT) == [[True] * 4, [True] * 4]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.floats(400, 500), st.floats(9, 25), st.integers(1, 2))
def test_strokes_that_touch_only_each_other_are_no_lines_beside_a_table(x, length, crossed):
    strokes = (
        [Rule(300.0 + 5 * k, x, x + length) for k in range(crossed)],
        [Rule(x + length / 2, 296.0, 296.0 + length)],
    )
    level, upright = kept(LEVEL + strokes[0], UPRIGHT + strokes[1])
    assert level == [True] * 4 + [False] * crossed
    assert upright == [True] * 4 + [False]


def test_a_line_of_a_table_ends_at_lines_and_a_stroke_in_a_cell_short_of_them():
    (_, upright) = kept(LEVEL, [*UPRIGHT, Rule(180.0, 100.0, 120.0), Rule(180.0, 124.0, 136.0)])
    assert upright == [True] * 4 + [True, False]


@pytest.mark.parametrize(("lines", "held"), [(4, True), (2, False)])
def test_lines_below_another_that_a_page_leaves_open_are_those_of_a_table_if_they_are_many(lines, held):
    upright = [Rule(70.0 + 50 * k, 700.0, 720.0) for k in range(lines)]
    assert kept([Rule(700.0, 60.0, 300.0)], upright) == [[True], [held] * lines]


def test_strokes_that_fill_a_row_whose_columns_go_on_stand_alone():
    columns = [Rule(x, 100.0, 160.0) for x in (60.0, 120.0, 180.0, 240.0, 300.0)]
    stroke = Rule(150.0, 101.0, 119.5)
    found = stand_alone([*columns, stroke], np.ones(6, bool), np.array([list(rule) for rule in LEVEL]))
    assert found.tolist() == [False] * 5 + [True]


def test_what_is_shorter_than_any_line_is_none():
    assert long_enough([Rule(1.0, 0.0, 8.0), Rule(1.0, 0.0, 9.5)]).tolist() == [False, True]
