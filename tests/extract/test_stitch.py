"""Pieces of a table on successive pages become one table; what only looks alike stays apart."""

from dataclasses import replace

import pytest

from corpus import draw, layout
from corpus.switches import Break, Switches
from pipeline.extract import extract
from pipeline.extract.model import Cell, Extraction, Table, TextLine
from pipeline.extract.stitch import is_page_number, stitch
from tests.making import facts

EDGES = (62.0, 90.0, 200.0, 300.0, 400.0, 530.0)
LOOK = Switches(face="unembedded", bold="unembedded", breaks={"applications": Break("denied.third_party_rights")})


def piece(page, *rows, edges=EDGES):
    """A table on one page whose cells are as wide as their columns."""
    cells = [
        Cell(r, c, 1, 1, text, page, (edges[c], 100.0 + 20 * r, edges[c + 1], 120.0 + 20 * r))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return Table(tuple(cells), edges)


def stitched(*items, **pages):
    """Tables and lines, in this order, through stitching; the first line stands on the first page."""
    tables = [item for item in items if isinstance(item, Table)]
    lines = [item for item in items if isinstance(item, TextLine)]
    order = [
        ("table", tables.index(item)) if isinstance(item, Table) else ("line", lines.index(item)) for item in items
    ]
    return stitch(Extraction("pdfium", 9, tuple(tables), tuple(lines), tuple(order), **pages))


ONE = piece(1, "abcde", "12345")
TWO = piece(2, "fghij")


def test_pieces_on_successive_pages_are_one_table():
    (table,) = stitched(ONE, TWO).tables
    assert (table.n_rows, table.n_columns, table.breaks, table.pages) == (3, 5, (2,), (1, 2))
    assert "".join(cell.text for cell in table.cells) == "abcde12345fghij"


@pytest.mark.parametrize("text", ["- 3 -", "第 3 页 共 5 页", "3/5", "— 12 —", "Page 3 of 5", "３", "第三页"])
def test_page_numbers_do_not_part_a_table(text):
    assert len(stitched(ONE, TextLine(text, 1), TWO).tables) == 1


@pytest.mark.parametrize(("count", "n_tables"), [("1/3", 1), ("2/3", 2), ("4/3", 2)])
def test_an_address_that_was_misread_beside_the_count_of_pages_does_not_part_a_table(count, n_tables):
    foot = [TextLine("nu....", 1, (56, 799, 98, 813)), TextLine("-mple.gov.n/zfxxg", 1, (111, 801, 244, 815))]
    count = TextLine(count, 1, (501, 803, 519, 817))
    other = TextLine("五、存在的主要问题及改进情况", 2, (78, 370, 232, 381))
    assert len(stitched(ONE, *foot, count, TWO, other).tables) == n_tables


@pytest.mark.parametrize("text", ["1 － － － － － 1", "1 1", "- 2 - 2"])
def test_a_row_of_equal_figures_is_no_page_number(text):
    """It may be a row whose label stands on the next page."""
    assert not is_page_number(text)
    assert len(stitched(ONE, TextLine(text, 1), TWO).tables) == 2


def test_running_heads_do_not_part_a_table():
    head = [TextLine(f"云泽县人民政府2024年度报告 {page}", page) for page in (1, 2, 3)]
    assert len(stitched(head[0], ONE, head[1], TWO, head[2]).tables) == 1


def test_running_heads_of_one_of_two_reports_do_not_part_its_table():
    head = [TextLine("云泽县人民政府年度报告", page) for page in (1, 2)]
    rest = [TextLine(f"{text}。", page) for text, page in zip("甲乙丙丁戊己", (3, 4, 5, 6, 7, 8), strict=True)]
    assert len(stitched(head[0], ONE, head[1], TWO, *rest).tables) == 1


@pytest.mark.parametrize(
    "text",
    [
        "2025/1/20 10:32",
        "2025/1/2010:32",
        "2024-12-30, 09:05",
        "http://www.example.gov.cn/zfxxgk/652357.html",
        "file:///D:/年报/a.b/c",
    ],
)
def test_what_browsers_print_at_the_edges_of_their_pages_parts_no_table(text):
    """On one page only it may stand alone at its height, or be read: pages lie askew, and seals hide them."""
    assert len(stitched(ONE, TextLine(text, 1), TWO).tables) == 1


@pytest.mark.parametrize(
    "text",
    [
        "四、政府信息公开行政复议、行政诉讼情况",
        "备注",
        "王母渡镇人民政府",
        "网址：http://www.example.gov.cn/a",
        "1/20 10:32",
    ],
)
def test_words_between_two_tables_part_them(text):
    assert len(stitched(ONE, TextLine(text, 2), TWO).tables) == 2


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("已核对", 1),
        ("同意 张建国", 1),
        ("2022年5月31日", 1),
        ("202月3日", 1),
        ("2024.4.17", 1),
        ("2024-04-17", 1),
        ("第 0192 号", 1),
        ("表二", 2),
        ("2024.4", 2),
        ("王母渡镇人民政府", 2),
    ],
)
def test_what_may_be_written_by_hand_on_a_scan_parts_no_table(text, tables):
    assert len(stitched(ONE, TextLine(text, 2), TWO, seen_pages=(1, 2)).tables) == tables


