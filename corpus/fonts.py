"""The typefaces of drawn samples, and how wide a text is in them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

Face = Literal["song", "hei", "unembedded"]


class FontFile(NamedTuple):
    """Where a typeface lies on Debian, and the package that brings it."""

    path: Path
    package: str
    face_number: int = 0


FILES: dict[Face, FontFile] = {
    "song": FontFile(Path("/usr/share/fonts/truetype/arphic-gbsn00lp/gbsn00lp.ttf"), "fonts-arphic-gbsn00lp"),
    "hei": FontFile(Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"), "fonts-wqy-zenhei"),
}
UNEMBEDDED = "STSong-Light"  # needs no file: readers bring it themselves, as with many published reports


class MissingFontError(RuntimeError):
    """A typeface is not installed; the text names the Debian package."""


@cache
def font(face: Face) -> str:
    """The name under which reportlab knows the typeface; loads it at the first call."""
    if face == "unembedded":
        pdfmetrics.registerFont(UnicodeCIDFont(UNEMBEDDED))
        return UNEMBEDDED
    file = FILES[face]
    if not file.path.is_file():
        raise MissingFontError(f"{file.path} is missing: apt install {file.package}")
    pdfmetrics.registerFont(TTFont(face, str(file.path), subfontIndex=file.face_number))
    return face


def available(*faces: Face) -> bool:
    """Whether the typefaces are installed here."""
    return all(face not in FILES or FILES[face].path.is_file() for face in faces)


@cache
def width(text: str, face: Face, size: float) -> float:
    """How wide a text is, in points."""
    return float(pdfmetrics.stringWidth(text, font(face), size))
