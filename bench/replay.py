"""What a build costs besides reading: `python -m bench.replay --count 100000`.

Workers hand back one report's figures under ever new names, so that all else is real: the way to the parent, the
ledger, the dataset. Prints for a tenth of the documents, and for all of them, the seconds, the parent's share of them
in processor time, and its memory.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from random import Random

from corpus import draw, layout
from corpus.facts import random_facts
from corpus.switches import Switches
from pipeline import publish
from pipeline.build import Reading, lacking, ledger_of, publish_all, read_into, unpacked
from pipeline.documents import Document, Given
from pipeline.extract import UnreadableError
from pipeline.report import Report, catalogue, read_document
from pipeline.run import for_each
from pipeline.settings import Settings, load_settings


def given(count: int) -> list[Given]:
    """So many documents that do not exist, in the order of the dataset."""
    names = (f"{number:07d}.pdf" for number in range(count))
    return [Given(hashlib.sha256(name.encode()).hexdigest(), Document(name, name), (name,)) for name in names]


def replayed(one: Given, settings: Settings) -> bytes:
    """The row of a document: always the same report, on a year of its own."""
    report = _report(settings)
    year = 2019 + int(one.document_id[:8], 16) % 7
    own = replace(
        report,
        document_id=one.document_id,
        file_name=one.document.file_name,
        metadata=replace(report.metadata, year=year),
    )
    data: bytes = publish.result([own], catalogue()).serialize().to_pybytes()
    return data


@cache
def _report(settings: Settings) -> Report:
    facts = random_facts(Random(1))  # noqa: S311 - made-up figures
    pdf = draw.render(layout.document(facts), Switches(face="unembedded", bold="unembedded"))
    return read_document(pdf, "report.pdf", settings)[0]


def _lost(one: Given, error: UnreadableError) -> bytes:
    raise RuntimeError(one.document.file_name) from error


def _read(some: Sequence[Given], settings: Settings) -> Reading:
    for one, packed in for_each(some, settings, replayed, _lost):
        yield one, unpacked(packed)


def _stages(documents: Sequence[Given], settings: Settings) -> Iterator[tuple[str, float, float]]:
    with tempfile.TemporaryDirectory() as out:
        place = publish.place_of(out)
        for name, wanted in (("first", documents[:-1]), ("nothing changed", documents[:-1]), ("one more", documents)):
            started, busy = time.monotonic(), time.process_time()
            ledger = ledger_of(out, settings)
            new = lacking(wanted, ledger, settings)
            read_into(ledger, new, settings, _read, lambda *_: None)
            read, read_busy = time.monotonic(), time.process_time()
            publish_all(wanted, place, ledger, settings, None, anew=bool(new))
            yield f"{name}: reading", read - started, read_busy - busy
            yield f"{name}: writing", time.monotonic() - read, time.process_time() - read_busy


def main(arguments: Sequence[str]) -> int:
    """Measure, and print as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    wanted = parser.parse_args(arguments).count
    sys.stdout.write("| documents | stage | seconds | of a core, parent | MiB, parent, so far |\n")
    sys.stdout.write("| ---: | --- | ---: | ---: | ---: |\n")
    for count in (wanted // 10, wanted):
        for name, seconds, busy in _stages(given(count), load_settings()):
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            sys.stdout.write(f"| {count:,} | {name} | {seconds:,.1f} | {busy:,.1f} | {peak:,.0f} |\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
