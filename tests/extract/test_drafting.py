"""The grid of a table without lines has the cells that its words tell, and there is none without columns."""

from pipeline.extract.blocks import Block
from pipeline.extract.drafting import grid_of
from pipeline.extract.words import Word


def word(text, x0, top, x1):
    return Word(text, (x0, top, x1, top + 8.0), 8.0)


def test_what_stands_above_labels_that_have_no_columns_is_no_table():
    """As where a seal hides all of a table but the ends of its labels."""
    block = Block([], [word("合", 218, 366, 226), word("权", 236, 366, 244)], left=226.4, right=235.8)
    block.labels = [word("类过程", 200, 380, 226.4)]
    assert grid_of(block, [block], 0) is None


def test_labels_above_figures_are_the_header_of_their_columns():
    rows = [[word("3", 254, y, 258), word("12", 310, y, 318)] for y in (380, 400)]
    above = [word("数量", 248, 360, 264), word("总计", 306, 360, 322)]
    labels = [word("规章", 100, 380, 116), word("其他", 100, 400, 116)]
    found = grid_of(block := Block(rows, above, labels, left=116, right=248), [block], 0)
    assert found is not None
    grid, guessed = found
    assert (len(grid.xs), len(grid.ys), guessed) == (4, 4, frozenset())
    assert grid.xs[0] < 100 < 116 < grid.xs[1] < 248 < 264 < grid.xs[2] < 306
