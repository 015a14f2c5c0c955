"""Makes scans of PDFs: pages as images, crooked, grainy, unevenly lit, with a seal over the words.

What is random is drawn from a generator that the caller gives, so the same scan comes out again.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from random import Random
from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2
from PIL import Image

from corpus.ocr_layer import Misread, layer
from corpus.seal import round_seal

Pixels = npt.NDArray[np.uint8]
"""Height by width by three, red, green and blue."""
Mode = Literal["colour", "grey", "bilevel"]
SealAt = Literal["", "title", "table", "foot"]


@dataclass(frozen=True)
class Scan:
    """How pages are scanned.

    `dpi` is the resolution, `skew` the greatest angle of a page in degrees; `grain` the standard deviation of noise in
    grey levels (0 to 255), `specks` the share of pixels that are black or white by accident, `blur` in pixels; `light`
    is how much darker one side is than the other (0 to 1), `bleed` how strongly the other side shines through. A camera
    sees the page under an angle: its corners are off by up to `tilt` of its width, its middle stands out by `curl`
    points, and a shadow makes it darker by up to `shadow` (0 to 1). Dirt on the glass leaves so many `streaks` on each
    page, beyond the paper is a dark `border` of up to so many points, and a worn drum leaves `breaks` in ruling lines,
    so many in 100 points of them. `quality` is that of JPEG; some scanners cut a page into `strips`. `misread` puts
    someone's OCR as invisible text over the image.
    """

    dpi: int = 200
    mode: Mode = "grey"
    skew: float = 0.0
    grain: float = 4.0
    specks: float = 0.0
    blur: float = 0.0
    light: float = 0.0
    bleed: float = 0.0
    tilt: float = 0.0
    curl: float = 0.0
    shadow: float = 0.0
    quality: int = 75
    seal: SealAt = ""
    misread: Misread | None = None
    strips: int = 1
    streaks: int = 0
    border: float = 0.0
    breaks: float = 0.0


def scanned(pdf: bytes, scan: Scan, chance: Random, *, issuer: str = "") -> bytes:
    """The PDF of the pages' images. A seal bears the issuer's name."""
    source = pypdfium2.PdfDocument(pdf)
    made = pikepdf.new()
    try:
        sealed = _sealed_page(len(source), scan.seal)
        before: Pixels | None = None
        for number in range(len(source)):
            page = source[number]
            clean = np.asarray(page.render(scale=scan.dpi / 72).to_pil().convert("RGB"))
            image = _with_seal(clean, scan, chance, issuer) if number == sealed else clean
            image = _aged(image, scan, chance, before)
            over = layer(page, scan.misread, chance) if scan.misread else None
            _add(made, image, scan, page.get_size(), over)
            before = clean
        buffer = BytesIO()
        made.save(buffer, deterministic_id=True)
    finally:
        source.close()
    return buffer.getvalue()


def _sealed_page(pages: int, place: SealAt) -> int:
    return {"": -1, "title": 0, "table": min(1, pages - 1), "foot": pages - 1}[place]


def _with_seal(image: Pixels, scan: Scan, chance: Random, issuer: str) -> Pixels:
    """The image with a red seal, through which the black below still shows, as ink on paper does."""
    seal = np.asarray(round_seal(issuer, round(scan.dpi * 1.6), chance))
    size = seal.shape[0]
    high, wide = image.shape[:2]
    top = {"title": 0.08, "table": 0.35, "foot": 0.3}[scan.seal or "foot"] + chance.uniform(0, 0.15)
    y, x = round(top * high), round(chance.uniform(0.3, 0.6) * wide)
    y, x = min(y, high - size), min(x, wide - size)
    made = image.copy()
    part = made[y : y + size, x : x + size].astype(np.float32)
    made[y : y + size, x : x + size] = (part * (seal.astype(np.float32) / 255)).astype(np.uint8)
    return made


def _aged(image: Pixels, scan: Scan, chance: Random, behind: Pixels | None) -> Pixels:
    made: Any = image  # OpenCV has no types for its arrays
    if scan.breaks:
        made = _worn(made, scan, chance)
    if scan.bleed and behind is not None and behind.shape == image.shape:
        through = cv2.GaussianBlur(behind[:, ::-1], (0, 0), scan.dpi / 60)
        made = cv2.subtract(made, ((255 - through) * scan.bleed).astype(np.uint8))
    if scan.tilt or scan.curl:
        made = _photographed(made, scan, chance)
    if scan.skew:
        made = _turned(made, chance.uniform(-scan.skew, scan.skew))
    if scan.blur:
        made = cv2.GaussianBlur(made, (0, 0), scan.blur)
    if scan.mode != "colour":
        made = np.repeat(cv2.cvtColor(made, cv2.COLOR_RGB2GRAY)[:, :, None], 3, axis=2)
    if scan.light:
        made = _shaded(made, scan.light, chance)
    if scan.shadow:
        made = _shadowed(made, scan, chance)
    return _grainy(_dirty(made, scan, chance), scan, chance)


def _dirty(image: Pixels, scan: Scan, chance: Random) -> Pixels:
    """The page with what a scanner adds to it."""
    made = _bordered(image, scan, chance) if scan.border else image
    return _streaked(made, scan, chance) if scan.streaks else made


def _photographed(image: Pixels, scan: Scan, chance: Random) -> Pixels:
    """The page as a camera sees it that is not held straight, or one that the back of a volume bends."""
    high, wide = image.shape[:2]
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    off = np.array([[chance.uniform(-scan.tilt, scan.tilt) for _ in range(2)] for _ in corners], np.float32)
    there = cv2.getPerspectiveTransform(corners, corners + off * np.float32(wide))
    y, x = np.indices((high, wide), np.float32)
    along, across = x / wide - 0.5, y / high - 0.5
    y -= scan.curl * scan.dpi / 72 * np.cos(np.float32(chance.uniform(2, 4)) * along) * (1 + across)
    bent = cv2.remap(image, x, y, cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    return np.asarray(
        cv2.warpPerspective(bent, there, (wide, high), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)), np.uint8
    )


def _shadowed(image: Pixels, scan: Scan, chance: Random) -> Pixels:
    """The shadow of a hand or of the camera over a part of the page."""
    high, wide = image.shape[:2]
    y, x = np.indices((high, wide), np.float32)
    slope = (x / wide - chance.uniform(0.2, 0.8)) * chance.choice((-1, 1)) + (y / high - chance.uniform(0.2, 0.8))
    part = 1 / (1 + np.exp(-slope * np.float32(chance.uniform(6, 15))))
    return np.asarray(image * (1 - scan.shadow * part[:, :, None]), dtype=np.uint8)


def _worn(image: Pixels, scan: Scan, chance: Random) -> Pixels:
    """Ruling lines with breaks of four to twelve points."""
    dark = (image.min(axis=2) < 160).astype(np.uint8)
    points = scan.dpi / 72
    made = image.copy()
    for across in (True, False):
        least = (1, round(30 * points)) if across else (round(30 * points), 1)
        lines = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(least, np.uint8))
        count, _, boxes, _ = cv2.connectedComponentsWithStats(lines)
        for x, y, wide, high, _ in boxes[1:count].tolist():
            length = wide if across else high
            for _ in range(round(length / points / 100 * scan.breaks)):
                at, much = chance.randrange(length), round(chance.uniform(4, 12) * points)
                edge = 2  # the soft edges of a line
                if across:
                    made[max(0, y - edge) : y + high + edge, x + at : x + min(at + much, wide)] = 255
                else:
                    made[y + at : y + min(at + much, high), max(0, x - edge) : x + wide + edge] = 255
    return made


def _bordered(image: Pixels, scan: Scan, chance: Random) -> Pixels:
    """The page with what a scanner sees beyond the paper, on some of its sides."""
    high, wide = image.shape[:2]
    made = image.copy()
    for side in chance.sample(range(4), chance.randint(1, 4)):
        broad = [round(chance.uniform(0, scan.border) * scan.dpi / 72) for _ in range(2)]
        far = [[wide, broad[0]], [0, broad[1]]] if side < 2 else [[broad[0], high], [broad[1], 0]]
        ends = np.array([[0, 0], [wide, 0] if side < 2 else [0, high], *far])
        if side % 2:
            ends = np.array([wide, high]) - ends
        cv2.fillPoly(made, [ends.astype(np.int32)], (chance.randint(0, 60),) * 3)
    return made


def _streaked(image: Pixels, scan: Scan, chance: Random) -> Pixels:
    """Thin lines along the way of the paper, from one end of it to the other."""
    made = image.astype(np.float32)
    points = scan.dpi / 72
    for _ in range(scan.streaks):
        broad, at = max(1, round(chance.uniform(0.3, 1.0) * points)), chance.randrange(image.shape[1])
        made[:, at : at + broad] *= chance.uniform(0.55, 0.9)
    return made.astype(np.uint8)


def _turned(image: Pixels, degrees: float) -> Pixels:
    high, wide = image.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    return cv2.warpAffine(image, turn, (wide, high), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))  # type: ignore[return-value]


def _shaded(image: Pixels, much: float, chance: Random) -> Pixels:
    """One side or corner of the page darker than the other."""
    high, wide = image.shape[:2]
    across = np.linspace(0, chance.choice((-1, 1)), wide, dtype=np.float32)
    down = np.linspace(0, chance.choice((-1, 0, 1)), high, dtype=np.float32)
    slope = across[None, :] + down[:, None]
    slope = (slope - slope.min()) / max(float(np.ptp(slope)), 1e-6)
    return np.asarray(image * (1 - much * slope[:, :, None]), dtype=np.uint8)


def _grainy(image: Pixels, scan: Scan, chance: Random) -> Pixels:
    dice = np.random.default_rng(chance.getrandbits(32))
    high, wide = image.shape[:2]
    made = image
    if scan.grain:
        tile = dice.normal(0, scan.grain, (high // 3 + 1, wide)).astype(np.int16)
        noise = np.concatenate([tile, tile[:, ::-1], tile[::-1]])[:high, :, None]
        made = np.clip(made.astype(np.int16) + noise, 0, 255).astype(np.uint8)
    if scan.specks:
        count = int(scan.specks * high * wide)
        made = made.copy()
        spots = dice.integers(0, high, count), dice.integers(0, wide, count)
        made[spots] = dice.choice(np.array([0, 255], np.uint8), count)[:, None]
    return made


def _add(made: pikepdf.Pdf, image: Pixels, scan: Scan, size: tuple[float, float], over: bytes | None) -> None:
    """A page of the image's size in points, with the invisible text over it."""
    page = made.add_blank_page(page_size=size)
    images, drawing = pikepdf.Dictionary(), ""
    rows = [round(len(image) * place / scan.strips) for place in range(scan.strips + 1)]
    for number, (top, bottom) in enumerate(pairwise(rows)):
        images[f"/Scan{number}"] = _stream(made, image[top:bottom], scan)
        high, below = (size[1] * share / len(image) for share in (bottom - top, len(image) - bottom))
        drawing += f"q {size[0]:.3f} 0 0 {high:.3f} 0 {below:.3f} cm /Scan{number} Do Q\n"
    page.Resources = pikepdf.Dictionary(XObject=images)
    page.Contents = made.make_stream(drawing.encode())
    if over is not None:
        text = pikepdf.open(BytesIO(over))
        page.Resources.Font = made.copy_foreign(text.make_indirect(text.pages[0].Resources.Font))
        page.Contents = pikepdf.Array([page.Contents, made.make_stream(text.pages[0].Contents.read_bytes())])


