"""A writer that is killed at any moment: what it was told is safe is there, and nothing is there by halves."""

import hashlib
import os
import random
import signal
import threading
import time
from itertools import count
from pathlib import Path

import pytest

from pipeline.fetch.archive import Archive
from tests.fetch.fetches import fetch
from tests.warm import CONTEXT


def write(folder: Path, said: Path) -> None:
    """Store and note until the end, and say so after each."""
    archive = Archive(folder)
    with said.open("w", encoding="utf-8", buffering=1) as out:
        for number in count():
            sha256 = archive.store(os.urandom(200_000)).sha256
            out.write(f"stored {sha256}\n")
            archive.manifest.append([fetch(number, url=sha256, sha256=sha256)])
            out.write(f"noted {sha256}\n")
            if number % 4 == 3:
                archive.manifest.compact()


def killed_writer(folder: Path, said: Path, delay: float) -> list[list[str]]:
    """What a writer said before it was killed, a while after its first word."""
    process = CONTEXT.Process(target=write, args=(folder, said))
    process.start()
    while not (said.exists() and said.stat().st_size) and process.is_alive():
        time.sleep(0.002)
    time.sleep(delay)
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    return [line.split() for line in said.read_text(encoding="utf-8").splitlines(keepends=True) if line.endswith("\n")]


@pytest.mark.parametrize("writers", [1, 2])
def test_what_a_killed_writer_stored_and_noted_is_there(tmp_path, tmp_path_factory, writers):
    words = tmp_path_factory.mktemp("said")
    chance = random.Random()
    said: list[list[str]] = []
    rounds = 0
    while rounds < 5 or len(said) <= 5:  # on a busy machine, a round may end with its first word
        rounds += 1
        delays = {words / f"{rounds}-{writer}": chance.uniform(0, 0.3) for writer in range(writers)}
        threads = [
            threading.Thread(target=lambda own=own: said.extend(killed_writer(tmp_path, *own)))
            for own in delays.items()
        ]
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
