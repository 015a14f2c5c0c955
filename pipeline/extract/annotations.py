"""What is written on a page without being part of it: text boxes, stamps with words, the fields of forms.

A viewer shows it, but no reader of text sees it: who corrects a figure, or fills in a blank form, often does it so.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from pipeline.extract.limits import forms_in
from pipeline.extract.rewritten import rewriting

_HIDDEN, _NO_VIEW = 2, 32
"""Flags of annotations that a screen does not show."""
_DEPTH = 4


def has_annotations(pdf: pikepdf.Pdf) -> bool:
    """Whether annotations show text on the pages of a document."""
    return any(_shows_text(annotation) for page in pdf.pages for annotation in _of(page)) or _lacks_looks(pdf)


def with_annotations(document: bytes) -> bytes:
    """The document with the annotations that show text as parts of their pages, and without others.

    Raises UnreadableError where qpdf fails.
    """
    with rewriting(document) as (pdf, out):
        if _lacks_looks(pdf):
            pdf.generate_appearance_streams()
        for page in pdf.pages:
            page.obj.Annots = pikepdf.Array([one for one in _of(page) if _shows_text(one)])
        pdf.flatten_annotations("screen")
    return out.getvalue()


def _of(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    annotations = page.obj.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        yield from (one for one in annotations if isinstance(one, pikepdf.Dictionary))


def _lacks_looks(pdf: pikepdf.Pdf) -> bool:
    """Whether a viewer has to find out itself how the fields of a form look."""
    form = pdf.Root.get("/AcroForm")
    return isinstance(form, pikepdf.Dictionary) and bool(form.get("/NeedAppearances", False))


def _shows_text(annotation: pikepdf.Object) -> bool:
    flags = annotation.get("/F")
    if isinstance(flags, int) and flags & (_HIDDEN | _NO_VIEW):
        return False
    looks = annotation.get("/AP")
    look = looks.get("/N") if isinstance(looks, pikepdf.Dictionary) else None
    state = annotation.get("/AS")
    if isinstance(look, pikepdf.Dictionary) and isinstance(state, pikepdf.Name):
        look = look.get(str(state))
    return isinstance(look, pikepdf.Stream) and _has_font(look, 0)


def _has_font(form: pikepdf.Object, depth: int) -> bool:
    """Whether a form, or one in it, has fonts."""
    resources = form.get("/Resources")
    if not isinstance(resources, pikepdf.Dictionary) or depth > _DEPTH:
        return False
    fonts = resources.get("/Font")
    return (isinstance(fonts, pikepdf.Dictionary) and len(fonts.keys()) > 0) or any(
        _has_font(one, depth + 1) for one in forms_in(form)
    )
