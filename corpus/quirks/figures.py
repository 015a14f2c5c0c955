"""What a report states: other forms, rows left out, sums that are wrong, cells left blank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import cast

from corpus.facts import (
    MATRIX,
    Address,
    Facts,
    Figures,
    Value,
    empty_facts,
    identity,
    random_facts,
    with_values,
    without_rows,
)
from corpus.sample import Quirk, Sample
from corpus.truth import breaches

TWO, FOUR = "proactive_disclosure", "review_litigation"


def _on_forms(form: str, forms: dict[str, str] | None = None, *, other_as_one: bool = False) -> Quirk:
    """The same body on another form, or on another for some tables."""

    def quirk(sample: Sample, chance: Random) -> Sample:
        old = sample.facts
        blank = empty_facts(
            form,
            id=old.id,
            issuer=old.issuer,
            year=old.year,
            title=old.title,
            forms=forms,
            other_as_one=other_as_one,
        )
        scale = int(old.figures[MATRIX]["new"]["total"] or 0) + 1
        return replace(sample, facts=random_facts(chance, scale=scale, blank=blank))

    return quirk


def _facts(change: Callable[[Facts, Random], Facts]) -> Quirk:
    return lambda sample, chance: replace(sample, facts=change(sample.facts, chance))


def _places(facts: Facts, table: str | None = None) -> list[Address]:
    return [
        (code, row, column)
        for code, lines in facts.figures.items()
        if table in (None, code)
        for row, line in lines.items()
        for column in line
    ]


def _off(table: str, rule: str) -> Quirk:
    """One figure of the left side of an identity is off, so that the identity is broken."""

    def change(facts: Facts, chance: Random) -> Facts:
        found = identity(facts.table(table), rule)
        lines = facts.figures[table]
        if found.for_each == "column":
            row, column = chance.choice(found.left), chance.choice(list(facts.table(table).columns))
        else:
            row, column = chance.choice(list(lines)), chance.choice(found.left)
        changed = with_values(facts, {(table, row, column): _other(lines[row][column], chance)})
        return changed if breaches(changed) else facts

    return _facts(change)


def _other(value: Value, chance: Random) -> int:
    number = int(value or 0)
    others = {number + 1, number + chance.randint(2, 9), max(0, number - 1), 0, number * 10 + 1} - {number}
    return chance.choice(sorted(others))


def _zeros_for_totals(facts: Facts, chance: Random) -> Facts:
    """Clerks who leave every total of a table at zero."""
    table = chance.choice([FOUR, MATRIX])
    rule = "results_add_up" if table == FOUR else "applicants_add_up"
    (total,) = identity(facts.table(table), rule).left
    return with_values(facts, {(table, row, total): 0 for row in facts.figures[table]})


def _digits_moved(facts: Facts, chance: Random) -> Facts:
    """A figure that stands in the next column."""
    places = [place for place in _places(facts, MATRIX) if facts.figures[MATRIX][place[1]][place[2]]]
    if not places:
        return facts
    table, row, column = chance.choice(places)
    columns = list(facts.figures[table][row])
    other = columns[(columns.index(column) + 1) % len(columns)]
    line = facts.figures[table][row]
    return with_values(facts, {(table, row, column): line[other], (table, row, other): line[column]})


def _left_out(facts: Facts, chance: Random) -> Facts:
    """One to three rows are not there."""
    table = chance.choice([TWO, MATRIX])
    rows = list(facts.figures[table])[: -1 if table == MATRIX else None]
    gone = set(chance.sample(rows[2 if table == MATRIX else 0 :], chance.choice([1, 1, 2, 3])))
    return without_rows(facts, [(table, row) for row in gone])


def _large(facts: Facts, chance: Random) -> Facts:
    zeros = {
        code: {row: dict.fromkeys(line, 0) for row, line in lines.items()} for code, lines in facts.figures.items()
    }
    blank = replace(facts, figures=cast(Figures, zeros))
    return random_facts(chance, scale=chance.choice([5000, 40000]), blank=blank)


def _blank(share: float, *, zeros_only: bool) -> Quirk:
    """Cells without anything in them: a share of all, or of those with nothing to report."""

    def change(facts: Facts, chance: Random) -> Facts:
        places = [
            place for place in _places(facts) if not zeros_only or not facts.figures[place[0]][place[1]][place[2]]
        ]
        return with_values(facts, dict.fromkeys([place for place in places if chance.random() < share], None))

    return _facts(change)


FIGURES: dict[str, Quirk] = {
    "form of 2019": _on_forms("2019"),
    "other as one row": _on_forms("2021", other_as_one=True),
    "table two of 2019": _on_forms("2021", {TWO: "2019"}),
    "matrix of 2019": _on_forms("2021", {MATRIX: "2019"}),
    "table two of 2021": _on_forms("2019", {TWO: "2021"}),
    "large figures": _facts(_large),
    "balance broken": _off(MATRIX, "balance"),
    "outcomes broken": _off(MATRIX, "outcomes_add_up"),
    "applicants broken": _off(MATRIX, "applicants_add_up"),
    "results broken": _off(FOUR, "results_add_up"),
    "totals zero": _facts(_zeros_for_totals),
    "figure in next column": _facts(_digits_moved),
    "rows left out": _facts(_left_out),
    "some cells blank": _blank(0.1, zeros_only=True),
    "zeros blank": _blank(1.0, zeros_only=True),
    "blank form": _blank(1.0, zeros_only=False),
}
