"""Writes a document as an HTML page, as content systems of government websites do, for a browser to print.

Everything that the pages look like is in the style sheet; the browser decides where lines and pages end.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from corpus.document import Block, Cell, Document, Grid, PageBreak, Picture
from corpus.picture import drawn
from corpus.switches import PAPERS, Break, Edges, Lines, Paper, Unseen, Upright, Vertical

ALIGNMENTS = {"spread": "text-align:justify;text-align-last:justify"}
STYLES: dict[Lines, str] = {"dashed": "dashed", "dotted": "dotted", "double": "double", "none": "none"}
"""How CSS calls the lines that it has a word for; the others are solid."""


@dataclass(frozen=True)
class Sheet:
    """How the browser is told to set the document; what is named as in Switches means the same.

    `lines`: "boxes" sets cells apart from each other, each with a frame of its own. A break stands before a row, never
    within it. `cell_size` scales the letters of cells, `padding` and `letter_spacing` are in points. `address` is that
    of a web page, which browsers print at the foot of each page, with the title at its head and the time.
    """

    lines: Lines = "strokes"
    edges: Edges = "all"
    line_width: float = 0.75
    line_color: str = "#000000"
    vertical: Vertical = "stacked"
    split_rows: bool = True
    repeat_header: bool = False
    breaks: Mapping[str, Break] = field(default_factory=dict)
    page_numbers: bool = True
    number_style: str = "- {n} -"
    running_head: bool = False
    face: str = "Noto Serif CJK SC"
    heading_face: str = "Noto Sans CJK SC"
    prose_size: float = 14.0
    cell_size: float = 1.0
    padding: float = 3.0
    paper: Paper = "A4"
    landscape: bool = False
    unseen: Unseen = ""
    latin: str = ""
    at: Upright = "middle"
    letter_spacing: float = 0.0
    address: str = ""


def page(document: Document, sheet: Sheet) -> str:
    """The HTML page of a document."""
    body = "".join(_block(block, sheet) for block in document.blocks)
    head = f"<meta charset=utf-8><title>{escape(document.running_head)}</title><style>{_css(document, sheet)}</style>"
    return f"<!DOCTYPE html><html lang=zh-CN><head>{head}</head><body><div class=upright>{body}</div></body></html>"


def _block(block: Block, sheet: Sheet) -> str:
    if isinstance(block, PageBreak):
        return f'</div><div class="{"wide" if block.landscape else "upright"} fresh">'
    if isinstance(block, Grid):
        return _table(block, sheet)
    if isinstance(block, Picture):
        encoded = b64encode(drawn(block.text, sheet.heading_face)).decode()
        return f'<p class=title><img style="height:{block.size * 1.4}pt" src="data:image/png;base64,{encoded}"></p>'
    text = escape(block.text)
    if sheet.unseen and block.kind == "paragraph":
        return f"<table class=unseen><tr><td><p class=paragraph>{text}</p></td></tr></table>"
    return f"<p class={block.kind}>{text}</p>"


def _table(grid: Grid, sheet: Sheet) -> str:
    total = sum(grid.widths)
    columns = "".join(f'<col style="width:{100 * width / total:.2f}%">' for width in grid.widths)
    rows = [_row(grid, row, sheet) for row in range(len(grid.codes))]
    head = f"<thead>{''.join(rows[: grid.header_rows])}</thead>" if grid.header_rows else ""
    body = f"<tbody>{''.join(rows[grid.header_rows :])}</tbody>"
    return f"<table class=form><colgroup>{columns}</colgroup>{head}{body}</table>"


def _row(grid: Grid, row: int, sheet: Sheet) -> str:
    cells = sorted((cell for cell in grid.cells if cell.row == row), key=lambda cell: cell.column)
    forced = sheet.breaks.get(grid.table)
    opens = forced is not None and forced.row == grid.codes[row] and row > 0
    style = f"height:{grid.least_height}pt" + (";break-before:page" if opens else "")
    return f'<tr style="{style}">{"".join(_cell(grid, cell, sheet) for cell in cells)}</tr>'


def _cell(grid: Grid, cell: Cell, sheet: Sheet) -> str:
    styles = [f"font-size:{cell.size * sheet.cell_size:.2f}pt", ALIGNMENTS.get(cell.align, f"text-align:{cell.align}")]
    if cell.fill:
        styles.append(f"background:{cell.fill}")
    if cell.bold:
        styles.append("font-weight:bold")
    if sheet.edges == "three" and cell.row + cell.row_span in grid.head_ends:
        styles.append(f"border-bottom:{sheet.line_width}pt {_style(sheet)} {sheet.line_color}")
    text = escape(cell.text).replace("\n", "<br>")
    if cell.vertical:
        turn = "vertical-lr;transform:rotate(180deg)" if sheet.vertical == "rotated" else "vertical-rl"
        orientation = "sideways" if sheet.vertical == "rotated" else "upright"
        text = f'<span style="display:inline-block;writing-mode:{turn};text-orientation:{orientation}">{text}</span>'
    spans = (f" rowspan={cell.row_span}" if cell.row_span > 1 else "") + (
        f" colspan={cell.column_span}" if cell.column_span > 1 else ""
    )
    return f'<td{spans} style="{";".join(styles)}">{text}</td>'


def _style(sheet: Sheet) -> str:
    return STYLES.get(sheet.lines, "solid")


def _css(document: Document, sheet: Sheet) -> str:
    wide, high = PAPERS[sheet.paper]
    upright, turned = f"{wide}pt {high}pt", f"{high}pt {wide}pt"
    if sheet.landscape:
        upright = turned
    return f"""
    @page {{ size: {upright}; margin: 72pt 66pt; {_margins(document, sheet)} }}
    @page wide {{ size: {turned}; }}
    .wide {{ page: wide }} .fresh {{ break-before: page }}
    body {{ margin: 0; font-family: {_family(sheet)}; font-size: {sheet.prose_size}pt; line-height: 1.7 }}
    p {{ margin: 0 0 2pt; text-align: justify }}
    .title {{ font: 20pt/1.5 "{sheet.heading_face}"; text-align: center; margin: 0 0 8pt }}
    .heading {{ font: 15pt/1.8 "{sheet.heading_face}"; text-indent: 2em; break-after: avoid }}
    .paragraph {{ text-indent: 2em }} .note {{ font-size: 9pt }}
    table.form {{ width: 100%; margin: 4pt 0 8pt; table-layout: fixed; line-height: 1.3; {_frame(sheet)} }}
    .form td {{ padding: {sheet.padding}pt; vertical-align: {sheet.at}; overflow-wrap: anywhere; {_sides(sheet)} }}
    .form td {{ letter-spacing: {sheet.letter_spacing}pt }}
    .form tr {{ break-inside: {"auto" if sheet.split_rows else "avoid"} }}
    .form thead {{ display: {"table-header-group" if sheet.repeat_header else "table-row-group"} }}
    table.unseen {{ width: 100%; border-collapse: collapse }} .unseen td {{ border: 1pt solid {_hidden(sheet)} }}
    """


def _family(sheet: Sheet) -> str:
    return f'"{sheet.latin}", "{sheet.face}"' if sheet.latin else f'"{sheet.face}"'


def _hidden(sheet: Sheet) -> str:
    return "white" if sheet.unseen == "white" else "rgba(0, 0, 0, 0)"


def _margins(document: Document, sheet: Sheet) -> str:
    """What stands above and below the text of every page."""
    boxes = ""
    if sheet.address:
        small = f'font: 8pt "{sheet.face}"'
        boxes += f'@top-left {{ content: "2025/1/20 10:32"; {small} }}'
        boxes += f'@bottom-left {{ content: "{sheet.address}"; {small}; white-space: nowrap }}'
        boxes += f'@bottom-right {{ content: counter(page) "/" counter(pages); {small} }}'
    elif sheet.page_numbers:
        numbered = sheet.number_style.replace("{n}", '" counter(page) "').replace("{total}", '" counter(pages) "')
        boxes += f'@bottom-center {{ content: "{numbered}"; font: 10pt "{sheet.face}" }} '
    if sheet.running_head or sheet.address:
        head = document.running_head.replace('"', "'")
        boxes += f'@top-center {{ content: "{head}"; font: 9pt "{sheet.face}" }}'
    return boxes


def _frame(sheet: Sheet) -> str:
    """The table's own borders: `hidden` takes away those of the cells at its edge."""
    if sheet.lines == "boxes":
        return "border-collapse: separate; border-spacing: 1.5pt"
    line = f"{sheet.line_width}pt {_style(sheet)} {sheet.line_color}"
    return (
        "border-collapse: collapse; "
        + {
            "all": "",
            "no sides": "border-left-style: hidden; border-right-style: hidden",
            "no frame": "border-style: hidden",
            "no columns": f"border: {line}",
            "rows": "",
            "three": f"border-top: {line}; border-bottom: {line}",
            "none": "",
        }[sheet.edges]
    )


def _sides(sheet: Sheet) -> str:
    """The borders of every cell."""
    line = f"{sheet.line_width}pt {_style(sheet)} {sheet.line_color}"
    if sheet.edges in ("rows", "no columns"):
        return f"border-top: {line}; border-bottom: {line}"
    return "" if sheet.edges in ("three", "none") else f"border: {line}"
