"""What stands on a layer that is not shown is not believed."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from pipeline.extract import extract
from tests.extract.test_annotations import table


def layered(usual) -> bytes:
    """A table with a figure on a layer. usual: gives how the layer is when the document is opened."""
    with pikepdf.open(io.BytesIO(table())) as opened:
        layer = opened.make_indirect(Dictionary(Type=Name.OCG, Name=String("draft")))
        opened.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=usual(layer))
        page = opened.pages[0]
        page.Resources.Properties = Dictionary(L=layer)
        page.contents_add(b"/OC /L BDC BT /F1 11 Tf 210 665 Td (57) Tj ET EMC")
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("usual", "hidden"),
    [
        (lambda layer: Dictionary(OFF=Array([layer])), (1,)),
        (lambda _: Dictionary(BaseState=Name.OFF), (1,)),
        (lambda layer: Dictionary(ON=Array([layer]), OFF=Array([])), ()),
        (lambda _: Array([]), ()),
    ],
    ids=["off", "all off", "on", "broken"],
)
@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_pages_of_a_document_with_hidden_layers_are_read_from_their_pixels(usual, hidden, reader):
    assert extract(layered(usual), reader).hidden_pages == hidden


def test_what_a_hidden_layer_says_is_not_read_from_pixels():
    (found,) = extract(layered(lambda layer: Dictionary(OFF=Array([layer]))), "ocr").tables
    assert [cell.text for cell in found.cells] == ["1234", "5678", "90", ""]
