"""Damaged documents: whether any of them crashes, hangs, or gives a silent error.

    python -m bench.fuzz --count 2000 --seed 1 [--inputs FOLDER]

Takes whole documents with their truth (NAME.pdf beside NAME.truth.json; data/samples by default) that are read with
certainty, harms them by chance (corpus/mutate.py), and reads them as a build does, in worker processes with limits.

What a damaged document shows may differ from what the whole one shows, and then its figures may. So the two are
compared as pictures: a figure that is called certain and is not as true is a silent error where its cell looks as it
did, or is not there; where its cell looks otherwise, it is `shown otherwise`, and listed for a person to look at.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from bench.score import CERTAIN, Place, values_of
from corpus.mutate import PDF_MUTATIONS, TEXT_MUTATIONS
from pipeline.documents import Document
from pipeline.extract import Box, Table, reader_pdfium
from pipeline.normalize import Figure
from pipeline.report import Report
from pipeline.run import apart, for_each, read_file, row_of_unreadable
from pipeline.settings import Settings, load_settings

FAILURES = ("silent error", "died", "hung")
"""What must not become of any document."""
_BATCH = 40
_SCALE = 2.0
_ALIKE = 0.02
"""Two pictures of a cell are alike when not more than this part of their darkness differs."""


@dataclass(frozen=True)
class Whole:
    """A document that is read with certainty, and what was read."""

    name: str
    data: bytes
    figures: dict[Place, Figure]


@dataclass(frozen=True)
class Outcome:
    """What became of one mutated document."""

    mutation: str
    seed: int
    source: str
    result: str
    detail: str = ""


def main(arguments: Sequence[str]) -> int:
    """Print what a person should look at as it comes, and a Markdown table of what became of the documents; exit code 1
    where one failed.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="the first of the seeds, one a document")
    parser.add_argument("--inputs", type=Path, default=Path("data/samples"), metavar="FOLDER")
    parser.add_argument("--mutation", action="append", choices=[*PDF_MUTATIONS, *TEXT_MUTATIONS], help="only this one")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write documents with silent errors there")
    given = parser.parse_args(arguments)
    settings = load_settings().model_copy(update={"workers": given.workers})
    seeds = range(given.seed, given.seed + given.count)
    outcomes = []
    wholes = wholes_in(given.inputs, settings)
    if not wholes:
        parser.error(f"{given.inputs}: no document with its truth beside it that is read with certainty")
    for outcome in fuzz(wholes, seeds, settings, given.mutation or (), given.keep):
        outcomes.append(outcome)
        if outcome.detail:
            sys.stdout.write(
                f"{outcome.result}: {outcome.mutation} {outcome.seed} {outcome.source}: {outcome.detail}\n"
            )
            sys.stdout.flush()
    sys.stdout.write(f"\n{table(outcomes)}")
    return int(any(outcome.result in FAILURES for outcome in outcomes))


def fuzz(
    wholes: Sequence[Whole],
    seeds: Sequence[int],
    settings: Settings,
    only: Sequence[str] = (),
    keep: Path | None = None,
) -> Iterator[Outcome]:
    """What becomes of one mutated document for each seed. keep: where to write those with a silent error."""
    batches = [seeds[start : start + _BATCH] for start in range(0, len(seeds), _BATCH)]
    for batch in track(batches, console=Console(stderr=True)):
        with tempfile.TemporaryDirectory() as folder:
            rows = _made(wholes, batch, only, Path(folder))
            made = {Document.of(path): (path, whole, name, seed) for path, whole, name, seed in rows}
            for document, reports in for_each(list(made), settings, read_file, row_of_unreadable):
                path, whole, name, seed = made[document]
                result, detail = judged(whole, path.read_bytes(), reports, settings)
                if keep and result == "silent error":
                    (keep / f"{name}-{seed}{path.suffix}").write_bytes(path.read_bytes())
                yield Outcome(name, seed, whole.name, result, detail)


def judged(whole: Whole, mutated: bytes, reports: Sequence[Report], settings: Settings) -> tuple[str, str]:
    """What became of a mutated document, in a word, and a detail for a person where one should look."""
    failed = [one.detail or "" for report in reports for one in report.findings if one.rule == "unreadable.failed"]
    if failed:
        return "died", failed[0]
    over = [one.detail or "" for report in reports for one in report.findings if one.rule == "unreadable.over_limit"]
    if over:
        return ("hung", over[0]) if over[0].endswith("seconds") else ("over a limit", "")
    certain = [report for report in reports if report.verdict in CERTAIN]
    if not certain:
        return reports[0].verdict, ""
    differing = [figure for report in certain for figure in _differing(whole, report)]
    if not differing:
        return "as true", ""
    alike = apart(_alike, whole.data, mutated, differing, settings=settings)
    detail = f"{differing[0][0]} and {len(differing) - 1} more" if len(differing) > 1 else str(differing[0][0])
    return ("silent error" if alike is None or any(alike) else "shown otherwise"), detail


