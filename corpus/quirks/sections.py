"""The title, the headings of sections, where tables stand, and what stands between them."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from corpus.document import Block, PageBreak, Text
from corpus.facts import MATRIX
from corpus.foreign_tables import FOREIGN_TABLES
from corpus.layout import NUMERALS, Headings
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


def _cover(sample: Sample, chance: Random) -> Sample:
    """A page of its own for the title, which the first page of text repeats; none for a report without a title."""
    facts = sample.facts
    if not facts.title:
        return sample
    begins = facts.title.startswith(facts.issuer)
    lines = (facts.issuer, facts.title.removeprefix(facts.issuer)) if begins else (facts.title,)
    date = f"{facts.year + 1}年{chance.randint(1, 3)}月"
    front: tuple[Block, ...] = (*(Text("title", line) for line in (*lines, date)), PageBreak())
    return replace(sample, wording=replace(sample.wording, front=front + sample.wording.front))


def _contents(sample: Sample, chance: Random) -> Sample:
    """A table of contents before the report."""
    names = [
        "总体情况",
        *(sample.facts.table(code).name["zh"] for code in sample.facts.figures),
        "存在的主要问题及改进情况",
    ]
    pages = sorted(chance.randint(1, 6) for _ in names)
    lines = (
        f"{NUMERALS[place]}、{name}{'…' * 8}{page}" for place, (name, page) in enumerate(zip(names, pages, strict=True))
    )
    front: tuple[Block, ...] = (Text("title", "目  录"), *(Text("paragraph", line) for line in lines), PageBreak())
    return replace(sample, wording=replace(sample.wording, front=sample.wording.front + front))


def _dated(sample: Sample, chance: Random) -> Sample:
    """A date below the title, which is that of publication."""
    day = f"{sample.facts.year + 1}年{chance.randint(1, 3)}月{chance.randint(1, 28)}日"
    line = chance.choice([f"（{day}）", day, f"发布日期：{day}"])
    return replace(sample, wording=replace(sample.wording, below_title=(line,)))


SECTIONS: dict[str, Quirk] = {
    "other title": _title,
    "title over lines": _over_lines,
    "title as picture": _picture,
    "no title": _untitled,
    "sections numbered again": _headings("again"),
    "sections unnumbered": _headings("unnumbered"),
    "cover": _cover,
    "contents": _contents,
    "date below title": _dated,
    "no section titles": _headings("missing"),
    "other section titles": _other_headings,
    "matrix in landscape": _landscape,
    "tables on new pages": _new_page,
    "foreign tables": _foreign,
}
