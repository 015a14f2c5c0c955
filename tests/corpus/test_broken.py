from random import Random

import pypdfium2
import pytest

from corpus import broken
from corpus.draw import render
from corpus.facts import random_facts
from corpus.layout import Wording, document
from corpus.switches import Switches


@pytest.fixture(scope="module")
def pdf():
    return render(
        document(random_facts(Random(1)), Wording(short=True)), Switches(face="unembedded", bold="unembedded")
    )


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_of_a_file_cut_short_nobody_can_read_a_word(pdf, share):
    cut = broken.cut_short(pdf, share)
    assert pdf.startswith(cut)
    assert not broken._has_text(cut)


@pytest.mark.parametrize(
    "breaking", [broken.damaged, broken.secret, broken.without_pages, broken.nothing, broken.web_page, broken.image]
)
def test_broken_files_hold_nothing_to_read_and_are_the_same_each_time(pdf, breaking):
    made = breaking(pdf)
    assert made == breaking(pdf)
    assert not broken._has_text(made)


def test_a_locked_file_opens_with_its_password(pdf):
    opened = pypdfium2.PdfDocument(broken.secret(pdf), password="secret")
    assert len(opened) > 0
    opened.close()
