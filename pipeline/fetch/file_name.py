"""What a fetched file is called: by its server, by its URL, or by the page that links to it."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes, urlsplit

_EXTENDED = re.compile(r"filename\*\s*=\s*\"?([\w!#$&+^`{}~-]*)'[^']*'([^;\"\s]+)", re.IGNORECASE)
"""As RFC 5987 has it: an encoding, a language and percent signs."""
_PLAIN = re.compile(r"filename\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;]+))", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")
_WORD = re.compile(r"=\?[^?]+\?[bq]\?[^?]*\?=", re.IGNORECASE)
"""As mails encode names, and some servers with them."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def file_name(content_disposition: str | None, url: str, title: str | None, suffix: str | None) -> str:
    """The name that the server gives, or else the last part of the URL, or else the title with the suffix.

    content_disposition: decoded as Latin-1. Without folders, and never empty.
    """
    if named := _named_by_server(content_disposition or ""):
        return named
    if last := _without_folders(_unquoted(urlsplit(url).path)):
        return last
    titled = _CONTROL.sub("", title or "").replace("/", "／").strip()
    return f"{titled or 'document'}.{suffix or 'bin'}"


def _named_by_server(header: str) -> str:
    """The file's name in a Content-Disposition header, empty where it has none."""
    if extended := _EXTENDED.search(header):
        encoded = unquote_to_bytes(extended[2])
        try:
            return _without_folders(encoded.decode(extended[1] or "utf-8"))
        except (LookupError, UnicodeDecodeError):
            return _without_folders(_decoded(encoded))
    plain = _PLAIN.search(_as_sent(header))
    if plain is None:
        return ""
    name = _ESCAPED.sub(r"\1", plain[1]) if plain[1] is not None else plain[2].strip()
    return _without_folders(_unpacked(name) if _WORD.search(name) else _unquoted(name))


def _unpacked(name: str) -> str:
    try:
        return str(make_header(decode_header(name)))
    except (HeaderParseError, LookupError, UnicodeDecodeError):
        return name


def _as_sent(header: str) -> str:
    """A header in the encoding that its server had in mind, whatever the standard says."""
    try:
        return _decoded(header.encode("latin-1"))
    except UnicodeEncodeError:
        return header


def _unquoted(text: str) -> str:
    return _decoded(unquote_to_bytes(text)) if "%" in text else text


def _decoded(encoded: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return encoded.decode(encoding)
        except UnicodeDecodeError:
            continue
    return encoded.decode("latin-1")


def _without_folders(name: str) -> str:
    last = PurePosixPath(_CONTROL.sub("", name).replace("\\", "/")).name.strip()
    return "" if last == ".." else last
