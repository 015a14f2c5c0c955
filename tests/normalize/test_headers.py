"""Headers tell a table and its columns by words and order, whatever their spans say."""

from dataclasses import replace
from random import Random

import pytest

from corpus.facts import empty_facts, random_facts, with_values
from corpus.layout import Wording
from pipeline.extract.model import Cell, Table
from pipeline.extract.stitch import joined
from pipeline.form import load_forms
from pipeline.normalize.headers import sections
from pipeline.normalize.labels import vocabularies
from tests.making import facts, flat, truth
from tests.normalize.tables import FOUR, THREE, TWO, changed, report_of, reports_of, reworded, rules, table_of

KNOWN = vocabularies(load_forms())


def found(*tables):
    return sections(tables, KNOWN.values())


def columns(section):
    return [(place.row, place.column) for place in section.columns]


def values(report):
    return {tuple(figure.place): figure.value for figure in report.figures}


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_each_block_of_table_two_has_the_columns_of_its_own_header(form):
    known = facts(2, form)
    own = found(table_of(known, TWO))
    blocks = list({row.block: row.columns for row in known.table(TWO).rows.values()}.values())
    assert [tuple(place.column for place in section.columns) for section in own] == blocks
    assert all(not section.findings for section in own)


@pytest.mark.parametrize("beside", [False, True])
def test_the_header_of_the_matrix_names_seven_columns_over_three_levels(beside):
    (section,) = found(table_of(facts(2), THREE, Wording(total_beside=beside)))
    assert columns(section) == [(None, code) for code in KNOWN[THREE].columns]
    assert (section.header_row, section.first_row) == (0, 3)


def split(table, at):
    """The columns of a table left of one, and from there on, as two tables."""
    left = Table(tuple(c for c in table.cells if c.column_end <= at), table.edges[: at + 1])
    right = tuple(replace(cell, column=cell.column - at) for cell in table.cells if cell.column >= at)
    return left, Table(right, table.edges[at:])


def test_a_table_for_each_kind_of_row_that_a_header_names_is_as_good_as_one():
    known = facts(2)
    own = [table_of(known, code) for code in (TWO, THREE)]
    left, right = split(table_of(known, FOUR), 5)
    (report,) = reports_of(*own, left, right)
    assert (values(report), rules(report)) == (flat(truth(known)), [])


def test_the_table_of_a_kind_whose_name_a_page_cuts_off_is_that_which_the_other_does_not_name():
    known = facts(2)
    own = [table_of(known, code) for code in (TWO, THREE)]
    left, right = split(table_of(known, FOUR), 5)
    bare = changed(left, lambda c: None if c.text == "行政复议" else replace(c, row=c.row - 1))
    (report,) = reports_of(*own, bare, right)
    assert (values(report), rules(report)) == (flat(truth(known)), [])
    (alone,) = reports_of(*own, bare)
    assert not any(figure.place.table == FOUR for figure in alone.figures)


@pytest.mark.parametrize("kept", [0, 1])
def test_rows_that_none_of_the_tables_for_each_kind_names_are_in_doubt(kept):
    known = facts(2)
    piece = split(table_of(known, FOUR), 5)[kept]
    (report,) = reports_of(*(table_of(known, code) for code in (TWO, THREE)), piece)
    lost = {"litigation_direct", "litigation_after_reconsideration"} if kept == 0 else {"reconsideration"}
    assert set(rules(report)) == {("row_not_found", row) for row in lost}
    twice = reports_of(*(table_of(known, code) for code in (TWO, THREE, FOUR)), piece)
    assert any(rule == "row_unknown" for rule, _ in rules(twice[0]))


def test_the_first_header_at_the_top_of_a_page_is_none_of_the_rows_of_a_later_block():
    """Word processors repeat it, whatever stood at the foot of the page before."""
    known = facts(2)
    table = table_of(known, TWO)
    at = next(cell.row for cell in table.cells if cell.text == "行政处罚")
    n = next(cell.row_end for cell in table.cells if cell.text == "信息内容")
    again = [replace(cell, row=cell.row + at) for cell in table.cells if cell.row < n]
    cells = [*again, *(replace(cell, row=cell.row + n) if cell.row >= at else cell for cell in table.cells)]
    repeated = replace(table, cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))), breaks=(at,))
    report = report_of(known, **{TWO: repeated})
    assert (values(report), rules(report)) == (flat(truth(known)), [])


