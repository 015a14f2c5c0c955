"""The crawl of many sources, in one process: a few sites at a time, and never two crawls of one site at once."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pipeline.errors import UserError
from pipeline.fetch.archive import Archive
from pipeline.fetch.manifest import Fetch
from pipeline.fetch.plan import Budget, Heard, OpenRun, Plan, Tally
from pipeline.fetch.settings import FetchSettings
from pipeline.fetch.sources import Source, manners_of, place_of


@dataclass(frozen=True, slots=True)
class Wish:
    """What a run is for. year: reports on it, and those without one; limit: documents in all; dry: only look."""

    year: int | None = None
    limit: int | None = None
    dry: bool = False


def crawl(sources: Mapping[str, Source], settings: FetchSettings, wish: Wish, heard: Heard) -> list[Tally]:
    """Crawl sources and archive what they publish; the tally of each, in their order. May be called once in a process.

    Raises UserError where there is no contact to name, or the archive cannot be reached.
    """
    if not settings.contact.strip() and not all(source.local for source in sources.values()):
        raise UserError("no_contact")
    archive = Archive(settings.archive)
    plans = _plans(sources, settings, archive, wish, heard)
    _run(plans, settings)
    for plan in plans:
        if plan.fault is not None:
            raise plan.fault
    if not wish.dry:
        _conclude(plans, archive)
    return [plan.tally for plan in plans]


def _plans(
    sources: Mapping[str, Source], settings: FetchSettings, archive: Archive, wish: Wish, heard: Heard
) -> list[Plan]:
    rows, kept = list(archive.manifest.rows()), set(archive.hashes())
    known = {row.url: row for row in rows if row.sha256 in kept}
    budget, within = Budget(wish.limit), timedelta(days=settings.resume_days)
    plans = []
    for name, source in sources.items():
        run = OpenRun(settings.memory / name / "open.json", name, within, dry=wish.dry)
        plan = Plan(
            name=name,
            source=source,
            manners=manners_of(source, settings.manners),
            archive=archive,
            run=run,
            known=known,
            done=_done(rows, name, run.name, kept),
            tally=Tally(name),
            budget=budget,
            heard=heard,
            year=wish.year,
            dry=wish.dry,
        )
        plans.append(plan)
    return plans


def _conclude(plans: Iterable[Plan], archive: Archive) -> None:
    """Close the runs that came to their end: neither interrupted nor cut off by the limit of documents."""
    for plan in plans:
        if plan.tally.finished and not plan.tally.limits["limit"]:
            plan.run.close()
    archive.manifest.compact()


def _done(rows: Iterable[Fetch], source: str, run: str, kept: set[str]) -> frozenset[str]:
    """The addresses that a run has fetched of a source, before it was broken off."""
    return frozenset(row.url for row in rows if (row.source, row.run) == (source, run) and row.sha256 in kept)


def _run(plans: list[Plan], settings: FetchSettings) -> None:
    """Crawl, and return when all crawls are over, or were broken off by a signal."""
    from scrapy.crawler import AsyncCrawlerProcess

    from pipeline.fetch.scrapy_settings import process_settings

    local = sorted({place[0] for plan in plans if plan.source.local for place in _places(plan.source)})
    process = AsyncCrawlerProcess(process_settings(local))
    _hush()
    from twisted.internet import reactor

    def start() -> None:
        task = asyncio.ensure_future(_all(process, plans, settings))
        task.add_done_callback(lambda _: reactor.stop())
        tasks.append(task)

    tasks: list[asyncio.Future[None]] = []
    reactor.callWhenRunning(start)
    process.start(stop_after_crawl=False)
    for task in tasks:
        if task.done() and not task.cancelled():
            task.result()


def _hush() -> None:
    """Let libraries log to nobody: what they have to tell stands in the tallies, under names that people understand."""
    from twisted.logger import globalLogBeginner

    globalLogBeginner.beginLoggingTo([], discardBuffer=True, redirectStandardIO=False)
    for name in ("scrapy", "twisted", "py.warnings"):
        logging.getLogger(name).addHandler(logging.NullHandler())


async def _all(process: Any, plans: list[Plan], settings: FetchSettings) -> None:
    at_once = asyncio.Semaphore(settings.sites_at_once)
    hosts: dict[tuple[str, int | None], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def one(plan: Plan) -> None:
        from scrapy.crawler import Crawler

        from pipeline.fetch.scrapy_settings import crawler_settings
        from pipeline.fetch.spider import ReportSpider

        async with AsyncExitStack() as stack:
            for place in sorted(_places(plan.source), key=str):  # in one order, so that no two wait for each other
                await stack.enter_async_context(hosts[place])
            await stack.enter_async_context(at_once)
            crawler = Crawler(ReportSpider, crawler_settings(plan, settings))
            await process.crawl(crawler, plan=plan)

    results = await asyncio.gather(*map(one, plans), return_exceptions=True)
    for fault in results:
        if isinstance(fault, BaseException):
            raise fault


def _places(source: Source) -> set[tuple[str, int | None]]:
    """The hosts of a source, as far as they are named one by one."""
    urls = [entry.url for entry in source.entries] + [f"http://{host}" for host in source.hosts]
    return {place for url in urls if (place := place_of(url)) is not None and "*" not in place[0]}
