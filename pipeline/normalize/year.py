"""The year that a report is about, from title, prose, signature or file name; never the year of publication."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.findings import Finding
from pipeline.normalize.characters import simplified

YEAR = r"(20\d{2}|二[〇○零O0][〇○零O0一二三四五六七八九]{2})"
"""A year in Arabic or Chinese digits, once full-width ones are folded."""
_YEAR = rf"(?<!\d){YEAR}"
_ONE, _TWELVE = r"(?:0?1|一)", r"(?:12|十二)"
_TO = r"(?:起(?!施行|实施|执行|生效)|至|到|[-—–－~])"
_IN_TITLE = (
    re.compile(_YEAR + r"年(?!\d{1,2}月|[一二三四五六七八九十]{1,2}月)"),
    re.compile(_YEAR + r"(?!\d|年)"),
)
_PERIODS = (
    re.compile(rf"{_YEAR}(?:年|[./-]){_ONE}(?:月|[./-]){_ONE}[日号]?{_TO}"),
    re.compile(rf"{_YEAR}年{_ONE}月?{_TO}(?:20\d\d年)?{_TWELVE}月"),
    re.compile(rf"[至到止]{_YEAR}年{_TWELVE}月(?:31|三十一)日"),
)
_OF_DATA = re.compile(r"统计|数据|期限|时限|期间|时间")
_BEFORE = 20
"""So many characters before a period tell whether it is that of the report's data."""
_MENTIONED = re.compile(rf"(?:^|[。；;)、况])在?{_YEAR}年度?(?=[,我本全])")
_SIGNED = re.compile(rf"{_YEAR}年0?[1-6一二三四五六]月(?:\d{{1,2}}日|[一二三十]{{1,3}}日)?$")
_DATE_IN_NAME = re.compile(r"20\d{2}[-_.年]\d{1,2}[-_.月]\d{1,2}")
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_FIRST_YEAR = 2003


def year_in_title(title: str) -> int | None:
    """The year that a title names; a date of publication in it is none."""
    text = _plain(title)
    return next((year for pattern in _IN_TITLE for year in _years(pattern, text)), None)


def read_year(
    title: str | None, prose: str, closing: Sequence[str], file_name: str
) -> tuple[int | None, list[Finding]]:
    """The year reported on, and what there is to say about where it comes from.

    prose: the text before the tables, without white space; closing: the lines after them.
    """
    stated = year_in_title(title) if title else None
    text = _plain(prose)
    of_data, others = _periods(text)
    if stated is not None:
        agree = not of_data or stated in of_data
        return stated, [] if agree else [Finding("year_differs", expected=str(stated), found=str(of_data[0]))]
    if period := next(iter((*of_data, *others)), None):
        return period, [Finding("year_from_prose", found=str(period))]
    return _guess(_most_common(_years(_MENTIONED, text)), _signed(closing), _in_file_name(file_name))


def _periods(text: str) -> tuple[list[int], list[int]]:
    """The years of periods that are said to be those of the data, and of others."""
    found: tuple[list[int], list[int]] = ([], [])
    for pattern in _PERIODS:
        for match in pattern.finditer(text):
            of_data = _OF_DATA.search(text, max(0, match.start() - _BEFORE), match.start())
            found[0 if of_data else 1].append(_number(match))
    return found


def _guess(mentioned: int | None, signed: int | None, named: int | None) -> tuple[int | None, list[Finding]]:
    """What the prose mentions, the date of its signature and the file name come to: sure only where two agree."""
    year = _most_common(year for year in (mentioned, signed, named) if year)
    if year is None:
        return None, [Finding("year_missing")]
    if (mentioned, signed, named).count(year) > 1:
        return year, [Finding("year_from_prose", found=str(year))]
    return year, [Finding("year_from_file_name" if year == named else "year_guessed", found=str(year))]


def _signed(closing: Sequence[str]) -> int | None:
    """The year before the one in which a report is signed: reports are due in the first months."""
    years = [year - 1 for line in closing for year in _years(_SIGNED, _plain(line))]
    return years[-1] if years else None


def _in_file_name(name: str) -> int | None:
    return year_in_title(_DATE_IN_NAME.sub("", _plain(name)))


def _years(pattern: re.Pattern[str], text: str) -> list[int]:
    return [year for match in pattern.finditer(text) if (year := _number(match)) >= _FIRST_YEAR]


def _number(match: re.Match[str]) -> int:
    return int(match[1].translate(_DIGITS))


def _most_common(years: Iterable[int]) -> int | None:
    counted = Counter(years).most_common(1)
    return counted[0][0] if counted else None


def _plain(text: str) -> str:
    return simplified(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