def test_what_stands_above_a_title_over_the_whole_table_names_no_groups_of_its_columns():
    """Where no lines are drawn at the sides, the last rows of another table may seem to be of the same one."""
    table = table_of(facts(2), FOUR)
    width = table.n_columns
    above = [
        Cell(0, 0, 1, width // 2, "行政复议（件）", 1, (50.0, 50.0, 250.0, 70.0)),
        Cell(0, width // 2, 1, width - width // 2, "3", 1, (250.0, 50.0, 500.0, 70.0)),
        Cell(1, 0, 1, width, "四、政府信息公开行政复议、行政诉讼情况", 1, (50.0, 70.0, 500.0, 100.0)),
    ]
    (alone,) = found(table)
    (section,) = found(replace(table, cells=(*above, *(replace(cell, row=cell.row + 2) for cell in table.cells))))
    assert (columns(section), section.findings) == (columns(alone), ())


def test_the_name_of_a_group_in_two_rows_is_no_column():
    table = table_of(facts(2), THREE)
    group = next(cell for cell in table.cells if cell.text == "法人或其他组织")

    def parted(cell):
        if cell == group:
            return replace(cell, text="法人或")
        if cell.row > group.row:
            return replace(cell, row=cell.row + 1)
        return replace(cell, row_span=cell.row_span + 1) if cell.row_end > group.row + 1 else cell

    cells = (*changed(table, parted).cells, replace(group, row=group.row + 1, text="其他组织"))
    (section,) = found(replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))))
    assert (columns(section), section.findings) == ([(None, code) for code in KNOWN[THREE].columns], ())


def test_the_order_of_labels_decides_where_spans_lie():
    def lying(cell):  # 行政复议 drawn over 8 of 15 columns, 行政诉讼 over the rest
        if cell.text == "行政复议":
            return replace(cell, column_span=8)
        return replace(cell, column=8, column_span=7) if cell.text == "行政诉讼" else cell

    table = changed(table_of(facts(2), FOUR), lying)
    report = report_of(facts(2), **{FOUR: table})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == []


@pytest.mark.parametrize(
    ("code", "one", "two"),
    [
        (TWO, "本年制发件数", "本年废止件数"),
        (THREE, "商业企业", "科研机构"),
        (THREE, "其他", "总计"),
        (FOUR, "结果维持", "尚未审结"),
        (FOUR, "未经复议直接起诉", "复议后起诉"),
    ],
)
def test_a_header_that_is_not_in_the_forms_order_is_doubted(code, one, two):
    report = report_of(facts(2), **{code: reworded(table_of(facts(2), code), {one: two, two: one})})
    assert {("header_unclear", None), ("table_missing", None)} & set(rules(report))


@pytest.mark.parametrize(
    ("code", "label"), [(TWO, "本年废止件数"), (THREE, "自然人"), (THREE, "总计"), (FOUR, "结果纠正")]
)
@pytest.mark.parametrize("instead", ["", "合格率"])
def test_a_column_without_its_label_is_doubted_and_shifts_no_other(code, label, instead):
    report = report_of(facts(2), **{code: reworded(table_of(facts(2), code), {label: instead})})
    assert {"column_not_found", "header_unclear"} & {rule for rule, _ in rules(report)} or (
        "table_missing",
        None,
    ) in rules(report)
    known = flat(truth(facts(2)))
    assert all(known[place] == value for place, value in values(report).items())


def test_a_block_without_a_header_gives_no_figures_in_columns_that_are_not_its():
    table = reworded(table_of(facts(2), TWO), {"本年收费金额（单位：万元）": "", "本年处理决定数量": ""})
    report = report_of(facts(2), **{TWO: table})
    known = flat(truth(facts(2)))
    assert all(known.get(place, "invented") == value for place, value in values(report).items())
    assert {"cells_misplaced", "column_not_found"} <= {rule for rule, _ in rules(report)}


