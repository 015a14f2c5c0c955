"""The ways in which drawn pages may differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpus.fonts import Face

Lines = Literal["strokes", "rectangles", "boxes", "dashed", "none"]
Vertical = Literal["stacked", "rotated"]


@dataclass(frozen=True)
class Break:
    """A forced page break before the row with a code, or after so many `lines` of it.

    `merged` says how many lines of the merged cells around it stay on the first page (otherwise: as many as fit).
    """

    row: str
    lines: int = 0
    merged: int | None = None


@dataclass(frozen=True)
class Switches:
    """How pages look and where tables break.

    `lines` is how borders are drawn; `sides` are the outermost lines left and right, `close_cuts` the border at a page
    break. `vertical` is how a vertical text is set. `split_rows` lets a page end inside a row; `breaks` forces a page
    to end at a place, by table.
    """

    lines: Lines = "strokes"
    line_width: float = 0.5
    sides: bool = True
    close_cuts: bool = True
    vertical: Vertical = "stacked"
    split_rows: bool = False
    repeat_header: bool = False
    breaks: Mapping[str, Break] = field(default_factory=dict)
    landscape: bool = False
    page_numbers: bool = True
    running_head: bool = False
    face: Face = "song"
    bold: Face = "hei"
    prose_size: float = 14.0
    margin: float = 76.0
    table_margin: float = 62.0
