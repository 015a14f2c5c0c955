"""A doubted number is settled by digits of its document only where it is surely what it was read as."""

from itertools import permutations

import cv2
import numpy as np
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from pipeline.extract.image_alike import alike, number_of
from pipeline.extract.image_digits import Checked
from pipeline.extract.image_page import PageImage, Placement
from pipeline.extract.image_text import ink_of, writing
from tests.extract.drawing import HEIGHT, pdf
from tests.extract.scanning import noisy, pages

DIGITS = "0123456789"
FACES = ["Helvetica", "Times-Roman", "Courier-Bold"]
BOX = (0.0, 0.0, 1.0, 1.0)


def seen(
    printed,
    read,
    face="Helvetica",
    *,
    size=10,
    dpi=150,
    seed=1,
    closer=0.0,
    mar=None,
    sealed=False,
    ruled=False,
    place=0,
):
    """A number as a rough scan shows it, and what it was read as. closer: how much nearer its digits stand (points);
    mar: what happens to the picture; ruled: whether a line stands right before it.
    """

    def draw(canvas):
        canvas.setFont(face, size)
        x = 6.0
        for letter in printed:
            canvas.drawString(x, HEIGHT - 20, letter)
            x += stringWidth(letter, face, size) + 0.8 - closer

    page = pages(pdf(draw), dpi)[0][: round(30 * dpi / 72), : round(90 * dpi / 72), 0]
    page = noisy(cv2.GaussianBlur(page, (0, 0), 0.9), 6, seed)
    grey = np.ascontiguousarray(cv2.resize(page, None, fx=200 / dpi, fy=200 / dpi, interpolation=cv2.INTER_LINEAR))
    if mar is not None:
        mar(grey)
    image = PageImage(grey, grey, np.full(grey.shape, sealed), 200 / 72, Placement(np.eye(2, 3)), 200 / dpi)
    rules = np.zeros_like(grey)
    if ruled:
        inked = np.flatnonzero((grey < 128).any(axis=0))
        rules[:, inked[0] - 3 : inked[0]] = 1
    ink = ink_of(grey, rules, 200 / 72, 200 / dpi)
    (line,) = writing(ink, range(1, len(ink.boxes)), 200 / 72)
    return number_of(place, BOX, read, line, ink, image)


def certain(face="Helvetica", digits=DIGITS, **how):
    return [
        seen(text, Checked(text), face, seed=10 + k, place=100 + k, **how)
        for k, text in enumerate([*digits, *digits[::-1]])
    ]


def doubted(text, *others):
    return Checked(text, (text, *others))


@pytest.mark.parametrize("face", FACES)
def test_every_digit_is_like_the_certain_ones_of_its_document(face):
    numbers = [seen(digit, doubted(digit), face, seed=50 + k, place=k) for k, digit in enumerate(DIGITS)]
    assert alike([*certain(face), *numbers]) == {(k, BOX) for k in range(10)}


@pytest.mark.parametrize("dpi", [100, 150])
@pytest.mark.parametrize("face", FACES)
def test_no_digit_is_like_another_however_it_was_read(face, dpi):
    pairs = list(permutations(DIGITS, 2))
    numbers = [seen(printed, doubted(read), face, dpi=dpi, seed=k, place=k) for k, (printed, read) in enumerate(pairs)]
    assert alike([*certain(face, dpi=dpi), *numbers]) == set()


def test_a_digit_is_not_told_where_none_of_its_kind_is_certain():
    assert alike([*certain(digits="012345679"), seen("8", doubted("8"))]) == set()


@pytest.mark.parametrize("face", FACES)
def test_a_digit_of_which_none_is_certain_is_not_taken_for_one_that_is_like_it(face):
    for missing in DIGITS:
        known = certain(face, digits=DIGITS.replace(missing, ""))
        numbers = [
            seen(missing, doubted(read), face, place=k, seed=k) for k, read in enumerate(DIGITS.replace(missing, ""))
        ]
        assert alike([*known, *numbers]) == set()


def test_a_number_that_lost_a_part_stays_in_doubt():
    def without_a_side(grey):
        inked = np.flatnonzero((grey < 128).any(axis=0))
        grey[:, inked[0] : inked[0] + 5] = 255

    assert alike([*certain(), seen("0", doubted("0", "9"))])
    half = seen("0", doubted("0", "9"), mar=without_a_side)
    assert half is None or not alike([*certain(), half])


@pytest.mark.parametrize(("read", "told"), [("36", True), ("38", False), ("56", False)])
def test_two_digits_that_touch_are_held_against_such_digits_each(read, told):
    number = seen("36", doubted(read), "Courier-Bold", closer=1.5)
    assert [part.n_digits for part in number.parts] == [2]
    assert bool(alike([*certain("Courier-Bold"), number])) is told


def test_digits_tell_nothing_of_a_point():
    number = seen("36.34", doubted("36.34", "3634"))
    assert number is None or not alike([*certain(), number])


def test_digits_tell_nothing_of_what_a_seal_hides_beside_them():
    number = seen("36", doubted("36"), sealed=True)
    assert not alike([*certain(), number])
    assert not seen("36", Checked("36"), sealed=True).certain


@pytest.mark.parametrize(("digit", "told"), [("0", True), ("7", True), ("1", False), ("3", False)])
def test_what_is_left_of_a_digit_beside_a_line_may_be_a_1_or_a_3(digit, told):
    number = seen(digit, doubted(digit), ruled=True)
    assert bool(alike([*certain(), number])) is told
    assert alike([*certain(), seen(digit, doubted(digit))])


def test_nothing_is_told_by_numbers_of_which_none_is_certain():
    assert alike([seen("5", doubted("5"))]) == set()
    assert alike([]) == set()


def test_words_and_more_than_two_digits_that_touch_are_no_number():
    assert seen("36", Checked("3件")) is None
    assert seen("365", Checked("365"), closer=2.0) is None