def test_a_header_that_the_second_page_repeats_begins_no_second_report():
    matrix = table_of(facts(2), THREE)
    head, half = [cell for cell in matrix.cells if cell.row < 3], 12
    rest = [replace(cell, row=cell.row + 3) for cell in matrix.cells if cell.row >= half]
    upper = [cell for cell in matrix.cells if cell.row < half]
    upper = [replace(cell, row_span=min(cell.row_span, half - cell.row)) for cell in upper]
    repeated = [replace(cell, row=cell.row + half, page=2) for cell in head]
    table = Table((*upper, *repeated, *rest), matrix.edges, (half,))
    assert [section.header_row for section in found(table)] == [0, half]
    report = report_of(facts(2), **{THREE: table})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == []


def test_two_reports_in_one_document_are_two():
    tables = [table_of(facts(seed), code) for seed in (2, 3) for code in facts(seed).figures]
    first, second = reports_of(*tables)
    assert values(first) == flat(truth(facts(2)))
    assert values(second) == flat(truth(facts(3)))


def test_foreign_tables_are_passed_over():
    foreign = reworded(table_of(facts(2), TWO), {cell.text: "甲" for cell in table_of(facts(2), TWO).cells})
    assert found(foreign) == []
    assert reports_of(foreign) == ()


def test_a_row_in_the_words_of_a_column_is_no_header():
    blank = changed(
        table_of(facts(2), THREE),
        lambda cell: replace(cell, text="") if cell.row > 10 and cell.text.isdecimal() else cell,
    )
    (section,) = found(blank)
    assert section.first_row == 3


def on_two_pages(table, half):
    """The table with a page break before a row, below which the header is repeated."""
    upper = [replace(cell, row_span=min(cell.row_span, half - cell.row)) for cell in table.cells if cell.row < half]
    head = [replace(cell, row=cell.row + half, page=2) for cell in table.cells if cell.row < 3]
    rest = [replace(cell, row=cell.row + 3, page=2) for cell in table.cells if cell.row >= half]
    return Table((*upper, *head, *rest), table.edges, (half,))


def test_a_blank_row_in_the_words_of_a_group_is_no_part_of_the_header_below_it():
    known = with_values(
        empty_facts(other_as_one=True), {(THREE, "other", column): None for column in KNOWN[THREE].columns}
    )
    matrix = table_of(known, THREE)
    half = next(cell.row for cell in matrix.cells if cell.text == "（七）总计")
    report = report_of(known, **{THREE: on_two_pages(matrix, half)})
    assert values(report) == flat(truth(known))
    assert rules(report) == []


