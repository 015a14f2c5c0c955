from dataclasses import replace

from pipeline.findings import Finding
from pipeline.normalize import Metadata
from pipeline.publish import tables_of
from pipeline.report import catalogue
from tests.making import expected, read


def test_reports_count_their_figures_and_findings():
    report = replace(read(1), findings=(Finding("title_missing"), Finding("row_missing", "applications", "granted")))
    dataset = tables_of([report], catalogue())
    (row,) = dataset.reports.to_pylist()
    assert (row["figures"], row["findings"]) == (len(expected(1)), 2)
    assert [f["severity"] for f in dataset.findings.to_pylist()] == ["note", "fault"]


def test_findings_speak_english_and_chinese():
    finding = Finding("row_missing", "applications", "granted")
    dataset = tables_of([replace(read(1), findings=(finding,))], catalogue())
    (row,) = dataset.findings.to_pylist()
    assert row["message"] == "Applications received and handled / Granted: the report leaves this row out"
    assert row["message_zh"] == "收到和处理政府信息公开申请情况 › （一）予以公开：报告缺少该行"


def test_a_report_without_a_year_is_kept(tmp_path):
    report = replace(read(1), metadata=Metadata(None, None, None))
    assert tables_of([report], catalogue()).figures["year"].null_count == len(expected(1))


def test_every_figure_can_be_traced_to_its_place():
    for row in tables_of([read(1)], catalogue()).figures.to_pylist():
        assert row["page"] >= 1
        assert row["x0"] < row["x1"]
        assert row["top"] < row["bottom"]
        assert row["reader"] == "pdfium"
