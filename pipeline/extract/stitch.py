"""One Table of the pieces that stand on successive pages.

Pieces belong together when nothing but page furniture (page numbers, running heads) stands between them and their
columns lie at the same places, or in the same proportions, or are as many. Whether the rows on both sides of a break
are one row, cut in two, only their labels tell: that is left to aligning, and `Table.breaks` says where to look.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from statistics import median

from rapidfuzz.fuzz import ratio

from pipeline.extract.grid import nearest
from pipeline.extract.model import Box, Cell, Extraction, Table, TextLine
from pipeline.extract.words import is_figure
from pipeline.record import record

_NUMBER = r"[\d０-９一二三四五六七八九十]{1,4}"
_PAGE_NUMBER = re.compile(
    rf"\W*(第|[Pp]age)?\s*{_NUMBER}\s*[页頁]?(\s*(/|／|of|，|,)?\s*[共总總]?\s*{_NUMBER}\s*[页頁])?(\s*([/／]|of)\s*{_NUMBER})?\W*"
)
_PRINTED = re.compile(
    r"(https?[:：]?[/／]*[\w.\-]+\.[\w.\-]+|file[:：]?[/／]+\S*?)[/／:：]\S*"
    r"|20\d\d([/-])\d{1,2}\2\d{1,2}[,，]?\d{1,2}[:：]\d\d",
    re.ASCII,
)
"""The address of a web page, and the time when it was printed, which browsers set at the edges of each page."""
_COUNTED = re.compile(r"(\d{1,3})[/／](\d{1,3})", re.ASCII)
_NUMBERS = re.compile(r"[\W\d_]{1,10}")
"""What a page number may look like to a reader of pixels that takes dirt for signs."""
_SAME_EDGE = 4.0
"""Column borders on two pages nearer than this (points, once their left edges are laid on each other) are one."""
_SAME_WIDTH = 8.0
_REPEATED, _LONG_ENOUGH, _NEAR = 85.0, 6, 12.0
"""Lines of so many characters, as like as this (0 to 100), so near in height (points) on two pages are the same: what a
page is scanned askew or set off moves them.
"""
_ALIKE = 70.0
"""Page numbers in words are short: one character in four may be misread."""
_EDGE = 2
"""A running head or foot is among so many rows at the page's end."""
_PART = 3
"""Or of so many, if one is a part of the other."""
_HANGING = 14.0
"""Words cut off from a cell stand at most so many points below it: a line of text."""
_WORDS = re.compile(r"([（(]?[一二三四五六七八九十]?[）)])?[^\W\d_、，。；：（）“”()]{1,12}|、")
"""Words cut off from a cell, or the sign after the number of a label that stands upright, which is a line by itself."""
_NO_HEADING = r"[^\d０-９一二三四五六七八九十表项]"
_SCRAWL = re.compile(
    _NO_HEADING + r"{1,5}|\d{1,4}年?\d{0,2}月\d{1,2}日|20\d\d([-./·])\d{1,2}\1\d{1,2}|第.{0,8}号",
)
"""A word, or the date and the number of a stamp for what came in, which are seldom read whole."""
_LARGE_SCRAWL, _LARGE = re.compile(_NO_HEADING + "{1,10}"), 1.6
"""More words, where they are so many times as high as lines usually are."""
_SHARED = 0.6
"""At least this part of the fewer borders must be shared."""
_SCALED = 0.8
"""And at least this part where one piece is drawn wider than the other."""
_BENDS = (-12.0, -9.0, -6.0, -3.0, 3.0, 6.0, 9.0, 12.0)
"""How far the midst of a piece may lie from where it should (points)."""
_HEADING = re.compile(r"^[\s（(]*(?:[一二三四五六七八九十]+|\d+)[、.．）)]|[表项：:]|报告|情况|[局府处会院办]$")
"""What the heading of another table or report begins with, has in it, or ends with."""
_MANY = 8
"""So many columns are as many as another table's not by chance."""
_CONTINUED = re.compile(r"[（(]?(续|續|接)(上)?(表|页|頁)?[一二三四五六七八九\d]*[）)]?[：:]?")
"""Words that authors set above the next piece of a table."""


