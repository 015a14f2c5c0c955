"""What encoding a page is in, whatever is said of it."""

from __future__ import annotations

import re
from contextlib import suppress

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def decoded(body: bytes, declared: str | None = None, hint: str | None = None) -> tuple[str, str]:
    """A page's text, and the encoding it is in, whatever it and its server say: declared charsets are often wrong, but
    what is UTF-8 throughout is hardly anything else.
    """
    found = _CHARSET.search(body[:4096])
    named = found[1].decode() if found else None
    tried = {}
    for encoding in ("utf-8", hint, declared, named, "gb18030"):
        if encoding is None or (encoding := _at_least(encoding)) in tried:
            continue
        with suppress(LookupError):
            try:
                return body.decode(encoding).removeprefix("\ufeff"), encoding
            except UnicodeDecodeError:
                tried[encoding] = body.decode(encoding, "replace")
    encoding = min(tried, key=lambda name: tried[name].count("\ufffd"))
    return tried[encoding], encoding


def _at_least(encoding: str) -> str:
    """The encoding that holds all of a smaller one: pages that say GB2312 use what only GB18030 has."""
    return "gb18030" if encoding.lower().replace("-", "") in ("gb2312", "gbk") else encoding.lower()
