"""Where a document's tables surely begin and end, told by what stands around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.extract.model import Extraction, Table
from pipeline.normalize.headers import is_value


class Surroundings(NamedTuple):
    """The indices of tables before which, and after which, something else of the report stands on the same page: they
    begin, or end, where they seem to. Adjoining are those that leave no room for a row between the table before and
    themselves; below is the line of text right after a table on its page.
    """

    preceded: frozenset[int]
    followed: frozenset[int]
    adjoining: frozenset[int]
    below: Mapping[int, str]


def surroundings(extraction: Extraction) -> Surroundings:
    """Which tables of a document begin, and which end, where they seem to."""
    pairs = list(pairwise(extraction.order))
    adjoining = frozenset(
        two[1]
        for one, two in pairs
        if one[0] == two[0] == "table" and _leave_no_room(extraction.tables[one[1]], extraction.tables[two[1]])
    )
    below = {
        one[1]: extraction.lines[two[1]].text
        for one, two in pairs
        if (one[0], two[0]) == ("table", "line") and _begins_on(extraction, two) == extraction.tables[one[1]].pages[-1:]
    }
    return Surroundings(_preceded(extraction), _followed(extraction), adjoining, below)


def _leave_no_room(upper: Table, lower: Table) -> bool:
    """Whether a table begins so near below the end of another on its page that no row as low as theirs lies between."""
    if not upper.pages or upper.pages[-1:] != lower.pages[:1]:
        return False
    last = [cell.box for cell in upper.cells if cell.row_end == upper.n_rows and cell.box is not None]
    first = [cell.box for cell in lower.cells if cell.row == 0 and cell.box is not None]
    if not last or not first:
        return False
    lowest = min(box[3] - box[1] for box in (*last, *first))
    return 0 <= min(box[1] for box in first) - max(box[3] for box in last) < lowest


def _followed(extraction: Extraction) -> frozenset[int]:
    """Tables after which something else of the report stands on the page where they end, or that end there for sure."""
    found = set()
    for position, (kind, index) in enumerate(extraction.order):
        if kind == "table":
            last, after = extraction.tables[index].pages[-1:], extraction.order[position + 1 :]
            goes_on = any(not last or _begins_on(extraction, item) == last for item in after)
            if goes_on or _leaves_room(extraction, extraction.tables[index], after):
                found.add(index)
    return frozenset(found)


def _leaves_room(extraction: Extraction, table: Table, after: Sequence[tuple[str, int]]) -> bool:
    """Whether a table ends at the foot of a page though there is room for one more row above the page's number, and the
    next page goes on with text: no row is on that, and none ran off the edge of this one. after: what comes after it.
    """
    end = table.n_rows
    last = [cell.box for cell in table.cells if cell.row_end == end and cell.box is not None]
    following = next((item for item in after if _begins_on(extraction, item)), None)
    if not last or following is None or following[0] == "table":
        return False
    page, line = table.pages[-1], extraction.lines[following[1]]
    foot = max(box[3] for box in last)
    height = foot - min(box[1] for box in last)
    room = any(
        other.furniture and other.page == page and other.below is None and other.box[1] - foot > height
        for other in extraction.lines
        if other.box is not None
    )
    unsure = {*extraction.hidden_pages, *(turn.page for turn in extraction.turned)}
    figures = all(is_value(part) for part in line.text.split())
    return room and line.page == page + 1 and not figures and not unsure & {page, page + 1}


def _preceded(extraction: Extraction) -> frozenset[int]:
    """Tables before which something else of the report stands on the page where they begin."""
    found = set()
    for position, (kind, index) in enumerate(extraction.order):
        if kind == "table":
            first = extraction.tables[index].pages[:1]
            if any(not first or _ends_on(extraction, item) == first for item in extraction.order[:position]):
                found.add(index)
    return frozenset(found)


def _ends_on(extraction: Extraction, item: tuple[str, int]) -> tuple[int, ...]:
    """The page on which a table or a line ends; none for a line that is only page furniture."""
    kind, index = item
    return extraction.tables[index].pages[-1:] if kind == "table" else _begins_on(extraction, item)


def _begins_on(extraction: Extraction, item: tuple[str, int]) -> tuple[int, ...]:
    """The page on which a table or a line begins; none for a line that is only page furniture."""
    kind, index = item
    if kind == "table":
        return extraction.tables[index].pages[:1]
    line = extraction.lines[index]
    return () if line.furniture or line.page is None else (line.page,)