def below(table, *rows):
    """The table with rows of three wide cells below it, in the same grid."""
    edges = (0, 5, 10, 15)
    start, y = table.n_rows, 20.0 * table.n_rows
    cells = [
        Cell(start + r, edges[c], 1, 5, text, 1, (table.edges[edges[c]], y, table.edges[edges[c + 1]], y + 20))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return replace(table, cells=(*table.cells, *cells))


def test_another_table_right_below_the_figures_of_table_four_changes_none():
    foreign = below(table_of(facts(2), FOUR), ("类别", "收件数", "办结数"), ("自然人", "1", "2"), ("3", "4", "5"))
    report = report_of(facts(2), **{FOUR: foreign})
    assert values(report) == flat(truth(facts(2)))
    assert {rule for rule, _ in rules(report)} == {"row_added"}


def test_a_second_line_of_figures_in_table_four_is_doubted():
    report = report_of(facts(2), **{FOUR: below(table_of(facts(2), FOUR), ("3", "4", "5"))})
    assert ("row_unknown", None) in rules(report)


def test_a_report_that_lacks_a_table_takes_none_of_the_next_report():
    one, two = facts(2), facts(3)
    reports = reports_of(
        table_of(one, THREE), table_of(one, FOUR), *(table_of(two, code) for code in (TWO, THREE, FOUR))
    )
    assert [{figure.place.table for figure in report.figures} for report in reports] == [
        {THREE, FOUR},
        {TWO, THREE, FOUR},
    ]
    assert ("table_missing", None) in rules(reports[0])
    assert values(reports[1]) == flat(truth(two))


def repeated(table, rows):
    """The table with its first rows on a page before too."""
    upper = [replace(cell, row_span=min(cell.row_span, rows - cell.row)) for cell in table.cells if cell.row < rows]
    lower = [replace(cell, row=cell.row + rows, page=2) for cell in table.cells]
    return replace(table, cells=(*upper, *lower), breaks=(rows,))


@pytest.mark.parametrize(("code", "rows"), [(THREE, 3), (FOUR, 2), (FOUR, 3)])
def test_a_header_alone_at_the_foot_of_a_page_and_repeated_on_the_next_is_one(code, rows):
    report = report_of(facts(2), **{code: repeated(table_of(facts(2), code), rows)})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == []


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        (THREE, {"自然人": "E人", "商业企业": "仓"}),
        (THREE, {"社会公益组织": "±"}),
        (THREE, {"总计": "é\n心\nit"}),
        (FOUR, {"尚未审结": "未w"}),
    ],
)
def test_labels_that_cannot_be_read_are_those_that_the_others_leave_and_in_doubt(code, texts):
    """As under a seal."""
    report = report_of(facts(2), **{code: reworded(table_of(facts(2), code), texts)})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == [("header_unclear", None)]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"行政复议": "", "行政诉讼": ""}, []),
        ({"行政复议": ""}, [("header_unclear", None)]),
        ({"行政复议": "行政赔偿", "行政诉讼": ""}, [("header_unclear", None)]),
        ({"复议后起诉": "", "行政诉讼": ""}, [("header_unclear", None)]),
    ],
    ids=["cut off", "blank", "another", "not the first"],
)
def test_the_name_of_the_first_row_is_known_where_the_end_of_a_page_cuts_off_the_top_of_the_header(texts, found):
    report = report_of(facts(2), **{FOUR: reworded(table_of(facts(2), FOUR), texts)})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == found


def test_names_of_rows_that_do_not_reach_over_just_their_columns_leave_no_other():
    table = table_of(facts(2), FOUR)
    (after,) = [cell for cell in table.cells if cell.text == "复议后起诉"]
    wide = replace(after, column=after.column - 1, column_span=after.column_span + 1)
    cells = tuple(wide if cell is after else cell for cell in reworded(table, {"行政复议": "", "行政诉讼": ""}).cells)
    direct = "未经复议直接起诉"
    cells = tuple(replace(cell, column_span=cell.column_span - 1) if cell.text == direct else cell for cell in cells)
    report = report_of(facts(2), **{FOUR: replace(table, cells=cells)})
    assert rules(report) == [("header_unclear", None)]


@pytest.mark.parametrize(
    ("code", "lost", "found"),
    [
        (THREE, ["商业企业"], []),
        (THREE, ["商业企业", "其他"], [("header_unclear", None)]),
        (TWO, ["本年废止件数"], [("header_unclear", None)]),
    ],
    ids=["one of seven", "two", "one of three"],
)
def test_one_label_of_many_that_a_seal_hides_wholly_is_the_one_that_the_others_leave(code, lost, found):
    table = changed(
        table_of(facts(2), code), lambda cell: replace(cell, text="", readings=("",)) if cell.text in lost else cell
    )
    report = report_of(facts(2), **{code: table})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == found


def test_labels_that_lost_strokes_are_told_by_the_others_also_above_these():
    """As in a scan in black and white, where the corner's text lost some as well."""
    texts = {
        "自然人": "白然人",
        "总计": "总it",
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）": "（本列数",
    }
    report = report_of(facts(2), **{THREE: reworded(table_of(facts(2), THREE), texts)})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == [("header_unclear", None)]


