"""A writer that is killed at any moment: what it was told is safe is there, and nothing is there by halves."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pipeline.fetch.archive import Archive
from tests.making import ROOT

WRITER = """
import os, sys
from pipeline.fetch.archive import Archive
from tests.fetch.fetches import fetch
archive = Archive(sys.argv[1])
for number in range(1_000_000):
    sha256 = archive.store(os.urandom(200_000)).sha256
    print("stored", sha256, flush=True)
    archive.manifest.append([fetch(number, url=sha256, sha256=sha256)])
    print("noted", sha256, flush=True)
    if number % 4 == 3:
        archive.manifest.compact()
"""


def killed_writer(folder: Path, delay: float) -> list[list[str]]:
    """What a writer said before it was killed, a while after its first word."""
    command = [sys.executable, "-c", WRITER, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline()]
        timer = threading.Timer(delay, os.kill, (process.pid, signal.SIGKILL))
        timer.start()
        said += process.stdout.readlines()
    return [line.split() for line in said if line.endswith("\n")]


@pytest.mark.parametrize("writers", [1, 2])
def test_what_a_killed_writer_stored_and_noted_is_there(tmp_path, writers):
    chance = random.Random()
    said: list[list[str]] = []
    rounds = 0
    while rounds < 5 or len(said) <= 5:  # on a busy machine, a round may end with its first word
        rounds += 1
        delays = [chance.uniform(0, 0.3) for _ in range(writers)]
        threads = [threading.Thread(target=lambda d=d: said.extend(killed_writer(tmp_path, d))) for d in delays]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    archive = Archive(tmp_path)
    hashes = list(archive.hashes())
    assert {sha256 for word, sha256 in said if word == "stored"} <= set(hashes)
    assert all(hashlib.sha256(archive.read(sha256)).hexdigest() == sha256 for sha256 in hashes)
    urls = [row.url for row in archive.manifest.rows()]
    assert len(urls) == len(set(urls))
    assert {sha256 for word, sha256 in said if word == "noted"} <= set(urls) <= set(hashes)


def test_what_killed_writers_left_is_cleared_when_it_is_a_day_old(tmp_path):
    archive = Archive(tmp_path)
    sha256 = archive.store(b"whole").sha256
    for name, age in (("old", 2 * 24 * 3600), ("new", 60)):
        (tmp_path / ".partial" / name).write_bytes(b"ha")
        written = (tmp_path / ".partial" / name).stat().st_mtime
        os.utime(tmp_path / ".partial" / name, (written - age, written - age))
    archive.manifest.compact()
    assert [path.name for path in (tmp_path / ".partial").iterdir()] == ["new"]
    assert list(archive.hashes()) == [sha256]
