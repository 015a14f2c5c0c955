"""Numbers as reports print them: 1,234, １２, 0件, +19, 减26, 22（其中修订16件）, 1767.06万元, 251000元, /, —."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from pipeline.normalize.characters import simplified

Kind = Literal["number", "blank", "none_sign", "not_a_number"]

_NONE_SIGNS = {
    "/",
    "\\",
    "//",
    "-",
    "--",
    "---",
    "‐",
    "‒",
    "–",
    "—",
    "——",
    "―",
    "−",
    "─",
    "⸺",
    "⸻",
    "无",
    "暂无",
    "不涉及",
    "不适用",
    "N/A",
    "n/a",
}
_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SIGNS = r"[\u00b9\u00b2\u00b3\u2070-\u2079\u2460-\u2473\u2776-\u277f※*＊†‡]+"
_MARK = re.compile(rf"{_SIGNS}|注\d*$")
"""Signs that point to a note. Folded into plain characters, the number in a circle would be a digit of the figure."""
_PARTED = re.compile(rf"\d\s*{_SIGNS}\s*[\d.]")
_NOTED_APART = re.compile(rf"\d(?:{_NOTE.pattern})+[\d.]")
"""Such a sign between digits, or a note, parts two numbers."""
_MINUS = r"\-‐‒–−"
"""Signs for minus, folded: fonts without one have a hyphen (also one that breaks no line) or a dash in its place."""
_NUMBER = re.compile(
    rf"(?P<sign>[+{_MINUS}增减加]?)(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<decimals>\.\d+)?(?P<unit>[^\d.,+\-]*)"
)
_COUNTERS = {"", "件", "条", "项", "个", "次", "宗", "起", "份", "部", "篇", "类", "例", "人", "家", "人次", "件次"}
_MONEY = {"元": Decimal("0.0001"), "万元": Decimal(1), "万": Decimal(1), "亿元": Decimal(10000), "千元": Decimal("0.1")}
_CHINESE = re.compile(
    # a last digit stands alone, after 零, or after tens: 一百二 is said for 120
    r"(?:([一二三四五六七八九])千)?(?:零?([一二三四五六七八九])百)?(?:零?([一二三四五六七八九]?)十)?"
    r"(?:(?:^|零|(?<=十))([一二三四五六七八九]))?"
)
_UNIT_NOTES = tuple(
    re.compile(pattern)
    for pattern in (r"单位[:为.,。;·]?([^()\[\]]*?元)", r"\(([^()]*元)\)", r"(?<![^\w(:/,、。])(亿元|万元|千元|元)")
)
"""The unit that a header names, whole: a letter before 元 that could not be read may have been 万. In small type, a
colon may be read as another of the marks that have a point."""


class Number(NamedTuple):
    """A cell's text as a number: its value in the column's unit, and whether reading it took a guess."""

    kind: Kind
    value: float | None
    doubtful: bool = False


@lru_cache(maxsize=65536)
def parse(text: str, unit: str = "count", header: str = "", *, signed: bool = False) -> Number:
    """The number that a cell prints.

    unit: `count` or `10k_cny`; header: the column's printed label, which may name the unit of amounts; signed: whether
    values below zero make sense. A number broken over lines or by spaces, with leading zeros, with decimals in a count
    or below zero where none can be is doubtful; text that is no number has no value.
    """
    if _PARTED.search(text):
        return Number("not_a_number", None)
    plain = simplified(unicodedata.normalize("NFKC", _MARK.sub("", text)))
    packed = re.sub(r"\s+", "", plain)
    if not packed:
        return Number("not_a_number" if text.strip() else "blank", None)
    if packed in _NONE_SIGNS:
        return Number("none_sign", None)
    figure = _NOTE.sub("", packed).rstrip("。;；、,，")
    match = None if _NOTED_APART.search(packed) else _NUMBER.fullmatch(figure)
    if match is None:
        return Number("not_a_number", None)
    printed = Decimal(match["digits"].replace(",", "") + (match["decimals"] or ""))
    nothing = unit != "count" and not printed and (match["unit"] in _COUNTERS or match["unit"] in _MONEY)
    factor = Decimal(1) if nothing else _factor(match["unit"], unit, header)
    if factor is None:
        return Number("not_a_number", None)
    value = printed * factor
    if match["sign"] and match["sign"] not in "+增加":
        value = -value
    return Number("number", float(value), _doubtful(match, plain, value, unit, signed=signed))


def _factor(printed: str, unit: str, header: str) -> Decimal | None:
    """What to multiply by to have the column's unit; None where the text after the digits is no known unit."""
    if unit == "count":
        return Decimal(1) if printed in _COUNTERS else None
    if printed in _MONEY:
        return _MONEY[printed]
    if printed:
        return None
    plain = re.sub(r"\s+", "", simplified(unicodedata.normalize("NFKC", header)))
    named = next((found[1] for note in _UNIT_NOTES if (found := note.search(plain))), None)
    if named is None:
        return None if "元" in plain else Decimal(1)
    return _MONEY.get(named)


def _doubtful(match: re.Match[str], plain: str, value: Decimal, unit: str, *, signed: bool) -> bool:
    digits = match["digits"]
    broken = re.search(r"\d[\s]+[\d.]|\.\s+\d", plain.strip()) is not None
    leading_zero = len(digits) > 1 and digits.startswith("0")
    fraction = unit == "count" and value != value.to_integral_value()
    return broken or leading_zero or fraction or (value < 0 and not signed)


def whole_number(text: str) -> int | None:
    """A count in prose: 12, 1,234, 三, 两百零五, 一万二千; None for what is no number, or could be read in two ways.

    Chinese numerals are read up to 99,999,999. Digits side by side (一二) are no number, nor are 一百二 and 一万二.
    """
    digits = text.replace(",", "")
    if digits.isdecimal():
        return int(digits)
    high, ten_thousand, low = text.replace("两", "二").rpartition("万")
    if not ten_thousand:
        return _below_10_000(low)
    above, below = _below_10_000(high), 0 if not low else _below_10_000(low)
    if not above or below is None or (below and below < 1000 and not low.startswith("零")):
        return None
    return above * 10_000 + below


def _below_10_000(text: str) -> int | None:
    if text in ("零", "〇"):
        return 0
    match = _CHINESE.fullmatch(text)
    if not text or match is None:
        return None
    parts = zip(match.groups(), (1000, 100, 10, 1), strict=True)
    return sum(int(unicodedata.numeric(digit or "一")) * unit for digit, unit in parts if digit is not None)
