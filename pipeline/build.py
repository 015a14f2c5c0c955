"""From places to a dataset: what is known is taken from the ledger, the rest is read, and all of it is published."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import publish
from pipeline.documents import Given, read_bytes
from pipeline.extract import UnreadableError
from pipeline.form import load_forms
from pipeline.ledger import Ledger
from pipeline.report import catalogue, document_id, read_document, unreadable
from pipeline.run import for_each
from pipeline.settings import Settings
from pipeline.version import limits_told, reading_version

_PART = 1000
"""Documents that are published at a time."""
_FEW = 1000
"""Up to so many changed documents are put into the dataset that is there; with more, all of it is written anew."""
_LEDGER = ".ledger"

Reading = Generator[tuple[Given, pa.RecordBatch], None, None]
Heard = Callable[[Given, Sequence[str]], None]
"""Told of each document that was read, and of the verdicts on its reports."""


def ledger_of(out: str | os.PathLike[str], settings: Settings) -> Ledger:
    """The ledger of a dataset, which lies in it, under the version of the program and of the settings."""
    return Ledger(f"{os.fspath(out).rstrip('/')}/{_LEDGER}", reading_version(settings))


def lacking(given: Sequence[Given], ledger: Ledger, settings: Settings) -> list[Given]:
    """Those documents that must be read."""
    return [one for one in given if ledger.lacks(one, limits_told(settings))]


def read_into(
    ledger: Ledger,
    given: Sequence[Given],
    settings: Settings,
    read: Callable[[Sequence[Given], Settings], Reading],
    heard: Heard,
) -> None:
    """Read documents, and keep what comes of it. read: `read_here`, or the same elsewhere."""
    with ledger, closing(read(given, settings)) as found:
        for one, row in found:
            (ledger.add if _may_stay(row) else ledger.add_for_now)(row)
            heard(one, publish.verdicts(row))


def publish_all(
    given: Sequence[Given], place: publish.Place, ledger: Ledger, settings: Settings, year: int | None, *, anew: bool
) -> bool:
    """Write the dataset of documents that the ledger has, each once and in the dataset's order, unless it is there.
    Where few of them are new or changed, only files that have some of their rows are written.

    anew: write it in any case. year: only reports on it, and those whose year could not be told. Says whether it wrote.
    """
    told = {one.document_id: _told(one, ledger, year) for one in given}
    build = hashlib.sha256(reading_version(settings).encode() + b"".join(told.values())).hexdigest()
    before = publish.made_by(place)
    if not anew and before == build:
        return False
    changed = _changed(given, told, ledger.published(before) if before else None, ledger)
    if changed is None:
        publish.write(parts(given, ledger.rows, year), place, load_forms(), build)
    else:
        order = {one.document_id: number for number, one in enumerate(given)}
        part = publish.dataset_of(ledger.rows(changed), changed, catalogue(), year)
        publish.revise(part, order, place, load_forms(), build)
    ledger.remember(build, told)
    ledger.tidy()
    return True


def _told(one: Given, ledger: Ledger, year: int | None) -> bytes:
    """A hash of all that a document's rows are made of, the program aside: the same again makes the same."""
    own = (one.document_id, one.document.file_name, one.document.origin, one.whence, ledger.cut_short(one), year)
    return hashlib.sha256(repr(own).encode()).digest()


def _changed(
    given: Sequence[Given], told: Mapping[str, bytes], before: Mapping[str, bytes] | None, ledger: Ledger
) -> list[Given] | None:
    """The documents whose rows a dataset has not, or not as they are now; None where all are to be written anew:
    nothing is known of the dataset, or much is otherwise. before: what was told of those that it has.
    """
    if before is None:
        return None
    changed = [one for one in given if before.get(one.document_id) != told[one.document_id] or ledger.cut_short(one)]
    others = len(changed) + sum(1 for document in before if document not in told)
    return changed if others <= min(_FEW, len(given) // 2) else None


def parts(
    given: Sequence[Given], rows: Callable[[Sequence[Given]], pa.Table], year: int | None
) -> Iterator[publish.Dataset]:
    """The dataset of documents, a thousand of them at a time. rows: the results of some, in their order."""
    for start in range(0, len(given), _PART):
        some = given[start : start + _PART]
        yield publish.dataset_of(rows(some), some, catalogue(), year)


def read_here(given: Sequence[Given], settings: Settings) -> Reading:
    """Read documents in worker processes of this machine; results as they come."""
    for one, packed in for_each(given, settings, read_one, partial(not_read, settings=settings)):
        yield one, unpacked(packed)


def read_one(one: Given, settings: Settings) -> bytes:
    """The row of one document, packed: what a worker process does with it. Raises UnreadableError without its bytes."""
    content = read_bytes(one.document, settings)
    if document_id(content) != one.document_id:
        raise UnreadableError("missing", "it was changed while the build went on")
    return _packed(publish.result(read_document(content, one.document.file_name, settings), catalogue()))


def not_read(one: Given, error: UnreadableError, settings: Settings) -> bytes:
    """The row of a document that gave no result, packed."""
    row = unreadable(one.document_id, one.document.file_name, error)
    return _packed(publish.result([row], catalogue(), limits_told(settings)))


def _packed(row: pa.RecordBatch) -> bytes:
    data: bytes = row.serialize().to_pybytes()
    return data


def unpacked(packed: bytes) -> pa.RecordBatch:
    """A row as it was before it was sent from one process to another."""
    return pa.ipc.read_record_batch(pa.py_buffer(packed), publish.RESULT)


def _may_stay(row: pa.RecordBatch) -> bool:
    """Whether the ledger may keep a row: not where the document could not be had, which is likely to change."""
    rules = pc.struct_field(row.column("findings").flatten(), "rule").to_pylist()
    return bool(rules != ["unreadable.missing"])


def facts(place: publish.Place) -> dict[str, Any]:
    """A dataset in numbers: documents, reports, figures, findings, and how many reports have each verdict."""
    with place.opened("reports.parquet") as file:
        table = pq.read_table(file, columns=["document_id", "figures", "findings", "verdict"])
    counts = Counter(table["verdict"].to_pylist())
    return {
        "documents": pc.count_distinct(table["document_id"]).as_py(),
        "reports": table.num_rows,
        "figures": pc.sum(table["figures"]).as_py() or 0,
        "findings": pc.sum(table["findings"]).as_py() or 0,
        "verdicts": dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
    }
