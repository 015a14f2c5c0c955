"""A row missing at the end of a table is left out by the report only where the table surely ends there."""

from dataclasses import replace
from random import Random

import pytest

from corpus.facts import random_facts, without_rows
from pipeline.extract.model import Extraction, TextLine
from pipeline.extract.stitch import joined, stitch
from pipeline.form import load_forms
from pipeline.normalize import normalize
from tests.normalize.tables import THREE, TITLE, TWO, table_of

FACTS = without_rows(random_facts(Random(5), "2021"), [(TWO, "fees")])


def rules(*after):
    """What is found in table two without its last row, when these lines come after it on its page."""
    lines = (TextLine(TITLE, 1), *after)
    order = (("line", 0), ("table", 0), *(("line", i) for i in range(1, len(lines))))
    extraction = stitch(Extraction("pdfium", 2, (table_of(FACTS, TWO),), lines, order))
    (report,) = normalize(extraction, load_forms(), "report.pdf")
    return {finding.rule for finding in report.findings if finding.row == "fees"}


def test_a_row_is_left_out_where_the_report_goes_on_below_the_table():
    assert rules(TextLine("三、收到和处理政府信息公开申请情况", 1)) == {"row_missing"}


@pytest.mark.parametrize("number", ["- 1 -", "第1页 共4页", "1/4"])
def test_a_page_number_below_the_table_does_not_show_that_it_ends(number):
    assert rules(TextLine(number, 1)) == {"row_not_found"}


def test_what_stands_on_the_next_page_does_not_show_it_either():
    assert rules(TextLine("- 1 -", 1), TextLine("三、收到和处理政府信息公开申请情况", 2)) == {"row_not_found"}


@pytest.mark.parametrize(
    ("room", "following", "page", "hidden", "rule"),
    [
        (25, "三、收到和处理政府信息公开申请情况", 2, (), "row_missing"),
        (15, "三、收到和处理政府信息公开申请情况", 2, (), "row_not_found"),
        (25, "三、收到和处理政府信息公开申请情况", 3, (), "row_not_found"),
        (25, "三、收到和处理政府信息公开申请情况", 2, (2,), "row_not_found"),
        (25, "987.05", 2, (), "row_not_found"),
        (25, "行政事业性收费 987.05", 2, (), "row_not_found"),
    ],
    ids=["room for a row", "no room", "a page between", "the next page hides text", "figures there", "the row there"],
)
def test_room_for_a_row_above_the_number_of_the_page_and_text_on_the_next_show_it(room, following, page, hidden, rule):
    table = table_of(FACTS, TWO)
    foot = max(cell.box[3] for cell in table.cells)
    number = TextLine("- 1 -", 1, (290.0, foot + room, 310.0, foot + room + 10))
    lines = (TextLine(TITLE, 1), number, TextLine(following, page))
    order = (("line", 0), ("table", 0), ("line", 1), ("line", 2))
    extraction = stitch(Extraction("pdfium", 3, (table,), lines, order, hidden_pages=hidden))
    (report,) = normalize(extraction, load_forms(), "report.pdf")
    assert {finding.rule for finding in report.findings if finding.row == "fees"} == {rule}


def test_nothing_after_the_table_does_not_show_it():
    assert rules() == {"row_not_found"}


def test_figures_right_below_a_table_may_have_been_cut_off_from_it():
    table = table_of(random_facts(Random(5), "2021"), TWO)
    last = table.cells[-1]
    box = (last.box[0] + 5, last.box[3] + 3, last.box[0] + 15, last.box[3] + 12)
    lines = (TextLine(TITLE, 1), TextLine("17", 1, box))
    extraction = stitch(Extraction("pdfium", 1, (table,), lines, (("line", 0), ("table", 0), ("line", 1))))
    (report,) = normalize(extraction, load_forms(), "report.pdf")
    assert "figures_outside" in {finding.rule for finding in report.findings}


def test_a_row_whose_label_and_figure_no_line_parts_was_not_left_out():
    table = table_of(random_facts(Random(5), "2021"), TWO)
    label, figure = table.cells[-2:]
    one = replace(label, text=f"{label.text} 987.05", column_span=label.column_span + figure.column_span)
    lines = (TextLine(TITLE, 1), TextLine("三、收到和处理政府信息公开申请情况", 1))
    order = (("line", 0), ("table", 0), ("line", 1))
    extraction = Extraction("pdfium", 1, (replace(table, cells=(*table.cells[:-2], one)),), lines, order)
    (report,) = normalize(extraction, load_forms(), "report.pdf")
    assert "row_not_found" in {finding.rule for finding in report.findings if finding.row == "fees"}


