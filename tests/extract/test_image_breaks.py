"""A line that a scanner broke is whole again; where two cells are one, it is not drawn through them."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.grid import Rule
from pipeline.extract.image_breaks import Ways, are_broken, over_breaks

XS = [50.0 + 60 * c for c in range(8)]
YS = [100.0 + 22 * r for r in range(16)]


def clear(*_):
    """Nothing is printed across any line."""
    return True


def nothing(*_):
    """There is no ink in any break."""
    return False


WAYS = (Ways(clear, nothing), Ways(clear, nothing))


def whole():
    """The level and the upright lines of a table."""
    return [Rule(y, XS[0], XS[-1]) for y in YS], [Rule(x, YS[0], YS[-1]) for x in XS]


def broken(rules, rng, n, most=14.0):
    """The same with so many breaks in each, none near another, and none as large as a cell."""
    pieces = []
    for at, start, end in ((rule.at, rule.start, rule.end) for rule in rules):
        cuts = sorted(rng.sample(range(round(start) + 25, round(end) - 40, 60), n))
        ends = [start, *(at for cut in cuts for at in (cut, cut + rng.uniform(4, most))), end]
        pieces += [Rule(at + rng.uniform(-0.3, 0.3), a, b) for a, b in zip(ends[::2], ends[1::2], strict=True)]
    return pieces


@given(st.integers(0, 10**6))
def test_lines_with_breaks_anywhere_are_whole_again_each_piece_with_its_own(seed):
    rng = Random(seed)
    level, upright = (broken(rules, rng, 2) for rules in whole())
    assert are_broken(level, upright)
    for pieces, mended, lines in zip((level, upright), over_breaks(level, upright, WAYS), whole(), strict=True):
        found = {(round(rule.at), round(rule.start), round(rule.end)) for rule in mended.rules}
        assert found == {(round(rule.at), round(rule.start), round(rule.end)) for rule in lines}
        for piece, number in zip(pieces, mended.numbers, strict=True):
            line = mended.rules[number]
            assert abs(line.at - piece.at) < 1
            assert line.start <= piece.start < piece.end <= line.end


def test_a_line_goes_up_to_the_next_one_where_its_end_is_broken_off():
    level, upright = whole()
    level, upright = broken(level, Random(1), 2), broken(upright, Random(1), 2)
    short = next(i for i, rule in enumerate(upright) if rule.start == YS[0])
    upright[short] = Rule(upright[short].at, YS[0] + 14, upright[short].end)
    mended = over_breaks(level, upright, WAYS)[1]
    assert mended.rules[mended.numbers[short]].start == pytest.approx(YS[0], abs=0.5)


def test_cells_that_are_one_stay_one():
    """A line that ends at one that crosses it, and begins again at the next, is not broken where words stand there."""
    level, upright = (broken(rules, Random(2), 2) for rules in whole())
    upright = [rule for rule in upright if abs(rule.at - XS[3]) > 1] + [
        Rule(XS[3], YS[0], YS[5]),
        Rule(XS[3], YS[6], YS[-1]),
    ]

    def ends(clear_there):
        mended = over_breaks(level, upright, (WAYS[0], Ways(clear_there, nothing)))[1].rules
        return sorted((rule.start, rule.end) for rule in mended if abs(rule.at - XS[3]) < 1)

    assert ends(lambda at, start, end: (at, start) != (XS[3], YS[5])) == [(YS[0], YS[5]), (YS[6], YS[-1])]
    assert ends(clear) == [(YS[0], YS[-1])]  # no words say so


def test_a_table_of_many_cells_that_are_one_is_not_broken():
    level = [Rule(y, XS[0], XS[-1]) for y in YS]
    upright = [Rule(x, y, y + 22) for x in XS for y in YS[:-1:2]]
    assert not are_broken(level, upright)


def test_strokes_of_letters_are_no_pieces_of_a_line():
    level, upright = (broken(rules, Random(3), 2) for rules in whole())
    strokes = [Rule(YS[2] + 11, XS[1] + 10 * k, XS[1] + 10 * k + 9) for k in range(4)]
    mended = over_breaks([*level, *strokes], upright, WAYS)[0]
    assert mended.numbers[-4:] == [-1] * 4
    assert len(mended.rules) == len(YS)


def test_a_stroke_in_line_with_a_line_above_its_start_is_no_piece_of_it():
    level, upright = (broken(rules, Random(3), 2) for rules in whole())
    upright = [rule for rule in upright if abs(rule.at - XS[1]) > 1]
    line, stroke = Rule(XS[1], YS[2], YS[-1]), Rule(XS[1] + 0.4, YS[2] - 18, YS[2] - 7)

    def without_ink(at, start, end):
        return (at, start, end) != tuple(stroke)

    mended = over_breaks(level, [*upright, line, stroke], (WAYS[0], Ways(without_ink, nothing)))[1]
    assert mended.rules[mended.numbers[-2]] == line
    assert mended.rules[mended.numbers[-1]] == stroke


def test_the_sides_of_two_tables_stay_apart_where_no_line_passes_between_them():
    level, upright = (broken(rules, Random(4), 2) for rules in whole())
    below = [Rule(YS[-1] + 24 + 22 * row, XS[0], XS[-1]) for row in range(3)]
    sides = [Rule(x, below[0].at, below[-1].at) for x in (XS[0], XS[-1])]
    mended = over_breaks([*level, *below], [*upright, *sides], WAYS)[1]
    assert [mended.rules[number] for number in mended.numbers[-2:]] == sides


def test_letters_below_a_table_in_line_with_its_lines_are_no_part_of_them():
    """A stroke of a heading between two tables stands below a line of the first, and above none of the second."""
    level, upright = (broken(rules, Random(4), 2) for rules in whole())
    second = [Rule(YS[-1] + 32 + 22 * row, XS[0], XS[-1]) for row in range(3)]
    sides = [Rule(x, second[0].at, second[-1].at) for x in (XS[0], XS[-1])]
    stroke = Rule(XS[3] + 0.4, YS[-1] + 12, YS[-1] + 24)
    mended = over_breaks([*level, *second], [*upright, *sides, stroke], WAYS)[1]
    assert mended.rules[mended.numbers[-1]] == stroke
    assert {round(rule.end) for rule in mended.rules if abs(rule.at - XS[3]) < 0.3} == {round(YS[-1])}


def test_the_lines_of_a_row_that_the_page_cuts_are_whole_again_though_nothing_closes_it():
    level, upright = whole()
    level, upright = level[1:], [Rule(rule.at, rule.start + 4, rule.end) for rule in upright]
    cut = []
    for number, rule in enumerate(upright):
        if number in (2, 5):  # nothing is left of it at the edge of the page
            cut.append(Rule(rule.at, rule.start + 8, rule.end))
        else:
            cut += [Rule(rule.at, rule.start, rule.start + 12), Rule(rule.at, YS[1] + 8, rule.end)]
    mended = over_breaks(broken(level, Random(5), 2), cut, WAYS)[1].rules
    assert {(round(rule.start), round(rule.end)) for rule in mended} == {(round(YS[0] + 4), round(YS[-1]))}


def test_broken_lines_of_a_table_of_one_low_row_are_whole_again():
    """Its upright lines are too short to be told as lines by themselves."""
    level, upright = whole()
    level, upright = broken(level, Random(2), 2), broken(upright, Random(2), 2)
    top, foot = 30.0, 54.0
    row = [Rule(y, XS[0] + a, XS[0] + b) for y in (top, foot) for a, b in ((0, 70), (80, 130), (138, 290), (296, 420))]
    posts = [Rule(x, top, foot) for x in (XS[0], XS[0] + 150, XS[-1])]
    mended = over_breaks(level + row, upright + posts, WAYS)[0]
    found = [rule for rule in mended.rules if rule.at <= foot]
    assert found == [Rule(y, XS[0], XS[-1]) for y in (top, foot)]


def test_the_lines_of_a_low_table_that_bold_labels_break_are_whole_again_beside_a_table_without_breaks():
    level, upright = whole()
    level += [Rule(y, XS[0], XS[-1]) for y in (500.0, 528.0, 556.0)]
    sides = [Rule(x, 500.0, 556.0) for x in (XS[0], XS[-1])]
    pieces = [piece for x in XS[1:-1] for piece in (Rule(x, 500.0, 510.0), Rule(x, 516.0, 556.0))]
    assert are_broken(level, [*upright, *sides, *pieces])
    _, mended = over_breaks(level, [*upright, *sides, *pieces], WAYS)
    assert sum((rule.start, rule.end) == (500.0, 556.0) for rule in mended.rules) == len(XS)
    open_below = [rule._replace(end=rule.end - 9.0) if rule.end == 556.0 else rule for rule in pieces]
    assert not are_broken(level, [*upright, *sides, *open_below])  # as strokes of letters are


def test_two_lines_of_a_row_that_a_page_has_cut_off_are_known_as_broken_by_few_breaks():
    """Others are not: a stray mark may break one line of many."""
    level = [Rule(y, XS[0] + a, XS[0] + b) for y in (70.0, 91.0) for a, b in ((0, 190), (200, 420))]
    upright = [Rule(x, 70.0, 91.0) for x in XS]
    assert are_broken(level, upright)
    assert not are_broken([*level, *(Rule(y, XS[0], XS[-1]) for y in YS)], upright)


@pytest.mark.parametrize(("length", "beside"), [(14, (0, 1, 2, 4, 5, 6, 7)), (26, (1, 2, 4))])
@pytest.mark.parametrize("free", [True, False])
def test_what_is_left_of_a_border_in_the_lowest_row_of_a_header_is_as_long_as_those_beside_it(free, length, beside):
    """At the foot of a page no figures stand below it; a stroke of a letter has others above it."""
    level, upright = (broken(rules, Random(4), 2) for rules in whole())
    top, foot = YS[-1] + 60, YS[-1] + 92
    row = [Rule(y, XS[0], XS[-1]) for y in (top, foot)]
    posts = [Rule(XS[column], top, foot) for column in beside]
    left = Rule(XS[3], foot - length, foot)
    ways = (WAYS[0], Ways(lambda at, start, end: free or at != left.at, nothing))
    mended = over_breaks([*level, *row], [*upright, *posts, left], ways)[1]
    found = mended.rules[mended.numbers[-1]]
    assert (found.start, found.end) == ((top, foot) if free else (left.start, left.end))


def test_a_1_that_touches_the_line_below_it_is_nothing_left_of_a_border():
    """It stands in a cell as wide as the others of its row."""
    level, upright = (broken(rules, Random(4), 2) for rules in whole())
    figure = Rule(XS[3] + 30, YS[-1] - 14, YS[-1])
    mended = over_breaks(level, [*upright, figure], WAYS)[1]
    assert mended.rules[mended.numbers[-1]] == figure


def test_where_many_lines_happen_to_be_broken_at_one_place_no_page_cuts_them():
    level, upright = whole()
    at = XS[-1] - 15
    ends = [Rule(rule.at, rule.start, at + 0.1 * k) for k, rule in enumerate(level[1:6])]
    mended = over_breaks([level[0], *ends, *level[6:]], upright, WAYS)[0]
    assert sorted(mended.rules) == level


def test_a_line_goes_over_a_break_at_a_line_of_which_two_pieces_lie_a_little_beside_each_other():
    level, upright = whole()
    x = XS[3]
    pieces = [Rule(x - 0.1, YS[0], YS[5] + 5), Rule(x + 0.1, YS[7] + 5, YS[-1])]
    level[6:7] = [Rule(YS[6], XS[0], x - 4), Rule(YS[6], x + 5, XS[-1])]
    mended = over_breaks(level, [*upright[:3], *pieces, *upright[4:]], WAYS)[0]
    assert Rule(YS[6], XS[0], XS[-1]) in mended.rules


@pytest.mark.parametrize(("words", "left", "top"), [(False, True, YS[0]), (False, False, YS[1]), (True, True, YS[1])])
def test_a_line_goes_on_over_a_cell_where_a_stub_of_it_is_left_and_no_words(words, left, top):
    """As above the figures of a header's two blocks, which would else be one."""
    level, upright = whole()
    level, upright = broken(level, Random(7), 2), broken(upright, Random(7), 2)
    upright[:] = [rule for rule in upright if abs(rule.at - XS[4]) > 1]
    upright.append(Rule(XS[4], YS[1] + 1, YS[-1]))

    def stub(at, start, end):
        return left and abs(at - XS[4]) < 1 and abs(start - YS[0]) < 1

    ways = (WAYS[0], Ways(lambda *_: not words, stub))
    (found,) = [rule for rule in over_breaks(level, upright, ways)[1].rules if abs(rule.at - XS[4]) < 1]
    assert (found.start, found.end) == (pytest.approx(top, abs=1.1), YS[-1])


def test_a_long_line_that_both_its_ends_are_broken_off_goes_up_to_those_that_cross_it():
    level, upright = (broken(rules, Random(2), 2) for rules in whole())
    at = YS[-1] + 22
    mended = over_breaks(
        [*level, Rule(at, XS[0] + 9, XS[-1] - 9)], [*upright, *(Rule(x, YS[-1], at) for x in XS)], WAYS
    )[0]
    assert mended.rules[mended.numbers[-1]] == Rule(at, XS[0], XS[-1])


def test_a_level_line_in_a_header_ends_the_columns_below_it_though_its_pieces_are_short():
    """Else they would go on, through the words above them, to the next line."""
    level, upright = whole()
    level, upright = broken(level, Random(2), 2), broken(upright, Random(2), 2)
    top, middle, foot = 20.0, 42.0, 78.0
    rows = [Rule(top, XS[0], XS[-1]), Rule(foot, XS[0], XS[-1])]
    rows += [Rule(middle, x + 20, x + 50) for x in XS[:4]]
    posts = [Rule(x, middle + 8, foot) for x in XS[1:4]]
    mended = over_breaks([*level, *rows], [*upright, *posts], WAYS)[1]
    assert {mended.rules[number].start for number in mended.numbers[-3:]} == {middle}
