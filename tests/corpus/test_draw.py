import re
from random import Random

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics

from corpus.catalogue import SAMPLES
from corpus.document import Grid, Text
from corpus.draw import render
from corpus.facts import random_facts
from corpus.fonts import font
from corpus.layout import document
from corpus.switches import Switches


def characters(pdf):
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in opened)
    finally:
        opened.close()


def test_the_same_document_gives_the_same_bytes(typefaces):
    written = document(random_facts(Random(5)))
    assert render(written) == render(written)


@pytest.mark.parametrize(
    "switches",
    [
        Switches(),
        Switches(lines="boxes", vertical="rotated", repeat_header=True),
        Switches(lines="rectangles", landscape=True, split_rows=True),
        Switches(lines="none", running_head=True),
        Switches(face="unembedded", bold="unembedded"),
    ],
)
def test_the_text_can_be_read_back(switches, request):
    if switches.face != "unembedded":
        request.getfixturevalue("typefaces")
    written = document(random_facts(Random(5)))
    found = characters(render(written, switches))
    for block in written.blocks:
        if isinstance(block, Text):
            assert set(block.text) - set(found) - {" "} == set()
        elif isinstance(block, Grid):
            printed = sorted("".join(cell.text for cell in block.cells if not cell.vertical))
            assert all(found.count(one) >= printed.count(one) for one in set(printed) if not one.isspace())


def test_the_typefaces_have_every_character_that_is_drawn(typefaces):
    for sample in (one for one in SAMPLES if isinstance(one.look, Switches)):
        used = {True: set(), False: set()}
        for block in sample.document.blocks:
            if isinstance(block, Text):
                used[block.kind in ("title", "heading")] |= set(block.text)
            elif isinstance(block, Grid):
                for cell in block.cells:
                    used[cell.bold] |= set(cell.text)
        for bold, text in used.items():
            known = pdfmetrics.getFont(font(sample.look.bold if bold else sample.look.face)).face.charToGlyph
            assert {one for one in text if ord(one) not in known} - {"\n"} == set()
