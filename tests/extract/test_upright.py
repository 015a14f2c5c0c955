"""Boxes of pages that lie on their side lie where they did once the pages are set upright."""

import pytest

from pipeline.extract.model import Extraction, TextLine, Turn, with_turns


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_box_that_is_turned_with_its_page_and_back_is_where_it_was(angle):
    turn, box = Turn(2, angle, 842.0, 595.0), (1.0, 2.0, 30.0, 44.0)
    lines = tuple(TextLine("标题", page, box) for page in (1, 2))
    found = Extraction("ocr", 2, (), lines, (("line", 0), ("line", 1)))
    displayed = with_turns(found, [turn])
    assert [line.box == box for line in displayed.lines] == [True, False]
    assert with_turns(displayed, [turn.back]) == found
