from dataclasses import replace
from datetime import UTC, date, datetime

from pipeline import publish
from pipeline.documents import Document, Given, Origin
from pipeline.findings import Finding
from pipeline.normalize import Metadata
from pipeline.report import catalogue
from tests.making import dataset, expected, read, rows_of


def test_reports_count_their_figures_and_findings():
    report = replace(read(1), findings=(Finding("title_missing"), Finding("row_missing", "applications", "granted")))
    made = dataset(report)
    (row,) = made.reports.to_pylist()
    assert (row["figures"], row["findings"]) == (len(expected(1)), 2)
    assert [f["severity"] for f in made.findings.to_pylist()] == ["note", "fault"]


def test_findings_speak_english_and_chinese():
    finding = Finding("row_missing", "applications", "granted")
    made = dataset(replace(read(1), findings=(finding,)))
    (row,) = made.findings.to_pylist()
    assert row["message"] == "Applications received and handled / Granted: the report leaves this row out"
    assert row["message_zh"] == "收到和处理政府信息公开申请情况 › （一）予以公开：报告缺少该行"


def test_a_report_without_a_year_is_kept(tmp_path):
    report = replace(read(1), metadata=Metadata(None, None, None))
    assert dataset(report).figures["year"].null_count == len(expected(1))


def test_every_figure_can_be_traced_to_its_place():
    for row in dataset(read(1)).figures.to_pylist():
        assert row["page"] >= 1
        assert row["x0"] < row["x1"]
        assert row["top"] < row["bottom"]
        assert row["reader"] == "pdfium"


def test_a_document_given_several_times_names_all_of_them_after_its_own_findings():
    first = replace(read(1), findings=(Finding("title_missing"),))
    second = replace(first, report_index=1)
    results = publish.table([publish.result([first, second], catalogue()), publish.result([read(2)], catalogue())])
    copied = Given(first.document_id, Document("a", first.file_name), ("a.pdf", "b.pdf"))
    other = Given(read(2).document_id, Document("c", "c.pdf"), ("c.pdf",))
    made = publish.dataset_of(results, [copied, other], catalogue())
    found = [(row["report_index"], row["rule"]) for row in made.findings.to_pylist()][:3]
    assert found == [(0, "title_missing"), (0, "duplicate_document"), (1, "title_missing")]
    assert made.reports["findings"].to_pylist()[:2] == [2, 1]
    assert "a.pdf, b.pdf" in made.findings["message"][1].as_py()


def test_what_an_archive_knows_stands_beside_the_report_and_not_in_its_result():
    origin = Origin("https://a.example", "a", date(2025, 1, 2), datetime(2025, 1, 3, tzinfo=UTC), "link", "{}")
    results, (given,) = rows_of(read(1))
    archived = replace(given, document=replace(given.document, origin=origin))
    (row,) = publish.dataset_of(results, [archived], catalogue()).reports.to_pylist()
    assert (row["url"], row["published"], row["link_text"]) == ("https://a.example", date(2025, 1, 2), "link")
    assert "url" not in str(results.schema)


def test_one_year_keeps_its_reports_those_without_a_year_and_what_belongs_to_them():
    finding = (Finding("title_missing"),)
    seeds = {1: 2024, 2: 2023, 3: None}
    reports = [
        replace(read(seed), metadata=Metadata(None, None, year), findings=finding) for seed, year in seeds.items()
    ]
    made = dataset(*reports, year=2024)
    wanted = {read(1).document_id, read(3).document_id}
    for table in (made.figures, made.reports, made.findings):
        assert set(table["document_id"].to_pylist()) == wanted
    assert len(made.figures) == len(expected(1)) + len(expected(3))
