"""One report by each route: what the page's text says is what the facts say. Starts each program once."""

import io
import re
from collections import Counter
from dataclasses import replace
from random import Random

import pikepdf
import pypdfium2
import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from corpus import leaves, overlay, raster
from corpus.browser import Browser, PrintingFailedError
from corpus.document import Cell, Document, Grid, Text
from corpus.facts import MATRIX, random_facts
from corpus.garble import foreign, mapped, swapped, twice, without_map
from corpus.layout import Wording, document
from corpus.manuscript import Manuscript
from corpus.press import Press
from corpus.raster import Scan
from corpus.sample import Sample
from corpus.switches import Switches
from corpus.web import Sheet
from corpus.whole import lost

FACTS = random_facts(Random(21), scale=4000)
SAMPLES = {
    "drawn": Sample(FACTS, Switches(edges="three", clipped=True, number_style="{n} / {total}")),
    "typed": Sample(FACTS, Manuscript(lines="double", vertical="rotated", number_style="{n} / {total}")),
    "printed": Sample(FACTS, Sheet(lines="dashed", edges="no sides"), Wording(title_picture=True)),
}


@pytest.fixture(scope="module")
def pdfs(typefaces, office, browser):
    with Press() as press:
        jobs = [(sample.document, sample.look) for sample in SAMPLES.values()]
        return dict(zip(SAMPLES, press.printed(jobs), strict=True))


def text(pdf):
    with pypdfium2.PdfDocument(pdf) as opened:
        return "\n".join(page.get_textpage().get_text_range() for page in opened)


def pictures(pdf, scale=1.0):
    with pypdfium2.PdfDocument(pdf) as opened:
        return [page.render(scale=scale).to_pil().convert("L") for page in opened]


def alike(one, other, shade=90):
    return all(
        first.size == second.size
        and sum(abs(a - b) > shade for a, b in zip(first.tobytes(), second.tobytes(), strict=True)) < 40
        for first, second in zip(pictures(one), pictures(other), strict=True)
    )


@pytest.mark.parametrize("route", SAMPLES)
def test_every_figure_stands_on_the_pages(route, pdfs):
    found = Counter(text(pdfs[route]).split())
    for line in FACTS.figures[MATRIX].values():
        for value in line.values():
            assert found[str(value)], value


@pytest.mark.parametrize("route", SAMPLES)
def test_the_same_document_comes_out_in_the_same_bytes(route, pdfs):
    with Press() as press:
        assert press.printed([(SAMPLES[route].document, SAMPLES[route].look)]) == [pdfs[route]]


def test_a_picture_of_a_title_is_no_text(pdfs):
    assert FACTS.title not in text(pdfs["printed"]).replace("\r\n", "")


@pytest.mark.parametrize(
    "spoil", [without_map, lambda pdf: mapped(pdf, foreign), lambda pdf: mapped(pdf, swapped("07"))]
)
@pytest.mark.parametrize("route", SAMPLES)
def test_spoiled_text_looks_as_before(route, spoil, pdfs):
    spoiled = spoil(pdfs[route])
    assert text(spoiled) != text(pdfs[route])
    assert alike(spoiled, pdfs[route])


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: leaves.turned(pdf, 90),
        lambda pdf: leaves.turned(pdf, 180),
        lambda pdf: leaves.turned(pdf, 270),
        lambda pdf: leaves.cropped(pdf, 30, 40, 5),
        leaves.locked,
        lambda pdf: twice(pdf, 0.0),
        leaves.with_wrong_offsets,
        lambda pdf: overlay.with_unseen_words(pdf, Random(1)),
    ],
)
def test_sheets_turned_or_cropped_or_locked_look_as_before(change, pdfs):
    changed = change(pdfs["drawn"])
    assert changed != pdfs["drawn"]
    assert changed == change(pdfs["drawn"])
    assert alike(changed, pdfs["drawn"])


@pytest.mark.parametrize("scale", [1.0, 0.8])
def test_sheets_of_two_pages_show_the_whole_of_a_page_that_lies_across(scale):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.showPage()
    canvas.setPageSize(landscape(A4))
    canvas.drawString(landscape(A4)[0] - 60, 20, "figures")
    canvas.save()
    (sheet,) = pypdfium2.PdfDocument(leaves.two_a_sheet(out.getvalue(), scale))
    page = sheet.get_textpage()
    _, _, right, top = page.get_rect(0) if page.count_rects() else (0, 0, 0, 0)
    assert page.get_text_range() == "figures"
    assert sheet.get_width() / 2 < right < sheet.get_width()
    assert 0 < top < sheet.get_height()


def test_scans_are_images_of_the_pages_and_the_same_each_time(pdfs):
    scan = Scan(60, "bilevel", skew=1.0, specks=0.001)
    made = raster.scanned(pdfs["drawn"], scan, Random(4))
    assert made == raster.scanned(pdfs["drawn"], scan, Random(4))
    assert not text(made).strip()
    assert len(pictures(made)) == len(pictures(pdfs["drawn"]))