def stitch(extraction: Extraction) -> Extraction:
    """The extraction with tables that go on over pages joined, and the lines that are page furniture marked."""
    furniture = _furniture(extraction.lines)
    usual = _usual_height(extraction.lines) if extraction.seen_pages else math.inf
    tables: list[Table] = []
    order: list[tuple[str, int]] = []
    ends: list[_Ends] = []  # of each table
    open_table = False  # whether nothing but furniture has come since it
    note = False  # and one line at the head of a page, which may be someone's note
    foot = 0.0  # of the last line below that table
    for (kind, index), following in zip(extraction.order, _tables_ahead(extraction), strict=True):
        if kind == "line":
            order.append((kind, index))
            line = extraction.lines[index]
            if open_table and _lies_below(line, ends[-1], foot):
                foot = line.box[3] if line.box is not None else foot
                # Words cut off from a cell part nothing; a lone number may be a figure cut off, and no page number.
                if _WORDS.fullmatch(re.sub(r"\s", "", line.text)):
                    furniture.add(index)
                elif not _as_on_other_pages(line, extraction.lines):
                    furniture.discard(index)
            if open_table and _is_drawn_again(line, ends[-1]):
                furniture.add(index)
            scrawled = (
                open_table
                and line.page in extraction.seen_pages
                and (_is_scrawl(line, usual) or _stands_below_number(line, ends[-1], extraction.lines))
            )
            around = (tables[-1], following) if open_table else ()
            beside = any(_lies_beside(line, table) for table in around) or _lies_aside(line, around)
            if open_table and not (index in furniture or scrawled or beside):
                open_table = not note and _may_be_note(line, tables[-1], following)
                note = True
            continue
        table = extraction.tables[index]
        sure = not note or (open_table and _is_rest(tables[-1], table))
        if open_table and sure and _continues(tables[-1], table, extraction.hidden_pages):
            tables[-1] = joined(tables[-1], table)
            ends[-1] = _ends(tables[-1])
        else:
            order.append((kind, len(tables)))
            tables.append(table)
            ends.append(_ends(table))
        open_table, note, foot = True, False, 0.0
    lines = tuple(
        replace(line, furniture=i in furniture, below=_table_above(line, ends))
        for i, line in enumerate(extraction.lines)
    )
    return replace(extraction, tables=tuple(tables), lines=lines, order=tuple(order))


def _tables_ahead(extraction: Extraction) -> list[Table | None]:
    """For each line and table in order, the table that comes next; None behind the last."""
    ahead: list[Table | None] = []
    following = None
    for kind, index in reversed(extraction.order):
        ahead.append(following)
        following = extraction.tables[index] if kind == "table" else following
    return ahead[::-1]


def is_page_number(text: str) -> bool:
    """Whether a line of text is nothing but the number of its page."""
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None


def _furniture(lines: tuple[TextLine, ...]) -> set[int]:
    """The lines that belong to the page, not to the report: page numbers, also misread ones where others have theirs,
    续表, what most pages repeat, and what a page begins or ends with and its neighbour repeats: one of two reports in a
    file may have running heads.
    """
    rows = _rows(lines)
    texts = _as_first_read(rows)
    pages: dict[str, set[int | None]] = {}
    on_page: dict[int | None, list[tuple[_Row, str]]] = {}
    for row, text in zip(rows, texts, strict=True):
        pages.setdefault(text, set()).add(row.page)
        on_page.setdefault(row.page, []).append((row, text))
    n_pages = len({line.page for line in lines})
    repeated = {text for text, on in pages.items() if len(on) > max(1, n_pages / 2)}
    found = {
        i
        for i, line in enumerate(lines)
        if _PAGE_NUMBER.fullmatch(line.text.strip())
        or any(kind.fullmatch(re.sub(r"\s", "", line.text)) for kind in (_CONTINUED, _PRINTED))
    }
    edges = {row for own in on_page.values() for row, _ in (*own[:_EDGE], *own[-_EDGE:])}
    for page, own in on_page.items():
        for row, text in own:
            edge = row in (own[0][0], own[-1][0])
            beside = (*on_page.get(page - 1, ()), *on_page.get(page + 1, ())) if page is not None and edge else ()
            if page is not None and (text in repeated or (text and any(text == other for _, other in beside))):
                found.update(row.lines)
            elif edge:
                if row.text.isascii() and any(_counts_page(lines[i], page) for i in row.lines):
                    found.update(row.lines)
                heads = [other for other, _ in beside if other in edges]
                found.update(i for i in row.lines if any(_is_part(lines[i], other) for other in heads))
                if len(row.lines) == 1 and _NUMBERS.fullmatch(row.longest.text):
                    found.update(i for i in row.lines if _as_on_other_pages(lines[i], lines))
    return found


