"""What stands in the boxes of figures, asked of PDFium by another way than the readers take."""

from __future__ import annotations

from contextlib import closing

import pypdfium2 as pdfium

from pipeline.report import Report


def printed_in_boxes(document: bytes, report: Report) -> list[str]:
    """For each figure of a report, the characters whose middle lies inside its box, without white space."""
    with closing(pdfium.PdfDocument(document)) as pdf:
        pages = {number: _characters(pdf[number - 1]) for number in {figure.page for figure in report.figures}}
    return ["".join(_inside(figure.box, pages[figure.page])) for figure in report.figures]


def _characters(page: pdfium.PdfPage) -> list[tuple[str, float, float]]:
    """Each character of a page that is displayed as it lies, with its middle from the top left corner."""
    height = page.get_height()
    with closing(page), closing(page.get_textpage()) as text:
        boxes = [text.get_charbox(i) for i in range(text.count_chars())]
        letters = [text.get_text_range(i, 1) for i in range(text.count_chars())]
    return [
        (letter, (left + right) / 2, height - (bottom + top) / 2)
        for letter, (left, bottom, right, top) in zip(letters, boxes, strict=True)
        if letter.strip()
    ]


def _inside(box: tuple[float, float, float, float], characters: list[tuple[str, float, float]]) -> list[str]:
    x0, top, x1, bottom = box
    return [letter for letter, x, y in characters if x0 <= x <= x1 and top <= y <= bottom]
