"""The plain scripts are decent: they read a plain report."""

import pytest

from bench.plain_scripts import SCRIPTS, figures_of
from tests.making import expected, report_pdf


@pytest.mark.parametrize("name", ["pdfplumber script", "camelot script"])
@pytest.mark.parametrize("form", ["2021", "2019"])
def test_a_script_reads_nearly_all_of_a_plain_report(name, form):
    known, found = expected(form=form), figures_of(SCRIPTS[name](report_pdf(form=form)))
    assert sum(known[place] == found.get(place, "absent") for place in known) > 0.9 * len(known)
    assert sum(known.get(place, "absent") != value for place, value in found.items()) < 0.1 * len(known)


def test_rows_with_the_same_label_are_told_by_their_order():
    rows = [["3.其他", *"1111111"], ["（七）总计", *"2222222"], ["四、结转下年度继续办理", *"0000000"]]
    found = figures_of(iter(rows))
    assert found["applications", "other.other", "total"] == 1
    assert found["applications", "carried_forward", "natural_person"] == 0
