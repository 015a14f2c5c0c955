"""Every way in which reports vary is a switch that does something, and truth goes with it."""

from dataclasses import replace
from random import Random

import pytest

from corpus.facts import empty_facts, random_facts
from corpus.manuscript import Manuscript
from corpus.quirks import QUIRKS, applied
from corpus.recipes import KINDS, SEASONING
from corpus.sample import Sample
from corpus.switches import Switches
from corpus.truth import breaches, missing_rows
from corpus.web import Sheet

LOOKS = (Switches(), Manuscript(), Sheet())


def samples(form="2021"):
    facts = random_facts(Random(12), scale=3000, blank=empty_facts(form, id="one", year=2020))
    return [Sample(facts, look) for look in LOOKS]


@pytest.mark.parametrize("name", QUIRKS)
def test_every_switch_changes_the_page_by_some_route(name):
    form = "2019" if name in ("signed change", "change in words", "table two of 2021") else "2021"
    changes = [
        (sample, changed)
        for sample in samples(form)
        for seed in range(6)
        for changed in [QUIRKS[name](sample, Random(seed))]
        if name in applied(sample, [name], Random(seed))[1]
    ]
    assert changes
    assert any((old.document, old.look) != (new.document, new.look) for old, new in changes)


@pytest.mark.parametrize("seed", range(12))
def test_a_cover_bears_the_title_that_the_report_has(seed):
    for sample in samples():
        changed, _ = applied(sample, ["other title", "cover"], Random(seed))
        *title, _date, _page_break = changed.wording.front
        assert "".join(line.text for line in title) == changed.facts.title
        assert applied(sample, ["no title", "cover"], Random(seed))[0].wording.front == ()


def test_recipes_name_switches_that_exist():
    named = {name for recipe in KINDS.values() for name in (*recipe.themes, *recipe.always)} | set(SEASONING)
    assert named - set(QUIRKS) == set()
    assert set(QUIRKS) - named == set()


def test_a_switch_that_does_nothing_is_not_named():
    assert applied(samples()[1], ["outlines"], Random(1)) == (samples()[1], ())


@pytest.mark.parametrize(
    "name", ["balance broken", "outcomes broken", "applicants broken", "results broken", "totals zero", "rows left out"]
)
def test_a_wrong_report_is_inconsistent_in_truth(name):
    for seed in range(10):
        changed, had = applied(samples()[0], [name], Random(seed))
        assert had == (name,)
        assert breaches(changed.facts) or missing_rows(changed.facts)
        assert changed.stated()["verdict"] == "inconsistent"


@pytest.mark.parametrize("name", ["slashes", "dashes", "hyphens", "words for none", "zeros blank", "blank form"])
def test_what_is_no_figure_has_no_value_in_truth(name):
    changed, _ = applied(samples()[0], [name], Random(3))
    figures = changed.stated()["figures"]
    gone = [
        (table, row, column)
        for table, rows in figures.items()
        for row, line in rows.items()
        for column, value in line.items()
        if value is None
    ]
    assert gone
    assert all(changed.wording.figure(place, None) in ("", "/", "—", "-", "无") for place in gone)
    if name != "blank form":
        assert changed.stated()["verdict"] == "verified"


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [("thousands", 1234, "1,234"), ("full-width digits", 12, "１２"), ("amount in yuan", 25.1, "251000元")],
)
def test_cells_print_what_truth_says(name, value, text):
    sample = samples()[0]
    table = "proactive_disclosure"
    row, column = ("fees", "amount") if name == "amount in yuan" else ("licensing", "decisions")
    figures = {**sample.facts.figures, table: {**sample.facts.figures[table], row: {column: value}}}
    sample = replace(sample, facts=replace(sample.facts, figures=figures))
    printed = [QUIRKS[name](sample, Random(seed)).wording.cells.get((table, row, column)) for seed in range(60)]
    assert text in printed
    assert set(printed) <= {text, None}


def test_prose_that_contradicts_the_tables_repeats_none_of_their_figures():
    right, _ = applied(samples()[0], ["prose repeats figures"], Random(5))
    wrong, _ = applied(samples()[0], ["prose contradicts tables"], Random(5))
    assert right.wording.overview != wrong.wording.overview
    assert right.facts == wrong.facts
