"""What is certain of a number in an image, and what may be dirt."""

import cv2
import numpy as np
import pytest

from pipeline.extract.image_digits import checked, undotted
from pipeline.extract.image_page import PageImage, Placement
from pipeline.extract.image_text import ink_of, writing
from pipeline.extract.recognition import Recognised
from tests.extract.drawing import HEIGHT, pdf
from tests.extract.scanning import pages

SCALE = 200 / 72


@pytest.mark.parametrize(("with_point", "certain"), [(True, True), (False, False)])
def test_dust_beside_a_printed_point_leaves_it_certain_and_may_else_be_the_point(with_point, certain):
    paper = np.full((60, 100), 255, np.uint8)
    for x in (20, 33, 52):
        paper[20:40, x : x + 4] = 0
    paper[38:40, 28:29] = 0  # dust
    if with_point:
        paper[36:40, 43:47] = 0
    found = held_against(paper, Recognised("11.1", 0.99, "11.1", 0.99))
    assert (found.text, "111" in found.readings) == ("11.1", not certain)


@pytest.mark.parametrize(("number", "certain"), [("36.34", True), ("3634", False)])
def test_a_faint_point_is_one_where_digits_stand_apart_for_it_and_may_else_be_dust(number, certain):
    paper = printed(number)
    foot = int(np.flatnonzero((paper < 128).any(axis=1))[-1])
    if certain:
        paper[foot - 6 : foot + 1, 99:109] = 255
        paper[foot - 1 : foot + 1, 103:104] = 0  # what is left of the point
    paper[foot - 1 : foot + 1, 76:77] = 0  # dust
    found = held_against(paper, Recognised("36.34", 0.99, "36.34", 0.99))
    assert (found.text, "3634" in found.readings) == ("36.34", not certain)


@pytest.mark.parametrize(("level", "certain"), [(0, True), (130, False)])
def test_a_minus_that_is_faint_beside_its_digits_may_be_dust(level, certain):
    paper = np.full((60, 100), 255, np.uint8)
    for x in (20, 33):
        paper[20:40, x : x + 4] = 0
    paper[29:32, 10:16] = level
    found = held_against(paper, Recognised("-11", 0.99, "-11", 0.99))
    assert (found.text, found.readings) == ("-11", () if certain else ("-11", "11"))


def held_against(paper, *looks, rules=None, dotted=None):
    """What the one line on a paper comes to, beside what the model took it for. rules: a mask of ruling lines."""
    ink = ink_of(paper, np.zeros_like(paper) if rules is None else rules, SCALE, 1.0)
    (line,) = writing(ink, range(1, len(ink.boxes)), SCALE)
    image = PageImage(paper, paper, np.zeros(paper.shape, bool), SCALE, Placement(np.eye(2, 3)), 1.0, None, dotted)
    return checked(looks, "", line, ink, image)


def printed(text, size=14):
    """A number in Helvetica at 200 dpi."""

    def draw(canvas):
        canvas.setFont("Helvetica", size)
        canvas.drawString(20, HEIGHT - 24, text)

    grey = pages(pdf(draw), 200)[0][:, :, 0]
    return np.ascontiguousarray(grey[: round(40 * SCALE), : round(90 * SCALE)])


def broken(number, high=3):
    """A number in Helvetica whose 5 a scan broke in two, so many pixels high, below its upper stroke."""
    paper = printed(number)
    dark = np.flatnonzero((paper < 128).any(axis=1))
    neck = dark[0] + round(0.16 * len(dark))
    left = STARTS[number.index("5")]
    cv2.rectangle(paper, (left, int(neck)), (left + 19, int(neck) + high - 1), [255], -1)
    return paper


@pytest.mark.parametrize("number", ["5", "52", "257", "35"])
def test_a_digit_that_a_scan_broke_in_two_is_told_by_both_of_its_parts(number):
    assert held_against(broken(number), Recognised(number, 0.95, number, 0.95)).readings == ()
    assert held_against(broken(number), Recognised("0" * len(number), 0.95, "0" * len(number), 0.95)).readings


