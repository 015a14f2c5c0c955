"""The texts of a page, and the parts that the site prints around its articles, however deep they stand."""

import time

from parsel import Selector

from pipeline.fetch.pages import read_page
from pipeline.fetch.sameness import says_the_same
from pipeline.fetch.texts import around_of, texts_of


def root_of(html):
    return Selector(text=html, type="html").root


def test_every_text_comes_once_and_in_order_with_its_element_and_its_link():
    html = """<html><head><title>t</title></head><body>a<p>b<a href="x"><b>c</b>d</a>e<!-- no -->f<script>no</script>g
    <style>no</style></p><a>h</a></body></html>"""
    texts = [(said.text.strip(), said.element.tag, said.link is not None) for said in texts_of(root_of(html))]
    assert [text for text in texts if text[0]] == [
        ("a", "body", False),
        ("b", "p", False),
        ("c", "b", True),
        ("d", "a", True),
        ("e", "p", False),
        ("f", "p", False),
        ("g", "p", False),
        ("h", "a", True),
    ]


def test_what_stands_within_the_site_s_parts_is_around_the_article():
    root = root_of(
        "<div class='nav'><p><a id='1'></a></p></div><div><a id='2'></a></div><footer><a id='3'></a></footer>"
    )
    around = around_of(root)
    assert [element.get("id") for element in root.iter("a") if element in around] == ["1", "3"]


def test_a_page_without_a_body_says_nothing():
    assert list(texts_of(root_of("<html><frameset><frame src='a'></frameset></html>"))) == []


def test_a_deep_page_is_read_about_as_soon_as_a_flat_one():
    """Sites forget to close elements; to climb from each link to the top takes an hour on a page of some megabytes. Of
    several times the shortest counts: a busy machine makes some of them many times as long.
    """
    rows = b"<a href=x.html>y</a>t" * 4000

    def seconds(body):
        begun = time.process_time()
        read_page(body, "http://www.town.example/")
        says_the_same(body, body + b" ", "http://www.town.example/")
        return time.process_time() - begun

    deep, flat = ([seconds(body) for _ in range(4)] for body in (b"<div>" * 2000 + rows, rows))
    assert min(deep) < 5 * min(flat)
