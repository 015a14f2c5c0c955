"""Glyphs become the text that a person reads."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.extract.model import Glyph
from pipeline.extract.text import cell_text, lines, side_by_side, turned

SIZE = 10.0


def line(text, x=0.0, y=0.0, step=SIZE, wide=SIZE):
    """Glyphs from left to right, each in its square; a space moves on without a glyph."""
    return [
        Glyph(letter, x + i * step, y, x + i * step + wide, y + SIZE)
        for i, letter in enumerate(text)
        if not letter.isspace()
    ]


def digits(text, x=0.0, y=0.0):
    """Digits are half as wide as their height."""
    return line(text, x, y, step=SIZE / 2, wide=SIZE / 2)


def large(text, x):
    return [replace(glyph, x1=glyph.x0 + 18, top=-4.0, bottom=14.0) for glyph in line(text, x, step=2 * SIZE)]


def test_what_stands_beside_a_line_in_letters_of_another_size_is_a_line_of_its_own():
    (whole,) = lines([*line("公开制度"), *large("某县年度报告", 80)])
    assert [part.text for part in side_by_side(whole)] == ["公开制度", "某县年度报告"]
    for glyphs in ([*line("公开制度"), *large("某县年度报告", 44)], [*line("公开制度"), *line("某县年度报告", 80)]):
        (near,) = lines(glyphs)
        assert [part.text for part in side_by_side(near)] == ["公开制度某县年度报告"]


def test_figures_far_apart_are_one_line_though_some_are_narrow():
    (whole,) = lines([*line("合计"), *digits("1", 60), *digits("345", 120), *digits("0", 200)])
    assert len(side_by_side(whole)) == 1


def test_a_line_that_ran_full_goes_on_without_a_break():
    glyphs = line("政府信息公开", y=0) + line("申请数量", y=12)
    assert cell_text(glyphs, width=68) == "政府信息公开申请数量"


def test_a_break_that_the_author_set_is_kept():
    glyphs = line("结果", y=0) + line("维持", y=12)
    assert cell_text(glyphs, width=68) == "结果\n维持"


def test_without_a_width_every_break_is_kept():
    assert cell_text(line("结果", y=0) + line("维持", y=12)) == "结果\n维持"


def test_a_number_broken_in_a_narrow_column_is_one_number():
    assert cell_text(digits("12345", y=0) + digits("67", y=12), width=32) == "1234567"


def test_two_numbers_under_each_other_stay_two():
    assert cell_text(digits("12", y=0) + digits("5", y=12), width=40) == "12\n5"


def test_text_set_vertically_reads_downwards():
    glyphs = [glyph for i, letter in enumerate("三、本年度办理结果") for glyph in line(letter, y=i * 11.0)]
    assert cell_text(glyphs, width=20) == "三、本年度办理结果"


def test_vertical_text_in_two_columns_reads_in_the_order_of_the_document():
    glyphs = [glyph for i, letter in enumerate("三本年度") for glyph in line(letter, x=12, y=i * 11.0)]
    glyphs += [glyph for i, letter in enumerate("办理结果") for glyph in line(letter, x=0, y=i * 11.0)]
    assert cell_text(glyphs, width=30) == "三本年度办理结果"


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_rotated_text_reads_along_its_own_line(angle):
    upright = line("本年度办理") + line("结果", y=12)
    back = [replace(turned(glyph, 360 - angle), angle=angle) for glyph in upright]
    assert cell_text(back, width=30) == "本年度办理结果"


@given(st.sampled_from([90, 180, 270]), *[st.floats(-100, 100) for _ in range(4)])
def test_turning_there_and_back_changes_nothing(angle, x, y, wide, high):
    glyph = Glyph("字", x, y, x + abs(wide), y + abs(high))
    assert turned(turned(glyph, angle), 360 - angle) == glyph


def test_a_character_struck_twice_to_look_bold_is_one():
    glyphs = line("总计") + [replace(glyph, x0=glyph.x0 + 0.4, x1=glyph.x1 + 0.4) for glyph in line("总计")]
    assert cell_text(glyphs) == "总计"


def test_a_point_struck_twice_is_one_and_two_points_are_two():
    number = [*digits("4"), Glyph(".", 5.3, 6.7, 6.6, 8), *(replace(g, x0=g.x0 + 8, x1=g.x1 + 8) for g in digits("5"))]
    twice = number + [replace(glyph, x0=glyph.x0 + 0.4, x1=glyph.x1 + 0.4) for glyph in number]
    assert cell_text(twice) == "4.5"
    assert cell_text([*number, Glyph(".", 7.8, 6.7, 9.1, 8)]) == "4..5"


def test_a_digit_that_is_printed_twice_is_two():
    assert cell_text(digits("100")) == "100"
    assert cell_text(digits("11")) == "11"


def sized(letter, x, top, bottom):
    return Glyph(letter, x, top, x + 5, bottom)


def test_a_small_digit_above_the_line_is_the_number_of_a_note():
    assert cell_text([*digits("12"), sized("3", 10, -2, 6)]) == "12³"


def test_digits_of_one_size_that_reach_below_the_line_are_no_numbers_of_notes():
    low, small = sized("5", 5, 3, 13), sized("2", 0, 3, 10)
    assert cell_text([small, low, sized("0", 10, 3, 10)]) == "250"
    assert cell_text([sized("6", 0, 0, 10), sized("0", 5, 3, 10), sized("9", 10, 3, 13)]) == "609"


def test_the_gap_after_a_decimal_point_is_no_space():
    point = Glyph(".", 10, 8, 11.5, 9.5)
    assert cell_text([*digits("17"), point, *digits("06", x=16)]) == "17.06"


def test_words_apart_are_parted():
    assert cell_text(digits("12") + digits("5", x=30)) == "12 5"
    assert lines(line("王母渡镇") + digits("2024", x=60) + line("年", x=95))[0].text == "王母渡镇 2024 年"


def test_full_width_figures_apart_are_parted_though_their_ink_is_narrow():
    def ink(text, x):
        return line(text, x, wide=0.4 * SIZE)

    assert cell_text(ink("５５６", 0) + ink("２", 60)) == "５５６ ２"
    assert cell_text(ink("－", 0) + ink("－", 60)) == "－ －"
    assert cell_text(line("其他") + ink("２", 60) + line("件", x=66)) == "其他 ２件"


def test_white_space_between_chinese_characters_means_nothing():
    assert cell_text(line("合 计")) == "合计"


def test_a_comma_low_on_the_line_belongs_to_it():
    glyphs = [*digits("1"), Glyph(",", 5, 8.5, 6.5, 11), *digits("234", x=8)]
    assert cell_text(glyphs) == "1,234"


def test_a_full_width_comma_may_hang_below_the_ink_of_small_digits():
    comma = Glyph("，", 4.3, 10.3, 5.3, 12.5)
    assert cell_text([*digits("1"), comma, *digits("263", x=13)]) == "1，263"


@pytest.mark.parametrize(("width", "text"), [(34.3, "5，498"), (60.0, "5，49\n8")])
def test_a_number_broken_in_front_of_its_comma_is_one(width, text):
    five, eight = Glyph("5", 307.0, 571.5, 311.3, 577.8), Glyph("8", 306.9, 596.5, 311.3, 603.0)
    four, nine = Glyph("4", 309.4, 584.0, 314.0, 590.3), Glyph("9", 314.8, 583.9, 319.0, 590.4)
    assert cell_text([five, Glyph("，", 300.4, 590.0, 301.4, 592.2), four, nine, eight], width) == text


def test_a_cell_without_glyphs_is_empty():
    assert cell_text([]) == ""
    assert cell_text([Glyph(" ", 0, 0, 5, 10)]) == ""


@given(st.lists(st.text("0123456789", min_size=1, max_size=6), min_size=1, max_size=4), st.randoms())
def test_lines_come_in_reading_order_whatever_the_order_of_the_glyphs(texts, rng):
    glyphs = [glyph for i, text in enumerate(texts) for glyph in digits(text, y=i * 14.0)]
    rng.shuffle(glyphs)
    assert [found.text for found in lines(glyphs)] == texts


def test_a_broken_number_of_which_only_the_ink_is_known_is_one():
    one, eight = Glyph("1", 11.5, 0, 13.5, 7), Glyph("8", 20.9, 0, 25.1, 7)
    zero, seven = Glyph("0", 15.6, 0, 19.8, 7), Glyph("7", 10.2, 12, 14.4, 19)
    assert cell_text([one, zero, eight, seven], width=31.2) == "1087"


def test_numbers_side_by_side_and_below_each_other_stay_apart():
    rows = [[*digits(one, x=0, y=y), *digits(two, x=60, y=y)] for one, two, y in (("1", "2", 0), ("3", "4", 12))]
    assert cell_text([glyph for row in rows for glyph in row], width=120) == "1 2\n3 4"


@example([[("政", 1.0, 0.0), ("政", 9.0, 0.0)], [("，", 2.0, 0.0)]], 9.0)
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from("政1，一"), st.floats(1, 12), st.floats(-3, 3)), min_size=1, max_size=6),
        max_size=4,
    ),
    st.sampled_from([4.0, 9.0, 15.0]),
)
def test_lines_are_the_same_in_whatever_order_a_document_has_their_glyphs(written, apart):
    glyphs = [
        Glyph(letter, 10.0 * i + at, apart * at + off, 10.0 * i + at + 8, apart * at + off + height)
        for at, own in enumerate(written)
        for i, (letter, height, off) in enumerate(own)
    ]
    mixed = sorted(glyphs, key=lambda glyph: (glyph.text, -glyph.x0))
    assert lines(glyphs) == lines(mixed)