def first_missing(*lines, before):
    """What is found in the matrix without its first row, with so many of the lines before it, the rest after it."""
    known = without_rows(random_facts(Random(5), "2021"), [(THREE, "new")])
    order = [*(("line", i) for i in range(before)), ("table", 0), *(("line", i) for i in range(before, len(lines)))]
    found = stitch(Extraction("pdfium", 2, (table_of(known, THREE, page=2),), lines, tuple(order)))
    (report,) = normalize(found, load_forms(), "report.pdf")
    return {finding.rule for finding in report.findings if finding.row == "new"}


def test_a_first_row_is_left_out_where_something_stands_above_the_table_on_its_page():
    heading, below = "三、收到和处理政府信息公开申请情况", TextLine("四、行政复议、行政诉讼情况", 2)
    assert first_missing(TextLine(TITLE, 1), TextLine(heading, 2), below, before=2) == {"row_missing"}
    assert first_missing(TextLine(TITLE, 1), TextLine(heading, 1), below, before=2) == {"row_not_found"}


def test_rows_on_either_side_of_a_header_that_a_new_page_repeats_may_have_been_lost():
    facts = without_rows(random_facts(Random(5), "2021"), [(TWO, "coercion"), (TWO, "fees"), (THREE, "new")])
    two, three = table_of(facts, TWO), table_of(facts, THREE)
    whole = joined(two, replace(three, cells=tuple(replace(cell, page=2) for cell in three.cells)))
    lines = (TextLine(TITLE, 1), TextLine("四、", 2))
    extraction = Extraction("pdfium", 2, (whole,), lines, (("line", 0), ("table", 0), ("line", 1)))
    (report,) = normalize(extraction, load_forms(), "report.pdf")
    rules = {finding.row: finding.rule for finding in report.findings if finding.row in ("coercion", "fees", "new")}
    assert rules == dict.fromkeys(("coercion", "fees", "new"), "row_not_found")


def two_apart(facts, first, gap, line=None, page=1, stray=""):
    """What is found of coercion where a table of the form is drawn as two: a row (from the end) begins the second, so
    far below the first, with a line of text between, and a stray one in its first cell.
    """
    table = table_of(facts, TWO)
    at = table.n_rows - first
    down = gap if page == 1 else -20.0 * at
    upper = replace(table, cells=tuple(cell for cell in table.cells if cell.row < at))
    cells = (replace(cell, row=cell.row - at, page=page) for cell in table.cells if cell.row >= at)
    moved = ((cell, (cell.box[0], cell.box[1] + down, cell.box[2], cell.box[3] + down)) for cell in cells)
    begin, *rest = (replace(cell, box=box) for cell, box in moved)
    lower = replace(table, cells=(replace(begin, text=stray + begin.text), *rest))
    lines = (TextLine(TITLE, 1), *([TextLine(line, 1)] if line else []), TextLine("三、", page))
    order = [("line", 0), ("table", 0), *([("line", 1)] if line else []), ("table", 1), ("line", len(lines) - 1)]
    extraction = Extraction("pdfium", page, (upper, lower), lines, tuple(order))
    (report,) = normalize(extraction, load_forms(), "report.pdf")
    return {finding.rule for finding in report.findings if finding.row == "coercion"}


LEFT_OUT = without_rows(random_facts(Random(5), "2021"), [(TWO, "coercion")])


@pytest.mark.parametrize(("gap", "rule"), [(0, "row_missing"), (19, "row_missing"), (20, "row_not_found")])
def test_no_row_is_lost_between_tables_that_leave_no_room_for_one(gap, rule):
    assert two_apart(LEFT_OUT, 3, gap) == {rule}


def test_a_row_may_be_lost_between_tables_with_text_between_or_on_two_pages():
    assert two_apart(LEFT_OUT, 3, 10, "行政强 7") == {"row_not_found"}
    assert two_apart(LEFT_OUT, 3, 10, page=2) == {"row_not_found"}


@pytest.mark.parametrize(
    ("line", "rule"),
    [("第二十条第（八）项", "row_missing"), ("行政事业性收费", "row_not_found"), ("- 1 -", "row_not_found")],
)
def test_no_row_is_lost_above_the_name_of_the_next_block_below_a_table(line, rule):
    """Where no lines are drawn at its sides, the name of a block at the foot of a page is no cell of a table."""
    assert two_apart(LEFT_OUT, 2, 0, line, page=2) == {rule}


def test_a_row_that_stands_in_a_cell_above_the_next_header_may_be_lost():
    """The row without figures that ends a block, where no line parts it from the name of the next block."""
    assert two_apart(LEFT_OUT, 3, 10, stray="\n") == {"row_missing"}
    assert two_apart(LEFT_OUT, 3, 10, stray="行政强制\n") == {"row_not_found"}
