"""Scans: what a scanner makes of pages, as pixels and as a PDF that holds nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import closing

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image

from pipeline.extract.pixels import Pixels

RED = (40, 30, 214)
"""Blue, green and red of the ink of a seal."""


def pages(document: bytes, dpi: float = 150, only: Iterable[int] | None = None) -> list[Pixels]:
    """The pages (0-based) of a PDF as images: blue, green, red."""
    with closing(pdfium.PdfDocument(document)) as pdf:
        chosen = range(len(pdf)) if only is None else only
        return [np.ascontiguousarray(pdf[index].render(scale=dpi / 72).to_numpy()) for index in chosen]


def skewed(image: Pixels, degrees: float) -> Pixels:
    """The image with lines that fall to the right by so many degrees."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    paper = [255] * 3
    return np.asarray(cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper), np.uint8)


def noisy(image: Pixels, spread: float, seed: int = 1) -> Pixels:
    """The image with the grain of a scanner. spread: its standard deviation in grey levels."""
    grain = np.random.default_rng(seed).normal(0, spread, image.shape[:2])
    grain = grain if image.ndim == 2 else grain[:, :, None]
    return np.asarray((image + grain).clip(0, 255), np.uint8)


def stamped(image: Pixels, x: float, y: float, dpi: float, size: float = 110.0) -> Pixels:
    """The image with a round red seal around a point, through which what is black still shows. x, y, size: points."""
    seal = np.full_like(image, 255)
    middle, reach = (round(x * dpi / 72), round(y * dpi / 72)), round(size * dpi / 144)
    cv2.circle(seal, middle, reach, RED, max(2, reach // 20))
    star = [
        (middle[0] + length * reach * np.sin(k * np.pi / 5), middle[1] - length * reach * np.cos(k * np.pi / 5))
        for k, length in enumerate((0.35, 0.15) * 5)
    ]
    cv2.fillPoly(seal, [np.array(star, np.int32)], RED)
    return np.asarray(image.astype(np.float32) * (seal.astype(np.float32) / 255), np.uint8)


def scan(images: Iterable[Pixels], dpi: float = 150, quality: int = 75) -> bytes:
    """A PDF of images, compressed as JPEG."""
    first, *others = [Image.fromarray(image[:, :, ::-1] if image.ndim == 3 else image) for image in images]
    out = io.BytesIO()
    first.save(out, "PDF", resolution=dpi, quality=quality, save_all=True, append_images=others)
    return out.getvalue()


def replaced(document: bytes, scanned: bytes, index: int) -> bytes:
    """The document with one page (0-based) from another."""
    with pikepdf.open(io.BytesIO(document)) as pdf, pikepdf.open(io.BytesIO(scanned)) as other:
        pdf.pages[index] = other.pages[index]
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def ink_in(image: NDArray[np.uint8], box: tuple[float, float, float, float], dpi: float) -> bool:
    """Whether something dark stands in a box (points) of a page's image."""
    x0, top, x1, bottom = (round(value * dpi / 72) for value in box)
    return bool((image[top:bottom, x0:x1] < 128).any())
