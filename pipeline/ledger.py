"""What was read of documents so far, so that no build reads again what is known. Kept by hash, file name and version.

A folder for each version (see version.py) holds parts: Parquet files that are never changed, a row a document with its
whole result. A part is there or not, whoever is killed when; rows of the same document say the same, so that a part
written twice does no harm.
"""

from __future__ import annotations

import io
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.documents import Given
from pipeline.errors import UserError
from pipeline.fetch.store import Store
from pipeline.publish import RESULT

_SUFFIX = ".parquet"
_DOCUMENTS, _SECONDS = 500, 30.0
"""After so many documents, or so much time, what was read is written: so much is lost at most when a run is killed."""
_PUBLISHED = "published-"
"""So begins the name of the file, beside the parts, that says of what the dataset was made."""
_GROUP = 100
"""Documents that are read back at once."""
_SMALL, _MANY = 250, 32
"""Parts with fewer documents are made one when there are as many of them: a night adds one."""
_TRIES = 3
"""How often a document is read that went over a limit of time or memory, or whose process died."""

Key = tuple[str, str]


@dataclass(slots=True)
class _Entry:
    """Where a document's row is (its part and its place there), and how often what was cut short was tried."""

    part: str
    row: int
    under: str
    tries: int = 1


class Ledger:
    """The results under one version. Only one process may use it, see lock.py. Add results within a `with` block."""

    def __init__(self, url: str, version: str) -> None:
        """Raises UserError where it cannot be read."""
        self._store = Store(url, "out_not_reached")
        self._folder = version
        self._entries: dict[Key, _Entry] = {}
        self._loose: dict[Key, pa.RecordBatch] = {}
        self._waiting: list[pa.RecordBatch] = []
        self._written = time.monotonic()
        self._opened = lru_cache(maxsize=16)(self._open)
        self._small: list[str] = []
        for name in self._store.names(version):
            if name.endswith(_SUFFIX):
                self._index(name)

    def lacks(self, one: Given, limits: str) -> bool:
        """Whether a document is to be read: nothing is known of it, or its reading was cut short.

        Chance may have had a part in that, a busy machine for one, so it is tried again, but not for ever: three times
        under the same limits, and anew under others.
        """
        entry = self._entries.get(_key(one))
        return entry is None or (bool(entry.under) and (entry.under != limits or entry.tries < _TRIES))

    def cut_short(self, one: Given) -> bool:
        """Whether all that is known of a document is that its reading was cut short."""
        entry = self._entries.get(_key(one))
        return entry is None or bool(entry.under)

    def add(self, row: pa.RecordBatch) -> None:
        """Keep the row of a document, soon."""
        self._waiting.append(row)
        if len(self._waiting) >= _DOCUMENTS or time.monotonic() - self._written > _SECONDS:
            self._write()

    def add_for_now(self, row: pa.RecordBatch) -> None:
        """Keep a row for this run only: what it says may be otherwise in the next."""
        self._loose[row.column("document_id")[0].as_py(), row.column("file_name")[0].as_py()] = row

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Write what waits; of a run that breaks off, not what was cut short, which may be due to that."""
        if kind is not None:
            self._waiting = [row for row in self._waiting if not row.column("under")[0].as_py()]
        self._write()

    def rows(self, given: Sequence[Given]) -> pa.Table:
        """The rows of documents, in their order. Raises KeyError for one that was not added."""
        places: dict[str, list[int]] = {}
        tables, position = [], {}
        for one in given:
            if (entry := self._entries.get(_key(one))) and _key(one) not in self._loose:
                places.setdefault(entry.part, []).append(entry.row)
        offset = 0
        for part, rows in places.items():
            tables.append(self._taken(part, rows))
            position.update({(part, row): offset + number for number, row in enumerate(rows)})
            offset += len(rows)
        order = []
        for one in given:
            loose = self._loose.get(_key(one))
            if loose is not None:
                tables.append(pa.Table.from_batches([loose]))
                order.append(offset)
                offset += 1
            else:
                entry = self._entries[_key(one)]
                order.append(position[entry.part, entry.row])
        return pa.concat_tables(tables).take(pa.array(order, pa.int64())) if tables else RESULT.empty_table()

    def published(self, build: str) -> dict[str, bytes] | None:
        """What was said of each document of a dataset (by its hash) when that build had written it; None if nothing."""
        try:
            with pa.ipc.open_stream(self._store.read(f"{self._folder}/{_PUBLISHED}{build}")) as file:
                table = file.read_all()
        except (FileNotFoundError, pa.ArrowException):
            return None
        return dict(zip(table["document_id"].to_pylist(), table["told"].to_pylist(), strict=True))

    def remember(self, build: str, told: Mapping[str, bytes]) -> None:
        """Keep what `published` tells, in the place of what was said of datasets before."""
        old = [name for name in self._store.names(self._folder) if name.startswith(f"{self._folder}/{_PUBLISHED}")]
        file = io.BytesIO()
        table = pa.table({"document_id": pa.array(told.keys(), pa.string()), "told": pa.array(told.values())})
        with pa.ipc.new_stream(file, table.schema) as stream:
            stream.write_table(table)
        self._store.write(f"{self._folder}/{_PUBLISHED}{build}", file.getvalue())
        for name in old:
            if name != f"{self._folder}/{_PUBLISHED}{build}":
                self._store.remove(name)

    def tidy(self) -> None:
        """Make one part of many small ones. May be killed at any moment."""
        if len(self._small) < _MANY:
            return
        self._opened.cache_clear()
        tables = [self._read(name, list(range(self._opened(name).num_row_groups))) for name in self._small]
        self._store.write(self._new_name(), _parquet(pa.concat_tables(tables)))
        for name in self._small:
            self._store.remove(name)

    def _write(self) -> None:
        self._written = time.monotonic()
        if self._waiting:
            name, table = self._new_name(), pa.Table.from_batches(self._waiting)
            self._store.write(name, _parquet(table))
            self._waiting = []
            self._enter(name, table)

    def _new_name(self) -> str:
        return f"{self._folder}/part-{time.time_ns():020d}-{uuid.uuid4().hex[:8]}{_SUFFIX}"

    def _index(self, name: str) -> None:
        try:
            with self._source(name) as file:
                table = pq.read_table(file, columns=["document_id", "file_name", "under"])
        except (pa.ArrowException, OSError) as error:
            raise self._broken(name, error) from error
        self._enter(name, table)

    def _enter(self, name: str, table: pa.Table) -> None:
        if table.num_rows < _SMALL:
            self._small.append(name)
        columns = (table[column].to_pylist() for column in ("document_id", "file_name", "under"))
        for row, (document_id, file_name, under) in enumerate(zip(*columns, strict=True)):
            before = self._entries.get((document_id, file_name))
            if before is not None and not before.under:
                continue  # what is certain stays
            tries = before.tries + 1 if before is not None and before.under == under else 1
            self._entries[document_id, file_name] = _Entry(name, row, under, tries)

    def _taken(self, part: str, rows: Sequence[int]) -> pa.Table:
        """Some rows of a part, of which only their groups are read."""
        groups = sorted({row // _GROUP for row in rows})
        start = {group: number * _GROUP for number, group in enumerate(groups)}
        table = self._read(part, groups)
        return table.take(pa.array([start[row // _GROUP] + row % _GROUP for row in rows], pa.int64()))

    def _read(self, part: str, groups: list[int]) -> pa.Table:
        try:
            return self._opened(part).read_row_groups(groups)
        except (pa.ArrowException, OSError) as error:
            raise self._broken(part, error) from error

    def _open(self, part: str) -> pq.ParquetFile:
        return pq.ParquetFile(self._source(part))

    def _source(self, name: str) -> pa.NativeFile:
        """A part, opened. Never as a file of Python's: Arrow's threads may hold one still when the program ends."""
        path = self._store.on_disk(name)
        return pa.OSFile(str(path)) if path is not None else pa.BufferReader(self._store.read(name))

    def _broken(self, part: str, error: Exception) -> UserError:
        return UserError("broken_ledger", self._store.place(part), detail=error)


def _key(one: Given) -> Key:
    return one.document_id, one.document.file_name


def _parquet(table: pa.Table) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd", row_group_size=_GROUP)
    return file.getvalue()
