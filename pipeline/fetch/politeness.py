"""What Scrapy does not do by itself to be a good guest: wait as long as it is told to, and stay out when in doubt."""

from __future__ import annotations

import asyncio
import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.retry import RetryMiddleware, get_retry_request
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Request, Response, TextResponse

from pipeline.fetch.failures import code_of
from pipeline.fetch.guard import RefusedError, refused_hosts

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

PAUSE, LONGEST_PAUSE = "GONGKAI_PAUSE", "GONGKAI_LONGEST_PAUSE"
"""Settings: seconds before the first retry, and the most that a site may ask for."""
_LOOK = 0.5
"""Seconds after which a pause is looked at again: an interrupted run waits for none."""
_ROBOTS_SECONDS = 30.0
"""The most that robots.txt may take, from the first step to a connection. It is small, it is asked for first, and by it
the crawl learns that a site is not there: firewalls let connections run into nothing, for minutes."""
_SITE_IS_AWAY = ("no_host", "no_answer", "timed_out", "private_address", "certificate")
"""Codes of failures that are the whole site's, not its robots.txt's."""


class PatientRetry(RetryMiddleware):
    """Asks again for what may pass, after a pause that grows, and that is as long as the site's Retry-After says.

    The whole site is left in peace meanwhile; one that wants more than the longest pause, until the next run.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._pause, self._longest = settings.getfloat(PAUSE), settings.getfloat(LONGEST_PAUSE)
        self._until = 0.0

    async def process_request(self, request: Request) -> None:
        """Wait until the site may be asked again. Raises RefusedError where that is too far off, or the run is over."""
        del request
        while (wait := self._until - monotonic()) > 0:
            if math.isinf(wait):
                raise RefusedError("left_alone")
            if not self.crawler.crawling:
                raise RefusedError("interrupted")
            await asyncio.sleep(min(wait, _LOOK))

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Let an answer pass, or ask again."""
        if response.status not in self.retry_http_codes:
            return response
        asked = seconds_to_wait(response.headers.get("Retry-After"), datetime.now(UTC))
        if asked is not None and asked > self._longest:
            self._until = math.inf
            return response
        return self._again(request, f"status {response.status}", asked or 0.0) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:  # type: ignore[override]
        """Ask again after a failure that may pass."""
        if not isinstance(exception, self.exceptions_to_retry) or urlsplit(request.url).hostname in refused_hosts:
            return None
        return self._again(request, type(exception).__name__, 0.0)

    def _again(self, request: Request, reason: str, asked: float) -> Request | None:
        again = get_retry_request(
            request, spider=cast("Spider", self.crawler.spider), reason=reason, max_retry_times=self.max_retry_times
        )
        if again is not None:
            grown = self._pause * 2 ** (again.meta["retry_times"] - 1)
            self._until = max(self._until, monotonic() + min(max(asked, grown), self._longest))
        return again


class RobotsOrNothing:
    """Where a site's robots.txt cannot be read, the site is not crawled (RFC 9309): only a 4xx means there is none."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsOrNothing:
        """Scrapy's way to make it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let nobody wait long for robots.txt."""
        if is_for_robots(request):
            request.meta["download_timeout"] = min(_ROBOTS_SECONDS, self._crawler.settings.getfloat("DOWNLOAD_TIMEOUT"))

    def process_response(self, request: Request, response: Response) -> Response:
        """Turn an answer that says nothing of robots into one that forbids, or allows, everything."""
        if not is_for_robots(request) or response.status == 200:
            return response
        return _robots(response.url, "") if _means_none(response.status) else self._forbid(request, "no_robots")

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        """The same for no answer at all."""
        if not is_for_robots(request):
            return None
        code = code_of(exception, request.url, {}, refused_hosts)
        return self._forbid(request, code if code in _SITE_IS_AWAY else "no_robots")

    def _forbid(self, request: Request, code: str) -> Response:
        asked = request.meta.get("redirect_urls", [request.url])[0]
        self._crawler.spider.plan.without_robots[urlsplit(asked).netloc] = code  # type: ignore[union-attr]
        return _robots(request.url, "User-agent: *\nDisallow: /\n")


class CrawlDelay:
    """Waits between requests as long as a site's robots.txt asks for, up to the longest pause."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self._parsed, signal=signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlDelay:
        """Scrapy's way to make it."""
        return cls(crawler)

    def _parsed(self, robotparser: Any) -> None:
        agent = self._crawler.settings["ROBOTSTXT_USER_AGENT"]
        delay = min(float(robotparser.rp.crawl_delay(agent) or 0), self._crawler.settings.getfloat(LONGEST_PAUSE))
        throttle = self._crawler.get_extension(AutoThrottle)
        if throttle is not None and delay > throttle.mindelay:
            throttle.mindelay = delay
            throttle.maxdelay = max(delay, throttle.maxdelay)
            for slot in self._crawler.engine.downloader.slots.values():
                slot.delay = max(slot.delay, delay)


def seconds_to_wait(header: bytes | None, now: datetime) -> float | None:
    """What a Retry-After header says, in seconds or as a date; None where it says nothing that can be understood."""
    said = (header or b"").decode("latin-1").strip()
    if said.isdecimal():
        return float(said)
    try:
        then = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds())


def is_for_robots(request: Request) -> bool:
    """Whether a request is the one that Scrapy makes for robots.txt."""
    return bool(request.meta.get("dont_obey_robotstxt"))


def _means_none(status: int) -> bool:
    return 400 <= status < 500 and status != 429


def _robots(url: str, text: str) -> Response:
    return TextResponse(url, status=200, body=text.encode())
