import errno
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import UserError
from pipeline.fetch.archive import Archive


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_document_lies_under_the_hash_of_its_bytes_and_comes_back(tmp_path):
    archive = Archive(tmp_path)
    stored = archive.store(b"%PDF-1.7")
    assert (stored.sha256, stored.bytes, stored.new) == (hashlib.sha256(b"%PDF-1.7").hexdigest(), 8, True)
    assert files(tmp_path) == [f"objects/{stored.sha256[:2]}/{stored.sha256}"]
    assert archive.read(stored.sha256) == b"%PDF-1.7"
    assert list(archive.hashes()) == [stored.sha256]


def test_a_document_that_is_there_is_left_as_it_is(tmp_path):
    archive = Archive(tmp_path)
    stored = archive.store(b"one")
    path = Path(archive.place(stored.sha256))
    before = path.stat()
    assert not archive.store(b"one").new
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@given(contents=st.lists(st.binary(max_size=40), max_size=8))
def test_what_was_stored_is_what_is_there_once_each(tmp_path_factory, contents):
    archive = Archive(tmp_path_factory.mktemp("archive"))
    stored = [archive.store(content) for content in contents]
    assert sum(one.new for one in stored) == len(set(contents))
    assert [archive.read(one.sha256) for one in stored] == contents
    assert list(archive.hashes()) == sorted({one.sha256 for one in stored})


def test_nothing_is_made_before_something_is_stored(tmp_path):
    archive = Archive(tmp_path / "later")
    assert list(archive.hashes()) == []
    assert not archive.exists()
    assert not (tmp_path / "later").exists()


def test_a_folder_may_have_any_name(tmp_path):
    archive = Archive(tmp_path / "存档 [1] * ~ a::b")
    sha256 = archive.store(b"x").sha256
    assert Archive(tmp_path / "存档 [1] * ~ a::b").read(sha256) == b"x"
    assert list(archive.hashes()) == [sha256]


def test_a_document_that_is_missing_is_named(tmp_path):
    with pytest.raises(UserError, match=f"{'0' * 64}: the manifest names this document"):
        Archive(tmp_path).read("0" * 64)


def test_a_document_that_was_changed_on_the_disk_is_not_passed_on(tmp_path):
    archive = Archive(tmp_path)
    sha256 = archive.store(b"as published").sha256
    Path(archive.place(sha256)).write_bytes(b"as somebody liked it better")
    with pytest.raises(UserError, match="no longer what was archived"):
        archive.read(sha256)


def test_a_place_that_cannot_be_written_is_said_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="file: the archive cannot be reached"):
        Archive(tmp_path / "file").store(b"x")


def test_a_disk_that_is_full_leaves_no_half_document(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UserError, match="No space left"):
        Archive(tmp_path).store(b"x")
    assert files(tmp_path) == []


def test_a_disk_without_hard_links_is_good_enough(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    archive = Archive(tmp_path)
    sha256 = archive.store(b"x").sha256
    assert files(tmp_path) == [f"objects/{sha256[:2]}/{sha256}"]
    assert archive.read(sha256) == b"x"