def table(outcomes: Sequence[Outcome]) -> str:
    """A Markdown table: a line for each mutation, a column for each outcome."""
    results = sorted({outcome.result for outcome in outcomes})
    lines = [f"| mutation | documents | {' | '.join(results)} |", f"| --- {'| ---: ' * (len(results) + 1)}|"]
    for name in [*sorted({outcome.mutation for outcome in outcomes}), None]:
        counts = Counter(outcome.result for outcome in outcomes if name in (None, outcome.mutation))
        cells = " | ".join(str(counts[result]) for result in results)
        lines.append(f"| {name or 'all'} | {counts.total()} | {cells} |")
    return "\n".join(lines) + "\n"


def wholes_in(inputs: Path, settings: Settings) -> list[Whole]:
    """The documents of a folder that are read with certainty and as true, and the text of each that has some."""
    found = []
    for file in sorted(inputs.glob("*.truth.json")):
        truths = json.loads(file.read_text(encoding="utf-8"))
        (known, *others) = truths if isinstance(truths, list) and truths else [truths]
        path = file.with_name(file.name.replace(".truth.json", ".pdf"))
        if others or not known or not path.is_file():
            continue
        report, *more = read_file(Document.of(path), settings)
        if not more and report.verdict in CERTAIN and _values(report) == values_of(known):
            found += forms_of(path.stem, path.read_bytes(), {(*figure.place,): figure for figure in report.figures})
    return found


def forms_of(name: str, data: bytes, figures: dict[Place, Figure]) -> list[Whole]:
    """A PDF with these figures, and what it has of text, if any."""
    pdf, text = Whole(f"{name}.pdf", data, figures), Whole(f"{name}.txt", _as_text(data), figures)
    return [pdf, text] if text.data else [pdf]


def _made(
    wholes: Sequence[Whole], seeds: Sequence[int], only: Sequence[str], folder: Path
) -> Iterator[tuple[Path, Whole, str, int]]:
    for seed in seeds:
        chance = Random(seed)  # noqa: S311 - the same documents for the same seed
        name = chance.choice(only or (*PDF_MUTATIONS, "text"))
        if name == "text":
            name = chance.choice(list(TEXT_MUTATIONS))
            suffix, mutation = ".txt", TEXT_MUTATIONS[name]
        else:
            suffix, mutation = ".pdf", PDF_MUTATIONS[name]
        whole = chance.choice([one for one in wholes if one.name.endswith(suffix)])
        path = folder / f"{seed}{suffix}"
        path.write_bytes(mutation(whole.data, chance))
        yield path, whole, name + (" (text)" if suffix == ".txt" else ""), seed


def _as_text(document: bytes) -> bytes:
    """A PDF's tables and lines as a text file: cells parted by tabs."""
    found = reader_pdfium.read(document)
    parts = [_rows(found.tables[i]) if kind == "table" else [found.lines[i].text] for kind, i in found.order]
    return "\n".join(line for lines in parts for line in lines).encode()


def _rows(table: Table) -> list[str]:
    return ["\t".join(cell.text.replace("\n", "") for cell in row) for row in table.rows()]


def _values(report: Report) -> dict[Place, float | None]:
    return {(*figure.place,): figure.value for figure in report.figures}


def _differing(whole: Whole, report: Report) -> list[tuple[Place, Figure | None, Figure | None]]:
    """Every place whose figure is not that of the whole document: with what was there, and what is."""
    found = {(*figure.place,): figure for figure in report.figures}
    return [
        (place, whole.figures.get(place), found.get(place))
        for place in {**whole.figures, **found}
        if place not in found or place not in whole.figures or found[place].value != whole.figures[place].value
    ]


def _alike(one: bytes, two: bytes, figures: Sequence[tuple[Place, Figure | None, Figure | None]]) -> list[bool]:
    """For each figure, whether its cell looks the same in both documents; where one lacks it, at the other's place."""
    pages = _Pages(one), _Pages(two)
    found = []
    for _, first, second in figures:
        before, after = first or second, second or first
        pictures = [
            own.cell(figure.page, figure.box)
            for own, figure in zip(pages, (before, after), strict=True)
            if figure is not None and figure.page is not None and figure.box is not None
        ]
        found.append(len(pictures) == 2 and _same(*pictures))
    return found


class _Pages:
    """The pages of a document as pictures, each rendered when it is first asked for."""

    def __init__(self, document: bytes) -> None:
        self._document = document
        self._pages: dict[int, NDArray[np.float32]] = {}

    def cell(self, page: int, box: Box) -> NDArray[np.float32]:
        """The darkness (0 to 1) of a cell within its borders. page: 1-based."""
        if page not in self._pages:
            with closing(pdfium.PdfDocument(self._document)) as pdf:
                if page > len(pdf):
                    return np.zeros((0, 0), np.float32)
                image = pdf[page - 1].render(scale=_SCALE, grayscale=True).to_numpy().squeeze()
            self._pages[page] = 1 - image.astype(np.float32) / 255
        x0, top, x1, bottom = (round(_SCALE * value) for value in box)
        return self._pages[page][top + 4 : bottom - 3, x0 + 4 : x1 - 3]


def _same(one: NDArray[np.float32], two: NDArray[np.float32]) -> bool:
    height, width = min(one.shape[0], two.shape[0]), min(one.shape[1], two.shape[1])
    if abs(one.shape[0] - two.shape[0]) > 2 or abs(one.shape[1] - two.shape[1]) > 2:
        return False
    one, two = one[:height, :width], two[:height, :width]
    return float(np.abs(one - two).sum()) <= _ALIKE * float(one.sum() + two.sum())


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
