"""Rows of a manifest, and documents in an archive, for tests."""

from datetime import UTC, datetime, timedelta

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
