"""Every sample report is read exactly as it was made, and each figure can be found again on its page."""

import json

import pytest

from pipeline.report import read_document
from pipeline.settings import load_settings
from tests.making import SAMPLES, flat
from tests.printed import printed_in_boxes

NAMES = sorted(path.stem for path in SAMPLES.glob("*.pdf"))


@pytest.fixture(scope="module", params=NAMES)
def sample(request):
    """The truth of a sample, what was read of it, and its bytes."""
    document = (SAMPLES / f"{request.param}.pdf").read_bytes()
    (report,) = read_document(document, f"{request.param}.pdf", load_settings())
    return json.loads((SAMPLES / f"{request.param}.truth.json").read_text(encoding="utf-8")), report, document


def test_there_are_samples():
    assert len(NAMES) >= 15


def test_every_figure_is_the_published_one_and_none_is_missing_or_invented(sample):
    truth, report, _ = sample
    assert {tuple(figure.place): figure.value for figure in report.figures} == flat(truth)


def test_the_verdict_is_the_samples(sample):
    truth, report, _ = sample
    assert report.verdict == truth["verdict"]


def test_title_issuer_year_and_form_are_the_samples(sample):
    truth, report, _ = sample
    assert report.metadata.title == truth["title"].replace(" ", "")
    assert (report.metadata.issuer, report.metadata.year) == (truth["issuer"], truth["year"])
    assert report.form == truth["form"]
    forms = {figure.place.table: figure.form for figure in report.figures}
    assert forms == truth.get("forms", dict.fromkeys(forms, truth["form"]))


def test_every_box_holds_the_digits_of_its_figure(sample):
    _, report, document = sample
    assert printed_in_boxes(document, report) == [figure.printed.replace(" ", "") for figure in report.figures]
