"""Rows are placed by their labels, in the form's order; what is not certain is doubted, never guessed."""

from dataclasses import replace
from itertools import count
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.facts import empty_facts, random_facts, without_rows
from corpus.layout import Wording
from pipeline.extract.model import Cell, Table
from pipeline.findings import load_catalogue_rules
from tests.making import facts, flat, truth
from tests.normalize.tables import FOUR, THREE, TITLE, TWO, changed, report_of, reports_of, reworded, rules, table_of

KNOWN = facts(4)
RIGHT = flat(truth(KNOWN))
ROWS = [(code, row) for code in (TWO, THREE) for row in KNOWN.figures[code]]


def label(code, row):
    return KNOWN.table(code).rows[row].label


def values(report):
    return {tuple(figure.place): figure.value for figure in report.figures}


def doubted(report):
    grave = {name for name, rule in load_catalogue_rules().items() if rule.severity == "doubt"}
    return any(finding.rule in grave for finding in report.findings)


def row_of(table, text):
    """The grid row of the cell that prints just this."""
    return next(cell.row for cell in table.cells if cell.text == text)


@pytest.mark.parametrize(("code", "row"), ROWS)
def test_a_row_that_the_report_leaves_out_is_told_and_shifts_no_other(code, row):
    known = without_rows(KNOWN, [(code, row)])
    report = report_of(known)
    assert values(report) == flat(truth(known))
    assert rules(report) == [("row_missing", row)]
    assert not doubted(report)


@pytest.mark.parametrize(("code", "row"), ROWS)
@pytest.mark.parametrize("text", ["", "甲乙丙丁", "12"])
def test_a_row_whose_label_is_lost_is_doubted_and_never_taken_for_left_out(code, row, text):
    report = report_of(KNOWN, **{code: reworded(table_of(KNOWN, code), {label(code, row): text})})
    assert doubted(report)
    assert ("row_missing", row) not in rules(report)
    assert all(RIGHT.get(place, value) == value for place, value in values(report).items())


@given(st.sampled_from(ROWS), st.sampled_from(ROWS))
@settings(max_examples=60, deadline=None)
def test_two_labels_in_each_others_place_are_doubted(one, two):
    if one[0] != two[0] or one == two:
        return
    swapped = {label(*one): label(*two), label(*two): label(*one)}
    report = report_of(KNOWN, **{one[0]: reworded(table_of(KNOWN, one[0]), swapped)})
    assert doubted(report)


@given(st.sampled_from(ROWS), st.sampled_from(ROWS))
@settings(max_examples=60, deadline=None)
def test_a_label_in_the_place_of_another_is_doubted(one, two):
    if one[0] != two[0] or one == two:
        return
    report = report_of(KNOWN, **{one[0]: reworded(table_of(KNOWN, one[0]), {label(*one): label(*two)})})
    assert doubted(report)


def test_a_row_that_the_form_does_not_have_is_noted_and_changes_nothing():
    added = Wording(added={"normative_documents": ("其他主动公开文件", "14", "0", "14")})
    report = report_of(KNOWN, **{TWO: table_of(KNOWN, TWO, added)})
    assert values(report) == RIGHT
    assert rules(report) == [("row_added", None)]


def test_a_value_in_the_place_of_a_label_is_doubted():
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, "granted"))
    moved = changed(
        table,
        lambda cell: replace(cell, text="7") if cell.row == at and cell.text == label(THREE, "granted") else cell,
    )
    assert doubted(report_of(KNOWN, **{THREE: moved}))


@pytest.mark.parametrize("text", ["3 4", "3\n4", "3/4", "三", "3、4"])
def test_two_figures_or_words_in_a_cell_are_doubted(text):
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, "granted"))
    spoilt = changed(table, lambda cell: replace(cell, text=text) if (cell.row, cell.column) == (at, 4) else cell)
    assert doubted(report_of(KNOWN, **{THREE: spoilt}))


