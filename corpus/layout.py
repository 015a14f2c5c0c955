"""Facts become a document: title and prose, and the form's tables between them."""

from __future__ import annotations

from collections.abc import Iterator

from corpus import irregular, prose
from corpus.document import Block, Document, PageBreak, Picture, Text
from corpus.facts import Facts
from corpus.grids import grid
from corpus.wording import Headings, Wording, plain

__all__ = ["NUMERALS", "Headings", "Wording", "document", "grid", "plain"]

NUMERALS = "一二三四五六七八九"


def document(facts: Facts, wording: Wording | None = None) -> Document:
    """The whole report: title, prose and tables in the form's order."""
    wording = wording or Wording()
    numerals = iter(NUMERALS)
    blocks = [*wording.front, *_title(facts, wording), *(Text("title", line) for line in wording.below_title)]
    blocks += [Text("paragraph", text) for text in prose.introduction(facts)]
    blocks += _heading("总体情况", wording, iter("") if wording.headings == "again" else numerals)
    overview = wording.overview or prose.overview(facts, short=wording.short)
    blocks += [Text("paragraph", text) for text in overview]
    for code in facts.figures:
        blocks += [*wording.between.get(code, ()), *_section(facts, code, wording, numerals)]
    for heading, paragraphs in prose.closing(facts, short=wording.short):
        blocks += [*_heading(heading, wording, numerals), *(Text("paragraph", text) for text in paragraphs)]
    return Document((*blocks, *wording.between.get("end", ())), running_head=facts.title)


def _title(facts: Facts, wording: Wording) -> list[Block]:
    lines = () if wording.untitled else wording.title or prose.title_lines(facts)
    return [Picture(line) if wording.title_picture else Text("title", line) for line in lines]


def _heading(text: str, wording: Wording, numerals: Iterator[str]) -> list[Block]:
    """The heading of a section; it has no number where the numerals give none."""
    if wording.headings == "missing":
        return []
    numeral = next(numerals, "") if wording.headings != "unnumbered" else ""
    return [Text("heading", f"{numeral}、{text}" if numeral else text)]


def _section(facts: Facts, code: str, wording: Wording, numerals: Iterator[str]) -> list[Block]:
    table = facts.table(code)
    section = _heading(wording.label(table, table.name["zh"]), wording, numerals)
    if code in wording.notes:
        section.append(Text("note", wording.notes[code]))
    made = grid(table, facts.figures[code], wording)
    for number, part in enumerate(irregular.apart(made) if wording.blocks_apart else [made]):
        section += [Text("note", ""), part] if number else [part]
    if code in wording.landscape:
        return [PageBreak(landscape=True), *section, PageBreak()]
    return [PageBreak(), *section] if code in wording.new_page else section
