"""The title, the headings of sections, where tables stand, and what stands between them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from corpus.document import Block
from corpus.facts import MATRIX
from corpus.foreign_tables import FOREIGN_TABLES
from corpus.layout import Headings
from corpus.quirks.figures import FOUR, TWO
from corpus.sample import Quirk, Sample
from corpus.wordings import listed


def _title(sample: Sample, chance: Random) -> Sample:
    """The title in another order of words, on one line."""
    facts = sample.facts
    title = chance.choice(listed()["titles"]).format(issuer=facts.issuer, year=facts.year)
    return replace(sample, facts=replace(facts, title=title), wording=replace(sample.wording, title=(title,)))


def _over_lines(sample: Sample, chance: Random) -> Sample:
    """The title on three lines, broken wherever its author liked."""
    title = sample.facts.title
    places = sorted(chance.sample(range(2, len(title) - 2), 2))
    lines = (title[: places[0]], title[places[0] : places[1]], title[places[1] :])
    return replace(sample, wording=replace(sample.wording, title=lines))


def _picture(sample: Sample, _: Random) -> Sample:
    return replace(sample, wording=replace(sample.wording, title_picture=True))


def _untitled(sample: Sample, _: Random) -> Sample:
    """No title at all; then the truth has none either."""
    return replace(sample, wording=replace(sample.wording, untitled=True), facts=replace(sample.facts, title=""))


def _headings(kind: Headings) -> Quirk:
    return lambda sample, _: replace(sample, wording=replace(sample.wording, headings=kind))


def _other_headings(sample: Sample, chance: Random) -> Sample:
    labels = {old: chance.choice(new) for old, new in listed()["headings"].items()}
    return replace(sample, wording=replace(sample.wording, labels={**sample.wording.labels, **labels}))


def _landscape(sample: Sample, _: Random) -> Sample:
    return replace(sample, wording=replace(sample.wording, landscape=(MATRIX,)))


def _new_page(sample: Sample, chance: Random) -> Sample:
    pages = tuple(code for code in (TWO, MATRIX, FOUR) if chance.random() < 0.6)
    return replace(sample, wording=replace(sample.wording, new_page=pages))


def _foreign(sample: Sample, chance: Random) -> Sample:
    """Other tables before, after or between the form's."""
    places = chance.sample([TWO, MATRIX, FOUR, "end"], chance.choice([1, 1, 2]))
    between: dict[str, tuple[Block, ...]] = {
        place: chance.choice(list(FOREIGN_TABLES.values()))(chance, sample.facts) for place in places
    }
    return replace(sample, wording=replace(sample.wording, between={**sample.wording.between, **between}))


SECTIONS: dict[str, Quirk] = {
    "other title": _title,
    "title over lines": _over_lines,
    "title as picture": _picture,
    "no title": _untitled,
    "sections numbered again": _headings("again"),
    "sections unnumbered": _headings("unnumbered"),
    "no section titles": _headings("missing"),
    "other section titles": _other_headings,
    "matrix in landscape": _landscape,
    "tables on new pages": _new_page,
    "foreign tables": _foreign,
}