@pytest.mark.parametrize("along", ["down", "across"])
def test_a_value_cell_merged_with_its_neighbour_is_doubted(along):
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, "denied.internal_affairs"))
    gone = (at + 1, 5) if along == "down" else (at, 6)

    def merge(cell):
        if (cell.row, cell.column) == gone:
            return None
        if (cell.row, cell.column) == (at, 5):
            return replace(cell, row_span=2) if along == "down" else replace(cell, column_span=2)
        return cell

    report = report_of(KNOWN, **{THREE: changed(table, merge)})
    assert doubted(report)
    assert all(
        RIGHT[place] == value for place, value in values(report).items() if place[2] != "public_interest_organization"
    )


def cut(table, at, upper, lower):
    """The table with one row cut in two by the edge of a page; upper and lower give each half's text of a cell."""
    cells = []
    for cell in table.cells:
        if cell.row == at:
            cells.append(replace(cell, row_span=1, text=upper(cell.text)))
            cells.append(replace(cell, row=at + 1, row_span=max(1, cell.row_span), text=lower(cell.text), page=2))
        elif cell.row < at < cell.row_end:
            cells.append(replace(cell, row_span=at + 1 - cell.row))
            cells.append(replace(cell, row=at + 1, row_span=cell.row_end - at, text="", page=2))
        else:
            cells.append(cell if cell.row < at else replace(cell, row=cell.row + 1, page=2))
    return Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), table.edges, (at + 1,))


def half(text):
    return "" if text.isdecimal() else text[: len(text) // 2]


def other_half(text):
    return text if text.isdecimal() else text[len(text) // 2 :]


@pytest.mark.parametrize("row", [row for row in KNOWN.figures[THREE] if len(label(THREE, row)) > 8])
@pytest.mark.parametrize("values_above", [False, True], ids=["values-below", "values-above"])
def test_a_row_cut_by_the_page_is_one_row(row, values_above):
    table = table_of(KNOWN, THREE)
    parts = (
        (
            lambda text: text if text.isdecimal() else half(text),
            lambda text: "" if text.isdecimal() else other_half(text),
        )
        if values_above
        else (half, other_half)
    )
    report = report_of(KNOWN, **{THREE: cut(table, row_of(table, label(THREE, row)), *parts)})
    assert values(report) == RIGHT
    assert {finding.rule for finding in report.findings} <= {"label_differs"}


@pytest.mark.parametrize("row", [row for row in KNOWN.figures[THREE] if len(label(THREE, row)) > 8])
def test_a_row_whose_label_a_line_crosses_is_one_row_and_no_blank_one_above_an_added_one(row):
    table = table_of(KNOWN, THREE)
    halves = cut(table, row_of(table, label(THREE, row)), half, other_half)
    crossed = Table(tuple(replace(cell, page=1) for cell in halves.cells), halves.edges)
    report = report_of(KNOWN, **{THREE: crossed})
    assert values(report) == RIGHT
    assert {finding.rule for finding in report.findings} <= {"label_differs"}


@pytest.mark.parametrize("row", ["regulations", "normative_documents"])
def test_a_row_that_is_added_below_a_blank_one_keeps_its_figures(row):
    table = table_of(KNOWN, TWO, Wording(added={row: ("其他主动公开文件", "14", "0", "14")}))
    at = row_of(table, label(TWO, row))
    blank = changed(table, lambda c: replace(c, text="") if c.row == at and c.column else c)
    report = report_of(KNOWN, **{TWO: blank})
    assert {place: value for place, value in values(report).items() if place[1] == row} == dict.fromkeys(
        [place for place in RIGHT if place[1] == row]
    )
    assert rules(report) == [("row_added", None)]


def framed(table):
    """A table of two pages in a double border: strips around its cells on each of them."""
    (at,), n, edges = table.breaks, table.n_columns, table.edges
    moved = [replace(c, column=c.column + 1, row=c.row + 1 if c.row < at else c.row + 3) for c in table.cells]
    top = replace(moved[0], row=0, column=0, row_span=1, column_span=n + 2, text="")
    foot = replace(top, row=at + 1, column=1, column_span=n)
    sides = [replace(top, row=1, column=column, row_span=at + 1, column_span=1) for column in (0, n + 1)]
    sides += [replace(side, row=at + 3, row_span=table.n_rows - at, page=2) for side in sides]
    cells = [*moved, *sides, top, foot, replace(top, row=at + 2, page=2)]
    wide = (edges[0] - 5, *edges, edges[-1] + 5)
    return Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), wide, (at + 2,))


