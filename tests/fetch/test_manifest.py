import dataclasses
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import UserError
from pipeline.fetch.archive import Archive
from pipeline.fetch.manifest import Fetch, Manifest
from pipeline.fetch.store import Store
from tests.fetch.fetches import START, fetch

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
small = st.integers(0, 2**15 - 1)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
fetches = st.builds(
    Fetch,
    **dict.fromkeys(("run", "source", "url"), texts),
    **{
        name: st.none() | texts
        for name in (
            "final_url", "referrer", "error", "etag", "last_modified", "content_type", "content_disposition", "sha256",
            "file_type", "link_text", "breadcrumb",
        )
    },
    fetched_at=moments,
    status=st.none() | small,
    outcome=st.sampled_from(["new", "changed", "unchanged", "failed"]),
    bytes=st.none() | st.integers(0, 2**40),
    published=st.none() | st.dates(date(1900, 1, 1)),
    year=st.none() | small,
    page=st.dictionaries(texts, texts, max_size=3),
)  # fmt: skip


def manifest(folder) -> Manifest:
    return Manifest(Store(folder))


def parts(folder) -> list[Path]:
    return sorted((folder / "manifest").iterdir())


@given(rows=st.lists(fetches, max_size=4))
def test_rows_come_back_as_they_were_given_oldest_first(tmp_path_factory, rows):
    one = manifest(tmp_path_factory.mktemp("archive"))
    one.append(rows)
    assert list(one.rows()) == sorted(rows, key=lambda row: row.fetched_at)


def test_every_append_is_a_part_of_its_own_and_none_of_it_no_part(tmp_path):
    one = manifest(tmp_path)
    one.append([])
    assert not one.exists()
    one.append([fetch(1), fetch(2)])
    one.append([fetch(3)])
    assert one.exists()
    assert len(parts(tmp_path)) == 2
    assert list(one.rows()) == [fetch(1), fetch(2), fetch(3)]


def test_the_latest_of_a_url_is_the_last_that_is_known_to_be_there(tmp_path):
    one = manifest(tmp_path)
    seen = [
        fetch(1, url="a", sha256="1" * 64),
        fetch(2, url="a", sha256="2" * 64, outcome="changed"),
        fetch(3, url="a", sha256=None, outcome="failed", error="timeout"),
        fetch(4, url="b", sha256="3" * 64),
        fetch(5, url="b", sha256="3" * 64, outcome="unchanged", status=304),
        fetch(6, url="c", sha256=None, outcome="failed", status=404),
        fetch(7, url="b", sha256="4" * 64, outcome="failed", error="truncated"),
    ]
    one.append(reversed(seen))
    assert one.latest() == {"a": seen[1], "b": seen[4]}


def test_what_is_no_text_does_not_cost_the_row(tmp_path):
    one = manifest(tmp_path)
    one.append([fetch(1, link_text="年报\ud800")])
    assert [row.link_text for row in one.rows()] == ["年报?"]


def test_compacting_makes_one_file_of_many_with_the_same_rows(tmp_path):
    one = manifest(tmp_path)
    for number in range(5):
        one.append([fetch(number), fetch(number + 10)])
    before = list(one.rows())
    one.compact()
    assert len(parts(tmp_path)) == 1
    assert list(one.rows()) == before
    one.append([fetch(99)])
    one.compact()
    assert list(one.rows()) == [*before, fetch(99)]


@settings(max_examples=25)
@given(removals=st.sets(st.integers(0, 3)), again=st.booleans())
def test_compacting_that_was_killed_in_the_middle_loses_and_doubles_no_row(tmp_path_factory, removals, again):
    folder = tmp_path_factory.mktemp("archive")
    one = manifest(folder)
    for number in range(4):
        one.append([fetch(number)])
    old = {path: path.read_bytes() for path in parts(folder)}
    one.compact()
    for number, (path, content) in enumerate(old.items()):
        if number not in removals:
            path.write_bytes(content)  # it had not come to this one yet
    assert list(one.rows()) == [fetch(number) for number in range(4)]
    if again:
        one.compact()
        assert list(one.rows()) == [fetch(number) for number in range(4)]


def test_two_that_compact_at_once_double_no_row(tmp_path):
    one, other = manifest(tmp_path), manifest(tmp_path)
    one.append([fetch(1)])
    one.append([fetch(2)])
    old = {path: path.read_bytes() for path in parts(tmp_path)}
    one.compact()
    for path, content in old.items():
        path.write_bytes(content)
    (first,) = set(parts(tmp_path)) - set(old)
    kept = first.read_bytes()
    first.unlink()
    one.append([fetch(3)])
    other.compact()
    first.write_bytes(kept)
    assert list(one.rows()) == [fetch(1), fetch(2), fetch(3)]
    one.compact()
    assert list(one.rows()) == [fetch(1), fetch(2), fetch(3)]


def test_rows_are_whole_while_others_append_and_compact(tmp_path):
    one = manifest(tmp_path)
    done = threading.Event()

    def write():
        for number in range(30):
            one.append([fetch(number)])
            if number % 3 == 2:
                manifest(tmp_path).compact()
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = []
    while not done.is_set():
        seen.append([row.fetched_at for row in manifest(tmp_path).rows()])
    writer.join()
    assert all(times == [START + timedelta(seconds=n) for n in range(len(times))] for times in seen)
    assert [len(times) for times in seen] == sorted(len(times) for times in seen)
    assert list(one.rows()) == [fetch(number) for number in range(30)]


def test_a_part_that_cannot_be_read_is_named(tmp_path):
    one = manifest(tmp_path)
    one.append([fetch(1)])
    (part,) = parts(tmp_path)
    part.write_bytes(b"not Parquet")
    with pytest.raises(UserError, match=rf"{part.name}: this part of the archive's manifest cannot be read"):
        list(one.rows())


def test_the_manifest_is_plain_parquet_with_a_column_for_each_field(tmp_path):
    import pandas as pd

    Archive(tmp_path).manifest.append([fetch(1, page={"SiteName": "某县人民政府"})])
    frame = pd.read_parquet(tmp_path / "manifest")
    assert set(frame.columns) == {field.name for field in dataclasses.fields(Fetch)} | {"part"}
    assert frame["page"][0] == '{"SiteName": "某县人民政府"}'


def test_what_an_unchanged_document_is_called_and_when_it_changed_last_is_not_forgotten(tmp_path):
    one = manifest(tmp_path)
    known = {"url": "a", "sha256": "1" * 64, "etag": '"1"', "content_disposition": "filename=x.pdf"}
    one.append([fetch(1, **known), fetch(2, url="a", sha256="1" * 64, outcome="unchanged", link_text="年报")])
    latest = one.latest()["a"]
    assert latest == fetch(2, **known, outcome="unchanged", link_text="年报")
    assert latest.file_name == "x.pdf"
    one.append([fetch(3, url="a", sha256="2" * 64, outcome="changed")])
    assert one.latest()["a"].etag is None
