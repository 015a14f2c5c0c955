"""The texts of a page and its parts, in one pass each: a page may be a thousand elements deep, and a million long."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any, NamedTuple

from lxml import etree

from pipeline.fetch.links import load_words

_UNSEEN = ("script", "style")
_SITE_S = ("nav", "header", "footer", "aside")


class Text(NamedTuple):
    """A text of a page. element: the one that it stands in; link: the outermost link around it."""

    text: str
    element: Any
    link: Any | None


def texts_of(root: Any) -> Iterator[Text]:
    """Every text in the body of a page, in order, but for scripts and styles."""
    body = root.find("body")
    if body is None:
        return
    unseen, links = 0, []
    for event, element in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        if event == "start":
            unseen += element.tag in _UNSEEN
            if element.tag == "a":
                links.append(element)
            if element.text and not unseen:
                yield Text(element.text, element, links[0] if links else None)
            continue
        if event == "end":
            unseen -= element.tag in _UNSEEN
            if element.tag == "a":
                links.pop()
        if element.tail and not unseen and element is not body:
            yield Text(element.tail, element.getparent(), links[0] if links else None)


def around_of(root: Any) -> Set[Any]:
    """The elements that belong to the site's own parts, not to the article: all that stand within such parts."""
    within: set[Any] = set()
    for element in root.iter(etree.Element):
        parent = element.getparent()
        if parent is not None and (parent in within or _is_site_s(parent)):
            within.add(element)
    return within


def _is_site_s(element: Any) -> bool:
    named = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return element.tag in _SITE_S or bool(load_words().around.search(named))
