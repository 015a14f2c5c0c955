"""One row for each fetch of a document, as Parquet: whence, when, with what outcome, and what was told about it.

Rows come in parts, files that are never changed. `compact` makes one file of many. So that it needs no lock and may be
broken off anywhere, every row names the part that it was first written in, and readers take each part from one file.
"""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.errors import UserError
from pipeline.fetch.file_name import file_name
from pipeline.fetch.store import Store

Outcome = Literal["new", "changed", "unchanged", "failed"]

_FOLDER = "manifest"
_SUFFIX = ".parquet"
_PART = "part"
_READ_AT_ONCE = 8
"""Files; an object store takes its time for each, and gives several as soon as one."""
_TITLE = "ArticleTitle"
"""The standard meta tag that names an article."""
_TOLD_ONCE = ("etag", "last_modified", "content_type", "content_disposition", "bytes", "file_type")
"""What a server that says "not modified" need not say again."""
_SCHEMA = pa.schema(
    [
        pa.field("run", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("url", pa.string(), nullable=False),
        pa.field("final_url", pa.string()),
        pa.field("referrer", pa.string()),
        pa.field("fetched_at", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("status", pa.int16()),
        pa.field("outcome", pa.string(), nullable=False),
        pa.field("error", pa.string()),
        pa.field("etag", pa.string()),
        pa.field("last_modified", pa.string()),
        pa.field("content_type", pa.string()),
        pa.field("content_disposition", pa.string()),
        pa.field("sha256", pa.string()),
        pa.field("bytes", pa.int64()),
        pa.field("file_type", pa.string()),
        pa.field("link_text", pa.string()),
        pa.field("breadcrumb", pa.string()),
        pa.field("published", pa.date32()),
        pa.field("year", pa.int16()),
        pa.field("page", pa.string(), nullable=False),
        pa.field(_PART, pa.string(), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """How one fetch of a document went. Headers are as they came, decoded as Latin-1, so that no byte of them is lost.

    An unchanged document has the hash of what it still is. page: the standard meta tags of the page that links to the
    document, as found. fetched_at: with its time zone.
    """

    run: str
    source: str
    url: str
    final_url: str | None = None
    referrer: str | None = None
    fetched_at: datetime
    status: int | None = None
    outcome: Outcome
    error: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    content_disposition: str | None = None
    sha256: str | None = None
    bytes: int | None = None
    file_type: str | None = None
    link_text: str | None = None
    breadcrumb: str | None = None
    published: date | None = None
    year: int | None = None
    page: Mapping[str, str]

    @property
    def file_name(self) -> str:
        """What the document is called, without folders: by its server, its URL, or the page that links to it."""
        title = self.page.get(_TITLE) or self.link_text
        return file_name(self.content_disposition, self.final_url or self.url, title, self.file_type)


class Manifest:
    """The rows of an archive. Several processes may append, compact and read at once."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def exists(self) -> bool:
        """Whether anything was ever appended."""
        return bool(self._names())

    def append(self, rows: Iterable[Fetch]) -> None:
        """Add rows. When this returns they outlive a crash; before, none of them is there."""
        name = _new_name()
        values = [{**_values(row), _PART: name} for row in rows]
        if values:
            self._write(name, pa.Table.from_pylist(values, _SCHEMA))

    def rows(self) -> Iterator[Fetch]:
        """Every row, oldest first. Raises UserError where a part cannot be read."""
        table = pa.concat_tables([_SCHEMA.empty_table(), *_each_part_once(self._read_all())])
        for batch in table.sort_by("fetched_at").drop_columns([_PART]).to_batches():
            yield from map(_fetch, batch.to_pylist())

    def latest(self) -> Mapping[str, Fetch]:
        """By URL, the last row that has a hash and did not fail: what the URL was when it was last fetched.

        Of a document that did not change since, the row has what was told of it before and not again.
        """
        found: dict[str, Fetch] = {}
        for row in self.rows():
            if row.sha256 is not None and row.outcome != "failed":
                found[row.url] = _with_what_was_told(row, found.get(row.url))
        return found

    def compact(self) -> None:
        """Make one part of all. May be killed at any moment, and run beside others: no row is lost, none doubled."""
        self._store.clean()
        read = self._read_all()
        if len(read) < 2:
            return
        self._write(_new_name(), pa.concat_tables(_each_part_once(read)))
        for name in read:
            self._store.remove(name)

    def _names(self) -> list[str]:
        return [name for name in self._store.names(_FOLDER) if name.endswith(_SUFFIX)]

    def _read_all(self) -> dict[str, pa.Table]:
        """Every file by name. A folder may change while it is listed: so it is listed until it is as it was read."""
        read: dict[str, pa.Table] = {}
        with ThreadPoolExecutor(_READ_AT_ONCE) as pool:
            while (names := self._names()) != sorted(read):
                more = [name for name in names if name not in read]
                tables = dict(zip(more, pool.map(self._read, more), strict=True))
                read = {name: table for name, table in (read | tables).items() if name in names and table is not None}
        return read

    def _read(self, name: str) -> pa.Table | None:
        """The rows of a file, None where another process has compacted it."""
        try:
            content = self._store.read(name)
        except FileNotFoundError:
            return None
        try:
            return pq.read_table(io.BytesIO(content)).select(_SCHEMA.names).cast(_SCHEMA)
        except (pa.ArrowException, KeyError) as error:
            detail = " ".join(str(error).split())
            raise UserError("broken_manifest", self._store.place(name), detail=detail) from error

    def _write(self, name: str, table: pa.Table) -> None:
        content = io.BytesIO()
        pq.write_table(table, content, compression="zstd")
        self._store.write(name, content.getvalue())


def _new_name() -> str:
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    return f"{_FOLDER}/part-{now}-{uuid.uuid4().hex[:8]}{_SUFFIX}"


def _each_part_once(read: Mapping[str, pa.Table]) -> list[pa.Table]:
    """The rows of every part, each part from one file, in the order of the files."""
    seen: set[str] = set()
    tables = []
    for name in sorted(read):
        parts = set(read[name][_PART].unique().to_pylist())
        again = pa.array(sorted(parts & seen), pa.string())
        tables.append(read[name].filter(pc.invert(pc.is_in(read[name][_PART], again))) if len(again) else read[name])
        seen |= parts
    return tables


def _with_what_was_told(row: Fetch, before: Fetch | None) -> Fetch:
    if before is None or before.sha256 != row.sha256:
        return row
    return replace(row, **{name: getattr(before, name) for name in _TOLD_ONCE if getattr(row, name) is None})


def _values(row: Fetch) -> dict[str, Any]:
    """A row as Parquet has it. What is no text (a lone half of a surrogate pair) becomes a question mark."""
    values = {**asdict(row), "page": json.dumps(dict(row.page), ensure_ascii=False, sort_keys=True)}
    return {
        name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for name, value in values.items()
    }


def _fetch(values: dict[str, Any]) -> Fetch:
    return Fetch(**{**values, "page": json.loads(values["page"])})
