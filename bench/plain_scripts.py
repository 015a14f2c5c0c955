"""What a user would write in an afternoon: every table of every page by one library, then rows found by their labels.

The three scripts differ only in the library. They know the labels of both forms and look for them in order, forgiving
misprints and line breaks; a row's figures are the last numbers in it, as many as the form has columns. They have no
verdict: whatever they find, they hand on.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from rapidfuzz import fuzz

from pipeline.form import Form, FormTable, load_forms

Place = tuple[str, str, str]
Rows = Iterator[list[str]]
_FITS = 85.0
_NONE = {"", "/", "-", "—", "——", "无"}
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?")
_NO_WORD = re.compile(r"[\W\d_]+|^[一二三四五六七八九十]+、|^（[一二三四五六七八九十]+）")


def pdfplumber_rows(document: bytes) -> Rows:
    """Every row of every table, by pdfplumber's extract_tables."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(document)) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                yield from ([cell for cell in row if cell is not None] for row in table)


def camelot_rows(document: bytes) -> Rows:
    """Every row of every table, by camelot's lattice."""
    import camelot

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for table in camelot.read_pdf(document, pages="all", flavor="lattice", suppress_stdout=True):
            yield from table.df.values.tolist()


def pymupdf_rows(document: bytes) -> Rows:
    """Every row of every table, by PyMuPDF's find_tables. AGPL: for comparison only."""
    import pymupdf

    with pymupdf.open(stream=document, filetype="pdf") as pdf:
        for page in pdf:
            for table in page.find_tables().tables:
                yield from ([cell for cell in row if cell is not None] for row in table.extract())


SCRIPTS: dict[str, Callable[[bytes], Rows]] = {
    "pdfplumber script": pdfplumber_rows,
    "camelot script": camelot_rows,
    "PyMuPDF script": pymupdf_rows,
}
"""Every script by name: a document's bytes to the texts of its tables' cells, row by row."""


def figures_of(rows: Rows) -> dict[Place, float | None]:
    """The figures of a report, found in the rows of its tables by the form of which more is found; None where a cell
    prints none.
    """
    printed = [[_plain(cell) for cell in row] for row in rows]
    return max((_by_form(form, printed) for form in load_forms().values()), key=len)


def _by_form(form: Form, printed: Sequence[Sequence[str]]) -> dict[Place, float | None]:
    found: dict[Place, float | None] = {}
    for cells in printed:
        for table in form.tables.values():
            place = _wide if table.layout == "header" else _named
            figures = place(table, cells, found)
            found.update(figures)
            if figures:
                break
    return found


def _named(table: FormTable, cells: Sequence[str], found: dict[Place, float | None]) -> dict[Place, float | None]:
    """The figures of a row that has a label of the table right before its numbers."""
    words = [word for cell in cells if (word := _words(cell)) and not _numbers([cell])]
    for row in table.rows.values() if words else ():
        if (table.code, row.code, row.columns[0]) in found:
            continue  # labels come again (其他): the next row is the next of them
        if any(fuzz.ratio(words[-1], known) >= _FITS for known in _known(row.labels)):
            numbers = _numbers(cells)[-len(row.columns) :]
            if len(numbers) == len(row.columns):
                return {
                    (table.code, row.code, column): number for column, number in zip(row.columns, numbers, strict=True)
                }
    return {}


def _wide(table: FormTable, cells: Sequence[str], found: dict[Place, float | None]) -> dict[Place, float | None]:
    """The figures of the one row that holds a whole table: as many numbers as it has places, and nothing else."""
    places = [(table.code, row.code, column) for row in table.rows.values() for column in row.columns]
    numbers = _numbers(cells)
    if len(numbers) == len(places) == len(cells) and any(number is not None for number in numbers):
        return {} if places[0] in found else dict(zip(places, numbers, strict=True))
    return {}


def _numbers(cells: Sequence[str]) -> list[float | None]:
    """The cells that hold a number, or a sign for none."""
    numbers: list[float | None] = []
    for cell in cells:
        match = _NUMBER.match(cell)
        if cell in _NONE:
            numbers.append(None)
        elif match and not _words(cell[match.end() :]).strip("件万元条项"):
            numbers.append(float(match[0].replace(",", "")))
    return numbers


def _plain(cell: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell))


def _words(text: str) -> str:
    return _NO_WORD.sub("", text)


@cache
def _known(labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_words(_plain(text)) for text in labels)
