import io

import pikepdf
import pytest

from pipeline.extract import extract
from pipeline.extract.soundness import examined
from pipeline.form import load_forms
from pipeline.normalize import normalize
from tests.making import SAMPLES, report_pdf, worded_pdf


def broken_content(document: bytes) -> bytes:
    """The document with its first page's compressed stream broken off in the middle."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as pdf:
        stream = pdf.pages[-1].Contents
        raw = stream.read_raw_bytes()
        stream.write(raw[: len(raw) // 2] + b"\xff" * 40, filter=stream.Filter)
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def broken_structure(document: bytes) -> bytes:
    at = document.rindex(b"startxref")
    return document[:at] + b"startxref\n7\n%%EOF\n"


def findings(document: bytes) -> set[str]:
    (report,) = normalize(extract(document, "pdfium"), load_forms(), "report.pdf")
    return {finding.rule for finding in report.findings}


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.pdf")), ids=lambda path: path.stem)
def test_whole_documents_are_not_called_damaged(path):
    assert examined(path.read_bytes()).damage == "none"


def test_a_page_whose_content_breaks_off_is_told():
    assert examined(broken_content(SAMPLES.joinpath("linhe-district-2022.pdf").read_bytes())).damage == "content"


def test_a_broken_index_of_the_file_is_told_apart():
    assert examined(broken_structure(report_pdf())).damage == "structure"


def test_what_is_no_pdf_is_damaged_rather_than_an_error():
    assert examined(b"%PDF-1.7 and no more").damage == "content"
    assert examined(b"").damage == "content"


def test_a_broken_index_matters_only_where_cells_are_blank():
    blank = worded_pdf(cells={("applications", "granted", "total"): ""})
    assert "damaged" not in findings(broken_structure(report_pdf()))
    assert "damaged" in findings(broken_structure(blank))
    assert "damaged" not in findings(blank)
