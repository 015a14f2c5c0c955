"""Whether a page that is a report says what it said before: many pages are never the same bytes twice."""

from __future__ import annotations

from itertools import groupby

from pipeline.fetch.links import load_words
from pipeline.fetch.pages import joined, tree_of
from pipeline.fetch.texts import texts_of

_LONG_LINK = 200
"""Characters of a link that was never closed, so that more lies in it than the name of another page."""


def says_the_same(one: bytes, other: bytes, url: str, hint: str | None = None) -> bool:
    """Whether two versions of a page have the same text outside links, and the same pictures by address.

    Attributes, scripts, comments, and words that count visits or tell the time (`visits` in configs/links.yaml) make no
    new version; whatever else differs does. url: the page's; hint: the encoding that the source's file names.
    """
    return one == other or _said(one, url, hint) == _said(other, url, hint)


def _said(body: bytes, url: str, hint: str | None) -> tuple[str, list[str]]:
    root, _, encoding = tree_of(body, None, hint)
    by_link = groupby(texts_of(root), lambda said: said.link)
    parts = (("\n".join(" ".join(said.text.split()) for said in texts), link) for link, texts in by_link)
    text = "\n".join(part for part, link in parts if link is None or len(part) > _LONG_LINK)
    pictures = [image.get("src") or "" for image in root.iter("img")]
    text = "".join(load_words().visits.sub("", text).split())
    return text, [joined(url, picture, encoding) or picture for picture in pictures]