@pytest.mark.parametrize(
    ("text", "height", "tables"), [("核报县政府办", 29.0, 1), ("核报县政府办", 20.0, 2), ("附表情况", 29.0, 2)]
)
def test_large_words_at_the_head_of_a_scanned_page_are_written_by_hand_and_part_no_table(text, height, tables):
    prose = [TextLine("机关认真落实政府信息公开条例", 1, (60.0, y, 400.0, y + 15)) for y in (60.0, 80.0, 100.0)]
    note = TextLine(text, 2, (400.0, 20.0, 540.0, 20.0 + height))
    assert len(stitched(*prose, ONE, note, TWO, seen_pages=(1, 2)).tables) == tables
    assert len(stitched(*prose, ONE, note, TWO).tables) == 2


@pytest.mark.parametrize(("top", "tables"), [(810.0, 1), (770.0, 2)])
def test_what_is_written_below_the_number_of_a_scanned_page_parts_no_table(top, tables):
    numbers = [TextLine(text, page, (290.0, 790.0, 300.0, 805.0)) for text, page in (("7", 1), ("8", 2))]
    note = TextLine("报县政府办公室", 1, (200.0, top, 280.0, top + 15))
    assert len(stitched(ONE, numbers[0], note, TWO, numbers[1], seen_pages=(1, 2)).tables) == tables
    assert len(stitched(ONE, numbers[0], note, TWO, seen_pages=(1, 2)).tables) == 2
    assert len(stitched(ONE, numbers[0], note, TWO, numbers[1]).tables) == 2


def test_a_running_foot_that_is_read_otherwise_on_a_page_parts_no_table():
    foot = [
        TextLine("云泽县人民政府门户网站政务公开", 1, (65.0, 800.0, 255.0, 814.0)),
        TextLine("云泽县人民政府门户网占政务公开", 2, (64.0, 801.0, 253.0, 814.0)),
    ]
    assert len(stitched(ONE, foot[0], TWO, foot[1]).tables) == 1
    moved = replace(foot[1], box=(64.0, 700.0, 253.0, 714.0))
    assert len(stitched(ONE, foot[0], TWO, moved).tables) == 2


@pytest.mark.parametrize(
    ("text", "top", "n_tables"), [("2.1/4", 790.0, 1), ("·2/4`", 790.0, 1), ("2.1/4", 700.0, 2), ("2乡", 790.0, 2)]
)
def test_a_page_number_that_is_misread_parts_no_table_where_other_pages_have_theirs(text, top, n_tables):
    read = TextLine(text, 1, (270.0, top, 301.0, top + 17))
    other = TextLine("2/4", 2, (270.0, 788.0, 303.0, 806.0))
    assert len(stitched(ONE, read, TWO, other).tables) == n_tables


