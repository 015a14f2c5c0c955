"""What a sitemap names: other sitemaps, or pages and files that are known by their addresses alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scrapy.utils.gz import gunzip
from scrapy.utils.sitemap import Sitemap

from pipeline.fetch.finding import Find, Trail
from pipeline.fetch.links import Link, is_column, is_file, kind_of, lasting, may_follow
from pipeline.fetch.sources import Source

_GZIP = b"\x1f\x8b"


def finds_in_sitemap(body: bytes, trail: Trail, source: Source, most: int) -> list[Find]:
    """All that a sitemap names and is wanted. most: bytes that it may have when it is unpacked.

    Raises ValueError where it is none.
    """
    try:
        sitemap = Sitemap(gunzip(body, max_size=most) if body.startswith(_GZIP) else body)
        urls = [lasting(entry.get("loc", "")) for entry in sitemap]
    except Exception as error:  # the parser and the unpacker raise whatever they please
        raise ValueError("no sitemap") from error
    onward = replace(trail, level=trail.level + 1)
    if sitemap.type == "sitemapindex":
        return [Find(url, "sitemap", onward) for url in urls if may_follow(url, source)]
    return [Find(url, "file" if is_file(url) else "report", onward) for url in _reports(urls, source)]


def _reports(urls: Iterable[str], source: Source) -> Iterator[str]:
    for url in urls:
        if kind_of(Link(url), source, in_column=False) or (may_follow(url, source) and is_column(url, ())):
            yield url