@pytest.mark.parametrize("number", ["5", "52", "257", "35"])
def test_an_unclear_number_is_certain_by_its_shapes_only_where_these_are_whole(number):
    looks = [Recognised(number, 0.86, number, 0.86)] * 4
    assert held_against(printed(number), *looks).readings == ()
    assert held_against(broken(number), *looks).readings


@pytest.mark.parametrize(("level", "certain"), [(215, True), (245, False)])
def test_a_digit_whose_stroke_is_faint_is_whole(level, certain):
    paper = printed("3")
    rows = np.flatnonzero((paper < 128).any(axis=1))
    faint = paper.copy()
    faint[rows[0] + 5 : rows[0] + 10] = np.where(paper[rows[0] + 5 : rows[0] + 10] < 250, level, 255)
    assert (held_against(faint, Recognised("3", 0.99, "3", 0.99)).readings == ()) == certain


@pytest.mark.parametrize("number", ["5", "52", "257", "35"])
def test_a_digit_that_lost_a_stroke_is_doubted_however_clear_it_looks(number):
    taken_for = number.replace("5", "3")
    assert held_against(broken(number, high=5), *[Recognised(taken_for, 0.99, taken_for, 0.99)] * 4).readings
    assert held_against(broken(number, high=5), Recognised(number, 0.99, number, 0.99)).readings == ()


def test_a_number_is_certain_at_one_look_only_if_its_digits_are_whole_or_have_their_shapes():
    """Digits that touch have no shapes to be told by."""
    look = Recognised("725", 0.99, "725", 0.99)
    whole, in_pieces = printed("725"), broken("725")
    for paper in (whole, in_pieces):
        assert held_against(paper, look).readings == ()
        foot = int(np.flatnonzero((paper < 128).any(axis=1))[-1])
        cv2.rectangle(paper, (STARTS[0] + 4, foot - 2), (STARTS[1] + 8, foot), [0], -1)
    assert held_against(whole, look).readings == ()
    assert held_against(in_pieces, look).readings == ("725",)


@pytest.mark.parametrize(
    ("at", "certain"), [((20, 33, 46, 59), True), ((20, 33, 62, 75), False), ((20, 45, 70, 95), True)]
)
def test_a_number_with_a_gap_in_which_a_digit_or_a_point_may_be_lost_is_doubted(at, certain):
    paper = np.full((60, 130), 255, np.uint8)
    for x in at:
        paper[20:40, x : x + 7] = 0
    found = held_against(paper, Recognised("1111", 0.99, "1111", 0.99))
    assert (found.readings == ()) == certain


@pytest.mark.parametrize(
    ("number", "left_over", "across"),
    [("8", "3", np.s_[:, :4]), ("4", "1", np.s_[:, :8]), ("9", "0", np.s_[-6:]), ("6", "0", np.s_[:6])],
)
def test_a_digit_on_a_ruling_line_is_doubted_as_the_line_may_take_a_stroke_with_it(number, left_over, across):
    paper = printed(number)
    rows, columns = (np.flatnonzero((paper < 128).any(axis=axis)) for axis in (1, 0))
    rules = np.zeros_like(paper)
    rules[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1][across] = 1
    ruled = np.where(rules > 0, np.uint8(0), paper)
    look = Recognised(left_over, 0.99, left_over, 0.99)
    assert held_against(ruled, look, rules=rules) == (left_over, (left_over,))


