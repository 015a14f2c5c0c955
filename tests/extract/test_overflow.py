"""A cell keeps the words that run on below the last border of its table, and takes none that are not its own."""

import pytest

from pipeline.extract.assemble import page_content
from pipeline.extract.grid import Grid, Span
from pipeline.extract.model import Glyph

GRID = Grid((0.0, 60.0, 120.0), (0.0, 20.0), (Span(0, 0, 1, 1), Span(0, 1, 1, 1)))


def words(text, x, top, size=10.0):
    return [Glyph(letter, x + size * i, top, x + size * (i + 1), top + size) for i, letter in enumerate(text)]


def read(*glyphs):
    (table,), lines = page_content(1, [GRID], [glyph for line in glyphs for glyph in line])
    return [cell.text.replace("\n", "") for cell in table.cells], [line.text for line in lines]


def test_words_that_run_over_are_those_of_the_cells_above_them():
    found = read(words("自", 5, 9), words("总", 75, 9), words("然", 5, 21), words("计", 75, 21), words("人", 5, 33))
    assert found == (["自然人", "总计"], [])


@pytest.mark.parametrize(
    "line",
    [
        words("17", 5, 21),  # figures, whoever's they are
        words("四、结转下年度", 5, 21),  # wider than the cell
        words("四、某事", 5, 21),  # a heading
        words("备注", 5, 40),  # too far below
        words("备注", 5, 21, size=15),  # larger
        words("甲乙丙丁", 45, 21),  # across a border
        words("甲乙丙", 25, 21) + words("丁", 58, 21),  # over both cells
    ],
)
def test_what_stands_below_a_table_is_no_cells_unless_it_goes_on_with_its_text(line):
    cells, lines = read(words("自", 5, 9), words("总", 75, 9), line)
    assert cells == ["自", "总"]
    assert "".join(lines) == "".join(glyph.text for glyph in line)


@pytest.mark.parametrize(("text", "cell"), [("名称第八项", "4"), ("（元）", "4（元）")])
def test_nothing_but_a_unit_runs_over_from_a_figure(text, cell):
    """What is longer may be the name of the next block, where no lines are drawn at its sides."""
    cells, lines = read(words("4", 30, 9), words("总", 75, 9), words(text, 5, 21))
    assert (cells, lines) == ([cell, "总"], [] if cell != "4" else [text])


def test_nothing_runs_over_from_a_blank_cell():
    assert read(words("总", 75, 9), words("然", 5, 21)) == (["", "总"], ["然"])


def test_the_last_letter_of_a_line_that_is_too_long_for_its_cell_is_no_part_of_the_next():
    found = read(words("本年度办理结", 4, 2), words("果", 4, 12), words("7", 95, 4))
    assert found == (["本年度办理结果", "7"], [])


@pytest.mark.parametrize(
    ("right", "cell"), [(words("1", 85, 9), "1"), (words("自然", 75, 4) + words("人", 80, 14), "自然人")]
)
def test_nor_is_one_that_stands_whole_behind_the_border_left_of_all_else_there(right, cell):
    assert read(words("只计这情况不", 0.5, 2), words("计", 61, 2), words("其他情形", 4, 12), right)[0] == [
        "只计这情况不计其他情形",
        cell,
    ]


@pytest.mark.parametrize(
    ("letters", "cell"),
    [
        (words("计", 61, 2), "计"),  # all that its cell holds
        (words("其", 61, 2) + words("他", 61, 12), "其他"),  # a column as narrow as a letter
        (words("约", 61, 2) + words("12", 71, 2), "约12"),  # goes on there
        (words("-", 61, 2) + words("1", 85, 9), "-1"),  # a sign may be a figure's
        (words("计", 64, 2) + words("1", 85, 9), "计1"),  # apart
        (words("2", 61, 2) + words("1", 85, 9), "21"),  # a figure
    ],
)
def test_a_letter_behind_a_border_stays_where_it_may_be_of_its_cell(letters, cell):
    found = read(words("只计这情况不", 0.5, 2), letters)[0]
    assert [text.replace(" ", "") for text in found] == ["只计这情况不", cell]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (words("甲乙", 37, 5), words("丙丁", 57, 5)),  # goes on in the next cell
        (words("甲乙", 30, 5), words("丙", 57, 5)),  # apart
        (words("甲乙", 37, 5), words("3", 57, 5)),  # a figure
    ],
)
def test_what_stands_across_a_border_by_itself_stays_where_most_of_it_is(left, right):
    assert read(left, right)[0] == ["".join(g.text for g in left), "".join(g.text for g in right)]
