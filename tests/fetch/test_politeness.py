from datetime import UTC, datetime

import pytest
from scrapy.http import Request
from scrapy.utils.test import get_crawler

from pipeline.fetch.politeness import RobotsOrNothing, seconds_to_wait

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


@pytest.mark.parametrize(("usual", "most"), [(180, 30), (5, 5)])
def test_a_site_that_is_not_there_is_given_up_sooner_than_a_large_file(usual, most):
    """A firewall lets connections run into nothing for minutes, and each source is asked for robots.txt first."""
    robots = Request("https://www.town.example/robots.txt", meta={"dont_obey_robotstxt": True})
    file = Request("https://www.town.example/a.pdf")
    middleware = RobotsOrNothing(get_crawler(settings_dict={"DOWNLOAD_TIMEOUT": usual}))
    for request in (robots, file):
        middleware.process_request(request)
    assert robots.meta["download_timeout"] == most
    assert "download_timeout" not in file.meta
