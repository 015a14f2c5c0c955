"""Breaking text into lines, as Chinese is set: anywhere, except inside numbers and before closing punctuation."""

from __future__ import annotations

import re

from corpus.fonts import Face, width

_TOKEN = re.compile(r"[（《“〔(]?(?:[0-9A-Za-z.,%+\-]+|.)")
_CLOSING = set("，。、；：）》”？！〕)")


def wrap(text: str, face: Face, size: float, room: float, *, indent: float = 0.0) -> tuple[str, ...]:
    """The lines of a text in a column of `room` points, the first one indented. Line feeds in the text are kept."""
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _wrap(part, face, size, room, 0.0 if lines else indent)
    return tuple(lines)


def _wrap(text: str, face: Face, size: float, room: float, indent: float) -> list[str]:
    lines, line, used = [], "", indent
    for token in _tokens(text, face, size, room):
        wide = width(token, face, size)
        if line and used + wide > room + 0.01 and token not in _CLOSING:
            lines.append(line)
            line, used = "", 0.0
        line, used = line + token, used + wide
    return [*lines, line]


def _tokens(text: str, face: Face, size: float, room: float) -> list[str]:
    """Pieces that stay together; a number that is wider than the column falls into its digits."""
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        tokens += [token] if width(token, face, size) <= room else list(token)
    return tokens
