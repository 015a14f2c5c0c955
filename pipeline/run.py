"""Many documents, read in worker processes with limits."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.util import Finalize
from queue import SimpleQueue
from typing import TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipeline.documents import Document, identity_of, read_bytes
from pipeline.extract import UnreadableError
from pipeline.report import Report, read_document, unreadable
from pipeline.settings import Settings

_MB = 1024 * 1024
_AHEAD = 4
"""Documents handed to each worker in advance, so that none waits for the parent."""
_NO_ROOM = re.compile(r"bad_alloc|allocate memory|insufficient memory", re.IGNORECASE)
"""What libraries say in words of their own when they are given no more memory."""
_FAILURES = (Exception, ProcessExpired, FutureTimeoutError)

D = TypeVar("D")
T = TypeVar("T")


def read_all(documents: Sequence[Document], settings: Settings) -> list[Report]:
    """Every report in the documents, at least one row for each, in the order of the documents."""
    found = dict(for_each(documents, settings, read_file, row_of_unreadable))
    return [report for document in documents for report in found[document]]


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
    """Apply a function to each document in worker processes with limits; results as they come.

    One over a limit, or whose worker dies, has what `otherwise` makes of it, and costs nobody else theirs. One that
    takes long holds up nobody.
    """
    if not items:
        return
    workers = min(worker_count(settings), len(items))
    rest, running = iter(items), 0
    done: SimpleQueue[tuple[D, ProcessFuture]] = SimpleQueue()
    with _pool(settings, workers) as pool:
        try:
            while True:
                for item in islice(rest, workers * _AHEAD - running):
                    future = pool.schedule(function, args=[item, settings], timeout=settings.seconds)
                    future.add_done_callback(lambda future, item=item: done.put((item, future)))
                    running += 1
                if not running:
                    return
                item, future = done.get()
                running -= 1
                yield item, _outcome(item, future, settings, otherwise)
        except BaseException:
            pool.stop()
            raise


def _outcome(item: D, future: ProcessFuture, settings: Settings, otherwise: Callable[[D, UnreadableError], T]) -> T:
    """What a worker made of a document, or what takes its place."""
    try:
        result: T = future.result()
    except _FAILURES as error:
        return otherwise(item, reason(error, settings))
    return result


def reason(error: BaseException, settings: Settings) -> UnreadableError:
    """Why a worker gave no result."""
    if isinstance(error, FutureTimeoutError):
        return UnreadableError("over_limit", f"took more than {settings.seconds:g} seconds")
    if isinstance(error, MemoryError) or _NO_ROOM.search(str(error)):
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
    """Limit the memory of this process; and should it or its parent be killed, let it leave nothing behind.

    folder: where libraries may put what they need for a while.
    """
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * _MB, megabytes * _MB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    tempfile.tempdir = folder
    Finalize(None, _clear_up, args=[folder], exitpriority=0)


def _clear_up(folder: str) -> None:
    """Remove the folder in place of a parent that was killed; one that lives does it itself."""
    parent = parent_process()
    if parent is not None and not parent.is_alive():
        shutil.rmtree(folder, ignore_errors=True)


def read_file(document: Document, settings: Settings) -> tuple[Report, ...]:
    """Every report in a document: what a worker process does with it."""
    return read_document(read_bytes(document, settings), document.file_name, settings)


def row_of_unreadable(document: Document, error: UnreadableError) -> tuple[Report, ...]:
    """The row of a document that gave no result."""
    return (unreadable(identity_of(document), document.file_name, error),)


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
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder, pool_of(settings, workers, folder) as pool:
        yield pool


def pool_of(settings: Settings, workers: int, folder: str) -> ProcessPool:
    """So many worker processes with the limits of a document. folder: where they may put what they need for a while."""
    return ProcessPool(
        max_workers=workers,
        context=get_context("spawn"),
        initializer=_confine,
        initargs=[settings.memory_mb, folder],
    )
