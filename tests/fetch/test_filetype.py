import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch.filetype import sniffed
from tests.making import report_pdf


def zipped(*members: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for member in members:
            file.writestr(zipfile.ZipInfo(member), "x" * 100)  # of no time: the test is named for it
    return content.getvalue()


def compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(200)


PAGE = "<html><head><title>404 页面不存在</title></head></html>"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("pdf", report_pdf()),
        ("pdf", b"\r\n\r\n%PDF-1.4\n"),
        ("pdf", b"\xef\xbb\xbf%PDF-1.4\n"),
        ("html", PAGE.encode()),
        ("html", PAGE.encode("gb18030")),
        ("html", PAGE.encode("utf-16")),
        ("html", b"\xef\xbb\xbf\r\n<!DOCTYPE HTML PUBLIC>"),
        ("html", b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">'),
        ("html", b"<!-- saved -->\n<HTML><body>an error with %PDF- in it"),
        ("html", b"<script>location.href='/login'</script>"),
        ("html", "<div>您访问的文件不存在</div>".encode()),
        ("docx", zipped("[Content_Types].xml", "word/document.xml")),
        ("xlsx", zipped("xl/workbook.xml")),
        ("pptx", zipped("ppt/presentation.xml")),
        ("ofd", zipped("OFD.xml", "Doc_0/Document.xml")),
        ("zip", zipped("年报.pdf")),
        ("zip", zipped("word/document.xml")[:60]),
        ("doc", compound("WordDocument")),
        ("xls", compound("Workbook")),
        ("ole", compound("else")),
        ("png", b"\x89PNG\r\n\x1a\n"),
        ("jpeg", b"\xff\xd8\xff\xe0"),
        ("rtf", b"{\\rtf1"),
        ("rar", b"Rar!\x1a\x07\x01\x00"),
        ("xml", b'<?xml version="1.0"?><urlset></urlset>'),
        ("text", "政府信息公开工作年度报告".encode("gb18030")),
        ("text", "政府信息公开工作年度报告\n".encode()),
        ("empty", b""),
        ("unknown", b"\x00\x01\x02\x03"),
        ("unknown", b"\xff\xff\xff"),
    ],
)  # fmt: skip
def test_files_are_known_by_their_bytes(kind, content):
    assert sniffed(content) == kind


@given(content=st.binary(max_size=400), front=st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", b"<html", b"\xff\xfe"]))
def test_any_bytes_have_some_name(content, front):
    assert sniffed(front + content).isalnum()


@given(content=st.binary(max_size=1000))
def test_a_zip_that_broke_off_is_still_a_zip(content):
    whole = zipped("word/document.xml", "more")
    assert sniffed(whole[: len(whole) - 10] + content) in {"zip", "docx"}


@pytest.mark.parametrize("content", [b"<!--a-->" * 5000, b"<!--a-->" * 5000 + b"<html>", b"<!--" * 5000])
def test_comments_before_a_page_are_passed_over_once(content):
    """Each could end at the end of any later one: to try them all takes longer than the world has."""
    assert sniffed(content) == ("html" if content.endswith(b"<html>") else "text")
