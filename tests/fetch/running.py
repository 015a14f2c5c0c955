"""`gongkai fetch` as people run it: a process of its own, against sites on loopback."""

from __future__ import annotations

import json
import os

import yaml

from pipeline.fetch.archive import Archive
from tests.warm import Command

QUICK = {"delay": 0, "pause": 0, "seconds": 5, "retries": 2, "at_once": 2}


def source(site, *entries, **given):
    """A source for tests on a site; entries: (path, kind)."""
    manners = {**QUICK, **given.pop("manners", {})}
    return {
        "body": "某镇人民政府",
        "division": "990101",
        "entries": [{"url": site.url + path, "kind": kind} for path, kind in entries],
        "local": True,
        "manners": manners,
        **given,
    }


class Run:
    """What a run printed and left."""

    def __init__(self, code, output, archive):
        self.code, self.archive = code, archive
        self.stdout, self.stderr = (file.read_text(encoding="utf-8") for file in output)

    @property
    def facts(self):
        assert self.stdout, self.stderr
        return json.loads(self.stdout)

    @property
    def one(self):
        """The facts of the only source."""
        (only,) = self.facts["sources"]
        return only

    @property
    def rows(self):
        return list(self.archive.manifest.rows())

    def outcome(self, ending):
        """Outcome and error of the last row whose address ends so."""
        row = [row for row in self.rows if row.url.endswith(ending)][-1]
        return row.outcome, row.error


def start(folder, sources, *arguments, **given):
    """Begin to run the command on sources by name; given: more of the environment."""
    file = folder / "sources.yaml"
    file.write_text(yaml.safe_dump(sources, allow_unicode=True), encoding="utf-8")
    fixed = ("fetch", "--sources", file, "--archive", folder / "archive", *arguments)
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "GONGKAI_FETCH_MEMORY": str(folder / "memory"), **given}
    return Command(fixed, environment, output_of(folder))


def fetch(folder, sources, *arguments, plain=False, **given):
    """Run the command on sources by name, to its end."""
    code = start(folder, sources, *arguments, *([] if plain else ["--json"]), **given).wait()
    return Run(code, output_of(folder), Archive(folder / "archive"))


def output_of(folder):
    return folder / "stdout", folder / "stderr"
