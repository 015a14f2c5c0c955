"""What `make bench` measures has its place in the page, and its corpus is what the page says."""

from collections import Counter

import pytest

from bench.performance import PAGE, SECTIONS, SOUND, digital_corpus, put
from corpus.recipes import KINDS


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
