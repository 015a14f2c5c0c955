"""Finds the form's tables among all tables by their headers, and where each column lies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import pairwise, takewhile
from typing import NamedTuple

from pipeline.extract.model import Cell, Table
from pipeline.findings import Finding
from pipeline.form import Axis
from pipeline.normalize.cuts import healed
from pipeline.normalize.labels import Vocabulary, label
from pipeline.normalize.numbers import parse
from pipeline.record import record

_FITS = 75.0
"""A header cell is a column's when its label scores this much."""
_PARTLY, _HARDLY = 45.0, 40.0
"""Where all others leave a label one column, it is that one's when it scores this much; when hardly, it is in doubt."""
_MISPRINTED = 3
"""One in so many labels of a header may be misprinted or misread: the others tell which it is."""
_MANY = 7
"""In a header of so many labels, one that is not there can be no other than the form's."""
_COVERED = 0.5
"""A header is a table's when it has this part of the columns of one of the table's rows."""
_ITEM = (1, 2)
"""How many digits the number of an item has; a longer one is a year."""
_AXES: tuple[Axis, ...] = ("row", "column")
_GROUP_ROWS = 3
"""Group labels stand at most so many rows above the columns' own labels."""


@record
class ColumnPlace:
    """Where a column lies: from `start` to `end`, in points, or in cells where the table has no geometry.

    `row` is set where the header names the row too; `text` is the printed label.
    """

    column: str
    row: str | None
    start: float
    end: float
    text: str


@record
class Section:
    """The rows of a table that stand under one header: [first_row, end_row), and the columns that it names.

    The header itself begins with `header_row`. `rows` are the cells of the table that start in each of its rows.
    """

    vocabulary: Vocabulary
    table: Table
    rows: Sequence[Sequence[Cell]]
    table_index: int
    header_row: int
    first_row: int
    end_row: int
    columns: tuple[ColumnPlace, ...]
    findings: tuple[Finding, ...]


def sections(tables: Sequence[Table], vocabularies: Iterable[Vocabulary]) -> list[Section]:
    """Every part of the tables that has a header of the form, in reading order."""
    known = tuple(vocabularies)
    found: list[Section] = []
    for index, table in enumerate(
        _without_repeats(healed(_with_labels(table, known), known), known) for table in tables
    ):
        rows = table.rows()
        bands = _bands(rows, known, table.breaks)
        ends = [band.begin for band in bands[1:]] + [len(rows)]
        above = 0
        for (_, start, end, vocabulary), section_end in zip(bands, ends, strict=False):
            top = _first_of_groups(table, rows, above, start)
            columns, findings = _columns_below(vocabulary, table, rows, (top, start, end))
            above = end
            found.append(Section(vocabulary, table, rows, index, start, end, section_end, columns, findings))
    return [_completed(_named_by_rest(section, found), found) for section in found]


def _named_by_rest(section: Section, found: Sequence[Section]) -> Section:
    """A section that has the columns of one row, and no name of it, as that row where a table right behind it, or
    before it, names all the others: a page may end below the name.
    """
    vocabulary = section.vocabulary
    if vocabulary.layout != "header" or any(column.row for column in section.columns) or not section.columns:
        return section
    start, end = section.columns[0].start, section.columns[-1].end
    if section.table.edges is None or (start, end) != (section.table.edges[0], section.table.edges[-1]):
        return section
    for other in found:
        beside = other.vocabulary is vocabulary and abs(other.table_index - section.table_index) == 1
        rest = [row for row in vocabulary.rows if row not in {column.row for column in other.columns}]
        if beside and len(rest) == 1 and not other.findings:
            return replace(section, columns=tuple(replace(column, row=rest[0]) for column in section.columns))
    return section


def _first_of_groups(table: Table, rows: Sequence[Sequence[Cell]], above: int, start: int) -> int:
    """The first of the rows over the labels of columns, which begin at `start`, that may name their groups: below all
    other headers, and below a cell over the whole width, which is a title: what stands above is of another table.
    """
    top = max(above, start - _GROUP_ROWS)
    width = table.n_columns
    titles = [i for i in range(top, start) if any(cell.text and cell.column_span == width for cell in rows[i])]
    return max([top, *(i + 1 for i in titles)])


