"""Characters read in bulk are those that PDFium tells one by one."""

import io
from contextlib import closing

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as c
import pytest

from pipeline.extract.pdfium_text import Characters
from tests.extract.drawing import pdf
from tests.making import SAMPLES

_MAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def
1 begincodespacerange <00> <FF> endcodespacerange
1 beginbfchar <42> <%b> endbfchar endcmap end end"""


def drawn(code: bytes) -> bytes:
    """ABC, of which the font tells that the B is another character (UTF-16 in hexadecimal digits)."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(lambda canvas: canvas.drawString(60, 700, "ABC")))) as document:
        for font in document.pages[0].Resources.Font.values():
            font.ToUnicode = document.make_stream(_MAP % code)
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "code", [b"0042", b"653F", b"D840DC00", b"0000", b"FFFE", b"FFFF", b"FFFD", b"D840", b"00660069"]
)
def test_characters_have_the_codes_that_they_have_one_by_one(code):
    assert told(drawn(code)) == one_by_one(drawn(code))


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.pdf"))[:4], ids=lambda path: path.stem)
def test_characters_of_reports_have_the_codes_that_they_have_one_by_one(path):
    assert told(path.read_bytes()) == one_by_one(path.read_bytes())


def told(document: bytes) -> list[list[int]]:
    with closing(pdfium.PdfDocument(document)) as opened:
        return [Characters(page.get_textpage()).codes for page in opened]


def one_by_one(document: bytes) -> list[list[int]]:
    with closing(pdfium.PdfDocument(document)) as opened:
        pages = [page.get_textpage().raw for page in opened]
        return [[c.FPDFText_GetUnicode(page, i) for i in range(c.FPDFText_CountChars(page))] for page in pages]
