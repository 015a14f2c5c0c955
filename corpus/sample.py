"""A sample report as data: its facts, its words, and how it comes onto pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from corpus import draw, word
from corpus.document import Document, fingerprint, rewritten
from corpus.facts import Facts
from corpus.layout import Wording, document
from corpus.manuscript import Manuscript
from corpus.switches import Switches
from corpus.truth import truth


@dataclass(frozen=True)
class Sample:
    """`look` decides the renderer: Switches are drawn, a Manuscript goes through the word processor."""

    facts: Facts
    look: Switches | Manuscript
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
        """Make the PDF. Raises word.MissingWordProcessorError or fonts.MissingFontError."""
        if isinstance(self.look, Switches):
            return draw.render(self.document, self.look)
        return word.render(self.document, self.look)

    def truth(self) -> str:
        """Give the truth file's text. Titles and issuers are truth as printed, in the report's own characters."""
        stated = truth(self.facts)
        if self.rewrite:
            stated |= {"title": self.rewrite(self.facts.title), "issuer": self.rewrite(self.facts.issuer)}
        return json.dumps(stated, ensure_ascii=False, indent=1) + "\n"
