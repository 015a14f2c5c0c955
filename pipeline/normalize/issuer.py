"""The body that publishes a report: as its title names it, or else its prose, its letterhead or its signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import LCSseq, Levenshtein

from pipeline.bodies import load_kinds
from pipeline.normalize.characters import simplified
from pipeline.normalize.year import YEAR

_BEFORE_NAME = re.compile(r"^(?:附件\d*[:：]?)?(?:(?:关于|關於)(?:报送|印发|公布|发布|報送|印發|發布)?)?")
_AFTER_NAME = re.compile(
    # what follows 人民 is still the name: …人民政府信息公开工作年度报告
    r"(?:关于|關於|(?<!人民)政府(?:门户网站|門戶網站)"
    r"|(?:(?<!人民)政府)?(?:信息公开|信息公開|資訊公開|政务公开|政務公開)(?!办|辦|领导|領導|局|处|處|中心|科)).*$"
)
_YEAR_OF_TITLE = re.compile(rf"[（(]?{YEAR}年{{0,2}}度?[)）]?")
WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")

_NAME = r"(?P<name>[\u4e00-\u9fff]{3,30}?)"
_LETTERHEAD = re.compile(rf"^{_NAME}文件$")
_IN_PROSE = (
    re.compile(rf"(?:公布|现将|编制|发布)《?{_NAME}(?:关于)?{YEAR}年"),
    re.compile(rf"(?:公布|现将|编制|发布)《?(?:{YEAR}年度?)?{_NAME}政府信息公开(?:工作)?年"),
    re.compile(
        rf"{YEAR}年度?[，,]?{_NAME}(?=坚持|认真|深入|严格|全面|积极|高度|紧紧|切实|以|在|按照|围绕|始终|未收到)"
    ),
    re.compile(rf"由{_NAME}(?:根据|依据|按照|编制|编写|负责|撰写|汇总)"),
)
_SIGNED = re.compile(rf"{_NAME}{YEAR}年.{{1,3}}月(?:.{{1,3}}日)?$")
_RELATIVE = re.compile(r"^[我本全各该省市区县州旗镇乡]|[，。的了]")
"""Names that say what a body is only to those who know where they are: 我局, 区统计局."""
PLACE = re.compile(r".+?(?:省|(?<!城)市|(?<![社小园景地片城])区|县|州|盟|旗|(?<![城])乡|(?<!城)镇)")
"""A name that begins with that of a place."""
_SIGNATURE_LINES = 8
_ALIKE = 2
"""Names of one body differ by at most so many characters, a third of them, where one is misread or misprinted."""


def kind_of(name: str) -> str | None:
    """The code of a body's kind, whatever characters its name is printed in."""
    return load_kinds().kind_of(simplified(name))


def issuer_in_title(title: str) -> str | None:
    """What a title has in front of 政府信息公开, without the year."""
    name = _AFTER_NAME.sub("", _BEFORE_NAME.sub("", title.translate(WIDE_DIGITS)))
    return _YEAR_OF_TITLE.sub("", name).strip("《》「」“”\"' -—_的") or None


def issuer_in_prose(opening: Sequence[str], closing: Sequence[str]) -> str | None:
    """The first body of a known kind that the letterhead, a sentence about the report, or the signature names.

    opening, closing: lines without white space before and after the tables.
    """
    return next(_bodies(opening, closing), None)


def other_in_prose(issuer: str, opening: Sequence[str], closing: Sequence[str]) -> str | None:
    """The name that the prose has for an issuer of a title, where it is other by a character or two, and not merely
    short for it: one of them is misread or misprinted. None where they agree, or nothing tells. Arguments as of
    issuer_in_prose.
    """
    name = simplified(issuer)
    named = list(_bodies(opening, closing))
    if name in named:
        return None
    return next((other for other in named if _is_misread(name, other)), None)


def _is_misread(one: str, two: str) -> bool:
    short = LCSseq.similarity(one, two) == min(len(one), len(two))
    return not short and Levenshtein.distance(one, two) <= min(_ALIKE, len(one) / 3)


def _bodies(opening: Sequence[str], closing: Sequence[str]) -> Iterator[str]:
    """The bodies of known kinds that the prose names, in order."""
    return (name for name in _named(opening, closing) if kind_of(name) and _of_one_body(name))


def _of_one_body(name: str) -> bool:
    """Whether a name is that of one body wherever it stands; 和 is part of many (县发展和改革局), or joins two."""
    *before, _ = re.split("[和与]", name)
    joined = before and (not PLACE.match(before[0]) or any(kind_of(part) for part in before))
    return not joined and not _RELATIVE.search(name)


def _named(opening: Sequence[str], closing: Sequence[str]) -> Iterator[str]:
    for line in opening[:_SIGNATURE_LINES]:
        yield from _names(_LETTERHEAD, simplified(line))
    text = simplified("".join(opening))
    for pattern in _IN_PROSE:
        yield from _names(pattern, text)
    ends = [simplified(line) for line in closing[-_SIGNATURE_LINES:]]
    for above, line in zip(["", *ends], ends, strict=False):
        yield from _names(_SIGNED, line)
        yield from _names(_SIGNED, above[-30:] + line)


def _names(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match["name"] for match in pattern.finditer(text)]
