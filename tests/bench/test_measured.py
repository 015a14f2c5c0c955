"""Ratios are those of the same documents, and what is done once is shared among all."""

from itertools import count

import pytest

from bench.measured import only, ratio, rounds, table
from bench.ways import Way

BASE = Way("base", len)
SLOW = Way("slow", len, every=2)
TIMES = {"base": [1.0, 3.0, 1.0, 5.0], "slow": [4.0, 6.0]}


def test_a_way_that_reads_some_documents_only_is_compared_over_these():
    assert ratio(TIMES, SLOW, BASE) == 5.0
    assert ratio(TIMES, BASE, SLOW) == 0.2
    assert ratio(TIMES, BASE, BASE) == 1.0


def test_some_documents_are_compared_by_themselves():
    times = only({"a": [1.0, 9.0, 2.0], "b": [2.0, 1.0, 4.0], "other": [1.0]}, [0, 2], ["a", "b"])
    assert ratio(times, Way("b", len), Way("a", len)) == 2.0


def test_the_table_has_medians_with_the_smallest_and_the_largest_ratio():
    measured = [{"base": [0.001, 0.003], "slow": [own]} for own in (0.002, 0.004, 0.003)]
    assert table(measured, (BASE, SLOW), (BASE,)) == (
        "| way | ms a document | times base |\n| --- | ---: | ---: |\n"
        "| base | 2.0 | 1.00 (1.00 to 1.00) |\n| slow | 3.0 | 3.00 (2.00 to 4.00) |\n"
    )


def test_every_way_reads_every_document_in_each_round_and_the_first_round_does_not_count():
    read = []
    ways = (Way("all", read.append), Way("half", lambda document: read.append(document.upper()), every=2))
    measured = rounds(ways, [b"a", b"b", b"c"], 2)
    assert sorted(read) == sorted(3 * [b"a", b"b", b"c", b"A", b"C"])
    assert [{name: len(seconds) for name, seconds in times.items()} for times in measured] == 2 * [
        {"all": 3, "half": 2}
    ]


def test_what_is_done_once_is_shared_by_the_documents():
    ticks = count()  # the clock goes on by a second each time it is looked at
    kept = []
    (times,) = rounds([Way("written", bytes.upper, after=kept.append)], [b"a", b"b"], 1, lambda: float(next(ticks)))
    assert times == {"written": [pytest.approx(1.5)] * 2}
    assert kept == 2 * [[b"A", b"B"]]
