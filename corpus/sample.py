"""A sample report as data: its facts, its words, and how it comes onto pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from corpus.document import Document, fingerprint, rewritten
from corpus.facts import Facts
from corpus.layout import Wording, document
from corpus.press import Look, Press
from corpus.truth import truth


@dataclass(frozen=True)
class Sample:
    """`look` decides the renderer: Switches are drawn, a Manuscript goes through the word processor, a Sheet is printed
    by a browser.
    """

    facts: Facts
    look: Look
    wording: Wording = field(default_factory=Wording)
    rewrite: Callable[[str], str] | None = None

    @property
    def id(self) -> str:
        """The report's id, which is its file's name too."""
        return self.facts.id

    @property
    def document(self) -> Document:
        """What is put on pages."""
        written = document(self.facts, self.wording)
        return rewritten(written, self.rewrite) if self.rewrite else written

    @property
    def fingerprint(self) -> str:
        """The digest that the PDF made of this sample holds as its subject."""
        return fingerprint(self.document, self.look)

    def pdf(self) -> bytes:
        """Make the PDF. Raises what Press.printed raises."""
        with Press() as press:
            return press.printed([(self.document, self.look)])[0]

    def stated(self) -> dict[str, object]:
        """What is true of it. Titles and issuers are truth as printed, in the report's own characters."""
        stated = truth(self.facts)
        if self.rewrite:
            stated |= {"title": self.rewrite(self.facts.title), "issuer": self.rewrite(self.facts.issuer)}
        return stated

    def truth(self) -> str:
        """Give the truth file's text."""
        return json.dumps(self.stated(), ensure_ascii=False, indent=1) + "\n"


Quirk = Callable[[Sample, Random], Sample]
"""Gives a sample one of the ways in which published reports vary; see corpus/quirks."""
