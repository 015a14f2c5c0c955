"""The ways to read a PDF whose cost is compared: PDFium's bare text, whole reports, other libraries' tables."""

from __future__ import annotations

import ctypes
import io
import logging
import tempfile
import warnings
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from pipeline import publish
from pipeline.documents import Document, Given
from pipeline.extract import reader_pdfium
from pipeline.form import load_forms
from pipeline.report import Report, catalogue, read_document
from pipeline.settings import load_settings

_SETTINGS = load_settings()
_FIRST = _SETTINGS.model_copy(update={"readers": _SETTINGS.readers[:1]})


class Way(NamedTuple):
    """A way to read one document. `every`: only each so manieth document of a corpus is read by it, where it is slow;
    `after` is done once with all that was read, and shared by all documents.
    """

    name: str
    read: Callable[[bytes], object]
    every: int = 1
    after: Callable[[Sequence[object]], None] | None = None


def bare_text(document: bytes) -> None:
    """The least that can be done: PDFium loads every page and its text."""
    with closing(pdfium.PdfDocument(document)) as pdf:
        for index in range(len(pdf)):
            with closing(pdf[index]) as page, closing(page.get_textpage()) as text_page:
                text_page.get_text_range()


def text_and_boxes(document: bytes) -> None:
    """PDFium's text, and the box of every character, by plain calls that keep nothing."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    with closing(pdfium.PdfDocument(document)) as pdf:
        for index in range(len(pdf)):
            with closing(pdf[index]) as page, closing(page.get_textpage()) as text_page:
                text_page.get_text_range()
                for number in range(c.FPDFText_CountChars(text_page.raw)):
                    c.FPDFText_GetCharBox(text_page.raw, number, left, right, bottom, top)


def first_reader(document: bytes) -> tuple[Report, ...]:
    """From bytes to verdict with the first reader alone."""
    return read_document(document, "report.pdf", _FIRST)


def all_readers(document: bytes) -> tuple[Report, ...]:
    """From bytes to verdict with the default readers: others are asked where there is doubt."""
    return read_document(document, "report.pdf", _SETTINGS)


def written(found: Sequence[object]) -> None:
    """Write what was read as a dataset, each document once."""
    rows = {read[0].document_id: publish.result(read, catalogue()) for read in found if isinstance(read, tuple)}
    given = [Given(identity, Document.of(Path(f"{identity}.pdf")), (identity,)) for identity in rows]
    with tempfile.TemporaryDirectory() as folder:
        place = publish.place_of(folder)
        place.prepare()
        tables = publish.dataset_of(publish.table(list(rows.values())), given, catalogue())
        publish.write([tables], place, load_forms())


def pdfplumber_tables(document: bytes) -> None:
    """Every page through pdfplumber's extract_tables."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it says the same of every font without a box
    with pdfplumber.open(io.BytesIO(document)) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def camelot_tables(document: bytes) -> None:
    """Every page through camelot's lattice."""
    import camelot

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        camelot.read_pdf(document, pages="all", flavor="lattice", suppress_stdout=True)


def pymupdf_tables(document: bytes) -> None:
    """Every page through PyMuPDF's find_tables. AGPL: for comparison only."""
    import pymupdf

    with pymupdf.open(stream=document, filetype="pdf") as pdf:
        for page in pdf:
            for table in page.find_tables().tables:
                table.extract()


def oxide_tables(document: bytes) -> None:
    """Every page through pdf_oxide's extract_tables."""
    from pdf_oxide import PdfDocument

    pdf = PdfDocument.from_bytes(document)
    for index in range(pdf.page_count()):
        pdf.extract_tables(index)


@cache
def _rapidocr() -> Any:
    """RapidOCR as it comes, on one thread: more of them spend processor time on waiting for each other."""
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    return RapidOCR(params={"Global.log_level": "critical", **threads})


def rapidocr_pages(document: bytes) -> None:
    """Every page, rendered at 200 dpi, through RapidOCR: boxes of text and what they say, no tables."""
    with closing(pdfium.PdfDocument(document)) as pdf:
        for index in range(len(pdf)):
            with closing(pdf[index]) as page:
                _rapidocr()(np.ascontiguousarray(page.render(scale=200 / 72, rev_byteorder=False).to_numpy()[..., :3]))


TEXT = "PDFium, text of all pages"
RAPIDOCR = "RapidOCR, all pages at 200 dpi"
READ = "gongkai, bytes to verdict"
SCANS = (Way(RAPIDOCR, rapidocr_pages), Way(READ, all_readers))
"""How a scan can be read."""
WHOLE = "gongkai, bytes to verdict and dataset"
PDFPLUMBER = "pdfplumber, extract_tables"
DIGITAL = (
    Way(TEXT, bare_text),
    Way("PDFium, text and the box of each character", text_and_boxes),
    Way("gongkai, first reader, bytes to tables", reader_pdfium.read),
    Way("gongkai, first reader, bytes to verdict", first_reader),
    Way("gongkai, default readers, bytes to verdict", all_readers),
    Way(WHOLE, all_readers, after=written),
    Way("pdf_oxide, extract_tables", oxide_tables),
    Way("PyMuPDF, find_tables", pymupdf_tables, every=12),
    Way(PDFPLUMBER, pdfplumber_tables),
    Way("camelot, lattice", camelot_tables, every=12),
)
"""How a digital report can be read, the least first."""
