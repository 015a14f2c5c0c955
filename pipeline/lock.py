"""Only one run at a time may write a dataset."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import UserError
from pipeline.fetch.store import Store
from pipeline.folder import writable

_NAME = ".lock"
_RENEWED, _ABANDONED = 60.0, 900.0
"""In an object store the holder says every minute that it lives; whoever says nothing for 15 minutes is dead."""
_SETTLED = 2.0
"""Seconds after which it is plain who of several that take over an abandoned lock has it."""


class LockedError(UserError):
    """Another run writes this dataset. The exit code is 4."""


@contextmanager
def locked(out: str | os.PathLike[str]) -> Iterator[None]:
    """Hold the lock of a dataset that lies in a folder or at a URL. Raises LockedError at once."""
    url = os.fspath(out)
    with _locked_store(url) if "://" in url else _locked_folder(Path(url)):
        yield


@contextmanager
def _locked_folder(out: Path) -> Iterator[None]:
    """A lock of the system's: it goes with its process, however that ends. The file stays, and means nothing."""
    with writable(out):
        file = (out / _NAME).open("a+", encoding="utf-8")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise LockedError("locked", out, holder=file.read().strip() or "?") from error
        file.truncate(0)
        file.write(_holder())
        file.flush()
        yield


@contextmanager
def _locked_store(url: str) -> Iterator[None]:
    """An object that can be made only where there is none, and that its holder renews while it lives.

    One whose holder is dead is taken away; should two do so at once, the later has the lock, and both wait to see who
    that is. A holder that finds the lock gone or another's, since it slept for too long, ends as on SIGTERM.
    """
    store, own = Store(url, "out_not_reached"), f"{_holder()} {uuid.uuid4().hex}"
    _take(store, url, own)
    over = threading.Event()
    renewing = threading.Thread(target=_renew, args=(store, own, over), daemon=True)
    renewing.start()
    try:
        yield
    finally:
        over.set()
        renewing.join()
        if _said(store) == own:
            store.remove(_NAME)


def _take(store: Store, url: str, own: str) -> None:
    if store.create(_NAME, own.encode()):
        return
    age = store.age(_NAME)
    if age is not None and age < _ABANDONED:
        raise LockedError("locked", url, holder=_told(_said(store)))
    store.remove(_NAME)
    made = store.create(_NAME, own.encode())
    time.sleep(_SETTLED)
    if not made or _said(store) != own:
        raise LockedError("locked", url, holder=_told(_said(store)))


def _renew(store: Store, own: str, over: threading.Event) -> None:
    while not over.wait(_RENEWED):
        try:
            if _said(store) != own:
                os.kill(os.getpid(), signal.SIGTERM)
                return
            store.overwrite(_NAME, own.encode())
        except UserError:
            continue  # the store is away for a while; what is written there says so itself


def _said(store: Store) -> str:
    try:
        return store.read(_NAME).decode()
    except FileNotFoundError:
        return ""


def _told(said: str) -> str:
    return said.rpartition(" ")[0] or "?"


def _holder() -> str:
    return f"process {os.getpid()} on {socket.gethostname()}"
