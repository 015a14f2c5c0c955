"""Reads text that some other program left of a report: cells parted by tabs, a line a row, pages run together.

Such text has no geometry. A cell's column is only its number in the line, and merged cells may have been smeared into
extra ones, so the tables are marked as having no edges, and what depends on places is settled later or doubted.
"""

from __future__ import annotations

from pipeline.extract.errors import UnreadableError
from pipeline.extract.model import Cell, Extraction, Table, TextLine

NAME = "text"
_ENCODINGS = ("utf-8-sig", "gb18030")


def read(document: bytes) -> Extraction:
    """A text file in UTF-8 or GB 18030. Raises UnreadableError where it is neither, or holds no text."""
    tables: list[Table] = []
    lines: list[TextLine] = []
    order: list[tuple[str, int]] = []
    rows: list[list[str]] = []
    for line in [*_decoded(document).splitlines(), ""]:
        if "\t" in line:
            rows.append([part.strip() for part in line.split("\t")])
            continue
        if rows:
            order.append(("table", len(tables)))
            tables.append(_table(rows))
            rows = []
        if line.strip():
            order.append(("line", len(lines)))
            lines.append(TextLine(line.strip(), None))
    return Extraction(NAME, None, tuple(tables), tuple(lines), tuple(order))


def _decoded(document: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = document.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableError("not_a_document", "unknown")


def _table(rows: list[list[str]]) -> Table:
    return Table(
        tuple(Cell(r, i, 1, 1, text) for r, texts in enumerate(rows) for i, text in enumerate(texts)),
    )
