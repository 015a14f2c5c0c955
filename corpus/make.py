"""Makes a corpus: `python -m corpus.make --count 2000 --seed 7 --out DIR`.

Writes each document, a truth file beside it (NAME.truth.json: a list, what is true of each report in the document), and
an index.csv: name, kind, group, quirks, reports.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

from corpus.browser import MissingBrowserError
from corpus.fonts import MissingFontError
from corpus.kinds import Plan, chosen, plan
from corpus.made import Group, Made
from corpus.press import Press
from corpus.recipes import KINDS
from corpus.word import MissingWordProcessorError

BATCH = 40
"""Documents that are rendered together."""


def made(
    seed: int, count: int, *, kinds: Sequence[str] = (), groups: Sequence[str] = (), first: int = 0
) -> Iterator[Made]:
    """So many documents of the kinds and groups named, from number `first` on; of all kinds where none is named.

    The same arguments give the same bytes on one machine. Raises KeyError for a kind that does not exist, and
    MissingFontError, MissingWordProcessorError or MissingBrowserError where something needed is not installed.
    """
    recipes = chosen(kinds, groups)
    with Press() as press:
        for start in range(first, first + count, BATCH):
            numbers = range(start, min(start + BATCH, first + count))
            yield from finished([plan(seed, number, recipes) for number in numbers], press)


def finished(plans: Sequence[Plan], press: Press) -> Iterator[Made]:
    """The documents of plans, rendered together."""
    pdfs = iter(press.printed([job for one in plans for job in one.jobs]))
    for one in plans:
        data = one.finish([next(pdfs) for _ in one.jobs])
        yield Made(one.name, data, one.kind, one.group, one.quirks, one.truths)


def main(arguments: Sequence[str]) -> int:
    """Write a corpus; 1 where a program or typeface is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="the number of the first document")
    parser.add_argument("--kind", action="append", default=[], choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--group", action="append", default=[], choices=get_args(Group))
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    documents = made(given.seed, given.count, kinds=given.kind, groups=given.group, first=given.first)
    try:
        written = _write(documents, given.out)
    except (MissingFontError, MissingWordProcessorError, MissingBrowserError) as error:
        sys.stderr.write(f"the corpus was not made: {error}\n")
        return 1
    sys.stdout.write(f"{written} documents in {given.out}\n")
    return 0


def _write(documents: Iterator[Made], folder: Path) -> int:
    written = 0
    with (folder / "index.csv").open("w", encoding="utf-8", newline="") as file:
        index = csv.writer(file, lineterminator="\n")
        index.writerow(["name", "kind", "group", "quirks", "reports"])
        for one in documents:
            (folder / one.name).write_bytes(one.data)
            truths = json.dumps(one.truths, ensure_ascii=False, indent=1) + "\n"
            (folder / f"{Path(one.name).stem}.truth.json").write_text(truths, encoding="utf-8")
            index.writerow([one.name, one.kind, one.group, "; ".join(one.quirks), len(one.truths)])
            written += 1
    return written


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
