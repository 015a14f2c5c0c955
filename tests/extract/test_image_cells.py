"""What the ink in a cell is, and what may hide some."""

import numpy as np

from pipeline.extract.grid import Grid
from pipeline.extract.image_cells import _cells, _pieces_of
from pipeline.extract.image_page import PageImage, Placement
from pipeline.extract.image_text import ink_of
from tests.extract.drawing import plain_spans

SCALE = 2.0


def test_ink_over_both_borders_of_its_cell_is_no_1_and_may_hide_writing():
    paper = np.full((200, 300), 255, np.uint8)
    paper[95:165, 180:190] = 0  # what is left of two upright lines, in the second row
    paper[50:70, 100:104] = 0  # a digit, in the first
    grid = Grid((25.0, 75.0, 100.0), (20.0, 50.0, 80.0), tuple(plain_spans(2, 2)))
    ink = ink_of(paper, np.zeros_like(paper), SCALE, 1.0)
    ((_, atoms),) = _pieces_of([grid], ink, SCALE)
    image = PageImage(paper, paper, np.zeros(paper.shape, bool), SCALE, Placement(np.eye(2, 3)), 1.0)
    found = {
        (span.row, span.column): cell
        for span, cell in zip(grid.spans, _cells(grid, atoms, ink, frozenset(), image, None), strict=True)
    }
    assert [(len(found[at].lines), found[at].traces) for at in ((0, 0), (1, 0), (1, 1))] == [
        (1, False),
        (0, False),
        (0, True),
    ]
