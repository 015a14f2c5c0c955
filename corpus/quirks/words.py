"""How labels are worded and written, and rows that the form does not have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from corpus import wordings
from corpus.facts import MATRIX
from corpus.quirks.figures import FOUR, TWO
from corpus.sample import Quirk, Sample
from corpus.script import in_traditional
from corpus.switches import Switches
from corpus.wordings import Slip, listed


def _worded(**changes: object) -> Quirk:
    """The wording with some settings of another value."""
    return lambda sample, _: replace(sample, wording=replace(sample.wording, **changes))  # type: ignore[arg-type]


def _labelled(make: Callable[[Sample, Random], Mapping[str, str]]) -> Quirk:
    return lambda sample, chance: replace(sample, wording=replace(sample.wording, labels=make(sample, chance)))


def _other_words(share: float) -> Quirk:
    """Labels with words from the list; what other quirks have changed already stays."""
    return _labelled(lambda sample, chance: {**wordings.changed(sample.facts, chance, share), **sample.wording.labels})


def _slip(slip: Slip, share: float) -> Quirk:
    return _labelled(lambda sample, chance: wordings.slipped(sample.facts, chance, slip, share, sample.wording.labels))


def _row_added(sample: Sample, chance: Random) -> Sample:
    """A row that the form does not have, below one of table two."""
    rows = [row for row, line in sample.facts.figures[TWO].items() if len(line) == 3]
    if not rows:
        return sample
    figures = [str(chance.randint(0, 60)) for _ in range(3)]
    added = {rows[min(1, len(rows) - 1)]: (chance.choice(listed()["added_rows"]), *figures)}
    return replace(sample, wording=replace(sample.wording, added=added))


def _note(sample: Sample, chance: Random) -> Sample:
    notes = {chance.choice([TWO, MATRIX, FOUR]): chance.choice(listed()["notes"])}
    return replace(sample, wording=replace(sample.wording, notes=notes))


def _remark(sample: Sample, chance: Random) -> Sample:
    remarks = {chance.choice([TWO, MATRIX, FOUR]): chance.choice(listed()["remarks"])}
    return replace(sample, wording=replace(sample.wording, remarks=remarks))


def _lying_spans(sample: Sample, chance: Random) -> Sample:
    """Names in the header of table four that reach over too many columns, or too few."""
    first = chance.choice([4, 6, 7, 8])
    second = (15 - first) // 2
    return replace(sample, wording=replace(sample.wording, spans=(first, second, 15 - first - second)))


def _upright(sample: Sample, chance: Random) -> Sample:
    """The words beside the outcomes set like all others, broken by hand."""
    broken = chance.choice(["三、本\n年度办\n理结果", "三、本年度办理结果", "三、\n本年\n度办\n理结\n果"])
    labels = {**sample.wording.labels, "三、本年度办理结果": broken}
    return replace(sample, wording=replace(sample.wording, upright=True, labels=labels))


def _traditional(sample: Sample, _: Random) -> Sample:
    """Traditional characters, in a typeface that has them."""
    sample = replace(sample, rewrite=in_traditional)
    if isinstance(sample.look, Switches):
        return replace(sample, look=replace(sample.look, face="hei", bold="hei"))
    return replace(sample, look=replace(sample.look, face="Noto Serif CJK SC", heading_face="Noto Sans CJK SC"))


WORDS: dict[str, Quirk] = {
    "other wordings": _other_words(0.12),
    "many wordings": _other_words(0.35),
    "misspelt labels": _slip(wordings.misspelt, 0.06),
    "spaces in labels": _slip(wordings.spaced, 0.15),
    "breaks in labels": _slip(wordings.broken, 0.2),
    "numbers 1. ": _slip(wordings.numbered("dot"), 1.0),
    "numbers 1、": _slip(wordings.numbered("comma"), 1.0),
    "numbers (1)": _slip(wordings.numbered("brackets"), 1.0),
    "numbers １．": _slip(wordings.numbered("wide"), 1.0),
    "numbers (一)": _slip(wordings.numbered("half"), 1.0),
    "half-width signs": _slip(wordings.half_width, 1.0),
    "row added": _row_added,
    "note above table": _note,
    "lying spans": _lying_spans,
    "total beside applicants": _worded(total_beside=True),
    "upright stub": _upright,
    "narrow columns": _worded(narrow=0.62),
    "tall rows": _worded(least_height=26.0, block_height=38.0),
    "tight rows": _worded(least_height=13.0, block_height=15.0),
    "figures at right": _worded(figures="right"),
    "figures at left": _worded(figures="left"),
    "labels centred": _worded(stub="center"),
    "spread headers": _worded(heads="spread"),
    "headers at left": _worded(heads="left"),
    "remark row": _remark,
    "columns numbered": _worded(column_numbers=(MATRIX,)),
    "no fill": _worded(fill=None),
    "grey fill": _worded(fill="#D9D9D9"),
    "green fill": _worded(fill="#E2EFDA"),
    "traditional characters": _traditional,
}
