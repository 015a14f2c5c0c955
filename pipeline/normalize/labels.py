"""Labels as reports print them, compared with those of the form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import product
from typing import NamedTuple, TypeVar

from rapidfuzz import fuzz

from pipeline.form import Axis, Form, Forms, Line
from pipeline.normalize.characters import simplified
from pipeline.record import record

_ENUMERATOR = re.compile(r"\(([一二三四五六七八九十]+|\d+)\)[、.,:]?|([一二三四五六七八九十]+|\d+)[、.,:)]|(\d+)(?=\D)")
_NOTE = re.compile(r"\([^()]*\)")
_OPEN_NOTE = re.compile(r"\([^()]*$")
_SHUT_NOTE = re.compile(r"^[^()]*\)")
_NO_WORD = re.compile(r"[\W_]+")


_GROUP = 80.0
"""A group label or a corner is told by this score."""
_PART, _WITHIN = 6, 90.0
"""And a part of it by this one, if it has so many characters."""


AnyLine = TypeVar("AnyLine", bound=Line)


class Label(NamedTuple):
    """A label's words without what varies freely, and the number in front of it; `whole` has those of its notes too."""

    core: str
    number: str
    whole: str


@record
class Match:
    """How well a printed label fits a line of the form: 100 is the same words."""

    code: str
    score: float


