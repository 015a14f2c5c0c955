import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch.file_name import file_name

URL = "https://www.someplace.example/download.do?id=7"


def sent(header: str, encoding: str) -> str:
    """A header as a client sees it that knows nothing of its encoding."""
    return header.encode(encoding).decode("latin-1")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("attachment; filename=report.pdf", "report.pdf"),
        ('attachment; filename="2024 report; final.pdf"; size=3', "2024 report; final.pdf"),
        ('attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'),
        ("attachment; filename=report.pdf ; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.pdf", "年报.pdf"),
        ("attachment; filename*=utf-8'zh'%E5%B9%B4%E6%8A%A5.pdf; filename=x.pdf", "年报.pdf"),
        ("attachment; filename*=GBK''%C4%EA%B1%A8.pdf", "年报.pdf"),
        ("attachment; filename*=UTF-8''%C4%EA%B1%A8.pdf", "年报.pdf"),
        ("attachment; filename*=nonsense''%E5%B9%B4%E6%8A%A5.pdf", "年报.pdf"),
        ("attachment; filename=%E5%B9%B4%E6%8A%A5.pdf", "年报.pdf"),
        ("attachment; filename=%C4%EA%B1%A8.pdf", "年报.pdf"),
        ('attachment; filename="=?UTF-8?B?5bm05oqlLnBkZg==?="', "年报.pdf"),
        (sent('attachment; filename="年报.pdf"', "gbk"), "年报.pdf"),
        (sent("attachment;filename=年报.pdf", "utf-8"), "年报.pdf"),
        (sent('attachment; filename="禱年报.pdf"', "gb18030"), "禱年报.pdf"),
        ("attachment; filename=年报.pdf", "年报.pdf"),
        ('attachment; filename="../../etc/C:\\\\reports\\\\x.pdf"', "x.pdf"),
        ("inline", "download.do"),
        ('attachment; filename=""', "download.do"),
        (None, "download.do"),
    ],
)
def test_a_name_is_what_the_server_means_by_it(header, name):
    assert file_name(header, URL, "title", "pdf") == name


@pytest.mark.parametrize(
    ("url", "title", "name"),
    [
        ("https://a.example/art/2025/1/20/P020250120.pdf", None, "P020250120.pdf"),
        ("https://a.example/%E5%B9%B4%E6%8A%A5.pdf?v=1#top", None, "年报.pdf"),
        ("https://a.example/%C4%EA%B1%A8.pdf", None, "年报.pdf"),
        ("https://a.example/", "某县2024年政府信息公开工作年度报告", "某县2024年政府信息公开工作年度报告.html"),
        ("https://a.example", "a/b", "a／b.html"),
        ("https://a.example/", None, "document.html"),
    ],
)
def test_without_one_it_is_the_last_part_of_the_url_or_else_the_title(url, title, name):
    assert file_name(None, url, title, "html") == name


@given(header=st.none() | st.text(max_size=60) | st.text(max_size=40).map("filename*={0}".format), path=st.text())
def test_any_header_and_url_give_a_name_without_folders(header, path):
    name = file_name(header, f"https://a.example/{path.replace('[', '')}", None, None)
    assert name
    assert "/" not in name
    assert name not in {".", ".."}
