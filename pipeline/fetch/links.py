"""Which links of a page lead to reports, told by what they say and where they stand (configs/links.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict, TypeAdapter, field_validator

from pipeline.config_file import made_of, read_mapping
from pipeline.fetch.sources import Source
from pipeline.paths import CONFIGS

LinkKind = Literal["file", "report", "hub"]

_SPACE = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|-年|度)")
_LONE_YEAR = re.compile(r"(?<![\d.,])(20\d\d)(?![\d.,/-])")
_NUMERALS = "〇一二三四五六七八九"
_WRITTEN_YEAR = re.compile(rf"二([{_NUMERALS}]{{3}})年")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Link:
    """A link as its page has it: address (whole), text, title, the date beside it, and whether it stands in the
    article rather than in what the site prints around it.
    """

    url: str
    text: str = ""
    title: str = ""
    published: date | None = None
    inside: bool = True

    @property
    def said(self) -> str:
        """Text and title without white space; of two that say the same, the longer: lists cut long texts off."""
        text, title = squeezed(self.text), squeezed(self.title)
        bare = text.rstrip("….")
        return title if bare in title else text if title in text else f"{text} {title}"


class Words(BaseModel):
    """The expressions of configs/links.yaml, one for each list of them."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    reports: re.Pattern[str]
    columns: re.Pattern[str]
    addresses: re.Pattern[str]
    disclosure: re.Pattern[str]
    in_columns: re.Pattern[str]
    never: re.Pattern[str]
    other: re.Pattern[str]
    hubs: re.Pattern[str]
    next_pages: re.Pattern[str]
    files: re.Pattern[str]
    file_scripts: re.Pattern[str]
    around: re.Pattern[str]
    passing: re.Pattern[str]
    visits: re.Pattern[str]
    date_words: tuple[str, ...]
    way_words: tuple[str, ...]
    tags: tuple[str, ...]

    @field_validator("*", mode="before")
    @classmethod
    def _one_expression(cls, given: Any, info: Any) -> Any:
        if cls.model_fields[info.field_name].annotation == tuple[str, ...]:
            return given
        lines = TypeAdapter(tuple[str, ...]).validate_python(given)
        return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)


@cache
def load_words(path: Path = CONFIGS / "links.yaml") -> Words:
    """The words of a file. Raises UserError that names the file where it is broken."""
    raw = read_mapping(path, "a list of words")
    return made_of(path, "a list of words", lambda: Words.model_validate(raw))


def may_follow(url: str, source: Source) -> bool:
    """Whether an address lies on the source's site, in a part of it that the source does not leave out."""
    return source.has(url) and not _any(source.leave, url)


def kind_of(link: Link, source: Source, *, in_column: bool) -> LinkKind | None:
    """What a link leads to: a file with a report in it, a page that is a report or lists some, a page from which the
    way leads on, or nothing that is wanted. in_column: whether the page is a column of reports.
    """
    if not may_follow(link.url, source):
        return None
    file = is_file(link.url)
    if _any(source.take, link.url):
        return "file" if file else "report"
    words = load_words()
    if words.never.search(link.said):
        return None
    if says_report(link.said) or (_fits(link, in_column=in_column) and not words.other.search(link.said)):
        return "file" if file else "report"
    return "hub" if words.hubs.search(squeezed(link.text)) and not file else None


def is_attachment(link: Link, source: Source) -> bool:
    """Whether a link of an article that is a report leads to a file of the article's."""
    words = load_words()
    if not may_follow(link.url, source) or words.never.search(link.said):
        return False
    if not (is_file(link.url) or words.file_scripts.search(urlsplit(link.url).path)):
        return False
    return says_report(link.said) or (link.inside and not words.other.search(link.said))


def says_report(text: str) -> bool:
    """Whether a text names a report on information disclosure."""
    return bool(load_words().reports.search(squeezed(text)))


def is_column(url: str, names: tuple[str, ...]) -> bool:
    """Whether a page is a column of reports, by its address or one of its names."""
    words = load_words()
    return bool(words.addresses.search(urlsplit(url).path)) or any(words.columns.search(squeezed(n)) for n in names)


def is_column_of(link: Link, source: Source, names: tuple[str, ...]) -> bool:
    """Whether a link of a page on information disclosure leads to its column of reports, though it may say 年报 alone.

    names: what the page is called.
    """
    words = load_words()
    if not may_follow(link.url, source) or is_file(link.url) or words.never.search(link.said):
        return False
    named = words.columns.search(squeezed(link.text))
    return bool(named) and any(words.disclosure.search(squeezed(name)) for name in names)


def is_file(url: str) -> bool:
    """Whether an address is a file's, by how its path or one of its values ends."""
    parts = urlsplit(url)
    values = [value for _, value in parse_qsl(parts.query)]
    return any(load_words().files.search(unquote(text).strip()) for text in (parts.path, *values))


def year_in(*texts: str | None) -> int | None:
    """The year that a report is on, as the first text that names one has it: 2024年, 2024年度, 二〇二四年, （2024）."""
    for text in texts:
        bare = re.sub("[零○Ｏ]", "〇", squeezed(text or ""))
        if found := _YEAR.search(bare):
            return int(found[1])
        if found := _WRITTEN_YEAR.search(bare):
            return int("2" + "".join(str(_NUMERALS.index(sign)) for sign in found[1]))
        if found := _LONE_YEAR.search(bare):
            return int(found[1])
    return None


def lasting(url: str) -> str:
    """An address without what changes from visit to visit: session ids, and the mark of a place in the page."""
    passing = load_words().passing
    parts = urlsplit(url)
    path = ";".join(p for p in parts.path.split(";") if not passing.fullmatch(p.partition("=")[0])) or "/"
    query = "&".join(p for p in parts.query.split("&") if not passing.fullmatch(p.partition("=")[0]))
    return urlunsplit((parts.scheme, parts.netloc.lower(), path, query, ""))


def template(url: str) -> str:
    """An address with every number replaced, so that pages made by one script are alike."""
    return _NUMBER.sub("0", url)


def squeezed(text: str) -> str:
    """A text without white space, and without characters that have no width."""
    return _SPACE.sub("", text)


def _fits(link: Link, *, in_column: bool) -> bool:
    words = load_words()
    column = in_column or words.addresses.search(urlsplit(link.url).path)
    return bool(column and words.in_columns.search(link.said))


def _any(expressions: tuple[str, ...], url: str) -> bool:
    return any(re.search(expression, url) for expression in expressions)
