"""A round red seal with the body's name along its rim and a star in its middle."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from corpus.picture import typeface

RED = (214, 30, 40)


def round_seal(name: str, size: int, chance: Random) -> Image.Image:
    """The seal on white, `size` pixels square, turned a little and with the ink worn in places."""
    image = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(image)
    width = max(2, size // 40)
    pen.ellipse((width, width, size - width, size - width), outline=RED, width=width)
    pen.polygon(_star(size), fill=RED)
    for index, letter in enumerate(name):
        _letter(image, letter, pi * (0.5 + 1.5 * (index + 0.5 - len(name) / 2) / max(len(name), 8)), size)
    for _ in range(size // 8):
        x, y = chance.randrange(size), chance.randrange(size)
        pen.ellipse((x, y, x + size // 90, y + size // 90), fill="white")
    turned = image.rotate(chance.uniform(-12, 12), fillcolor="white", resample=Image.Resampling.BILINEAR)
    return turned.filter(ImageFilter.GaussianBlur(size / 400))


def _star(size: int) -> list[tuple[float, float]]:
    points = []
    for corner in range(10):
        reach = size * (0.16 if corner % 2 == 0 else 0.065)
        angle = -pi / 2 + corner * pi / 5
        points.append((size / 2 + reach * cos(angle), size / 2 + reach * sin(angle)))
    return points


def _letter(image: Image.Image, letter: str, angle: float, size: int) -> None:
    """A letter on the rim at an angle (0 at the left, pi at the right), its foot towards the middle."""
    high = max(8, size // 8)
    glyph = Image.new("L", (high * 2, high * 2), 0)
    ImageDraw.Draw(glyph).text((high, high), letter, font=typeface("AR PL SungtiL GB", high), fill=255, anchor="mm")
    glyph = glyph.rotate(90 - angle * 180 / pi, resample=Image.Resampling.BILINEAR)
    reach = size * 0.39
    x, y = size / 2 - reach * cos(angle), size / 2 - reach * sin(angle)
    image.paste(RED, (round(x - high), round(y - high)), glyph)