def _counts_page(line: TextLine, page: int | None) -> bool:
    """Whether a line says which page this is, and of how many: beside it browsers print an address, however misread."""
    counted = _COUNTED.fullmatch(line.text.strip())
    return counted is not None and int(counted[1]) == page and int(counted[2]) >= int(counted[1])


@record
class _Row:
    """Lines that follow each other at one height of a page: their numbers, the longest of them, and their text without
    numbers and spaces.
    """

    lines: tuple[int, ...]
    longest: TextLine
    text: str

    @property
    def page(self) -> int | None:
        """The page that it stands on."""
        return self.longest.page


def _is_part(line: TextLine, other: _Row) -> bool:
    """Whether a line is the whole or a part of a row of another page, at the same height if it is short: on a page that
    lies askew, what stands side by side is not level.
    """
    text = _letters(line.text)
    same_height = len(text) >= _LONG_ENOUGH or _same_foot(line, other.longest)
    return len(text) >= _PART and text in other.text and same_height


def _rows(lines: Sequence[TextLine]) -> list[_Row]:
    """The lines of each height together: readers part what stands apart or not."""
    numbers: list[list[int]] = []
    for i, line in enumerate(lines):
        if numbers and _level(lines[numbers[-1][-1]], line):
            numbers[-1].append(i)
        else:
            numbers.append([i])
    return [
        _Row(
            tuple(row),
            max((lines[i] for i in row), key=lambda line: len(line.text)),
            _letters("".join(lines[i].text for i in row)),
        )
        for row in numbers
    ]


def _letters(text: str) -> str:
    return re.sub(r"[\d\s]", "", text)


def _level(one: TextLine, two: TextLine) -> bool:
    if one.page != two.page or one.box is None or two.box is None:
        return False
    return abs(one.box[1] + one.box[3] - two.box[1] - two.box[3]) / 2 <= _SAME_EDGE


def _as_first_read(rows: Sequence[_Row]) -> list[str]:
    """The texts of rows; what nearly repeats a row at the same height of another page is that one, which a reader of
    pixels has read otherwise.
    """
    texts: list[str] = []
    known: set[str] = set()
    at_height: dict[float, list[int]] = {}  # rows, by the height of their foot in steps of what is near
    for number, row in enumerate(rows):
        text, box = row.text, row.longest.box
        step = box[3] // _NEAR if box is not None else math.nan
        if len(text) >= _PART and text not in known:
            near = sorted(other for at in (step - 1, step, step + 1) for other in at_height.get(at, ()))
            text = next((texts[i] for i in near if _repeats(rows[i], texts[i], row)), text)
        texts.append(text)
        known.add(text)
        at_height.setdefault(step, []).append(number)
    return texts


def _repeats(before: _Row, text: str, row: _Row) -> bool:
    """Whether a row nearly repeats one of another page (text: as which that was first read) near its height; or right
    at it, as page numbers do however short they are, or is a part of it.
    """
    one, two = before.longest.box, row.longest.box
    if before.page == row.page or one is None or two is None or abs(one[3] - two[3]) > _NEAR:
        return False
    level = abs(one[3] - two[3]) <= _SAME_EDGE
    if not level and len(row.text) < _LONG_ENOUGH:
        return False
    likeness = ratio(text, row.text, score_cutoff=_ALIKE if level else _REPEATED)
    if len(row.text) >= _LONG_ENOUGH and likeness >= _REPEATED:
        return True
    if not level:
        return False
    numbered = likeness >= _ALIKE and (is_page_number(before.longest.text) or is_page_number(row.longest.text))
    return numbered or row.text in text