def test_a_row_cut_by_the_page_is_one_row_in_a_double_border_too():
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, "not_processed.confirm_or_reissue"))
    halves = cut(table, at, lambda text: half(text) or text, lambda text: "" if text.isdecimal() else other_half(text))
    report = report_of(KNOWN, **{THREE: framed(halves)})
    assert values(report) == RIGHT
    assert not doubted(report)


@pytest.mark.parametrize("row", [row for row in KNOWN.figures[THREE] if len(label(THREE, row)) > 8])
def test_the_rest_of_a_label_at_the_foot_of_a_page_is_no_row(row):
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, row))
    lines = cut(
        table,
        at,
        lambda text: text if text.isdecimal() else half(text),
        lambda text: "" if text.isdecimal() else other_half(text),
    )
    report = report_of(KNOWN, **{THREE: replace(lines, breaks=(at + 2,))})
    assert values(report) == RIGHT
    assert not doubted(report)


@pytest.mark.parametrize("row", ["partly_granted", "denied.state_secret", "outcome_total"])
@pytest.mark.parametrize(("beside", "told"), [("年度办\n理结果", True), ("办公室", False)], ids=["group", "words"])
def test_figures_at_the_foot_of_a_page_are_those_of_the_label_above_which_none_stand(row, beside, told):
    """What stands beside them is the rest of a group's name; beside other words they are in doubt, and no added row."""
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, row))
    halves = cut(table, at, lambda t: t if t.isdecimal() else beside, lambda t: "" if t.isdecimal() else t)
    report = report_of(KNOWN, **{THREE: halves})
    if told:
        assert values(report) == RIGHT
        assert not doubted(report)
    else:
        assert doubted(report)


def test_a_row_that_numbers_the_columns_at_the_foot_of_a_page_is_no_half_of_the_next():
    table, numbers = table_of(KNOWN, THREE), count(1)
    at = row_of(table, label(THREE, "new"))
    table = cut(table, at, lambda text: f"{next(numbers)}" if text.isdecimal() else "栏次", str)
    report = report_of(KNOWN, **{THREE: table})
    assert values(report) == RIGHT
    assert rules(report) == [("row_added", None)]


def test_a_number_cut_by_the_page_is_doubted():
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, "new"))
    report = report_of(
        KNOWN, **{THREE: cut(table, at, lambda text: text[:1], lambda text: text[1:] if len(text) > 1 else text)}
    )
    assert doubted(report)


@pytest.mark.parametrize(
    "note", ["（|含网上1件）", "|（含网上1件）", "件（含网|上1件）", "（含网上1|件）", "(含网上1件|)"]
)
@pytest.mark.parametrize(("code", "row"), [(THREE, "new"), (FOUR, "reconsideration")])
def test_a_note_on_a_number_goes_on_over_the_edge_of_a_page(code, row, note):
    table, (begins, rest) = table_of(KNOWN, code), note.split("|")
    at = row_of(table, label(THREE, "new")) if code == THREE else table.n_rows - 1
    last = max((cell for cell in table.cells if cell.row == at), key=lambda cell: cell.column).text
    noted = cut(
        table, at, lambda text: text + begins if text == last else text, lambda text: rest if text == last else ""
    )
    report = report_of(KNOWN, **{code: noted})
    assert values(report) == RIGHT
    assert not rules(report)


@pytest.mark.parametrize("halves", ["（含|上1件", "（含1件）|2", "|3（含1件）", "（|含1件）5"])
def test_what_is_no_note_that_goes_on_over_the_edge_of_a_page_is_doubted(halves):
    table, (begins, rest) = table_of(KNOWN, THREE), halves.split("|")
    at = row_of(table, label(THREE, "new"))
    last = max((cell for cell in table.cells if cell.row == at), key=lambda cell: cell.column).text
    odd = cut(
        table, at, lambda text: text + begins if text == last else text, lambda text: rest if text == last else ""
    )
    assert {"row_unknown", "number_doubtful", "not_a_number"} & {
        rule for rule, _ in rules(report_of(KNOWN, **{THREE: odd}))
    }


