"""No request leaves the site: addresses are checked before each request, and what they resolve to as they connect."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer

from pipeline.fetch.sources import Source

if TYPE_CHECKING:
    from collections.abc import Collection

    from scrapy import Request
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

LOCAL_HOSTS = "GONGKAI_LOCAL_HOSTS"
"""The setting that names the hosts that may have private addresses."""

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Addresses that stand for those of the older family, where a network has only the newer one."""

refused_hosts: set[str] = set()
"""Hosts that resolved to private addresses alone, and were not asked."""


class RefusedError(IgnoreRequest):
    """A request that is not made. code: why, as in configs/failures.yaml."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SiteGuard:
    """Refuses each request, those that follow redirects included, that would leave the source's hosts."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SiteGuard:
        """Scrapy's way to make it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let a request pass, or raise RefusedError."""
        source: Source = self._crawler.spider.plan.source  # type: ignore[union-attr]
        if not source.has(request.url):
            raise RefusedError("off_site")


class GuardedResolver(CachingHostnameResolver):
    """Resolves hosts to public addresses only, unless they are named as local ones.

    Connections are made to what this returns, and to nothing else: a name that resolves otherwise a moment later, and
    an address written as a number, come through here as well.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, local: Collection[str]) -> None:
        super().__init__(reactor, cache_size)
        self._local = frozenset(local)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        """Scrapy's way to make it."""
        settings = crawler.settings
        return cls(reactor, settings.getint("DNSCACHE_SIZE"), settings.getlist(LOCAL_HOSTS))

    def resolveHostName(self, receiver: Any, host: str, *args: Any, **named: Any) -> Any:  # type: ignore[override] # noqa: N802
        """Resolve a host; private addresses never reach the receiver."""
        passed = receiver if host in self._local else _PublicOnly(receiver, host)
        return super().resolveHostName(passed, host, *args, **named)


@implementer(IResolutionReceiver)
class _PublicOnly:
    def __init__(self, receiver: Any, host: str) -> None:
        self._receiver, self._host = receiver, host
        self.resolutionBegan = receiver.resolutionBegan

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if is_public(getattr(address, "host", "")):
            self._receiver.addressResolved(address)
        else:
            refused_hosts.add(self._host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._receiver.resolutionComplete()


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet's, not of a machine, a home or an office."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if ip in _TRANSLATED:
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.is_global and not ip.is_multicast and (inner is None or is_public(str(inner)))
