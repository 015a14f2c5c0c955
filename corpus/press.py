"""Puts documents on pages by whatever renderer their look is for, many at a time.

The word processor takes long to start, and the browser too: documents for either go through one run of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType

from corpus import draw, word
from corpus.browser import Browser
from corpus.document import Document
from corpus.manuscript import Manuscript
from corpus.switches import Switches
from corpus.web import Sheet

Look = Switches | Manuscript | Sheet


class Press:
    """Renderers that stay open for many documents; close them with a `with` block."""

    def __init__(self) -> None:
        self._browser = Browser()

    def __enter__(self) -> Press:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser.__exit__(kind, error, trace)

    def printed(self, jobs: Sequence[tuple[Document, Look]]) -> list[bytes]:
        """The PDFs of documents, in their order.

        Raises word.MissingWordProcessorError, browser.MissingBrowserError or fonts.MissingFontError.
        """
        done: dict[int, bytes] = {}
        for place, (document, look) in enumerate(jobs):
            if isinstance(look, Switches):
                done[place] = draw.render(document, look)
            elif isinstance(look, Sheet):
                done[place] = self._browser.render(document, look)
        typed = [(place, document, look) for place, (document, look) in enumerate(jobs) if isinstance(look, Manuscript)]
        if typed:
            pdfs = word.render_many([(document, look) for _, document, look in typed])
            done.update(zip((place for place, *_ in typed), pdfs, strict=True))
        return [done[place] for place in range(len(jobs))]
