"""Reports that public bodies published. They are not part of the repository; where they are absent, this is skipped."""

import json

import pytest

from pipeline.report import read_document
from pipeline.settings import load_settings
from tests.making import ROOT, flat
from tests.printed import printed_in_boxes
from tests.variants import differences

REAL = ROOT.parent / "shared" / "real"
READERS = ("pdfium", "pdfplumber", "camelot")

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the published reports are kept outside the repository")


def read(name, *readers):
    """A published report as the readers see it, its bytes and its truth."""
    document = (REAL / name).read_bytes()
    settings = load_settings()
    (report,) = read_document(document, name, settings.model_copy(update={"readers": readers or settings.readers}))
    truth = json.loads((REAL / name).with_suffix(".truth.json").read_text(encoding="utf-8"))
    return report, document, truth


def test_the_report_of_a_district_is_verified_with_every_figure():
    report, _, truth = read("hongze-2024.pdf")
    assert differences(flat(truth), report) == {}
    assert (len(report.figures), report.verdict, report.reader) == (186, "verified", "pdfium")
    assert (report.form, report.metadata.year, report.metadata.issuer) == ("2021", 2024, truth["issuer"])
    assert report.metadata.title.endswith(truth["title"])


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_alone_reads_the_same_report_and_can_show_where(reader):
    report, document, truth = read("hongze-2024.pdf", reader)
    assert differences(flat(truth), report) == {}
    assert report.verdict == "verified"
    assert printed_in_boxes(document, report) == [figure.printed for figure in report.figures]


def test_the_text_of_a_township_gives_every_figure_but_is_not_certain():
    report, _, truth = read("wangmudu-2024.txt")
    assert differences(flat(truth), report) == {}
    assert report.verdict == "needs_review"
    assert {finding.rule for finding in report.findings} >= {"smeared_row"}
