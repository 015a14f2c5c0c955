"""Lines become the cells that they enclose, however they are drawn."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.grid import MIN_CELL, SNAP, Rule, Span, find_grids, is_frame, merge_atoms, merge_rules
from pipeline.extract.reader_pdfium import read
from tests.extract.drawing import HEIGHT, STYLES, draw_table, edges, pdf, plain_spans

XS, YS = [60.0, 120.0, 200.0, 300.0], [100.0, 120.0, 145.0]


@st.composite
def tables(draw, *, merged=True, least=14):
    """Column borders, row borders and the cells of a random table with merged cells."""
    widths = draw(st.lists(st.floats(least, 60), min_size=2, max_size=6))
    heights = draw(st.lists(st.floats(least, 40), min_size=1, max_size=6))
    xs, ys = ([100 + sum(sizes[:i]) for i in range(len(sizes) + 1)] for sizes in (widths, heights))
    free = {(r, c) for r in range(len(heights)) for c in range(len(widths))}
    spans = []
    while free:
        row, column = min(free)
        rows, columns = (draw(st.integers(1, 3)) if merged else 1 for _ in range(2))
        while not _fits(free, row, column, rows, columns):
            rows, columns = (rows - 1, columns) if rows > 1 else (1, columns - 1)
        free -= _atoms(Span(row, column, rows, columns))
        spans.append(Span(row, column, rows, columns))
    return xs, ys, sorted(spans)


def _atoms(span):
    return {(span.row + r, span.column + c) for r in range(span.row_span) for c in range(span.column_span)}


def _fits(free, row, column, rows, columns):
    return _atoms(Span(row, column, rows, columns)) <= free


def seen(xs, ys, spans):
    """The cells as boxes: what a grid is to the eye, whatever borders hold no line anywhere."""
    return sorted(
        tuple(round(v) for v in (xs[s.column], ys[s.row], xs[s.column + s.column_span], ys[s.row + s.row_span]))
        for s in spans
    )


def near(one, two, distance):
    return len(one) == len(two) and all(
        math.dist(a, b) <= 2 * distance for a, b in zip(sorted(one), sorted(two), strict=True)
    )


def rules(lines):
    return (
        [Rule(y0, x0, x1) for x0, y0, x1, y1 in lines if y0 == y1],
        [Rule(x0, y0, y1) for x0, y0, x1, y1 in lines if x0 == x1],
    )


@given(tables(), st.sampled_from(STYLES), st.sampled_from([0.0, 0.9]))
@settings(max_examples=60, deadline=None)
def test_the_cells_of_a_table_come_back_however_its_lines_are_drawn(table, style, jitter):
    xs, ys, spans = table
    if len({s.column for s in spans}) < 2:
        return  # one column is a frame around text, not a table
    extraction = read(pdf(lambda canvas: draw_table(canvas, xs, ys, spans, style, jitter)))
    (found,) = extraction.tables
    cells = [cell.box for cell in found.cells]
    assert near(cells, [tuple(map(float, box)) for box in seen(xs, ys, spans)], SNAP)


@given(tables(merged=False))
@settings(max_examples=30, deadline=None)
def test_sides_without_lines_are_where_the_rows_end(table):
    xs, ys, spans = table
    if len(xs) < 4:
        return
    inner = [edge for edge in edges(xs, ys, spans) if edge[0] != edge[2] or edge[0] not in (xs[0], xs[-1])]
    (grid,) = find_grids(*rules(inner))
    assert near(seen(*grid), seen(xs, ys, spans), 1)  # halves are rounded either way


@given(tables(), st.floats(0.6, SNAP - 0.9))
@settings(max_examples=30, deadline=None)
def test_a_doubled_line_is_one(table, apart):
    xs, ys, spans = table
    horizontal, vertical = rules(edges(xs, ys, spans))
    doubled = [Rule(rule.at + apart, rule.start, rule.end) for rule in (*horizontal,)]
    plain, twice = find_grids(horizontal, vertical), find_grids(horizontal + doubled, vertical)
    assert [grid.spans for grid in twice] == [grid.spans for grid in plain]


def test_lines_that_belong_to_no_table_change_nothing():
    horizontal, vertical = rules(edges(XS, YS, plain_spans(2, 3)))
    noise_h = [Rule(80, 60, 300), Rule(400, 60, 500), Rule(130, 150, 153)]
    noise_v = [Rule(40, 10, 90), Rule(500, 300, 380), Rule(150, 128, 131)]
    assert find_grids(horizontal + noise_h, vertical + noise_v) == find_grids(horizontal, vertical)


def test_two_tables_on_a_page_stay_apart():
    upper = rules(edges(XS, YS, plain_spans(2, 3)))
    lower = rules(edges(XS, [y + 60 for y in YS], plain_spans(2, 3)))
    beside = rules(edges([x + 300 for x in XS], YS, plain_spans(2, 3)))
    found = find_grids([*upper[0], *lower[0], *beside[0]], [*upper[1], *lower[1], *beside[1]])
    assert [len(grid.spans) for grid in found] == [6, 6, 6]
    assert [(grid.xs[0], grid.ys[0]) for grid in found] == [(60, 100), (360, 100), (60, 160)]


def test_a_row_that_only_its_lower_line_closes_is_a_row():
    horizontal = [Rule(120, 60, 300)]
    vertical = [Rule(x, 100, 120) for x in XS]
    (grid,) = find_grids(horizontal, vertical)
    assert grid.spans == tuple(plain_spans(1, 3))


@pytest.mark.parametrize(("right", "found"), [(300, 2), (250, 1)], ids=["as wide as a table", "not as wide"])
def test_a_row_with_but_one_line_and_one_border_is_a_row_beside_a_table_as_wide(right, found):
    table = [Rule(y, 60, 300) for y in (200, 220)], [Rule(120, 200, 220)]
    row = [Rule(100, 60, right)], [Rule(120, 100, 120)]
    grids = find_grids(row[0] + table[0], row[1] + table[1])
    assert len(grids) == found
    if found == 2:
        assert seen(*grids[0]) == [(60, 100, 120, 120), (120, 100, 300, 120)]
    assert find_grids(*row) == []


@pytest.mark.parametrize(("posts", "height", "found"), [(XS, 20.0, 1), (XS[:2], 20.0, 0), (XS, 60.0, 0)])
def test_a_row_that_pages_cut_from_its_table_on_both_sides_is_drawn_by_its_upright_lines(posts, height, found):
    row = [Rule(x, 70.0, 70.0 + height) for x in posts]
    grids = find_grids([], row)
    assert len(grids) == found
    if found:
        assert near(seen(*grids[0]), seen(XS, [70.0, 90.0], plain_spans(1, 3)), 0.1)
    for other in (height, 3 * height):
        assert find_grids([], [*row, *(Rule(x, 170.0, 170.0 + other) for x in posts)]) == []


@pytest.mark.parametrize(("top", "found"), [(70.0, 2), (170.0, 1), (110.0, 1)])
def test_a_row_of_two_cells_with_but_the_line_between_them_is_one_above_a_table_as_wide(top, found):
    below = rules(edges(XS, YS, plain_spans(2, 3)))
    grids = find_grids(below[0], [*below[1], Rule(150.0, top, top + 20.0)])
    assert len(grids) == found
    if found == 2:
        assert near(seen(*grids[0]), seen([60.0, 150.0, 300.0], [70.0, 90.0], plain_spans(1, 2)), 0.1)


def test_a_row_that_is_open_at_both_sides_is_one_between_the_pieces_of_its_table():
    upper = [Rule(y, 60, 300) for y in (100, 120)], [Rule(x, 100, 120) for x in XS[1:-1]]
    lower = [Rule(y, 60, 300) for y in (145, 165)], [Rule(x, 145, 165) for x in XS[1:-1]]
    (grid,) = find_grids(upper[0] + lower[0], upper[1] + lower[1])
    assert seen(*grid)[1:2] == [(60, 120, 300, 145)]
    sides = [Rule(60, 145, 165), Rule(300, 145, 165)]
    assert len(find_grids(upper[0] + lower[0], upper[1] + lower[1] + sides)) == 2


def test_a_side_that_no_line_reaches_belongs_to_the_table_beside_it():
    horizontal, vertical = rules(edges(XS[1:], YS, plain_spans(2, 2)))
    (grid,) = find_grids(horizontal, [*vertical, Rule(60, 100, 145)])
    assert grid.xs == tuple(XS)
    assert Span(0, 0, 2, 1) in grid.spans


@pytest.mark.parametrize("ways", [1, -1])
def test_lines_in_a_frame_that_an_end_of_the_page_leaves_open_belong_to_it(ways):
    frame, ends = Rule(ways * 100, 60, 300), sorted((ways * 100, ways * 145))
    sides = [Rule(60, *ends), Rule(300, *ends)]
    inner = [Rule(x, *sorted((ways * 120, ways * 145))) for x in XS[1:-1]]
    (grid,) = find_grids([frame], [*sides, *inner])
    row = 1 if ways == 1 else 0
    assert grid.xs == tuple(XS)
    assert set(grid.spans) == {Span(1 - row, 0, 1, 3), *(Span(row, column, 1, 1) for column in range(3))}
    assert (
        find_grids([frame, Rule(ways * 145, 60, 300)], [*sides, *(post._replace(start=122, end=140) for post in inner)])
        == []
    )
    one = find_grids([frame], [*sides, inner[0]])  # it may be that of a block above the frame
    assert not any(len(grid.ys) > 2 for grid in one)


@pytest.mark.parametrize("parted", [False, True])
def test_a_label_drawn_lower_than_its_row_makes_no_row_of_what_stands_below_the_table(parted):
    xs, ys = [60.0, 160.0, 220.0, 280.0, 340.0], [100.0, 120.0, 140.0]
    horizontal, vertical = rules(edges(xs, ys, plain_spans(2, 4)))
    lower = [Rule(60, 120, 155), Rule(160, 120, 155)]
    horizontal = [rule for rule in horizontal if rule.at != 140.0]
    posts = [Rule(x, 140, 155) for x in xs] if parted else []
    (grid,) = find_grids([*horizontal, Rule(155, 60, 160), Rule(140, 160, 340)], [*vertical, *lower, *posts])
    assert grid.ys == pytest.approx((100.0, 120.0, 140.0, 155.0) if parted else (100.0, 120.0, 140.0))
    assert parted or set(grid.spans) == set(plain_spans(2, 4))


@pytest.mark.parametrize("length", [MIN_CELL - 1, 30.0])
def test_rules_by_themselves_make_no_table(length):
    assert find_grids([Rule(100, 60, 60 + length), Rule(120, 60, 60 + length)], []) == []
    assert find_grids([], [Rule(100, 60, 60 + length)]) == []
    assert find_grids([Rule(100, 60, 60 + length)], [Rule(60, 100, 100 + length)]) == []


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 500), st.floats(0, 60)), max_size=20))
def test_merged_rules_do_not_touch_and_cover_what_was_drawn(drawn):
    given_rules = [Rule(at, start, start + length) for at, start, length in drawn]
    merged = merge_rules(given_rules)
    for rule in given_rules:
        if rule.end - rule.start >= MIN_CELL:
            assert any(
                abs(one.at - rule.at) <= SNAP and one.start <= rule.start and rule.end <= one.end for one in merged
            )


@given(st.integers(1, 6), st.integers(1, 6), st.data())
def test_cells_of_any_shape_are_cut_into_rectangles_that_tile_the_grid(rows, columns, data):
    right = data.draw(st.sets(st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1))))
    below = data.draw(st.sets(st.tuples(st.integers(0, rows - 1), st.integers(0, columns - 1))))
    spans = merge_atoms(rows, columns, lambda r, c: (r, c) in right, lambda r, c: (r, c) in below)
    covered = [atom for span in spans for atom in _atoms(span)]
    assert sorted(covered) == [(r, c) for r in range(rows) for c in range(columns)]


def test_an_inner_border_that_ends_in_the_middle_keeps_the_columns_apart():
    #  one cell beside two in the upper row, all open in the lower one: the columns of the first row stay
    spans = merge_atoms(2, 2, lambda r, c: r == 1, lambda r, c: True)
    assert spans == [Span(0, 0, 1, 1), Span(0, 1, 1, 1), Span(1, 0, 1, 2)]


@pytest.mark.parametrize(
    ("gap", "rows"),
    [
        ((125, 133), [2, 2, 2]),  # in the midst of the second row
        ((122, 131), [2, 2, 2]),
        ((120, 140), [2, 1, 2]),  # of a row of one cell
        ((120, 160), [2, 1, 1]),  # of two
    ],
)
def test_a_vertical_rule_that_something_covers_in_the_midst_of_a_row_is_whole(gap, rows):
    level = [Rule(y, 60, 260) for y in (100, 120, 140, 160)]
    (grid,) = find_grids(
        level, [Rule(60, 100, 160), Rule(260, 100, 160), Rule(160, 100, gap[0]), Rule(160, gap[1], 160)]
    )
    assert [sum(span.row == row for span in grid.spans) for row in range(3)] == rows
    assert len(grid.ys) == 4


def test_a_vertical_rule_that_goes_on_into_a_row_is_whole_where_something_hides_most_of_it_there():
    level = [Rule(y, 60, 260) for y in (100, 120, 140, 160)]
    sides = [Rule(60, 100, 160), Rule(260, 100, 160)]
    (whole,) = find_grids(level, [*sides, Rule(160, 100, 126), Rule(160, 140, 160)])
    (merged,) = find_grids(level, [*sides, Rule(160, 100, 120), Rule(160, 134, 160)])
    assert [sum(span.row == row for span in whole.spans) for row in range(3)] == [2, 2, 2]
    assert len(whole.ys) == 4
    assert [sum(span.row == row for span in merged.spans) for row in range(3)] == [2, 2, 2]


def test_ends_of_rules_near_a_border_make_no_other_border():
    level = [Rule(y, 60, 260) for y in (100, 103, 120, 140)]
    (grid,) = find_grids(level, [Rule(x, 98.5, 140) for x in (63.5, 160, 256.5)])
    assert (grid.xs, grid.ys) == (pytest.approx((63.5, 160, 256.5)), pytest.approx((100, 120, 140)))


def test_a_vertical_rule_with_a_row_between_its_pieces_is_not_whole_where_no_level_rules_are():
    sides = [Rule(60, 100, 190), Rule(260, 100, 190)]
    inner = [Rule(160, 100, 130), Rule(160, 150, 190)]
    (grid,) = find_grids([Rule(100, 60, 260), Rule(190, 60, 260)], [*sides, *inner])
    assert [(span.row, span.column_span) for span in grid.spans] == [(0, 1), (0, 1), (1, 2), (2, 1), (2, 1)]


@pytest.mark.parametrize(("inner", "kept"), [((72, 268, 112, 188), (72, 268)), ((72, 110, 112, 130), (60, 280))])
def test_a_frame_of_two_lines_around_a_table_is_none(inner, kept):
    """Nor is a small table in a cell the one that counts."""
    frame = [Rule(y, 60, 280) for y in (100, 106, 194, 200)], [Rule(x, 100, 200) for x in (60, 66, 274, 280)]
    left, right, top, bottom = inner
    level = [Rule(y, left, right) for y in (top, (top + bottom) / 2, bottom)]
    upright = [Rule(x, top, bottom) for x in (left, (left + right) / 2, right)]
    grids = find_grids([*frame[0], *level], [*frame[1], *upright])
    assert (grids[0].xs[0], grids[0].xs[-1]) == kept
    assert len(grids) == (1 if kept == (left, right) else 2)


def test_lines_in_white_and_paths_without_paint_are_not_seen():
    def draw(canvas):
        canvas.setStrokeColorRGB(1, 1, 1)
        draw_table(canvas, XS, YS, plain_spans(2, 3), "strokes")
        canvas._code += [f"{x} {HEIGHT - y} m 300 {HEIGHT - y} l n" for x in XS for y in YS]
        canvas.drawString(70, HEIGHT - 112, "only words")

    extraction = read(pdf(draw))
    assert extraction.tables == ()
    assert [line.text for line in extraction.lines] == ["only words"]


def test_lines_that_a_clip_hides_are_not_seen():
    def draw(canvas):
        clip = canvas.beginPath()
        clip.rect(50, HEIGHT - 125, 300, 200)  # the second row is drawn, and does not show
        canvas.clipPath(clip, stroke=0, fill=0)
        draw_table(canvas, XS, [*YS, 170.0, 190.0], plain_spans(4, 3), "strokes")

    (table,) = read(pdf(draw)).tables
    assert {round(cell.box[3]) for cell in table.cells} == {120, 126}


def test_white_cells_on_a_dark_ground_are_cells():
    def draw(canvas):
        canvas.rect(59, HEIGHT - 146, 242, 47, stroke=0, fill=1)
        canvas.setFillGray(1)
        for row, column, *_ in plain_spans(2, 3):
            x0, x1, y0, y1 = XS[column], XS[column + 1], YS[row], YS[row + 1]
            canvas.rect(x0 + 0.5, HEIGHT - y1 + 0.5, x1 - x0 - 1, y1 - y0 - 1, stroke=0, fill=1)

    (table,) = read(pdf(draw)).tables
    assert [(cell.row, cell.column) for cell in table.cells] == [(r, c) for r in range(2) for c in range(3)]


def test_rules_beyond_the_page_are_cut_off():
    from pipeline.extract.grid import on_page

    rules = [Rule(-300.0, 0, 100), Rule(50.0, -80, 40), Rule(60.0, 90, 900), Rule(70.0, -50, -10), Rule(900.0, 0, 50)]
    assert on_page(rules, 800, 600) == [Rule(50.0, 0, 40), Rule(60.0, 90, 600)]


@pytest.mark.parametrize(
    ("inner", "framed"),
    [((60.5, 99.5), True), ((63.0, 97.0), True), ((65.0, 95.0), False), ((60.0, 100.0), False), ((60.5, 90.0), False)],
)
def test_a_frame_is_a_box_with_a_hole_that_leaves_but_its_border(inner, framed):
    upright = [Rule(at, 0, 50) for at in (0, 0.5, 49.5, 50)]
    assert is_frame([Rule(at, 0, 50) for at in (60, 100, *inner)], upright) == framed