@pytest.mark.parametrize("lower", ["00", "UU", "0"])
def test_something_lower_beside_the_same_label_is_doubted_where_the_cell_above_it_is_blank(lower):
    """As where lines are broken, so that two cells of a row are one below a border that is none."""
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, "new"))
    last = max(cell.column for cell in table.cells if cell.row == at)
    cells = []
    for cell in table.cells:
        if cell.row == at:
            high = cell.column < last - 1
            cells.append(replace(cell, row_span=2) if high else replace(cell, text=""))
        elif cell.row < at < cell.row_end:
            cells.append(replace(cell, row_span=cell.row_span + 1))
        else:
            cells.append(cell if cell.row < at else replace(cell, row=cell.row + 1))
    one = next(cell for cell in table.cells if cell.row == at and cell.column == last - 1)
    cells.append(replace(one, row=at + 1, column_span=2, text=lower))
    report = report_of(KNOWN, **{THREE: replace(table, cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))))})
    assert {("cells_misplaced", "new"), ("row_unknown", None)} <= set(rules(report))


def without_last_digits(table, at, unit=""):
    """The table with a row of whose numbers the edge of a page cuts the last digit, and the unit behind it."""
    return cut(
        table,
        at,
        lambda text: text[:-1] if text.isdecimal() and len(text) > 1 else text,
        lambda text: text[-1] + unit if text.isdecimal() and len(text) > 1 else "",
    )


@pytest.mark.parametrize("unit", ["", "件"])
def test_numbers_whose_last_digits_stand_on_the_next_page_are_whole_if_sums_tell_so(unit):
    known = facts(7)
    table = table_of(known, THREE)
    at = row_of(table, label(THREE, "outcome_total"))
    parted = without_last_digits(table, at, unit)
    report = report_of(known, **{THREE: parted})
    assert values(report) == flat(truth(known))
    assert {finding.rule for finding in report.findings} == {"settled_by_sums"}
    other = changed(parted, lambda cell: replace(cell, text="9") if cell.row == at + 1 and cell.text else cell)
    assert doubted(report_of(known, **{THREE: other}))


def test_the_rest_of_a_groups_name_beside_the_last_digits_of_numbers_on_the_next_page_is_no_label():
    known = next(known for known in map(facts, range(200)) if known.figures[THREE]["granted"]["natural_person"] > 9)
    table = table_of(known, THREE)
    at = row_of(table, label(THREE, "granted"))
    parted = without_last_digits(table, at)
    rest = changed(parted, lambda cell: replace(cell, text="结果") if (cell.row, cell.column) == (at + 1, 0) else cell)
    report = report_of(known, **{THREE: rest})
    assert values(report) == flat(truth(known))
    assert {finding.rule for finding in report.findings} == {"settled_by_sums"}


@pytest.mark.parametrize(("wrapped", "settled"), [("{}\n{}", True), ("{} {}", False)])
def test_numbers_over_two_lines_of_a_cell_are_whole_if_sums_tell_so(wrapped, settled):
    known = facts(7)
    table = table_of(known, THREE)
    at = row_of(table, label(THREE, "outcome_total"))
    parted = changed(
        table,
        lambda cell: (
            replace(cell, text=wrapped.format(cell.text[:-1], cell.text[-1]))
            if cell.row == at and cell.text.isdecimal() and len(cell.text) > 1
            else cell
        ),
    )
    report = report_of(known, **{THREE: parted})
    assert {finding.rule for finding in report.findings} == {"settled_by_sums" if settled else "number_doubtful"}
    if settled:
        assert values(report) == flat(truth(known))


def test_a_row_between_two_pages_may_have_been_lost():
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, "denied.process_information"))
    lost = changed(table, lambda cell: None if cell.row == at and cell.column > 1 else cell)
    broken = replace(lost, breaks=(at + 1,))
    assert ("row_not_found", "denied.process_information") in rules(report_of(KNOWN, **{THREE: broken}))


def test_a_row_whose_label_stands_elsewhere_is_not_taken_for_left_out():
    known = without_rows(KNOWN, [(THREE, "denied.process_information")])
    tables = [table_of(known, code) for code in known.figures]
    (report,) = reports_of(
        *tables, lines=("云泽县2024年政府信息公开工作年度报告", "6.属于四类过程性信息 0 0 0 0 0 0 0")
    )
    assert ("row_not_found", "denied.process_information") in rules(report)


