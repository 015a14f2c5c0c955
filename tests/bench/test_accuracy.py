"""The benchmark's tables say what was read, lot by lot."""

import json

import pikepdf
import pytest

from bench import accuracy
from bench.score import Score
from corpus.truth import truth
from tests.making import facts, prose_pdf, report_pdf


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "right.pdf").write_bytes(report_pdf())
    (tmp_path / "right.truth.json").write_text(json.dumps([truth(facts())]), encoding="utf-8")
    (tmp_path / "foreign.pdf").write_bytes(prose_pdf())
    (tmp_path / "foreign.truth.json").write_text("[]", encoding="utf-8")
    (tmp_path / "wrong.pdf").write_bytes(report_pdf(2))
    (tmp_path / "wrong.truth.json").write_text(json.dumps(truth(facts(3))), encoding="utf-8")
    index = [
        "name,kind,group,quirks,reports",
        "right.pdf,plain,ruled,tall rows; no fill,1",
        "foreign.pdf,minutes,foreign,,0",
    ]
    (tmp_path / "index.csv").write_text("\n".join([*index, "wrong.pdf,swapped,garbage text,,1"]), encoding="utf-8")
    return tmp_path


def test_each_lot_has_its_line_and_silent_errors_are_named(folder, capsys):
    assert accuracy.main(["--folder", str(folder), "--reader", "pdfium", "--no-scripts", "--jobs", "1"]) == 1
    out = capsys.readouterr().out
    count = len([value for rows in truth(facts())["figures"].values() for line in rows.values() for value in line])
    assert f"| kind: plain | gongkai | 1 | 1 | {count} (100.00 %) | 0 | 0 | 0 |" in out
    assert "| kind: minutes | gongkai | 1 | 1 | - | 0 | 0 | 0 |" in out
    assert "| kind: plain | 1 | 1 | 0 | 0 | 0 | 0 | 100.0 % | 0 | 1 of 1 | 1 of 1 | 1 of 1 |" in out
    assert "| all as pixels | 1 |" in out
    assert "| all digital | 1 | 1 | 0 | 0 | 1 | 0 |" in out
    assert "- silent error, not as true: wrong.pdf (swapped)" in out


def test_scripts_stand_beside_the_program(folder, capsys):
    for other in ("wrong", "foreign"):
        (folder / f"{other}.truth.json").unlink()
    one_page(folder / "right.pdf")
    assert accuracy.main(["--folder", str(folder), "--reader", "pdfium", "--jobs", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    ways = [line.split(" | ")[1] for line in lines if line.startswith("| kind: plain | ") and " script" in line]
    assert ways == ["pdfplumber script", "camelot script", "PyMuPDF script"]


def one_page(path):
    """Leave the first page of a document only: scripts are slow."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        del document.pages[1:]
        document.save(path)


def test_a_share_is_100_percent_only_where_it_is_all():
    score = Score(documents=1, right=99_999, wrong=1)
    score.verdicts.update({"verified": 9_999, "needs_review": 1})
    told = accuracy.tables({("group: ruled", accuracy.OURS): score})
    assert "99999 (99.99 %)" in told
    assert "| 99.9 % |" in told
