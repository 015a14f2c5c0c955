"""What the prose says of figures, against the tables. The prose is often loose: what differs is noted, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache

from pipeline.findings import Finding
from pipeline.normalize.model import Claim, Figure
from pipeline.statements import Statement, Statements
from pipeline.validate.identities import shown


def contradicted(claims: Iterable[Claim], figures: Iterable[Figure], statements: Statements) -> list[Finding]:
    """Claims that the tables contradict, one for each kind of statement of which no claim agrees with them."""
    by_kind: dict[str, list[Claim]] = {}
    for claim in claims:
        by_kind.setdefault(claim.statement, []).append(claim)
    known = list(figures) if by_kind else []
    found = []
    for code, said in by_kind.items():
        sums = _sums(statements.kinds[code], known)
        if sums and not any(claim.value in sums for claim in said):
            found.append(_finding(statements.kinds[code], said[0], sums[0]))
    return found


def _sums(statement: Statement, figures: Iterable[Figure]) -> list[float]:
    """What the tables give for each way to understand a statement; none where a figure cannot be read."""
    own = [figure for figure in figures if figure.place.table == statement.table]
    sums = []
    for names in statement.any_of:
        for column in statement.columns:
            meant = [f for f in own if f.place.column == column and _is_one_of(f.place.row, names)]
            if any(figure.kind == "not_a_number" for figure in meant):
                return []
            if meant:
                sums.append(sum(figure.value or 0.0 for figure in meant))
    return sums


@cache
def _is_one_of(row: str, names: tuple[str, ...]) -> bool:
    """Whether a row of the form is among those that names, or patterns of names, mean."""
    return any(fnmatchcase(row, name) for name in names)


def _finding(statement: Statement, claim: Claim, expected: float) -> Finding:
    (first, *others) = statement.any_of[0]
    row = None if others or "*" in first else first
    column = statement.columns[0] if len(statement.columns) == 1 else None
    return Finding("prose_differs", statement.table, row, column, shown(expected), str(claim.value), claim.text)
