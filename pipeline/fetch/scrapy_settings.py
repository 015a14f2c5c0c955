"""How Scrapy is set up: for the process, and for each source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.fetch.guard import LOCAL_HOSTS
from pipeline.fetch.memory import FOLDER
from pipeline.fetch.plan import Plan
from pipeline.fetch.politeness import LONGEST_PAUSE, PAUSE
from pipeline.fetch.settings import FetchSettings, Manners

_HERE = "pipeline.fetch"
_OFF = ("HTTPPROXY_ENABLED", "LOG_ENABLED", "LOG_INSTALL_ROOT_HANDLER")
"""What Scrapy does unless told otherwise. Through a proxy, nobody could say where a request goes."""
_UNUSED = tuple(
    f"scrapy.extensions.{name}"
    for name in (
        "feedexport.FeedExporter",
        "logstats.LogStats",
        "memusage.MemoryUsage",
        "remote_control.RemoteControl",
        "telnet.TelnetConsole",
    )
)
"""Scrapy's extensions that no crawl of reports needs; some of them open ports."""


def process_settings(local: list[str]) -> dict[str, Any]:
    """Scrapy's settings for the process. local: hosts that may have private addresses."""
    return {
        **dict.fromkeys(_OFF, False),
        "TWISTED_DNS_RESOLVER": f"{_HERE}.guard.GuardedResolver",
        LOCAL_HOSTS: local,
    }


def crawler_settings(plan: Plan, settings: FetchSettings) -> dict[str, Any]:
    """Scrapy's settings for one source."""
    return {
        **dict.fromkeys(_OFF, False),
        **_polite(plan.manners),
        "USER_AGENT": settings.user_agent,
        "ROBOTSTXT_USER_AGENT": "gongkai",
        "ROBOTSTXT_OBEY": True,
        "DEFAULT_REQUEST_HEADERS": {"Accept": "*/*", "Accept-Language": "zh-CN,zh;q=0.9"},
        "DOWNLOAD_HANDLERS": dict.fromkeys(("file", "data", "ftp", "s3")),
        "DOWNLOAD_VERIFY_CERTIFICATES": plan.source.certificates,
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "METAREFRESH_MAXDELAY": 15,
        FOLDER: str(Path(settings.memory, plan.name, "pages")),
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            f"{_HERE}.guard.SiteGuard": 50,
            f"{_HERE}.politeness.RobotsOrNothing": 70,
            f"{_HERE}.dry.NoDocuments": 150,  # after robots.txt was heard
            f"{_HERE}.politeness.PatientRetry": 550,
            f"{_HERE}.memory.PageMemory": 900,
        },
        "EXTENSIONS": {**dict.fromkeys(_UNUSED), f"{_HERE}.politeness.CrawlDelay": 500},
    }


def _polite(manners: Manners) -> dict[str, Any]:
    return {
        "DOWNLOAD_DELAY": manners.delay,
        "DOWNLOAD_DELAY_JITTER": 0.0,  # a site that asks for five seconds means no three
        "CONCURRENT_REQUESTS": manners.at_once,
        "CONCURRENT_REQUESTS_PER_DOMAIN": manners.at_once,
        "AUTOTHROTTLE_ENABLED": True,
        "AUTOTHROTTLE_START_DELAY": manners.delay,
        "AUTOTHROTTLE_MAX_DELAY": max(60.0, manners.delay),
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(manners.at_once),
        "DOWNLOAD_TIMEOUT": manners.seconds,
        "DOWNLOAD_MAXSIZE": int(manners.megabytes * 1e6),
        "DOWNLOAD_WARNSIZE": 0,
        "RETRY_TIMES": manners.retries,
        "REDIRECT_MAX_TIMES": manners.redirects,
        PAUSE: manners.pause,
        LONGEST_PAUSE: manners.longest_pause,
    }