def test_a_row_and_those_for_which_it_stands_are_not_both_certain():
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, "not_processed.confirm_or_reissue"))
    moved = [replace(cell, row=cell.row + 1) if cell.row > at else cell for cell in table.cells]
    extra = [cell for cell in table.cells if cell.row == at and cell.column > 1]
    moved += [
        replace(cell, row=at + 1, text=cell.text if cell.text.isdecimal() else "（六）其他处理") for cell in extra
    ]
    report = report_of(KNOWN, **{THREE: replace(table, cells=tuple(sorted(moved, key=lambda c: (c.row, c.column))))})
    assert doubted(report)


def test_the_name_of_a_group_in_a_row_of_its_own_above_the_groups_rows_is_no_row():
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, "other.correction_overdue"))
    group = next(cell for cell in table.cells if cell.text == "（六）其他处理")
    moved = [replace(cell, row=cell.row + 1) if cell.row >= at else cell for cell in table.cells if cell is not group]
    head = [replace(c, text="" if c.text.isdecimal() else group.text) for c in table.cells if c.row == at]
    cells = sorted((*moved, *(cell for cell in head if cell is not group)), key=lambda c: (c.row, c.column))
    report = report_of(KNOWN, **{THREE: replace(table, cells=tuple(cells))})
    assert values(report) == RIGHT
    assert not doubted(report)


def test_what_the_edge_of_a_page_leaves_of_a_row_with_nothing_in_it_changes_none():
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, "granted")) + 1
    moved = [replace(c, row=c.row + 1) if c.row >= at else c for c in table.cells]
    bare = Cell(at, 1, 1, table.n_columns - 1, "", 2, (100.0, 0.0, 530.0, 5.0))  # the sides of a frame end it
    cells = tuple(sorted((*moved, bare), key=lambda cell: (cell.row, cell.column)))
    report = report_of(KNOWN, **{THREE: replace(table, cells=cells, breaks=(at,))})
    assert values(report) == RIGHT
    assert not doubted(report)


def test_the_form_is_told_by_each_tables_own_labels():
    report = report_of(KNOWN, **{TWO: table_of(facts(4, "2019"), TWO)})
    forms = {figure.place.table: figure.form for figure in report.figures}
    assert forms == {TWO: "2019", THREE: "2021", "review_litigation": "2021"}
    assert report.form == "2021"


def test_a_matrix_that_fits_both_forms_takes_that_of_the_other_tables():
    for form in ("2021", "2019"):
        report = report_of(facts(4, form), **{THREE: table_of(facts(4, "2019"), THREE)})
        assert {figure.form for figure in report.figures} == {form}


def test_ends_of_numbers_beyond_the_edge_of_a_page_are_doubted_whatever_stands_beside_them():
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, "outcome_total"))
    broken = cut(table, at, str, lambda text: "" if text.isdecimal() else "、本年度办")
    last = max((cell for cell in broken.cells if cell.row == at + 1), key=lambda cell: cell.column)
    broken = replace(broken, cells=tuple(replace(cell, text="5") if cell is last else cell for cell in broken.cells))
    assert ("row_unknown", None) in rules(report_of(KNOWN, **{THREE: broken}))


@pytest.mark.parametrize("below", [False, True], ids=["above", "below"])
def test_a_row_that_the_form_does_not_have_is_no_half_of_one_at_the_edge_of_a_page(below):
    added = Wording(added={"normative_documents": ("其他主动公开文件", "14", "0", "14")})
    table = table_of(KNOWN, TWO, added)
    at = row_of(table, "其他主动公开文件")
    report = report_of(KNOWN, **{TWO: replace(table, breaks=(at if below else at + 1,))})
    assert rules(report) == [("row_added", None)]


@st.composite
def neighbours(draw, known=KNOWN):
    """A table of the form, a row of it, the one below, and where the label of the first may be parted."""
    code = draw(st.sampled_from([TWO, THREE]))
    rows = list(known.figures[code])
    at = draw(st.integers(0, len(rows) - 2))
    one, two = label(code, rows[at]), label(code, rows[at + 1])
    return code, one, two, draw(st.integers(0, len(one)))