@pytest.mark.parametrize("text", ["第1页共+页", "第1页共A页", "第1贞共4页"])
def test_a_page_number_in_words_that_is_misread_on_any_page_parts_no_table(text):
    box = (258.0, 797.0, 340.0, 815.0)
    misread, whole = TextLine(text, 1, box), TextLine("第2页共4页", 2, box)
    assert len(stitched(ONE, misread, TWO, whole).tables) == 1
    assert len(stitched(ONE, replace(whole, page=1), TWO, replace(misread, page=2)).tables) == 1
    assert len(stitched(ONE, replace(misread, text="第三个公式"), TWO, whole).tables) == 2


def test_running_heads_that_readers_part_otherwise_part_no_table():
    text = [
        TextLine("2025/1/20 10:32", 1, (64, 30, 127, 43)),
        TextLine("某某街道办事处年度报告", 1, (199, 31, 399, 43)),
    ]
    image = TextLine("2025/1/2010:32 某某街道办事处年度报告", 2, (67, 33, 397, 42))
    assert len(stitched(*text, ONE, image, TWO).tables) == 1


def test_a_running_head_whose_parts_are_not_level_on_a_page_that_lies_askew_parts_no_table():
    def head(page, *boxes):
        texts = ("2025/1/20 10:32", "某某街道办事处年度报告")
        return [TextLine(text, page, box) for text, box in zip(texts, boxes, strict=True)]

    level = (64, 29, 127, 43), (199, 31, 399, 43)
    askew = (72, 24, 136, 39), (206, 34, 408, 45)
    assert len(stitched(*head(1, *level), ONE, *head(2, *askew), TWO, *head(3, *level)).tables) == 1
    seldom = [*head(1, *level), ONE, *head(2, *level), TextLine("段落", 2), TextLine("段落", 3)]
    seldom += [*head(3, (64, 29, 127, 43), (199, 29, 399, 43)), ONE, *head(4, *askew), piece(4, "fghij")]
    assert len(stitched(*seldom).tables) == 2
    alone = TextLine("三、四", 2, (72, 24, 136, 39))
    assert len(stitched(*head(1, *level), ONE, alone, TWO, *head(3, *level)).tables) == 2


def test_a_running_foot_beside_a_page_number_is_known_where_only_one_page_has_them_level():
    address = "云泽县人民政府门户网站政务公开"
    level = [TextLine("1/4", 1, (513, 800, 531, 814)), TextLine(address, 1, (63, 801, 241, 811))]
    askew = [TextLine(address, 2, (54, 797, 232, 808)), TextLine("2/4", 2, (505, 806, 522, 820))]
    assert len(stitched(ONE, *level, TWO, *askew).tables) == 1
    other = [TextLine("附件：填报说明", 2, (54, 797, 232, 808)), askew[1]]
    assert len(stitched(ONE, *level, TWO, *other).tables) == 2


def test_a_running_foot_that_is_read_otherwise_on_a_page_set_off_by_some_points_parts_no_table():
    texts = ["云泽县人民政府政务公开网", "云泽县人民政府政务公开罔", "云泽县人民政府政务公开网"]
    feet = [
        TextLine(text, page, (18, foot - 11, 146, foot))
        for page, text, foot in zip((1, 2, 3), texts, (826, 817, 825), strict=True)
    ]
    numbers = [
        TextLine(f"{page}/3", page, (545, 808 + foot, 563, 820 + foot)) for page, foot in ((1, 12), (2, 7), (3, 12))
    ]
    upper = [TextLine("段落", 1), feet[0], numbers[0], piece(2, "abcde", "12345"), feet[1], numbers[1]]
    assert len(stitched(*upper, piece(3, "fghij"), feet[2], numbers[2]).tables) == 1
    upper[4] = replace(feet[1], text="附件二：填报说明与附表")
    assert len(stitched(*upper, piece(3, "fghij"), feet[2], numbers[2]).tables) == 2


