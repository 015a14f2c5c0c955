"""Rows as they are printed: which label belongs to which values."""

from dataclasses import replace
from random import Random

import pytest

from corpus.facts import random_facts
from pipeline.form import load_forms
from pipeline.normalize.headers import sections
from pipeline.normalize.labels import vocabularies
from pipeline.normalize.rows import printed_rows
from tests.making import facts, flat, truth
from tests.normalize.tables import THREE, TWO, changed, report_of, rules, table_of

KNOWN = tuple(vocabularies(load_forms()).values())
TABLE = table_of(random_facts(Random(4), "2021"), THREE)


def rows(table):
    (section,) = sections([table], KNOWN)
    return {row.label: row for row in printed_rows(section)}


def label_cell(text):
    return next(cell for cell in TABLE.cells if cell.text == text)


def test_values_that_begin_above_their_label_are_its_values():
    """As browsers lay out a row after a page break: the label one line lower than the figures beside it."""
    last = label_cell("四、结转下年度继续办理")

    def lowered(cell):
        if cell == last:
            return replace(cell, row=cell.row + 1)
        return replace(cell, row_span=2) if cell.row == last.row else cell

    plain, shifted = rows(TABLE)[last.text], rows(changed(TABLE, lowered))[last.text]
    assert shifted.clear
    assert [cell.text for cell in shifted.cells] == [cell.text for cell in plain.cells]


def test_values_beside_two_labels_are_nobodys_for_certain():
    upper, lower = label_cell("1.属于国家秘密"), label_cell("2.其他法律行政法规禁止公开")

    def merged(cell):
        if cell.column > upper.column and cell.row == upper.row:
            return replace(cell, row_span=2)
        return None if cell.column > lower.column and cell.row == lower.row else cell

    found = rows(changed(TABLE, merged))
    assert not any(row.clear for row in found.values() if row.index == upper.row)


def test_a_label_that_a_stray_line_crosses_is_whole():
    label = label_cell("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请")

    def crossed(cell):
        if cell.row < label.row:
            return cell
        if cell == label:
            return replace(cell, text=label.text[:14])
        return replace(cell, row_span=2) if cell.row == label.row else replace(cell, row=cell.row + 1)

    table = changed(TABLE, crossed)
    rest = replace(label, row=label.row + 1, text=label.text[14:])
    row = rows(replace(table, cells=tuple(sorted((*table.cells, rest), key=lambda c: (c.row, c.column)))))[label.text]
    assert row.clear
    assert [cell.text for cell in row.cells] == [cell.text for cell in rows(TABLE)[label.text].cells]


def test_the_blank_rest_of_a_heading_on_the_next_page_is_no_row():
    table = table_of(random_facts(Random(4), "2021"), TWO)
    heading = [cell.row for cell in table.cells if cell.column_span == len(table.edges) - 1][1]
    moved = [replace(cell, row=cell.row + 1) if cell.row > heading else cell for cell in table.cells]
    moved.append(next(replace(cell, row=heading + 1, text="", page=2) for cell in moved if cell.row == heading))
    parted = replace(table, cells=tuple(sorted(moved, key=lambda c: (c.row, c.column))), breaks=(heading + 1,))
    found = [row for section in sections([parted], KNOWN) for row in printed_rows(section)]
    assert all(row.clear and row.index != heading + 1 for row in found)


@pytest.mark.parametrize("text", ["第二十条第（六）项", "第二十条第六项"])
def test_the_heading_of_a_block_that_a_line_goes_through_is_no_row(text):
    table = table_of(random_facts(Random(4), "2021"), TWO)
    heading = next(cell for cell in table.cells if cell.text == "第二十条第（六）项")
    parts = replace(heading, text="", column_span=1), replace(heading, text=text, column=1, column_span=3)
    parted = [cell for cell in table.cells if cell != heading] + list(parts)
    table = replace(table, cells=tuple(sorted(parted, key=lambda c: (c.row, c.column))))
    found = [row for section in sections([table], KNOWN) for row in printed_rows(section)]
    assert all(row.index != heading.row for row in found)


def test_the_blank_head_of_a_row_that_moved_to_the_next_page_is_no_row():
    """As browsers leave it: a strip from the label on, right of the group's cell, which goes on."""
    label = label_cell("4.无正当理由大量反复申请")
    moved = [replace(cell, row=cell.row + 1) if cell.row > label.row else cell for cell in TABLE.cells]
    strip = replace(label, row=label.row + 1, text="", column_span=len(TABLE.edges) - 1 - label.column)
    table = replace(TABLE, cells=tuple(sorted([*moved, strip], key=lambda c: (c.row, c.column))))
    found = rows(replace(table, breaks=(label.row + 2,)))
    assert found[label.text].clear
    assert "" not in found


def test_a_blank_strip_beside_the_blank_rest_of_a_group_is_no_row():
    """As a page leaves it above a row where each cell has a box of its own: a strip from the group's cell on."""
    label = label_cell("3.其他")
    outer, group = label_cell("三、本年度办理结果"), label_cell("（六）其他处理")
    at = label.row
    cells = [replace(cell, row=cell.row + 1) if cell.row >= at else cell for cell in TABLE.cells]
    cells = [replace(cell, row_span=at - cell.row) if cell in (outer, group) else cell for cell in cells]
    strip = replace(group, row=at, row_span=1, text="", column_span=len(TABLE.edges) - 1 - group.column)
    cells += [strip, replace(outer, row=at, row_span=outer.row_end + 1 - at, text="")]
    cells += [replace(group, row=at + 1, row_span=group.row_end - at, text="")]
    table = replace(TABLE, cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))), breaks=(at,))
    found = rows(table)
    assert found.keys() == rows(TABLE).keys()
    assert all(row.clear and row.index != at for row in found.values())


def test_a_plain_row_has_its_own_label_and_a_cell_under_each_column():
    row = rows(TABLE)["1.属于国家秘密"]
    assert row.clear
    assert len(row.cells) == 7
    assert all(row.cells)


@pytest.mark.parametrize("by", [-20.0, 20.0])
def test_a_border_dragged_aside_between_label_and_figures_loses_neither(by):
    table = table_of(facts(2), TWO)
    row, border = next((cell.row, cell.column_end) for cell in table.cells if cell.text == "行政规范性文件")
    edges = sorted([*table.edges, table.edges[border] + by])
    at = edges.index(table.edges[border] + by)
    moved = []
    for cell in table.cells:
        places = [edges.index(table.edges[place]) for place in (cell.column, cell.column_end)]
        if cell.row == row:
            places = [at if place == edges.index(table.edges[border]) else place for place in places]
        moved.append(replace(cell, column=places[0], column_span=places[1] - places[0]))
    report = report_of(facts(2), **{TWO: replace(table, cells=tuple(moved), edges=tuple(edges))})
    assert {tuple(figure.place): figure.value for figure in report.figures} == flat(truth(facts(2)))
    assert rules(report) == []
