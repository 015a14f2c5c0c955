"""Which documents to read: files that a user names, or what an archive holds; and their bytes."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UserError
from pipeline.extract import UnreadableError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.fetch.archive import Archive
    from pipeline.fetch.manifest import Fetch

_SUFFIXES = {".pdf", ".txt"}
_MB = 1024 * 1024
_HASHED_AT_ONCE = 4
"""Files; more would only make a disk seek."""
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document was published, as the manifest of an archive knows it.

    page_metadata: the standard meta tags of the page that links to it, as JSON. also_at: other URLs of the same bytes.
    """

    url: str
    source: str
    published: date | None
    fetched_at: datetime
    link_text: str | None
    page_metadata: str
    also_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is to be read. place: the path of a file; or an archive, and sha256 the document's name there.

    file_name: without folders.
    """

    place: str
    file_name: str
    sha256: str | None = None
    origin: Origin | None = None

    @classmethod
    def of(cls, path: Path) -> Document:
        """The document that a file is."""
        return cls(str(path), path.name)

    @property
    def whence(self) -> tuple[str, ...]:
        """Every name or URL under which it was given."""
        return (self.origin.url, *self.origin.also_at) if self.origin else (self.file_name,)


@dataclass(frozen=True, slots=True)
class Given:
    """A document by its hash, however often it was given: the one of its names that it is read under, and all of them.

    whence: every name or URL, sorted.
    """

    document_id: str
    document: Document
    whence: tuple[str, ...]


def gathered(documents: Iterable[Document]) -> list[Given]:
    """The documents, each once, in the order of the dataset: by file name, then by hash.

    Of several names of the same bytes, one in an archive comes before those of files, and then the first does.
    """
    by_hash: dict[str, list[Document]] = defaultdict(list)
    for document, identity in _identified(list(documents)):
        by_hash[identity].append(document)
    each = [
        Given(
            identity,
            min(same, key=lambda document: (document.origin is None, document.file_name, document.place)),
            tuple(sorted(place for document in same for place in document.whence)),
        )
        for identity, same in by_hash.items()
    ]
    return sorted(each, key=lambda one: (one.document.file_name, one.document_id))


def _identified(documents: Sequence[Document]) -> Iterator[tuple[Document, str]]:
    """Each document with its hash: an archive knows it, the bytes of a file are read for it."""
    with ThreadPoolExecutor(_HASHED_AT_ONCE) as pool:
        for start in range(0, len(documents), _BATCH):
            some = documents[start : start + _BATCH]
            yield from zip(some, pool.map(identity_of, some), strict=True)


def find_documents(places: Sequence[str | Path]) -> list[Document]:
    """The files named, every PDF and text file in the folders named, and the newest version of each document in the
    archives named (folders or URLs), in a fixed order.

    Raises UserError for a place that does not exist, and where there is nothing to read.
    """
    found = dict.fromkeys(document for place in places for document in _documents_at(place))
    if not found:
        raise UserError("nothing_to_read", ", ".join(map(str, places)))
    return list(found)


def read_bytes(document: Document, settings: Settings) -> bytes:
    """A document's bytes. Raises UnreadableError where they cannot be had, are too many, or were changed."""
    if document.sha256 is not None:
        content = _from_archive(document.place, document.sha256)
        _check_size(len(content), settings)
        return content
    try:
        path = Path(document.place)
        _check_size(path.stat().st_size, settings)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError("missing", error.strerror or "") from error


def identity_of(document: Document) -> str:
    """The hash of a document's bytes; a stand-in where they cannot be had, so that it has a row."""
    if document.sha256 is not None:
        return document.sha256
    try:
        with Path(document.place).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return hashlib.sha256(document.place.encode()).hexdigest()


def _documents_at(place: str | Path) -> Iterable[Document]:
    from pipeline.fetch.archive import Archive  # slow to import, and worker processes import this module too

    path = Path(place)
    if "://" in str(place) or (path.is_dir() and Archive(path).exists()):
        return _archived(Archive(place))
    if path.is_dir():
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES and p.is_file())
        return map(Document.of, inside)
    if path.is_file():
        return (Document.of(path),)
    raise UserError("no_such_path", path)


def _archived(archive: Archive) -> Iterator[Document]:
    """Each document that is the newest version at some URL, once."""
    by_hash: dict[str, list[Fetch]] = defaultdict(list)
    for row in archive.manifest.latest().values():
        by_hash[str(row.sha256)].append(row)
    if not by_hash:
        raise UserError("no_archive", archive.url)
    for sha256, rows in sorted(by_hash.items()):
        first, *others = sorted(rows, key=lambda row: (row.published or date.max, row.url))
        origin = Origin(
            first.url,
            first.source,
            first.published,
            first.fetched_at,
            first.link_text,
            json.dumps(dict(first.page), ensure_ascii=False, sort_keys=True),
            tuple(row.url for row in others),
        )
        yield Document(archive.url, first.file_name, sha256, origin)


def _from_archive(place: str, sha256: str) -> bytes:
    from pipeline.fetch.archive import Archive  # see _documents_at

    try:
        return Archive(place).read(sha256)
    except UserError as error:
        raise UnreadableError("missing", str(error)) from error


def _check_size(size: int, settings: Settings) -> None:
    if size / _MB > settings.megabytes:
        raise UnreadableError("over_limit", f"{size / _MB:.0f} MB, and at most {settings.megabytes:g} are read")
