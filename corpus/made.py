"""What the corpus hands out: a document's bytes, what it is like, and what is true of every report in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Group = Literal["ruled", "few lines", "scanned", "coarse scan", "garbage text", "foreign"]
"""How a document can be read: text with ruled tables; text with no or few lines; images of at least 150 dpi, and of
less; a text layer that says something else than the page shows; and what is no report, or broken.
"""


@dataclass(frozen=True)
class Made:
    """A document with its truth.

    `name` is the file's name with its suffix; `kind` the recipe it is made by (see `recipes`), `quirks` the ways in
    which it differs from a plain report, by the names of their switches. `truths` has what is true of each report in
    it, in order, in the shape of a truth file (see `truth`); none where it holds none of the form's tables.
    """

    name: str
    data: bytes
    kind: str
    group: Group
    quirks: tuple[str, ...]
    truths: tuple[dict[str, Any], ...]
