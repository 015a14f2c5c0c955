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
    "–",
    "—",
    "——",
    "―",
    "−",
    "─",
    "无",
    "暂无",
    "不涉及",
    "不适用",
    "N/A",
    "n/a",
}
_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBER = re.compile(
    r"(?P<sign>[+\-−﹣增减加]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?(?P<unit>[^\d.,+\-]*)"
)
_COUNTERS = {"", "件", "条", "项", "个", "次", "宗", "起", "份", "部", "篇", "类", "例", "人", "家", "人次", "件次"}
_MONEY = {"元": Decimal("0.0001"), "万元": Decimal(1), "万": Decimal(1), "亿元": Decimal(10000), "千元": Decimal("0.1")}
_UNIT_NOTES = tuple(
    re.compile(pattern)
    for pattern in (r"单位[:：为]?([^()\[\]]*?元)", r"\(([^()]*元)\)", r"(?<![^\w(:/,、。])(亿元|万元|千元|元)")
)
"""The unit that a header names, whole: a letter before 元 that could not be read may have been 万."""


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
    plain = simplified(unicodedata.normalize("NFKC", text))
    packed = re.sub(r"\s+", "", plain)
    if not packed:
        return Number("blank", None)
    if packed in _NONE_SIGNS:
        return Number("none_sign", None)
    packed = _NOTE.sub("", packed).rstrip("。;；、,，")
    match = _NUMBER.fullmatch(packed)
    factor = _factor(match["unit"], unit, header) if match else None
    if match is None or factor is None:
        return Number("not_a_number", None)
    value = Decimal(match["digits"].replace(",", "") + (match["decimals"] or "")) * factor
    if match["sign"] in tuple("-−﹣减"):
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
