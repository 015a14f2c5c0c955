from random import Random

import pytest

from corpus import irregular
from corpus.facts import random_facts
from corpus.layout import Wording, grid

FACTS = random_facts(Random(2), scale=90)
TABLES = list(FACTS.figures)


def made(code, **wording):
    return grid(FACTS.table(code), FACTS.figures[code], Wording(**wording))


def covered(table):
    return sorted(
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    )


@pytest.mark.parametrize("code", TABLES)
@pytest.mark.parametrize(
    "wording",
    [
        {"ragged": 7},
        {"unmerged": "once"},
        {"unmerged": "repeated"},
        {"stripes": "#EEEEEE"},
        {"remarks": dict.fromkeys(TABLES, "注")},
        {"column_numbers": tuple(TABLES)},
        {"ragged": 3, "unmerged": "once", "remarks": dict.fromkeys(TABLES, "注"), "column_numbers": tuple(TABLES)},
    ],
)
def test_irregular_grids_are_still_filled_without_overlap(code, wording):
    table = made(code, **wording)
    assert covered(table) == [(row, column) for row in range(len(table.codes)) for column in range(len(table.widths))]
    texts = [cell.text for cell in table.cells]
    assert all(texts.count(cell.text) >= 1 for cell in made(code).cells)


@pytest.mark.parametrize("code", TABLES)
def test_ragged_grids_have_the_same_width_and_the_same_figures_in_each_row(code):
    plain, ragged = made(code), made(code, ragged=11)
    assert sum(ragged.widths) == pytest.approx(sum(plain.widths))
    assert len(ragged.widths) > len(plain.widths)
    for row in range(len(plain.codes)):
        texts = [
            [cell.text for cell in sorted(table.cells, key=lambda cell: cell.column) if cell.row == row]
            for table in (plain, ragged)
        ]
        assert texts[0] == texts[1]


def test_blocks_stand_apart_and_lose_nothing():
    table = made("proactive_disclosure")
    parts = irregular.apart(table)
    assert len(parts) == 4
    assert sorted(cell.text for part in parts for cell in part.cells) == sorted(cell.text for cell in table.cells)
    assert [code for part in parts for code in part.codes] == list(table.codes)
    assert irregular.apart(made("applications")) == [made("applications")]
