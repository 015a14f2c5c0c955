from dataclasses import replace

import pytest

from pipeline.extract.model import Cell, Table
from pipeline.form import load_forms
from pipeline.normalize.cuts import healed
from pipeline.normalize.labels import vocabularies

KNOWN = tuple(vocabularies(load_forms()).values())


def table(*rows, breaks=()):
    cells = [
        Cell(r, c, 1, 1, text, 1 + (r >= min(breaks, default=99)))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return Table(tuple(cells), tuple(range(0, 40 * (len(rows[0]) + 1), 40)), tuple(breaks))


def texts(found):
    return [[cell.text for cell in row] for row in found.rows()]


def test_a_header_that_the_page_cuts_in_two_is_one_header():
    cut = table(
        ("结果", "结果", "其他", "尚未", "总计"),
        ("维持", "纠正", "结果", "审结", ""),
        ("1", "0", "0", "0", "1"),
        breaks=(1,),
    )
    whole = healed(cut, KNOWN)
    assert texts(whole) == [["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"], [], ["1", "0", "0", "0", "1"]]
    assert {cell.row_span for cell in whole.rows()[0]} == {2}


def test_labels_that_the_page_cuts_are_whole_beside_others_that_stand_below_the_name_of_their_group():
    cut = table(
        ("结果维", "结果纠", "其他", "复议后起诉", ""),
        ("持", "正", "结果", "结果维持", "结果纠正"),
        ("1", "0", "0", "0", "1"),
        breaks=(1,),
    )
    cells = [replace(c, column_span=2) if c.text == "复议后起诉" else c for c in cut.cells if c.text]
    whole = healed(replace(cut, cells=tuple(cells)), KNOWN)
    assert texts(whole)[:2] == [["结果维持", "结果纠正", "其他结果", "复议后起诉"], ["结果维持", "结果纠正"]]
    assert [cell.row_span for cell in whole.rows()[0]] == [2, 2, 2, 1]


def test_the_header_of_a_table_of_plain_text_is_joined_at_a_break_only():
    """Its cells have no spans: what stands below each other need not belong together."""
    rows = (("结果", "结果", "其他", "尚未", "总计"), ("维持", "纠正", "结果", "审结", ""), ("1", "0", "0", "0", "1"))
    text, cut = (replace(table(*rows, breaks=breaks), edges=None) for breaks in ((), (1,)))
    assert healed(text, KNOWN) == text
    assert texts(healed(cut, KNOWN))[0] == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def test_a_whole_header_over_a_break_is_left_alone():
    whole = table(("结果维持", "结果纠正"), ("行政许可", "行政处罚"), breaks=(1,))
    assert healed(whole, KNOWN) == whole


def test_figures_on_both_sides_of_a_break_are_never_joined():
    rows = table(("行政许可", "1"), ("行政处罚", "2"), breaks=(1,))
    assert healed(rows, KNOWN) == rows


def test_a_header_that_a_line_among_its_words_cuts_in_two_is_one_header():
    cut = table(
        ("自然人", "", "", "", "", "", "总计"),
        ("", "", "", "社会", "法律", "", ""),
        ("", "商业企业", "科研机构", "公益组织", "服务机构", "其他", ""),
        ("1", "0", "0", "0", "0", "0", "1"),
    )
    assert texts(healed(cut, KNOWN))[1:3] == [
        ["", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""],
        [],
    ]


@pytest.mark.parametrize("row", [("无", "无"), ("/", "/"), ("", ""), ("（件）", "（件）")])
def test_what_stands_below_whole_labels_above_no_break_is_never_joined(row):
    rows = table(("结果维持", "结果纠正"), row)
    assert healed(rows, KNOWN) == rows


def test_a_header_of_which_a_few_labels_are_cut_is_one_header():
    cut = table(
        ("结果维持", "结果纠正", "其他结", "尚未审结", "总计"),
        ("", "", "果", "", ""),
        ("1", "0", "0", "0", "1"),
        breaks=(1,),
    )
    assert texts(healed(cut, KNOWN))[:2] == [["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"], []]


def test_a_note_on_a_label_that_the_page_cuts_off_is_the_labels():
    cut = table(("信息内容", "本年收费金额（"), ("", "单位：元）"), ("行政事业性收费", "1"), breaks=(1,))
    assert texts(healed(cut, KNOWN))[:2] == [["信息内容", "本年收费金额（单位：元）"], []]


def test_a_row_without_figures_below_a_break_is_no_part_of_the_header():
    rows = table(("信息内容", "本年收费金额"), ("行政事业性收费", ""), breaks=(1,))
    assert healed(rows, KNOWN) == rows


def test_words_at_the_top_of_a_page_are_those_of_the_header_above_where_its_cells_are_drawn_anew():
    names = ["结果维持", "结果纠正", "其他结果", "尚未审", "总计"]
    above = [Cell(0, c, 1, 1, text, 1) for c, text in enumerate(names)] + [Cell(1, 0, 1, 5, "", 1)]
    below = [Cell(2, 0, 1, 3, "", 2), Cell(2, 3, 1, 2, "", 2)]
    below = [replace(cell, row_span=2) if cell.column == 0 else cell for cell in below]
    below += [Cell(3, 3, 1, 1, "结", 2), Cell(3, 4, 1, 1, "", 2)]
    figures = [Cell(4, c, 1, 1, "1", 2) for c in range(5)]
    cut = Table((*above, *below, *figures), tuple(range(0, 240, 40)), (2,))
    assert texts(healed(cut, KNOWN)) == [[*names[:3], "尚未审结", "总计"], [""], ["", ""], ["", ""], ["1"] * 5]


def test_signs_for_none_below_a_header_that_ends_a_page_are_figures():
    rows = table(("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"), ("-",) * 5, breaks=(1,))
    assert healed(rows, KNOWN) == rows


def test_a_blank_figure_above_a_header_is_no_half_of_it():
    """The name of a block may stand beside its rows, and end with the last of them."""
    rows = table(
        ("第二十条第（六）项", "信息内容", "本年处理决定数量"),
        ("", "行政强制", ""),
        ("第二十条第（八）项", "信息内容", "本年收费金额（单位：万元）"),
        ("", "行政事业性收费", "1"),
    )
    beside = [replace(cell, row_span=2) if cell.row % 2 == 0 and not cell.column else cell for cell in rows.cells]
    drawn = replace(rows, cells=tuple(cell for cell in beside if cell.column or cell.row % 2 == 0))
    assert healed(drawn, KNOWN) == drawn
