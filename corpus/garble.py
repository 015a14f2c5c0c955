"""Spoils the text layer of a PDF and leaves what its pages show: what a reader of text is told is then not so.

Fonts say by a map (ToUnicode) which characters their codes mean; here the map goes missing or lies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf

Meaning = Callable[[str], str]
"""What a font says that a character is."""

_PART = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_CJK, _CJK_COUNT = 0x4E00, 0x51A5
SWAPS = ("38", "16", "25", "07", "49")


def without_map(pdf: bytes) -> bytes:
    """No font tells what its codes mean."""

    def change(font: pikepdf.Object) -> None:
        if "/ToUnicode" in font:
            del font["/ToUnicode"]

    return _changed(pdf, change)


def private(letter: str) -> str:
    """A character of no meaning, from the private use area."""
    return chr(0xE000 + ord(letter) % 0x1900)


def foreign(letter: str) -> str:
    """Another Chinese character: plausible letters, senseless words."""
    return chr(_CJK + (ord(letter) * 7 + 1234) % _CJK_COUNT)


def shifted(letter: str) -> str:
    """The next character but two, as fonts with a wrong encoding say."""
    return chr(ord(letter) + 3) if letter > " " else letter


def swapped(pair: str) -> Meaning:
    """Two digits are taken for each other; everything else is right."""
    table = str.maketrans(pair, pair[::-1])
    return lambda letter: letter.translate(table)


def mapped(pdf: bytes, meaning: Meaning) -> bytes:
    """Every font says that its characters are what `meaning` makes of them."""

    def change(font: pikepdf.Object) -> None:
        if "/ToUnicode" in font:
            entries = [(code, meaning_of(text, meaning)) for code, text in _entries(font.ToUnicode.read_bytes())]
            font.ToUnicode.write(_map(entries))

    return _changed(pdf, change)


def meaning_of(text: str, meaning: Meaning) -> str:
    """A text letter by letter, spaces as they are."""
    return "".join(letter if letter.isspace() else meaning(letter) for letter in text)


def twice(pdf: bytes, by: float) -> bytes:
    """Everything on a page is drawn a second time, `by` points to the right: so some programs make letters bold."""
    buffer = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            page.contents_coalesce()
            again = page.Contents.read_bytes()
            body = b"q " + again + f" Q q 1 0 0 1 {by} 0 cm ".encode() + again + b" Q"
            page.Contents = opened.make_stream(body)
        opened.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _changed(pdf: bytes, change: Callable[[pikepdf.Object], object]) -> bytes:
    buffer = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == pikepdf.Name.Font:
                change(item)
        opened.remove_unreferenced_resources()
        opened.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _entries(stream: bytes) -> Iterator[tuple[bytes, str]]:
    """Codes (hex digits) and the texts that they mean."""
    for kind, body in _PART.findall(stream):
        tokens = [re.sub(rb"\s", b"", match[1]) if match[1] is not None else match[0] for match in _tokens(body)]
        if kind == b"bfchar":
            yield from ((code, _text(value)) for code, value in zip(tokens[::2], tokens[1::2], strict=True))
        else:
            yield from _ranges(tokens)


def _tokens(body: bytes) -> Iterator[re.Match[bytes]]:
    yield from _TOKEN.finditer(body)


def _ranges(tokens: list[bytes]) -> Iterator[tuple[bytes, str]]:
    place = 0
    while place < len(tokens):
        first, last = tokens[place], tokens[place + 1]
        codes = [b"%0*X" % (len(first), code) for code in range(int(first, 16), int(last, 16) + 1)]
        if tokens[place + 2] == b"[":
            end = tokens.index(b"]", place)
            yield from zip(codes, (_text(value) for value in tokens[place + 3 : end]), strict=True)
            place = end + 1
        else:
            text = _text(tokens[place + 2])
            yield from ((code, text[:-1] + chr(ord(text[-1]) + index)) for index, code in enumerate(codes))
            place += 3


def _text(value: bytes) -> str:
    return bytes.fromhex(value.decode()).decode("utf-16-be", "replace")


def _map(entries: list[tuple[bytes, str]]) -> bytes:
    """A ToUnicode map with these entries."""
    width = len(entries[0][0]) if entries else 4
    lines = [b"<%s> <%s>" % (code, text.encode("utf-16-be").hex().encode()) for code, text in entries]
    parts = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(part), b"\n".join(part)) for part in parts)
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Map def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<%s> <%s>\nendcodespacerange\n"
        % (b"0" * width, b"F" * width)
        + body
        + b"\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
