"""Figures that the prose of a report repeats, with what they are figures of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

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
    """What the prose of a report says of figures of its tables; nothing if its year is not known. text: without white
    space.
    """
    if year is None:
        return ()
    sentences = _SENTENCES.findall(_plain(text))
    return tuple(
        Claim(code, value, clause)
        for before, sentence in pairwise(["", *sentences])
        if len(sentence) <= _LONGEST and not statements.not_in_sentence.search(sentence)
        for code, statement in statements.kinds.items()
        if statement.here.search(sentence) and statement.near.search(before[-_LONGEST:] + sentence)
        for value, clause in _said(sentence, statement, statements, year)
    )


def _plain(text: str) -> str:
    """Simplified, half-width, and with one sign for every pause, so that a comma is one within a number."""
    folded = unicodedata.normalize("NFKC", text.replace("，", ";").replace("；", ";"))
    return _PAUSE.sub(";", simplified(folded))


def _said(sentence: str, statement: Statement, statements: Statements, year: int) -> Iterator[tuple[int, str]]:
    """The numbers that a sentence gives for a kind of statement, each with its clause."""
    found = [(m, whole_number(m["count"])) for wording in statement.wordings for m in wording.finditer(sentence)]
    found += [(m, 0) for wording in statement.none for m in wording.finditer(sentence)]
    for match, value in found:
        before = sentence[: match.start()]
        clause = _clause(sentence, match)
        years = _YEAR.findall(before)
        other_year = bool(years) and int(years[-1]) != year
        a_part = statement.alone and statements.parts_follow in before
        if value is not None and not other_year and not a_part and not statements.not_in_clause.search(clause):
            yield value, clause


def _clause(sentence: str, match: re.Match[str]) -> str:
    start = sentence.rfind(";", 0, match.start()) + 1
    end = sentence.find(";", match.end())
    return sentence[start : end if end >= 0 else len(sentence)]
