"""Layers of a document that a viewer does not show; readers of text see what is on them all the same."""

from __future__ import annotations

import pikepdf

_OFF = pikepdf.Name.OFF


def has_hidden_layers(pdf: pikepdf.Pdf) -> bool:
    """Whether some layers (optional content groups) are off when the document is opened."""
    layers = pdf.Root.get("/OCProperties")
    usual = layers.get("/D") if isinstance(layers, pikepdf.Dictionary) else None
    if not isinstance(usual, pikepdf.Dictionary):
        return False
    off = usual.get("/OFF")
    return (isinstance(off, pikepdf.Array) and len(off) > 0) or usual.get("/BaseState") == _OFF
