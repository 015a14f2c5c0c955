"""A digit is told by its shape alone."""

import cv2
import numpy as np
import pytest

from pipeline.extract.digit_shapes import digit_of
from tests.extract.drawing import HEIGHT, pdf
from tests.extract.scanning import pages


def digits(font, size, dpi):
    """The digits from 0 to 9, each cut out, white on black."""

    def draw(canvas):
        canvas.setFont(font, size)
        for digit in range(10):
            canvas.drawString(20 + 30 * digit, HEIGHT - 40, str(digit))

    scale = dpi / 72
    grey = cv2.GaussianBlur(pages(pdf(draw), dpi)[0][:, :, 0], (0, 0), 0.7)
    for digit in range(10):
        x = 15 + 30 * digit
        yield np.asarray((grey[: round(50 * scale), round(x * scale) : round((x + 28) * scale)] < 150) * 255, np.uint8)


@pytest.mark.parametrize("font", ["Helvetica", "Times-Roman", "Courier", "Helvetica-Bold", "Times-Bold"])
@pytest.mark.parametrize(("size", "dpi"), [(9, 200), (14, 300)])
def test_printed_digits_look_like_themselves(font, size, dpi):
    told = [digit_of(image) for image in digits(font, size, dpi)]
    assert [digit for digit, _ in told] == list(range(10))
    assert all(margin > 0 for _, margin in told)


@pytest.mark.parametrize("level", [0, 255])
def test_what_shows_no_digit_has_no_clear_shape(level):
    assert digit_of(np.full((20, 12), level, np.uint8))[1] < 0.1
