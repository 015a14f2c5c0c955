"""make nightly, with a command that says what it was asked and ends as it is told."""

import os
import subprocess

import pytest

from tests.making import ROOT

FAKE = '#!/bin/sh\necho "gongkai $*"\ncase $1 in fetch) exit $FETCH_ENDS;; build) exit $BUILD_ENDS;; esac\n'
FAR = 4_000_000_000
"""A time at which the environment is up to date whatever happens."""


@pytest.fixture
def venv(tmp_path):
    (tmp_path / "bin").mkdir()
    for name in ("bin/python", "bin/gongkai"):
        (tmp_path / name).write_text(FAKE)
        (tmp_path / name).chmod(0o755)
    for stamp in (tmp_path / ".runtime", tmp_path / ".dev"):
        stamp.write_text("")
        os.utime(stamp, (FAR, FAR))
    return tmp_path


@pytest.mark.parametrize(("fetched", "built", "code"), [(0, 0, 0), (1, 0, 1), (0, 3, 3), (1, 4, 4)])
def test_a_night_fetches_builds_keeps_a_log_and_fails_where_either_does(venv, fetched, built, code):
    log = venv / "logs" / "night.log"
    wishes = [f"VENV={venv}", f"LOG={log}", "ARCHIVE=s3://a/raw", "OUT=s3://a/out", "FAIL_ON=unreadable=5% no_tables=9"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    ends = {"FETCH_ENDS": str(fetched), "BUILD_ENDS": str(built)}
    for _ in range(2):
        command = ["make", "-s", "nightly", *wishes]
        done = subprocess.run(
            command, cwd=ROOT, env={**environment, **ends}, capture_output=True, text=True, check=False
        )
        assert (done.returncode != 0) == (code != 0)
        assert (f"Error {code}" in done.stderr) == (code != 0)
    lines = log.read_text().splitlines()
    assert lines.count(f"exit codes: fetch {fetched}, build {built}") == 2
    assert "gongkai fetch --archive s3://a/raw --json" in [" ".join(line.split()) for line in lines]
    assert "gongkai build s3://a/raw --out s3://a/out --fail-on unreadable=5% --fail-on no_tables=9 --json" in [
        " ".join(line.split()) for line in lines
    ]
