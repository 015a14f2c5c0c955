"""Traditional characters as simplified ones, so that labels and units in either compare."""

from __future__ import annotations

from functools import cache

import opencc


def simplified(text: str) -> str:
    """The text in simplified characters; one that is ASCII comes back as it is."""
    return text if text.isascii() else str(_converter().convert(text))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
