"""How right the readings are: each reader alone and the default chain, against truth files.

    python -m bench.accuracy data/samples            every document that has a .truth.json beside it
    python -m bench.accuracy --random 200            made-up reports, drawn at random, that nothing was tuned on

A silent error is a report with the verdict verified or inconsistent and a figure wrong, missing or invented.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, get_args

from corpus import draw, layout
from corpus.facts import MATRIX, Facts, random_facts, with_values
from corpus.switches import Break, Lines, Switches, Vertical
from corpus.truth import truth
from pipeline.report import Report, read_document
from pipeline.settings import Settings, load_settings

CHAINS: dict[str, tuple[str, ...]] = {
    "pdfium": ("pdfium",),
    "pdfplumber": ("pdfplumber",),
    "camelot": ("camelot",),
    "text": ("text",),
    "default chain": load_settings().readers,
}
_RULED = [lines for lines in get_args(Lines) if lines != "none"]

Place = tuple[str, str, str]
Document = tuple[str, bytes, dict[str, Any]]


@dataclass
class Score:
    """What one chain of readers made of all documents."""

    documents: int = 0
    right: int = 0
    wrong: int = 0
    missing: int = 0
    invented: int = 0
    silent: int = 0
    verdict_as_true: int = 0
    verdict_known: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)

    def add(self, reports: Sequence[Report], known: dict[str, Any]) -> None:
        """Compare a document's one report with its truth."""
        expected = _flat(known)
        found: dict[Place, float | None] = {
            (f.place.table, f.place.row, f.place.column): f.value for report in reports[:1] for f in report.figures
        }
        wrong = sum(1 for place in expected.keys() & found.keys() if expected[place] != found[place])
        missing, invented = len(expected.keys() - found.keys()), len(found.keys() - expected.keys())
        verdict = reports[0].verdict
        self.documents += 1
        self.right += len(expected) - wrong - missing
        self.wrong, self.missing, self.invented = self.wrong + wrong, self.missing + missing, self.invented + invented
        self.silent += verdict in ("verified", "inconsistent") and bool(wrong or missing or invented)
        self.verdicts[verdict] += 1
        if "verdict" in known:
            self.verdict_known += 1
            self.verdict_as_true += verdict == known["verdict"]

    def line(self, name: str) -> str:
        """The score as a line of a Markdown table."""
        verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(self.verdicts.items()))
        figures = f"{self.right} | {self.wrong} | {self.missing} | {self.invented}"
        as_true = f"{self.verdict_as_true} of {self.verdict_known}" if self.verdict_known else "not known"
        return f"| {name} | {self.documents} | {figures} | {verdicts} | {as_true} | {self.silent} |\n"


def main(arguments: Sequence[str]) -> int:
    """Print a Markdown table for the folders named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--random", type=int, default=0, metavar="N", help="draw so many reports besides")
    parser.add_argument("--seed", type=int, default=1, help="the first of the N seeds")
    parser.add_argument("--chain", action="append", choices=CHAINS, help="measure only this one (several allowed)")
    given = parser.parse_args(arguments)
    wanted = given.chain or list(CHAINS)
    scores = {name: Score() for name in wanted}
    for name, data, known in (*_from(given.folders), *_drawn(given.random, given.seed)):
        for chain, score in scores.items():
            if (chain == "text") == name.endswith(".txt") or chain == "default chain":
                score.add(read_document(data, name, _settings(chain)), known)
    sys.stdout.write(
        "| readers | documents | right | wrong | missing | invented | verdicts | verdict as true | silent errors |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: |\n"
    )
    sys.stdout.writelines(score.line(name) for name, score in scores.items() if score.documents)
    return 0


def _settings(chain: str) -> Settings:
    return load_settings().model_copy(update={"readers": CHAINS[chain]})


def _flat(known: dict[str, Any]) -> dict[Place, float | None]:
    return {
        (table, row, column): value
        for table, rows in known["figures"].items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }


def _from(folders: Sequence[Path]) -> Iterator[Document]:
    for folder in folders:
        for file in sorted(folder.glob("*.truth.json")):
            known = json.loads(file.read_text(encoding="utf-8"))
            for suffix in (".pdf", ".txt"):
                path = file.with_name(file.name.removesuffix(".truth.json") + suffix)
                if path.is_file():
                    yield path.name, path.read_bytes(), known


def _drawn(count: int, first: int) -> Iterator[Document]:
    for seed in range(first, first + count):
        chance = Random(seed)  # noqa: S311 - the same reports for the same seed
        facts = random_facts(chance, chance.choice(["2021", "2021", "2019"]))
        if chance.random() < 0.2:
            facts = _broken(chance, facts)
        pdf = draw.render(layout.document(facts), _switches(chance, facts))
        yield f"random-{seed}.pdf", pdf, truth(facts)


def _broken(chance: Random, facts: Facts) -> Facts:
    """The facts with one figure of the matrix raised, so that sums no longer hold."""
    row = chance.choice(list(facts.figures[MATRIX]))
    column = chance.choice(list(facts.figures[MATRIX][row]))
    value = (facts.figures[MATRIX][row][column] or 0) + chance.randint(1, 9)
    return with_values(facts, {(MATRIX, row, column): value})


def _switches(chance: Random, facts: Facts) -> Switches:
    """Ruled tables, in any of the ways in which the corpus rules and breaks them."""
    row = chance.choice(list(facts.figures[MATRIX])[2:])
    breaks = {MATRIX: Break(row, lines=chance.choice([0, 0, 1]))} if chance.random() < 0.5 else {}
    vertical: Vertical = chance.choice(get_args(Vertical))
    return Switches(
        lines=chance.choice(_RULED),
        line_width=chance.choice([0.4, 0.5, 0.75, 1.0]),
        vertical=vertical,
        split_rows=chance.random() < 0.5,
        repeat_header=chance.random() < 0.4,
        breaks=breaks,
        running_head=chance.random() < 0.3,
        page_numbers=chance.random() < 0.8,
        face="unembedded",
        bold="unembedded",
        prose_size=chance.choice([12.0, 14.0, 16.0]),
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
