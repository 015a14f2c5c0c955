"""Processes of `gongkai` that need no second to begin: each is forked from one that has imported all it needs.

Run as a script, this is that one: a line of JSON for each process comes in, its pid and then its exit code go out.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from functools import cache


class Process:
    """One run of the command. output: the files that take what it prints."""

    def __init__(self, arguments, environment, output):
        self._stove = _stove()
        line = {"arguments": list(map(str, arguments)), "environment": environment, "output": list(map(str, output))}
        self._stove.stdin.write(json.dumps(line) + "\n")
        self._stove.stdin.flush()
        self.pid = int(self._stove.stdout.readline())

    def wait(self):
        """The exit code, negative for a signal."""
        return int(self._stove.stdout.readline())


@cache
def _stove():
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fetch.warm"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(process.communicate)
    return process


def _child(order):
    for number, name in enumerate(order["output"], 1):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = ["gongkai", *order["arguments"]]
    code = 0
    try:
        cli.main()
    except SystemExit as end:
        code = end.code or 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    import pandas  # noqa: F401
    import scrapy.core.downloader.handlers.http11
    import scrapy.crawler  # noqa: F401
    from scrapy.settings import default_settings
    from scrapy.utils.misc import load_object

    import pipeline.fetch.spider
    import pipeline.fetching  # noqa: F401
    from pipeline import cli

    for kind in ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES"):
        for path in getattr(default_settings, f"{kind}_BASE"):
            load_object(path)

    for given in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                _child(json.loads(given))
            finally:
                os._exit(70)
        print(child, flush=True)  # noqa: T201
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201
