import csv
import json

import pytest

from corpus.kinds import chosen, plan
from corpus.make import BATCH, finished, made, main
from corpus.press import Press
from corpus.recipes import KINDS
from pipeline.form import load_forms

DRAWN = ["outlines", "no bytes", "no pages"]
"""Kinds that need neither word processor nor browser."""


def test_the_command_writes_documents_truths_and_an_index(typefaces, tmp_path, capsys):
    arguments = ["--count", "3", "--seed", "5", "--out", str(tmp_path)]
    assert main([*arguments, *(word for kind in DRAWN for word in ("--kind", kind))]) == 0
    assert "3 documents" in capsys.readouterr().out
    with (tmp_path / "index.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == sorted(file.name for file in tmp_path.glob("*.pdf"))
    for row in rows:
        stem = row["name"].removesuffix(".pdf")
        truths = json.loads((tmp_path / f"{stem}.truth.json").read_text(encoding="utf-8"))
        assert len(truths) == int(row["reports"])
        assert row["kind"] in DRAWN
        assert row["group"] == KINDS[row["kind"]].group


def test_documents_are_the_same_each_time_however_many_are_made(typefaces):
    first = list(made(3, 3, kinds=DRAWN))
    assert first == list(made(3, 3, kinds=DRAWN))
    assert first[1:2] == list(made(3, 1, kinds=DRAWN, first=1))
    assert len(first) < BATCH


def test_a_plan_that_is_drawn_needs_no_other_program(typefaces):
    with Press() as press:
        (one,) = finished([plan(1, 0, chosen(["outlines"]))], press)
    assert one.data.startswith(b"%PDF")
    assert one.group == "garbage text"


def test_truths_name_figures_of_the_form():
    for number in range(40):
        for truth in plan(9, number).truths:
            for table, rows in truth["figures"].items():
                form = load_forms()[truth.get("forms", {}).get(table, truth["form"])].tables[table]
                assert all(set(line) == set(form.rows[row].columns) for row, line in rows.items())


def test_a_missing_program_is_named(typefaces, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert main(["--count", "8", "--kind", "plain", "--out", str(tmp_path)]) == 1
    assert "apt install" in capsys.readouterr().err


def test_kinds_that_do_not_exist_are_refused(tmp_path):
    with pytest.raises(SystemExit):
        main(["--kind", "no such kind", "--out", str(tmp_path)])
