"""Whether a PDF is whole. PDFium reads on over what is broken and says nothing; qpdf tells.

A page whose stream breaks off looks like one whose cells are blank, so that a loss would pass for a fact.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import pikepdf

from pipeline.extract.annotations import has_annotations
from pipeline.extract.layers import has_hidden_layers
from pipeline.extract.limits import NORMAL, Limits, check_forms, check_image, entry, packed, unpacks_whole
from pipeline.extract.model import Damage

_FORM, _IMAGE = pikepdf.Name.Form, pikepdf.Name.Image
_SAY_NOTHING = ("/Metadata", "/EmbeddedFile", "/XRef", "/ObjStm")
"""Types of streams that have no part in what a page shows."""
_BROKEN = (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError, AttributeError, RuntimeError)
_HOLE = bytes(8)
"""Zeros in the middle of a page's instructions are what a bad disk or a download that broke off leaves."""
_OPERANDS = {
    **dict.fromkeys(("b", "B", "b*", "B*", "BT", "BX", "EMC", "ET", "EX", "f", "F", "f*", "h", "n", "q", "Q"), 0),
    **dict.fromkeys(("s", "S", "T*", "W", "W*"), 0),
    **dict.fromkeys(("BMC", "CS", "cs", "Do", "G", "g", "gs", "i", "J", "j", "M", "MP", "ri", "sh"), 1),
    **dict.fromkeys(("Tc", "Tj", "TJ", "TL", "Tr", "Ts", "Tw", "Tz", "w", "'"), 1),
    **dict.fromkeys(("BDC", "d", "d0", "DP", "l", "m", "Td", "TD", "Tf"), 2),
    **dict.fromkeys(("RG", "rg", '"'), 3),
    **dict.fromkeys(("K", "k", "re", "v", "y"), 4),
    **dict.fromkeys(("c", "cm", "d1", "Tm"), 6),
}
"""The instructions of a page and how many operands each has, but for those that may have any number."""
_ANY_NUMBER = frozenset({"SC", "sc", "SCN", "scn", "INLINE IMAGE"})
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # what it would log is the result here


class Examined(NamedTuple):
    """What is broken in a PDF: a stream that its pages are made of, only the file's structure, which readers mend, or
    nothing; whether annotations show text on its pages; and whether it has layers that are not shown.
    """

    damage: Damage
    annotated: bool = False
    layered: bool = False


def examined(document: bytes, limits: Limits = NORMAL) -> Examined:
    """What a PDF is like. Raises UnreadableError where it is made of more than it may be."""
    try:
        with _opened(document) as pdf:
            streams = [(one, entry(one, "/Subtype")) for one in pdf.objects if isinstance(one, pikepdf.Stream)]
            forms = [one for one, subtype in streams if subtype == _FORM]
            if forms:
                check_forms(pdf)
            whole = [_whole(one, subtype, limits) for one, subtype in streams]
            warnings = pdf.get_warnings()
            in_order = all(_in_order(*one) for one in _contents(pdf, forms)) and not pdf.get_warnings()
            damage: Damage = "content" if not (all(whole) and in_order) else "structure" if warnings else "none"
            return Examined(damage, has_annotations(pdf), has_hidden_layers(pdf))
    except _BROKEN:
        return Examined("content")


@contextmanager
def _opened(document: bytes) -> Iterator[pikepdf.Pdf]:
    """A PDF as qpdf opens it, from a file: from Python's memory it reads three times as slowly."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(document)
        file.flush()
        with pikepdf.open(file.name) as pdf:
            yield pdf


def _whole(stream: pikepdf.Stream, subtype: pikepdf.Object | None, limits: Limits) -> bool:
    """Whether a stream is as whole as matters; images are not unpacked."""
    if subtype == _IMAGE:
        check_image(stream, limits)
        return True
    kind = entry(stream, "/Type")
    return (kind is not None and str(kind) in _SAY_NOTHING) or unpacks_whole(stream, limits)


def _contents(
    pdf: pikepdf.Pdf, forms: Iterable[pikepdf.Stream]
) -> Iterator[tuple[pikepdf.Page | pikepdf.Stream, list[pikepdf.Stream]]]:
    """The pages and forms whose instructions, or some of them, have no checksum; with the streams that hold them."""
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        listed = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        parts = [part for part in listed if isinstance(part, pikepdf.Stream)]
        if not all(packed(part) for part in parts):
            yield page, parts
    yield from ((form, [form]) for form in forms if not packed(form))


def _in_order(content: pikepdf.Page | pikepdf.Stream, streams: Sequence[pikepdf.Stream]) -> bool:
    """Whether the instructions of a page or form are such that a viewer passes over none of them."""
    instructions = list(pikepdf.parse_content_stream(content))
    if any(isinstance(one, pikepdf.ContentStreamInlineImage) for one in instructions):
        holed = False  # an image may be black
    else:
        holed = any(_HOLE in stream.read_bytes().strip(b"\0") for stream in streams)
    return not holed and all(_is_known(one) for one in instructions)


def _is_known(instruction: pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage) -> bool:
    name = str(instruction.operator)
    return name in _ANY_NUMBER or _OPERANDS.get(name) == len(instruction.operands)