def test_a_heading_that_two_reports_in_one_file_repeat_parts_tables():
    lines = [TextLine("三、收到和处理政府信息公开申请情况", page) for page in (1, 3)]
    lines += [TextLine(f"段落{page}", page) for page in range(1, 7)]
    assert len(stitched(*lines[2:], lines[0], ONE, lines[1], TWO).tables) == 2


def test_a_page_with_nothing_but_its_number_parts_no_table():
    assert len(stitched(ONE, TextLine("- 2 -", 2), piece(3, "fghij")).tables) == 1


def test_an_empty_page_parts_no_table_and_one_that_shows_more_than_its_text_does():
    assert len(stitched(ONE, piece(3, "fghij")).tables) == 1
    assert len(stitched(ONE, piece(3, "fghij"), hidden_pages=(2,)).tables) == 2
    assert len(stitched(ONE, piece(1, "fghij")).tables) == 2


def test_other_columns_part_tables():
    other = piece(2, "fghi", edges=(62.0, 150.0, 250.0, 350.0, 530.0))
    narrower = piece(2, "fgh", edges=(62.0, 150.0, 250.0, 350.0))
    assert len(stitched(ONE, other).tables) == 2
    assert len(stitched(ONE, narrower).tables) == 2


@pytest.mark.parametrize(("scale", "shift"), [(0.8, 30.0), (1.4, -20.0), (0.988, 8.0)])
def test_a_page_drawn_larger_or_smaller_parts_nothing(scale, shift):
    (table,) = stitched(ONE, piece(2, "fghij", edges=tuple(scale * edge + shift for edge in EDGES))).tables
    assert (table.n_columns, table.edges) == (5, EDGES)
    assert [cell.column for cell in table.rows()[2]] == [0, 1, 2, 3, 4]


MATRIX = (60.0, 290.0, *(325.0 + 34.5 * i for i in range(7)))


@pytest.mark.parametrize("nearer", [-0.08, 0.06])
def test_a_photographed_page_one_side_of_which_is_nearer_parts_nothing(nearer):
    parts = [(edge - 60.0) / (MATRIX[-1] - 60.0) for edge in sorted((*MATRIX, 85.0, 155.0))]
    edges = tuple(66.0 + 459.0 * part * (1 + nearer) / (1 + nearer * part) for part in parts)
    (table,) = stitched(piece(1, "abcdefgh", edges=MATRIX), piece(2, "ijklmnopqr", edges=edges)).tables
    assert [cell.column_end for cell in table.rows()[1]] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert table.edges[3:] == MATRIX[1:]


def test_a_table_of_many_even_columns_is_no_piece_of_another_however_a_page_bends():
    even = tuple(60.0 + 30.8 * i for i in range(16))
    assert len(stitched(piece(1, "abcdefgh", edges=MATRIX), piece(2, "ijklmnopqrstuvw", edges=even)).tables) == 2


def test_a_table_that_goes_on_with_as_many_columns_of_other_widths_is_one():
    edges = tuple(60.0 + 50 * i for i in range(10))
    wide = (60.0, 80.0, 300.0, *(330.0 + 30 * i for i in range(6)), 510.0)
    (table,) = stitched(piece(1, "abcdefghi", edges=edges), piece(2, "jklmnopqr", edges=wide)).tables
    assert (table.n_rows, table.n_columns, table.edges) == (2, 9, edges)


