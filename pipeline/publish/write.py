"""Publishes a dataset all at once: what was there before stays until the new one lies complete beside it."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.errors import UserError
from pipeline.form import Forms
from pipeline.publish.schema import check
from pipeline.publish.tables import Dataset

_NAMES = ("figures", "reports.parquet", "findings.parquet")
_PREVIOUS = ".previous"
_STAGING = ".staging-"
_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
_ROW_GROUP = 250_000


def prepare(out: Path) -> None:
    """Make sure, before any work is done, that a dataset can be written to a folder, and undo a broken-off exchange.

    Raises UserError where it cannot.
    """
    if out.exists() and not out.is_dir():
        raise UserError("out_is_file", out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / f"{_STAGING}{uuid.uuid4().hex}"
        probe.mkdir()
        probe.rmdir()
        _undo(out)
    except OSError as error:
        raise UserError("out_not_writable", out, detail=error.strerror) from error


def write(dataset: Dataset, out: Path, forms: Forms) -> None:
    """Check the tables, write them beside the dataset in `out`, and put them in its place.

    Raises SchemaError where a table is not as the schema says, and UserError where the disk fails; in either case, and
    when the process is killed, what was published before is still there, or is put back by the next `prepare`.
    """
    for name in ("figures", "reports", "findings"):
        check(name, getattr(dataset, name), forms)
    try:
        with _staged(out) as staging:
            _write_figures(dataset.figures, staging / "figures")
            _write(dataset.reports, staging / "reports.parquet")
            _write(dataset.findings, staging / "findings.parquet")
            _exchange(staging, out)
    except OSError as error:
        raise UserError("writing_failed", out, detail=error.strerror or error) from error


@contextmanager
def _staged(out: Path) -> Iterator[Path]:
    staging = out / f"{_STAGING}{uuid.uuid4().hex}"
    staging.mkdir()
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _write_figures(figures: pa.Table, folder: Path) -> None:
    """One folder a year; the year stands in the folder's name only, as readers of partitioned Parquet expect it."""
    folder.mkdir()
    years = sorted(figures["year"].unique().to_pylist(), key=lambda year: (year is None, year))
    for year in years:
        mask = pc.is_null(figures["year"]) if year is None else pc.equal(figures["year"], year)
        part = folder / f"year={_NO_YEAR if year is None else year}"
        part.mkdir()
        _write(figures.filter(mask).drop_columns(["year"]), part / "part-0.parquet")
    if not years:
        _write(figures.drop_columns(["year"]), folder / "part-0.parquet")


def _write(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, compression="zstd", use_dictionary=True, row_group_size=_ROW_GROUP)


def _exchange(staging: Path, out: Path) -> None:
    """Move the old dataset aside and the new one in. If that fails half-way, the old one comes back."""
    previous = out / _PREVIOUS
    previous.mkdir()
    try:
        for name in _NAMES:
            if (out / name).exists():
                (out / name).rename(previous / name)
        for name in _NAMES:
            (staging / name).rename(out / name)
    except OSError:
        _undo(out)
        raise
    # From here on the new dataset is complete: dropping the marker first makes a kill harmless.
    done = out / f"{_STAGING}{uuid.uuid4().hex}"
    previous.rename(done)
    shutil.rmtree(done, ignore_errors=True)


def _undo(out: Path) -> None:
    """Put back what a broken-off exchange moved aside, and clear what a killed run left."""
    previous = out / _PREVIOUS
    if previous.is_dir():
        for old in previous.iterdir():
            if (out / old.name).is_dir():
                shutil.rmtree(out / old.name)
            old.rename(out / old.name)
        previous.rmdir()
    for leftover in out.glob(f"{_STAGING}*"):
        shutil.rmtree(leftover, ignore_errors=True)