def test_wrong_text_over_a_scan_is_found_and_is_wrong(pdfs):
    scan = Scan(60, misread=raster.Misread(wrong=1.0))
    made = raster.scanned(pdfs["drawn"], scan, Random(4))
    assert made == raster.scanned(pdfs["drawn"], scan, Random(4))
    digits = [re.sub(r"\D", "", text(pdf)) for pdf in (made, pdfs["drawn"])]
    assert "政府信息公开" in text(made)
    assert digits[0] != digits[1]


def test_outlines_look_like_the_text_that_they_stand_for(typefaces):
    from corpus.draw import render

    written = document(FACTS, Wording(short=True))
    drawn = render(written, Switches(curves=True))
    assert not text(drawn).strip()
    assert len(pictures(drawn)) == len(pictures(render(written)))


def test_seals_and_watermarks_are_seen(pdfs):
    for change in (
        lambda pdf: overlay.sealed(pdf, FACTS.issuer, 1, (0.5, 0.5), Random(1)),
        lambda pdf: overlay.watermarked(pdf, FACTS.issuer),
    ):
        assert change(pdfs["drawn"]) == change(pdfs["drawn"])
        assert not alike(change(pdfs["drawn"]), pdfs["drawn"], 20)


def test_some_pages_come_from_another_file(pdfs):
    scan = raster.scanned(pdfs["drawn"], Scan(40), Random(1))
    mixed = leaves.partly(pdfs["drawn"], scan, [1, 9])
    with pypdfium2.PdfDocument(mixed) as opened:
        counts = [page.get_textpage().count_chars() for page in opened]
    assert counts[1] == 0 < counts[0]
    assert len(counts) == len(pictures(pdfs["drawn"]))


@pytest.mark.parametrize("route", SAMPLES)
def test_no_word_of_the_document_is_lost(route, pdfs):
    assert lost(SAMPLES[route].document, pdfs[route]) == ""


def test_lost_words_are_told(pdfs):
    written = SAMPLES["drawn"].document
    more = replace(written, blocks=(*written.blocks, Text("paragraph", "龘龘 8")))
    assert sorted(lost(more, pdfs["drawn"]).replace("8", "")) == ["龘", "龘"]


def test_a_document_that_is_lost_from_is_set_anew_and_no_other(monkeypatch):
    runs = []

    def render_many(jobs):
        runs.append([look.prose_size for _, look in jobs])
        return [f"{document.running_head} {len(runs)}".encode() for document, _ in jobs]

    monkeypatch.setattr("corpus.press.word.render_many", render_many)
    monkeypatch.setattr("corpus.press.lost", lambda document, pdf: "x" if pdf == b"two 1" else "")
    with Press() as press:
        made = press.printed([(Document((), running_head=name), Manuscript()) for name in ("one", "two", "three")])
    assert made == [b"one 1", b"two 2", b"three 1"]
    assert runs == [[14.0, 14.0, 14.0], [14.5]]


def test_what_stays_lost_is_set_with_all_text_running_across(monkeypatch):
    cell = Cell("text", 0, 0, vertical=True)
    document = Document((Grid("applications", (cell,), (1.0,), ("",)),))
    monkeypatch.setattr("corpus.press.word.render_many", lambda jobs: [repr(job[0]).encode() for job in jobs])
    monkeypatch.setattr("corpus.press.lost", lambda document, pdf: "x" if b"vertical=True" in pdf else "")
    with Press() as press:
        (made,) = press.printed([(document, Manuscript())])
    assert b"vertical=False" in made


@pytest.mark.parametrize("fails", ["wholly", "empty page", "last page lost"])
def test_what_the_browser_does_not_print_or_leaves_out_is_printed_again(monkeypatch, pdfs, fails):
    """As happens after many other pages, or when the machine is busy."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdfs["drawn"])) as part:
        if fails == "empty page":
            part.add_blank_page()
        del part.pages[-1 if fails == "last page lost" else slice(0, -1)]
        part.save(out)
    answers = iter([None if fails == "wholly" else out.getvalue(), pdfs["drawn"]])

    def render(*_):
        answer = next(answers)
        if answer is None:
            raise PrintingFailedError("Printing failed")
        return answer

    monkeypatch.setattr(Browser, "render", render)
    with Press() as press:
        assert press.printed([(Sample(FACTS, Sheet(), Wording()).document, Sheet())]) == [pdfs["drawn"]]


def test_a_document_without_a_word_is_printed_as_it_is(monkeypatch):
    """An empty page is what the document is, not what the browser lost."""
    out = io.BytesIO()
    with pikepdf.new() as empty:
        empty.add_blank_page()
        empty.save(out)
    monkeypatch.setattr(Browser, "render", lambda *_: out.getvalue())
    with Press() as press:
        assert press.printed([(Document((Text("paragraph", ""),)), Sheet())]) == [out.getvalue()]
