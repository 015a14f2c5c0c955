"""Small documents for tests: real PDFs, made on the spot, and broken ones."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from random import Random

import pikepdf
import pyarrow as pa
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus import draw, layout
from corpus.facts import Facts, random_facts
from corpus.switches import Switches
from corpus.truth import truth
from pipeline import publish
from pipeline.documents import Document, Given
from pipeline.publish import Dataset
from pipeline.report import Report, catalogue, read_document
from pipeline.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "data" / "samples"
PLAIN = Switches(face="unembedded", bold="unembedded")
FAST = load_settings().model_copy(update={"readers": ("pdfium", "pdfplumber"), "workers": 2})


@cache
def facts(seed: int = 1, form: str = "2021") -> Facts:
    return random_facts(Random(seed), form)


@cache
def _plain_pdf(seed: int, form: str) -> bytes:
    return draw.render(layout.document(facts(seed, form)), PLAIN)


def report_pdf(seed: int = 1, form: str = "2021", switches: Switches = PLAIN) -> bytes:
    return _plain_pdf(seed, form) if switches is PLAIN else draw.render(layout.document(facts(seed, form)), switches)


def worded_pdf(seed: int = 1, form: str = "2021", switches: Switches = PLAIN, **wording: object) -> bytes:
    """A report that prints something else than the form's words or plain figures: see corpus.layout.Wording."""
    return draw.render(layout.document(facts(seed, form), layout.Wording(**wording)), switches)


def expected(seed: int = 1, form: str = "2021") -> dict[tuple[str, str, str], float | None]:
    return flat(truth(facts(seed, form)))


def flat(known: dict) -> dict[tuple[str, str, str], float | None]:
    return {
        (table, row, column): value
        for table, rows in known["figures"].items()
        for row, columns in rows.items()
        for column, value in columns.items()
    }


@cache
def read(seed: int = 1, form: str = "2021") -> Report:
    (report,) = read_document(report_pdf(seed, form), f"report-{seed}.pdf", FAST)
    return report


def rows_of(*reports: Report) -> tuple[pa.Table, list[Given]]:
    """Reports, each of a document of its own, as results in the order of the dataset, and how they were given."""
    ordered = sorted(reports, key=lambda report: (report.file_name, report.document_id))
    names = [Document(report.file_name, report.file_name) for report in ordered]
    given = [
        Given(report.document_id, document, document.whence) for report, document in zip(ordered, names, strict=True)
    ]
    return publish.table([publish.result([report], catalogue()) for report in ordered]), given


def dataset(*reports: Report, year: int | None = None) -> Dataset:
    """The tables for reports, each of a document of its own."""
    return publish.dataset_of(*rows_of(*reports), catalogue(), year)


def prose_pdf() -> bytes:
    """A foreign document: text, and a ruled table that is none of the form's."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawString(72, 780, "Minutes of the annual meeting")
    canvas.grid([72, 200, 330], [500, 520, 540])
    canvas.drawString(80, 525, "members")
    canvas.drawString(210, 525, "42")
    canvas.save()
    return out.getvalue()


def empty_pages_pdf(pages: int = 1) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for _ in range(pages):
        canvas.rect(100, 100, 200, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def scanned(text: str = "") -> bytes:
    """A page that is an image, with a little text over it."""
    out = io.BytesIO()
    canvas = Canvas(out, A4, invariant=1)
    canvas.drawImage(ImageReader(Image.new("L", (40, 60), 200)), 0, 0, *A4)
    canvas.drawString(300, 20, text)
    canvas.save()
    return out.getvalue()


def encrypted_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(prose_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user="secret"))
    return out.getvalue()


def settings(**changes: object) -> Settings:
    return FAST.model_copy(update=changes)
