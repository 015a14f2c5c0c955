"""Uses the form's arithmetic to tell which of its readings a figure is, where an image leaves that open.

Only what the pixels allow is tried: a sum never makes a figure, it chooses one. What it settles is said in a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import product
from math import prod

from pipeline.findings import Finding
from pipeline.form import FormTable, Place
from pipeline.normalize.model import Figure, Figures
from pipeline.normalize.numbers import parse

_MOST_WAYS = 20_000
_CLOSE = 1e-6
_UNSETTLED = ("number_doubtful", "not_a_number")

Sum = tuple[tuple[Place, ...], tuple[Place, ...]]
"""The places on both sides of an identity."""


def settled_by_sums(found: Figures, form: FormTable) -> Figures:
    """The figures of one table with those settled that just one choice of readings makes obey every sum they are in.

    A figure that is in no sum, or that only one sum would change from its best reading, stays in doubt. So does one
    that would be a sign for none which no other cell of the table surely has: a nought counts the same.
    """
    open_figures = {figure.place: figure for figure in found.figures if figure.readings}
    if not open_figures:
        return found
    known = {figure.place: figure.value or 0.0 for figure in found.figures}
    sums = list(_sums(form, known))
    signs = {frozenset(figure.printed) for figure in found.figures if not figure.readings and _is_sign(figure)}
    chosen: dict[Place, Figure] = {}
    for group in _together(open_figures, sums):
        own = [one for one in sums if any(place in side for side in one for place in group)]
        asked = [figure for place, figure in open_figures.items() if place in group]
        chosen |= {figure.place: figure for figure in _choice(asked, own, known) if _is_usual(figure, signs)}
    findings = [one for one in found.findings if not (_place(one) in chosen and one.rule in _UNSETTLED)]
    findings += [
        Finding("settled_by_sums", *place, expected=figure.printed, found=" / ".join(open_figures[place].readings))
        for place, figure in chosen.items()
    ]
    return Figures([chosen.get(figure.place, figure) for figure in found.figures], findings)


def _is_sign(figure: Figure) -> bool:
    return figure.kind == "none_sign"


def _is_usual(figure: Figure, signs: Set[Set[str]]) -> bool:
    """Whether a figure is a number, or one of the signs for none of its table, by their characters."""
    return not _is_sign(figure) or frozenset(figure.printed) in signs


def _place(finding: Finding) -> Place | None:
    return (
        Place(finding.table, finding.row, finding.column) if finding.table and finding.row and finding.column else None
    )


def _sums(form: FormTable, known: Mapping[Place, float]) -> Iterator[Sum]:
    """Every identity of the table as the places that it adds up, those that the report has no figure for left out."""
    for one in form.sums:
        left, right = (tuple(place for place in side if place in known) for side in (one.left, one.right))
        if left and right:
            yield left, right


def _together(places: Iterable[Place], sums: Sequence[Sum]) -> list[set[Place]]:
    """Places that sums join, directly or through others."""
    groups = [{place} for place in places]
    for left, right in sums:
        touched = [group for group in groups if group & {*left, *right}]
        if len(touched) > 1:
            groups = [group for group in groups if group not in touched] + [set().union(*touched)]
    return groups


def _choice(figures: Sequence[Figure], sums: Sequence[Sum], known: Mapping[Place, float]) -> list[Figure]:
    """The figures as the one choice of readings has them that obeys all sums; none where there is none or another."""
    counts = [sum(figure.place in {*left, *right} for left, right in sums) for figure in figures]
    options = [list(_options(figure)) for figure in figures]
    if not all(counts) or not all(options) or prod(map(len, options)) > _MOST_WAYS:
        return []
    obeying = []
    for way in product(*options):
        values = {**known, **{figure.place: figure.value or 0.0 for figure in way}}
        if all(abs(sum(values[p] for p in left) - sum(values[p] for p in right)) <= _CLOSE for left, right in sums):
            obeying.append(way)
    if len(obeying) != 1:
        return []
    changed = [one.value != figure.value for one, figure in zip(obeying[0], figures, strict=True)]
    return [] if any(other and count < 2 for other, count in zip(changed, counts, strict=True)) else list(obeying[0])


def _options(figure: Figure) -> Iterator[Figure]:
    """The figure as each of its readings has it, those left out that are no certain numbers."""
    seen = set()
    for text in figure.readings:
        number = parse(text, figure.unit)
        if not number.doubtful and number.kind in ("number", "none_sign") and number.value not in seen:
            seen.add(number.value)
            yield replace(figure, kind=number.kind, value=number.value, printed=text)