def test_labels_are_told_among_what_may_be_left_of_a_seal():
    own = "本年收费金额（单位：万元）"
    under = {
        "本年处理决定数量": ("本年处理决定数量\n2", "本年处理决定数量", "2"),
        "行政强制": ("1\n行政强制", "1", "行政强制"),
        own: (f"{own}\n{own}", "本年收费金额单", own),
    }
    table = changed(
        table_of(facts(2), TWO),
        lambda cell: replace(cell, text=under[cell.text][0], readings=under[cell.text]) if cell.text in under else cell,
    )
    report = report_of(facts(2), **{TWO: table})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == []


def test_another_label_in_place_of_a_columns_is_none_of_the_forms():
    report = report_of(facts(2), **{THREE: reworded(table_of(facts(2), THREE), {"科研机构": "合格率百分比"})})
    assert ("column_not_found", "new") in rules(report)


@pytest.mark.parametrize("lost", [("自然人", "总计"), ("其他",)])
def test_labels_that_one_page_prints_and_another_leaves_out_are_those_of_both(lost):
    matrix, half = table_of(facts(2), THREE), 12
    head = [replace(cell, row=cell.row + half, page=2) for cell in matrix.cells if cell.row < 3]
    upper = [replace(cell, row_span=min(cell.row_span, half - cell.row)) for cell in matrix.cells if cell.row < half]
    upper = [replace(cell, text="") if cell.text in lost else cell for cell in upper]
    rest = [replace(cell, row=cell.row + 3, page=2) for cell in matrix.cells if cell.row >= half]
    table = Table((*upper, *head, *rest), matrix.edges, (half,))
    report = report_of(facts(2), **{THREE: table})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == []
    other = replace(
        table, cells=tuple(replace(c, text="合格率") if not c.text and c.row < 3 else c for c in table.cells)
    )
    assert len(found(other)[0].columns) == 7 - len(lost)


def cut_header(table, cut, *, above=False):
    """The table with a page that begins among the rows of its header; above: the words of what it cuts stay there."""
    cells = []
    for cell in table.cells:
        if cell.row < cut < cell.row_end:  # the words of a cell over both levels may stand on either page
            on_top = above or cell.column_span > 1
            cells.append(replace(cell, row_span=cut - cell.row, text=cell.text if on_top else ""))
            cells.append(replace(cell, row=cut, row_span=cell.row_end - cut, text="" if on_top else cell.text, page=2))
        else:
            cells.append(cell if cell.row < cut else replace(cell, page=2))
    return replace(table, cells=tuple(sorted(cells, key=lambda c: (c.row, c.column))), breaks=(cut,))


@pytest.mark.parametrize("cut", [1, 2])
def test_a_header_that_the_page_cuts_between_its_levels_is_one(cut):
    report = report_of(facts(2), **{THREE: cut_header(table_of(facts(2), THREE), cut)})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == []


def test_labels_that_lost_strokes_above_the_edge_of_a_page_are_told_by_those_below():
    both = cut_header(table_of(facts(2), THREE), 2, above=True)
    report = report_of(facts(2), **{THREE: reworded(both, {"自然人": "白然人"})})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == []


@pytest.mark.parametrize("cut", [1, 2])
def test_a_header_that_the_page_cuts_right_below_another_table_is_no_row_of_that(cut):
    above, below, last = (table_of(facts(2), code) for code in (TWO, THREE, FOUR))
    both = replace(joined(above, cut_header(below, cut)), breaks=(above.n_rows + cut,))
    (report,) = reports_of(both, last)
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == []


def test_rows_that_a_page_leaves_blank_in_a_header_part_it_from_nothing():
    """Browsers draw the borders of cut cells anew at the top of the next page."""
    both = cut_header(table_of(facts(2), FOUR), 1)
    cells = [cell if cell.row < 1 else replace(cell, row=cell.row + 1) for cell in both.cells]
    blank = [Cell(1, 0, 1, both.n_columns, "", 2)]
    table = Table((*cells[: sum(cell.row < 1 for cell in cells)], *blank, *[c for c in cells if c.row > 1]), both.edges)
    report = report_of(facts(2), **{FOUR: replace(table, breaks=(1,))})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == []


