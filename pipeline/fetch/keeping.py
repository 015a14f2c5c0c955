"""What came is kept: documents in the archive, a row for each in its manifest, and the count for the summary."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from pipeline.errors import UserError
from pipeline.fetch.arrival import fault_of
from pipeline.fetch.failures import REFUSED
from pipeline.fetch.filetype import sniffed
from pipeline.fetch.finding import Trail
from pipeline.fetch.manifest import Fetch, Outcome
from pipeline.fetch.memory import NOT_MODIFIED
from pipeline.fetch.plan import Plan
from pipeline.fetch.sameness import says_the_same

T = TypeVar("T")
R = TypeVar("R")


class Keeper:
    """Keeps what one source's crawl brings."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    async def keep(self, url: str, response: Response, trail: Trail, *, page: bool = False) -> None:
        """Keep a document, unless something is wrong with it. url: as it was asked for; page: an article's own page."""
        known = self._plan.known.get(url)
        if response.status == 304 and known is not None:
            await self._note(url, trail, _told(response, known), "unchanged")
            return
        file_type = "html" if page else sniffed(response.body)
        fault = None if page else fault_of(response.body, file_type)
        if fault is not None:
            await self.fail(url, fault, trail, response)
        elif self._plan.dry:
            self.would(url, trail)
        else:
            if page and known is not None and await asyncio.to_thread(self._is_still, known, response.body):
                await self._note(url, trail, _told(response, known), "unchanged")
                return
            stored = await self._aside(self._plan.archive.store, response.body)
            outcome: Outcome = "new" if known is None else "unchanged" if known.sha256 == stored.sha256 else "changed"
            found = {"sha256": stored.sha256, "bytes": stored.bytes, "file_type": file_type}
            await self._note(url, trail, _told(response) | found, outcome)

    def _is_still(self, known: Fetch, content: bytes) -> bool:
        """Whether a page says what it said when it was archived. One that cannot be read any more says nothing."""
        try:
            before = self._plan.archive.read(str(known.sha256))
        except UserError:
            return False
        return says_the_same(before, content, known.url, self._plan.source.encoding)

    async def fail(self, url: str, code: str, trail: Trail, response: Response | None) -> None:
        """Note a document that was not got. code: as in configs/failures.yaml."""
        self.tell(code, url, entry=trail.level == 0)
        await self._note(url, trail, {**_told(response), "error": code}, "failed")

    def tell(self, code: str, url: str, *, entry: bool = False) -> None:
        """Count what was not got. Kept out of an entry by robots, a source gives nothing: that is a failure."""
        tally = self._plan.tally
        (tally.refused if code == REFUSED and not entry else tally.failures).append((code, url))
        self._plan.heard(self._plan.name, code, url)

    def would(self, url: str, trail: Trail) -> None:
        """Note what a dry run does not fetch."""
        known = url in self._plan.known
        self._plan.tally.found += 1
        self._plan.tally.would.append({"url": url, "link_text": trail.link_text, "year": trail.year, "known": known})

    async def _note(self, url: str, trail: Trail, told: dict[str, object], outcome: Outcome) -> None:
        plan = self._plan
        plan.tally.found += 1
        if outcome != "failed":
            plan.tally.outcomes[outcome] += 1
        row = Fetch(
            run=plan.run.name,
            source=plan.name,
            url=url,
            referrer=trail.referrer,
            fetched_at=datetime.now(UTC),
            outcome=outcome,
            link_text=trail.link_text,
            breadcrumb=trail.breadcrumb,
            published=trail.published,
            year=trail.year,
            page=trail.tags,
            **told,  # type: ignore[arg-type]
        )
        if not plan.dry:
            await self._aside(plan.archive.manifest.append, [row])
        if outcome != "failed":
            plan.heard(plan.name, outcome, url)

    async def _aside(self, do: Callable[[T], R], what: T) -> R:
        """Call the archive in a thread, since it may be far away. Where it fails, nothing is worth asking."""
        try:
            return await asyncio.to_thread(do, what)
        except UserError as error:
            self._plan.fault = error
            raise CloseSpider("archive") from error


def _told(response: Response | None, known: Fetch | None = None) -> dict[str, object]:
    """What an answer says of a document; where it is unchanged, what was known of it, and what the answer says anew."""
    if response is None:
        return {}
    headers = {
        name: _header(response, name) or (getattr(known, name) if known else None)
        for name in ("etag", "last_modified", "content_type", "content_disposition")
    }
    same = {name: getattr(known, name) for name in ("sha256", "bytes", "file_type")} if known else {}
    status = 304 if NOT_MODIFIED in response.flags else response.status
    return {"final_url": response.url, "status": status, **headers, **same}


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name.replace("_", "-"))
    return value.decode("latin-1") if value is not None else None
