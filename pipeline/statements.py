"""What prose says of the form's figures, as objects: wordings, and the figures meant (configs/prose.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache, partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from pipeline.config_file import made_of, read_mapping
from pipeline.form import Form, Forms, load_forms
from pipeline.paths import CONFIGS

_COUNT = r"(?P<count>\d{1,3}(?:,\d{3})+|\d+|[零〇一二两三四五六七八九十百千万]+)"
_PART = re.compile(r"\{([a-z_]+)\}")


class Statement(BaseModel):
    """A kind of statement: its wordings with a number, those that say there is none, and the figures that it is about.

    It agrees with a table in which the figures of one of the sets of rows in `any_of` add up to it, in one of the
    columns. Rows may be patterns (`denied.*`). `here` must match in the same sentence, `near` in it or the one before;
    `alone` are statements that mean a whole, never one of its parts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    table: str
    columns: tuple[str, ...] = Field(min_length=1)
    any_of: tuple[tuple[str, ...], ...] = Field(min_length=1)
    wordings: tuple[re.Pattern[str], ...] = Field(min_length=1)
    none: tuple[re.Pattern[str], ...] = ()
    here: re.Pattern[str] = re.compile("")
    near: re.Pattern[str] = re.compile("")
    alone: bool = False

    @field_validator("wordings")
    @classmethod
    def _have_a_count(cls, wordings: tuple[re.Pattern[str], ...]) -> tuple[re.Pattern[str], ...]:
        if any("count" not in wording.groupindex for wording in wordings):
            raise ValueError("a wording has no {count}")
        return wordings


class Statements(BaseModel):
    """Every kind of statement by its code, and the words that make one mean something else."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    kinds: dict[str, Statement]
    not_in_clause: re.Pattern[str]
    not_in_sentence: re.Pattern[str]
    parts_follow: str


def load_statements(path: Path = CONFIGS / "prose.yaml", forms: Forms | None = None) -> Statements:
    """The statements of a file, about the figures of some forms (by default the program's).

    Raises UserError that names the file where it is broken, or is about figures that no form has.
    """
    return _load(path, load_forms() if forms is None else forms)


@cache
def _load(path: Path, forms: Forms) -> Statements:
    what = "a list of statements"
    return made_of(path, what, partial(_made, read_mapping(path, what), forms))


def _made(raw: dict[str, Any], forms: Mapping[str, Form]) -> Statements:
    parts = {"count": _COUNT}
    for name, text in raw["parts"].items():
        parts[name] = _filled(text, parts)
    found = Statements(
        kinds={code: Statement.model_validate(_with_parts(entry, parts)) for code, entry in raw["statements"].items()},
        not_in_clause=_any_of(raw["not_in_clause"]),
        not_in_sentence=_any_of(raw["not_in_sentence"]),
        parts_follow=raw["parts_follow"],
    )
    for code, statement in found.kinds.items():
        _check(code, statement, forms)
    return found


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


def _with_parts(entry: dict[str, Any], parts: Mapping[str, str]) -> dict[str, Any]:
    return {**entry, **{key: [_filled(text, parts) for text in entry.get(key, ())] for key in ("wordings", "none")}}


def _filled(text: str, parts: Mapping[str, str]) -> str:
    return _PART.sub(lambda match: parts[match[1]], text)


def _check(code: str, statement: Statement, forms: Mapping[str, Form]) -> None:
    """Raise ValueError where a statement is about rows or columns that no form has."""
    tables = [form.tables[statement.table] for form in forms.values() if statement.table in form.tables]
    rows = {row for table in tables for row in table.rows}
    columns = {column for table in tables for column in table.columns}
    unknown = [name for names in statement.any_of for name in names if not any(fnmatchcase(row, name) for row in rows)]
    unknown += [name for name in statement.columns if name not in columns]
    if unknown or not tables:
        raise ValueError(f"{code} is about figures that no form has: {', '.join(unknown) or statement.table}")
