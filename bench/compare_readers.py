"""What reading costs: the PDFium path beside PDFium's bare text and pdfplumber's tables, in one process, side by side.

    python -m bench.compare_readers data/samples --rounds 7

Each round takes every way once over all PDFs of the folder, in a new order, with the program's caches empty, and counts
its processor time, so that other work on the machine disturbs little. Printed are medians over the rounds, of the times
and of the ratios within a round. After that, by the clock: what a worker process adds.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median

import camelot
import pdfplumber
import pypdfium2 as pdfium

from pipeline.documents import Document
from pipeline.extract import reader_pdfium
from pipeline.normalize.labels import label, vocabularies
from pipeline.normalize.numbers import parse
from pipeline.report import read_document
from pipeline.run import read_all
from pipeline.settings import load_settings

_SETTINGS = load_settings()
_PDFIUM_ALONE = _SETTINGS.model_copy(update={"readers": ("pdfium",)})
_REPEATS = 10
_BARE = "PDFium, bare text"
_OURS = "`pdfium` reader, bytes to verdict"
_CAMELOT = "camelot, lattice"


def bare_text(document: bytes) -> None:
    """The least that can be done: PDFium loads every page and its text."""
    with closing(pdfium.PdfDocument(document)) as pdf:
        for i in range(len(pdf)):
            with closing(pdf[i]) as page, closing(page.get_textpage()) as text_page:
                text_page.get_text_range()


def our_tables(document: bytes) -> None:
    """The `pdfium` reader: tables and lines, without what comes after."""
    reader_pdfium.read(document)


def pdfium_verdict(document: bytes) -> None:
    """From bytes to verdict with the `pdfium` reader alone: what most reports cost."""
    read_document(document, "report.pdf", _PDFIUM_ALONE)


def default_verdict(document: bytes) -> None:
    """From bytes to verdict with the default readers: doubtful and inconsistent reports are read again by others."""
    read_document(document, "report.pdf", _SETTINGS)


def pdfplumber_tables(document: bytes) -> None:
    """Every page through pdfplumber's extract_tables."""
    with pdfplumber.open(io.BytesIO(document)) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def camelot_tables(document: bytes) -> None:
    """Every page through camelot's lattice."""
    camelot.read_pdf(document, pages="all", flavor="lattice", suppress_stdout=True)


WAYS: dict[str, Callable[[bytes], None]] = {
    _BARE: bare_text,
    "`pdfium` reader, bytes to tables": our_tables,
    _OURS: pdfium_verdict,
    "default readers, bytes to verdict": default_verdict,
    "pdfplumber, extract_tables": pdfplumber_tables,
    _CAMELOT: camelot_tables,
}


def main(arguments: Sequence[str]) -> int:
    """Print Markdown tables for one folder of PDFs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--no-camelot", action="store_true", help="leave out the slowest")
    given = parser.parse_args(arguments)
    files = sorted(given.folder.glob("*.pdf"))
    if not files:
        parser.error(f"no PDFs in {given.folder}")
    documents = [file.read_bytes() for file in files]
    ways = {name: way for name, way in WAYS.items() if not (given.no_camelot and name == _CAMELOT)}
    rounds = [_round(ways, documents) for _ in range(given.rounds + 1)][1:]  # the first one warms up
    _print_ways(ways, rounds, len(documents))
    _print_workers(files, rounds)
    return 0


def _round(ways: dict[str, Callable[[bytes], None]], documents: Sequence[bytes]) -> dict[str, float]:
    """Seconds of processor time that each way takes over all documents."""
    names = list(ways)
    random.shuffle(names)
    return {name: _seconds(time.process_time, _over, ways[name], documents) for name in names}


def _over(way: Callable[[bytes], None], documents: Sequence[bytes]) -> None:
    for document in documents:
        way(document)


def _seconds(clock: Callable[[], float], work: Callable[..., object], *arguments: object) -> float:
    label.cache_clear()
    parse.cache_clear()
    vocabularies.cache_clear()
    started = clock()
    work(*arguments)
    return clock() - started


def _print_ways(ways: dict[str, Callable[[bytes], None]], rounds: Sequence[dict[str, float]], count: int) -> None:
    sys.stdout.write(
        f"{count} documents, medians of {len(rounds)} rounds (smallest to largest ratio in brackets)\n\n"
        f"| way | ms a document | times {_BARE} | times {_OURS} |\n| --- | ---: | ---: | ---: |\n"
    )
    for name in ways:
        milliseconds = median(one[name] for one in rounds) * 1000 / count
        ratios = [_spread([one[name] / one[base] for one in rounds]) for base in (_BARE, _OURS)]
        sys.stdout.write(f"| {name} | {milliseconds:.1f} | {' | '.join(ratios)} |\n")


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def _print_workers(files: Sequence[Path], rounds: Sequence[dict[str, float]]) -> None:
    """What one worker process costs: a part once, for its start, and a part with each document."""
    one = _SETTINGS.model_copy(update={"workers": 1})
    many = list(files) * _REPEATS
    documents = [Document.of(file) for file in files]
    few_seconds = median(_seconds(time.perf_counter, read_all, documents, one) for _ in rounds)
    many_seconds = median(_seconds(time.perf_counter, read_all, documents * _REPEATS, one) for _ in rounds)
    inside = median(_seconds(time.perf_counter, _in_process, many) for _ in rounds) / len(many)
    each = (many_seconds - few_seconds) / (len(many) - len(files))
    sys.stdout.write(
        f"\none worker, {len(many)} documents: start {(few_seconds - each * len(files)) * 1000:.0f} ms, "
        f"then {each * 1000:.2f} ms a document; in one process without workers {inside * 1000:.2f} ms "
        f"(ratio {each / inside:.2f})\n"
    )


def _in_process(files: Sequence[Path]) -> None:
    for file in files:
        read_document(file.read_bytes(), file.name, _SETTINGS)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
