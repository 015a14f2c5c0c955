"""Signs are told by their shape, digits are never taken for one, and what is blank stays blank."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from pipeline.extract.image_text import (
    BALANCED,
    SLANTED,
    flecks,
    ink_of,
    possible_sign,
    sign,
    stand_upright,
    upright_lines,
    writing,
)
from tests.extract.drawing import HEIGHT, pdf
from tests.extract.scanning import noisy, pages

SCALE = 200 / 72
FONTS = [
    family + style
    for family, styles in {
        "Helvetica": ("", "-Bold", "-Oblique", "-BoldOblique"),
        "Courier": ("", "-Bold", "-Oblique", "-BoldOblique"),
        "Times": ("-Roman", "-Bold", "-Italic", "-BoldItalic"),
    }.items()
    for style in styles
]
STEP = 24.0


def ink(grey, grain=1.0):
    found = ink_of(grey, np.zeros_like(grey), SCALE, grain)
    return found, range(1, len(found.boxes))


def written(texts, font, size, noise=0.0, dpi=200):
    """The ink and the line of writing of each of some texts, drawn in a column and scanned at so many dots an inch."""

    def draw(canvas):
        canvas.setFont(font, size)
        for i, text in enumerate(texts):
            canvas.drawString(20, HEIGHT - 20 - STEP * i, text)

    coarse = noisy(cv2.GaussianBlur(pages(pdf(draw), dpi)[0][:, :, 0], (0, 0), 0.7), noise)
    grey = np.asarray(cv2.resize(coarse, None, fx=200 / dpi, fy=200 / dpi, interpolation=cv2.INTER_LINEAR), np.uint8)
    for i in range(len(texts)):
        cell = grey[round((STEP * i + 4) * SCALE) : round((STEP * (i + 1) + 3) * SCALE), : round(200 * SCALE)]
        found, numbers = ink(np.ascontiguousarray(cell), 200 / dpi)
        (line,) = writing(found, numbers, SCALE)
        yield found, line


def signs(*args):
    """What each of some texts is told for by its shape."""
    return [sign(found, line, SCALE) for found, line in written(*args)]


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("size", [9.0, 14.0])
@pytest.mark.parametrize(("noise", "dpi"), [(0.0, 200), (8.0, 150)])
def test_no_digit_is_taken_for_a_dash_or_a_slash(font, size, noise, dpi):
    numbers = [*"0123456789", "11", "17", "71", "0.7", "1.1", "-7"]
    assert signs(numbers, font, size, noise, dpi) == [""] * len(numbers)


@pytest.mark.parametrize("font", FONTS)
def test_a_slash_of_any_face_is_told_or_doubted_in_coarse_scans(font):
    for found, line in written(["/"] * 12, font, 10.5, 6.0, 120):
        assert "/" in (sign(found, line, SCALE), possible_sign(found, line, SCALE))


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("digit", BALANCED)
def test_three_digits_tell_whether_the_figures_of_a_page_stand_upright(font, digit):
    def draw(canvas):
        canvas.setFont(font, 10.5)
        for i in range(8):
            canvas.drawString(20 + 20 * i, HEIGHT - 30, digit)

    grey = np.ascontiguousarray(pages(pdf(draw), 150)[0][: round(60 * 150 / 72), :, 0])
    found, numbers = ink(grey)
    for three in zip(numbers, numbers[1:], numbers[2:], strict=False):
        assert stand_upright(found, three) == ("Italic" not in font and "Oblique" not in font)
    assert not stand_upright(found, numbers[:2])


@pytest.mark.parametrize("font", ["Helvetica", "Helvetica-Bold", "Times-Roman", "Courier"])
def test_where_figures_stand_upright_a_slash_of_any_face_is_one_and_no_digit_is(font):
    for found, line in written(["/"] * 6, font, 10.5, 4.0, 150):
        assert sign(found, line, SCALE, SLANTED) == "/"
    for found, line in written([*"0123456789", "11", "17"], font, 10.5, 6.0, 120):
        assert sign(found, line, SCALE, SLANTED) == ""


def test_upright_digits_are_no_slashes_even_in_doubt():
    for font in ("Helvetica", "Times-Roman", "Courier-Bold", "Helvetica-BoldOblique"):
        for found, line in written([*"0123456789", "11", "17"], font, 10.5, 6.0, 120):
            assert possible_sign(found, line, SCALE) == ""


@pytest.mark.parametrize("size", [10.5, 14.0])
@pytest.mark.parametrize("noise", [0.0, 6.0])
def test_slashes_and_dashes_are_told_by_their_shape(size, noise):
    assert signs(["/", "//", "\u2014"], "Helvetica", size, noise) == ["/", "//", "-"]
    assert signs(["/", "-", "\u2014"], "Times-Roman", size, noise) == ["/", "-", "-"]


def test_a_slash_with_dirt_beside_it_may_be_one():
    ((_, clean),) = written(["/"], "Helvetica", 10.5)
    paper = blank((90, 90))
    for row in range(26):
        paper[20 + row, 50 - row // 2 : 53 - row // 2] = 0
    paper[49:53, 42:47] = 0
    found, numbers = ink(paper)
    (line,) = writing(found, numbers, SCALE)
    assert (len(line.pieces), len(clean.pieces)) == (2, 1)
    assert possible_sign(found, line, SCALE) == "/"


def test_what_is_taken_for_a_1_may_be_a_slash_however_ragged_its_edges_are():
    paper = blank((90, 90))
    for row in range(26):
        left = 50 - row // 3 + (4 if row in (7, 8, 9) else -3 if row in (17, 18, 19) else 0)
        paper[20 + row, left : left + 4] = 0
    found, numbers = ink(paper)
    (line,) = writing(found, numbers, SCALE)
    assert [possible_sign(found, line, SCALE, ragged=ragged) for ragged in (False, True)] == ["", "/"]


@pytest.mark.parametrize("font", ["Helvetica", "Helvetica-Bold", "Times-Roman", "Times-Bold", "Courier"])
@pytest.mark.parametrize(("noise", "dpi"), [(0.0, 200), (8.0, 120)])
def test_no_1_of_an_upright_face_may_be_a_slash(font, noise, dpi):
    for found, line in written(["1", "11", "111"] * 4, font, 10.5, noise, dpi):
        assert possible_sign(found, line, SCALE, ragged=True) == ""


@pytest.mark.parametrize("font", FONTS)
def test_a_dash_of_any_face_is_told_or_doubted(font):
    for found, line in written(["-", "\u2014"], font, 12, 8.0, 150):
        assert "-" in (sign(found, line, SCALE), possible_sign(found, line, SCALE))


@pytest.mark.parametrize(("size", "told"), [((7, 4), "-"), ((5, 4), ""), ((8, 6), "")])
def test_a_short_dash_of_small_type_is_one_however_its_ink_spreads(size, told):
    paper = np.full((60, 100), 255, np.uint8)
    paper[28 : 28 + size[1], 30 : 30 + size[0]] = 0
    found, numbers = ink(paper)
    assert [sign(found, line, SCALE) for line in writing(found, numbers, SCALE)] == [told] * (size[0] > 5)


@pytest.mark.parametrize(("rise", "thick", "told"), [(3, 4, "-"), (3, 7, ""), (6, 4, "")])
def test_a_long_dash_that_is_heavy_or_a_little_askew_is_one(rise, thick, told):
    paper = np.full((60, 100), 255, np.uint8)
    for x in range(20, 80):
        top = 28 + round(rise * (x - 20) / 60)
        paper[top : top + thick, x] = 0
    found, numbers = ink(paper)
    assert [sign(found, line, SCALE) for line in writing(found, numbers, SCALE)] == [told]


def blank(shape=(60, 200), level=250):
    return np.full(shape, level, np.uint8)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(2, 56), st.integers(2, 196), st.integers(1, 3)), max_size=25), st.integers(0, 90))
def test_specks_are_no_writing(specks, level):
    paper = blank()
    for k, (y, x, size) in enumerate(specks):
        if all(abs(y - b) > 4 or abs(x - a) > 4 for b, a, _ in specks[:k]):
            paper[y : y + size, x : x + size] = level
    found, numbers = ink(paper)
    assert writing(found, numbers, SCALE) == []


@given(st.floats(0, 12), st.sampled_from([255, 240, 200]))
@settings(max_examples=20, deadline=None)
def test_grainy_paper_is_blank(noise, level):
    found, numbers = ink(noisy(blank(level=level), noise))
    assert writing(found, numbers, SCALE) == []


def test_a_decimal_point_belongs_to_its_number():
    def draw(canvas):
        canvas.setFont("Helvetica", 10.5)
        canvas.drawString(20, HEIGHT - 20, "7.5")

    found, numbers = ink(np.ascontiguousarray(pages(pdf(draw), 200)[0][:, :, 0]))
    (line,) = writing(found, numbers, SCALE)
    assert len(line.pieces) == 3
    assert (line.box[2] - line.box[0]) / SCALE == pytest.approx(stringWidth("7.5", "Helvetica", 10.5), abs=2)


@pytest.mark.parametrize(("top", "kept"), [(33, True), (20, False)])
def test_a_point_that_a_face_sets_wide_belongs_to_its_number(top, kept):
    paper = blank()
    paper[20:36, 30:40] = paper[20:36, 62:72] = 0
    paper[top : top + 3, 49:52] = 0  # nearer to neither than a point usually is
    found, numbers = ink(paper)
    (line,) = writing(found, numbers, SCALE)
    assert len(line.pieces) == 2 + kept


@pytest.mark.parametrize(
    ("at", "size", "kept"),
    [((10, 29), (6, 3), True), ((10, 29), (3, 3), False), ((10, 38), (6, 3), False), ((44, 29), (6, 3), False)],
    ids=["minus", "not flat", "low", "behind"],
)
def test_what_may_be_dust_is_a_minus_before_digits_only(at, size, kept):
    """Small type leaves it faint."""
    paper = np.full((60, 100), 255, np.uint8)
    paper[20:40, 20:24] = paper[20:40, 30:40] = 0
    paper[at[1] : at[1] + size[1], at[0] : at[0] + size[0]] = 130
    found, numbers = ink(paper)
    (line,) = writing(found, numbers, SCALE)
    assert len(line.pieces) == 2 + kept


@pytest.mark.parametrize(("at", "kept"), [(28, True), (16, False), (44, False)])
def test_what_may_be_dust_is_a_point_between_digits_only(at, kept):
    paper = blank()
    paper[20:40, 20:27] = paper[20:40, 33:40] = 0
    paper[38:40, at : at + 1] = 0
    found, numbers = ink(paper)
    (line,) = writing(found, numbers, SCALE)
    assert len(line.pieces) == 2 + kept


@pytest.mark.parametrize(("at", "kept"), [(100, False), (62, True), (42, True)])
def test_a_mark_far_from_all_letters_is_dirt_and_near_them_it_may_be_the_rest_of_one(at, kept):
    paper = blank()
    paper[10:48, 10:32] = 0
    paper[24:32, at : at + 6] = 0
    found, numbers = ink(paper)
    (line,) = writing(found, numbers, SCALE)
    assert len(line.pieces) == 1 + kept


@pytest.mark.parametrize(("height", "gap", "lines"), [(11, 2, 1), (8, 5, 1), (11, 5, 2), (8, 8, 2), (20, 2, 2)])
def test_halves_of_broken_letters_are_one_line_and_lines_set_solid_are_two(height, gap, lines):
    paper = blank((80, 200))
    for x in (20, 40):
        paper[10 : 10 + height, x : x + 12] = 0
        paper[10 + height + gap : 10 + 2 * height + gap, x : x + 12] = 0
    found, numbers = ink(paper)
    assert len(writing(found, numbers, SCALE)) == lines


def test_parts_of_one_character_that_stand_over_each_other_and_overlap_are_one_line():
    paper = blank()
    paper[10:24, 24:39] = 0  # 总: a lower part in pieces, the outer ones beside the upper part
    for x in (20, 28, 36):
        paper[23:33, x : x + 7] = 0
    paper[22:24, 19:44] = 250
    found, numbers = ink(paper)
    paper[23:33, 20] = 0
    assert len(writing(found, numbers, SCALE)) == 1


@pytest.mark.parametrize("foot", [25, 26])
def test_the_foot_of_a_character_is_not_taken_for_the_head_of_the_one_below_it(foot):
    """As in 总 over 计 in a narrow column, set solid; though it may stand nearer to that one."""
    paper = blank()
    paper[10:24, 24:39] = 0
    for x in (20, 28, 36):
        paper[foot : foot + 9, x : x + 7] = 0
    paper[36:59, 20:43] = 0
    found, numbers = ink(paper)
    assert [line.box[1::2] for line in writing(found, numbers, SCALE)] == [(10, foot + 9), (36, 59)]


def test_lines_of_writing_come_from_top_to_bottom_and_their_pieces_from_left_to_right():
    paper = blank((120, 200))
    for y in (80, 20):
        for x in (120, 30, 70):
            paper[y : y + 20, x : x + 12] = 0
    found, numbers = ink(paper)
    upper, lower = writing(found, numbers, SCALE)
    assert (upper.box, lower.box) == ((30, 20, 132, 40), (30, 80, 132, 100))
    assert [int(found.boxes[piece][0]) for piece in upper.pieces] == [30, 70, 120]


def test_ruling_lines_are_no_ink():
    paper, rules = blank(), np.zeros((60, 200), np.uint8)
    paper[30:32] = 0
    rules[30:32] = 1
    assert len(ink_of(paper, rules, SCALE, 1.0).boxes) == 1


@pytest.mark.parametrize("level", [0, 128, 255])
def test_an_even_area_has_no_ink(level):
    assert len(ink(blank(level=level))[1]) == 0


@pytest.mark.parametrize("touches", [False, True], ids=["rim", "with a letter"])
def test_what_is_left_around_a_dark_area_is_no_writing_unless_a_letter_touches_it(touches):
    paper = blank((120, 400))
    paper[20:100, 20:380] = 0
    paper[22:98, 22:378] = 255
    paper[22:30, 22:30] = 0  # in its corner
    paper[30 if not touches else 22 : 60, 100:110] = 0
    found, numbers = ink(paper)
    assert [round(found.boxes[n][0]) for n in numbers if not flecks(found, SCALE)[n]] == [20 if touches else 100]


def test_a_short_line_between_two_columns_is_no_digit():
    def draw(canvas):
        canvas.setLineWidth(1)
        canvas.line(40, HEIGHT - 20, 40, HEIGHT - 44)
        canvas.setFont("Helvetica", 14)
        canvas.drawString(60, HEIGHT - 38, "1")

    found, numbers = ink(np.ascontiguousarray(pages(pdf(draw), 200)[0][: round(60 * SCALE), : round(90 * SCALE), 0]))
    writes = [number for number in numbers if not flecks(found, SCALE)[number]]
    assert [round(found.boxes[number][0] / SCALE) >= 60 for number in writes] == [True]


@pytest.mark.parametrize(
    ("xs", "height", "lines"),
    [
        ([20, 27, 34], 18, 0),  # 川 in the title of a report
        ([20, 27, 34], 12, 0),
        ([20], 18, 1),
        ([20, 23], 18, 2),  # a double line
        ([20, 38], 18, 2),
        ([20, 27], 40, 2),
    ],
)
def test_upright_strokes_beside_each_other_are_a_letter_and_not_lines_between_columns(xs, height, lines):
    grey = np.full((200, 200), 255, np.uint8)
    for x in xs:
        cv2.rectangle(
            grey, (round(x * SCALE), 20), (round((x + 1.4) * SCALE), 20 + round(height * SCALE)), [0], cv2.FILLED
        )
    assert upright_lines(ink(grey)[0], SCALE).sum() == lines
