"""The stages of a build, each on its own: what stands between them, one JSON file a document, for people to look at.

`extract` writes what each reader saw, `normalize` the figures that come of it, `validate` judges them. Run after one
another they give what `build` gives; only that every reader is asked, not just those that a doubt calls for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from pipeline.documents import Document, read_bytes
from pipeline.errors import UserError
from pipeline.extract import Extraction, UnreadableError
from pipeline.report import (
    Report,
    document_id,
    extractions,
    judged_reports,
    readings,
    without_tables,
)
from pipeline.run import row_of_unreadable
from pipeline.settings import Settings
from pipeline.validate import Reading

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Extracted:
    """What readers saw in one document, or the row that says why none could."""

    document_id: str
    document: Document
    extractions: tuple[Extraction, ...]
    unreadable: Report | None = None


@dataclass(frozen=True, slots=True)
class Normalized:
    """The reports that each reader's tables come to, or the row of a document that has none."""

    document_id: str
    document: Document
    pages: int | None
    readings: tuple[Reading, ...]
    otherwise: Report | None = None


def extract_file(document: Document, settings: Settings) -> Extracted:
    """The first stage for one document."""
    content = read_bytes(document, settings)
    try:
        found = tuple(extractions(content, settings))
        return Extracted(document_id(content), document, found)
    except UnreadableError as error:
        return not_extracted(document, error)


def not_extracted(document: Document, error: UnreadableError) -> Extracted:
    """What stands for a document that gave no result."""
    (row,) = row_of_unreadable(document, error)
    return Extracted(row.document_id, document, (), row)


def normalize_file(extracted: Extracted) -> Normalized:
    """The second stage for one document."""
    identity, document, seen = extracted.document_id, extracted.document, extracted.extractions
    if not seen:
        return Normalized(identity, document, None, (), extracted.unreadable)
    found = tuple(readings(seen, document.file_name))
    any_report = any(reading.reports for reading in found)
    otherwise = None if any_report else without_tables(identity, document.file_name, seen)
    return Normalized(identity, document, seen[0].pages, found, otherwise)


def validate_file(normalized: Normalized) -> tuple[Report, ...]:
    """The last stage for one document."""
    name = normalized.document.file_name
    if normalized.otherwise is not None:
        return (normalized.otherwise,)
    return judged_reports(normalized.readings, normalized.document_id, name, normalized.pages)


def save(item: Extracted | Normalized, folder: Path) -> Path:
    """Write what a stage made of one document; a file is there whole or not at all."""
    path = folder / f"{item.document_id}.json"
    partial = path.with_suffix(".partial")
    partial.write_bytes(TypeAdapter(type(item)).dump_json(item))
    partial.replace(path)
    return path


def load(kind: type[T], folder: Path, stage: str) -> Iterator[T]:
    """What the stage before left in a folder, in a fixed order. Raises UserError that names what cannot be used.

    stage: the name of the command that writes it.
    """
    adapter = TypeAdapter(kind)
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise UserError("no_stage_folder", folder, stage=stage)
    for path in paths:
        try:
            yield adapter.validate_json(path.read_bytes())
        except (ValidationError, OSError) as error:
            raise UserError("broken_stage_file", path, stage=stage) from error
