"""Prose and tables that differ are noted; what cannot be compared is not."""

import pytest

from pipeline.form import Place
from pipeline.normalize.model import Claim, Figure
from pipeline.statements import load_statements
from pipeline.validate.claims import contradicted

MATRIX = {"new": 17, "carried_over": 3, "granted": 5, "denied.state_secret": 1, "denied.internal_affairs": 2}


def figures(values, table="applications", column="total", form="2021", kind="number"):
    return [Figure(Place(table, row, column), form, kind, value, str(value), "count") for row, value in values.items()]


def said(*claims, known=None):
    found = contradicted(
        [Claim(kind, value, f"{kind}{value}件") for kind, value in claims],
        figures(MATRIX) if known is None else known,
        load_statements(),
    )
    return [(finding.rule, finding.row, finding.expected, finding.found) for finding in found]


@pytest.mark.parametrize(
    "claim", [("received", 17), ("received", 20), ("granted", 5), ("denied", 3), ("carried_over", 3)]
)
def test_what_agrees_is_no_finding(claim):
    assert said(claim) == []


def test_what_differs_is_noted_with_both_numbers_and_the_clause():
    assert said(("received", 18)) == [("prose_differs", "new", "17", "18")]
    assert said(("denied", 4)) == [("prose_differs", None, "3", "4")]
    (finding,) = contradicted([Claim("granted", 6, "予以公开6件")], figures(MATRIX), load_statements())
    assert (finding.table, finding.column, finding.detail) == ("applications", "total", "予以公开6件")


def test_one_claim_that_agrees_clears_others_of_its_kind():
    assert said(("received", 2), ("received", 17)) == []
    assert len(said(("received", 2), ("received", 4))) == 1


@pytest.mark.parametrize("kind", ["unavailable", "litigation", "licensing"])
def test_what_the_tables_do_not_have_is_not_compared(kind):
    assert said((kind, 1)) == []


def test_a_cell_that_is_no_number_is_not_compared():
    assert said(("granted", 6), known=figures({"granted": None}, kind="not_a_number")) == []


def test_a_blank_cell_counts_as_none():
    blank = figures({"granted": None}, kind="blank")
    assert said(("granted", 0), known=blank) == []
    assert said(("granted", 6), known=blank) == [("prose_differs", "granted", "0", "6")]


def test_the_columns_of_either_form_may_be_meant():
    claim = ("normative_documents_issued", 4)
    for form, column in (("2021", "issued"), ("2019", "newly_made"), ("2019", "newly_disclosed")):
        known = figures({"normative_documents": 4}, "proactive_disclosure", column, form)
        assert said(claim, known=known) == []
    known = figures({"normative_documents": 3}, "proactive_disclosure", "issued")
    assert said(claim, known=known) == [("prose_differs", "normative_documents", "3", "4")]