def _with_labels(table: Table, known: Sequence[Vocabulary]) -> Table:
    """The table with labels among what may be left of a seal: where a cell's text is none, that of its readings which
    is one.
    """
    cells = tuple(
        replace(cell, text=max((cell.text, *cell.readings), key=partial(_likeness, known))) if cell.readings else cell
        for cell in table.cells
    )
    return table if cells == table.cells else replace(table, cells=cells)


def _without_repeats(table: Table, known: tuple[Vocabulary, ...]) -> Table:
    """The table without the first of its headers where a page repeats it before rows of a later one: word processors
    repeat what stands above a table, whatever heads the rows on the page.
    """
    rows = table.rows()
    gone: set[int] = set()
    for at in table.breaks:
        pairs = zip(rows[:at], rows[at:], strict=False)
        again = sum(1 for _ in takewhile(lambda pair: _texts(pair[0]) == _texts(pair[1]), pairs))
        vocabulary = _headed(rows[:again], known)
        if vocabulary is not None and _headed_otherwise(rows[again:at], vocabulary, _named(rows[:again], vocabulary)):
            gone.update(range(at, at + again))
    return replace(table, cells=tuple(cell for cell in table.cells if cell.row not in gone)) if gone else table


def _headed_otherwise(rows: list[list[Cell]], vocabulary: Vocabulary, columns: set[str]) -> bool:
    """Whether a header among some rows names columns other than these."""
    return any(_named([row], vocabulary) - columns for row in rows if _heads(row, (vocabulary,)))


def _likeness(known: Sequence[Vocabulary], text: str) -> float:
    """How well a text fits the label of a row or a column that is most like it, 0 where it is none."""
    best = max(vocabulary.best(text, axis).score for vocabulary in known for axis in _AXES)
    return best if best >= _FITS else 0.0


def _completed(section: Section, found: Sequence[Section]) -> Section:
    """A section with the columns whose labels its header lacks, where a page repeats the header with them: some
    programs print what stands in a merged cell on one of its pages only.
    """
    repeats = [
        other
        for other in found
        if other is not section
        and other.table_index == section.table_index
        and other.vocabulary is section.vocabulary
        and not other.findings
    ]
    if not repeats or section.vocabulary.layout == "header" or section.table.edges is None:
        return section
    own = {place.column: place for place in section.columns}
    printed = [
        extent(section.table, cell)
        for cell in section.table.cells
        if cell.text and cell.row < section.first_row and section.header_row < cell.row_end
    ]
    for other in repeats:
        same = {place.column: place for place in other.columns}
        more = [place for code, place in same.items() if code not in own]
        if (
            more
            and all(code in same and _is_at(place, same[code]) for code, place in own.items())
            and not any(place.start <= start and end <= place.end for place in more for start, end in printed)
        ):
            columns = sorted((*own.values(), *more), key=lambda place: place.start)
            return replace(section, columns=tuple(columns))
    return section


def _is_at(one: ColumnPlace, other: ColumnPlace) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def extent(table: Table, cell: Cell) -> tuple[float, float]:
    """From where to where a cell reaches: in points, or in columns where the table has no geometry."""
    if table.edges is None:
        return (cell.column, cell.column_end)
    return (table.edges[cell.column], table.edges[cell.column_end])


@lru_cache(maxsize=65536)
def is_value(text: str) -> bool:
    """Whether a cell's text is a number or a sign for none."""
    return parse(text, signed=True).kind in ("number", "none_sign") or parse(text, "10k_cny").kind == "number"


class _Band(NamedTuple):
    """Rows that are a header: [start, end), and the table that they head. `begin` is where the same header begins of
    which a page before has all, or the labels of groups.
    """

    begin: int
    start: int
    end: int
    vocabulary: Vocabulary


def _bands(rows: list[list[Cell]], known: tuple[Vocabulary, ...], breaks: Sequence[int]) -> list[_Band]:
    """Runs of header rows."""
    bands: list[_Band] = []
    start = None
    for r in range(len(rows) + 1):
        heads = r < len(rows) and (_heads(rows[r], known) or (start is not None and _only_groups(rows[r], known)))
        if heads and start is None:
            start = r
        elif not heads and start is not None:
            vocabulary = _headed(rows[start:r], known)
            if vocabulary is not None:
                foot = next(end for end in range(r, start, -1) if _heads(rows[end - 1], known))  # below stand rows
                bands.append(_band(start, foot, rows, vocabulary, breaks, bands))
            start = None
    return bands


