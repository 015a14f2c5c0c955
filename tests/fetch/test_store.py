"""Where an archive lies: the same on a disk as in an object store."""

import pytest
import s3fs

from pipeline.errors import UserError
from pipeline.fetch.archive import Archive
from pipeline.fetch.store import Store
from tests.fetch.fetches import fetch, fetched


@pytest.fixture(params=["folder", "bucket", "below a bucket"])
def place(request, tmp_path) -> str:
    if request.param == "folder":
        return str(tmp_path / "archive")
    return request.getfixturevalue("bucket") + ("/raw/2025" if request.param == "below a bucket" else "")


def test_an_archive_is_the_same_wherever_it_lies(place):
    archive = Archive(place)
    assert not archive.exists()
    assert (list(archive.hashes()), list(archive.manifest.rows())) == ([], [])
    rows = [fetched(archive, bytes([number]) * 5000, number) for number in range(3)]
    assert [archive.store(bytes([number]) * 5000).new for number in range(3)] == [False] * 3
    other = Archive(place)
    assert other.exists()
    assert list(other.hashes()) == sorted(row.sha256 for row in rows)
    assert [other.read(row.sha256) for row in rows] == [bytes([number]) * 5000 for number in range(3)]
    assert list(other.manifest.rows()) == rows
    other.manifest.compact()
    assert list(archive.manifest.rows()) == rows


def test_names_are_read_anew_each_time(place):
    store, other = Store(place), Store(place)
    assert store.names("manifest") == []
    other.write("manifest/a", b"1")
    assert store.names("manifest") == ["manifest/a"]
    other.remove("manifest/a")
    other.remove("manifest/a")
    assert store.names("manifest") == []
    with pytest.raises(FileNotFoundError):
        store.read("manifest/a")


def test_nothing_is_written_over(place):
    store = Store(place)
    assert store.write("manifest/a", b"1")
    assert not store.write("manifest/a", b"2")
    assert store.read("manifest/a") == b"1"


def test_a_document_that_is_there_is_not_sent_again(bucket, monkeypatch):
    Archive(bucket).store(b"x")
    monkeypatch.setattr(s3fs.S3FileSystem, "pipe_file", lambda *_: pytest.fail("sent again"))
    assert not Archive(bucket).store(b"x").new


@pytest.mark.parametrize(
    "use",
    [lambda archive: archive.store(b"x"), lambda archive: list(archive.manifest.rows()), Archive.exists],
    ids=["store", "rows", "exists"],
)
def test_a_bucket_that_does_not_exist_is_said_in_one_line(s3, use):
    with pytest.raises(UserError, match="s3://no-such-bucket: the archive cannot be reached") as caught:
        use(Archive("s3://no-such-bucket"))
    assert "\n" not in str(caught.value)


def test_a_kind_of_store_that_nobody_knows_is_said_in_one_line():
    with pytest.raises(UserError, match="nowhere://x: the archive cannot be reached"):
        Archive("nowhere://x")


def test_credentials_that_are_missing_are_said_in_one_line(s3, monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(UserError, match="the archive cannot be reached"):
        Archive("s3://bucket").manifest.append([fetch(1)])
    s3fs.S3FileSystem.clear_instance_cache()
