"""Makes the pictures of the README again: `python docs/images/make.py` from the project's folder.

recognised.png is cut from what `gongkai inspect --picture` draws; outcomes.png is the plot of the executed notebook.
"""

from __future__ import annotations

import base64
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from PIL import Image

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SAMPLE = ROOT / "data" / "samples" / "linhe-district-2022.pdf"
LEGEND = (0, 0, 640, 30)
CUTS = ((1040, 130, 1820, 1290), (1995, 130, 2775, 1290))  # what is printed on its second and third page
GAP = 24
COLOURS = 256


def main() -> None:
    """Write both pictures beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        recognised(Path(folder) / "whole.png")
        outcomes(Path(folder) / "dataset")


def recognised(whole: Path) -> None:
    """Two pages with what was recognised on them, under the legend."""
    _gongkai("inspect", SAMPLE, "--picture", whole)
    with Image.open(whole) as sheet:
        parts = [sheet.crop(cut) for cut in CUTS]
        legend = sheet.crop(LEGEND)
    width = sum(part.width for part in parts) + GAP * (len(parts) - 1)
    picture = Image.new("RGB", (width, legend.height + parts[0].height), "white")
    picture.paste(legend, (0, 0))
    for i, part in enumerate(parts):
        picture.paste(part, (i * (part.width + GAP), legend.height))
    picture.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        HERE / "recognised.png", optimize=True
    )


def outcomes(dataset: Path) -> None:
    """The first plot that the notebook shows."""
    _gongkai("build", ROOT / "data" / "samples", "--out", dataset)
    os.environ["GONGKAI_DATASET"] = str(dataset)
    notebook = nbformat.read(ROOT / "notebooks" / "tour.ipynb", as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": str(ROOT)}}).execute()
    shown = [output.data for cell in notebook.cells for output in cell.get("outputs", ()) if "data" in output]
    png = next(data["image/png"] for data in shown if "image/png" in data)
    with Image.open(io.BytesIO(base64.b64decode(png))) as plot:
        plot.convert("RGB").quantize(COLOURS).save(HERE / "outcomes.png", optimize=True)


def _gongkai(*arguments: object) -> None:
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command


if __name__ == "__main__":
    main()
