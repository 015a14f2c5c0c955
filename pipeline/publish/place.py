"""Where a dataset lies, and how a new one takes its place: on a disk all at once, in a store file by file."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import uuid
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.fetch.store import Store
from pipeline.folder import writable

_NAMES = ("figures", "reports.parquet", "findings.parquet")
_PREVIOUS = ".previous"
_STAGING = ".staging-"
_PUBLISHING = ".publishing"


class Place(ABC):
    """The folder or URL of a dataset."""

    def __init__(self, url: str) -> None:
        self.url = url

    @abstractmethod
    def prepare(self) -> None:
        """Make sure, before any work is done, that a dataset can be written here, and tidy up after a broken-off run.

        Raises UserError where it cannot.
        """

    @abstractmethod
    def staged(self) -> Any:
        """A context manager that gives an empty folder on a disk, which is gone afterwards."""

    @abstractmethod
    def exchange(self, staging: Path, kept: Collection[str] = ()) -> None:
        """Put the dataset in the staging folder in the place of the old one. kept: files of that one that stay."""

    @abstractmethod
    def opened(self, name: str) -> pa.NativeFile:
        """A file of the dataset, for reading. Raises FileNotFoundError where there is none."""

    @abstractmethod
    def sizes(self, names: Iterable[str]) -> Mapping[str, int]:
        """The sizes in bytes of those files that are there; none at all where a publication was broken off."""


def place_of(out: str | os.PathLike[str]) -> Place:
    """The place that a path or URL names."""
    url = os.fspath(out)
    return Elsewhere(url) if "://" in url else Folder(Path(url))


class Folder(Place):
    """A dataset on a disk. A reader finds the old one or the new one; only during the renames can a path be missing."""

    def __init__(self, out: Path) -> None:
        super().__init__(str(out))
        self.out = out

    def prepare(self) -> None:
        """See Place."""
        with writable(self.out):
            probe = self.out / f"{_STAGING}{uuid.uuid4().hex}"
            probe.mkdir()
            probe.rmdir()
            self._undo()

    @contextmanager
    def staged(self) -> Iterator[Path]:
        """See Place."""
        staging = self.out / f"{_STAGING}{uuid.uuid4().hex}"
        staging.mkdir()
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def exchange(self, staging: Path, kept: Collection[str] = ()) -> None:
        """Move the old dataset aside and the new one in. If that breaks off half-way, the old one comes back."""
        for name in kept:
            _linked(self.out / name, staging / name)
        previous = self.out / _PREVIOUS
        previous.mkdir()
        try:
            for name in _NAMES:
                if (self.out / name).exists():
                    (self.out / name).rename(previous / name)
            for name in _NAMES:
                (staging / name).rename(self.out / name)
        except BaseException:  # a signal too
            self._undo()
            raise
        # From here on the new dataset is complete: dropping the marker first makes a kill harmless.
        done = self.out / f"{_STAGING}{uuid.uuid4().hex}"
        previous.rename(done)
        shutil.rmtree(done, ignore_errors=True)

    def opened(self, name: str) -> pa.NativeFile:
        """See Place."""
        return pa.OSFile(str(self.out / name))

    def sizes(self, names: Iterable[str]) -> Mapping[str, int]:
        """See Place."""
        return {name: (self.out / name).stat().st_size for name in names if (self.out / name).is_file()}

    def _undo(self) -> None:
        """Put back what a broken-off exchange moved aside, and clear what a killed run left."""
        previous = self.out / _PREVIOUS
        if previous.is_dir():
            for old in previous.iterdir():
                if (self.out / old.name).is_dir():
                    shutil.rmtree(self.out / old.name)
                old.rename(self.out / old.name)
            previous.rmdir()
        for leftover in self.out.glob(f"{_STAGING}*"):
            shutil.rmtree(leftover, ignore_errors=True)


def _linked(file: Path, name: Path) -> None:
    """Give a file one more name; a copy where the disk knows no links."""
    name.parent.mkdir(parents=True, exist_ok=True)
    try:
        name.hardlink_to(file)
    except OSError:
        shutil.copy2(file, name)


class Elsewhere(Place):
    """A dataset in an object store, which knows no renames: each file is replaced whole, reports.parquet last.

    While that goes on there is an object named .publishing, which a run that was killed leaves, and the next one heeds.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._store = Store(url, "out_not_reached")

    def prepare(self) -> None:
        """See Place."""
        probe = f"{_STAGING}{uuid.uuid4().hex}"
        self._store.write(probe, b"")
        self._store.remove(probe)

    @contextmanager
    def staged(self) -> Iterator[Path]:
        """See Place."""
        with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
            yield Path(folder)

    def exchange(self, staging: Path, kept: Collection[str] = ()) -> None:
        """Replace the files one by one, and remove those of years that are no more."""
        new = {path.relative_to(staging).as_posix(): path for path in staging.rglob("*.parquet")}
        self._store.write(_PUBLISHING, json.dumps(sorted(new)).encode())
        for name in sorted(new, key=lambda name: (name == "reports.parquet", name)):
            self._store.replace(name, new[name])
        for old in self._store.names("figures"):
            if old not in new and old not in kept:
                self._store.remove(old)
        self._store.remove(_PUBLISHING)

    def opened(self, name: str) -> pa.NativeFile:
        """See Place."""
        return pa.BufferReader(self._store.read(name))

    def sizes(self, names: Iterable[str]) -> Mapping[str, int]:
        """See Place."""
        if self._store.size(_PUBLISHING) is not None:
            return {}
        found = {name: self._store.size(name) for name in names}
        return {name: size for name, size in found.items() if size is not None}
