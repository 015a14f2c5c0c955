"""Pages in units of their own are read as if they were paper, and their boxes are in the document's units."""

import io

import pikepdf
import pytest

from pipeline.extract import extract
from pipeline.extract.usual import resized, times_usual, unusual
from tests.making import report_pdf

SAMPLE = report_pdf(2)


def drawn(document, scale, unit=None):
    """The document with all of its pages drawn so many times as large."""
    with pikepdf.open(io.BytesIO(document)) as pdf:
        times = dict.fromkeys(range(1, len(pdf.pages) + 1), 1 / scale)
    with pikepdf.open(io.BytesIO(resized(document, times))) as pdf:
        for page in pdf.pages:
            if unit:
                page.obj["/UserUnit"] = unit
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("scale", [0.2, 1 / 3, 3.0])
@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_a_report_in_units_of_its_own_is_read_like_any_other(reader, scale):
    usual, other = extract(SAMPLE, reader), extract(drawn(SAMPLE, scale, unit=2), reader)
    assert [cell.text for table in other.tables for cell in table.cells] == [
        cell.text for table in usual.tables for cell in table.cells
    ]
    for one, two in zip(usual.tables, other.tables, strict=True):
        assert two.cells[0].box == pytest.approx([scale * side for side in one.cells[0].box], abs=scale)


def test_sizes_of_paper_are_usual():
    assert unusual([(595, 842), (842, 595), (842, 1191), (420, 595), (612, 792)]) == {}
    assert times_usual(210, 297) == pytest.approx(210 / 595)
    assert unusual([(595, 842), (2480, 3508)]) == {2: pytest.approx(2480 / 595)}
