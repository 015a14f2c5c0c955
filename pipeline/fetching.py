"""What `gongkai fetch` does between its arguments and the crawl, and what people see of it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipeline.fetch.crawl import Wish, crawl
from pipeline.fetch.failures import meaning
from pipeline.fetch.plan import PAGE_READ, Tally
from pipeline.fetch.settings import FetchSettings, load_fetch_settings
from pipeline.fetch.sources import SOURCES, Source, chosen, load_sources
from pipeline.form import Language

__all__ = ["Wish", "print_facts", "run", "settings", "wanted"]

_COUNTS = ("found", "new", "changed", "unchanged", "earlier", "failed", "refused")
_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "source": "source",
        "found": "found",
        "new": "new",
        "changed": "changed",
        "unchanged": "unchanged",
        "earlier": "fetched before",
        "failed": "failed",
        "refused": "left out for robots.txt",
        "progress": "pages {pages}, documents {documents}",
        "all": "all sources",
        "would": "would be fetched",
        "wanting": "should lead to reports, but to none that can be had without scripts",
        "elsewhere": "links to reports on a host that is not configured",
        "limits": "left at a limit",
        "limit": "documents of a run (--limit)",
        "depth": "links from an entry (depth)",
        "list_pages": "pages of a list (list_pages)",
        "pages": "pages of a run (pages)",
        "alike": "pages with addresses alike (alike)",
        "open": "not finished; the next run goes on here",
        "archive": "archived in",
    },
    "zh": {
        "source": "来源",
        "found": "发现",
        "new": "新增",
        "changed": "有变化",
        "unchanged": "无变化",
        "earlier": "此前已取",
        "failed": "失败",
        "refused": "因 robots.txt 略过",
        "progress": "页面 {pages}，文件 {documents}",
        "all": "全部来源",
        "would": "将会抓取",
        "wanting": "应有报告，但不运行脚本无法取得",
        "elsewhere": "报告链接指向未配置的主机",
        "limits": "因达到上限而略过",
        "limit": "本次文档数（--limit）",
        "depth": "距入口的链接数（depth）",
        "list_pages": "列表页数（list_pages）",
        "pages": "本次页面数（pages）",
        "alike": "地址相似的页面数（alike）",
        "open": "未完成；下次运行将继续",
        "archive": "存档位置",
    },
}


def settings(config: Path | None, archive: str | None) -> FetchSettings:
    """The settings of a run, with the archive that was named."""
    found = load_fetch_settings(config)
    return found.model_copy(update={"archive": archive}) if archive else found


def wanted(files: Iterable[Path] | None, names: Iterable[str] | None, own: FetchSettings) -> dict[str, Source]:
    """The sources of the files that were named, or the program's own, as far as their names were asked for."""
    return chosen(load_sources(list(files or ()) or [SOURCES], own.manners), names or ())


def run(
    sources: Mapping[str, Source], own: FetchSettings, wish: Wish, language: Language, *, quiet: bool
) -> dict[str, Any]:
    """Crawl, show how far it is, and give the facts of the summary."""
    with _Progress(_WORDS[language], quiet=quiet) as progress:
        tallies = crawl(sources, own, wish, progress.heard)
    return facts_of(tallies, own.archive, wish)


def facts_of(tallies: Iterable[Tally], archive: str, wish: Wish) -> dict[str, Any]:
    """The summary for machines: the counts of all, and everything of each source."""
    each = [tally.as_json() for tally in tallies]
    facts: dict[str, Any] = {name: sum(one[name] for one in each) for name in _COUNTS}
    if wish.dry:
        facts["would"] = [{"source": tally.source, **item} for tally in tallies for item in tally.would]
    return {**facts, "finished": all(one["finished"] for one in each), "archive": archive, "sources": each}


def print_facts(console: Console, facts: Mapping[str, Any], language: Language) -> None:
    """The summary for people: counts by source, then what went wrong and why."""
    words = _WORDS[language]
    for item in facts.get("would", ()):
        line = f"{words['would']}: {item['source']} {item['url']} {item['link_text'] or ''}"
        console.print(line, soft_wrap=True, markup=False)
    shown = [name for name in _COUNTS if name == "found" or facts[name]]
    table = Table(*(words[name] for name in ("source", *shown)))
    for one in facts["sources"]:
        table.add_row(one["source"], *(f"{one[name]:,}" for name in shown))
    if len(facts["sources"]) > 1:
        table.add_row(words["all"], *(f"{facts[name]:,}" for name in shown))
    console.print(table)
    for one in facts["sources"]:
        _print_troubles(console, one, language)
    if "would" not in facts:
        console.print(f"{words['archive']} {facts['archive']}", soft_wrap=True, markup=False)


def _print_troubles(console: Console, one: Mapping[str, Any], language: Language) -> None:
    words = _WORDS[language]
    lines = [f"{url} ({meaning(code, language)})" for code, url in _first_of_each(one["failures"] + one["robots"])]
    lines += [f"{url} ({words['wanting']})" for url in one["wanting"][:5]]
    lines += [f"… × {len(one['wanting']) - 5} ({words['wanting']})"] if len(one["wanting"]) > 5 else []
    lines += [f"{words['elsewhere']}: {host} × {count}" for host, count in one["elsewhere"].items()]
    lines += [f"{words['limits']}: {words[name]} × {count}" for name, count in one["limits"].items()]
    lines += [] if one["finished"] else [words["open"]]
    for line in lines:
        console.print(f"{one['source']}: {line}", soft_wrap=True, markup=False)


def _first_of_each(failures: Iterable[Mapping[str, str]]) -> Iterable[tuple[str, str]]:
    """The first three addresses of each code; all of them stand in the manifest."""
    seen: Counter[str] = Counter()
    for failure in failures:
        seen[failure["error"]] += 1
        if seen[failure["error"]] <= 3:
            yield failure["error"], failure["url"]


class _Progress:
    """A line on a terminal that tells how far it is; in a log, a line for each document; nothing beside JSON."""

    def __init__(self, words: Mapping[str, str], *, quiet: bool) -> None:
        self._quiet, self._words = quiet, words
        self._pages = self._documents = 0
        console = Console(stderr=True)
        told = TextColumn("{task.description}", markup=False)
        live = console.is_terminal and not quiet
        self._bar = (
            Progress(SpinnerColumn(), TimeElapsedColumn(), told, console=console, transient=True) if live else None
        )
        self._task = self._bar.add_task("", total=None) if self._bar else None

    def __enter__(self) -> _Progress:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def heard(self, source: str, outcome: str, url: str) -> None:
        """Told of each document, and of each page that was read on the way."""
        is_page = outcome == PAGE_READ
        self._pages += is_page
        self._documents += not is_page
        if self._bar and self._task is not None:
            counts = self._words["progress"].format(pages=self._pages, documents=self._documents)
            self._bar.update(self._task, description=f"{counts}  {source}: {url}"[:100])
        elif not self._quiet and not is_page:
            sys.stderr.write(f"{source}: {outcome} {url}\n")
