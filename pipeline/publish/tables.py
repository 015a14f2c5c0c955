"""Reports as the rows of the dataset's three tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.documents import Origin
from pipeline.findings import Catalogue
from pipeline.publish.schema import arrow_schema
from pipeline.report import Report

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dataset:
    """The three tables, rows in a fixed order: by file name, document, report, and then as the form has them."""

    figures: pa.Table
    reports: pa.Table
    findings: pa.Table


def tables_of(reports: Iterable[Report], catalogue: Catalogue) -> Dataset:
    """The tables for a set of reports, whatever order they come in."""
    ordered = sorted(reports, key=lambda report: (report.file_name, report.document_id, report.report_index))
    return Dataset(
        pa.Table.from_pylist([row for report in ordered for row in _figures(report)], arrow_schema("figures")),
        pa.Table.from_pylist([_report(report) for report in ordered], arrow_schema("reports")),
        pa.Table.from_pylist([r for report in ordered for r in _findings(report, catalogue)], arrow_schema("findings")),
    )


def _key(report: Report) -> Row:
    return {"document_id": report.document_id, "report_index": report.report_index}


def _figures(report: Report) -> Iterator[Row]:
    for figure in report.figures:
        table, row, column = figure.place
        x0, top, x1, bottom = figure.box or (None, None, None, None)
        yield {
            **_key(report),
            "file_name": report.file_name,
            "year": report.metadata.year,
            "form": figure.form,
            "table": table,
            "row": row,
            "column": column,
            "value": figure.value,
            "printed": figure.printed,
            "unit": figure.unit,
            "page": figure.page,
            "x0": x0,
            "top": top,
            "x1": x1,
            "bottom": bottom,
            "reader": report.reader,
        }


def _report(report: Report) -> Row:
    counts = {"figures": len(report.figures), "findings": len(report.findings)}
    return {**report.row(), **counts, **_origin(report.origin)}


def _origin(origin: Origin | None) -> Row:
    names = ("url", "source", "published", "fetched_at", "link_text", "page_metadata")
    return {name: getattr(origin, name, None) for name in names}


def _findings(report: Report, catalogue: Catalogue) -> Iterator[Row]:
    for finding in report.findings:
        yield {**_key(report), **catalogue.row(finding)}
