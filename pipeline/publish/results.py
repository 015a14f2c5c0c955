"""What was read of one document as one row: what the ledger keeps, and what datasets are made of.

A row has the document's reports, figures and findings as lists, with the columns of the dataset but those that depend
on how a document was given. Rows are made in the worker processes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.findings import Catalogue
from pipeline.publish.schema import arrow_schema
from pipeline.report import Report

Row = dict[str, Any]

ORIGIN = ("url", "source", "published", "fetched_at", "link_text", "page_metadata")
"""Columns of reports that an archive knows, and not the document."""
_OF_DOCUMENT = ("document_id", "file_name")


def _inside(table: str) -> pa.DataType:
    """The type of a document's rows of a table."""
    own = [field for field in arrow_schema(table) if field.name not in (*_OF_DOCUMENT, *ORIGIN)]
    return pa.list_(pa.struct(own))


RESULT = pa.schema(
    [
        pa.field("document_id", pa.string(), nullable=False),
        pa.field("file_name", pa.string(), nullable=False),
        pa.field("under", pa.string(), nullable=False),
        *(pa.field(table, _inside(table), nullable=False) for table in ("reports", "figures", "findings")),
    ]
)
"""One row a document. `under`: the limits that cut its reading short; empty where nothing did."""


def result(reports: Sequence[Report], catalogue: Catalogue, under: str = "") -> pa.RecordBatch:
    """The row of a document. reports: all of it, at least one."""
    row = {
        "document_id": reports[0].document_id,
        "file_name": reports[0].file_name,
        "under": under,
        "reports": [_report(report) for report in reports],
        "figures": [row for report in reports for row in _figures(report)],
        "findings": [row for report in reports for row in _findings(report, catalogue)],
    }
    return pa.RecordBatch.from_pylist([row], RESULT)


def table(rows: Sequence[pa.RecordBatch]) -> pa.Table:
    """The rows of several documents."""
    return pa.Table.from_batches(rows, RESULT)


def verdicts(row: pa.RecordBatch) -> list[str]:
    """The verdicts on a document's reports."""
    found: list[str] = pc.struct_field(row.column("reports").flatten(), "verdict").to_pylist()
    return found


def _report(report: Report) -> Row:
    return {**report.row(), "figures": len(report.figures), "findings": len(report.findings)}


def _figures(report: Report) -> Iterator[Row]:
    year, reader = report.metadata.year, report.reader
    for figure in report.figures:
        table, row, column = figure.place
        x0, top, x1, bottom = figure.box or (None, None, None, None)
        yield {
            "report_index": report.report_index,
            "year": year,
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
            "reader": reader,
        }


def _findings(report: Report, catalogue: Catalogue) -> Iterator[Row]:
    for finding in report.findings:
        yield {"report_index": report.report_index, **catalogue.row(finding)}
