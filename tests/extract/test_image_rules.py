"""Of the lines in a picture, those that hold together as a table does are its rules, and no others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.grid import Rule
from pipeline.extract.image_rules import holding, kept_once_cut, stand_alone

XS, YS = [60.0, 140.0, 220.0, 300.0], [100.0, 120.0, 140.0, 160.0]
LEVEL, UPRIGHT = [Rule(y, XS[0], XS[-1]) for y in YS], [Rule(x, YS[0], YS[-1]) for x in XS]
ACROSS = np.array([list(rule) for rule in LEVEL])


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


def test_strokes_that_touch_in_one_row_of_large_letters_are_no_line_side_by_side_with_itself():
    row = [Rule(78.0, 198.0, 237.0), Rule(77.0, 240.0, 257.0), Rule(78.2, 259.0, 276.5), Rule(92.5, 240.0, 260.0)]
    assert kept(row, [Rule(240.0, 77.4, 92.0), Rule(270.0, 78.8, 91.4)]) == [[False] * 4, [False] * 2]


def test_a_line_of_a_table_ends_at_lines_and_a_stroke_in_a_cell_short_of_them():
    (_, upright) = kept(LEVEL, [*UPRIGHT, Rule(180.0, 100.0, 120.0), Rule(180.0, 124.0, 136.0)])
    assert upright == [True] * 4 + [True, False]


@pytest.mark.parametrize(("lines", "held"), [(4, True), (2, False)])
def test_lines_below_another_that_a_page_leaves_open_are_those_of_a_table_if_they_are_many(lines, held):
    upright = [Rule(70.0 + 50 * k, 700.0, 720.0) for k in range(lines)]
    assert kept([Rule(700.0, 60.0, 300.0)], upright) == [[True], [held] * lines]


@pytest.mark.parametrize(("ends", "held"), [((160.0,), True), ((158.0,), False), ((160.0, 159.5), True)])
def test_a_line_that_a_page_cuts_where_it_cuts_the_side_of_the_table_is_one_though_the_other_side_is_lost(ends, held):
    side, level = Rule(60.0, 60.0, 160.0), [Rule(y, 60.0, 300.0) for y in (80.0, 120.0)]
    upright = [Rule(120.0 + 60 * k, 120.0, end) for k, end in enumerate(ends)]
    assert kept(level, [side, *upright]) == [[True, True], [True] + [held] * len(ends)]


def test_lines_that_a_page_cuts_side_by_side_below_a_header_are_those_of_its_columns():
    upright = [Rule(x, 740.0, 777.0) for x in (60.0, 140.0, 220.0)]
    assert kept([Rule(740.0, 60.0, 300.0)], upright) == [[True], [True] * 3]
    assert kept([Rule(740.0, 60.0, 300.0)], upright[:2]) == [[True], [False] * 2]


@pytest.mark.parametrize(("above", "held"), [(60.0, True), (80.0, False)])
def test_a_border_in_line_with_others_holds_where_a_table_has_no_line_at_its_foot(above, held):
    upright = [Rule(above, 60.0, 120.0), Rule(60.0, 140.0, 180.0)]
    assert kept([Rule(y, 40.0, 300.0) for y in (60.0, 120.0, 140.0)], upright) == [[True] * 3, [True, held]]


def test_a_row_of_text_in_line_with_other_text_is_no_border():
    level = [*(Rule(y, 40.0, 300.0) for y in (60.0, 120.0)), Rule(90.0, 60.0, 95.0), Rule(90.0, 130.0, 160.0)]
    assert kept(level, [Rule(x, 60.0, 120.0) for x in (60.0, 130.0)])[0] == [True, True, False, False]


def test_many_strokes_that_fill_a_row_stand_alone_where_more_columns_go_on_below_it():
    columns = [Rule(x, 100.0, 160.0) for x in (60.0, 120.0, 180.0, 240.0, 300.0)]
    strokes = [Rule(x + 20, 101.0, 119.5) for x in (60.0, 120.0, 180.0, 240.0)]
    found = stand_alone([*columns, *strokes], np.ones(9, bool), ACROSS, np.ones(9, bool))
    assert found.tolist() == [False] * 5 + [True] * 4


def test_strokes_that_fill_a_row_whose_columns_go_on_stand_alone():
    columns = [Rule(x, 100.0, 160.0) for x in (60.0, 120.0, 180.0, 240.0, 300.0)]
    stroke = Rule(150.0, 101.0, 119.5)
    found = stand_alone([*columns, stroke], np.ones(6, bool), ACROSS, np.ones(6, bool))
    assert found.tolist() == [False] * 5 + [True]


def test_a_stroke_that_reaches_the_lines_of_its_row_stands_alone_where_ink_is_beside_it():
    """On a page of pale lines strokes reach them; a border of that row alone has paper beside it."""
    columns = [Rule(x, 100.0, 160.0) for x in (60.0, 120.0, 180.0, 240.0, 300.0)]
    border, stroke = Rule(90.0, 100.2, 119.8), Rule(150.0, 100.2, 119.8)
    found = stand_alone(
        [*columns, border, stroke],
        np.ones(7, bool),
        ACROSS,
        np.array([True] * 6 + [False]),
    )
    assert found.tolist() == [False] * 6 + [True]


def test_what_a_stroke_is_cut_off_from_is_kept_where_it_holds_as_it_is_now_and_is_no_shorter_than_lines_are():
    """A stroke in two rows may hold by level ones that hold by it: these are cut to nothing."""
    stroke, level_stroke = Rule(180.0, 101.9, 135.0), Rule(117.0, 168.0, 187.0)
    before = [*LEVEL, level_stroke], [*UPRIGHT, stroke, Rule(200.0, 108.0, 160.0)]
    cut = [*LEVEL, Rule(117.0, 180.0, 180.0)], [*UPRIGHT, Rule(180.0, 101.9, 117.0), Rule(200.0, 120.0, 160.0)]
    were = np.ones(5, bool), np.array([True] * 5 + [False])
    level, upright = kept_once_cut(before, cut, were)
    assert level.tolist() == [True] * 4 + [False]
    assert upright.tolist() == [True] * 4 + [False, True]