@given(neighbours(), st.sampled_from(["down", "up"]), st.sampled_from([(), ("denied.state_secret",), ("other.other",)]))
@settings(max_examples=80, deadline=None)
def test_words_of_a_label_that_ran_into_the_next_row_make_no_certain_mistake(drawn, way, gone):
    code, one, two, at = drawn
    known = without_rows(KNOWN, [(THREE, row) for row in gone if label(THREE, row) not in (one, two)])
    texts = {one: one[:at], two: one[at:] + two} if way == "down" else {one: one + two[:at], two: two[at:]}
    report = report_of(known, **{code: reworded(table_of(known, code), texts)})
    assert doubted(report) or values(report) == flat(truth(known))


@pytest.mark.parametrize("text", ["（六）其他", "其他", "5.其他"])
def test_a_row_that_may_stand_for_three_is_not_taken_for_the_last_of_them(text):
    known = random_facts(Random(4), "2021", blank=empty_facts("2021", other_as_one=True))
    table = reworded(table_of(known, THREE), {"（六）其他处理": text})
    assert doubted(report_of(known, **{THREE: table}))


@pytest.mark.parametrize("one", [True, False])
@pytest.mark.parametrize(("text", "sure"), [("(七) 总i", True), ("总i", False), ("(八) 总i", False)])
def test_a_label_that_lost_strokes_is_sure_in_its_place_where_its_number_is_its_own(one, text, sure):
    known = random_facts(Random(4), "2021", blank=empty_facts("2021", other_as_one=one))
    report = report_of(known, **{THREE: reworded(table_of(known, THREE), {"（七）总计": text})})
    assert values(report) == flat(truth(known))
    assert doubted(report) != sure


def test_a_row_between_the_header_and_a_page_break_may_have_been_lost():
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, "new"))
    lost = replace(changed(table, lambda cell: None if cell.row == at else cell), breaks=(at + 1,))
    report = report_of(KNOWN, **{THREE: lost})
    assert ("row_not_found", "new") in rules(report)


def test_a_row_added_beside_exact_labels_leaves_what_is_missing_certain():
    known = without_rows(KNOWN, [(TWO, "penalties")])
    added = Wording(added={"normative_documents": ("其他主动公开文件", "14", "0", "14")})
    report = report_of(known, **{TWO: table_of(known, TWO, added)})
    assert rules(report) == [("row_added", None), ("row_missing", "penalties")]


@pytest.mark.parametrize(("code", "row"), [(TWO, "fees"), (THREE, "carried_forward")])
def test_a_row_whose_cells_run_together_is_doubted_and_never_taken_for_left_out(code, row):
    table = table_of(KNOWN, code)
    at = row_of(table, label(code, row))
    whole = next(cell for cell in table.cells if cell.row == at)
    rest = [cell for cell in table.cells if cell.row != at]
    merged = replace(whole, column_span=table.n_columns, text=f"{whole.text} 0")
    report = report_of(KNOWN, **{code: replace(table, cells=(*rest, merged))})
    assert ("row_missing", row) not in rules(report)
    assert doubted(report)


@pytest.mark.parametrize("value", ["767", "0", "/", "7670000元", "7670000 元", "22（其中修订16件）", "1 / 3"])
def test_a_row_that_stands_in_no_table_is_not_left_out_whatever_its_figure_looks_like(value):
    known = without_rows(KNOWN, [(TWO, "fees")])
    line = f"{label(TWO, 'fees')} {value}"
    (report,) = reports_of(*(table_of(known, code) for code in known.figures), lines=(TITLE, line))
    assert rules(report) == [("row_not_found", "fees")]


def test_a_place_that_is_a_guess_is_doubted():
    table = table_of(KNOWN, THREE)
    at = row_of(table, label(THREE, "granted"))
    report = report_of(KNOWN, **{THREE: changed(table, lambda cell: replace(cell, guessed=cell.row == at))})
    assert rules(report) == [("place_guessed", "granted")]
    assert doubted(report)


@pytest.mark.parametrize("text", ["其他规范性文件", "其他主动公开文件"])
def test_a_row_that_the_report_adds_among_exact_labels_is_told_from_the_forms(text):
    table = table_of(KNOWN, TWO)
    below = row_of(table, "行政规范性文件") + 1
    moved = [replace(cell, row=cell.row + (cell.row >= below)) for cell in table.cells]
    added = [
        replace(cell, row=below, text=text if cell.column == 0 else "7")
        for cell in table.cells
        if cell.row == below - 1
    ]
    report = report_of(
        KNOWN, **{TWO: replace(table, cells=tuple(sorted([*moved, *added], key=lambda c: (c.row, c.column))))}
    )
    assert values(report) == RIGHT
    assert rules(report) == [("row_added", None)]


