"""What a page has that the crawl wants: reports, lists of reports, ways to them. Pure functions of what was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from pipeline.fetch.links import (
    Link,
    is_attachment,
    is_column,
    is_column_of,
    is_file,
    kind_of,
    may_follow,
    says_report,
    year_in,
)
from pipeline.fetch.pages import Page
from pipeline.fetch.sources import Source

PageKind = Literal["list", "hub", "report", "sitemap"]

_ARTICLE, _PROSE = 200, 800
"""Characters outside links: the least of a page that is a report itself, and what makes a page one that is no list."""
_SHEETS = (".xls", ".xlsx", ".et")
"""Files that are hardly a report but an annex of figures, beside which the report's own text stands."""
_BARE_YEAR = re.compile(r"20\d\d年度?")
"""The name of a list by years, which may be those of publication."""
_FOLDER = re.compile(r"/(index\.\w+)?")


@dataclass(frozen=True, slots=True)
class Trail:
    """How an address was come by. level: links from the entry; turn: pages of this list before it; in_column: whether
    it was found in, or as, a column of reports; tags, breadcrumb: those of the page that links to it.
    """

    level: int = 0
    turn: int = 0
    in_column: bool = False
    referrer: str | None = None
    link_text: str | None = None
    published: date | None = None
    year: int | None = None
    breadcrumb: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Find:
    """An address that is wanted, as a file or as a page of a kind, and how it was come by."""

    url: str
    kind: PageKind | Literal["file"]
    trail: Trail


def finds_in(page: Page, kind: PageKind, trail: Trail, source: Source) -> Iterator[Find]:
    """All that a page links to and is wanted. An article's links to other articles are the site's, not the report's."""
    if page.moved is not None and may_follow(page.moved, source):
        yield Find(page.moved, kind, trail)
    article = kind == "report" and is_article(page, trail, source)
    if article:
        for link in _attachments(page, source):
            yield Find(link.url, "file", trail_of_article(page, trail, link))
    if not (article and (page.prose >= _ARTICLE or _attachments(page, source))):
        within = replace(trail_of_article(page, trail) if article else trail, referrer=page.url)
        yield from (Find(url, kind, within) for url in page.frames if may_follow(url, source))
    if not (article and _tells_of_itself(page)):
        yield from _in_list(page, kind, trail, source)


def hosts_elsewhere(page: Page, kind: PageKind, source: Source) -> list[str]:
    """The hosts of a page's links to reports that lie off the site, one for each; an article's files count too."""
    away = [link for link in page.links if not source.has(link.url)]
    article = kind == "report" and _tells_of_itself(page)
    wanted = [link for link in away if says_report(link.said) or (article and link.inside and is_file(link.url))]
    return [urlsplit(link.url).netloc for link in wanted]


def is_article(page: Page, trail: Trail, source: Source) -> bool:
    """Whether a page that a link calls a report is one, and not a list of some: its tags say so, or it is mostly prose;
    or it has a date or a heading for a report, and does not list others.
    """
    if _tells_of_itself(page) or page.prose >= max(_PROSE, 2 * page.linked):
        return True
    in_column = _is_in_column(page, trail)
    others = {
        link.url
        for link in page.links
        if link.inside and (kind := kind_of(link, source, in_column=in_column)) and link.url != page.url
        if kind == "report" or (kind == "file" and link.published)
    }
    named = any(says_report(text) and year_in(text) for text in page.headings)
    return len(others) < 2 and not page.next_pages and (named or page.published is not None)


def is_report_itself(page: Page, source: Source) -> bool:
    """Whether an article's own text is the report: it has no file that could be it."""
    return page.prose >= _ARTICLE and all(_is_sheet(link.url) for link in _attachments(page, source))


def promises_reports(kind: PageKind, trail: Trail) -> bool:
    """Whether it is strange that a page leads to nothing: it is an entry, or what a link calls a report or a list."""
    return (trail.level == 0 and trail.referrer is None) or kind == "report" or (kind == "list" and trail.turn == 0)


def trail_of_article(page: Page, trail: Trail, link: Link | None = None) -> Trail:
    """How an article's file was come by, or the article itself where there is no link. A page in a frame of an article
    has the article's tags where it has none.
    """
    tags = page.tags or (trail.tags if "ArticleTitle" in trail.tags else {})
    title = tags.get("ArticleTitle")
    named = (text for text in page.headings if says_report(text))
    return replace(
        trail,
        referrer=page.url if link else trail.referrer,
        link_text=(link and (link.text or link.title)) or trail.link_text,
        published=page.published or trail.published,
        year=year_in(link.said if link else None) or trail.year or year_in(title, *named),
        breadcrumb=page.breadcrumb or trail.breadcrumb,
        tags=tags,
    )


def _in_list(page: Page, kind: PageKind, trail: Trail, source: Source) -> Iterator[Find]:
    in_column = _is_in_column(page, trail)
    here = replace(trail, in_column=in_column, referrer=page.url, breadcrumb=page.breadcrumb, tags=page.tags)
    found = kind == "list" or in_column
    for link in page.links:
        leads_to = _leads_to(link, page, trail, source, kind=kind, in_column=in_column)
        if leads_to is not None and link.url != page.url:
            found |= leads_to in ("file", "report")
            yield Find(link.url, leads_to, _onward(here, link, leads_to))
    if found:
        turned = replace(here, turn=trail.turn + 1)
        yield from (
            Find(url, "list" if kind == "report" else kind, turned)
            for url in page.next_pages
            if may_follow(url, source)
        )


def _is_in_column(page: Page, trail: Trail) -> bool:
    """Whether a page is a column of reports, or was found in one."""
    names = (page.tags.get("ColumnName", ""), trail.link_text or "", *page.headings)
    return trail.in_column or is_column(page.url, names)


def _leads_to(
    link: Link, page: Page, trail: Trail, source: Source, *, kind: PageKind, in_column: bool
) -> Literal["file", "report", "hub", "list"] | None:
    """What a link of a list leads to. Ways on are followed from hubs alone; from a column only into its own folders."""
    leads_to = kind_of(link, source, in_column=in_column)
    if leads_to is None and kind == "hub" and is_column_of(link, source, (trail.link_text or "", *page.headings)):
        return "report"
    if leads_to == "hub" and kind != "hub":
        leads_to = None
    if leads_to is None and in_column and source.has(link.url) and _is_below(link.url, page.url):
        return "list"
    return leads_to


def _is_below(url: str, column: str) -> bool:
    """Whether an address is that of a folder in the folder of a column."""
    folder = urlsplit(column).path.rpartition("/")[0] + "/"
    path = urlsplit(url).path
    head, _, last = path.rpartition("/")
    return f"{head}/" != folder and path.startswith(folder) and folder != "/" and bool(_FOLDER.fullmatch(f"/{last}"))


def _onward(here: Trail, link: Link, leads_to: str) -> Trail:
    said = link.said
    return replace(
        here,
        level=here.level + 1,
        turn=0,
        in_column=here.in_column and leads_to != "hub",
        link_text=link.text or link.title,
        published=link.published,
        year=None if _BARE_YEAR.fullmatch(said) else year_in(said),
    )


def _tells_of_itself(page: Page) -> bool:
    """Whether a page's tags say that it is an article."""
    return "ArticleTitle" in page.tags or ("PubDate" in page.tags and not page.next_pages)


def _attachments(page: Page, source: Source) -> list[Link]:
    return [link for link in page.links if link.url != page.url and is_attachment(link, source)]


def _is_sheet(url: str) -> bool:
    return urlsplit(url).path.lower().endswith(_SHEETS)
