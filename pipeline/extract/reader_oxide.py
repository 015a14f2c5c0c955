"""The second reader, quick and with its own parser: pdf_oxide's characters and paths, pdfplumber's finder of cells.

What it does not tell for certain (text that is turned, pages that are) it leaves to the next reader.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from pdf_oxide import PdfDocument
from pdfplumber.table import cells_to_tables, edges_to_intersections, merge_edges

from pipeline.extract.characters import sound
from pipeline.extract.errors import UnreadableError
from pipeline.extract.grid import THIN, Grid, Rule, grid_of, is_frame, on_page
from pipeline.extract.looks import Lines, Seen, extraction_of, is_ground
from pipeline.extract.model import Box, Extraction, Glyph
from pipeline.extract.pdfium_text import SLANT

NAME = "oxide"
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_WHITE = 250 / 255
_BELOW = 0.12
"""So much of a letter's square lies below the base line, in its size."""
_NEAR = 3.0
"""pdfplumber's own tolerance for lines that meet, in points."""
logging.getLogger("pdf_oxide").setLevel(logging.CRITICAL)  # it logs every oddity of a file


def read(document: bytes) -> Extraction:
    """All pages of a PDF. Raises UnreadableError where pdf_oxide fails on it, or does not tell how its text lies."""
    try:
        pdf = PdfDocument.from_bytes(document)
        return extraction_of(NAME, _looks(pdf))
    except UnreadableError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":  # Rust's, no Exception
            raise
        raise UnreadableError("broken", f"pdf_oxide: {type(error).__name__}") from error


def _looks(pdf: PdfDocument) -> list[Seen]:
    looks = [_look(pdf, index) for index in range(pdf.page_count())]
    if not any(look.glyphs for look in looks):  # so it sees what it cannot decrypt, or what breaks off
        raise UnreadableError("broken", "pdf_oxide: no text")
    return looks


def _look(pdf: PdfDocument, index: int) -> Seen:
    characters = pdf.extract_chars(index)
    if pdf.page_rotation(index) % 360 or any(map(_is_turned, characters)):
        raise UnreadableError("broken", "pdf_oxide: text is turned")
    frame = _frame(pdf, index)
    size = (frame[2] - frame[0], frame[3] - frame[1])
    glyphs = list(_glyphs(pdf.extract_spans(index), characters, frame))
    strokes, areas = Lines([], []), Lines([], [])
    for path in pdf.extract_paths(index):
        _add_path(path, frame, strokes, areas)
    strokes = _on_page(strokes, size)
    areas = _on_page(areas, size)
    lines = Lines(strokes.horizontal + areas.horizontal, strokes.vertical + areas.vertical)
    return Seen(index + 1, size, glyphs, _cells(lines), lines, strokes)


def _frame(pdf: PdfDocument, index: int) -> Box:
    """The part of the page that shows, in the page's own coordinates: left, bottom, right, top."""
    media, crop = pdf.page_media_box(index), pdf.page_crop_box(index)
    x0, y0, x1, y1 = media
    if crop is not None:
        x0, y0, x1, y1 = max(x0, crop[0]), max(y0, crop[1]), min(x1, crop[2]), min(y1, crop[3])
    return (x0, y0, x1, y1)


def _is_turned(character: Any) -> bool:
    turn = character.rotation_degrees % 360
    return bool(min(turn, 360 - turn) > SLANT)


def _glyphs(runs: Iterable[Any], characters: Sequence[Any], frame: Box) -> Iterator[Glyph]:
    """The characters of runs of text. Where a run does not tell how wide each of them is, all are as wide. A point that
    stands where no character does joins the numbers of two cells, taken for the parts of an amount.

    characters: all of the page, by themselves.
    """
    for run in sorted(runs, key=lambda run: run.sequence):
        x, y, width, height = run.bbox
        foot = frame[3] - y + _BELOW * height
        told = run.char_widths if len(run.char_widths) == len(run.text) else ()
        widths = told if sum(told) > 0 else [1.0] * len(run.text)
        scale = width / sum(widths)  # lines that are justified have their letters apart
        at = x - frame[0]
        spaced = False
        points = {found.start() for found in _POINT.finditer(run.text)}
        for place, (letter, own) in enumerate(zip(run.text, widths, strict=True)):
            joins = place in points and not _is_printed(run, at + frame[0], own * scale, characters)
            if joins or letter.isspace():
                spaced = True
            else:
                yield Glyph(sound(letter), at, foot - height, at + own * scale, foot, 0, spaced)
                spaced = False
            at += own * scale


