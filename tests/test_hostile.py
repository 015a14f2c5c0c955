"""Documents made to harm whoever opens them cost only themselves, and get nothing executed, fetched or written."""

import socket
import threading
from pathlib import Path

import pytest

from corpus import hostile
from pipeline.documents import find_documents
from pipeline.extract import READERS, SEES_PIXELS, extract
from pipeline.run import apart, for_each, read_all
from tests.making import report_pdf, settings

OVER_LIMIT = {
    "page of 14,400 points": "page 1 is 14400 by 14400 points",
    "page of 1e15 points": "page 1 is",
    "endless_pages": "1000000 pages",
    "million_pages": "1000000 pages",
    "deep_forms": "forms within forms",
    "branching_forms": "forms within forms",
    "looping_form": "forms within forms",
    "image_bomb": "an image of 60000 by 60000 pixels",
}
OTHERS = ("page without size", "deep_arrays", "deep_dictionaries", "deep_content", "deep_pages")
OTHERS += ("looping_xref", "looping_objects", "looping_object_stream", "fine_grid", "broken_font")


def test_monsters_cost_only_themselves_and_those_over_a_limit_say_which(tmp_path):
    for name in (*OVER_LIMIT, *OTHERS):
        (tmp_path / f"{name}.pdf").write_bytes(hostile.MONSTERS[name]())
    (tmp_path / "swelling.pdf").write_bytes(hostile.flate_bomb(64 << 20))
    (tmp_path / "good.pdf").write_bytes(report_pdf())
    reports = read_all(find_documents([tmp_path]), settings(seconds=8, memory_mb=2048, megabytes=20))
    by_name = {Path(report.file_name).stem: report for report in reports}
    assert by_name.pop("good").verdict == "verified"
    for name, detail in {**OVER_LIMIT, "swelling": "content of more than 20 MB"}.items():
        (finding,) = by_name[name].findings
        assert (by_name.pop(name).verdict, finding.rule) == ("unreadable", "unreadable.over_limit")
        assert finding.detail.startswith(detail)
    assert set(by_name) == set(OTHERS)
    assert {report.verdict for report in by_name.values()} <= {"unreadable", "needs_review", "no_tables"}
    assert not [report for report in reports for one in report.findings if one.rule == "unreadable.failed"]


@pytest.fixture
def server():
    """An address of this machine, and every connection that was made to it."""
    seen = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        done = threading.Event()

        def listen():
            while not done.is_set():
                try:
                    seen.append(listening.accept())
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", seen
        done.set()
        thread.join()


@pytest.mark.parametrize("reader", sorted(set(READERS) - {"text"}))
def test_nothing_in_a_document_is_executed_fetched_or_written(tmp_path, monkeypatch, server, reader):
    monkeypatch.chdir(tmp_path)
    address, connections = server
    secret = tmp_path / "secret"
    secret.write_bytes(b"BT /F1 12 Tf 72 600 Td (secret) Tj ET")
    documents = [hostile.reaching_out(address, str(secret), elsewhere=elsewhere) for elsewhere in (False, True)]
    own = settings(workers=1, readers=(reader,))
    found = dict(for_each(documents, own, _extracted, _not_extracted))
    here, elsewhere = (found[document] for document in documents)
    assert here is not None
    assert reader in SEES_PIXELS or "annual report" in str(here)
    assert "secret" not in f"{here} {elsewhere}"
    assert connections == []
    assert list(tmp_path.iterdir()) == [secret]


def _extracted(document, own):
    return extract(document, *own.readers)


def _not_extracted(_, error):
    assert error.reason != "failed", error
    return  # a document that is elsewhere is none, and may be said to be so


def test_a_killed_worker_leaves_no_files_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert apart(_write_and_hang, settings=settings(seconds=3)) is None
    assert list(tmp_path.iterdir()) == []


def _write_and_hang():
    import tempfile
    import time

    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"half of a document")
    time.sleep(60)
