"""Printed rows are matched with the form's one to one and in order."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize.order import pair_in_order

FORM = "abcdefghij"


def pair(printed, halves=None):
    """Match letters with the form's: the same letter is the same label."""
    scores = [[100.0 if letter == own else 20.0 for own in FORM] for letter in printed]
    return pair_in_order(len(FORM), scores, halves or {})


def letters(pairings):
    return "".join(FORM[pairing.form] for pairing in pairings)


@given(st.lists(st.lists(st.floats(0, 100), min_size=6, max_size=6), max_size=8))
def test_whatever_the_scores_rows_are_paired_once_and_in_order(scores):
    halves = {i: [score / 2 + 50 for score in own] for i, own in enumerate(scores[:-1])}
    pairings = pair_in_order(6, scores, halves)
    for one, two in pairwise(pairings):
        assert one.end <= two.start
        assert one.form < two.form
    assert all(1 <= pairing.end - pairing.start <= 2 and pairing.end <= len(scores) for pairing in pairings)


@given(st.sets(st.sampled_from(FORM), min_size=1))
def test_rows_left_out_do_not_shift_the_others(kept):
    printed = "".join(sorted(kept))
    assert letters(pair(printed)) == printed


@given(st.lists(st.sampled_from("xyz"), max_size=4), st.integers(0, len(FORM)))
def test_added_rows_stay_unpaired(added, at):
    printed = FORM[:at] + "".join(added) + FORM[at:]
    assert letters(pair(printed)) == FORM


@given(st.integers(0, len(FORM) - 1))
def test_two_halves_that_make_a_label_are_one_row(at):
    printed = FORM[:at] + "<>" + FORM[at + 1 :]
    pairings = pair(printed, {at: [100.0 if j == at else 0.0 for j in range(len(FORM))]})
    assert letters(pairings) == FORM
    assert (pairings[at].start, pairings[at].end) == (at, at + 2)


@given(st.integers(0, len(FORM) - 2))
def test_of_two_rows_in_the_wrong_order_one_stays_unpaired(at):
    printed = FORM[:at] + FORM[at + 1] + FORM[at] + FORM[at + 2 :]
    assert len(pair(printed)) == len(FORM) - 1


def test_a_label_that_fits_nothing_is_no_match():
    assert pair("xyz") == []
    assert pair("") == []
