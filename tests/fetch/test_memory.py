import pytest
from scrapy.http import HtmlResponse, Request

from pipeline.fetch.memory import PAGE, PageMemory

DATE = "Mon, 20 Jan 2025 12:00:00 GMT"
URL = "https://www.town.example/nb/"


def asked(memory, url=URL, **meta):
    request = Request(url, meta={PAGE: True, **meta})
    memory.process_request(request)
    return request


def answer(request, status=200, body=b"<p>\xd6\xd0", **headers):
    return HtmlResponse(request.url, status=status, headers=headers, body=body, request=request)


def test_a_page_is_asked_for_on_condition_and_comes_back_when_it_is_the_same(tmp_path):
    memory = PageMemory(tmp_path / "pages")
    request = asked(memory)
    assert "If-None-Match" not in request.headers
    headers = {"ETag": '"1"', "Last-Modified": DATE, "Content-Type": "text/html; charset=gbk"}
    first = memory.process_response(request, answer(request, **headers))
    request = asked(memory)
    assert request.headers["If-None-Match"] == b'"1"'
    assert request.headers["If-Modified-Since"] == DATE.encode()
    second = memory.process_response(request, answer(request, 304, b""))
    assert (second.status, second.body, second.encoding) == (200, first.body, first.encoding)
    changed = memory.process_response(request, answer(request, 200, b"<p>new", ETag='"2"'))
    assert changed.body == b"<p>new"
    assert asked(memory).headers["If-None-Match"] == b'"2"'


def test_only_pages_are_remembered_that_can_be_asked_for_again(tmp_path):
    memory = PageMemory(tmp_path)
    for request, response in (
        (asked(memory), {}),
        (asked(memory, **{PAGE: False}), {"ETag": '"1"'}),
    ):
        memory.process_response(request, answer(request, **response))
    failed = asked(memory)
    memory.process_response(failed, answer(failed, 404, ETag='"1"'))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\n", b"no line"])
def test_what_is_broken_in_the_memory_is_as_if_it_were_not_there(tmp_path, content):
    memory = PageMemory(tmp_path)
    request = asked(memory)
    memory.process_response(request, answer(request, ETag='"1"'))
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    assert "If-None-Match" not in asked(memory).headers
