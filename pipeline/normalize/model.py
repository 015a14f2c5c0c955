"""What aligning gives: figures with their place in the form, per report of a document."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.extract.model import Box
from pipeline.findings import Finding
from pipeline.form import Place
from pipeline.normalize.numbers import Kind
from pipeline.record import record


@record
class Figure:
    """One figure of the form: where it belongs, what is printed, and where (page 1-based, box in points).

    `form` is that of its table. `value` is None where the cell is blank, prints a sign for none, or is no number.
    `readings` are the texts that come into question where an image leaves open which is printed.
    """

    place: Place
    form: str
    kind: Kind
    value: float | None
    printed: str
    unit: str
    page: int | None = None
    box: Box | None = None
    readings: tuple[str, ...] = ()


class Figures(NamedTuple):
    """Figures of one table, and what is doubtful about their cells."""

    figures: list[Figure]
    findings: list[Finding]


@record
class Metadata:
    """What a report says of itself; None where it does not say. `body_kind` is a code of configs/bodies.yaml."""

    title: str | None
    issuer: str | None
    year: int | None
    body_kind: str | None = None


@record
class Claim:
    """A figure that the prose gives: the code of the statement in configs/prose.yaml, its value, and its clause."""

    statement: str
    value: int
    text: str


@record
class ReadReport:
    """One report as one reader's tables give it: figures in the form's order, what was found while placing them, and
    what its prose says of them.

    `form` is that of the applicant matrix, or of whatever table there is.
    """

    metadata: Metadata
    form: str | None
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...] = ()
