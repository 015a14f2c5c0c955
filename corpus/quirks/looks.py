"""How pages look and where tables break. A look that a renderer does not have is left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from random import Random
from typing import Any

from corpus.facts import MATRIX
from corpus.manuscript import Manuscript
from corpus.quirks.figures import TWO
from corpus.sample import Quirk, Sample
from corpus.switches import Break, Switches
from corpus.wordings import listed

Setting = Callable[[Random], Any]


def _look(**settings: Setting | object) -> Quirk:
    """The look with some settings of another value: the value, or a function that draws one."""

    def quirk(sample: Sample, chance: Random) -> Sample:
        known = {one.name for one in fields(sample.look)}
        drawn: dict[str, Any] = {name: value(chance) if callable(value) else value for name, value in settings.items()}
        if not drawn.keys() <= known:
            return sample
        return replace(sample, look=replace(sample.look, **drawn))

    return quirk


def _lines(lines: str) -> Quirk:
    return _look(lines=lines, line_width=_of(0.5, 0.75, 1.0))


def _only_drawn(quirk: Quirk) -> Quirk:
    return lambda sample, chance: quirk(sample, chance) if isinstance(sample.look, Switches) else sample


def _of(*values: Any) -> Setting:
    return lambda chance: chance.choice(values)


def _break(table: str, *, within: bool = False) -> Quirk:
    """A page break before any row of a table, or within it."""

    def quirk(sample: Sample, chance: Random) -> Sample:
        if isinstance(sample.look, Manuscript):
            return sample
        row = chance.choice(list(sample.facts.figures[table])[1:])
        inside = within and isinstance(sample.look, Switches)
        forced = Break(row, lines=1 if inside else 0, merged=chance.choice([None, 0, 1, 2, 3]))
        return replace(sample, look=replace(sample.look, breaks={**sample.look.breaks, table: forced}))

    return quirk


def _face(drawn: str, family: str) -> Quirk:
    """All text in one typeface: that of drawings, and that of word processor and browser.

    Not every typeface has traditional characters; samples in those keep theirs.
    """

    def quirk(sample: Sample, _: Random) -> Sample:
        if sample.rewrite:
            return sample
        if isinstance(sample.look, Switches):
            return replace(sample, look=replace(sample.look, face=drawn, bold=drawn))  # type: ignore[arg-type]
        return replace(sample, look=replace(sample.look, face=family, heading_face=family))

    return quirk


def _boxes(sample: Sample, _: Random) -> Sample:
    """A frame around each cell."""
    if isinstance(sample.look, Manuscript):
        return sample
    return replace(sample, look=replace(sample.look, lines="boxes"))


def _outlines(sample: Sample, _: Random) -> Sample:
    """Letters as shapes, which takes a typeface whose file is here."""
    if not isinstance(sample.look, Switches):
        return sample
    embedded = replace(sample.look, curves=True)
    if embedded.face == "unembedded":
        embedded = replace(embedded, face="song", bold="hei")
    return replace(sample, look=embedded)


LOOKS: dict[str, Quirk] = {
    "break in matrix": _break(MATRIX),
    "break within row": _only_drawn(_break(MATRIX, within=True)),
    "break in table two": _break(TWO),
    "rows split": _look(split_rows=True),
    "rows whole": _look(split_rows=False),
    "header repeated": _look(repeat_header=True),
    "cut left open": _look(close_cuts=False),
    "row clipped": _look(clipped=True),
    "running head": _look(running_head=True),
    "no page numbers": _look(page_numbers=False),
    "other page numbers": _look(
        page_numbers=True, number_style=lambda chance: chance.choice(listed()["page_numbers"][1:])
    ),
    "rotated stub": _look(vertical="rotated"),
    "landscape": _look(landscape=True),
    "A3": _look(paper="A3"),
    "unseen white lines": _look(unseen="white"),
    "unseen transparent lines": _look(unseen="transparent"),
    "unseen clipped lines": _only_drawn(_look(unseen="clipped")),
    "thin rectangles": _only_drawn(_look(lines="rectangles", line_width=_of(0.48, 0.72))),
    "box for each cell": _boxes,
    "dashed lines": _lines("dashed"),
    "dotted lines": _lines("dotted"),
    "double lines": _lines("double"),
    "coloured lines": _look(line_color=_of("#4472C4", "#7F7F7F", "#C00000"), line_width=0.75),
    "thick lines": _look(line_width=_of(1.5, 2.0)),
    "hair lines": _look(line_width=_of(0.25, 0.3)),
    "no lines at sides": _look(edges="no sides"),
    "no outer lines": _look(edges="no frame"),
    "no lines between columns": _look(edges="no columns"),
    "only level lines": _look(edges="rows"),
    "three lines": _look(edges="three", line_width=_of(1.0, 1.5)),
    "no lines": _look(edges="none"),
    "gothic face": _face("hei", "WenQuanYi Zen Hei"),
    "noto sans": _face("hei", "Noto Sans CJK SC"),
    "noto serif": _face("hei", "Noto Serif CJK SC"),
    "song face": _face("song", "AR PL SungtiL GB"),
    "fonts not embedded": _only_drawn(_face("unembedded", "")),
    "latin digits": _look(latin="DejaVu Serif"),
    "large prose": _look(prose_size=_of(16.0, 17.0)),
    "small prose": _look(prose_size=_of(10.5, 12.0)),
    "small cells": _look(cell_size=_of(0.8, 0.9)),
    "text at top of cells": _look(at="top"),
    "text at foot of cells": _look(at="bottom"),
    "letters apart": _look(letter_spacing=_of(0.6, 1.2)),
    "browser's margins": _look(
        address=lambda chance: f"http://www.example.gov.cn/zfxxgk/{chance.randint(10**5, 10**6)}.html"
    ),
    "continued": _look(continued=_of("续表", "（续上表）", "接上页")),
    "outlines": _outlines,
}
