"""How right the readings are, by kind of document, beside plain scripts over other libraries.

    python -m bench.accuracy --count 200 --seed 1             made-up reports, see corpus/README.md
    python -m bench.accuracy --folder data/samples            documents that have a .truth.json beside them
    python -m bench.accuracy --folder data/samples --reader camelot --no-scripts

A silent error is a report with the verdict verified or inconsistent and a figure wrong, missing or invented. Documents
are read as in a build, in worker processes with limits; seconds are those inside the worker.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import cast, get_args

from rich.console import Console
from rich.progress import track

from bench.plain_scripts import SCRIPTS, figures_of
from bench.score import CERTAIN, Found, Score, found_in
from corpus.made import Group, Made
from pipeline.documents import Document, read_bytes
from pipeline.extract import UnreadableError
from pipeline.run import for_each, read_file, row_of_unreadable
from pipeline.settings import ReaderName, Settings, load_settings

OURS = "gongkai"
_BATCH = 200
_PIXELS = ("scanned", "coarse scan", "garbage text")
"""Groups of documents whose text layer, if there is one, does not say what the pages show."""

Answer = tuple[float, list[Found]]
"""Seconds, and the reports found."""
Scores = Mapping[tuple[str, str], Score]
"""By the name of a lot of documents, and of the way in which they were read."""


def main(arguments: Sequence[str]) -> int:
    """Print Markdown tables and what to look at; 1 where there is a silent error."""
    given = _parser().parse_args(arguments)
    settings = load_settings().model_copy(update={"workers": given.jobs})
    if given.reader:
        settings = settings.model_copy(update={"readers": tuple(given.reader)})
    documents = _in_folder(given.folder) if given.folder else _from_corpus(given)
    total = sum(1 for _ in given.folder.glob("*.truth.json")) if given.folder else given.count
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    remarks: list[str] = []
    console = Console(stderr=True)
    for made in track(_batches(documents), total=-(-total // _BATCH), console=console):
        for remark in _measure(made, settings, scores, () if given.no_scripts else tuple(SCRIPTS)):
            console.print(remark, markup=False, highlight=False, soft_wrap=True)
            remarks.append(remark)
    sys.stdout.write(tables(scores))
    sys.stdout.write("\n" + "".join(f"- {remark}\n" for remark in remarks))
    return int(any(score.silent for score in scores.values()))


def tables(scores: Scores) -> str:
    """The scores as Markdown: how right the readings are, and what the program says of them."""
    lots = sorted({lot for lot, _ in scores})
    ways = list(dict.fromkeys(way for _, way in scores))
    lines = [
        "| documents | read by | number | exactly right | figures right | wrong | missing | invented | s a document |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(_figures_line(lot, way, scores[lot, way]) for lot in lots for way in ways),
        "",
        "| documents | reports | verified | inconsistent | needs review | no tables | unreadable | certain "
        "| silent errors | titles right | issuers right | years right |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(_verdicts_line(lot, scores[lot, OURS]) for lot in lots),
    ]
    return "\n".join(lines) + "\n"


def _figures_line(lot: str, way: str, score: Score) -> str:
    expected = score.right + score.wrong + score.missing
    share = f"{score.right} ({_percent(score.right, expected, 2)})" if expected else "-"
    counts = f"{score.wrong} | {score.missing} | {score.invented}"
    seconds = f"{score.seconds / max(1, score.documents):.2f}"
    return f"| {lot} | {way} | {score.documents} | {score.exact} | {share} | {counts} | {seconds} |"


def _verdicts_line(lot: str, score: Score) -> str:
    verdicts = ("verified", "inconsistent", "needs_review", "no_tables", "unreadable")
    counts = " | ".join(str(score.verdicts[verdict]) for verdict in verdicts)
    certain = _percent(sum(score.verdicts[verdict] for verdict in CERTAIN), score.verdicts.total(), 1)
    known = ("title", "issuer", "year")
    facts = " | ".join(f"{score.facts[name]} of {score.facts_known[name]}" for name in known)
    return f"| {lot} | {score.reports} | {counts} | {certain} | {score.silent} | {facts} |"


def _percent(part: int, whole: int, digits: int) -> str:
    """A share rounded down: 100 % is said of all only."""
    scale = 10**digits
    return f"{100 * scale * part // max(1, whole) / scale:.{digits}f} %"


def _measure(
    documents: Sequence[Made], settings: Settings, scores: dict[tuple[str, str], Score], scripts: Sequence[str]
) -> Iterator[str]:
    """Read documents in every way and count; gives remarks on those that are not read as true."""
    with tempfile.TemporaryDirectory() as folder:
        written = {Document.of(Path(folder) / made.name): made for made in documents}
        for document, made in written.items():
            Path(document.place).write_bytes(made.data)
        for document, (seconds, found) in for_each(list(written), settings, _read, _unreadable):
            made = written[document]
            for lot in _lots(made):
                told = scores[lot, OURS].add(found, made.truths, seconds)
            if told:
                yield f"{', '.join(told)}: {made.name} ({', '.join((made.kind, *made.quirks))})"
        for name in scripts:
            for document, (seconds, found) in for_each(list(written), settings, partial(_run, name), _nothing):
                for lot in _lots(written[document]):
                    scores[lot, name].add(found, written[document].truths, seconds)


def _lots(made: Made) -> tuple[str, ...]:
    """The lines of the tables that a document counts for, under names that sort as they are to be read."""
    if not made.group:  # a folder that does not tell
        return ("all", f"kind: {made.kind}")
    side = "as pixels" if made.group in _PIXELS else "digital"
    return ("all", f"all {side}", f"group: {made.group}", f"kind: {made.kind}")


def _read(document: Document, settings: Settings) -> Answer:
    started = time.perf_counter()
    reports = read_file(document, settings)
    return time.perf_counter() - started, found_in(reports)


def _unreadable(document: Document, error: UnreadableError) -> Answer:
    return 0.0, found_in(row_of_unreadable(document, error))


def _run(script: str, document: Document, settings: Settings) -> Answer:
    started = time.perf_counter()
    found = [Found(figures_of(SCRIPTS[script](read_bytes(document, settings))))]
    return time.perf_counter() - started, found


def _nothing(document: Document, error: UnreadableError) -> Answer:
    """A script that fails on a document has no figures of it."""
    del document, error
    return 0.0, []


def _batches(documents: Iterable[Made]) -> Iterator[list[Made]]:
    rest = iter(documents)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _from_corpus(given: argparse.Namespace) -> Iterator[Made]:
    from corpus.make import made  # needs what a folder of documents does not

    return made(given.seed, given.count, kinds=given.kind, groups=given.group)


def _in_folder(folder: Path) -> Iterator[Made]:
    """Documents with their truth beside them, in the kinds and groups that an index.csv tells."""
    index = folder / "index.csv"
    rows = index.read_text(encoding="utf-8").splitlines() if index.is_file() else []
    known = {row["name"]: row for row in csv.DictReader(rows)}
    for truth in sorted(folder.glob("*.truth.json")):
        truths = json.loads(truth.read_text(encoding="utf-8"))
        for path in sorted(folder.glob(f"{truth.name.removesuffix('.truth.json')}.*")):
            if path.suffix in (".pdf", ".txt"):
                row = known.get(path.name, {"kind": f"{path.suffix[1:]} files", "group": "", "quirks": ""})
                yield Made(
                    path.name,
                    path.read_bytes(),
                    row["kind"],
                    cast(Group, row["group"]),
                    tuple(filter(None, row["quirks"].split("; "))),
                    tuple(truths if isinstance(truths, list) else [truths]),
                )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200, help="how many reports to make")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", action="append", default=[], help="only this kind (several allowed)")
    parser.add_argument("--group", action="append", default=[], choices=get_args(Group), help="only this group")
    parser.add_argument("--folder", type=Path, help="documents with their truth, in place of made-up ones")
    parser.add_argument("--reader", action="append", choices=get_args(ReaderName), help="ask only this reader")
    parser.add_argument("--no-scripts", action="store_true", help="leave the plain scripts out")
    parser.add_argument("--jobs", type=int, default=0, help="documents read at once; 0 means one a core")
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
