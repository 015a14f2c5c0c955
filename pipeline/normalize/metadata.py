"""Title, issuer and year, from the first page of a report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pipeline.findings import Finding
from pipeline.normalize.characters import simplified
from pipeline.normalize.model import Metadata

_TITLE_END = re.compile(r"(年度报告|年报|年度工作报告|工作报告|情况报告|情况的报告)(?:[（(].{0,12}[)）])?$")
_TITLE_WORDS = re.compile(r"信息公开|政务公开")
_BODY_START = re.compile(r"^[一二三四五六七八九十]+、|^(根据|依据|按照|本报告|现将|为|目录|目 录)|[，。；：]")
_PROSE = re.compile(r"[，。；]")
_YEAR = re.compile(r"(20[0-9]{2}|二[〇○零O0][一二三四五六七八九〇○零O0]{2})(?=年)")
_PERIOD = re.compile(r"(20[0-9]{2}|二[〇○零]..)年1月1日(?:起)?[至到\-—－~]")
_FILE_YEAR = re.compile(r"(?<!\d)(20[0-9]{2})(?!\d)")
_BEFORE_NAME = re.compile(r"^(关于|關於|附件\d*[:：]?)")
_AFTER_NAME = re.compile(
    # what follows 人民 is still the name: …人民政府信息公开工作年度报告
    r"(关于|關於|(?<!人民)政府(信息公开|信息公開|資訊公開|门户网站|門戶網站)|政务公开|政務公開|信息公开|信息公開|資訊公開).*$"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_FIRST_YEAR = 2003
_TITLE_LINES = 5
_TAIL = 4
"""A line as short as this may be the end of a title's last words, which ran full on the line above."""
_LOOK_AT = 40


def read_metadata(lines: Sequence[str], file_name: str) -> tuple[Metadata, list[Finding]]:
    """What the lines before the first table say. file_name: without folders; a last resort for the year."""
    title = _title([_plain(line) for line in lines])
    issuer = _issuer(title) if title else None
    findings = [] if title else [Finding("title_missing")]
    if title and not issuer:
        findings.append(Finding("issuer_missing"))
    year, source = _year(title, lines, file_name)
    if year is None:
        findings.append(Finding("year_missing"))
    elif source:
        findings.append(Finding(source, found=str(year)))
    return Metadata(title, issuer, year), findings


def _plain(line: str) -> str:
    """A line without white space: Chinese text has none of its own, only what typesetting puts in."""
    return re.sub(r"\s+", "", line)


def _title(lines: Sequence[str]) -> str | None:
    """The lines that end with 年度报告 or the like, from where the name of the body begins."""
    for end, line in enumerate(lines[:_LOOK_AT]):
        tail = lines[end - 1] + line if end and len(line) <= _TAIL else line
        if not line or _PROSE.search(tail) or not _TITLE_END.search(simplified(tail)):
            continue
        parts: list[str] = []
        for part in reversed(lines[max(0, end - _TITLE_LINES + 1) : end + 1]):
            if not _CHINESE.search(part) or re.fullmatch(r"[\W\d第页共]+", part):
                break  # a page number, a date, an address: what browsers and word processors print above
            if parts and _BODY_START.search(part):
                break
            parts.insert(0, part)
            if len("".join(parts)) > 80:
                break
        title = "".join(parts)
        if _TITLE_WORDS.search(simplified(title)) and len(title) <= 80:
            return title
    return None


def _issuer(title: str) -> str | None:
    """What a title has in front of 政府信息公开, without the year."""
    name = _AFTER_NAME.sub("", _BEFORE_NAME.sub("", title))
    name = re.sub(r"(20[0-9]{2}|二[〇○零O0]..)年?(度)?(?=$|\D)", "", name)
    return name.strip("《》“”\"' -—_") or None


def _year(title: str | None, lines: Sequence[str], file_name: str) -> tuple[int | None, str | None]:
    """The year reported on, and the rule of the finding that tells where it was taken from, if not from the title."""
    text = _plain("".join(lines))
    for source, rule, pattern in (
        (title or "", None, _YEAR),
        (text, "year_from_prose", _PERIOD),
        (file_name, "year_from_file_name", _FILE_YEAR),
    ):
        found = pattern.search(simplified(unicodedata.normalize("NFKC", source)))
        if found and (year := int(found.group(1).translate(_DIGITS))) >= _FIRST_YEAR:
            return year, rule
    return None, None
