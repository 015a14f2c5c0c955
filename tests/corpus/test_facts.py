from random import Random

import pytest

from corpus.facts import empty_facts, random_facts, with_values, without_rows
from corpus.truth import breaches, missing_rows, truth
from pipeline.form import load_forms


@pytest.mark.parametrize("form", list(load_forms()))
def test_random_facts_satisfy_the_identities(form):
    for seed in range(60):
        facts = random_facts(Random(seed), form, scale=seed * 20 + 1)
        assert breaches(facts) == []
        assert missing_rows(facts) == []
        assert truth(facts)["verdict"] == "verified"


def test_facts_cover_every_figure_of_the_form():
    for code, form in load_forms().items():
        figures = empty_facts(code).figures
        for table in form.tables.values():
            covered = {other for row in table.rows.values() for other in row.instead_of}
            expected = {row.code: set(row.columns) for row in table.rows.values() if not row.instead_of or not covered}
            assert {row: set(line) for row, line in figures[table.code].items()} == expected


def test_a_row_in_place_of_others_covers_them():
    facts = empty_facts("2021", other_as_one=True)
    assert "other" in facts.figures["applications"]
    assert "other.other" not in facts.figures["applications"]
    assert missing_rows(facts) == []


def test_broken_facts_are_told():
    facts = with_values(empty_facts(), {("review_litigation", "reconsideration", "upheld"): 10})
    assert breaches(facts) == ["results_add_up: reconsideration"]
    facts = without_rows(empty_facts(), [("proactive_disclosure", "regulations")])
    assert missing_rows(facts) == [("proactive_disclosure", "regulations")]
    assert truth(facts)["verdict"] == "inconsistent"


def test_a_figure_that_does_not_exist_cannot_be_set():
    with pytest.raises(KeyError, match="no figure"):
        with_values(empty_facts(), {("applications", "new", "upheld"): 1})
