from itertools import pairwise
from random import Random

import pytest

from corpus.catalogue import SAMPLES
from corpus.document import Grid
from corpus.facts import empty_facts, random_facts
from corpus.layout import Wording, document, grid
from corpus.paginate import measure, pieces
from corpus.switches import Break, Switches


def grids(sample):
    return [block for block in sample.document.blocks if isinstance(block, Grid)]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_cells_fill_the_grid_without_overlap(sample):
    for table in grids(sample):
        covered = [
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        places = {(row, column) for row in range(len(table.codes)) for column in range(len(table.widths))}
        assert len(covered) == len(set(covered))
        assert set(covered) == places


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_every_label_of_the_form_is_printed(form):
    facts = empty_facts(form)
    for code, figures in facts.figures.items():
        table = facts.table(code)
        texts = {cell.text for cell in grid(table, figures).cells}
        assert {table.rows[row].label for row in figures} <= texts
        assert {column.label for column in table.columns.values()} <= texts


def test_pieces_hold_every_line_of_every_row_once():
    facts = random_facts(Random(1))
    switches = Switches(split_rows=True, breaks={"applications": Break("partly_granted", 1)})
    measured = measure(grid(facts.table("applications"), facts.figures["applications"]), 470, switches)
    for room in (90, 200, 350):
        strips = [strip for piece in pieces(measured, 150, room, switches) for strip in piece]
        assert list(dict.fromkeys(strip.row for strip in strips)) == list(range(len(measured.heights)))
        for before, after in pairwise(strips):
            assert (before.last == after.first) if before.row == after.row else (before.last is None)


def test_wording_replaces_labels_in_one_table_only():
    written = document(empty_facts(), Wording(labels={"review_litigation:总计": "合计"}))
    texts = {block.table: {cell.text for cell in block.cells} for block in written.blocks if isinstance(block, Grid)}
    assert "合计" in texts["review_litigation"]
    assert "总计" in texts["applications"]
