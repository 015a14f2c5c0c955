import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from pipeline import publish
from pipeline.errors import SchemaError, UserError
from pipeline.form import load_forms
from pipeline.publish import tables_of
from pipeline.report import catalogue
from tests.making import ROOT, expected, read


def published(out, *seeds):
    publish.prepare(out)
    publish.write(tables_of([read(seed) for seed in seeds], catalogue()), out, load_forms())


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_what_is_written_is_what_the_report_states(tmp_path):
    published(tmp_path, 1)
    figures = pd.read_parquet(tmp_path / "figures")
    got = {(r.table, r.row, r.column): None if pd.isna(r.value) else r.value for r in figures.itertuples(index=False)}
    assert got == expected(1)
    assert set(figures["year"]) == {read(1).metadata.year}


def test_the_same_input_in_any_order_gives_the_same_bytes(tmp_path):
    published(tmp_path / "a", 1, 2, 3)
    published(tmp_path / "b", 3, 1, 2)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_columns_are_compressed_and_dictionary_coded(tmp_path):
    published(tmp_path, 1)
    (part,) = (tmp_path / "figures").rglob("*.parquet")
    group = pq.ParquetFile(part).metadata.row_group(0)
    columns = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    assert {column.compression for column in columns.values()} == {"ZSTD"}
    assert "RLE_DICTIONARY" in columns["document_id"].encodings
    assert "RLE_DICTIONARY" in columns["row"].encodings


def test_common_readers_of_partitioned_parquet_open_the_figures(tmp_path):
    published(tmp_path, 1, 2)
    by_dataset = ds.dataset(tmp_path / "figures", partitioning="hive").to_table()
    assert by_dataset.num_rows == len(pd.read_parquet(tmp_path / "figures")) == len(expected(1)) + len(expected(2))
    assert "year" in by_dataset.column_names


def test_an_empty_dataset_is_still_a_dataset(tmp_path):
    publish.prepare(tmp_path)
    publish.write(tables_of([], catalogue()), tmp_path, load_forms())
    assert len(pd.read_parquet(tmp_path / "figures")) == 0
    assert len(pd.read_parquet(tmp_path / "reports.parquet")) == 0


def test_a_table_that_breaks_the_schema_leaves_the_previous_dataset(tmp_path):
    published(tmp_path, 1)
    before = contents(tmp_path)
    broken = tables_of([read(2), read(2)], catalogue())  # every key twice
    with pytest.raises(SchemaError, match="figures"):
        publish.write(broken, tmp_path, load_forms())
    assert contents(tmp_path) == before


def test_a_figure_that_no_form_has_is_not_published(tmp_path):
    dataset = tables_of([read(1)], catalogue())
    index = dataset.figures.schema.get_field_index("row")
    field = dataset.figures.schema.field(index)
    wrong = dataset.figures.set_column(index, field, [[f"nowhere.{i}" for i in range(len(dataset.figures))]])
    publish.prepare(tmp_path)
    with pytest.raises(SchemaError, match="nowhere"):
        publish.write(publish.Dataset(wrong, dataset.reports, dataset.findings), tmp_path, load_forms())
    assert contents(tmp_path) == {}


def test_a_disk_that_fails_half_way_leaves_the_previous_dataset(tmp_path, monkeypatch):
    published(tmp_path, 1)
    before = contents(tmp_path)
    real = pq.write_table

    def full(table, path, **options):
        if path.name == "findings.parquet":
            raise OSError(28, "No space left on device")
        real(table, path, **options)

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(UserError, match="No space left"):
        published(tmp_path, 2)
    assert contents(tmp_path) == before


def test_other_files_in_the_folder_are_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    published(tmp_path, 1)
    published(tmp_path, 2)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"notes.txt", "figures", "reports.parquet", "findings.parquet"}


def test_a_broken_off_exchange_is_undone_by_the_next_run(tmp_path):
    published(tmp_path, 1)
    before = contents(tmp_path)
    (tmp_path / ".previous").mkdir()
    (tmp_path / "figures").rename(tmp_path / ".previous" / "figures")
    (tmp_path / ".staging-killed").mkdir()
    publish.prepare(tmp_path)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.15, 0.3])
def test_a_killed_build_leaves_a_whole_dataset_after_the_next_prepare(tmp_path, delay):
    published(tmp_path, 1)
    old = contents(tmp_path)
    script = (
        "from pathlib import Path\nfrom tests.publish.test_write import published\n"
        f"print('ready', flush=True)\nwhile True: published(Path({str(tmp_path)!r}), 2)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
    publish.prepare(tmp_path)
    published(tmp_path / "new", 2)
    new = contents(tmp_path / "new")
    found = {name: data for name, data in contents(tmp_path).items() if not name.startswith("new/")}
    assert found in (old, new)


def test_a_folder_that_cannot_be_written_is_said_before_any_work(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="is a file"):
        publish.prepare(tmp_path / "file")
    with pytest.raises(UserError, match="cannot write here"):
        publish.prepare(tmp_path / "file" / "below")
