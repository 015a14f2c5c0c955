"""The tables and lines of a page that is pixels: writing put into the cells of its grids, read cell by cell."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from itertools import compress, pairwise
from types import MappingProxyType
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.extract.assemble import PageContent
from pipeline.extract.characters import sound
from pipeline.extract.grid import Grid, Rule, Span, find_grids
from pipeline.extract.image_alike import Number, number_of
from pipeline.extract.image_digits import Checked, checked, sealed, undotted, wants_another_look
from pipeline.extract.image_lines import find_lines
from pipeline.extract.image_page import PageImage
from pipeline.extract.image_parted import with_lost_borders
from pipeline.extract.image_seams import with_lines_parted
from pipeline.extract.image_text import (
    BALANCED,
    LOWEST_DIGIT,
    NO_LETTER,
    SHARP,
    SLANTED,
    SLASH,
    Ink,
    WritingLine,
    flecks,
    is_dashes,
    is_trace,
    residue_of,
    sign,
    stand_upright,
    upright_lines,
    writing,
)
from pipeline.extract.image_words import cut, glyphs_of, lines_of_words
from pipeline.extract.model import Box, Cell, Table, TextLine
from pipeline.extract.pixels import Pixels
from pipeline.extract.recognition import Recognised, detect, placed, recognise
from pipeline.extract.unruled import Sheet, highest

_BESIDE, _ABOVE = 0.4, 0.2
"""What is cut out around a line of writing to be read, in its height: the model was taught with some paper around."""
_ROOM = 11.0
"""A line that leaves less than this and a character free in its cell (points) ran full."""
_DETECTED_DPI = 110.0
_PAPER = 10.0
"""Lines of text are looked for with so much paper around them (points)."""
_INSIDE = 2.0
"""What is left of a line lies so near to the border of its cell (points)."""
_ON = 0.4, 1.6
"""What has its middle so near to a border, and is no thicker (points), is left of a line that is broken there."""
_MOST_OF_SIDE = 0.7
"""What is left of a line at the side of a cell is so high at least, in the height of the cell."""
_MIDST, _WRITTEN = 0.1, 50.0
"""So many of the pixels of a stroke are darker than this; those of what is left of a seal seldom are."""
_SOFTER = 0.8
_AS_HIGH = 0.5
"""A line is read without what shows of others around it, which are so high at least, in its own height: where lines
stand close, models see strokes of theirs as part of its characters."""
_MARGIN = 2.0
"""Words are read with so much paper around them (points)."""
_SIGNS = ({"-"}, {"/"})
"""What the signs for none consist of."""
_NONE: Mapping[Grid, frozenset[Span]] = MappingProxyType({})

Looks = tuple[Recognised, ...]
"""What a line was taken for at the first look, and at further ones where there were any."""
_UNASKED = Recognised("", 0.0, "", 0.0)


class _CellInk(NamedTuple):
    """The box of a cell (pixels), its lines of writing, whether there is a trace of some where there are none, or ink
    that is no writing of its own and may hide some, and whether what may be strokes of a digit stands in none of them,
    since it stands on a seal.
    """

    box: Box
    lines: list[WritingLine]
    traces: bool
    hidden: bool = False


def sheet_of(image: PageImage, whole: Sequence[bool] = ()) -> Sheet:
    """What is known of a page for finding tables without lines. whole: of which of its tables, as page_content has
    them, the lines are all there: others stand apart from these.
    """
    horizontal, vertical, mask = _lines_of(image)
    grids = list(compress(find_grids(horizontal, vertical), whole))
    image, ink = undotted(image, mask)
    lines = [line for line in lines_of_words(ink, image.scale) if not _is_inside(line.box, grids, image.scale)]
    margin = round(_MARGIN * image.scale)
    found = placed([cut(image.grey, line, margin) for line in lines])
    glyphs = [
        glyph
        for line, own in zip(lines, found, strict=True)
        for glyph in glyphs_of(line, [(letter, place - margin) for letter, place in own], ink, image.scale)
    ]
    return Sheet(glyphs, horizontal, vertical, highest(grids))


def _is_inside(box: Box, grids: Sequence[Grid], scale: float) -> bool:
    """Whether the middle of a box (pixels) lies in one of some grids."""
    x, y = (box[0] + box[2]) / (2 * scale), (box[1] + box[3]) / (2 * scale)
    return any(grid.xs[0] <= x < grid.xs[-1] and grid.ys[0] <= y < grid.ys[-1] for grid in grids)


class SeenPage(NamedTuple):
    """The tables and lines of a page, and the numbers that stand alone in a line in its cells."""

    content: PageContent
    numbers: list[Number]


def page_content(number: int, image: PageImage, guessed: Mapping[Grid, frozenset[Span]] = _NONE) -> SeenPage:
    """The tables of a page, the lines of text outside them, and its numbers.

    number: the page's, 1-based; guessed: its tables where lines draw none, or not all of one, with those of their cells
    whose place is not certain.
    """
    horizontal, vertical, mask = _lines_of(image)
    grids = list(guessed)
    grids += [grid for grid in find_grids(horizontal, vertical) if not any(map(partial(_overlap, grid), guessed))]
    image, ink = undotted(image, mask)
    if not image.clean:
        grids, ink = _with_lost_borders(grids, guessed, ink, image.scale)
    for _ in range(2):  # once letters are parted, they tell where those that touch them are
        for grid, atoms in _pieces_of(grids, ink, image.scale):
            ink = with_lines_parted(ink, [_pieces_in(span, atoms) for span in grid.spans], image.scale)
    residue = residue_of(ink, image.sealed, image.scale)
    beside = _beside_rules(ink, mask, image.scale) if guessed or image.clean else None
    cells = [
        _cells(grid, pieces, ink, residue, image, beside if grid in guessed or image.clean else None)
        for grid, pieces in _pieces_of(grids, ink, image.scale)
    ]
    unruled = _without(image.grey, mask | upright_lines(ink, image.scale)[ink.labels].astype(np.uint8))
    outside = _detected(unruled, grids, ink, image.scale)
    asked = [(line, _room(line, cell, image)) for own in cells for cell in own for line in cell.lines]
    kept = {piece for line, _ in asked for piece in line.pieces}
    views = (
        _only(unruled, ink, kept | residue),
        _only(unruled, ink, kept - residue),
        image.grey if image.clean else _without(image.ruled, mask),
    )
    seen = _looks(asked, views, ink, image)
    signs = _signs([line for line, _ in asked], seen, ink, image)
    read = [checked(looks, sign, line, ink, image) for looks, sign, (line, _) in zip(seen, signs, asked, strict=True)]
    numbers = _numbers(number, [cell for own in cells for cell in own], iter(read), ink, image)
    told = iter(read)
    tables = [
        Table(
            tuple(
                replace(_cell(number, span, cell, told, image), guessed=span in guessed.get(grid, ()))
                for span, cell in zip(grid.spans, own, strict=True)
            ),
            grid.xs,
        )
        for grid, own in zip(grids, cells, strict=True)
    ]
    lines = _text_lines(number, outside, recognise([_cut(unruled, box, None) for box in outside]), image)
    return SeenPage((tables, lines), numbers)


def _numbers(page: int, cells: Iterable[_CellInk], told: Iterator[Checked], ink: Ink, image: PageImage) -> list[Number]:
    """The numbers of cells that have one line. told: what their lines say."""
    numbers = []
    for cell in cells:
        parts = [next(told) for _ in cell.lines]
        if len(parts) == 1 and not (cell.traces or cell.hidden):
            numbers.append(number_of(page, _on_page(cell.box, image), parts[0], cell.lines[0], ink, image))
    return [number for number in numbers if number]


def _on_page(box: Box, image: PageImage) -> Box:
    """A box of an image (pixels) on its page (points)."""
    return image.placement.box(tuple(edge / image.scale for edge in box))  # type: ignore[arg-type]


def _overlap(one: Grid, two: Grid) -> bool:
    """Whether two tables take some of the same place."""
    return max(one.xs[0], two.xs[0]) < min(one.xs[-1], two.xs[-1]) and max(one.ys[0], two.ys[0]) < min(
        one.ys[-1], two.ys[-1]
    )


def _lines_of(image: PageImage) -> tuple[Sequence[Rule], Sequence[Rule], Pixels]:
    """The horizontal and vertical lines of a page, and the mask of those in the image of its writing. A page that is no
    scan has none there but what is left of a dark ground between the areas on it.
    """
    if image.drawn is not None and find_grids(*image.drawn):
        return (*image.drawn, np.zeros_like(image.grey))
    rules = find_lines(image.ruled, image.scale, image.strokes)
    mask = find_lines(image.grey, image.scale).mask if image.clean else rules.mask
    return rules.horizontal, rules.vertical, mask


def _room(line: WritingLine, cell: _CellInk, image: PageImage) -> Box:
    """Where a line's writing may lie: its cell, and its own ink where that surely is none of a border's."""
    if not image.clean:
        return cell.box
    (x0, top, x1, bottom), (left, above, right, below) = cell.box, line.box
    return (min(x0, left), min(top, above), max(x1, right), max(bottom, below))


def _looks(
    asked: Sequence[tuple[WritingLine, Box]], views: tuple[Pixels, ...], ink: Ink, image: PageImage
) -> list[Looks]:
    """What the model takes each line (with where it lies) for; where that is unsure, with softer edges too, and in
    other views of the page. Dashes are told by their shape: it would take longer over one than over a label.
    """
    heights = np.zeros(len(ink.boxes))
    for line, _ in asked:
        heights[list(line.pieces)] = line.box[3] - line.box[1]

    def cut_out(view: Pixels, i: int, box: Box) -> Pixels:
        line, within = asked[i]
        others = heights >= _AS_HIGH * (line.box[3] - line.box[1])
        others[list(line.pieces)] = False
        return _cut(_without_ink(view, ink, others, line.box), box, within)

    cuts = {
        i: cut_out(views[0], i, line.wide)
        for i, (line, _) in enumerate(asked)
        if sealed(line.box, image) or not is_dashes(ink, line, image.scale)
    }
    first = dict(zip(cuts, recognise(list(cuts.values())), strict=True))
    unsure = [i for i, read in first.items() if wants_another_look(read, asked[i][0], image)]
    again = [recognise([_softened(cuts[i]) for i in unsure])]
    again += [recognise([cut_out(view, i, asked[i][0].box) for i in unsure]) for view in views[1:]]
    more = {i: looks for i, *looks in zip(unsure, *again, strict=True)}
    return [(first.get(i, _UNASKED), *more.get(i, ())) for i in range(len(asked))]


def _only(grey: Pixels, ink: Ink, pieces: Set[int]) -> Pixels:
    """The image with nothing on it but some pieces of ink, and the soft edges around them."""
    shown = np.zeros(len(ink.boxes), np.uint8)
    shown[list(pieces)] = 1
    near = cv2.dilate(shown[ink.labels], np.ones((5, 5), np.uint8))
    return np.where(near > 0, grey, np.uint8(255))


def _without_ink(view: Pixels, ink: Ink, pieces: NDArray[np.bool_], box: Box) -> Pixels:
    """The image without what a cut around a box would show of some pieces of ink, and their soft edges."""
    x0, top, x1, bottom = (round(value) for value in box)
    margin = math.ceil(_BESIDE * (bottom - top))
    around = slice(max(0, top - margin), bottom + margin), slice(max(0, x0 - margin), x1 + margin)
    labels = ink.labels[around]
    hidden = pieces[labels]
    if not hidden.any():
        return view
    near = cv2.dilate(hidden.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    own = cv2.dilate(((labels > 0) & ~hidden).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    shown = view.copy()
    shown[around][hidden | (near & ~own)] = 255
    return shown


def _softened(cut: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(cut, (0, 0), _SOFTER), np.uint8)


def _with_lost_borders(
    grids: Sequence[Grid], guessed: Mapping[Grid, frozenset[Span]], ink: Ink, scale: float
) -> tuple[list[Grid], Ink]:
    """The grids of lines with the cells parted that a lost line made one, and the ink without what is left of those."""
    writing = np.flatnonzero(~(flecks(ink, scale) | ink.dust))
    places = ink.boxes[writing] / scale
    found = []
    left = np.zeros(len(ink.boxes), np.bool_)
    for grid in grids:
        parted = with_lost_borders(grid, places) if grid not in guessed else None
        found.append(parted.grid if parted else grid)
        left[writing] |= parted.left if parted else False
    if left.any():
        labels, boxes = np.where(left[ink.labels], 0, ink.labels), np.where(left[:, None], 0, ink.boxes)
        ink = ink._replace(labels=labels.astype(np.int32), boxes=boxes.astype(np.int32))
    return found, ink


def _pieces_of(grids: Sequence[Grid], ink: Ink, scale: float) -> list[tuple[Grid, dict[tuple[int, int], list[int]]]]:
    """The pieces of ink in each grid, by row and column; the outermost lines of a grid belong to it."""
    found: list[tuple[Grid, dict[tuple[int, int], list[int]]]] = [(grid, defaultdict(list)) for grid in grids]
    middles = (ink.boxes[:, :2] + ink.boxes[:, 2:]) / (2 * scale)
    for piece in np.flatnonzero(~flecks(ink, scale)):
        x, y = middles[piece]
        for grid, atoms in found:
            if grid.xs[0] <= x < grid.xs[-1] and grid.ys[0] <= y < grid.ys[-1]:
                atoms[bisect_right(grid.ys, y) - 1, bisect_right(grid.xs, x) - 1].append(int(piece))
                break
    return found


def _pieces_in(span: Span, atoms: Mapping[tuple[int, int], Sequence[int]]) -> list[int]:
    """The pieces of ink in a cell. atoms: those in each row and column."""
    rows = range(span.row, span.row + span.row_span)
    columns = range(span.column, span.column + span.column_span)
    return [piece for row in rows for column in columns for piece in atoms.get((row, column), ())]


def _cells(
    grid: Grid,
    atoms: dict[tuple[int, int], list[int]],
    ink: Ink,
    residue: frozenset[int],
    image: PageImage,
    beside_rules: NDArray[np.bool_] | None,
) -> list[_CellInk]:
    """The box (pixels) of each cell, and its lines of writing. beside_rules: which pieces of ink lie at a drawn line,
    where not all borders are drawn.
    """
    found, scale = [], image.scale
    wide = ~flecks(ink, scale)
    if not image.clean:  # borders may lie a little beside their lines
        wide &= (ink.boxes[:, 2:] - ink.boxes[:, :2]).max(axis=1) >= NO_LETTER * scale
    for span in grid.spans:
        rows = range(span.row, span.row + span.row_span)
        columns = range(span.column, span.column + span.column_span)
        edges = (grid.xs[columns[0]], grid.ys[rows[0]], grid.xs[columns[-1] + 1], grid.ys[rows[-1] + 1])
        box: Box = tuple(scale * edge for edge in edges)  # type: ignore[assignment]
        pieces = [
            piece
            for piece in _pieces_in(span, atoms)
            if not (_is_remnant(ink, piece, box, scale) if beside_rules is None else beside_rules[piece])
        ]
        over = [
            piece
            for piece in pieces
            if beside_rules is None and (_reaches_over(ink, piece, box) or _stands_on_side(ink, piece, box))
        ]
        left = [piece for piece in pieces if beside_rules is None and _hangs_on_rule(ink, piece, pieces, box, scale)]
        own = [piece for piece in pieces if piece not in over and piece not in left]
        lines = writing(ink, own, scale, residue, clean=image.clean)
        traces = not lines and any(is_trace(ink, piece, scale) for piece in pieces)
        traces |= bool(over) or _is_covered(ink, wide, pieces, box, scale)
        left_out = residue.intersection(own).difference(*(line.pieces for line in lines))
        found.append(_CellInk(box, lines, traces, any(_is_written(ink, piece, image) for piece in left_out)))
    return found


def _is_written(ink: Ink, piece: int, image: PageImage) -> bool:
    """Whether a piece on a seal is as high as a digit, and as dark as writing: it may be a stroke of one, and is none
    that is left of the seal.
    """
    x0, top, x1, bottom = ink.boxes[piece]
    if bottom - top < LOWEST_DIGIT * image.scale:
        return False
    levels = image.grey[top:bottom, x0:x1][ink.labels[top:bottom, x0:x1] == piece]
    return bool(levels.size) and float(np.quantile(levels, _MIDST)) < _WRITTEN


def _is_covered(ink: Ink, wide: NDArray[np.bool_], own: Sequence[int], box: Box, scale: float) -> bool:
    """Whether ink that belongs to another cell stands inside one, so that a digit may be one with it: a dark area does,
    or a digit of a low row that touches those above. wide: the pieces that may; own: those of the cell.
    """
    inset = _INSIDE * scale
    x0, top, x1, bottom = (round(value) for value in (box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset))
    inside = np.unique(ink.labels[max(top, 0) : max(bottom, 0), max(x0, 0) : max(x1, 0)])
    return bool((wide[inside] & ~np.isin(inside, own)).any())


def _reaches_over(ink: Ink, piece: int, box: Box) -> bool:
    """Whether a piece of ink reaches over the upper and the lower border of its cell: what is left of a line beside it
    would be a 1.
    """
    _, top, _, bottom = ink.boxes[piece]
    return bool(top < box[1] and box[3] < bottom)


def _stands_on_side(ink: Ink, piece: int, box: Box) -> bool:
    """Whether a piece of ink was one with a line, and stands on the left or the right border of its cell over most of
    its height: what is left of a thick line would be a 1 too.
    """
    x0, top, x1, bottom = ink.boxes[piece]
    on_side = any(x0 <= side <= x1 for side in (box[0], box[2]))
    return bool(ink.cut[piece] and on_side and bottom - top >= _MOST_OF_SIDE * (box[3] - box[1]))


def _is_remnant(ink: Ink, piece: int, box: Box, scale: float) -> bool:
    """Whether a thin piece of ink is what is left of a line at a border of its cell."""
    x0, top, x1, bottom = ink.boxes[piece]
    return _is_left((top, bottom), (box[1], box[3]), scale) or _is_left((x0, x1), (box[0], box[2]), scale)


def _is_left(ends: tuple[float, float], borders: tuple[float, float], scale: float) -> bool:
    """Whether something is thin, and lies beside one of two borders or, if hardly as thin, right on it; ends: of it."""
    near, thick = _INSIDE * scale, ends[1] - ends[0]
    beside = thick <= near / 2 and (ends[0] - borders[0] <= near or borders[1] - ends[1] <= near)
    off = min(abs(sum(ends) / 2 - border) for border in borders)
    return bool(beside or (thick <= _ON[1] * scale and off <= _ON[0] * scale))


def _hangs_on_rule(ink: Ink, piece: int, others: Sequence[int], box: Box, scale: float) -> bool:
    """Whether a flat piece of ink was one with the line above or below its cell, and has no other above or below it: it
    is left of a thick line, and no stroke of a letter.
    """
    x0, top, x1, bottom = ink.boxes[piece]
    near = _INSIDE * scale
    flat = bottom - top < LOWEST_DIGIT * scale and x1 - x0 >= 2 * (bottom - top)
    if not (ink.cut[piece] and flat and (top - box[1] <= near or box[3] - bottom <= near)):
        return False
    return not any(
        x0 < ink.boxes[other][2] and ink.boxes[other][0] < x1
        for other in others
        if other != piece and not ink.dust[other]
    )


def _beside_rules(ink: Ink, mask: Pixels, scale: float) -> NDArray[np.bool_]:
    """Which thin pieces of ink lie beside a line for the most part: what is left of it."""
    side = round(2 * _INSIDE * scale) | 1
    near = cv2.dilate(mask, np.ones((side, side), np.uint8)) > 0
    size = len(ink.boxes)
    beside = np.bincount(ink.labels[near], minlength=size) > np.bincount(ink.labels.ravel(), minlength=size) / 2
    thin = (ink.boxes[:, 2:] - ink.boxes[:, :2]).min(axis=1) <= _INSIDE * scale / 2
    return np.asarray(beside & thin, np.bool_)


def _without(grey: Pixels, mask: Pixels) -> Pixels:
    """The image with its ruling lines painted white."""
    clean = grey.copy()
    clean[cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0] = 255
    return clean


def _cut(image: Pixels, box: Box, within: Box | None) -> Pixels:
    """A line of writing with paper around it; what lies beyond its cell is left white."""
    x0, top, x1, bottom = box
    beside, above = _BESIDE * (bottom - top), _ABOVE * (bottom - top)
    wanted = [round(x0 - beside), round(top - above), round(x1 + beside), round(bottom + above)]
    limits = [round(value) for value in within] if within else [0, 0, image.shape[1], image.shape[0]]
    inner = [max(wanted[0], limits[0], 0), max(wanted[1], limits[1], 0)]
    inner += [min(wanted[2], limits[2], image.shape[1]), min(wanted[3], limits[3], image.shape[0])]
    part = image[inner[1] : inner[3], inner[0] : inner[2]]
    margins = (inner[1] - wanted[1], wanted[3] - inner[3], inner[0] - wanted[0], wanted[2] - inner[2])
    return np.asarray(cv2.copyMakeBorder(part, *margins, cv2.BORDER_CONSTANT, value=[255]), np.uint8)


def _detected(clean: Pixels, grids: Sequence[Grid], ink: Ink, scale: float) -> list[Box]:
    """The boxes (pixels) of the lines of text outside the grids. Only where there is ink is looked at: the model's time
    goes with the area.
    """
    rest = clean.copy()
    written = (~flecks(ink, scale))[ink.labels]
    for grid in grids:
        x0, top, x1, bottom = (round(scale * edge) for edge in (grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]))
        rest[max(top, 0) : bottom + 1, max(x0, 0) : x1 + 1] = 255
        written[max(top, 0) : bottom + 1, max(x0, 0) : x1 + 1] = False
    zoom = min(1.0, _DETECTED_DPI / (72 * scale))
    small = np.asarray(cv2.resize(rest, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA), np.uint8)
    rows, columns = (
        _near_ink(np.asarray(written.any(axis=axis)), _PAPER * scale, zoom, small.shape[1 - axis]) for axis in (1, 0)
    )
    if not len(rows):
        return []
    left = columns[0]
    found = detect(np.ascontiguousarray(small[rows, left : columns[-1] + 1]))
    places = np.append(rows, rows[-1] + 1)
    return [
        (
            (x0 + left) / zoom,
            places[round(top)] / zoom,
            (x1 + left) / zoom,
            places[min(round(bottom), len(rows))] / zoom,
        )
        for x0, top, x1, bottom in found
    ]


def _near_ink(written: NDArray[np.bool_], paper: float, zoom: float, size: int) -> NDArray[np.intp]:
    """The places along a smaller image (size, zoom times the page) that have ink, or paper right beside it.

    written: whether there is ink at each place along the page; paper: how far beside it (pixels of the page).
    """
    side = 2 * round(paper) + 1
    near = cv2.dilate(written.astype(np.uint8)[:, None], np.ones((side, 1), np.uint8))[:, 0]
    return np.flatnonzero(near[np.minimum((np.arange(size) / zoom).astype(int), len(near) - 1)])


def _signs(lines: Sequence[WritingLine], seen: Sequence[Looks], ink: Ink, image: PageImage) -> list[str]:
    """The sign for none that each line is by its shape, or an empty text. seen: what the model took them for.

    Where the figures of a page stand upright, no 1 leans as slashes do. Where they do not tell, since all are slashes,
    none does that is large and sharp.
    """
    balanced = [
        piece
        for line, looks in zip(lines, seen, strict=True)
        if len(looks[0].number) == len(line.pieces)
        for digit, piece in zip(looks[0].number, line.pieces, strict=True)
        if digit in BALANCED
    ]
    upright, sharp = stand_upright(ink, balanced), image.clean and stand_upright(ink, balanced, least=0)
    return [
        sign(ink, line, image.scale, SLANTED if upright or (sharp and line.box[3] - line.box[1] >= SHARP) else SLASH)
        for line in lines
    ]


def _cell(number: int, span: Span, cell: _CellInk, told: Iterator[Checked], image: PageImage) -> Cell:
    """A cell with its text. told: what its lines, and those of later cells, say."""
    parts = [next(told) for _ in cell.lines]
    texts = [part.text for part in parts]
    text, whole = _joined(cell, texts, image.scale), "".join(texts)
    full = (whole,) if whole.isdecimal() else ()  # a number that ran full, or several
    apart = texts if sealed(cell.box, image) or "-" in texts else ()  # lines may be left of a seal, or be dirt
    if len(parts) == 1:
        hides = (set(text) in _SIGNS and sealed(cell.box, image)) or (text.isdecimal() and cell.hidden)
        readings = parts[0].readings or ((text,) if cell.traces or hides else ())
    elif full or apart:
        readings = tuple(dict.fromkeys((text, *full, *apart)))
    else:
        readings = (text,) if cell.traces or any(part.readings for part in parts) else ()
    return Cell(*span, text, number, _on_page(cell.box, image), readings=readings)


def _joined(cell: _CellInk, parts: Sequence[str], scale: float) -> str:
    """The text of a cell, its lines joined where one ran full."""
    text = parts[0] if parts else ""
    for (above, below), part in zip(pairwise(cell.lines), parts[1:], strict=True):
        height = below.box[3] - below.box[1]
        ran_full = cell.box[2] - cell.box[0] - (above.box[2] - above.box[0]) < height + _ROOM * scale
        text += ("" if ran_full else "\n") + part
    return sound(text)


def _text_lines(number: int, boxes: Sequence[Box], read: Sequence[Recognised], image: PageImage) -> list[TextLine]:
    lines = []
    for box, found in zip(boxes, read, strict=True):
        if found.text.strip():
            lines.append(TextLine(sound(found.text), number, _on_page(box, image)))
    return lines
