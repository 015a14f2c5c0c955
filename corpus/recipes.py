"""What each kind of document is made of, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from corpus import finishes
from corpus.finishes import Finish
from corpus.foreign import FOREIGN, Foreign
from corpus.made import Group
from corpus.sample import Sample

Route = Literal["drawn", "typed", "printed"]
"""Drawn by reportlab, typed in a word processor, printed by a browser."""
ROUTES: tuple[Route, ...] = ("drawn", "typed", "printed")
DRAWN: tuple[Route, ...] = ("drawn",)
Finishing = Callable[[Random, Sequence[Sample]], tuple[Finish, tuple[str, ...]]]
"""Draws what becomes of the rendered PDFs, and names the quirks that it gives them."""


@dataclass(frozen=True)
class Recipe:
    """A kind of document: the routes by which it can be made, and its quirks.

    Some of the `themes` are drawn, as many as one of `amounts` says; those in `always` come with a probability each.
    `weight` is how often the kind comes, `reports` how many reports it holds, which run on
    in one text if `joined`; `document` makes one that is no report.
    """

    group: Group
    themes: tuple[str, ...] = ()
    routes: tuple[Route, ...] = ROUTES
    amounts: tuple[int, ...] = (1, 1, 2)
    always: Mapping[str, float] = field(default_factory=dict)
    finish: Finishing | None = None
    weight: float = 2.0
    reports: int = 1
    joined: bool = False
    document: Foreign | None = None


SEASONING: dict[str, float] = {
    "prose repeats figures": 0.5,
    "long prose": 0.3,
    "short prose": 0.1,
    "no fill": 0.3,
    "grey fill": 0.1,
    "green fill": 0.05,
    "tall rows": 0.1,
    "tight rows": 0.1,
    "header repeated": 0.2,
    "rows split": 0.4,
    "running head": 0.1,
    "no page numbers": 0.15,
    "other page numbers": 0.4,
    "gothic face": 0.08,
    "noto sans": 0.05,
    "noto serif": 0.05,
    "song face": 0.15,
    "fonts not embedded": 0.1,
    "latin digits": 0.2,
    "large prose": 0.2,
    "small prose": 0.2,
    "small cells": 0.1,
    "other title": 0.3,
    "total beside applicants": 0.2,
    "tables on new pages": 0.1,
    "figures at right": 0.05,
    "figures at left": 0.03,
    "labels centred": 0.08,
    "spread headers": 0.04,
    "headers at left": 0.03,
    "text at top of cells": 0.05,
    "text at foot of cells": 0.03,
    "browser's margins": 0.1,
    "form of 2019": 0.12,
    "other as one row": 0.1,
}
"""What any report may be like, and how often."""

SUMS = (
    "balance broken",
    "outcomes broken",
    "applicants broken",
    "results broken",
    "totals zero",
    "figure in next column",
)
LABELS = (
    "other wordings",
    "many wordings",
    "misspelt labels",
    "spaces in labels",
    "breaks in labels",
    "numbers 1. ",
    "numbers 1、",
    "numbers (1)",
    "numbers １．",
    "numbers (一)",
    "half-width signs",
    "lying spans",
    "traditional characters",
)
BREAKS = (
    "break in matrix",
    "break within row",
    "break in table two",
    "rows split",
    "rows whole",
    "header repeated",
    "cut left open",
    "row clipped",
    "upright stub",
    "rotated stub",
    "running head",
    "continued",
    "long prose",
)
FORMS = (
    "form of 2019",
    "other as one row",
    "table two of 2019",
    "matrix of 2019",
    "table two of 2021",
    "rows left out",
)
CELLS = (
    "thousands",
    "full-width commas",
    "spaces in cells",
    "full-width digits",
    "units in cells",
    "notes in cells",
    "amount in yuan",
    "amount with unit",
    "amount with decimals",
    "amount 0.00",
    "slashes",
    "dashes",
    "hyphens",
    "words for none",
    "large figures",
    "narrow columns",
    "letters apart",
)
RULES = (
    "thin rectangles",
    "box for each cell",
    "dashed lines",
    "dotted lines",
    "double lines",
    "coloured lines",
    "thick lines",
    "hair lines",
    "loose corners",
    "no lines at sides",
    "no outer lines",
    "unseen white lines",
    "unseen transparent lines",
    "unseen clipped lines",
)
FEW_LINES = ("only level lines", "three lines", "no lines", "only upright lines", "no lines between columns")
IRREGULAR = (
    "blocks apart",
    "stub not merged",
    "stub repeated",
    "ragged columns",
    "striped rows",
    "dark fill",
    "loose corners",
    "columns numbered",
    "remark row",
    "row added",
)
SECTIONS = (
    "other title",
    "title over lines",
    "title as picture",
    "no title",
    "sections numbered again",
    "sections unnumbered",
    "no section titles",
    "other section titles",
    "note above table",
    "row added",
    "remark row",
    "columns numbered",
    "cover",
    "contents",
    "date below title",
    "tables on new pages",
)

KINDS: dict[str, Recipe] = {
    "plain": Recipe("ruled", weight=4),
    "breaks": Recipe("ruled", BREAKS, weight=4, amounts=(1, 2, 3)),
    "labels": Recipe("ruled", LABELS, weight=4),
    "forms": Recipe("ruled", FORMS, weight=3),
    "cells": Recipe("ruled", CELLS, weight=4),
    "change cells": Recipe(
        "ruled", ("signed change", "change in words"), always={"form of 2019": 1.0}, amounts=(1,), weight=1
    ),
    "rules": Recipe("ruled", RULES, weight=4),
    "irregular tables": Recipe("ruled", IRREGULAR, weight=3),
    "sections": Recipe("ruled", SECTIONS, weight=3),
    "sheets": Recipe("ruled", ("landscape", "A3", "matrix in landscape"), finish=finishes.sheets, weight=3),
    "neighbours": Recipe("ruled", ("foreign tables",), weight=2),
    "overlays": Recipe("ruled", finish=finishes.overlays, weight=1.5),
    "two reports in one text": Recipe("ruled", reports=2, joined=True, weight=1),
    "two reports": Recipe("ruled", finish=finishes.two, reports=2, weight=1),
    "broken numbers": Recipe("ruled", always={"large figures": 1.0, "very narrow columns": 1.0}, weight=0.5),
    "blanks": Recipe("ruled", ("some cells blank", "zeros blank"), amounts=(1,), weight=2),
    "blank form": Recipe("ruled", ("blank form",), amounts=(1,), weight=0.5),
    "wrong sums": Recipe("ruled", SUMS, weight=3),
    "wrong prose": Recipe("ruled", ("prose contradicts tables",), weight=1),
    "mixture": Recipe(
        "ruled", LABELS + BREAKS + FORMS + CELLS + RULES + SECTIONS + IRREGULAR, amounts=(4, 5, 6), weight=4
    ),
    "level lines": Recipe("few lines", ("only level lines",), amounts=(1,), weight=3),
    "three lines": Recipe("few lines", ("three lines",), amounts=(1,), weight=2),
    "no lines": Recipe("few lines", ("no lines",), amounts=(1,), weight=2),
    "only upright lines": Recipe("few lines", ("only upright lines",), amounts=(1,), weight=1),
    "stripes": Recipe("few lines", ("no lines",), amounts=(1,), always={"striped rows": 1.0}, weight=1),
    "no column lines": Recipe("few lines", ("no lines between columns",), amounts=(1,), weight=1),
    "clean scan": Recipe("scanned", finish=finishes.clean_scan, weight=3),
    "rough scan": Recipe("scanned", finish=finishes.rough_scan, weight=3),
    "sealed scan": Recipe("scanned", finish=finishes.sealed_scan, weight=2),
    "photograph": Recipe("scanned", finish=finishes.photograph, weight=2),
    "dirty scan": Recipe("scanned", finish=finishes.dirty_scan, weight=2),
    "fax": Recipe("scanned", finish=finishes.fax, weight=1.5),
    "scan with right text": Recipe("scanned", finish=finishes.scan_with_right_text, weight=1),
    "scan with wrong text": Recipe("scanned", finish=finishes.scan_with_wrong_text, weight=2),
    "turned scan": Recipe("scanned", finish=finishes.turned_scan, weight=1),
    "scan on its side": Recipe("scanned", finish=finishes.scan_on_its_side, weight=1),
    "scan without lines": Recipe("scanned", FEW_LINES, amounts=(1,), finish=finishes.clean_scan, weight=1),
    "partly scanned": Recipe("scanned", finish=finishes.partly_scanned, weight=1.5),
    "scan of quirks": Recipe("scanned", BREAKS[:6] + LABELS[:10] + CELLS[:12], finish=finishes.rough_scan, weight=2),
    "coarse scan": Recipe("coarse scan", finish=finishes.coarse_scan, weight=2),
    "no character map": Recipe("garbage text", finish=finishes.without_map, weight=2),
    "private characters": Recipe("garbage text", finish=finishes.private, weight=1.5),
    "wrong characters": Recipe("garbage text", finish=finishes.foreign, weight=1.5),
    "shifted characters": Recipe("garbage text", finish=finishes.shifted, weight=1),
    "digits swapped": Recipe("garbage text", finish=finishes.swapped, weight=2),
    "outlines": Recipe("garbage text", routes=DRAWN, always={"outlines": 1.0}, weight=1),
    "unseen wrong text": Recipe("garbage text", finish=finishes.unseen_wrong_text, weight=1),
    "drawn twice": Recipe("garbage text", finish=finishes.twice, weight=1),
    **{name: Recipe("foreign", document=made, weight=1) for name, made in FOREIGN.items()},
    "scanned budget": Recipe("foreign", document=FOREIGN["budget"], finish=finishes.rough_scan, weight=0.5),
    **{name: Recipe("foreign", finish=finish, weight=0.4) for name, finish in finishes.BROKEN.items()},
    **{name: Recipe("foreign", routes=DRAWN, finish=finish, weight=0.4) for name, finish in finishes.NOT_PDF.items()},
}
"""All kinds, by name."""
