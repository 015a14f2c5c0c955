"""Every identity of the form finds the one figure that breaks it, and says by how much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.facts import with_values
from corpus.truth import breaches
from pipeline.form import Place, load_forms
from pipeline.normalize.model import Figure
from pipeline.validate import broken_identities
from tests.making import facts, flat, truth

FORMS = load_forms()


def figures(known):
    """Figures as a reader would give them."""
    return [
        Figure(
            Place(*place),
            known.forms[place[0]],
            "number" if value is not None else "blank",
            value,
            str(value),
            known.table(place[0]).columns[place[2]].unit,
        )
        for place, value in flat(truth(known)).items()
    ]


def broken(known):
    return broken_identities(figures(known), FORMS)


PLACES = [place for place in flat(truth(facts(6))) if facts(6).table(place[0]).identities]


@pytest.mark.parametrize("form", FORMS)
def test_facts_that_satisfy_the_form_break_nothing(form):
    assert all(broken(facts(seed, form)) == [] for seed in range(5))


@given(st.sampled_from(PLACES), st.integers(1, 10**5))
def test_one_changed_figure_breaks_the_identities_that_name_it_and_no_other(place, more):
    changed = with_values(facts(6), {place: (flat(truth(facts(6)))[place] or 0) + more})
    found = broken(changed)
    assert sorted(f"{one.rule}: {one.row or one.column}" for one in found) == sorted(breaches(changed))
    assert found
    assert {abs(float(one.expected) - float(one.found)) for one in found} == {more}


def test_a_broken_identity_says_where_and_both_sides():
    known = with_values(
        facts(6),
        {
            ("review_litigation", "reconsideration", column): 0
            for column in ("upheld", "other", "pending", "corrected", "total")
        },
    )
    known = with_values(
        known,
        {
            ("review_litigation", "reconsideration", "upheld"): 10,
            ("review_litigation", "reconsideration", "corrected"): 1,
        },
    )
    (found,) = broken(known)
    assert (found.rule, found.table, found.row, found.column) == (
        "results_add_up",
        "review_litigation",
        "reconsideration",
        None,
    )
    assert (found.expected, found.found) == ("0", "11")


def test_a_blank_cell_counts_as_nothing():
    known = facts(6)
    zeros = [place for place in PLACES if not flat(truth(known))[place]]
    assert broken(with_values(known, dict.fromkeys(zeros))) == []


def test_figures_that_are_not_there_are_not_made_up():
    known = facts(6)
    matrix_only = [one for one in figures(known) if one.place.row == "new"]
    assert {one.rule for one in broken_identities(matrix_only, FORMS)} <= {"applicants_add_up"}
    assert broken_identities([], FORMS) == []


def test_each_table_is_checked_by_its_own_form():
    known = facts(6, "2019")
    assert broken(known) == []
    assert any(
        one.rule == "outcomes_add_up" for one in broken(with_values(known, {("applications", "other", "total"): 99}))
    )
