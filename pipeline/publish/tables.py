"""Results of documents as the rows of the dataset's three tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.documents import Given
from pipeline.findings import Catalogue, Finding
from pipeline.publish.results import ORIGIN
from pipeline.publish.schema import arrow_schema

_DOCUMENT = "document"
"""While tables are made, the column that says which of the documents a row belongs to, by number."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The three tables, or a part of each: rows in the order of documents, then as their forms have them."""

    figures: pa.Table
    reports: pa.Table
    findings: pa.Table


def dataset_of(results: pa.Table, given: Sequence[Given], catalogue: Catalogue, year: int | None = None) -> Dataset:
    """The tables for some documents. results: a row each (see `results.RESULT`), in the order of `given`.

    year: only reports on it, and those whose year could not be told, which may be on it.
    """
    names = {
        "document_id": pa.array([one.document_id for one in given], pa.string()),
        "file_name": pa.array([one.document.file_name for one in given], pa.string()),
    }
    origins = [one.document.origin for one in given]
    names |= {
        name: pa.array([getattr(origin, name, None) for origin in origins], arrow_schema("reports").field(name).type)
        for name in ORIGIN
    }
    reports, figures = _rows(results, "reports"), _rows(results, "figures")
    findings = _with_copies(_rows(results, "findings"), given, catalogue)
    reports = _counting_copies(reports, given)
    if year is not None:
        reports = reports.filter(pc.or_kleene(pc.is_null(reports["year"]), pc.equal(reports["year"], year)))
        wanted = _report_keys(reports)
        figures, findings = (rows.filter(pc.is_in(_report_keys(rows), wanted)) for rows in (figures, findings))
    return Dataset(
        _named(figures, "figures", names), _named(reports, "reports", names), _named(findings, "findings", names)
    )


def _rows(results: pa.Table, table: str) -> pa.Table:
    """The rows of all documents, with the number of the document of each."""
    lists = results[table].combine_chunks()
    rows = pa.Table.from_struct_array(pc.list_flatten(lists))
    return rows.append_column(_DOCUMENT, pc.list_parent_indices(lists).cast(pa.int64()))


def _with_copies(findings: pa.Table, given: Sequence[Given], catalogue: Catalogue) -> pa.Table:
    """The findings, with one more about each document that was given several times, after those of its first report."""
    copied = [(number, one.whence) for number, one in enumerate(given) if len(one.whence) > 1]
    if not copied:
        return findings
    more = [
        {
            **catalogue.row(Finding("duplicate_document", detail=", ".join(whence))),
            "report_index": 0,
            _DOCUMENT: number,
        }
        for number, whence in copied
    ]
    both = pa.concat_tables([findings, pa.Table.from_pylist(more, findings.schema)])
    # Arrow's sort is stable: a document's own findings stay before the one that was added.
    return both.take(pc.sort_indices(both, [(_DOCUMENT, "ascending"), ("report_index", "ascending")]))


def _counting_copies(reports: pa.Table, given: Sequence[Given]) -> pa.Table:
    """The reports, with the finding about copies counted in the first report of each document that has some."""
    copied = pa.array([number for number, one in enumerate(given) if len(one.whence) > 1], pa.int64())
    first = pc.and_(pc.equal(reports["report_index"], 0), pc.is_in(reports[_DOCUMENT], copied))
    counts = pc.add(reports["findings"], first.cast(pa.int32()))
    return reports.set_column(reports.schema.get_field_index("findings"), "findings", counts)


def _report_keys(rows: pa.Table) -> pa.ChunkedArray:
    """A number for the report of each row."""
    return pc.add(pc.multiply(rows[_DOCUMENT], 1 << 16), rows["report_index"].cast(pa.int64()))


def _named(rows: pa.Table, table: str, names: dict[str, pa.Array]) -> pa.Table:
    """The rows with all columns of their table, in its order."""
    schema = arrow_schema(table)
    columns = [
        names[name].take(rows[_DOCUMENT].combine_chunks()) if name in names else rows[name] for name in schema.names
    ]
    return pa.Table.from_arrays(columns, schema=schema)
