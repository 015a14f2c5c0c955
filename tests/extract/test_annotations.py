"""What is written over the pages of a document is read as what is printed on them."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from pipeline.extract import extract
from pipeline.extract.soundness import examined
from tests.extract.drawing import small_table


def table(paint=lambda canvas: None) -> bytes:
    return small_table("", paint)


def texts(document: bytes) -> list[str]:
    (found,) = extract(document, "pdfium").tables
    return [cell.text for cell in found.cells]


def annotated(kind="/FreeText", flags=4, content="BT /F0 11 Tf 10 5 Td (57) Tj ET", **more) -> bytes:
    """A table with an annotation in its last, blank cell."""
    with pikepdf.open(io.BytesIO(table())) as opened:
        font = opened.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        looks: dict[str, object] = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, 100, 20]}
        if "F0" in content:
            looks["Resources"] = Dictionary(Font=Dictionary(F0=font))
        look = opened.make_stream(content.encode(), **looks)
        annotation = {"Type": Name.Annot, "Subtype": Name(kind), "Rect": [200, 660, 300, 680], "F": flags, **more}
        opened.pages[0].Annots = Array([opened.make_indirect(Dictionary(**annotation, AP=Dictionary(N=look)))])
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


@pytest.mark.parametrize("reader", ["pdfium", "oxide", "pdfplumber", "camelot"])
def test_a_figure_in_a_text_box_is_in_the_cell_where_it_shows(reader):
    (found,) = extract(annotated(), reader).tables
    last = found.cells[-1]
    assert [cell.text for cell in found.cells] == ["1234", "5678", "90", "57"]
    assert last.box == pytest.approx((200, 842 - 680, 300, 842 - 660), abs=1.5)


def test_a_text_box_within_a_form_is_read_too():
    document = annotated(kind="/Stamp")
    with pikepdf.open(io.BytesIO(document)) as opened:
        look = opened.pages[0].Annots[0].AP.N
        outer = opened.make_stream(b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 100, 20])
        outer.Resources = Dictionary(XObject=Dictionary(X=look))
        opened.pages[0].Annots[0].AP.N = outer
        out = io.BytesIO()
        opened.save(out)
    assert texts(out.getvalue())[-1] == "57"


@pytest.mark.parametrize("looks", [True, False])
def test_what_the_fields_of_a_form_hold_is_read(looks):
    def field(canvas):
        canvas.acroForm.textfield(value="57", x=210, y=662, width=80, height=16, fontSize=10, borderWidth=0)

    document = table(field)
    if not looks:
        with pikepdf.open(io.BytesIO(document)) as opened:
            opened.Root.AcroForm.NeedAppearances = True
            for annotation in opened.pages[0].Annots:
                del annotation.AP
            out = io.BytesIO()
            opened.save(out)
            document = out.getvalue()
    assert texts(document) == ["1234", "5678", "90", "57"]


@pytest.mark.parametrize("flags", [2, 32, 4 | 2])
def test_what_no_screen_shows_is_not_read(flags):
    assert texts(annotated(flags=flags)) == ["1234", "5678", "90", ""]


def test_a_state_of_a_field_that_is_not_chosen_is_not_read():
    document = annotated(AS=Name.Off)
    with pikepdf.open(io.BytesIO(document)) as opened:
        annotation = opened.pages[0].Annots[0]
        annotation.AP.N = Dictionary(Yes=annotation.AP.N)
        out = io.BytesIO()
        opened.save(out)
    assert texts(out.getvalue())[-1] == ""


@pytest.mark.parametrize(
    "document",
    [
        table(),
        table(lambda canvas: canvas.linkURL("https://x.example", (0, 0, 9, 9))),
        annotated(content="0 0 9 9 re f"),
    ],
    ids=["none", "link", "no words"],
)
def test_documents_without_written_annotations_are_left_as_they_are(document):
    assert not examined(document).annotated


@pytest.mark.parametrize("broken", [7, Name.X, Array([]), Dictionary(N=Name.X), Dictionary(N=Dictionary(Yes=3))])
def test_annotations_that_are_none_harm_nothing(broken):
    with pikepdf.open(io.BytesIO(annotated())) as opened:
        opened.pages[0].Annots = Array([Dictionary(AP=broken, AS=Name.Yes, F=Name.X), 3, Name.X])
        opened.Root.AcroForm = 3
        out = io.BytesIO()
        opened.save(out)
    assert examined(out.getvalue()) == ("none", False, False)
    assert texts(out.getvalue()) == ["1234", "5678", "90", ""]