@pytest.mark.parametrize(("number", "beside"), [("0", 2), ("4", 1), ("8", 2), ("80", 2), ("3", 2), ("8", 0)])
@pytest.mark.parametrize("side", [0, -1])
def test_a_digit_that_touches_the_line_beside_it_is_certain_where_it_is_left_of_no_other(number, beside, side):
    paper = printed(number)
    edge = np.flatnonzero((paper < 128).any(axis=0))[side] + (beside if side else -beside)
    rules = np.zeros_like(paper)
    rules[:, edge - 1 : edge + 1] = 1
    ruled = np.where(rules > 0, np.uint8(0), paper)
    found = held_against(ruled, Recognised(number, 0.99, number, 0.99), rules=rules)
    assert (found.readings == ()) == (number != "3" and beside > 0)


def test_a_digit_right_beside_a_ruling_line_is_certain():
    paper = printed("8")
    left = int(np.flatnonzero((paper < 128).any(axis=0))[0])
    rules = np.zeros_like(paper)
    rules[:, left - 8 : left - 4] = 1
    ruled = np.where(rules > 0, np.uint8(0), paper)
    assert held_against(ruled, Recognised("8", 0.99, "8", 0.99), rules=rules) == ("8", ())


@pytest.mark.parametrize("taken_for", ["à", "①", ""])
def test_a_digit_that_the_model_takes_for_something_else_may_be_the_one_that_its_shape_is(taken_for):
    found = held_against(printed("0"), Recognised(taken_for, 0.9, "", 0.0))
    assert (found.text, found.readings) == (taken_for, ("0",))


def test_what_is_printed_where_the_model_sees_nothing_is_never_blank_for_certain():
    paper = printed("X")
    assert held_against(paper, Recognised("", 0.0, "", 0.0)).readings


def counted(paper):
    """A number with strokes behind it that look like digits."""
    other = printed("04")
    place = round((20 + 14 * 0.556 * 2) * SCALE)
    paper[:, place:] = other[:, STARTS[0] - 2 : STARTS[0] - 2 + paper.shape[1] - place]
    return paper


def test_a_number_with_a_word_behind_it_is_certain_where_all_looks_and_its_shapes_agree():
    looks = [Recognised("52项", 0.95, "", 0.0)] * 4
    assert held_against(counted(printed("52")), *looks) == ("52项", ())
    assert held_against(counted(printed("32")), *looks).readings
    remark = [Recognised("52项）", 0.95, "", 0.0)] * 4
    assert held_against(counted(printed("52")), *remark) == ("52项）", ())
    assert held_against(counted(printed("32")), *remark).readings
    assert held_against(counted(printed("52")), *looks[1:], Recognised("52顶", 0.95, "", 0.0)).readings
    assert held_against(counted(printed("52")), *[Recognised("52项", 0.7, "", 0.0)] * 4).readings
    assert held_against(counted(broken("52", high=5)), *[Recognised("32项", 0.95, "", 0.0)] * 4).readings


@pytest.mark.parametrize(("spaces", "certain"), [(1, True), (3, False)])
def test_a_number_of_full_width_digits_with_a_word_behind_it_is_one_as_it_is_without(spaces, certain):
    """Models see a space between such digits."""
    looks = [Recognised("5 2项", 0.95, "", 0.0), *[Recognised("5 2 项", 0.95, "", 0.0)] * 3]
    found = held_against(printed("5" + " " * spaces + "2 04"), *looks)
    assert (found == ("52项", ())) is certain
    assert certain or found.readings


@pytest.mark.parametrize(("spaces", "text"), [(0, "300"), (2, "300"), (5, "3 0 0")])
def test_digits_that_stand_far_apart_are_several_numbers_however_evenly(spaces, text):
    """The lines between their columns are lost."""
    paper = printed((" " * spaces).join("300"), size=12)
    assert held_against(paper, *[Recognised("300", 0.99, "300", 0.99)] * 4) == (text, ())


def test_a_number_with_a_word_before_it_is_certain_in_the_same_way():
    looks = [Recognised("减52", 0.75, "", 0.0), *[Recognised("减52", 0.95, "", 0.0)] * 3]  # 0 and 4 in place of 减
    assert held_against(printed("0452"), *looks) == ("减52", ())
    assert held_against(printed("0432"), *looks).readings
    assert held_against(printed("0452"), *looks[:1] * 4).readings


