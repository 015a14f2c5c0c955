"""Where a table breaks: the strips of it that stand on each page, and which lines of a broken cell stand on which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.document import Cell, Grid
from corpus.fonts import Face
from corpus.switches import Switches
from corpus.wrap import wrap

PAD = 3.0
LEADING = 1.2  # of the letters' size
FIGURES = 15.0  # room for a line of figures
LEAST = 2.0  # what a clipped row shows at least


@dataclass(frozen=True)
class Strip:
    """A row of the grid, or a part of one, on a page: lines `first` up to `last` (None: to the end) of its cells.

    Of a row that the page's edge clips, `height` is what is seen on this page; `above` and `below` are what is not.
    """

    row: int
    height: float
    first: int = 0
    last: int | None = None
    above: float = 0.0
    below: float = 0.0


Piece = tuple[Strip, ...]


@dataclass(frozen=True)
class Measured:
    """A grid with the lines of each cell and the height of each row, for pages of a certain width."""

    grid: Grid
    edges: tuple[float, ...]
    lines: Mapping[Cell, tuple[str, ...]]
    heights: tuple[float, ...]


def face_of(cell: Cell, switches: Switches) -> Face:
    """The typeface of a cell."""
    return switches.bold if cell.bold else switches.face


def measure(grid: Grid, width: float, switches: Switches) -> Measured:
    """Breaks the cells' texts into lines and finds the least heights that hold them."""
    scale = width / sum(grid.widths)
    edges = [0.0]
    for one in grid.widths:
        edges.append(edges[-1] + one * scale)
    lines: dict[Cell, tuple[str, ...]] = {}
    heights = [grid.least_height] * len(grid.codes)
    for cell in sorted(grid.cells, key=lambda cell: cell.row_span):
        room = edges[cell.column + cell.column_span] - edges[cell.column] - 2 * PAD
        lines[cell] = tuple(cell.text) if cell.vertical else _wrapped(cell, room, face_of(cell, switches))
        spanned = range(cell.row, cell.row + cell.row_span)
        lacking = _height(cell, len(lines[cell])) - sum(heights[row] for row in spanned)
        for row in spanned if lacking > 0 else ():
            heights[row] += lacking / cell.row_span
    return Measured(grid, tuple(edges), lines, tuple(heights))


def _wrapped(cell: Cell, room: float, face: Face) -> tuple[str, ...]:
    """The lines of a cell; those of a centred one are of about the same length, as authors like them in a header."""
    lines = wrap(cell.text, face, cell.size, room)
    while cell.align == "center" and len(lines) > 1 and room > cell.size:
        room -= cell.size
        narrower = wrap(cell.text, face, cell.size, room)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _height(cell: Cell, lines: int) -> float:
    return lines * cell.size * LEADING + 2 * PAD


def pieces(measured: Measured, first_room: float, room: float, switches: Switches) -> list[Piece]:
    """The strips on each page. The first piece is empty where not even a row would fit below what stands there."""
    grid = measured.grid
    header = tuple(Strip(row, measured.heights[row]) for row in range(grid.header_rows))
    forced = switches.breaks.get(grid.table)
    done: list[Piece] = []
    current: list[Strip] = []
    left = first_room
    for row, height in enumerate(measured.heights):
        cut = forced.lines if forced and forced.row == grid.codes[row] else None
        if cut is None and height <= left:
            current.append(Strip(row, height))
            left -= height
            continue
        if cut is None and switches.split_rows:
            cut = _lines_that_fit(measured, row, left)
        head, tail = _split(measured, row, cut or 0)
        if switches.clipped and not head:
            head, tail = _clipped(Strip(row, height), left)
        current += head
        only_header = all(strip.row < grid.header_rows for strip in current)
        done.append(() if only_header else tuple(current))
        current = (current if only_header else list(header) if switches.repeat_header else []) + [tail]
        left = room - sum(strip.height for strip in current)
    return [*done, tuple(current)]


def _lines_that_fit(measured: Measured, row: int, left: float) -> int:
    """How many lines of a row fit into what is left of a page, if at least one and not all of them."""
    own = _own(measured, row)
    size = max((cell.size for cell in own), default=0.0)
    most = max((len(measured.lines[cell]) for cell in own), default=0)
    lines = int((left - 2 * PAD) // (size * LEADING))
    return lines if 0 < lines < most else 0


def _split(measured: Measured, row: int, lines: int) -> tuple[list[Strip], Strip]:
    if not lines:
        return [], Strip(row, measured.heights[row])
    own = _own(measured, row)
    size = max(cell.size for cell in own)
    rest = max(len(measured.lines[cell]) for cell in own) - lines
    least = measured.grid.least_height
    upper, lower = (max(count * size * LEADING + 2 * PAD, least) for count in (lines, rest))
    return [Strip(row, upper, 0, lines)], Strip(row, lower, lines)


def _clipped(strip: Strip, left: float) -> tuple[list[Strip], Strip]:
    """A row cut by the page's edge, but never through its figures, which stand in the middle."""
    figures = FIGURES / 2
    upper = left if abs(left - strip.height / 2) > figures else strip.height / 2 - figures
    if not LEAST < upper < strip.height - LEAST:
        return [], strip
    lower = strip.height - upper
    return [replace(strip, height=upper, below=lower)], replace(strip, height=lower, above=upper)


def _own(measured: Measured, row: int) -> list[Cell]:
    """The cells that stand in this row alone."""
    return [cell for cell in measured.grid.cells if cell.row == row and cell.row_span == 1]


def segments(cell: Cell, all_pieces: list[Piece]) -> list[tuple[int, Piece]]:
    """The parts of a cell: the index of the piece it stands in, and the strips that it covers there."""
    within = range(cell.row, cell.row + cell.row_span)
    parts = [(index, tuple(strip for strip in piece if strip.row in within)) for index, piece in enumerate(all_pieces)]
    return [(index, part) for index, part in parts if part]


def share(
    measured: Measured, cell: Cell, parts: list[tuple[int, Piece]], place: int, *, switches: Switches
) -> tuple[str, ...]:
    """The lines of a cell that stand in one of its parts.

    A repeated header stands whole on each page; a broken row gives its first lines to the first page; the text of a
    merged cell fills the first part as far as it goes and runs on in the next, or leaves it early where a break says so
    and the rest has room.
    """
    lines = measured.lines[cell]
    if len(parts) == 1 or cell.row < measured.grid.header_rows:
        return lines
    if cell.row_span == 1:
        strip = parts[place][1][0]
        return lines[strip.first : strip.last]
    begin = 0
    forced = switches.breaks.get(measured.grid.table)
    rooms = [int((sum(strip.height for strip in strips) - PAD) // (cell.size * LEADING)) for _, strips in parts]
    for index, room in enumerate(rooms):
        fits = room
        if forced and forced.merged is not None:
            fits = max(forced.merged, min(room, len(lines) - begin - sum(rooms[index + 1 :])))
        end = len(lines) if index == len(parts) - 1 else begin + fits
        if index == place:
            return lines[begin:end]
        begin = end
    return ()