def _band(
    begin: int,
    end: int,
    rows: list[list[Cell]],
    vocabulary: Vocabulary,
    breaks: Sequence[int],
    before: Sequence[_Band],
) -> _Band:
    """The header in rows that name columns, with the rows above them that belong to it."""
    first = next((band.start for band in before if band.vocabulary is vocabulary), 0)
    above = [_texts(row) for row in rows[max(0, first - _GROUP_ROWS) : first]]

    def top(at: int) -> int:
        while at and at not in breaks and _is_above(rows[at - 1], vocabulary, above):
            at -= 1
        return at

    start = top(_last_header(begin, end, rows, vocabulary, breaks))
    begin = top(begin)
    if before and before[-1].vocabulary is not vocabulary:  # else a page repeats it, and above stand rows of its table
        while begin in breaks and _names_groups(rows[above_it := _printed_above(begin, rows)], vocabulary):
            begin = top(above_it)
    return _Band(begin, start, end, vocabulary)


def _last_header(start: int, end: int, rows: list[list[Cell]], vocabulary: Vocabulary, breaks: Sequence[int]) -> int:
    """Where a header begins that a page repeats right below itself, as it does below a header at the foot of a page."""
    again = [at for at in breaks if start < at < end and _headed(rows[at:end], (vocabulary,)) is not None]
    whole = [at for at in again if _named(rows[at:end], vocabulary) == _named(rows[start:end], vocabulary)]
    return max(whole, default=start)


def _named(rows: list[list[Cell]], vocabulary: Vocabulary) -> set[str]:
    """The columns that the cells of some rows name."""
    return {
        match.code for row in rows for cell in row if (match := vocabulary.best(cell.text, "column")).score >= _FITS
    }


def _only_groups(row: list[Cell], known: tuple[Vocabulary, ...]) -> bool:
    """Whether a row between others of a header has nothing but blank cells and labels of groups."""
    return any(all(not cell.text or vocabulary.is_group(cell.text) for cell in row) for vocabulary in known)


def _heads(row: list[Cell], known: tuple[Vocabulary, ...]) -> bool:
    """Whether a row could be part of a header: column labels, which have no item number in front, and no figures."""
    if any(parse(cell.text).kind == "number" for cell in row):
        return False
    return any(
        v.best(cell.text, "column").score >= _FITS
        for cell in row
        if len(label(cell.text).number) not in _ITEM
        for v in known
    )


def _is_above(row: list[Cell], vocabulary: Vocabulary, before: Sequence[Sequence[str]]) -> bool:
    """Whether a row belongs to the header below it: it names groups, or nothing, as the rest of cells that a page cuts
    does, or has the same words as one above the first header, which a page repeats whole.
    """
    return _names_groups(row, vocabulary) or not any(_texts(row)) or _texts(row) in before


def _printed_above(at: int, rows: list[list[Cell]]) -> int:
    """The last row with text above one, or the row right above it."""
    return next((above for above in range(at - 1, -1, -1) if any(_texts(rows[above]))), at - 1)


def _texts(row: Iterable[Cell]) -> list[str]:
    return [cell.text for cell in row]


def _names_groups(row: list[Cell], vocabulary: Vocabulary) -> bool:
    """Whether a row has nothing but labels that stand over those of the columns, and the table's corner."""
    texts = [cell.text for cell in row if cell.text]
    return bool(texts) and all(
        vocabulary.is_group(text) or (vocabulary.layout == "header" and vocabulary.best(text, "row").score >= _FITS)
        for text in texts
    )


def _headed(rows: list[list[Cell]], known: tuple[Vocabulary, ...]) -> Vocabulary | None:
    """The table whose columns the cells of some rows name best, if any names enough of them."""
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for vocabulary in known:
        codes = _named(rows, vocabulary)
        coverage = max(len(codes & columns) / len(columns) for columns in vocabulary.columns_of_rows)
        if coverage >= _COVERED and (coverage, len(codes)) > best:
            best, chosen = (coverage, len(codes)), vocabulary
    return chosen