def _same_foot(one: TextLine, two: TextLine) -> bool:
    return one.box is not None and two.box is not None and abs(one.box[3] - two.box[3]) <= _SAME_EDGE


def _as_on_other_pages(line: TextLine, lines: tuple[TextLine, ...]) -> bool:
    """Whether another page has a page number at the same height."""
    return any(
        other.page != line.page
        and other.box is not None
        and line.box is not None
        and abs(other.box[1] - line.box[1]) <= _SAME_EDGE
        and _PAGE_NUMBER.fullmatch(other.text.strip())
        for other in lines
    )


@record
class _End:
    """How a table ends on a page: its foot, the boxes and texts of the cells of its last row, which on a page askew end
    at several heights, and how wide it is there.
    """

    foot: float
    cells: list[tuple[Box, str]]
    width: float


_Ends = Mapping[int | None, _End]
"""How a table ends on each of its pages."""


def _ends(table: Table) -> _Ends:
    by_page: dict[int | None, list[tuple[int, Box, str]]] = {}
    for cell in table.cells:
        if cell.box is not None:
            by_page.setdefault(cell.page, []).append((cell.row_end, cell.box, cell.text))
    return {page: _end(cells) for page, cells in by_page.items()}


def _end(cells: Sequence[tuple[int, Box, str]]) -> _End:
    """How a table ends, of which these cells are on the page: each with the row after it."""
    foot = max(box[3] for _, box, _ in cells)
    width = max(box[2] for _, box, _ in cells) - min(box[0] for _, box, _ in cells)
    last = max(row for row, _, _ in cells)
    return _End(foot, [(box, text) for row, box, text in cells if row == last], width)


def _table_above(line: TextLine, tables: Iterable[_Ends]) -> int | None:
    return next((i for i, ends in enumerate(tables) if _lies_below(line, ends)), None)


def _usual_height(lines: Iterable[TextLine]) -> float:
    heights = [line.box[3] - line.box[1] for line in lines if line.box is not None]
    return median(heights) if heights else math.inf


def _is_scrawl(line: TextLine, usual: float) -> bool:
    """Whether a line of a scan may have been written on it by hand, or stamped, and is no heading. usual: how high the
    lines of its document are (points).
    """
    large = line.box is not None and line.box[3] - line.box[1] >= _LARGE * usual
    text = re.sub(r"\s", "", line.text)
    return bool(_SCRAWL.fullmatch(text)) or (large and bool(_LARGE_SCRAWL.fullmatch(text)))


def _stands_below_number(line: TextLine, ends: _Ends, lines: tuple[TextLine, ...]) -> bool:
    """Whether a line stands below the number of its page, and that below a table: nothing of a report does. ends: the
    table's.
    """
    end = ends.get(line.page)
    if line.box is None or end is None:
        return False
    return any(
        other.page == line.page
        and other.box is not None
        and end.foot <= other.box[1]
        and other.box[3] <= line.box[1]
        and is_page_number(other.text)
        and _as_on_other_pages(other, lines)
        for other in lines
    )


def _lies_beside(line: TextLine, table: Table | None) -> bool:
    """Whether words stand at the height of a table: what hangs out of one of its cells, or a note on the margin."""
    cells = table.cells if table else ()
    boxes = [cell.box for cell in cells if cell.page == line.page and cell.box is not None]
    if line.box is None or not boxes or any(letter.isdecimal() for letter in line.text):
        return False
    middle = (line.box[1] + line.box[3]) / 2
    return min(box[1] for box in boxes) < middle < max(box[3] for box in boxes)


def _lies_aside(line: TextLine, tables: Iterable[Table | None]) -> bool:
    """Whether words stand wholly on the margin on one side of the tables: a note that someone set there."""
    boxes = [cell.box for table in tables if table for cell in table.cells if cell.box is not None]
    if line.box is None or not boxes or not any(letter.isalpha() for letter in line.text):
        return False
    return line.box[2] < min(box[0] for box in boxes) or line.box[0] > max(box[2] for box in boxes)


