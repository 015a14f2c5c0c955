"""Figures that the prose of a report repeats, with what they are figures of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.normalize.characters import simplified
from pipeline.normalize.model import Claim
from pipeline.normalize.numbers import whole_number
from pipeline.statements import Statement, Statements

_SENTENCES = re.compile(r"[^。!?]+")
_PAUSE = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))")
_YEAR = re.compile(r"(20\d{2})年")
_LONGEST = 500
"""Characters of a sentence; what is longer is no prose."""


def claims(text: str, year: int | None, statements: Statements) -> tuple[Claim, ...]:
    """What the prose of a report says of figures of its tables, in the order of the text; nothing if its year is not
    known. text: without white space.
    """
    found: list[tuple[int, Claim]] = []
    before = ""
    for match in _SENTENCES.finditer(_plain(text)):
        sentence = match[0]
        if year is not None and len(sentence) <= _LONGEST and not statements.not_in_sentence.search(sentence):
            for code, statement in statements.kinds.items():
                if statement.here.search(sentence) and statement.near.search(before[-_LONGEST:] + sentence):
                    found += [
                        (match.start() + at, Claim(code, value, clause))
                        for at, value, clause in _said(sentence, statement, statements, year)
                    ]
        before = sentence
    return tuple(claim for _, claim in sorted(found, key=lambda pair: pair[0]))


def _plain(text: str) -> str:
    """Simplified, half-width, and with one sign for every pause, so that a comma is one within a number."""
    folded = unicodedata.normalize("NFKC", text.replace("，", ";").replace("；", ";"))
    return _PAUSE.sub(";", simplified(folded))


def _said(sentence: str, statement: Statement, statements: Statements, year: int) -> Iterator[tuple[int, int, str]]:
    """Where in a sentence a statement stands, the number that it gives, and its clause."""
    matches = [
        (match, whole_number(match["count"])) for wording in statement.wordings for match in wording.finditer(sentence)
    ]
    matches += [(match, 0) for wording in statement.none for match in wording.finditer(sentence)]
    for match, value in matches:
        before = sentence[: match.start()]
        clause = _clause(sentence, match)
        years = _YEAR.findall(before)
        other_year = bool(years) and int(years[-1]) != year
        a_part = statement.alone and statements.parts_follow in before
        if value is not None and not other_year and not a_part and not statements.not_in_clause.search(clause):
            yield match.start(), value, clause


def _clause(sentence: str, match: re.Match[str]) -> str:
    start = sentence.rfind(";", 0, match.start()) + 1
    end = sentence.find(";", match.end())
    return sentence[start : end if end >= 0 else len(sentence)]
