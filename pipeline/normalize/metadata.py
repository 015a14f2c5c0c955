"""Title, issuer with its kind, and year of a report, from wherever it says them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from pathlib import PurePath

from pipeline.extract import TextLine
from pipeline.findings import Finding
from pipeline.normalize.issuer import issuer_in_prose, issuer_in_title, kind_of, other_in_prose
from pipeline.normalize.model import Metadata
from pipeline.normalize.parts import Prose, packed
from pipeline.normalize.title import find_title
from pipeline.normalize.year import read_year

_SAME_START, _ENTRIES = 3.0, 3
"""So many lines that begin at one place but for so much (points), and left of others, are the entries of a menu; so
many that say the same are a watermark.
"""
_TITLED = re.compile(r"报告|年报")
_SERIAL = re.compile(r"^[（(\[【]?(?:(?!20\d\d(?!\d))\d+(?![\d年])[\s\-_.．、)）\]】]*)+")
"""Numbers that whoever kept the file put in front of its name; none of them is a year."""


def read_metadata(
    prose: Prose, file_name: str, *, first: bool = True, seen_pages: Container[int | None] = ()
) -> tuple[Metadata, list[Finding]]:
    """What a report says of itself in the lines around its tables.

    file_name: without folders, a last resort; first: whether it may name this report, as the first one in its document;
    seen_pages: those read from their pixels.
    """
    beside = [*_menu(prose.opening), *_watermarks(prose.opening)]
    lines = [
        line
        for line in prose.opening
        if line not in beside and (line.page not in seen_pages or not _stands_aside(line, prose.opening))
    ]
    printed = _title_in([line.text for line in lines])  # a running head may be all there is of a title
    name = _SERIAL.sub("", PurePath(file_name).stem)
    named = _title_in([name]) if first else None
    before, after = _texts(prose.opening), _texts(prose.closing)
    title, findings = _title(printed, named)
    issuer, about_issuer = _issuer(printed, before, after, named)
    year, about_year = read_year(printed, "".join(before), after, name)
    kind = kind_of(issuer) if issuer else None
    return Metadata(title, issuer, year, kind), [*findings, *about_issuer, *about_year]


def _menu(lines: Sequence[TextLine]) -> list[TextLine]:
    """What a website prints beside its text: several lines that begin at one place, left of others at their heights."""
    found: list[TextLine] = []
    columns: dict[tuple[int | None, int], list[TextLine]] = {}
    for line in lines:
        if line.box is not None:
            columns.setdefault((line.page, round(line.box[0] / _SAME_START)), []).append(line)
    for own in (own for own in columns.values() if len(own) >= _ENTRIES):
        boxes = [line.box for line in own if line.box is not None]
        right = max(box[2] for box in boxes)
        beside = [
            line.box for line in lines if line.box is not None and line.page == own[0].page and line.box[0] > right
        ]
        if any(one[1] < (two[1] + two[3]) / 2 < one[3] for one in beside for two in boxes):
            found += own
    return found


def _watermarks(lines: Sequence[TextLine]) -> list[TextLine]:
    """Lines that a page has again and again, and that name no report."""
    often = Counter((line.page, line.text) for line in lines)
    return [line for line in lines if often[line.page, line.text] >= _ENTRIES and not _TITLED.search(line.text)]


def _stands_aside(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Whether a line lies wholly on one side of the midst of its page's text, and does not begin where that does: so
    does what was written or stamped on a scan, and no line of a title.
    """
    boxes = [other.box for other in lines if other.page == line.page and other.box is not None]
    if line.box is None or not boxes:
        return False
    widest = max(boxes, key=lambda box: box[2] - box[0])
    middle, em = (widest[0] + widest[2]) / 2, widest[3] - widest[1]  # a staple is higher than a character
    left = abs(line.box[0] - min(box[0] for box in boxes if box[2] > middle)) <= 2 * em
    return line.box[0] > middle or (line.box[2] < middle and not left)


def _title_in(texts: Iterable[str]) -> str | None:
    title = find_title([packed(text) for text in texts])
    return title.text if title else None


def _texts(lines: Sequence[TextLine]) -> list[str]:
    return [text for line in lines if not line.furniture and (text := packed(line.text))]


def _title(printed: str | None, named: str | None) -> tuple[str | None, list[Finding]]:
    if printed:
        return printed, []
    return named, [Finding("title_from_file_name", found=named) if named else Finding("title_missing")]


def _issuer(
    title: str | None, opening: Sequence[str], closing: Sequence[str], named: str | None
) -> tuple[str | None, list[Finding]]:
    """The body as the title has it, the prose, or the title in the file's name."""
    if title and (issuer := issuer_in_title(title)):
        other = other_in_prose(issuer, opening, closing)
        return issuer, [Finding("issuer_differs", expected=issuer, found=other)] if other else []
    if issuer := issuer_in_prose(opening, closing):
        return issuer, [Finding("issuer_from_prose", found=issuer)]
    if named and (issuer := issuer_in_title(named)):
        return issuer, [Finding("issuer_from_file_name", found=issuer)]
    return None, [Finding("issuer_missing")]
