"""A text as an image: titles that authors paste in as pictures, seals, stamps."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from corpus.fonts import FILES, FontFile, MissingFontError

_NOTO = Path("/usr/share/fonts/opentype/noto")
FAMILIES: dict[str, FontFile] = {
    "AR PL SungtiL GB": FILES["song"],
    "WenQuanYi Zen Hei": FILES["hei"],
    "Noto Serif CJK SC": FontFile(_NOTO / "NotoSerifCJK-Regular.ttc", "fonts-noto-cjk", 2),
    "Noto Sans CJK SC": FontFile(_NOTO / "NotoSansCJK-Regular.ttc", "fonts-noto-cjk", 2),
}
"""The typefaces that word processor and browser may ask for, by the names that they go by."""


@cache
def typeface(family: str, size: int) -> ImageFont.FreeTypeFont:
    """A typeface for drawing images, in pixels. Raises MissingFontError."""
    file = FAMILIES[family]
    if not file.path.is_file():
        raise MissingFontError(f"{file.path} is missing: apt install {file.package}")
    return ImageFont.truetype(str(file.path), size, index=file.face_number)


def drawn(text: str, family: str = "WenQuanYi Zen Hei", size: int = 64, color: str = "black") -> bytes:
    """A PNG of one line of text on white, `size` pixels high."""
    font = typeface(family, size)
    image = Image.new("RGB", (round(font.getlength(text)) + size // 2, round(size * 1.4)), "white")
    ImageDraw.Draw(image).text((size // 4, size // 8), text, font=font, fill=color)
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