def _columns_below(
    vocabulary: Vocabulary, table: Table, rows: list[list[Cell]], band: tuple[int, int, int]
) -> tuple[tuple[ColumnPlace, ...], tuple[Finding, ...]]:
    """The columns that a header names. band: where the rows that may name groups begin, the columns' own, the figures.

    A page may repeat the groups that stand alone at the foot of the one before.
    """
    top, start, end = band
    found = [
        _columns(vocabulary, table, rows[start:end], rows[first:end])
        for first in (top, *(at for at in table.breaks if top < at <= start))
    ]
    return next((columns for columns in found if not columns[1]), found[0])


def _columns(
    vocabulary: Vocabulary, table: Table, band: list[list[Cell]], header: list[list[Cell]]
) -> tuple[tuple[ColumnPlace, ...], tuple[Finding, ...]]:
    """The columns that a band of rows names. header: the band with the rows above it that may name groups."""
    cells = [
        (cell, match.code)
        for row in band
        for cell in row
        if (match := vocabulary.best(cell.text, "column")).score >= _FITS
    ]
    cells = [pair for pair in cells if not _stands_over_several(pair[0], cells, table)]
    cells.sort(key=lambda pair: extent(table, pair[0]))
    cells, unread = _with_misprinted(vocabulary, table, header, cells)
    doubts = (_unclear(vocabulary, unread),) if unread else ()
    if vocabulary.layout == "header":
        places, findings = _rows_and_columns(vocabulary, table, header, cells)
        return places, (*findings, *doubts)
    places = tuple(ColumnPlace(code, None, *extent(table, cell), cell.text) for cell, code in cells)
    if _in_order([place.column for place in places], list(vocabulary.columns)):
        return places, doubts
    return places, (_unclear(vocabulary, places),)


def _stands_over_several(cell: Cell, named: Iterable[tuple[Cell, str]], table: Table) -> bool:
    """Whether a label stands over those of several columns: it names a group, and may be the rest of its name."""
    start, end = extent(table, cell)
    below = (extent(table, other) for other, _ in named if other.row >= cell.row_end)
    return sum(start <= left and right <= end for left, right in below) > 1


def _with_misprinted(
    vocabulary: Vocabulary, table: Table, header: list[list[Cell]], cells: list[tuple[Cell, str]]
) -> tuple[list[tuple[Cell, str]], list[Cell]]:
    """The labelled cells with those whose label is like a column's only in part, where all around them leaves them just
    this one: as many cells stand right above the figures as one of the form's headers has, nearly all in its order. And
    those of them whose label is hardly that, or no other one, as under a seal: they are in doubt, but for one of many
    of which pixels show nothing at all.
    """
    lowest = max((cell.row_end for row in header for cell in row), default=0)
    known = {id(cell): code for cell, code in cells}
    lowest_cells = [_with_text(cell, header) for row in header for cell in row if cell.row_end == lowest]
    leaves = [cell for cell in lowest_cells if not vocabulary.is_group(cell.text)]
    leaves = [cell for cell in leaves if cell.column or id(cell) in known or vocabulary.layout == "header"]  # no corner
    leaves.sort(key=lambda cell: extent(table, cell))
    lost = [cell for cell in leaves if id(cell) not in known]
    if not lost or len(lost) * _MISPRINTED > len(leaves) or table.edges is None:
        return cells, []
    for wanted in vocabulary.headers:
        if len(wanted) != len(leaves):
            continue
        whole = list(zip(leaves, wanted, strict=True))
        if any(known.get(id(cell), code) != code for cell, code in whole):
            continue
        unread = [
            (cell, code)
            for cell, code in whole
            if id(cell) not in known and vocabulary.score(cell.text, "column", code) < _PARTLY
        ]
        hidden = [cell for cell, _ in unread if not cell.text.strip() and cell.readings]
        if all(cell in hidden or _may_be(vocabulary, cell.text, code) for cell, code in unread):
            alone = len(unread) == len(hidden) == 1 and len(leaves) >= _MANY
            return whole, [] if alone else [cell for cell, _ in unread]
    return cells, []


def _may_be(vocabulary: Vocabulary, text: str, column: str) -> bool:
    """Whether a text may be what was read of a column's label: it is hardly that, or no other label in Chinese."""
    words = label(text).core
    other = len(words) >= vocabulary.shortest(column) and not re.search(r"[^\u3400-\u9fff]", words)
    return bool(text.strip()) and (not other or vocabulary.score(text, "column", column) >= _HARDLY)


