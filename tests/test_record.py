import pickle
from dataclasses import replace

import pytest

from pipeline.extract.model import Cell, Glyph

CELL = Cell(0, 1, 1, 2, "政府信息公开")


def test_records_with_the_same_content_are_the_same():
    assert Cell(0, 1, 1, 2, "政府信息公开") == CELL
    assert {CELL, Cell(0, 1, 1, 2, "政府信息公开"), replace(CELL, text="")} == {CELL, Cell(0, 1, 1, 2, "")}


def test_a_record_with_something_else_is_another_one():
    assert replace(CELL, row=3) == Cell(3, 1, 1, 2, "政府信息公开")
    assert CELL.row == 0


def test_records_cross_from_one_process_to_another():
    assert pickle.loads(pickle.dumps(CELL)) == CELL


def test_a_record_has_what_it_is_made_of_and_nothing_else():
    with pytest.raises(AttributeError):
        Glyph("1", 0.0, 0.0, 5.0, 7.0).colour = "red"