@pytest.mark.parametrize(
    ("upper", "lower", "n_tables"),
    [
        (["甲", "abcd"], ["e12-", "f   "], 1),
        (["甲", "abcd"], ["efgh", "i123"], 2),
        (["甲", "abcd", "e123"], ["f12-"], 2),
        (["甲", "ab d"], ["e12-"], 2),
    ],
    ids=["header", "two headers", "rows", "fewer labels"],
)
def test_a_header_at_the_foot_of_a_page_heads_as_many_columns_of_other_widths_that_have_none(upper, lower, n_tables):
    pieces = [
        piece(page, *([text.strip() for text in row] for row in rows), edges=edges)
        for page, rows, edges in (
            (1, upper, (60.0, 100.0, 200.0, 300.0, 400.0)),
            (2, lower, (125.0, 205.0, 250.0, 330.0, 360.0)),
        )
    ]
    assert len(stitched(*pieces).tables) == n_tables


@pytest.mark.parametrize(("first", "n_tables"), [("43", 1), ("本年处理决定数量", 2)])
def test_a_header_at_the_foot_of_a_page_heads_the_columns_that_its_own_cells_have(first, n_tables):
    """A photographed page may be drawn otherwise, and the table have more columns further up."""
    edges = (59.0, 216.0, 321.0, 425.0, 528.0)
    upper = piece(1, ["规章", "0", "18", "344"], edges=edges)
    header = (
        Cell(1, 0, 1, 1, "信息内容", 1, (59, 742, 216, 766)),
        Cell(1, 1, 1, 3, "决定数量", 1, (216, 742, 528, 766)),
    )
    lower = piece(2, ["行政许可", first], edges=(48.0, 203.0, 529.0))
    found = stitched(Table((*upper.cells, *header), edges), lower).tables
    assert len(found) == n_tables
    if n_tables == 1:
        assert [(cell.column, cell.column_span) for cell in found[0].rows()[2]] == [(0, 1), (1, 3)]


@pytest.mark.parametrize("text", ["续表", "（续表）", "续 表", "续上表：", "续表一"])
def test_the_words_above_the_next_piece_of_a_table_do_not_part_it(text):
    assert len(stitched(ONE, TextLine(text, 2), TWO).tables) == 1


@pytest.mark.parametrize("shift", [-36.0, 3.0, 28.0])
def test_a_margin_that_shifts_on_even_pages_parts_nothing(shift):
    (table,) = stitched(ONE, piece(2, "fghij", edges=tuple(edge + shift for edge in EDGES))).tables
    assert (table.n_columns, table.edges) == (5, EDGES)


def test_a_piece_with_merged_columns_keeps_its_spans():
    lower = piece(2, "xyz", edges=(62.0, 90.0, 200.0, 530.0))
    (table,) = stitched(ONE, replace(lower)).tables
    assert [(cell.column, cell.column_span) for cell in table.rows()[2]] == [(0, 1), (1, 1), (2, 3)]


def test_a_sliver_of_a_column_at_the_tables_side_stays_within_it():
    lower = piece(2, "vwxyz", edges=(62.0, 200.0, 350.0, 528.0, 530.0, 531.0))
    (table,) = stitched(ONE, lower).tables
    assert max(cell.column_end for cell in table.cells) <= table.n_columns == len(table.edges) - 1


@pytest.mark.parametrize("repeat", [False, True], ids=["once", "repeated"])
@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_a_matrix_over_two_pages_is_one_table(reader, repeat):
    look = replace(LOOK, repeat_header=repeat, running_head=True)
    tables = extract(draw.render(layout.document(facts(5)), look), reader).tables
    (matrix,) = [table for table in tables if any("本年新收" in cell.text for cell in table.cells)]
    (at,) = matrix.breaks
    first = [cell.text for cell in matrix.rows()[at + 3 if repeat else at]]
    assert "4.保护第三方合法权益" in first
    assert any("结转下年度" in cell.text for cell in matrix.cells)


