"""The invisible text that someone's OCR left over a scan: right, misread, or beside its place."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from corpus.fonts import font, width

LOOKS_LIKE = {
    "0": "OoD8",
    "1": "l7I",
    "2": "Z7",
    "3": "8",
    "4": "9A",
    "5": "6S",
    "6": "8b5",
    "7": "1",
    "8": "36B",
    "9": "4g",
    "自": "白",
    "未": "末",
    "人": "入",
    "己": "已",
    "结": "绪",
    "经": "径",
    "申": "由",
}


@dataclass(frozen=True)
class Misread:
    """What share of letters is `wrong`, what share of runs of text is `lost`, and by how many points boxes `shift`."""

    wrong: float = 0.0
    lost: float = 0.0
    shift: float = 0.0


def layer(page: Any, misread: Misread, chance: Random) -> bytes:
    """A PDF page with the text of a PDFium page as OCR would have read it, invisible."""
    wide, high = page.get_size()
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(wide, high), invariant=1, pageCompression=1)
    text = canvas.beginText()
    text.setTextRenderMode(3)
    words = page.get_textpage()
    for index in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(index)
        run = words.get_text_bounded(left, bottom, right, top).strip().replace("\r\n", "")
        if run and chance.random() >= misread.lost:
            size = max(4.0, min(top - bottom, 30.0))
            run = "".join(_read(letter, misread, chance) for letter in run)
            text.setFont(font("unembedded"), size)
            text.setHorizScale(100 * (right - left) / max(width(run, "unembedded", size), 1.0))
            drift = (chance.gauss(0, misread.shift), chance.gauss(0, misread.shift)) if misread.shift else (0.0, 0.0)
            text.setTextOrigin(left + drift[0], bottom + size * 0.1 + drift[1])
            text.textOut(run)
    canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _read(letter: str, misread: Misread, chance: Random) -> str:
    if letter in LOOKS_LIKE and chance.random() < misread.wrong:
        return chance.choice(LOOKS_LIKE[letter])
    return letter
