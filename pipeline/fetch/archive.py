"""Documents as they came, each under the hash of its bytes, so that what somebody cites stays what it was."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.errors import UserError
from pipeline.fetch.store import Store

if TYPE_CHECKING:
    from pipeline.fetch.manifest import Manifest

_OBJECTS = "objects"
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A document in the archive: its SHA-256 in hex, how many bytes it has, and whether it was not there before."""

    sha256: str
    bytes: int
    new: bool


class Archive:
    """A folder, or an fsspec URL such as s3://bucket/prefix: objects/ab/abcd… and the manifest of how they came.

    It is made by the first thing that is put into it. Objects are never overwritten and never removed. May be used by
    several threads and processes at once. What cannot be reached raises UserError.
    """

    def __init__(self, url: str | os.PathLike[str]) -> None:
        self._store = Store(url)

    @cached_property
    def manifest(self) -> Manifest:
        """How the documents came here, and what else was tried."""
        from pipeline.fetch.manifest import Manifest  # slow to import, and who reads one document does not need it

        return Manifest(self._store)

    @property
    def url(self) -> str:
        """The folder or URL, as it was given."""
        return self._store.url

    def exists(self) -> bool:
        """Whether there is an archive here: one has a manifest as soon as a fetch was noted in it."""
        return self.manifest.exists()

    def store(self, content: bytes) -> Stored:
        """Keep a document. When this returns it outlives a crash; a document that is here already is left as it is."""
        sha256 = hashlib.sha256(content).hexdigest()
        return Stored(sha256, len(content), new=self._store.write(_name(sha256), content))

    def read(self, sha256: str) -> bytes:
        """The bytes of a document. Raises UserError where it is missing, or is no longer what its name says."""
        try:
            content = self._store.read(_name(sha256))
        except FileNotFoundError as error:
            raise UserError("archive_object_missing", self.place(sha256)) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise UserError("archive_object_broken", self.place(sha256))
        return content

    def place(self, sha256: str) -> str:
        """The path or URL of a document, under which fsspec opens it from any process."""
        return self._store.place(_name(sha256))

    def hashes(self) -> Iterator[str]:
        """The hash of every document here, sorted."""
        names = (PurePosixPath(name).name for name in self._store.names(_OBJECTS))
        return (name for name in names if _HASH.fullmatch(name))


def _name(sha256: str) -> str:
    return f"{_OBJECTS}/{sha256[:2]}/{sha256}"
