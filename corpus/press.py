"""Puts documents on pages by whatever renderer their look is for, many at a time.

The word processor takes long to start, and the browser too: documents for either go through one run of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import TracebackType

from corpus import draw, word
from corpus.browser import Browser, PrintingFailedError
from corpus.document import Document, Grid
from corpus.manuscript import Manuscript
from corpus.switches import Switches
from corpus.web import Sheet
from corpus.whole import lost

ATTEMPTS = 8
_LEVEL_FROM = 6
Look = Switches | Manuscript | Sheet


class LostTextError(RuntimeError):
    """A renderer left something out, so that the truth would not be what the page shows."""


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

        Raises LostTextError, word.MissingWordProcessorError, browser.MissingBrowserError or fonts.MissingFontError.
        """
        done: dict[int, bytes] = {}
        for place, (document, look) in enumerate(jobs):
            if isinstance(look, Switches):
                done[place] = draw.render(document, look)
            elif isinstance(look, Sheet):
                done[place] = self._on_paper(document, look)
        typed = {place: (document, look) for place, (document, look) in enumerate(jobs) if isinstance(look, Manuscript)}
        done.update(_typed(typed))
        return [done[place] for place in range(len(jobs))]

    def _on_paper(self, document: Document, look: Sheet) -> bytes:
        """The PDF that the browser prints; after many others it sometimes prints nothing, or empty pages, or none of
        what comes after a table.
        """
        for _ in range(ATTEMPTS):
            with suppress(PrintingFailedError):
                pdf = self._browser.render(document, look)
                if not lost(document, pdf):
                    return pdf
            self._browser.close()
        raise LostTextError("the browser loses text")


def _typed(jobs: Mapping[int, tuple[Document, Manuscript]]) -> dict[int, bytes]:
    """The PDFs that the word processor makes, by their places.

    It sometimes loses a cell at the end of a page. Such a document is set anew in letters of another size, so that its
    pages end elsewhere, then with rows that stay whole, and at last with no text set top down, which narrow columns
    print over itself.
    """
    done: dict[int, bytes] = {}
    for attempt in range(ATTEMPTS):
        again = {
            place: (_level(document) if attempt >= _LEVEL_FROM else document, _otherwise(look, attempt))
            for place, (document, look) in jobs.items()
            if place not in done
        }
        pdfs = word.render_many(list(again.values())) if again else []
        whole = zip(again.items(), pdfs, strict=True)
        done.update({place: pdf for (place, (document, _)), pdf in whole if not lost(document, pdf)})
    if len(done) < len(jobs):
        raise LostTextError(f"the word processor loses text of {len(jobs) - len(done)} documents")
    return done


def _level(document: Document) -> Document:
    """The document with all text of its tables running across, which stacks the characters in narrow columns."""
    blocks = (
        replace(block, cells=tuple(replace(cell, vertical=False) for cell in block.cells))
        if isinstance(block, Grid)
        else block
        for block in document.blocks
    )
    return replace(document, blocks=tuple(blocks))


def _otherwise(look: Manuscript, attempt: int) -> Manuscript:
    if not attempt:
        return look
    whole = look.split_rows and attempt <= 2
    return replace(look, prose_size=look.prose_size + attempt / 2, split_rows=whole)
