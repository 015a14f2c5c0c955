"""How a word processor is told to set a document."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.switches import Edges, Lines, Paper, Unseen, Upright, Vertical


@dataclass(frozen=True)
class Manuscript:
    """How the word processor is told to set the document.

    `split_rows` lets a row run over the page's end, as word processors do unless told otherwise. What is named as in
    Switches means the same; `line_width` is in points, 0 for what the table's style says.
    """

    repeat_header: bool = False
    split_rows: bool = True
    page_numbers: bool = True
    running_head: bool = False
    face: str = "AR PL SungtiL GB"
    heading_face: str = "WenQuanYi Zen Hei"
    prose_size: float = 14.0
    spacing: float = 1.5
    lines: Lines = field(default="strokes", repr=False)
    edges: Edges = field(default="all", repr=False)
    line_width: float = field(default=0.0, repr=False)
    line_color: str = field(default="#000000", repr=False)
    vertical: Vertical = field(default="stacked", repr=False)
    number_style: str = field(default="- {n} -", repr=False)
    paper: Paper = field(default="A4", repr=False)
    landscape: bool = field(default=False, repr=False)
    unseen: Unseen = field(default="", repr=False)
    cell_size: float = field(default=1.0, repr=False)
    latin: str = field(default="", repr=False)
    at: Upright = field(default="middle", repr=False)

    @property
    def plain(self) -> bool:
        """Whether tables look as the word processor makes them."""
        return (self.lines, self.edges, self.line_width, self.line_color) == ("strokes", "all", 0.0, "#000000")
