"""The same reading on a Dask cluster: one that is there, or one that is started on this machine.

A Dask worker only passes documents on: each is read by a process that the worker starts, with the limits of any other
build, so that a hostile one costs its own row and not the worker. Should a worker be lost all the same, others read
what it had.
"""

from __future__ import annotations

import atexit
import logging
import multiprocessing
import os
import shutil
import tempfile
import time
import uuid
from asyncio import CancelledError
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipeline.build import Reading, not_read, read_one, unpacked
from pipeline.documents import Given
from pipeline.errors import UserError
from pipeline.extract import UnreadableError
from pipeline.run import pool_of, reason, worker_count
from pipeline.settings import Settings
from pipeline.version import program_version

if TYPE_CHECKING:
    from distributed import Client, Future

_AHEAD = 4
"""Documents handed out for each thread of the cluster's workers."""
_LOOKED_EVERY = 5.0
"""Seconds after which it is asked again how many threads there are: clusters grow and shrink."""
_TIMEOUT = 20.0

Function = Callable[[Given, Settings, str], bytes]


class OtherProgramError(RuntimeError):
    """A worker of the cluster has another program than the one that asks it."""


def read_there(one: Given, settings: Settings, program: str) -> bytes:
    """The row of a document, packed: what a Dask worker does with it. program: what it must be, see version.py."""
    if program_version() != program:
        raise OtherProgramError
    try:
        packed: bytes = _pool(settings).schedule(read_one, args=[one, settings], timeout=settings.seconds).result()
    except Exception as error:
        return not_read(one, reason(error, settings), settings)
    return packed


@cache
def _pool(settings: Settings) -> Any:
    """The processes of a Dask worker that read, as many as it has threads."""
    from distributed import get_worker

    # A nanny starts its worker as a daemon, which may have no children of its own.
    multiprocessing.current_process().daemon = False
    folder = tempfile.mkdtemp(prefix="gongkai-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return pool_of(settings, get_worker().state.nthreads, folder)


def reader(address: str, function: Function = read_there) -> Callable[[Sequence[Given], Settings], Reading]:
    """What reads documents on a cluster. address: tcp://host:port of its scheduler, or `local`.

    Raises UserError where the cluster cannot be reached, or is lost, or has another version of this program.
    """

    def read(given: Sequence[Given], settings: Settings) -> Reading:
        if given:
            with _client(address, settings) as client:
                yield from _read(client, given, settings, function, address)

    return read


def _read(client: Client, given: Sequence[Given], settings: Settings, function: Function, address: str) -> Reading:
    from distributed import as_completed

    program, run = program_version(), uuid.uuid4().hex
    handed: dict[str, Given] = {}
    rest = enumerate(map(_anywhere, given))
    done = as_completed(loop=client.loop)
    room, looked = _AHEAD, 0.0
    while True:
        if time.monotonic() - looked > _LOOKED_EVERY:
            room, looked = max(1, sum(client.nthreads().values())) * _AHEAD, time.monotonic()
        for number, one in islice(rest, max(0, room - len(handed))):
            future = client.submit(function, one, settings, program, key=f"gongkai-{run}-{number}", pure=False)
            handed[future.key] = given[number]
            done.add(future)
        if not handed:
            return
        future = next(done)
        one = handed.pop(future.key)
        yield one, unpacked(_result(future, one, settings, address))


def _result(future: Future, one: Given, settings: Settings, address: str) -> bytes:
    """What became of a document. One that has killed several workers is given up, and has a row that says so."""
    from distributed import KilledWorker

    try:
        packed: bytes = future.result()
    except KilledWorker:
        return not_read(one, UnreadableError("failed", "the workers that were to read it died"), settings)
    except OtherProgramError as error:
        raise UserError("cluster_differs", address) from error
    except (Exception, CancelledError) as error:  # what is wrong with a document never comes this way
        raise UserError("cluster_lost", address, detail=error) from error
    finally:
        future.release()
    return packed


def _anywhere(one: Given) -> Given:
    """A document by a path that means the same in another working directory."""
    place = one.document.place
    whole = place if "://" in place else os.path.abspath(place)  # noqa: PTH100 - a Path would make one slash of two
    return replace(one, document=replace(one.document, place=whole))


@contextmanager
def _client(address: str, settings: Settings) -> Iterator[Client]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise UserError("no_dask", address) from error
    logging.getLogger("distributed").setLevel(logging.ERROR)
    if address == "local":
        with (
            LocalCluster(
                n_workers=worker_count(settings),
                threads_per_worker=1,
                memory_limit=0,  # those that read have limits of their own
                dashboard_address=None,
                silence_logs=logging.ERROR,
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = Client(address, timeout=_TIMEOUT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UserError("cluster_not_reached", address, detail=error) from error
    with client:
        yield client
