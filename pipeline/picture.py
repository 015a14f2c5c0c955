"""Draws what was recognised over the pages of a document, for people to see what the program saw."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from contextlib import closing

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from pipeline.extract import Extraction, Limits, extract
from pipeline.extract.model import Box
from pipeline.findings import Catalogue
from pipeline.form import Axis, load_forms
from pipeline.normalize.labels import Vocabulary, vocabularies
from pipeline.report import Report, catalogue

_SCALE = 1.6
_MOST_PAGES = 12
_LABEL_FITS = 84.0
_GRID = (60, 60, 60, 90)
_LABEL = (40, 110, 220, 60)
_SURE = (0, 150, 60, 70)
_DOUBTFUL = (235, 80, 0, 110)
_VALUE = (0, 110, 40, 255)
_VALUE_DOUBTFUL = (190, 40, 0, 255)
_LEGEND = (
    ("table cells", _GRID),
    ("labels of the form", _LABEL),
    ("figures, with the value read", _SURE),
    ("doubtful figures", _DOUBTFUL),
)


def picture(document: bytes, reports: Sequence[Report], limits: Limits) -> bytes | None:
    """A PNG of the pages that hold tables, side by side: cells, the form's labels, and figures with the values read.

    Doubtful figures stand out in another colour. None where there is no page to draw: a document that is no PDF, or
    in which no table was found.
    """
    reader = next((report.reader for report in reports if report.reader not in (None, "text")), None)
    if reader is None:
        return None
    extraction = extract(document, reader, limits)
    pages = sorted({page for table in extraction.tables for page in table.pages})[:_MOST_PAGES]
    if not pages:
        return None
    with closing(pdfium.PdfDocument(document)) as pdf:
        drawn = [_drawn(pdf, number, extraction, reports) for number in pages]
    sheet = _beside(drawn)
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()


def _drawn(pdf: pdfium.PdfDocument, number: int, extraction: Extraction, reports: Iterable[Report]) -> Image.Image:
    with closing(pdf[number - 1]) as page:
        image = page.render(scale=_SCALE).to_pil().convert("RGBA")
    over = Image.new("RGBA", image.size)
    pen = ImageDraw.Draw(over)
    known = tuple(vocabularies(load_forms()).values())
    for table in extraction.tables:
        for cell in table.cells:
            if cell.page != number or cell.box is None:
                continue
            pen.rectangle(_scaled(cell.box), outline=_GRID)
            if _is_label(cell.text, known):
                pen.rectangle(_scaled(cell.box), fill=_LABEL)
    for report in reports:
        _figures(pen, report, number, catalogue())
    return Image.alpha_composite(image, over).convert("RGB")


def _is_label(text: str, known: Iterable[Vocabulary]) -> bool:
    axes: tuple[Axis, ...] = ("row", "column")
    return any(v.is_group(text) or v.best(text, axis).score >= _LABEL_FITS for v in known for axis in axes)


def _figures(pen: ImageDraw.ImageDraw, report: Report, number: int, rules: Catalogue) -> None:
    doubted = {
        (finding.table, finding.row, finding.column)
        for finding in report.findings
        if rules.severity(finding) == "doubt"
    }
    font = ImageFont.load_default(9)
    for figure in report.figures:
        if figure.page != number or figure.box is None:
            continue
        table, row, column = figure.place
        doubtful = bool(doubted & {(table, row, column), (table, row, None), (table, None, None)})
        x0, top, x1, bottom = _scaled(figure.box)
        pen.rectangle((x0 + 1, top + 1, x1 - 1, bottom - 1), fill=_DOUBTFUL if doubtful else _SURE)
        value = "null" if figure.value is None else f"{figure.value:.10g}"
        pen.text((x0 + 2, top + 1), value, fill=_VALUE_DOUBTFUL if doubtful else _VALUE, font=font)


def _scaled(box: Box) -> tuple[float, float, float, float]:
    return (box[0] * _SCALE, box[1] * _SCALE, box[2] * _SCALE, box[3] * _SCALE)


def _beside(pages: Sequence[Image.Image]) -> Image.Image:
    """Pages side by side, under a legend."""
    font = ImageFont.load_default(14)
    height = 30
    sheet = Image.new("RGB", (sum(page.width for page in pages), max(page.height for page in pages) + height), "white")
    pen = ImageDraw.Draw(sheet, "RGBA")
    x = 12
    for text, colour in _LEGEND:
        pen.rectangle((x, 8, x + 16, 22), fill=colour, outline=(60, 60, 60, 255))
        pen.text((x + 22, 7), text, fill="black", font=font)
        x += 40 + int(pen.textlength(text, font=font))
    left = 0
    for page in pages:
        sheet.paste(page, (left, height))
        left += page.width
    return sheet