@pytest.mark.parametrize(("above", "rule"), [(0, "row_missing"), (1, "row_missing"), (2, "row_not_found")])
def test_a_page_that_begins_below_the_name_of_the_next_block_has_cut_nothing_off_the_one_before(above, rule):
    known = without_rows(KNOWN, [(TWO, "coercion")])
    table = table_of(known, TWO)
    at = row_of(table, label(TWO, "fees")) - above
    cells = tuple(replace(cell, page=2) if cell.row >= at else cell for cell in table.cells)
    report = report_of(known, **{TWO: replace(table, cells=cells, breaks=(at,))})
    assert values(report) == flat(truth(known))
    assert rules(report) == [(rule, "coercion")]


def test_rows_that_no_line_parts_from_their_header_are_not_left_out():
    known = without_rows(KNOWN, [(TWO, "regulations")])
    table = table_of(known, TWO)
    at = row_of(table, label(TWO, "normative_documents")) - 1
    first = min(cell.column for cell in table.cells if cell.row == at)
    run_in = changed(
        table,
        lambda cell: (
            replace(cell, text=f"{cell.text}\n{label(TWO, 'regulations') if cell.column == first else '7'}")
            if cell.row == at
            else cell
        ),
    )
    assert rules(report_of(known, **{TWO: run_in})) == [("row_not_found", "regulations")]
    assert rules(report_of(known, **{TWO: table})) == [("row_missing", "regulations")]


def test_a_row_is_left_out_though_its_header_is_there_if_that_has_but_the_forms_words():
    known = without_rows(KNOWN, [(TWO, "fees")])
    full, table = table_of(KNOWN, TWO), table_of(known, TWO)
    at = row_of(full, label(TWO, "fees"))
    header = [cell for cell in full.cells if cell.row in (at - 2, at - 1)]
    moved = [replace(cell, row=cell.row - at + 2 + table.n_rows) for cell in header]
    for text, rule in (("", "row_missing"), ("7", "row_not_found")):
        ends = [replace(cell, text=cell.text + text * (cell is moved[-1])) for cell in moved]
        report = report_of(known, **{TWO: replace(table, cells=(*table.cells, *ends))})
        assert rules(report) == [(rule, "fees")]


def in_three_rows(known, *labels):
    """The last table with the names of its rows beside their figures."""
    columns = list(known.table(FOUR).columns.values())
    printed = [["类别", *(column.label for column in columns)]]
    for label, figures in zip(labels, known.figures[FOUR].values(), strict=False):
        printed.append([label, *("" if value is None else str(value) for value in figures.values())])
    cells = [Cell(r, c, 1, 1, text, 1, (0.0, r, 1.0, r)) for r, row in enumerate(printed) for c, text in enumerate(row)]
    return Table(tuple(cells), tuple(60.0 + 70 * c for c in range(len(columns) + 2)))


@pytest.mark.parametrize(
    "labels",
    [
        ("行政复议", "未经复议直接起诉", "复议后起诉"),
        ("一、行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"),
    ],
)
def test_the_rows_that_a_header_names_may_be_named_beside_their_figures(labels):
    report = report_of(facts(2), **{FOUR: in_three_rows(facts(2), *labels)})
    assert {tuple(figure.place): figure.value for figure in report.figures} == flat(truth(facts(2)))
    assert rules(report) == []


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        (("行政复议", "未经复议直接起诉"), {"row_missing", "row_not_found"}),
        (("行政复议", "行政复议", "复议后起诉"), {"table_missing"}),
        (("行政复议", "行政诉讼", "复议后起诉"), {"row_unknown"}),
    ],
    ids=["left out", "twice", "unclear"],
)
def test_rows_beside_their_figures_that_are_not_the_forms_are_told(labels, found):
    report = report_of(facts(2), **{FOUR: in_three_rows(facts(2), *labels)})
    assert found & {rule for rule, _ in rules(report)}
