import signal
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from pipeline import publish
from pipeline.errors import SchemaError, UserError
from pipeline.form import load_forms
from pipeline.stop import Stopped
from tests.making import dataset, expected, read
from tests.warm import CONTEXT


def prepared(out):
    place = publish.place_of(out)
    place.prepare()
    return place


def published(out, *seeds):
    place = prepared(out)
    publish.write([dataset(*map(read, seeds))], place, load_forms())


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
    publish.write([], prepared(tmp_path), load_forms())
    assert len(pd.read_parquet(tmp_path / "figures")) == 0
    assert len(pd.read_parquet(tmp_path / "reports.parquet")) == 0


def test_a_table_that_breaks_the_schema_leaves_the_previous_dataset(tmp_path):
    published(tmp_path, 1)
    before = contents(tmp_path)
    broken = dataset(read(2), read(2))  # every key twice
    with pytest.raises(SchemaError, match="figures"):
        publish.write([dataset(read(3)), broken], prepared(tmp_path), load_forms())
    assert contents(tmp_path) == before


def test_a_figure_that_no_form_has_is_not_published(tmp_path):
    made = dataset(read(1))
    index = made.figures.schema.get_field_index("row")
    field = made.figures.schema.field(index)
    wrong = made.figures.set_column(index, field, [[f"nowhere.{i}" for i in range(len(made.figures))]])
    with pytest.raises(SchemaError, match="nowhere"):
        publish.write([publish.Dataset(wrong, made.reports, made.findings)], prepared(tmp_path), load_forms())
    assert contents(tmp_path) == {}


def test_a_disk_that_fails_half_way_leaves_the_previous_dataset(tmp_path, monkeypatch):
    published(tmp_path, 1)
    before = contents(tmp_path)
    real = pq.ParquetWriter.write_table

    def full(writer, table, **options):
        if "verdict" in table.column_names:
            raise OSError(28, "No space left on device")
        real(writer, table, **options)

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
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
    prepared(tmp_path)
    assert contents(tmp_path) == before


def publish_for_ever(out, begun):
    read(2)
    begun.set()
    while True:
        published(out, 2)


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.15, 0.3])
def test_a_killed_build_leaves_a_whole_dataset_after_the_next_prepare(tmp_path, delay):
    published(tmp_path, 1)
    old = contents(tmp_path)
    begun = CONTEXT.Event()
    process = CONTEXT.Process(target=publish_for_ever, args=(tmp_path, begun))
    process.start()
    assert begun.wait(60)
    time.sleep(delay)
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    prepared(tmp_path)
    published(tmp_path / "new", 2)
    new = contents(tmp_path / "new")
    found = {name: data for name, data in contents(tmp_path).items() if not name.startswith("new/")}
    assert found in (old, new)


def test_what_is_written_in_parts_is_what_is_written_at_once(tmp_path, monkeypatch):
    seeds = range(1, 7)
    published(tmp_path / "whole", *seeds)
    monkeypatch.setattr(sys.modules["pipeline.publish.write"], "ROW_GROUP", 300)
    ordered = sorted(map(read, seeds), key=lambda report: (report.file_name, report.document_id))
    publish.write([dataset(report) for report in ordered], prepared(tmp_path / "parts"), load_forms())
    for name in ("figures", "reports.parquet", "findings.parquet"):
        whole, parts = (pd.read_parquet(tmp_path / which / name) for which in ("whole", "parts"))
        pd.testing.assert_frame_equal(whole, parts)
    groups = [pq.ParquetFile(part).metadata for part in (tmp_path / "parts").rglob("year=*/*.parquet")]
    rows = [each.row_group(number).num_rows for each in groups for number in range(each.num_row_groups)]
    assert max(rows) <= 300
    assert len(rows) > 3


def test_a_dataset_knows_the_build_that_made_it_as_long_as_it_is_whole(tmp_path):
    place = prepared(tmp_path)
    assert publish.made_by(place) is None
    publish.write([dataset(read(1))], place, load_forms(), "build 1")
    assert publish.made_by(place) == "build 1"
    next((tmp_path / "figures").rglob("*.parquet")).unlink()
    assert publish.made_by(place) is None


def test_a_signal_during_the_exchange_puts_the_old_dataset_back_at_once(tmp_path, monkeypatch):
    published(tmp_path, 1)
    before, real = contents(tmp_path), Path.rename

    def struck(path, target):
        if path.parent.name.startswith(".staging") and path.name == "reports.parquet":
            raise Stopped(15)
        return real(path, target)

    monkeypatch.setattr(Path, "rename", struck)
    with pytest.raises(Stopped):
        published(tmp_path, 2)
    assert contents(tmp_path) == before


def test_a_folder_that_cannot_be_written_is_said_before_any_work(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="is a file"):
        prepared(tmp_path / "file")
    with pytest.raises(UserError, match="cannot write here"):
        prepared(tmp_path / "file" / "below")