@pytest.mark.parametrize(("text", "certain"), [("+52", True), ("452", False), ("+32", False)])
def test_a_plus_as_high_as_a_digit_is_none(text, certain):
    paper = printed(text)
    if text.startswith("+"):  # Helvetica has it lower than digits
        dark = (paper[:, : STARTS[1] - 2] < 128).nonzero()
        top, bottom = int(dark[0].min()), int(dark[0].max())
        middle, size = (top + bottom) // 2, 9
        paper[:, : STARTS[1] - 2] = 255
        cv2.rectangle(paper, (STARTS[0], middle - 1), (STARTS[0] + 2 * size, middle + 1), [0], -1)
        cv2.rectangle(paper, (STARTS[0] + size - 1, middle - size), (STARTS[0] + size + 1, middle + size), [0], -1)
    found = held_against(paper, Recognised("+52", 0.99, "+52", 0.99))
    assert found == ("+52", ()) if certain else found.readings


def test_a_number_with_a_word_before_it_is_certain_where_all_looks_and_its_shapes_agree():
    word = np.roll(printed("045"), -2, axis=1)
    looks = [Recognised("减5", 0.95, "", 0.0)] * 4
    assert held_against(word, *looks) == ("减5", ())
    assert held_against(printed("043"), *looks).readings


def test_words_are_no_digits_whatever_their_shapes():
    assert held_against(printed("00"), Recognised("口口", 0.9, "", 0.0)).readings == ()


STARTS = [round((20 + 14 * 0.556 * place) * SCALE) for place in range(3)]
"""Where each digit of a number starts, in pixels."""


@pytest.mark.parametrize("number", ["+18", "+2", "+447"])
def test_a_plus_before_a_number_is_no_digit(number):
    assert held_against(printed(number), Recognised(number, 0.97, number, 0.97)).readings == ()
    without = number[1:]
    assert number in held_against(printed(number), Recognised(without, 0.97, without, 0.97)).readings


@pytest.mark.parametrize("number", ["418", "118", "718"])
def test_no_digit_is_a_plus(number):
    signed = f"+{number[1:]}"
    assert number in held_against(printed(number), Recognised(signed, 0.97, signed, 0.97)).readings


def test_a_number_on_a_ground_of_dots_is_in_doubt_as_its_point_may_be_gone():
    paper, look = printed("085"), Recognised("085", 0.99, "085", 0.99)
    assert held_against(paper, look, dotted=np.ones(paper.shape, bool)).readings == ("085",)
    assert held_against(paper, look, dotted=np.zeros(paper.shape, bool)).readings == ()


@pytest.mark.parametrize("touches", [False, True])
def test_the_dot_in_a_zero_is_no_ink_and_the_zero_is_plain_without_it(touches):
    paper = printed("085")
    plain = paper.copy()
    rows = np.flatnonzero((paper < 128).any(axis=1))
    middle = STARTS[0] + round(14 * 0.556 / 2 * SCALE), (rows[0] + rows[-1]) // 2
    cv2.circle(paper, (int(middle[0]), int(middle[1])), 2, [0], -1)
    if touches:  # as soft edges do in small print
        soft = paper[middle[1] : middle[1] + 1, STARTS[0] : middle[0]]
        soft[soft > 190] = 190
    image = PageImage(paper, paper, np.zeros(paper.shape, bool), SCALE, Placement(np.eye(2, 3)), 1.0)
    found, ink = undotted(image, np.zeros_like(paper))
    assert len(writing(ink, range(1, len(ink.boxes)), SCALE)[0].pieces) == 3
    assert np.abs(found.grey.astype(int) - plain).max() < 100
    assert (found.grey < 128).sum() == (plain < 128).sum()
