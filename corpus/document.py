"""An abstract document: texts, tables as grids of cells with spans, and page breaks. It knows no renderer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Literal

Align = Literal["left", "center", "right", "spread"]
"""`spread` sets the letters of a line apart until they fill it."""
TextKind = Literal["title", "heading", "paragraph", "note"]


@dataclass(frozen=True)
class Text:
    """A line of the title, a heading, a paragraph of prose, or a small note such as one above a table."""

    kind: TextKind
    text: str


@dataclass(frozen=True)
class PageBreak:
    """A new page, which may be turned; the following pages stay so until the next break."""

    landscape: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell at its place in the grid. A line feed in `text` is a line break that the author made by hand."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    align: Align = "center"
    vertical: bool = False
    bold: bool = False
    fill: str | None = None
    size: float = 10.5


@dataclass(frozen=True)
class Grid:
    """A table. `codes` names the form's row of each grid row, with an empty name for rows of headings.

    `widths` are relative to each other; the first `header_rows` rows are what a word processor may repeat.
    """

    table: str
    cells: tuple[Cell, ...]
    widths: tuple[float, ...]
    codes: tuple[str, ...]
    header_rows: int = 0
    least_height: float = 18.0

    @property
    def head_ends(self) -> frozenset[int]:
        """The rows that follow a row of headings: a line stands above them even where a table has few."""
        return frozenset(row for row in range(1, len(self.codes)) if self.codes[row] and not self.codes[row - 1])


@dataclass(frozen=True)
class Picture:
    """A text that stands on the page as an image; `size` is that of its letters, in points."""

    text: str
    size: float = 20.0


Block = Text | PageBreak | Grid | Picture


@dataclass(frozen=True)
class Document:
    """What a renderer puts on pages, from top to bottom. `running_head` is the line that pages may repeat."""

    blocks: tuple[Block, ...]
    running_head: str = ""


def rewritten(document: Document, rewrite: Callable[[str], str]) -> Document:
    """The document with every text passed through `rewrite`: other characters, other brackets."""
    return Document(tuple(_rewritten(block, rewrite) for block in document.blocks), rewrite(document.running_head))


def _rewritten(block: Block, rewrite: Callable[[str], str]) -> Block:
    if isinstance(block, Text | Picture):
        return replace(block, text=rewrite(block.text))
    if isinstance(block, Grid):
        return replace(block, cells=tuple(replace(cell, text=rewrite(cell.text)) for cell in block.cells))
    return block


def fingerprint(document: Document, look: object) -> str:
    """A short digest that changes with the document or the look, a dataclass.

    It is written into each sample, so that one can tell whether a file is what the generator would make now even where
    the word processor that made it is not at hand. Switches that came later are left out of `repr`, and count only
    where they are set, so that older samples stay what they are.
    """
    later = [(one.name, getattr(look, one.name)) for one in fields(look) if not one.repr]  # type: ignore[arg-type]
    plain = {one.name: one.default for one in fields(look)}  # type: ignore[arg-type]
    told = repr((document, look)) + "".join(f"{name}={value!r}" for name, value in later if value != plain[name])
    return hashlib.sha256(told.encode()).hexdigest()[:32]
