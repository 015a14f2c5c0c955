"""What reading costs, as ratios that are measured in one run, beside PDFium's bare text and other libraries.

    python -m bench.performance                       print every section
    python -m bench.performance --write               … and put each into docs/performance.md, between its marks
    python -m bench.performance --section digital --rounds 3 --count 24

The documents are made by the corpus (corpus/README.md), so LibreOffice, Chromium and CJK fonts are needed. A section is
a function that measures and gives Markdown; its marks in the page are `<!-- bench: name -->` and `<!-- end: name -->`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.measured import Times, only, ratio, rounds, table
from bench.score import CERTAIN
from bench.ways import DIGITAL, PDFPLUMBER, SCANS, TEXT, WHOLE, Way, all_readers
from corpus.made import Made
from corpus.make import made
from corpus.recipes import KINDS
from pipeline.report import Report
from pipeline.validate import Verdict

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
_BROKEN = 12
"""One report of so many breaks an identity, and so asks for a second reader."""
_SCANS = 6
"""One scan is measured for so many digital documents: each takes as long as a hundred of these."""
_OTHERS = ("blanks", "blank form", "broken numbers", "overlays", "two reports", "two reports in one text", "wrong sums")
"""Kinds of digital reports that are left out: those that ask for another reader by what they are, and for pixels; and
files of two reports.
"""
SOUND = tuple(kind for kind, recipe in KINDS.items() if recipe.group == "ruled" and kind not in _OTHERS)


class Given(NamedTuple):
    """What a run was asked for: rounds, documents, and the seed of the corpus."""

    rounds: int
    documents: int
    seed: int


def digital(given: Given) -> str:
    """One digital report, from bytes to its share of a dataset."""
    documents = [one.data for one in digital_corpus(given.documents, given.seed)]
    told: dict[bytes, Verdict] = {}
    ways = [_noting(way, told) if way.name == WHOLE else way for way in DIGITAL]
    measured = rounds(ways, documents, given.rounds)
    text, whole, pdfplumber = (next(way for way in DIGITAL if way.name == name) for name in (TEXT, WHOLE, PDFPLUMBER))
    verdicts = [told[document] for document in documents]
    certain = [index for index, verdict in enumerate(verdicts) if verdict in CERTAIN]
    of_certain = [only(times, certain, (text.name, whole.name, pdfplumber.name)) for times in measured]
    return (
        f"{table(measured, DIGITAL, (text, whole))}\n{len(documents)} documents; medians of {given.rounds} rounds, "
        f"the smallest and the largest ratio in brackets.\n\n"
        f"{_compared('All of them', measured, text, whole, pdfplumber)}"
        f"{_compared(f'The {len(certain)} that are verified or inconsistent', of_certain, text, whole, pdfplumber)}"
        f"- {verdicts.count('inconsistent')} are inconsistent, {len(documents) - len(certain)} need review.\n"
    )


def _noting(way: Way, told: dict[bytes, Verdict]) -> Way:
    """A way that is to read with the default readers, and that notes the verdict on each document besides."""

    def read(document: bytes) -> tuple[Report, ...]:
        reports = all_readers(document)
        told[document] = reports[0].verdict
        return reports

    return way._replace(read=read)


def _compared(lot: str, measured: Sequence[Times], text: Way, whole: Way, pdfplumber: Way) -> str:
    of_text = median(ratio(times, whole, text) for times in measured)
    of_pdfplumber = median(ratio(times, pdfplumber, whole) for times in measured)
    return (
        f"- {lot}: a report costs {of_text:.2f} times what PDFium needs for its text, and pdfplumber's tables "
        f"{of_pdfplumber:.1f} times a report.\n"
    )


def scans(given: Given) -> str:
    """One report that is only to be read from its pixels, from bytes to verdict, beside RapidOCR over whole pages."""
    documents = [one.data for one in scanned_corpus(max(1, given.documents // _SCANS), given.seed)]
    whole, read = SCANS
    told: dict[bytes, Verdict] = {}
    measured = rounds((whole, _noting(read, told)), documents, max(1, given.rounds // 3))
    ratios = [ratio(times, read, whole) for times in measured]
    each = [ratio(only(measured[0], [index], (whole.name, read.name)), read, whole) for index in range(len(documents))]
    return (
        f"{table(measured, SCANS, (whole,))}\n{len(documents)} documents; medians of {len(measured)} rounds, "
        f"the smallest and the largest ratio in brackets.\n\n"
        f"- A report costs {median(ratios):.2f} times what RapidOCR needs for its pages; document by document "
        f"{min(each):.2f} to {max(each):.2f} times, half of them at most {median(each):.2f}.\n"
        f"- {sum(told[document] in CERTAIN for document in documents)} of {len(documents)} are certain.\n"
    )


SECTIONS: dict[str, Callable[[Given], str]] = {"digital": digital, "scans": scans}
"""What can be measured, by the name that stands in the page's marks."""


def digital_corpus(count: int, seed: int) -> Iterator[Made]:
    """So many digital reports, the same for the same seed, one of twelve with sums that do not hold."""
    broken = count // _BROKEN
    yield from made(seed, count - broken, kinds=SOUND)
    yield from made(seed, broken, kinds=("wrong sums",))


def scanned_corpus(count: int, seed: int) -> Iterator[Made]:
    """So many documents that are only to be read from their pixels, the same for the same seed."""
    yield from made(seed, count, groups=("scanned", "garbage text"))


def put(page: str, name: str, text: str) -> str:
    """The page with a text between the marks of a section. Raises ValueError where it has no such marks."""
    begin, end = f"<!-- bench: {name} -->", f"<!-- end: {name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"no marks for the section {name}")
    return pattern.sub(lambda _: f"{begin}\n{text}{end}", page)


def main(arguments: Sequence[str]) -> int:
    """Print the sections as Markdown, and put them into the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--section", action="append", choices=SECTIONS, help="only this one")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--count", type=int, default=48, help="documents of the corpus")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--write", action="store_true", help=f"put the results into {PAGE.name}")
    given = parser.parse_args(arguments)
    for name in given.section or SECTIONS:
        text = SECTIONS[name](Given(given.rounds, given.count, given.seed))
        sys.stdout.write(f"## {name}\n\n{text}\n")
        if given.write:
            PAGE.write_text(put(PAGE.read_text(encoding="utf-8"), name, text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
