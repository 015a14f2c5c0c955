"""A page that differs from its last version only in what changes at each visit is no new version of a report."""

import pytest

from pipeline.fetch.sameness import says_the_same

PAGE = """<html><head><title>{id}</title></head><body><a href="?{id}">推荐{id}</a>
<h1>某镇2024年政府信息公开工作年度报告</h1><p id="p{id}">发布时间：2025-01-20 浏览次数：{id} 字体：大</p>
<p>{text}</p><table><tr><td>予以公开</td><td>{figure}</td></tr></table><img src="/a{image}.png?_={id}">
<script>var now = {id};</script><!-- {id} --><input value="{id}"><div class="footer">访问量：{id}</div></body></html>"""


URL = "https://www.town.example/nb/1.html"


def same(one, other):
    return says_the_same(one, other, URL)


def page(number, text="本年度收到申请17件。", figure="5", image=""):
    return PAGE.format(id=number, text=text, figure=figure, image=image).encode()


def test_counters_and_marks_of_a_visit_make_no_new_version():
    assert same(page(1), page(23456))


@pytest.mark.parametrize("given", [{"text": "本年度收到申请18件。"}, {"figure": "6"}, {"image": "2"}])
def test_whatever_the_article_says_anew_makes_one(given):
    assert not same(page(1), page(1, **given))


@pytest.mark.parametrize(
    "counter",
    [
        "浏览次数：{}",
        "阅读：{} 次",
        "点击量:<span>{}</span>",
        "访问次数：[{}]",
        "<b>今天是{}日 星期一</b>",
        "浏览量：<i>{}</i>人次",
        "<p>总访问量 {}</p>",
        "<b>您是第{}位访客</b>",
    ],
)
def test_counters_are_known_in_their_usual_wordings(counter):
    one, other = (page(0, text=counter.format(number)) for number in (7, 1234))
    assert same(one, other)


@pytest.mark.parametrize(
    "text",
    ["政府网站访问量：{}次。", "全年点击量达{}次", "网站浏览{}人次", "<td>访问量</td><td>{}</td>", "收到申请：{}"],
)
def test_figures_of_a_report_that_look_like_counters_are_none(text):
    one, other = (page(0, text=text.format(number)) for number in (7, 1234))
    assert not same(one, other)


def test_a_page_in_another_encoding_says_the_same():
    one = page(1).decode()
    assert same(one.encode(), one.encode("gb18030"))


def test_a_link_that_was_never_closed_hides_nothing():
    one, other = (page(0, text=f"<a href='#top'>{'本年度收到政府信息公开申请' * 20}{number}") for number in (1, 2))
    assert not same(one, other)


def test_addresses_that_are_none_and_pictures_within_the_page_are_compared_as_they_are():
    one, other = (page(0, text=f"<img src='http://['><img src='data:image/png;base64,{name}'>") for name in "ab")
    assert same(one, one.replace(b"h1>", b"h2>"))
    assert not same(one, other)
