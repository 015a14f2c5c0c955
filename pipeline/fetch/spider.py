"""The crawl of one source: from its entries to what they lead to, within limits, each address asked for once."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response, TextResponse
from twisted.python.failure import Failure

from pipeline.fetch.arrival import is_document
from pipeline.fetch.failures import code_of
from pipeline.fetch.filetype import sniffed
from pipeline.fetch.finding import (
    Find,
    PageKind,
    Trail,
    finds_in,
    hosts_elsewhere,
    is_article,
    is_report_itself,
    promises_reports,
    trail_of_article,
)
from pipeline.fetch.guard import refused_hosts
from pipeline.fetch.keeping import Keeper
from pipeline.fetch.links import lasting, template
from pipeline.fetch.memory import PAGE
from pipeline.fetch.pages import Page, read_page
from pipeline.fetch.plan import PAGE_READ, Plan
from pipeline.fetch.sitemap import finds_in_sitemap

_PAGE_BYTES = 16_000_000
"""The most of a page that is read, whatever a file may have."""


class ReportSpider(scrapy.Spider):
    """Follows links that are known to lead to reports, and no others."""

    name = "reports"

    def __init__(self, plan: Plan, **given: Any) -> None:
        super().__init__(self.name, **given)
        self.plan = plan
        self._keeper = Keeper(plan)
        self._asked: set[str] = set()
        self._pages = 0
        self._documents: set[str] = set()
        self._alike: Counter[str] = Counter()
        self._listed: set[frozenset[str]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **given: Any) -> Self:
        """Scrapy's way to make it."""
        spider = super().from_crawler(crawler, *args, **given)
        crawler.signals.connect(spider.broke, signal=signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The source's entries."""
        for entry in self.plan.source.entries:
            kind = "file" if entry.kind == "document" else entry.kind
            for request in self._requests([Find(lasting(entry.url), kind, Trail(in_column=kind == "list"))]):
                yield request

    async def read(self, response: Response, kind: PageKind, trail: Trail) -> AsyncIterator[Any]:
        """A page: go on to what it links to, and keep it where it is a report itself."""
        self.plan.tally.pages += 1
        self.plan.heard(self.plan.name, PAGE_READ, response.url)
        url, file_type = response.meta["asked"], sniffed(response.body)
        if kind == "sitemap":
            finds = self._finds_in_sitemap(response, trail)
        elif is_document(file_type) and kind == "report":
            finds = []
            if self._may_keep(url, trail):
                await self._keeper.keep(url, response, trail)
        elif len(response.body) > _PAGE_BYTES:
            finds = []
            self._keeper.tell("too_large", url)
        elif file_type in ("html", "xml", "text") or (isinstance(response, TextResponse) and response.body):
            page = read_page(response.body, response.url, _charset(response), self.plan.source.encoding)
            self.plan.tally.elsewhere.update(hosts_elsewhere(page, kind, self.plan.source))
            finds = list(finds_in(self._as_far_as_new(page, trail), kind, trail, self.plan.source))
            is_kept = kind == "report" and await self._keep_page(response, page, trail)
            if not (finds or is_kept) and promises_reports(kind, trail):
                self.plan.tally.wanting.append(page.url)
        else:
            finds = []
            self._keeper.tell("wrong_type" if response.body else "empty", url, entry=trail.level == 0)
        for request in self._requests(finds):
            yield request

    async def receive(self, response: Response, trail: Trail) -> None:
        """A file; of a dry run, none that was asked for."""
        if self.plan.dry:
            self._keeper.would(response.meta["asked"], trail)
        else:
            await self._keeper.keep(response.meta["asked"], response, trail)

    async def fail(self, failure: Failure) -> None:
        """Something that did not come, and why."""
        request: Request = failure.request
        url, trail = request.meta["asked"], request.cb_kwargs["trail"]
        error = failure.value
        code = code_of(error, request.url, self.plan.without_robots, refused_hosts)
        if request.cb_kwargs.get("kind", "report") == "report":
            await self._keeper.fail(url, code, trail, getattr(error, "response", None))
        else:
            self._keeper.tell(code, url, entry=trail.level == 0)

    def broke(self, failure: Failure, response: Response) -> None:
        """A fault of the program: no document is left out without a word."""
        failure.printTraceback(file=sys.stderr)
        self._keeper.tell("broken", response.url)

    def closed(self, reason: str) -> None:
        """Scrapy's word that the crawl is over."""
        self.plan.tally.finished = reason == "finished"

    def _as_far_as_new(self, page: Page, trail: Trail) -> Page:
        """A page of a list, without a way on where it links to what another page did: sites answer for pages beyond
        the last one as well, with an empty list or the last one again.
        """
        linked = frozenset(link.url for link in page.links).difference(page.next_pages)
        is_new = trail.turn == 0 or linked not in self._listed
        self._listed.add(linked)
        return page if is_new else replace(page, next_pages=())

    def _requests(self, finds: Iterable[Find]) -> Iterator[Request]:
        """Requests for what was found, unless they were made before, nobody wants them, or a limit is reached."""
        for find in finds:
            if find.url in self._asked or (find.kind in ("file", "report") and not self._wanted(find.trail)):
                continue
            if find.kind in ("file", "report") and find.url in self.plan.done:
                self._asked.add(find.url)
                self.plan.tally.found += 1
                self.plan.tally.earlier += 1
            elif limit := self._limit(find):
                self.plan.tally.limits[limit] += 1
            elif find.kind == "file":
                yield from self._for_file(find)
            else:
                self._asked.add(find.url)
                self._pages += 1
                self._alike[template(find.url)] += 1
                yield self._request(find, self.read, kind=find.kind)

    def _limit(self, find: Find) -> str | None:
        """The limit that forbids to go on to a page, if one does."""
        manners = self.plan.manners
        if find.kind == "file":
            return None
        over = {
            "limit": self.plan.budget.spent,
            "depth": find.trail.level > manners.depth + (find.kind == "report"),
            "list_pages": find.trail.turn >= manners.list_pages,
            "pages": self._pages >= manners.pages,
            "alike": find.kind != "report" and self._alike[template(find.url)] >= manners.alike,
        }
        return next((name for name, reached in over.items() if reached), None)

    def _for_file(self, find: Find) -> Iterator[Request]:
        if not self._may_keep(find.url, find.trail):
            return
        self._asked.add(find.url)
        request = self._request(find, self.receive)
        if known := self.plan.known.get(find.url):
            conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
            request.headers.update({name: value.encode("latin-1") for name, value in conditions.items() if value})
        yield request

    def _request(self, find: Find, callback: Any, **told: Any) -> Request:
        """dont_filter: what was asked for is known here; Scrapy would drop a redirect to itself without a word."""
        most = self.plan.manners.megabytes * 1e6
        if told and told["kind"] != "report":  # which may turn out to be a file
            most = min(most, _PAGE_BYTES)
        meta = {"asked": find.url, PAGE: bool(told), "download_maxsize": int(most)}
        if not told:
            meta["handle_httpstatus_list"] = [304]
        headers = {"Referer": find.trail.referrer} if find.trail.referrer else {}
        told["trail"] = find.trail
        return Request(
            find.url, callback, errback=self.fail, cb_kwargs=told, headers=headers, meta=meta, dont_filter=True
        )

    async def _keep_page(self, response: Response, page: Page, trail: Trail) -> bool:
        """Keep an article that is the report. Says whether it is one."""
        source, own = self.plan.source, trail_of_article(page, trail)
        if not (is_article(page, trail, source) and is_report_itself(page, source)):
            return False
        if self._may_keep(response.meta["asked"], own):
            await self._keeper.keep(response.meta["asked"], response, own, page=True)
        return True

    def _may_keep(self, url: str, trail: Trail) -> bool:
        """Whether a document is wanted, met for the first time, and within the limit."""
        if url in self._documents or not self._wanted(trail):
            return False
        self._documents.add(url)
        if self.plan.budget.take():
            return True
        self.plan.tally.limits["limit"] += 1
        return False

    def _wanted(self, trail: Trail) -> bool:
        return self.plan.year is None or trail.year in (self.plan.year, None)

    def _finds_in_sitemap(self, response: Response, trail: Trail) -> list[Find]:
        try:
            return finds_in_sitemap(response.body, trail, self.plan.source, _PAGE_BYTES)
        except ValueError:
            self._keeper.tell("wrong_type", response.url, entry=True)
            return []


def _charset(response: Response) -> str | None:
    """The charset that a server's header names."""
    _, _, said = (response.headers.get("Content-Type") or b"").decode("latin-1").partition("charset=")
    return said.strip(" \"';") or None if isinstance(response, TextResponse) else None
