"""A dataset brought up to date: rows of some documents in the place of those that it has, others as before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from pipeline.form import Forms
from pipeline.publish.place import Place
from pipeline.publish.schema import arrow_schema
from pipeline.publish.tables import Dataset
from pipeline.publish.write import (
    FIGURES_OF_A_YEAR,
    MARK,
    PART,
    ROW_GROUP,
    by_year,
    check_all,
    mark_of,
    marked,
    write_no_figures,
    writer,
    writing_failed,
    year_folder,
)

_REPORTS, _FINDINGS = "reports.parquet", "findings.parquet"
_GONE = -1
"""In place of a number, of rows that do not stay."""


def revise(part: Dataset, order: Mapping[str, int], place: Place, forms: Forms, build: str) -> None:
    """Put the rows of new and changed documents into a dataset, and take out those of documents that are no more.

    The result has the rows of `write` for all of them, in the same order. Files of years in which nothing changed stay
    as they are, and rows that stay are not checked again. part: the rows of those documents; order: the number of each
    document, by its hash, in the dataset's order; build: what `made_by` says later. Raises as `write` does, and then
    what was there is still there.
    """
    check_all(part, forms)
    fresh = set(part.reports["document_id"].to_pylist())
    staying = {document: number for document, number in order.items() if document not in fresh}
    new = {_REPORTS: part.reports, _FINDINGS: part.findings, **_files(part.figures)}
    sizes = mark_of(place)["files"]
    kept: dict[str, int] = {}
    try:
        with place.staged() as staging:
            touched = {*new, *_of_years(_years_losing(place, staying))}
            for name in sorted({*sizes, *new} - {_REPORTS}):
                if name in touched:
                    _write(staging / name, name, _merged(place, name, new.get(name), staying, order), {})
                elif name != f"figures/{PART}":
                    kept[name] = sizes[name]
            if not (kept or list(staging.glob("figures/*/*"))):
                (staging / "figures").mkdir(exist_ok=True)
                write_no_figures(staging / "figures")
            rows = _merged(place, _REPORTS, part.reports, staying, order)
            _write(staging / _REPORTS, _REPORTS, rows, {MARK: marked(build, staging, kept)})
            place.exchange(staging, kept)
    except OSError as error:
        raise writing_failed(place, error) from error


def _files(figures: pa.Table) -> dict[str, pa.Table]:
    return {name: rows for year, rows in by_year(figures).items() for name in _of_years([year])}


def _of_years(years: Iterable[int | None]) -> list[str]:
    """The names of the files of years."""
    return [f"figures/{year_folder(year)}/{PART}" for year in years]


def _years_losing(place: Place, staying: Mapping[str, int]) -> set[int | None]:
    """The years of reports that do not stay."""
    with place.opened(_REPORTS) as file:
        reports = pq.read_table(file, columns=["document_id", "year"])
    return {
        year
        for document, year in zip(reports["document_id"].to_pylist(), reports["year"].to_pylist(), strict=True)
        if document not in staying
    }


def _merged(
    place: Place, name: str, new: pa.Table | None, staying: Mapping[str, int], order: Mapping[str, int]
) -> Iterator[pa.Table]:
    """The rows of a file that stay, and new ones among them, in the order of documents."""
    schema = _schema(name)
    new = schema.empty_table() if new is None else new
    numbers, start = _numbers(new, order), 0
    try:
        opened = place.opened(name)
    except FileNotFoundError:  # no report was on that year
        yield new
        return
    with opened, pq.ParquetFile(opened, read_dictionary=["document_id"]) as file:
        for group in range(file.num_row_groups):
            rows = file.read_row_group(group)
            own = _numbers(rows, staying)
            rows, own = rows.filter(pa.array(own != _GONE)).cast(schema), own[own != _GONE]
            end = max(start, int(np.searchsorted(numbers, own[-1]))) if len(own) else start
            if end > start:
                both = np.argsort(np.concatenate([own, numbers[start:end]]), kind="stable")
                rows = pa.concat_tables([rows, new.slice(start, end - start)]).take(pa.array(both))
            start = end
            yield rows
    yield new.slice(start)


def _numbers(rows: pa.Table, numbers: Mapping[str, int]) -> NDArray[np.int64]:
    """The number of each row's document, _GONE where it has none."""
    column = rows["document_id"].combine_chunks()
    column = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    own = np.array([numbers.get(document, _GONE) for document in column.dictionary.to_pylist()], np.int64)
    return np.asarray(own[column.indices.to_numpy(zero_copy_only=False)], np.int64)


def _schema(name: str) -> pa.Schema:
    return FIGURES_OF_A_YEAR if name.startswith("figures/") else arrow_schema(name.removesuffix(".parquet"))


def _write(path: Path, name: str, tables: Iterable[pa.Table], metadata: dict[bytes, str]) -> None:
    """Write tables as one, in row groups as large as may be; no file of figures where there is no row."""
    groups = _in_groups(tables, _schema(name))
    first = next(groups, None)
    if first is None and name.startswith("figures/"):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with writer(path, _schema(name)) as file:
        for table in chain([] if first is None else [first], groups):
            file.write_table(table, row_group_size=ROW_GROUP)
        if metadata:
            file.add_key_value_metadata(metadata)


def _in_groups(tables: Iterable[pa.Table], schema: pa.Schema) -> Iterator[pa.Table]:
    waiting = schema.empty_table()
    for table in tables:
        waiting = pa.concat_tables([waiting, table])
        while waiting.num_rows >= ROW_GROUP:
            yield waiting.slice(0, ROW_GROUP).combine_chunks()
            waiting = waiting.slice(ROW_GROUP)
    if waiting.num_rows:
        yield waiting.combine_chunks()