def _is_printed(run: Any, x0: float, width: float, characters: Iterable[Any]) -> bool:
    """Whether a character stands at a place in a run of text."""
    _, foot, _, height = run.bbox
    return any(
        x0 <= x + own / 2 <= x0 + width and foot <= y + tall / 2 <= foot + height
        for x, y, own, tall in (one.bbox for one in characters if not one.char.isspace())
    )


def _add_path(path: dict[str, Any], frame: Box, strokes: Lines, areas: Lines) -> None:
    """Add the sides of a path that run along an axis to the lines, or to the sides of areas where it is only filled."""
    stroked, filled = _shows(path["stroke_color"]), _shows(path["fill_color"])
    if not (stroked or filled):
        return
    size = (frame[2] - frame[0], frame[3] - frame[1])
    sides = Lines([], [])
    for x0, y0, x1, y1 in _sides(path["operations"]):
        left, right = sorted((x0 - frame[0], x1 - frame[0]))
        top, bottom = sorted((frame[3] - y0, frame[3] - y1))
        if stroked or not is_ground(right - left, bottom - top, size):
            _add(sides, strokes, (left, top, right, bottom))
    owner = strokes if stroked or is_frame(*sides) else areas
    owner.horizontal.extend(sides.horizontal)
    owner.vertical.extend(sides.vertical)


def _add(sides: Lines, lines: Lines, box: Box) -> None:
    left, top, right, bottom = box
    if bottom - top <= THIN or right - left <= THIN:
        if bottom - top <= THIN:
            lines.horizontal.append(Rule((top + bottom) / 2, left, right))
        if right - left <= THIN:
            lines.vertical.append(Rule((left + right) / 2, top, bottom))
        return
    sides.horizontal.extend((Rule(top, left, right), Rule(bottom, left, right)))
    sides.vertical.extend((Rule(left, top, bottom), Rule(right, top, bottom)))


def _shows(colour: tuple[float, float, float] | None) -> bool:
    """Whether a path is painted so that it shows on white paper."""
    return colour is not None and min(colour) < _WHITE


def _sides(operations: Iterable[dict[str, Any]]) -> Iterator[Box]:
    """The rectangles of a path, and its straight sides that run along an axis, by their opposite corners."""
    start = last = (0.0, 0.0)
    for one in operations:
        if one["op"] == "rectangle":
            x, y = one["x"], one["y"]
            yield (x, y, x + one["width"], y + one["height"])
        elif one["op"] == "move_to":
            start = last = (one["x"], one["y"])
        elif one["op"] in ("line_to", "close_path"):
            point = (one["x"], one["y"]) if one["op"] == "line_to" else start
            if min(abs(point[0] - last[0]), abs(point[1] - last[1])) <= 1.0:
                yield (*last, *point)
            last = point
        elif "x" in one:
            last = (one["x"], one["y"])


def _on_page(lines: Lines, size: tuple[float, float]) -> Lines:
    width, height = size
    return Lines(on_page(lines.horizontal, height, width), on_page(lines.vertical, width, height))


def _cells(lines: Lines) -> list[Grid]:
    """The tables of a page as pdfplumber finds them among lines."""
    edges = [_edge("h", rule.start, rule.at, rule.end, rule.at) for rule in lines.horizontal]
    edges += [_edge("v", rule.at, rule.start, rule.at, rule.end) for rule in lines.vertical]
    merged = merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    cells = list(cells_between(edges_to_intersections(merged, _NEAR, _NEAR)))
    return [grid_of(table) for table in cells_to_tables(cells)]


def cells_between(crossings: Mapping[tuple[float, float], Mapping[str, Sequence[object]]]) -> Iterator[Box]:
    """The smallest cell right and below of each crossing whose sides are drawn: pdfplumber's own, whose
    intersections_to_cells makes sets of the lines through two crossings anew for each question whether any joins them.

    crossings: the lines through each point, "v" those from top to bottom and "h" those from left to right.
    """
    down = {at: {id(edge) for edge in edges["v"]} for at, edges in crossings.items()}
    along = {at: {id(edge) for edge in edges["h"]} for at, edges in crossings.items()}
    tops: dict[float, list[float]] = defaultdict(list)
    lefts: dict[float, list[float]] = defaultdict(list)
    points = sorted(crossings)
    for x, y in points:
        tops[x].append(y)
        lefts[y].append(x)
    for x, y in points:
        feet = (foot for foot in tops[x] if foot > y and down[x, y] & down[x, foot])
        ends = [end for end in lefts[y] if end > x and along[x, y] & along[end, y]]
        cells = (
            (x, y, end, foot)
            for foot in feet
            for end in ends
            if (end, foot) in crossings and down[end, y] & down[end, foot] and along[x, foot] & along[end, foot]
        )
        yield from islice(cells, 1)


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    return {
        "object_type": "line",
        "orientation": orientation,
        "x0": x0,
        "top": top,
        "x1": x1,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }
