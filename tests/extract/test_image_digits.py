"""What is certain of a number in an image, and what may be dirt."""

import numpy as np
import pytest

from pipeline.extract.image_digits import checked
from pipeline.extract.image_page import PageImage, Placement
from pipeline.extract.image_text import ink_of, writing
from pipeline.extract.recognition import Recognised

SCALE = 200 / 72


@pytest.mark.parametrize(("with_point", "certain"), [(True, True), (False, False)])
def test_dust_beside_a_printed_point_leaves_it_certain_and_may_else_be_the_point(with_point, certain):
    paper = np.full((60, 100), 255, np.uint8)
    for x in (20, 33, 52):
        paper[20:40, x : x + 4] = 0
    paper[38:40, 28:29] = 0  # dust
    if with_point:
        paper[36:40, 43:47] = 0
    ink = ink_of(paper, np.zeros_like(paper), SCALE, 1.0)
    (line,) = writing(ink, range(1, len(ink.boxes)), SCALE)
    image = PageImage(paper, paper, np.zeros(paper.shape, bool), SCALE, Placement(np.eye(2, 3)), 1.0)
    found = checked([Recognised("11.1", 0.99, "11.1", 0.99)], "", line, ink, image)
    assert (found.text, "111" in found.readings) == ("11.1", not certain)
