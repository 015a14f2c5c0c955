"""The way of one document, all through the house: bytes, Tables, figures, findings, verdict.

A pure function of the bytes, the file's name, the forms and the readers: the unit of work for one process or many.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline.extract import SEES_PIXELS, Extraction, Limits, UnreadableError, prepare, read, readers_for
from pipeline.findings import Catalogue, Finding, load_catalogue_rules
from pipeline.form import load_forms
from pipeline.normalize import Figure, Metadata, names_the_form, normalize
from pipeline.normalize.metadata import read_metadata
from pipeline.normalize.parts import Prose
from pipeline.record import record
from pipeline.settings import Settings
from pipeline.validate import Reading, Verdict, judge

_NOTHING = Metadata(None, None, None)


@record
class Report:
    """One report found in a document, as it is published; `reader` and `form` are None where nothing was read."""

    document_id: str
    report_index: int
    file_name: str
    metadata: Metadata
    form: str | None
    pages: int | None
    reader: str | None
    verdict: Verdict
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]

    def row(self) -> dict[str, object]:
        """What the report is, under the names of the dataset's columns."""
        return {
            "document_id": self.document_id,
            "report_index": self.report_index,
            "file_name": self.file_name,
            "title": self.metadata.title,
            "issuer": self.metadata.issuer,
            "body_kind": self.metadata.body_kind,
            "year": self.metadata.year,
            "form": self.form,
            "pages": self.pages,
            "reader": self.reader,
            "verdict": self.verdict,
        }


def document_id(document: bytes) -> str:
    """The SHA-256 of a document's bytes, in hex."""
    return hashlib.sha256(document).hexdigest()


@cache
def catalogue() -> Catalogue:
    """Every rule of findings and identities."""
    return Catalogue(load_catalogue_rules(), load_forms())


def read_document(document: bytes, file_name: str, settings: Settings) -> tuple[Report, ...]:
    """Every report in a document, at least one row even where there is none. file_name: without folders."""
    identity = document_id(document)
    seen: list[Extraction] = []
    try:
        reports = judged_reports(readings(_kept(extractions(document, settings), seen), file_name), identity, file_name)
    except UnreadableError as error:
        return (unreadable(identity, file_name, error),)
    return tuple(replace(report, pages=seen[0].pages) for report in reports) or (
        without_tables(identity, file_name, seen),
    )


def limits_of(settings: Settings) -> Limits:
    """What is checked of a document before it is read."""
    return Limits(settings.pages, settings.pixels, settings.megabytes)


def extractions(document: bytes, settings: Settings) -> Iterator[Extraction]:
    """What each reader sees in a document, one after the other as they are asked for.

    Where pages show more than their text says, other readers of the text would be misled in the same way: only those
    that see the pixels are asked. Elsewhere these are not asked, unless first: text is better than any picture of it.
    Raises UnreadableError where the first reader can make nothing of the document; one that fails later is passed over.
    """
    names = readers_for(document, settings.readers)
    prepared = prepare(document, limits_of(settings))
    hidden = False
    for position, name in enumerate(names):
        if position and hidden != (name in SEES_PIXELS):
            continue
        try:
            found = read(prepared, name)
        except UnreadableError:
            if position == 0:
                raise
            continue
        hidden = hidden or bool(found.hidden_pages)
        yield found


def readings(found: Iterable[Extraction], file_name: str) -> Iterator[Reading]:
    """What each reader's tables come to. Where the first finds no table of the form, others are asked only when the
    text speaks of them, or does not say what the pages show.
    """
    forms = load_forms()
    for position, extraction in enumerate(found):
        reports = normalize(extraction, forms, file_name)
        if reports or position:
            yield Reading(extraction.reader, reports, sees_pixels=extraction.reader in SEES_PIXELS)
        elif not (extraction.hidden_pages or names_the_form(extraction, forms)):
            return


def judged_reports(
    found: Iterable[Reading], identity: str, file_name: str, pages: int | None = None
) -> tuple[Report, ...]:
    """The reports of a document with their verdicts, from what readers made of it, asked one by one."""
    judged = judge(found, load_forms(), catalogue())
    return tuple(
        Report(
            identity,
            index,
            file_name,
            own.report.metadata,
            own.report.form,
            pages,
            own.reader,
            own.verdict,
            own.report.figures,
            own.findings,
        )
        for index, own in enumerate(judged)
    )


def _kept(found: Iterable[Extraction], seen: list[Extraction]) -> Iterator[Extraction]:
    for extraction in found:
        seen.append(extraction)
        yield extraction


def unreadable(identity: str, file_name: str, error: UnreadableError) -> Report:
    """The row of a document that could not be read."""
    finding = Finding(f"unreadable.{error.reason}", detail=error.detail or None)
    return Report(identity, 0, file_name, _NOTHING, None, None, None, "unreadable", (), (finding,))


def without_tables(identity: str, file_name: str, seen: Sequence[Extraction]) -> Report:
    """A document in which no reader found a table of the form: none there, or none that could be read.

    seen: what each reader saw, at least one; one that saw the pixels knows best.
    """
    forms = load_forms()
    extraction = next((found for found in seen if found.reader in SEES_PIXELS), seen[0])
    metadata, found = read_metadata(Prose(extraction.lines, ()), file_name)
    verdict: Verdict = "needs_review"
    if extraction.hidden_pages:
        found.append(Finding("hidden_pages", found=", ".join(map(str, extraction.hidden_pages))))
    elif not extraction.lines and not extraction.tables:
        found = [Finding("no_text")]
    elif names_the_form(extraction, forms):
        found += [Finding("table_missing", table) for table in next(iter(forms.values())).tables]
    else:
        verdict, found = "no_tables", [Finding("no_tables")]
    return Report(
        identity, 0, file_name, metadata, None, extraction.pages, extraction.reader, verdict, (), tuple(found)
    )
