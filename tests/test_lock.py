"""Two runs never write one dataset: real processes, and a real S3 API."""

import os
import signal
import subprocess
import sys
import time

import pytest

from pipeline import lock
from pipeline.fetch.store import Store
from pipeline.lock import LockedError, locked
from tests.making import ROOT

HOLD = """
import sys, time
from pipeline.lock import locked
with locked(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(out):
    command = [sys.executable, "-c", HOLD, str(out)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ})
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.fixture(params=["folder", "store"])
def out(request, tmp_path):
    return str(tmp_path / "out") if request.param == "folder" else f"{request.getfixturevalue('bucket')}/out"


def test_the_second_run_ends_at_once_and_is_told_who_holds_the_lock(out):
    with holder(out) as process:
        started = time.monotonic()
        with pytest.raises(LockedError, match=f"process {process.pid} on "), locked(out):
            pass
        assert time.monotonic() - started < 5
        process.kill()


def test_a_lock_is_free_after_its_holder_is_done(out):
    for _ in range(2):
        with locked(out):
            pass


def test_a_lock_goes_with_a_holder_that_is_killed(tmp_path):
    with holder(tmp_path) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with locked(tmp_path):
        pass


def test_in_a_store_the_lock_of_a_dead_holder_is_taken_over_after_a_while(bucket, monkeypatch):
    with holder(bucket) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with pytest.raises(LockedError), locked(bucket):
        pass
    monkeypatch.setattr(lock, "_ABANDONED", 0.0)
    monkeypatch.setattr(lock, "_SETTLED", 0.1)
    with locked(bucket):
        monkeypatch.undo()
        with pytest.raises(LockedError), locked(bucket):
            pass


def test_a_holder_in_a_store_says_that_it_lives(bucket, monkeypatch):
    monkeypatch.setattr(lock, "_RENEWED", 0.2)
    store = Store(bucket)
    with locked(bucket):
        time.sleep(1.5)
        assert (store.age(".lock") or 9) < 1.2  # S3 tells whole seconds


def test_a_holder_whose_lock_was_taken_is_told_to_end(bucket, monkeypatch):
    monkeypatch.setattr(lock, "_RENEWED", 0.1)
    told = []
    before = signal.signal(signal.SIGTERM, lambda number, _: told.append(number))
    try:
        with locked(bucket):
            Store(bucket).overwrite(".lock", b"another")
            time.sleep(1)
        assert told == [signal.SIGTERM]
        assert Store(bucket).read(".lock") == b"another"  # not ours to remove
    finally:
        signal.signal(signal.SIGTERM, before)
