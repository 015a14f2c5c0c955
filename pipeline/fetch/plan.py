"""What one source's crawl is told, and what it tells: its task, and the count of what came of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.errors import UserError
from pipeline.fetch.archive import Archive
from pipeline.fetch.manifest import Fetch
from pipeline.fetch.settings import Manners
from pipeline.fetch.sources import Source

Heard = Callable[[str, str, str], None]
"""Told of each document and page: source, outcome, address."""
PAGE_READ = "page"
"""What stands for the outcome of a page, which is only the way to documents."""


class Budget:
    """How many documents may still be fetched, by all sources together; without a limit if None."""

    def __init__(self, limit: int | None) -> None:
        self._left = limit

    def take(self) -> bool:
        """Take one; False where none is left."""
        if self._left is None:
            return True
        self._left -= 1
        return self._left >= 0

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self._left is not None and self._left <= 0


@dataclass(slots=True)
class Tally:
    """What came of a source's crawl.

    found: documents that were recognised; earlier: those that the run had fetched before it was broken off;
    failures: what could not be fetched, each one's code and address; refused: what robots.txt forbids; wanting: pages
    that should lead to a report and lead to none that can be had without scripts; elsewhere: links to reports by hosts
    that are none of the source's; limits: those that cut the crawl off; would: what a dry run would have fetched.
    """

    source: str
    found: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    earlier: int = 0
    pages: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    wanting: list[str] = field(default_factory=list)
    elsewhere: Counter[str] = field(default_factory=Counter)
    limits: Counter[str] = field(default_factory=Counter)
    would: list[dict[str, Any]] = field(default_factory=list)
    finished: bool = False

    def as_json(self) -> dict[str, Any]:
        """Everything, under names for machines."""
        return {
            "source": self.source,
            "found": self.found,
            **{outcome: self.outcomes[outcome] for outcome in ("new", "changed", "unchanged")},
            "earlier": self.earlier,
            "failed": len(self.failures),
            "why": dict(Counter(code for code, _ in self.failures)),
            "refused": len(self.refused),
            "failures": [{"error": code, "url": url} for code, url in self.failures],
            "robots": [{"error": code, "url": url} for code, url in self.refused],
            "wanting": self.wanting,
            "elsewhere": dict(self.elsewhere),
            "pages": self.pages,
            "limits": dict(self.limits),
            "finished": self.finished,
        }


class OpenRun:
    """The mark of a run that has not come to its end, so that the next one goes on with it. file: where it is kept."""

    def __init__(self, file: Path, source: str, within: timedelta, *, dry: bool = False) -> None:
        """within: how long after its beginning a run may be gone on with; dry: leave no mark."""
        self._file = file
        now = datetime.now(UTC)
        name, began = self._read() or ("", now - within)
        goes_on = now - began < within
        self.name = name if goes_on else f"{now:%Y%m%dT%H%M%S%f}-{source}"
        if not goes_on and not dry:
            self._write({"run": self.name, "began": now.isoformat()})

    def close(self) -> None:
        """Say that the run has come to its end."""
        self._file.unlink(missing_ok=True)

    def _read(self) -> tuple[str, datetime] | None:
        try:
            mark = json.loads(self._file.read_text())
            return str(mark["run"]), datetime.fromisoformat(mark["began"])
        except (OSError, ValueError, KeyError, TypeError):  # none there, or none that can be used
            return None

    def _write(self, mark: dict[str, str]) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            partial = self._file.with_suffix(".partial")
            partial.write_text(json.dumps(mark))
            partial.replace(self._file)
        except OSError as error:
            raise UserError("memory_not_writable", self._file.parent, detail=error.strerror) from error


@dataclass(slots=True)
class Plan:
    """One source's task. known: the last fetch of each address; done: addresses that the open run has fetched.

    without_robots: hosts whose robots.txt could not be read, and the code of why; fault: what the archive said where it
    could not be written.
    """

    name: str
    source: Source
    manners: Manners
    archive: Archive
    run: OpenRun
    known: Mapping[str, Fetch]
    done: frozenset[str]
    tally: Tally
    budget: Budget
    heard: Heard
    year: int | None = None
    dry: bool = False
    without_robots: dict[str, str] = field(default_factory=dict)
    fault: UserError | None = None
