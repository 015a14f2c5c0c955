"""Letters of several lines that touch are of several lines all the same, and large ones are of one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.image_seams import with_lines_parted
from pipeline.extract.image_text import ink_of, writing

SCALE = 3.0
LETTER = 30
"""A letter of ten points, in pixels."""


def letter(paper, x, y, height=LETTER, width=LETTER, stroke=6):
    """A letter: a frame with a stroke across its middle."""
    paper[y : y + height, x : x + width] = 0
    paper[y + stroke : y + height - stroke, x + stroke : x + width - stroke] = 255
    paper[y + height // 2 - 3 : y + height // 2 + 3, x : x + width] = 0


def lines_of(paper):
    """How high the lines of writing are, in points, before and after letters that touch are parted."""
    ink = ink_of(paper, np.zeros_like(paper), SCALE, 1.0)
    parted = with_lines_parted(ink, [range(1, len(ink.boxes))], SCALE)
    return [
        [round((line.box[3] - line.box[1]) / SCALE) for line in writing(found, range(1, len(found.boxes)), SCALE)]
        for found in (ink, parted)
    ]


def page(*letters):
    paper = np.full((300, 400), 255, np.uint8)
    for x in range(0, 390, LETTER + 4):  # of other cells
        letter(paper, x, 250)
    for one in letters:
        letter(paper, *one)
    return paper


@pytest.mark.parametrize("n_lines", [2, 3])
def test_lines_whose_letters_touch_are_parted_where_they_meet(n_lines):
    tops = [20 + (LETTER + 2) * line for line in range(n_lines)]
    paper = page(*((x, top) for x in (20, 60) for top in tops))
    for top in tops[1:]:
        paper[top - 2 : top, 24:29] = 0  # a stroke is a little too long
    before, after = lines_of(paper)
    assert len(before) == 2
    assert after == [10, *[11] * (n_lines - 1), 10]


@pytest.mark.parametrize("height", [45, 60])
def test_a_letter_that_is_larger_than_others_is_one(height):
    before, after = lines_of(page((20, 20, height, height)))
    assert before == after == [height / SCALE, 10]


def test_what_is_narrower_than_a_letter_is_not_parted():
    paper = page()
    for x in (20, 40):
        paper[20:82, x : x + 12] = 0
        paper[50:52, x : x + 9] = 255
    before, after = lines_of(paper)
    assert before == after == [21, 10]


def test_a_bracket_that_hangs_into_a_letter_of_the_line_below_is_parted_where_the_others_part():
    tops = (20, 20 + LETTER + 1)
    paper = page(*((x, top) for x in (50, 90) for top in tops))
    letter(paper, 20, tops[1])
    paper[tops[0] : tops[1] + 12, 26:32] = 0
    before, after = lines_of(paper)
    assert before[-1] == after[-1] == 10
    assert (len(before), after[:-1]) == (2, [10, 10])


def test_a_stroke_that_only_reaches_into_the_line_below_is_not_parted():
    paper = page(*((x, top) for x in (50, 90) for top in (20, 53)))
    paper[20:62, 26:32] = 0
    ink = ink_of(paper, np.zeros_like(paper), SCALE, 1.0)
    assert with_lines_parted(ink, [range(1, len(ink.boxes))], SCALE) is ink


def test_a_letter_beside_two_lines_that_overlap_is_not_parted_where_it_ends():
    """As where a cell without borders takes in words of other rows, a little higher than its own."""
    paper = np.full((80, 860), 255, np.uint8)
    around = [(8, 30, 12, 53), (38, 35, 61, 53), (69, 30, 86, 54), (103, 30, 127, 53), (136, 35, 160, 54)]
    around += [(271, 18, 286, 38), (287, 22, 303, 48), (307, 30, 311, 48), (344, 13, 367, 43), (371, 24, 387, 39)]
    around += [(402, 22, 425, 40), (467, 12, 484, 30), (500, 16, 520, 41), (542, 14, 562, 43), (565, 17, 589, 41)]
    for x0, top, x1, bottom in [*around, (435, 12, 464, 43)]:
        paper[top:bottom, x0:x1] = 0
    ink = ink_of(paper, np.zeros_like(paper), SCALE, 1.0)
    parted = with_lines_parted(ink, [range(1, len(ink.boxes))], SCALE)
    assert parted.boxes.tolist() == ink.boxes.tolist()


@given(
    st.lists(
        st.tuples(
            st.integers(0, 340), st.integers(0, 170), st.sampled_from([8, 20, 30, 36, 64, 70]), st.integers(8, 40)
        ),
        max_size=14,
    )
)
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_a_cell_every_piece_has_its_ink_in_its_box(letters):
    paper = page(*letters)
    ink = ink_of(paper, np.zeros_like(paper), SCALE, 1.0)
    parted = with_lines_parted(ink, [range(1, len(ink.boxes))], SCALE)
    assert ((parted.labels > 0) == (ink.labels > 0)).all()
    for number, box in enumerate(parted.boxes[1:].tolist(), start=1):
        down, across = np.nonzero(parted.labels == number)
        assert box == [across.min(), down.min(), across.max() + 1, down.max() + 1]
