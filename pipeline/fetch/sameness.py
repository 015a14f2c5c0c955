"""Whether a page that is a report says what it said before: many pages are never the same bytes twice."""

from __future__ import annotations

from pipeline.fetch.links import load_words
from pipeline.fetch.pages import joined, tree_of

_TEXTS = (
    "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)"
    " and not(ancestor::a[string-length(normalize-space()) <= 200])]"
)
"""What a page says itself. Links tell of other pages, unless one was never closed and all the rest lies in it."""


def says_the_same(one: bytes, other: bytes, url: str, hint: str | None = None) -> bool:
    """Whether two versions of a page have the same text outside links, and the same pictures by address.

    Attributes, scripts, comments, and words that count visits or tell the time (`visits` in configs/links.yaml) make no
    new version; whatever else differs does. url: the page's; hint: the encoding that the source's file names.
    """
    return one == other or _said(one, url, hint) == _said(other, url, hint)


def _said(body: bytes, url: str, hint: str | None) -> tuple[str, list[str]]:
    root, _, encoding = tree_of(body, None, hint)
    text = load_words().visits.sub("", "\n".join(" ".join(part.split()) for part in root.xpath(_TEXTS)))
    pictures = [image.get("src") or "" for image in root.iter("img")]
    return "".join(text.split()), [joined(url, picture, encoding) or picture for picture in pictures]
