"""Documents from files and from archives, and what a build makes of an archive."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipeline.documents import Document, find_documents, read_bytes
from pipeline.errors import UserError
from pipeline.extract import UnreadableError
from pipeline.fetch.archive import Archive
from tests.fetch.fetches import START, fetch, fetched
from tests.making import expected, report_pdf, settings
from tests.test_cli import refused
from tests.warm import gongkai

PAGE = {"SiteName": "某县人民政府", "ArticleTitle": "某县2024年政府信息公开工作年度报告", "PubDate": "2025-01-20"}
READERS = ("--reader", "pdfium", "--reader", "pdfplumber", "--workers", "1")


def word_file() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("word/document.xml", "x")
    return content.getvalue()


def filled(place) -> Archive:
    """An archive with a report, its earlier version, the same bytes elsewhere, a web page and a Word file."""
    archive = Archive(place)
    url = "https://www.someplace.example/1.pdf"
    known = {"url": url, "page": PAGE, "published": date(2025, 1, 20), "link_text": "2024年年报"}
    fetched(archive, report_pdf(2), 1, **known)
    fetched(archive, report_pdf(1), 2, **known, outcome="changed", content_disposition='filename="report 1.pdf"')
    fetched(archive, report_pdf(1), 3, **known, outcome="unchanged", status=304)
    archive.manifest.append([fetch(4, url=url, outcome="failed", sha256=None, status=500)])
    fetched(archive, report_pdf(1), 5, url="https://other.example/copy.pdf", source="other")
    fetched(archive, "<html><title>年度报告</title>\t1\t2</html>".encode("gbk"), 6, url="https://other.example/")
    fetched(archive, word_file(), 7, url="https://other.example/report.docx")
    archive.manifest.append([fetch(8, url="https://other.example/gone", outcome="failed", sha256=None, status=404)])
    return archive


def test_of_an_archive_the_newest_version_at_each_url_is_read_once(tmp_path):
    archive = filled(tmp_path)
    documents = find_documents([tmp_path])
    assert {document.file_name for document in documents} == {"report 1.pdf", "document.html", "report.docx"}
    (document,) = [document for document in documents if document.file_name == "report 1.pdf"]
    assert read_bytes(document, settings()) == report_pdf(1)
    assert document.origin is not None
    assert document.origin.url == "https://www.someplace.example/1.pdf"
    assert document.origin.also_at == ("https://other.example/copy.pdf",)
    assert document.origin.fetched_at == archive.manifest.latest()[document.origin.url].fetched_at
    assert find_documents([tmp_path]) == documents


def test_archives_and_files_can_be_read_together(tmp_path):
    filled(tmp_path / "archive")
    (tmp_path / "more.pdf").write_bytes(report_pdf(3))
    documents = find_documents([str(tmp_path / "archive"), tmp_path / "more.pdf"])
    assert len(documents) == 4
    assert documents[-1] == Document.of(tmp_path / "more.pdf")


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"%PDF-1.7 other")])
def test_a_document_that_is_not_what_was_archived_is_not_read(tmp_path, harm):
    archive = filled(tmp_path)
    for document in find_documents([tmp_path]):
        assert document.sha256 is not None
        harm(Path(archive.place(document.sha256)))
        with pytest.raises(UnreadableError, match=f"missing: .*{document.sha256}"):
            read_bytes(document, settings())


def test_a_folder_with_a_manifest_of_something_else_is_no_archive(tmp_path):
    (tmp_path / "manifest").mkdir()
    (tmp_path / "manifest" / "report.pdf").write_bytes(report_pdf())
    assert [document.file_name for document in find_documents([tmp_path])] == ["report.pdf"]


def test_an_archive_without_documents_is_named(tmp_path):
    Archive(tmp_path).manifest.append([fetch(1, outcome="failed", sha256=None)])
    with pytest.raises(UserError, match="no archive with documents here"):
        find_documents([tmp_path])


def check_dataset(out, rows):
    """The rows of reports.parquet for `filled`, whatever the way they were made in."""
    assert list(rows["file_name"]) == ["document.html", "report 1.pdf", "report.docx"]
    assert list(rows["verdict"]) == ["unreadable", "verified", "unreadable"]
    report = rows.iloc[1]
    assert (report["url"], report["source"]) == ("https://www.someplace.example/1.pdf", "someplace")
    assert (report["published"], report["link_text"]) == (date(2025, 1, 20), "2024年年报")
    assert report["fetched_at"] == pd.Timestamp(START) + pd.Timedelta(seconds=3)
    assert json.loads(report["page_metadata"]) == PAGE
    assert rows["published"].isna().tolist() == [True, False, True]
    assert len(pd.read_parquet(out / "figures")) == len(expected(1))
    findings = pd.read_parquet(out / "findings.parquet")
    messages = dict(zip(findings["rule"] + findings["message"].str[-5:], findings["message"], strict=True))
    assert "its type: html" in messages["unreadable.not_a_document html"]
    assert "its type: docx" in messages["unreadable.not_a_document docx"]
    (copies,) = findings.loc[findings["rule"] == "duplicate_document", "message"]
    assert copies.endswith("https://other.example/copy.pdf, https://www.someplace.example/1.pdf")


def test_build_carries_into_the_dataset_where_a_report_was_published(tmp_path):
    filled(tmp_path / "archive")
    result = gongkai("build", tmp_path / "archive", "--out", tmp_path / "out", *READERS, "--json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["verdicts"] == {"unreadable": 2, "verified": 1}
    check_dataset(tmp_path / "out", pd.read_parquet(tmp_path / "out" / "reports.parquet"))


def test_the_stages_carry_it_too(tmp_path):
    filled(tmp_path / "archive")
    assert gongkai("extract", tmp_path / "archive", "--out", tmp_path / "tables", *READERS).returncode == 0
    assert gongkai("normalize", tmp_path / "tables", "--out", tmp_path / "figures").returncode == 0
    assert gongkai("validate", tmp_path / "figures", "--out", tmp_path / "out").returncode == 0
    check_dataset(tmp_path / "out", pd.read_parquet(tmp_path / "out" / "reports.parquet"))


def test_build_reads_an_archive_in_an_object_store(tmp_path, s3, bucket):
    filled(f"{bucket}/raw")
    result = gongkai("build", f"{bucket}/raw", "--out", tmp_path / "out", *READERS, "--workers", 2, **s3)
    assert result.returncode == 0, result.stderr
    check_dataset(tmp_path / "out", pd.read_parquet(tmp_path / "out" / "reports.parquet"))
    assert "no archive with documents here" in refused(
        gongkai("build", f"{bucket}/else", "--out", tmp_path / "no", **s3)
    )


def test_reports_from_plain_files_say_nothing_of_an_origin(tmp_path):
    (tmp_path / "report.pdf").write_bytes(report_pdf())
    assert gongkai("build", tmp_path / "report.pdf", "--out", tmp_path / "out", *READERS).returncode == 0
    rows = pd.read_parquet(tmp_path / "out" / "reports.parquet")
    assert rows[["url", "source", "published", "fetched_at", "link_text", "page_metadata"]].isna().all(axis=None)
