"""Writes a dataset, part by part, to a folder of its own, from which it is put in the place of the one before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.errors import UserError
from pipeline.form import Forms
from pipeline.publish.place import Place
from pipeline.publish.schema import arrow_schema, check
from pipeline.publish.tables import Dataset

MARK = b"gongkai"
"""Under this name the metadata of reports.parquet tell of which input the dataset was built, and which files it has."""
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
PART = "part-0.parquet"
ROW_GROUP = 250_000
"""Rows; as many figures, of all years together, wait in memory at most before some are written."""

FIGURES_OF_A_YEAR = pa.schema([field for field in arrow_schema("figures") if field.name != "year"])


def write(parts: Iterable[Dataset], place: Place, forms: Forms, build: str = "") -> None:
    """Check each part of the tables, write all of them beside the dataset in its place, and exchange the two.

    parts: no two have rows of the same document. build: what `made_by` says later.
    Raises SchemaError where a table is not as the schema says, and UserError where the disk fails; in either case, and
    when the process is killed, what was published before is still there, or is put back by the next `prepare`.
    """
    try:
        with place.staged() as staging:
            with _Tables(staging, build) as tables:
                for part in parts:
                    check_all(part, forms)
                    tables.add(part)
            place.exchange(staging)
    except OSError as error:
        raise writing_failed(place, error) from error


def check_all(part: Dataset, forms: Forms) -> None:
    """Raise SchemaError where one of the three tables is not as the schema says."""
    for name in ("figures", "reports", "findings"):
        check(name, getattr(part, name), forms)


def writing_failed(place: Place, error: OSError) -> UserError:
    """What a user is told when a disk fails."""
    return UserError("writing_failed", place.url, detail=error.strerror or error)


def made_by(place: Place) -> str | None:
    """The build that made the dataset there; None where there is none, or it is not as whole as it was then."""
    try:
        mark = mark_of(place)
        return str(mark["build"]) if mark["files"] == place.sizes(mark["files"]) else None
    except (FileNotFoundError, KeyError, ValueError, TypeError, pa.ArrowException):
        return None


def mark_of(place: Place) -> dict[str, Any]:
    """Of which build a dataset is (`build`), and the sizes in bytes of its files but reports.parquet (`files`)."""
    with place.opened("reports.parquet") as file:
        mark: dict[str, Any] = json.loads(pq.read_metadata(file).metadata[MARK])
    return mark


class _Tables:
    """The three tables in a folder, growing part by part. Close it to finish them."""

    def __init__(self, folder: Path, build: str) -> None:
        self._folder, self._build = folder, build
        self._files = ExitStack()
        self._figures = _Figures(folder / "figures", self._files)
        self._findings = self._files.enter_context(writer(folder / "findings.parquet", arrow_schema("findings")))
        self._reports = self._files.enter_context(writer(folder / "reports.parquet", arrow_schema("reports")))

    def add(self, part: Dataset) -> None:
        self._figures.add(part.figures)
        for file, table in ((self._findings, part.findings), (self._reports, part.reports)):
            if table.num_rows:
                file.write_table(table, row_group_size=ROW_GROUP)

    def __enter__(self) -> _Tables:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._files:  # closed whatever happens
            if error is None:
                self._figures.flush()
                self._findings.close()
                self._reports.add_key_value_metadata({MARK: self._mark()})

    def _mark(self) -> str:
        self._figures.close()
        return marked(self._build, self._folder, {})


def marked(build: str, folder: Path, kept: Mapping[str, int]) -> str:
    """What `mark_of` reads. folder: where the files lie that were written; kept: the sizes of others."""
    files = [path for path in folder.rglob("*.parquet") if path.name != "reports.parquet"]
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
    return json.dumps({"build": build, "files": {**sizes, **kept}}, sort_keys=True)


class _Figures:
    """One folder a year; the year stands in the folder's name only, as readers of partitioned Parquet expect it.

    Rows wait until there are many, and then those of the year that has most are written as one row group: so memory is
    bounded however many years there are, and few groups are small.
    """

    def __init__(self, folder: Path, files: ExitStack) -> None:
        self._folder, self._files = folder, files
        self._waiting: dict[int | None, list[pa.Table]] = {}
        self._writers: dict[int | None, pq.ParquetWriter] = {}
        folder.mkdir()

    def add(self, figures: pa.Table) -> None:
        for year, rows in by_year(figures).items():
            self._waiting.setdefault(year, []).append(rows)
        while sum(map(_length, self._waiting.values())) > ROW_GROUP:
            self._write(max(self._waiting, key=lambda year: (_length(self._waiting[year]), year or 0)))

    def flush(self) -> None:
        for year in list(self._waiting):
            self._write(year)
        if not self._writers:  # a table without rows is still a table
            write_no_figures(self._folder)

    def close(self) -> None:
        for writer in self._writers.values():
            writer.close()

    def _write(self, year: int | None) -> None:
        if year not in self._writers:
            part = self._folder / year_folder(year)
            part.mkdir()
            self._writers[year] = self._files.enter_context(writer(part / PART, FIGURES_OF_A_YEAR))
        table = pa.concat_tables(self._waiting.pop(year))
        self._writers[year].write_table(table.combine_chunks(), row_group_size=ROW_GROUP)


def by_year(figures: pa.Table) -> dict[int | None, pa.Table]:
    """The figures of each year, without the column that says it."""
    years = figures["year"]
    return {
        year: figures.filter(pc.is_null(years) if year is None else pc.equal(years, year)).drop_columns(["year"])
        for year in years.unique().to_pylist()
    }


def year_folder(year: int | None) -> str:
    """The name of the folder of a year's figures."""
    return f"year={_NO_YEAR if year is None else year}"


def write_no_figures(folder: Path) -> None:
    """Write the file of a dataset without figures. folder: for figures."""
    with writer(folder / PART, FIGURES_OF_A_YEAR):
        pass


def _length(tables: list[pa.Table]) -> int:
    return sum(table.num_rows for table in tables)


@contextmanager
def writer(path: Path, schema: pa.Schema) -> Iterator[pq.ParquetWriter]:
    """What writes a table to a new file."""
    with pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=True) as file:
        yield file
