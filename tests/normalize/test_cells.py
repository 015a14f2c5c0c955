"""Figures of a table from its cells: what is no number of its column, and may be read otherwise."""

from dataclasses import replace

import pytest

from pipeline.form import Place
from tests.making import facts
from tests.normalize.tables import TWO, changed, report_of, rules, table_of

PLACE = Place(TWO, "licensing", "decisions")


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