def _stream(made: pikepdf.Pdf, image: Pixels, scan: Scan) -> pikepdf.Stream:
    """The image as scanners write it: JPEG, or fax compression where it has only black and white."""
    high, wide = image.shape[:2]
    common = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": wide, "Height": high}
    picture = Image.fromarray(image)
    buffer = BytesIO()
    if scan.mode == "bilevel":
        picture.convert("L").point(lambda level: 255 * (level > 150)).convert("1").save(
            buffer, "TIFF", compression="group4", strip_size=wide * high
        )
        with Image.open(buffer) as tiff:
            start, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]  # type: ignore[attr-defined]
            inverted = tiff.tag_v2[262] == 0  # type: ignore[attr-defined]
        fax = pikepdf.Dictionary(K=-1, Columns=wide, Rows=high, BlackIs1=not inverted)
        details = {"ColorSpace": pikepdf.Name.DeviceGray, "BitsPerComponent": 1, "DecodeParms": fax}
        return pikepdf.Stream(
            made, buffer.getvalue()[start : start + length], Filter=pikepdf.Name.CCITTFaxDecode, **common, **details
        )
    grey = scan.mode == "grey"
    (picture.convert("L") if grey else picture).save(buffer, "JPEG", quality=scan.quality)
    space = pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB
    return pikepdf.Stream(
        made, buffer.getvalue(), Filter=pikepdf.Name.DCTDecode, ColorSpace=space, BitsPerComponent=8, **common
    )
