"""The verdict on a report, from what one reader, or several that share nothing, made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from itertools import combinations
from typing import Literal

from pipeline.findings import Catalogue, Finding
from pipeline.form import Form, Place
from pipeline.normalize.model import Figure, ReadReport
from pipeline.record import record
from pipeline.statements import load_statements
from pipeline.validate.claims import contradicted
from pipeline.validate.identities import added_up, broken_identities

Verdict = Literal["verified", "inconsistent", "needs_review", "no_tables", "unreadable"]

_BLIND = "hidden_pages"
"""The finding on text that does not say what the page shows."""
_LEFT_OUT = "row_missing"
"""The finding on a row that the report leaves out."""
_OPEN = ("number_doubtful", "not_a_number")
"""The findings on a figure that its pixels left open."""
_ENOUGH = 5
"""A text with so many numbers, but noughts, as the pixels show them, and none otherwise, is that of the page."""


@record
class Reading:
    """What one reader saw in a document: the reports it holds, in order. A reader that sees the pixels knows a blank
    cell from one whose text it failed to find.
    """

    reader: str
    reports: tuple[ReadReport, ...]
    sees_pixels: bool = False


@record
class Judged:
    """A report with its verdict, the reader whose figures it has, and all findings."""

    reader: str
    report: ReadReport
    verdict: Verdict
    findings: tuple[Finding, ...]


@record
class _Assessed:
    """One reader's report with its findings: certain where none of them is a doubt, sound where none is a fault. Blind
    is a reading of text that does not say what the page shows: it proves nothing, and contradicts nothing.
    """

    reader: str
    report: ReadReport
    findings: tuple[Finding, ...]
    doubts: tuple[Finding, ...]
    faults: tuple[Finding, ...]
    sees_pixels: bool

    @property
    def sound(self) -> bool:
        return not self.faults

    @property
    def unproved(self) -> set[str | None]:
        """The tables that the reading does not prove by itself: those with a fault, and, of a reader of text, with
        blank cells, since what it failed to see looks blank too.
        """
        blank = {f.place.table for f in self.report.figures if f.kind == "blank" and not self.sees_pixels}
        return blank | {finding.table for finding in self.faults}

    @property
    def n_tables(self) -> int:
        return len({figure.place.table for figure in self.report.figures})

    @property
    def blind(self) -> bool:
        return any(finding.rule == _BLIND for finding in self.findings)

    @property
    def open(self) -> set[Place]:
        """The places of figures that are in doubt by themselves."""
        return {
            Place(finding.table, finding.row, finding.column)
            for finding in self.findings
            if finding.rule in _OPEN and finding.table and finding.row and finding.column
        }

    @property
    def left_out(self) -> set[tuple[str | None, str | None]]:
        """The rows, each with its table, that the report leaves out."""
        return {(finding.table, finding.row) for finding in self.findings if finding.rule == _LEFT_OUT}

    @property
    def doubtful_places(self) -> Counter[tuple[str, str | None, str | None, str | None]]:
        """What is in doubt, and where; the words that a reader found there may be spaced otherwise by another."""
        return Counter((doubt.rule, doubt.table, doubt.row, doubt.column) for doubt in self.doubts)

    @property
    def values(self) -> dict[Place, tuple[str, float | None]]:
        return {figure.place: (figure.kind, figure.value) for figure in self.report.figures}


def judge(readings: Iterable[Reading], forms: Mapping[str, Form], catalogue: Catalogue) -> list[Judged]:
    """Every report of a document with its verdict. Readings are asked for one by one, and only while there is doubt.

    A reading is accepted when all is certain, no cell is blank, all identities hold and no other reading contradicts
    it; or when two readings are certain and agree figure by figure, in the tables of which one does not suffice: then
    what is blank is blank, and what is at odds is the report, not its reading, unless another saw a number in a row
    that seems to be left out. Of two looks at the same pixels, one settles what the other left open: where both have
    the same figure, or one of them a figure for certain that its sums confirm. So does a hidden text that says what was
    seen everywhere else. Two that have the same figures and doubt the same of them show that the doubt is in the
    report: no third is asked.
    """
    seen: list[list[_Assessed]] = []
    accepted: list[_Assessed | None] = []
    versions: list[list[_Assessed]] = []
    for reading in readings:
        seen.append([_assess(reading, report, forms, catalogue) for report in reading.reports])
        versions = [_versions(seen, index) for index in range(_count(seen))]
        accepted = [_accepted(own, forms) for own in versions]
        if accepted and all(found or _alike(own) for found, own in zip(accepted, versions, strict=True)):
            break
    return [_judged(found) if found else _needs_review(own) for found, own in zip(accepted, versions, strict=True)]


def _assess(reading: Reading, report: ReadReport, forms: Mapping[str, Form], catalogue: Catalogue) -> _Assessed:
    at_odds = contradicted(report.claims, report.figures, load_statements())
    findings = (*report.findings, *broken_identities(report.figures, forms), *at_odds)
    doubts = tuple(finding for finding in findings if catalogue.severity(finding) == "doubt")
    faults = tuple(finding for finding in findings if catalogue.severity(finding) == "fault")
    return _Assessed(reading.reader, report, findings, doubts, faults, reading.sees_pixels)


def _count(seen: Sequence[Sequence[_Assessed]]) -> int:
    """How many reports the document holds, by the reader that saw most. A blind one does not count that saw no more
    tables, in all, than one that is not: it took the parts of a report for several.
    """
    tables = max((_n_tables(reports) for reports in seen if not _blind(reports)), default=0)
    return max((len(reports) for reports in seen if not _blind(reports) or _n_tables(reports) > tables), default=0)


def _blind(reports: Sequence[_Assessed]) -> bool:
    return any(report.blind for report in reports)


def _n_tables(reports: Sequence[_Assessed]) -> int:
    return sum(report.n_tables for report in reports)


def _versions(seen: Sequence[Sequence[_Assessed]], index: int) -> list[_Assessed]:
    """What each reader that saw as many reports as any made of one of them."""
    return [reports[index] for reports in seen if len(reports) == _count(seen)]


def _accepted(versions: Sequence[_Assessed], forms: Mapping[str, Form]) -> _Assessed | None:
    versions = [_looked_at_again(version, versions) for version in versions]
    for k, version in enumerate(versions):
        others = [other for i, other in enumerate(versions) if i != k and not other.blind]
        if version.doubts:
            continue
        if any(_has_figures_in(other, version.left_out) for other in others):
            continue
        if any(not other.doubts and other.values == version.values for other in others):
            return version
        confirmed = added_up(version.report.figures, forms) if version.sound and others else set()
        proved = not version.unproved or any(_proves(other, version) for other in others)
        if proved and not any(_contradicts(other, version, confirmed) for other in others):
            return version
    return None


def _alike(versions: Sequence[_Assessed]) -> bool:
    """Whether two readers that share nothing have the same figures, and the same doubts."""
    return any(
        one.doubts and one.doubtful_places == two.doubtful_places and one.values == two.values
        for one, two in combinations([version for version in versions if not version.sees_pixels], 2)
    )


def _looked_at_again(version: _Assessed, versions: Sequence[_Assessed]) -> _Assessed:
    """A look at the pixels without its doubts about figures that another look has the same, and for certain, or that a
    text has the same that agrees with it.
    """
    if not (version.doubts and version.sees_pixels):
        return version
    values, settled = version.values, dict[Place, str]()
    for other in versions:
        rule = "settled_by_another_look" if other.sees_pixels else "settled_by_text"
        if other.sees_pixels or _agrees(other, version):
            clear = other.values
            same = (place for place in version.open - other.open if clear.get(place) == values[place])
            settled |= dict.fromkeys(same, rule)
    looked_at = {
        finding: Finding(settled[place], *place, found=finding.found)
        for finding in version.doubts
        if finding.rule in _OPEN and finding.table and finding.row and finding.column
        for place in [Place(finding.table, finding.row, finding.column)]
        if place in settled
    }
    findings = tuple(looked_at.get(finding, finding) for finding in version.findings)
    return replace(version, findings=findings, doubts=tuple(one for one in version.doubts if one not in looked_at))


def _agrees(text: _Assessed, look: _Assessed) -> bool:
    """Whether a text that may not say what its page shows has all figures that a look at the pixels is sure of."""
    if not text.blind:
        return False
    told = text.values
    clear = {place: figure for place, figure in look.values.items() if place not in look.open}
    enough = sum(bool(value) for _, value in clear.values()) >= _ENOUGH
    return enough and all(told.get(place) == figure for place, figure in clear.items())


def _contradicts(one: _Assessed, two: _Assessed, confirmed: Set[Place]) -> bool:
    """Whether one reader has another value for a figure than the other, or a figure that the other has not. confirmed:
    places of the other of which a look that left them open says nothing.
    """
    values = two.values
    mute = one.open & confirmed if one.sees_pixels and two.sees_pixels else set()
    return any(values.get(place) != value for place, value in one.values.items() if place not in mute)


def _proves(one: _Assessed, two: _Assessed) -> bool:
    """Whether a reader has the same figures as another, and is in no doubt, in the tables that the other does not prove
    by itself.
    """
    tables = two.unproved
    if any(doubt.table is None or doubt.table in tables for doubt in one.doubts):
        return False
    own, others = (
        {place: value for place, value in version.values.items() if place.table in tables} for version in (one, two)
    )
    return own == others


def _has_figures_in(version: _Assessed, rows: Set[tuple[str | None, str | None]]) -> bool:
    """Whether a reader saw a number, however doubtful, in one of some rows: then no report leaves that one out."""
    return any(kind == "number" and (place.table, place.row) in rows for place, (kind, _) in version.values.items())


def _judged(version: _Assessed) -> Judged:
    verdict: Verdict = "verified" if version.sound else "inconsistent"
    return Judged(version.reader, version.report, verdict, version.findings)


def _needs_review(versions: Sequence[_Assessed]) -> Judged:
    """The least doubtful version of those with most tables, one whose sums hold before others, with what other readers
    saw otherwise; a blind one only where there is no other. Where a table is lost, so are the doubts about its figures.
    """
    best = min(versions, key=lambda own: (own.blind, -own.n_tables, len(own.doubts), not own.sound))
    findings = list(best.findings)
    for other in versions:
        if other is not best:
            findings += _differences(best, other)
    if not best.doubts and len(findings) == len(best.findings):
        findings.append(Finding("not_confirmed"))
    return Judged(best.reader, _with_numbers(best, versions), "needs_review", tuple(findings))


def _with_numbers(best: _Assessed, versions: Sequence[_Assessed]) -> ReadReport:
    """The report of a look at the pixels, with the numbers of a text that agrees with it for those that it left open,
    or of another look where that saw one and this one none.
    """
    others = [version for version in versions if best.sees_pixels and version.sees_pixels]
    texts = [version for version in versions if best.sees_pixels and _agrees(version, best)]
    seen, told = (
        {f.place: f for version in own for f in version.report.figures if f.kind == "number"} for own in (others, texts)
    )
    opened = best.open

    def better(figure: Figure) -> Figure:
        if figure.place in opened and figure.place in told:
            text = told[figure.place]
            return replace(figure, kind=text.kind, value=text.value, printed=text.printed)
        return seen.get(figure.place, figure) if figure.kind == "not_a_number" else figure

    return replace(best.report, figures=tuple(map(better, best.report.figures)))


def _differences(best: _Assessed, other: _Assessed) -> list[Finding]:
    printed = {figure.place: figure.printed for figure in best.report.figures}
    values = best.values
    return [
        Finding(
            "readers_disagree",
            *figure.place,
            expected=printed.get(figure.place, ""),
            found=figure.printed,
            detail=f"{best.reader}, {other.reader}",
        )
        for figure in other.report.figures
        if values.get(figure.place) != (figure.kind, figure.value)
    ]
