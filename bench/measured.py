"""Processor time of several ways over the same documents, in one process, side by side; and the ratios, as Markdown."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median

from bench.ways import Way

Times = Mapping[str, Sequence[float]]
"""Seconds for each document that a way has read, by the name of the way. What is done once is shared among them."""


def rounds(
    ways: Sequence[Way], documents: Sequence[bytes], count: int, clock: Callable[[], float] = time.process_time
) -> list[Times]:
    """So many rounds, after one that warms up. Each takes every way once over all documents, in a new order."""
    return [_round(ways, documents, clock) for _ in range(count + 1)][1:]


def _round(ways: Sequence[Way], documents: Sequence[bytes], clock: Callable[[], float]) -> Times:
    mixed = random.sample(list(ways), len(ways))
    return {way.name: _over(way, documents[:: way.every], clock) for way in mixed}


def _over(way: Way, documents: Sequence[bytes], clock: Callable[[], float]) -> list[float]:
    seconds, found = [], []
    for document in documents:
        started = clock()
        found.append(way.read(document))
        seconds.append(clock() - started)
    if way.after is None:
        return seconds
    started = clock()
    way.after(found)
    share = (clock() - started) / len(documents)
    return [own + share for own in seconds]


def ratio(times: Times, way: Way, base: Way) -> float:
    """How many times as long one way takes as another, over the documents that both have read."""
    step = max(way.every, base.every)
    return sum(times[way.name][:: step // way.every]) / sum(times[base.name][:: step // base.every])


def only(times: Times, documents: Iterable[int], ways: Iterable[str]) -> Times:
    """The times of some documents, by their numbers, for ways that have read all."""
    kept = list(documents)
    return {way: [times[way][number] for number in kept] for way in ways}


def table(measured: Sequence[Times], ways: Sequence[Way], bases: Sequence[Way]) -> str:
    """A Markdown table: milliseconds a document, and how many times as long as each of the bases; medians over the
    rounds, of ratios with the smallest and the largest.
    """
    heads = ["way", "ms a document", *(f"times {base.name}" for base in bases)]
    lines = [_line(heads), _line(["---", *(["---:"] * (len(heads) - 1))])]
    for way in ways:
        milliseconds = median(1000 * sum(times[way.name]) / len(times[way.name]) for times in measured)
        spreads = [_spread([ratio(times, way, base) for times in measured]) for base in bases]
        lines.append(_line([way.name, f"{milliseconds:.1f}", *spreads]))
    return "\n".join(lines) + "\n"


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
