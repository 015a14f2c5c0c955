"""The title of a report among what letterheads, websites and word processors print around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from pipeline.normalize.characters import simplified
from pipeline.normalize.issuer import PLACE, WIDE_DIGITS, issuer_in_title, kind_of
from pipeline.normalize.year import YEAR, year_in_title
from pipeline.record import record

_SUBJECT = re.compile(r"信息公开|政务公开")
_ENDING = r"(?:年度报告|年报|工作总结|报告)"
_TITLE = re.compile(rf"(?:信息公开|政务公开).*{_ENDING}(?:[（(][^（）()]{{1,14}}[)）])?$")
_SITE = re.compile(rf"(?<=公开)(.*?{_ENDING})[-_|—–].+$")
"""What a browser prints behind a title: the name of the website."""
_IN_FRONT = re.compile(
    r"^.*[>»›]|^\d{1,4}/\d{1,2}/\d{1,4}[,，]?(?:[上下]午)?\d{1,2}:\d\d(?:[AP]M)?"
    r"|^(?:标题|名称|题名|信息名称|文件名称)[:：]?|^附件\d*[:：]"
    r"|^(?:\d{1,2}|[Il|])(?=(?!年)[\u4e00-\u9fff]{1,9}[省市县区州盟旗镇乡])"
)
"""A way on a website, when a browser printed it, a label, or, before a place's name, the number of a page, one that
nobody sees, or a stroke.
"""
_YEAR_ALONE = re.compile(rf"[（(]{YEAR}年?度?[)）]|{YEAR}年度?")
_NO_TITLE = re.compile(
    r"[，。；！？_|:：,;…]|〔|\.{3}|\d{4}[-./年]\d{1,2}[-./月]\d|年.{1,3}月|文件$|号$|网站?$|门户$|.{3}平台$|http|www"
    r"|当前位置|索引|发布|来源|打印|字体|字号|浏览|分享|关闭|登录|注册|无障碍|繁体|长者|手机版|搜索|签发|目录|首页|附件"
    r"|机密|秘密|特急|加急|第\d+期|^第?\d*页|^[（(【\[].*\D[）)】\]]$|^[一二三四五六七八九十]+、|条第[（(]|^(?:根据|依据|按照|现将|现公布)"
)
_GOES_ON = re.compile(
    r"^(?:公布|公开|发布|报告|予以|如下|向社会|编制)(?!(?:时间|日期|机构|单位|部门|主体|方式|形式|类型|范围|属性|[人者])[:：])"
)
"""How a sentence goes on that names the report; 发布时间： is what a website prints under a title."""
_CHINESE = re.compile(r"[\u4e00-\u9fff〇]")
_CUT_YEAR = re.compile(r"[\d〇○零O一二三四五六七八九]{0,3}年")
_WHOLE_YEAR = re.compile(rf"(?<!\d){YEAR}年")
_END_OF_YEAR = re.compile(r"(?:[0〇○零O]..|.{1,2})年")
_ONLY_DIGITS = re.compile(r"[\d〇○零O一二三四五六七八九]{1,3}")
_MOST_LINES = 5
_MOST_CHARACTERS = 80
_MOST_TRIED = 60


@record
class Title:
    """A title without white space, and the lines that it stands on (0-based, `end` is the first one behind it)."""

    text: str
    start: int
    end: int


def find_title(lines: Sequence[str], most: int = _MOST_TRIED) -> Title | None:
    """The title among lines without white space: the first that names a body and a year, or the next best.

    most: how many lines to look at. A title in traditional characters is given as printed.
    """
    shown = [_cleaned(line) for line in lines[:most]]
    plain = simplified("\n".join(shown).translate(WIDE_DIGITS)).split("\n")
    labelled = {i for i, line in enumerate(lines[:most]) if _IN_FRONT.search(line)}
    best, most_told = None, -1
    for start, end in _candidates(plain, labelled):
        title = Title("".join(shown[start:end]), start, end)
        told = _told("".join(plain[start:end]))
        if told > most_told:
            best, most_told = title, told
    return best


def _cleaned(line: str) -> str:
    return _SITE.sub(r"\1", _IN_FRONT.sub("", line)) if len(line) <= 2 * _MOST_CHARACTERS else ""


def _told(title: str) -> int:
    """How much a title says: the body counts for more than the year."""
    issuer = issuer_in_title(title)
    return (2 if issuer else 0) + (2 if issuer and kind_of(issuer) else 0) + (1 if year_in_title(title) else 0)


def _candidates(lines: Sequence[str], labelled: Set[int]) -> Iterator[tuple[int, int]]:
    """From which to which line a title may run. labelled: lines that a label or the way on a website stood in front of,
    with which a title begins whatever stands above.
    """
    for last, line in enumerate(lines):
        if line and line[-1] in "告报结)）" and (core := _core(lines, last)) is not None:
            start, end = _first_line(lines, core, last, labelled), last + 1
            if end < len(lines) and _YEAR_ALONE.fullmatch(lines[end]) and not year_in_title("".join(lines[start:end])):
                end += 1
            yield start, end


def _core(lines: Sequence[str], last: int) -> int | None:
    """The line with which the shortest run begins that ends as a title does; None where it is a part of the prose."""
    for start in range(last, max(-1, last - _MOST_LINES), -1):
        if not lines[start] or _NO_TITLE.search(lines[start]):
            return None
        text = "".join(lines[start : last + 1])
        if len(text) <= _MOST_CHARACTERS and _TITLE.search(text):
            return None if _within_prose(lines, start, last) else start
    return None


def _within_prose(lines: Sequence[str], start: int, last: int) -> bool:
    """Whether the lines around are a sentence that merely names the report, or begins to name a document."""
    text = "".join(lines[start : last + 1])
    if any(text.count(opening) > text.count(closing) for opening, closing in ("《》", "〈〉")):
        return True
    before = lines[start - 1] if start else ""
    after = lines[last + 1] if last + 1 < len(lines) else ""
    running = re.search(r"[，。；]", before) and not re.search(r"[:：]|[。！]$", before)
    return bool(running) or bool(_GOES_ON.match(after))


def _first_line(lines: Sequence[str], start: int, last: int, labelled: Set[int]) -> int:
    """The line with which the title begins: what stands above belongs to it as long as it can."""
    while start and start not in labelled and last - start + 1 < _MOST_LINES:
        if not _belongs(lines[start - 1], "".join(lines[start : last + 1])):
            break
        start -= 1
    return start


def _belongs(above: str, title: str) -> bool:
    """Whether a line goes on in the title below it."""
    if (cut := _CUT_YEAR.match(title)) and not above.endswith("年"):
        whole = _WHOLE_YEAR.search(above + title)
        return bool(whole or (_ONLY_DIGITS.fullmatch(above) and _END_OF_YEAR.fullmatch(above + cut[0])))
    if not _CHINESE.search(above) or _NO_TITLE.search(above) or len(above + title) > _MOST_CHARACTERS:
        return False
    if (_SUBJECT.search(above) and not kind_of(above)) or (_YEAR_ALONE.fullmatch(above) and year_in_title(title)):
        return False  # a heading of the website, the end of the way on it, or another title
    return not _two_bodies(above, issuer_in_title(title) or "")


def _two_bodies(above: str, issuer: str) -> bool:
    """Whether a line and the body that the title names are two bodies: a letterhead or a website over a title."""
    if not kind_of(above) or not kind_of(issuer):
        return False
    return above[:2] == issuer[:2] or (above.endswith("政府") and bool(PLACE.match(issuer[1:-1])))
