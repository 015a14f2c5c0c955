"""From Tables to figures: labels, numbers, and the place of each in the form.

The door of this room: `normalize`, which gives every report that a document holds, and the types in `model`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from pipeline.extract import Extraction
from pipeline.extract.model import Damage, with_turns
from pipeline.findings import Finding
from pipeline.form import Forms, Place
from pipeline.normalize.align import AlignedTable, align
from pipeline.normalize.cells import figures
from pipeline.normalize.characters import simplified
from pipeline.normalize.headers import Section, is_value, sections
from pipeline.normalize.labels import Vocabulary, vocabularies
from pipeline.normalize.metadata import read_metadata
from pipeline.normalize.model import Figure, Metadata, ReadReport
from pipeline.normalize.parts import prose_of, with_framed
from pipeline.normalize.prose import claims
from pipeline.normalize.surroundings import surroundings
from pipeline.statements import load_statements

__all__ = ["Figure", "Metadata", "Place", "ReadReport", "names_the_form", "normalize"]

_FORM_OF_REPORT = "applications"
_NAMED = 6
"""A text that holds so many different labels of one table of the form, of columns too, speaks of it: a guide to what is
disclosed names as many of its rows.
"""


def normalize(extraction: Extraction, forms: Forms, file_name: str) -> tuple[ReadReport, ...]:
    """Every report in a document as one reader saw it; none where none of the form's tables is there."""
    known = vocabularies(forms)
    around = surroundings(extraction)
    found = sections(extraction.tables, known.values())
    elsewhere = partial(_elsewhere, extraction, found)
    of_reports = []
    for parts in _by_report(found, list(known)):
        aligned = [table for own in parts.values() if (table := align(own, around, elsewhere)) is not None]
        if aligned:
            of_reports.append((aligned, {section.table_index for own in parts.values() for section in own}))
    reports: list[ReadReport] = []
    headers = {section.table_index: section.header_row for section in reversed(found)}
    upright = with_turns(extraction, (turn.back for turn in extraction.turned))
    proses = prose_of(with_framed(upright, headers), [own for _, own in of_reports])
    for (aligned, tables), prose in zip(of_reports, proses, strict=True):
        told = read_metadata(prose, file_name, first=not reports, seen_pages=extraction.seen_pages)
        report = _report(aligned, forms, known, told)
        said = claims(prose.text, report.metadata.year, load_statements())
        report = replace(report, findings=(*report.findings, *_figures_outside(extraction, tables)), claims=said)
        reports.append(_with_hidden(_with_damage(report, extraction.damage), extraction, tables))
    return tuple(reports)


def _figures_outside(extraction: Extraction, tables: set[int]) -> list[Finding]:
    """Lines right below the tables that hold nothing but figures: the edge of a page may have cut them off."""
    return [
        Finding("figures_outside", found=line.text)
        for line in extraction.lines
        if not line.furniture and all(is_value(part) for part in line.text.split()) and line.below in tables
    ]


def _with_damage(report: ReadReport, damage: Damage) -> ReadReport:
    """The report with a doubt where the file may have lost text: its pages are broken, or it is broken otherwise and
    cells are blank.
    """
    blank = any(figure.kind == "blank" for figure in report.figures)
    if damage == "content" or (damage == "structure" and blank):
        return replace(report, findings=(*report.findings, Finding("damaged")))
    return report


def _with_hidden(report: ReadReport, extraction: Extraction, tables: set[int]) -> ReadReport:
    """The report with a doubt where its tables stand on pages whose text is not what they show."""
    pages = {page for index in tables for page in extraction.tables[index].pages} & set(extraction.hidden_pages)
    if not pages:
        return report
    found = ", ".join(map(str, sorted(pages)))
    return replace(report, findings=(*report.findings, Finding("hidden_pages", found=found)))


def names_the_form(extraction: Extraction, forms: Forms) -> bool:
    """Whether the text of a document holds enough of the form's labels that its tables should be there."""
    cells = (cell.text for table in extraction.tables for cell in table.cells)
    text = simplified(re.sub(r"\s+", "", "".join((*(line.text for line in extraction.lines), *cells))))
    return any(
        sum(1 for core in vocabulary.cores if core in text) >= min(_NAMED, len(vocabulary.cores))
        and any(core in text for core in vocabulary.column_cores)
        for vocabulary in vocabularies(forms).values()
    )


def _by_report(found: Sequence[Section], order: list[str]) -> list[dict[str, list[Section]]]:
    """Sections by report and table: a new report begins with a table that the form has before one that has come."""
    reports: list[dict[str, list[Section]]] = []
    for section in found:
        code = section.vocabulary.table
        own = reports[-1] if reports else None
        if own is None or any(order.index(other) > order.index(code) for other in own):
            own = {}
            reports.append(own)
        own.setdefault(code, []).append(section)
    return reports


def _report(
    aligned: Sequence[AlignedTable],
    forms: Forms,
    known: Mapping[str, Vocabulary],
    metadata: tuple[Metadata, list[Finding]],
) -> ReadReport:
    facts, findings = metadata
    by_table = {table.vocabulary.table: table for table in aligned}
    default = _default_form(aligned, forms, facts.year)
    placed: list[Figure] = []
    for code in known:
        table = by_table.get(code)
        if table is None:
            findings.append(Finding("table_missing", code))
            continue
        found = figures(table, table.form or default)
        placed += found.figures
        findings += [*table.findings, *found.findings]
    matrix = by_table.get(_FORM_OF_REPORT)
    return ReadReport(facts, (matrix.form if matrix else None) or default, tuple(placed), tuple(findings))


def _default_form(aligned: Sequence[AlignedTable], forms: Forms, year: int | None) -> str:
    """The form of tables that do not tell it themselves: the matrix's, or another's, or what the year prescribes."""
    matrix_first = sorted(aligned, key=lambda table: table.vocabulary.table != _FORM_OF_REPORT)
    told = [table.form for table in matrix_first if table.form]
    if told:
        return told[0]
    if year is not None:
        return next((code for code, form in forms.items() if form.covers(year)), next(iter(forms)))
    return next(iter(forms))


def _elsewhere(extraction: Extraction, found: Sequence[Section]) -> list[str]:
    """The texts of lines, of cells that stand neither in a header of the form nor under one, and of those that hold a
    label and its figure in one, since no line parts them.
    """
    covered = {(own.table_index, row) for own in found for row in range(own.header_row, own.end_row)}
    return [line.text for line in extraction.lines] + [
        cell.text
        for index, table in enumerate(extraction.tables)
        for cell in table.cells
        if (index, cell.row) not in covered or (cell.text[-1:].isdigit() and not is_value(cell.text))
    ]
