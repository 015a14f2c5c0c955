import time
from pathlib import Path

import pytest

from pipeline import run
from pipeline.documents import Document, find_documents
from pipeline.errors import UserError
from pipeline.run import apart, for_each, read_all
from tests.making import empty_pages_pdf, encrypted_pdf, prose_pdf, report_pdf, settings
from tests.working import die_over_deadly, reason, sleep_over_slow, swallow_memory, wait_for_others


def write(folder: Path, **files: bytes) -> list[Path]:
    paths = []
    for name, data in files.items():
        paths.append(folder / f"{name}.pdf")
        paths[-1].write_bytes(data)
    return paths


def as_documents(paths: list[Path]) -> list[Document]:
    return [Document.of(path) for path in paths]


def verdicts(reports):
    return {report.file_name: report.verdict for report in reports}


def test_every_kind_of_bad_document_has_its_row_and_the_others_theirs(tmp_path):
    write(
        tmp_path,
        good=report_pdf(),
        empty=b"",
        broken=report_pdf()[:2000],
        encrypted=encrypted_pdf(),
        foreign=prose_pdf(),
        blank=empty_pages_pdf(),
        disguised=b"\x89PNG\r\n\x1a\n" + bytes(500),
    )
    reports = read_all(find_documents([tmp_path]), settings(readers=("pdfium", "text"), workers=1))
    assert verdicts(reports) == {
        "good.pdf": "verified",
        "empty.pdf": "unreadable",
        "broken.pdf": "unreadable",
        "encrypted.pdf": "unreadable",
        "foreign.pdf": "no_tables",
        "blank.pdf": "needs_review",
        "disguised.pdf": "unreadable",
    }
    rules = {report.file_name: {finding.rule for finding in report.findings} for report in reports}
    assert rules["empty.pdf"] == {"unreadable.empty"}
    assert rules["broken.pdf"] == {"unreadable.broken"}
    assert rules["encrypted.pdf"] == {"unreadable.encrypted"}
    assert rules["disguised.pdf"] == {"unreadable.not_a_document"}
    assert rules["blank.pdf"] == {"no_text"}


@pytest.mark.parametrize(
    ("limit", "data"),
    [({"pages": 3}, empty_pages_pdf(4)), ({"megabytes": 0.001}, report_pdf())],
    ids=["pages", "size"],
)
def test_a_document_over_a_limit_is_unreadable_and_says_which(tmp_path, limit, data):
    (report,) = read_all(as_documents(write(tmp_path, large=data)), settings(**limit))
    assert report.verdict == "unreadable"
    assert [finding.rule for finding in report.findings] == ["unreadable.over_limit"]
    assert report.findings[0].detail


def test_a_document_that_takes_too_long_costs_only_itself(tmp_path):
    paths = write(tmp_path, a=b"a", slow=b"slow", z=b"z")
    started = time.monotonic()
    results = dict(for_each(paths, settings(seconds=3, workers=1), sleep_over_slow, reason))
    assert [results[path] for path in paths] == ["read", "over_limit", "read"]
    assert time.monotonic() - started < 60


def test_a_worker_that_dies_costs_only_its_document(tmp_path):
    paths = write(tmp_path, a=b"a", deadly=b"x", z=b"z")
    results = dict(for_each(paths, settings(workers=1), die_over_deadly, reason))
    assert [results[path] for path in paths] == ["read", "failed", "read"]


def test_a_document_that_takes_all_memory_costs_only_itself(tmp_path):
    paths = write(tmp_path, a=b"a", huge=b"x", z=b"z")
    results = dict(for_each(paths, settings(memory_mb=1024, workers=1), swallow_memory, reason))
    assert [results[path] for path in paths] == ["read", "over_limit", "read"]


@pytest.mark.parametrize(
    "said",
    [
        "Non-zero status code … std::bad_alloc",
        "Failed to allocate memory for requested buffer of size 9",
        "(-4:Insufficient memory)",
    ],
)
def test_a_library_that_is_given_no_more_memory_says_so_in_its_own_words(said):
    assert run.reason(RuntimeError(said), settings()).reason == "over_limit"
    assert run.reason(RuntimeError("index out of range"), settings()).reason == "failed"


def test_a_document_that_takes_long_holds_up_nobody(tmp_path):
    paths = write(tmp_path, **{f"n{i:02}": bytes([i]) for i in range(40)})
    found = [path.stem for path, _ in for_each(paths, settings(), wait_for_others, reason)]
    assert sorted(found) == [path.stem for path in paths]
    assert found.index("n00") > 20  # with results in order, no more than a few would be handed out beside it


def test_reports_come_in_the_order_of_the_documents(tmp_path):
    paths = write(tmp_path, a=report_pdf(3), b=b"broken", c=report_pdf(1))
    reports = read_all(as_documents(paths), settings())
    assert [report.file_name for report in reports] == ["a.pdf", "b.pdf", "c.pdf"]


def test_without_documents_no_process_is_started():
    assert list(for_each([], settings(), wait_for_others, reason)) == []


def test_folders_are_searched_in_a_fixed_order_and_other_files_passed_over(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("b/2.PDF", "1.pdf", "3.txt", "notes.docx", "picture.png"):
        (tmp_path / name).write_bytes(b"x")
    found = find_documents([tmp_path])
    assert [document.place for document in found] == [f"{tmp_path}/{name}" for name in ("1.pdf", "3.txt", "b/2.PDF")]


def test_a_file_named_twice_is_read_once(tmp_path):
    (path,) = write(tmp_path, one=b"x")
    assert find_documents([path, tmp_path]) == [Document.of(path)]


def test_a_path_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(UserError, match=r"nowhere\.pdf: no such file"):
        find_documents([tmp_path / "nowhere.pdf"])


def test_a_folder_without_reports_is_named(tmp_path):
    with pytest.raises(UserError, match="no PDF or text files here"):
        find_documents([tmp_path])


def test_what_goes_over_a_limit_apart_gives_nothing():
    assert apart(len, [1, 2], settings=settings()) == 2
    assert apart(time.sleep, 60, settings=settings(seconds=2)) is None
