import json
from pathlib import Path

import pdfplumber
import pytest

from corpus import draw, word
from corpus.catalogue import SAMPLES
from corpus.layout import Wording, document
from corpus.samples import main, stored_fingerprint
from corpus.switches import Switches
from pipeline.form import load_forms

FOLDER = Path(__file__).parents[2] / "data" / "samples"
DRAWN = [sample for sample in SAMPLES if isinstance(sample.look, Switches)]


def on_pages(file):
    """Where every character and line stands: what must not change when another version of a library writes the file."""
    with pdfplumber.open(file) as pdf:
        return [
            (
                page.width,
                page.height,
                [(c["text"], round(c["x0"]), round(c["top"])) for c in page.chars],
                len(page.edges),
            )
            for page in pdf.pages
        ]


def test_the_folder_holds_the_samples_and_nothing_else():
    names = {file.name for file in FOLDER.iterdir()}
    assert names == {f"{sample.id}{end}" for sample in SAMPLES for end in (".pdf", ".truth.json")}
    assert all(file.stat().st_size < 160_000 for file in FOLDER.iterdir())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_committed_files_are_what_the_generator_makes(sample):
    assert (FOLDER / f"{sample.id}.truth.json").read_text(encoding="utf-8") == sample.truth()
    assert stored_fingerprint(FOLDER / f"{sample.id}.pdf") == sample.fingerprint


@pytest.mark.parametrize("sample", DRAWN, ids=lambda sample: sample.id)
def test_committed_drawings_are_byte_equal_to_new_ones(sample, typefaces, tmp_path):
    new = tmp_path / "new.pdf"
    new.write_bytes(sample.pdf())
    committed = FOLDER / f"{sample.id}.pdf"
    if new.read_bytes() != committed.read_bytes():
        assert on_pages(new) == on_pages(committed)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_truths_name_figures_of_the_form(sample):
    truth = json.loads(sample.truth())
    for table, rows in truth["figures"].items():
        form = load_forms()[truth.get("forms", {}).get(table, truth["form"])].tables[table]
        assert all(set(line) == set(form.rows[row].columns) for row, line in rows.items())


def test_the_word_processor_prints_what_the_document_says(office):
    written = document(SAMPLES[0].facts, Wording(short=True))
    pdf = word.render(written)
    assert pdf.startswith(b"%PDF")
    assert draw.fingerprint(written, word.Manuscript()).encode() in pdf


def test_the_command_needs_a_folder(capsys):
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
