"""What is true of a report: the identities it breaks, the rows it leaves out, and its truth file.

Written apart from the pipeline's own checks, so that the two can be held against each other.
"""

from __future__ import annotations

from collections.abc import Iterable

from corpus.facts import MATRIX, Facts, TableFigures
from pipeline.form import FormTable, Identity


def breaches(facts: Facts) -> list[str]:
    """The identities of the form that the facts break, as `rule: row or column`."""
    return [
        f"{identity.rule}: {line}"
        for code, lines in facts.figures.items()
        for identity in facts.table(code).identities
        for line in _lines(facts.table(code), identity, lines)
        if _side(lines, identity, identity.left, line) != _side(lines, identity, identity.right, line)
    ]


def missing_rows(facts: Facts) -> list[tuple[str, str]]:
    """The rows of the form that the report leaves out. A row printed in place of others covers them."""
    missing = []
    for code, lines in facts.figures.items():
        rows = facts.table(code).rows
        covered = {other for row in lines for other in rows[row].instead_of}
        missing += [
            (code, row.code)
            for row in rows.values()
            if row.code not in lines
            and row.code not in covered
            and not (row.instead_of and all(other in lines for other in row.instead_of))
        ]
    return missing


def truth(facts: Facts) -> dict[str, object]:
    """What a reader must find in the report, in the shape of a truth file."""
    form = facts.forms[MATRIX]
    mixed = any(other != form for other in facts.forms.values())
    return {
        "id": facts.id,
        "form": form,
        **({"forms": dict(facts.forms)} if mixed else {}),
        "year": facts.year,
        "issuer": facts.issuer,
        "title": facts.title,
        "verdict": "inconsistent" if breaches(facts) or missing_rows(facts) else "verified",
        "figures": facts.figures,
    }


def _lines(table: FormTable, rule: Identity, lines: TableFigures) -> list[str]:
    return list(table.columns) if rule.for_each == "column" else list(lines)


def _side(lines: TableFigures, rule: Identity, codes: Iterable[str], line: str) -> float:
    if rule.for_each == "column":
        return sum(lines[row].get(line) or 0 for row in codes if row in lines)
    return sum(lines[line].get(column) or 0 for column in codes)
