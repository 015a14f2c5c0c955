"""Draws the digits of all fonts here: `python -m corpus.digit_templates` writes pipeline/extract/digit_shapes.npz.

A digit that looks like one already kept is left out, so that the file stays small however many fonts there are. Fonts
of symbols have no digits in the places of digits; they are told by their names.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.extract import digit_shapes
from pipeline.extract.digit_shapes import Picture, picture

_SYMBOLS = ("D050000L", "OpenSymbol", "StandardSymbolsPS")
_ALIKE = 0.97
"""Two pictures of a digit that correlate more than this are one."""
_SIZE = 200


def fonts() -> list[Path]:
    """Every font file with digits that fontconfig knows. Raises FileNotFoundError where there is no fontconfig."""
    program = shutil.which("fc-list")
    if program is None:
        raise FileNotFoundError("fc-list")
    listed = subprocess.run([program, ":charset=30-39", "file"], capture_output=True, text=True, check=True)  # noqa: S603
    files = {Path(line.split(":")[0].strip()) for line in listed.stdout.splitlines()}
    return sorted(file for file in files if not any(name in file.name for name in _SYMBOLS))


def digits(file: Path) -> Iterator[tuple[int, Picture]]:
    """The ten digits of a font; none where it cannot be drawn."""
    try:
        font = ImageFont.truetype(str(file), _SIZE)
    except OSError:
        return
    for digit in range(10):
        image = Image.new("L", (2 * _SIZE, 2 * _SIZE))
        ImageDraw.Draw(image).text((_SIZE // 2, _SIZE // 4), str(digit), font=font, fill=255)
        shape = picture(image)
        if shape is not None:
            yield digit, shape


def main() -> int:
    """Write the file; tell how many fonts and pictures went in."""
    kept: list[tuple[int, Picture]] = []
    files = fonts()
    for file in files:
        for digit, shape in digits(file):
            alike = (other for label, other in kept if label == digit)
            if not any(np.corrcoef(shape[0], ink)[0, 1] > _ALIKE and abs(shape[1] - p) < 0.05 for ink, p in alike):
                kept.append((digit, shape))
    np.savez_compressed(
        Path(digit_shapes.__file__).with_suffix(".npz"),
        ink=np.array([np.rint(ink * 255) for _, (ink, _) in kept], np.uint8),
        slender=np.array([proportion for _, (_, proportion) in kept], np.float32),
        digit=np.array([digit for digit, _ in kept], np.uint8),
    )
    sys.stdout.write(f"{len(kept)} pictures of digits from {len(files)} fonts\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
