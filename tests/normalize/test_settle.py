"""Arithmetic settles which columns smeared values belong to, or leaves them open; it never settles them wrong."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.facts import random_facts
from pipeline.form import load_forms
from pipeline.normalize.settle import Rule, settle

MATRIX = load_forms()["2021"].tables["applications"]
SLOTS = tuple(MATRIX.columns)
WITHIN = [Rule(rule.left, rule.right) for rule in MATRIX.identities if rule.for_each == "row"]
ACROSS = [Rule(rule.left, rule.right) for rule in MATRIX.identities if rule.for_each == "column"]


def rows_of(seed, scale):
    facts = random_facts(Random(seed), "2021", scale=scale)
    return {row: tuple(float(line[column]) for column in SLOTS) for row, line in facts.figures["applications"].items()}


def test_a_township_with_two_applications_is_settled():
    zeros, two = (0.0,) * 7, (2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0)
    right = {row: zeros for row in MATRIX.rows if row != "other"} | dict.fromkeys(
        ("new", "granted", "outcome_total"), two
    )
    printed = dict(right)
    printed |= {row: (0.0,) * 16 for row in right if row.startswith(("denied", "not_processed"))}
    printed["granted"] = (2.0, 0.0, 0.0, 0.0, 0.0, 2.0)  # one cell was lost
    printed["outcome_total"] = (2.0, *[0.0] * 13, 2.0, 0.0)  # smeared, with an extra one behind the total
    assert settle(printed, SLOTS, WITHIN, ACROSS) == right


@given(st.integers(0, 10**6), st.sampled_from([2, 20, 500]), st.data())
@settings(max_examples=80, deadline=None)
def test_a_smeared_row_of_a_consistent_table_is_settled_right_or_not_at_all(seed, scale, data):
    right = rows_of(seed, scale)
    row = data.draw(st.sampled_from(sorted(right)))
    smeared = list(right[row])
    for _ in range(data.draw(st.integers(1, 5))):  # a merged cell comes out as its value and blanks, read as 0
        smeared.insert(data.draw(st.integers(0, len(smeared))), 0.0)
    found = settle({**right, row: smeared}, SLOTS, WITHIN, ACROSS)
    assert found.get(row, right[row]) == right[row]
    assert {other: found[other] for other in right if other != row} == {
        other: line for other, line in right.items() if other != row
    }


@given(st.integers(0, 10**6), st.data())
@settings(max_examples=60, deadline=None)
def test_a_row_that_lost_one_value_is_settled_right_or_not_at_all(seed, data):
    right = rows_of(seed, 30)
    row = data.draw(st.sampled_from(sorted(right)))
    lost = list(right[row])
    del lost[data.draw(st.integers(0, len(lost) - 1))]
    found = settle({**right, row: lost}, SLOTS, WITHIN, ACROSS)
    assert found.get(row, right[row]) == right[row]


def test_a_row_with_too_few_values_stays_open():
    right = rows_of(1, 30)
    assert "granted" not in settle({**right, "granted": right["granted"][:4]}, SLOTS, WITHIN, ACROSS)


def test_a_row_that_cannot_add_up_stays_open():
    right = rows_of(1, 30)
    assert "granted" not in settle({**right, "granted": (9.0,) * 5 + (1.0, 2.0, 3.0)}, SLOTS, WITHIN, ACROSS)


@given(st.integers(0, 10**6), st.data())
@settings(max_examples=60, deadline=None)
def test_a_smeared_row_is_not_settled_by_a_table_that_lost_another(seed, data):
    right = rows_of(seed, 30)
    row, other = data.draw(st.permutations(sorted(right)))[:2]
    smeared = [0.0, *right[row], 0.0]
    found = settle({**right, row: smeared, other: right[other][:3]}, SLOTS, WITHIN, ACROSS)
    assert found.get(row, right[row]) == right[row]
