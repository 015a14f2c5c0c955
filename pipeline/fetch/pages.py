"""What stands in a page: its links, the way to it, its date, and what its standard tags say. No script is executed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from parsel import Selector
from w3lib.url import safe_url_string

from pipeline.fetch.encoding import decoded
from pipeline.fetch.links import Link, is_file, lasting, load_words, squeezed
from pipeline.fetch.records import next_group_in, records_in
from pipeline.fetch.texts import Text, around_of, texts_of

_DATE = re.compile(r"(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
_PAGER = re.compile(
    r"createPageHTML\(\s*(?:['\"][^'\"]*['\"]\s*,\s*)?(\d+)\s*,\s*\d+\s*,\s*['\"]([\w-]+)['\"]\s*,\s*['\"](\w+)['\"]",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\blocation(?:\.href)?\s*=\s*['\"]([^'\"]+)['\"]|\blocation\.replace\(\s*['\"]([^'\"]+)['\"]", re.IGNORECASE
)
_VIEWER = re.compile(r"viewer|\.html?$", re.IGNORECASE)
_SERIES = re.compile(r"[_-]?\d+")
_HEADINGS = "//h1 | //title"
_SKIPPED = ("javascript:", "mailto:", "tel:", "data:", "#")
_WAY = 200
_BESIDE = 160
"""Characters: how long the way to a page, and what stands beside a link in a list, may be."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read. tags: the standard ones it has, under their usual spelling, as found.
    prose, linked: characters of text outside links and in them; next_pages: addresses of the list's other pages;
    frames: pages that are shown within it; moved: where a page without links would have its visitors sent.
    """

    url: str
    links: tuple[Link, ...]
    next_pages: tuple[str, ...]
    frames: tuple[str, ...]
    tags: Mapping[str, str]
    headings: tuple[str, ...]
    breadcrumb: str | None
    published: date | None
    prose: int
    linked: int
    moved: str | None


def read_page(body: bytes, url: str, declared: str | None = None, hint: str | None = None) -> Page:
    """Read a page. declared: the charset that the server names; hint: the one that the source's file names."""
    root, text, encoding = tree_of(body, declared, hint)
    base = next((element.get("href") for element in root.iter("base") if element.get("href")), "")
    base = joined(url, base, encoding) or url
    links = (*_links(root, base, encoding), *_links_in(records_in(text), url, encoding))
    following = [link.url for link in _links_in(next_group_in(text), url, encoding) if links]
    tags, texts = _tags(root), list(texts_of(root))
    return Page(
        url=url,
        links=links,
        next_pages=tuple(dict.fromkeys((*_next_pages(url, text, links), *following))),
        frames=tuple(dict.fromkeys(_frames(root, base, encoding))),
        tags=tags,
        headings=tuple(_text(element) for element in root.xpath(_HEADINGS)),
        breadcrumb=_breadcrumb(texts),
        published=_date_in(tags.get("PubDate", "")) or _date_said(texts),
        prose=sum(len(squeezed(said.text)) for said in texts if said.link is None),
        linked=sum(len(squeezed(said.text)) for said in texts if said.link is not None),
        moved=None if links else _moved(text, url, encoding),
    )


def tree_of(body: bytes, declared: str | None, hint: str | None) -> tuple[Any, str, str]:
    """A page's tree of elements, its text, and the encoding it is in."""
    text, encoding = decoded(body, declared, hint)
    return Selector(text=_XML.sub("", text), type="html").root, text, encoding


def joined(base: str, address: str | None, encoding: str) -> str | None:
    """A whole address of the web; None for scripts, mail and what is no address."""
    address = (address or "").strip()
    if not address or address.lower().startswith(_SKIPPED):
        return None
    try:
        url = lasting(safe_url_string(urljoin(base, address), encoding))
    except (ValueError, LookupError):
        return None
    return url if urlsplit(url).scheme in ("http", "https") else None


def _links(root: Any, base: str, encoding: str) -> Iterator[Link]:
    around = around_of(root)
    for element in root.iter("a", "area", "frame", "iframe", "embed", "object"):
        address = element.get("href") or element.get("src") or element.get("data")
        for url in _addresses(base, address, encoding):
            text = _text(element) or " ".join(image.get("alt") or "" for image in element.iter("img")).strip()
            yield Link(url, text, element.get("title") or "", _date_beside(element, text), inside=element not in around)


def _addresses(base: str, address: str | None, encoding: str) -> Iterator[str]:
    """Where an element leads; for a page that shows files, to the file that it is told to show."""
    url = joined(base, address, encoding)
    if url is None:
        return
    parts = urlsplit(url)
    values = (value for _, value in parse_qsl(parts.query)) if _VIEWER.search(parts.path) else ()
    shown = [file for value in values if (file := joined(url, value, encoding)) and is_file(file)]
    yield from shown or [url]


def _links_in(html: str, url: str, encoding: str) -> Iterator[Link]:
    if html:
        yield from _links(Selector(text=html, type="html").root, url, encoding)


def _frames(root: Any, base: str, encoding: str) -> Iterator[str]:
    """The pages in a page's frames; those around an article are the site's own."""
    around = around_of(root)
    for element in root.iter("frame", "iframe"):
        if element not in around:
            yield from (url for url in _addresses(base, element.get("src"), encoding) if not is_file(url))


def _next_pages(url: str, text: str, links: tuple[Link, ...]) -> Iterator[str]:
    words = load_words()
    for link in links:
        said = squeezed(link.text)
        if words.next_pages.search(said) or (said.isdecimal() and _SERIES.sub("", link.url) == _SERIES.sub("", url)):
            yield link.url
    if found := _PAGER.search(text):
        for number in range(1, min(int(found[1]), 1000)):
            yield urljoin(url, f"{found[2]}_{number}.{found[3]}")


def _moved(text: str, url: str, encoding: str) -> str | None:
    found = _MOVED.search(text)
    return joined(url, found[1] or found[2], encoding) if found else None


def _tags(root: Any) -> dict[str, str]:
    usual = {name.lower(): name for name in load_words().tags}
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = usual.get((element.get("name") or "").strip().lower())
        if name and element.get("content"):
            found.setdefault(name, element.get("content"))
    return found


def _breadcrumb(texts: Iterable[Text]) -> str | None:
    """The way to a page as it prints it: the smallest element with the words for it and more."""
    words = load_words().way_words
    for text, holder, _ in texts:
        if any(word in squeezed(text) for word in words):
            element = holder
            while element is not None and len(_text(element)) < len(text.strip()) + 3:
                element = element.getparent()
            said = "" if element is None else _text(element)
            return said if 0 < len(said) <= _WAY else None
    return None


def _date_said(texts: Iterable[Text]) -> date | None:
    words = load_words().date_words
    said = squeezed(" ".join(text.text for text in texts if text.link is None))
    for word in words:
        if found := re.search(rf"{word}[:：】\]]?\[?({_DATE.pattern})", said):
            return _date_in(found[1])
    return None


def _date_beside(element: Any, text: str) -> date | None:
    """The date in the line of a list that a link stands in."""
    for parent in element.iterancestors("li", "tr", "dd", "p", "div"):
        if len(list(islice(parent.iter("a"), 3))) > 2:
            return None
        said = _text(parent)
        if len(said) - len(text) > _BESIDE:
            return None
        if found := _date_in(said.replace(text, " ") if text else said):
            return found
    return None


def _date_in(text: str) -> date | None:
    found = _DATE.search(text)
    if found:
        with suppress(ValueError):
            return date(*map(int, found.groups()[-3:]))
    return None


def _text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())