def _with_text(cell: Cell, header: list[list[Cell]]) -> Cell:
    """A cell; or where it is the blank rest of one that the edge of a page cuts, the cell above with its label."""
    above = [] if cell.text else [own for row in header for own in row if own.row_end == cell.row]
    same = (cell.column, cell.column_end)
    return next((own for own in above if (own.column, own.column_end) == same), cell)


def _rows_and_columns(
    vocabulary: Vocabulary, table: Table, header: list[list[Cell]], cells: list[tuple[Cell, str]]
) -> tuple[tuple[ColumnPlace, ...], tuple[Finding, ...]]:
    """A header that names rows over columns. The order of the column labels decides: how far a row's label reaches
    is often drawn wrong. Where it names each column once, the rows are named beside their figures.
    """
    if table.edges is None:
        cells = sorted(cells, key=lambda pair: (pair[0].row, pair[0].column))
    named = [
        (extent(table, cell)[0], codes, cell)
        for row in header
        for cell in row
        if (codes := _rows_named(vocabulary, cell.text))
    ]
    named.sort(key=lambda item: item[0])
    names = [code for _, codes, _ in named for code in codes]
    codes = [code for _, code in cells]
    rows = names if _is_piece(vocabulary, table, names, cells) else list(vocabulary.rows)
    wanted = [(row, column) for row in rows for column in vocabulary.columns]
    if codes != [column for _, column in wanted]:
        places = tuple(ColumnPlace(code, None, *extent(table, cell), cell.text) for cell, code in cells)
        once = table.edges is not None and codes == list(vocabulary.columns)
        return (places, ()) if once else ((), (_unclear(vocabulary, places),))
    places = tuple(
        ColumnPlace(column, row, *extent(table, cell), cell.text)
        for (row, column), (cell, _) in zip(wanted, cells, strict=True)
    )
    told = {id(cell) for cell in (*(cell for cell, _ in cells), *(cell for _, _, cell in named))}
    alone = not any(cell.text for row in header for cell in row if id(cell) not in told)
    cut = names == list(vocabulary.rows)[1:] and alone and _over_own(vocabulary, table, named, places)
    if names == rows or cut:
        return places, ()
    return places, (_unclear(vocabulary, [cell for _, _, cell in named]),)


def _is_piece(vocabulary: Vocabulary, table: Table, names: list[str], cells: Sequence[tuple[Cell, str]]) -> bool:
    """Whether a table has some of the rows only, one after the other in the form, with all of their columns from its
    left side to its right, as where a report prints one for each kind of them.
    """
    order = list(vocabulary.rows)
    if table.edges is None or not 0 < len(names) < len(order) or names[0] not in order:
        return False
    start = order.index(names[0])
    if names != order[start : start + len(names)] or [c for _, c in cells] != list(vocabulary.columns) * len(names):
        return False
    return (extent(table, cells[0][0])[0], extent(table, cells[-1][0])[1]) == (table.edges[0], table.edges[-1])


def _over_own(
    vocabulary: Vocabulary,
    table: Table,
    named: Iterable[tuple[float, list[str], Cell]],
    places: Sequence[ColumnPlace],
) -> bool:
    """Whether each label of a row reaches over just the columns of that row, so that the first one may be on the page
    before. places: of the columns of all rows, in order.
    """
    many = len(vocabulary.columns)
    ends = zip(places[::many], places[many - 1 :: many], strict=True)
    reach = {row: (first.start, last.end) for row, (first, last) in zip(vocabulary.rows, ends, strict=True)}
    return table.edges is not None and all(
        len(codes) == 1 and extent(table, cell) == reach[codes[0]] for _, codes, cell in named
    )


def _rows_named(vocabulary: Vocabulary, text: str) -> list[str]:
    """The rows that a cell of a header names: one, or several whose names it holds whole, where no line parts them."""
    match = vocabulary.best(text, "row")
    if match.score >= _FITS:
        return [match.code]
    several = vocabulary.rows_within(text)
    return several if len(several) > 1 else []


def _in_order(codes: list[str], order: list[str]) -> bool:
    """Whether codes follow the form's order, none of them twice."""
    ranks = [order.index(code) for code in codes]
    return all(one < two for one, two in pairwise(ranks))


def _unclear(vocabulary: Vocabulary, parts: Iterable[ColumnPlace | Cell]) -> Finding:
    return Finding("header_unclear", vocabulary.table, found=" | ".join(part.text for part in parts))
