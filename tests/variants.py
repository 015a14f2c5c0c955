"""Random reports: any facts, any wording and any way of setting them on pages that the corpus can draw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from hypothesis import strategies as st

from corpus import draw, layout
from corpus.document import rewritten
from corpus.facts import Facts, empty_facts, random_facts, with_values, without_rows
from corpus.layout import Wording
from corpus.script import half_width, traditional
from corpus.switches import Break, Switches
from corpus.truth import truth
from pipeline.report import Report
from tests.making import flat

TWO, THREE, FOUR = "proactive_disclosure", "applications", "review_litigation"


@dataclass(frozen=True)
class Variant:
    """A random report before it is drawn; hypothesis prints it where a property fails."""

    facts: Facts
    wording: Wording
    switches: Switches
    rewrite: Callable[[str], str]

    @property
    def pdf(self) -> bytes:
        return draw.render(rewritten(layout.document(self.facts, self.wording), self.rewrite), self.switches)

    @property
    def ruled(self) -> bool:
        """Whether every line of its tables is drawn."""
        return self.switches.lines != "none" and self.switches.sides and self.switches.close_cuts

    @property
    def verdict(self) -> object:
        return truth(self.facts)["verdict"]

    def wrong(self, report: Report) -> dict[tuple[str, str, str], object]:
        """Every figure that was read otherwise, invented or missed."""
        return differences(flat(truth(self.facts)), report)


def differences(expected: dict, report: Report) -> dict[tuple[str, str, str], object]:
    """Every place where a report has another value than expected, with both; `absent` is that of no figure."""
    found = {tuple(figure.place): figure.value for figure in report.figures}
    return {
        place: (expected.get(place, "absent"), found.get(place, "absent"))
        for place in {**expected, **found}
        if expected.get(place, "absent") != found.get(place, "absent")
    }


@st.composite
def facts(draw_: st.DrawFn, *, whole: bool = False) -> Facts:
    """Facts that mostly satisfy the form, with large figures, blanks, changed figures and rows left out.

    whole: every row is there, and every figure fits into its column.
    """
    form = draw_(st.sampled_from(["2021", "2021", "2019"]))
    blank = empty_facts(
        form,
        id="variant",
        issuer=draw_(st.sampled_from(["云泽县人民政府", "江岭省水利厅", "红棠镇"])),
        year=draw_(st.integers(2019, 2025)),
        forms=draw_(st.sampled_from([{}, {}, {TWO: "2019"}, {TWO: "2021"}, {THREE: "2019"}, {THREE: "2021"}])),
        other_as_one=draw_(st.booleans()),
    )
    rng = Random(draw_(st.integers(0, 2**32)))
    known = random_facts(rng, scale=draw_(st.sampled_from([1, 5, 30, 400, 4000 if whole else 30000])), blank=blank)
    places = [
        (table, row, column) for table, rows in known.figures.items() for row, line in rows.items() for column in line
    ]
    zeros = [place for place in places if not known.figures[place[0]][place[1]][place[2]]]
    blanks = rng.sample(zeros, k=len(zeros) * draw_(st.sampled_from([0, 0, 1, 5, 9])) // 10)
    changed = draw_(st.lists(st.sampled_from(places), max_size=2)) if draw_(st.integers(0, 4)) == 0 else []
    known = with_values(known, dict.fromkeys(blanks))
    known = with_values(known, {place: draw_(st.integers(0, 99999)) for place in changed})
    if not whole and draw_(st.integers(0, 4)) == 0:
        rows = [(table, row) for table in (TWO, THREE) for row in known.figures[table]]
        known = without_rows(known, draw_(st.lists(st.sampled_from(rows), max_size=3)))
    return known


@st.composite
def switches(draw_: st.DrawFn, known: Facts) -> Switches:
    def forced(table: str) -> Break:
        rows = ["*"] if table == FOUR else list(known.figures[table])
        lines, merged = draw_(st.integers(0, 2)), draw_(st.sampled_from([None, None, 0, 1, 2]))
        return Break(draw_(st.sampled_from(rows)), lines, merged)

    return Switches(
        lines=draw_(st.sampled_from(["strokes", "strokes", "rectangles", "boxes", "dashed", "none"])),
        line_width=draw_(st.sampled_from([0.25, 0.5, 1.0, 1.5])),
        sides=draw_(st.integers(0, 4)) > 0,
        close_cuts=draw_(st.integers(0, 4)) > 0,
        vertical=draw_(st.sampled_from(["stacked", "rotated"])),
        split_rows=draw_(st.booleans()),
        repeat_header=draw_(st.booleans()),
        breaks={table: forced(table) for table in known.figures if known.figures[table] and draw_(st.booleans())},
        landscape=draw_(st.integers(0, 4)) == 0,
        page_numbers=draw_(st.booleans()),
        running_head=draw_(st.booleans()),
        face="unembedded",
        bold="unembedded",
        prose_size=draw_(st.sampled_from([10.0, 14.0, 16.0])),
        margin=draw_(st.sampled_from([60.0, 76.0, 150.0])),
        table_margin=draw_(st.sampled_from([40.0, 62.0, 70.0])),
    )


@st.composite
def wordings(draw_: st.DrawFn) -> Wording:
    return Wording(
        total_beside=draw_(st.booleans()),
        fill=draw_(st.sampled_from([None, "#C6D9F1"])),
        upright=draw_(st.booleans()),
        least_height=draw_(st.sampled_from([14.0, 18.0, 26.0])),
        block_height=draw_(st.sampled_from([18.0, 24.0, 40.0])),
        landscape=draw_(st.sampled_from([(), (), (THREE,), (FOUR,)])),
        new_page=draw_(st.sampled_from([(), (), (THREE,), (FOUR,)])),
        notes=draw_(st.sampled_from([{}, {}, {THREE: "编写说明：本表由各科室填报，办公室汇总。"}])),
        added=draw_(st.sampled_from([{}, {}, {}, {"normative_documents": ("其他主动公开文件", "14", "0", "14")}])),
        short=draw_(st.booleans()),
    )


@st.composite
def variants(draw_: st.DrawFn, *, whole: bool = False) -> Variant:
    """Any report; if `whole`, one with all its rows and lines, and no text that overflows its cell or page."""
    known = draw_(facts(whole=whole))
    wording, look = draw_(wordings()), draw_(switches(known))
    if whole:
        breaks = {table: replace(at, lines=min(at.lines, 1), merged=None) for table, at in look.breaks.items()}
        lines = "strokes" if look.lines == "none" else look.lines
        look = replace(look, lines=lines, sides=True, close_cuts=True, page_numbers=False, breaks=breaks)
    if wording.upright:  # set horizontally, the words beside the outcomes need lines to break at
        label = known.table(THREE).groups[2]
        wording = replace(wording, labels={label: "三、本\n年度办\n理结果"})
    return Variant(known, wording, look, draw_(st.sampled_from([str, str, half_width, traditional])))
