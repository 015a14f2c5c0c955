"""Pages as they were when they were last read, so that a site is asked only whether they have changed.

Documents need none of it: the archive and its manifest know what they were.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from scrapy.http import Request, Response
from scrapy.responsetypes import responsetypes

from pipeline.fetch.politeness import is_for_robots

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

FOLDER = "GONGKAI_MEMORY"
"""The setting that names the folder."""
PAGE = "gongkai_page"
"""The key in a request's meta that says that it is for a page."""

NOT_MODIFIED = "gongkai_not_modified"
"""The flag of an answer that is remembered, since the site said that it is still the same."""

_KEPT = ("Content-Type", "Content-Disposition", "Content-Encoding", "ETag", "Last-Modified")
_ASKED = {"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"}


class PageMemory:
    """Asks for a page that is remembered on condition that it changed, and answers with it where it did not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PageMemory:
        """Scrapy's way to make it."""
        return cls(Path(crawler.settings[FOLDER]))

    def process_request(self, request: Request) -> None:
        """Put the conditions into a request for a page."""
        if is_for_page(request) and (known := self._recall(request.url)):
            for condition, header in _ASKED.items():
                if value := known[0].get(header):
                    request.headers[condition] = value.encode("latin-1")

    def process_response(self, request: Request, response: Response) -> Response:
        """Remember a page that came, or bring back the one that is still the same."""
        if not is_for_page(request):
            return response
        if response.status == 304 and (known := self._recall(request.url)):
            headers, body = known
            kind = responsetypes.from_args(headers=response.headers.__class__(headers), url=request.url, body=body)
            return kind(request.url, 200, headers, body, flags=[NOT_MODIFIED], request=request)
        if response.status == 200:
            self._remember(request.url, response)
        return response

    def _recall(self, url: str) -> tuple[dict[str, str], bytes] | None:
        try:
            line, _, body = self._file(url).read_bytes().partition(b"\n")
            return json.loads(line), body
        except (OSError, ValueError):  # not there, or not ours
            return None

    def _remember(self, url: str, response: Response) -> None:
        """Keep a page, in one file that is there whole or not at all. One without validators is not."""
        found = {name: value.decode("latin-1") for name in _KEPT if (value := response.headers.get(name))}
        if found.keys().isdisjoint(_ASKED.values()):
            return
        file = self._file(url)
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_name(f"{file.name}.{os.getpid()}")
        partial.write_bytes(json.dumps(found).encode() + b"\n" + response.body)
        partial.replace(file)

    def _file(self, url: str) -> Path:
        return self._folder / hashlib.sha256(quote(url).encode()).hexdigest()


def is_for_page(request: Request) -> bool:
    """Whether a request is for a page or for robots.txt, not for a document."""
    return bool(request.meta.get(PAGE)) or is_for_robots(request)
