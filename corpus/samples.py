"""Writes the sample reports: `python -m corpus.samples data/samples` makes a PDF and a truth file of each.

A PDF that already holds the fingerprint of its document and settings is left alone, because a word processor of another
version gives other bytes for the same document. Delete it to have it made again.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pikepdf

from corpus.catalogue import SAMPLES
from corpus.fonts import MissingFontError
from corpus.sample import Sample
from corpus.word import MissingWordProcessorError


def write(sample: Sample, folder: Path) -> bool:
    """Write a sample's truth, and its PDF unless the one there is of the same making. Tell whether it wrote a PDF."""
    (folder / f"{sample.id}.truth.json").write_text(sample.truth(), encoding="utf-8")
    file = folder / f"{sample.id}.pdf"
    if file.exists() and stored_fingerprint(file) == sample.fingerprint:
        return False
    file.write_bytes(sample.pdf())
    return True


def stored_fingerprint(file: Path) -> str:
    """Read the fingerprint that a sample's PDF holds."""
    with pikepdf.open(file) as pdf:
        return str(pdf.docinfo.get("/Subject", ""))


def main(arguments: list[str]) -> int:
    """Write all samples into the folder named on the command line; 1 where a part that makes them is not installed."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m corpus.samples FOLDER\n")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    missing: set[str] = set()
    written = 0
    for sample in SAMPLES:
        try:
            written += write(sample, folder)
        except (MissingFontError, MissingWordProcessorError) as error:
            missing.add(str(error))
    sys.stdout.write(f"{len(SAMPLES)} samples in {folder}, {written} PDF files written\n")
    for text in sorted(missing):
        sys.stderr.write(f"some samples were not made: {text}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
