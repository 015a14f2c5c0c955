"""Tables without lines come out as if they were ruled, or say that a place is a guess."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.fonts import font
from pipeline.extract.assemble import page_content
from pipeline.extract.figure_lines import figure_lines
from pipeline.extract.grid import Grid, Rule, Span
from pipeline.extract.model import Glyph, Table, TextLine
from pipeline.extract.openness import drawn_whole, ends_with_labels, from_top, has_rows, lacks_lines, may_hold_table
from pipeline.extract.reader_pdfium import read
from pipeline.extract.reader_pdfplumber import read as read_with_pdfplumber
from pipeline.extract.stub import label_rows, text_rows
from pipeline.extract.unruled import Sheet, find_tables
from pipeline.extract.words import words
from tests.extract.drawing import HEIGHT, draw_table, grid_texts, pdf, plain_spans

EM = 10.0
HEADS = ["甲乙", "丙丁", "戊己", "庚辛"]


def text(string: str, x0: float, middle: float) -> list[Glyph]:
    """Glyphs as fonts print them: square characters, and digits half as wide."""
    glyphs = []
    for character in string:
        width = EM if character > "\u2e80" else EM / 2
        glyphs.append(Glyph(character, x0 + 0.5, middle - 4, x0 + width - 0.5, middle + 4))
        x0 += width
    return glyphs


def length(string: str) -> float:
    return sum(EM if character > "\u2e80" else EM / 2 for character in string)


def placed(string: str, x0: float, x1: float, middle: float, align: float) -> list[Glyph]:
    """A text between two borders: on the left (0), in the middle (0.5), on the right (1)."""
    return text(string, x0 + 3 + align * (x1 - x0 - 6 - length(string)), middle)


def header_at(middle: float) -> list[Glyph]:
    """The labels of a table in one line, in columns of 50 right of the first one."""
    xs = [60.0, *(160.0 + 50 * k for k in range(len(HEADS) + 1))]
    return [
        glyph
        for name, (x0, x1) in zip(["项目", *HEADS], pairwise(xs), strict=True)
        for glyph in placed(name, x0, x1, middle, 0.5)
    ]


def tables_of(*pages: list[Glyph], horizontal: tuple[Rule, ...] = (), vertical: tuple[Rule, ...] = ()) -> list[Table]:
    found = find_tables([Sheet(glyphs, horizontal, vertical) for glyphs in pages])
    return [
        table
        for number, (glyphs, grids) in enumerate(zip(pages, found, strict=True), start=1)
        for table in page_content(number, list(grids), glyphs, grids)[0]
    ]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text.replace("\n", "") for cell in row] for row in table.rows()]


@st.composite
def sheets(draw):
    """Labels of one to four lines, numbers beside them, some blank; how all of it is aligned, and how tight."""
    rows = draw(st.integers(2, 6))
    lines = [draw(st.integers(1, 4)) for _ in range(rows)]
    labels = [[f"{'一二三四五六'[row]}行名称" for _ in range(count)] for row, count in enumerate(lines)]
    numbers = [[draw(st.sampled_from(["0", "7", "12", "3456"])) for _ in HEADS] for _ in range(rows)]
    return (
        labels,
        numbers,
        draw(st.sampled_from([0.0, 0.5])),
        draw(st.sampled_from([0.0, 0.5, 1.0])),
        draw(st.sampled_from([3.0, 8.0, 15.0])),
        draw(st.sampled_from([34.0, 50.0, 90.0])),
    )


def drawn(labels, numbers, label_at, number_at, room, width, *, head=True) -> list[Glyph]:
    xs = [60.0, 160.0] + [160 + width * (k + 1) for k in range(len(HEADS))]
    glyphs, y = [], 100.0
    if head:
        for name, (x0, x1) in zip(["项目", *HEADS], pairwise(xs), strict=True):
            glyphs += placed(name, x0, x1, y, 0.5)
        y += 10 + room
    for label, row in zip(labels, numbers, strict=True):
        for k, line in enumerate(label):
            glyphs += placed(line, *xs[:2], y + 12 * k, label_at)
        middle = y + 12 * (len(label) - 1) / 2
        for number, (x0, x1) in zip(row, pairwise(xs[1:]), strict=True):
            glyphs += placed(number, x0, x1, middle, number_at)
        y += 12 * (len(label) - 1) + 10 + room
    return glyphs


@given(sheets())
@settings(max_examples=80, deadline=None)
def test_rows_and_columns_are_told_by_where_words_stand(sheet):
    labels, numbers = sheet[:2]
    (table,) = tables_of(drawn(*sheet))
    assert texts(table)[0] == ["项目", *HEADS]
    assert texts(table)[1:] == [["".join(label), *row] for label, row in zip(labels, numbers, strict=True)]


@given(sheets())
@settings(max_examples=30, deadline=None)
def test_a_table_that_goes_on_over_a_page_has_one_set_of_columns(sheet):
    labels, numbers, *look = sheet
    upper, lower = tables_of(drawn(labels, numbers, *look), drawn(labels, numbers, *look, head=False))
    assert upper.edges == lower.edges
    assert texts(lower) == texts(upper)[1:]


@given(sheets())
@settings(max_examples=20, deadline=None)
def test_a_header_at_the_foot_of_a_page_has_its_figures_on_the_next(sheet):
    labels, numbers, *look = sheet
    upper, lower = tables_of(drawn([], [], *look), drawn(labels, numbers, *look, head=False))
    assert texts(upper) == [["项目", *HEADS]]
    assert upper.edges == lower.edges


def test_a_header_at_the_foot_of_a_page_does_not_begin_with_prose_whose_words_stand_apart_for_once():
    prose = [
        *text("条例", 60, 600),
        *text("年号", 120, 600),
        *text("本年全面落实各项公开要求认真办理每一件申请", 60, 615),
    ]
    rows = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 8.0, 50.0, head=False)
    upper, lower = tables_of([*prose, *header_at(640)], rows)
    assert texts(upper) == [["项目", *HEADS]]
    assert texts(lower) == [["甲行", *"1111"], ["乙行", *"2222"]]


def test_rows_below_a_header_on_the_page_before_are_none_of_the_table_on_the_next_page():
    heads = [*placed("项目", 60, 160, 640, 0.5), *placed("本年数量", 160, 360, 640, 0.5)]
    row = [*placed("甲行", 60, 160, 80, 0.0), *placed("12", 160, 360, 80, 0.5)]
    matrix = drawn([["乙行"], ["丙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 8.0, 50.0)
    upper, lower, other = tables_of(heads, row, matrix)
    assert upper.edges == lower.edges
    assert [texts(upper), texts(lower)] == [[["项目", "本年数量"]], [["甲行", "12"]]]
    assert texts(other) == [["项目", *HEADS], ["乙行", *"1111"], ["丙行", *"2222"]]


def test_a_header_at_the_foot_of_a_page_stands_anywhere_below_a_number_in_prose():
    prose = [*text("数据统计期限为本条例规定的全年时间共计件数", 200, 600), *text("2023", 420, 600)]
    rows = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 8.0, 50.0, head=False)
    upper, lower = tables_of([*prose, *header_at(640)], rows)
    assert texts(upper) == [["项目", *HEADS]]
    assert upper.edges == lower.edges


def test_a_column_of_blank_cells_is_there():
    numbers = [["1", "", "3", "4"], ["5", "", "7", "8"]]
    (table,) = tables_of(drawn([["上行"], ["下行"]], numbers, 0.0, 0.5, 8.0, 50.0))
    assert texts(table)[1:] == [["上行", "1", "", "3", "4"], ["下行", "5", "", "7", "8"]]


def test_a_column_of_blank_cells_is_there_however_near_the_next_label_stands():
    (table,) = tables_of(drawn([["甲行"], ["乙行"]], [["1", "", "3", "4"]] * 2, 0.0, 0.5, 2.0, 25.0))
    assert texts(table)[0] == ["项目", *HEADS]
    assert [row[2] for row in texts(table)[1:]] == ["", ""]


@pytest.mark.parametrize("pitch", [12, 18])
def test_a_column_of_blank_cells_is_there_beside_labels_of_two_lines_however_far_these_are_apart(pitch):
    xs = [180.0, 210.0, 240.0, 270.0]
    page = [glyph for x, head in zip(xs, HEADS, strict=True) for glyph in text(head, x, 80)]
    for x, lower in zip(xs, ["子丑", "寅卯", "", "辰巳"], strict=True):
        page += text(lower, x, 80 + pitch)
    for y, label in ((130, "甲行"), (160, "乙行")):
        page += text(label, 63, y) + [glyph for x in (xs[0], xs[1], xs[3]) for glyph in text("1", x + 7, y)]
    (table,) = tables_of(page)
    assert texts(table)[-2:] == [["甲行", "1", "1", "", "1"], ["乙行", "1", "1", "", "1"]]


def test_a_row_of_blank_cells_keeps_its_label():
    numbers = [["1", "2", "3", "4"], ["", "", "", ""], ["5", "6", "7", "8"], ["0", "0", "0", "0"]]
    (table,) = tables_of(drawn([["上行"], ["中行"], ["下行"], ["末行"]], numbers, 0.0, 0.5, 8.0, 50.0))
    assert [row[0] for row in texts(table)] == ["项目", "上行", "中行", "下行", "末行"]


def test_a_row_of_blank_cells_above_the_first_figures_is_a_row():
    (table,) = tables_of(drawn([["上行"], ["中行"], ["下行"]], [[""] * 4, ["1"] * 4, ["2"] * 4], 0.0, 0.5, 8.0, 50.0))
    assert [row[0] for row in texts(table)] == ["项目", "上行", "中行", "下行"]


def test_a_blank_row_between_two_rules_is_no_part_of_the_label_above_it():
    page = drawn([["上行"], ["下行"]], [["1"] * 4, [""] * 4], 0.0, 0.5, 15.0, 50.0)
    rules = tuple(Rule(at, 60, 360) for at in (80, 118, 190))
    (table,) = tables_of(page, horizontal=rules)
    assert [row[0] for row in texts(table)] == ["项目", "上行", "下行"]


def test_a_label_over_several_columns_stands_over_them():
    glyphs = drawn([["上行"], ["下行"]], [["1", "2", "3", "4"]] * 2, 0.0, 0.5, 8.0, 50.0)
    (table,) = tables_of([*placed("四列之上", 160, 360, 78, 0.5), *glyphs])
    assert [row for row in texts(table) if "四列之上" in row]
    assert [texts(table)[-2], texts(table)[-1]] == [["上行", "1", "2", "3", "4"], ["下行", "1", "2", "3", "4"]]


@pytest.mark.parametrize("room", [6.0, 14.0])
def test_a_line_in_the_middle_of_a_table_heads_the_rows_below_it(room):
    labels, numbers = [["上行"], [""], ["中行"], ["下行"]], [list("1234"), [""] * 4, list("5678"), list("0000")]
    glyphs = drawn(labels, numbers, 0.0, 0.5, room, 50.0)
    height = 100 + 18 + 10 + room
    (table,) = tables_of([*glyphs, *placed("三、办理结果", 60, 360, height, 0.5)])
    (heading,) = [cell for cell in table.cells if cell.text == "三、办理结果"]
    assert heading.column_span == 5
    assert [row[0] for row in texts(table)] == ["项目", "上行", "三、办理结果", "中行", "下行"]
    assert not any(cell.guessed for cell in table.cells)


@pytest.mark.parametrize("x0", [180.0, 260.0])
def test_a_line_over_some_columns_heads_no_rows_of_the_table_above_it(x0):
    labels, numbers = [["上行"], [""], ["下行"]], [list("1234"), [""] * 4, list("5678")]
    glyphs = drawn(labels, numbers, 0.0, 0.5, 14.0, 50.0)
    tables = tables_of([*glyphs, *placed("办理结果", x0, x0 + 100, 100 + 18 + 24, 0.5)])
    assert all("办理结果" not in row[0] for table in tables for row in texts(table))


def test_a_label_over_columns_is_no_line_of_the_middle_one_where_others_have_fewer_labels_above_them():
    columns = [(160.0 + 36 * k, 196.0 + 36 * k) for k in range(10)]
    names, numbers = ["甲一", "乙二", "丙三", "丁四", "戊五"] * 2, "1234567890"
    glyphs = [*placed("左列", 160, 340, 90, 0.5), *placed("四字之名", 340, 520, 100, 0.5), *text("上行", 63, 140)]
    for index, (own, name, number) in enumerate(zip(columns, names, numbers, strict=True)):
        glyphs += placed(name, *own, 106 if index < 5 else 112, 0.5) + placed(number, *own, 140, 0.5)
    (table,) = tables_of(glyphs)
    assert [cell.text for cell in table.cells if cell.text in names] == names
    assert texts(table)[-1] == ["上行", *numbers]


@pytest.mark.parametrize("name", ["组名", "一组之名"])
def test_a_group_beside_rows_is_no_part_of_their_labels(name):
    labels = [["上行"], ["中行"], ["下行"]]
    glyphs = [replace(g, x0=g.x0 + 40, x1=g.x1 + 40) for g in drawn(labels, [list("1234")] * 3, 0.0, 0.5, 8.0, 50.0)]
    group = text(name, 100 - length(name) - 6, 100 + 2 * 18)
    (table,) = tables_of([*(glyph for glyph in glyphs if glyph.text not in "项目"), *group])
    assert [cell.text for cell in table.cells if cell.row_span == 3] == [name]
    assert [row[-5] for row in texts(table)[1:]] == ["上行", "中行", "下行"]


@pytest.mark.parametrize("rules", [True, False], ids=["ruled", "white"])
def test_labels_stand_apart_from_the_names_of_their_groups_that_run_downwards(rules):
    names = ["1.上行之名", "2.中行之名", "3.三行之名", "4.四行之名", "5.五行之名", "6.末行之名"]
    labels = [["(二)首行的长名"], names[:1], [names[1], "之二"], *([name] for name in names[2:])]
    page = drawn(labels, [list("1234")] * 7, 0.0, 0.5, 2.0, 50.0)
    page = [glyph for glyph in page if glyph.x0 > 160 or glyph.text not in "项目"]
    right = {glyph: 14.0 if glyph.top < 120 else 40.0 for glyph in page if glyph.x0 < 160}
    page = [replace(g, x0=g.x0 + right.get(g, 0.0), x1=g.x1 + right.get(g, 0.0)) for g in page]
    groups = [glyph for k, name in enumerate("三年度的结果") for glyph in placed(name, 60, 76, 112 + 12 * k, 0.5)]
    groups += [glyph for k, name in enumerate("(三)不予公开") for glyph in placed(name, 80, 100, 124 + 12 * k, 0.5)]
    drawn_rules = (Rule(75, 106, 206), Rule(102, 118, 206)) if rules else ()
    (table,) = tables_of([*page, *groups], vertical=drawn_rules)
    assert [row[-5] for row in texts(table)[1:]] == ["(二)首行的长名", names[0], names[1] + "之二", *names[2:]]
    tall = [cell.text for cell in table.cells if cell.row_span > 3]
    assert tall == [
        "三年度的结果",
        "(三)不予公开" if rules else "(三)不予",
    ]  # without, nothing tells how far a group goes


def test_rules_that_are_drawn_part_what_stands_close():
    labels, numbers = [["上行", "二行"], ["三行"]], [list("1234"), list("5678")]
    glyphs = drawn(labels, numbers, 0.0, 0.5, 2.0, 50.0)
    rules = (Rule(136.0, 60, 360),)
    (table,) = tables_of(glyphs, horizontal=rules)
    assert [row[0] for row in texts(table)] == ["项目", "上行二行", "三行"]
    assert not any(cell.guessed for cell in table.cells)


def test_what_stands_between_two_rules_is_one_row_however_high_its_figures_stand():
    lines = text_rows(words([g for k, y in enumerate((110, 140, 152, 185)) for g in text(f"名称{k}", 60, y)]))
    figures = [100.0, 165.0, 185.0]
    rows = label_rows(lines, figures, EM, [90.0, 130.0, 175.0, 195.0])
    assert [row[:3] for row in rows] == [(0, 1, 0), (1, 3, 1), (3, 4, 2)]
    assert not any(row.unsure for row in rows)
    assert [row.figures for row in label_rows(lines, figures, EM)] != [0, 1, 2]


def test_a_blank_row_between_two_rules_has_its_label_by_itself():
    lines = text_rows(words([*text("规章", 60, 100), *text("文件", 60, 118)]))
    rows = label_rows(lines, [118.0], EM, [90.0, 128.0])
    assert [row[:3] for row in rows] == [(0, 1, None), (1, 2, 0)]


def test_a_line_that_could_belong_to_either_row_is_a_guess():
    lines = text_rows(words([g for k in range(3) for g in text("名称", 60, 100 + 12 * k)]))
    rows = label_rows(lines, [103.0, 121.0], EM)
    assert any(row.unsure for row in rows)
    sure = label_rows(lines, [106.0, 124.0], EM)
    assert [(row.start, row.end, row.figures, row.unsure) for row in sure] == [(0, 2, 0, False), (2, 3, 1, False)]


def test_figures_whose_label_stands_on_the_next_page_leave_the_row_above_them_certain():
    lines = text_rows(words([g for k, y in enumerate((100, 118, 130)) for g in text(f"名称{k}", 60, y)]))
    rows = label_rows(lines, [100.0, 118.0, 148.0], EM)
    assert [(row.start, row.end, row.figures, row.unsure) for row in rows] == [
        (0, 1, 0, False),
        (1, 3, 1, False),
        (3, 3, 2, False),
    ]


@pytest.mark.parametrize(
    ("numbers", "sure"), [(("（一）", "（二）"), True), (("1.", "2."), True), (("甲乙", "丙丁"), False)]
)
def test_a_line_that_begins_with_the_number_of_an_item_begins_a_label(numbers, sure):
    """Below the first of two rows, as tight as the lines of a label, stands a line that is either the end of its label,
    with figures at its height, or the beginning of the other one, whose end has them.
    """
    strings = [f"{numbers[0]}名称", f"{numbers[1]}名称名称", "名称"]
    lines = text_rows(words([g for k, line in enumerate(strings) for g in text(line, 60, 100 + 12 * k)]))
    rows = label_rows(lines, [100.0, 124.0], EM)
    assert any(row.unsure for row in rows) is not sure
    if sure:
        assert [(row.start, row.end, row.figures) for row in rows] == [(0, 1, 0), (1, 3, 1)]


@pytest.mark.parametrize("align", [0.0, 1.0])
def test_a_figure_under_no_label_is_of_the_column_on_whose_side_its_document_sets_figures(align):
    """It stands nearer to the label of the narrow column beside its own, a broad one."""
    broad, narrow = ((200, 480), (120, 200)) if align == 0.0 else ((120, 400), (400, 480))
    page = [*text("甲行", 60, 120), *text("乙行", 60, 180)]
    for (x0, x1), figure in zip(((120, 240), (240, 360), (360, 480)), "123", strict=True):
        page += placed("某列", x0, x1, 100, 0.5) + placed(figure, x0, x1, 120, align)
    page += placed("窄列", *narrow, 160, 0.5) + placed("宽列", *broad, 160, 0.5) + placed("7", *broad, 180, align)
    upper, lower = tables_of(page)
    assert texts(upper)[1] == ["甲行", *"123"]
    assert texts(lower)[1] == (["乙行", "", "7"] if align == 0.0 else ["乙行", "7", ""])
    assert any(cell.guessed for cell in lower.cells if cell.text == "7")
    (alone,) = tables_of([glyph for glyph in page if glyph.top > 140])
    assert any(cell.guessed for cell in alone.cells if cell.text == "7")


def test_a_figure_between_two_labels_is_a_guess():
    glyphs = [*placed("甲乙", 160, 210, 100, 0.5), *placed("丙丁", 260, 310, 100, 0.5), *text("上行", 60, 120)]
    (table,) = tables_of([*glyphs, *placed("5", 210, 260, 120, 0.5)])
    assert any(cell.guessed for cell in table.cells if cell.text == "5")


@pytest.mark.parametrize(
    "lines",
    [
        ["本年收到申请 12 件，比上年增加 3 件。", "全年办结 15 件，结转 0 件。"],
        ["- 3 -"],
        ["２０２４年１月２０日"],
        ["1.属于国家秘密", "2.其他法律行政法规禁止公开"],
    ],
)
def test_prose_is_no_table(lines):
    glyphs = [g for k, line in enumerate(lines) for g in text(line.replace(" ", ""), 60, 100 + 20 * k)]
    assert tables_of(glyphs) == []


def test_pages_of_prose_are_told_by_their_text():
    prose = "本报告由办公室编制，统计期限为2024年1月1日至12月31日。\n全年收到申请12件，均已按期答复。\n- 3 -"
    assert not may_hold_table(prose)
    assert may_hold_table(prose + "\n行政许可 12")
    assert may_hold_table("结果\n维持\n结果\n纠正\n其他\n结果\n尚未\n审结")


@pytest.mark.parametrize(
    "line",
    [
        "云泽县财政局 2024 年政府信息公开工作年度报告",
        "统计期限为 2024 年 1 月 1 日至 2024 年 12 月 31",
        "（二）依申请公开。全年收到申请 12 件，结转 3 件，均在 20",
        "按期答复。 — 1 —",
    ],
)
def test_numbers_that_are_set_apart_in_prose_are_no_figures(line):
    assert not may_hold_table(line)


@pytest.mark.parametrize(
    "line",
    [
        "行政许可 12",
        "行政许可 12 件 行政处罚 3 件",
        "（二）部分公开（区分处理的，只计这一情形， 5",
        "不计其他情形） 5",
        "计这一情形，不计其他情形） 5",
        "第一项，第二项 5 0",
    ],
)
def test_figures_beside_a_label_are_figures_whatever_it_says(line):
    assert may_hold_table(line)


def test_words_end_where_a_gap_begins():
    glyphs = [*text("一、名称", 60, 100), *text("（甲）", 100, 100), *text("12", 145, 100), *text("3", 165, 100)]
    assert [word.text for word in words(glyphs)] == ["一、名称（甲）", "12", "3"]
    assert [word.is_figure for word in words(glyphs)] == [False, True, True]


def test_characters_printed_twice_to_look_bold_are_words_once():
    glyphs = [*text("甲乙丙", 60, 100), *text("12", 160, 100)]
    again = [replace(glyph, x0=glyph.x0 - 0.3, x1=glyph.x1 - 0.3) for glyph in glyphs]
    assert [word.text for word in words([*glyphs, *again[1:], again[0]])] == ["甲乙丙", "12"]


def test_full_width_digits_are_one_number_though_their_ink_is_narrow():
    glyphs = [Glyph(digit, x, 96.0, x + 4, 103.0) for digit, x in zip("２８０３７", (63, 73, 83, 93, 123), strict=True)]
    assert [word.text for word in words(glyphs)] == ["２８０３", "７"]


def test_the_number_of_an_item_is_no_word_by_itself():
    glyphs = [*text("1.", 60, 100), *text("名称", 79, 100), *text("2", 60, 120), *text(".名称", 74, 120)]
    assert [word.text for word in words(glyphs)] == ["1.名称", "2.名称"]


def test_a_unit_that_stands_a_little_apart_belongs_to_its_number():
    glyphs = [*text("7670000", 60, 100), *text("元", 103, 100), *text("3", 60, 120), *text("件", 90, 120)]
    assert [word.text for word in words(glyphs)] == ["7670000元", "3", "件"]


def test_lines_that_are_missing_in_a_table_are_missed():
    xs, ys = [60.0, 160.0, 240.0, 320.0], [100.0, 130.0, 160.0, 190.0]
    spans = plain_spans(3, 3)
    full = ["a", "b", "c", "d", "1", "2", "e", "3", "4"]

    def ruled(canvas):
        draw_table(canvas, xs, ys, spans, "strokes")
        grid_texts(canvas, xs, ys, spans, full)

    def framed(canvas):
        draw_table(canvas, xs[::3], [*ys[:2], ys[-1]], plain_spans(2, 1), "strokes")
        canvas.line(xs[1], 842 - ys[0], xs[1], 842 - ys[-1])
        grid_texts(canvas, xs, ys, spans, full)

    (complete,) = read(pdf(ruled)).tables
    assert not lacks_lines(complete, (), ())
    (table,) = read(pdf(framed)).tables
    assert [row[-2:] for row in texts(table)] == [["b", "c"], ["1", "2"], ["3", "4"]]


def narrow(*rows, width=20.0):
    """A ruled table of a label and four narrow columns, and the glyphs of its page. rows: heights and texts of cells,
    with a slash where a number goes on below.
    """
    xs, ys, glyphs = [60.0, *(160.0 + width * column for column in range(5))], [100.0], []
    for high, row in rows:
        for x, cell in zip(xs, row, strict=False):
            glyphs += [g for k, part in enumerate(cell.split("/")) for g in text(part, x + 1, ys[-1] + 8 + 13 * k)]
        ys.append(ys[-1] + high)
    grid = Grid(tuple(xs), tuple(ys), tuple(plain_spans(len(rows), 5)))
    (table,), lines = page_content(1, [grid], glyphs)
    return table, lines, from_top(glyphs)


def test_numbers_that_narrow_columns_break_over_lines_miss_no_line():
    page = narrow((30, ["甲", "1277/03", "0", "1186/4", "1956/7"]), (20, ["乙", "3", "0", "0", "3"]))
    assert not lacks_lines(*page)
    assert [cell.text for cell in page[0].cells if cell.row == 0][1:] == ["127703", "0", "11864", "19567"]


def test_numbers_of_a_digit_a_line_in_columns_without_room_for_two_miss_no_line():
    rows = (60, ["甲", "1/2/7", "1/1", "1/8/6/4", "5/6"]), (45, ["乙", "3/1", "1/0", "4/5/6", "7/8"])
    assert not lacks_lines(*narrow(*rows))
    assert lacks_lines(*narrow(*rows, width=24.0))


@pytest.mark.parametrize("column", ["0/0/0/0", "2/0/1/0/0/0/3/0/1"], ids=["zeros", "long"])
def test_digits_below_each_other_that_are_no_number_miss_lines(column):
    assert lacks_lines(*narrow((130, ["甲", column, "1/2/7", "1/1", "5/6"])))


def test_the_rest_of_numbers_in_a_row_that_a_page_cut_miss_no_line():
    assert not lacks_lines(*narrow((60, ["", "3/5/9/1", "", "", "3/5/9/1"]), (20, ["乙", "3", "0", "0", "3"])))


@pytest.mark.parametrize("label", ["甲", "甲/丙/丁/戊"])
def test_figures_below_each_other_beside_a_label_miss_lines(label):
    assert lacks_lines(*narrow((60, [label, "3/5/9/1", "", "", "3/5/9/1"]), (20, ["乙", "3", "0", "0", "3"])))


@pytest.mark.parametrize(("label", "missing"), [("本年新收申请", False), ("本年新收申请/上年结转申请", True)])
def test_numbers_that_break_in_every_column_beside_one_label_miss_no_line(label, missing):
    """All columns of a row may be too narrow for its numbers, as where the cells of a table are set at their tops."""
    page = narrow((60, [label, "151/7", "925/3", "163/1", "173/2"]), (20, ["上年结转申请", "3", "0", "0", "3"]))
    assert lacks_lines(*page) == missing


@pytest.mark.parametrize(("width", "missing"), [(80.0, True), (24.0, False)], ids=["wide", "narrow"])
def test_two_labels_beside_two_figures_miss_a_line_where_these_are_no_broken_number(width, missing):
    xs, ys = (60.0, 160.0, 160.0 + width), (100.0, 120.0, 150.0)
    glyphs = [*text("项目", 63, 110), *text("甲列", 161, 110), *text("行政处罚", 63, 128), *text("行政强制", 63, 142)]
    glyphs += [*text("12", 163, 128), *text("3", 163, 142)]
    (table,), lines = page_content(1, [Grid(xs, ys, tuple(plain_spans(2, 2)))], glyphs)
    assert lacks_lines(table, lines, from_top(glyphs)) == missing


@pytest.mark.parametrize(("second", "missing"), [("二、乙行", True), ("及其他行", False)], ids=["item", "line"])
def test_items_in_one_cell_beside_blank_ones_miss_a_line(second, missing):
    xs, ys = (60.0, 160.0, 200.0, 240.0, 280.0), (100.0, 120.0, 150.0)
    glyphs = [glyph for k, name in enumerate(HEADS) for glyph in text(name, xs[k] + 3, 110)]
    glyphs += [*text("一、甲行", 63, 128), *text(second, 63, 142)]
    (table,), lines = page_content(1, [Grid(xs, ys, tuple(plain_spans(2, 4)))], glyphs)
    assert lacks_lines(table, lines, from_top(glyphs)) == missing


def test_a_row_in_which_no_cell_begins_misses_no_line():
    cells = (Span(0, 0, 2, 1), Span(0, 1, 2, 1), Span(2, 0, 1, 1), Span(2, 1, 1, 1))
    glyphs = [*text("甲行", 63, 110), *text("1", 163, 110), *text("乙行", 63, 150), *text("2", 163, 150)]
    (table,), lines = page_content(1, [Grid((60.0, 160.0, 240.0), (100.0, 120.0, 140.0, 160.0), cells)], glyphs)
    assert not lacks_lines(table, lines, from_top(glyphs))


@pytest.mark.parametrize(("over", "missing"), [(2, True), (1, False)], ids=["joined", "parted"])
def test_blank_cells_over_two_labelled_rows_miss_lines(over, missing):
    xs, ys = (60.0, 160.0, 200.0, 240.0, 280.0), (100.0, 120.0, 140.0)
    labels = [Span(0, 0, 1, 1), Span(1, 0, 1, 1)]
    blank = [Span(row, column, over, 1) for row in range(0, 2, over) for column in (1, 2, 3)]
    glyphs = [*text("甲行", 63, 110), *text("乙行", 63, 130)]
    (table,), lines = page_content(1, [Grid(xs, ys, tuple(sorted(labels + blank)))], glyphs)
    assert lacks_lines(table, lines, from_top(glyphs)) == missing


def test_figures_with_their_unit_in_one_cell_miss_lines():
    assert lacks_lines(*narrow((60, ["甲/丙/丁", "3件/5件/9件", "0件/0件/0件"]), width=60.0))
    assert not lacks_lines(*narrow((30, ["甲", "3件", "0件"]), (30, ["丙", "5件", "0件"]), width=60.0))


@pytest.mark.parametrize("figures", ["0", "0/11", "5/11/30"])
def test_rows_of_figures_in_one_cell_with_their_header_miss_lines(figures):
    labels = "/".join(["甲行", "乙行", "丙行"][: figures.count("/") + 1])
    assert lacks_lines(*narrow((60, [f"信息内容/{labels}", f"制作数量/{figures}", f"公开数量/{figures}"]), width=90.0))


def test_labels_that_run_downwards_with_their_figures_in_one_cell_miss_lines():
    stacked = ["结/果/维/持/0", "结/果/纠/正/2", "其/他/结/果/0", "尚/未/审/结/0"]
    assert lacks_lines(*narrow((80, [*stacked, "合/计/2"])))
    assert lacks_lines(*narrow((80, [*stacked, "13"])))  # whose label the page before has


def test_signs_for_none_below_each_other_miss_lines():
    assert lacks_lines(*narrow((30, ["甲/丙", "2/—", "—/—", "—/—"])))
    assert not lacks_lines(*narrow((20, ["甲", "2", "—", "—"]), (20, ["丙", *"———"])))


def test_a_date_in_a_line_that_is_set_wide_is_no_row_of_figures():
    line = {"2024年": 60, "1": 120, "月": 138, "2": 160, "日起至": 178, "12月": 250, "31": 300, "日": 322}
    glyphs = [glyph for part, x0 in line.items() for glyph in text(part, x0, 105)]
    assert find_tables([Sheet([*text("所列数据的统计期限自", 60, 89), *glyphs])]) == [{}]


@pytest.mark.parametrize("foot", [4.0, 5.4])
def test_a_sentence_whose_comma_stands_out_below_its_cell_names_no_columns(foot):
    grid = Grid((60.0, 120.0, 240.0, 280.0), (100.0, 110.0, 120.0), (Span(0, 0, 1, 2), Span(0, 2, 1, 1)))
    comma = Glyph("，", 110.5, 107.6, 113, 105 + foot)
    glyphs = [*text("只计这一", 65, 105), comma, *text("不计其他", 120, 105), *text("3", 250, 105)]
    (table,), lines = page_content(1, [grid], glyphs)
    assert not lacks_lines(table, lines, from_top(glyphs))


@pytest.mark.parametrize("reader", [read, read_with_pdfplumber])
def test_stripes_are_no_lines(reader):
    xs, ys = [60.0, 160.0, 240.0, 320.0], [100.0, 130.0, 160.0, 190.0, 220.0]
    full = ["a", "b", "c", "d", "1", "2", "e", "3", "4", "f", "5", "6"]

    def striped(canvas):
        canvas.setFillColorRGB(0.8, 0.9, 0.8)
        for top, column in product(ys[1:4:2], range(3)):
            canvas.rect(xs[column], 842 - top - 30, xs[column + 1] - xs[column], 30, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        grid_texts(canvas, xs, ys, plain_spans(4, 3), full)

    rows = [row for table in reader(pdf(striped)).tables for row in texts(table)]
    assert rows == [full[k : k + 3] for k in range(0, 12, 3)]


@pytest.mark.parametrize("height", [30, 3], ids=["whole", "rest of one that a page cut"])
@pytest.mark.parametrize("reader", [read, read_with_pdfplumber])
def test_a_filled_header_among_upright_lines_draws_no_rows(reader, height):
    xs, ys = [60.0, 160.0, 240.0], [100.0, 130.0, 160.0, 190.0]

    def upright(canvas):
        canvas.setFillColorRGB(0.8, 0.9, 0.8)
        canvas.rect(60, 842 - 130, 180, height, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        for x in xs:
            canvas.line(x, 842 - 130, x, 842 - 190)
        grid_texts(canvas, xs, ys[1:], plain_spans(2, 2), ["label", "count", "row", "12"])
        if height > 3:
            canvas.drawString(120, 842 - 118, "head")

    rows = [row for table in reader(pdf(upright)).tables for row in texts(table)]
    assert ["label", "count"] in rows
    assert ["row", "12"] in rows


def test_text_that_runs_downwards_beside_one_row_is_no_part_of_its_label():
    figures = drawn([[""], [""]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 34.0, 50.0, head=False)
    labels = [*text("甲行名称", 60, 100), *text("乙行名称", 20, 144)]
    downwards = [glyph for line, sign in enumerate("三年度办理") for glyph in text(sign, 20, 86 + 11 * line)]
    (table,) = tables_of([*figures, *labels, *downwards])
    assert texts(table) == [["三年度办理", "甲行名称", *"1111"], ["乙行名称", *"2222"]]


def test_text_that_runs_downwards_with_a_number_first_begins_above_the_figures():
    figures = drawn([["甲行", "之二", "之三"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 15.0, 50.0, head=False)
    top = min(glyph.top for glyph in figures) + 4
    downwards = [glyph for line, sign in enumerate("三、本年") for glyph in text(sign, 45, top + 11 * line)]
    (table,) = tables_of([*figures, *downwards])
    assert [row[-5:] for row in texts(table)] == [["甲行之二之三", *"1111"], ["乙行", *"2222"]]


def test_a_number_over_two_lines_is_centred_on_the_others_of_its_row():
    page = drawn([["甲行"], ["乙行"]], [["", "1", "2", "3"], ["4", "5", "6", "7"]], 0.0, 0.5, 34.0, 50.0)
    broken = [*placed("115", 160, 210, 138, 0.5), *placed("4", 160, 210, 150, 0.5)]
    (table,) = tables_of([*page, *broken])
    assert texts(table)[1:] == [["甲行", "1154", "1", "2", "3"], ["乙行", *"4567"]]


@pytest.mark.parametrize("at", ["first", "last"])
def test_the_rest_of_a_number_stands_above_or_below_the_others_of_its_row(at):
    page = drawn(
        [["甲行"], ["乙行"], ["丙行"]], [["3", "1", "2", "3"], ["", "5", "6", "7"], ["8"] * 4], 0.0, 0.5, 34.0, 50.0
    )
    (middle,) = {(glyph.top + glyph.bottom) / 2 for glyph in page if glyph.text == "6"}
    upper, lower = (middle, middle + 13) if at == "first" else (middle - 13, middle)
    broken = [*placed("1041", 160, 210, upper, 0.5), *placed("6", 160, 210, lower, 0.5)]
    (table,) = tables_of([*page, *broken])
    assert texts(table)[1:] == [["甲行", *"3123"], ["乙行", "10416", *"567"], ["丙行", *"8888"]]
    labelled = [*page, *broken, *text("丁行", 63, lower if at == "first" else upper)]
    assert all(row[1] != "10416" for row in texts(tables_of(labelled)[0]))


@pytest.mark.parametrize("above", [0.0, 7.0, 14.0])
@pytest.mark.parametrize("last", [False, True])
def test_a_number_over_two_lines_with_its_note_stands_beside_the_others_of_its_row(above, last):
    numbers = [["3", "1", "2", "3"], ["4", "5", "6", ""], ["8"] * 4]
    page = drawn([["甲行"], ["乙行"], ["丙行"]][: 3 - last], numbers[: 3 - last], 0.0, 0.5, 34.0, 50.0)
    (middle,) = {(glyph.top + glyph.bottom) / 2 for glyph in page if glyph.text == "6"}
    noted = [*text("7（其中", 313, middle - above), *text("1件）", 318, middle - above + 14)]
    below = text("下一张表", 200, middle + 60) if last else []
    (table,) = tables_of([*page, *noted, *below])
    assert texts(table)[1:] == [["甲行", *"3123"], ["乙行", *"456", "7（其中1件）"], ["丙行", *"8888"]][: 3 - last]
    assert not any(cell.guessed for cell in table.cells)


@pytest.mark.parametrize("none", ["无", "暂无", "—", "/"])
def test_rows_with_nothing_but_words_for_none_are_rows_of_figures(none):
    numbers = [[none] * 4, [none, none, "1", none], [none] * 4]
    (table,) = tables_of(drawn([["甲行"], ["乙行"], ["丙行"]], numbers, 0.0, 0.5, 15.0, 50.0))
    assert texts(table) == [
        ["项目", *HEADS],
        *([label, *own] for label, own in zip(("甲行", "乙行", "丙行"), numbers, strict=True)),
    ]


@pytest.mark.parametrize("row", [0, 1, 2])
def test_a_unit_below_its_number_is_in_its_cell(row):
    numbers = [["3件", "1件", "2件", "3件"], ["4件", "5件", "6件", "7件"], ["8件"] * 4]
    numbers[row][1:3] = ["", ""]
    page = drawn([["甲行"], ["乙行"], ["丙行"]], numbers, 0.0, 0.5, 34.0, 50.0)
    (middle,) = {(glyph.top + glyph.bottom) / 2 for glyph in page if glyph.text == numbers[row][0][0]}
    for column in (1, 2):
        left = 160 + 50 * column
        page += [*placed("2396", left, left + 50, middle - 6, 0.5), *placed("件", left, left + 50, middle + 6, 0.5)]
    (table,) = tables_of(page)
    numbers[row][1:3] = ["2396件"] * 2
    assert texts(table) == [["项目", *HEADS], *(["甲乙丙"[i] + "行", *own] for i, own in enumerate(numbers))]


@pytest.mark.parametrize("words", ["某某街道办事处年度报告", "某某镇"])
def test_a_running_head_is_no_header(words):
    pages = []
    for number in "1", "2", "3":
        head = text(words, 170, 60)
        pages.append(
            [*head, *drawn([["甲行"], ["乙行"]], [[number] * 4] * 2, 0.0, 0.5, 15.0, 50.0, head=number == "1")]
        )
    upper, *lower = tables_of(*pages)
    assert texts(upper)[0] == ["项目", *HEADS]
    assert [texts(table) for table in lower] == [
        [["甲行", *"2222"], ["乙行", *"2222"]],
        [["甲行", *"3333"], ["乙行", *"3333"]],
    ]


def test_the_number_of_a_group_above_the_cut_of_a_page_is_no_page_number():
    page = [*text("（三）", 63, 100), *text("甲行", 103, 100), *text("1", 203, 100), *text("2", 263, 100)]
    page += [*text("乙行", 103, 118), *text("1", 203, 118), *text("2", 263, 118)]
    (table,) = tables_of([*page, *text("（四）", 63, 130), *text("丙行的前一半", 103, 137)])
    assert texts(table)[-1][-3:] == ["丙行的前一半", "", ""]


def test_what_stands_below_the_last_figures_is_no_part_of_their_label():
    page = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 5.0, 50.0)
    (table,) = tables_of([*page, *text("下一段", 63, 145)])
    assert [row[1:] for row in texts(table)] == [HEADS, ["1"] * 4, ["2"] * 4, [""] * 4]
    (table,) = tables_of([*page, *text("三、一个章节的标题跨过各列", 63, 145)])
    assert texts(table)[-1] == ["乙行", *"2222"]


@pytest.mark.parametrize(("room", "begins"), [(28.0, True), (5.0, False)])
def test_the_rest_of_a_label_at_the_top_of_a_page_stands_as_far_above_the_figures_as_their_rows_are_apart(room, begins):
    rows = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, room, 50.0, head=False)
    (table,) = tables_of([*text("上一行的末行", 63, 62), *rows])
    assert (texts(table)[0] == ["上一行的末行", "", "", "", ""]) is begins
    assert texts(table)[-2:] == [["甲行", *"1111"], ["乙行", *"2222"]]


def test_a_header_whose_characters_are_spread_names_its_columns():
    numbers = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 5.0, 50.0, head=False)
    head = [*text("项", 63, 80), *text("目", 147, 80)]
    for column, name in enumerate(["甲乙", "丙丁", "戊己", "庚辛"]):
        left = 160 + 50 * column
        head += [*text(name[0], left + 8, 80), *text(name[1], left + 32, 80)]
    (table,) = tables_of([*head, *numbers])
    assert texts(table) == [["项目", *HEADS], ["甲行", *"1111"], ["乙行", *"2222"]]


@pytest.mark.parametrize("align", [0.0, 1.0], ids=["left", "right"])
def test_a_header_spread_over_columns_of_figures_set_to_one_side_names_them(align):
    numbers = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, align, 5.0, 50.0, head=False)
    ends = [160 + 50 * (column + 1) for column in range(4)]
    head = [glyph for name, end in zip(HEADS, ends, strict=True) for glyph in placed(name, end - 50, end, 80, align)]
    plain = tables_of([*placed("项目", 60, 160, 80, 0.5), *head, *numbers])
    first, last = (0.35, 1.0) if align else (0.0, 0.9)
    stacked = [*placed(HEADS[0][0], 160, 210, 75, align), *placed(HEADS[0][1], 160, 210, 85, align)]
    spread = stacked + [
        glyph
        for name, end in zip(HEADS[1:], ends[1:], strict=True)
        for glyph in (*placed(name[0], end - 50, end, 80, first), *placed(name[1], end - 50, end, 80, last))
    ]
    (table,) = tables_of([*placed("项目", 60, 160, 80, 0.5), *spread, *numbers])
    assert texts(table) == texts(plain[0]) == [["项目", *HEADS], ["甲行", *"1111"], ["乙行", *"2222"]]


def test_labels_whose_characters_stand_below_each_other_are_no_spread_one():
    """Most of their columns are blank, and three of them stand as evenly over a figure as characters of one would."""
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "未经复议"]
    head = placed("项目", 60, 160, 100, 0.5)
    for column, name in enumerate(names):
        for line, character in enumerate(name):
            head += placed(character, 160 + 30.0 * column, 190 + 30.0 * column, 80 + 12.0 * line, 0.5)
    rows = [*text("甲行", 63, 140), *placed("1", 190, 220, 140, 0.5), *placed("2", 280, 310, 140, 0.5)]
    (table,) = tables_of([*head, *rows])
    assert unspaced(table)[-2:] == [["项目", *names], ["甲行", "", "1", "", "", "2"]]


def test_labels_of_two_lines_spread_over_their_columns_are_centred_as_the_others_are():
    """The first two labels' last characters and the next one's first begin as near to its figures as a label does that
    is set to the left.
    """
    rows = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 5.0, 50.0, head=False)
    head = placed("项目", 60, 160, 80, 0.5)
    for column, name in enumerate(["天地人和合同", "东西南北中央", "春夏秋冬四季"]):
        for line, middle in ((name[:3], 76), (name[3:], 86)):
            head += justified(line, 163 + 50.0 * column, 207 + 50.0 * column, middle)
    head += justified("其他", 313, 357, 80)
    (table,) = tables_of([*head, *rows])
    assert unspaced(table)[0] == ["项目", "天地人和合同", "东西南北中央", "春夏秋冬四季", "其他"]


def test_labels_of_three_lines_of_two_characters_spread_over_their_columns_are_one_each():
    rows = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 5.0, 50.0, head=False)
    head = placed("项目", 60, 160, 80, 0.5)
    for column, name in enumerate(["天地", "东西南北", "春夏秋冬四季", "甲乙丙丁戊己"]):
        lines = [name[k : k + 2] for k in range(0, len(name), 2)]
        for number, line in enumerate(lines):
            head += justified(line, 169 + 50.0 * column, 201 + 50.0 * column, 80 + 11 * (number - (len(lines) - 1) / 2))
    (table,) = tables_of([*head, *rows])
    assert unspaced(table)[0] == ["项目", "天地", "东西南北", "春夏秋冬四季", "甲乙丙丁戊己"]


def test_a_header_that_the_page_cuts_names_the_columns_with_what_is_left_of_it():
    upper = [*placed("上级", 160, 310, 700, 0.5), *placed("庚辛", 310, 360, 700, 0.5)]
    lower = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 5.0, 50.0, head=False)
    for column, name in enumerate(HEADS[:3]):
        lower += placed(name, 160 + 50 * column, 210 + 50 * column, 80, 0.5)
    above, below = tables_of(upper, lower)
    assert above.edges == below.edges
    assert texts(above)[0][-1] == "庚辛"
    assert texts(below) == [["", *HEADS[:3], ""], ["甲行", *"1111"], ["乙行", *"2222"]]


def test_what_heads_some_columns_below_the_cut_of_a_header_heads_no_table():
    upper = [*placed("上级", 160, 360, 700, 0.5), *placed("庚辛", 310, 360, 700, 0.5)]
    lower = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 5.0, 50.0, head=False)
    lower += placed("上级三列", 160, 310, 65, 0.5)
    for column, name in enumerate(HEADS[:3]):
        lower += placed(name, 160 + 50 * column, 210 + 50 * column, 80, 0.5)
    above, below = tables_of(upper, lower)
    assert texts(above)[0][-1] == "庚辛"
    assert texts(below)[-3:] == [[*HEADS[:3], ""], ["甲行", *"1111"], ["乙行", *"2222"]]


def test_two_lines_of_a_label_as_far_apart_as_others_below_them_head_no_table():
    page = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 8.0, 50.0, head=False)
    for column, name in enumerate(HEADS):
        page += [g for k in (0, 1) for g in placed(name, 160 + 50 * column, 210 + 50 * column, 66 + 14 * k, 0.5)]
    (table,) = tables_of([*page, *placed("三列", 160, 310, 26, 0.5), *placed("之上", 160, 310, 40, 0.5)])
    labels = [cell.text.replace("\n", "") for cell in table.cells if cell.text]
    assert labels[:5] == ["三列之上", *(name * 2 for name in HEADS)]


def test_the_label_in_the_corner_may_hang_below_those_of_the_columns():
    page = drawn([["甲行", "甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.5, 0.5, 8.0, 50.0, head=False)
    for column, name in enumerate(HEADS):
        page += placed(name, 160 + 50 * column, 210 + 50 * column, 80, 0.5)
    for line, middle in (("信息", 74), ("内容", 86)):
        page += placed(line, 60, 160, middle, 0.5)
    (table,) = tables_of(page)
    assert [row[0] for row in texts(table)] == ["信息内容", "甲行甲行", "乙行"]


def test_a_row_of_nothing_but_dashes_has_letters_of_its_table_s_size():
    page = [g for k, name in enumerate(HEADS) for g in placed(name, 60 + 50 * k, 110 + 50 * k, 100, 0.5)]
    page += [Glyph("-", 84 + 50 * k, 124.7, 86 + 50 * k, 125.3) for k in range(len(HEADS))]
    assert {word.em for word in words(page) if word.is_figure} == {EM - 1}
    (table,) = tables_of(page)
    assert texts(table) == [HEADS, ["-"] * 4]


def test_dashes_above_the_number_of_a_page_have_letters_of_their_header_s_size():
    """PDFs of some looks give letters no more than their ink: a dash then has next to no height."""
    dashes = [Glyph("—", 65 + 50.0 * column, 124.9, 74 + 50.0 * column, 125.1) for column in range(8)]
    number = [Glyph(letter, 280 + 12.0 * place, 167, 283 + 12.0 * place, 171) for place, letter in enumerate("3/5")]
    heads = [
        glyph for column in range(8) for line in (0, 1) for glyph in text("甲乙", 60 + 50.0 * column, 88 + 14 * line)
    ]
    (table,) = tables_of([*heads, *dashes, *number])
    assert texts(table) == [["甲乙甲乙"] * 8, ["—"] * 8]


@pytest.mark.parametrize("ink", [0.35, 1.0], ids=["ink", "squares"])
def test_lines_of_a_label_that_brackets_begin_or_end_are_centred_as_they_were_set(ink):
    page = drawn([["甲行"], ["乙行"]], [["1", "2", "3", "4"]] * 2, 0.0, 0.5, 45.0, 70.0)
    label = [text("（庚乙丙丁", 380, 114), text("量）", 395, 128)]
    cut = {"（": lambda g: replace(g, x0=g.x1 - ink * EM), "）": lambda g: replace(g, x1=g.x0 + ink * EM)}
    page += [cut.get(glyph.text, lambda g: g)(glyph) for line in label for glyph in line]
    (table,) = tables_of(page)
    assert texts(table)[0] == ["项目", *HEADS[:3], "庚辛（庚乙丙丁量）"]
    assert len(table.rows()) == 3


def test_what_seems_a_dash_before_the_text_of_a_label_is_no_figure():
    """As the 一 of 一、, taken for a dash by a reader of pixels that sees no comma."""
    page = drawn([["乙行之名"], ["丙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 15.0, 50.0)
    found = figure_lines(words([*page, Glyph("-", 46.0, 124.6, 54.0, 125.4)]))
    assert [[word.text for word in row] for row in found] == [["1"] * 4, ["2"] * 4]


@pytest.mark.parametrize("cut", [0, 2], ids=["first", "last"])
def test_the_number_of_an_item_whose_point_the_edge_of_a_page_cuts_is_no_figure(cut):
    labels = ["1．属于甲类", "2．属于乙类", "3．属于丙类"]
    page = text("（一）一组", 60, 118)
    for k, label in enumerate(labels):
        page += [glyph for glyph in text(label, 130, 100 + 18 * k) if k != cut or glyph.text != "．"]
        page += [glyph for column in range(4) for glyph in text("1", 240 + 40 * column, 100 + 18 * k)]
    assert [[word.text for word in row] for row in figure_lines(words(page))] == [list("1111")] * 3


def test_a_label_set_a_little_higher_than_its_small_figures_is_theirs():
    page = [glyph for k, name in enumerate(["甲行", "乙行", "丙行"]) for glyph in text(name, 60, 100 + 25 * k)]
    for k, lower in enumerate((0.0, 5.2, 0.0)):
        top = 97.3 + 25 * k + lower
        page += [Glyph("0", x, top, x + 3.5, top + 5.4) for x in (170, 220, 270)]
    (table,) = tables_of(page)
    assert texts(table) == [[name, *"000"] for name in ("甲行", "乙行", "丙行")]


def test_a_line_in_the_midst_of_brackets_begins_no_label():
    lines = [*text("甲行（应提", 63, 100), *text("供者）", 63, 113), *text("乙行", 63, 126)]
    figures = [g for middle in (100, 126) for x in (200, 260) for g in text("7", x, middle)]
    (table,) = tables_of([*lines, *figures])
    assert [(cell.text.replace("\n", ""), cell.guessed) for cell in table.cells if cell.column < 2] == [
        ("甲行（应提供者）", False),
        ("7", False),
        ("乙行", False),
        ("7", False),
    ]


def test_two_lines_of_a_label_above_columns_head_no_table():
    page = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 8.0, 50.0)
    lines = (("全表之上", 360, 50), ("三列", 310, 67), ("之上", 310, 80))
    (table,) = tables_of([*page, *(g for name, x1, y in lines for g in placed(name, 160, x1, y, 0.5))])
    assert [row[0] for row in texts(table)] == ["全表之上", "项目", HEADS[0], "甲行", "乙行"]
    assert "三列之上" in texts(table)[1]


def test_figures_level_with_the_last_line_leave_the_label_above_it_blank_for_certain():
    (table,) = tables_of(drawn([["上行"], ["下行"]], [[""] * 4, ["1", "2", "", "4"]], 0.0, 0.5, 15.0, 50.0))
    assert texts(table)[1:] == [["上行", *[""] * 4], ["下行", "1", "2", "", "4"]]
    assert not any(cell.guessed for cell in table.cells)


@pytest.mark.parametrize("align", [0.0, 1.0], ids=["left", "right"])
def test_upright_rules_part_columns_wherever_words_stand_in_them(align):
    page = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["－"] * 4], 0.0, align, 5.0, 70.0)
    across = placed("跨", 290, 310, 66, 0.5)
    rules = tuple(Rule(x, 72, 160) for x in (60.0, 160.0, 230.0, 300.0, 370.0, 440.0))
    (table,) = tables_of([*page, *across], vertical=rules)
    assert texts(table)[-3:] == [["项目", *HEADS], ["甲行", *"1111"], ["乙行", *"－－－－"]]
    assert not any(cell.guessed for cell in table.cells)


def test_a_header_right_of_the_rule_beside_labels_is_none_of_them_though_it_ends_left_of_its_figure():
    page = [*placed("项目", 60, 160, 100, 0.0), *placed("本年数量", 160, 340, 100, 0.0)]
    page += [*placed("甲行", 60, 160, 124, 0.5), *placed("1", 160, 340, 124, 0.5)]
    (table,) = tables_of(page, vertical=tuple(Rule(x, 88, 136) for x in (60.0, 160.0, 340.0)))
    assert texts(table) == [["项目", "本年数量"], ["甲行", "1"]]


def test_the_frame_of_columns_without_labels_on_their_left_is_none_of_them():
    frame = tuple(Rule(x, 85, 160) for x in (155.0, 365.0))
    page = [g for g in drawn([[""]], [["1"] * 4], 0.0, 0.5, 5.0, 50.0) if g.text not in "项目"]
    (table,) = tables_of(page, vertical=frame)
    assert texts(table) == [HEADS, list("1111")]


def test_rows_beside_a_table_that_is_drawn_are_its_own():
    grid = Grid((60.0, 160.0, 240.0), (100.0, 130.0, 160.0), tuple(plain_spans(2, 2)))
    tables, _ = page_content(1, [grid], [])
    assert [has_rows(tables, [TextLine("甲 1 2", 1, (60, y, 300, y + 10))]) for y in (165, 300)] == [False, True]
    assert not has_rows(tables, [TextLine("全年 12 件", 1, (60, 300, 300, 310))])


@pytest.mark.parametrize("reader", [read, read_with_pdfplumber])
def test_a_table_without_lines_stands_on_a_page_with_a_ruled_one(reader):
    xs, ys = [60.0, 160.0, 240.0, 320.0], [100.0, 130.0, 160.0]
    full = ["a", "b", "c", "d", "1", "2"]

    def both(canvas):
        draw_table(canvas, xs, ys, plain_spans(2, 3), "strokes")
        grid_texts(canvas, xs, ys, plain_spans(2, 3), full)
        grid_texts(canvas, xs, [y + 200 for y in ys], plain_spans(2, 3), full)

    assert [row for table in reader(pdf(both)).tables for row in texts(table)] == 2 * [full[:3], full[3:]]


@pytest.mark.parametrize("reader", [read, read_with_pdfplumber])
def test_a_header_below_a_ruled_table_heads_the_figures_on_the_next_page_past_its_running_head(reader):
    """The header ends its page, and figures alone begin the next, where the name of a town stands over them."""
    xs, ys = [60.0, 160.0, 240.0, 320.0], [100.0, 130.0, 160.0]
    heads, full, rows = (
        ["项目", "甲乙", "丙丁"],
        ["a", "b", "c", "d", "1", "2"],
        ["甲行", "1", "2", "乙行", "3", ""] * 3,
    )

    def report(canvas):
        for page in range(3):
            canvas.setFont(font("unembedded"), 10)
            canvas.drawString(200, HEIGHT - 40, "某某镇")
            if page == 1:
                grid_texts(canvas, xs, [70.0 + 20 * row for row in range(7)], plain_spans(6, 3), rows)
            else:
                draw_table(canvas, xs, ys, plain_spans(2, 3), "strokes")
                grid_texts(canvas, xs, ys, plain_spans(2, 3), full)
            if page == 0:
                grid_texts(canvas, xs, [760.0, 780.0], plain_spans(1, 3), heads)
            canvas.showPage()

    tables = [row for table in reader(pdf(report)).tables for row in texts(table)]
    assert tables == [full[:3], full[3:], heads, *[rows[:3], rows[3:6]] * 3, full[:3], full[3:]]


@pytest.mark.parametrize(
    ("last", "top", "labels"),
    [
        (["信息内容", "制发件数"], 300, True),
        (["信息内容", "制发件数"], 20, False),  # above the table
        (["本报告的电子版可在政府网站下载", "某某县人民政府"], 300, False),  # of prose
        (["某某县人民政府"], 300, False),
        (["某某县人民政府", "2023年1月5日"], 300, False),
    ],
)
def test_what_may_be_a_header_at_the_foot_of_a_page_is_short_words_apart(last, top, labels):
    grid = Grid((60.0, 160.0, 240.0), (100.0, 130.0, 160.0), tuple(plain_spans(2, 2)))
    glyphs = [glyph for place, word in enumerate(last) for glyph in text(word, 60 + 200 * place, top)]
    number = text("第1页", 280, 800)
    assert ends_with_labels(*page_content(1, [grid], [*glyphs, *number]), [*glyphs, *number]) == labels


def test_a_page_number_whose_dots_are_set_apart_is_no_part_of_the_header_above_it():
    header, rows = justified_sheet(3.0, 0.5)
    number = [*text("·", 285, 130), *text("1", 295, 130), *text("·", 305, 130)]
    head, table = tables_of([*header, *number], rows)
    assert unspaced(head) == [JUSTIFIED]
    assert unspaced(table) == [["行政许可", "35", "-14", "79"], ["其他对外管理服务事项", "0", "17", "142"]]


def test_a_page_number_whose_parts_are_set_apart_is_no_header_of_the_next_page():
    upper = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.5, 15.0, 50.0)
    number = [*text("第", 285, 300), *text("1", 302, 300), *text("页", 314, 300)]
    lower = drawn([["丙行"]], [["3", "", "", "3"]], 0.0, 0.5, 15.0, 50.0, head=False)
    tables = tables_of([*upper, *number], lower)
    assert [texts(table)[-1] for table in tables] == [["乙行", *"2222"], ["丙行", "3", "", "", "3"]]


@pytest.mark.parametrize("change", ["减1", "增20"])
def test_a_change_in_words_alone_in_its_row_is_a_figure(change):
    upper = drawn([["甲行"]], [["", "", change, ""]], 0.0, 0.5, 8.0, 50.0)
    lower = [replace(glyph, top=glyph.top + 40, bottom=glyph.bottom + 40) for glyph in upper]
    assert [texts(table)[1] for table in tables_of([*upper, *lower])] == [["甲行", "", "", change, ""]] * 2


def test_the_end_of_a_number_alone_at_the_top_of_a_page_is_no_page_number():
    whole = drawn([["甲行"], ["乙行"]], [["111", "1", "1", "1"]] * 2, 0.0, 0.5, 8.0, 50.0)
    rest = drawn([["丙行"], ["丁行"]], [["2", "2", "2", "2"]] * 2, 0.0, 0.5, 8.0, 50.0, head=False)
    _, lower = tables_of(whole, [*rest, *placed("5", 160, 210, 82, 0.5)])
    assert [row[1:] for row in texts(lower)] == [["5", "", "", ""], ["2"] * 4, ["2"] * 4]


def test_a_line_without_figures_casts_no_doubt_on_the_row_above_it():
    lines = text_rows(words([*text("名称", 60, 100), *text("下表之名", 60, 118)]))
    rows = label_rows(lines, [100.0], EM)
    assert [(row.start, row.figures, row.unsure) for row in rows if row.figures is not None] == [(0, 0, False)]
    between = label_rows(lines, [109.0], EM)
    assert all(row.end - row.start == 2 or row.unsure for row in between)


def test_characters_printed_over_each_other_stand_beside_the_row_where_they_are():
    page = drawn([["甲行"], ["乙行"], ["丙行"]], [["1"] * 4] * 3, 0.0, 0.5, 15.0, 50.0, head=False)
    squeezed = [glyph for line, sign in enumerate("三办理结果") for glyph in text(sign, 45, 125 + line / 10)]
    (table,) = tables_of([*page, *squeezed])
    assert texts(table) == [["甲行", *"1111"], ["三办理结果", "乙行", *"1111"], ["丙行", *"1111"]]


def test_a_header_that_a_page_repeats_is_known_above_blank_rows_too():
    labels, look = [[f"{number}.子行之名"] for number in range(1, 5)], (1.0, 0.5, 14.0, 50.0)
    page = [*drawn(labels, [[""] * 4] * 4, *look), *text("续", 125, 208)]
    page += [*text("（七）计", 63, 232), *(g for k, digit in enumerate("5678") for g in text(digit, 182 + 50 * k, 232))]
    lower = [replace(g, top=g.top + 30, bottom=g.bottom + 30) for g in page]
    tables = [texts(table) for table in tables_of(drawn(labels, [list("1234")] * 4, *look), lower)]
    assert tables[1][0] == tables[0][0] == ["项目", *HEADS]
    assert [row[-5] for row in tables[1][1:]] == [*(label for (label,) in labels[:3]), "4.子行之名续", "（七）计"]
    assert tables[1][-1][-4:] == list("5678")


def test_blank_rows_at_the_top_of_a_page_are_no_header_of_the_figures_below_them():
    upper = drawn([["甲行"], ["乙行"]], [["1", "", "", "2"]] * 2, 0.0, 0.5, 15.0, 50.0)
    lower = drawn([["（七）总计"], ["四、戊行"]], [["1", "", "", "2"], [""] * 4], 0.0, 0.5, 15.0, 50.0, head=False)
    blank = [*text("（六）其", 63, 50), *text("1.丙", 145, 50), *text("2.丁", 145, 75)]
    _, table = tables_of(upper, [*blank, *lower])
    assert [[cell for cell in row if cell] for row in texts(table)] == [
        ["（六）其", "1.丙"],
        ["2.丁"],
        ["（七）总计", "1", "2"],
        ["四、戊行"],
    ]
    assert [len(row) - row.index("1") for row in texts(table) if "1" in row] == [4]


def test_labels_of_blank_rows_follow_figures_whose_digits_are_small():
    page = drawn([["上行名称"]], [[""] * 4], 0.0, 0.5, 8.0, 50.0)
    row = next(g for g in page if g.text == "上")
    middle = (row.top + row.bottom) / 2
    page += [Glyph("1", 182.0 + 50 * k, middle - 2.5, 185.0 + 50 * k, middle + 2.5) for k in range(4)]
    page += [*text("1.中行", 63, middle + 24), *text("2.下行", 63, middle + 48)]
    (table,) = tables_of(page)
    assert [row[0] for row in texts(table)] == ["项目", "上行名称", "1.中行", "2.下行"]


def test_a_label_of_a_blank_row_that_ends_left_of_others_is_no_group():
    page = drawn([], [], 0.0, 0.5, 8.0, 50.0)
    lines = [("（一）甲行之名", 60, 124), ("1.子行名", 120, 148), ("（二）组名", 60, 160), ("2.子行名", 120, 172)]
    page += [g for line in [*lines, ("（三）总", 60, 196), ("四、末行名称", 104, 220)] for g in text(*line)]
    (table,) = tables_of(page)
    rows = [[label for label in row if label] for row in texts(table)[1:]]
    assert rows == [["（一）甲行之名"], ["（二）组名", "1.子行名"], ["2.子行名"], ["（三）总"], ["四、末行名称"]]


def test_a_label_over_two_lines_beside_a_group_is_no_header():
    labels = [["甲行名称", "之二"], ["乙行名称", "之二"], ["丙行名称", "之二"]]
    page = drawn(labels, [["1"] * 4, ["2"] * 4, ["3"] * 4], 0.0, 0.5, 15.0, 50.0, head=False)
    group = [*text("组名", 22, 131), *text("续", 22, 143)]
    (table,) = tables_of([*page, *group])
    assert [row[-4:] for row in texts(table)] == [["1"] * 4, ["2"] * 4, ["3"] * 4]


def test_a_label_of_two_lines_is_parted_from_what_runs_downwards_beside_its_first():
    page = drawn([["甲行"], ["乙行", "之二"], ["丙行"]], [["1"] * 4] * 3, 0.0, 0.5, 15.0, 50.0, head=False)
    squeezed = [glyph for line, sign in enumerate("三办理结果") for glyph in text(sign, 45, 120 + line / 10)]
    (table,) = tables_of([*page, *squeezed])
    assert texts(table) == [["甲行", *"1111"], ["三办理结果", "乙行之二", *"1111"], ["丙行", *"1111"]]


@pytest.mark.parametrize("at", [113, 137])
def test_numbers_over_two_lines_in_a_row_without_a_label_end_or_begin_beside_the_others(at):
    page = drawn([[""]], [["603", "1", "77", "0"]], 0.0, 0.5, 15.0, 34.0)
    page = [glyph for glyph in page if glyph.text not in "项目" and glyph.text not in "6037"]
    upper, lower = sorted((125, at))
    broken = [placed("13", 160, 194, upper, 0.5), placed("9", 160, 194, lower, 0.5)]
    broken += [placed("20", 228, 262, upper, 0.5), placed("58", 228, 262, lower, 0.5)]
    (table,) = tables_of([*page, *(glyph for word in broken for glyph in word), *placed("4", 262, 296, 125, 0.5)])
    assert texts(table) == [HEADS, ["139", "1", "2058", "4"]]


def test_how_near_lines_follow_each_other_is_told_by_all_pages():
    upper = drawn([["甲行"], ["乙行", "之二"], ["丙行"]], [["1"] * 4] * 3, 0.0, 0.5, 8.0, 50.0)
    lower = drawn([["行尾"], ["丁行"]], [[""] * 4, ["2"] * 4], 0.0, 0.5, 8.0, 50.0, head=False)
    _, table = tables_of(upper, lower)
    assert texts(table) == [["行尾", *[""] * 4], ["丁行", *"2222"]]
    assert not any(cell.guessed for cell in table.cells if cell.text == "2")


def test_a_comma_is_no_end_of_text_that_runs_downwards():
    signs = [*text("三", 45, 118), Glyph("、", 45.5, 134, 48.5, 137), *text("本", 45, 148), *text("年", 45, 162)]
    assert all(word.turned for word in words(signs))


def test_text_that_runs_downwards_is_one_though_some_of_its_characters_are_narrow():
    """In a scan each is as wide as its ink."""
    wide = [glyph for line, sign in enumerate("本年办理") for glyph in text(sign, 45, 118 + 14 * line)]
    narrow = [Glyph(sign, 46, 170 + 14 * line, 54, 178 + 14 * line) for line, sign in enumerate("结果")]
    assert all(word.turned for word in words([*wide, *narrow]))


def justified(label: str, x0: float, x1: float, middle: float) -> list[Glyph]:
    """A label whose characters are spread over the whole of its width."""
    widths = [length(character) for character in label]
    gap = (x1 - x0 - sum(widths)) / (len(label) - 1)
    glyphs = []
    for character, width in zip(label, widths, strict=True):
        glyphs += text(character, x0, middle)
        x0 += width + gap
    return glyphs


def unspaced(table: Table) -> list[list[str]]:
    return [[cell.replace(" ", "") for cell in row] for row in texts(table)]


JUSTIFIED = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
COLUMNS = [60, 215, 320, 425, 530]


def justified_sheet(room: float, align: float) -> tuple[list[Glyph], list[Glyph]]:
    """A header whose labels fill their columns but for so much room on both sides, and two rows of figures."""
    header = [
        justified(name, x0 + room, x1 - room, 100) for name, (x0, x1) in zip(JUSTIFIED, pairwise(COLUMNS), strict=True)
    ]
    rows = []
    for middle, label, numbers in (
        (125, "行政许可", ["35", "-14", "79"]),
        (150, "其他对外管理服务事项", ["0", "17", "142"]),
    ):
        rows += text(label, 63, middle)
        for number, (x0, x1) in zip(numbers, list(pairwise(COLUMNS))[1:], strict=True):
            rows += placed(number, x0 + room - 3, x1 - room + 3, middle, align)
    return [glyph for label in header for glyph in label], rows


@pytest.mark.parametrize("align", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("room", [1.0, 3.0, 6.0, 12.0])
def test_labels_that_are_set_to_the_width_of_their_columns_name_them(room, align):
    """However wide the gaps between two labels are, narrower than in a label among them."""
    header, rows = justified_sheet(room, align)
    (table,) = tables_of(header + rows)
    assert unspaced(table) == [JUSTIFIED, ["行政许可", "35", "-14", "79"], ["其他对外管理服务事项", "0", "17", "142"]]


def test_labels_whose_first_lines_fill_their_columns_name_them():
    page = [*text("甲行", 63, 100), *text("乙行", 63, 118), *placed("一二三", 160, 224, 45, 0.5)]
    for name, x0 in (("甲乙丙", 160), ("丁戊己", 192), ("庚辛壬", 244), ("癸子丑", 276)):
        for line, middle in ((name, 67), ("人", 80), ("1", 100), ("2", 118)):
            page += placed(line, x0, x0 + 32, middle, 0.5)
    (table,) = tables_of(page)
    labels = [cell.text.replace("\n", "") for cell in table.cells if cell.text]
    assert labels[:5] == ["一二三", "甲乙丙人", "丁戊己人", "庚辛壬人", "癸子丑人"]


def test_a_label_over_several_columns_is_none_of_their_first_lines():
    page = [*text("甲行", 23, 100), *text("乙行", 23, 118), *placed("一二三四五六七八九", 100, 250, 45, 0.5)]
    for column in range(5):
        for line, middle in (("甲乙", 57), ("丙丁", 69), ("1", 100), ("2", 118)):
            page += placed(line, 100 + 30.0 * column, 130 + 30.0 * column, middle, 0.5)
    (table,) = tables_of(page)
    labels = [cell.text.replace("\n", "") for cell in table.cells if cell.text]
    assert labels[:6] == ["一二三四五六七八九", *["甲乙丙丁"] * 5]


@pytest.mark.parametrize("room", [1.0, 6.0])
def test_labels_that_are_set_to_the_width_of_columns_on_the_next_page_name_them(room):
    header, rows = justified_sheet(room, 0.5)
    head, table = tables_of(header, rows)
    assert unspaced(head) + unspaced(table) == [
        JUSTIFIED,
        ["行政许可", "35", "-14", "79"],
        ["其他对外管理服务事项", "0", "17", "142"],
    ]


@pytest.mark.parametrize("end", [440.0, 380.0], ids=["all lines end together", "one ends before"])
def test_a_tick_on_the_margin_parts_no_table(end):
    """Somebody checked the rows of a scan whose table has level lines only."""
    glyphs = [
        glyph
        for row in range(6)
        for glyph in (
            *placed(f"第{'一二三四五六'[row]}种申请", 60, 200, 110 + 20 * row, 0),
            *(one for x in range(200, 440, 60) for one in placed("0", x, x + 60, 110 + 20 * row, 0.5)),
        )
    ]
    rules = tuple(Rule(100.0 + 20 * row, 60, end if row == 3 else 440.0) for row in range(7))
    (plain,) = tables_of(glyphs, horizontal=rules)
    (ticked,) = tables_of([*glyphs, *text("√", 470, 155)], horizontal=rules)
    assert texts(ticked) == texts(plain)
    assert ticked.n_rows == 6


def test_a_header_at_the_foot_of_a_page_may_have_a_label_of_two_lines_beside_it():
    heads = [*text("信息", 100, 693), *text("内容", 100, 707), *placed("甲乙丙丁", 160, 360, 700, 0.5)]
    rows = [*text("甲行", 63, 80), *text("12", 255, 80), *text("乙行", 63, 100), *text("34", 255, 100)]
    upper, lower = tables_of(heads, rows)
    assert upper.edges == lower.edges
    assert texts(upper) == [["信息内容", "甲乙丙丁"]]
    assert texts(lower) == [["甲行", "12"], ["乙行", "34"]]


def test_a_header_at_the_foot_of_a_page_may_have_a_label_that_is_set_wide():
    heads = [glyph for k, letter in enumerate("信息内容") for glyph in text(letter, 70 + 13.5 * k, 700)]
    heads += placed("甲乙丙丁", 160, 360, 700, 0.5)
    rows = [*text("甲行", 63, 80), *text("12", 255, 80), *text("乙行", 63, 100), *text("34", 255, 100)]
    upper, lower = tables_of(heads, rows)
    assert upper.edges == lower.edges
    assert texts(upper) == [["信息内容", "甲乙丙丁"]]


def test_a_header_at_the_foot_of_a_page_may_have_a_label_that_is_set_a_little_wider():
    heads = [*text("甲", 160, 700), *text("列", 174, 700), *text("末列", 255, 700)]
    rows = [
        g
        for k, name in enumerate("甲乙")
        for x0, one in ((63, f"{name}行"), (170, "1"), (263, "2"))
        for g in text(one, x0, 80 + 20 * k)
    ]
    upper, lower = tables_of(heads, rows)
    assert upper.edges == lower.edges
    assert texts(upper) == [["", "甲列", "末列"]]


def test_the_last_label_of_a_header_that_the_page_cuts_may_stand_beyond_its_figures():
    """They are set to the left, and what heads two columns stands alone above the others on the next page."""
    foot = [*text("项目", 100, 700), *text("末列", 335, 700)]
    head = [*placed("其他各列", 210, 310, 60, 0.5)]
    for column, name in enumerate(HEADS[:3]):
        head += placed(name, 160 + 50 * column, 210 + 50 * column, 74, 0.5)
    rows = drawn([["甲行"], ["乙行"]], [["1"] * 4] * 2, 0.0, 0.0, 8.0, 50.0, head=False)
    upper, lower = tables_of(foot, [*head, *rows])
    assert texts(upper)[0][-1] == "末列"
    assert [row[1:] for row in texts(lower)[-2:]] == [["1"] * 4] * 2


@pytest.mark.parametrize(("ink", "beside"), [(9.0, 0.0), (5.0, 0.0), (5.0, 2.0)], ids=["wide", "narrow", "with space"])
def test_a_line_of_a_label_may_be_set_wider_than_the_one_below_it(ink, beside):
    numbers = drawn([["甲行"], ["乙行"]], [["1"] * 4, ["2"] * 4], 0.0, 0.0, 5.0, 50.0, head=False)
    head = [Glyph("自", 169 - ink / 2, 66, 169 + ink / 2, 74), *text("然", 182, 70), *text("人", 173 + beside, 82)]
    for column, name in enumerate(HEADS[1:], start=1):
        head += placed(name, 160 + 50 * column, 210 + 50 * column, 76, 0.5)
    (table,) = tables_of([*placed("项目", 60, 160, 76, 0.5), *head, *numbers])
    assert texts(table) == [["项目", "自然人", *HEADS[1:]], ["甲行", *"1111"], ["乙行", *"2222"]]


def test_a_header_parted_by_the_cut_of_a_page_names_columns_over_the_pages_after_it():
    """Its labels at the foot of the first page are set in the middle, its figures to the right."""
    xs = [160.0, *(160 + 50.0 * k for k in range(1, 5))]
    foot = [*text("项目", 100, 700), *placed("首列", 160, 210, 700, 0.5), *placed("其他各列", 210, 310, 700, 0.5)]
    foot += placed("末列", 310, 360, 700, 0.5)
    head = [*placed("甲乙", 210, 260, 60, 0.5), *placed("丙丁", 260, 310, 60, 0.5)]
    pages = [
        [
            glyph
            for k, name in enumerate(names)
            for glyph in (
                *text(name, 63, 80 + 20 * k),
                *(one for x0, x1 in pairwise(xs) for one in placed("125", x0, x1, 80 + 20 * k, 1.0)),
            )
        ]
        for names in (["甲行", "乙行"], ["丙行", "丁行"])
    ]
    one, two, three = tables_of(foot, [*head, *pages[0]], pages[1])
    assert texts(one) + texts(two)[:1] == [["项目", "首列", "其他各列", "末列"], ["", "", "甲乙", "丙丁", ""]]
    assert two.edges == three.edges
    assert texts(three) == [["丙行", *["125"] * 4], ["丁行", *["125"] * 4]]


def test_figures_set_a_little_higher_than_their_labels_are_theirs_for_certain():
    lines = text_rows(words([*text("甲行", 60, 104.5), *text("乙行", 60, 125)]))
    rows = label_rows(lines, [100.0, 125.0], EM)
    assert [(row.start, row.figures, row.unsure) for row in rows] == [(0, 0, False), (1, 1, False)]


def test_the_number_of_a_group_beside_its_first_label_below_the_last_figures_is_no_page_number():
    page = [*text("（三）", 63, 100), *text("甲行", 103, 100), *text("1", 203, 100), *text("2", 263, 100)]
    page += [*text("乙行", 103, 118), *text("1", 203, 118), *text("2", 263, 118)]
    (table,) = tables_of([*page, *text("（四）", 63, 136), *text("丙行", 103, 136)])
    assert texts(table)[-1][-3:] == ["丙行", "", ""]


def test_as_many_figures_as_labels_stand_below_the_header_on_a_page_of_another_size():
    names = [f"{name}列" for name in "甲乙丙丁戊己庚辛"]
    heads = [glyph for column, name in enumerate(names) for glyph in text(name, 60 + 60 * column, 500)]
    row = [glyph for column in range(8) for glyph in text(str(column), 60 + 30 * column, 80)]
    upper, lower = tables_of(heads, row)
    assert texts(upper) == [names]
    assert texts(lower) == [list("01234567")]
    assert not any(cell.guessed for cell in lower.cells)


@pytest.mark.parametrize(("columns", "n_headers"), [(8, 1), (7, 0)])
def test_a_header_at_the_foot_of_a_page_heads_as_many_columns_that_are_drawn_on_the_next(columns, n_headers):
    heads = [g for column, name in enumerate("甲乙丙丁戊己庚辛") for g in text(f"{name}列", 60 + 60 * column, 700)]
    drawn_there = Grid(tuple(60.0 * k for k in range(columns + 1)), (80.0, 100.0), tuple(plain_spans(1, columns)))
    found, _ = find_tables([Sheet(heads), Sheet((), drawn=drawn_there)])
    assert [len(grid.xs) - 1 for grid in found] == [8] * n_headers


@pytest.mark.parametrize(
    ("rules_at", "n_headers"),
    [((60, 180, 300, 420), 1), ((60, 180, 240, 420), 0), ((60, 180, 300), 0)],
    ids=["the same", "others", "one missing"],
)
def test_a_header_between_upright_lines_heads_few_columns_where_these_go_on_beside_figures(rules_at, n_headers):
    """The first label fills the width of its column."""
    heads = [g for place, sign in enumerate("信息内容") for g in text(sign, 63 + 34 * place, 700)]
    heads += [*text("项目数量", 220, 700), *text("总金额", 345, 700)]
    drawn_there = Grid((60.0, 180.0, 300.0, 420.0), (80.0, 100.0), tuple(plain_spans(1, 3)))
    rules = [Rule(float(at), 600.0, 720.0) for at in rules_at]
    found, _ = find_tables([Sheet(heads, (), rules), Sheet((), drawn=drawn_there)])
    assert [len(grid.xs) - 1 for grid in found] == [3] * n_headers


@pytest.mark.parametrize(("x0", "n_headers"), [(225, 1), (190, 0)], ids=["in its middle", "on its side"])
def test_a_header_without_lines_heads_few_columns_of_the_next_page_where_it_stands_above_their_middles(x0, n_headers):
    """Where stripes draw the rows there is a filled row on the next page, and nothing around the header."""
    heads = [*text("信息内容", 100, 700), *text("收费金额", x0, 700)]
    drawn_there = Grid((60.0, 180.0, 310.0), (80.0, 100.0), tuple(plain_spans(1, 2)))
    found, _ = find_tables([Sheet(heads), Sheet((), drawn=drawn_there)])
    assert [len(grid.xs) - 1 for grid in found] == [2] * n_headers


@pytest.mark.parametrize("at", [(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (5, 6, 7)], ids=["all", "some"])
def test_the_label_of_a_group_is_no_broader_where_columns_beside_it_have_no_figures(at):
    heads = [g for column, name in enumerate("甲乙丙丁戊己庚辛壬癸") for g in text(f"{name}列", 60 + 40 * column, 120)]
    groups = [*text("甲组的各列都在此", 250, 100), *text("乙组", 400, 100)]
    row = [glyph for column in at for glyph in text(str(column), 66 + 40 * column, 140)]
    (table,) = tables_of([*groups, *heads, *row])
    assert [cell for cell in texts(table)[0] if cell] == ["甲组的各列都在此", "乙组"]


def test_signs_for_none_in_a_row_are_a_row():
    grid = Grid((60.0, 160.0, 240.0), (100.0, 130.0, 160.0), tuple(plain_spans(2, 2)))
    rows = {"规章 / / /": True, "网址 — 2 —": False, "12 13": True}
    found = {row: has_rows(page_content(1, [grid], [])[0], [TextLine(row, 1, (60, 300, 300, 310))]) for row in rows}
    assert found == rows


@pytest.mark.parametrize(
    ("line", "whole"),
    [("浏览次数： 128 打印", True), ("example.cn — 2 —", True), ("乙行 12", False), ("乙行 12 /", False)],
    ids=["of a website", "page number", "row of figures", "row that ends with a sign"],
)
def test_lines_with_figures_that_end_in_words_leave_filled_tables_whole(line, whole):
    grid = Grid((60.0, 160.0, 240.0), (100.0, 130.0, 160.0), tuple(plain_spans(2, 2)))
    glyphs = [*text("项目", 63, 110), *text("甲乙", 180, 110), *text("甲行", 63, 140), *text("3", 200, 140)]
    tables, _ = page_content(1, [grid], glyphs)
    content = tables, [TextLine(line, 1, (60, 400, 300, 410))]
    assert drawn_whole([grid], content, glyphs, filled=True) == ([grid] if whole else [])


BLANK = [""] * len(HEADS)


@pytest.mark.parametrize("label_at", [0.0, 0.5], ids=["left", "centred"])
@pytest.mark.parametrize("lines", [(1,), (1, 1, 1), (1, 2, 1, 3)], ids=["one", "single lines", "several lines"])
def test_rows_that_are_all_blank_are_rows(lines, label_at):
    labels = [[f"{'一二三四'[row]}行名称"] * count for row, count in enumerate(lines)]
    (table,) = tables_of(drawn(labels, [BLANK] * len(lines), label_at, 0.5, 8.0, 50.0))
    assert texts(table) == [["项目", *HEADS], *(["".join(label), *BLANK] for label in labels)]
    assert not any(cell.guessed for cell in table.cells)


def moved(glyphs: list[Glyph], down: float) -> list[Glyph]:
    return [replace(glyph, top=glyph.top + down, bottom=glyph.bottom + down) for glyph in glyphs]


@pytest.mark.parametrize(("at", "headings"), [(190, [["中表之名"]]), (120, [])], ids=["over columns", "left of them"])
def test_a_table_of_blank_rows_stands_between_others_with_figures(at, headings):
    """And the rows of these at its ends may be blank."""
    upper = drawn([["甲行"], ["乙行"]], [["1"] * 4, BLANK], 0.0, 0.5, 8.0, 50.0)
    middle = [*text("中表之名", at, 160), *moved(drawn([["丙行"], ["丁行"]], [BLANK] * 2, 0.0, 0.5, 8.0, 50.0), 78)]
    lower = moved(drawn([["戊行"], ["己行"]], [BLANK, ["2"] * 4], 0.0, 0.5, 8.0, 50.0), 156)
    one, two, three = tables_of([*upper, *middle, *lower])
    assert texts(one) == [["项目", *HEADS], ["甲行", *"1111"], ["乙行", *BLANK]]
    assert texts(two) == [*headings, ["项目", *HEADS], ["丙行", *BLANK], ["丁行", *BLANK]]
    assert texts(three) == [["项目", *HEADS], ["戊行", *BLANK], ["己行", *"2222"]]


@pytest.mark.parametrize("figures", [["3"] * 4, BLANK], ids=["figures", "blank"])
def test_blank_rows_go_on_over_a_page(figures):
    upper = drawn([["甲行"], ["乙行"]], [BLANK] * 2, 0.0, 0.5, 8.0, 50.0)
    lower = drawn([["丙行"], ["丁行"]], [BLANK, figures], 0.0, 0.5, 8.0, 50.0, head=False)
    one, two = tables_of(upper, [*lower, *text("下一章节的标题，跨过各列的一句话", 60, 190)])
    assert one.edges == two.edges
    assert texts(one) == [["项目", *HEADS], ["甲行", *BLANK], ["乙行", *BLANK]]
    assert texts(two) == [["丙行", *BLANK], ["丁行", *figures]]


def test_blank_rows_go_on_over_pages_as_far_as_the_upright_rules_of_their_columns():
    posts = [*(160.0 + 50 * k for k in range(4)), 360.0]
    upper = drawn([["1、甲行"]], [BLANK], 0.0, 0.5, 8.0, 50.0)
    lower = [*text("（一）", 63, 80), *text("2、乙行", 103, 80), *text("的其余", 103, 92), *text("3、丙行", 103, 120)]
    rest = [*text("4、丁行", 63, 70), *text("下一章节的标题", 63, 150)]
    rules = [[Rule(at, *ends) for at in posts] for ends in ((90.0, 200.0), (60.0, 200.0), (60.0, 90.0))]
    found = find_tables([Sheet(page, (), own) for page, own in zip((upper, lower, rest), rules, strict=True)])
    one, two, three = (
        texts(table)
        for number, (page, grids) in enumerate(zip((upper, lower, rest), found, strict=True), start=1)
        for table in page_content(number, list(grids), page, grids)[0]
    )
    assert [row[-4:] for row in (*one, *two, *three)] == [HEADS, *[BLANK] * 4]
    assert [row[-5] for row in (*one, *two, *three)] == ["项目", "1、甲行", "2、乙行的其余", "3、丙行", "4、丁行"]


def test_the_name_of_a_table_below_blank_rows_is_no_label_of_theirs():
    tables = [moved(drawn([[f"{name}行"]], [BLANK], 0.0, 0.5, 8.0, 50.0), 60 * k) for k, name in enumerate("甲乙")]
    one, two = tables_of([*tables[0], *text("下表之名", 125, 140), *tables[1]])
    assert texts(one) == [["项目", *HEADS], ["甲行", *BLANK]]
    assert texts(two) == [["项目", *HEADS], ["乙行", *BLANK]]


def wide_header(columns: int) -> list[Glyph]:
    return [g for at, name in enumerate("甲乙丙丁戊己庚辛"[:columns]) for g in text(f"{name}列", 60 + 50 * at, 100)]


@pytest.mark.parametrize(
    ("columns", "below", "rows"),
    [
        (8, text("下一章节的标题", 60, 160), 2),
        (7, text("下一章节的标题", 60, 160), 0),  # so few may be any words that are set apart
        (8, text("下一章节的标题", 60, 115), 0),  # no room for a row
        (8, text("— 3 —", 200, 160), 0),  # its figures stand on the next page
    ],
    ids=["many", "few", "close", "foot of the page"],
)
def test_a_header_of_many_labels_above_other_text_has_a_blank_row(columns, below, rows):
    found = tables_of([*wide_header(columns), *below])
    assert [table.n_rows for table in found] == [rows] * bool(rows)


@pytest.mark.parametrize(
    "lines",
    [
        [("来源：某某局", 60), ("日期：某日", 200)],
        [("各项工作", 60), ("有序推进，", 200)],
        [("（三）一组", 60), ("1.第一行", 200)],
    ],
    ids=["website", "sentence", "rows"],
)
def test_words_apart_above_a_short_line_are_no_header(lines):
    glyphs = [glyph for line, x in lines for glyph in text(line, x, 100)]
    assert tables_of([*glyphs, *text("短行", 60, 120)]) == []


def test_words_beside_each_other_among_labels_of_blank_rows_are_no_header():
    """They stand left of where the figures above them do."""
    page = drawn([["甲行的名称"]], [["1"] * 4], 0.0, 0.5, 8.0, 50.0)
    page += [*text("一组", 63, 150), *text("乙行", 93, 150), *text("之名", 63, 162), *text("丙行", 93, 174)]
    (table,) = tables_of([*page, *moved(drawn([["丁行的名称"]], [["2"] * 4], 0.0, 0.5, 8.0, 50.0, head=False), 120)])
    assert [row[-4:] for row in texts(table) if any(row[-4:])] == [HEADS, ["1"] * 4, ["2"] * 4]


def test_labels_that_nearly_touch_and_have_each_its_next_line_are_two():
    heads = [*text("项目", 60, 106), *text("甲乙丙丁戊", 160, 100), *text("己", 180, 112)]
    heads += [*text("庚辛壬癸子", 214, 100), *text("丑", 234, 112), *text("末列", 300, 106)]
    rows = [*text("甲行", 60, 130), *text("1", 204, 130), *text("3", 308, 130)]
    (table,) = tables_of([*heads, *rows])
    assert texts(table) == [["项目", "甲乙丙丁戊己", "庚辛壬癸子丑", "末列"], ["甲行", "1", "", "3"]]


def test_whole_labels_that_stand_near_each_other_are_two():
    heads = [*text("项目", 60, 100), *text("甲乙丙丁", 160, 100), *text("戊己庚辛", 205, 100), *text("末列", 300, 100)]
    (table,) = tables_of([*heads, *text("甲行", 60, 120), *text("1", 178, 120), *text("3", 308, 120)])
    assert texts(table) == [["项目", "甲乙丙丁", "戊己庚辛", "末列"], ["甲行", "1", "", "3"]]


@pytest.mark.parametrize("heading", ["四、本表之名", "四.本表之名"])
def test_the_heading_of_a_section_parts_a_header_from_the_blank_row_above_it(heading):
    upper = drawn([["甲行"], ["乙行"]], [["1"] * 4, BLANK], 0.0, 0.5, 8.0, 50.0)
    lower = [*text(heading, 60, 155), *wide_header(7)]
    lower = [*lower[: len(heading)], *moved(lower[len(heading) :], 75)]
    row = [glyph for at in range(7) for glyph in text(str(at), 67 + 50 * at, 195)]
    one, two = tables_of([*upper, *lower, *row])
    assert texts(one)[1:] == [["甲行", *"1111"], ["乙行", *BLANK]]
    assert texts(two) == [[f"{name}列" for name in "甲乙丙丁戊己庚"], list("0123456")]


def test_a_blank_row_that_begins_an_item_parts_no_header_from_its_figures():
    (table,) = tables_of(drawn([["1.甲行"], ["2.乙行"]], [BLANK, ["1"] * 4], 0.0, 0.5, 8.0, 50.0))
    assert texts(table) == [["项目", *HEADS], ["1.甲行", *BLANK], ["2.乙行", *"1111"]]


@pytest.mark.parametrize("figures", ["1234", "   4"], ids=["figures", "few figures"])
def test_first_lines_of_labels_that_fill_their_columns_are_parted_over_their_next_lines(figures):
    heads = [*text("项目", 60, 106), *text("甲乙丙丁戊己庚辛壬", 160, 100), *text("末列", 260, 106)]
    heads += [*text("一", 170, 112), *text("二", 200, 112), *text("三", 230, 112)]
    row = [glyph for at, figure in enumerate(figures) if figure.strip() for glyph in text(figure, 172 + 31 * at, 135)]
    (table,) = tables_of([*heads, *text("甲行", 60, 135), *row])
    assert texts(table) == [
        ["项目", "甲乙丙一", "丁戊己二", "庚辛壬三", "末列"],
        ["甲行", *(figure.strip() for figure in figures)],
    ]


@pytest.mark.parametrize(("last", "row"), [(390, ["1", "", "3"]), (352, ["", "1", "3"])], ids=["right", "not told"])
def test_figures_beyond_the_last_label_tell_whose_are_those_between_others(last, row):
    """Not for certain: in a spreadsheet, numbers that are text are set to the left."""
    heads = [*text("项目", 60, 100), *text("甲乙", 160, 100), *text("丙丁", 250, 100), *text("戊己", 340, 100)]
    (table,) = tables_of([*heads, *text("甲行", 60, 120), *text("1", 213, 120), *text("3", last, 120)])
    assert texts(table)[1] == ["甲行", *row]
    assert all(cell.guessed for cell in table.cells if cell.text == "1")


def test_the_second_line_of_a_headers_corner_is_no_label_of_a_blank_row():
    names = [glyph for at, name in enumerate(HEADS) for glyph in text(name, 160 + 50 * at, 130)]
    head = [*text("本列之和为甲加", 60, 100), *text("各列之名", 220, 100), *text("乙", 60, 112), *names]
    row = [*text("甲行", 60, 190), *(glyph for at in range(4) for glyph in text(str(at), 165 + 50 * at, 190))]
    (table,) = tables_of([*head, *row])
    assert texts(table)[-1] == ["甲行", *"0123"]


def test_the_corner_of_a_header_at_the_foot_of_a_page_is_no_label_of_the_row_above():
    upper = drawn([["甲行"]], [["1"] * 4], 0.0, 0.5, 8.0, 50.0)
    foot = [*text("本列之和为", 60, 132), *text("甲加乙", 60, 144), *text("甲列", 160, 144), *text("末列", 300, 144)]
    names = [glyph for at, name in enumerate(HEADS) for glyph in text(name, 160 + 55 * at, 60)]
    row = [*text("乙行", 60, 80), *(glyph for at in range(4) for glyph in text(str(at), 165 + 55 * at, 80))]
    found = tables_of([*upper, *foot], [*names, *row])
    assert [texts(table)[-1] for table in found] == [
        ["甲行", *"1111"],
        ["甲加乙", "甲列", "", "末列"],
        ["乙行", *"0123"],
    ]


@pytest.mark.parametrize(("below", "missing"), [("1", True), ("件", False)], ids=["figure", "label"])
def test_figures_in_the_cells_of_their_labels_miss_a_line(below, missing):
    """However short the lines of the labels are, and how full the cell."""
    table = narrow((45, ["", *[f"结果/维持/{below}"] * 4]), width=24.0)
    assert lacks_lines(*table) == missing


@pytest.mark.parametrize(("corner", "at"), [("本列之和为甲加乙等于丙", 92), ("项目", 100)], ids=["long", "short"])
def test_labels_of_blank_rows_are_as_long_as_the_corner_of_their_header_or_longer(corner, at):
    heads = [*text("各列之名", 280, 82), *(g for k, name in enumerate(HEADS) for g in text(name, 200 + 50 * k, 100))]
    upper = [*text(corner, 60, at), *heads, *text("甲行", 60, 120)]
    lower = [*text("乙行", 60, 100), *text("丙行的名称比这还要长", 60, 120)]
    one, two = tables_of(upper, [*lower, *text("下一章节的标题，跨过各列的一句话，而且很长很长很长", 60, 190)])
    assert corner in [row[0] for row in texts(one)]
    assert texts(one)[-1] == ["甲行", *BLANK]
    assert texts(two) == [["乙行", *BLANK], ["丙行的名称比这还要长", *BLANK]]


@pytest.mark.parametrize(
    ("frame", "rows"),
    [((90, 190), ["甲行", "2.乙行", "3.丙行"]), ((40, 190), ["甲行"]), ((90, 250), ["甲行"]), (None, ["甲行"])],
    ids=["table", "page", "prose inside", "none"],
)
def test_blank_rows_far_below_the_last_figures_stand_in_the_frame_of_their_table(frame, rows):
    page = [*drawn([["甲行"]], [["1"] * 4], 0.0, 0.5, 8.0, 50.0), *text("2.乙行", 63, 156), *text("3.丙行", 63, 174)]
    page += text("下一章节的标题，跨过各列的一句话", 63, 220)
    (table,) = tables_of(page, vertical=tuple(Rule(x, *frame) for x in (57, 365) if frame))
    assert [row[0] for row in texts(table)[1:]] == rows


def test_gaps_wider_than_those_in_labels_part_them():
    heads = {"结果维持": 100, "结果纠正": 142, "其他结果": 184, "总计": 240}
    row = [*text("7", 118, 120), *text("7", 248, 120)]
    (table,) = tables_of([*(glyph for name, x0 in heads.items() for glyph in text(name, x0, 100)), *row])
    assert texts(table) == [[*heads], ["7", "", "", "7"]]


def test_the_rest_of_a_group_below_its_only_row_is_no_part_of_that_rows_label():
    """Where the page ends there."""
    page = drawn([["第一行名称"], ["第二行名称"]], [["1"] * 4] * 2, 1.0, 0.5, 8.0, 50.0)
    page += [*text("三、", 60, 154), *text("（一）甲行之名", 105, 154)]
    page += [glyph for at in range(4) for glyph in text("3", 182.5 + 50 * at, 154)]
    page += [glyph for k, line in enumerate(["本年", "度办", "理"], 1) for glyph in text(line, 60, 154 + 11 * k)]
    (table,) = tables_of(page)
    assert texts(table)[-1] == ["（一）甲行之名", *"3333"]


@pytest.mark.parametrize(("spans", "missing"), [((1, 2, 1), False), ((1, 1, 1, 1), True)], ids=["one", "two"])
def test_words_set_apart_over_one_figure_are_one_label(spans, missing):
    """Though its cell is as broad as two columns of another part of the table."""
    xs, ys = (60.0, 160.0, 210.0, 260.0, 320.0), (100.0, 120.0, 140.0, 160.0)
    rows = [(1, 1, 1, 1), (1, 2, 1), spans]
    cells = tuple(Span(r, sum(row[:c]), 1, n) for r, row in enumerate(rows) for c, n in enumerate(row))
    glyphs = [*text("本年增", 170, 130), *text("减数", 230, 130), *text("处理", 270, 130)]
    for span in cells[-len(spans) :]:
        glyphs += text("7", xs[span.column] + 5, 150)
    (table,), lines = page_content(1, [Grid(xs, ys, cells)], glyphs)
    assert lacks_lines(table, lines, from_top(glyphs)) == missing


def test_a_header_of_blank_rows_may_have_a_label_of_two_lines_beside_it():
    heads = [*text("信息", 60, 93), *text("内容", 60, 107), *placed("甲乙丙丁", 160, 360, 100, 0.5)]
    (table,) = tables_of([*heads, *text("甲行", 60, 130), *text("乙行", 60, 150)])
    assert texts(table) == [["信息内容", "甲乙丙丁"], ["甲行", ""], ["乙行", ""]]


def test_a_blank_row_between_a_header_and_the_first_figures_may_stand_far_above_these():
    page = [*text("项目", 60, 100), *text("甲乙", 200, 100), *text("丙丁", 300, 100), *text("1.甲行", 60, 122)]
    (table,) = tables_of([*page, *text("2.乙行", 60, 155), *text("7", 207, 155), *text("8", 307, 155)])
    assert texts(table) == [["项目", "甲乙", "丙丁"], ["1.甲行", "", ""], ["2.乙行", "7", "8"]]


@pytest.mark.parametrize(("em", "blank"), [(1.5, 1), (1.0, 0)], ids=["heading", "as large"])
def test_figures_above_the_heading_of_a_section_stand_in_no_column_of_its_header(em, blank):
    page = [*text("项目", 60, 60), *text("甲乙", 400, 60), *text("甲行", 60, 80), *text("7", 420, 80)]
    heading = [replace(g, x1=g.x0 + em * 9, bottom=g.top + em * 8) for g in text("下 一 章 节 的 标 题", 60, 120)]
    page += [*heading, *text("项目", 60, 160), *text("丙丁", 200, 160), *text("戊己", 300, 160), *text("丙行", 60, 180)]
    assert [texts(table)[-1] for table in tables_of(page)][1:] == [["丙行", "", ""]] * blank


@pytest.mark.parametrize(("label", "n_rows"), [("甲行", 2), ("", 1)], ids=["another table's", "its own"])
def test_figures_with_a_label_on_the_next_page_are_no_row_of_a_header_of_many_labels(label, n_rows):
    page = [*wide_header(8), *text("下一章节的标题，跨过各列的一句话", 60, 160)]
    upper, _ = tables_of(page, [*text(label, 60, 80), *text("7", 160, 80), *text("8", 240, 80)])
    assert upper.n_rows == n_rows


def test_the_last_line_of_one_label_below_the_cut_of_a_header_is_no_header_by_itself():
    heads = [glyph for name, x in zip("甲乙丙", (160, 230, 300), strict=True) for glyph in text(f"{name}列", x, 700)]
    rest = [*text("之名", 300, 60), *text("甲行", 60, 80), *text("乙行", 60, 100)]
    rows = [glyph for y in (80, 100) for k, x in enumerate((165, 235, 305)) for glyph in text(str(k), x, y)]
    upper, lower = tables_of([*text("项目", 60, 700), *heads, *text("丁丁", 321, 700)], [*rest, *rows])
    assert upper.edges == lower.edges
    assert texts(lower)[-2:] == [["甲行", *"012"], ["乙行", *"012"]]