@pytest.mark.parametrize(
    ("text", "box", "n_tables"),
    [
        ("予处理", (92.0, 142.0, 120.0, 152.0), 1),  # below the second cell, and no wider
        ("（四）无法", (92.0, 142.0, 140.0, 152.0), 1),  # the name of a group
        ("）无", (92.0, 142.0, 112.0, 152.0), 1),  # its second line
        ("（2）", (92.0, 142.0, 112.0, 152.0), 2),  # a page number, perhaps, and no words
        ("果度办", (92.0, 137.0, 120.0, 149.0), 1),  # across the border
        ("果", (50.0, 122.0, 60.0, 132.0), 1),  # hangs out on the left
        ("、", (92.0, 142.0, 102.0, 152.0), 1),  # after the number of a label that stands upright
        ("0 0", (50.0, 122.0, 60.0, 132.0), 2),
        ("—", (92.0, 142.0, 102.0, 152.0), 2),  # may stand for a figure
        ("17", (92.0, 142.0, 102.0, 152.0), 2),  # a figure is never passed over
        ("0 0", (92.0, 142.0, 102.0, 152.0), 2),
        ("四、结转下年度继续办理", (92.0, 142.0, 190.0, 152.0), 2),  # a heading
        ("予处理", (92.0, 170.0, 120.0, 180.0), 2),  # too far below
        ("收到和处理情况", (92.0, 142.0, 260.0, 152.0), 2),  # wider than the cell
    ],
    ids=[
        "words of a cell",
        "name of a group",
        "end of a name",
        "number",
        "across",
        "beside",
        "sign",
        "figure beside",
        "dash",
        "figure",
        "figures",
        "heading",
        "far",
        "wide",
    ],
)
def test_words_cut_off_from_a_cell_do_not_part_a_table(text, box, n_tables):
    assert len(stitched(ONE, TextLine(text, 1, box), TWO).tables) == n_tables


def test_words_over_two_lines_that_are_cut_off_from_a_cell_do_not_part_a_table():
    lines = [TextLine("（五）不予处", 1, (92.0, 142.0, 140.0, 152.0)), TextLine("理", 1, (92.0, 155.0, 102.0, 165.0))]
    assert len(stitched(ONE, *lines, TWO).tables) == 1
    assert len(stitched(ONE, lines[1], TWO).tables) == 2
    assert len(stitched(ONE, lines[0], replace(lines[1], box=(92.0, 170.0, 102.0, 180.0)), TWO).tables) == 2


def test_words_cut_off_from_a_cell_do_not_part_a_table_on_a_page_that_lies_askew():
    """Then the cells of its last row end at several heights."""
    askew = replace(
        ONE, cells=tuple(replace(c, box=(c.box[0], c.box[1], c.box[2], c.box[3] + 3 * c.column)) for c in ONE.cells)
    )
    assert len(stitched(askew, TextLine("予处理", 1, (92.0, 156.0, 120.0, 166.0)), TWO).tables) == 1


def test_words_far_below_a_cell_without_other_text_part_no_table():
    """Text at the foot of a cell that goes on over the page: its words may stand where the cell would have ended."""
    words = TextLine("（五）不予处理", 1, (92.0, 190.0, 150.0, 200.0))
    assert len(stitched(ONE, words, TWO).tables) == 2
    assert len(stitched(piece(1, "abcde", ["1", "", *"345"]), words, TWO).tables) == 1
    assert len(stitched(piece(1, "abcde", ["", *"2345"]), words, TWO).tables) == 2


def test_a_number_right_below_a_table_is_the_pages_where_other_pages_have_one_there():
    number, other = TextLine("17", 1, (92.0, 142.0, 102.0, 152.0)), TextLine("18", 2, (92.0, 143.0, 102.0, 153.0))
    assert len(stitched(ONE, number, TWO, other).tables) == 1


