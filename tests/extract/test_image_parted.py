"""Cells that a lost line made one are parted where each column has writing of its own, and only there."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.grid import Grid, Span
from pipeline.extract.image_parted import with_lost_borders
from tests.extract.drawing import plain_spans

XS = tuple(70.0 + 30 * column for column in range(16))
YS = (100.0, 130.0, 150.0)


def centred(x0, x1, top, wide=6.0, high=8.0):
    """The box of something written in the middle between two sides."""
    middle = (x0 + x1) / 2
    return (middle - wide / 2, top, middle + wide / 2, top + high)


def table(borders=XS, columns=XS):
    """A grid of two rows with some of the borders of columns, and the boxes of two lines of writing in each column."""
    grid = Grid(borders, YS, tuple(plain_spans(2, len(borders) - 1)))
    boxes = [
        centred(x0, x1, top, wide) for x0, x1 in pairwise(columns) for top, wide in ((104, 20), (116, 20), (136, 6))
    ]
    return grid, np.array(boxes)


@given(st.lists(st.integers(1, 14), min_size=1, max_size=3, unique=True))
def test_columns_of_a_width_are_parted_where_others_show_it_and_all_have_writing(lost):
    grid, boxes = table(tuple(x for column, x in enumerate(XS) if column not in lost))
    found = with_lost_borders(grid, boxes)
    assert np.allclose(found.grid.xs, XS)
    assert found.grid.spans == tuple(plain_spans(2, 15))
    assert not found.left.any()


def test_a_cell_over_columns_that_others_have_is_parted_where_each_has_writing():
    _, boxes = table()
    spans = [span for span in plain_spans(2, 15) if span not in (Span(1, 3, 1, 1), Span(1, 4, 1, 1))]
    found = with_lost_borders(Grid(XS, YS, tuple(sorted([*spans, Span(1, 3, 1, 2)]))), boxes)
    assert found.grid == Grid(XS, YS, tuple(plain_spans(2, 15)))


@pytest.mark.parametrize(
    "writing",
    [
        [centred(XS[3], XS[5], 136)],  # one figure for both
        [centred(XS[3], XS[4], 136)],  # blank beside it
        [centred(XS[3], XS[4], 136, 28), centred(XS[4], XS[5], 136, 28)],  # letters that go on over both
        [centred(XS[3] + 4, XS[4] + 4, 136, 26), centred(XS[4] + 4, XS[5] - 2, 136)],  # letters over the border
        [(XS[3] + 2, 136, XS[3] + 8, 144), centred(XS[4], XS[5], 136)],  # not alike: a number and its note
    ],
)
def test_a_cell_that_may_be_one_stays_one(writing):
    _, boxes = table()
    inside = (boxes[:, 1] > 130) & (boxes[:, 0] > XS[3]) & (boxes[:, 2] < XS[5])
    spans = [span for span in plain_spans(2, 15) if span not in (Span(1, 3, 1, 1), Span(1, 4, 1, 1))]
    grid = Grid(XS, YS, tuple(sorted([*spans, Span(1, 3, 1, 2)])))
    assert with_lost_borders(grid, np.array([*boxes[~inside], *writing])).grid == grid


def test_what_is_left_of_the_line_is_no_writing():
    grid, boxes = table((*XS[:4], *XS[5:]))
    left = [(XS[4] - 0.4, 130.5, XS[4] + 0.4, 136.0), (XS[4] - 0.4, 101.0, XS[4] + 0.4, 110.0)]
    found = with_lost_borders(grid, np.array([*boxes, *left]))
    assert np.allclose(found.grid.xs, XS)
    assert found.left.tolist() == [False] * len(boxes) + [True, True]


def test_a_1_near_a_border_that_was_lost_is_writing():
    grid, boxes = table((*XS[:4], *XS[5:]))
    one = (XS[4] + 1.0, 136.0, XS[4] + 2.0, 144.0)  # ends within its cell
    assert not with_lost_borders(grid, np.array([*boxes, one])).left.any()


def test_labels_that_fill_their_columns_are_parted_as_the_figures_below_them():
    grid, boxes = table((*XS[:4], *XS[5:]))
    upper = boxes[:, 1] < 130
    boxes[upper, 0] -= 4.5
    boxes[upper, 2] += 4.5
    assert with_lost_borders(grid, boxes).grid.spans == tuple(plain_spans(2, 15))
    assert with_lost_borders(grid, boxes[upper]).grid == grid


HEIGHTS = tuple(100.0 + 20 * row for row in range(13))


def matrix(lost, writing):
    """A table of a label and eight figures in each of twelve rows, but for cells of its sixth and seventh row that are
    one, what these have written in them instead, and a frame of a header over two columns.
    """
    xs = (50.0, 200.0, *(230.0 + 30 * column for column in range(8)))
    rows, columns, span = lost
    cells = [
        one
        for one in plain_spans(12, 9)
        if not (one.row in rows and one.column in columns) and not (one.row == 0 and one.column in (3, 4))
    ]
    grid = Grid(xs, HEIGHTS, tuple(sorted([*cells, span, Span(0, 3, 1, 2)])))
    boxes = [centred(xs[one.column], xs[one.column + 1], HEIGHTS[one.row] + 6, 8, 8) for one in cells if one.column > 0]
    return grid, np.array([*boxes, *writing])


WHOLE = tuple(one for one in plain_spans(12, 9) if not (one.row == 0 and one.column in (3, 4)))
LABEL = (55.0, 206.0, 120.0, 216.0)


def test_a_label_and_the_figure_beside_it_are_parted_where_all_other_rows_have_a_border():
    lost = ((5,), (0, 1), Span(5, 0, 1, 2))
    grid, boxes = matrix(lost, [LABEL, centred(200, 230, 206)])
    assert with_lost_borders(grid, boxes).grid.spans == tuple(sorted([*WHOLE, Span(0, 3, 1, 2)]))


def test_the_label_of_a_low_table_is_parted_from_its_figure_though_figures_of_its_row_are_one_too():
    xs, ys = (50.0, 200.0, *(230.0 + 30 * column for column in range(8))), HEIGHTS[:7]
    lost = [(0, 1), (3, 4), (6, 7)]
    kept = [one for one in plain_spans(6, 9) if one.row < 5 or not any(one.column in pair for pair in lost)]
    grid = Grid(xs, ys, tuple(sorted([*kept, *(Span(5, one, 1, 2) for one, _ in lost)])))
    figures = [
        centred(xs[one.column], xs[one.column + 1], ys[one.row] + 6, 8, 8) for one in plain_spans(6, 9) if one.column
    ]
    assert with_lost_borders(grid, np.array([(51.0, 206.0, 120.0, 216.0), *figures])).grid.spans == tuple(
        plain_spans(6, 9)
    )


def test_a_label_that_runs_over_the_border_is_not_parted():
    lost = ((5,), (0, 1), Span(5, 0, 1, 2))
    grid, boxes = matrix(lost, [(55.0, 206.0, 210.0, 216.0), (212.0, 206.0, 220.0, 216.0)])
    assert with_lost_borders(grid, boxes).grid == grid


FIGURES = [centred(xs, xs + 30, y, 8, 8) for xs, y in ((410, 206), (410, 226))]


def test_figures_of_two_rows_are_parted_where_some_of_the_line_is_left():
    lost = ((5, 6), (8,), Span(5, 8, 2, 1))
    left = [(414.0, 219.6, 420.0, 220.4), (426.0, 219.6, 428.0, 220.4)]
    grid, boxes = matrix(lost, [*FIGURES, *left])
    found = with_lost_borders(grid, boxes)
    assert found.grid.spans == tuple(sorted([*WHOLE, Span(0, 3, 1, 2)]))
    assert found.left.tolist() == [False] * (len(boxes) - 2) + [True, True]


@pytest.mark.parametrize("left", [[], [(414.0, 214.0, 420.0, 215.0)]])
def test_lines_below_each_other_stay_in_one_cell_where_nothing_is_left_of_a_line(left):
    lost = ((5, 6), (8,), Span(5, 8, 2, 1))
    grid, boxes = matrix(lost, [*FIGURES, *left])
    assert with_lost_borders(grid, boxes).grid == grid


def test_a_row_twice_as_high_as_few_others_is_one():
    """A bit of a letter at half its height is nothing left of a line."""
    ys = (100.0, 140.0, 160.0, 180.0, 200.0, 220.0)
    xs = (50.0, 200.0, 230.0, 260.0)
    grid = Grid(xs, ys, tuple(plain_spans(5, 3)))
    figures = [centred(x0, x1, y, 8, 8) for y in (106, 126, 146, 166, 186, 206) for x0, x1 in pairwise(xs[1:])]
    boxes = np.array([*figures, (210.0, 119.6, 220.0, 120.4)])
    assert with_lost_borders(grid, boxes).grid == grid


def stub_table(label_ends, rows=12):
    """A grid whose first column holds labels, of which each ends somewhere, and the figures of the column beside it."""
    xs = (50.0, 230.0, 260.0, 290.0)
    ys = tuple(100.0 + 20 * row for row in range(rows + 1))
    boxes = [(55.0, y + 6, end, y + 14) for y, end in zip(ys, label_ends, strict=False)]
    boxes += [centred(x0, x1, y + 6) for y in ys[:-1] for x0, x1 in ((200, 230), (230, 260), (260, 290))]
    return Grid(xs, ys, tuple(plain_spans(rows, 3))), np.array(boxes)


@given(st.lists(st.floats(70, 205), min_size=12, max_size=12))
def test_a_border_that_is_lost_from_end_to_end_parts_labels_and_figures_where_nothing_stands(ends):
    grid, boxes = stub_table(ends)
    found = with_lost_borders(grid, boxes).grid
    assert len(found.xs) == 5
    assert max(ends) < found.xs[1] < 212
    assert found.spans == tuple(plain_spans(12, 4))


@pytest.mark.parametrize("ends", [[120.0] * 11 + [220.0], [70.0] * 6 + [208.0] * 6])
def test_labels_that_run_up_to_the_figures_leave_no_room_for_a_border(ends):
    grid, boxes = stub_table(ends)
    assert with_lost_borders(grid, boxes).grid == grid


def test_numbers_of_items_are_no_column_beside_their_labels():
    xs, ys = (50.0, 230.0, 260.0), tuple(100.0 + 20 * row for row in range(13))
    numbers = [(55.0, y + 6, 60.0, y + 14) for y in ys[:-1]]
    labels = [(70.0, y + 6, 150.0, y + 14) for y in ys[:-1]]
    grid = Grid(xs, ys, tuple(plain_spans(12, 2)))
    boxes = np.array([*numbers, *labels, *(centred(230, 260, y + 6) for y in ys[:-1])])
    assert with_lost_borders(grid, boxes).grid == grid
