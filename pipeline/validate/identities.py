"""The form's own arithmetic (勾稽关系). A broken identity is a finding about a report, never a reason to change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.findings import Finding
from pipeline.form import Form, FormTable, Place, Sum
from pipeline.normalize.model import Figure

_CLOSE = 1e-6


Values = dict[Place, float]
"""The figures of one table, those that are blank as 0."""


def broken_identities(figures: Iterable[Figure], forms: Mapping[str, Form]) -> list[Finding]:
    """Every identity that does not hold. A figure that is blank, or that the report has no cell for, counts as 0."""
    return [finding for table, values in _tables(figures, forms) for finding in _broken(table, values)]


def added_up(figures: Iterable[Figure], forms: Mapping[str, Form]) -> set[Place]:
    """The places whose figures are part of a sum, by an identity that can be checked."""
    return {
        place
        for table, values in _tables(figures, forms)
        for _, left, right in _sums(table, values)
        for place in (*left, *right)
    }


def _tables(figures: Iterable[Figure], forms: Mapping[str, Form]) -> list[tuple[FormTable, Values]]:
    by_table: dict[tuple[str, str], Values] = {}
    for figure in figures:
        values = by_table.setdefault((figure.place.table, figure.form), {})
        values[figure.place] = figure.value or 0.0
    return [(forms[form].tables[table], values) for (table, form), values in by_table.items()]


def _sums(table: FormTable, values: Values) -> Iterator[tuple[Sum, list[Place], list[Place]]]:
    """Each sum of a table, and the places on both of its sides that the report has."""
    for one in table.sums:
        left, right = ([place for place in side if place in values] for side in (one.left, one.right))
        if left and right:
            yield one, left, right


def _broken(table: FormTable, values: Values) -> list[Finding]:
    found = []
    for (identity, code, *_), *sides in _sums(table, values):
        left, right = (sum([values[place] for place in side]) for side in sides)
        if abs(left - right) > _CLOSE:
            row, column = (None, code) if identity.for_each == "column" else (code, None)
            found.append(Finding(identity.rule, table.code, row, column, shown(left), shown(right)))
    return found


def shown(value: float) -> str:
    """A sum for people: without a point where it is whole."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
