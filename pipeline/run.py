"""Many documents: which files to read, and reading them in worker processes with limits."""

from __future__ import annotations

import hashlib
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
from pathlib import Path
from typing import TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from pipeline.errors import UserError
from pipeline.extract import UnreadableError
from pipeline.findings import Finding
from pipeline.report import Report, document_id, read_document, unreadable
from pipeline.settings import Settings

_SUFFIXES = {".pdf", ".txt"}
_MB = 1024 * 1024
_AHEAD = 4
"""Documents handed to each worker in advance, so that none waits for the parent."""
_FAILURES = (Exception, ProcessExpired, FutureTimeoutError)

T = TypeVar("T")


def find_documents(paths: Sequence[Path]) -> list[Path]:
    """The files named, and every PDF and text file in the folders named, in a fixed order.

    Raises UserError for a path that does not exist, and where there is nothing to read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES and p.is_file())
            found.update(dict.fromkeys(inside))
        elif path.is_file():
            found[path] = None
        else:
            raise UserError("no_such_path", path)
    if not found:
        raise UserError("nothing_to_read", ", ".join(map(str, paths)))
    return list(found)


def read_all(
    files: Sequence[Path], settings: Settings, done: Callable[[Path, tuple[Report, ...]], None] | None = None
) -> list[Report]:
    """Every report in the files, at least one row for each document, in the order of the files.

    A document that is given more than once has its rows once, with a finding that names the copies. done is called
    after each file with what was read from it.
    """
    reports: dict[str, tuple[Report, ...]] = {}
    names: dict[str, list[str]] = {}
    for path, found in for_each(files, settings, read_file, row_of_unreadable):
        identity = found[0].document_id
        reports.setdefault(identity, found)
        names.setdefault(identity, []).append(path.name)
        if done is not None:
            done(path, found)
    return [report for identity, found in reports.items() for report in _with_copies(found, names[identity])]


def _cores() -> int:
    """The cores that this process may use; not every system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def worker_count(settings: Settings) -> int:
    """How many documents to read at the same time."""
    return settings.workers or _cores()


def _with_copies(found: tuple[Report, ...], names: list[str]) -> Iterator[Report]:
    if len(names) == 1:
        yield from found
        return
    copies = Finding("duplicate_document", detail=", ".join(sorted(names)))
    first = min(names)
    yield replace(found[0], file_name=first, findings=(*found[0].findings, copies))
    yield from (replace(report, file_name=first) for report in found[1:])


def for_each(
    files: Sequence[Path],
    settings: Settings,
    function: Callable[[str, Settings], T],
    otherwise: Callable[[Path, UnreadableError], T],
) -> Iterator[tuple[Path, T]]:
    """Apply a function to each file in worker processes with limits; results in the order of the files.

    A file over a limit, or whose worker dies, has what `otherwise` makes of it, and costs nobody else theirs.
    """
    workers = min(worker_count(settings), len(files))
    with _pool(settings, workers) as pool:
        waiting: deque[tuple[Path, ProcessFuture]] = deque()
        rest = iter(files)
        try:
            while True:
                for path in islice(rest, workers * _AHEAD - len(waiting)):
                    future = pool.schedule(function, args=[str(path), settings], timeout=settings.seconds)
                    waiting.append((path, future))
                if not waiting:
                    return
                path, future = waiting.popleft()
                try:
                    yield path, future.result()
                except _FAILURES as error:
                    yield path, otherwise(path, _reason(error, settings))
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


def read_bytes(path: Path, settings: Settings) -> bytes:
    """A file's bytes. Raises UnreadableError where the disk fails or the file is too large."""
    try:
        size = path.stat().st_size / _MB
        if size > settings.megabytes:
            raise UnreadableError("over_limit", f"{size:.0f} MB, and at most {settings.megabytes:g} are read")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError("missing", error.strerror or "") from error


def read_file(name: str, settings: Settings) -> tuple[Report, ...]:
    """Every report in a file: what a worker process does with it."""
    path = Path(name)
    return read_document(read_bytes(path, settings), path.name, settings)


def row_of_unreadable(path: Path, error: UnreadableError) -> tuple[Report, ...]:
    """The row of a file that gave no result."""
    return (unreadable(_id_of_file(path), path.name, error),)


def _id_of_file(path: Path) -> str:
    """The document's hash, or a stand-in for a file that cannot be read, so that it still has its row."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return document_id(str(path).encode())


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
