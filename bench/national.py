"""A simulated year, built for real: `make national COUNT=20000`, or `python -m bench.national --count 20000 --write`.

Makes an archive of so many made-up reports (see `nation`), builds it, builds it again, and once more with one new
report; then a small lot of scans. Prints what that took, and what a nation would take by the same measure, as Markdown;
--write puts it into docs/scale.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.nation import DIGITAL, SCANNED, SCANNED_SHARE, fill
from pipeline.fetch.archive import Archive

NATION = 120_000
"""Reports a year: an assumption. Some 2,800 counties have about 30 bodies each that report, and cities more."""
_SEED = 2024
_PAGE = Path(__file__).parent.parent / "docs" / "scale.md"
_BEGIN, _END = "<!-- written by make national -->\n", "<!-- end -->\n"


@dataclass(frozen=True, slots=True)
class Run:
    """One build: what it says of itself, its seconds from start to end, the most memory of its processes in MiB."""

    facts: dict[str, Any]
    seconds: float
    parent: float
    worker: float


def built(archive: Path, out: Path, *options: str) -> Run:
    """Build as a user does, in a process of its own. Raises CalledProcessError where that fails."""
    command = [sys.executable, "-m", "pipeline.cli", "build", str(archive), "--out", str(out), "--json", *options]
    started = time.monotonic()
    worker = parent = 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own command
        while process.poll() is None:
            parent = max(parent, _peak(process.pid))
            worker = max([worker, *map(_peak, _children(process.pid))])
            time.sleep(0.2)
        told = process.stdout.read() if process.stdout else ""
    seconds = time.monotonic() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(json.loads(told), seconds, parent, worker)


def _peak(process: int) -> float:
    """The most memory that a process had so far, in MiB; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def _children(process: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += map(int, task.read_text(encoding="utf-8").split())
        except OSError:  # the thread is gone
            continue
    return found


def workers_ratio(archive: Path, folder: Path, rounds: int) -> list[tuple[float, float]]:
    """How many times as fast two workers are as one, and two builds by one worker each as one after the other.

    One pair a round; every build reads the whole archive anew. The builds beside each other share nothing but the
    machine: what they fall short of 2 no program gains by working in parallel.
    """
    ratios = []
    for number in range(rounds):
        seconds = {}
        for many in ((1, 2, 0), (0, 2, 1))[number % 2]:
            with tempfile.TemporaryDirectory(dir=folder) as out:
                seconds[many] = _seconds(archive, Path(out), workers=many) if many else _beside(archive, Path(out))
        ratios.append((seconds[1] / seconds[2], 2 * seconds[1] / seconds[0]))
    return ratios


def _seconds(archive: Path, out: Path, *, workers: int = 1) -> float:
    return built(archive, out, "--workers", str(workers)).seconds


def _beside(archive: Path, folder: Path) -> float:
    """Seconds until two builds are done that run at the same time."""
    started = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(_seconds, archive, folder / name) for name in ("one", "other")]:
            done.result()
    return time.monotonic() - started


def main(arguments: list[str]) -> int:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--scans", type=int, default=40)
    parser.add_argument(
        "--ratio", type=int, default=2000, metavar="N", help="reports by which two workers are compared with one"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path("data/interim/nation"))
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    lots = {"digital": (given.count, DIGITAL), "scans": (given.scans, SCANNED), "few": (given.ratio, DIGITAL)}
    for name, (count, mixture) in lots.items():
        seed = _SEED + list(lots).index(name)
        fill(Archive(given.folder / name), count, seed=seed, mixture=mixture, workers=os.cpu_count() or 1)
    load = [os.getloadavg()[0]]
    out = given.folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    first = built(given.folder / "digital", out)
    load.append(os.getloadavg()[0])
    again = built(given.folder / "digital", out)
    documents = first.facts["documents"]
    fill(Archive(given.folder / "digital"), documents + 1, seed=_SEED, mixture=DIGITAL, workers=1)
    more = built(given.folder / "digital", out)
    with tempfile.TemporaryDirectory(dir=given.folder) as other:
        scans = built(given.folder / "scans", Path(other))
    ratios = workers_ratio(given.folder / "few", given.folder, given.rounds)
    size = sum(path.stat().st_size for path in (out / ".ledger").rglob("*.parquet"))
    text = told(first, again, more, scans, ratios=ratios, load=load, size=size, few=given.ratio)
    sys.stdout.write(text)
    if given.write:
        page = _PAGE.read_text(encoding="utf-8")
        before, after = page.split(_BEGIN)[0], page.split(_END, 1)[1]
        _PAGE.write_text(f"{before}{_BEGIN}{text}{_END}{after}", encoding="utf-8")
    return 0


def told(
    first: Run,
    again: Run,
    more: Run,
    scans: Run,
    *,
    ratios: list[tuple[float, float]],
    load: list[float],
    size: int,
    few: int,
) -> str:
    """The section of docs/scale.md. few: the reports by which workers were compared; size: of the ledger, in bytes."""
    documents, cores = first.facts["documents"], len(os.sched_getaffinity(0))
    digital, scanned = first.seconds / documents, scans.seconds / scans.facts["documents"]
    texts, images = NATION * (1 - SCANNED_SHARE) * digital / 3600, NATION * SCANNED_SHARE * scanned / 3600
    kinds = ", ".join(f"{kind} {weight:g} %" for kind, weight in DIGITAL.items())
    rows = [("first build", first), ("again, nothing changed", again), ("again, one new report", more)]
    rows.append((f"first build of {scans.facts['documents']} scans", scans))
    table = "\n".join(
        f"| {name} | {run.facts['documents']:,} | {run.facts['read']:,} | {run.seconds:,.1f} | "
        f"{run.facts['read'] / run.seconds:,.1f} | {run.parent:,.0f} | {run.worker:,.0f} |"
        for name, run in rows
    )
    verdicts = ", ".join(f"{name} {count:,}" for name, count in first.facts["verdicts"].items())
    shown, apart = (", ".join(f"{ratio:.2f}" for ratio in sorted(kind)) for kind in zip(*ratios, strict=True))
    return f"""
{documents:,} distinct reports with text and {scans.facts["documents"]} scans, made by `corpus/`, in an archive
on a local disk; {cores} cores, as many workers. The load of the machine was {load[0]:.1f} before the first build and
{load[1]:.1f} after it; with nothing else running it is near 0 and {cores}. Kinds: {kinds}.
How many of which kind a nation has is an assumption.

| run | documents | read | seconds | read a second | MiB, parent | MiB, largest worker |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
{table}

- Verdicts of the first build: {verdicts}; {first.facts["figures"]:,} figures, {first.facts["findings"]:,} findings.
- Two workers against one, over {few} reports, start to end, in {len(ratios)} rounds: {shown} times as fast.
  Two builds beside each other, each with a worker of its own and nothing shared but the machine: {apart} times.
- The ledger takes {size / documents / 1024:,.1f} KiB a document.
- Extrapolated from these seconds: a nation of {NATION:,} reports a year, {SCANNED_SHARE:.0%} of them scans (both
  assumed), takes {texts:,.1f} hours for those with text and {images:,.1f} hours for the scans on such a machine under
  such a load: {(texts + images) * cores:,.0f} hours of one core, on a cluster that divided by its cores.

"""


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
