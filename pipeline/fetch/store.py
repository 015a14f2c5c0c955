"""Where an archive or a dataset lies: a folder, or any store that fsspec knows. Files are there whole or not at all."""

from __future__ import annotations

import errno
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import cast

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from pipeline.errors import UserError

_PARTIAL = ".partial"
"""The folder, beside those of the store, in which files are written before they get their names."""
_ABANDONED = 24 * 3600.0
"""Seconds after which nobody writes to such a file any more."""
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS}
"""What file systems say that know no hard links."""


class Store:
    """Files under names like 'manifest/part-1.parquet', below a folder or a URL such as s3://bucket/prefix.

    Nothing is made before the first write. What cannot be reached raises UserError with the message that is named.
    """

    def __init__(self, url: str | os.PathLike[str], message: str = "archive_not_reached") -> None:
        self.url = os.fspath(url).rstrip("/") or "/"
        self._message = message
        with self._reached():
            self._files, self._root = _opened(self.url)

    def place(self, name: str) -> str:
        """The path or URL of a file, under which fsspec opens it from any process."""
        return f"{self.url.rstrip('/')}/{name}"

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises FileNotFoundError where there is none."""
        with self._reached(may_be_missing=True):
            content: bytes = self._files.cat_file(self._path(name))
            return content

    def on_disk(self, name: str) -> Path | None:
        """The path of a file, there or not, if the store is a folder."""
        return Path(self._path(name)) if isinstance(self._files, LocalFileSystem) else None

    def size(self, name: str) -> int | None:
        """The size of a file in bytes, None where there is none."""
        try:
            with self._reached(may_be_missing=True):
                return int(self._files.info(self._path(name))["size"])
        except FileNotFoundError:
            return None

    def create(self, name: str, content: bytes) -> bool:
        """Make a file in an object store, but only where there is none, and tell one caller at most that it did."""
        with self._reached():
            try:
                self._files.pipe_file(self._path(name), content, mode="create")
            except FileExistsError:
                return False
            except OSError as error:
                if error.errno != errno.EINVAL or self.size(name) is None:  # so s3fs says "precondition failed"
                    raise
                return False
            return True

    def overwrite(self, name: str, content: bytes) -> None:
        """Make a file in an object store, or put these bytes in the place of its own."""
        with self._reached():
            self._files.pipe_file(self._path(name), content)

    def age(self, name: str) -> float | None:
        """Seconds since a file was written, None where there is none."""
        try:
            with self._reached(may_be_missing=True):
                return time.time() - float(self._files.modified(self._path(name)).timestamp())
        except FileNotFoundError:
            return None

    def replace(self, name: str, file: Path) -> None:
        """Put a file of this machine in the place of one in an object store, whole."""
        with self._reached():
            self._files.put_file(str(file), self._path(name))

    def names(self, folder: str) -> list[str]:
        """The names of all files in a folder and below it, sorted; none where the folder does not exist."""
        with self._reached():
            found = self._files.find(self._path(folder))
        return sorted(path.removeprefix(f"{self._root.rstrip('/')}/") for path in found)

    def write(self, name: str, content: bytes) -> bool:
        """Write a file unless it is there; say whether it is new. When this returns, the file outlives a crash."""
        with self._reached():
            if self._files.exists(self._path(name)):
                return False
            if isinstance(self._files, LocalFileSystem):
                return _write_to_disk(Path(self._root), name, content)
            self._files.pipe_file(self._path(name), content)  # an object is there whole or not at all
            return True

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with suppress(FileNotFoundError), self._reached(may_be_missing=True):
            self._files.rm_file(self._path(name))

    def clean(self) -> None:
        """Remove what writers left that were killed; on a disk only, since other stores keep nothing of theirs."""
        if isinstance(self._files, LocalFileSystem):
            with self._reached():
                for file in Path(self._root, _PARTIAL).glob("*"):
                    with suppress(FileNotFoundError):  # its writer is done with it
                        if file.stat().st_mtime < time.time() - _ABANDONED:
                            file.unlink()

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    @contextmanager
    def _reached(self, *, may_be_missing: bool = False) -> Iterator[None]:
        """Turn what a disk or a network says into one sentence. may_be_missing: let FileNotFoundError be itself."""
        try:
            yield
        except Exception as error:  # every store has exceptions of its own
            if may_be_missing and isinstance(error, FileNotFoundError):
                raise
            detail = " ".join(str(error).split()) or type(error).__name__
            raise UserError(self._message, self.url, detail=detail) from error


def _opened(url: str) -> tuple[AbstractFileSystem, str]:
    """The file system of a folder or URL, and the place in it. A folder's name may look like anything but a URL."""
    if "://" not in url:
        return LocalFileSystem(), str(Path(url).absolute())
    return cast(tuple[AbstractFileSystem, str], url_to_fs(url, use_listings_cache=False))


def _write_to_disk(root: Path, name: str, content: bytes) -> bool:
    """Write a file aside, and give it its name when all of it is on the disk; say whether no other was faster."""
    target, file = root / name, root / _PARTIAL / uuid.uuid4().hex
    target.parent.mkdir(parents=True, exist_ok=True)
    file.parent.mkdir(exist_ok=True)
    try:
        with file.open("xb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        _give_name(file, target)
    except FileExistsError:
        return False
    finally:
        file.unlink(missing_ok=True)
    for folder in (root, *(root / part for part in Path(name).parents)):
        _sync_folder(folder)
    return True


def _give_name(file: Path, target: Path) -> None:
    """Let a file have a name that no other has. Raises FileExistsError where one has it."""
    try:
        target.hardlink_to(file)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        file.rename(target)


def _sync_folder(folder: Path) -> None:
    """Bring a folder's list of files to the disk: a file's bytes are no use without its name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
