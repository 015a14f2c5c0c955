"""The form's own arithmetic (勾稽关系). A broken identity is a finding about a report, never a reason to change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.findings import Finding
from pipeline.form import Form, FormTable, Identity
from pipeline.normalize.model import Figure, Place

_CLOSE = 1e-6


def broken_identities(figures: Iterable[Figure], forms: Mapping[str, Form]) -> list[Finding]:
    """Every identity that does not hold. A figure that is blank, or that the report has no cell for, counts as 0."""
    by_table: dict[tuple[str, str], dict[Place, float]] = {}
    for figure in figures:
        values = by_table.setdefault((figure.place.table, figure.form), {})
        values[figure.place] = figure.value or 0.0
    return [
        finding
        for (table, form), values in by_table.items()
        for identity in forms[form].tables[table].identities
        for finding in _broken(forms[form].tables[table], identity, values)
    ]


def _broken(table: FormTable, identity: Identity, values: Mapping[Place, float]) -> list[Finding]:
    by_column = identity.for_each == "column"
    found = []
    for code in table.columns if by_column else table.rows:
        left, right = (
            [values[place] for at in side if (place := Place(table.code, *at)) in values]
            for side in identity.sides(code)
        )
        if left and right and abs(sum(left) - sum(right)) > _CLOSE:
            row, column = (None, code) if by_column else (code, None)
            found.append(Finding(identity.rule, table.code, row, column, shown(sum(left)), shown(sum(right))))
    return found


def shown(value: float) -> str:
    """A sum for people: without a point where it is whole."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
