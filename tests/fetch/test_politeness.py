from datetime import UTC, datetime

import pytest

from pipeline.fetch.politeness import seconds_to_wait

NOW = datetime(2025, 1, 20, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"120", 120),
        (b" 0 ", 0),
        (b"Mon, 20 Jan 2025 12:01:30 GMT", 90),
        (b"Mon, 20 Jan 2025 11:00:00 GMT", 0),
        (b"Mon, 20 Jan 2025 20:00:30 +0800", 30),
        (b"-5", None),
        (b"soon", None),
        (b"", None),
        (None, None),
        (b"\xff\xfe", None),
    ],
)
def test_retry_after_is_understood_in_seconds_and_as_a_date(header, seconds):
    assert seconds_to_wait(header, NOW) == seconds
