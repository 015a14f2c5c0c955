"""What processes that read do in tests in place of reading. They import this module, so it imports little."""

from __future__ import annotations

import os
import resource
import signal
import time
from pathlib import Path

from pipeline.cluster import read_there
from pipeline.documents import Given
from pipeline.extract import UnreadableError
from pipeline.settings import Settings


def reason(path: Path, error: UnreadableError) -> str:
    return error.reason


def sleep_over_slow(path: Path, _) -> str:
    if path.stem == "slow":
        time.sleep(120)
    return "read"


def die_over_deadly(path: Path, _) -> str:
    if path.stem == "deadly":
        os._exit(3)
    return "read"


def swallow_memory(path: Path, _) -> str:
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == 1024 * 1024 * 1024
    if path.stem == "huge":
        bytearray(2 * 1024 * 1024 * 1024)
    return "read"


def wait_for_others(path: Path, _) -> str:
    time.sleep(3 if path.stem == "n00" else 0.01)
    return "read"


def deadly(one: Given, own: Settings, program: str) -> bytes:
    """As a Dask worker reads; but one document ends the worker itself."""
    if one.document.file_name == "01.pdf":
        os.kill(os.getpid(), signal.SIGKILL)
    return read_there(one, own, program)
