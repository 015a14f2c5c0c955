"""What a report states: random facts that satisfy the form's identities, and ways to break them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from random import Random

from pipeline.form import FormTable, Identity, load_forms

Value = int | float | None
Line = dict[str, Value]
TableFigures = dict[str, Line]
Figures = dict[str, TableFigures]
Address = tuple[str, str, str]

MATRIX = "applications"


@dataclass(frozen=True)
class Facts:
    """One report: who, for which year, on which form each table stands, and every figure as published.

    A row that the report leaves out is missing from `figures`; a cell printed blank is None.
    """

    id: str
    issuer: str
    year: int
    title: str
    forms: Mapping[str, str]
    figures: Figures

    def table(self, code: str) -> FormTable:
        """The form's table that this report prints under the code."""
        return load_forms()[self.forms[code]].tables[code]


def empty_facts(
    form: str = "2021",
    *,
    id: str = "sample",  # noqa: A002 - the name of the field
    issuer: str = "云泽县人民政府",
    year: int = 2024,
    title: str = "",
    forms: Mapping[str, str] | None = None,
    other_as_one: bool = False,
) -> Facts:
    """A report whose every figure is 0. `forms` names the tables that stand on another form than `form`.

    `other_as_one` prints one row where the form of 2021 has three; the form of 2019 has but one anyway.
    """
    mixed = {table: (forms or {}).get(table, form) for table in load_forms()[form].tables}
    return Facts(
        id=id,
        issuer=issuer,
        year=year,
        title=title or f"{issuer}{year}年政府信息公开工作年度报告",
        forms=mixed,
        figures={code: _zeros(load_forms()[of].tables[code], other_as_one=other_as_one) for code, of in mixed.items()},
    )


def random_facts(rng: Random, form: str = "2021", *, scale: int = 12, blank: Facts | None = None) -> Facts:
    """Facts that satisfy every identity, skewed as real ones are: mostly zeros, few kinds of applicants.

    `scale` is about how many applications a body of this size gets; `blank` says what the report is like otherwise.
    """
    facts = blank or empty_facts(form)
    figures = {code: _filled(facts.table(code), lines, rng=rng, scale=scale) for code, lines in facts.figures.items()}
    return replace(facts, figures=figures)


def with_values(facts: Facts, values: Mapping[Address, Value]) -> Facts:
    """The same facts with some figures replaced, whatever the identities say."""
    figures = {table: {row: dict(line) for row, line in lines.items()} for table, lines in facts.figures.items()}
    for (table, row, column), value in values.items():
        if column not in figures[table][row]:
            raise KeyError(f"{facts.id}: no figure {table}/{row}/{column}")
        figures[table][row][column] = value
    return replace(facts, figures=figures)


def without_rows(facts: Facts, rows: Iterable[tuple[str, str]]) -> Facts:
    """The same facts in a report that leaves some rows (table, row) out."""
    gone = set(rows)
    figures = {
        table: {row: line for row, line in lines.items() if (table, row) not in gone}
        for table, lines in facts.figures.items()
    }
    return replace(facts, figures=figures)


def identity(table: FormTable, rule: str) -> Identity:
    """The identity of a table by its name."""
    return next(one for one in table.identities if one.rule == rule)


def _zeros(table: FormTable, *, other_as_one: bool) -> TableFigures:
    together = {row.code for row in table.rows.values() if row.instead_of}
    apart = {other for row in table.rows.values() for other in row.instead_of}
    left_out = apart if other_as_one else together
    return {row.code: dict.fromkeys(row.columns, 0) for row in table.rows.values() if row.code not in left_out}


def _filled(table: FormTable, lines: TableFigures, *, rng: Random, scale: int) -> TableFigures:
    rules = {one.rule for one in table.identities}
    if "balance" in rules:
        return _matrix(table, lines, rng=rng, scale=scale)
    if table.layout == "header":
        return _totalled(table, lines, rng=rng, scale=max(1, scale // 20))
    return {row: _disclosed(table, list(line), rng=rng, scale=scale) for row, line in lines.items()}


def _matrix(table: FormTable, lines: TableFigures, *, rng: Random, scale: int) -> TableFigures:
    balance, outcomes, applicants = (
        identity(table, rule) for rule in ("balance", "outcomes_add_up", "applicants_add_up")
    )
    rows = [row for row in outcomes.right if row in lines]
    weights = [rng.random() ** 5 for _ in rows]
    filled: TableFigures = {row: {} for row in lines}
    for index, column in enumerate(applicants.right):
        received = _skewed(rng, scale if index == 0 else max(1, scale // 10), zero=0.05 if index == 0 else 0.65)
        for sides in (balance.left, balance.right):
            later = rng.randint(0, received // 6)
            filled[sides[0]][column], filled[sides[1]][column] = received - later, later
        handled = int(filled[balance.right[0]][column] or 0)
        drawn = rng.choices(rows, weights, k=handled)
        for row in rows:
            filled[row][column] = drawn.count(row)
    for line in filled.values():
        line[applicants.left[0]] = sum(value or 0 for value in line.values())
    return filled


def _totalled(table: FormTable, lines: TableFigures, *, rng: Random, scale: int) -> TableFigures:
    results = identity(table, "results_add_up")
    filled: TableFigures = {}
    for row in lines:
        filled[row] = {column: _skewed(rng, scale, zero=0.6) for column in results.right}
        filled[row][results.left[0]] = sum(value or 0 for value in filled[row].values())
    return filled


def _disclosed(table: FormTable, columns: list[str], *, rng: Random, scale: int) -> Line:
    line: Line = {}
    for code in columns:
        column = table.columns[code]
        if column.unit == "10k_cny":
            line[code] = rng.choice([0, 0, round(rng.uniform(0, scale * 100), 2)])
        elif column.signed:
            line[code] = rng.choice([0, 0, rng.randint(-30, 30)])
        else:
            line[code] = sum(int(value or 0) for value in line.values() if isinstance(value, int) and value > 0) + (
                _skewed(rng, math.isqrt(scale * 25), zero=0.4)
            )
    return line


def _skewed(rng: Random, scale: int, *, zero: float) -> int:
    """A count: zero with the given probability, otherwise small with a long tail."""
    return 0 if rng.random() < zero else int(rng.expovariate(1.0) * scale)
