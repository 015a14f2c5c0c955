"""Rows of a manifest, and documents in an archive, for tests."""

from datetime import UTC, datetime, timedelta

from pipeline.fetch.archive import Archive
from pipeline.fetch.filetype import sniffed
from pipeline.fetch.manifest import Fetch

START = datetime(2025, 1, 20, 8, 30, tzinfo=UTC)


def fetch(number: int = 0, **given) -> Fetch:
    """The row of a fetch, the number of seconds after START."""
    values = {
        "run": "r1",
        "source": "someplace",
        "url": f"https://www.someplace.example/{number}.pdf",
        "fetched_at": START + timedelta(seconds=number),
        "status": 200,
        "outcome": "new",
        "sha256": f"{number:064x}",
        "page": {},
    }
    return Fetch(**{**values, **given})


def fetched(archive: Archive, content: bytes, number: int = 0, **given) -> Fetch:
    """Store a document, and note in the manifest that it was fetched."""
    stored = archive.store(content)
    known = {"sha256": stored.sha256, "bytes": stored.bytes, "file_type": sniffed(content)}
    row = fetch(number, **{**known, **given})
    archive.manifest.append([row])
    return row
