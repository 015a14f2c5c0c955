"""A run that only looks: it says what it would fetch, and asks for no document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.http import Response

from pipeline.fetch.memory import is_for_page

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class NoDocuments:
    """On a dry run, answers requests for documents before they are made, and after robots.txt was heard."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> NoDocuments:
        """Scrapy's way to make it."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """Let requests for pages and robots.txt pass."""
        plan = self._crawler.spider.plan  # type: ignore[union-attr]
        return None if not plan.dry or is_for_page(request) else Response(request.url)
