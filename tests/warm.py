"""Processes of `gongkai` that need no second to begin: each is forked from one that has imported all it needs.

They are processes like any other: with arguments, an environment, files for what they print, a pid, and an end by exit
code or signal. Tests of the command's own start run `python -m pipeline.cli`. The workers of a `Command`, which may be
killed, start as they do in life; those of `gongkai`, which runs to its end, are forked from it.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

from tests.making import ROOT

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.warmed"])
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "120"}


class Command:
    """One run of the command. output: files that take what it prints. changed: modules, a name in each, its value."""

    def __init__(self, arguments, environment, output, *changed):
        self.output = [Path(path) for path in output]
        given = [str(argument) for argument in arguments]
        self._process = CONTEXT.Process(target=_run, args=(given, environment, self.output, changed))
        self._process.start()
        self.pid = self._process.pid
        self.kill, self.terminate = self._process.kill, self._process.terminate

    def poll(self):
        """The exit code, negative for a signal; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout=None):
        """The same, once it has ended."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutError
        return self._process.exitcode

    def printed(self):
        """What it wrote to either stream."""
        return [path.read_text(encoding="utf-8") for path in self.output]

    def until(self, holds, seconds=60.0):
        """Wait until something holds, or the command has ended, or for so long; say whether it holds."""
        deadline = time.monotonic() + seconds
        while not (held := holds()) and self.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        return held


def forked(_):
    """How they are: at once, while the command has no other thread. In place of `get_context`."""
    return get_context("fork")


FORKED = ("pipeline.run", "get_context", forked)


def gongkai(*arguments, changed=FORKED, **environment):
    """The command, run to its end."""
    with tempfile.TemporaryDirectory() as folder:
        output = (Path(folder) / "stdout", Path(folder) / "stderr")
        command = Command(arguments, {**ENVIRONMENT, **environment}, output, changed)
        return subprocess.CompletedProcess(arguments, command.wait(), *command.printed())


def _run(arguments, environment, output, changed):
    for number, path in enumerate(output, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    for module, name, value in changed:
        setattr(importlib.import_module(module), name, value)
    from pipeline import cli

    sys.modules["__main__"] = cli  # what its workers import first, as those of the command do
    sys.argv = ["gongkai", *arguments]
    cli.main()
