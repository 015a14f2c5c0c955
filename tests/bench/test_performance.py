"""What `make bench` measures has its place in the page, and its corpus is what the page says."""

from collections import Counter
from dataclasses import replace

import pytest

from bench import performance
from bench.performance import PAGE, SECTIONS, SOUND, Given, digital_corpus, put
from bench.ways import PDFPLUMBER, TEXT, WHOLE, Way, bare_text
from corpus.made import Made
from corpus.recipes import KINDS
from tests.making import empty_pages_pdf, read, report_pdf


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_has_its_marks_in_the_page(name):
    page = PAGE.read_text(encoding="utf-8")
    assert put(put(page, name, "| other |\n"), name, "| a |\n").count("| a |") == 1


def test_a_section_replaces_what_stood_between_its_marks_and_nothing_else():
    page = "before\n<!-- bench: x -->\nold\n<!-- end: x -->\nafter\n<!-- bench: y -->\nold\n<!-- end: y -->\n"
    assert put(page, "x", r"new \1" + "\n") == page.replace("old", r"new \1", 1)
    with pytest.raises(ValueError, match="z"):
        put(page, "z", "")


def test_one_report_of_twelve_in_the_corpus_has_wrong_sums():
    made = list(digital_corpus(12, 5))
    kinds = Counter(one.kind for one in made)
    assert kinds["wrong sums"] == 1
    assert kinds.total() == 12
    assert all(KINDS[kind].group == "ruled" for kind in SOUND)
    assert all(one.data.startswith(b"%PDF") and len(one.truths) == 1 for one in made)


def test_each_document_is_read_once_a_round_and_counted_by_its_verdict(monkeypatch):
    sound, doubtful = report_pdf(), empty_pages_pdf()
    asked = []

    def reports(document):
        asked.append(document)
        return (read(1) if document == sound else replace(read(1), verdict="needs_review"),)

    ways = [Way(TEXT, bare_text), Way(WHOLE, bare_text), Way(PDFPLUMBER, bare_text)]
    monkeypatch.setattr(performance, "all_readers", reports)
    monkeypatch.setattr(performance, "DIGITAL", ways)
    corpus = [Made("report.pdf", data, "plain", "ruled", (), ()) for data in (sound, doubtful)]
    monkeypatch.setattr(performance, "digital_corpus", lambda *_: corpus)
    text = SECTIONS["digital"](Given(2, 2, 1))
    assert asked == [sound, doubtful] * 3  # the first to warm up
    assert "The 1 that are verified or inconsistent" in text
    assert "- 0 are inconsistent, 1 need review." in text
