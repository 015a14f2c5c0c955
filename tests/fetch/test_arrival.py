import pytest

from pipeline.fetch.arrival import fault_of
from pipeline.fetch.filetype import sniffed
from tests.fetch.towns import docx, pdf


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (pdf("whole"), None),
        (pdf("with something behind") + b"\n" * 5000, None),
        (docx("whole"), None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, None),
        (pdf("cut")[:60], "cut_short"),
        (docx("cut")[:-40], "cut_short"),
        (b"", "empty"),
        (b"<html><body>404</body></html>", "page_instead"),
        (b'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>', None),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "page_instead"),
        (b"GIF89a...", "wrong_type"),
        (b"{}", "wrong_type"),
    ],
)
def test_what_came_is_told_by_what_it_is(content, fault):
    assert fault_of(content, sniffed(content)) == fault
