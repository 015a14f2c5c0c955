"""Lists that a site keeps as records in a page, for a script to show: they are read as text, and no script runs."""

from __future__ import annotations

from collections.abc import Iterator

_CDATA, _CDATA_END = "<![CDATA[", "]]>"


def records_in(text: str) -> str:
    """The HTML of all records of a page, or of a part of a list that a site sends as XML; empty where it has none."""
    return "".join(_inside(text, "record"))


def next_group_in(text: str) -> str:
    """The HTML of the link to the records that a page does not have; empty where it names none."""
    return next(_inside(text, "nextgroup"), "")


def _inside(text: str, element: str) -> Iterator[str]:
    for part in text.split(f"<{element}>")[1:]:
        inner = part.partition(f"</{element}>")[0]
        yield inner.partition(_CDATA)[2].partition(_CDATA_END)[0]