def test_names_of_rows_that_no_line_parts_name_them_all_the_same():
    table = table_of(facts(2), FOUR)
    names = ("行政诉讼", "未经复议直接起诉", "复议后起诉")
    wide = next(cell for cell in table.cells if cell.text == names[0])
    cells = [
        replace(cell, text="".join(names), row_span=2) if cell is wide else cell
        for cell in table.cells
        if cell.text not in names[1:]
    ]
    report = report_of(facts(2), **{FOUR: replace(table, cells=tuple(cells))})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == []


def test_figures_that_are_all_blank_are_no_part_of_the_header_above_them():
    known = with_values(facts(2), {place: None for place in flat(truth(facts(2))) if place[0] == FOUR})
    report = report_of(known)
    assert values(report) == flat(truth(known))
    assert "table_missing" not in {rule for rule, _ in rules(report)}


def test_a_header_in_other_words_that_a_page_repeats_is_no_row():
    table = reworded(table_of(facts(2), THREE), {"申请人情况": "申请人类型"})
    half = next(cell.row for cell in table.cells if cell.text == "（七）总计")
    upper = [replace(cell, row_span=min(cell.row_span, half - cell.row)) for cell in table.cells if cell.row < half]
    head = [replace(cell, row=cell.row + half, page=2) for cell in table.cells if cell.row < 3]
    rest = [replace(cell, row=cell.row + 3, page=2) for cell in table.cells if cell.row >= half]
    report = report_of(facts(2), **{THREE: Table((*upper, *head, *rest), table.edges, (half,))})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == []


def test_a_header_whose_corner_the_edge_of_a_page_cuts_has_the_labels_of_both_pages():
    table = table_of(facts(2), THREE, Wording(total_beside=True))
    cells = []
    for cell in table.cells:
        if cell.row_end == 3 and cell.row == 0:  # the corner, and the total
            end = 20 if cell.column == 0 else len(cell.text)
            cells += [replace(cell, row_span=1, text=cell.text[:end])]
            cells += [replace(cell, row=1, row_span=1, text=cell.text[end:], page=2)]
            cells += [replace(cell, row=2, row_span=1, text="", page=2)]
        elif cell.text == "自然人":
            cells += [replace(cell, row_span=1, text="", page=2), replace(cell, row=2, row_span=1, page=2)]
        else:
            cells.append(replace(cell, page=1 + bool(cell.row)))
    report = report_of(facts(2), **{THREE: Table(tuple(cells), table.edges, (1,))})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == []


def test_a_header_alone_on_a_page_and_repeated_on_the_next_is_no_row():
    table = table_of(facts(2), THREE)
    half = next(cell.row for cell in table.cells if cell.text == "（七）总计")
    upper = [replace(cell, row_span=min(cell.row_span, half - cell.row)) for cell in table.cells if cell.row < half]
    heads = [replace(c, row=c.row + half + 3 * k, page=2 + k) for k in (0, 1) for c in table.cells if c.row < 3]
    rest = [replace(cell, row=cell.row + 6, page=3) for cell in table.cells if cell.row >= half]
    report = report_of(facts(2), **{THREE: Table((*upper, *heads, *rest), table.edges, (half, half + 3))})
    assert values(report) == flat(truth(facts(2)))
    assert rules(report) == []


@pytest.mark.parametrize("blank", [False, True])
def test_a_row_in_the_words_of_a_group_right_below_a_header_that_a_page_repeats_is_no_part_of_it(blank):
    blank_form = empty_facts("2021", id="one", issuer="云泽县", year=2024, forms={}, other_as_one=True)
    known = random_facts(Random(2), scale=9, blank=blank_form)
    places = [place for place in flat(truth(known)) if place[1] == "other"]
    known = with_values(known, dict.fromkeys(places)) if blank else known
    table = table_of(known, THREE)
    half = next(cell.row for cell in table.cells if cell.text == "（六）其他处理")
    report = report_of(known, **{THREE: on_two_pages(table, half)})
    assert values(report) == flat(truth(known))
    assert rules(report) == []
