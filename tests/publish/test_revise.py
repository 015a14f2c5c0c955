"""A dataset brought up to date is the one that would have been written anew, and what did not change is not touched."""

import sys
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import publish
from pipeline.errors import SchemaError, UserError
from pipeline.form import load_forms
from tests.making import dataset, read

SEEDS = range(1, 7)


def report(seed, year):
    """A report on that year, or of an unknown one."""
    own = read(seed)
    return replace(own, metadata=replace(own.metadata, year=year))


def prepared(out):
    place = publish.place_of(out)
    place.prepare()
    return place


def written(out, reports, build="before"):
    place = prepared(out)
    publish.write([dataset(*reports)] if reports else [], place, load_forms(), build)
    return place


def revised(place, reports, changed, build="after"):
    """changed: those of the reports that are new to the dataset, or otherwise in it."""
    order = {one.document_id: number for number, one in enumerate(in_order(reports))}
    publish.revise(dataset(*changed), order, place, load_forms(), build)


def in_order(reports):
    return sorted(reports, key=lambda one: (one.file_name, one.document_id))


def tables(out):
    return {str(path.relative_to(out)): pq.ParquetFile(path).read() for path in sorted(out.rglob("*.parquet"))}


def assert_same(one, two):
    """Row for row; row groups may begin elsewhere."""
    assert tables(one) == tables(two)


YEARS = st.sampled_from([None, 2022, 2023, 2024])
LOTS = st.dictionaries(st.sampled_from(SEEDS), st.tuples(YEARS, st.sampled_from(["a", "m", "z"])), max_size=6)


def lot(chosen):
    """Reports by what was drawn: seeds, and for each a year and how its file's name begins."""
    return {seed: renamed(report(seed, year), f"{begin}-{seed}.pdf") for seed, (year, begin) in chosen.items()}


def renamed(one, name):
    return replace(one, file_name=name)


@given(LOTS, LOTS, st.sampled_from([150, 300, 250_000]))
@settings(max_examples=12, deadline=None)
def test_whatever_came_went_or_changed_the_rows_are_those_of_a_dataset_written_anew(tmp_path_factory, old, new, size):
    folder = tmp_path_factory.mktemp("datasets")
    before, after = lot(old), lot(new)
    changed = [one for seed, one in after.items() if before.get(seed) != one]
    with pytest.MonkeyPatch.context() as patched:
        for module in ("write", "revise"):
            patched.setattr(sys.modules[f"pipeline.publish.{module}"], "ROW_GROUP", size)
        place = written(folder / "revised", list(before.values()))
        revised(place, list(after.values()), changed)
        written(folder / "anew", list(after.values()))
    assert_same(folder / "revised", folder / "anew")
    assert publish.made_by(place) == "after"
    files = [pq.ParquetFile(path).metadata for path in (folder / "revised").rglob("*.parquet")]
    assert all(file.row_group(i).num_rows == size for file in files for i in range(file.num_row_groups - 1))


def test_the_files_of_years_in_which_nothing_changed_are_not_written_again(tmp_path):
    reports = [report(1, 2022), report(2, 2023)]
    place = written(tmp_path, reports)
    inodes = {path.parent.name: path.stat().st_ino for path in tmp_path.rglob("part-0.parquet")}
    revised(place, [*reports, report(3, 2023)], [report(3, 2023)])
    after = {path.parent.name: path.stat().st_ino for path in tmp_path.rglob("part-0.parquet")}
    assert (after["year=2022"] == inodes["year=2022"], after["year=2023"] == inodes["year=2023"]) == (True, False)


def test_a_dataset_in_a_store_is_brought_up_to_date_too(bucket, tmp_path):
    reports = [report(1, 2022), report(2, 2023), report(4, 2024)]
    place = written(f"{bucket}/out", reports)
    revised(place, [reports[0], report(3, 2023)], [report(3, 2023)])
    written(tmp_path, [reports[0], report(3, 2023)])
    for name in ("reports.parquet", "findings.parquet", "figures/year=2022/part-0.parquet"):
        with place.opened(name) as file:
            assert pq.ParquetFile(file).read() == pq.ParquetFile(tmp_path / name).read()
    with pytest.raises(FileNotFoundError):
        place.opened("figures/year=2024/part-0.parquet")
    assert publish.made_by(place) == "after"


def test_what_breaks_the_schema_or_a_disk_that_fails_leaves_the_dataset_as_it_was(tmp_path, monkeypatch):
    place = written(tmp_path, [report(1, 2022)])
    with pytest.raises(SchemaError):
        publish.revise(dataset(read(2), read(2)), {}, place, load_forms(), "after")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(pq.ParquetWriter, "write_table", full)
        with pytest.raises(UserError, match="No space left"):
            revised(place, [report(1, 2022), report(2, 2023)], [report(2, 2023)])
    assert publish.made_by(place) == "before"
    written(tmp_path / "anew", [report(1, 2022)])
    assert tables(tmp_path / "anew") == {name: table for name, table in tables(tmp_path).items() if name[0] != "a"}
    assert not list(tmp_path.glob(".staging-*"))


def test_a_disk_without_links_gets_copies(tmp_path, monkeypatch):
    place = written(tmp_path / "revised", [report(1, 2022)])

    def refused(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("pathlib.Path.hardlink_to", refused)
    revised(place, [report(1, 2022), report(2, 2023)], [report(2, 2023)])
    written(tmp_path / "anew", [report(1, 2022), report(2, 2023)])
    assert_same(tmp_path / "revised", tmp_path / "anew")
