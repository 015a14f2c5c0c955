"""Many documents, read in worker processes with limits."""

from __future__ import annotations

import os
import resource
import signal
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipeline.documents import Document, identity_of, read_bytes
from pipeline.extract import UnreadableError
from pipeline.findings import Finding
from pipeline.report import Report, read_document, unreadable
from pipeline.settings import Settings

_MB = 1024 * 1024
_AHEAD = 4
"""Documents handed to each worker in advance, so that none waits for the parent."""
_FAILURES = (Exception, ProcessExpired, FutureTimeoutError)

D = TypeVar("D")
T = TypeVar("T")


def read_all(
    documents: Sequence[Document],
    settings: Settings,
    done: Callable[[Document, tuple[Report, ...]], None] | None = None,
) -> list[Report]:
    """Every report in the documents, at least one row for each, in the order of the documents.

    A document that is given more than once has its rows once, with a finding that names the copies. done is called
    after each document with what was read from it.
    """
    reports: dict[str, tuple[Report, ...]] = {}
    given: dict[str, list[Document]] = {}
    for document, found in for_each(documents, settings, read_file, row_of_unreadable):
        identity = found[0].document_id
        reports.setdefault(identity, found)
        given.setdefault(identity, []).append(document)
        if done is not None:
            done(document, found)
    return [report for identity, found in reports.items() for report in as_given(found, given[identity])]


def as_given(found: Sequence[Report], documents: Sequence[Document]) -> Iterator[Report]:
    """The reports of a document, with its origin, under the first of the names that it was given by.

    documents: the same one, as often as it was given.
    """
    first = min(documents, key=lambda document: (document.origin is None, document.file_name))
    whence = sorted(place for document in documents for place in document.whence)
    copies = (Finding("duplicate_document", detail=", ".join(whence)),) if len(whence) > 1 else ()
    for report in found:
        more = () if report.report_index else copies
        yield replace(report, file_name=first.file_name, origin=first.origin, findings=(*report.findings, *more))


def _cores() -> int:
    """The cores that this process may use; not every system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def worker_count(settings: Settings) -> int:
    """How many documents to read at the same time."""
    return settings.workers or _cores()


def for_each(
    items: Sequence[D],
    settings: Settings,
    function: Callable[[D, Settings], T],
    otherwise: Callable[[D, UnreadableError], T],
) -> Iterator[tuple[D, T]]:
    """Apply a function to each document in worker processes with limits; results in the order of the documents.

    One over a limit, or whose worker dies, has what `otherwise` makes of it, and costs nobody else theirs.
    """
    workers = min(worker_count(settings), len(items))
    with _pool(settings, workers) as pool:
        waiting: deque[tuple[D, ProcessFuture]] = deque()
        rest = iter(items)
        try:
            while True:
                for item in islice(rest, workers * _AHEAD - len(waiting)):
                    future = pool.schedule(function, args=[item, settings], timeout=settings.seconds)
                    waiting.append((item, future))
                if not waiting:
                    return
                item, future = waiting.popleft()
                try:
                    yield item, future.result()
                except _FAILURES as error:
                    yield item, otherwise(item, _reason(error, settings))
        except BaseException:
            pool.stop()
            raise


def _reason(error: BaseException, settings: Settings) -> UnreadableError:
    """Why a worker gave no result."""
    if isinstance(error, FutureTimeoutError):
        return UnreadableError("over_limit", f"took more than {settings.seconds:g} seconds")
    if isinstance(error, MemoryError):
        return UnreadableError("over_limit", f"took more than {settings.memory_mb} MB")
    if isinstance(error, ProcessExpired) and error.exitcode == -signal.SIGABRT:
        most = f"at most {settings.memory_mb} MB of memory are given"
        return UnreadableError(
            "over_limit", f"the process that read it gave up, most likely for want of memory; {most}"
        )
    if isinstance(error, ProcessExpired):
        return UnreadableError("failed", f"the process that read it died (exit code {error.exitcode})")
    return (
        error if isinstance(error, UnreadableError) else UnreadableError("failed", f"{type(error).__name__}: {error}")
    )


def _confine(megabytes: int, folder: str) -> None:
    """Limit the memory of this process; and should it be killed, let it leave nothing behind.

    folder: where libraries may put what they need for a while.
    """
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * _MB, megabytes * _MB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    tempfile.tempdir = folder


def read_file(document: Document, settings: Settings) -> tuple[Report, ...]:
    """Every report in a document: what a worker process does with it."""
    return read_document(read_bytes(document, settings), document.file_name, settings)


def row_of_unreadable(document: Document, error: UnreadableError) -> tuple[Report, ...]:
    """The row of a document that gave no result."""
    return (unreadable(identity_of(document), document.file_name, error),)


def verdict_counts(reports: Iterable[Report]) -> dict[str, int]:
    """How many reports have each verdict, the frequent ones first."""
    counts = Counter(report.verdict for report in reports)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def apart(function: Callable[..., T], *args: object, settings: Settings) -> T | None:
    """The result of a function in a worker process with the limits of a document, None where it went over one."""
    with _pool(settings, workers=1) as pool:
        future = pool.schedule(function, args=list(args), timeout=settings.seconds)
        try:
            result: T = future.result()
        except (FutureTimeoutError, ProcessExpired, MemoryError, UnreadableError):
            return None
        return result


@contextmanager
def _pool(settings: Settings, workers: int) -> Iterator[ProcessPool]:
    with (
        tempfile.TemporaryDirectory(prefix="gongkai-") as folder,
        ProcessPool(
            max_workers=workers,
            context=get_context("spawn"),
            initializer=_confine,
            initargs=[settings.memory_mb, folder],
        ) as pool,
    ):
        yield pool