@lru_cache(maxsize=65536)
def label(text: str) -> Label:
    """A printed label in comparable form: simplified characters, no spaces, no punctuation, no notes in brackets.

    Where only a note is left (a label that is wholly in brackets), its words are kept.
    """
    plain = simplified(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    found = _ENUMERATOR.match(plain)
    number = next((part for part in found.groups() if part), "") if found else ""
    rest = plain[found.end() :] if found else plain
    core = _NOTE.sub("", rest)
    core = _SHUT_NOTE.sub("", _OPEN_NOTE.sub("", core))
    whole = _NO_WORD.sub("", rest)
    return Label(_NO_WORD.sub("", core) or whole, number, whole)


class Vocabulary:
    """All labels of one table, over all forms: its columns and its rows, in the form's order."""

    def __init__(self, forms: Mapping[str, Form], table: str) -> None:
        """forms: by code; table: the code of the table."""
        tables = [form.tables[table] for form in forms.values() if table in form.tables]
        self.table = table
        self.layout = tables[0].layout
        self.by_form = {part.form: part for part in tables}
        self.columns = _united([part.columns for part in tables])
        self.rows = _united([part.rows for part in tables])
        self._groups = {label(text).core for part in tables for text in (*part.corner, *part.groups)}
        self._blocks = {label(line.block).whole for part in tables for line in part.rows.values() if line.block}
        self._known = {"row": _cores(self.rows), "column": _cores(self.columns)}
        self.columns_of_rows = {frozenset(line.columns) for part in tables for line in part.rows.values()}
        self.rank = {place: i for i, place in enumerate(product(self.rows, self.columns))}
        self._matches: dict[Axis, dict[str, tuple[Match, ...]]] = {"row": {}, "column": {}}
        self._scores: dict[str, dict[str, float]] = {}
        self._is_group: dict[str, bool] = {}

    @property
    def headers(self) -> tuple[tuple[str, ...], ...]:
        """The columns that stand side by side over figures, in every way that a form has them."""
        rows = [line.columns for table in self.by_form.values() for line in table.rows.values()]
        return tuple(dict.fromkeys(line * len(self.rows) if self.layout == "header" else line for line in rows))

    @property
    def cores(self) -> set[str]:
        """The words of all rows and columns, without those too short to tell anything."""
        return self.column_cores.union(core for cores in self._known["row"].values() for core in cores if len(core) > 2)

    @property
    def column_cores(self) -> set[str]:
        """The same of the columns."""
        return {core for cores in self._known["column"].values() for core in cores if len(core) > 2}

    def shortest(self, column: str) -> int:
        """How many characters the shortest label of a column has."""
        return min(len(core) for core in self._known["column"][column])

    def matches(self, text: str, axis: Axis) -> tuple[Match, ...]:
        """Every row (or column) with its score for a printed label, best first; none for a text without words."""
        found = self._matches[axis].get(text)
        if found is None:
            found = self._matches[axis][text] = self._matching(label(text), axis)
        return found

    def scores(self, text: str) -> Mapping[str, float]:
        """The score of every row for a printed label, in the form's order; none for a text without words."""
        if text not in self._scores:
            found = {match.code: match.score for match in self.matches(text, "row")}
            self._scores[text] = {code: found[code] for code in self.rows if found}
        return self._scores[text]

    def best(self, text: str, axis: Axis) -> Match:
        """The best match, or an empty one with the score 0."""
        found = self.matches(text, axis)
        return found[0] if found else Match("", 0.0)

    def score(self, text: str, axis: Axis, code: str) -> float:
        """How well a printed label fits one row or column."""
        return next((match.score for match in self.matches(text, axis) if match.code == code), 0.0)

    def rows_within(self, text: str) -> list[str]:
        """The rows whose labels a text holds, word for word, in the order in which it has them."""
        owners = {core: code for code, cores in self._known["row"].items() for core in cores}
        longest = "|".join(sorted(owners, key=len, reverse=True))
        return [owners[found] for found in re.findall(longest, label(text).whole)]

    def rows_in_header(self, text: str) -> list[str]:
        """The rows whose labels the text of a header's cell holds, but for those that headers hold anyway (总计)."""
        return [code for code in self.rows_within(text) if code not in self._in_headers]

    @cached_property
    def _in_headers(self) -> set[str]:
        headers = self._groups.union(*self._known["column"].values())
        return {code for core in headers for code in self.rows_within(core)}

    def is_group(self, text: str) -> bool:
        """Whether a text is one of the table's group labels or its corner, or what the edge of a page leaves of it."""
        if text not in self._is_group:
            core = label(text).core
            self._is_group[text] = bool(core) and any(
                fuzz.ratio(core, group) >= _GROUP or (len(core) >= _PART and _is_within(core, group))
                for group in self._groups
            )
        return self._is_group[text]

    def is_block(self, text: str) -> bool:
        """Whether a text is the name of one of the table's blocks."""
        return label(text).whole in self._blocks

    def _matching(self, printed: Label, axis: Axis) -> tuple[Match, ...]:
        if not printed.core:
            return ()
        scored = [
            Match(code, max(fuzz.ratio(printed.core, core) for core in cores))
            for code, cores in self._known[axis].items()
        ]
        return tuple(sorted(scored, key=lambda match: -match.score))


@cache
def vocabularies(forms: Forms) -> dict[str, Vocabulary]:
    """A vocabulary for each table of the forms, in the form's order; made once for the same forms."""
    names = dict.fromkeys(name for form in forms.values() for name in form.tables)
    return {name: Vocabulary(forms, name) for name in names}


def _is_within(part: str, whole: str) -> bool:
    return len(part) < len(whole) and fuzz.partial_ratio(part, whole) >= _WITHIN


def _united(parts: Sequence[Mapping[str, AnyLine]]) -> dict[str, tuple[AnyLine, ...]]:
    """The lines of all forms by code; a line that only one form has keeps its place among its neighbours."""
    order: list[str] = []
    for part in parts:
        at = 0
        for code in part:
            if code in order:
                at = order.index(code) + 1
            else:
                order.insert(at, code)
                at += 1
    return {code: tuple(part[code] for part in parts if code in part) for code in order}


def _cores(lines: Mapping[str, Sequence[Line]]) -> dict[str, tuple[str, ...]]:
    return {
        code: tuple(dict.fromkeys(words for line in known for text in line.labels for words in _readings(text)))
        for code, known in lines.items()
    }


def _readings(text: str) -> tuple[str, str]:
    """The words of a label without its notes, and with them: who reads pixels may not see a bracket."""
    own = label(text)
    return own.core, own.whole