def _may_be_note(line: TextLine, table: Table, following: Table | None) -> bool:
    """Whether a line at the head of the page after a table, above the next one, is no heading by its words."""
    if following is None or line.page is None or line.page - 1 not in table.pages:
        return False
    return following.pages[:1] == (line.page,) and not _HEADING.search(line.text)


def _is_rest(upper: Table, lower: Table) -> bool:
    """Whether a table is, by itself, the rest of another: it has many columns at the same places, and no header."""
    if upper.edges is None or lower.edges is None or lower.n_columns < _MANY:
        return False
    first = [cell.text for cell in lower.cells if cell.row == 0 and 2 * cell.column_end > lower.n_columns]
    headed = any(text and not is_figure(text) and not any(map(str.isdecimal, text)) for text in first)
    return not headed and _shared(upper.edges, lower.edges) >= min(len(upper.edges), len(lower.edges)) - 1


def _lies_below(line: TextLine, ends: _Ends, above: float = 0.0) -> bool:
    """Whether a line stands below a cell of the table's last row on its page and is no wider: as what the edge of the
    page cut off from the cell would. Right below it, or farther below one that has no other text. ends: the table's;
    above: the foot of another such line.
    """
    end = ends.get(line.page)
    if line.box is None or end is None:
        return False
    x0, top, x1, foot = line.box
    return any(
        box[0] - 1 <= x0
        and x1 <= box[2] + 1
        and box[2] - box[0] < end.width
        and box[3] - 1 <= (top + foot) / 2
        and (top - max(box[3], above) <= _HANGING or not text.strip())
        for box, text in end.cells
    )


def _is_drawn_again(line: TextLine, ends: _Ends) -> bool:
    """Whether a line of the next page has words of a cell that the end of the page cuts, between its sides, or of
    several such beside each other: programs draw them whole on both pages, and leave it to a clip which of them show
    where. ends: the table's.
    """
    rest = re.sub(r"\s", "", line.text)
    end = ends.get(line.page - 1) if line.page is not None else None
    if line.box is None or end is None or any(letter.isdecimal() for letter in rest):
        return False
    x0, _, x1, _ = line.box
    over = [(box, re.sub(r"\s", "", own)) for box, own in sorted(end.cells) if box[0] < x1 and x0 < box[2]]
    if not over or x0 < over[0][0][0] - 1 or over[-1][0][2] + 1 < x1:
        return False
    for _, own in over:
        rest = rest[max(n for n in range(len(rest) + 1) if rest[:n] in own) :]
    return not rest


def _continues(upper: Table, lower: Table, hidden: Container[int]) -> bool:
    """Whether a table on a later page, with nothing between, has the columns of one: at the same places, or drawn wider
    or narrower. hidden: the pages that show more than their text; others between are empty, or have only furniture.
    """
    if upper.edges is None or lower.edges is None:
        return upper.edges is lower.edges
    if not lower.pages or lower.pages[0] <= upper.pages[-1]:
        return False
    if any(page in hidden for page in range(upper.pages[-1] + 1, lower.pages[0])):
        return False
    return _borders_on(upper, lower) is not None


def _borders_on(upper: Table, lower: Table) -> Sequence[float] | None:
    """Where the borders of the lower of two pieces lie on the upper one: most of them at its own places, or in the same
    proportions; at its own where both have as many columns, and many, or it begins with figures for those that labels
    head at the end of the other; or all but one with the midst moved, as on a photograph. None where they are others.
    """
    if upper.edges is None or lower.edges is None:
        return None
    fewer = min(len(upper.edges), len(lower.edges))
    places = _laid_on(upper.edges, lower.edges)
    part = _SHARED if _as_wide(upper.edges, lower.edges) else _SCALED
    if _shared(upper.edges, places) >= part * fewer:
        return places
    if upper.n_columns == lower.n_columns >= _MANY:  # so many that it is no chance
        return upper.edges
    headed = _headed(upper)
    if len(headed) == len(lower.edges) and _begins_with_figures(lower):  # each may be as wide as its words need
        return headed
    bent = _bent_on(upper.edges, lower.edges)
    return bent if fewer >= _MANY and _shared(upper.edges, bent) >= fewer - 1 else None