@pytest.mark.parametrize(
    ("text", "box", "n_tables"),
    [
        ("（五）不予处理", (92.0, 70.0, 160.0, 80.0), 1),
        ("不", (92.0, 70.0, 102.0, 80.0), 1),  # of words that are set downwards
        ("（六）其他处理", (92.0, 70.0, 160.0, 80.0), 2),  # words that the page before has not
        ("（五）不予处理", (202.0, 70.0, 260.0, 80.0), 2),  # nor in this column
        ("17件", (302.0, 70.0, 322.0, 80.0), 2),  # a figure is never passed over
        ("年（五）不予处理", (70.0, 70.0, 160.0, 80.0), 1),  # words of two cells at one height
        ("（五）不予处理年", (70.0, 70.0, 160.0, 80.0), 2),  # not as these stand
    ],
)
def test_words_of_a_cut_cell_that_are_drawn_on_both_pages_part_no_table(text, box, n_tables):
    """A reader that minds no clip sees them above the table on the second page."""
    upper = piece(1, "abcde", ["三、本年", "（五）\n不予处理", "1", "17件", ""])
    found = stitched(upper, TextLine(text, 2, box), TWO)
    assert (len(found.tables), found.lines[0].furniture) == (n_tables, n_tables == 1)


def test_a_piece_whose_first_column_is_blank_and_not_drawn_has_the_others_where_they_are():
    (table,) = stitched(ONE, piece(2, "fghi", edges=EDGES[1:])).tables
    assert table.edges == EDGES
    assert [(cell.text, cell.column) for cell in table.cells if cell.row == 2] == [
        ("f", 1),
        ("g", 2),
        ("h", 3),
        ("i", 4),
    ]


@pytest.mark.parametrize(("x0", "x1", "n_tables"), [(8.0, 59.0, 1), (535.0, 590.0, 1), (80.0, 131.0, 2)])
def test_a_note_on_the_margin_above_a_piece_parts_no_table(x0, x1, n_tables):
    note = TextLine("reviewed 2025", 2, (x0, 60.0, x1, 66.0))
    assert len(stitched(ONE, note, TWO).tables) == n_tables


@pytest.mark.parametrize(
    ("texts", "row", "n_tables"),
    [
        (["reviewed 2025"], ["请", *"00000000"], 1),
        (["reviewed 2025"], ["请", *[""] * 8], 1),
        (["reviewed 2025", "again"], ["请", *"00000000"], 2),
        (["云泽县财政局"], ["请", *"00000000"], 2),
        (["四、其他情况"], ["请", *"00000000"], 2),
        (["reviewed 2025"], ["项目", "自然人", "商业企业", "科研机构", *"abcd", "总计"], 2),
    ],
    ids=["figures", "blank", "two lines", "body", "heading", "header"],
)
def test_a_note_above_what_is_the_rest_of_a_table_by_itself_parts_it_not(texts, row, n_tables):
    edges = tuple(62.0 + 50 * k for k in range(10))
    upper, lower = piece(1, ["一", *"12345678"], edges=edges), piece(2, row, edges=edges)
    lines = [TextLine(text, 2, (50.0, 20.0 + 12 * k, 110.0, 30.0 + 12 * k)) for k, text in enumerate(texts)]
    assert len(stitched(upper, *lines, lower).tables) == n_tables
    few = stitched(piece(1, "abc", edges=edges[:4]), lines[0], piece(2, "012", edges=edges[:4]))
    assert len(few.tables) == 2  # which may be so by chance


def test_words_beside_a_piece_whose_first_column_is_not_drawn_part_no_table():
    """The name of a group of rows, in a column without lines, above a border that no row before had."""
    middle = (EDGES[1] + EDGES[2]) / 2
    lower = piece(2, "fghij", edges=(EDGES[1], middle, *EDGES[2:]))
    beside = TextLine("三、本年度", 2, (EDGES[0] + 2, 102.0, EDGES[1] - 2, 116.0))
    (table,) = stitched(ONE, beside, lower).tables
    assert table.edges == (*EDGES[:2], middle, *EDGES[2:])
    assert next((cell.text, cell.column) for cell in table.cells if cell.row == 2) == ("f", 1)
    above = replace(beside, box=(EDGES[0] + 2, 62.0, EDGES[1] - 2, 76.0))
    assert len(stitched(ONE, above, lower).tables) == 2
