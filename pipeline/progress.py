"""How far a command is, and how long it will take."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

_REMEMBERED = 3600.0
"""Seconds: the estimate goes by the last thousand documents, since a scan takes as long as a hundred others."""


@contextmanager
def progress(total: int, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """What to call with a line for each document: a bar on a terminal; in a log, a line now and then; else nothing.

    total: how many documents there will be.
    """
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield _Log(total, quiet=quiet)
        return
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=console, transient=True, speed_estimate_period=_REMEMBERED) as bar:
        task = bar.add_task("", total=total)
        yield lambda line: bar.update(task, advance=1, description=line[:60])


class _Log:
    """Plain progress lines, at most twenty of them, on standard error, with the time that the rest will take."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total, self._quiet, self._done = total, quiet, 0
        self._started = time.monotonic()

    def __call__(self, line: str) -> None:
        self._done += 1
        step = max(1, self._total // 20)
        if not self._quiet and (self._done % step == 0 or self._done == self._total):
            sys.stderr.write(f"{self._done}/{self._total}{self._rest()} {line}\n")

    def _rest(self) -> str:
        seconds = (time.monotonic() - self._started) / self._done * (self._total - self._done)
        return f" ({seconds / 60:.0f} min left)" if seconds >= 60 else ""
