"""Counts how right readings are: figures, verdicts, silent errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.report import Report

Place = tuple[str, str, str]
Values = Mapping[Place, float | None]
CERTAIN = ("verified", "inconsistent")


@dataclass(frozen=True)
class Found:
    """One report as it was read; a plain script gives no verdict, and looks for no title."""

    figures: Values
    verdict: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Differences:
    """How the figures of one report compare with the truth."""

    right: int
    wrong: int
    missing: int
    invented: int

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self.wrong or self.missing or self.invented)


@dataclass
class Score:
    """What one way of reading made of some documents."""

    documents: int = 0
    right: int = 0
    wrong: int = 0
    missing: int = 0
    invented: int = 0
    seconds: float = 0.0
    silent: int = 0
    exact: int = 0
    facts: Counter[str] = field(default_factory=Counter)
    facts_known: Counter[str] = field(default_factory=Counter)
    reports: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)

    def add(self, found: Sequence[Found], truths: Sequence[Mapping[str, Any]], seconds: float) -> list[str]:
        """Count one document; gives what is to be said of it: `silent error`, `not as true`.

        found: the reports read, in order, none where the document could not be read; truths: those that it holds.
        """
        compared = [_compared(found, truths, i) for i in range(max(len(found), len(truths)))]
        self.documents += 1
        self.seconds += seconds
        self.right += sum(one.right for one in compared)
        self.wrong += sum(one.wrong for one in compared)
        self.missing += sum(one.missing for one in compared)
        self.invented += sum(one.invented for one in compared)
        self.exact += not any(one.any for one in compared)
        self.verdicts.update(report.verdict for report in found if report.verdict)
        self._count_facts(found, truths)
        silent = _silent(found, compared)
        self.silent += silent
        verdicts_as_true = all(
            truth.get("verdict") in (None, report.verdict) for truth, report in zip(truths, found, strict=False)
        )
        as_true = verdicts_as_true and not any(one.any for one in compared)
        return ["silent error"] * silent + ["not as true"] * (not as_true)

    def _count_facts(self, found: Sequence[Found], truths: Sequence[Mapping[str, Any]]) -> None:
        self.reports += len(truths)
        for i, truth in enumerate(truths):
            told = [name for name in ("title", "issuer", "year") if name in truth]
            facts = found[i].facts if i < len(found) else {}
            self.facts_known.update(told)
            self.facts.update(name for name in told if _bare(truth[name]) == _bare(facts.get(name)))


def _bare(fact: object) -> object:
    """A fact without white space, as the dataset has titles."""
    return "".join(fact.split()) if isinstance(fact, str) else fact


def found_in(reports: Sequence[Report]) -> list[Found]:
    """What the pipeline made of a document."""
    return [
        Found(
            {(*figure.place,): figure.value for figure in report.figures},
            report.verdict,
            {"title": report.metadata.title, "issuer": report.metadata.issuer, "year": report.metadata.year},
        )
        for report in reports
    ]


def values_of(truth: Mapping[str, Any]) -> dict[Place, float | None]:
    """The figures of a truth file by place."""
    return {
        (table, row, column): value
        for table, rows in truth["figures"].items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }


def _compared(found: Sequence[Found], truths: Sequence[Mapping[str, Any]], index: int) -> Differences:
    expected = values_of(truths[index]) if index < len(truths) else {}
    values = found[index].figures if index < len(found) else {}
    both = expected.keys() & values.keys()
    wrong = sum(1 for place in both if expected[place] != values[place])
    return Differences(
        len(both) - wrong, wrong, len(expected.keys() - values.keys()), len(values.keys() - expected.keys())
    )


def _silent(found: Sequence[Found], compared: Sequence[Differences]) -> bool:
    """Whether a report that is called certain is not right, or one is not there and no other is doubted."""
    certain = [report.verdict in CERTAIN for report in found]
    wrong = any(sure and one.any for sure, one in zip(certain, compared, strict=False))
    lost = any(one.any for one in compared[len(found) :]) and bool(certain) and all(certain)
    return wrong or lost
