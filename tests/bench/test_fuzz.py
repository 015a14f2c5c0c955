"""Documents that are harmed by chance: none crashes, hangs, or gives a silent error."""

import io
import json
from collections import Counter
from dataclasses import replace

import pikepdf
import pytest

from bench.fuzz import FAILURES, Whole, forms_of, fuzz, judged, main, table, wholes_in
from corpus.truth import truth
from tests.making import facts, read, report_pdf, scanned, settings

SEEDS = range(90_001, 90_041)
LIMITED = settings(seconds=30, memory_mb=2048)


@pytest.fixture(scope="module")
def wholes(tmp_path_factory):
    """One report that is read with certainty."""
    folder = tmp_path_factory.mktemp("inputs")
    (folder / "report.pdf").write_bytes(report_pdf())
    (folder / "report.truth.json").write_text(json.dumps(truth(facts())), encoding="utf-8")
    return wholes_in(folder, LIMITED)


def test_no_harmed_document_crashes_hangs_or_gives_a_silent_error(wholes):
    outcomes = list(fuzz(wholes, SEEDS, LIMITED))
    results = Counter(outcome.result for outcome in outcomes)
    assert results.total() == len(SEEDS)
    assert not [outcome for outcome in outcomes if outcome.result in FAILURES]
    assert results["as true"] > 3
    assert results["needs_review"] > 3
    assert table(outcomes).count("\n") > 5


def test_the_same_seed_harms_in_the_same_way(wholes):
    one, two = (list(fuzz(wholes, [90_001], LIMITED)) for _ in range(2))
    assert one == two


FEES = ("proactive_disclosure", "fees", "amount")


def with_fees(value: float):
    """The report with another amount, called verified."""
    figures = tuple(replace(one, value=value) if tuple(one.place) == FEES else one for one in read().figures)
    return replace(read(), figures=figures, verdict="verified")


def showing(old: bytes, new: bytes) -> bytes:
    """The report's PDF with other instructions."""
    with pikepdf.open(io.BytesIO(report_pdf())) as pdf:
        for page in pdf.pages:
            page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(old, new))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_a_wrong_figure_is_a_silent_error_where_the_page_shows_the_right_one():
    whole = Whole("report.pdf", report_pdf(), {tuple(figure.place): figure for figure in read().figures})
    (fees,) = [figure for figure in read().figures if tuple(figure.place) == FEES]
    last = fees.printed[-1]
    other = showing(b"\\000" + last.encode() + b") Tj", b"\\000" + str((int(last) + 1) % 10).encode() + b") Tj")
    assert judged(whole, report_pdf(), [with_fees(fees.value)], LIMITED)[0] == "as true"
    assert judged(whole, report_pdf(), [with_fees(1.0)], LIMITED)[0] == "silent error"
    assert judged(whole, other, [with_fees(1.0)], LIMITED)[0] == "shown otherwise"
    assert judged(whole, report_pdf(), [replace(with_fees(1.0), verdict="needs_review")], LIMITED)[0] == "needs_review"


def test_a_document_without_text_is_harmed_as_a_pdf_only():
    assert [one.name for one in forms_of("scan", scanned(), {})] == ["scan.pdf"]
    assert [one.name for one in forms_of("report", report_pdf(), {})] == ["report.pdf", "report.txt"]


def test_a_folder_without_documents_is_one_clear_line(tmp_path, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["--inputs", str(tmp_path)])
    assert "no document" in capsys.readouterr().err
