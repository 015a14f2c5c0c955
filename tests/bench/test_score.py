"""What counts as right, wrong and a silent error."""

import pytest

from bench.score import Found, Score, found_in, values_of
from corpus.truth import truth
from tests.making import expected, facts, read

TRUTH = {"verdict": "verified", "year": 2024, "title": "t", "figures": {"a": {"r": {"x": 1, "y": None}, "s": {"x": 0}}}}
RIGHT = {("a", "r", "x"): 1, ("a", "r", "y"): None, ("a", "s", "x"): 0}
FACTS = {"year": 2024, "title": "t", "issuer": None}


def scored(*found, truths=(TRUTH,)):
    score = Score()
    return score, score.add(found, truths, 0.5)


def test_a_right_report_is_right_in_everything():
    score, said = scored(Found(RIGHT, "verified", FACTS))
    assert (score.right, score.wrong, score.missing, score.invented, score.silent, score.exact) == (3, 0, 0, 0, 0, 1)
    assert (score.facts["title"], score.facts["year"], score.seconds, said) == (1, 1, 0.5, [])


@pytest.mark.parametrize(("printed", "right"), [(" t\u3000 ", 1), ("other", 0), ("", 0)])
def test_a_title_is_right_however_it_is_spaced(printed, right):
    score, _ = scored(Found(RIGHT, "verified", FACTS), truths=({**TRUTH, "title": printed},))
    assert score.facts["title"] == right


@pytest.mark.parametrize(
    ("figures", "counts"),
    [
        ({**RIGHT, ("a", "r", "x"): 2}, (2, 1, 0, 0)),
        ({**RIGHT, ("a", "r", "y"): 0}, (2, 1, 0, 0)),  # blank is not 0
        ({place: RIGHT[place] for place in list(RIGHT)[1:]}, (2, 0, 1, 0)),
        ({**RIGHT, ("a", "t", "x"): 5}, (3, 0, 0, 1)),
    ],
    ids=["wrong", "blank", "missing", "invented"],
)
@pytest.mark.parametrize("verdict", ["verified", "inconsistent", "needs_review"])
def test_a_report_that_is_called_certain_and_is_not_right_is_a_silent_error(figures, counts, verdict):
    score, said = scored(Found(figures, verdict))
    assert (score.right, score.wrong, score.missing, score.invented) == counts
    assert score.silent == (verdict != "needs_review")
    assert said[-1] == "not as true"


def test_a_second_report_that_nobody_found_is_missing_and_silent_where_the_first_is_not_doubted():
    for verdict, silent in (("verified", 1), ("needs_review", 0)):
        score, _ = scored(Found(RIGHT, verdict), truths=(TRUTH, TRUTH))
        assert (score.right, score.missing, score.silent, score.reports) == (3, 3, silent, 2)


def test_a_report_made_of_a_document_without_any_is_invented():
    score, _ = scored(Found(RIGHT, "verified"), truths=())
    assert (score.invented, score.silent) == (3, 1)


def test_a_document_without_a_report_that_is_told_so_is_right():
    score, said = scored(Found({}, "no_tables"), truths=())
    assert (score.exact, score.silent, said) == (1, 0, [])


def test_what_the_pipeline_reads_can_be_held_against_a_truth_file():
    (found,) = found_in([read()])
    assert found.figures == values_of(truth(facts())) == expected()
    assert found.verdict == "verified"
