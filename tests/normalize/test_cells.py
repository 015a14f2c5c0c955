"""Figures of a table from its cells: what is no number of its column, and may be read otherwise."""

from dataclasses import replace

import pytest

from corpus.facts import empty_facts
from pipeline.form import Place
from tests.making import facts
from tests.normalize.tables import THREE, TWO, changed, report_of, rules, table_of

PLACE = Place(TWO, "licensing", "decisions")


@pytest.mark.parametrize("sign", ["-", "/"])
@pytest.mark.parametrize("usual", [True, False])
def test_sums_settle_no_sign_for_none_that_the_table_has_nowhere_else(sign, usual):
    """It might as well be a nought, of which a seal hides the rest."""
    known = empty_facts()
    table = table_of(known, THREE)
    row = next(cell.row for cell in table.cells if cell.text.startswith("一、"))
    noughts = [cell for cell in table.cells if cell.row > row and cell.text == "0"]
    unsure, others = noughts[0], noughts[7:14] if usual else []

    def change(cell):
        if cell is unsure:
            return replace(cell, text="1", readings=("1", sign))
        return replace(cell, text=sign) if any(cell is other for other in others) else cell

    found = rules(report_of(known, **{THREE: changed(table, change)}))
    assert [rule for rule, _ in found] == ["settled_by_sums" if usual else "number_doubtful"]


@pytest.mark.parametrize(
    ("readings", "value"),
    [
        (("1.113", "1113"), 1113.0),  # a comma of thousands that lost its tail
        (("()", "0"), 0.0),
        (("57", "51"), 57.0),
        (("1.113", "1.1"), 1.113),
        (("x", "-"), None),
    ],
)
def test_of_a_figures_readings_the_first_is_shown_that_its_column_may_have_in_doubt(readings, value):
    known = facts(2)
    below = next(cell.row for cell in table_of(known, TWO).cells if cell.text == "行政许可")
    table = changed(
        table_of(known, TWO),
        lambda cell: replace(cell, text=readings[0], readings=readings) if cell.row == below and cell.column else cell,
    )
    report = report_of(known, **{TWO: table})
    assert next(figure.value for figure in report.figures if figure.place == PLACE) == value
    assert rules(report) == [("number_doubtful" if value is not None else "not_a_number", "licensing")]
