"""What the model makes of lines of print, and what counts as a number."""

import numpy as np
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from pipeline.extract import recognition
from pipeline.extract.recognition import detect, recognise
from tests.extract.drawing import HEIGHT, pdf
from tests.extract.scanning import noisy, pages

SCALE = 200 / 72
FONTS = ("Helvetica", "Times-Roman", "Courier", "Helvetica-Bold")


def cuts(texts, font="Helvetica", size=10.5, noise=4.0):
    """Images of texts, each with some paper around."""

    def draw(canvas):
        canvas.setFont(font, size)
        for i, text in enumerate(texts):
            canvas.drawString(20, HEIGHT - 30 - 20 * i, text)

    grey = noisy(np.ascontiguousarray(pages(pdf(draw), 200)[0][:, :, 0]), noise)
    found = []
    for i, text in enumerate(texts):
        x0, x1 = 20 - 0.3 * size, 20 + stringWidth(text, font, size) + 0.3 * size
        top, bottom = 30 + 20 * i - 0.9 * size, 30 + 20 * i + 0.15 * size
        found.append(grey[round(top * SCALE) : round(bottom * SCALE), round(x0 * SCALE) : round(x1 * SCALE)])
    return found


@pytest.mark.parametrize("font", FONTS)
def test_numbers_are_read_and_sure(font):
    numbers = ["10", "2", "35", "4689", "70", "123456", "7730.28", "19"]
    read = recognise(cuts(numbers, font))
    assert [found.number for found in read] == numbers
    assert min(found.number_score for found in read) > 0.9


def test_small_and_large_print_is_read():
    for size in (8, 22):
        assert [found.number for found in recognise(cuts(["305", "1467", "98"], size=size))] == ["305", "1467", "98"]


def test_letters_like_digits_are_digits_by_themselves_and_letters_in_words():
    read = recognise(cuts(["O", "Q", "l", "1O5", "Office Solo", "Hill"], size=12))
    assert [found.number for found in read[:2]] == ["0", "0"]
    assert read[2].number == "1"
    assert read[3].number == "105"
    assert [(found.number, found.text.replace(" ", "")) for found in read[4:]] == [("", "OfficeSolo"), ("", "Hill")]


def test_a_bracket_is_as_sure_as_its_narrow_and_its_wide_form_together():
    characters = ("", "5", "(", "（", "C")
    likelihood = np.array([[0.02, 0.98, 0, 0, 0], [0.0, 0, 0.55, 0.4, 0.05]], np.float32)
    text, score = recognition._words(likelihood, characters)
    assert (text, score) == ("5(", pytest.approx(0.95))


@pytest.mark.parametrize("likely", [(0.55, 0.43), (0.43, 0.55)])
def test_the_sign_of_a_decrease_is_as_sure_as_its_two_forms_together(likely):
    characters = ("", "减", "減", "1", "城")
    likelihood = np.array([[0.02, 0, 0, 0.98, 0], [0.0, *likely, 0, 0.02]], np.float32)
    text, score = recognition._words(likelihood, characters)
    assert (text, score) == ("1减", pytest.approx(0.98))


@pytest.mark.parametrize(
    ("circle", "room", "text"), [(0.15, 7, "于二〇二一年"), (0.0, 7, "于二二一年"), (0.15, 3, "于二二一年")]
)
def test_a_circle_that_is_less_likely_than_none_as_any_one_of_those_alike_is_left_out_of_no_year(circle, room, text):
    characters = ("", *"于二一年〇○O")
    likelihood = np.zeros((30, len(characters)), np.float32)
    likelihood[:, 0] = 1.0
    for place, letter in zip((1, 5, 5 + room + 1, 9 + room + 1, 13 + room + 1), "于二二一年", strict=True):
        likelihood[place] = [float(one == letter) for one in characters]
    likelihood[5 + room // 2 + 1, [0, 5, 6, 7]] = 1 - 3 * circle, circle, circle, circle
    assert recognition._words(likelihood, characters)[0] == text


def test_what_is_no_number_alone_is_none():
    for found in recognise(cuts(["Total 12", "3 cases", "a=4"])):
        assert (found.number, found.number_score) == ("", 0.0)
        assert any(letter.isdecimal() for letter in found.text)


def test_each_line_gets_its_own_text_however_long_the_others_are():
    texts = ["7", "a longer line of text in between", "42", "10 of 99 reports", "8", "5", "3", "1234567", "60", "29"]
    apart = [recognise([cut])[0].text for cut in cuts(texts, noise=0)]
    assert [found.text for found in recognise(cuts(texts, noise=0))] == apart
    assert [text.replace(" ", "") for text in apart] == [text.replace(" ", "") for text in texts]


def test_nothing_is_read_of_nothing():
    assert recognise([]) == []
    blank = recognise([np.full((24, 40), 255, np.uint8), np.full((1, 1), 255, np.uint8), np.zeros((30, 30), np.uint8)])
    assert [found.number for found in blank] == ["", "", ""]


def test_lines_are_found_where_they_stand():
    def draw(canvas):
        canvas.setFont("Helvetica", 12)
        canvas.drawString(60, HEIGHT - 100, "the first line of a page")
        canvas.drawString(60, HEIGHT - 160, "and the second, lower")

    image = np.ascontiguousarray(pages(pdf(draw), 110)[0][: round(250 * 110 / 72), :, 0])
    boxes = sorted(tuple(value * 72 / 110 for value in box) for box in detect(image))
    tops = sorted(box[1] for box in boxes)
    assert tops == pytest.approx([90, 150], abs=5)
    assert all(x0 == pytest.approx(60, abs=5) and x1 < 210 for x0, _, x1, _ in boxes)


@pytest.mark.parametrize("shape", [(200, 150), (20, 200)])
@pytest.mark.parametrize("level", [0, 255])
def test_an_empty_image_has_no_lines_of_text(shape, level):
    assert detect(np.full(shape, level, np.uint8)) == []


def test_hairs_cost_no_more_memory_than_lines(monkeypatch):
    asked = []

    def session(images):
        asked.append(images.shape)
        return model(images)

    engine = recognition._engine()._load_rec_model()
    model = engine.session
    monkeypatch.setattr(engine, "session", session)
    hairs = [np.full((2, 180), 255, np.uint8)] * 4
    assert len(recognise([*hairs, np.full((1, 400), 255, np.uint8)])) == 5
    assert sum(shape[0] for shape in asked) == 4  # the longest is no line at all
    assert max(shape[0] * shape[3] for shape in asked) <= 320 * 48