def _shared(upper: tuple[float, ...], lower: Iterable[float]) -> int:
    """How many borders of the lower piece are borders of the upper one."""
    return sum(1 for edge in lower if any(abs(edge - other) <= _SAME_EDGE for other in upper))


def _headed(table: Table) -> Sequence[float]:
    """The borders of the last row of a table where it has a label in each of its cells; none elsewhere."""
    last = sorted((cell for cell in table.cells if cell.row_end == table.n_rows), key=lambda cell: cell.column)
    if table.edges is None or any(not cell.text or is_figure(cell.text) for cell in last):
        return ()
    return [*(table.edges[cell.column] for cell in last), table.edges[-1]]


def _begins_with_figures(table: Table) -> bool:
    """Whether a table has figures in its first row, and nothing else right of a label."""
    right = [cell.text for cell in table.cells if cell.row == 0 and cell.column and cell.text]
    return bool(right) and all(map(is_figure, right))


def _laid_on(upper: tuple[float, ...], lower: tuple[float, ...]) -> list[float]:
    """The borders of the lower piece once its left side is laid on that of the upper one; or both its sides, where it
    is wider or narrower, or more borders meet so; or as they are, where its outermost columns are blank and not drawn,
    and the others lie where they should.
    """
    scale = _width(upper) / _width(lower)
    scales = (1.0, scale) if _as_wide(upper, lower) else (scale,)
    ways = (list(lower), *([upper[0] + (edge - lower[0]) * by for edge in lower] for by in scales))
    return max(ways, key=lambda places: _shared(upper, places))


def _bent_on(upper: tuple[float, ...], lower: tuple[float, ...]) -> list[float]:
    """The borders of the lower piece once both its sides are laid on those of the upper one, and what lies between is
    moved by so much that most borders meet: of a page that is photographed, one side is nearer, and drawn wider.
    """
    parts = [(edge - lower[0]) / _width(lower) for edge in lower]
    ways = ([upper[0] + part * (_width(upper) + 4 * bend * (1 - part)) for part in parts] for bend in _BENDS)
    return max(ways, key=lambda places: _shared(upper, places))


def _as_wide(upper: tuple[float, ...], lower: tuple[float, ...]) -> bool:
    return abs(_width(upper) - _width(lower)) <= _SAME_WIDTH


def _width(edges: tuple[float, ...]) -> float:
    return edges[-1] - edges[0]


def joined(upper: Table, lower: Table) -> Table:
    """The lower table's rows under the upper one's, in one grid of columns."""
    n = upper.n_rows
    breaks = (*upper.breaks, n, *(n + at for at in lower.breaks))
    if upper.edges is None or lower.edges is None:
        return Table(upper.cells + _moved(lower.cells, n, None), None, breaks)
    places = _borders_on(upper, lower) or upper.edges
    edges = _united(upper.edges, places)
    above = _moved(upper.cells, 0, _places(upper.edges, edges))
    below = _moved(lower.cells, n, _places(places, edges))
    return Table(above + below, tuple(edges), breaks)


def _united(upper: Iterable[float], lower: Iterable[float]) -> list[float]:
    """All borders of both, a border of the lower one near one of the upper's being that."""
    edges = list(upper)
    edges += [edge for edge in lower if all(abs(edge - other) > _SAME_EDGE for other in edges)]
    return sorted(edges)


def _places(own: Iterable[float], edges: list[float]) -> list[int]:
    """Where each border of a piece lies among the borders of the whole."""
    return [nearest(edges, edge) for edge in own]


def _moved(cells: tuple[Cell, ...], rows: int, places: list[int] | None) -> tuple[Cell, ...]:
    """Cells so many rows down. places: where each of their borders lies among those of the whole, where two of them may
    be one; the cell between those takes the place before it.
    """
    if places is None:
        return tuple(replace(cell, row=cell.row + rows) for cell in cells)
    moved = []
    for cell in cells:
        end = max(places[cell.column_end], 1)
        start = min(places[cell.column], end - 1)
        stays = (rows, start, end) == (0, cell.column, cell.column_end)
        moved.append(cell if stays else replace(cell, row=cell.row + rows, column=start, column_span=end - start))
    return tuple(moved)
